// The metadata of a source as a form. Only the fields that were changed are sent, and errors are shown at their fields.

import { make, phrase } from './dom.js';
import { field } from './fields.js';

const words = (name, values) => phrase(`review_${name}`, values);

/** How the fields are typed; a field of several values has one on each line. */
const SEVERAL = ['author'];
const ADDRESSES = ['url', 'archive_url'];
const WORDS = ['title', 'publisher', 'author'];

export class Metadata {
  #save;
  #entries = [];
  #fields = make('div', { className: 'fields' });
  #message = make('p', { className: 'message', role: 'alert' });
  #send = make('button', { className: 'main' }, phrase('save'));
  element = make('form', { noValidate: true }, this.#fields, this.#message, make('div', { className: 'tools' }, this.#send));

  /** `save` gets the fields that have changed. */
  constructor(save) {
    this.#save = save;
    this.element.addEventListener('submit', async (event) => {
      event.preventDefault();
      this.tell('');
      for (const entry of this.#entries) entry.refuse();
      const changed = this.#changed;
      if (!changed.length) return;
      this.#send.disabled = true;
      await this.#save(changed);
      this.#send.disabled = false;
    });
  }

  /** Shows the fields as the file has them. What is the same stays, and with it the focus. */
  show({ fields, kinds, shows }) {
    const written = JSON.stringify(fields);
    if (written === this.#written && !this.dirty) return;
    this.#written = written;
    const choices = { kind: kinds.map((kind) => [kind, phrase(`kind_${kind}`)]), show: shows.map((show) => [show, words(`show_${show}`)]) };
    this.#entries = (fields ?? []).map((given) => new Entry(given, choices[given.name]));
    this.#fields.replaceChildren(...this.#entries.map(({ element }) => element));
  }

  #written;

  get #changed() {
    return this.#entries.filter(({ dirty }) => dirty).map(({ value }) => value);
  }

  get dirty() {
    return this.#entries.some(({ dirty }) => dirty);
  }

  /** What was typed is in the file now. */
  saved() {
    for (const entry of this.#entries) entry.saved();
    this.#written = undefined;
  }

  tell(text) {
    this.#message.textContent = text;
  }

  /** Shows each error at its field, and those of no field of the form below all of them. */
  refuse({ message, fields }) {
    const others = [];
    for (const { name, message: why, hints } of fields) {
      const entry = this.#entries.find((own) => own.name === name);
      if (entry) entry.refuse([why, ...hints].join('\n'));
      else others.push(why);
    }
    this.tell([message, ...others].join(' '));
    this.#entries.find(({ refused }) => refused)?.focus();
  }
}

/** A field of the form. */
class Entry {
  #given;
  #input;
  #sure;
  #error;
  element;

  constructor(given, choices) {
    this.#given = given;
    const { name, unsure } = given;
    this.#error = make('p', { className: 'wrong-field', id: `review-${name}-wrong`, role: 'alert', lang: 'en', dir: 'ltr' });
    this.#input = choices ? select(name, choices, this.#text) : this.#typed(name);
    this.#input.setAttribute('aria-describedby', this.#error.id);
    const label = field(SEVERAL.includes(name) ? `${words(`name_${name}`)} (${words('each_line')})` : words(`name_${name}`), this.#input);
    this.element = make('div', { className: 'fields' }, label, this.#error);
    if (!unsure) return;
    this.#sure = make('input', { type: 'checkbox', name: 'sure' });
    const why = make('p', { className: 'caution' }, words('unsure'), ' ', make('span', { lang: 'en', dir: 'ltr' }, unsure));
    this.element.append(why, make('label', { className: 'choice' }, this.#sure, words('sure')));
  }

  #typed(name) {
    const given = { name, value: this.#text, autocomplete: 'off', spellcheck: false };
    if (SEVERAL.includes(name)) return make('textarea', { ...given, rows: Math.max(this.#given.values.length, 2), dir: 'auto' });
    const isAddress = ADDRESSES.includes(name);
    return make('input', { ...given, ...(isAddress ? { type: 'url' } : {}), dir: WORDS.includes(name) ? 'auto' : 'ltr' });
  }

  get #text() {
    return this.#given.values.join('\n');
  }

  get name() {
    return this.#given.name;
  }

  get value() {
    const { name, value } = this.#input;
    const values = SEVERAL.includes(name) ? value.split('\n') : [value];
    return { name, values: values.map((text) => text.trim()).filter(Boolean), confirmed: Boolean(this.#sure?.checked) };
  }

  get dirty() {
    return this.value.confirmed || JSON.stringify(this.value.values) !== JSON.stringify(this.#given.values);
  }

  get refused() {
    return this.#error.textContent !== '';
  }

  /** Shows an error at the field, or none. */
  refuse(why = '') {
    this.#error.textContent = why;
    this.#input.ariaInvalid = String(Boolean(why));
  }

  saved() {
    this.#given = { ...this.#given, values: this.value.values };
    if (this.#sure) this.#sure.checked = false;
  }

  focus() {
    this.#input.focus();
  }
}

function select(name, choices, chosen) {
  const known = choices.some(([value]) => value === chosen);
  // An unknown word in the file stays until another is chosen.
  const options = [['', words('unset')], ...choices, ...(chosen && !known ? [[chosen, chosen]] : [])];
  const element = make('select', { name }, ...options.map(([value, text]) => make('option', { value }, text)));
  element.value = chosen;
  return element;
}
