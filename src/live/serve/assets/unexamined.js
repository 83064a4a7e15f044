// What nobody has examined of a source: the sentences that no passage touches, those most worth checking first, each with a button that starts
// a claim with it.

import { Sheet, ask, make, phrase } from './dom.js';
import { rangeOf } from './selection.js';

export class Unexamined {
  #source;
  #start;
  #share = make('p', { className: 'quiet', role: 'status' });
  #list = make('ol', { className: 'sentences' });
  #more = make('p', { className: 'quiet' });
  #sheet = Sheet.worded('unexamined', phrase('unexamined'), this.#share, this.#list, this.#more);
  #button = make('button', { type: 'button', className: 'unexamined-button', ariaExpanded: 'false' }, phrase('unexamined'));

  /** `start` opens the picker with words. */
  constructor(source, bar, start) {
    this.#source = source;
    this.#start = start;
    this.#button.addEventListener('click', () => (this.#sheet.shown ? this.#sheet.close() : this.#open()));
    this.#sheet.closed = () => (this.#button.ariaExpanded = 'false');
    bar.prepend(this.#button);
  }

  async #open() {
    this.#button.ariaExpanded = 'true';
    this.#sheet.enter();
    try {
      const { percent, sentences, more } = await ask(`unexamined?source=${encodeURIComponent(this.#source)}`);
      this.#share.textContent = sentences.length > 0 ? phrase('unexamined_share', { percent }) : phrase('unexamined_none');
      this.#list.replaceChildren(...sentences.map((sentence, number) => this.#entry(sentence, number)));
      this.#more.textContent = more > 0 ? phrase('unexamined_more', { count: more }) : '';
    } catch (error) {
      this.#share.textContent = error.message;
    }
  }

  #entry({ text, before }, number) {
    const words = make('p', { id: `unexamined-${number}`, dir: 'auto' }, text);
    const start = make('button', { type: 'button', 'aria-describedby': words.id }, phrase('start'));
    start.addEventListener('click', () => {
      const range = rangeOf(before, text);
      this.#sheet.close();
      this.#start({ text, before, title: false, range });
    });
    return make('li', {}, words, start);
  }
}
