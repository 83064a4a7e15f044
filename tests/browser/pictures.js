// Takes screenshots of every kind of page; scripts/pictures calls this with the output folder.

import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { browser, built, demo, serve } from './site.js';

const folder = process.argv[2];
const widths = [360, 768, 1440];
const passage = demo.json('data/passages.json').find(({ claim }) => claim === 'two-billion-dollars');

/** One page of each kind, by site: the name of the picture, and the page. */
const pages = [
  [demo, {
    front: 'index.html',
    claim: `claims/${passage.claim}.html`,
    'claim-corrected': 'claims/call-upon-states.html',
    source: passage.href,
    claims: 'claims.html',
    sources: 'sources.html',
    verdict: 'verdicts/mostly-true.html',
    scale: 'verdicts.html',
    people: 'people.html',
    person: 'people/desk.html',
    corrections: 'corrections.html',
    methodology: 'pages/methodology.html',
    search: 'index.html',
    'not-found': '404.html',
    print: 'print.html',
  }],
  [built('many'), {
    overlapping: 'sources/inquiry-report.html',
    excerpts: 'sources/council-letter.html',
    'quotes-only': 'sources/island-diary.html',
  }],
  [built('arabic'), {
    'arabic-front': 'index.html',
    'arabic-claim': 'claims/nine-million.html',
    'arabic-source': 'sources/municipal-statement.html',
    'arabic-english-source': 'sources/river-courier.html',
  }],
  [built('chinese'), {
    'chinese-front': 'index.html',
    'chinese-claim': 'claims/east-bank-doubled.html',
    'chinese-source': 'sources/lanxi-evening.html',
    'chinese-english-source': 'sources/valley-herald.html',
  }],
];

/** The README shows the top of a page; its pictures are small, as they are part of every clone. */
const readme = { width: 1280, height: 800 };

mkdirSync(join(folder, 'readme'), { recursive: true });
const context = await browser();
const page = await context.newPage();

for (const [site, kinds] of pages) {
  const server = await serve(site);
  /** Opens a page in a new tab: navigating to another fragment of the same file would not reload it. */
  const open = async (path) => {
    await page.goto('about:blank');
    const [file, anchor] = path.split('#');
    await page.goto(server.address(file) + (anchor ? `#${anchor}` : ''));
    await page.waitForTimeout(150);
  };
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    for (const [name, path] of Object.entries(kinds)) {
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        await open(path);
        if (name === 'search') {
          await page.keyboard.press('/');
          await page.keyboard.type('two billion');
          await page.waitForSelector('.search-results li');
          await page.waitForTimeout(300);
        }
        await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: name !== 'search' });
      }
    }
    if (site === demo) {
      await page.setViewportSize(readme);
      const ending = colorScheme === 'dark' ? '-dark' : '';
      for (const name of ['claim', 'source']) {
        await open(kinds[name]);
        // A source starts with its text: scrolled to a mark, it would start with half a line.
        await page.evaluate(() => {
          const text = document.querySelector('.captured')?.getBoundingClientRect();
          if (text) scrollTo(0, scrollY + text.top - 16);
        });
        await page.screenshot({ path: join(folder, 'readme', `${name}${ending}.png`) });
      }
    }
  }
  if (site === demo) {
    await page.emulateMedia({ colorScheme: 'light', media: 'print' });
    await open('print.html');
    await page.pdf({ path: join(folder, 'print.pdf'), preferCSSPageSize: true });
    await page.emulateMedia({ media: null });
  }
  await server.close();
}
await context.close();
try {
  execFileSync('pdftoppm', ['-r', '60', '-png', join(folder, 'print.pdf'), join(folder, 'print-page')]);
} catch {
  console.error('The pages of print.pdf are not converted to images: pdftoppm (poppler-utils) is not installed.');
}
