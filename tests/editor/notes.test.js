// Notes in a YAML language server, with the settings and schemas of a site: completion, documentation and diagnostics. CITEBACK is the path
// of the program.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { start } from "./server.js";

const PROGRAM = process.env.CITEBACK ?? "citeback";
const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const NOTE = "content/claims/a-note.yaml";

const citeback = (site, ...args) => execFileSync(PROGRAM, args, { cwd: site, stdio: "pipe", encoding: "utf8" });
const labels = (items) => items.map((item) => item.label);

let site;
let server;

// A new site with the notes of the demonstration.
before(async () => {
  site = mkdtempSync(join(tmpdir(), "citeback-editor-"));
  citeback(site, "init");
  server = await start(site);
});

after(async () => {
  await server.stop();
  rmSync(site, { recursive: true });
});

const notesOf = (folder) => {
  const claims = readdirSync(join(folder, "content/claims")).map((name) => `content/claims/${name}`);
  return ["content/brief.yaml", ...claims];
};

test("a new site has no diagnostics", async () => {
  for (const path of notesOf(site)) {
    assert.deepEqual(await server.diagnostics(path, readFileSync(join(site, path), "utf8")), [], path);
  }
});

test("verdicts are completed from the scale, with their definitions", async () => {
  const offered = await server.completions(NOTE, "claim: A claim.\nverdict: |\n");
  assert.ok(["true", "mostly-true", "mixed", "unproven"].every((id) => labels(offered).includes(id)), labels(offered));
  assert.match(JSON.stringify(offered.find((item) => item.label === "mixed").documentation), /Part of the claim is right/);
});

test("sources, people and claims of the site are completed", async () => {
  const at = async (text) => labels(await server.completions(NOTE, text));
  assert.deepEqual(await at("passages:\n  - id: a\n    source: |\n"), ["clock-notice"]);
  assert.deepEqual(await at("authors:\n  - |\n"), ["ana"]);
  assert.deepEqual(await at("related:\n  - |\n"), ["clock-six-weeks"]);
  assert.ok((await at("tags:\n  - |\n")).includes("clock"));
});

test("fields of a passage are completed, without example values", async () => {
  const offered = await server.completions(NOTE, "passages:\n  - id: a\n    |\n");
  for (const field of ["source", "quote", "prefix", "suffix", "stance", "speaker", "note"]) {
    assert.ok(labels(offered).includes(field), field);
  }
  const quote = offered.find((item) => item.label === "quote");
  assert.equal(quote.insertText.trim(), "quote:");
  assert.match(JSON.stringify(quote.documentation), /copied from the source.*Required/);
});

test("a new passage has the fields that every passage needs", async () => {
  const offered = await server.completions(NOTE, "claim: A claim.\n|\n");
  const { insertText } = offered.find((item) => item.label === "passages");
  // Beside them, each has either a quote or absent words.
  for (const field of ["id", "source", "stance"]) {
    assert.match(insertText, new RegExp(`\\b${field}:`), insertText);
  }
});

test("errors of check are marked while typing", async () => {
  const note = readFileSync(join(site, "content/claims/clock-six-weeks.yaml"), "utf8");
  const lineOf = (words) => note.slice(0, note.indexOf(words)).split("\n").length;
  const mistakes = [
    ["stance: contradicts", "stance: contradict", /Value is not accepted.*"contradicts"/],
    ["verdict: mostly-false", "verdict: mostly-wrong", /Value is not accepted.*"mostly-false"/],
    ["source: clock-notice", "source: clock-note", /Value is not accepted.*"clock-notice"/],
    ["claimed_on: 2024-04-06", "claimed_on: 6 April", /Write year-month-day/],
    ["published: 2024-04-12", "publishd: 2024-04-12", /publishd is not allowed/],
    ["id: five-weeks", "id: Five Weeks", /lower-case letters/],
  ];
  for (const [right, wrong, message] of mistakes) {
    const found = await server.diagnostics(NOTE, note.replace(right, wrong));
    assert.equal(found.length, 1, `${wrong}: ${found}`);
    assert.match(found[0], message);
    assert.equal(Number.parseInt(found[0]), lineOf(right), wrong);
  }
  const lacking = await server.diagnostics(NOTE, note.replace("verdict: mostly-false\n", ""));
  assert.deepEqual(lacking.map((line) => line.replace(/^\d+: /, "")), ['Missing property "verdict".']);
  const quote = note.slice(note.indexOf("    quote:"), note.indexOf("    stance:"));
  assert.notEqual((await server.diagnostics(NOTE, note.replace(quote, ""))).length, 0, quote);
});

test("the notes of the demonstration have no diagnostics", async () => {
  const demonstration = mkdtempSync(join(tmpdir(), "citeback-editor-"));
  citeback(demonstration, "init");
  rmSync(join(demonstration, "content"), { recursive: true });
  cpSync(join(ROOT, "content"), join(demonstration, "content"), { recursive: true });
  citeback(demonstration, "check");
  const other = await start(demonstration);
  try {
    for (const path of notesOf(demonstration)) {
      assert.deepEqual(await other.diagnostics(path, readFileSync(join(demonstration, path), "utf8")), [], path);
    }
  } finally {
    await other.stop();
    rmSync(demonstration, { recursive: true });
  }
});
