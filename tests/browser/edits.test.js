// After a hundred edits, serve serves what a build of the same folder writes, byte for byte.

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { bare, citeback, openDesk, until } from './desk.js';
import { Site } from './site.js';

const EDITS = 100;
const SEED = 20261121;

/** Numbers from 0 to 1, exclusive, the same in every run (a linear congruential generator). */
function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const random = numbers(SEED);
const below = (count) => Math.floor(random() * count);
const one = (list) => list[below(list.length)];

/** Edits that keep a note valid. */
const edits = [
  (text, n) => text.replace(/^title: .*$/m, `title: Edit ${n}`),
  (text, n) => `${text.trimEnd()}\n# Reviewed at edit ${n}.\n`,
  (text) => text.replace(/^verdict: .*$/m, `verdict: ${one(['"true"', '"false"', 'unproven', 'mostly-true'])}`),
  (text) => (/^status: draft$/m.test(text) ? text.replace(/^status: draft\n/m, '') : text.replace(/^verdict:/m, 'status: draft\nverdict:')),
  (text, n) => text.replace(/^passages:\n/m, `passages:\n  - id: edit-${n}\n    source: investor-alert\n    quote: So far, no response has been gotten.\n    stance: ${one(['context', 'supports'])}\n`),
];
const mistakes = [
  (text) => text.replace(/^( +)stance: /m, '$1stanze: '),
  (text) => text.replace(/^( +)source: .*$/m, '$1source: nowhere'),
  (text) => text.slice(0, text.length / 2),
  () => '',
];

/** Every file of a site except the share cards, which serve does not draw. */
const files = (site) => site.files('').filter((path) => path !== 'card.png' && !path.startsWith('cards/'));

test('after a hundred edits every page equals that of a fresh build', async () => {
  const desk = await openDesk('.', '--drafts');
  const out = join(mkdtempSync(join(tmpdir(), 'citeback-built-')), 'public');
  const folder = 'content/claims';
  const valid = new Map(readdirSync(desk.path(folder)).sort().map((name) => [`${folder}/${name}`, desk.read(`${folder}/${name}`)]));
  let made = 0;
  for (let n = 1; n <= EDITS; n += 1) {
    const note = one([...valid.keys()]);
    if (below(4) === 0) {
      // The error stays until the next edit of this note.
      desk.write(note, one(mistakes)(valid.get(note)));
      made += 1;
    } else {
      valid.set(note, one(edits)(valid.get(note), n));
      desk.write(note, valid.get(note));
    }
    // Some edits follow immediately, others after a pause; now and then a page is read.
    if (below(3) === 0) {
      const { version } = await desk.ask('findings');
      desk.write(note, desk.read(note));
      await until('the edit to be seen', async () => (await desk.ask('findings')).version > version);
    }
    if (below(3) === 0) await (await fetch(desk.address(one(['', 'claims.html', 'print.html', 'sources/coincurb.html'])))).text();
  }
  assert.ok(made > 10, `only ${made} errors`);
  for (const [note, text] of valid) desk.write(note, text);
  // The server sees edits in order: when it has seen the last, it has seen all.
  const [last] = valid.keys();
  desk.edit(last, 'title:', 'title: The last edit #');
  await until('the last edit', async () => (await (await fetch(desk.address('claims.html'))).text()).includes('The last edit'));

  await citeback('build', '--site', desk.root, '--out', out, '--no-search', '--drafts');
  const built = new Site('built', out);
  const paths = files(built);
  assert.ok(paths.length > 60, `only ${paths.length} files`);
  const different = [];
  for (const path of paths) {
    const answer = await fetch(desk.address(path.split('/').map(encodeURIComponent).join('/')));
    const served = Buffer.from(await answer.arrayBuffer());
    const own = path.endsWith('.html') ? Buffer.from(bare(served.toString())) : served;
    if (!own.equals(readFileSync(join(out, path)))) different.push(path);
  }
  assert.deepEqual(different, []);
  rmSync(join(out, '..'), { recursive: true });
  await desk.close();
});
