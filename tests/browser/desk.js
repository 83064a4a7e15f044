// A site being written: a copy of one, with `citeback serve` running on it.

import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const program = process.env.CITEBACK ?? join(repository, 'target/release/citeback');

/** Tries again until `attempt` gives something true, and gives that. Only the state that is waited for ends the wait. */
export async function until(what, attempt) {
  const PATIENCE = 20_000;
  const end = Date.now() + PATIENCE;
  for (;;) {
    const found = await attempt();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((soon) => setTimeout(soon, 20));
  }
}

/** Opens the desk on a copy of the site in the folder `of`, relative to the repository. */
export async function openDesk(of, ...options) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'citeback-desk-')));
  cpSync(join(repository, of, 'content'), join(root, 'content'), { recursive: true });
  const server = spawn(program, ['serve', '--site', root, '--port', '0', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (text) => (said += text));
  const ended = new Promise((over) => server.on('exit', over));
  const origin = await until('the address of the server', () => {
    if (server.exitCode !== null) throw new Error(`citeback serve has ended: ${said}`);
    return /http:\/\/[\d.]+:\d+/.exec(said)?.[0];
  });
  return {
    root,
    origin,
    address: (path) => `${origin}/${path}`,
    path: (path) => join(root, path),
    read: (path) => readFileSync(join(root, path), 'utf8'),
    write: (path, text) => writeFileSync(join(root, path), text),
    /** Replaces the first `old` in a file; that there is none is a fault of the test. */
    edit(path, old, fresh) {
      const text = this.read(path);
      if (!text.includes(old)) throw new Error(`${path} does not hold ${old}`);
      this.write(path, text.replace(old, () => fresh));
    },
    ask: async (path) => (await fetch(`${origin}/.citeback/${path}`)).json(),
    /** Stops the server alone. */
    async stop() {
      server.kill('SIGINT');
      await ended;
    },
    async close() {
      await this.stop();
      rmSync(root, { recursive: true });
    },
  };
}

/** A page as the site itself holds it, without what `serve` puts into it. */
export const bare = (page) => page.replace(/<script type="module" src="\/\.citeback\/desk\.js"[^>]*><\/script>/, '');

/** Runs citeback on a folder. */
export const citeback = (...given) => promisify(execFile)(program, given, { maxBuffer: 1 << 26 });
