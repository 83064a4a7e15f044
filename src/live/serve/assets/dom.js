// What all parts of this interface share: making elements, the shadow root that isolates them from the page, and requests to the server.

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

/** The address of a page of the site, from its path and perhaps a query. A brief of a desk is below its name. */
export const address = (path) => new URL(`../${path}`, import.meta.url).href.slice(location.origin.length);

/** The path of this page in the site. */
export const here = location.pathname.slice(address('').length);

const styles = new CSSStyleSheet();
// Show nothing before the styles have loaded.
await styles.replace(await (await fetch(address('.citeback/desk.css'))).text());

/** A box isolated from the theme's styles, and the theme from its own. Its words are English. */
export function box() {
  const host = make('citeback-desk', { lang: 'en', dir: 'ltr' });
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [styles];
  return { host, root };
}

const { host, root } = box();
// Outside the body, so that a theme's rules and scripts that count its children still work.
document.documentElement.append(host);

/** The container for everything shown over the page. */
export const overlay = make('div', { role: 'region', ariaLabel: 'Citeback' });
root.append(overlay);

const tag = document.querySelector(`script[src="${address('.citeback/desk.js')}"]`);

/** What the server says about itself in this page. Without a token this page may not write. */
export const { token = '', version = '0', page = '', unpublished = '' } = tag?.dataset ?? {};

/** What all pages of the site have in common: its name in the browser's storage, the verdicts of its brief, and the words of the picker. */
const settings = token ? await ask('context').catch(() => ({})) : {};
export const { site = '', verdicts = [], language = '' } = settings;

/** The language of these words and its direction, as properties of an element. */
export const inWords = settings.interface ?? {};

/** A phrase in the language of the brief, with its placeholders filled in. */
export function phrase(name, values = {}) {
  const wording = settings.words?.[`picker_${name}`] ?? settings.words?.[name] ?? name;
  return wording.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

/** The server's answer as JSON. A refusal becomes an error with the server's message and status code. */
export async function ask(path, sent) {
  const options = sent && { method: 'POST', body: JSON.stringify(sent), headers: { 'content-type': 'application/json', 'x-citeback-token': token } };
  let answer;
  try {
    answer = await fetch(address(`.citeback/${path}`), { cache: 'no-store', ...options });
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
  throw Object.assign(new Error(message), { status: answer.status, fields: read.fields });
}

/** A panel over the page that its button or Escape closes. */
export class Sheet {
  #back;

  /** A sheet in the words of the picker. */
  static worded(className, title, ...children) {
    const sheet = new Sheet(className, title, ...children);
    Object.assign(sheet.element, inWords);
    sheet.closer.ariaLabel = phrase('close');
    sheet.closer.title = phrase('close_key');
    return sheet;
  }

  constructor(className, title, ...children) {
    this.title = make('h2', { id: `${className}-title`, tabIndex: -1 }, title);
    this.closer = make('button', { type: 'button', className: 'close', ariaLabel: 'Close', title: 'Close (Escape)' }, '×');
    /** Whether the sheet may be closed now; if not, this says so itself. */
    this.closing = () => true;
    this.closer.addEventListener('click', () => this.close());
    this.element = make('section', { className: `sheet ${className}`, role: 'dialog', 'aria-labelledby': this.title.id, hidden: true }, make('header', {}, this.title, this.closer), ...children);
    overlay.append(this.element);
    sheets.push(this);
  }

  get shown() {
    return !this.element.hidden;
  }

  /** Shows the sheet without moving the keyboard focus, for what opens unasked. */
  show() {
    this.element.hidden = false;
  }

  /** Shows the sheet and moves the keyboard focus into it. */
  enter(first = this.title) {
    if (!this.shown) this.#back = focused();
    this.show();
    first.focus();
  }

  close() {
    if (!this.shown || !this.closing()) return;
    const inside = this.element.contains(root.activeElement);
    this.element.hidden = true;
    if (inside) this.#back?.focus?.();
    this.closed?.();
  }
}

/** What has the keyboard focus, in whichever box it is. */
function focused() {
  const { activeElement } = document;
  return activeElement?.shadowRoot?.activeElement ?? activeElement;
}

const sheets = [];

/** Escape closes the sheet that has the focus, or else the one opened last. */
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector(':modal')) return;
  const shown = sheets.filter((sheet) => sheet.shown);
  const inside = shown.find((sheet) => sheet.element.contains(root.activeElement));
  (inside ?? shown.at(-1))?.close();
});
