// Structured data: every JSON-LD script and the ClaimReview feed conform to schema.org, as defined by its TypeScript types, and to Google's
// rules for fact checks and breadcrumbs.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { files, json, root } from './site.js';

const here = dirname(fileURLToPath(import.meta.url));

/** Each JSON-LD script of the site, with its page. */
const scripts = files('.html').flatMap((page) => {
  const html = readFileSync(join(root, page), 'utf8');
  const found = html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs);
  return [...found].map(([, text]) => ({ page, html, data: JSON.parse(text) }));
});
const feed = json('data/claimreview-feed.json');
const ofType = (type) => scripts.filter(({ data }) => data['@type'] === type);

/** The compiler's errors in documents of the form { page, data }, each with its page. */
function typeErrors(documents) {
  const types = [...new Set(documents.map(({ data }) => data['@type']))];
  const lines = documents.map(({ data }, i) => `const x${i}: WithContext<${data['@type']}> = ${JSON.stringify(data)};`);
  // Below node_modules, where the compiler finds the types.
  const cache = join(here, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'json-ld-'));
  try {
    const source = [`import type { WithContext, ${types.join(', ')} } from 'schema-dts';`, ...lines].join('\n');
    writeFileSync(join(folder, 'data.ts'), source);
    const tsc = join(here, 'node_modules', '.bin', 'tsc');
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--pretty', 'false', '--module', 'nodenext', '--target', 'es2022'];
    const run = spawnSync(tsc, [...options, 'data.ts'], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 });
    const errors = run.stdout.split('\n').filter((line) => line.startsWith('data.ts('));
    assert.equal(run.status === 0, errors.length === 0, run.stdout + run.stderr);
    return errors.map((error) => {
      const [, line, message] = error.match(/^data\.ts\((\d+),\d+\): (.*)$/);
      return `${documents[line - 2]?.page}: ${message.slice(0, 300)}`;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('all of it conforms to schema.org', () => {
  assert.ok(scripts.length > 20, `only ${scripts.length} scripts`);
  assert.deepEqual(typeErrors([...scripts, { page: 'data/claimreview-feed.json', data: feed }]), []);
});

test('an invented property, a wrong type and an unknown type are detected', () => {
  const [{ data: review }] = ofType('ClaimReview');
  const invented = { ...review, verdictColour: 'red' };
  const inside = { ...review, itemReviewed: { ...review.itemReviewed, claimant: 'A radio' } };
  const wrong = { ...review, author: { '@type': 'Rating', ratingValue: 1 } };
  const broken = Object.entries({ invented, inside, sound: review, wrong }).map(([page, data]) => ({ page, data }));
  assert.deepEqual(typeErrors(broken).map((error) => error.split(':')[0]), ['invented', 'inside', 'wrong']);
  assert.equal(typeErrors([{ page: 'unknown', data: { ...review, '@type': 'FactCheck' } }]).length, 1);
});

/** What Google requires of a ClaimReview, and what it recommends if the claim's record has it. */
function shortcomings(review, claim, page) {
  const { reviewRating: rating = {}, itemReviewed: item = {}, author = {} } = review;
  const holds = {
    'claimReviewed is text': typeof review.claimReviewed === 'string' && review.claimReviewed !== '',
    'url is the page itself': page.html.includes(`<link rel="canonical" href="${review.url}">`),
    'the verdict is there in words': rating.alternateName === claim.verdict.label,
    'the author is an organisation with name and url':
      /Organization$/.test(author['@type']) && Boolean(author.name) && URL.canParse(author.url),
    'figures only where the scale has them':
      claim.verdict.value === null
        ? !['ratingValue', 'bestRating', 'worstRating'].some((field) => field in rating)
        : rating.ratingValue === claim.verdict.value,
    'figures within their bounds':
      !('ratingValue' in rating) || (rating.worstRating <= rating.ratingValue && rating.ratingValue <= rating.bestRating),
    'the day of the review': (review.datePublished ?? null) === claim.published,
    'the day of the claim': (item.datePublished ?? null) === claim.claimed_on,
    'who made the claim, and who only passed it on is no author':
      JSON.stringify([item.author ?? []].flat().map(({ name }) => name)) ===
      JSON.stringify(claim.claimants.filter(({ kind }) => kind !== 'post').map(({ name }) => name)),
    'what was reviewed is a Claim': item['@type'] === 'Claim',
    'appearances have addresses': [item.appearance ?? [], item.firstAppearance ?? []].flat().every((work) => URL.canParse(work.url)),
    'each source is cited': review.citation.length === claim.sources.length,
  };
  return Object.keys(holds).filter((rule) => !holds[rule]);
}

test('every published claim has one ClaimReview that follows Google’s rules, and no other page has one', () => {
  const claims = json('data/claims.json').filter(({ status }) => status === 'published');
  const reviews = ofType('ClaimReview');
  assert.deepEqual(reviews.map(({ page }) => page).sort(), claims.map(({ href }) => href).sort());
  for (const claim of claims) {
    const page = reviews.find(({ page }) => page === claim.href);
    assert.deepEqual(shortcomings(page.data, claim, page), [], claim.href);
  }
  const [page] = reviews;
  const claim = claims.find(({ href }) => href === page.page);
  const broken = { ...page.data, url: 'https://elsewhere.example/', reviewRating: { ratingValue: 99 } };
  assert.ok(shortcomings(broken, claim, page).length >= 3, 'a broken review is detected');
});

test('the feed contains the reviews of the pages', () => {
  const reviews = new Map(ofType('ClaimReview').map(({ data }) => [data.url, data]));
  assert.equal(feed.dataFeedElement.length, reviews.size);
  for (const { '@type': type, item } of feed.dataFeedElement) {
    assert.equal(type, 'DataFeedItem');
    // The page describes its author and the sources in full and may have a picture; everything else is the same.
    const { '@context': context, author, image, citation, ...rest } = reviews.get(item.url);
    const { author: name, image: _, citation: addresses, ...same } = item;
    assert.deepEqual(same, rest);
    assert.deepEqual(addresses, citation?.map((work) => work.url ?? work));
    assert.equal(name['@id'], author['@id']);
  }
});

test('each page has breadcrumbs, and the front page describes the site', () => {
  const [front, ...others] = ofType('WebSite');
  assert.equal(front.page, 'index.html');
  assert.equal(others.length, 0);
  assert.ok(front.data.name && front.data.publisher.name);
  const standing = files('.html').filter((page) => /^(claims|sources|verdicts|tags)\//.test(page));
  const crumbs = new Map(ofType('BreadcrumbList').map(({ page, data }) => [page, data]));
  for (const page of standing) {
    const items = crumbs.get(page)?.itemListElement ?? [];
    assert.ok(items.length >= 2, `${page} has no breadcrumbs`);
    assert.deepEqual(items.map(({ position }) => position), items.map((_, i) => i + 1));
    assert.ok(items.every(({ name, item }) => name && URL.canParse(item)), page);
    assert.equal(new URL(items.at(-1).item).href, new URL(page, front.data.url).href);
  }
});
