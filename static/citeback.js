// What a script adds to pages that are complete without one: a choice between light and dark, and on a source's page the notes level
// with their paragraphs, and times that play.

const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
};

/* The button shows the current choice and moves to the next. */
const schemeBox = document.querySelector('.scheme');
if (schemeBox) {
  const order = ['auto', 'light', 'dark'];
  const current = () => document.documentElement.dataset.scheme ?? 'auto';
  const button = make('button', { type: 'button' });
  const show = () => {
    button.dataset.scheme = current();
    button.title = schemeBox.dataset[current()];
    button.setAttribute('aria-label', button.title);
  };
  button.addEventListener('click', () => {
    const next = order[(order.indexOf(current()) + 1) % order.length];
    if (next === 'auto') delete document.documentElement.dataset.scheme;
    else document.documentElement.dataset.scheme = next;
    try {
      if (next === 'auto') localStorage.removeItem('citeback-scheme');
      else localStorage.setItem('citeback-scheme', next);
    } catch {
      // The choice then lasts as long as the page.
    }
    show();
  });
  show();
  schemeBox.append(button);
  schemeBox.hidden = false;
}

/* On wide screens a note is level with its paragraph or below the one before; all are short if far. */
const room = document.querySelector('.captured');
const wide = matchMedia('(min-width: 60rem)');
const notes = [...document.querySelectorAll('.captured .cited-by')];
const citing = (anchor, kind) => document.querySelectorAll(`${kind}[data-passages~="${CSS.escape(anchor)}"]`);
const place = () => {
  // Measure all before moving any.
  const { top } = room.getBoundingClientRect();
  const measured = notes.map((note) => [note, note.parentElement.getBoundingClientRect().top - top, note.offsetHeight]);
  let [free, far] = [0, 0];
  for (const [note, level, height] of measured) {
    const at = Math.max(level, free);
    note.style.top = `${at}px`;
    free = at + height + 6;
    far = Math.max(far, at - level);
  }
  room.style.minBlockSize = `${free}px`;
  return far;
};
const settle = () => {
  if (!room) return;
  room.style.minBlockSize = '';
  room.classList.remove('dense');
  room.classList.toggle('set', wide.matches);
  if (!wide.matches) return;
  for (const note of notes) note.open = true;
  if (place() < 300) return;
  room.classList.add('dense');
  place();
};
if (room) {
  wide.addEventListener('change', () => notes.forEach((note) => (note.open = wide.matches)));
  new ResizeObserver(settle).observe(document.body);

  /* Pointing at a note highlights the words it cites, and the reverse. */
  const light = ({ target, type }) => {
    const pointed = target.closest('[data-passages]');
    for (const anchor of pointed?.dataset.passages.split(' ') ?? []) {
      for (const one of citing(anchor, pointed.localName === 'li' ? '' : 'li')) one.classList.toggle('pointed', /(over|in)$/.test(type));
    }
  };
  for (const type of ['pointerover', 'pointerout', 'focusin', 'focusout']) room.addEventListener(type, light);
}

/* A tap on cited words makes them the target; of several passages the next. */
addEventListener('click', ({ target }) => {
  const anchors = target.closest('.passage')?.dataset.passages.split(' ').reverse();
  if (!anchors || target.closest('a') || !getSelection().isCollapsed) return;
  const anchor = anchors[(anchors.indexOf(location.hash.slice(1)) + 1) % anchors.length];
  const mark = document.getElementById(anchor);
  mark.style.scrollMarginBlockStart = `${mark.getBoundingClientRect().top}px`;
  location.replace(`#${anchor}`);
  unfold();
  // In the next frame the browser scrolls to where the target is.
  const show = () => citing(anchor, 'li')[0].scrollIntoView({ block: 'nearest' });
  requestAnimationFrame(() => requestAnimationFrame(show));
});

/* A time plays from there. */
addEventListener('click', (event) => {
  const player = document.querySelector('[controls]');
  if (!player || event.target.className !== 'time-mark') return;
  event.preventDefault();
  player.currentTime = event.target.hash.slice(3);
  player.play();
  player.scrollIntoView({ block: 'nearest' });
});

/* On paper notes are below. */
addEventListener('beforeprint', () => {
  for (const note of document.querySelectorAll('.cited-by')) note.open = true;
});

/* A link into a folded part unfolds it; one to a passage opens its note and lights it. */
const unfold = () => {
  let target;
  try {
    target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return;
  }
  const rows = target?.dataset.n ? [...citing(target.id, 'li')] : [];
  for (const row of document.querySelectorAll('.cited-by li')) row.classList.toggle('lit', rows.includes(row));
  settle();
  for (let parent of [target, ...rows]) {
    while ((parent = parent?.parentElement)) if (parent.localName === 'details') parent.open = true;
  }
};
addEventListener('hashchange', unfold);
unfold();
