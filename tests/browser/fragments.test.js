// The text fragment of each passage, opened on the page of its source, highlights exactly the quoted words.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { built, demo, inLanes, launch, serve } from './site.js';

let browser;

before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** Highlighted words become blocks of one colour that no theme uses. Small print makes small screenshots. */
const lamp = '\n::target-text { background: #ff00ff !important; color: #ff00ff !important } * { outline: none !important } html { font-size: 62.5% !important }';

/** Runs on the page: which characters have the highlight colour in the screenshot, and which should, as runs of words. */
async function compare({ picture, key }) {
  const bytes = Uint8Array.from(atob(picture), (c) => c.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d', { willReadFrequently: true });
  canvas.drawImage(image, 0, 0);
  const pixels = canvas.getImageData(0, 0, image.width, image.height).data;
  const isLit = (x, y) => {
    const at = 4 * (Math.floor(y) * image.width + Math.floor(x));
    return pixels[at] > 240 && pixels[at + 1] < 16 && pixels[at + 2] > 240;
  };

  const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  const range = document.createRange();
  const found = { lit: '', missing: [], extra: [] };
  let last;
  const note = (kind, character) => {
    // Adjacent differences of the same kind are reported as one.
    if (kind && last === kind) found[kind][found[kind].length - 1] += character;
    else if (kind) found[kind].push(character);
    last = kind;
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const meant = node.parentElement.closest(`mark[data-passages~="${key}"]`) !== null;
    for (const { index, segment } of characters.segment(node.data)) {
      range.setStart(node, index);
      range.setEnd(node, index + segment.length);
      const [box] = range.getClientRects();
      if (!box || box.width < 1 || !segment.trim()) continue;
      const lit = isLit(box.left + scrollX + box.width / 2, box.top + scrollY + box.height / 2);
      if (lit) found.lit += segment;
      note(lit === meant ? undefined : lit ? 'extra' : 'missing', segment);
    }
  }
  return found;
}

/** The whole page as a PNG in Base64, compressed fast rather than well. */
async function picture(devtools) {
  const { cssContentSize } = await devtools.send('Page.getLayoutMetrics');
  const options = { format: 'png', captureBeyondViewport: true, optimizeForSpeed: true, clip: { ...cssContentSize, scale: 1 } };
  return (await devtools.send('Page.captureScreenshot', options)).data;
}

/** The problems of the fragments of a site's passages, in words. */
async function faults(site) {
  const server = await serve(site, { style: lamp });
  const full = site.json('data/passages.json').filter(({ source, original }) => original && site.files(`${source}.txt`).length === 1);
  const wrong = [];
  const open = async () => {
    // Scripts position the margin notes, and would move them during the screenshot.
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: false });
    const page = await context.newPage();
    return { page, devtools: await context.newCDPSession(page), close: () => context.close() };
  };
  await inLanes(full, open, async ({ page, devtools }, passage) => {
    const directive = passage.original.slice(passage.original.indexOf('#'));
    // The browser does not look for a new fragment of a page that is already open.
    await page.goto('about:blank');
    await page.goto(server.address(passage.href.split('#')[0]) + directive);
    let found = { lit: '' };
    // The browser looks for the words asynchronously.
    for (let tries = 0; tries < 3 && !found.lit; tries += 1) {
      found = await page.evaluate(compare, { picture: await picture(devtools), key: passage.anchor });
    }
    if (found.missing.length || found.extra.length) {
      wrong.push({ passage: passage.href, quote: passage.quote, directive: decodeURIComponent(directive), notLit: found.missing, litToo: found.extra });
    }
  });
  await server.close();
  return { checked: full.length, wrong };
}

for (const [site, least] of [[demo, 20], [built('fragments'), 100], [built('readings'), 16]]) {
  test(`${site.name}: each fragment highlights exactly the quoted words`, async () => {
    const { checked, wrong } = await faults(site);
    assert.ok(checked >= least, `only ${checked} passages`);
    assert.deepEqual(wrong, [], `${wrong.length} of ${checked} highlight other words`);
  });
}

/** Our own directives on a source's page, and the words that they highlight; empty where browsers find nothing. */
const lit = {
  'text=10⁹': '10⁹',
  'text=109': '10⁹',
  'text=10%209': '',
  'text=CO₂%20in%20the%20water': 'CO₂inthewater',
  'text=CO2%20in%20the%20water': 'CO₂inthewater',
  'text=CO%202%20in%20the%20water': '',
  'text=5¹%20swimmers': '5¹swimmers',
  'text=Lund%20weir,12': 'Lundweir12',
  'text=Lund%20weir%2012': '',
  'text=Meadow,61': 'Meadow61',
  'text=clean.%20The%20whole%20pond': 'clean.Thewholepond',
};

test('browsers match superscript digits, table rows and struck words as the program expects', async () => {
  const site = built('readings');
  const server = await serve(site, { style: lamp });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: false });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  const found = {};
  for (const [directive, words] of Object.entries(lit)) {
    await page.goto('about:blank');
    await page.goto(`${server.address('sources/pond-survey.html')}#:~:${directive}`);
    for (let tries = 0; tries < 3 && !found[directive]; tries += 1) {
      found[directive] = (await page.evaluate(compare, { picture: await picture(devtools), key: '' })).lit;
    }
    // Superscript digits match ordinary ones.
    const plain = (text) => text.normalize('NFKC');
    assert.equal(plain(found[directive]), plain(words), directive);
  }
  await context.close();
  await server.close();
});
