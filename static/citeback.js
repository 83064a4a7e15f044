// What a script adds to pages that are complete without one: a choice between light and dark, filters on the list of all claims, and
// on a source's page the notes level with their paragraphs. No library, nothing from other sites.

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

/* The list of all claims: selects and a text field in place of the links. */
const filters = document.querySelector('.filters');
if (filters) filterClaims(filters);

function filterClaims(box) {
  const words = box.dataset;
  const rows = document.querySelector('.rows');
  const pages = document.querySelector('.pages');
  const own = [...rows.children];
  const fold = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const selects = {};
  const form = make('form', { className: 'filter-form' });
  for (const head of box.querySelectorAll('dt')) {
    const select = make('select', { id: `filter-${head.dataset.filter}` }, make('option', { value: '' }, words.any));
    for (const link of head.nextElementSibling.querySelectorAll('a')) {
      select.append(make('option', { value: link.dataset.id }, link.textContent));
    }
    selects[head.dataset.filter] = select;
    form.append(make('label', { htmlFor: select.id }, head.textContent, select));
  }
  const text = make('input', { type: 'search', id: 'filter-text', autocomplete: 'off' });
  form.append(make('label', { htmlFor: text.id }, words.text, text));
  const status = make('p', { className: 'filter-status', role: 'status' });
  box.replaceChildren(form, status);

  let index;
  /* Every claim of the brief, as a row and what it is filtered by; beyond one page they come from the index. */
  const entries = async () => {
    if (!words.index) {
      return own.map((row) => ({
        row: () => row,
        verdict: [row.dataset.verdict],
        tags: row.dataset.tags.split(' '),
        sources: row.dataset.sources.split(' '),
        text: fold(row.textContent),
      }));
    }
    const data = await (await fetch(words.index)).json();
    const root = words.index.slice(0, -'data/claims-index.json'.length);
    return data.claims.map(([id, statement, headline, claimant, verdict, tags, sources]) => ({
      row: () =>
        make(
          'li',
          { className: 'row claim-row' },
          make('h3', {}, make('a', { href: `${root}claims/${id}.html` }, statement)),
          make('span', { className: `verdict tone-${data.verdicts[verdict][2]}` }, data.verdicts[verdict][1]),
          ...(headline ? [make('p', { className: 'headline' }, headline)] : []),
          make('ul', { className: 'meta' }, make('li', {}, claimant)),
        ),
      verdict: [data.verdicts[verdict][0]],
      tags: tags.map((tag) => data.tags[tag]),
      sources: sources.map((source) => data.sources[source]),
      text: fold(`${statement} ${headline} ${claimant}`),
    }));
  };
  const MOST = 100;
  const apply = async () => {
    const sought = fold(text.value).split(/\s+/).filter(Boolean);
    const chosen = Object.entries(selects).filter(([, select]) => select.value);
    if (pages) pages.hidden = sought.length + chosen.length > 0;
    if (sought.length + chosen.length === 0) {
      rows.replaceChildren(...own);
      status.textContent = '';
      return;
    }
    index ??= entries();
    let all;
    try {
      all = await index;
    } catch {
      index = undefined;
      return;
    }
    const fitting = all.filter(
      (entry) =>
        sought.every((word) => entry.text.includes(word)) &&
        chosen.every(([name, select]) => entry[name].includes(select.value)),
    );
    rows.replaceChildren(...fitting.slice(0, MOST).map((entry) => entry.row()));
    const said = words.found.replace('{count}', fitting.length).replace('{total}', all.length);
    status.textContent = fitting.length ? said : words.none;
  };
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
}

/* On wide screens a note is level with its paragraph or below the one before; all are short if that is far. */
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

  /* Pointing at a note highlights the words it cites, pointing at words their notes. */
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
  // In the next frame the browser scrolls to the target: to where it is.
  const show = () => citing(anchor, 'li')[0].scrollIntoView({ block: 'nearest' });
  requestAnimationFrame(() => requestAnimationFrame(show));
});

/* On paper notes are below their paragraphs. */
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
