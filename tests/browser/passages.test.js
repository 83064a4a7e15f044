// Every passage link leads to its mark, and the link back to its card: in a browser, from disk, without JavaScript.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { address, browser, built, demo, files, json, pages } from './site.js';

let context;
let page;

before(async () => {
  context = await browser();
  page = await context.newPage();
});
after(() => context.close());

const words = (text) => text.replace(/\s+/g, '');

const readings = built('readings');
/** Superscript digits match ordinary ones; the line between two cells is not text. */
const shown = (text) => words(text.normalize('NFKC').replaceAll(' | ', ''));

for (const [site, least] of [[demo, 20], [readings, 16]]) {
  test(`${site.name}: each passage link leads to its mark, which contains the quoted words`, async () => {
    // A source that is not shown has no marks.
    const passages = site.json('data/passages.json').filter(({ source }) => site.text(`sources/${source}.html`).includes('class="captured'));
    assert.ok(passages.length > least, `only ${passages.length} passages`);
    for (const passage of passages) {
      await page.goto('about:blank');
      await page.goto(site.address(passage.href));
      const found = await page.evaluate((key) => {
        const look = (element) => {
          const { backgroundColor, outlineStyle, boxShadow } = getComputedStyle(element);
          // Superscript digits are smaller, and so is what is around them.
        return [backgroundColor, outlineStyle, boxShadow.replace(/[\d.]+px/g, '')].join();
        };
        const target = document.querySelector(':target');
        const marks = [...document.querySelectorAll('mark')].filter((mark) => mark.dataset.passages.split(' ').includes(key));
        const mark = target?.matches('mark') ? target : marks[0];
        const box = mark?.getBoundingClientRect();
        const plain = [...document.querySelectorAll('mark')].find((other) => !marks.includes(other));
        const block = mark.closest('.block, h1');
        return {
          target: target?.id,
          text: marks.map((mark) => mark.textContent).join(''),
          first: marks[0] === mark,
          inTitle: mark.closest('h1') !== null,
          visible: box && box.bottom > 0 && box.top < innerHeight && box.width > 0,
          // All its pieces in its first block are highlighted, and no other mark is.
          meant: !plain || (look(mark) !== look(plain) && marks.every((piece) => piece.closest('.block, h1') !== block || look(piece) === look(mark))),
        };
      }, passage.anchor);
      const quoted = passage.parts.map((part) => part.exact ?? passage.quote).join('');
      assert.equal(found.target, passage.anchor, passage.href);
      assert.equal(shown(found.text), shown(quoted), `${passage.href} marks other words`);
      assert.equal(found.inTitle, passage.field === 'title', passage.href);
      assert.ok(found.first && found.visible, `${passage.href} does not land on its mark`);
      assert.ok(found.meant, `${passage.href}: the mark that is meant looks like any other`);
    }
  });
}

test('each card on a claim page is linked from its mark and from the analysis', async () => {
  for (const { claim, passage } of json('data/passages.json')) {
    await page.goto('about:blank');
    await page.goto(address(`claims/${claim}.html#passage-${passage}`));
    const visible = await page.evaluate(() => {
      const box = document.querySelector(':target')?.getBoundingClientRect();
      return box && box.bottom > 0 && box.top < innerHeight;
    });
    assert.ok(visible, `claims/${claim}.html#passage-${passage}`);
  }
});

test('a claim that cites the headline is listed under it, and the link back leads to its card', async () => {
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(readings.address('sources/pond-survey.html'));
    await page.locator('header .cited-by summary').click();
    await page.locator('header .cited-by .claim-words').click();
    await page.waitForURL(/claims\/pond-poisoned\.html#passage-headline$/);
    await page.locator('.passage-card:target .ways', { hasText: 'In the headline' }).waitFor();
  }
});

test('a card shows what is struck, omitted and inserted, without bidirectional control characters', async () => {
  const card = (id) => page.locator(`#passage-${id}`);
  await page.goto(readings.address('claims/pond-poisoned.html'));
  const gap = card('laboratories').locator('figure details.left-out');
  assert.ok(!(await gap.locator('p').isVisible()));
  await gap.locator('summary', { hasText: '55 words left out' }).click();
  await gap.getByText('the one in the capital').waitFor();
  // A short omission is shown in place; an insertion is marked as the newsroom's.
  assert.match(await card('birthday').locator('figure > blockquote').innerText(), /Anna Kell said last year \[in 2023\].*, whatever the weather, on her birthday/s);
  await card('birthday').getByText('Added by the editors: [in 2023]').waitFor();
  await card('vote').getByText('Across paragraphs').waitFor();
  // For a source that is not shown, only the number of omitted words is given.
  await card('rent').locator('figure').getByText('9 words left out').waitFor();
  assert.equal(await card('rent').locator('details.left-out').count(), 0);

  await page.goto(readings.address('claims/closed-and-repaired.html'));
  assert.deepEqual(await card('struck').locator('figure > blockquote').locator('del').allInnerTexts(), ['quite', 'The whole pond was closed in May.']);
  assert.equal(await card('struck').locator('del mark').first().innerText(), 'The whole pond was closed in May.');
  await card('struck').getByText('Struck through in the source').waitFor();
  assert.equal(await card('initial').locator('.inserted').count(), 0);
  await page.goto(readings.address('sources/pond-survey.html#closed-and-repaired--struck-word'));
  assert.ok(await page.locator('del mark:target, del .passage-anchor:target').count());

  for (const path of readings.files('.html').filter((path) => path !== 'sources/warden-log.html')) {
    const text = readings.text(path).replace(/<details class="note">[^]*?<\/details>/, '');
    assert.ok(!/[\u202A-\u202E\u2066-\u2069]|&#x20[26]/i.test(text), `${path} contains bidirectional control characters`);
  }
});

test('no page scrolls sideways on a phone, makes a network request or logs a problem', async () => {
  const problems = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && problems.push(message.text()));
  page.on('request', (request) => request.url().startsWith('file:') || problems.push(`asked for ${request.url()}`));
  for (const width of [320, 360, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    // 404.html is served at any address, so its links are absolute and do not work from disk.
    for (const path of pages().filter((path) => path !== '404.html')) {
      await page.goto(address(path));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) problems.push(`${path} is ${wide} px too wide at ${width}`);
    }
  }
  assert.deepEqual([...new Set(problems)], []);
});
