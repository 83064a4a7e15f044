// Finds the program `citeback` and asks it for its version. Entry point: findProgram().
import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";

/** Older programs lack what the extension calls. */
export const OLDEST = "0.1.0";
const SHARED = ["/usr/local/bin", "/opt/homebrew/bin"];
/** An unresponsive program is given up after this time, in milliseconds. */
const PATIENCE = 10_000;

/**
 * @typedef {{ env: NodeJS.ProcessEnv, platform: string, home: string }} System
 * @typedef {{ program: string, version: string } | { problem: string }} Found
 */

/**
 * The program, or what is wrong with it, in a sentence for the user.
 * @param {string} setting what the user has set, or ""
 * @param {string} site relative paths start here
 * @param {System} system
 * @returns {Promise<Found>}
 */
export async function findProgram(setting, site, system) {
  const program = locate(setting, site, system);
  if (program === undefined) {
    return {
      problem: setting
        ? `There is no program “${setting}”, which the setting citeback.path names.`
        : "Citeback is not installed, or VS Code cannot find it.",
    };
  }
  const printed = await firstLine(program);
  const version = /^citeback (\d+\.\d+\.\d+)/.exec(printed)?.[1];
  if (version === undefined) return { problem: `${program} is not Citeback: asked for its version, it answered “${printed}”.` };
  if (isOlder(version, OLDEST)) {
    return { problem: `Citeback ${version} in ${program} is too old for this extension, which needs ${OLDEST} or later.` };
  }
  return { program, version };
}

/**
 * The path of the program; undefined if there is none.
 * @param {string} setting
 * @param {string} site
 * @param {System} system
 * @returns {string | undefined}
 */
export function locate(setting, site, { env, platform, home }, runs = isProgram) {
  const windows = platform === "win32";
  const { delimiter, isAbsolute, join, resolve } = windows ? path.win32 : path.posix;
  const named = setting.trim() || "citeback";
  const spellings = windows && !/\.exe$/i.test(named) ? [`${named}.exe`] : [named];
  if (/[\\/]/.test(named)) {
    return spellings.map((name) => (name.startsWith("~") ? join(home, name.slice(1)) : resolve(site, name))).find(runs);
  }
  // A relative folder on the PATH would mean the folder that VS Code was started in, or on Windows the site's.
  const folders = (env.PATH ?? env.Path ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
  // An editor that was not started from a terminal often lacks the user's own folders.
  const usual = [join(home, ".cargo", "bin"), join(home, ".local", "bin"), ...(windows ? [] : SHARED)];
  return [...folders, ...usual].flatMap((folder) => spellings.map((name) => join(folder, name))).find(runs);
}

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * @param {string} version
 * @param {string} than
 */
export function isOlder(version, than) {
  const [left, right] = [version, than].map((text) => text.split(".").map(Number));
  const differs = left.findIndex((number, index) => number !== right[index]);
  return differs >= 0 && left[differs] < right[differs];
}

/**
 * What the program prints about its version, or the error that it ends with.
 * @param {string} program
 * @returns {Promise<string>}
 */
function firstLine(program) {
  return new Promise((resolve) => {
    execFile(program, ["--version"], { timeout: PATIENCE, windowsHide: true }, (error, stdout, stderr) => {
      const text = stdout || stderr || error?.message || "";
      resolve(text.trim().split("\n")[0]);
    });
  });
}
