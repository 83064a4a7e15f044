// The claims that passages can be put into: an existing one, from a list that narrows as the editor types, or a new one.

import { address, ask, make, phrase, verdicts } from './dom.js';
import { area, field, idField } from './fields.js';

/** People search a longer list instead of reading it. */
const MAX_SHOWN = 200;

const folded = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

export class ClaimList {
  #claims = [];
  #filter = make('input', { type: 'search', placeholder: phrase('find_hint'), autocomplete: 'off', dir: 'auto' });
  #select = make('select', { size: 6, required: true, name: 'to' });
  #more = make('p', { className: 'quiet', role: 'status' });
  element = make('div', { className: 'fields' }, field(phrase('find'), this.#filter), field(phrase('the_claim'), this.#select), this.#more);

  constructor(chosen = () => {}) {
    this.#filter.addEventListener('input', () => this.#draw());
    this.#select.addEventListener('change', chosen);
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
    this.#more.textContent = fitting.length > MAX_SHOWN ? phrase('more_claims', { count: fitting.length - MAX_SHOWN }) : fitting.length ? '' : phrase('no_claim');
  }
}

function option({ id, title, draft, sound }) {
  const flags = [...(draft ? [phrase('draft')] : []), ...(sound ? [] : [phrase('has_errors')])];
  return make('option', { value: id, title: id }, `${title || id}${flags.length ? ` (${flags.join(', ')})` : ''}`);
}

/** The fields of a new claim. */
class NewClaim {
  #claim = area('claim');
  #id = idField('id');
  #verdict = make('select', { name: 'verdict' }, make('option', { value: '' }, phrase('no_verdict')), ...verdicts.map(({ id, label }) => make('option', { value: id }, label)));
  element = make('div', { className: 'fields' }, field(phrase('claim_made'), this.#claim), field(phrase('verdict'), this.#verdict, true), field(phrase('claim_id'), this.#id, true));

  constructor() {
    this.#claim.required = true;
    // The id is made from the words of the claim, and seen before it is used.
    const PAUSE = 200;
    let timer;
    this.#claim.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.#suggest(), PAUSE);
    });
  }

  async #suggest() {
    const text = this.#claim.value;
    try {
      const { id } = await ask('name', { text });
      if (text === this.#claim.value) this.#id.placeholder = text.trim() ? id : '';
    } catch {
      // The server makes the id anyway.
    }
  }

  use(on) {
    this.element.hidden = !on;
    // A field that is not shown is not required.
    for (const input of [this.#claim, this.#id, this.#verdict]) input.disabled = !on;
  }

  get value() {
    return { claim: this.#claim.value.trim(), verdict: this.#verdict.value || null, id: this.#id.value.trim() || null };
  }

  set value({ claim, verdict, id }) {
    this.#claim.value = claim;
    this.#verdict.value = verdict ?? '';
    this.#id.value = id ?? '';
    this.#suggest();
  }
}

/** Where passages go: an existing claim or a new one. */
export class Destination {
  #list;
  #new = new NewClaim();
  #way = 'add';
  element;

  constructor(changed = () => {}) {
    this.#list = new ClaimList(changed);
    this.element = make('div', { className: 'fields' }, this.#list.element, this.#new.element);
    this.use('add');
  }

  /** `add`: an existing claim, `start`: a new one; anything else: neither. */
  use(way) {
    this.#way = way;
    this.#list.use(way === 'add');
    this.#new.use(way === 'start');
  }

  load() {
    return this.#list.load();
  }

  /** What was typed for a new claim. */
  get typed() {
    return this.#new.value;
  }

  set typed(value) {
    this.#new.value = value;
  }

  /** The ids of the passages of the chosen claim. */
  get taken() {
    return this.#way === 'add' ? (this.#list.chosen?.passages ?? []) : [];
  }

  /** Writes passages, all or none. Returns what to tell the editor, and the id of the claim. */
  async write(passages) {
    if (this.#way === 'add') {
      const { id, seen } = this.#list.chosen ?? {};
      const { file, ids } = await ask('add', { claim: id, seen, passages });
      return { claim: id, text: phrase('added', { file, ids: ids.join(', ') }) };
    }
    const { file, claim, ids } = await ask('start', { ...this.#new.value, passages });
    return { claim, text: phrase('started', { file, ids: ids.join(', ') }) };
  }
}

/** A link to a claim's page if it has one: a draft has one only when drafts are shown. */
export async function linkTo(claim) {
  const href = address(`claims/${claim}.html`);
  const answer = await fetch(href, { method: 'HEAD', cache: 'no-store' }).catch(() => undefined);
  return answer?.ok ? { href, text: phrase('see_claim') } : undefined;
}
