// The fields of a passage in a form: how it bears on the claim, who says it, its translation, a comment and its id.

import { language, make, phrase } from './dom.js';

export const STANCES = ['supports', 'contradicts', 'attributes', 'context'];
export const ID = '[a-z0-9]+(-[a-z0-9]+)*';

/** A field with its label, marked if it is optional. */
export function field(label, input, optional = false) {
  return make('label', { className: 'field' }, make('span', {}, label, ...(optional ? [make('small', {}, ` ${phrase('optional')}`)] : [])), input);
}

/** A field for an id. What is shown in an empty one is the id that is used. */
export const idField = (name) => make('input', { name, pattern: ID, title: phrase('id_rule'), autocomplete: 'off', spellcheck: false, dir: 'ltr' });

/** A field for a text of several lines that grows with it. */
export const area = (name, rows = 2) => make('textarea', { name, rows, dir: 'auto' });

/** The text in a field, or nothing. */
const typed = (input) => input.value.trim() || null;

let made = 0;

/** The fields of one passage. */
export class PassageFields {
  #speaker = make('input', { name: 'speaker', dir: 'auto', autocomplete: 'off' });
  #note = area('note');
  #id = idField('passage');
  #translation = {
    text: area('translation'),
    by: make('input', { name: 'translator', dir: 'auto', autocomplete: 'off' }),
    language: make('input', { name: 'translation-language', autocomplete: 'off', spellcheck: false, placeholder: language, dir: 'ltr' }),
    machine: make('input', { type: 'checkbox', name: 'machine' }),
  };
  #stances;
  #translated = make(
    'fieldset',
    { className: 'group', hidden: true },
    make('legend', {}, phrase('translation')),
    field(phrase('translation_text'), this.#translation.text, true),
    field(phrase('translation_by'), this.#translation.by, true),
    make('label', { className: 'choice' }, this.#translation.machine, make('span', {}, phrase('translation_machine'))),
    field(phrase('translation_language'), this.#translation.language, true),
  );
  element;

  /** `compact`: the stances in a menu, for one of several passages in a list; then it is apart, in `stance`. */
  constructor({ compact = false } = {}) {
    made += 1;
    this.#stances = compact ? menu() : radios(`stance-${made}`);
    this.stance = this.#stances.element;
    this.element = make(
      'div',
      { className: 'fields' },
      ...(compact ? [] : [this.stance]),
      field(phrase('speaker'), this.#speaker, true),
      this.#translated,
      field(phrase('note'), this.#note, true),
      field(phrase('passage_id'), this.#id, true),
    );
  }

  /** What the form says; empty fields are null. */
  get value() {
    const { text, by, language: tongue, machine } = this.#translation;
    const given = typed(text) || typed(by) || typed(tongue);
    const translation = given ? { text: typed(text), by: typed(by), language: typed(tongue), machine: machine.checked } : null;
    return { stance: this.#stances.value, speaker: typed(this.#speaker), translation, note: typed(this.#note), id: typed(this.#id) };
  }

  set value({ stance, speaker, translation, note, id }) {
    this.#stances.value = stance ?? '';
    this.#speaker.value = speaker ?? '';
    this.#note.value = note ?? '';
    this.#id.value = id ?? '';
    const { text, by, language: tongue, machine } = this.#translation;
    text.value = translation?.text ?? '';
    by.value = translation?.by ?? '';
    tongue.value = translation?.language ?? '';
    machine.checked = translation?.machine ?? false;
    if (translation) this.#translated.hidden = false;
  }

  /** Whether readers need a translation. */
  set foreign(foreign) {
    this.#translated.hidden = !foreign && !this.value.translation;
  }

  /** The id that is used if the editor gives none. */
  set suggested(id) {
    this.#id.placeholder = id;
  }

  /** An id that the note refers to cannot be changed here. */
  set fixedId(fixed) {
    this.#id.readOnly = Boolean(fixed);
    this.#id.title = fixed || phrase('id_rule');
  }
}

const label = (stance) => phrase(`stance_${stance}`);

function radios(name) {
  const inputs = STANCES.map((value) => make('input', { type: 'radio', name, value, required: true }));
  const choices = inputs.map((input) => make('label', { className: 'choice' }, input, make('span', {}, make('b', {}, label(input.value)), ' ', make('small', {}, phrase(`means_${input.value}`)))));
  return {
    element: make('fieldset', {}, make('legend', {}, phrase('stance')), ...choices),
    get value() {
      return inputs.find((input) => input.checked)?.value ?? null;
    },
    set value(value) {
      for (const input of inputs) input.checked = input.value === value;
    },
  };
}

function menu() {
  const options = STANCES.map((value) => make('option', { value }, label(value)));
  const select = make('select', { name: 'stance', required: true, ariaLabel: phrase('stance') }, make('option', { value: '' }, phrase('choose_stance')), ...options);
  return {
    element: select,
    get value() {
      return select.value || null;
    },
    set value(value) {
      select.value = value ?? '';
    },
  };
}
