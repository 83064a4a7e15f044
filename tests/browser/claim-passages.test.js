// The passages of a claim are changed, moved and removed on its page; everything else of the note stays byte for byte.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openDesk, until } from './desk.js';
import { launch } from './site.js';

const NOTE = 'content/claims/call-upon-states.yaml';
const PAGE = 'claims/call-upon-states.html';

let browser;
const opened = [];

before(async () => {
  browser = await launch();
});
after(async () => {
  await browser.close();
  for (const desk of opened) await desk.close();
});

/** Starts serve on the demonstration brief, opens a claim's page, and the list of its passages by keyboard. */
async function open() {
  const desk = await openDesk('.');
  opened.push(desk);
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  await page.goto(desk.address(PAGE));
  await page.locator('.count').waitFor();
  await page.locator('.edit-passages').press('Enter');
  await entry(page, 0).waitFor();
  return { desk, page };
}

const entry = (page, i) => page.locator('.passages .entries > li').nth(i);
const press = (page, i, action) => entry(page, i).locator(`[data-action=${action}]`).press('Enter');
const message = (page, text) => page.locator('.passages .message', { hasText: text }).waitFor();
const ids = (page) => page.locator('.passages .entries code').allTextContents();

/** The action of the button that has the focus, and the position of its passage, from 1. */
const focused = (page) =>
  page.evaluate(() => {
    const { activeElement } = document.querySelector('html > citeback-desk').shadowRoot;
    return [activeElement?.dataset.action, activeElement?.closest('li')?.value];
  });

test('fields of a passage are changed in their place and style', async () => {
  const { desk, page } = await open();
  const old = desk.read(NOTE);
  await press(page, 3, 'change');
  await page.locator('.passages [name=speaker]').fill('The writer: “I”');
  await page.locator('.passages [type=radio][value=supports]').check();
  await page.locator('.passages [name=speaker]').press('Enter');
  await message(page, 'Saved.');
  const before = '    quote: the FBI deputy assistant director for its cyber division, Tonya Ugoretz\n    stance: context\n';
  const after = '    quote: the FBI deputy assistant director for its cyber division, Tonya Ugoretz\n    stance: supports\n    speaker: "The writer: “I”"\n';
  assert.ok(old.includes(before));
  assert.equal(desk.read(NOTE), old.replace(before, after));
  // The page follows, and the list is open again where it was.
  await page.locator('#passage-alert-fbi', { hasText: 'The writer: “I”' }).waitFor();
  await until('the focus', async () => String(await focused(page).catch(() => [])) === 'change,4');
  await page.locator('.passages').getByRole('button', { name: 'Undo' }).press('Enter');
  await message(page, 'Undone.');
  assert.equal(desk.read(NOTE), old);
});

test('words that the source does not have are not written, and where it has them twice a place is chosen', async () => {
  const { desk, page } = await open();
  const old = desk.read(NOTE);
  await press(page, 2, 'change');
  const quote = page.locator('.passages [name=quote]');
  const match = page.locator('.passages .would-match');
  await match.getByText('Found in the source:').waitFor();
  await quote.fill('the Reconnaisance General Bureau');
  await match.getByText('The closest wording is: “the Reconnaissance General Bureau”.').waitFor();
  await page.locator('.passages form .main').click();
  await message(page, 'These words are not in the source “investor-alert”.');
  assert.equal(desk.read(NOTE), old);
  await quote.fill('the Reconnaissance General Bureau');
  await page.locator('.passages [name=suffix]').fill('');
  await match.getByText('has these words 2 times').waitFor();
  await page.locator('.passages .place', { hasText: 'under the direction of' }).press('Enter');
  await match.getByText('Found in the source:').waitFor();
  await page.locator('.passages form .main').press('Enter');
  await message(page, 'Saved.');
  const before = '    quote: the Reconnaissance General Bureau\n    suffix: – a top North Korean\n';
  assert.equal(desk.read(NOTE), old.replace(before, '    quote: the Reconnaissance General Bureau\n    prefix: of\n'));
});

test('passages change places with the comments above them, by buttons and by keys', async () => {
  const { desk, page } = await open();
  const old = desk.read(NOTE);
  const list = old.slice(old.indexOf('passages:\n') + 'passages:\n'.length, old.indexOf('gaps:'));
  const items = list.split(/(?=^ {2}- id: )/m);
  const inOrder = (...order) => old.replace(list, () => order.map((i) => items[i]).join(''));
  await press(page, 0, 'down');
  await message(page, 'Moved: now 2 of 4.');
  assert.equal(desk.read(NOTE), inOrder(1, 0, 2, 3));
  await until('the focus', async () => String(await focused(page).catch(() => [])) === 'down,2');
  await until('the second move', async () => {
    // The page reloads after a move, and a key pressed meanwhile is lost.
    if (String(await focused(page).catch(() => [])) === 'down,2') await page.keyboard.press('Alt+ArrowDown');
    await page.waitForTimeout(1000);
    return desk.read(NOTE) === inOrder(1, 2, 0, 3);
  });
  const listed = 'coincurb-said,alert-reconnaissance,alert-adds,alert-fbi';
  await until('the list', async () => String(await ids(page).catch(() => [])) === listed);
});

test('what would be removed and what refers to it are told before anything is', async () => {
  const { desk, page } = await open();
  const old = desk.read(NOTE);
  const line = old.split('\n').findIndex((line) => line.includes('[^alert-fbi]')) + 1;
  await press(page, 3, 'remove');
  await page.locator('.passages pre', { hasText: '  - id: alert-fbi\n    source: investor-alert\n' }).waitFor();
  assert.equal(await page.locator('.passages .referring li').getAttribute('value'), String(line));
  assert.match(await page.locator('.passages .referring li').textContent(), /\[\^alert-fbi\]/);
  await page.keyboard.press('Escape');
  await entry(page, 3).waitFor();
  assert.equal(desk.read(NOTE), old);
  await press(page, 3, 'remove');
  await page.locator('.passages').getByRole('button', { name: 'Remove it' }).press('Enter');
  await message(page, 'Removed.');
  const removed = '  - id: alert-fbi\n    source: investor-alert\n    quote: the FBI deputy assistant director for its cyber division, Tonya Ugoretz\n    stance: context\n';
  assert.equal(desk.read(NOTE), old.replace(removed, ''));
  await page.locator('.passages').getByRole('button', { name: 'Undo' }).press('Enter');
  await message(page, 'Undone.');
  assert.equal(desk.read(NOTE), old);
});

test('a note that changed meanwhile is not overwritten, and what was typed is not lost by one Escape', async () => {
  const { desk, page } = await open();
  await press(page, 0, 'change');
  await page.locator('.passages [name=note]').fill('Half a thought');
  desk.edit(NOTE, 'One statement', 'A statement');
  const changed = desk.read(NOTE);
  await page.locator('.passages form .main').click();
  await message(page, 'The note has changed');
  assert.equal(desk.read(NOTE), changed);
  await page.keyboard.press('Escape');
  await message(page, 'Press Escape again to discard it.');
  assert.equal(await page.locator('.passages [name=note]').inputValue(), 'Half a thought');
  await page.keyboard.press('Escape');
  await entry(page, 0).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.passages').waitFor({ state: 'hidden' });
  assert.equal(desk.read(NOTE), changed);
});
