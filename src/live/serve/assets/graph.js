// The brief as a graph: which sources support or contradict which claims, and which of them are one origin. The table says all that the
// picture says; the picture is for those who see it, where there is room.

import { Sheet, ask, inWords, make, phrase } from './dom.js';
import { draw } from './graph-drawing.js';

/** With more claims or sources than this, lines could not be followed. */
const MAX_DRAWN = 60;

export class Graph {
  #status = make('p', { className: 'quiet', role: 'status' });
  #picture = make('div', { className: 'picture' });
  #table = make('div', { className: 'scrolling' });
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
      this.#show(await ask('graph'));
    } catch (error) {
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
    this.#picture.replaceChildren(...(isEmpty || tooMany ? [] : [draw({ claims, sources }, inWords.dir === 'rtl')]));
    this.#table.replaceChildren(...(claims.length > 0 ? [table(claims, new Map(sources.map((source) => [source.id, source])))] : []));
  }
}

function table(claims, sources) {
  const headings = ['claim', 'evidence', 'origins'].map((name) => make('th', { scope: 'col' }, phrase(`graph_${name}`)));
  return make(
    'table',
    {},
    make('caption', { className: 'unseen' }, phrase('graph')),
    make('thead', {}, make('tr', {}, ...headings)),
    ...claims.map((claim) => make('tbody', {}, ...rows(claim, sources))),
  );
}

/** The rows of a claim: one for each stance, or one that says that there is none. */
function rows(claim, sources) {
  const { title, verdict, href, evidence } = claim;
  const head = make('th', { scope: 'rowgroup', rowSpan: Math.max(evidence.length, 1) }, make('a', { href, dir: 'auto' }, title), make('small', { dir: 'auto' }, verdict));
  if (evidence.length === 0) return [make('tr', {}, head, make('td', { className: 'quiet', colSpan: 2 }, phrase('graph_no_evidence')))];
  return evidence.map(({ stance, counted, origins }, number) => {
    const said = make('td', {}, make('span', { className: `line ${stance}` }), phrase(`stance_${stance}`));
    const items = origins.map((origin) => entry(origin, sources));
    return make('tr', {}, ...(number === 0 ? [head] : []), said, make('td', {}, counted, make('ol', {}, ...items)));
  });
}

/** An origin: its sources, and of several the page that compares two of them. */
function entry({ sources: ids, counted, href }, sources) {
  const named = ids.map((id) => {
    const { title, publisher, href } = sources.get(id);
    const name = href ? make('a', { href, dir: 'auto' }, title) : make('span', { dir: 'auto' }, title);
    return make('li', {}, name, ...(publisher ? [make('small', { dir: 'auto' }, publisher)] : []));
  });
  const joined = counted && (href ? make('a', { href }, counted) : counted);
  return joined ? make('li', {}, joined, make('ul', {}, ...named)) : make('li', {}, ...named[0].childNodes);
}
