// Pictures of the built site for people to look at; scripts/pictures calls this with the folder to write to.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { address, browser, json } from './site.js';

const folder = process.argv[2];
const passage = json('data/passages.json').find(({ claim }) => claim === 'two-billion-dollars');
const pages = { front: 'index.html', claim: `claims/${passage.claim}.html`, source: passage.href };
const widths = [360, 768, 1440];

/** The README shows the top of a page; its pictures stay small, for every clone carries them. */
const readme = { width: 1280, height: 800 };

mkdirSync(join(folder, 'readme'), { recursive: true });
const context = await browser();
const page = await context.newPage();

/** Opens a page anew, for going to the same file with another fragment would not load it again. */
async function open(path) {
  await page.goto('about:blank');
  await page.goto(address(path));
  // Rows out of sight are not painted until a reader scrolls to them; a picture of the whole page wants them all.
  await page.addStyleTag({ content: '.row { content-visibility: visible }' });
}

for (const colorScheme of ['light', 'dark']) {
  await page.emulateMedia({ colorScheme });
  for (const [name, path] of Object.entries(pages)) {
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      await open(path);
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
  }
  await page.setViewportSize(readme);
  const ending = colorScheme === 'dark' ? '-dark' : '';
  for (const name of ['claim', 'source']) {
    await open(pages[name]);
    // Of a source, begin with its text: scrolled to a mark, the line above would be cut in half.
    await page.evaluate(() => {
      const text = document.querySelector('.captured')?.getBoundingClientRect();
      if (text) scrollTo(0, scrollY + text.top - 16);
    });
    await page.screenshot({ path: join(folder, 'readme', `${name}${ending}.png`) });
  }
}
await context.close();
