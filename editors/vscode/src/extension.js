// The extension: starts the language server for sites, and offers commands. Entry point: activate(), which VS Code calls.
import vscode from "vscode";
import { showCitations } from "./citations.js";
import { createNote } from "./create.js";
import { Desk } from "./desk.js";
import { Servers } from "./servers.js";

/** @type {Servers | undefined} */
let servers;

/** @param {vscode.ExtensionContext} context */
export function activate(context) {
  const output = vscode.window.createOutputChannel("Citeback", { log: true });
  const started = new Servers(output, vscode.Uri.joinPath(context.extensionUri, "out", "installing.md"));
  const desk = new Desk(started);
  servers = started;
  const command = vscode.commands.registerCommand;
  context.subscriptions.push(
    output,
    started,
    desk,
    command("citeback.restart", () => started.restart()),
    command("citeback.showOutput", () => output.show()),
    command("citeback.openPage", (uri) => desk.open(uri)),
    command("citeback.newClaim", () => createNote("claim", started)),
    command("citeback.newSource", () => createNote("source", started)),
    command("citeback.showCitations", showCitations),
    vscode.workspace.onDidOpenTextDocument(() => started.update()),
    vscode.workspace.onDidChangeWorkspaceFolders(() => {
      started.prune();
      started.update();
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("citeback.path")) return started.restart();
    }),
  );
  // VS Code must not wait for the servers.
  started.update();
}

export function deactivate() {
  return servers?.stop();
}
