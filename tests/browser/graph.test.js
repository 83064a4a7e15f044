// The brief as a graph: a table that says all, and a picture beside it where there is room.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { openDesk, until } from './desk.js';
import { launch } from './site.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const WIRE = 'The harbour authority said on Monday that engineers had found rust on three of the twelve cables of the bridge during the yearly inspection.';
const source = (title, publisher, text) => `---\ntitle: ${title}\npublisher: ${publisher}\nlanguage: en\nshow: full\n---\n${text}\n`;
const claim = (title, passages) => `claim: ${title}\nverdict: true\nsummary: So it is.\npassages:\n${passages.map((passage) => `  - {${passage}}\n`).join('')}`;
const FILES = {
  'content/sources/morning.md': source('Rust on the cables', 'Morning Post', `${WIRE}\n\nThe bridge stays open.`),
  'content/sources/evening.md': source('Rust on the bridge', 'Evening Times', `${WIRE}\n\nTraffic was light.`),
  'content/sources/city.md': source('Notes of the inspectors', 'The city', 'City inspectors saw rust there in May.'),
  'content/sources/operator.md': source('<b>A statement</b>', 'The operator', 'Not a single cable has rust on it. We looked twice.'),
  'content/claims/a-rust.yaml': claim('There was rust', [
    'id: morning, source: morning, quote: rust on three of the twelve cables, stance: supports',
    'id: evening, source: evening, quote: rust on three of the twelve cables, stance: supports',
    'id: city, source: city, quote: inspectors saw rust there, stance: supports',
    'id: operator, source: operator, quote: Not a single cable has rust on it, stance: contradicts',
  ]),
  'content/claims/b-open.yaml': claim('The bridge stays open', ['id: open, source: morning, quote: The bridge stays open, stance: supports']),
  'content/claims/c-twice.yaml': claim('They looked twice', ['id: twice, source: operator, quote: We looked twice, stance: context']),
};

let browser;
let desk;
let demonstration;

before(async () => {
  browser = await launch();
  [desk, demonstration] = await Promise.all([openDesk('.'), openDesk('.')]);
  for (const folder of ['claims', 'sources', 'pages', 'people']) rmSync(desk.path(`content/${folder}`), { recursive: true, force: true });
  for (const folder of ['claims', 'sources']) mkdirSync(desk.path(`content/${folder}`), { recursive: true });
  desk.write('content/brief.yaml', 'title: The bridge\nlanguage: en\nsummary: Of rust.\nbase_url: https://example.org/\n');
  for (const [path, text] of Object.entries(FILES)) desk.write(path, text);
  await until('the claims', async () => (await desk.ask('graph')).claims?.length === 3);
});
after(async () => {
  await browser.close();
  await Promise.all([desk.close(), demonstration.close()]);
});

/** Opens the panel by keyboard. */
async function openPanel(page, address) {
  await page.goto(address);
  await page.getByRole('button', { name: 'Evidence graph' }).focus();
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog', { name: 'Evidence graph' });
  await sheet.getByRole('table').waitFor();
  return sheet;
}

/** The violations that axe-core finds. */
async function violations(page) {
  await page.evaluate(axe);
  return page.evaluate(async (tags) => {
    const { violations } = await window.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0].target.join(' ')}: ${nodes[0].failureSummary}`);
  }, tags);
}

for (const [width, colorScheme] of [[1200, 'light'], [1200, 'dark'], [320, 'light'], [320, 'dark']]) {
  test(`the panel shows each claim with its origins (${width} px, ${colorScheme})`, async () => {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    const sheet = await openPanel(page, desk.address('index.html'));
    const cells = await sheet.getByRole('row').evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText.replace(/\s+/g, ' ').trim())));
    assert.deepEqual(cells, [
      ['Claim', 'Evidence', 'Origins'],
      ['There was rust True', 'Supports', '3 sources, 2 origins Notes of the inspectors The city 2 sources, 1 origin Rust on the bridge Evening Times Rust on the cables Morning Post'],
      ['Contradicts', '1 source, 1 origin <b>A statement</b> The operator'],
      ['The bridge stays open True', 'Supports', '1 source, 1 origin Rust on the cables Morning Post'],
      ['They looked twice True', 'No passage supports or contradicts it.'],
    ]);
    assert.deepEqual(await sheet.locator('td a').evaluateAll((links) => links.map((link) => link.getAttribute('href'))), [
      '/sources/city.html',
      '/compare/evening--morning.html',
      '/sources/evening.html',
      '/sources/morning.html',
      '/sources/operator.html',
      '/sources/morning.html',
    ]);
    assert.deepEqual(await violations(page), []);
    const { x, width: wide } = await sheet.boundingBox();
    assert.ok(x >= 0 && x + wide <= width, `from ${x}, ${wide} px wide`);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth), false);
    assert.equal(await sheet.locator('svg').isVisible(), width > 768);
    const cut = await sheet.locator('tbody :is(td, th)').evaluateAll((cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth + 1 || cell.getBoundingClientRect().right > innerWidth).length);
    assert.equal(cut, 0);
    await page.keyboard.press('Escape');
    assert.equal(await sheet.isVisible(), false);
    assert.equal(await page.evaluate(() => document.querySelector('html > citeback-desk').shadowRoot.activeElement.textContent), 'Evidence graph');
    await page.close();
  });
}

test('the picture has a node for each note and each shared origin, and a line for each stance', async () => {
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  const sheet = await openPanel(page, desk.address('index.html'));
  const svg = sheet.locator('svg');
  const labels = (column) => svg.locator(`.node.${column} .label`).allTextContents();
  assert.deepEqual(await labels('claims'), ['There was rust', 'The bridge stays open', 'They looked twice']);
  assert.deepEqual(await labels('origins'), ['2 sources, 1 origin']);
  assert.deepEqual(await labels('sources'), ['Notes of the inspectors', 'Rust on the bridge', '<b>A statement</b>', 'Rust on the cables']);
  assert.deepEqual(await svg.locator('a').evaluateAll((links) => links.map((link) => [link.getAttribute('href'), link.tabIndex])), [
    ['/sources/city.html', -1],
    ['/sources/evening.html', -1],
    ['/sources/operator.html', -1],
    ['/sources/morning.html', -1],
    ['/compare/evening--morning.html', -1],
    ['/claims/a-rust.html', -1],
    ['/claims/b-open.html', -1],
    ['/claims/c-twice.html', -1],
  ]);
  // Into the shared origin two lines and one out of it; of each other source one in, one out, and the part between.
  assert.equal(await svg.locator('.edge.supports').count(), 3 + 3 + 3);
  assert.equal(await svg.locator('.edge.contradicts').count(), 3);
  const dashes = await svg.locator('.edge').evaluateAll((lines) => [...new Set(lines.map((line) => `${line.classList[1]} ${getComputedStyle(line).strokeDasharray}`))].sort());
  assert.deepEqual(dashes, ['contradicts 7px, 4px', 'supports none']);
  const picture = () => svg.evaluate((element) => element.outerHTML);
  const first = await picture();
  await page.reload();
  await openPanel(page, desk.address('index.html'));
  assert.equal(await picture(), first);
  await page.close();
});

test('the panel is brought up to date while it is open', async () => {
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  // This page is the same after the change, so it is not reloaded.
  const sheet = await openPanel(page, desk.address('404.html'));
  desk.edit('content/claims/b-open.yaml', 'stance: supports', 'stance: contradicts');
  await sheet.getByRole('row', { name: 'The bridge stays open' }).getByRole('cell', { name: 'Contradicts' }).waitFor();
  desk.edit('content/claims/b-open.yaml', 'stance: contradicts', 'stance: supports');
  await sheet.getByRole('row', { name: 'The bridge stays open' }).getByRole('cell', { name: 'Supports', exact: true }).waitFor();
  await page.close();
});

test('the pages of single notes do not have the button', async () => {
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  await page.goto(desk.address('claims/a-rust.html'));
  await page.getByRole('button', { name: 'Edit passages' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Evidence graph' }).count(), 0);
  await page.close();
});

for (const colorScheme of ['light', 'dark']) {
  test(`in the picture of the demonstration no label leaves its box (${colorScheme})`, async () => {
    const page = await browser.newPage({ viewport: { width: 1200, height: 1000 }, colorScheme });
    const sheet = await openPanel(page, demonstration.address('index.html'));
    const outside = await sheet.locator('svg .node').evaluateAll((nodes) =>
      nodes.flatMap((node) => {
        const box = node.querySelector('rect').getBoundingClientRect();
        const isOutside = (text) => text.getBoundingClientRect().left < box.left || text.getBoundingClientRect().right > box.right;
        return [...node.querySelectorAll('text')].filter(isOutside).map((text) => text.textContent);
      }),
    );
    assert.deepEqual(outside, []);
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/graph-${colorScheme}.png` });
    if (process.env.PICTURES) {
      await page.setViewportSize({ width: 320, height: 800 });
      await page.screenshot({ path: `${process.env.PICTURES}/graph-320-${colorScheme}.png` });
    }
    await page.close();
  });
}

test('with too many claims there is only the table, which says so', async () => {
  for (let number = 0; number < 58; number += 1) desk.write(`content/claims/z-${number}.yaml`, claim(`Claim ${number}`, ['id: open, source: morning, quote: The bridge stays open, stance: supports']));
  await until('the claims', async () => (await desk.ask('graph')).claims.length === 61);
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  const sheet = await openPanel(page, desk.address('index.html'));
  assert.equal(await sheet.locator('svg').count(), 0);
  assert.equal(await sheet.locator('tbody').count(), 61);
  assert.match(await sheet.getByRole('status').textContent(), /With more than 60 claims or sources there is only the table\.$/);
  await page.close();
});
