// Which site a file belongs to, what it is there, and where its page is. Entry points: siteOf(), noteOf(), pageOf().
import { statSync } from "node:fs";
import path from "node:path";

const BRIEFS = ["content/brief.yaml", "content/brief.yml"];

/** @param {string} file */
function isFile(file) {
  try {
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * The nearest site at or above a file or folder, as the language server finds it.
 * @param {string} place an absolute path
 * @returns {string | undefined} the folder that contains content/
 */
export function siteOf(place, has = isFile) {
  for (let folder = place; ; folder = path.dirname(folder)) {
    if (BRIEFS.some((brief) => has(path.join(folder, brief)))) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}

/**
 * What the file at a path is in its site.
 * @param {string} site
 * @param {string} file
 * @returns {{ kind: "brief" | "claim" | "source" | "page", id: string } | undefined}
 */
export function noteOf(site, file) {
  const inside = path.relative(site, file).split(path.sep).join("/");
  if (BRIEFS.includes(inside)) return { kind: "brief", id: "" };
  // The folders between are not part of the id.
  const [, folder, id, extension] = /^content\/(claims|sources|pages)\/(?:.*\/)?([^/]+)\.([a-z]+)$/.exec(inside) ?? [];
  if (folder === "claims") return ["yaml", "yml"].includes(extension) ? { kind: "claim", id } : undefined;
  if (folder === undefined || extension !== "md") return undefined;
  return { kind: folder === "sources" ? "source" : "page", id };
}

/**
 * The path of the page that `citeback serve` shows for a note.
 * @param {{ kind: string, id: string }} note
 */
export function pageOf({ kind, id }) {
  return kind === "brief" ? "" : `${kind}s/${encodeURIComponent(id)}.html`;
}

/** The files of a site that the language server checks, as patterns below the site. */
export const NOTE_PATTERNS = [
  "content/brief.{yaml,yml}",
  "content/claims/**/*.{yaml,yml}",
  "content/sources/**/*.md",
  "content/pages/**/*.md",
];
