// Filters on lists of claims and sources: a form in place of links. What it is set to is in the address, so that it survives a reload, the
// way back, and being sent to somebody. Without a script the list is there as it is, with the links.
(() => {
  const box = document.querySelector('.filters');
  if (!box) return;
  const words = box.dataset;
  const list = document.querySelector('.rows');
  const pages = document.querySelector('.pages');
  const own = [...list.children];
  const links = [...box.childNodes];
  /** Results on a page, as many as the list has. */
  const PAGE = 50;
  const NEAR = 2;
  const fold = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const make = (name, its, ...children) => {
    const made = Object.assign(document.createElement(name), its);
    made.append(...children);
    return made;
  };

  const form = make('form', { className: 'filter-form' });
  const fields = {};
  const add = (name, label, field) => {
    fields[name] = Object.assign(field, { id: `filter-${name}` });
    form.append(make('label', { htmlFor: field.id }, label, field));
  };
  for (const head of box.querySelectorAll('dt')) {
    const options = [...head.nextElementSibling.children].map((link) => make('option', { value: link.dataset.id }, link.textContent));
    add(head.dataset.filter, head.textContent, make('select', {}, make('option', { value: '' }, words.any), ...options));
  }
  add('q', words.text, make('input', { type: 'search', autocomplete: 'off' }));
  const status = make('p', { className: 'filter-status', role: 'status' });
  const nav = make('nav', { className: 'pages', ariaLabel: words.pages, hidden: true });
  list.after(nav);

  /** All of a list of one page is on it. */
  const shown = () => {
    const text = (row) => [...row.querySelectorAll('h3, .headline, .meta > :first-child')].map((part) => part.textContent).join(' ');
    return own.map((row) => ({ row: () => row, text: fold(text(row)), has: (name, value) => row.dataset[name].split(' ').includes(value) }));
  };
  /** Of a longer one there is an index. */
  const indexed = async () => {
    const root = words.index.replace(/data\/.*/, '');
    const { folder, facets, facts, verdicts, rows } = await (await fetch(words.index)).json();
    const row = ([id, title, headline, , said, verdict]) =>
      make(
        'li',
        { className: `row ${verdicts ? 'claim' : 'source'}-row` },
        make('h3', {}, make('a', { href: `${root}${folder}${id}.html`, dir: 'auto' }, title)),
        ...(verdicts ? [make('span', { className: `verdict ${verdicts[verdict][1]}` }, verdicts[verdict][0])] : []),
        ...(headline ? [make('p', { className: 'headline' }, headline)] : []),
        make('ul', { className: 'meta' }, ...said.flatMap((fact) => [make('li', {}, facts[fact]), ' '])),
      );
    const names = Object.keys(facets);
    const has = (of, name, value) => [of[5 + names.indexOf(name)]].flat().some((at) => facets[name][at] === value);
    const all = rows.map((of) => ({
      row: () => row(of),
      text: fold(`${of[1]} ${of[2]} ${of[3]}`),
      has: (name, value) => has(of, name, value),
    }));
    const [name, value] = words.only.split(':');
    return value ? all.filter((entry) => entry.has(name, value)) : all;
  };

  /** Links to the other pages of the results. */
  const turn = (page, count) => {
    const link = (to, text, its = {}) => {
      const asked = query();
      if (to) asked.set('page', to + 1);
      return make('li', {}, make('a', { href: `?${asked}`, ...its }, text));
    };
    const near = (to) => Math.abs(to - page) <= NEAR || !to || to === count - 1;
    const links = [];
    for (let to = 0; to < count; to++) {
      if (near(to)) links.push(link(to, to + 1, to === page ? { ariaCurrent: 'page' } : {}));
      else if (near(to - 1)) links.push(make('li', {}, '…'));
    }
    if (page) links.unshift(link(page - 1, words.previous, { rel: 'prev' }));
    if (page < count - 1) links.push(link(page + 1, words.next, { rel: 'next' }));
    nav.hidden = count < 2;
    nav.replaceChildren(make('ul', {}, ...links));
  };

  const query = () => new URLSearchParams(Object.entries(fields).flatMap(([name, { value }]) => (value.trim() ? [[name, value]] : [])));
  let entries;
  const apply = async (page = 0) => {
    const asked = query();
    if (pages) pages.hidden = asked.size > 0;
    if (!asked.size) {
      list.replaceChildren(...own);
      nav.hidden = true;
      status.textContent = '';
      return;
    }
    let all;
    try {
      all = await (entries ??= words.index ? indexed() : shown());
    } catch {
      // A page from disk cannot fetch.
      box.replaceChildren(...links);
      box.hidden = !box.querySelector('a');
      if (pages) pages.hidden = false;
      return;
    }
    const sought = fold(fields.q.value).split(/\s+/);
    const chosen = [...asked].filter(([name]) => name !== 'q');
    const fitting = all.filter(
      ({ text, has }) => sought.every((word) => text.includes(word)) && chosen.every(([name, value]) => has(name, value)),
    );
    const count = Math.ceil(fitting.length / PAGE);
    const at = Math.max(0, Math.min(page, count - 1));
    list.replaceChildren(...fitting.slice(at * PAGE, (at + 1) * PAGE).map((entry) => entry.row()));
    turn(at, count);
    const said = words.found.replace('{count}', fitting.length).replace('{total}', all.length);
    status.textContent = fitting.length ? said : words.none;
  };

  form.oninput = () => {
    const asked = query();
    history.replaceState(null, '', asked.size ? `?${asked}` : location.pathname);
    apply();
  };
  form.onsubmit = (event) => event.preventDefault();
  const given = new URLSearchParams(location.search);
  for (const name in fields) {
    fields[name].value = given.get(name) ?? '';
    // What is not among the choices of this list.
    if (fields[name].selectedIndex < 0) fields[name].value = '';
  }
  box.replaceChildren(form, status);
  box.hidden = false;
  apply(given.get('page') - 1);
})();
