// A brief of any size about an invented town, built with the program that is tested.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Site } from './site.js';

const citeback = process.env.CITEBACK ?? new URL('../../target/release/citeback', import.meta.url).pathname;

const VERDICTS = ['true', 'mostly-true', 'mixed', 'mostly-false', 'false', 'unproven', 'misleading', 'misattributed'];
const CLAIMANTS = ['The Ministry of Works', 'Mayor Helena Ortiz', 'Harbour Radio', 'Councillor Dinh'];
const MEASURES = ['the cost of the bridge', 'the price of bread', 'the length of the wait', 'the height of the river'];
const KINDS = ['article', 'report', 'statement'];

const day = (number) => String((number % 28) + 1).padStart(2, '0');

/** Builds the brief. `brief` is added to brief.yaml, `claim` to the claim of a number. */
export function town({ claims, sources, brief = '', claim = () => '', options = [] }) {
  const root = mkdtempSync(join(tmpdir(), 'citeback-town-'));
  for (const kind of ['claims', 'sources']) mkdirSync(join(root, 'content', kind), { recursive: true });
  const write = (path, text) => writeFileSync(join(root, 'content', path), text);
  write(
    'brief.yaml',
    `title: The harbour town, checked
description: What was said in a year of council meetings.
base_url: https://example.org/town/
organisation: {name: The Harbour Desk}
people: [{id: moira, name: Moira Kell}, {id: anders, name: Anders Lund}]
bottom_line: Most of it was partly right.
featured: [claim-1, claim-0]
search: false
cards: false
${brief}`,
  );
  const sentence = (source, number) => `On day ${number} of hearing ${source} the clerk wrote down ${MEASURES[number % 4]}.`;
  for (let source = 0; source < sources; source++) {
    const text = Array.from({ length: 50 }, (_, number) => sentence(source, number)).join('\n\n');
    write(
      `sources/source-${source}.md`,
      `---\ntitle: Minutes of hearing ${source}\npublisher: The Post\nkind: ${KINDS[source % 3]}\npublished: 2025-03-${day(source)}\n---\n${text}\n`,
    );
  }
  for (let number = 0; number < claims; number++) {
    const passage = (id, source, stance) =>
      `  - {id: ${id}, source: source-${source}, quote: "${sentence(source, Math.floor(number / sources))}", stance: ${stance}}\n`;
    write(
      `claims/claim-${number}.yaml`,
      `claim: "The council said in meeting ${number} that ${MEASURES[number % 4]} was known."
claimant: {name: ${CLAIMANTS[number % 4]}, kind: organisation}
verdict: "${VERDICTS[Math.floor(number / 3) % 8]}"
summary: The minutes say so.
passages:
${passage('first', number % sources, 'supports')}${passage('second', (number + 1) % sources, 'contradicts')}tags: [council, region ${number % 10}]
authors: [moira]
reviewed_by: [anders]
published: 2026-${number === 7 ? '11-04' : `10-${day(number)}`}
checked: 2026-11-${day(number)}
${claim(number)}`,
    );
  }
  execFileSync(citeback, ['build', '--site', root, ...options], { stdio: 'pipe' });
  return new Site('town', join(root, 'public'));
}
