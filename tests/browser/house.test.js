// A house theme that overrides a good part of everything keeps what readers rely on: search, the icon, the seals of verdicts, and the policy.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { built, launch, serve } from './site.js';

let browser;
let server;
const site = built('house');

before(async () => {
  browser = await launch();
  server = await serve(site);
});
after(async () => {
  await server.close();
  await browser.close();
});

/** Opens a page; returns it with everything that the policy blocked or that failed to load. */
async function open(path) {
  const page = await browser.newPage();
  const wrong = [];
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
  page.on('requestfailed', (request) => wrong.push(request.url()));
  page.on('response', (response) => response.status() >= 400 && wrong.push(response.url()));
  await page.goto(server.address(path));
  return { page, wrong };
}

test('search finds the claims', async () => {
  const { page } = await open('index.html');
  await page.keyboard.press('/');
  const field = page.locator('dialog.search input');
  await field.waitFor();
  await field.fill('quay');
  const link = page.locator('.search-results a[href*="claims/quay-length.html"]').first();
  await link.waitFor();
  await link.click();
  await page.waitForURL('**/claims/quay-length.html*');
  await page.close();
});

test('pages have the logo, the typeface, the icon and the policy of the house, and nothing is blocked', async () => {
  for (const path of ['index.html', 'claims.html', 'claims/quay-length.html', 'sources/port-record.html', 'verdicts.html']) {
    const { page, wrong } = await open(path);
    const icon = await page.locator('link[rel~=icon]').first().evaluate((link) => link.href);
    assert.equal((await page.request.get(icon)).status(), 200, path);
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    assert.match(policy, /img-src [^;]*https:\/\/pictures\.gazette\.example/, path);
    assert.match(policy, /default-src 'none'|default-src 'self'/, path);
    const logo = page.locator('header img').first();
    assert.ok(await logo.evaluate((image) => image.complete && image.naturalWidth > 0), path);
    assert.match(await page.evaluate(() => getComputedStyle(document.body).fontFamily), /Harbour Serif/, path);
    assert.ok(await page.evaluate(() => document.fonts.ready.then(() => document.fonts.check('16px "Harbour Serif"'))), path);
    assert.deepEqual(wrong, [], path);
    await page.close();
  }
});

test('each claim shows the seal of its verdict, in the colour and with the symbol of the house', async () => {
  const { page } = await open('verdicts.html');
  const text = await page.locator('main').textContent();
  for (const label of ['Holds up', 'Slips', 'Sinks']) assert.ok(text.includes(label), label);
  const colours = new Set();
  for (const path of site.files('.html').filter((path) => /^claims\/[^/]+\.html$/.test(path))) {
    await page.goto(server.address(path));
    const seal = page.locator('main .seal').first();
    await seal.waitFor();
    assert.match(await seal.textContent(), /Holds up|Slips|Sinks/, path);
    // The symbol is a mask before or in the seal, which the stylesheet draws.
    const symbols = await seal.evaluate((seal) =>
      [seal, ...seal.querySelectorAll('*')].flatMap((part) => ['', '::before', '::after'].map((which) => getComputedStyle(part, which || null))).filter((style) => /url|svg/.test(style.maskImage)).length);
    assert.ok(symbols > 0 || (await seal.locator('svg, img').count()) > 0, `${path} has a symbol`);
    colours.add(await seal.evaluate((seal) => getComputedStyle(seal).getPropertyValue('--tone')));
  }
  assert.ok(colours.size > 1, [...colours].join(', '));
  await page.close();
});
