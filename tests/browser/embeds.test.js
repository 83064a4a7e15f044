// Other sites can show a claim in a frame, and no other page of the brief: with the headers that hosts send by _headers.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from './site.js';
import { town } from './town.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.png': 'image/png' };

let browser;
const servers = [];

before(async () => {
  browser = await launch();
});
after(async () => {
  servers.forEach((server) => server.close().closeAllConnections());
  await browser.close();
});

/** The headers of a path: of every rule that fits, values of one name joined, as Netlify and Cloudflare Pages do. */
function headersOf(rules, path) {
  const headers = {};
  let fits = false;
  for (const line of rules.split('\n')) {
    if (line.startsWith('/')) fits = line.endsWith('*') ? path.startsWith(line.slice(0, -1)) : path === line;
    const [, name, value] = /^ +([^:]+): (.*)$/.exec(line) ?? [];
    if (fits && name) headers[name] = headers[name] ? `${headers[name]}, ${value}` : value;
  }
  return headers;
}

/** Serves a site with its headers, or answers with one text. */
async function served(site) {
  const server = createServer((request, response) => {
    if (typeof site === 'function') return response.writeHead(200, { 'content-type': 'text/html' }).end(site());
    const path = new URL(request.url, 'http://site').pathname;
    const file = join(site.root, path);
    if (!existsSync(file)) return response.writeHead(404).end();
    return response.writeHead(200, { 'content-type': types[extname(file)] ?? 'text/plain', ...headersOf(site.text('_headers'), path) }).end(readFileSync(file));
  });
  servers.push(server);
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${server.address().port}`;
}

const claims = {
  1: 'corrections: [{date: 2026-11-05, text: It was misread., was: mixed}]\n',
  2: 'status: retired\n',
  3: 'status: draft\n',
  4: 'embargo: 2099-01-01T00:00:00Z\n',
  5: 'formerly: [old-name]\n',
};
const brief = 'embeds: true\n';
const claim = (number) => claims[number] ?? '';

test('another site shows a claim in a frame, and only that', async () => {
  const site = town({ claims: 6, sources: 2, brief, claim });
  const origin = await served(site);
  const foreign = await served(() => `<!DOCTYPE html><title>Other</title>${['embed/claim-0', 'claims/claim-0', 'index'].map((path) => `<iframe id="${path.split('/')[0]}" src="${origin}/${path}.html" width="360" height="300"></iframe>`).join('')}`);
  const page = await browser.newPage();
  const refused = [];
  page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));
  await page.goto(foreign);
  const frame = page.frameLocator('#embed');
  assert.equal(await frame.locator('h1').textContent(), 'The council said in meeting 0 that the cost of the bridge was known.');
  assert.match(await frame.locator('main').innerText(), /^Fact check · The Harbour Desk\s+The council .*\s+Claimed by The Ministry of Works\s+True\s+Checked 1 November 2026 · Read the full fact check$/i);
  // It is styled, and all of it is in the frame.
  const height = await frame.locator('main').evaluate((main) => [getComputedStyle(main).paddingTop, document.documentElement.scrollHeight]);
  assert.deepEqual(height, ['16px', 300]);
  assert.equal(page.frames().filter((other) => other.url().startsWith('chrome-error:')).length, 2);
  assert.equal(refused.length, 2, refused.join('\n'));
  const [opened] = await Promise.all([page.waitForEvent('popup'), frame.locator('a').click()]);
  await opened.waitForURL(`${origin}/claims/claim-0.html`);
  await opened.close();
  await page.close();
});

test('an embed has no script, one link, noindex and the claim as its canonical address; it passes axe-core', async () => {
  const site = town({ claims: 6, sources: 2, brief, claim });
  const embeds = site.files('.html').filter((path) => path.startsWith('embed/'));
  assert.deepEqual(embeds, ['embed/claim-0.html', 'embed/claim-1.html', 'embed/claim-2.html', 'embed/claim-5.html', 'embed/old-name.html']);
  const origin = await served(site);
  const page = await browser.newPage();
  for (const path of embeds.slice(0, 4)) {
    await page.goto(`${origin}/${path}`);
    const id = path.slice('embed/'.length);
    const found = await page.evaluate(() => ({
      scripts: document.scripts.length,
      links: [...document.links].map((link) => link.href),
      robots: document.querySelector('meta[name=robots]').content,
      canonical: document.querySelector('link[rel=canonical]').href,
    }));
    assert.deepEqual(found, { scripts: 0, links: [`${origin}/claims/${id}`], robots: 'noindex', canonical: `https://example.org/town/claims/${id}` });
  }
  const context = await browser.newContext({ bypassCSP: true });
  const tried = await context.newPage();
  for (const colorScheme of ['light', 'dark']) {
    await tried.emulateMedia({ colorScheme });
    await tried.goto(`${origin}/embed/claim-1.html`);
    await tried.evaluate(axe);
    const { violations } = await tried.evaluate(() => window.axe.run(document));
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].target}`), []);
  }
  assert.match(await tried.locator('main').innerText(), /Checked 2 November 2026 · Corrected · /i);
  await context.close();
  await page.goto(`${origin}/embed/claim-2.html`);
  assert.match(await page.locator('main').innerText(), /This note has been retired/);
  // An old name leads to the new one, in the frame.
  await page.goto(`${origin}/embed/old-name.html`);
  await page.waitForURL(`${origin}/embed/claim-5.html`);
  await page.close();
});

test('drafts are shown where they are built, what is under embargo never; the claim says how to show it', async () => {
  const site = town({ claims: 6, sources: 2, brief, claim, options: ['--drafts'] });
  assert.match(site.text('embed/claim-3.html'), /<p class="notice">Draft<\/p>/);
  assert.ok(!existsSync(join(site.root, 'embed/claim-4.html')));
  const page = await browser.newPage();
  await page.goto(site.address('claims/claim-1.html'));
  await page.getByText('Show this fact check on another site').click();
  const code = await page.locator('.cite pre').innerText();
  assert.equal(code, '<iframe src="https://example.org/town/embed/claim-1.html" title="The council said in meeting 1 that the price of bread was known." width="100%" height="300" style="border:0" loading="lazy"></iframe>');
  assert.ok(!site.text('claims/claim-2.html').includes('iframe'));
  await page.close();
});

test('without the field there is nothing to show, and nothing may be framed', () => {
  const site = town({ claims: 2, sources: 2 });
  assert.deepEqual(site.files('').filter((path) => path.includes('embed')), []);
  assert.match(site.text('_headers'), /frame-ancestors 'none'\n/);
  assert.ok(!site.text('claims/claim-0.html').includes('iframe'));
});
