// Every page has a Content Security Policy that forbids inline scripts, inline styles and other sites, and complies with it. Pages are
// small.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { built, demo, inLanes, launch, serve } from './site.js';

let browser;

before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** In bytes. */
const limits = { claim: 40_000, stylesheet: 29_200, scripts: 24_000 };

/** What a directive may allow; those not listed may allow only the site itself. */
const allowed = {
  'default-src': ["'none'"],
  'script-src': ["'none'", "'self'", "'wasm-unsafe-eval'"],
  'font-src': ["'none'", "'self'"],
  'img-src': ["'none'", "'self'", 'data:'],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
};
const own = ["'none'", "'self'"];

/** The weaknesses of a policy. */
function weaknesses(policy) {
  const directives = new Map(policy.split(';').map((directive) => directive.trim().split(/\s+/)).map(([name, ...sources]) => [name, sources]));
  const missing = ['default-src', 'script-src', 'style-src', 'base-uri', 'form-action'].filter((name) => !directives.has(name));
  const wide = [...directives].flatMap(([name, sources]) =>
    sources.filter((source) => !(allowed[name] ?? own).includes(source)).map((source) => `${name} allows ${source}`),
  );
  return [...missing.map((name) => `${name} is missing`), ...wide];
}

/** Runs on a page: its policies, and what no page may contain. */
function inspect(html) {
  const document = new DOMParser().parseFromString(html, 'text/html');
  const problems = [];
  const name = (element) => element.outerHTML.slice(0, 80);
  const policies = [...document.querySelectorAll('meta[http-equiv="Content-Security-Policy" i]')];
  const governed = 'script, style, link, img, svg, video, audio, iframe, object, embed, base, form';
  for (const element of document.querySelectorAll(governed)) {
    const before = policies[0] && policies[0].compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
    // The policy does not apply to what precedes it; an alternate link loads nothing.
    if (!before && !element.matches('link[rel=canonical], link[rel=alternate]')) problems.push(`before the policy: ${name(element)}`);
  }
  for (const element of document.querySelectorAll('*')) {
    for (const { name: attribute } of element.attributes) {
      if (/^on/i.test(attribute) || attribute === 'style') problems.push(`${attribute} on ${name(element)}`);
    }
    if (element.localName === 'style') problems.push('a style element');
    if (element.localName === 'script' && !element.src && element.type !== 'application/ld+json') problems.push(`an inline script: ${name(element)}`);
    const loads = element.localName !== 'a' && element.localName !== 'area';
    const passive = element.localName === 'link' && !/stylesheet|icon|preload|prefetch|preconnect|manifest|modulepreload/.test(element.rel);
    for (const attribute of ['src', 'href', 'srcset', 'data', 'poster', 'action', 'formaction', 'xlink:href']) {
      const value = loads && !passive && element.getAttribute(attribute);
      if (!value) continue;
      const address = new URL(value.split(' ')[0], location);
      if (address.origin !== location.origin && address.protocol !== 'data:') problems.push(`${attribute} leads elsewhere: ${name(element)}`);
    }
  }
  return { policies: policies.map((policy) => policy.content), problems: [...problems, ...window.violations] };
}

for (const site of [demo, built('hostile')]) {
  test(`${site.name}: every page has a strict policy and complies with it`, async () => {
    const server = await serve(site);
    const pages = site.pages();
    const problems = new Map();
    const report = (path, problem) => problems.set(problem, [...(problems.get(problem) ?? []), path]);
    const open = async () => {
      const lane = {};
      const context = await browser.newContext();
      await context.addInitScript(() => {
        window.violations = [];
        document.addEventListener('securitypolicyviolation', (event) => window.violations.push(`${event.violatedDirective} violated by ${event.blockedURI}`));
      });
      context.on('console', (message) => message.type() === 'error' && report(lane.at, message.text()));
      return Object.assign(lane, { page: await context.newPage(), close: () => context.close() });
    };
    await inLanes(pages, open, async (lane, path) => {
      lane.at = path;
      await lane.page.goto(server.address(path));
      const found = await lane.page.evaluate(inspect, site.text(path));
      if (found.policies.length !== 1) report(path, `${found.policies.length} policies`);
      [...found.policies.flatMap(weaknesses), ...found.problems].forEach((problem) => report(path, problem));
    });
    await server.close();
    assert.ok(pages.length > 20, `only ${pages.length} pages`);
    // An error in a template is in all its pages.
    const reported = [...problems].map(([problem, paths]) => `${problem} (on ${paths.length} pages, ${paths[0]} first)`);
    assert.deepEqual(reported, []);
  });
}

test('weak policies are detected', () => {
  assert.deepEqual(weaknesses("default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'"), []);
  for (const weak of ["script-src 'unsafe-inline'", 'style-src https:', "default-src 'self'", 'img-src *', "connect-src https://a.test"]) {
    assert.ok(weaknesses(weak).some((problem) => problem.includes(' allows ')), weak);
  }
});

test('pages, stylesheet and scripts are small', () => {
  const bytes = (path) => Buffer.byteLength(demo.text(path));
  const claims = demo.files('.html').filter((path) => path.startsWith('claims/') && demo.json('data/claims.json').some(({ href }) => href === path));
  assert.ok(claims.length > 10, `only ${claims.length} claims`);
  assert.deepEqual(claims.filter((path) => bytes(path) > limits.claim).map((path) => `${path}: ${bytes(path)}`), []);
  assert.ok(bytes('citeback.css') <= limits.stylesheet, `citeback.css has ${bytes('citeback.css')} bytes`);
  // Each exists twice, with and without its content in the name; a page loads one of the two.
  const scripts = demo.files('.js').filter((path) => !path.startsWith('pagefind/') && !/\.[0-9a-f]{8}\.js$/.test(path));
  assert.ok(scripts.length >= 3, scripts.join());
  const weight = scripts.reduce((sum, path) => sum + bytes(path), 0);
  assert.ok(weight <= limits.scripts, `${scripts.join(', ')} have ${weight} bytes`);
});
