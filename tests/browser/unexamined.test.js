// The sentences of a source that no passage touches: listed in the order of their worth, and each starts a claim, by keyboard alone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openDesk, until } from './desk.js';
import { launch } from './site.js';

const TEXT = 'The office counted at least 35 cases. It was busy in May.\n\nMr. Smith said in June that 17 nations were concerned, more than ever before. I hope that it will end.\n';
const FILES = {
  'content/sources/report.md': `---\ntitle: A report\nlanguage: en\nshow: full\n---\n${TEXT}`,
  'content/claims/cases.yaml': 'claim: There were many cases.\nverdict: true\nsummary: There were.\npassages:\n  - {id: cases, source: report, quote: at least 35 cases, stance: supports}\n',
};

let browser;
let desk;

before(async () => {
  browser = await launch();
  desk = await openDesk('.');
  for (const [path, text] of Object.entries(FILES)) desk.write(path, text);
  await until('the source', async () => (await (await fetch(desk.address('.citeback/unexamined?source=report'))).json()).percent === 21);
});
after(async () => {
  await browser.close();
  await desk.close();
});

for (const [width, colorScheme] of [[1200, 'light'], [320, 'dark']]) {
  test(`a sentence starts a claim (${width} px, ${colorScheme})`, async () => {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
    const page = await context.newPage();
    await page.goto(desk.address('sources/report.html'));
    const button = page.getByRole('button', { name: 'Not examined yet' });
    await button.focus();
    await page.keyboard.press('Enter');
    const sheet = page.getByRole('dialog', { name: 'Not examined yet' });
    await sheet.getByRole('listitem').first().waitFor();
    assert.deepEqual(await sheet.locator('li p').allTextContents(), [
      'Mr. Smith said in June that 17 nations were concerned, more than ever before.',
      'It was busy in May.',
      'I hope that it will end.',
    ]);
    assert.match(await sheet.getByRole('status').textContent(), /^21% /);
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/unexamined-${width}.png` });
    const box = await sheet.boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= width, JSON.stringify(box));
    await sheet.getByRole('button', { name: 'Start a new claim' }).nth(1).focus();
    await page.keyboard.press('Enter');
    const picker = page.getByRole('dialog', { name: 'A passage' });
    await picker.getByRole('button', { name: 'Start the claim' }).waitFor();
    assert.equal(await picker.locator('blockquote').textContent(), 'It was busy in May.');
    assert.equal(await page.evaluate(() => getSelection().toString()), 'It was busy in May.');
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/started-${width}.png` });
    await context.close();
  });
}

test('what a passage touches is examined after a change', async () => {
  desk.write('content/claims/cases.yaml', FILES['content/claims/cases.yaml'] + '  - {id: busy, source: report, quote: It was busy, stance: context}\n');
  const answer = async () => (await fetch(desk.address('.citeback/unexamined?source=report'))).json();
  const { sentences } = await until('the passage', async () => {
    const found = await answer();
    return found.percent > 21 && found;
  });
  assert.deepEqual(sentences.map(({ text }) => text), ['Mr. Smith said in June that 17 nations were concerned, more than ever before.', 'I hope that it will end.']);
});
