// No text of a hostile brief runs, even without the page's Content Security Policy, and no request leaves the site. A page with the same
// texts unescaped proves that the test would detect it.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { markdown, payloads } from './payloads.js';
import { built, inLanes, launch, serve } from './site.js';

const hostile = built('hostile');
let browser;
let server;

before(async () => {
  [browser, server] = [await launch(), await serve(hostile)];
});
after(() => Promise.all([browser.close(), server.close()]));

/**
 * A context that reports every sign of a script running on its pages, and every request that leaves `origin`, to `notice(what)`.
 * The pages' own policy is disabled, to test escaping by itself.
 */
async function watched(origin, notice) {
  const context = await browser.newContext({ bypassCSP: true });
  await context.exposeFunction('executed', () => notice('called'));
  context.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (protocol.startsWith('http') && asked !== origin) notice(`asked for ${request.url()}`);
  });
  context.on('dialog', (dialog) => {
    notice(`opened a dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  context.on('console', (message) => message.type() === 'error' && notice(message.text()));
  context.on('weberror', (error) => notice(`ran, and failed: ${error.error().message}`));
  return context;
}

/** Opens everything that can be opened, and clicks every link and button with a script URL. Returns their number and the page's text. */
async function provoke(page) {
  return page.evaluate(async () => {
    document.querySelectorAll('details').forEach((details) => details.setAttribute('open', ''));
    const scripted = [...document.querySelectorAll('a, area, button, [type=submit]')].filter((element) =>
      /^(javascript|vbscript|data):/i.test(element.href?.baseVal ?? element.href ?? element.formAction ?? '') || element.form?.action?.startsWith?.('javascript:'),
    );
    scripted.forEach((element) => element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })));
    // Gives triggered scripts time to run.
    await new Promise((done) => setTimeout(done, 0));
    await new Promise((done) => requestAnimationFrame(done));
    return { scripted: scripted.length, text: document.querySelector('main')?.textContent };
  });
}

test('no text of a hostile brief runs, no page makes a request to another site, and the texts are shown as text', async () => {
  const pages = hostile.pages().filter((path) => path !== '404.html');
  assert.ok(pages.length > payloads.length, `only ${pages.length} pages`);
  const words = (text) => text.replace(/\s+/g, '');
  const noticed = [];
  const shown = new Set();
  const open = async () => {
    const lane = {};
    const context = await watched(server.origin, (what) => noticed.push(`${lane.at}: ${what}`));
    return Object.assign(lane, { page: await context.newPage(), close: () => context.close() });
  };
  await inLanes(pages, open, async (lane, path) => {
    lane.at = path;
    await lane.page.goto(server.address(path));
    const { scripted, text } = await provoke(lane.page);
    if (scripted > 0) noticed.push(`${path}: ${scripted} links or buttons name a script`);
    if (path.startsWith('claims/claim-')) payloads.filter((payload) => words(text).includes(words(payload))).forEach((payload) => shown.add(payload));
  });
  assert.deepEqual(noticed, []);
  assert.ok(shown.size > payloads.length * 0.8, `only ${shown.size} of ${payloads.length} payloads are shown verbatim`);
});

test('the same texts are detected on a page that does not escape them', async () => {
  const unescaped = (text) => `<!DOCTYPE html><title>${text}</title><style>/*${text}*/</style><p title="${text}">${text}</p>
    <p title='${text}'></p><a href="${text}">x</a><script>var text = "${text}"; var other = '${text}'; /*${text}*/</script><!--${text}--><textarea>${text}</textarea>${text}`;
  const texts = [...payloads, ...markdown];
  const control = createServer((request, response) => {
    const text = texts[Number(request.url.slice(1))];
    response.writeHead(text ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' }).end(text && unescaped(text));
  });
  await new Promise((listening) => control.listen(0, '127.0.0.1', listening));
  control.unref();
  const origin = `http://127.0.0.1:${control.address().port}`;
  const signs = [];
  const open = async () => {
    const lane = {};
    lane.context = await watched(origin, (what) => signs.push([what, lane.at]));
    return Object.assign(lane, { page: await lane.context.newPage(), close: () => lane.context.close() });
  };
  await inLanes(texts.keys(), open, async (lane, i) => {
    lane.at = i;
    const visit = async () => {
      await lane.page.goto(`${origin}/${i}`, { timeout: 3000 });
      await provoke(lane.page);
    };
    // A page that navigates away is abandoned; what it did before is recorded.
    await visit().catch(async () => {
      await lane.page.close();
      lane.page = await lane.context.newPage();
    });
  });
  control.close().closeAllConnections();
  const noticed = (sign) => new Set(signs.filter(([what]) => what.startsWith(sign)).map(([, i]) => i)).size;
  assert.ok(noticed('called') > texts.length * 0.5, `only ${noticed('called')} of ${texts.length} were detected`);
  assert.ok(noticed('asked for') > 0, 'no request was detected');
});
