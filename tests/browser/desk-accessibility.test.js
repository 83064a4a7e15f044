// The panels that serve adds to a page are accessible: axe-core finds no violations, in light and dark, on small and large screens.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { openDesk } from './desk.js';
import { launch } from './site.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const NOTE = 'content/claims/call-upon-states.yaml';

let browser;
let desk;

before(async () => {
  browser = await launch();
  desk = await openDesk('.');
});
after(async () => {
  await browser.close();
  await desk.close();
});

/** Runs on a page: the violations that axe-core finds, and whether the page scrolls sideways. */
async function violations(tags) {
  const { violations } = await window.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const reported = violations.map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0].target.join(' ')}: ${nodes[0].failureSummary.replace(/\s+/g, ' ')}`);
  return [...reported, ...(wide > 0 ? [`${wide} px too wide`] : [])];
}

/** How to open each panel on a source's page. */
const parts = {
  'the picker': async (page) => {
    await page.evaluate(() => {
      const text = document.querySelectorAll('.captured .text p')[1];
      text.scrollIntoView();
      getSelection().selectAllChildren(text);
    });
    await page.locator('.offer').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.locator('.picker option').first().waitFor({ state: 'attached' });
  },
  'the offer': (page) => page.locator('.picker .close').click().then(() => page.evaluate(() => getSelection().selectAllChildren(document.querySelectorAll('.captured .text p')[2]))).then(() => page.locator('.offer').waitFor()),
  'the overlay': async (page) => {
    await page.evaluate(() => getSelection().removeAllRanges());
    await page.locator('.offer').waitFor({ state: 'hidden' });
    desk.edit(NOTE, 'verdict: unproven', 'verdict: unsure');
    // The page names the unfinished note, so it reloads.
    await page.locator('.unfinished-notes').waitFor();
    await page.locator('.wrong .finding').waitFor();
    await page.evaluate(axe);
  },
  'the list of findings': async (page) => {
    await page.locator('.wrong .close').click();
    await page.locator('.count').click();
  },
};

test('the page of an unfinished note is accessible', async () => {
  const problems = [];
  desk.edit(NOTE, 'verdict: unproven', 'verdict: unsure');
  for (const width of [320, 1280]) {
    for (const colorScheme of ['light', 'dark']) {
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      await page.goto(desk.address('claims/call-upon-states.html'));
      await page.locator('.note-lines .finding').waitFor();
      await page.locator('.wrong .close').click();
      await page.evaluate(axe);
      problems.push(...(await page.evaluate(violations, tags)).map((problem) => `${width} px, ${colorScheme}: ${problem}`));
      await page.close();
    }
  }
  desk.edit(NOTE, 'verdict: unsure', 'verdict: unproven');
  assert.deepEqual(problems, []);
});

test('every panel is accessible', async () => {
  const problems = [];
  for (const width of [320, 1280]) {
    for (const colorScheme of ['light', 'dark']) {
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      await page.goto(desk.address('sources/investor-alert.html'));
      await page.locator('.count', { hasText: /^(?!.*error)/ }).waitFor();
      await page.evaluate(axe);
      for (const [name, open] of Object.entries(parts)) {
        await open(page);
        problems.push(...(await page.evaluate(violations, tags)).map((problem) => `${name}, ${width} px, ${colorScheme}: ${problem}`));
      }
      await page.close();
      desk.edit(NOTE, 'verdict: unsure', 'verdict: unproven');
    }
  }
  assert.deepEqual(problems, []);
});
