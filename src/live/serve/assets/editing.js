// The form that changes a passage of a note, and says while the editor types what its words match in the source.

import { ask, make, phrase } from './dom.js';
import { PassageFields, area, field } from './fields.js';

/** The fields of a passage that are texts, as the form has them. */
const TEXTS = ['quote', 'prefix', 'suffix', 'stance', 'speaker', 'note', 'id'];

export class PassageForm {
  #passage;
  #quote = area('quote', 4);
  #prefix = make('input', { name: 'prefix', dir: 'auto', autocomplete: 'off' });
  #suffix = make('input', { name: 'suffix', dir: 'auto', autocomplete: 'off' });
  #match = make('p', { className: 'would-match', role: 'status' });
  #choices = make('div', { className: 'choices' });
  #fields = new PassageFields();
  #save = make('button', { className: 'main' }, phrase('save'));
  #cancel = make('button', { type: 'button' }, phrase('cancel'));
  #before;
  element = make(
    'form',
    {},
    field(phrase('the_words'), this.#quote),
    this.#match,
    this.#choices,
    field(phrase('prefix'), this.#prefix, true),
    field(phrase('suffix'), this.#suffix, true),
    this.#fields.element,
    make('div', { className: 'tools' }, this.#save, this.#cancel),
  );

  /** `save` gets the fields that have changed; it may fail. */
  constructor(save, cancel) {
    this.#quote.required = true;
    const PAUSE = 200;
    let timer;
    for (const input of [this.#quote, this.#prefix, this.#suffix]) {
      input.addEventListener('input', () => {
        clearTimeout(timer);
        timer = setTimeout(() => this.#look(), PAUSE);
      });
    }
    this.#cancel.addEventListener('click', cancel);
    this.element.addEventListener('submit', async (event) => {
      event.preventDefault();
      this.#save.disabled = true;
      await save(this.changes);
      this.#save.disabled = false;
    });
  }

  /** Shows a passage as the note has it. */
  open(passage) {
    this.#passage = passage;
    this.#quote.value = passage.quote ?? '';
    this.#prefix.value = passage.prefix ?? '';
    this.#suffix.value = passage.suffix ?? '';
    this.#fields.value = passage;
    this.#fields.foreign = passage.foreign;
    const { references } = passage;
    this.#fields.fixedId = references.length && phrase('id_fixed', { lines: references.map(({ line }) => line).join(', ') });
    this.#before = this.#value;
    this.#look();
  }

  focus() {
    this.#quote.focus();
  }

  get #value() {
    const typed = (input) => input.value.trim() || null;
    return { quote: typed(this.#quote), prefix: typed(this.#prefix), suffix: typed(this.#suffix), ...this.#fields.value };
  }

  /** The fields whose content differs from what the form showed at first. */
  get changes() {
    const value = this.#value;
    const differs = (key) => JSON.stringify(value[key]) !== JSON.stringify(this.#before[key]);
    return Object.fromEntries([...TEXTS, 'translation'].filter(differs).map((key) => [key, value[key]]));
  }

  get dirty() {
    return Object.keys(this.changes).length > 0;
  }

  /** Says what the words match. Where they occur more than once, each place can be chosen. */
  async #look() {
    const { quote, prefix, suffix } = this.#value;
    const { source, field: part } = this.#passage;
    const asked = JSON.stringify([source, quote, prefix, suffix]);
    this.#match.dataset.asked = asked;
    let found;
    try {
      [found] = (await ask('matches', { passages: [{ source: source ?? '', quote: quote ?? '', prefix, suffix, field: part }] })).matches;
    } catch (error) {
      found = { found: false, message: error.message, choices: [], cautions: [] };
    }
    // The editor may have typed on before this answer arrived.
    if (this.#match.dataset.asked !== asked) return;
    const { message, choices, cautions } = found;
    this.#match.classList.toggle('failed', !found.found);
    const said = found.found ? [phrase('found_at'), ' ', make('q', { dir: 'auto' }, message)] : [make('span', { lang: 'en', dir: 'ltr' }, message)];
    this.#match.replaceChildren(...said, ...cautions.map((caution) => make('span', { className: 'caution', lang: 'en', dir: 'ltr' }, caution)));
    this.#choices.replaceChildren(...choices.map((choice) => this.#choice(choice)));
  }

  #choice({ shown, prefix, suffix }) {
    const button = make('button', { type: 'button', className: 'place', dir: 'auto' }, shown);
    button.addEventListener('click', () => {
      this.#prefix.value = prefix ?? '';
      this.#suffix.value = suffix ?? '';
      this.#look();
      (prefix ? this.#prefix : this.#suffix).focus();
    });
    return button;
  }
}
