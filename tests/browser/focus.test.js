// Wherever the keyboard leads, a reader sees where that is (WCAG 2.2, 2.4.7 and 2.4.13): each stop looks different in a picture with and
// without focus.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { built, demo, inLanes, launch, serve } from './site.js';

let browser;

before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** Around a stop this much may show the focus, in pixels. */
const AROUND = 8;
/** So many pixels must change by a contrast of 3:1; the line around the smallest stop, a number, has more. */
const LEAST = 40;

const openAll = () => document.querySelectorAll('details').forEach((details) => details.setAttribute('open', ''));

/** Runs on the page: keeps the picture of it without focus. */
async function keep(picture) {
  const bytes = Uint8Array.from(atob(picture), (c) => c.charCodeAt(0));
  window.unfocused = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
}

/** Runs on the page: where the focus is, or nothing if it is nowhere. */
function stop(around) {
  const element = document.activeElement;
  if (!element || element === document.body) return undefined;
  const boxes = [...element.getClientRects()];
  const left = Math.max(0, Math.min(...boxes.map((box) => box.left)) - around);
  const top = Math.max(0, Math.min(...boxes.map((box) => box.top)) - around);
  const right = Math.min(document.documentElement.clientWidth, Math.max(...boxes.map((box) => box.right)) + around);
  const bottom = Math.min(innerHeight, Math.max(...boxes.map((box) => box.bottom)) + around);
  const shown = boxes.length > 0 && right > left && bottom > top;
  const alike = [element.localName, element.className, element.parentElement.localName, element.parentElement.className].join();
  return {
    alike,
    name: element.outerHTML.slice(0, 110),
    clip: shown && { x: Math.round(left + scrollX), y: Math.round(top + scrollY), width: Math.round(right - left), height: Math.round(bottom - top), scale: 1 },
  };
}

/** Runs on the page: how many pixels of a picture differ clearly from those without focus. */
async function changed({ picture, clip }) {
  const bytes = Uint8Array.from(atob(picture), (c) => c.charCodeAt(0));
  const focused = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const { x, y, width, height } = clip;
  const pixels = (draw) => {
    const canvas = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    draw(canvas);
    return canvas.getImageData(0, 0, width, height).data;
  };
  const before = pixels((canvas) => canvas.drawImage(window.unfocused, x, y, width, height, 0, 0, width, height));
  const after = pixels((canvas) => canvas.drawImage(focused, 0, 0));
  // WCAG 2.2, relative luminance and contrast ratio.
  const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = (data, at) => 0.2126 * linear(data[at]) + 0.7152 * linear(data[at + 1]) + 0.0722 * linear(data[at + 2]);
  let count = 0;
  for (let at = 0; at < before.length; at += 4) {
    if (before[at] === after[at] && before[at + 1] === after[at + 1] && before[at + 2] === after[at + 2]) continue;
    const [a, b] = [luminance(before, at), luminance(after, at)];
    if ((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) >= 3) count += 1;
  }
  return count;
}

/** Walks through a page with the Tab key: the stops, and those that look the same without focus. `each`: also where one like it was seen. */
async function walk(page, devtools, each) {
  const png = (more) => devtools.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true, ...more }).then(({ data }) => data);
  const { cssContentSize } = await devtools.send('Page.getLayoutMetrics');
  await page.evaluate(keep, await png({ captureBeyondViewport: true, clip: { ...cssContentSize, scale: 1 } }));
  const seen = new Set();
  const unseen = [];
  let stops = 0;
  for (;;) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(stop, AROUND);
    if (!at) return { stops, unseen };
    stops += 1;
    if (!each && seen.has(at.alike)) continue;
    seen.add(at.alike);
    const pixels = at.clip ? await page.evaluate(changed, { picture: await png({ clip: at.clip }), clip: at.clip }) : 0;
    if (pixels < LEAST) unseen.push(`${pixels} pixels: ${at.name}`);
  }
}

/** The problems of the pages of every kind of a site. */
async function unseenStops(site, colorScheme, width) {
  const server = await serve(site);
  const problems = [];
  let stops = 0;
  const open = async () => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    return { page, devtools: await context.newCDPSession(page), close: () => context.close() };
  };
  await inLanes(site.kinds(1).filter((path) => !path.startsWith('pagefind')), open, async ({ page, devtools }, path) => {
    await page.goto(server.address(path));
    await page.evaluate(openAll);
    // In the dark, stops look as different as they do in light; one of each kind shows that.
    const found = await walk(page, devtools, colorScheme === 'light');
    stops += found.stops;
    problems.push(...found.unseen.map((problem) => `${path}: ${problem}`));
  });
  await server.close();
  return { stops, problems };
}

for (const [site, width, colorScheme] of [
  [demo, 1280, 'light'],
  [demo, 1280, 'dark'],
  [demo, 360, 'light'],
  [built('many'), 1280, 'light'],
  [built('arabic'), 1280, 'dark'],
]) {
  test(`${site.name}, ${width} px, ${colorScheme}: each focus stop is visible`, async () => {
    const { stops, problems } = await unseenStops(site, colorScheme, width);
    assert.ok(stops > 300, `only ${stops} stops`);
    assert.deepEqual(problems, []);
  });
}

test('a stop that looks the same with focus is found', async () => {
  const server = await serve(demo, { style: '.tag:focus-visible { outline: none } .scheme { clip-path: inset(50%) }' });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(server.address('claims/call-upon-states.html'));
  const { unseen } = await walk(page, await context.newCDPSession(page), false);
  assert.equal(unseen.length, 2, unseen.join('\n'));
  await context.close();
  await server.close();
});
