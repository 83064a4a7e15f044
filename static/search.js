// Searching the site. The link becomes a button that opens a dialog, with words from the link's data attributes.
(() => {
  const link = document.querySelector('.search-link');
  // A page from disk cannot import.
  if (!link || location.protocol === 'file:') return;
  const words = link.dataset;
  const root = new URL(words.root || '.', document.baseURI);
  const filled = (name, key, value) => words[name].replace(`{${key}}`, () => value);
  // Letters set apart in the index, as in src/search/spacing.rs, and what sets them apart.
  const LETTER =
    /(?=\p{L})[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u3005-\u31FF\u3400-\u9FFF\uF900-\uFAFF\uFF66-\uFF9F\u{20000}-\u{3FFFF}]\p{M}*/gu;
  const joined = (text) => text.replace(/\u2060(<\/mark>)? ?/g, '$1');

  const make = (name, its, ...children) => {
    const made = Object.assign(document.createElement(name), its);
    made.append(...children);
    return made;
  };

  const load = async (excerptLength) => {
    const pagefind = await import(new URL('pagefind/pagefind.js', root));
    await pagefind.options({ baseUrl: root.pathname, excerptLength });
    return pagefind;
  };

  // A run of such letters is sought as a phrase; an excerpt takes more of them than of words.
  const find = async (query) => {
    const apart = query.replace(LETTER, ' $& ').replace(/ +/g, ' ').trim();
    const phrase = apart !== query && !/[\s"]/.test(query);
    return (await load(apart === query ? 28 : 70)).search(phrase ? `"${apart}"` : apart);
  };

  // Text with `<` and `>` escaped, and marks: never parsed as HTML.
  const excerpt = (html) => {
    const pieces = joined(html).split(/<\/?mark>/).map((piece, i) => {
      const text = piece.replaceAll('&lt;', '<').replaceAll('&gt;', '>');
      return i % 2 ? make('mark', {}, text) : text;
    });
    return make('p', { dir: 'auto' }, ...pieces);
  };
  const linked = (text, href) => make('a', { href, dir: 'auto' }, joined(text));

  const row = (found) => {
    const { url, meta, filters, sub_results: parts } = found;
    const facts = make('p', { className: 'search-facts' });
    if (meta.verdict) facts.append(make('span', { className: `verdict tone-${filters.tone}` }, joined(meta.verdict)));
    facts.append(words[filters.kind] || '');
    if (meta.claimant) facts.append(filled('claimant', 'name', joined(meta.claimant)));
    // First where most of the words are close together.
    const marks = ({ excerpt }) => excerpt.split('<mark>').length;
    const inside = parts.filter((part) => part.url !== url).sort((a, b) => marks(b) - marks(a));
    const whole = parts.find((part) => part.url === url) || (inside[0] ? null : found);
    const row = make('li', {}, linked(meta.title || url, url), facts);
    if (whole) row.append(excerpt(whole.excerpt));
    for (const part of inside.slice(0, 3)) row.append(make('div', {}, linked(part.title, part.url), excerpt(part.excerpt)));
    return row;
  };

  const ariaLabel = words.title;
  const field = make('input', { ariaLabel, placeholder: words.hint, autocomplete: 'off', dir: 'auto' });
  const status = make('p', { className: 'search-status', role: 'status' });
  const list = make('ol', { className: 'search-results' });
  const more = make('button', { type: 'button', hidden: true, onclick: () => show(turn) }, words.more);
  const close = make('button', { type: 'button', onclick: () => dialog.close() }, words.close);
  const top = make('div', { className: 'search-top' }, field, close);
  const dialog = make('dialog', { className: 'search', ariaLabel, closedBy: 'any' }, top, status, list, more);

  // Which search this is, and which one the list shows.
  let turn = 0;
  let shown;
  let results;
  const say = (text, found = []) => {
    status.textContent = text;
    results = found;
    list.replaceChildren();
    more.hidden = true;
  };
  const show = async (mine) => {
    const from = list.children.length;
    const data = await Promise.all(results.slice(from, from + 8).map((result) => result.data()));
    if (mine !== turn) return;
    list.append(...data.map(row));
    shown = mine;
    more.hidden = !results[list.children.length];
    if (from) list.children[from].querySelector('a').focus();
  };
  const search = async (mine) => {
    const query = field.value.replace(/\s+/g, ' ').trim();
    if (!query) return say('');
    try {
      status.textContent = words.searching;
      const { results: found } = await find(query);
      if (mine !== turn) return;
      say(found[0] ? filled('found', 'count', found.length) : filled('none', 'query', query), found);
      await show(mine);
    } catch {
      if (mine === turn) say(words.failed);
    }
  };

  field.oninput = () => {
    const mine = ++turn;
    setTimeout(() => mine === turn && search(mine), 180);
  };
  // A link may lead to another part of this very page.
  list.onclick = ({ target }) => target.closest('a') && dialog.close();
  dialog.onkeydown = (event) => {
    const stops = [field, ...list.querySelectorAll('a')];
    const at = stops.indexOf(document.activeElement);
    const next = stops[at + { ArrowDown: 1, ArrowUp: -1 }[event.key]];
    if (at < 0 || event.isComposing) return;
    if (next) next.focus();
    else if (event.key === 'Enter' && !at) shown === turn && stops[1]?.click();
    else return;
    event.preventDefault();
  };

  const open = () => {
    document.body.append(dialog);
    dialog.showModal();
    field.focus();
    field.select();
    load(28).then((pagefind) => pagefind.init()).catch(() => {});
  };
  const its = { type: 'button', className: link.className, ariaHasPopup: 'dialog', ariaKeyShortcuts: '/', onclick: open };
  link.replaceWith(make('button', its, ...link.childNodes));
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest('input, textarea, select, [contenteditable]');
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || typing || dialog.open) return;
    event.preventDefault();
    open();
  });
})();
