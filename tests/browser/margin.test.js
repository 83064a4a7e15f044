// On a source's page: the notes beside the text, the marks and their numbers, and the way from one to the other.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { built, demo, launch } from './site.js';

let browser;

before(async () => {
  browser = await launch();
});
after(() => browser.close());

const many = built('many');
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };

/** A page in a new context, and the work done with it. */
async function on(options, work) {
  const context = await browser.newContext(options);
  try {
    return await work(await context.newPage());
  } finally {
    await context.close();
  }
}

/** The contrast ratio of two colours as computed styles give them (WCAG 2.2). */
function contrast(a, b) {
  const luminance = (colour) => {
    const [red, green, blue] = colour.match(/[\d.]+/g).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Source pages with their text, and one of their passages each. */
const targets = [demo, many].flatMap((site) => {
  const shown = site.json('data/passages.json').filter(({ source, field }) => field === 'body' && site.text(`sources/${source}.html`).includes('class="captured"'));
  return [...new Map(shown.map((passage) => [passage.source, passage])).values()].map((passage) => ({ site, passage }));
});

test('a link to a passage lights its note, with and without a script', async () => {
  assert.ok(targets.length >= 3, `only ${targets.length} sources`);
  for (const javaScriptEnabled of [true, false]) {
    await on({ viewport: WIDE, javaScriptEnabled }, async (page) => {
      for (const { site, passage } of targets) {
        await page.goto('about:blank');
        await page.goto(site.address(passage.href));
        const rows = await page.locator('.captured .cited-by li').evaluateAll((rows, anchor) =>
          rows.map((row) => ({
            cites: row.dataset.passages.split(' ').includes(anchor),
            lit: getComputedStyle(row).backgroundColor !== 'rgba(0, 0, 0, 0)',
            seen: row.checkVisibility() && row.getBoundingClientRect().width > 0,
          })), passage.anchor);
        assert.equal(rows.filter(({ lit }) => lit).length, 1, passage.href);
        assert.ok(rows.every(({ cites, lit, seen }) => cites === lit && seen), passage.href);
      }
    });
  }
});

test('on a phone the note opens below its paragraph, with the way back', async () => {
  for (const javaScriptEnabled of [true, false]) {
    await on({ viewport: PHONE, javaScriptEnabled }, async (page) => {
      for (const { site, passage } of targets) {
        await page.goto('about:blank');
        await page.goto(site.address(passage.href));
        const note = page.locator(`.cited-by li[data-passages~="${passage.anchor}"]`);
        await note.waitFor();
        const below = await note.evaluate((row) => row.getBoundingClientRect().top >= row.closest('.block').querySelector('.text').getBoundingClientRect().bottom);
        assert.ok(below, passage.href);
        assert.match(await note.locator('.back').getAttribute('href'), new RegExp(`/claims/${passage.claim}\\.html#passage-`));
        assert.equal(await note.locator('.back').innerText(), 'back to the claim');
        assert.ok(await note.locator('.verdict').isVisible());
      }
    });
  }
});

test('a tap on cited words opens their note and keeps the page where it is', async () => {
  await on({ viewport: PHONE, hasTouch: true }, async (page) => {
    await page.goto(many.address('sources/inquiry-report.html'));
    const mark = page.locator('.captured mark[id]').first();
    await mark.scrollIntoViewIfNeeded();
    const anchor = await mark.getAttribute('id');
    const note = page.locator(`.cited-by li[data-passages~="${anchor}"]`);
    assert.equal(await note.isVisible(), false);
    const before = await mark.evaluate((mark) => mark.getBoundingClientRect().top);
    await mark.tap({ position: { x: 30, y: 8 } });
    await note.waitFor();
    assert.ok(page.url().endsWith(`#${anchor}`), page.url());
    // It scrolls no further than to show the note.
    const shown = await page.waitForFunction(([anchor, height]) => {
      const { bottom } = document.querySelector(`.cited-by li[data-passages~="${anchor}"]`).getBoundingClientRect();
      return bottom <= height + 1 && { bottom, top: document.getElementById(anchor).getBoundingClientRect().top };
    }, [anchor, PHONE.height]);
    const { top, bottom } = await shown.jsonValue();
    assert.ok(Math.abs(top - before) < 1 || bottom > PHONE.height - 2, `${before} ${top} ${bottom}`);
  });
});

test('numbers stay readable on a mark that is lit, and apart from each other', async () => {
  for (const colorScheme of ['light', 'dark']) {
    await on({ viewport: WIDE, colorScheme }, async (page) => {
      for (const { site, passage } of targets) {
        await page.goto('about:blank');
        await page.goto(site.address(passage.href));
        const numbers = await page.locator('.captured mark[data-number]').evaluateAll((marks) =>
          marks.map((mark) => ({ colour: getComputedStyle(mark, '::before').color, ground: getComputedStyle(mark).backgroundColor, of: mark.dataset.passages.split(' ') })));
        const { ground } = numbers.find(({ of }) => of.includes(passage.anchor));
        const lit = numbers.filter((number) => number.ground === ground);
        assert.ok(lit.length < numbers.length || numbers.length === 1, passage.href);
        for (const { colour, ground } of lit) assert.ok(contrast(colour, ground) >= 4.5, `${passage.href}: ${colour} on ${ground}`);
        const joined = await page.locator('.passage-anchor').evaluateAll((anchors) => anchors.filter((anchor) => !/[,]/.test(getComputedStyle(anchor, '::after').content)).length);
        assert.equal(joined, 0, `${passage.href}: numbers run together`);
      }
    });
  }
});

test('notes are level with their paragraphs, below each other, and short where they are many', async () => {
  await on({ viewport: WIDE }, async (page) => {
    for (const [path, dense] of [[demo.address('sources/coincurb.html'), true], [many.address('sources/inquiry-report.html'), false]]) {
      await page.goto(path);
      const notes = await page.locator('.captured .cited-by').evaluateAll((notes) =>
        notes.map((note) => {
          const box = note.getBoundingClientRect();
          return { off: box.top - note.parentElement.getBoundingClientRect().top, top: box.top, bottom: box.bottom };
        }));
      assert.ok(notes.every(({ off }) => off > -1 && off < 200), `${path}: ${notes.map(({ off }) => Math.round(off))}`);
      assert.ok(notes.every(({ top }, i) => i === 0 || top >= notes[i - 1].bottom), path);
      assert.equal(await page.locator('.captured.dense').count(), dense ? 1 : 0, path);
    }
  });
});

test('the line under cited words has the shape of their stance', async () => {
  await on({ viewport: WIDE }, async (page) => {
    await page.goto(demo.address('sources/coincurb.html'));
    const shapes = await page.locator('mark.passage').evaluateAll((marks) =>
      marks.map((mark) => [[...mark.classList].find((name) => name.startsWith('stance-')), getComputedStyle(mark).textDecorationStyle].join(' ')));
    assert.deepEqual([...new Set(shapes)].sort(), [
      'stance-attributes dashed',
      'stance-context dotted',
      'stance-contradicts double',
      'stance-several wavy',
      'stance-supports solid',
    ]);
  });
});
