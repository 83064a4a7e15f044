// Selecting words on a source's page as editors do, and what that changes in a note.

import assert from 'node:assert/strict';

/** Runs on a page: the range from the first letter of `first` to the last of `last`, in the article or its headline. */
export const findRange = ([first, last]) => {
  const range = document.createRange();
  let started = false;
  for (const text of document.querySelectorAll('.source > header h1, .captured .text')) {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const start = started ? -1 : node.data.indexOf(first);
      if (start >= 0) {
        range.setStart(node, start);
        started = true;
      }
      const end = started ? node.data.indexOf(last, Math.max(start, 0)) : -1;
      if (end >= 0) {
        range.setEnd(node, end + last.length);
        range.startContainer.parentElement.scrollIntoView({ block: 'center', behavior: 'instant' });
        window.range = range;
        return [...range.getClientRects()].filter(({ width }) => width > 1).map(({ left, right, top, bottom }) => ({ left, right, y: (top + bottom) / 2 }));
      }
    }
  }
  throw new Error(`the article does not contain ${first} … ${last}`);
};

/** Selects from the words `first` to the words `last`, as with a browser's caret. */
export async function select(page, first, last = first) {
  await page.evaluate(findRange, [first, last]);
  await page.evaluate(() => {
    getSelection().removeAllRanges();
    getSelection().addRange(window.range);
  });
  await page.locator('.offer').waitFor();
}

/** The text that was added to `old` in one place to make `fresh`; fails if anything else changed. */
export function added(old, fresh) {
  let start = 0;
  while (start < old.length && old[start] === fresh[start]) start += 1;
  const tail = old.length - start;
  assert.equal(fresh.slice(0, start) + fresh.slice(fresh.length - tail), old);
  return fresh.slice(start, fresh.length - tail);
}
