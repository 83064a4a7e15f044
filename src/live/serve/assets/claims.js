// The claims that a passage can be added to: a list that narrows as the editor types.

import { ask, make } from './dom.js';

/** People search a longer list instead of reading it. */
const MAX_SHOWN = 200;

const folded = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

export class ClaimList {
  #claims = [];
  #filter = make('input', { type: 'search', placeholder: 'Words from its title or id', autocomplete: 'off', dir: 'auto' });
  #select = make('select', { size: 6, required: true, name: 'to' });
  #more = make('p', { className: 'quiet', role: 'status' });
  element = make(
    'div',
    { className: 'fields' },
    make('label', { className: 'field' }, make('span', {}, 'Find a claim'), this.#filter),
    make('label', { className: 'field' }, make('span', {}, 'The claim'), this.#select),
    this.#more,
  );

  constructor() {
    this.#filter.addEventListener('input', () => this.#draw());
    // Enter moves on to the list, so that nothing is sent by accident.
    this.#filter.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      this.#select.focus();
    });
  }

  /** Whether the list is needed at all. */
  use(on) {
    this.element.hidden = !on;
    this.#select.disabled = !on;
  }

  /** Fetches the current claims; the chosen one stays chosen. */
  async load() {
    const { claims } = await ask('claims');
    this.#claims = claims.map((claim) => ({ ...claim, folded: folded(`${claim.title} ${claim.id}`) }));
    this.#draw();
  }

  /** The chosen claim as it was when the list was loaded. */
  get chosen() {
    return this.#claims.find(({ id }) => id === this.#select.value);
  }

  #draw() {
    const chosen = this.#select.value;
    const words = folded(this.#filter.value).split(/\s+/).filter(Boolean);
    const fitting = this.#claims.filter((claim) => words.every((word) => claim.folded.includes(word)));
    this.#select.replaceChildren(...fitting.slice(0, MAX_SHOWN).map(option));
    // If only one is left, choose it.
    this.#select.value = fitting.length === 1 ? fitting[0].id : chosen;
    this.#more.textContent = fitting.length > MAX_SHOWN ? `And ${fitting.length - MAX_SHOWN} more: type to narrow the list.` : fitting.length ? '' : 'No claim matches.';
  }
}

function option({ id, title, draft, sound }) {
  const flags = [...(draft ? ['draft'] : []), ...(sound ? [] : ['has errors'])];
  return make('option', { value: id, title: id }, `${title || id}${flags.length ? ` (${flags.join(', ')})` : ''}`);
}
