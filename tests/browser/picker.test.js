// The passage picker: adds words selected on a source's page to a note.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openDesk, until } from './desk.js';
import { launch } from './site.js';

const NOTE = 'content/claims/call-upon-states.yaml';
const SOURCE = 'sources/investor-alert.html';

let browser;
const opened = [];

before(async () => {
  browser = await launch();
});
after(async () => {
  await browser.close();
  for (const desk of opened) await desk.close();
});

/** Starts serve on a site. */
async function desktop(of, options = []) {
  const desk = await openDesk(of, ...options);
  opened.push(desk);
  return desk;
}

/** Opens a page of a site in serve. */
async function visit(desk, path, on = browser) {
  const context = await on.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(desk.address(path));
  await page.locator('.count').waitFor();
  return page;
}

/** Starts serve on a site and opens a page of it. */
async function open(of, path, { options = [], on = browser } = {}) {
  const desk = await desktop(of, options);
  return { desk, page: await visit(desk, path, on) };
}

/** Runs on a page: the range from the first letter of `first` to the last of `last`, in the article or its headline. */
const findRange = ([first, last]) => {
  const range = document.createRange();
  let started = false;
  for (const text of document.querySelectorAll('.source > header h1, .captured .text')) {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const start = started ? -1 : node.data.indexOf(first);
      if (start >= 0) {
        range.setStart(node, start);
        started = true;
      }
      const end = started ? node.data.indexOf(last, Math.max(start, 0)) : -1;
      if (end >= 0) {
        range.setEnd(node, end + last.length);
        range.startContainer.parentElement.scrollIntoView({ block: 'center', behavior: 'instant' });
        window.range = range;
        return [...range.getClientRects()].filter(({ width }) => width > 1).map(({ left, right, top, bottom }) => ({ left, right, y: (top + bottom) / 2 }));
      }
    }
  }
  throw new Error(`the article does not contain ${first} … ${last}`);
};

/** Selects from the words `first` to the words `last`, as with a browser's caret. */
async function select(page, first, last = first) {
  await page.evaluate(findRange, [first, last]);
  await page.evaluate(() => {
    getSelection().removeAllRanges();
    getSelection().addRange(window.range);
  });
  await page.locator('.offer').waitFor();
}

/** Fills in the picker's form for a claim, with a stance. */
async function fill(page, claim, stance = 'context') {
  await page.locator('.picker option').first().waitFor({ state: 'attached' });
  await page.locator('.picker select').selectOption(claim);
  await page.getByRole('radio', { name: stance }).check();
}

const said = (page) => page.locator('.said');

/** The text that was added to `old` in one place to make `fresh`; fails if anything else changed. */
function added(old, fresh) {
  let start = 0;
  while (start < old.length && old[start] === fresh[start]) start += 1;
  const tail = old.length - start;
  assert.equal(fresh.slice(0, start) + fresh.slice(fresh.length - tail), old);
  return fresh.slice(start, fresh.length - tail);
}

test('words selected with the mouse are added to a claim, and its page shows them', async () => {
  const { desk, page } = await open('.', SOURCE);
  const claim = await page.context().newPage();
  await claim.goto(desk.address('claims/call-upon-states.html'));
  const cards = await claim.locator('.passage-card').count();
  await page.bringToFront();
  const old = desk.read(NOTE);

  const words = 'So far, no response has been gotten.';
  const lines = await page.evaluate(findRange, [words, words]);
  await page.mouse.move(lines[0].left + 1, lines[0].y);
  await page.mouse.down();
  await page.mouse.move(lines.at(-1).right - 1, lines.at(-1).y, { steps: 4 });
  await page.mouse.up();
  const scrolled = await page.evaluate(() => scrollY);
  await page.locator('.offer').getByRole('button', { name: 'Add to a claim' }).click();
  await page.getByLabel('Find a claim').fill('two speak');
  await fill(page, 'call-upon-states', 'supports');
  await page.getByLabel('Who says it').fill('Zoë: “the writer”');
  await page.getByLabel('A comment for readers').fill('As of then.');
  await page.getByRole('button', { name: 'Add to the claim' }).click();

  await said(page).getByText(`Added to ${NOTE}.`).waitFor();
  const lines_added = added(old, desk.read(NOTE));
  for (const expected of ['id: so-far-no', 'source: investor-alert', 'response has been gotten', 'stance: supports', 'Zoë: “the writer”', 'As of then.']) {
    assert.ok(lines_added.includes(expected), `${expected} in ${lines_added}`);
  }
  assert.match(lines_added, /\n$/);
  await claim.locator('.passage-card').nth(cards).waitFor();
  // The source's page now marks the words, keeps its scroll position and links to the claim.
  await page.locator('mark[data-passages*="call-upon-states--so-far"]').first().waitFor({ state: 'attached' });
  await said(page).getByText(`Added to ${NOTE}.`).waitFor();
  assert.equal(await page.evaluate(() => scrollY), scrolled);
  await said(page).getByRole('link', { name: 'See the claim' }).click();
  await page.waitForURL('**/claims/call-upon-states.html');
  assert.equal((await desk.ask('findings')).errors, 0);
});

test('words can be selected and copied as YAML by keyboard alone', async () => {
  const caret = await launch('--enable-caret-browsing');
  const { page } = await open('.', SOURCE, { on: caret });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(findRange, ['So far', 'So far']);
  // Where the browser's search or the arrow keys have moved the caret.
  await page.evaluate(() => getSelection().collapse(window.range.startContainer, window.range.startOffset));
  for (const _ of 'So far, no') await page.keyboard.press('Shift+ArrowRight');
  await page.locator('.offer').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('dialog', { name: 'A passage' }).waitFor();
  await page.locator('.picker .ways').getByRole('button', { name: 'As YAML' }).press('Enter');
  await page.locator('.copying').getByRole('button', { name: 'Copy' }).press('Enter');
  await page.getByText('Copied.').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^ {2}- id: \n {4}source: investor-alert\n {4}quote: So far, no\n/);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'A passage' }).waitFor({ state: 'hidden' });
  await caret.close();
});

test('a note that changed meanwhile is not overwritten; the list is reloaded, and the form keeps its content', async () => {
  const { desk, page } = await open('.', SOURCE);
  await select(page, 'So far, no response has been gotten.');
  await page.locator('.offer').getByRole('button', { name: 'Add to a claim' }).click();
  await fill(page, 'call-upon-states');
  await page.getByLabel('A comment for readers').fill('Typed before.');
  const { version } = await desk.ask('findings');
  desk.edit(NOTE, 'One statement', 'A statement');
  await until('the change to be seen', async () => (await desk.ask('findings')).version > version);
  const old = desk.read(NOTE);

  const add = page.getByRole('button', { name: 'Add to the claim' });
  await add.click();
  await page.locator('.message', { hasText: 'The note has changed' }).waitFor();
  assert.equal(desk.read(NOTE), old);
  await page.getByRole('button', { name: 'Reload the list' }).click();
  await page.locator('.message', { hasText: 'The list is up to date' }).waitFor();
  await add.click();
  await said(page).getByText('Added to').waitFor();
  assert.ok(added(old, desk.read(NOTE)).includes('note: Typed before.'));
});

test('a claim is started with a passage, and an error is shown verbatim', async () => {
  const { desk, page } = await open('.', SOURCE);
  await select(page, 'So far, no response has been gotten.');
  await page.locator('.offer').getByRole('button', { name: 'Start a new claim' }).click();
  const id = page.getByLabel('Id of the new claim');
  const start = page.getByRole('button', { name: 'Start the claim' });
  await id.fill('call-upon-states');
  await page.getByLabel('The claim, as it was made').fill('Nobody answered.');
  await page.getByRole('radio', { name: 'supports' }).check();
  const old = desk.read(NOTE);
  await start.click();
  await page.locator('.message', { hasText: 'call-upon-states' }).waitFor();
  assert.equal(desk.read(NOTE), old);
  const refusal = (status, body) => page.route('**/.citeback/start', (route) => route.fulfill({ status, body }), { times: 1 });
  await refusal(422, JSON.stringify({ message: '<b>There is such a note.</b>' }));
  await start.click();
  await page.locator('.message', { hasText: '<b>There is such a note.</b>' }).waitFor();
  await refusal(404, '');
  await start.click();
  await page.locator('.message', { hasText: 'This version of citeback cannot do this.' }).waitFor();
  await id.fill('nobody-answered');
  await start.click();
  const file = 'content/claims/nobody-answered.yaml';
  await said(page).getByText(`Started ${file}`).waitFor();
  const note = desk.read(file);
  for (const expected of ['Nobody answered.', 'source: investor-alert', 'So far, no response has been gotten.', 'stance: supports']) {
    assert.ok(note.includes(expected), `${expected} in ${note}`);
  }
});

test('words that occur twice are disambiguated, and a selection across two paragraphs is one passage', async () => {
  const { desk, page } = await open('.', SOURCE);
  await select(page, 'the Reconnaissance General Bureau');
  await page.locator('.offer').getByRole('button', { name: 'As YAML' }).click();
  await page.getByText('These words occur more than once').waitFor();
  assert.match(await page.locator('.copying pre').textContent(), /\n {4}(prefix|suffix): /);
  await page.keyboard.press('Escape');

  await select(page, 'sanctions from', 'Now, the Bureau');
  await page.locator('.offer').getByRole('button', { name: 'Add to a claim' }).click();
  await fill(page, 'call-upon-states');
  assert.equal(await page.locator('.picker blockquote').textContent(), 'sanctions from the other countries. Now, the Bureau');
  await page.getByRole('button', { name: 'Add to the claim' }).click();
  await said(page).getByText('Added to').waitFor();
  await until('the mark', () => page.locator('.captured mark', { hasText: 'Now, the Bureau' }).count());
  assert.equal((await desk.ask('findings')).errors, 0);
});

/** Runs on a page: the last word of a paragraph, and the start of the next one up to the end of its first word. */
const overParagraphs = () => {
  const words = (text) => [...new Intl.Segmenter(document.documentElement.lang, { granularity: 'word' }).segment(text)].filter(({ isWordLike }) => isWordLike);
  const pieces = (text) => {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) if (words(walker.currentNode.data).length) found.push(walker.currentNode.data);
    return found;
  };
  // No passage crosses a heading or enters a list.
  const texts = [...document.querySelectorAll('.captured .text')];
  const after = texts.findIndex((text, i) => text.matches(':has(> p)') && texts[i + 1]?.matches(':has(> p, > blockquote)'));
  const [one, two] = texts.slice(after);
  const [end] = pieces(two);
  const start = pieces(one).at(-1);
  const { index, segment } = words(end)[0];
  return [start.slice(words(start).at(-1).index), end.slice(0, index + segment.length)];
};

/** For each site a source that is published in full. */
const scripts = {
  arabic: 'municipal-statement',
  chinese: 'census-bulletin',
};

for (const [site, source] of Object.entries(scripts)) {
  test(`${site}: words are picked across two paragraphs`, async () => {
    const { desk, page } = await open(`tests/sites/${site}`, `sources/${source}.html`);
    const [first, last] = await page.evaluate(overParagraphs);
    await select(page, first, last);
    await page.locator('.offer').getByRole('button', { name: 'Add to a claim' }).click();
    const { claims } = await desk.ask('claims');
    await fill(page, claims[0].id);
    const close = (text) => text.replace(/\s/gu, '');
    const quote = await page.locator('.picker blockquote').textContent();
    assert.ok(close(quote).startsWith(close(first)) && close(quote).endsWith(close(last)), `“${first}” to “${last}”: “${quote}”`);
    const old = desk.read(claims[0].file);
    await page.getByRole('button', { name: 'Add to the claim' }).click();
    await said(page).getByText('Added to').waitFor();
    added(old, desk.read(claims[0].file));
    await until('a look without errors', async () => {
      const { version, errors } = await desk.ask('findings');
      return version > 1 && errors === 0;
    });
  });
}

/** Texts without spaces between words: the source's text, the selection, and the whole words that it becomes. */
const spaceless = {
  japanese: ['ja', '市議会は昨日、新しい橋の予算を承認した。', '新しい橋の予算', '新しい橋の予算'],
  thai: ['th', 'สภาเมืองอนุมัติงบประมาณสะพานใหม่เมื่อวานนี้', 'งบประมาณสะพานใหม่', 'งบประมาณสะพานใหม่'],
};

for (const [name, [language, text, words, quote]] of Object.entries(spaceless)) {
  test(`${name}: words are picked in scripts without spaces`, async () => {
    const desk = await desktop('tests/sites/many');
    desk.write(`content/sources/${name}.md`, `---\ntitle: ${name}\ncaptured: 2023-10-04\nlanguage: ${language}\nshow: full\n---\n\n${text}\n`);
    await until('the source to be seen', async () => (await desk.ask('findings')).version > 1);
    assert.equal((await desk.ask('findings')).errors, 0);
    const page = await visit(desk, `sources/${name}.html`);
    await select(page, words);
    await page.keyboard.press('Control+Enter');
    await fill(page, 'half-each');
    assert.equal(await page.locator('.picker blockquote').textContent(), quote);
  });
}

test('all of a source that is published as excerpts can be picked from', async () => {
  const { desk, page } = await open('tests/sites/many', 'sources/council-letter.html');
  assert.equal(await page.locator('.pick').count(), 0);
  await page.getByRole('link', { name: 'Pick from the whole text' }).click();
  await page.waitForURL('**/council-letter.html?whole');
  await page.locator('.count').waitFor();
  await select(page, 'The office has a window on the pier.');
  await page.locator('.offer').getByRole('button', { name: 'As YAML' }).click();
  await page.locator('.copying pre', { hasText: 'The office has a window on the pier.' }).waitFor();
  assert.equal((await desk.ask('findings')).errors, 0);
});

test('drafts are marked in the list of claims, and a form keeps its content when the page changes', async () => {
  const { desk, page } = await open('.', SOURCE, { options: ['--drafts'] });
  desk.edit(NOTE, 'verdict:', 'status: draft\nverdict:');
  await page.locator('.cited-by > ul > li', { hasText: 'It was the Bureau' }).locator('.flag', { hasText: 'Draft' }).first().waitFor();
  await select(page, 'So far, no response has been gotten.');
  await page.locator('.offer').getByRole('button', { name: 'Add to a claim' }).click();
  await page.getByLabel('Find a claim').fill('speakers');
  await page.locator('.picker option', { hasText: '(draft)' }).waitFor({ state: 'attached' });
  await page.getByLabel('A comment for readers').fill('Half a thought');
  desk.edit(NOTE, 'It was the Bureau', 'It may be the Bureau');
  await page.locator('.message', { hasText: 'The page has changed in the meantime' }).waitFor();
  assert.equal(await page.getByLabel('A comment for readers').inputValue(), 'Half a thought');
  await page.keyboard.press('Escape');
  await page.locator('.cited-by > ul > li', { hasText: 'It may be the Bureau' }).first().waitFor();
  await page.goto(desk.address('claims.html'));
  await page.locator('.claim-row', { hasText: 'It may be the Bureau' }).getByText('Draft', { exact: true }).waitFor();
});

/** Words of the survey as a page shows them, from and to, and the resulting quote, or part of the message. */
const survey = {
  'after an image with a label': [['the sluice', 'was sold'], 'the sluice was sold'],
  'after struck words': [['A part', 'in May'], 'A part of the pond was closed in May'],
  'a figure in superscript': [['holds 10', 'cells of algae'], 'holds 10⁹ cells of algae'],
  'a figure in subscript': [['the CO', 'in the water'], 'the CO₂ in the water'],
  'the number of a note': [['counted 5', 'swimmers'], 'counted 5¹ swimmers'],
  'a note': [['Without', 'swimming school'], 'Without the children of the swimming school'],
  'a row of a table': [['Lund weir', '3'], 'Lund weir | 12 | 3'],
  'cells of a row': [['140', '9'], '140 | 9'],
  'a row of a table in raw HTML': [['Meadow', '61'], 'Meadow | 61'],
  'words below all that': [['Anna Kell', 'last year'], 'Anna Kell said last year'],
  'across an image': [['in June', 'the sluice'], undefined],
  'across a heading': [['in May.', 'found'], undefined],
  'across rows': [['Lund weir', 'Old mill'], undefined],
};

test('words are picked beside images, superscript digits, tables and notes', async () => {
  const { page } = await open('tests/sites/readings', 'sources/pond-survey.html');
  for (const [what, [[first, last], quote]] of Object.entries(survey)) {
    await select(page, first, last);
    await page.locator('.offer').getByRole('button', { name: 'As YAML' }).click();
    if (quote) {
      await page.locator('.copying pre').waitFor();
      assert.equal(await page.locator('.picker blockquote').textContent(), quote, what);
    } else {
      await page.locator('.picker .message', { hasText: 'A passage cannot run across' }).waitFor();
      assert.ok(await page.locator('.copying').isHidden(), what);
    }
    await page.keyboard.press('Escape');
  }
});

test('words of the headline become a passage of the title, and its link leads to the headline', async () => {
  const { desk, page } = await open('tests/sites/readings', 'sources/pond-survey.html');
  await select(page, 'Mayor', 'denies');
  await page.locator('.offer').getByRole('button', { name: 'Add to a claim' }).click();
  await fill(page, 'pond-poisoned');
  const note = 'content/claims/pond-poisoned.yaml';
  const old = desk.read(note);
  await page.getByRole('button', { name: 'Add to the claim' }).click();
  await said(page).getByText('Added to').waitFor();
  assert.match(added(old, desk.read(note)), /\n {4}quote: Mayor denies\n {4}field: title\n {4}stance: context\n/);
  await page.locator('h1 mark[data-passages~="pond-poisoned--mayor-denies"]').first().waitFor();
  assert.equal((await desk.ask('findings')).errors, 0);
  await select(page, 'is poisoned');
  await page.locator('.offer').getByRole('button', { name: 'As YAML' }).click();
  await page.locator('.copying pre', { hasText: 'field: title' }).waitFor();
});
