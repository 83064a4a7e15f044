// What a script adds to pages that are complete without one: a choice between light and dark, and on a source's page the claims level
// with their passages. No library, nothing from other sites.

const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
};

/* Light or dark: the button shows the current choice and moves to the next. */
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
      // Without storage the choice lasts as long as the page.
    }
    show();
  });
  show();
  schemeBox.append(button);
  schemeBox.hidden = false;
}

/* A source's page: on wide screens each claim is level with its passage, or just below the one before. */
const room = document.querySelector('.captured');
if (room) {
  const wide = matchMedia('(min-width: 60rem)');
  const notes = [...room.querySelectorAll('.cited-by')];
  const rows = notes.flatMap((note) => [...note.querySelectorAll(':scope > ul > li')]);
  const cited = (row) => decodeURIComponent(row.querySelector('.number').hash.slice(1));
  const pieces = (anchor) => room.querySelectorAll(`[data-passages~="${CSS.escape(anchor)}"]`);
  const GAP = 10;
  const settle = () => {
    room.classList.toggle('set', wide.matches);
    room.style.minBlockSize = '';
    if (!wide.matches) return;
    for (const note of notes) note.open = true;
    // Measure everything before moving anything.
    const top = room.getBoundingClientRect().top;
    const measured = rows.map((row) => ({
      row,
      level: (pieces(cited(row))[0] ?? row).getBoundingClientRect().top - top,
      base: row.closest('.cited-by').getBoundingClientRect().top - top,
      height: row.offsetHeight,
    }));
    let free = 0;
    for (const { row, level, base, height } of measured) {
      const at = Math.max(level, free);
      row.style.top = `${Math.round(at - base)}px`;
      free = at + height + GAP;
    }
    room.style.minBlockSize = `${Math.round(free)}px`;
  };
  wide.addEventListener('change', () => {
    for (const note of notes) note.open = wide.matches;
  });
  new ResizeObserver(settle).observe(document.body);
  settle();

  /* Pointing at a claim highlights the words it cites. */
  const light = (row, on) => {
    row?.classList.toggle('pointed', on);
    if (row) for (const piece of pieces(cited(row))) piece.classList.toggle('pointed', on);
  };
  for (const [name, on] of [['pointerover', true], ['pointerout', false], ['focusin', true], ['focusout', false]]) {
    room.addEventListener(name, (event) => light(event.target.closest?.('.cited-by > ul > li'), on));
  }
}

/* On paper the claims are below the passages that they cite. */
addEventListener('beforeprint', () => {
  for (const note of document.querySelectorAll('.cited-by')) note.open = true;
});

/* A link into a folded part unfolds it. */
const unfold = () => {
  let target;
  try {
    target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return;
  }
  for (let parent = target?.parentElement; parent; parent = parent.parentElement) {
    if (parent.localName === 'details') parent.open = true;
  }
};
addEventListener('hashchange', unfold);
unfold();
