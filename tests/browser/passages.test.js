// Every passage link lands on its mark, and the way back leads to its card: in a browser, straight from disk, without JavaScript.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { address, browser, files, json } from './site.js';

let context;
let page;

before(async () => {
  context = await browser();
  page = await context.newPage();
});
after(() => context.close());

const words = (text) => text.replace(/\s+/g, '');

test('each passage link lands on its mark, which holds the quoted words', async () => {
  const passages = json('data/passages.json');
  assert.ok(passages.length > 20, `only ${passages.length} passages`);
  for (const passage of passages) {
    await page.goto('about:blank');
    await page.goto(address(passage.href));
    const found = await page.evaluate((key) => {
      const look = (element) => {
        const { backgroundColor, outlineStyle, boxShadow } = getComputedStyle(element);
        return [backgroundColor, outlineStyle, boxShadow].join();
      };
      const target = document.querySelector(':target');
      const marks = [...document.querySelectorAll('mark')].filter((mark) => mark.dataset.passages.split(' ').includes(key));
      const mark = target?.matches('mark') ? target : marks[0];
      const box = mark?.getBoundingClientRect();
      const plain = [...document.querySelectorAll('mark')].find((other) => !marks.includes(other));
      const block = mark.closest('.block');
      return {
        target: target?.id,
        text: marks.map((mark) => mark.textContent).join(''),
        first: marks[0] === mark,
        visible: box && box.bottom > 0 && box.top < innerHeight && box.width > 0,
        // All its pieces in the block that it begins in are lit, and no other mark is.
        meant: !plain || (look(mark) !== look(plain) && marks.every((piece) => piece.closest('.block') !== block || look(piece) === look(mark))),
      };
    }, passage.anchor);
    const quoted = passage.parts.map((part) => part.exact).join('');
    assert.equal(found.target, passage.anchor, passage.href);
    assert.equal(words(found.text), words(quoted), `${passage.href} marks other words`);
    assert.ok(found.first && found.visible, `${passage.href} does not land on its mark`);
    assert.ok(found.meant, `${passage.href}: the mark that is meant looks like any other`);
  }
});

test('each card on a claim page is reached from its mark and from the analysis', async () => {
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

test('no page scrolls sideways on a phone, asks the network for anything or reports a problem', async () => {
  const problems = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && problems.push(message.text()));
  page.on('request', (request) => request.url().startsWith('file:') || problems.push(`asked for ${request.url()}`));
  for (const width of [320, 360, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    // A missing page is served under any address, so its links begin at the site's own, not at the disk's.
    for (const path of files('.html').filter((path) => path !== '404.html')) {
      await page.goto(address(path));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) problems.push(`${path} is ${wide} px too wide at ${width}`);
    }
  }
  assert.deepEqual([...new Set(problems)], []);
});
