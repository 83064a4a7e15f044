// The tray: passages are gathered from several sources before there is a claim, and written into it together.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { openDesk, until } from './desk.js';
import { added, select } from './picking.js';
import { launch } from './site.js';

const FIRST = 'sources/investor-alert.html';
const SECOND = 'sources/coincurb.html';

let browser;
const opened = [];

before(async () => {
  browser = await launch();
});
after(async () => {
  await browser.close();
  for (const desk of opened) await desk.close();
});

/** Starts serve on the demonstration brief and opens a page of it. */
async function open(path) {
  const desk = await openDesk('.');
  opened.push(desk);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await visit(desk, page, path);
  return { desk, page };
}

async function visit(desk, page, path) {
  await page.goto(desk.address(path));
  await page.locator('.count').waitFor();
}

/** Puts words into the tray by keyboard. */
async function gather(page, first, last = first) {
  const { length } = await kept(page);
  await select(page, first, last);
  await page.keyboard.press('Control+Shift+Enter');
  await until('the passage in the tray', async () => (await kept(page)).length > length);
}

/** What the browser keeps. */
const kept = (page) => page.evaluate(() => Object.entries(localStorage).filter(([key]) => key.startsWith('citeback tray ')).flatMap(([, value]) => JSON.parse(value)));

/** Opens the tray and waits until its passages have been looked up in their sources. */
async function openTray(page) {
  const looked = page.waitForResponse('**/.citeback/matches');
  await page.locator('.tray-button').press('Enter');
  await looked;
  await page.getByRole('dialog', { name: 'The tray' }).waitFor();
}

const entry = (page, i) => page.locator('.tray .entries > li').nth(i);
const quotes = (page) => page.locator('.tray blockquote').allTextContents();

test('passages of two sources survive reloads, change places, and start a claim together', async () => {
  const { desk, page } = await open(FIRST);
  assert.equal(await page.locator('.tray-button').isVisible(), false);
  await gather(page, 'So far, no response has been gotten.');
  await gather(page, 'the Reconnaissance General Bureau');
  await visit(desk, page, SECOND);
  await gather(page, '35 reported instances');
  await page.reload();
  await page.locator('.tray-button', { hasText: 'Tray: 3' }).waitFor();

  await openTray(page);
  assert.deepEqual(await quotes(page), ['So far, no response has been gotten.', 'the Reconnaissance General Bureau', '35 reported instances']);
  // The buttons and Alt with the arrow keys move a passage, and the focus goes with it.
  await entry(page, 2).locator('[data-action=up]').press('Enter');
  assert.deepEqual(await quotes(page), ['So far, no response has been gotten.', '35 reported instances', 'the Reconnaissance General Bureau']);
  await page.keyboard.press('Alt+ArrowUp');
  assert.deepEqual(await quotes(page), ['35 reported instances', 'So far, no response has been gotten.', 'the Reconnaissance General Bureau']);
  await entry(page, 1).getByRole('button', { name: 'Remove: 2 of 3' }).press('Enter');
  assert.deepEqual(await quotes(page), ['35 reported instances', 'the Reconnaissance General Bureau']);
  await page.locator('.tray').getByRole('button', { name: 'Put it back' }).press('Enter');
  assert.equal((await quotes(page)).length, 3);

  await page.locator('.tray .ways [value=start]').press('Enter');
  await page.locator('.tray [name=claim]').fill('Nobody knows.');
  for (const [i, stance] of ['supports', 'context', 'attributes'].entries()) await entry(page, i).locator('[name=stance]').selectOption(stance);
  await entry(page, 1).locator('summary').press('Enter');
  await entry(page, 1).locator('[name=speaker]').fill('The writer');
  await page.locator('.tray form > .main').press('Enter');
  const file = 'content/claims/nobody-knows.yaml';
  await page.locator('p.said', { hasText: `Started ${file}` }).waitFor();
  assert.equal(
    desk.read(file),
    `# A draft needs only a claim. Before it is published, add a verdict and a summary, and change the status.
claim: Nobody knows.
# verdict: true, mostly-true, mixed, mostly-false, false, unproven, misleading, misattributed
# summary: What the evidence shows, in a sentence or two.
# analysis: |
#   The reasoning, with the id of a passage, as in [^ID], after what it shows.
status: draft
passages:
  - id: 35-reported-instances
    source: coincurb
    quote: 35 reported instances
    stance: supports
  - id: so-far-no-response-has-been
    source: investor-alert
    quote: So far, no response has been gotten.
    stance: context
    speaker: The writer
  - id: the-reconnaissance-general
    source: investor-alert
    quote: the Reconnaissance General Bureau
    prefix: by
    stance: attributes
`,
  );
  assert.deepEqual(await kept(page), []);
  await page.getByRole('dialog', { name: 'The tray' }).waitFor({ state: 'hidden' });
});

test('the passages of the tray are added to a note, all or none', async () => {
  const { desk, page } = await open(FIRST);
  await gather(page, 'So far, no response has been gotten.');
  await gather(page, 'back in May');
  const note = 'content/claims/call-upon-states.yaml';
  const old = desk.read(note);
  await openTray(page);
  await page.locator('.tray [name=to]').selectOption('call-upon-states');
  for (const i of [0, 1]) await entry(page, i).locator('[name=stance]').selectOption('context');

  // One of them is no longer in its source: none is written, and nothing is lost.
  const { version } = await desk.ask('findings');
  desk.edit('content/sources/investor-alert.md', 'back in May', 'back in June');
  await until('the change to be seen', async () => (await desk.ask('findings')).version > version);
  const write = page.locator('.tray form > .main');
  await write.click();
  await page.locator('.tray .message', { hasText: '“back in May”: These words are not in the source “investor-alert”. The closest wording is: “back in June”.' }).waitFor();
  assert.equal(desk.read(note), old);
  assert.equal((await kept(page)).length, 2);
  await page.keyboard.press('Escape');
  await page.locator('.count').waitFor();
  await openTray(page);
  await entry(page, 1).locator('.lost', { hasText: 'not in the source' }).waitFor();

  // The note changes while the tray is open.
  await entry(page, 1).locator('[data-action=remove]').click();
  await page.locator('.tray [name=to]').selectOption('call-upon-states');
  desk.edit(note, 'One statement', 'A statement');
  await write.click();
  await page.locator('.tray .message', { hasText: 'The note has changed' }).waitFor();
  const changed = desk.read(note);
  // The server may list the note before it has seen the change.
  await until('the list to be up to date', async () => {
    if (desk.read(note) === changed) await write.click({ timeout: 1000 }).catch(() => {});
    return desk.read(note) !== changed;
  });
  assert.equal(
    added(changed, desk.read(note)),
    '  - id: so-far-no-response-has-been\n    source: investor-alert\n    quote: So far, no response has been gotten.\n    stance: context\n',
  );
});

test('a passage that has no stance yet is not written, and the focus returns to the button', async () => {
  const { desk, page } = await open(FIRST);
  await gather(page, 'So far, no response has been gotten.');
  await openTray(page);
  await page.locator('.tray .ways [value=start]').press('Enter');
  await page.locator('.tray [name=claim]').fill('Nobody knows.');
  await page.locator('.tray form > .main').press('Enter');
  assert.equal(await entry(page, 0).locator('[name=stance]:invalid').count(), 1);
  assert.equal(existsSync(desk.path('content/claims/nobody-knows.yaml')), false);
  await page.keyboard.press('Escape');
  const focused = () => page.evaluate(() => document.querySelector('html > citeback-desk').shadowRoot.activeElement?.className);
  assert.equal(await focused(), 'tray-button');
});
