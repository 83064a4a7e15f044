// `citeback serve` in the browser: pages follow the notes, and findings are shown on them.

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { openDesk, until } from './desk.js';
import { launch } from './site.js';

const NOTE = 'content/claims/call-upon-states.yaml';
const PAGE = 'claims/call-upon-states.html';
const TITLE = 'One statement, two speakers';
/** The title after the first test. */
const CHANGED = 'A statement with two speakers';
/** The count of findings of the demonstration, which has neither errors nor warnings. */
const sound = /^Findings: \d+ pieces of advice$/;

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

/** Opens a page. The one before may just be reloading, which stops the navigation. */
const visit = (path) =>
  until(path, () =>
    page.goto(desk.address(path)).then(
      () => true,
      (error) => {
        if (!error.message.includes('interrupted by another navigation')) throw error;
      },
    ),
  );

const sheet = () => page.locator('.sheet.wrong');
const heading = () => page.locator('main h1');

test('a page whose note changes reloads and keeps its scroll position', async () => {
  await visit(`${PAGE}#passage-coincurb-said`);
  await page.locator('.count').waitFor();
  await page.evaluate(() => scrollTo(0, 900));
  const place = () => page.evaluate(() => [scrollY, location.hash]);
  const read = await place();
  assert.ok(read[0] > 500, `scrolled to ${read[0]}`);

  desk.edit(NOTE, TITLE, CHANGED);
  await page.locator('h1', { hasText: CHANGED }).waitFor();
  await page.locator('.count').waitFor();
  assert.deepEqual(await place(), read);
});

test('a page that a change does not affect is not reloaded', async () => {
  await visit('claims/hackers-and-the-bureau.html');
  await page.evaluate(() => (window.before = true));
  const looked = page.waitForResponse((response) => response.request().method() === 'HEAD');
  desk.edit('content/sources/coincurb.md', 'rights:', 'rights: ""\n#');
  await looked;
  // Refreshes are sequential: when the page shows the result of the second, it has handled the first.
  const stray = 'content/claims/unread.txt';
  desk.write(stray, 'Not a note.');
  await page.locator('.count', { hasText: 'Findings: 1 warning' }).waitFor();
  assert.equal(await page.evaluate(() => window.before), true);
  rmSync(desk.path(stray));
  await page.locator('.count', { hasText: sound }).waitFor();
});

test('an error is shown over the page of its unfinished note, with its line, until it is fixed', async () => {
  await visit(PAGE);
  const title = await heading().textContent();
  desk.edit(NOTE, 'verdict: unproven', 'verdict: <img src=x onerror="window.ran = true">');
  await sheet().waitFor();
  const line = desk.read(NOTE).split('\n').findIndex((line) => line.startsWith('verdict:')) + 1;
  assert.equal(await sheet().getByRole('heading', { level: 2 }).textContent(), '1 error');
  await page.locator('main .label', { hasText: 'Claim: Unfinished' }).waitFor();
  assert.equal(await heading().textContent(), title);
  assert.equal(await page.locator('.passage-card').count(), 0);
  assert.equal(await page.locator('.note-lines .wrong.error').textContent(), '<img src=x onerror="window.ran = true">');
  assert.match(await page.locator('.note-lines .finding').textContent(), /Error:.*unknown-verdict/s);
  const link = sheet().getByRole('link', { name: `${NOTE}:${line}` });
  assert.equal(await link.getAttribute('href'), `vscode://file${desk.path(NOTE)}:${line}:10`);
  // The line is text, whatever it holds.
  assert.equal(await sheet().locator('.lines code').textContent(), 'verdict: <img src=x onerror="window.ran = true">');
  assert.equal(await sheet().locator('.lines li').evaluate((item) => item.value), line);
  assert.equal(await sheet().locator('.lines mark').textContent(), '<img src=x onerror="window.ran = true">');
  assert.deepEqual(await page.evaluate(() => [window.ran, document.querySelector('html > citeback-desk').shadowRoot.querySelectorAll('img').length]), [undefined, 0]);

  await page.keyboard.press('Escape');
  await sheet().waitFor({ state: 'hidden' });
  desk.edit(NOTE, 'window.ran', 'window.hid');
  await sheet().waitFor();
  desk.edit(NOTE, 'verdict: <img src=x onerror="window.hid = true">', 'verdict: unproven');
  await sheet().waitFor({ state: 'hidden' });
  await page.locator('.count', { hasText: sound }).waitFor();
  await page.locator('.passage-card').first().waitFor();
});

test('the list of all findings includes warnings', async () => {
  await visit('index.html');
  desk.write('content/claims/stray.txt', 'Not a note.');
  await page.locator('.count', { hasText: 'Findings: 1 warning' }).waitFor();
  await sheet().waitFor({ state: 'hidden' });
  desk.edit(NOTE, 'verdict: unproven', 'verdict: unsure');
  // The front page names the unfinished note, so it reloads.
  const unfinished = page.locator('.unfinished-notes', { hasText: CHANGED });
  await unfinished.waitFor();
  await sheet().locator('h2', { hasText: /^1 error$/ }).waitFor();
  assert.equal(await sheet().locator('.finding').count(), 1);
  await page.locator('.count', { hasText: /^Findings: 1 error, \d warning/ }).press('Enter');
  assert.equal(await sheet().locator('.finding.error').count(), 1);
  assert.equal(await sheet().locator('.finding.warning', { hasText: 'stray.txt is not used' }).count(), 1);
  // After the fix the list stays open, even when the page reloads.
  desk.edit(NOTE, 'verdict: unsure', 'verdict: unproven');
  await unfinished.waitFor({ state: 'detached' });
  await sheet().locator('h2', { hasText: /^1 warning, \d+ pieces of advice$/ }).waitFor();
  await page.keyboard.press('Escape');
  await sheet().waitFor({ state: 'hidden' });
});

test('the button “Fix” makes one fix on disk, and the page follows', async () => {
  await visit(PAGE);
  const before = desk.read(NOTE);
  const stance = /stance: \w+/.exec(before)[0];
  const twice = before.replace(stance, stance.replace('stance: ', 'stance: x')).replace('verdict: unproven', 'verdict: unprovn');
  desk.write(NOTE, twice);
  await page.locator('.note-lines .finding').nth(1).waitFor();
  await sheet().locator('h2', { hasText: /^2 errors$/ }).waitFor();
  const found = sheet().locator('.finding', { hasText: 'unprovn' });
  assert.match(await found.locator('.fix').textContent(), /^Fix change it to “unproven”$/);
  await found.getByRole('button', { name: 'Fix' }).press('Enter');
  await sheet().locator('h2', { hasText: /^1 error$/ }).waitFor();
  assert.equal(desk.read(NOTE), twice.replace('verdict: unprovn', 'verdict: unproven'));
  await sheet().getByRole('button', { name: 'Fix' }).click();
  await sheet().waitFor({ state: 'hidden' });
  assert.equal(desk.read(NOTE), before);
  await page.locator('.passage-card').first().waitFor();
});

test('errors come before warnings, in the language of the brief', async () => {
  await visit('index.html');
  const brief = desk.read('content/brief.yaml');
  desk.write('content/claims/a-stray.txt', 'Not a note.');
  desk.edit(NOTE, 'verdict: unproven', 'verdict: unsure');
  desk.write('content/brief.yaml', brief.replace(/^language:.*\n/m, '') + '\nlanguage: de\n');
  await page.locator('html[lang="de"] .unfinished-notes').waitFor();
  await page.locator('.count', { hasText: /^Befunde: 1 Fehler, \d+ Warnung/ }).waitFor();
  await page.locator('.count').click();
  await sheet().locator('.finding.warning').first().waitFor();
  const severities = await sheet().locator('.severity').allTextContents();
  assert.equal(severities[0], 'Fehler:');
  assert.ok(severities.slice(1).every((severity) => severity !== 'Fehler:'), severities.join());
  assert.deepEqual(await sheet().evaluate((element) => [element.lang, element.querySelector('h3 [lang]').lang]), ['de', 'en']);
  await page.keyboard.press('Escape');
  desk.write('content/brief.yaml', brief);
  desk.edit(NOTE, 'verdict: unsure', 'verdict: unproven');
  await page.locator('html[lang="en"] .unfinished-notes').waitFor({ state: 'detached' });
  await page.locator('.count', { hasText: 'Findings: 2 warnings' }).waitFor();
});

test('a brief with errors is said on each page, and pages follow the last good one', async () => {
  const brief = desk.read('content/brief.yaml');
  await visit(PAGE);
  const title = await page.title();
  desk.write('content/brief.yaml', `${brief}\nlanguage: [en\n`);
  const kept = page.locator('.kept', { hasText: 'Pages follow its last version' });
  await kept.waitFor();
  await visit('sources.html');
  await kept.waitFor();
  await visit(PAGE);
  await kept.waitFor();
  desk.edit(NOTE, CHANGED, 'Written while the brief is broken');
  await page.locator('h1', { hasText: 'Written while the brief is broken' }).waitFor();
  desk.edit(NOTE, 'Written while the brief is broken', CHANGED);
  await page.locator('h1', { hasText: CHANGED }).waitFor();
  desk.write('content/brief.yaml', brief);
  await kept.waitFor({ state: 'hidden' });
  assert.equal(await page.title(), title);
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
  await visit('index.html');
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
  await visit(PAGE);
  await page.locator('.count').waitFor();
  assert.equal(await desk.stop(), 0);
  await page.locator('p.said', { hasText: 'The server has stopped' }).waitFor();
  desk.edit(NOTE, CHANGED, TITLE);
  await desk.start();
  await page.locator('h1', { hasText: TITLE }).waitFor();
  assert.equal(await page.locator('p.said').textContent(), '');
});
