// Searching the site. The link becomes a button that opens a dialog, with words from an attribute of the link.
(() => {
  const link = document.querySelector('.search-link');
  // A page from disk cannot import.
  if (!link || location.protocol === 'file:') return;
  const words = {};
  const names = ['title', 'hint', 'close', 'searching', 'found', 'none', 'near', 'failed', 'more', 'claimant', 'source', 'page'];
  link.dataset.words.split('\n').forEach((word, at) => (words[names[at]] = word));
  const root = new URL(link.dataset.root || '.', document.baseURI);
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

  // The folders with an index: the site, or on the pages over several briefs those of the briefs.
  const briefs = link.dataset.briefs?.split(' ').map((name) => new URL(`${name}/`, root));
  const [first, ...others] = briefs ?? [root];
  let loaded;
  const load = () => {
    loaded ??= import(new URL('pagefind/pagefind.js', first)).then(async (pagefind) => {
      await pagefind.options({ baseUrl: first.pathname });
      await Promise.all(others.map(({ pathname }) => pagefind.mergeIndex(`${pathname}pagefind`, { baseUrl: pathname })));
      return pagefind;
    });
    return loaded;
  };

  // A run of such letters is sought as a phrase.
  const find = async (query) => {
    const apart = query.replace(LETTER, ' $& ').replace(/ +/g, ' ').trim();
    const phrase = apart !== query && !/[\s"]/.test(query);
    return (await (await load()).search(phrase ? `"${apart}"` : apart)).results;
  };

  // The words of the site, most frequent first; of scripts without spaces, its pairs of letters.
  let listed;
  const vocabulary = async () => {
    if (briefs) return [];
    listed ??= fetch(new URL('pagefind/words.txt', root)).then(async (file) => (file.ok ? (await file.text()).split('\n') : []));
    return listed;
  };
  // Whether one letter is wrong, missing or too many, or two are swapped.
  const near = (a, b) => {
    let at = 0;
    while (a[at] && a[at] === b[at]) at++;
    const [rest, other] = [a, b].map((word) => (from) => word.slice(at + from));
    const swapped = a[at] === b[at + 1] && a[at + 1] === b[at] && rest(2) === other(2);
    return rest(1) === other(1) || rest(0) === other(1) || rest(1) === other(0) || swapped;
  };
  // The query with words of the site in place of those that it lacks.
  const corrected = (query, known) =>
    query.replace(/[\p{L}\p{M}\p{N}]{4,}/gu, (word) => {
      const plain = word.toLowerCase();
      const inflected = (other) => other.length > 3 && plain.length - other.length < 4 && plain.startsWith(other);
      if (known.some((other) => other.startsWith(plain) || inflected(other))) return word;
      return known.find((other) => near(plain, other)) ?? word;
    });
  // Queries with another letter in place of one, where it stands between its neighbours on the site; outer ones last.
  const relettered = (query, known) => {
    const letters = [...query.matchAll(LETTER)];
    if (letters.length < 3) return [];
    const pairs = known.map((word) => word.match(LETTER) ?? []).filter((pair) => pair.length === 2);
    const options = letters.flatMap(({ 0: own, index }, at) => {
      const [left, right] = [letters[at - 1], letters[at + 1]];
      const before = left && left.index + left[0].length === index && left[0];
      const after = right && index + own.length === right.index && right[0];
      const possible = new Set(pairs.flatMap(([a, b]) => (after ? (b === after ? [a] : []) : a === before ? [b] : [])));
      const fits = (letter) => !before || pairs.some(([a, b]) => a === before && b === letter);
      const replaced = (letter) => query.slice(0, index) + letter + query.slice(index + own.length);
      return [...possible].filter(fits).map((letter) => [+!(before && after), replaced(letter)]);
    });
    return options.sort((a, b) => a[0] - b[0]).map(([, other]) => other).slice(0, 24);
  };
  // The results, and the query that has them if it is not the one asked.
  const findNear = async (query) => {
    const known = await vocabulary().catch(() => []);
    const others = [corrected(query, known), ...relettered(query, known)].filter((other) => other !== query);
    // A long list lacks rare words, and a pair of letters says little.
    const unsure = known.at(-1) === '…' || query.match(LETTER);
    const asked = (unsure || !others[0]) && (await find(query));
    if (asked && (asked[0] || !others[0])) return { found: asked };
    for (const other of others) {
      const found = await find(other);
      if (found[0]) return { found, other };
    }
    return { found: await find(query) };
  };

  // The sentence of a part of a page that has most of the words, with those around it if it is short. What is next to each other is marked
  // together. Text, never parsed as HTML.
  const SHORT = 90;
  const LONG = 320;
  const excerpt = ({ raw_content: raw }, from, to, locations) => {
    const pieces = raw.split(raw.includes('\u200B') ? '\u200B' : /[^\S\uFEFF]+/).slice(from, to);
    let text = '';
    const marks = [];
    pieces.forEach((piece, at) => {
      const start = text.length;
      const word = piece.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replace('\u2060', '');
      text += word;
      if (locations.includes(from + at)) {
        const before = marks.at(-1);
        if (before && !text.slice(before[1], start).trim()) before[1] = text.length;
        else marks.push([start, text.length]);
      }
      if (!piece.endsWith('\u2060')) text += ' ';
    });
    const segmenter = Intl.Segmenter && new Intl.Segmenter(document.documentElement.lang, { granularity: 'sentence' });
    const sentences = segmenter ? [] : [[0, text.length]];
    for (const { index, segment } of segmenter?.segment(text) ?? []) {
      const last = sentences.at(-1);
      // “U.N.” ends no sentence.
      if (last && /(^|[^\p{L}])\p{Lu}\. *$/u.test(text.slice(last[0], index))) last[1] = index + segment.length;
      else sentences.push([index, index + segment.length]);
    }
    const inside = ([start, end]) => marks.filter((mark) => mark[0] >= start && mark[0] < end);
    const letters = (range) => inside(range).reduce((sum, [start, end]) => sum + end - start, 0);
    let best = 0;
    sentences.forEach((range, at) => letters(range) > letters(sentences[best]) && (best = at));
    let [start, end] = sentences[best];
    for (let next = best + 1; end - start < SHORT && sentences[next]; next++) end = sentences[next][1];
    const shown = inside([start, end]);
    let [before, after] = ['', ''];
    if (end - start > LONG) {
      const cut = text.indexOf(' ', Math.max(start, (shown[0]?.[0] ?? start) - LONG / 3) - 1);
      if (cut > start && cut < shown[0]?.[0]) [start, before] = [cut + 1, '… '];
      const far = text.lastIndexOf(' ', start + LONG);
      if (end - start > LONG) [end, after] = [far > start ? far : start + LONG, ' …'];
    }
    const line = make('p', { dir: 'auto' }, before);
    for (const [a, b] of inside([start, end])) {
      line.append(text.slice(start, a), make('mark', {}, text.slice(a, b)));
      start = b;
    }
    line.append(text.slice(start, end).trimEnd(), after);
    return { words: line, letters: letters(sentences[best]) };
  };
  const linked = (text, href) => make('a', { href, dir: 'auto' }, joined(text));

  const row = (found) => {
    const { url, meta, filters, sub_results: parts } = found;
    const facts = make('p', { className: 'search-facts' });
    if (meta.verdict) facts.append(make('span', { className: `verdict ${filters.classes}` }, joined(meta.verdict)));
    facts.append(words[filters.kind] || '');
    if (meta.claimant) facts.append(filled('claimant', 'name', joined(meta.claimant)));
    // First where most of the words are close together.
    const places = found.anchors.filter((anchor) => anchor.title || (/h\d/.test(anchor.element) && anchor.text)).map((anchor) => anchor.location);
    const shown = parts.map((part) => {
      const from = part.anchor?.location ?? 0;
      const to = Math.min(...places.filter((place) => place > from || !part.anchor));
      return { ...part, ...excerpt(found, from, to, part.locations) };
    });
    const inside = shown.filter((part) => part.url !== url).sort((a, b) => b.letters - a.letters);
    const whole = shown.find((part) => part.url === url);
    const row = make('li', {}, linked(meta.title || url, url), facts);
    if (whole) row.append(whole.words);
    for (const part of inside.slice(0, 3)) row.append(make('div', {}, linked(part.title, part.url), part.words));
    if (!shown[0]) row.append(excerpt(found, 0, undefined, found.locations).words);
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
      const { found, other } = await findNear(query);
      if (mine !== turn) return;
      const count = filled('found', 'count', found.length);
      const instead = words.near.replace('{query}', () => query).replace('{near}', () => other);
      say(!found[0] ? filled('none', 'query', query) : other ? `${instead} ${count}` : count, found);
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
    load().then((pagefind) => pagefind.init()).catch(() => {});
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
