// The review of a source after its import: doubtful blocks are kept or removed in their place, the saved page is beside the article and
// can do nothing, and the metadata is a form.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { openDesk, until } from './desk.js';
import { select } from './picking.js';
import { launch } from './site.js';

const NOTE = 'content/sources/harbour-post.md';
const PAGE = 'sources/harbour-post.html';
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

const AUTHOR = 'Ana Ruiz has reported on the harbour since 2011.';
const NEWS = 'The ferry timetable changes in June.';
const doubtful = (what, text) => `<!-- doubtful: ${what} -->\n\n${text}\n\n<!-- end of doubtful -->\n\n`;
const body = (...parts) => `\n${parts.join('')}`;
const [FIRST, SECOND, LAST] = ['The bridge closed in May, the council said.\n\n', 'It will open again in June.\n\n', 'The repair cost two million.\n'];
const WHOLE = body(FIRST, doubtful('author', AUTHOR), SECOND, doubtful('other text', NEWS), LAST);

/** A saved page that tries in every way to reach a server. */
const hostile = (server) => `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Saved</title>
<meta http-equiv="refresh" content="0;url=${server}/refresh"><base href="${server}/base/"><link rel="prefetch" href="${server}/prefetch">
<link rel="dns-prefetch" href="${server}"><link rel="stylesheet" href="${server}/sheet"><style>@import url(${server}/import); body { background: url(${server}/background); } h1 { color: rgb(1, 2, 3); }</style>
<script src="${server}/script"></script><script>fetch('${server}/fetch'); top.location = '${server}/top';</script></head>
<body onload="location='${server}/onload'"><h1>Bridge closed</h1><p>The bridge closed in May, the council said.</p>
<p style="background: url(${server}/style)"><a id="a" href="${server}/link" ping="${server}/ping">A link</a> <a id="top" href="${server}/link-top" target="_top">Another</a> <a href="relative">A third</a></p>
<img src="${server}/image" srcset="${server}/srcset 2x" alt="A picture"><form action="${server}/form"><button id="send">Send</button><input name="x"></form>
<iframe src="${server}/frame"></iframe><object data="${server}/object">An object</object><embed src="${server}/embed"><video src="${server}/video" poster="${server}/poster" autoplay></video>
<svg><a xlink:href="${server}/svg"><text y="20">Drawn</text></a><image href="${server}/svg-image"/></svg><map name="m"><area href="${server}/area" shape="default"></map></body></html>`;

let browser;
let server;
const asked = [];
const opened = [];

before(async () => {
  browser = await launch();
  server = createServer((request, response) => {
    asked.push(request.url);
    response.end('reached');
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
});
after(async () => {
  await browser.close();
  server.close();
  for (const desk of opened) await desk.close();
});

/** The file of the source, sealed. */
function file(text, { fields = 'published: 2024-03-12  # unsure: the page shows 2024-03-11\nkind: article # as it is\nshow: full\nuncited: publish\n', capture = '' } = {}) {
  return `---\ntitle: Bridge closed\nauthor:\n  - Ana Ruiz\nlanguage: en\n${fields}${capture}sha256: ${sha256(text)}\n---\n${text}`;
}

/** Starts serve on the demonstration brief with the source in it, and opens its page. */
async function open({ text = WHOLE, fields, original, viewport = { width: 1400, height: 900 }, colorScheme = 'light' } = {}) {
  const desk = await openDesk('.');
  opened.push(desk);
  mkdirSync(desk.path('content/captures'));
  if (original) desk.write('content/captures/harbour-post.html', original);
  const capture = original ? `capture: {file: captures/harbour-post.html, sha256: ${sha256(original)}}\n` : '';
  const given = file(text, { fields, capture });
  desk.write(NOTE, given);
  await until('the source', async () => (await fetch(desk.address('.citeback/review?source=harbour-post'))).ok);
  const context = await browser.newContext({ viewport, colorScheme });
  const page = await context.newPage();
  await page.goto(desk.address(PAGE));
  await page.locator('.review-button').waitFor();
  return { desk, page, given };
}

const blocks = (page) => page.locator('.doubtful');
const texts = (page) => page.locator('.captured > .block').evaluateAll((rows) => rows.map((row) => (row.querySelector('citeback-desk')?.shadowRoot.querySelector('.words') ?? row).textContent.trim()));

test('doubtful blocks are in their place, and what is decided is written, sealed and taken back', async () => {
  const { desk, page, given } = await open();
  assert.deepEqual(await texts(page), [FIRST, AUTHOR, SECOND, NEWS, LAST].map((text) => text.trim()));
  assert.ok(!(await (await fetch(desk.address(PAGE))).text()).includes('Ana Ruiz has'), 'the page itself has no doubtful block');
  assert.match(await page.locator('.headline').innerText(), /Doubtful blocks: 2/);
  assert.match(await blocks(page).nth(0).locator('header').innerText(), /Doubtful block 1 of 2: about the author/);

  await blocks(page).nth(0).locator('[value=remove]').click();
  const removed = given.replace(WHOLE, body(FIRST, SECOND, doubtful('other text', NEWS), LAST));
  const sealed = (text) => text.replace(sha256(WHOLE), sha256(text.slice(text.indexOf('---\n\n') + 4)));
  await until('the removal', () => desk.read(NOTE) === sealed(removed));
  await until('the other block', async () => (await blocks(page).count()) === 1);
  assert.deepEqual(await texts(page), [FIRST, SECOND, NEWS, LAST].map((text) => text.trim()));
  // The keyboard goes on with the next block, and stays there when the page hears of the change.
  const focused = () => page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.value);
  await until('the focus', async () => (await focused()) === 'remove');

  await page.locator('.review-undo').click();
  await until('the undo', () => desk.read(NOTE) === given);
  await until('both blocks', async () => (await blocks(page).count()) === 2);

  await blocks(page).nth(1).locator('[value=keep]').focus();
  await page.keyboard.press('Enter');
  const kept = given.replace(WHOLE, body(FIRST, doubtful('author', AUTHOR), SECOND, `${NEWS}\n\n`, LAST));
  await until('the decision', () => desk.read(NOTE) === sealed(kept));
  await page.locator('.captured .text', { hasText: NEWS }).waitFor();
  await until('the reload', async () => (await blocks(page).count()) === 1);
  // Undo is still there after the reload of the page.
  await page.locator('.review-undo').click();
  await until('the undo', () => desk.read(NOTE) === given);
  assert.equal((await desk.ask('findings')).errors, 0);
});

test('all blocks are decided at once, and a file that has changed is left alone', async () => {
  const { desk, page, given } = await open();
  // Editors without a file watcher: the page does not know yet.
  await page.route('**/.citeback/events', (route) => route.abort());
  await page.reload();
  await blocks(page).nth(1).waitFor();
  desk.edit(NOTE, 'title: Bridge closed', 'title: Bridge closed again');
  await page.getByRole('button', { name: 'Remove all' }).click();
  await page.locator('p.said', { hasText: 'has changed' }).waitFor();
  assert.equal(desk.read(NOTE), given.replace('Bridge closed', 'Bridge closed again'));
  await page.getByRole('button', { name: 'Remove all' }).click();
  await until('the removal', () => desk.read(NOTE).endsWith(body(FIRST, SECOND, LAST)));
  await until('the end of the review', async () => (await blocks(page).count()) === 0);
  assert.ok(await page.locator('.headline').isHidden());
});

test('the picker works at once, outside doubtful blocks', async () => {
  const { page } = await open();
  await select(page, 'The repair cost', 'two million.');
  await page.locator('.offer .would-match', { hasText: 'Found once' }).waitFor();
  await page.evaluate(() => getSelection().removeAllRanges());
  await blocks(page).nth(1).locator('.words').click({ clickCount: 3 });
  await page.waitForTimeout(600);
  assert.ok(await page.locator('.offer').isHidden());
});

test('an unpublished source is reviewed in its whole text', async () => {
  const { page } = await open({ fields: '' });
  assert.match(page.url(), /\?whole$/);
  assert.equal(await blocks(page).count(), 2);
});

test('the original is shown beside the article, reaches nothing and leads nowhere', async () => {
  const origin = `http://127.0.0.1:${server.address().port}`;
  const { desk, page } = await open({ original: hostile(origin) });
  const faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  await page.getByRole('button', { name: 'Original', exact: true }).click();
  const frame = page.frameLocator('iframe');
  await frame.locator('h1').waitFor();
  assert.equal(await frame.locator('h1').evaluate((element) => getComputedStyle(element).color), 'rgb(1, 2, 3)');
  assert.match(await frame.locator('body').innerText(), /The bridge closed in May[\s\S]*A link[\s\S]*Send/);
  for (const words of ['A link', 'Another', 'A third']) await frame.getByText(words, { exact: true }).click();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  // In a window of its own, too.
  const alone = await page.context().newPage();
  await alone.goto(desk.address('.citeback/original/harbour-post'));
  for (const words of ['A link', 'Another', 'A third']) await alone.getByText(words, { exact: true }).click();
  await page.waitForTimeout(1000);
  assert.deepEqual(asked, []);
  assert.equal(page.url(), desk.address(PAGE));
  assert.equal(alone.url(), desk.address('.citeback/original/harbour-post'));
  assert.equal(page.frames()[1].url(), desk.address('.citeback/original/harbour-post'));
  assert.deepEqual(faults, []);
  // The server can be reached, or the test says nothing.
  await fetch(`${origin}/control`);
  assert.deepEqual(asked.splice(0), ['/control']);
  // No other site may frame it, and nothing of it is published.
  const { headers } = await fetch(desk.address('.citeback/original/harbour-post'));
  assert.match(headers.get('content-security-policy'), /default-src 'none'.*frame-ancestors 'self'; sandbox$/);
});

test('only what was changed in the form is written, and errors are shown at their fields', async () => {
  const { desk, page, given } = await open();
  await page.locator('.review-button').click();
  const field = (name) => page.locator(`.review [name=${name}]`);
  assert.equal(await field('title').inputValue(), 'Bridge closed');
  assert.match(await page.locator('.review').innerText(), /the page shows 2024-03-11/);
  await field('published').fill('12 March');
  await field('url').fill('news.example.org');
  await page.locator('.review .main').click();
  await page.locator('#review-published-wrong:not(:empty)').waitFor();
  assert.notEqual(await page.locator('#review-url-wrong').innerText(), '');
  assert.equal(await page.locator('#review-title-wrong').innerText(), '');
  assert.equal(desk.read(NOTE), given);

  await field('published').fill('2024-03-12');
  await page.locator('.review [name=sure]').check();
  await field('url').fill('https://news.example.org/bridge');
  await field('author').fill('Ana Ruiz\nTom Hale');
  await field('kind').selectOption('report');
  await page.locator('.review .main').click();
  const expected = given
    .replace('  # unsure: the page shows 2024-03-11', '')
    .replace('  - Ana Ruiz\n', '  - Ana Ruiz\n  - Tom Hale\nurl: https://news.example.org/bridge\n')
    .replace('kind: article #', 'kind: report #');
  await until('the form', () => desk.read(NOTE) === expected);
  // The page has changed, and the form is open again after its reload.
  await page.locator('.about, .page-header', { hasText: 'Tom Hale' }).first().waitFor();
  await field('title').waitFor();
  await field('title').fill('Another title');
  await page.keyboard.press('Escape');
  assert.ok(await page.locator('.review').isVisible());
  await page.keyboard.press('Escape');
  assert.ok(await page.locator('.review').isHidden());
  assert.equal(desk.read(NOTE), expected);
});

for (const [name, view] of [['wide', { viewport: { width: 1400, height: 900 } }], ['dark', { viewport: { width: 1400, height: 900 }, colorScheme: 'dark' }], ['phone', { viewport: { width: 375, height: 720 } }]]) {
  test(`the review fits, ${name}`, async () => {
    const { page } = await open({ original: hostile('http://127.0.0.1:1'), ...view });
    const picture = (what) => process.env.PICTURES && page.screenshot({ path: `${process.env.PICTURES}/review-${name}-${what}.png` });
    await page.locator('.headline').getByRole('button', { name: 'Go to the first' }).click();
    await picture('blocks');
    const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
    assert.ok(await fits());
    await page.getByRole('button', { name: 'Original', exact: true }).click();
    await page.frameLocator('iframe').locator('h1').waitFor();
    await picture('original');
    assert.ok(await fits());
    await page.locator('.review [value=metadata]').click();
    await picture('metadata');
    assert.ok(await fits());
    const sheet = await page.locator('.sheet.review').boundingBox();
    assert.ok(sheet.x >= 0 && sheet.x + sheet.width <= view.viewport.width && sheet.y >= 0 && sheet.y + sheet.height <= view.viewport.height, JSON.stringify(sheet));
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.textContent), 'Original');
  });
}
