// The desk in the browser: each page of `citeback serve` loads this. It keeps the page current, and opens what is wrong and the picker.
// Everything is built of elements and text: notes, sources and findings may hold anything.

import { ask, make, page, room, token, version } from './dom.js';
import { Findings } from './findings.js';
import { picker } from './picker.js';

/** What outlives a reload of this page: read once, then gone. */
const kept = (() => {
  const key = `citeback ${location.pathname}${location.search}`;
  return {
    keep: (what) => sessionStorage.setItem(key, JSON.stringify(what)),
    take: () => {
      const text = sessionStorage.getItem(key);
      sessionStorage.removeItem(key);
      return text ? JSON.parse(text) : {};
    },
  };
})();

/* A line that says what happened. */
const said = make('p', { className: 'said', role: 'status' });
const note = make('div', { className: 'note' }, said);
const hush = make('button', { type: 'button', className: 'close', ariaLabel: 'Close this message' }, '×');
let current;
hush.addEventListener('click', () => say());

/** Says a line, with a link where there is one; says nothing when there is nothing to say. */
function say(text, link) {
  current = text && { text, link };
  said.replaceChildren(...(text ? [text] : []), ...(link ? [' ', make('a', { href: link.href }, link.text)] : []));
  if (text) note.append(hush);
  else hush.remove();
  note.classList.toggle('shown', Boolean(text));
}

const bar = make('div', { className: 'bar' });
room.append(note, bar);
const findings = new Findings(bar);
const picking = token && picker(bar, say, () => later && reload());

/** A reload waits while somebody is writing in the picker, or follows a link: it would take them back. */
let later = false;
let leaving = false;

addEventListener('beforeunload', () => {
  leaving = true;
  // A link may also open another program, and leave this page where it is.
  const SURELY_GONE = 3000;
  setTimeout(() => {
    leaving = false;
    if (later) reload();
  }, SURELY_GONE);
});

function reload() {
  if (leaving) {
    later = true;
    return;
  }
  if (picking?.busy()) {
    later = true;
    picking.tell('The page has changed meanwhile. It is loaded again when you close this.');
    return;
  }
  kept.keep({ at: scrollY, said: current, open: findings.open });
  location.reload();
}

/* As it was before the reload. */
const { at, said: before, open } = kept.take();
if (at !== undefined) {
  scrollTo({ top: at, behavior: 'instant' });
  // The browser restores places by itself, too, and pictures may come late.
  addEventListener('load', () => scrollTo({ top: at, behavior: 'instant' }), { once: true });
}
if (before) say(before.text, before.link);
if (open) findings.openAll();

/** Which look at the site this page has seen. */
let seen = Number(version);
let looking = false;
let again = false;

/** Learns what the last look found, and whether this page has changed by it. */
async function look() {
  again = true;
  if (looking) return;
  looking = true;
  try {
    while (again) {
      again = false;
      const found = await ask('findings');
      findings.show(found);
      if (found.version !== seen) await renew(found.version);
    }
  } catch {
    // The server has ended: the events tell.
  } finally {
    looking = false;
  }
}

/** The mark by which the server tells whether a file has changed. */
const mark = async (address) => (await fetch(address, { method: 'HEAD', cache: 'no-store' })).headers.get('etag');

/** The marks of the theme's files that this page loads. */
function parts() {
  const loaded = document.querySelectorAll('link[rel~="stylesheet"][href], script[src], img[src]');
  const addresses = new Set([...loaded].map((element) => element.href || element.src).filter((address) => new URL(address).origin === location.origin));
  return Promise.all([...addresses].map(mark)).then(String, () => undefined);
}

const madeWith = parts();

/** Loads the page again if what it is made of has changed. */
async function renew(looked) {
  const same = (await mark(location.pathname + location.search)) === `"${page}"` && (await parts()) === (await madeWith);
  if (same) seen = looked;
  else reload();
}

const GONE = 'The server has ended. This page will be current again when it runs.';
let events;
let gone = false;

function listen() {
  if (events || document.hidden) return;
  events = new EventSource('/.citeback/events');
  events.addEventListener('look', () => {
    if (gone) {
      // Another server may run now, which knows nothing of this page.
      gone = false;
      say();
      reload();
    } else {
      look();
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

// A browser keeps no more than six connections to one place, and an editor may have many tabs.
document.addEventListener('visibilitychange', () => (document.hidden ? stop() : listen()));
addEventListener('pagehide', stop);
addEventListener('pageshow', listen);
listen();
