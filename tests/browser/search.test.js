// Search works under a sub-path and the site's Content Security Policy, by keyboard alone, and in scripts with and without spaces. Without
// JavaScript its link leads to the list of claims.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { after, before, test } from 'node:test';
import { browser, json, root } from './site.js';

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'";
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' };
const citeback = process.env.CITEBACK ?? new URL('../../target/release/citeback', import.meta.url).pathname;

/** A sentence for a source, words of it to search for, and whether each of its characters is found on its own. */
const SCRIPTS = {
  ar: ['قال الوزير إن الحكومة أنفقت الأموال على المدارس.', 'أنفقت الأموال'],
  el: ['Ο υπουργός είπε ότι η κυβέρνηση ξόδεψε τα χρήματα στα σχολεία.', 'ξόδεψε τα χρήματα'],
  hi: ['मंत्री ने कहा कि सरकार ने स्कूलों पर पैसा खर्च किया।', 'स्कूलों पर पैसा'],
  ja: ['市長は昨年、橋の建設に2億円を使ったと述べた。', '橋の建設に2億円', 'letters'],
  ru: ['Министр сказал, что правительство потратило деньги на школы.', 'потратило деньги'],
  th: ['รัฐมนตรีกล่าวว่ารัฐบาลใช้เงินกับโรงเรียน', 'รัฐบาลใช้เงิน', 'letters'],
  zh: ['市政府去年在桥梁建设上花费了两亿元。', '桥梁建设', 'letters'],
};

let context;
let server;
let origin;
const folder = mkdtempSync(join(tmpdir(), 'citeback-search-'));
/** The folder that is served below each path. */
const sites = {};

before(async () => {
  context = await browser();
  server = createServer((request, response) => {
    const [, name, path] = decodeURIComponent(new URL(request.url, 'http://site').pathname).match(/^\/on\/([^/]+)\/(.*)$/) ?? [];
    const file = join(sites[name] ?? '/nowhere', normalize(`/${path || 'index.html'}`));
    if (!existsSync(file)) return response.writeHead(404).end();
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    return response.writeHead(200, { 'Content-Type': type, 'Content-Security-Policy': POLICY }).end(readFileSync(file));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${server.address().port}`;
  sites.demo = root;
  sites.mixed = build('en', Object.keys(SCRIPTS));
  for (const language of Object.keys(SCRIPTS)) sites[language] = build(language, [language]);
});
after(async () => {
  await context.close();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

/** Builds a small site in one language, with a source and a claim in each of `languages`; returns its folder. */
function build(language, languages) {
  const site = mkdtempSync(join(folder, `${language}-`));
  for (const kind of ['sources', 'claims']) mkdirSync(join(site, 'content', kind), { recursive: true });
  writeFileSync(join(site, 'content/brief.yaml'), `title: A brief\nlanguage: ${language}\nbase_url: https://example.org/\n`);
  for (const id of languages) {
    const [sentence] = SCRIPTS[id];
    const quote = JSON.stringify(sentence);
    writeFileSync(join(site, `content/sources/${id}.md`), `---\ntitle: Report ${id}\nlanguage: ${id}\nurl: https://example.org/${id}\n---\n${sentence}\n`);
    writeFileSync(
      join(site, `content/claims/claim-${id}.yaml`),
      `claim: Claim ${id}\ntitle: Claim ${id}\nverdict: "true"\nsummary: So it is.\nanalysis: It says so.[^words]\npassages:\n  - {id: words, source: ${id}, quote: ${quote}, stance: supports}\n`,
    );
  }
  execFileSync(citeback, ['build', '--site', site], { stdio: 'pipe' });
  return join(site, 'public');
}

/** A page, and the problems that its console and requests report. Files that match `missing` are not found. */
async function opened(path, missing) {
  const page = await context.newPage();
  const problems = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('request', (request) => request.url().startsWith(origin) || problems.push(`asked for ${request.url()}`));
  if (missing) await page.route(missing, (route) => route.fulfill({ status: 404 }));
  await page.goto(`${origin}/on/${path}`);
  return { page, problems };
}

/** Types a query; returns the results when they are stable. */
async function asked(page, query) {
  const field = page.locator('dialog.search input');
  await field.fill('');
  await page.waitForFunction(() => !document.querySelector('.search-status').textContent);
  await field.fill(query);
  await page.waitForFunction(() => {
    const said = document.querySelector('.search-status').textContent;
    const rows = document.querySelectorAll('.search-results > li').length;
    // In every language the message for searching ends in an ellipsis, and that for results contains a number.
    return said && !/[…]$/.test(said) && (rows > 0 || !/[0-9]$/.test(said));
  });
  return page.locator('.search-results > li').evaluateAll((rows) =>
    rows.map((row) => ({
      title: row.querySelector('a').textContent,
      verdict: row.querySelector('.verdict')?.className,
      facts: row.querySelector('.search-facts').textContent,
      links: [...row.querySelectorAll('a')].map((link) => new URL(link.href).pathname + new URL(link.href).hash),
      text: row.textContent,
      marked: [...row.querySelectorAll('mark')].map((mark) => mark.textContent),
    })),
  );
}

test('a claim is found by words of its statement, with its verdict and claimant', async () => {
  const claim = json('data/claims.json').find(({ id }) => id === 'two-billion-dollars');
  const { page, problems } = await opened(`demo/sources/${json('data/passages.json')[0].source}.html`);
  await page.keyboard.press('/');
  const [first] = await asked(page, claim.claim.split(' ').slice(0, 7).join(' '));
  assert.equal(first.title, claim.claim);
  assert.ok(first.verdict.startsWith(`verdict tone-${claim.verdict.tone}`), first.verdict);
  assert.ok(first.facts.startsWith(claim.verdict.label) && first.facts.includes(claim.claimant), first.facts);
  assert.equal(first.links[0], '/on/demo/claims/two-billion-dollars.html');
  assert.ok(first.marked.length > 3, first.marked.join());
  assert.deepEqual(problems, []);
  await page.close();
});

test('a claim is found by words of a passage, and the result leads to it', async () => {
  const passage = json('data/passages.json').find(({ claim }) => claim === 'two-billion-dollars');
  const quoted = (passage.parts[0].exact ?? passage.quote).split(/\s+/).slice(0, 8).join(' ');
  const { page, problems } = await opened('demo/index.html');
  await page.keyboard.press('/');
  const found = await asked(page, quoted);
  const links = found.flatMap(({ links }) => links);
  assert.ok(links.includes(`/on/demo/claims/${passage.claim}.html#passage-${passage.passage}`), links.join('\n'));
  assert.deepEqual(problems, []);
  await page.close();
});

test('everything can be done by keyboard, and the focus returns to where it was', async () => {
  const { page } = await opened('demo/index.html');
  const focus = () => page.evaluate(() => document.activeElement.textContent || document.activeElement.tagName);
  const isOpen = () => page.evaluate(() => document.querySelector('dialog')?.open ?? false);
  await page.locator('main a').first().focus();
  const before = await focus();
  await page.keyboard.press('/');
  const found = await asked(page, 'money');
  assert.ok(found.length > 1, `${found.length} results`);
  await page.keyboard.press('ArrowDown');
  assert.equal(await focus(), found[0].title);
  await page.keyboard.press('ArrowDown');
  assert.notEqual(await focus(), found[0].title);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  assert.equal(await focus(), 'INPUT');
  // In the field the key types an ordinary character.
  await page.keyboard.press('End');
  await page.keyboard.press('/');
  assert.equal(await page.locator('dialog input').inputValue(), 'money/');
  await page.keyboard.press('Escape');
  assert.equal(await isOpen(), false);
  assert.equal(await focus(), before);

  await page.locator('.search-link').click();
  const [first] = await asked(page, 'money');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${origin}${first.links[0]}`);
  await page.close();
});

test('it reports when nothing is found and when the index cannot be loaded', async () => {
  for (const missing of [undefined, '**/pagefind.js', '**/pagefind-entry.json*', '**/*.pf_meta']) {
    const { page } = await opened('demo/index.html', missing);
    await page.keyboard.press('/');
    const found = await asked(page, 'xylophonically');
    assert.deepEqual(found, []);
    const said = await page.locator('.search-status').textContent();
    assert.equal(/could not be loaded/.test(said), missing !== undefined, `${missing}: ${said}`);
    assert.equal(/xylophonically/.test(said), missing === undefined, `${missing}: ${said}`);
    await page.close();
  }
});

test('words are found in every script, on sites in that language and others', async () => {
  for (const [language, [sentence, query, letters]] of Object.entries(SCRIPTS)) {
    for (const site of [language, 'mixed']) {
      const { page, problems } = await opened(`${site}/index.html`);
      await page.keyboard.press('/');
      const found = await asked(page, query);
      const titles = found.map(({ title }) => title).sort();
      assert.deepEqual(titles, [`Claim ${language}`, `Report ${language}`], `${query} on ${site}`);
      for (const { text, marked } of found) {
        assert.ok(text.includes(sentence), `${site}: ${text}`);
        // Whole words are marked.
        assert.ok(marked.join(' ').includes(query) || marked.join('').includes(query), `${site}: ${marked}`);
      }
      if (letters) assert.deepEqual(await asked(page, [...query].reverse().join('')), [], `${query} backwards on ${site}`);
      assert.deepEqual(problems, []);
      await page.close();
    }
  }
});

/** Mistakes of one letter in the words of `SCRIPTS`: a wrong one, one too many, one missing, two swapped. */
const MISTYPED = {
  ar: 'أنفقث الأموال',
  el: 'ξόδεψψε τα χρήματα',
  hi: 'स्कूलों पर पैसी',
  ja: '橋の健設に2億円',
  ru: 'потртаило деньги',
  th: 'รัฐบาลใซ้เงิน',
  zh: '桥粱建设',
};

test('one wrong letter is forgiven in every script, and the page says so', async () => {
  for (const [language, mistyped] of Object.entries(MISTYPED)) {
    for (const site of [language, 'mixed']) {
      const { page, problems } = await opened(`${site}/index.html`);
      await page.keyboard.press('/');
      const titles = (await asked(page, mistyped)).map(({ title }) => title).sort();
      assert.deepEqual(titles, [`Claim ${language}`, `Report ${language}`], `${mistyped} on ${site}`);
      const said = await page.locator('.search-status').textContent();
      assert.ok(said.includes(mistyped), said);
      assert.deepEqual(problems, []);
      await page.close();
    }
  }
  const { page } = await opened('demo/index.html');
  await page.keyboard.press('/');
  // Beside a word that is known, the mistyped one still counts.
  const [first] = await asked(page, 'launderring money');
  assert.ok(first.marked.some((words) => /launder/i.test(words)), first.marked.join());
  assert.match(await page.locator('.search-status').textContent(), /“laundering money”.*“launderring money”.*[0-9]/);
  // Words that the site has stay as they are, also with another ending.
  await asked(page, 'launder moneys');
  assert.doesNotMatch(await page.locator('.search-status').textContent(), /“/);
  await page.close();
});

test('a result is a claim once, with sentences in which what was found is marked', async () => {
  const { page } = await opened('demo/index.html');
  await page.keyboard.press('/');
  const found = await asked(page, 'estimated at up to two billion US dollars');
  const pages = found.map(({ links }) => links[0]);
  assert.equal(new Set(pages).size, pages.length);
  const claim = found.find(({ links }) => links[0].endsWith('/claims/two-billion-dollars.html'));
  assert.ok(claim.links.some((link) => link.includes('#passage-')), claim.links.join());
  // The words are one mark, not one for each.
  assert.ok(claim.marked.some((words) => words.startsWith('estimated at up to two billion US dollars')), claim.marked.join(' | '));
  const excerpts = await page.locator('.search-results p[dir=auto]').allTextContents();
  assert.ok(excerpts.length > 5);
  for (const excerpt of excerpts) {
    assert.match(excerpt, /^(…|[“"‘'(]?[\p{Lu}\p{N}])/u, excerpt);
    assert.match(excerpt, /([.!?:…)]["”’)]*)$/u, excerpt);
    assert.ok(excerpt.length < 420, excerpt);
  }
  await page.close();
});

test('without JavaScript, and from disk, the link leads to the claims', async () => {
  const plain = await context.browser().newContext({ javaScriptEnabled: false });
  const page = await plain.newPage();
  await page.goto(`${origin}/on/demo/index.html`);
  const link = page.locator('a.search-link');
  assert.match(await link.getAttribute('href'), /claims/);
  await plain.close();
  const disk = await context.newPage();
  await disk.goto(`file://${join(root, 'index.html')}`);
  assert.equal(await disk.locator('a.search-link').count(), 1);
  await disk.close();
});
