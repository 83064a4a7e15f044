// On a phone, the first screen of a claim's page has the claim, the verdict, the summary and the first words of evidence.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { built, demo, launch } from './site.js';

let browser;

before(async () => {
  browser = await launch();
});
after(() => browser.close());

const PHONE = { width: 360, height: 740 };
/** Claims of so many words must fit. */
const WORDS = 20;

/** Runs on the page: how many words the claim has, and where what must be seen ends. */
function measure() {
  const bottom = (selector) => document.querySelector(selector).getBoundingClientRect().bottom;
  const statement = document.querySelector('.statement-words');
  const words = new Intl.Segmenter(document.documentElement.lang, { granularity: 'word' }).segment(statement.textContent);
  return {
    words: [...words].filter(({ isWordLike }) => isWordLike).length,
    header: bottom('.site-header'),
    ends: {
      statement: bottom('.statement-words'),
      verdict: bottom('.seal'),
      summary: bottom('.summary'),
      quote: document.querySelector('.strongest mark')?.getClientRects()[0].bottom,
    },
  };
}

for (const [site, least] of [[demo, 12], [built('arabic'), 5], [built('chinese'), 5], [built('many'), 10], [built('readings'), 3]]) {
  test(`${site.name}: a claim, its verdict, the summary and the first quoted words are on the first screen of a phone`, async () => {
    const context = await browser.newContext({ viewport: PHONE });
    const page = await context.newPage();
    let short = 0;
    let quoted = 0;
    const problems = [];
    const moved = /<meta http-equiv="refresh"/;
    for (const path of site.files('.html').filter((path) => path.startsWith('claims/') && !moved.test(site.text(path)))) {
      await page.goto(site.address(path));
      const { words, header, ends } = await page.evaluate(measure);
      const needed = words <= WORDS ? Object.entries(ends) : [['verdict', ends.verdict]];
      short += words <= WORDS;
      quoted += ends.quote !== undefined;
      problems.push(...needed.filter(([, end]) => end > PHONE.height).map(([name, end]) => `${path}: ${name} ends at ${end}`));
      if (header > 64) problems.push(`${path}: the header ends at ${header}`);
    }
    assert.ok(short >= least && quoted >= least - 1, `${short} short claims, ${quoted} with quoted words`);
    assert.deepEqual(problems, []);
    await context.close();
  });
}

test('long statements are set smaller, and leave the verdict on the first screen', async () => {
  const context = await browser.newContext({ viewport: PHONE });
  const page = await context.newPage();
  await page.goto(demo.address('claims/call-upon-states.html'));
  const sizes = [];
  for (const [length, words] of [['short', 10], ['long', 20], ['longest', 80]]) {
    sizes.push(await page.evaluate(([length, words]) => {
      const statement = document.querySelector('.statement-words');
      statement.className = `statement-words ${length}`;
      statement.textContent = 'words '.repeat(words);
      return [parseFloat(getComputedStyle(statement).fontSize), document.querySelector('.seal').getBoundingClientRect().bottom];
    }, [length, words]));
  }
  assert.ok(sizes[0][0] > sizes[1][0] && sizes[1][0] > sizes[2][0], sizes.join('; '));
  assert.ok(sizes.every(([, bottom]) => bottom <= PHONE.height), sizes.join('; '));
  await context.close();
});

test('the menu opens without a script, by keyboard, and closes with Escape', async () => {
  const context = await browser.newContext({ viewport: PHONE, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(demo.address('claims/call-upon-states.html'));
  const links = page.locator('.site-nav ul a');
  assert.equal(await links.first().isVisible(), false);
  const menu = page.getByRole('button', { name: 'Menu' });
  await menu.focus();
  await page.keyboard.press('Enter');
  assert.equal(await links.first().isVisible(), true);
  const box = await page.locator('.site-nav ul').boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= PHONE.width, JSON.stringify(box));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  assert.equal(await links.first().isVisible(), false);
  // On wide screens the list is always there, and no button.
  await page.setViewportSize({ width: 1280, height: 800 });
  assert.equal(await links.first().isVisible(), true);
  assert.equal(await menu.isVisible(), false);
  await context.close();
});
