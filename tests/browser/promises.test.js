// A site with data and pages of its own: the tracker lists what its list asks for, with its data in the right places.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { built, launch, serve } from './site.js';

let browser;
let server;

before(async () => {
  browser = await launch();
  server = await serve(built('promises'));
});
after(async () => {
  await server.close();
  await browser.close();
});

test('the tracker has a row for each promise, with its party and progress, and leads to the claim', async () => {
  const page = await browser.newPage();
  await page.goto(server.address('pages/tracker.html'));
  const rows = page.locator('main table tbody tr');
  assert.equal(await rows.count(), 3);
  for (const row of await rows.all()) {
    const [claim, party, progress] = await row.locator('td').allTextContents();
    assert.ok(claim.trim() && party.trim(), await row.textContent());
    assert.match(progress, /\d+ %/);
  }
  const link = rows.first().locator('a');
  const title = await link.textContent();
  await link.click();
  await page.waitForURL('**/claims/*.html');
  assert.ok((await page.locator('main').textContent()).includes(title.trim()));
  await page.close();
});

test('pages of the newsroom’s own are in the navigation, and what they load is allowed', async () => {
  const page = await browser.newPage();
  const wrong = [];
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
  await page.goto(server.address('index.html'));
  const links = await page.locator('nav a').evaluateAll((links) => links.map((link) => link.href));
  const own = links.filter((link) => link.startsWith(server.origin));
  assert.ok(own.some((link) => link.endsWith('/pages/tracker.html')), links.join('\n'));
  for (const link of own) assert.equal((await page.request.get(link)).status(), 200, link);
  for (const path of ['pages/tracker.html', 'pages/nature.html']) await page.goto(server.address(path));
  assert.deepEqual(wrong, []);
  await page.close();
});
