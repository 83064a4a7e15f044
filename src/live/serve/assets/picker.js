// The passage picker on a source's page: it offers to make a passage of the words that the editor selects.

import { box, make, overlay, unpublished } from './dom.js';
import { Passage } from './passage.js';

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

/**
 * Sets up the picker if the page is a source's. Returns whether the editor is writing in it, and a function that shows them a message.
 */
export function picker(bar, say, idle) {
  const id = /^\/sources\/([^/]+)\.html$/.exec(location.pathname)?.[1];
  const article = document.querySelector('article.source');
  if (!id || !article) return undefined;
  const whole = location.search === '?whole';
  if (!whole && !document.querySelector('.captured:not(.excerpts)')) {
    headline(article, 'Readers see only excerpts of this source. ', 'Pick from the whole text', '?whole');
    return undefined;
  }
  if (whole && unpublished) headline(article, 'Readers do not see this source: no published claim cites it. Here is its text, to pick passages from. ', 'All sources', '/sources.html');
  else if (whole) headline(article, 'This is the whole text, to pick passages from. ', 'See what readers see', location.pathname);

  const passage = new Passage(id, say, idle);
  const open = (way, words) => {
    offer.hide();
    passage.open(way, words);
  };
  const offer = new Offer((way) => open(way, selected()));
  const button = make('button', { type: 'button', className: 'pick', title: 'Ctrl+Enter' }, 'Pick a passage');
  button.addEventListener('click', () => open('add', selected()));
  // The words stay selected while the button is pressed.
  button.addEventListener('pointerdown', (event) => event.preventDefault());
  bar.prepend(button);
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
    const words = selected();
    if (!words) return;
    event.preventDefault();
    open('add', words);
  });
  watch(() => {
    const words = selected();
    if (words) offer.show(words.range);
    else offer.hide();
  });
  return passage;
}

/** Calls back when a selection is finished, however it was made. */
function watch(settled) {
  const REST = 250;
  let pressed = false;
  let timer;
  const soon = () => {
    clearTimeout(timer);
    if (!pressed) timer = setTimeout(settled, REST);
  };
  document.addEventListener('selectionchange', soon);
  document.addEventListener('pointerdown', () => (pressed = true), true);
  for (const name of ['pointerup', 'pointercancel']) {
    document.addEventListener(name, () => {
      pressed = false;
      soon();
    }, true);
  }
  // Words may have been selected before this script ran.
  soon();
}

/** The selected words of the article, or else of its headline, with the text before them; nothing if no word is selected. */
function selected() {
  const selection = document.getSelection();
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return undefined;
  const range = selection.getRangeAt(0).cloneRange();
  for (const title of [false, true]) {
    const { text, before } = within(title ? headlines() : texts(), range);
    if (/[\p{L}\p{N}]/u.test(text)) return { text, before, title, range };
  }
  return undefined;
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

/** The actions for selected words, shown beside them, or at the lower edge of small screens. */
class Offer {
  #element = make('div', { className: 'offer', role: 'group', ariaLabel: 'With the selected words', hidden: true });

  constructor(choose) {
    const ways = { add: 'Add to a claim', start: 'Start a new claim', yaml: 'As YAML' };
    for (const [way, label] of Object.entries(ways)) {
      const button = make('button', { type: 'button' }, label);
      button.addEventListener('click', () => choose(way));
      this.#element.append(button);
    }
    this.#element.append(make('kbd', {}, 'Ctrl+Enter'));
    // The words stay selected while a button is pressed.
    this.#element.addEventListener('pointerdown', (event) => event.preventDefault());
    this.#element.addEventListener('mousedown', (event) => event.preventDefault());
    overlay.append(this.#element);
  }

  show(range) {
    const GAP = 8;
    this.#element.hidden = false;
    const words = range.getBoundingClientRect();
    const { width, height } = this.#element.getBoundingClientRect();
    // Below the words if there is room, otherwise above them.
    const below = words.bottom + GAP + height < innerHeight;
    const top = below ? words.bottom + GAP : Math.max(words.top - GAP - height, GAP);
    const left = Math.min(Math.max(words.left, GAP), document.documentElement.clientWidth - width - GAP);
    this.#element.style.top = `${Math.round(top + scrollY)}px`;
    this.#element.style.left = `${Math.round(left + scrollX)}px`;
  }

  hide() {
    this.#element.hidden = true;
  }
}

/** A line above the article. */
function headline(article, text, link, href) {
  const { host, root } = box();
  root.append(make('p', { className: 'headline' }, text, make('a', { href }, link)));
  const head = article.querySelector('header');
  if (head) head.after(host);
  else article.prepend(host);
}
