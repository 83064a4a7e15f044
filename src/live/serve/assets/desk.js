// The script of `citeback serve`, loaded by every page that it serves. It keeps the page current and opens the findings and the picker.
// Everything is built from elements and text nodes, because notes, sources and findings may hold anything.

import { address, ask, make, overlay, page, token, version } from './dom.js';
import { Findings } from './findings.js';
import { picker } from './picker.js';

/** The state that survives a reload of this page: read once, then deleted. */
const savedState = (() => {
  const key = `citeback ${location.pathname}${location.search}`;
  return {
    save: (state) => sessionStorage.setItem(key, JSON.stringify(state)),
    take: () => {
      const text = sessionStorage.getItem(key);
      sessionStorage.removeItem(key);
      return text ? JSON.parse(text) : {};
    },
  };
})();

/* The line for messages. */
const line = make('p', { className: 'said', role: 'status' });
const note = make('div', { className: 'note' }, line);
const closeButton = make('button', { type: 'button', className: 'close', ariaLabel: 'Close this message' }, '×');
let current;
closeButton.addEventListener('click', () => say());

/** Shows a line of text, with a link if there is one; hides it if the text is empty. */
function say(text, link) {
  current = text && { text, link };
  line.replaceChildren(...(text ? [text] : []), ...(link ? [' ', make('a', { href: link.href }, link.text)] : []));
  if (text) note.append(closeButton);
  else closeButton.remove();
  note.classList.toggle('shown', Boolean(text));
}

const bar = make('div', { className: 'bar' });
overlay.append(note, bar);
const findings = new Findings(bar);
const picking = token && picker(bar, say, () => later && reload());

/** A reload waits while the editor is writing in the picker or following a link, because it would undo both. */
let later = false;
let leaving = false;

addEventListener('beforeunload', () => {
  leaving = true;
  // A link may also open another program and leave this page as it is.
  const NAVIGATION_TIMEOUT = 3000;
  setTimeout(() => {
    leaving = false;
    if (later) reload();
  }, NAVIGATION_TIMEOUT);
});

function reload() {
  if (leaving) {
    later = true;
    return;
  }
  if (picking?.busy()) {
    later = true;
    picking.tell('The page has changed in the meantime. It will reload when you close this.');
    return;
  }
  savedState.save({ at: scrollY, said: current, open: findings.open });
  location.reload();
}

/* Restore what was open before the reload. */
const { at, said: before, open } = savedState.take();
if (at !== undefined) {
  scrollTo({ top: at, behavior: 'instant' });
  // The browser also restores scroll positions, and pictures may load late.
  addEventListener('load', () => scrollTo({ top: at, behavior: 'instant' }), { once: true });
}
if (before) say(before.text, before.link);
if (open) findings.openAll();

/** The latest refresh of the site that this page has seen. */
let seen = Number(version);
let refreshing = false;
let again = false;

/** Fetches the findings of the latest refresh and whether it changed this page. */
async function refresh() {
  again = true;
  if (refreshing) return;
  refreshing = true;
  try {
    while (again) {
      again = false;
      const found = await ask('findings');
      findings.show(found);
      if (found.version !== seen) await reloadIfChanged(found.version);
    }
  } catch {
    // The server has stopped; the event stream reports that.
  } finally {
    refreshing = false;
  }
}

/** The ETag of a file, which changes with its content. */
const etag = async (file) => (await fetch(file, { method: 'HEAD', cache: 'no-store' })).headers.get('etag');

/** The ETags of the theme's files that this page loads. */
function parts() {
  const loaded = document.querySelectorAll('link[rel~="stylesheet"][href], script[src], img[src]');
  const addresses = new Set([...loaded].map((element) => element.href || element.src).filter((loaded) => new URL(loaded).origin === location.origin));
  return Promise.all([...addresses].map(etag)).then(String, () => undefined);
}

const madeWith = parts();

/** Reloads the page if anything it is made from has changed. */
async function reloadIfChanged(latest) {
  const same = (await etag(location.pathname + location.search)) === `"${page}"` && (await parts()) === (await madeWith);
  if (!same) {
    reload();
    return;
  }
  seen = latest;
  picking?.refreshed();
}

const GONE = 'The server has stopped. This page will update when it is running again.';
let events;
let gone = false;

function listen() {
  if (events || document.hidden) return;
  events = new EventSource(address('.citeback/events'));
  events.addEventListener('refresh', () => {
    if (gone) {
      // Another server may be running now, which does not know this page.
      gone = false;
      say();
      reload();
    } else {
      refresh();
    }
  });
  events.addEventListener('error', () => {
    gone = true;
    say(GONE);
    if (events?.readyState !== EventSource.CLOSED) return;
    stop();
    setTimeout(listen, 2000);
  });
}

function stop() {
  events?.close();
  events = undefined;
}

// A browser allows only six connections to one host, and an editor may have many tabs open.
document.addEventListener('visibilitychange', () => (document.hidden ? stop() : listen()));
addEventListener('pagehide', stop);
addEventListener('pageshow', listen);
listen();
