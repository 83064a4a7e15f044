// The panels that serve adds to a page are accessible: axe-core finds no violations, in light and dark, on small and large screens.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { openDesk, until } from './desk.js';
import { launch } from './site.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const NOTE = 'content/claims/call-upon-states.yaml';

let browser;
let desk;

before(async () => {
  browser = await launch();
  desk = await openDesk('.');
  mkdirSync(desk.path('content/captures'));
  const saved = '<!doctype html><html lang="en"><title>Saved</title><main><h1>Saved</h1><p>The bridge closed.</p></main></html>';
  desk.write('content/captures/fresh.html', saved);
  const seal = createHash('sha256').update(saved).digest('hex');
  const block = (text) => `<!-- doubtful: other text -->\n\n${text}\n\n<!-- end of doubtful -->\n\n`;
  const body = `\nThe bridge closed.\n\n${block('Ana Ruiz reports on [the harbour](https://example.org/).')}It opened.\n\n${block('- A ferry\n- A train')}`;
  const fields = `title: Fresh\nshow: full\nuncited: publish\npublished: 2024-03-12  # unsure: the page shows 2024-03-11\ncapture: {file: captures/fresh.html, sha256: ${seal}}\n`;
  desk.write('content/sources/fresh.md', `---\n${fields}---\n${body}`);
  await until('the source', async () => (await fetch(desk.address('sources/fresh.html'))).ok);
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

/** Selects a paragraph of the article. */
async function selectParagraph(page, number) {
  await page.evaluate((number) => {
    const text = document.querySelectorAll('.captured .text p')[number];
    text.scrollIntoView();
    getSelection().selectAllChildren(text);
  }, number);
  await page.locator('.offer .actions').waitFor();
}

/** How to open each panel of a page, one after the other. */
const parts = {
  'index.html': {
    'the graph': async (page) => {
      await page.locator('.graph-button').click();
      await page.locator('.graph table').waitFor();
    },
  },
  'sources/investor-alert.html': {
    'the picker': async (page) => {
      await selectParagraph(page, 1);
      await page.keyboard.press('Control+Enter');
      await page.locator('.picker [name=to] option').first().waitFor({ state: 'attached' });
    },
    'a new claim': (page) => page.locator('.picker .ways [value=start]').click(),
    'the offer': async (page) => {
      await page.locator('.picker .close').click();
      await selectParagraph(page, 2);
      await page.locator('.would-match').getByText('Found once').waitFor();
    },
    'the tray': async (page) => {
      await page.keyboard.press('Control+Shift+Enter');
      await page.locator('.tray-button').click();
      await page.locator('.tray summary').click();
      await page.locator('.tray [name=to] option').first().waitFor({ state: 'attached' });
    },
    'the overlay': async (page) => {
      await page.locator('.tray .close').click();
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
  },
  'sources/fresh.html': {
    'doubtful blocks': (page) => page.locator('.doubtful').first().waitFor(),
    'the original': async (page) => {
      await page.locator('.headline [value=original]').click();
      await page.locator('iframe').waitFor();
    },
    'the metadata': (page) => page.locator('.review .ways [value=metadata]').click(),
    'an error in the metadata': async (page) => {
      await page.locator('.review [name=published]').fill('12 March');
      await page.locator('.review .main').click();
      await page.locator('#review-published-wrong:not(:empty)').waitFor();
    },
  },
  'claims/call-upon-states.html': {
    'the passages': async (page) => {
      await page.locator('.edit-passages').click();
      await page.locator('.passages .entries > li').first().waitFor();
    },
    'the form of a passage': async (page) => {
      await page.locator('.passages [data-action=change]').nth(2).click();
      await page.locator('.passages [name=suffix]').fill('');
      await page.locator('.passages .place').first().waitFor();
    },
    'the removal of a passage': async (page) => {
      await page.locator('.passages').getByRole('button', { name: 'Cancel' }).click();
      await page.locator('.passages [data-action=remove]').first().click();
      await page.locator('.passages .referring').waitFor();
    },
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
      for (const [path, panels] of Object.entries(parts)) {
        const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
        await page.goto(desk.address(path));
        await page.locator('.count', { hasText: /^(?!.*error)/ }).waitFor();
        await page.evaluate(axe);
        for (const [name, open] of Object.entries(panels)) {
          await open(page);
          problems.push(...(await page.evaluate(violations, tags)).map((problem) => `${name}, ${width} px, ${colorScheme}: ${problem}`));
        }
        await page.close();
        if (panels['the overlay']) {
          desk.edit(NOTE, 'verdict: unsure', 'verdict: unproven');
        }
      }
    }
  }
  assert.deepEqual(problems, []);
});

/** Where the keyboard is in the interface, and a picture of that. */
async function stop(page) {
  await page.keyboard.press('Tab');
  const box = await page.evaluate(() => {
    const { activeElement } = document.querySelector('html > citeback-desk')?.shadowRoot ?? {};
    if (!activeElement) return undefined;
    activeElement.scrollIntoView({ block: 'nearest' });
    const { x, y, width, height } = activeElement.getBoundingClientRect();
    return { x, y, width, height, name: `${activeElement.localName}.${activeElement.className}[${activeElement.name ?? ''}]`, inside: Boolean(activeElement.closest('.sheet')) };
  });
  if (!box?.inside) return undefined;
  const clip = { x: Math.max(box.x - 6, 0), y: Math.max(box.y - 6, 0), width: box.width + 12, height: box.height + 12 };
  const seen = await page.screenshot({ clip, animations: 'disabled', caret: 'hide' });
  const held = await page.evaluateHandle(() => document.querySelector('html > citeback-desk').shadowRoot.activeElement);
  await held.evaluate((element) => element.blur());
  const unseen = await page.screenshot({ clip, animations: 'disabled', caret: 'hide' });
  await held.evaluate((element) => element.focus());
  return { name: box.name, visible: !seen.equals(unseen) };
}

test('each stop of the keyboard in a panel is seen', async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(desk.address('claims/call-upon-states.html'));
  await page.locator('.count').waitFor();
  await page.locator('.edit-passages').press('Enter');
  await page.locator('.passages .entries > li').first().waitFor();
  const stops = [];
  for (let found = await stop(page); found; found = await stop(page)) stops.push(found);
  assert.ok(stops.length > 10, `${stops.length} stops`);
  assert.deepEqual(stops.filter(({ visible }) => !visible), []);
  await page.close();
});
