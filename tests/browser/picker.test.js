// The passage picker: adds words selected on a source's page to a note.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openDesk, until } from './desk.js';
import { added, findRange, select } from './picking.js';
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

/** Fills in the picker's form for a claim, with a stance. */
async function fill(page, claim, stance = 'context') {
  await page.locator('.picker [name=to] option').first().waitFor({ state: 'attached' });
  await page.locator('.picker [name=to]').selectOption(claim);
  await page.locator(`.picker [type=radio][value=${stance}]`).check();
}

const said = (page) => page.locator('p.said');

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

  await said(page).getByText(`Added to ${NOTE}: so-far-no-response-has-been.`).waitFor();
  const lines_added = added(old, desk.read(NOTE));
  for (const expected of ['id: so-far-no', 'source: investor-alert', 'response has been gotten', 'stance: supports', 'Zoë: “the writer”', 'As of then.']) {
    assert.ok(lines_added.includes(expected), `${expected} in ${lines_added}`);
  }
  assert.match(lines_added, /\n$/);
  await claim.locator('.passage-card').nth(cards).waitFor();
  // The source's page now marks the words, keeps its scroll position and links to the claim.
  await page.locator('mark[data-passages*="call-upon-states--so-far"]').first().waitFor({ state: 'attached' });
  await said(page).getByText(`Added to ${NOTE}: so-far-no-response-has-been.`).waitFor();
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
  await page.locator('.picker .message', { hasText: 'The note has changed' }).waitFor();
  assert.equal(desk.read(NOTE), old);
  await page.getByRole('button', { name: 'Reload the list' }).click();
  await page.locator('.picker .message', { hasText: 'The list is up to date' }).waitFor();
  await add.click();
  await said(page).getByText('Added to').waitFor();
  assert.ok(added(old, desk.read(NOTE)).includes('note: Typed before.'));
});

test('a claim is started with a passage and a verdict, and an error is shown verbatim', async () => {
  const { desk, page } = await open('.', SOURCE);
  await select(page, 'So far, no response has been gotten.');
  await page.locator('.offer').getByRole('button', { name: 'Start a new claim' }).click();
  const id = page.getByLabel('Id of the new claim');
  const start = page.getByRole('button', { name: 'Start the claim' });
  await page.getByLabel('The claim, as it was made').fill('Nobody answered: not one.');
  await until('an id from the words', async () => (await id.getAttribute('placeholder')) === 'nobody-answered-not-one');
  await id.fill('call-upon-states');
  await page.getByLabel('Verdict').selectOption({ label: 'True' });
  await page.locator('.picker [type=radio][value=supports]').check();
  const old = desk.read(NOTE);
  await start.click();
  await page.locator('.picker .message', { hasText: 'call-upon-states' }).waitFor();
  assert.equal(desk.read(NOTE), old);
  const refusal = (status, body) => page.route('**/.citeback/start', (route) => route.fulfill({ status, body }), { times: 1 });
  await refusal(422, JSON.stringify({ message: '<b>There is such a note.</b>' }));
  await start.click();
  await page.locator('.picker .message', { hasText: '<b>There is such a note.</b>' }).waitFor();
  await refusal(404, '');
  await start.click();
  await page.locator('.picker .message', { hasText: 'This version of citeback cannot do this.' }).waitFor();
  await id.fill('');
  await start.click();
  const file = 'content/claims/nobody-answered-not-one.yaml';
  await said(page).getByText(`Started ${file}`).waitFor();
  assert.equal(
    desk.read(file),
    `# A draft needs only a claim. Before it is published, add a verdict and a summary, and change the status.
claim: "Nobody answered: not one."
verdict: true
# summary: What the evidence shows, in a sentence or two.
# analysis: |
#   The reasoning, with the id of a passage, as in [^ID], after what it shows.
status: draft
passages:
  - id: so-far-no-response-has-been
    source: investor-alert
    quote: So far, no response has been gotten.
    stance: supports
`,
  );
});

/** What the menu beside selected words says that they would match. */
const wouldMatch = (page) => page.locator('.offer .would-match');

test('while words are selected, the page says what they would match', async () => {
  const { page } = await open('.', SOURCE);
  await select(page, 'So far, no response has been gotten.');
  await wouldMatch(page).getByText('Found once in the source.', { exact: true }).waitFor();
  // Half-selected words are completed.
  await select(page, 'o far, no resp');
  await wouldMatch(page).getByText('So far, no response').waitFor();
  await select(page, 'the Reconnaissance General Bureau');
  await wouldMatch(page).getByText('These words occur 2 times in the source. The words before them, “by”, are saved too, to show which place is meant.').waitFor();
  // The words are still being selected: the answer is there, and nothing to press yet.
  const lines = await page.evaluate(findRange, ['North Korea Has Been', 'North Korea has been']);
  await page.mouse.move(lines[0].left + 1, lines[0].y);
  await page.mouse.down();
  await page.mouse.move(lines.at(-1).right - 1, lines.at(-1).y, { steps: 4 });
  await wouldMatch(page).getByText('A passage cannot run across a heading').waitFor();
  assert.equal(await page.locator('.offer .actions').isVisible(), false);
  await page.mouse.up();
  await page.locator('.offer .actions').waitFor();
});

test('a passage in another language than the brief gets a translation', async () => {
  const desk = await desktop('tests/sites/many');
  desk.write('content/sources/mairie.md', '---\ntitle: La mairie\ncaptured: 2023-10-04\nlanguage: fr\nshow: full\n---\n\nLe pont ferme en mai.\n');
  await until('the source to be seen', async () => (await desk.ask('findings')).version > 1);
  const page = await visit(desk, 'sources/mairie.html');
  await select(page, 'Le pont ferme en mai.');
  await page.keyboard.press('Control+Enter');
  await fill(page, 'half-each');
  const { file } = (await desk.ask('claims')).claims.find(({ id }) => id === 'half-each');
  const old = desk.read(file);
  const add = page.getByRole('button', { name: 'Add to the claim' });
  await page.getByLabel('The words, translated').fill('The bridge: closed in May.');
  await add.click();
  await page.locator('.picker .message', { hasText: 'Say who translated the words' }).waitFor();
  assert.equal(desk.read(file), old);
  await page.getByLabel('Who translated them').fill('Ana');
  await page.getByLabel('Id of the passage').fill('fermeture');
  await add.click();
  await said(page).getByText('Added to').waitFor();
  assert.equal(
    added(old, desk.read(file)),
    '  - id: fermeture\n    source: mairie\n    quote: Le pont ferme en mai.\n    stance: context\n    translation:\n      text: "The bridge: closed in May."\n      by: Ana\n',
  );
});

test('words that occur twice are disambiguated, and a selection across two paragraphs is one passage', async () => {
  const { desk, page } = await open('.', SOURCE);
  await select(page, 'the Reconnaissance General Bureau');
  await page.locator('.offer').getByRole('button', { name: 'As YAML' }).click();
  await page.locator('.picker').getByText('These words occur 2 times in the source. The').waitFor();
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
    await page.locator('.offer [value=add]').click();
    const { claims } = await desk.ask('claims');
    await fill(page, claims[0].id);
    const close = (text) => text.replace(/\s/gu, '');
    const quote = await page.locator('.picker blockquote').textContent();
    assert.ok(close(quote).startsWith(close(first)) && close(quote).endsWith(close(last)), `“${first}” to “${last}”: “${quote}”`);
    const old = desk.read(claims[0].file);
    await page.locator('.picker form > .main').click();
    await said(page).getByText(claims[0].file).waitFor();
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
  await page.locator('.picker .message', { hasText: 'The page has changed in the meantime' }).waitFor();
  assert.equal(await page.getByLabel('A comment for readers').inputValue(), 'Half a thought');
  await page.keyboard.press('Escape');
  await page.locator('.cited-by > ul > li', { hasText: 'It may be the Bureau' }).first().waitFor();
  // What was typed is still there after the reload.
  await page.locator('.count').waitFor();
  await select(page, 'So far, no response has been gotten.');
  await page.locator('.offer').getByRole('button', { name: 'Add to a claim' }).click();
  assert.equal(await page.getByLabel('A comment for readers').inputValue(), 'Half a thought');
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
