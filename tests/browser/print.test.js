// The print edition: what belongs together stays together, in the order of the web, with notes numbered through.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { demo, launch, serve } from './site.js';

let browser;

before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** Columns of the size of a sheet break where pages do, and can be measured. */
const sheets = `
@media print {
  html { font-size: 10pt !important }
  body { block-size: 970px; inline-size: 658px; column-width: 658px; column-gap: 0; column-fill: auto }
  main, article { display: block }
}`;

/** For each claim, on which sheet the statement begins and on which the verdict ends; and the same of its heading and its summary. */
async function sheetsOfClaims(style) {
  const server = await serve(demo, { style });
  const page = await browser.newPage({ viewport: { width: 658, height: 970 } });
  await page.emulateMedia({ media: 'print' });
  await page.goto(server.address('print.html'));
  const found = await page.locator('.printed-claim').evaluateAll((claims) => {
    const sheet = (box) => Math.floor((box.left + scrollX + 1) / 658);
    const first = (element) => sheet(element.getClientRects()[0]);
    const last = (element) => sheet([...element.getClientRects()].at(-1));
    return claims.map((claim) => ({
      claim: claim.id,
      sheets: [first(claim.querySelector('h2')), last(claim.querySelector('.statement-words')), first(claim.querySelector('.seal')), last(claim.querySelector('.seal'))],
    }));
  });
  await page.close();
  await server.close();
  return found;
}

test('no page break parts a verdict from its claim', async () => {
  const parted = (claims) => claims.filter(({ sheets }) => new Set(sheets).size > 1).map(({ claim, sheets }) => `${claim}: ${sheets}`);
  const claims = await sheetsOfClaims(sheets);
  assert.ok(claims.length > 10 && claims.at(-1).sheets[0] > 10, JSON.stringify(claims.at(-1)));
  assert.deepEqual(parted(claims), []);
  // Without the rule some are parted, at one of several heights of a sheet.
  const without = [];
  for (const height of [970, 900, 830]) {
    without.push(...parted(await sheetsOfClaims(`${sheets.replace('970px', `${height}px`)} @media print { .printed-claim > header, .seal { break-inside: auto !important; break-after: auto !important } }`)));
  }
  assert.ok(without.length > 0, 'the test cannot fail');
});

test('a claim has the order of its page, and its notes have its number before their own', async () => {
  const page = await browser.newPage();
  const headings = (selector) => page.locator(selector).allInnerTexts();
  const claim = 'two-billion-dollars';
  await page.goto(demo.address(`claims/${claim}.html`));
  const web = await headings('article h2');
  await page.goto(demo.address('print.html'));
  const printed = await headings(`#claim-${claim} h3`);
  assert.ok(printed.length >= 3, printed.join());
  assert.deepEqual(printed, web.filter((heading) => printed.includes(heading)));
  const notes = await page.locator('.printed-claim').evaluateAll((claims) =>
    claims.map((claim) => ({
      counted: getComputedStyle(claim).counterIncrement,
      before: [...claim.querySelectorAll('.reference a')].map((link) => getComputedStyle(link, '::before').content),
      numbers: [...claim.querySelectorAll('.reference a')].map((link) => [Number(link.textContent), [...claim.querySelectorAll('.notes > li')].findIndex(({ id }) => link.hash === `#${id}`) + 1]),
      marker: getComputedStyle(claim.querySelector('.notes > li'), '::marker').content,
    })));
  for (const { counted, before, numbers, marker } of notes) {
    assert.equal(counted, 'claim 1');
    assert.ok(before.every((content) => content === 'counter(claim) "."'), before.join());
    assert.equal(marker, 'counter(claim) "." counter(list-item)');
    for (const [shown, place] of numbers) assert.equal(shown, place);
  }
  await page.close();
});
