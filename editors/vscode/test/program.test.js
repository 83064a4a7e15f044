// Which program is run, and what is said if there is none.
import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { findProgram, isOlder, locate, OLDEST } from "../src/program.js";

const linux = { env: { PATH: "/usr/bin:/opt/bin" }, platform: "linux", home: "/home/ana" };
const having = (...files) => (file) => files.includes(file);

test("without a setting the folders of the PATH are searched in their order", () => {
  const found = (...files) => locate("", "/w/site", linux, having(...files));
  assert.equal(found("/opt/bin/citeback", "/usr/bin/citeback"), "/usr/bin/citeback");
  assert.equal(found("/opt/bin/citeback", "/home/ana/.cargo/bin/citeback"), "/opt/bin/citeback");
  assert.equal(found("/home/ana/.cargo/bin/citeback"), "/home/ana/.cargo/bin/citeback");
  assert.equal(found("/elsewhere/citeback"), undefined);
});

test("a site never brings the program itself through a relative PATH", () => {
  const system = { ...linux, env: { PATH: ":.:bin:/usr/bin" } };
  const asked = [];
  const runs = (file) => {
    asked.push(file);
    return false;
  };
  assert.equal(locate("", "/w/site", system, runs), undefined);
  assert.deepEqual(asked.filter((file) => !path.isAbsolute(file) || file.startsWith("/w/")), []);
});

test("the setting is a path, or a name on the PATH", () => {
  const found = (setting, ...files) => locate(setting, "/w/site", linux, having(...files));
  assert.equal(found("/x/citeback", "/x/citeback", "/usr/bin/citeback"), "/x/citeback");
  assert.equal(found("/x/citeback", "/usr/bin/citeback"), undefined, "a wrong setting is not overlooked");
  assert.equal(found("~/bin/citeback", "/home/ana/bin/citeback"), "/home/ana/bin/citeback");
  assert.equal(found("./tools/citeback", "/w/site/tools/citeback"), "/w/site/tools/citeback");
  assert.equal(found("citeback-next", "/opt/bin/citeback-next"), "/opt/bin/citeback-next");
});

test("on Windows programs end in .exe", () => {
  const windows = { env: { Path: "C:\\Tools;D:\\bin" }, platform: "win32", home: "C:\\Users\\ana" };
  const found = (setting, file) => locate(setting, "C:\\site", windows, having(file));
  assert.equal(found("", "D:\\bin\\citeback.exe"), "D:\\bin\\citeback.exe");
  assert.equal(found("D:\\x\\citeback", "D:\\x\\citeback.exe"), "D:\\x\\citeback.exe");
  assert.equal(found("D:\\x\\citeback.exe", "D:\\x\\citeback.exe"), "D:\\x\\citeback.exe");
});

test("versions are compared by their numbers", () => {
  assert.ok(isOlder("0.9.0", "0.10.0"));
  assert.ok(isOlder("0.1.9", "1.0.0"));
  for (const version of ["0.1.0", "0.1.1", "0.2.0", "1.0.0"]) assert.ok(!isOlder(version, "0.1.0"), version);
});

let folder;
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), "citeback-program-"));
});
after(() => rmSync(folder, { recursive: true }));

// A program that prints a line.
const program = (name, line) => {
  const file = path.join(folder, name);
  writeFileSync(file, `#!/bin/sh\n[ "$1" = --version ] && echo "${line}"\n`);
  chmodSync(file, 0o755);
  return file;
};
const find = (setting) => findProgram(setting, folder, { ...linux, env: { PATH: "" }, home: folder });

test("the program says its version", async () => {
  const right = program("right", "citeback 0.12.3");
  assert.deepEqual(await find(right), { program: right, version: "0.12.3" });
});

test("a program that is missing, too old or another is named", async () => {
  const missing = path.join(folder, "missing");
  const old = program("old", "citeback 0.0.9");
  const other = program("other", "ripgrep 14.1.0");
  const text = path.join(folder, "text");
  writeFileSync(text, "");
  assert.deepEqual(await find(missing), { problem: `There is no program “${missing}”, which the setting citeback.path names.` });
  assert.deepEqual(await find(text), { problem: `There is no program “${text}”, which the setting citeback.path names.` });
  assert.deepEqual(await find(folder), { problem: `There is no program “${folder}”, which the setting citeback.path names.` });
  assert.deepEqual(await find(old), {
    problem: `Citeback 0.0.9 in ${old} is too old for this extension, which needs ${OLDEST} or later.`,
  });
  assert.deepEqual(await find(other), { problem: `${other} is not Citeback: asked for its version, it answered “ripgrep 14.1.0”.` });
});

test("the program in CITEBACK is not too old", { skip: !process.env.CITEBACK }, async () => {
  assert.equal((await find(process.env.CITEBACK)).problem, undefined);
});
