// The built site: its files, and a browser to look at them.

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

export const root = process.env.CITEBACK_SITE;

/** Every file of the site that ends in `ending`, relative to its root, sorted. */
export function files(ending) {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

export const json = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

/** The address of a file of the site, straight from disk, as a reader without a server opens it. */
export const address = (path) => {
  const [file, anchor] = path.split('#');
  return pathToFileURL(join(root, file)).href + (anchor ? `#${anchor}` : '');
};

/** A browser that makes no connections of its own. */
export function browser() {
  const find = (name) => {
    try {
      return execFileSync('which', [name], { encoding: 'utf8' }).trim();
    } catch {
      return undefined;
    }
  };
  return chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), 'citeback-browser-')), {
    executablePath: find('chromium') ?? find('google-chrome'),
    headless: true,
    viewport: { width: 1280, height: 900 },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
