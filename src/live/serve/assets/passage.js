// The panel that turns selected words into a passage: added to a claim, the first one of a new claim, put into the tray, or as YAML to copy.

import { Destination, linkTo } from './claims.js';
import { Sheet, make, phrase } from './dom.js';
import { PassageFields } from './fields.js';
import { matched } from './selection.js';

/** What was typed and not written when the page was left. */
const KEPT = `citeback picker ${location.pathname}${location.search}`;

/** What can be done with selected words. */
export const WAYS = ['add', 'start', 'tray', 'yaml'];

export class Passage {
  #matcher;
  #source;
  #tray;
  #say;
  #picked;
  #way = 'add';
  #help = make('p', { className: 'quiet' }, phrase('help'));
  #words = make('blockquote', { dir: 'auto', tabIndex: 0 });
  #match = make('p', { className: 'quiet' });
  #cautions = make('ul', { className: 'cautions', lang: 'en', dir: 'ltr' });
  #tabs = make('div', { className: 'ways', role: 'group', ariaLabel: phrase('what_to_do') });
  #message = make('p', { className: 'message', role: 'alert' });
  #reload = make('button', { type: 'button', hidden: true }, phrase('reload_list'));
  #form = make('form');
  #yaml = make('pre', { tabIndex: 0, role: 'region', ariaLabel: phrase('as_yaml'), dir: 'ltr' });
  #copy = make('button', { type: 'button', className: 'main' }, phrase('copy'));
  #send = make('button', { className: 'main' });
  #destination = new Destination(() => this.#suggest());
  #fields = new PassageFields();
  #sheet = Sheet.worded('picker', phrase('a_passage'), this.#help, this.#words, this.#match, this.#cautions, this.#tabs);
  #copying = make('div', { className: 'copying' }, this.#yaml, this.#copy);

  constructor(source, matcher, { tray, say, idle }) {
    this.#source = source;
    this.#matcher = matcher;
    this.#tray = tray;
    this.#say = say;
    for (const way of WAYS) {
      const button = make('button', { type: 'button', value: way }, phrase(way));
      button.addEventListener('click', () => this.#choose(way));
      this.#tabs.append(button);
    }
    this.#form.append(this.#destination.element, this.#fields.element, this.#send);
    this.#sheet.element.append(this.#form, this.#copying, this.#message, this.#reload);
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#reload.addEventListener('click', () => this.#reloadList());
    this.#copy.addEventListener('click', () => this.#toClipboard());
    this.#sheet.closed = () => {
      CSS.highlights?.delete(HIGHLIGHT);
      idle();
    };
    addEventListener('pagehide', () => this.#remember());
    this.#restore();
  }

  /** Keeps what was typed and not written, for when the page has been loaded again. */
  #remember() {
    const kept = { fields: this.#fields.value, claim: this.#destination.typed };
    const { stance: _, ...typed } = kept.fields;
    const any = [...Object.values(typed), kept.claim.claim, kept.claim.id].some(Boolean);
    if (any) sessionStorage.setItem(KEPT, JSON.stringify(kept));
  }

  #restore() {
    const kept = sessionStorage.getItem(KEPT);
    sessionStorage.removeItem(KEPT);
    if (!kept) return;
    const { fields, claim } = JSON.parse(kept);
    this.#fields.value = fields;
    this.#destination.typed = claim;
  }

  /** Whether there is unsaved input, which a reload of the page would lose. */
  busy() {
    return this.#sheet.shown;
  }

  tell(text) {
    this.#message.textContent = text;
  }

  /** Opens with the words selected on the page, or explains how to select some. */
  async open(way, words) {
    this.#sheet.enter();
    this.#way = way;
    if (words) {
      this.#picked = undefined;
      this.#words.textContent = words.text;
      highlight(words.range);
    }
    this.tell('');
    this.#draw();
    try {
      if (words) await this.#pick(words);
      if (this.#picked) await this.#destination.load();
    } catch (error) {
      this.tell(error.message);
    }
    this.#draw();
  }

  async #pick(words) {
    const picked = await this.#matcher.match(words);
    // Other words may have been picked before this answer arrived.
    if (this.#words.textContent !== words.text) return;
    this.#picked = picked;
    this.#words.textContent = picked.quote;
    this.#yaml.textContent = picked.yaml;
    this.#match.textContent = matched(picked);
    this.#cautions.replaceChildren(...picked.cautions.map((caution) => make('li', {}, caution)));
    this.#fields.foreign = picked.foreign;
    this.#suggest();
  }

  /** Shows the id that the passage gets, which no other passage of the claim has. */
  #suggest() {
    if (!this.#picked) return;
    const { id } = this.#picked;
    const { taken } = this.#destination;
    let free = id;
    for (let number = 2; taken.includes(free); number += 1) free = `${id}-${number}`;
    this.#fields.suggested = free;
  }

  #choose(way) {
    this.#way = way;
    this.tell('');
    this.#draw();
  }

  #draw() {
    const picked = Boolean(this.#picked);
    const way = picked && this.#way;
    this.#help.hidden = picked;
    this.#words.hidden = !this.#words.textContent;
    this.#match.hidden = !picked;
    this.#cautions.hidden = !picked || !this.#cautions.hasChildNodes();
    this.#tabs.hidden = !picked;
    for (const button of this.#tabs.children) button.ariaPressed = String(button.value === way);
    this.#copying.hidden = way !== 'yaml';
    this.#form.hidden = !way || way === 'yaml';
    // The tray may take a passage before its stance is known.
    this.#form.noValidate = way === 'tray';
    this.#destination.use(way);
    this.#send.textContent = phrase(`send_${way || 'add'}`);
    this.#reload.hidden = true;
    this.#suggest();
  }

  /** The passage as the form has it. */
  get #passage() {
    const { quote, prefix, suffix, field } = this.#picked;
    return { source: this.#source, quote, prefix, suffix, field, ...this.#fields.value };
  }

  async #submit() {
    if (this.#way === 'tray') {
      const { title, foreign, id } = this.#picked;
      this.#tray.put({ ...this.#passage, title, foreign, suggested: id });
      this.#empty();
      return;
    }
    this.#send.disabled = true;
    this.tell('');
    this.#reload.hidden = true;
    try {
      const { claim, text } = await this.#destination.write([this.#passage]);
      this.#say(text, await linkTo(claim));
      this.#empty();
    } catch (error) {
      this.tell(error.message);
      this.#reload.hidden = error.status !== 409 || this.#way !== 'add';
    } finally {
      this.#send.disabled = false;
    }
  }

  /** Empties the form for the next words. */
  #empty() {
    this.#form.reset();
    this.#picked = undefined;
    this.#words.textContent = '';
    document.getSelection()?.removeAllRanges();
    this.#sheet.close();
  }

  async #reloadList() {
    try {
      await this.#destination.load();
      this.tell(phrase('list_reloaded'));
      this.#reload.hidden = true;
      this.#send.focus();
    } catch (error) {
      this.tell(error.message);
    }
  }

  async #toClipboard() {
    try {
      await navigator.clipboard.writeText(this.#yaml.textContent);
      this.tell(phrase('copied'));
    } catch {
      document.getSelection()?.selectAllChildren(this.#yaml);
      this.tell(phrase('not_copied'));
    }
  }
}

const HIGHLIGHT = 'citeback-picked';
if (CSS.highlights) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`::highlight(${HIGHLIGHT}) { color: HighlightText; background-color: Highlight; }`);
  document.adoptedStyleSheets.push(sheet);
}

/** Keeps the words highlighted while the sheet has the focus, because the selection is lost then. */
function highlight(range) {
  CSS.highlights?.set(HIGHLIGHT, new Highlight(range));
}
