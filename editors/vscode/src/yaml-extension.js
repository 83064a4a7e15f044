// With Red Hat's YAML extension beside Citeback, findings about fields come twice. Entry point: offerToTakeOver().
import vscode from "vscode";

const YAML_EXTENSION = "redhat.vscode-yaml";
/** What the YAML extension does that the language server does as well. */
const PARTS = ["validate", "completion", "hover"];

let offered = false;

/**
 * Offers, once for each window, to turn off those parts of the YAML extension in the workspace. Whoever has set one is not asked.
 * @param {vscode.Uri} site
 */
export async function offerToTakeOver(site) {
  if (offered || vscode.extensions.getExtension(YAML_EXTENSION) === undefined) return;
  const yaml = vscode.workspace.getConfiguration("yaml", site);
  const isSet = (/** @type {string} */ part) => {
    const { globalValue, workspaceValue, workspaceFolderValue } = yaml.inspect(part) ?? {};
    return [globalValue, workspaceValue, workspaceFolderValue].some((value) => value !== undefined);
  };
  if (PARTS.some(isSet)) return;
  offered = true;
  const [off, keep] = ["Turn Off in This Workspace", "Keep Both"];
  const question =
    "The YAML extension also checks and completes the notes of this site, so findings come twice. Turn off these parts of it?";
  const chosen = await vscode.window.showInformationMessage(question, off, keep);
  if (chosen === undefined) return;
  for (const part of PARTS) {
    await yaml.update(part, chosen === keep, vscode.ConfigurationTarget.Workspace);
  }
}
