import { browser } from './site.js';
import { pathToFileURL } from 'node:url';
const [,, out, ...jobs] = process.argv;
const ctx = await browser();
const page = await ctx.newPage();
page.on('console', m => console.log(m.type(), m.text()));
page.on('pageerror', e => console.log('ERR', e.message));
for (const job of jobs) {
  const [path, width, scheme, name, crop] = job.split('@');
  await page.emulateMedia({ colorScheme: scheme });
  await page.setViewportSize({ width: +width, height: 900 });
  const [f, h] = path.split('#');
  await page.goto('about:blank');
  await page.goto(pathToFileURL(f).href + (h ? '#' + h : ''));
  await page.waitForTimeout(150);
  await page.screenshot({ path: `${out}/${name}.png`, fullPage: crop !== 'view', ...(crop && crop !== 'view' ? { clip: (([x,y,w,hh]) => ({x:+x,y:+y,width:+w,height:+hh}))(crop.split(',')) } : {}) });
}
await ctx.close();
