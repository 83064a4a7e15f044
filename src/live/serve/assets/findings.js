// The findings: shown over the page while there are errors, and as a full list on request.

import { Sheet, ask, make, token } from './dom.js';

const counted = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`;

const counts = ({ errors, warnings, advice }) =>
  [
    ...(errors ? [counted(errors, 'error')] : []),
    ...(warnings ? [counted(warnings, 'warning')] : []),
    ...(advice ? [`${counted(advice, 'piece')} of advice`] : []),
  ].join(', ');

export class Findings {
  #found = { version: 0, errors: 0, warnings: 0, advice: 0, accepted: 0, findings: [], unpublished: [] };
  /** Whether all findings are shown on request, or only the errors. */
  #all = false;
  #list = make('div', { className: 'findings' });
  #status = make('p', { className: 'unseen', role: 'status' });
  #button = make('button', { type: 'button', className: 'count', hidden: true, 'aria-expanded': 'false' });
  #sheet = new Sheet('wrong', 'Findings', this.#list);

  constructor(bar) {
    // Screen readers skip what is hidden, so the counts are announced outside the sheet.
    bar.append(this.#button, this.#status);
    this.#button.addEventListener('click', () => {
      if (this.open) this.#sheet.close();
      else this.openAll();
    });
    this.#sheet.closed = () => {
      this.#all = false;
      this.#button.ariaExpanded = 'false';
      dismissed.set(this.#found.version);
    };
  }

  /** Whether the full list is open. */
  get open() {
    return this.#sheet.shown && this.#all;
  }

  openAll() {
    this.#all = true;
    this.#draw();
    this.#button.ariaExpanded = 'true';
    this.#sheet.enter();
    // What is not published is looked at a moment after a refresh. If the server has stopped, the page says so itself.
    ask('findings').then((found) => this.show(found), () => {});
  }

  /** Shows the findings of a refresh. */
  show(found) {
    const news = counts(found) !== counts(this.#found);
    this.#found = found;
    this.#button.textContent = counts(found) ? `Findings: ${counts(found)}` : 'No findings';
    this.#button.dataset.worst = found.errors ? 'error' : found.warnings ? 'warning' : found.advice ? 'advice' : 'none';
    this.#button.hidden = false;
    if (news) this.#status.textContent = this.#button.textContent;
    this.#draw();
    if (this.#all) return;
    if (found.errors && !dismissed.is(found.version)) this.#sheet.show();
    else if (!found.errors) this.#sheet.element.hidden = true;
  }

  #draw() {
    const { findings, errors, warnings, advice, accepted, unpublished } = this.#found;
    const shown = this.#all ? findings : findings.filter(({ severity }) => severity === 'error');
    const left = (this.#all ? errors + warnings + advice : errors) - shown.length;
    this.#sheet.title.textContent = this.#all ? counts(this.#found) || 'No findings' : counted(errors, 'error');
    const rest = left > 0 ? [make('p', { className: 'quiet' }, `And ${left} more: run citeback check to see them all.`)] : [];
    const none = shown.length ? [] : [make('p', { className: 'quiet' }, 'Every passage is in its source, and every note is valid.')];
    const silent = this.#all && accepted ? [make('p', { className: 'quiet' }, `${counted(accepted, 'more finding')} accepted, each with its reason in its note.`)] : [];
    const elsewhere = this.#all ? unpublished.map((target) => make('p', { className: 'quiet' }, target)) : [];
    this.#list.replaceChildren(...shown.map(finding), ...rest, ...none, ...silent, ...elsewhere);
  }
}

/** One finding: what it is, where, and its lines. */
function finding({ severity, message, code, file, line, frame, open }) {
  const what = make('h3', {}, make('span', { className: 'severity' }, severity), ' ', message);
  // What stops the site from being read at all has no line in a file.
  if (!file) return make('article', { className: `finding ${severity}` }, what);
  const place = `${file}:${line}`;
  const where = open ? make('a', { href: open, title: 'Open at this line in VS Code' }, place) : make('span', {}, place);
  return make(
    'article',
    { className: `finding ${severity}` },
    what,
    make('p', { className: 'where' }, where, ' ', make('code', {}, code)),
    make('pre', { tabIndex: 0, role: 'region', ariaLabel: `Lines of ${place}` }, ...lines(frame)),
  );
}

/** A code frame without its first line, which repeats the heading. Hints are kept separate because they may span several lines. */
function lines(frame) {
  const all = frame.trimEnd().split('\n');
  const from = Math.max(all.findIndex((line) => /^\s*-->/.test(line)), 0);
  const hint = all.findIndex((line, i) => i > from && /^\s*= /.test(line));
  const to = hint < 0 ? all.length : hint;
  return [all.slice(from, to).join('\n') + '\n', make('span', { className: 'hints' }, all.slice(to).join('\n'))];
}

/** The refresh whose errors were closed: they stay closed on all pages until the next one. */
const dismissed = {
  set: (version) => sessionStorage.setItem('citeback closed', `${token} ${version}`),
  is: (version) => sessionStorage.getItem('citeback closed') === `${token} ${version}`,
};
