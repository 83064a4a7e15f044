// A copy of a site with `citeback serve` running on it.

import { execFile, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const program = process.env.CITEBACK ?? join(repository, 'target/release/citeback');

/** Retries until `attempt` returns something truthy, and returns that. */
export async function until(what, attempt) {
  const TIMEOUT = 20_000;
  const end = Date.now() + TIMEOUT;
  for (;;) {
    const found = await attempt();
    if (found) return found;
    if (Date.now() > end) throw new Error(`timed out waiting for ${what}`);
    await new Promise((soon) => setTimeout(soon, 20));
  }
}

/** Starts serve on a copy of the site in the folder `of`, relative to the repository. */
export async function openDesk(of, ...options) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'citeback-desk-')));
  cpSync(join(repository, of, 'content'), join(root, 'content'), { recursive: true });
  // The repository's own static/ is the default theme.
  const files = join(repository, of, 'static');
  if (of !== '.' && existsSync(files)) cpSync(files, join(root, 'static'), { recursive: true });
  const desk = new Desk(root, options);
  await desk.start();
  return desk;
}

/** A test that fails before it closes its server still ends, and so does the server. */
const running = new Set();
process.on('exit', () => running.forEach((server) => server.kill('SIGKILL')));

class Desk {
  constructor(root, options) {
    this.root = root;
    this.options = options;
  }

  /** Starts the server, on its previous port if it had one. */
  async start() {
    const port = this.origin ? new URL(this.origin).port : '0';
    const server = spawn(program, ['serve', '--site', this.root, '--port', port, ...this.options], { stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(server);
    for (const part of [server, server.stdout, server.stderr]) part.unref();
    let said = '';
    for (const stream of [server.stdout, server.stderr]) stream.on('data', (text) => (said += text));
    this.origin = await until('the address of the server', () => {
      if (server.exitCode !== null) throw new Error(`citeback serve has ended: ${said}`);
      return /http:\/\/[\d.]+:\d+/.exec(said)?.[0];
    });
    /** Stops the server as Ctrl-C does; returns its exit code. */
    this.stop = async () => {
      server.ref();
      server.kill('SIGINT');
      await until('the end of the server', () => server.exitCode !== null || server.signalCode !== null);
      running.delete(server);
      return server.exitCode;
    };
  }

  address(path) {
    return `${this.origin}/${path}`;
  }

  path(path) {
    return join(this.root, path);
  }

  read(path) {
    return readFileSync(this.path(path), 'utf8');
  }

  write(path, text) {
    writeFileSync(this.path(path), text);
  }

  /** Replaces the first `old` in a file, which must contain it. */
  edit(path, old, fresh) {
    const text = this.read(path);
    if (!text.includes(old)) throw new Error(`${path} does not contain ${old}`);
    this.write(path, text.replace(old, () => fresh));
  }

  /** The server's response to requests of its own pages. */
  async ask(path) {
    return (await fetch(`${this.origin}/.citeback/${path}`)).json();
  }

  async close() {
    await this.stop();
    rmSync(this.root, { recursive: true });
  }
}

/** A page as the site has it, without what `serve` adds. */
export const bare = (page) => page.replace(/<script type="module" src="\/\.citeback\/desk\.js"[^>]*><\/script>/, '');

/** Runs citeback in a folder. */
export const citeback = (...given) => promisify(execFile)(program, given, { maxBuffer: 1 << 26 });
