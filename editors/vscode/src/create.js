// Begins a claim or a source through `citeback new`, and opens it. Entry point: createNote().
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import vscode from "vscode";
import { chooseSite } from "./choose-site.js";
import { faultOfId, suggestedId } from "./ids.js";
import { noteOf } from "./sites.js";

/**
 * @param {"claim" | "source"} kind
 * @param {import("./servers.js").Servers} servers
 */
export async function createNote(kind, servers) {
  const site = await chooseSite(servers);
  if (site === undefined) return;
  // Opening the input boxes does not change the active editor.
  const from = kind === "claim" ? openSource(site) : undefined;
  const heading = { title: kind === "claim" ? "New claim" : "New source", ignoreFocusOut: true };
  const title = await vscode.window.showInputBox({
    ...heading,
    prompt: kind === "claim" ? "A short title for the claim, or nothing for now" : "The title of the article, or nothing for now",
  });
  if (title === undefined) return;
  const id = await vscode.window.showInputBox({
    ...heading,
    prompt: "Its id: the name of the file and the end of the page’s address, so one that can stay",
    value: suggestedId(title),
    validateInput: faultOfId,
  });
  if (id === undefined) return;
  const program = await servers.programFor(site);
  if (program === undefined) return;
  const file = await run(program, argumentsFor({ kind, id, title, site, from }));
  if (file !== undefined) await show(vscode.Uri.file(path.join(site, file)));
}

/**
 * The arguments of `citeback new`.
 * @param {{ kind: string, id: string, title: string, site: string, from?: string }} note
 */
function argumentsFor({ kind, id, title, site, from }) {
  // Joined with “=”, so that a title may begin with a hyphen.
  const options = [`--site=${site}`];
  if (title.trim()) options.push(`--title=${title.trim()}`);
  if (from) options.push(`--from=${from}`);
  return ["new", kind, id, ...options];
}

/**
 * The id of the source in the active editor, which the new claim will quote.
 * @param {string} site
 */
function openSource(site) {
  const active = vscode.window.activeTextEditor?.document.uri;
  const note = active?.scheme === "file" ? noteOf(site, active.fsPath) : undefined;
  return note?.kind === "source" ? note.id : undefined;
}

/**
 * The path of the file that the program wrote, relative to the site.
 * @param {string} program
 * @param {string[]} args
 */
async function run(program, args) {
  try {
    const { stdout } = await promisify(execFile)(program, args, { windowsHide: true });
    return /^wrote (.+)$/m.exec(stdout)?.[1];
  } catch (error) {
    const { stderr, message } = /** @type {{ stderr?: string, message: string }} */ (error);
    vscode.window.showErrorMessage((stderr || message).trim().replace(/^error: /, ""));
    return undefined;
  }
}

/**
 * Opens a new note at its first empty field.
 * @param {vscode.Uri} uri
 */
async function show(uri) {
  const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
  const empty = /^[a-z_]+:[ ]*$/m.exec(editor.document.getText());
  if (empty === null) return;
  const end = editor.document.positionAt(empty.index + empty[0].length);
  editor.selection = new vscode.Selection(end, end);
  editor.revealRange(new vscode.Range(end, end));
}
