// The passage picker. On a source's page it offers to make a passage of the words that the editor selects, and says while they select what
// the words would match; on a claim's page it changes the passages of its note. The tray is on every page, the review on those of sources.

import { address, box, here, inWords, make, overlay, phrase, unpublished, verdicts } from './dom.js';
import { Graph } from './graph.js';
import { Passage, WAYS } from './passage.js';
import { Passages } from './passages.js';
import { Review } from './review.js';
import { Matcher, matched, selected, watchSelection } from './selection.js';
import { Tray } from './tray.js';
import { Unexamined } from './unexamined.js';

/**
 * Sets up what this page can do. Returns whether the editor is writing in it, and a function that shows them a message.
 */
export function picker(bar, say, idle) {
  const worded = make('div', { className: 'picking', ...inWords });
  bar.prepend(worded);
  const tray = new Tray(worded, say, idle);
  const page = ofSource(worded, { tray, say, idle }) ?? ofClaim(worded, { say, idle });
  const review = reviewOf(worded, { say, idle });
  // The pages of single notes have buttons enough of their own; those over all briefs of a desk have no brief to draw.
  const graph = /^(sources|claims)\//.test(here) || verdicts.length === 0 ? undefined : new Graph(worded);
  const parts = [tray, page, review].filter(Boolean);
  return {
    busy: () => parts.some((part) => part.busy()),
    tell: (text) => parts.find((part) => part.busy())?.tell(text),
    refreshed: () => {
      review?.refreshed();
      graph?.refreshed();
    },
  };
}

/** The id of the source whose page this is, and its article. */
function sourcePage() {
  const id = /^sources\/([^/]+)\.html$/.exec(here)?.[1];
  const article = document.querySelector('article.source');
  return id && article ? { id, article } : undefined;
}

/** The part for a source's page. */
function ofSource(bar, { tray, say, idle }) {
  const { id, article } = sourcePage() ?? {};
  if (!id) return undefined;
  const whole = location.search === '?whole';
  if (!whole && !document.querySelector('.captured:not(.excerpts)')) {
    headline(article, `${phrase('only_excerpts')} `, phrase('pick_whole'), '?whole');
    return undefined;
  }
  if (whole && unpublished) headline(article, `${phrase('unpublished')} `, phrase('all_sources'), address('sources.html'));
  else if (whole) headline(article, `${phrase('whole_text')} `, phrase('as_readers'), location.pathname);

  const matcher = new Matcher(id);
  const passage = new Passage(id, matcher, { tray, say, idle });
  const open = (way, words) => {
    offer.hide();
    if (way === 'tray' && words) gather(words);
    else passage.open(way, words);
  };
  /** Puts words into the tray at once; if they make no passage, the panel says why. */
  const gather = async (words) => {
    try {
      const { quote, prefix, suffix, field, title, foreign, id: suggested } = await matcher.match(words);
      tray.put({ source: id, quote, prefix, suffix, field, title, foreign, suggested });
    } catch {
      passage.open('tray', words);
    }
  };
  const offer = new Offer(matcher, (way) => open(way, selected()));
  const button = make('button', { type: 'button', className: 'pick', title: 'Ctrl+Enter' }, phrase('pick'));
  button.addEventListener('click', () => open('add', selected()));
  // The words stay selected while the button is pressed.
  button.addEventListener('pointerdown', (event) => event.preventDefault());
  bar.prepend(button);
  new Unexamined(id, bar, (words) => {
    const shown = document.getSelection();
    shown.removeAllRanges();
    shown.addRange(words.range);
    words.range.startContainer.parentElement?.scrollIntoView({ block: 'center' });
    open('start', words);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
    const words = selected();
    if (!words) return;
    event.preventDefault();
    open(event.shiftKey ? 'tray' : 'add', words);
  });
  watchSelection(
    (pressed) => {
      const words = selected();
      if (words && !passage.busy()) offer.show(words, pressed);
    },
    () => {
      const words = selected();
      if (words) offer.show(words);
      else offer.hide();
    },
  );
  return passage;
}

/** The review of a source, on its page. */
function reviewOf(bar, { say, idle }) {
  const { id, article } = sourcePage() ?? {};
  return id && new Review(id, article, bar, { say, idle });
}

/** The part for a claim's page. */
function ofClaim(bar, { say, idle }) {
  const id = /^claims\/([^/]+)\.html$/.exec(here)?.[1];
  return id && new Passages(id, bar, { say, idle });
}

/** What selected words would match, and the actions for them, shown beside them, or at the lower edge of small screens. */
class Offer {
  #matcher;
  #shown;
  #match = make('p', { className: 'would-match', role: 'status' });
  #actions = make('div', { className: 'actions' });
  #element = make('div', { className: 'offer', role: 'group', ariaLabel: phrase('with_words'), hidden: true, ...inWords }, this.#match, this.#actions);

  constructor(matcher, choose) {
    this.#matcher = matcher;
    for (const way of WAYS) {
      const button = make('button', { type: 'button', value: way, ...(way === 'tray' ? { title: 'Ctrl+Shift+Enter' } : {}) }, phrase(way));
      button.addEventListener('click', () => choose(way));
      this.#actions.append(button);
    }
    this.#actions.append(make('kbd', {}, 'Ctrl+Enter'));
    // The words stay selected while a button is pressed.
    this.#element.addEventListener('pointerdown', (event) => event.preventDefault());
    this.#element.addEventListener('mousedown', (event) => event.preventDefault());
    overlay.append(this.#element);
  }

  /** `moving`: the words are still being selected, so there is nothing to press yet. */
  async show(words, moving = false) {
    const key = `${words.before} ${words.text}`;
    this.#element.classList.toggle('moving', moving);
    this.#element.hidden = false;
    this.#place(words.range);
    if (key === this.#shown) return;
    this.#shown = key;
    const [text, lang, failed] = await this.#matcher.match(words).then(
      (picked) => [describe(picked, words.text), undefined, false],
      (error) => [[error.message], 'en', true],
    );
    // Other words may have been selected before this answer arrived.
    if (this.#shown !== key) return;
    this.#match.replaceChildren(...text);
    if (lang) this.#match.lang = lang;
    else this.#match.removeAttribute('lang');
    this.#match.classList.toggle('failed', failed);
    if (!this.#element.hidden) this.#place(words.range);
  }

  #place(range) {
    const GAP = 8;
    const words = range.getBoundingClientRect();
    const { width, height } = this.#element.getBoundingClientRect();
    // Below the words if there is room, otherwise above them.
    const below = words.bottom + GAP + height < innerHeight;
    const top = below ? words.bottom + GAP : Math.max(words.top - GAP - height, GAP);
    const left = Math.max(Math.min(words.left, document.documentElement.clientWidth - width - GAP), GAP);
    this.#element.style.top = `${Math.round(top + scrollY)}px`;
    this.#element.style.left = `${Math.round(left + scrollX)}px`;
  }

  hide() {
    this.#element.hidden = true;
    this.#shown = undefined;
    this.#match.replaceChildren();
  }
}

/** What words match: the passage if it has other words than were selected, how it is found, and what may mislead in it. */
function describe(picked, text) {
  const close = (words) => words.replace(/\s+/gu, '');
  const { quote, cautions } = picked;
  const MAX_SHOWN = 120;
  const letters = [...quote];
  const shown = letters.length > MAX_SHOWN ? `${letters.slice(0, MAX_SHOWN / 2).join('')} … ${letters.slice(-MAX_SHOWN / 2).join('')}` : quote;
  const other = close(quote) === close(text) ? [] : [make('q', { dir: 'auto' }, shown), ' '];
  return [...other, matched(picked), ...cautions.map((caution) => make('span', { className: 'caution', lang: 'en' }, caution))];
}

/** A line above the article. */
function headline(article, text, link, href) {
  const { host, root } = box();
  root.append(make('p', { className: 'headline', ...inWords }, text, make('a', { href }, link)));
  const head = article.querySelector('header');
  if (head) head.after(host);
  else article.prepend(host);
}
