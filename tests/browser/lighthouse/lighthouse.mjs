// Measures the built site with Lighthouse, as on a phone with a slow network. From tests/browser/lighthouse:
//
//   npm ci && node lighthouse.mjs
//
// It serves public/ (or CITEBACK_SITE) locally and measures the front page, a claim and a source.

import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { chromiumPath, demo, serve } from '../site.js';

const [{ claim, source }] = demo.json('data/passages.json');
const pages = ['index.html', `claims/${claim}.html`, `sources/${source}.html`];

const server = await serve(demo);
const chrome = await launch({ chromePath: chromiumPath(), chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu'] });
for (const path of pages) {
  const { lhr } = await lighthouse(server.address(path), { port: chrome.port, logLevel: 'error' });
  const scores = Object.values(lhr.categories).map(({ title, score }) => `${title} ${Math.round(score * 100)}`);
  const figure = (audit) => lhr.audits[audit].displayValue;
  console.log(`${path}\n  ${scores.join(', ')}\n  largest contentful paint ${figure('largest-contentful-paint')}, layout shift ${figure('cumulative-layout-shift')}`);
  for (const { title, auditRefs } of Object.values(lhr.categories)) {
    const short = auditRefs.filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1);
    for (const { id } of short) {
      const { title: said, score, displayValue } = lhr.audits[id];
      console.log(`  ${title}: ${id} ${score} (${said}${displayValue ? `: ${displayValue}` : ''})`);
    }
  }
}
chrome.kill();
await server.close();
