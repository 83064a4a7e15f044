// The pages over all briefs of a desk: they list every brief, lead into each and back, and their search finds a claim of any brief.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { built, launch, serve } from './site.js';

let browser;
let server;

before(async () => {
  browser = await launch();
  server = await serve(built('desk'));
});
after(async () => {
  await server.close();
  await browser.close();
});

test('the front page lists the briefs and their latest claims, and leads into each and back', async () => {
  const page = await browser.newPage();
  await page.goto(server.address('index.html'));
  const briefs = page.locator('section[aria-labelledby=briefs] .rows > li');
  const titles = await briefs.getByRole('heading').allTextContents();
  assert.deepEqual(titles.map((title) => title.trim()).sort(), ['Le pont, vérifié', 'The ferry, checked', 'The harbour bridge, checked']);
  const claims = page.locator('section[aria-labelledby=claims] .rows > li');
  assert.equal(await claims.count(), 5);
  // What is in another language says so.
  assert.ok((await page.locator('[lang=fr]').count()) > 0);
  for (const name of ['bridge', 'ferry', 'pont']) {
    await page.goto(server.address('index.html'));
    await page.locator(`section[aria-labelledby=briefs] a[href="${name}/index.html"]`).first().click();
    await page.waitForURL(`**/${name}/index.html`);
    await page.locator('.site-name a').filter({ hasText: 'Fact Desk' }).click();
    await page.waitForURL((url) => url.href === server.address('index.html') || url.href === server.address(''));
  }
  await page.close();
});

test('every link of the pages over all briefs leads somewhere', async () => {
  const page = await browser.newPage();
  const seen = new Set();
  for (const path of ['index.html', 'claims.html', 'corrections.html', 'people.html', 'tags.html', 'claimants.html', 'sources.html']) {
    await page.goto(server.address(path));
    const links = await page.locator('a[href]').evaluateAll((links) => links.map((link) => link.href.split('#')[0]));
    for (const link of links.filter((link) => link.startsWith(server.origin) && !seen.has(link))) {
      seen.add(link);
      assert.equal((await page.request.get(link)).status(), 200, `${link} in ${path}`);
    }
  }
  assert.ok(seen.size > 25, `${seen.size} links`);
  await page.close();
});

test('search over all briefs finds claims of each, and leads to them', async () => {
  const page = await browser.newPage();
  await page.goto(server.address('index.html'));
  await page.keyboard.press('/');
  const field = page.locator('dialog.search input');
  await field.waitFor();
  const results = page.locator('.search-results > li');
  for (const [words, path] of [
    ['three crowns', '/ferry/claims/ferry-fares.html'],
    ['steel', '/bridge/claims/bridge-steel.html'],
    ['contrat', '/pont/claims/pont-contrat.html'],
  ]) {
    await field.fill(words);
    const link = page.locator(`.search-results a[href*="${path.slice(1)}"]`).first();
    await link.waitFor();
    assert.ok((await results.count()) > 0);
    assert.equal(new URL(await link.evaluate((link) => link.href)).pathname, path);
  }
  await page.locator('.search-results a[href*="pont-contrat"]').first().click();
  await page.waitForURL('**/pont/claims/pont-contrat.html*');
  await page.close();
});
