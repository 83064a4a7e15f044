// Runs `citeback serve` in a terminal and opens its pages in the browser. Entry point: Desk.
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import vscode from "vscode";
import { chooseSite } from "./choose-site.js";
import { noteOf, pageOf, siteOf } from "./sites.js";

/** The first port that `citeback serve` would choose itself. */
const FIRST_PORT = 4747;
const PORTS = 40;
/** A large site takes a while to be read. In milliseconds. */
const PATIENCE = 60_000;

export class Desk {
  /**
   * By the folder of the site.
   * @type {Map<string, { terminal: vscode.Terminal, port: number }>}
   */
  #serving = new Map();
  #servers;
  #closed = vscode.window.onDidCloseTerminal((closed) => {
    for (const [site, { terminal }] of this.#serving) {
      if (terminal === closed) this.#serving.delete(site);
    }
  });

  /** @param {import("./servers.js").Servers} servers */
  constructor(servers) {
    this.#servers = servers;
  }

  dispose() {
    this.#closed.dispose();
    for (const { terminal } of this.#serving.values()) terminal.dispose();
  }

  /**
   * Opens the page of a note, by default that of the active editor; without a note, the front page.
   * @param {vscode.Uri} [uri]
   */
  async open(uri = vscode.window.activeTextEditor?.document.uri) {
    const own = uri?.scheme === "file" ? siteOf(uri.fsPath) : undefined;
    const site = own ?? (await chooseSite(this.#servers));
    if (site === undefined) return;
    const note = own !== undefined && uri ? noteOf(site, uri.fsPath) : undefined;
    const serving = this.#running(site) ?? (await this.#serve(site));
    if (serving === undefined || !(await this.#answers(site, serving))) return;
    // With a remote workspace, the address on this computer is another one, which VS Code knows for the root only.
    const root = await vscode.env.asExternalUri(vscode.Uri.parse(`http://127.0.0.1:${serving.port}/`));
    await vscode.env.openExternal(note ? vscode.Uri.joinPath(root, pageOf(note)) : root);
  }

  /**
   * A program that ended with an error leaves its terminal open, so that one can read why.
   * @param {string} site
   */
  #running(site) {
    const serving = this.#serving.get(site);
    return serving?.terminal.exitStatus === undefined ? serving : undefined;
  }

  /** @param {string} site */
  async #serve(site) {
    const program = await this.#servers.programFor(site);
    if (program === undefined) return undefined;
    const port = await freePort();
    const terminal = vscode.window.createTerminal({
      name: `Citeback: ${path.basename(site)}`,
      iconPath: new vscode.ThemeIcon("globe"),
      shellPath: program,
      shellArgs: ["serve", "--site", site, "--drafts", "--port", String(port)],
      cwd: site,
      // A terminal that VS Code brings back when the window is reloaded would be unknown to the new window.
      isTransient: true,
    });
    terminal.show(true);
    const serving = { terminal, port };
    this.#serving.set(site, serving);
    return serving;
  }

  /**
   * Waits until a site is served; false if its program ended, or is still not ready after a long time.
   * @param {string} site
   * @param {{ terminal: vscode.Terminal, port: number }} serving
   */
  async #answers(site, serving) {
    for (let waited = 0; waited < PATIENCE; waited += 100) {
      if (this.#running(site) !== serving) return false;
      if (await connects(serving.port)) return true;
      await sleep(100);
    }
    return false;
  }
}

/** The first port from FIRST_PORT on at which nothing listens. */
async function freePort() {
  for (let port = FIRST_PORT; port < FIRST_PORT + PORTS; port += 1) {
    if (await canListen(port)) return port;
  }
  return FIRST_PORT;
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function canListen(port) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function connects(port) {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: "127.0.0.1" });
    const end = (/** @type {boolean} */ answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => end(true)).once("error", () => end(false));
  });
}
