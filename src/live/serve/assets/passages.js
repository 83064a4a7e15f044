// The passages of a claim, on its page: each can be changed, moved and removed, and what was done can be taken back.

import { Sheet, ask, make, phrase } from './dom.js';
import { PassageForm } from './editing.js';
import { focusIn, movedByKeys, movers, tool } from './tray.js';

/** What survives a reload of this page: read once, then deleted. */
const KEPT = `citeback passages ${location.pathname}`;

export class Passages {
  #claim;
  #say;
  #idle;
  #note;
  #undo;
  /** The passage whose form or removal is open. */
  #current;
  /** A second Escape in a row discards what was typed. */
  #warned = false;
  #last;
  #button = make('button', { type: 'button', className: 'edit-passages', 'aria-expanded': 'false' }, phrase('edit_passages'));
  #list = make('ol', { className: 'entries' });
  #none = make('p', { className: 'quiet' }, phrase('no_passages'));
  #status = make('p', { className: 'unseen', role: 'status' });
  #message = make('p', { className: 'message', role: 'alert' });
  #takeBack = make('button', { type: 'button', hidden: true }, phrase('undo'));
  #form = new PassageForm(
    (changes) => this.#save(changes),
    () => this.#leave(),
  );
  #removed = make('pre', { tabIndex: 0, role: 'region', ariaLabel: phrase('what_is_removed'), dir: 'ltr' });
  #referring = make('div');
  #confirm = make('button', { type: 'button', className: 'main' }, phrase('remove_it'));
  #keep = make('button', { type: 'button' }, phrase('keep_it'));
  #removal = make('div', { className: 'fields' }, make('p', {}, phrase('removal')), this.#removed, this.#referring, make('div', { className: 'tools' }, this.#confirm, this.#keep));
  #sheet = Sheet.worded('passages', phrase('edit_passages'), this.#none, this.#list, this.#form.element, this.#removal, this.#message, this.#takeBack, this.#status);

  constructor(claim, bar, { say, idle }) {
    this.#claim = claim;
    this.#say = say;
    this.#idle = idle;
    bar.append(this.#button);
    this.#button.addEventListener('click', () => (this.#sheet.shown ? this.#sheet.close() : this.open()));
    this.#takeBack.addEventListener('click', () => this.#reverse());
    this.#confirm.addEventListener('click', () => this.#remove());
    this.#keep.addEventListener('click', () => this.#leave());
    this.#form.element.addEventListener('input', () => (this.#warned = false));
    this.#sheet.closing = () => this.#mayClose();
    this.#sheet.closed = () => {
      this.#button.ariaExpanded = 'false';
      this.#idle();
    };
    addEventListener('pagehide', () => this.#remember());
    this.#restore();
  }

  /** Whether a reload of the page would lose something. The list opens again after one. */
  busy() {
    return this.#sheet.shown && Boolean(this.#current);
  }

  /** Shows a message of the page; a warning stays before it. */
  tell(text) {
    this.#show(this.#warned ? `${phrase('unsaved')} ${text}` : text);
  }

  #show(text) {
    this.#message.textContent = text;
  }

  async open() {
    this.#sheet.enter();
    this.#button.ariaExpanded = 'true';
    this.#undo = undefined;
    this.#show('');
    await this.#load();
  }

  async #load() {
    this.#current = undefined;
    try {
      this.#take(await ask(`passages?claim=${encodeURIComponent(this.#claim)}`));
    } catch (error) {
      this.#note = { passages: [] };
      this.#draw();
      this.#show(error.message);
    }
  }

  /** Takes over the passages as the server has them now. */
  #take(note) {
    this.#note = note;
    this.#undo = note.undo ?? undefined;
    this.#draw();
  }

  #draw() {
    const { passages } = this.#note;
    const listing = !this.#current;
    this.#sheet.title.textContent = listing ? phrase('edit_passages') : phrase('passage_named', { id: this.#current.id ?? '' });
    this.#list.hidden = !listing;
    this.#none.hidden = !listing || passages.length > 0;
    this.#form.element.hidden = this.#current?.doing !== 'change';
    this.#removal.hidden = this.#current?.doing !== 'remove';
    this.#takeBack.hidden = !listing || this.#undo === undefined;
    this.#list.replaceChildren(...passages.map((passage, i) => this.#entry(passage, i, passages.length)));
  }

  #entry(passage, index, count) {
    const { id, quote, absent, title, source, stance, references } = passage;
    const place = { number: index + 1, count };
    const words = absent ? phrase('absent', { words: absent.join(', ') }) : quote;
    const edit = tool('change', phrase('change'), phrase('change_entry', place), () => this.#change(index));
    // What a source does not say is searched for by other rules.
    edit.hidden = Boolean(absent);
    const entry = make(
      'li',
      { value: index + 1 },
      make('blockquote', { dir: 'auto' }, words ?? ''),
      make('p', { className: 'where' }, make('code', {}, id ?? ''), ' ', make('span', { dir: 'auto' }, title ?? source ?? ''), ' ', make('span', { className: 'stance' }, stance ? phrase(`stance_${stance}`) : '')),
      ...(references.length ? [make('p', { className: 'quiet' }, phrase('referred_to', { lines: references.map(({ line }) => line).join(', ') }))] : []),
      make('div', { className: 'tools' }, edit, ...movers(place, (by, action) => this.#move(index, by, action)), tool('remove', phrase('remove'), phrase('remove_entry', place), () => this.#ask(index))),
    );
    return movedByKeys(entry, (by) => this.#move(index, by));
  }

  get #place() {
    return { claim: this.#claim, seen: this.#note.seen, index: this.#current.index };
  }

  #change(index) {
    this.#current = { doing: 'change', index, id: this.#note.passages[index].id };
    this.#warned = false;
    this.#show('');
    this.#draw();
    this.#form.open(this.#note.passages[index]);
    this.#form.focus();
  }

  async #save(changes) {
    const { index } = this.#current;
    if (Object.keys(changes).length === 0) {
      this.#leave();
      return;
    }
    await this.#write('change', { ...this.#place, changes }, phrase('saved'), { index, action: 'change' });
  }

  /** Says what would be removed, and which lines of the note refer to it, before anything is. */
  async #ask(index) {
    this.#current = { doing: 'remove', index, id: this.#note.passages[index].id };
    this.#show('');
    try {
      const { removed, references } = await ask('remove', this.#place);
      this.#removed.textContent = removed;
      const lines = references.map(({ line, text }) => make('li', { value: line }, make('code', { dir: 'auto' }, text)));
      this.#referring.replaceChildren(...(lines.length ? [make('p', {}, phrase('references')), make('ol', { className: 'referring' }, ...lines)] : []));
      this.#draw();
      this.#keep.focus();
    } catch (error) {
      this.#failed(error);
    }
  }

  #remove() {
    const { index } = this.#current;
    return this.#write('remove', { ...this.#place, confirmed: true }, phrase('removed'), { index, action: 'remove' });
  }

  #move(index, by, action) {
    const count = this.#note.passages.length;
    const to = index + by;
    if (to < 0 || to >= count) return undefined;
    const order = this.#note.passages.map((_, i) => i);
    order.splice(to, 0, ...order.splice(index, 1));
    const { seen } = this.#note;
    const done = phrase('moved', { number: to + 1, count });
    return this.#write('reorder', { claim: this.#claim, seen, order }, done, { index: to, action });
  }

  /** Writes a change; then the list is shown, with the focus at `focus`. */
  async #write(path, sent, done, focus) {
    try {
      const note = await ask(path, sent);
      this.#current = undefined;
      this.#warned = false;
      this.#take(note);
      this.#show('');
      this.#status.textContent = done;
      this.#show(done);
      this.#last = focus;
      this.#focus();
      this.#idle();
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Shows why something was not done. What was typed stays; if the note has changed, the list is read again once it is shown. */
  #failed(error) {
    this.#show(error.message);
    if (this.#current?.doing === 'remove') {
      this.#current = undefined;
      this.#draw();
    }
    if (error.status === 409 && !this.#current) this.#load().then(() => this.#show(error.message));
  }

  /** Goes back to the list. */
  #leave() {
    const { index, doing } = this.#current;
    this.#last = { index, action: doing };
    this.#warned = false;
    this.#show('');
    this.#load().then(() => {
      this.#focus();
      this.#idle();
    });
  }

  async #reverse() {
    try {
      this.#take(await ask('undo', { claim: this.#claim, number: this.#undo }));
      this.#show(phrase('undone'));
      this.#focus();
    } catch (error) {
      this.#undo = undefined;
      this.#draw();
      this.#show(error.message);
    }
  }

  #focus() {
    const { index = 0, action } = this.#last ?? {};
    const entry = this.#list.children[Math.min(index, this.#list.children.length - 1)];
    if (entry) focusIn(entry, action);
    else this.#sheet.title.focus();
  }

  /** From a form, closing leads back to the list; what was typed is discarded only the second time. */
  #mayClose() {
    if (!this.#current) return true;
    if (this.#current.doing === 'change' && this.#form.dirty && !this.#warned) {
      this.#warned = true;
      this.#show(phrase('unsaved'));
      return false;
    }
    this.#leave();
    return false;
  }

  #remember() {
    if (!this.#sheet.shown || this.#current) return;
    sessionStorage.setItem(KEPT, JSON.stringify({ focus: this.#last, undo: this.#undo, said: this.#message.textContent }));
  }

  async #restore() {
    const kept = sessionStorage.getItem(KEPT);
    sessionStorage.removeItem(KEPT);
    if (!kept) return;
    const { focus, undo, said } = JSON.parse(kept);
    await this.open();
    this.#undo = undo;
    this.#last = focus;
    this.#draw();
    this.#show(said);
    if (focus) this.#focus();
  }
}
