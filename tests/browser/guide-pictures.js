// Takes the screenshots of docs/editors.md; scripts/pictures calls this with the output folder. It creates the sites shown: that of
// `citeback init`, and that of the guide up to the import of its source.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { citeback, openDesk } from './desk.js';
import { launch } from './site.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const folder = process.argv[2];
const sites = 'target/pictures/guide';

/** The last version of a file that the guide shows in full. */
function shown(path) {
  const guide = readFileSync(join(repository, 'docs/editors.md'), 'utf8');
  const fences = [...guide.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)];
  const text = fences.findLast(([, name]) => name === path)?.[2];
  if (!text) throw new Error(`the guide does not show ${path}`);
  return text;
}

/** Creates the two sites; returns their folders relative to the repository. */
async function make() {
  rmSync(join(repository, sites), { recursive: true, force: true });
  const [initial, own] = [`${sites}/initial`, `${sites}/own`];
  await citeback('init', join(repository, initial));
  for (const path of ['content/brief.yaml', 'content/pages/methodology.md', 'content/sources/harbour-post.md']) {
    const file = join(repository, own, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, shown(path));
  }
  await citeback('seal', 'harbour-post', '--site', join(repository, own));
  return { initial, own };
}

const { initial, own } = await make();
mkdirSync(folder, { recursive: true });
const browser = await launch();

/** Opens a page in serve, brings up what the picture shows, and takes a screenshot in light and dark. */
async function picture(name, site, path, bring) {
  for (const colorScheme of ['light', 'dark']) {
    const desk = await openDesk(site);
    const page = await browser.newPage({ viewport: { width: 1200, height: 720 }, colorScheme });
    await page.goto(desk.address(path));
    await page.locator('.count').waitFor();
    await bring(page, desk);
    await page.screenshot({ path: join(folder, `${name}${colorScheme === 'dark' ? '-dark' : ''}.png`), animations: 'disabled' });
    await page.close();
    await desk.close();
  }
}

await picture('overlay', initial, 'claims/clock-six-weeks.html', async (page, desk) => {
  desk.edit('content/claims/clock-six-weeks.yaml', 'It was never broken', 'It was not broken');
  await page.locator('.note-lines .finding').waitFor();
  await page.locator('.sheet.wrong .lines').waitFor();
});

await picture('picker', own, 'sources/harbour-post.html', async (page) => {
  await page.evaluate((words) => {
    const walker = document.createTreeWalker(document.querySelector('.captured .text'), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const start = node.data.indexOf(words);
      if (start >= 0) getSelection().setBaseAndExtent(node, start, node, start + words.length);
    }
  }, 'voted on Monday to spend “up to 4.2 million euros”');
  await page.locator('.offer').getByRole('button', { name: 'Start a new claim' }).click();
  await page.getByLabel('Id of the new claim').fill('bridge-cost');
  await page.getByLabel('The claim, as it was made').fill('The council spent 4.2 million euros on the harbour bridge.');
  await page.getByRole('radio', { name: 'contradicts' }).check();
  await page.locator('.picker blockquote').scrollIntoViewIfNeeded();
});

await browser.close();
