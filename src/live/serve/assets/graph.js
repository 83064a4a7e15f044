// The brief as a graph: which sources support or contradict which claims, and which of them are one origin. The table says all that the
// picture says; the picture is for those who see it, where there is room.

import { Sheet, ask, inWords, make, phrase } from './dom.js';
import { draw } from './graph-drawing.js';

/** With more claims or sources than this, lines could not be followed. */
const MAX_DRAWN = 60;

export class Graph {
  #status = make('p', { className: 'quiet', role: 'status' });
  #picture = make('div', { className: 'picture' });
  #table = make('div');
  /** What is shown, as the server sent it. */
  #shown;
  #sheet = Sheet.worded('graph', phrase('graph'), this.#status, this.#picture, this.#table);
  #button = make('button', { type: 'button', className: 'graph-button', ariaExpanded: 'false' }, phrase('graph'));

  constructor(bar) {
    this.#button.addEventListener('click', () => (this.#sheet.shown ? this.#sheet.close() : this.#open()));
    this.#sheet.closed = () => (this.#button.ariaExpanded = 'false');
    bar.prepend(this.#button);
  }

  #open() {
    this.#button.ariaExpanded = 'true';
    this.#sheet.enter();
    return this.#load();
  }

  /** The site has changed, and this page has not. */
  refreshed() {
    if (this.#sheet.shown) this.#load();
  }

  async #load() {
    try {
      const found = await ask('graph');
      const sent = JSON.stringify(found);
      // What has not changed stays, and with it the place in it.
      if (sent !== this.#shown) this.#show(found);
      this.#shown = sent;
    } catch (error) {
      this.#shown = undefined;
      this.#status.textContent = error.message;
      this.#picture.replaceChildren();
      this.#table.replaceChildren();
    }
  }

  #show({ claims, sources }) {
    const tooMany = claims.length > MAX_DRAWN || sources.length > MAX_DRAWN;
    const isEmpty = sources.length === 0;
    const remarks = isEmpty ? [phrase('graph_empty')] : [phrase('graph_about'), ...(tooMany ? [phrase('graph_large', { count: MAX_DRAWN })] : [])];
    this.#status.textContent = remarks.join(' ');
    this.#picture.replaceChildren(...(isEmpty || tooMany ? [] : [legend(), draw({ claims, sources }, inWords.dir === 'rtl')]));
    this.#table.replaceChildren(...(claims.length > 0 ? [table(claims, new Map(sources.map((source) => [source.id, source])))] : []));
  }
}

/** A line in small letters. It begins where the interface's own lines do, whatever its language. */
const below = (text) => make('small', {}, make('bdi', {}, text));

/** How a stance is drawn, and its name. */
const stanceName = (stance) => [make('span', { className: `line ${stance}` }), phrase(`stance_${stance}`)];

/** What the lines of the picture mean. The table has it in words. */
function legend() {
  return make('p', { className: 'quiet legend', ariaHidden: 'true' }, ...['supports', 'contradicts'].map((stance) => make('span', {}, ...stanceName(stance))));
}

/** The roles are given because small screens show the cells below each other, and browsers then forget what they are. */
function table(claims, sources) {
  const headings = ['claim', 'evidence', 'origins'].map((name) => make('th', { scope: 'col', role: 'columnheader' }, phrase(`graph_${name}`)));
  return make(
    'table',
    { role: 'table' },
    make('caption', { className: 'unseen' }, phrase('graph')),
    make('thead', { role: 'rowgroup' }, make('tr', { role: 'row' }, ...headings)),
    ...claims.map((claim) => make('tbody', { role: 'rowgroup' }, ...rows(claim, sources))),
  );
}

/** The rows of a claim: one for each stance, or one that says that there is none. */
function rows(claim, sources) {
  const { title, verdict, href, evidence } = claim;
  const row = (...cells) => make('tr', { role: 'row' }, ...cells);
  const cell = (given, ...children) => make('td', { role: 'cell', ...given }, ...children);
  const head = make('th', { scope: 'rowgroup', role: 'rowheader', rowSpan: Math.max(evidence.length, 1) }, make('a', { href, dir: 'auto' }, title), below(verdict));
  if (evidence.length === 0) return [row(head, cell({ className: 'quiet', colSpan: 2 }, phrase('graph_no_evidence')))];
  return evidence.map((given, number) => row(...(number === 0 ? [head] : []), cell({ className: 'stance-cell' }, ...stanceName(given.stance)), cell({}, ...originsOf(given, sources))));
}

/** How many origins there are, and the sources of each. */
function originsOf({ counted, origins }, sources) {
  const items = origins.map((origin) => entry(origin, sources));
  const isOneOfSeveral = origins.length === 1 && origins[0].counted;
  return isOneOfSeveral ? items[0] : [counted, make('ol', {}, ...items.map((parts) => make('li', {}, ...parts)))];
}

/** An origin: its sources, and of several the page that compares two of them. */
function entry({ sources: ids, counted, href }, sources) {
  const named = ids.map((id) => {
    const { title, publisher, href } = sources.get(id);
    const name = href ? make('a', { href, dir: 'auto' }, title) : make('span', { dir: 'auto' }, title);
    return [name, ...(publisher ? [below(publisher)] : [])];
  });
  if (!counted) return named[0];
  return [href ? make('a', { href }, counted) : counted, make('ul', {}, ...named.map((parts) => make('li', {}, ...parts)))];
}
