// The code lens “Cited by 3 claims”: its command is run by VS Code, which shows the quotes without leaving the source. Entry points:
// SiteClient, showCitations().
import vscode from "vscode";
import { LanguageClient } from "vscode-languageclient/node";

/** The method of commands that the server would run itself. */
const EXECUTE = "workspace/executeCommand";

/** A client that leaves the server's commands to VS Code: the second server could not register the same ones again. */
export class SiteClient extends LanguageClient {
  /** @param {Parameters<LanguageClient["registerFeature"]>[0]} feature */
  registerFeature(feature) {
    const isExecute = "registrationType" in feature && feature.registrationType?.method === EXECUTE;
    if (!isExecute) super.registerFeature(feature);
  }
}

/**
 * Shows the quotes in notes of the words at a place in a source.
 * @param {string} uri
 * @param {{ line: number, character: number }} position
 */
export function showCitations(uri, { line, character }) {
  return vscode.commands.executeCommand(
    "editor.action.findReferences",
    vscode.Uri.parse(uri),
    new vscode.Position(line, character),
  );
}
