// A language server for each site of the workspace. Entry point: Servers.
import os from "node:os";
import path from "node:path";
import vscode from "vscode";
import { RevealOutputChannelOn } from "vscode-languageclient/node";
import { SiteClient } from "./citations.js";
import { findProgram } from "./program.js";
import { NOTE_PATTERNS, noteOf, siteOf } from "./sites.js";
import { offerToTakeOver } from "./yaml-extension.js";

/** Everything that the server reads of a site. */
const READ = "{content,static,templates,locales}/**";

export class Servers {
  /**
   * By the folder of the site. A site whose program was not found stays in the map, so that the user is asked once.
   * @type {Map<string, Promise<SiteClient | undefined>>}
   */
  #clients = new Map();
  /** @type {vscode.Disposable[]} */
  #watchers = [];
  /** What the user was told already. */
  #told = new Set();
  #status = vscode.languages.createLanguageStatusItem("citeback", { scheme: "file", pattern: "**/content/**/*.{yaml,yml,md}" });

  /**
   * @param {vscode.LogOutputChannel} output
   * @param {vscode.Uri} installing the page that says how to install Citeback
   */
  constructor(output, installing) {
    this.output = output;
    this.installing = installing;
    this.#status.name = "Citeback";
    this.#status.command = { title: "Show Output", command: "citeback.showOutput" };
  }

  /** Starts servers for the sites of the workspace's folders and open notes, where none is running. */
  update() {
    for (const site of sitesInUse()) {
      if (!this.#clients.has(site)) this.#clients.set(site, this.#start(site));
    }
    // Shows the buttons that only a site has.
    vscode.commands.executeCommand("setContext", "citeback.hasSites", this.#clients.size > 0);
  }

  /** Ends the servers that only folders needed which the user has removed from the workspace. */
  prune() {
    const wanted = sitesInUse();
    for (const [site, client] of this.#clients) {
      if (wanted.has(site)) continue;
      this.#clients.delete(site);
      client.then((running) => running?.dispose());
    }
  }

  async restart() {
    await this.stop();
    this.#told.clear();
    this.update();
  }

  /** Ends all servers. */
  async stop() {
    const clients = [...this.#clients.values()];
    this.#clients.clear();
    this.#watchers.splice(0).forEach((watcher) => watcher.dispose());
    await Promise.allSettled(clients.map(async (client) => (await client)?.dispose()));
  }

  dispose() {
    this.#status.dispose();
  }

  /** The folders of the sites that servers run for, or should. */
  get sites() {
    return [...this.#clients.keys()];
  }

  /**
   * The program for a site. Without one, tells the user why.
   * @param {string} site
   */
  async programFor(site) {
    const found = await this.#find(site);
    if ("program" in found) return found.program;
    this.#tell(found.problem);
    return undefined;
  }

  /** @param {string} site */
  async #find(site) {
    const setting = vscode.workspace.getConfiguration("citeback", vscode.Uri.file(site)).get("path", "");
    const system = { env: process.env, platform: process.platform, home: os.homedir() };
    const found = await findProgram(setting, site, system);
    if ("problem" in found) {
      this.output.error(found.problem);
      this.#showStatus("Citeback: not running", vscode.LanguageStatusSeverity.Error);
    } else {
      this.output.info(`${site}: using ${found.program}, version ${found.version}`);
      this.#showStatus(`Citeback ${found.version}`, vscode.LanguageStatusSeverity.Information);
    }
    return found;
  }

  /** @param {string} site */
  async #start(site) {
    const found = await this.#find(site);
    if ("problem" in found) return this.#tellOnce(found.problem);
    const uri = vscode.Uri.file(site);
    const watchers = outsideWatchers(uri);
    this.#watchers.push(...watchers);
    const baseUri = uri.toString();
    const client = new SiteClient(
      "citeback",
      "Citeback",
      { command: found.program, args: ["lsp"], options: { cwd: site } },
      {
        documentSelector: NOTE_PATTERNS.map((pattern) => ({ scheme: "file", pattern: { baseUri, pattern } })),
        // One server checks one site, so that no finding and no edit comes twice.
        workspaceFolder: { uri, name: path.basename(site), index: 0 },
        middleware: { workspace: { didChangeWorkspaceFolders: async () => {} } },
        synchronize: { fileEvents: watchers },
        diagnosticCollectionName: `citeback ${site}`,
        outputChannel: this.output,
        revealOutputChannelOn: RevealOutputChannelOn.Never,
      },
    );
    try {
      await client.start();
    } catch (error) {
      this.output.error(`${site}: the server did not start: ${error}`);
      return this.#tellOnce(`Citeback’s language server did not start: ${error}`);
    }
    offerToTakeOver(uri);
    return client;
  }

  /**
   * @param {string} text
   * @param {vscode.LanguageStatusSeverity} severity
   */
  #showStatus(text, severity) {
    this.#status.text = text;
    this.#status.severity = severity;
  }

  /**
   * Tells what keeps a server from running: once, not for each site.
   * @param {string} problem
   * @returns {undefined}
   */
  #tellOnce(problem) {
    if (this.#told.has(problem)) return;
    this.#told.add(problem);
    this.#tell(problem);
  }

  /** @param {string} problem */
  async #tell(problem) {
    const [install, set, again] = ["How to Install", "Set Path", "Try Again"];
    const chosen = await vscode.window.showErrorMessage(problem, install, set, again);
    if (chosen === install) vscode.commands.executeCommand("markdown.showPreview", this.installing);
    if (chosen === set) vscode.commands.executeCommand("workbench.action.openSettings", "citeback.path");
    if (chosen === again) this.restart();
  }
}

/** The sites that folders of the workspace belong to, and those of open notes. */
function sitesInUse() {
  const sites = new Set();
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    if (uri.scheme === "file") sites.add(siteOf(uri.fsPath));
  }
  for (const { uri } of vscode.workspace.textDocuments) {
    const site = uri.scheme === "file" && /\.(ya?ml|md)$/.test(uri.path) ? siteOf(uri.fsPath) : undefined;
    if (site !== undefined && noteOf(site, uri.fsPath)) sites.add(site);
  }
  sites.delete(undefined);
  return sites;
}

/**
 * Watches a site that lies above the workspace or elsewhere: what the server asks for itself covers the folders of the workspace only.
 * @param {vscode.Uri} site
 */
function outsideWatchers(site) {
  if (vscode.workspace.getWorkspaceFolder(site)) return [];
  return [vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(site, READ))];
}
