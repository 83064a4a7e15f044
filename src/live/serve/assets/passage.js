// The panel that turns selected words into a passage: as YAML to copy, added to a claim, or as the first passage of a new one.

import { ClaimList } from './claims.js';
import { Sheet, ask, make } from './dom.js';

const HELP = 'Select words in the article with the mouse, a finger or the keyboard: in most browsers F7 turns on a caret, the arrow keys move it, and with Shift they select. Then press Ctrl+Enter, or choose beside the words what to do with them.';

const STANCES = {
  supports: 'Evidence that the claim is right',
  contradicts: 'Evidence that it is not',
  attributes: 'Says who made the claim, or repeats it',
  context: 'Background that readers need',
};

const WAYS = { add: 'Add to a claim', start: 'Start a new claim', yaml: 'As YAML' };
const ID = '[a-z0-9]+(-[a-z0-9]+)*';

/** A field with its label, marked if it is optional. */
function field(label, input, optional = false) {
  return make('label', { className: 'field' }, make('span', {}, label, ...(optional ? [make('small', {}, ' optional')] : [])), input);
}

export class Passage {
  #source;
  #say;
  #idle;
  #picked;
  #way = 'add';
  #help = make('p', { className: 'quiet' }, HELP);
  #words = make('blockquote', { dir: 'auto', tabIndex: 0 });
  #deciding = make('p', { className: 'quiet' });
  #tabs = make('div', { className: 'ways', role: 'group', ariaLabel: 'What to do with the words' });
  #message = make('p', { className: 'message', role: 'alert' });
  #reload = make('button', { type: 'button', hidden: true }, 'Reload the list');
  #form = make('form');
  #yaml = make('pre', { tabIndex: 0, role: 'region', ariaLabel: 'The passage as YAML' });
  #copy = make('button', { type: 'button', className: 'main' }, 'Copy');
  #send = make('button', { className: 'main' });
  #list = new ClaimList();
  #sheet = new Sheet('picker', 'A passage', this.#help, this.#words, this.#deciding, this.#tabs);
  #start = {
    id: make('input', { name: 'id', required: true, pattern: ID, title: 'Lower-case letters a to z, digits, and single hyphens between words', placeholder: 'who-paid-for-it', autocomplete: 'off', spellcheck: false }),
    claim: make('textarea', { name: 'claim', rows: 2, dir: 'auto' }),
  };
  #fields = {
    speaker: make('input', { name: 'speaker', dir: 'auto', autocomplete: 'off' }),
    note: make('textarea', { name: 'note', rows: 2, dir: 'auto' }),
    passage: make('input', { name: 'passage', pattern: ID, title: 'Lower-case letters a to z, digits, and single hyphens between words', placeholder: 'made from the words', autocomplete: 'off', spellcheck: false }),
  };
  #starting = make('div', { className: 'fields' }, field('Id of the new claim', this.#start.id), field('The claim, as it was made', this.#start.claim, true));
  #copying = make('div', { className: 'copying' }, this.#yaml, this.#copy);

  constructor(source, say, idle) {
    this.#source = source;
    this.#say = say;
    this.#idle = idle;
    for (const [way, label] of Object.entries(WAYS)) {
      const button = make('button', { type: 'button', value: way }, label);
      button.addEventListener('click', () => this.#choose(way));
      this.#tabs.append(button);
    }
    this.#form.append(this.#list.element, this.#starting, stances(), field('Who says it', this.#fields.speaker, true), field('A comment for readers', this.#fields.note, true), field('Id of the passage', this.#fields.passage, true), this.#send);
    this.#sheet.element.append(this.#form, this.#copying, this.#message, this.#reload);
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#reload.addEventListener('click', () => this.#reloadList());
    this.#copy.addEventListener('click', () => this.#toClipboard());
    this.#sheet.closed = () => {
      CSS.highlights?.delete(HIGHLIGHT);
      this.#idle();
    };
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
      if (this.#picked) await this.#list.load();
    } catch (error) {
      this.tell(error.message);
    }
    this.#draw();
  }

  async #pick({ text, before, title }) {
    const picked = await ask('passage', { source: this.#source, text, before, title });
    // Other words may have been picked before this answer arrived.
    if (this.#words.textContent !== text) return;
    this.#picked = picked;
    const { quote, prefix, suffix, yaml } = picked;
    this.#words.textContent = quote;
    this.#yaml.textContent = yaml;
    this.#deciding.textContent = prefix ? `These words occur more than once; here they follow “${prefix}”.` : suffix ? `These words occur more than once; here “${suffix}” follows them.` : '';
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
    this.#deciding.hidden = !picked || !this.#deciding.textContent;
    this.#tabs.hidden = !picked;
    for (const button of this.#tabs.children) button.ariaPressed = String(button.value === way);
    this.#copying.hidden = way !== 'yaml';
    this.#form.hidden = way !== 'add' && way !== 'start';
    this.#list.use(way === 'add');
    this.#starting.hidden = way !== 'start';
    // A field that is not shown is not required.
    for (const input of Object.values(this.#start)) input.disabled = way !== 'start';
    this.#send.textContent = way === 'start' ? 'Start the claim' : 'Add to the claim';
    this.#reload.hidden = true;
  }

  async #submit() {
    const { quote, prefix, suffix, field } = this.#picked;
    const typed = (input) => input.value.trim() || null;
    const common = { source: this.#source, quote, prefix, suffix, field, stance: this.#form.elements.stance.value, speaker: typed(this.#fields.speaker), note: typed(this.#fields.note), passage_id: typed(this.#fields.passage) };
    const claim = this.#list.chosen;
    this.#send.disabled = true;
    this.tell('');
    this.#reload.hidden = true;
    try {
      if (this.#way === 'add') {
        const { file } = await ask('add', { claim: claim.id, seen: claim.seen, ...common });
        await this.#done(`Added to ${file}.`, claim.id);
      } else {
        const { file } = await ask('start', { id: typed(this.#start.id), claim: this.#start.claim.value.trim(), ...common });
        await this.#done(`Started ${file}, a draft: open it in your editor to write the rest. Its page is shown when serve runs with --drafts.`);
      }
    } catch (error) {
      this.tell(error.message);
      this.#reload.hidden = error.status !== 409 || this.#way !== 'add';
    } finally {
      this.#send.disabled = false;
    }
  }

  /** Reports what was written, and empties the form for the next words. */
  async #done(text, claim) {
    const href = `/claims/${claim}.html`;
    // A draft has a page only when drafts are shown.
    const answer = claim && (await fetch(href, { method: 'HEAD', cache: 'no-store' }).catch(() => undefined));
    this.#say(text, answer?.ok ? { href, text: 'See the claim' } : undefined);
    this.#form.reset();
    this.#picked = undefined;
    this.#words.textContent = '';
    document.getSelection()?.removeAllRanges();
    this.#sheet.close();
  }

  async #reloadList() {
    try {
      await this.#list.load();
      this.tell('The list is up to date. What you typed is still here: add the passage again.');
      this.#reload.hidden = true;
      this.#send.focus();
    } catch (error) {
      this.tell(error.message);
    }
  }

  async #toClipboard() {
    try {
      await navigator.clipboard.writeText(this.#yaml.textContent);
      this.tell('Copied. Paste it under “passages:” in a note.');
    } catch {
      document.getSelection()?.selectAllChildren(this.#yaml);
      this.tell('The browser did not allow copying. The text is selected: press Ctrl+C.');
    }
  }
}

function stances() {
  const choices = Object.entries(STANCES).map(([name, meaning]) =>
    make('label', { className: 'choice' }, make('input', { type: 'radio', name: 'stance', value: name, required: true }), make('span', {}, make('b', {}, name), ' ', make('small', {}, meaning))),
  );
  return make('fieldset', {}, make('legend', {}, 'How the passage bears on the claim'), ...choices);
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
