// The findings: shown over the page while there are errors, and as a full list on request. The words around them are in the language of the
// brief and come with them; the texts of the findings are English.

import { Sheet, ask, make, overlay, token } from './dom.js';

/** The refresh whose errors were closed: they stay closed on all pages until the next one. */
const dismissed = {
  set: (version) => sessionStorage.setItem('citeback closed', `${token} ${version}`),
  is: (version) => sessionStorage.getItem('citeback closed') === `${token} ${version}`,
};

const ENGLISH = { lang: 'en', dir: 'ltr' };
const quiet = (text) => make('p', { className: 'quiet' }, text);

export class Findings {
  #found = { version: 0, errors: 0, warnings: 0, advice: 0, accepted: 0, findings: [], unpublished: [], words: {} };
  /** Whether all findings are shown on request, or only the errors. */
  #all = false;
  #list = make('div', { className: 'findings' });
  #status = make('p', { className: 'unseen', role: 'status' });
  #button = make('button', { type: 'button', className: 'count', hidden: true, 'aria-expanded': 'false' });
  #kept = make('p', { className: 'kept', role: 'status' });
  #sheet = new Sheet('wrong', '', this.#list);

  constructor(bar) {
    // Screen readers skip what is hidden, so the counts are announced outside the sheet.
    bar.append(this.#button, this.#status);
    overlay.append(this.#kept);
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
    const { words } = found;
    const news = words.button !== this.#found.words.button;
    this.#found = found;
    for (const element of [this.#button, this.#status, this.#kept, this.#sheet.element]) Object.assign(element, { lang: words.language, dir: words.dir });
    this.#button.textContent = words.button;
    this.#button.dataset.worst = found.errors ? 'error' : found.warnings ? 'warning' : found.advice ? 'advice' : 'none';
    this.#button.hidden = false;
    if (this.#kept.textContent !== (words.kept ?? '')) this.#kept.textContent = words.kept ?? '';
    if (news) this.#status.textContent = words.button;
    this.#draw();
    if (this.#all) return;
    if (found.errors && !dismissed.is(found.version)) this.#sheet.show();
    else if (!found.errors) this.#sheet.element.hidden = true;
  }

  #draw() {
    const { findings, errors, unpublished, words } = this.#found;
    const shown = this.#all ? findings : findings.filter(({ severity }) => severity === 'error');
    this.#sheet.title.textContent = (this.#all ? words.counts : words.errors) ?? '';
    this.#sheet.closer.ariaLabel = this.#sheet.closer.title = words.close ?? '';
    const rest = words.more && (this.#all || errors > shown.length) ? [quiet(words.more)] : [];
    const none = shown.length ? [] : [quiet(words.valid ?? '')];
    const silent = this.#all && words.accepted ? [quiet(words.accepted)] : [];
    const elsewhere = this.#all ? unpublished.map((target) => Object.assign(quiet(target), ENGLISH)) : [];
    // What is fixed leaves the list, and would take the focus with it.
    const inside = this.#list.contains(this.#list.getRootNode().activeElement);
    this.#list.replaceChildren(...shown.map((found) => finding(found, words)), ...rest, ...none, ...silent, ...elsewhere);
    if (inside) this.#sheet.title.focus();
  }
}

/** One finding: what it is, where, its lines, and how to fix it. */
function finding(found, words) {
  const { severity, message, code, file, line, column, label, lines, related = [], related_lines: relatedLines, hints, fix, open } = found;
  const failed = make('p', { className: 'message', role: 'alert', ...ENGLISH });
  const tell = (error) => (failed.textContent = error.message);
  const what = make('h3', {}, make('span', { className: 'severity' }, words[severity] + words.colon), ' ', make('span', ENGLISH, message));
  // What stops the site from being read at all has no line in a file.
  if (!file) return make('article', { className: `finding ${severity}` }, what);
  const place = `${file}:${line}`;
  const others = related.flatMap((other, i) => [
    make('p', { className: 'where', ...ENGLISH }, `${other.file}:${other.line}`),
    excerpt(relatedLines[i], `${other.file}:${other.line}`, words),
    make('p', { className: 'label', ...ENGLISH }, other.message),
  ]);
  return make(
    'article',
    { className: `finding ${severity}` },
    what,
    make('p', { className: 'where' }, opener({ open, file, line, column, place }, words, tell), ' ', make('code', ENGLISH, code)),
    ...(lines.length ? [excerpt(lines, place, words)] : []),
    ...(label ? [make('p', { className: 'label', ...ENGLISH }, label)] : []),
    ...others,
    ...hints.map((hint) => make('p', { className: 'hints', ...ENGLISH }, hint)),
    ...(fix && token ? [fixer(fix, words, tell)] : []),
    failed,
  );
}

/** What opens the file at the line: a link, a button for an editor that the server starts, or only the place. */
function opener({ open, file, line, column, place }, words, tell) {
  if (open?.link) return make('a', { href: open.link, title: words.open, dir: 'ltr' }, place);
  if (open !== 'command' || !token) return make('span', { dir: 'ltr' }, place);
  const button = make('button', { type: 'button', className: 'link', title: words.open, dir: 'ltr' }, place);
  button.addEventListener('click', () => ask('open', { file, line, column }).catch(tell));
  return button;
}

/** The button that makes the fix of one finding on disk. The page follows when the server has seen the change. */
function fixer({ title, key }, words, tell) {
  const button = make('button', { type: 'button' }, words.fix);
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      await ask('fix', { key });
    } catch (error) {
      tell(error);
      button.disabled = false;
    }
  });
  return make('p', { className: 'fix' }, button, ' ', make('span', ENGLISH, title));
}

/** Lines of a file with their numbers, and what is marked in them. */
function excerpt(lines, place, words) {
  const rows = lines.map(({ number, before, marked, after }) =>
    make('li', { value: number }, make('code', {}, before, ...(marked ? [make('mark', {}, marked)] : []), after)),
  );
  return make('ol', { className: 'lines', ...ENGLISH, ariaLabel: (words.lines ?? '').replace('{file}', place) }, ...rows);
}
