// `citeback serve` in the browser: pages follow the notes, and findings are shown on them.

import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { openDesk } from './desk.js';
import { launch } from './site.js';

const NOTE = 'content/claims/call-upon-states.yaml';
const PAGE = 'claims/call-upon-states.html';
const TITLE = 'One statement, two speakers';

let browser;
let desk;
let page;

before(async () => {
  browser = await launch();
  desk = await openDesk('.');
  page = await browser.newPage({ viewport: { width: 1280, height: 700 } });
});
after(async () => {
  await browser.close();
  await desk.close();
});

const sheet = () => page.locator('.sheet.wrong');
const heading = () => page.locator('main h1');

test('a page whose note changes reloads and keeps its scroll position', async () => {
  await page.goto(desk.address(`${PAGE}#passage-coincurb-said`));
  await page.locator('.count').waitFor();
  await page.evaluate(() => scrollTo(0, 900));
  const place = () => page.evaluate(() => [scrollY, location.hash]);
  const read = await place();
  assert.ok(read[0] > 500, `scrolled to ${read[0]}`);

  desk.edit(NOTE, TITLE, 'A statement with two speakers');
  await page.locator('h1', { hasText: 'A statement with two speakers' }).waitFor();
  await page.locator('.count').waitFor();
  assert.deepEqual(await place(), read);
});

test('a page that a change does not affect is not reloaded', async () => {
  await page.goto(desk.address('claims/hackers-and-the-bureau.html'));
  await page.evaluate(() => (window.before = true));
  const looked = page.waitForResponse((response) => response.request().method() === 'HEAD');
  desk.edit('content/sources/coincurb.md', 'rights:', 'rights: ""\n#');
  await looked;
  // Refreshes are sequential: when the page shows the result of the second, it has handled the first.
  desk.edit(NOTE, 'verdict: unproven', 'verdict: unsure');
  await sheet().waitFor();
  assert.equal(await page.evaluate(() => window.before), true);
  desk.edit(NOTE, 'verdict: unsure', 'verdict: unproven');
  await sheet().waitFor({ state: 'hidden' });
});

test('an error is shown over the last good page, with its line, until it is fixed', async () => {
  await page.goto(desk.address(PAGE));
  const title = await heading().textContent();
  desk.edit(NOTE, 'verdict: unproven', 'verdict: <img src=x onerror="window.ran = true">');
  await sheet().waitFor();
  const line = desk.read(NOTE).split('\n').findIndex((line) => line.startsWith('verdict:')) + 1;
  assert.equal(await sheet().getByRole('heading', { level: 2 }).textContent(), '1 error');
  assert.equal(await heading().textContent(), title);
  const link = sheet().getByRole('link', { name: `${NOTE}:${line}` });
  assert.equal(await link.getAttribute('href'), `vscode://file${desk.path(NOTE)}:${line}:10`);
  // The lines are those of the terminal, and their content is text.
  const [{ frame }] = (await desk.ask('findings')).findings;
  assert.ok(frame.includes('<img src=x onerror='), frame);
  const shown = await sheet().locator('pre').textContent();
  assert.equal(shown.trimEnd(), frame.split('\n').slice(1).join('\n').trimEnd());
  assert.deepEqual(await page.evaluate(() => [window.ran, document.querySelector('citeback-desk').shadowRoot.querySelectorAll('img').length]), [undefined, 0]);

  await page.keyboard.press('Escape');
  await sheet().waitFor({ state: 'hidden' });
  desk.edit(NOTE, 'window.ran', 'window.hid');
  await sheet().waitFor();
  desk.edit(NOTE, 'verdict: <img src=x onerror="window.hid = true">', 'verdict: unproven');
  await sheet().waitFor({ state: 'hidden' });
  await page.locator('.count', { hasText: 'No findings' }).waitFor();
});

test('the list of all findings includes warnings', async () => {
  await page.goto(desk.address('index.html'));
  desk.write('content/claims/stray.txt', 'Not a note.');
  await page.locator('.count', { hasText: 'Findings: 1 warning' }).waitFor();
  await sheet().waitFor({ state: 'hidden' });
  desk.edit(NOTE, 'verdict: unproven', 'verdict: unsure');
  await sheet().locator('h2', { hasText: /^1 error$/ }).waitFor();
  assert.equal(await sheet().locator('.finding').count(), 1);
  await page.locator('.count', { hasText: 'Findings: 1 error, 1 warning' }).press('Enter');
  assert.equal(await sheet().locator('.finding').count(), 2);
  // After the fix the list stays open, even when the page reloads.
  desk.edit(NOTE, 'verdict: unsure', 'verdict: mixed');
  await sheet().locator('h2', { hasText: /^1 warning$/ }).waitFor();
  await page.keyboard.press('Escape');
  await sheet().waitFor({ state: 'hidden' });
});

/** The server's response to a request with these headers. */
const status = (method, path, headers, body) =>
  new Promise((answered, failed) => {
    const { hostname, port } = new URL(desk.origin);
    const asked = request({ hostname, port, method, path, headers }, (response) => answered(response.resume().statusCode));
    asked.on('error', failed);
    asked.end(body);
  });

test('only local host names are served, and only the site’s own pages may write', async () => {
  const { host } = new URL(desk.origin);
  assert.equal(await status('GET', '/', { host }), 200);
  for (const foreign of ['evil.example', `evil.example:${new URL(desk.origin).port}`]) {
    assert.equal(await status('GET', '/', { host: foreign }), 403, foreign);
  }
  await page.goto(desk.address('index.html'));
  const token = await page.locator('script[data-token]').getAttribute('data-token');
  const { claims } = await desk.ask('claims');
  const { id, seen } = claims.find(({ file }) => file === NOTE);
  const body = JSON.stringify({ claim: id, seen, source: 'coincurb', quote: 'State Department', stance: 'context' });
  const own = { host, 'content-type': 'application/json', origin: desk.origin, 'x-citeback-token': token };
  const text = desk.read(NOTE);
  for (const wrong of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'x-citeback-token': '' }, { 'x-citeback-token': '0'.repeat(32) }]) {
    assert.equal(await status('POST', '/.citeback/add', { ...own, ...wrong }, body), 403, JSON.stringify(wrong));
  }
  for (const missing of ['origin', 'x-citeback-token']) {
    const { [missing]: _, ...rest } = own;
    assert.equal(await status('POST', '/.citeback/add', rest, body), 403, `without ${missing}`);
  }
  assert.equal(desk.read(NOTE), text);
});

test('the page reports a stopped server, and is up to date when it is back', async () => {
  await page.goto(desk.address(PAGE));
  await page.locator('.count').waitFor();
  assert.equal(await desk.stop(), 0);
  await page.locator('.said', { hasText: 'The server has stopped' }).waitFor();
  desk.edit(NOTE, 'A statement with two speakers', TITLE);
  await desk.start();
  await page.locator('h1', { hasText: TITLE }).waitFor();
  assert.equal(await page.locator('.said').textContent(), '');
});
