// Which site a file belongs to, and where its page is.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { noteOf, pageOf, siteOf } from "../src/sites.js";

const having = (...files) => (file) => files.includes(file);

test("a site is found from its folder, from below, and nowhere else", () => {
  const has = having("/w/site/content/brief.yaml");
  for (const place of ["/w/site", "/w/site/content/claims", "/w/site/content/claims/2024/a.yaml", "/w/site/static/x"]) {
    assert.equal(siteOf(place, has), "/w/site", place);
  }
  for (const place of ["/w", "/", "/w/site-2/content/claims/a.yaml"]) assert.equal(siteOf(place, has), undefined, place);
});

test("of sites inside each other the innermost is found, and brief.yml will do", () => {
  const has = having("/w/content/brief.yaml", "/w/tests/small/content/brief.yml");
  assert.equal(siteOf("/w/tests/small/content/claims/a.yaml", has), "/w/tests/small");
  assert.equal(siteOf("/w/tests/other/a.md", has), "/w");
});

test("a site is found on the disk; a folder called brief.yaml is none", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "citeback-sites-"));
  try {
    mkdirSync(path.join(folder, "right/content/claims"), { recursive: true });
    mkdirSync(path.join(folder, "wrong/content/brief.yaml"), { recursive: true });
    writeFileSync(path.join(folder, "right/content/brief.yaml"), "title: A brief\n");
    writeFileSync(path.join(folder, "right/content/claims/old.yaml"), "claim: A claim.\n");
    for (const note of ["old.yaml", "new.yaml", "new/new.yaml"]) {
      assert.equal(siteOf(path.join(folder, "right/content/claims", note)), path.join(folder, "right"), note);
    }
    assert.equal(siteOf(path.join(folder, "wrong/content")), undefined);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("notes are known by their places, with ids that hold no folders", () => {
  const pages = {
    "content/brief.yaml": "",
    "content/claims/a-claim.yaml": "claims/a-claim.html",
    "content/claims/2024/a-claim.yml": "claims/a-claim.html",
    "content/sources/a/b/notice.md": "sources/notice.html",
    "content/pages/methodology.md": "pages/methodology.html",
    "content/pages/50%?.md": "pages/50%25%3F.html",
  };
  for (const [file, page] of Object.entries(pages)) {
    const note = noteOf("/w/site", path.join("/w/site", file));
    assert.ok(note, file);
    assert.equal(pageOf(note), page);
  }
});

test("other files are not notes", () => {
  const others = [
    "README.md",
    "content/notes.yaml",
    "content/claims/a.md",
    "content/sources/a.yaml",
    "content/sources/a.md.txt",
    "docs/content/claims/a.yaml",
    "../other/content/claims/a.yaml",
    "content/claims",
  ];
  for (const file of others) assert.equal(noteOf("/w/site", path.join("/w/site", file)), undefined, file);
});
