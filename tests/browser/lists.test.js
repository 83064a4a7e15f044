// Lists can be narrowed. What they are narrowed to is in the address, so that it survives a reload and the way back; results come in pages,
// and without JavaScript the whole list is there.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, serve } from './site.js';
import { town } from './town.js';

let browser;
let server;
let site;

before(async () => {
  browser = await launch();
  site = town({ claims: 130, sources: 60 });
  server = await serve(site);
});
after(async () => {
  await server.close();
  await browser.close();
});

/** The address of a page with a query. */
const at = (path, from = server) => [from.address(path.split('?')[0]), ...path.split('?').slice(1)].join('?');
const titles = (page) => page.locator('.rows > li h3').allTextContents();
const status = (page) => page.locator('.filter-status').textContent();
/** Waits until the list is narrowed to a number of entries. */
const narrowed = (page, said) => page.waitForFunction((said) => document.querySelector('.filter-status')?.textContent === said, said);

test('filters live in the address, and survive a reload and the way back', async () => {
  const page = await browser.newPage();
  await page.goto(at('claims.html'));
  assert.equal((await titles(page)).length, 50);
  await page.getByLabel('Verdict').selectOption('false');
  await page.getByLabel(/Words in the claim/).fill('Harbour radio');
  await narrowed(page, '5 of 130 claims');
  const before = await titles(page);
  assert.equal(before.length, 5);
  assert.equal(new URL(page.url()).search, '?verdict=false&q=Harbour+radio');
  await page.reload();
  await narrowed(page, '5 of 130 claims');
  assert.deepEqual(await titles(page), before);
  await page.locator('.rows a').first().click();
  await page.waitForURL('**/claims/*.html');
  await page.goBack();
  await narrowed(page, '5 of 130 claims');
  assert.deepEqual(await titles(page), before);
  assert.equal(await page.getByLabel('Verdict').inputValue(), 'false');
  // Without a filter the list is as it was, and its address, too.
  await page.getByLabel('Verdict').selectOption('');
  await page.getByLabel(/Words in the claim/).fill('');
  await narrowed(page, '');
  assert.equal((await titles(page)).length, 50);
  assert.equal(new URL(page.url()).search, '');
  await page.close();
});

test('every result can be reached, page by page, and rows are those of the list', async () => {
  const page = await browser.newPage();
  await page.goto(at('claims.html?q=council'));
  await narrowed(page, '130 of 130 claims');
  const seen = await titles(page);
  const facts = await page.locator('.rows > li').first().locator('.meta').innerText();
  for (const number of [2, 3]) {
    await page.locator('nav.pages:not([hidden]) a[rel=next]').click();
    await page.waitForURL(`**/claims.html?q=council&page=${number}`);
    await narrowed(page, '130 of 130 claims');
    seen.push(...(await titles(page)));
  }
  assert.equal(new Set(seen).size, 130);
  assert.equal(await page.locator('nav.pages:not([hidden]) a[rel=next]').count(), 0);
  assert.equal(await page.locator('nav.pages:not([hidden]) [aria-current]').textContent(), '3');
  await page.goto(at('claims.html'));
  assert.equal(await page.locator('.rows > li').first().locator('.meta').innerText(), facts);
  assert.match(facts, /^Claimed by .+ checked \d+ November 2026 2 passages$/);
  await page.close();
});

test('the lists of a tag, a person and all sources can be narrowed, too', async () => {
  const page = await browser.newPage();
  await page.goto(at('people/moira.html?q=radio'));
  await narrowed(page, '32 of 130 claims');
  await page.goto(at('tags/council.html?q=the+mayor'));
  await narrowed(page, '33 of 130 claims');
  await page.goto(at('sources.html?kind=report&q=hearing+1'));
  await narrowed(page, '6 of 60 sources');
  const rows = await page.locator('.rows > li .meta').allInnerTexts();
  assert.ok(rows.every((row) => / report /.test(row)), rows.join('\n'));
  await page.getByLabel(/Words in the title/).fill('nowhere');
  await narrowed(page, 'No source matches.');
  await page.close();
});

test('without JavaScript the whole list is there, with links in place of filters', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(at('claims.html?verdict=false'));
  const seen = await titles(page);
  while (await page.locator('a[rel=next]').count()) {
    await page.locator('a[rel=next]').click();
    seen.push(...(await titles(page)));
  }
  assert.equal(new Set(seen).size, 130);
  assert.ok(await page.locator('.filters a[href="verdicts/false.html"]').isVisible());
  await context.close();
});

test('from disk, where nothing can be fetched, the links stay', async () => {
  const page = await browser.newPage();
  await page.goto(site.address('claims.html'));
  await page.getByLabel(/Words in the claim/).fill('radio');
  await page.locator('.filters a').first().waitFor();
  assert.equal((await titles(page)).length, 50);
  await page.close();
});

test('a short brief is narrowed without an index', async () => {
  const small = town({ claims: 12, sources: 3 });
  const own = await serve(small);
  const page = await browser.newPage();
  await page.goto(at('claims.html?tags=region-3', own));
  await narrowed(page, '1 of 12 claims');
  await page.goto(at('claims.html?q=minutes', own));
  // The summary says “minutes”; what is searched is what the field says.
  await narrowed(page, 'No claim matches.');
  await page.goto(at('sources.html?kind=article', own));
  await narrowed(page, '1 of 3 sources');
  await page.close();
  await own.close();
});

test('at 130 claims the front page leads with featured and recent claims, and has claimants by verdict', async () => {
  for (const width of [360, 1440]) {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    await page.goto(at('index.html'));
    const headings = await page.locator('main h2').allTextContents();
    assert.deepEqual(headings.slice(0, 5), ['The bottom line', 'Featured', '130 claims checked', 'Latest claims', 'Who made the claims']);
    assert.equal(await page.locator('.front .page-header .meta').innerText(), 'Updated 4 November 2026 by Moira Kell');
    assert.equal(await page.locator('table.stances').count(), 0);
    const box = async (selector) => (await page.locator(selector).boundingBox()) ?? {};
    const [tally, sources, featured] = [await box('.front-tally'), await box('.front-sources'), await box('section[aria-labelledby=featured]')];
    // On wide screens the tally and the sources are beside the rest.
    const beside = tally.x > featured.x + featured.width && sources.x === tally.x && tally.y < 300 && sources.y < 700;
    assert.equal(beside, width === 1440, JSON.stringify([tally, sources, featured]));
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    const claimant = page.locator('section[aria-labelledby=claimants] a').first();
    const name = await claimant.textContent();
    await claimant.click();
    await page.waitForURL('**/claims.html?q=*');
    await page.waitForFunction(() => document.querySelector('.filter-status')?.textContent);
    assert.match(await status(page), /^33 of 130 claims$/, name);
    await page.close();
  }
});
