// The words that the editor selects on a source's page: what they are, where they are, and what they would match.

import { ask, phrase } from './dom.js';

/** The pieces of the article, in order; what is between them, such as the claims in the margin, is not part of the article. */
const texts = () => [...document.querySelectorAll('.captured .text')];

const headlines = () => [...document.querySelectorAll('article.source > header h1')];

/** What the page shows that is not text of the article: labels of images, and placeholders for objects. */
const OTHER = '.image';
const HOLE = /[\uFFFC]/gu;

/** The words of a range, without anything that is not text of the article. */
function wordsOf(range) {
  const holder = document.createElement('div');
  holder.append(range.cloneContents());
  for (const other of holder.querySelectorAll(OTHER)) other.remove();
  // A range inside a label contains none of its elements.
  const inside = range.commonAncestorContainer;
  const parent = inside.nodeType === Node.ELEMENT_NODE ? inside : inside.parentElement;
  return parent.closest(OTHER) ? '' : holder.textContent.replace(HOLE, '');
}

/** Code points other than white space, as the server counts them. */
const visible = (range) => [...wordsOf(range).replace(/\p{White_Space}/gu, '')].length;

/** The selected words of the article, or else of its headline, with the text before them; nothing if no word is selected. */
export function selected() {
  const selection = document.getSelection();
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return undefined;
  const range = selection.getRangeAt(0).cloneRange();
  for (const title of [false, true]) {
    const { text, before } = within(title ? headlines() : texts(), range);
    if (/[\p{L}\p{N}]/u.test(text)) return { text, before, title, range };
  }
  return undefined;
}

/**
 * The place of words of the article on this page, given how many of its characters precede them. Where the page shows something else, the
 * range is empty.
 */
export function rangeOf(before, text) {
  const isText = (letter) => !/[\p{White_Space}\uFFFC]/u.test(letter);
  const end = before + [...text].filter(isText).length;
  const range = document.createRange();
  let count = 0;
  for (const piece of texts()) {
    const walker = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest(OTHER)) continue;
      let at = 0;
      for (const letter of node.data) {
        if (isText(letter)) {
          if (count === before) range.setStart(node, at);
          count += 1;
        }
        at += letter.length;
        if (count === end) {
          range.setEnd(node, at);
          return range;
        }
      }
    }
  }
  return document.createRange();
}

/** The part of a range that is in some pieces of the page, and how many of their characters precede it. */
function within(pieces, range) {
  let before = 0;
  const parts = [];
  for (const piece of pieces) {
    const own = document.createRange();
    own.selectNodeContents(piece);
    const ended = range.compareBoundaryPoints(Range.START_TO_END, own) <= 0;
    const notBegun = range.compareBoundaryPoints(Range.END_TO_START, own) >= 0;
    if (ended || notBegun) {
      if (parts.length === 0) before += visible(own);
      continue;
    }
    const part = own.cloneRange();
    if (range.compareBoundaryPoints(Range.START_TO_START, own) > 0) part.setStart(range.startContainer, range.startOffset);
    if (range.compareBoundaryPoints(Range.END_TO_END, own) < 0) part.setEnd(range.endContainer, range.endOffset);
    if (parts.length === 0) {
      own.setEnd(part.startContainer, part.startOffset);
      before += visible(own);
    }
    parts.push(wordsOf(part));
  }
  return { text: parts.join('\n'), before };
}

/**
 * Calls back while a selection changes, however it is made: `moving` soon and often, `settled` when it rests and no button is pressed.
 */
export function watchSelection(moving, settled) {
  const OFTEN = 120;
  const REST = 250;
  let pressed = false;
  let timer;
  let next;
  const changed = () => {
    next ??= setTimeout(() => {
      next = undefined;
      moving(pressed);
    }, OFTEN);
    clearTimeout(timer);
    if (!pressed) timer = setTimeout(settled, REST);
  };
  document.addEventListener('selectionchange', changed);
  document.addEventListener('pointerdown', () => (pressed = true), true);
  for (const name of ['pointerup', 'pointercancel']) {
    document.addEventListener(name, () => {
      pressed = false;
      changed();
    }, true);
  }
  // Words may have been selected before this script ran.
  changed();
}

/** Asks the server what selected words would match in a source; the last answer is kept. */
export class Matcher {
  #source;
  #asked;
  #answer;

  constructor(source) {
    this.#source = source;
  }

  /** The passage that the words make. Fails with the reason why they make none. */
  match({ text, before, title }) {
    const key = JSON.stringify([text, before, title]);
    if (key !== this.#asked) {
      this.#asked = key;
      this.#answer = ask('passage', { source: this.#source, text, before, title });
      // Words may match after the source has changed.
      this.#answer.catch(() => (this.#asked = undefined));
    }
    return this.#answer;
  }
}

/** What a picked passage matches, in a sentence. */
export function matched({ times, prefix, suffix }) {
  if (prefix) return phrase('times_prefix', { count: times, words: prefix });
  if (suffix) return phrase('times_suffix', { count: times, words: suffix });
  return phrase('once');
}
