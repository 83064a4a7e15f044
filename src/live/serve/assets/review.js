// The review of a source on its page: doubtful blocks in their place, to be kept or removed, the saved page beside the article, and the
// metadata as a form. The blocks are in shadow roots, so that neither the theme nor the picker takes them for text of the article.

import { Sheet, ask, box, inWords, make, phrase } from './dom.js';
import { Metadata } from './metadata.js';

/** What survives a reload of this page: read once, then deleted. */
const KEPT = `citeback review ${location.pathname}`;

/** A phrase of the review. */
const words = (name, values) => phrase(`review_${name}`, values);

/** What a block is, which the file says in English; what an editor has written there by hand stays as it is. */
function partName(what) {
  const name = `part_${what.replace(/\W/g, '_')}`;
  const wording = words(name);
  return wording === `review_${name}` ? what : wording;
}

function button(text, act, given = {}) {
  const element = make('button', { type: 'button', ...given }, text);
  element.addEventListener('click', act);
  return element;
}

export class Review {
  #source;
  #say;
  #idle;
  #found;
  #undo;
  #rows = [];
  #way = 'metadata';
  #strip = make('div', { className: 'headline', role: 'region', ariaLabel: words('title'), hidden: true, ...inWords });
  #open = button(words('title'), () => (this.#sheet.shown ? this.#sheet.close() : this.#enter()), { className: 'review-button', hidden: true, 'aria-expanded': 'false' });
  #back = button(phrase('undo'), () => this.#reverse(), { className: 'review-undo', hidden: true });
  #ways = make('div', { className: 'ways', role: 'group', ariaLabel: words('title') });
  #original = make('div', { className: 'original' });
  #metadata = new Metadata((fields) => this.#save(fields));
  #sheet = Sheet.worded('review', words('title'), this.#ways, this.#original, this.#metadata.element);
  /** A second Escape in a row discards what was typed. */
  #warned = false;

  constructor(source, article, bar, { say, idle }) {
    this.#source = source;
    this.#say = say;
    this.#idle = idle;
    bar.prepend(this.#open, this.#back);
    const { host, root } = box();
    root.append(this.#strip);
    const head = article.querySelector('header');
    if (head) head.after(host);
    else article.prepend(host);
    this.#sheet.closing = () => this.#mayClose();
    this.#sheet.closed = () => {
      this.#open.ariaExpanded = 'false';
      makeRoom(false);
      this.#idle();
    };
    this.#metadata.element.addEventListener('input', () => (this.#warned = false));
    addEventListener('pagehide', () => this.#remember());
    this.#begin();
  }

  /** Whether a reload of the page would lose something. */
  busy() {
    return this.#sheet.shown && this.#metadata.dirty;
  }

  tell(text) {
    this.#metadata.tell(this.#warned ? `${phrase('unsaved')} ${text}` : text);
  }

  /** The site has changed, and this page has not: what is removed from a source is not on its page. */
  async refreshed() {
    try {
      this.#take(await ask(this.#address), this.#undo);
    } catch {
      // The source is gone, which the page will show.
    }
  }

  get #address() {
    return `review?source=${encodeURIComponent(this.#source)}`;
  }

  async #begin() {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? '{}');
    sessionStorage.removeItem(KEPT);
    try {
      this.#take(await ask(this.#address), kept.undo);
    } catch {
      // There is nothing to review, such as on the page of a source that cannot be read.
      return;
    }
    this.#open.hidden = false;
    if (kept.way) {
      this.#way = kept.way;
      this.#enter(kept.focus !== undefined || kept.back);
    }
    if (kept.focus !== undefined) this.#focus(kept.focus, kept.keep);
    else if (kept.back) this.#back.focus();
  }

  /** Takes over what there is to review as the server has it now. */
  #take(found, undo = found.undo ?? undefined) {
    this.#found = found;
    this.#undo = undo;
    this.#back.hidden = undo === undefined;
    const focused = this.#focused();
    for (const row of this.#rows) row.remove();
    this.#rows = found.blocks.map((block, i) => this.#row(block, i));
    this.#drawStrip();
    if (focused) this.#focus(focused.index, focused.keep, false);
    if (!this.busy()) this.#metadata.show(found);
    if (this.#sheet.shown) this.#draw();
  }

  #drawStrip() {
    const count = this.#found.blocks.length;
    const placed = this.#rows.some((row) => row.isConnected);
    const tools = placed
      ? [
          button(words('first'), () => this.#focus(0, true)),
          ...(count > 1 ? [button(words('keep_all'), () => this.#decide(undefined, true)), button(words('remove_all'), () => this.#decide(undefined, false))] : []),
          ...(this.#found.original ? [button(words('original'), () => this.#enter(false, 'original'), { value: 'original' })] : []),
        ]
      : [make('a', { href: '?whole' }, words('in_whole'))];
    this.#strip.hidden = count === 0;
    this.#strip.replaceChildren(make('p', {}, words('blocks', { count })), make('div', { className: 'tools' }, ...tools));
  }

  /** Shows a doubtful block in its place in the article, if the page shows the whole article. */
  #row({ what, html, before }, index) {
    const count = this.#found.blocks.length;
    const place = { number: index + 1, count };
    const { host, root } = box();
    const row = make('div', { className: 'block' }, make('div', { className: 'text' }, host));
    row.dataset.citeback = 'doubtful';
    const article = document.querySelector('.captured:not(.excerpts)');
    if (!article) return row;
    const own = [...article.children].filter((child) => child.classList.contains('block') && !child.dataset.citeback);
    const example = own[0]?.querySelector('.text');
    const shown = make('div', { className: 'words', lang: example?.lang || document.documentElement.lang, dir: example?.dir || document.documentElement.dir });
    // Made by the same code as the article on this page, which keeps nothing of a source but its words.
    shown.innerHTML = html;
    if (example) shown.style.font = getComputedStyle(example).font;
    const tools = [true, false].map((keep) => button(words(keep ? 'keep' : 'remove'), () => this.#decide(index, keep), { value: keep ? 'keep' : 'remove' }));
    const label = make('p', {}, words('block', place), ' ', make('span', { className: 'quiet' }, partName(what)));
    root.append(
      make('section', { className: 'doubtful', role: 'group', ariaLabel: words('block', place), ...inWords }, make('header', {}, label, make('div', { className: 'tools' }, ...tools)), shown),
    );
    if (own[before]) own[before].before(row);
    else article.append(row);
    return row;
  }

  /** The block whose button has the focus, if any. */
  #focused() {
    const index = this.#rows.findIndex((row) => row.contains(document.activeElement));
    return index < 0 ? undefined : { index, keep: document.activeElement.shadowRoot?.activeElement?.value === 'keep' };
  }

  #focus(index, keep, scroll = true) {
    const row = this.#rows[Math.min(index, this.#rows.length - 1)];
    const host = row?.isConnected ? row.querySelector('citeback-desk') : undefined;
    if (!host) {
      this.#back.focus();
      return;
    }
    if (scroll) row.scrollIntoView({ block: 'center', behavior: 'instant' });
    host.shadowRoot.querySelector(`button[value="${keep ? 'keep' : 'remove'}"]`).focus({ preventScroll: !scroll });
  }

  async #decide(block, keep) {
    const { seen } = this.#found;
    try {
      this.#take(await ask('decide', { source: this.#source, seen, block: block ?? null, keep }));
      this.#last = { focus: this.#found.blocks.length ? (block ?? 0) : undefined, keep, back: true };
      this.#say(words(keep ? 'kept' : 'removed'));
      this.#focus(block ?? 0, keep);
    } catch (error) {
      await this.#failed(error);
    }
  }

  #last = {};

  async #save(fields) {
    const { seen } = this.#found;
    try {
      const found = await ask('metadata', { source: this.#source, seen, fields });
      this.#metadata.saved();
      this.#take(found);
      this.#metadata.tell(phrase('saved'));
      this.#idle();
    } catch (error) {
      if (error.fields) this.#metadata.refuse(error);
      else this.#metadata.tell(error.message);
    }
  }

  async #reverse() {
    try {
      this.#take(await ask('take-back', { source: this.#source, number: this.#undo }));
      this.#say(phrase('undone'));
      this.#focus(this.#last.focus ?? 0, this.#last.keep ?? true);
    } catch (error) {
      this.#undo = undefined;
      await this.#failed(error);
    }
  }

  /** Says why something was not done; if the file has changed, its blocks are read again. */
  async #failed(error) {
    this.#back.hidden = this.#undo === undefined;
    if (error.status === 409) await this.refreshed();
    this.#say(error.message);
  }

  /** Opens the sheet. `behind`: something else gets the focus. */
  #enter(behind = false, way = this.#found.original ? this.#way : 'metadata') {
    this.#way = way;
    this.#draw();
    if (behind) this.#sheet.show();
    else this.#sheet.enter();
    this.#open.ariaExpanded = 'true';
  }

  #draw() {
    const { original } = this.#found;
    const way = original ? this.#way : 'metadata';
    const choose = (name) => button(words(name), () => this.#enter(true, name), { value: name, 'aria-pressed': String(name === way) });
    const pressed = this.#ways.getRootNode().activeElement?.value;
    this.#ways.hidden = !original;
    this.#ways.replaceChildren(...['original', 'metadata'].map(choose));
    this.#ways.querySelector(`[value="${pressed}"]`)?.focus();
    this.#original.hidden = way !== 'original';
    this.#metadata.element.hidden = way !== 'metadata';
    this.#sheet.element.classList.toggle('beside', way === 'original');
    makeRoom(way === 'original');
    if (way === 'original' && !this.#original.hasChildNodes()) this.#original.append(...frame(original));
  }

  /** What was typed is discarded only the second time. */
  #mayClose() {
    if (!this.#metadata.dirty) return true;
    if (this.#warned) {
      this.#warned = false;
      this.#metadata.show(this.#found);
      return true;
    }
    this.#warned = true;
    this.#metadata.tell(phrase('unsaved'));
    return false;
  }

  #remember() {
    const way = this.#sheet.shown ? this.#way : undefined;
    sessionStorage.setItem(KEPT, JSON.stringify({ undo: this.#undo, way, ...this.#last }));
  }
}

/** Keeps the article beside the saved page instead of under it, where there is room for both. */
function makeRoom(isBeside) {
  const wide = matchMedia('(min-width: 64rem)').matches;
  document.documentElement.style.marginInlineEnd = isBeside && wide ? 'calc(min(60rem, 50vw) + .75rem)' : '';
}

/** The saved page in a frame that may do nothing: run no script, open no window, send no form, lead nowhere. */
function frame(address) {
  const element = make('iframe', { title: words('original_title'), src: address, referrerPolicy: 'no-referrer' });
  element.setAttribute('sandbox', '');
  const alone = make('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, words('own_window'));
  return [make('p', { className: 'quiet' }, words('original_note'), ' ', alone), element];
}
