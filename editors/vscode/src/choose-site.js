// The site that a command is about. Entry point: chooseSite().
import path from "node:path";
import vscode from "vscode";
import { siteOf } from "./sites.js";

/** Folders that hold copies of sites, or none. */
const IGNORED = "**/{node_modules,target,public,.git}/**";
const MOST = 100;

/**
 * The site of the active editor; otherwise the only one, or the one that the user chooses.
 * @param {import("./servers.js").Servers} servers
 * @returns {Promise<string | undefined>}
 */
export async function chooseSite(servers) {
  const active = vscode.window.activeTextEditor?.document.uri;
  const site = active?.scheme === "file" ? siteOf(active.fsPath) : undefined;
  if (site !== undefined) return site;
  const briefs = await vscode.workspace.findFiles("**/content/brief.{yaml,yml}", IGNORED, MOST);
  const below = briefs.map((brief) => path.dirname(path.dirname(brief.fsPath)));
  const sites = [...new Set([...servers.sites, ...below])].sort();
  if (sites.length === 0) {
    vscode.window.showErrorMessage(
      "No folder of this workspace is a Citeback site: none contains content/brief.yaml. “citeback init” in a terminal begins one.",
    );
    return undefined;
  }
  if (sites.length === 1) return sites[0];
  const items = sites.map((folder) => ({ label: path.basename(folder), description: path.dirname(folder), folder }));
  return (await vscode.window.showQuickPick(items, { placeHolder: "Which site?" }))?.folder;
}
