// The tray: passages that the editor gathers, from any source, before there is a claim for them. The browser keeps them for this site.

import { Destination, linkTo } from './claims.js';
import { Sheet, address, ask, make, phrase, site } from './dom.js';
import { PassageFields } from './fields.js';

/** The passages in the tray, in the browser's storage. All pages of the site have the same. */
class Store {
  #key = `citeback tray ${site}`;

  get items() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.#key) ?? '[]');
      const isEntry = (item) => ['key', 'source', 'quote'].every((name) => typeof item?.[name] === 'string');
      return Array.isArray(kept) ? kept.filter(isEntry) : [];
    } catch {
      return [];
    }
  }

  set items(items) {
    localStorage.setItem(this.#key, JSON.stringify(items));
  }

  /** Calls back when another page of the site has changed the tray. */
  watch(changed) {
    addEventListener('storage', ({ key }) => key === this.#key && changed());
  }
}

export class Tray {
  #store = new Store();
  #say;
  #button = make('button', { type: 'button', className: 'tray-button', 'aria-expanded': 'false' });
  #moved = make('p', { className: 'unseen', role: 'status' });
  #list = make('ol', { className: 'entries' });
  #empty = make('p', { className: 'quiet' }, phrase('tray_empty'));
  #ways = make('div', { className: 'ways', role: 'group', ariaLabel: phrase('put_into') });
  /** Made when the tray is opened for the first time: most pages never do. */
  #destination;
  #send = make('button', { className: 'main' });
  #form = make('form', {}, this.#list, this.#ways, this.#send);
  #message = make('p', { className: 'message', role: 'alert' });
  #back = make('button', { type: 'button', hidden: true }, phrase('put_back'));
  #removed;
  #way = 'add';
  /** The forms of the entries, by their keys. */
  #fields = new Map();
  sheet = Sheet.worded('tray', phrase('tray_title'), this.#empty, this.#form, this.#message, this.#back);

  constructor(bar, say, idle) {
    this.#say = say;
    bar.prepend(this.#button);
    bar.append(this.#moved);
    for (const way of ['add', 'start']) {
      const button = make('button', { type: 'button', value: way }, phrase(way));
      button.addEventListener('click', () => this.#choose(way));
      this.#ways.append(button);
    }
    this.#button.addEventListener('click', () => (this.sheet.shown ? this.sheet.close() : this.open()));
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#write();
    });
    this.#back.addEventListener('click', () => this.#putBack());
    this.#store.watch(() => this.#draw());
    this.sheet.closed = () => {
      this.#button.ariaExpanded = 'false';
      idle();
    };
    this.#draw();
  }

  /** Whether it is open: a reload would close it. */
  busy() {
    return this.sheet.shown;
  }

  tell(text) {
    this.#message.textContent = text;
  }

  /** Puts a passage into the tray, at the end. */
  put(passage) {
    this.#store.items = [...this.#store.items, { key: crypto.randomUUID(), ...passage }];
    this.#draw();
    this.#say(phrase('put_in_tray', { count: this.#store.items.length }));
  }

  async open() {
    if (!this.#destination) {
      this.#destination = new Destination();
      this.#send.before(this.#destination.element);
    }
    this.sheet.enter();
    this.#button.ariaExpanded = 'true';
    this.tell('');
    this.#choose(this.#way);
    this.#draw();
    try {
      await Promise.all([this.#destination.load(), this.#check()]);
    } catch (error) {
      this.tell(error.message);
    }
  }

  #choose(way) {
    this.#way = way;
    for (const button of this.#ways.children) button.ariaPressed = String(button.value === way);
    this.#destination.use(way);
  }

  /** Draws the list anew. Fields that are open keep what is in them, because that is in the storage, too. */
  #draw() {
    const { items } = this.#store;
    const open = new Set([...this.#list.querySelectorAll('details[open]')].map((details) => details.closest('li').dataset.key));
    this.#button.hidden = items.length === 0 && !this.sheet.shown;
    this.#button.textContent = phrase('tray_count', { count: items.length });
    this.#empty.hidden = items.length > 0;
    this.#form.hidden = items.length === 0;
    this.#send.textContent = phrase('write_all', { count: items.length });
    this.#fields.clear();
    this.#list.replaceChildren(...items.map((item, i) => this.#entry(item, i, items.length, open.has(item.key))));
  }

  #entry(item, index, count, open) {
    const fields = new PassageFields({ compact: true });
    fields.value = item;
    fields.foreign = item.foreign;
    fields.suggested = item.suggested ?? '';
    this.#fields.set(item.key, fields);
    const quote = make('blockquote', { dir: 'auto' }, item.quote);
    const source = make('a', { href: address(`sources/${item.source}.html`), dir: 'auto' }, item.title || item.source);
    const more = make('details', { open }, make('summary', {}, phrase('more_fields')), fields.element);
    const lost = make('p', { className: 'lost', lang: 'en', dir: 'ltr' });
    const place = { number: index + 1, count };
    const entry = make(
      'li',
      { 'data-key': item.key },
      quote,
      make('p', { className: 'where' }, source),
      lost,
      make('div', { className: 'tools' }, fields.stance, ...movers(place, (by, action) => this.#move(item.key, by, action)), tool('remove', phrase('remove'), phrase('remove_entry', place), () => this.#remove(item.key))),
      more,
    );
    const keep = () => this.#keep(item.key, fields.value);
    entry.addEventListener('input', keep);
    entry.addEventListener('change', keep);
    return movedByKeys(entry, (by) => this.#move(item.key, by));
  }

  #keep(key, value) {
    this.#store.items = this.#store.items.map((item) => (item.key === key ? { ...item, ...value } : item));
  }

  #move(key, by, action) {
    const { items } = this.#store;
    const from = items.findIndex((item) => item.key === key);
    const to = from + by;
    if (from < 0 || to < 0 || to >= items.length) return;
    items.splice(to, 0, ...items.splice(from, 1));
    this.#store.items = items;
    this.#draw();
    this.#check().catch(() => {});
    focusIn(this.#list.children[to], action);
    this.#moved.textContent = phrase('moved', { number: to + 1, count: items.length });
  }

  #remove(key) {
    const { items } = this.#store;
    const at = items.findIndex((item) => item.key === key);
    if (at < 0) return;
    this.#removed = { at, item: items[at] };
    items.splice(at, 1);
    this.#store.items = items;
    this.#draw();
    this.#check().catch(() => {});
    this.tell(phrase('removed'));
    this.#back.hidden = false;
    this.#back.focus();
  }

  #putBack() {
    const { items } = this.#store;
    const { at, item } = this.#removed;
    items.splice(at, 0, item);
    this.#store.items = items;
    this.#back.hidden = true;
    this.tell('');
    this.#draw();
    this.#check().catch(() => {});
    focusIn(this.#list.children[Math.min(at, items.length - 1)], 'remove');
  }

  /** Says which passages are no longer in their sources. */
  async #check() {
    const { items } = this.#store;
    const written = ({ source, quote, prefix, suffix, field }) => ({ source, quote, prefix, suffix, field });
    const { matches } = await ask('matches', { passages: items.map(written) });
    for (const [i, { key }] of items.entries()) {
      const lost = [...this.#list.children].find((entry) => entry.dataset.key === key)?.querySelector('.lost');
      if (lost) lost.textContent = matches[i].found ? '' : matches[i].message;
    }
  }

  async #write() {
    const passages = this.#store.items.map(({ source, quote, prefix, suffix, field, key }) => ({ source, quote, prefix, suffix, field, ...this.#fields.get(key).value }));
    this.#send.disabled = true;
    this.tell('');
    try {
      const { claim, text } = await this.#destination.write(passages);
      this.#store.items = [];
      this.#back.hidden = true;
      this.#draw();
      this.#say(text, await linkTo(claim));
      this.sheet.close();
      this.#draw();
    } catch (error) {
      this.tell(error.message);
      // Somebody has changed the note: what the list says of it is old.
      if (error.status === 409) {
        await this.#destination.load().catch(() => {});
        this.tell(`${error.message} ${phrase('send_again')}`);
      }
    } finally {
      this.#send.disabled = false;
    }
  }
}

/** A button of an entry. `action` tells it from the other ones. */
export function tool(action, label, described, act) {
  const button = make('button', { type: 'button', title: described, ariaLabel: described, 'data-action': action }, label);
  button.addEventListener('click', act);
  return button;
}

/** The buttons that move an entry up and down. */
export function movers(place, move) {
  const up = tool('up', '↑', phrase('move_up', place), () => move(-1, 'up'));
  const down = tool('down', '↓', phrase('move_down', place), () => move(1, 'down'));
  up.disabled = place.number === 1;
  down.disabled = place.number === place.count;
  return [up, down];
}

/** Lets Alt with an arrow key move an entry while the focus is in it. */
export function movedByKeys(entry, move) {
  entry.addEventListener('keydown', (event) => {
    // Fields use these keys themselves.
    if (event.target.matches('select, input, textarea')) return;
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    move(event.key === 'ArrowUp' ? -1 : 1);
  });
  return entry;
}

/** Moves the focus to a button of an entry, or to another one if that cannot be pressed. */
export function focusIn(entry, action) {
  const buttons = [...(entry?.querySelectorAll('button[data-action]:not(:disabled)') ?? [])];
  (buttons.find((button) => button.dataset.action === action) ?? buttons[0])?.focus();
}
