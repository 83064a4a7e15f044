// Every page is valid HTML by the Nu HTML checker, and every feed and sitemap is well-formed.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { test } from 'node:test';
import vnu from 'vnu-jar';
import { built, demo, root } from './site.js';

for (const site of [demo, built('hostile'), built('arabic'), built('chinese'), built('many')]) {
  test(`${site.name}: every page is valid HTML`, () => {
    const pages = site.files('.html').filter((path) => !path.startsWith('pagefind/'));
    assert.ok(pages.length > 10, `only ${pages.length} pages`);
    const run = spawnSync('java', ['-Xss4m', '-jar', vnu, '--format', 'json', '--stdout', '--exit-zero-always', ...pages], {
      cwd: site.root,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    const { messages } = JSON.parse(run.stdout);
    const errors = messages
      .filter((message) => message.type === 'error' || message.subType === 'fatal')
      .map((message) => `${message.url.split('/public/').pop()}:${message.lastLine}: ${message.message}`);
    assert.deepEqual(errors, []);
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
