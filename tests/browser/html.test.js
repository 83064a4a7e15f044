// Every page is valid according to the Nu HTML checker; every feed and sitemap is well-formed.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { test } from 'node:test';
import vnu from 'vnu-jar';
import { built, demo, root } from './site.js';

/** Errors that hostile notes may cause on their own pages: harmless misnesting of raw HTML, and addresses with characters that browsers encode. */
const SPOILT =
  /Bad value .* for attribute “(href|cite)”|obsolete|not allowed as child|[Ee]nd tag|must have attribute|missing (a required|one or more)|required (attribute|child)|Text not allowed|text content of element|[Ss]tart tag|Stray|Unclosed|unclosed|nesting|in scope/;

for (const site of [demo, built('hostile'), built('arabic'), built('chinese'), built('many'), built('readings')]) {
  test(`${site.name}: every page is valid HTML`, () => {
    const pages = site.files('.html').filter((path) => !path.startsWith('pagefind/'));
    assert.ok(pages.length > 10, `only ${pages.length} pages`);
    const run = spawnSync('java', ['-Xss4m', '-jar', vnu, '--format', 'json', '--stdout', '--exit-zero-always', ...pages], {
      cwd: site.root,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    const { messages } = JSON.parse(run.stdout);
    // An error in a template is in all its pages: identical errors are reported once, with their first place.
    const errors = new Map();
    const expected = (message) => site.name === 'hostile' && SPOILT.test(message);
    const faults = messages.filter(({ type, subType, message }) => (type === 'error' || subType === 'fatal') && !expected(message));
    for (const { url, lastLine, message } of faults) {
      const kind = message.replace(/“[^”]{20,}”/gu, '“…”');
      errors.set(kind, [...(errors.get(kind) ?? []), `${url.split('/public/').pop()}:${lastLine}: ${message}`]);
    }
    assert.deepEqual([...errors.values()].map((places) => `${places[0]} (${places.length} times)`), []);
  });
}

test('feed and sitemap are well-formed XML', () => {
  const script =
    'import sys, xml.dom.minidom as m\nfor f in sys.argv[1:]: print(m.parse(f).documentElement.getAttribute("xmlns"))';
  const out = execFileSync('python3', ['-c', script, 'feed.xml', 'sitemap.xml'], { cwd: root, encoding: 'utf8' });
  assert.deepEqual(out.trim().split('\n'), [
    'http://www.w3.org/2005/Atom',
    'http://www.sitemaps.org/schemas/sitemap/0.9',
  ]);
});
