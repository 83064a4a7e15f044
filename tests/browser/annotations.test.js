// data/annotations/ID.jsonld follow the W3C Web Annotation Data Model: every term is defined in its JSON-LD context, and every required
// property is present. Nothing is fetched: the part of the context that is used is in this file.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import jsonld from 'jsonld';
import { files, json, root } from './site.js';

const CONTEXT = 'http://www.w3.org/ns/anno.jsonld';

const terms = (prefix, names) => Object.fromEntries(names.split(' ').map((name) => [name, `${prefix}:${name}`]));
const links = (fields) => Object.fromEntries(Object.entries(fields).map(([name, id]) => [name, { '@id': id, '@type': '@id' }]));

/** The terms of the model that the files use, with their IRIs. */
const context = {
  oa: 'http://www.w3.org/ns/oa#',
  as: 'http://www.w3.org/ns/activitystreams#',
  dc: 'http://purl.org/dc/elements/1.1/',
  dcterms: 'http://purl.org/dc/terms/',
  dctypes: 'http://purl.org/dc/dcmitype/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  id: '@id',
  type: '@type',
  AnnotationCollection: 'as:OrderedCollection',
  AnnotationPage: 'as:OrderedCollectionPage',
  Organization: 'foaf:Organization',
  Software: 'as:Application',
  Text: 'dctypes:Text',
  ...terms('oa', 'Annotation TextualBody SpecificResource TextQuoteSelector TextPositionSelector TimeState linking classifying describing'),
  ...terms('oa', 'exact prefix suffix'),
  ...links({ body: 'oa:hasBody', target: 'oa:hasTarget', source: 'oa:hasSource', selector: 'oa:hasSelector', state: 'oa:hasState' }),
  ...links({ scope: 'oa:hasScope', cached: 'oa:cachedSource', via: 'oa:via', creator: 'dcterms:creator', homepage: 'foaf:homepage' }),
  ...links({ first: 'as:first', last: 'as:last', partOf: 'as:partOf' }),
  items: { '@id': 'as:items', '@type': '@id', '@container': '@list' },
  motivation: { '@id': 'oa:motivatedBy', '@type': '@vocab' },
  purpose: { '@id': 'oa:hasPurpose', '@type': '@vocab' },
  created: { '@id': 'dcterms:created', '@type': 'xsd:dateTime' },
  modified: { '@id': 'dcterms:modified', '@type': 'xsd:dateTime' },
  sourceDate: { '@id': 'oa:sourceDate', '@type': 'xsd:dateTime' },
  start: { '@id': 'oa:start', '@type': 'xsd:nonNegativeInteger' },
  end: { '@id': 'oa:end', '@type': 'xsd:nonNegativeInteger' },
  total: { '@id': 'as:totalItems', '@type': 'xsd:nonNegativeInteger' },
  startIndex: { '@id': 'as:startIndex', '@type': 'xsd:nonNegativeInteger' },
  label: 'rdfs:label',
  name: 'foaf:name',
  format: 'dc:format',
  language: 'dc:language',
  value: 'rdf:value',
};

/** The expanded JSON-LD document. In safe mode, an undefined term or type is an error. */
const expanded = (document) =>
  jsonld.expand(document, {
    safe: true,
    documentLoader: async (documentUrl) => {
      assert.equal(documentUrl, CONTEXT);
      return { documentUrl, document: { '@context': context } };
    },
  });

/** A type that is no term becomes an address below the base of the file, which is no error to JSON-LD. */
const unknownType = /"@type":\[?"(?!http:\/\/(www\.w3\.org|xmlns\.com|purl\.org)\/)/;

const collections = files('.jsonld').map((path) => ({ path, document: json(path) }));
const many = (value) => [value ?? []].flat();
/** An address in a file, resolved as JSON-LD does it. */
const resolved = (document, address) => new URL(address, document['@context'][1]['@base']).href;
const absolute = (address) => typeof address === 'string' && URL.canParse(address);
const moment = (value) => value === undefined || /^\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value);

test('each source has a collection, in which every term is defined', async () => {
  assert.equal(collections.length, files('.html').filter((path) => path.startsWith('sources/')).length);
  for (const { path, document } of collections) {
    const [collection] = await expanded(document);
    assert.doesNotMatch(JSON.stringify(collection), unknownType, path);
    assert.deepEqual(collection['@type'], ['http://www.w3.org/ns/activitystreams#OrderedCollection'], path);
    assert.equal(JSON.stringify(collection).match(/"http:\/\/www\.w3\.org\/ns\/oa#hasTarget"/g)?.length ?? 0, document.total, path);
  }
});

test('an undefined term is detected', async () => {
  const { document } = collections.find(({ document }) => document.first);
  await assert.rejects(expanded({ ...document, verdict: 'false' }));
  const [annotation] = document.first.items;
  const remark = await expanded({ '@context': document['@context'], ...annotation, type: 'Remark' });
  assert.match(JSON.stringify(remark), unknownType);
});

test('with the base of the file, the addresses of annotations are full ones', async () => {
  for (const { path, document } of collections.filter(({ document }) => document.first)) {
    const text = JSON.stringify(await expanded(document));
    assert.ok(!/"@id":"(?!https?:)/.test(text), path);
    for (const { id } of document.first.items) assert.ok(text.includes(`"@id":"${document.id}${id}"`), id);
  }
});

test('collections and pages are complete', () => {
  for (const { path, document } of collections) {
    assert.deepEqual(document['@context'], [CONTEXT, { '@base': document.id }], path);
    assert.ok(absolute(document.id) && document.label && document.creator.name, path);
    const page = document.first;
    assert.equal(document.total, page?.items.length ?? 0, path);
    if (page) {
      assert.deepEqual([page.type, page.partOf, page.startIndex, page['@context']], ['AnnotationPage', document.id, 0, undefined]);
      assert.equal(document.last, page.id);
      assert.equal(new Set(page.items.map(({ id }) => id)).size, page.items.length, `${path}: ids are unique`);
    }
  }
});

test('annotations link the words to the claim', () => {
  const passages = new Map(json('data/passages.json').map((passage) => [passage.anchor, passage]));
  const annotations = collections.flatMap(({ document }) => (document.first?.items ?? []).map((item) => [document, item]));
  assert.equal(annotations.length, passages.size);
  for (const [document, { id, type, motivation, creator, created, modified, body, target }] of annotations) {
    const passage = passages.get(id.split('#').at(-1));
    assert.ok(type === 'Annotation' && motivation === 'linking' && creator === document.creator.id, id);
    assert.ok(moment(created) && moment(modified), id);
    assert.deepEqual(body.map(({ type, purpose }) => `${type} ${purpose}`), [
      'SpecificResource linking',
      'TextualBody classifying',
      ...(passage.translation ? ['TextualBody describing'] : []),
    ]);
    const { text, language, by } = passage.translation ?? {};
    assert.deepEqual([body[2]?.value, body[2]?.language, body[2]?.creator?.name], [text, language, by ?? undefined], id);
    assert.ok(resolved(document, body[0].source.id).endsWith(`/claims/${passage.claim}.html`), id);
    assert.equal(body[1].value, passage.stance);
    assert.equal(many(target).length, passage.parts.length, id);
    many(target).forEach((part, i) => selects(part, passage.parts[i].exact ?? passage.quote, id));
  }
});

/** Checks that each selector on its own selects the words (Web Annotation Data Model, sections 4.2.4 and 4.2.5). */
function selects({ source, scope, state, selector }, exact, id) {
  assert.ok(source.id && scope.endsWith(id), id);
  assert.ok(many(state).every(({ type, sourceDate }) => type === 'TimeState' && moment(sourceDate)), id);
  const [quote, position] = many(selector);
  assert.equal(quote.exact, exact, id);
  const text = source.format === 'text/plain' && readFileSync(join(root, 'data/sources', source.id.split('/').at(-1)), 'utf8');
  assert.equal(Boolean(text), position !== undefined, `${id}: places are given where the text is`);
  if (text) {
    assert.ok(text.includes(quote.prefix + quote.exact + quote.suffix), id);
    assert.equal(Array.from(text).slice(position.start, position.end).join(''), exact, id);
  }
}
