// What somebody sees who writes notes in VS Code with the extension. CITEBACK is the path of the program, VSIX that of the extension;
// PICTURES may be a folder for pictures of the window.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { open, PATIENCE } from "./vscode.js";

const { CITEBACK: PROGRAM, VSIX, PICTURES } = process.env;
const NOTE = "content/claims/clock-six-weeks.yaml";

let home;
let vscode;
let page;

const inFirst = (path) => join(home, "first", path);
const citeback = (folder, ...args) => execFileSync(PROGRAM, args, { cwd: folder, stdio: "pipe", encoding: "utf8" });
const picture = (name) => PICTURES && page.screenshot({ path: join(PICTURES, `${name}.png`) });

function change(path, from, to) {
  const text = readFileSync(path, "utf8");
  assert.ok(text.includes(from), `${path}: ${from}`);
  writeFileSync(path, text.replace(from, to));
}

// A program that writes down how it is run, and is Citeback.
function logged(program) {
  const path = join(home, "citeback");
  writeFileSync(path, `#!/bin/sh\necho "$*" >> "${join(home, "log")}"\nexec "${program}" "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

const runs = (command) => readFileSync(join(home, "log"), "utf8").split("\n").filter((line) => line.startsWith(command)).length;

async function until(what, holds) {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await page.waitForTimeout(50)) {
    if (await holds()) return;
  }
  assert.fail(what);
}

// Two sites with mistakes, one of them opened from below, and a folder that is none.
before(async () => {
  home = mkdtempSync(join(tmpdir(), "citeback-vscode-"));
  citeback(home, "init", "first");
  citeback(home, "init", "second");
  change(inFirst(NOTE), "It was never broken", "It was not broken");
  change(inFirst(NOTE), "stance: attributes", "stance: atributes");
  change(join(home, "second", NOTE), "verdict: mostly-false", "verdict: mostly-wrong");
  mkdirSync(join(home, "other"));
  writeFileSync(join(home, "other/note.yaml"), "verdict: [\n");
  const folders = ["first", "second/content/claims", "other"].map((path) => ({ path }));
  const workspace = join(home, "briefs.code-workspace");
  writeFileSync(workspace, JSON.stringify({ folders }));
  vscode = await open(home, VSIX, workspace, { "citeback.path": logged(PROGRAM) });
  page = vscode.page;
});

let tests = 0;
afterEach(async () => {
  tests += 1;
  await picture(`after-${tests}`);
});

after(async () => {
  await vscode?.close();
  rmSync(home, { recursive: true, maxRetries: 5 });
});

// Opens a file with the cursor at some words.
async function go(path, words) {
  const [head, ...rest] = readFileSync(path, "utf8").split(words);
  assert.ok(rest.length > 0, `${path}: ${words}`);
  const before = head.split("\n");
  await page.keyboard.press("Control+p");
  const input = page.locator(".quick-input-widget input").first();
  await input.fill(`${path}:${before.length}:${before.at(-1).length + 1}`);
  const name = path.split("/").at(-1);
  await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: name }).waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".tab.active", { hasText: name }).waitFor();
  await until(`the cursor is in line ${before.length}`, async () =>
    (await page.locator(".statusbar-item", { hasText: /^Ln / }).innerText()).startsWith(`Ln ${before.length},`),
  );
}

async function command(title) {
  await page.keyboard.press("F1");
  await page.locator(".quick-input-widget input").first().fill(`>Citeback: ${title}`);
  await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: title }).waitFor();
  await page.keyboard.press("Enter");
}

// Waits until the workspace has so many errors, and the panel “Problems” shows some words and not others.
async function problems(errors, shown = [], hidden = []) {
  const panel = page.locator(".markers-panel");
  if (!(await panel.isVisible())) {
    await page.keyboard.press("Control+Shift+m");
    await panel.waitFor();
  }
  const counter = page.locator("[id='status.problems'] a");
  await until(`${errors} errors, with ${shown} and without ${hidden}`, async () => {
    const count = (await counter.getAttribute("aria-label"))?.split(",")[0];
    const text = (await panel.locator(".monaco-tl-row").allInnerTexts()).join("\n");
    const fits = shown.every((words) => text.includes(words)) && !hidden.some((words) => text.includes(words));
    return count === `Errors: ${errors}` && fits;
  });
}

test("the findings of all sites are shown, each once, before a note is open", async () => {
  await problems(3, ["quote-not-found", "atributes", "mostly-wrong"]);
  assert.equal(runs("lsp"), 2, "a server for each site");
  await picture("problems");
});

test("hovering over a quote shows its source", async () => {
  await go(inFirst(NOTE), "It was not broken");
  await page.keyboard.press("Control+k");
  await page.keyboard.press("Control+i");
  const hover = page.locator(".monaco-hover:visible").first();
  await hover.getByText("clock-notice").first().waitFor();
  await picture("hover");
  await page.keyboard.press("Escape");
});

test("a quick fix corrects a word, and the finding goes", async () => {
  await go(inFirst(NOTE), "atributes");
  await page.keyboard.press("Control+.");
  await page.locator(".action-widget .monaco-list-row.action", { hasText: "attributes" }).first().waitFor();
  await picture("quick-fix");
  await page.keyboard.press("Enter");
  await problems(2, ["quote-not-found", "mostly-wrong"], ["atributes"]);
  await page.keyboard.press("Control+s");
  await until("a saved note", () => readFileSync(inFirst(NOTE), "utf8").includes("stance: attributes"));
});

test("stances are completed", async () => {
  await go(inFirst(NOTE), "contradicts");
  await page.keyboard.press("Control+Space");
  const items = page.locator(".suggest-widget.visible .monaco-list-row");
  await items.first().waitFor();
  await until("all stances", async () => {
    const labels = (await items.allInnerTexts()).join();
    return ["attributes", "context", "contradicts", "supports"].every((stance) => labels.includes(stance));
  });
  await picture("completion");
  await page.keyboard.press("Escape");
});

test("the definition of a quote is in the source", async () => {
  await go(inFirst(NOTE), "the clock was set going again");
  await page.keyboard.press("F12");
  await page.locator(".tab.active", { hasText: "clock-notice.md" }).waitFor();
});

// Programs without the code lens are not asked for it.
const lens = { skip: !readFileSync(PROGRAM).includes("citeback.showCitations") };

test("a source says which claims quote it, and shows the quotes", lens, async () => {
  await go(inFirst("content/sources/clock-notice.md"), "the clock was set going again");
  await page.locator(".codelens-decoration a", { hasText: "Cited by 1 claim" }).first().click();
  const peek = page.locator(".peekview-widget");
  await peek.getByText("clock-six-weeks.yaml").first().waitFor();
  await picture("lens");
  await page.keyboard.press("Escape");
});

test("a note that another program has changed is checked again", async () => {
  change(inFirst(NOTE), "It was not broken", "It was never broken");
  await problems(1, ["mostly-wrong"], ["quote-not-found"]);
});

test("the page of the open note is shown in the browser", async () => {
  await go(inFirst(NOTE), "It was never broken");
  const opened = vscode.context.waitForEvent("page");
  await page.getByRole("button", { name: "Open Page in Browser" }).first().click();
  const shown = await opened;
  await shown.waitForURL(/\/claims\/clock-six-weeks\.html$/);
  await shown.close();
  await picture("terminal");
  // code-server would pass the request on to the port in its address; without it, we do.
  const [, port] = /^serve .*--port (\d+)$/m.exec(readFileSync(join(home, "log"), "utf8"));
  const answer = await fetch(`http://127.0.0.1:${port}/claims/clock-six-weeks.html`);
  assert.equal(answer.status, 200);
  assert.match(await answer.text(), /The town clock was broken for six weeks/);
  // The next page needs no second server.
  const next = vscode.context.waitForEvent("page");
  await command("Open Page in Browser");
  await (await next).close();
  assert.equal(runs("serve"), 1);
});

test("the servers are restarted", async () => {
  const before = runs("lsp");
  await command("Restart Language Server");
  await until("two more servers", () => runs("lsp") === before + 2);
  await problems(1, ["mostly-wrong"]);
});

test("a new claim quotes the source that is open", async () => {
  await go(inFirst("content/sources/clock-notice.md"), "title:");
  await command("New Claim");
  const input = page.locator(".quick-input-widget input").first();
  await page.getByText("A short title for the claim").waitFor();
  await input.fill("Élodie’s clock, again");
  await page.keyboard.press("Enter");
  await page.getByText("Its id:").waitFor();
  assert.equal(await input.inputValue(), "elodies-clock-again");
  await page.keyboard.press("Enter");
  await page.locator(".tab.active", { hasText: "elodies-clock-again.yaml" }).waitFor();
  const note = readFileSync(inFirst("content/claims/elodies-clock-again.yaml"), "utf8");
  assert.match(note, /^title: Élodie’s clock, again$/m);
  assert.match(note, /source: clock-notice/);
  await picture("new-claim");
});

test("without the program the extension says what to do", async () => {
  const missing = join(home, "missing");
  assert.ok(!existsSync(missing));
  vscode.configure({ "citeback.path": missing });
  const message = page.locator(".notification-toast", { hasText: `There is no program “${missing}”` });
  await message.waitFor();
  await picture("missing");
  await message.getByRole("button", { name: "How to Install" }).click();
  await page.locator(".tab.active", { hasText: "Preview installing.md" }).waitFor();
});
