// Built sites: their files, a server for them, and a browser.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, extname, join, normalize, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

/** A built site in a folder. */
export class Site {
  constructor(name, root) {
    this.name = name;
    this.root = root;
  }

  /** Every file of the site that ends in `ending`, relative to its root, sorted. */
  files(ending) {
    return readdirSync(this.root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
      .map((entry) => relative(this.root, join(entry.parentPath ?? entry.path, entry.name)))
      .sort();
  }

  /** Every page but those at old addresses, which a browser leaves at once. */
  pages() {
    return this.files('.html').filter((path) => !path.startsWith('pagefind/') && !this.text(path).includes('http-equiv="refresh"'));
  }

  text(path) {
    return readFileSync(join(this.root, path), 'utf8');
  }

  json(path) {
    return JSON.parse(this.text(path));
  }

  /** The file URL of a file of the site, as opened without a server. */
  address(path) {
    const [file, anchor] = path.split('#');
    return pathToFileURL(join(this.root, file)).href + (anchor ? `#${anchor}` : '');
  }

  /** The path below which the site will be published; `/` if it has no address. */
  get base() {
    const [, sitemap] = /^Sitemap: (.*)$/m.exec(this.text('robots.txt')) ?? [];
    return sitemap ? new URL('.', sitemap).pathname : '/';
  }

  /**
   * Up to `each` pages of every kind: a folder of pages is a kind, and so is each page at the root with its continuations. The longest, as
   * they contain the most.
   */
  kinds(each = 1) {
    const folders = new Map();
    for (const path of this.pages()) {
      const folder = dirname(path) === '.' ? path.replace(/\.\d+\.html$/, '.html') : dirname(path);
      folders.set(folder, [...(folders.get(folder) ?? []), path]);
    }
    const length = (path) => this.text(path).length;
    return [...folders.values()].flatMap((pages) => pages.sort((a, b) => length(b) - length(a)).slice(0, each));
  }
}

const target = process.env.CITEBACK_SITES ?? fileURLToPath(new URL('../../target/sites', import.meta.url));

/** The demonstration brief, or the site that was asked for. */
export const demo = new Site('demo', process.env.CITEBACK_SITE ?? fileURLToPath(new URL('../../public', import.meta.url)));
/** A site made for tests, by name; tests/browser/run builds them. */
export const built = (name) => {
  const root = join(target, name, 'public');
  if (!existsSync(root)) throw new Error(`${root} is not built: see tests/browser/run`);
  return new Site(name, root);
};

export const root = demo.root;
export const files = (ending) => demo.files(ending);
export const pages = () => demo.pages();
export const json = (path) => demo.json(path);
export const address = (path) => demo.address(path);

const types = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.jsonld': 'application/ld+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.xml': 'application/xml',
  '.txt': 'text/plain; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.wasm': 'application/wasm',
};

/**
 * Serves a site on its own port, below the path where it will be published, with 404.html for missing files.
 * `style` is added to every stylesheet.
 */
export async function serve(site, { style = '' } = {}) {
  const base = decodeURIComponent(site.base);
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const inside = path.startsWith(base) ? normalize(path.slice(base.length)) : '..';
    const wanted = join(site.root, inside === '.' || inside.endsWith('/') ? join(inside, 'index.html') : inside);
    const found = !inside.startsWith('..') && existsSync(wanted);
    const file = found ? wanted : join(site.root, '404.html');
    try {
      const body = readFileSync(file);
      const added = file.endsWith('.css') ? style : '';
      response.writeHead(found ? 200 : 404, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
      response.end(Buffer.concat([body, Buffer.from(added)]));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  // A test that fails before it closes its server still ends.
  server.unref();
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    address: (path) => `http://127.0.0.1:${server.address().port}${site.base}${path.split('/').map(encodeURIComponent).join('/')}`,
    close: () => new Promise((closed) => server.close(closed).closeAllConnections()),
  };
}

/** The path of the installed browser. */
export const chromiumPath = () => {
  const find = (name) => {
    try {
      return execFileSync('which', [name], { encoding: 'utf8' }).trim();
    } catch {
      return undefined;
    }
  };
  return process.env.CHROME_PATH ?? find('chromium') ?? find('google-chrome');
};

const options = () => ({
  executablePath: chromiumPath(),
  headless: true,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    // Requests to other sites are recorded and blocked.
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
  ],
});

/** A browser that makes no connections by itself. `more`: switches of Chromium. */
export const launch = (...more) => chromium.launch({ ...options(), args: [...options().args, ...more] });

/** Like `launch`, with one context for the browser's lifetime. */
export function browser() {
  const profile = mkdtempSync(join(tmpdir(), 'citeback-browser-'));
  return chromium.launchPersistentContext(profile, { ...options(), viewport: { width: 1280, height: 900 } });
}

/** Does `work` for each entry of a list, in two concurrent lanes; `open` creates what a lane works with. */
export async function inLanes(list, open, work) {
  const waiting = [...list];
  const lane = async () => {
    const tool = await open();
    try {
      while (waiting.length) await work(tool, waiting.shift());
    } finally {
      await tool.close();
    }
  };
  await Promise.all([lane(), lane()]);
}
