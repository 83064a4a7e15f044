// What all parts of the desk build with: elements, the box that keeps them apart from the page, and questions to the server.

/** An element with properties or attributes, and children. Text stays text, whatever it holds. */
export function make(name, given = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

const looks = new CSSStyleSheet();
// Nothing is shown before it can be shown as it should be.
await looks.replace(await (await fetch('/.citeback/desk.css')).text());

/** A box whose looks no theme touches, and that touches no theme's. The words of the desk are English. */
export function box() {
  const host = make('citeback-desk', { lang: 'en', dir: 'ltr' });
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [looks];
  return { host, root };
}

const { host, root } = box();
// Beside the body: rules and scripts of a theme that count its children find what they expect.
document.documentElement.append(host);

/** Where everything stands that lies over the page. */
export const room = make('div', { role: 'region', ariaLabel: 'Citeback' });
root.append(room);

const tag = document.querySelector('script[src="/.citeback/desk.js"]');

/** What the server told this page about itself. Without a token this page may not write. */
export const { token = '', version = '0', page = '', unpublished = '' } = tag?.dataset ?? {};

/** What the server answers, as JSON; what it refuses is an error with its own words and the number of its status. */
export async function ask(path, sent) {
  const options = sent && { method: 'POST', body: JSON.stringify(sent), headers: { 'content-type': 'application/json', 'x-citeback-token': token } };
  let answer;
  try {
    answer = await fetch(`/.citeback/${path}`, { cache: 'no-store', ...options });
  } catch {
    throw Object.assign(new Error('The server cannot be reached. Start citeback serve again; nothing that you typed here is lost.'), { status: 0 });
  }
  const text = await answer.text();
  let read;
  try {
    read = JSON.parse(text);
  } catch {
    read = { message: text.trim() };
  }
  if (answer.ok) return read;
  const unknown = answer.status === 404 || answer.status === 405;
  const message = read.message || (unknown ? 'This version of citeback cannot do this.' : `The server answered ${answer.status}.`);
  throw Object.assign(new Error(message), { status: answer.status });
}

/** Something that lies over the page until it is closed, by its button or by Escape. */
export class Sheet {
  #back;

  constructor(className, title, ...children) {
    this.title = make('h2', { id: `${className}-title`, tabIndex: -1 }, title);
    this.closer = make('button', { type: 'button', className: 'close', ariaLabel: 'Close', title: 'Close (Escape)' }, '×');
    this.closer.addEventListener('click', () => this.close());
    this.element = make('section', { className: `sheet ${className}`, role: 'dialog', 'aria-labelledby': this.title.id, hidden: true }, make('header', {}, this.title, this.closer), ...children);
    room.append(this.element);
    sheets.push(this);
  }

  get shown() {
    return !this.element.hidden;
  }

  /** Shows the sheet; the keyboard stays where it is, as for what comes unasked. */
  show() {
    this.element.hidden = false;
  }

  /** Shows the sheet, and brings the keyboard into it. */
  enter(first = this.title) {
    if (!this.shown) this.#back = root.activeElement ?? document.activeElement;
    this.show();
    first.focus();
  }

  close() {
    if (!this.shown) return;
    const inside = this.element.contains(root.activeElement);
    this.element.hidden = true;
    if (inside) this.#back?.focus?.();
    this.closed?.();
  }
}

const sheets = [];

/** Escape closes the sheet that the keyboard is in, else the one opened last. */
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector(':modal')) return;
  const shown = sheets.filter((sheet) => sheet.shown);
  const inside = shown.find((sheet) => sheet.element.contains(root.activeElement));
  (inside ?? shown.at(-1))?.close();
});
