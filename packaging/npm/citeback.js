#!/usr/bin/env node
// Runs the program, which is in a package of its own for each platform.
"use strict";
const { spawn } = require("node:child_process");
const { constants } = require("node:os");

const platform = `citeback-${process.platform}-${process.arch}`;
let program;
try {
  program = require.resolve(`${platform}/bin/citeback${process.platform === "win32" ? ".exe" : ""}`);
} catch {
  console.error(`citeback: the package ${platform} is not installed.`);
  console.error("Either there is no build for this platform, or npm was run with --omit=optional.");
  process.exit(2);
}

const child = spawn(program, process.argv.slice(2), { stdio: "inherit" });
child.on("error", (error) => {
  console.error(`citeback: ${error.message}`);
  process.exit(2);
});
child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
// The terminal sends Ctrl+C to the program as well, which decides when it ends.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
