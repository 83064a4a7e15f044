// Makes the folders of two npm packages: `citeback`, which has the manual pages and starts the program, and the package of one platform,
// which has the program itself.
//
//   node packages.mjs VERSION PLATFORM PROGRAM MANUAL OUT
//
// PLATFORM is as Node.js names it, such as linux-x64; MANUAL is the folder of the manual pages.
import { chmodSync, copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// What is released. npm installs of these only the one that fits.
const PLATFORMS = ["darwin-arm64", "darwin-x64", "linux-arm64", "linux-x64", "win32-x64"];

const [version, platform, program, manual, out] = process.argv.slice(2);
if (!PLATFORMS.includes(platform)) throw new Error(`${platform} is not a platform that is released`);
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");

function write(name, fields, files) {
  const folder = join(out, name);
  for (const [to, from] of [...files, ["LICENSE-MIT", join(root, "LICENSE-MIT")], ["LICENSE-APACHE", join(root, "LICENSE-APACHE")]]) {
    mkdirSync(dirname(join(folder, to)), { recursive: true });
    copyFileSync(from, join(folder, to));
    chmodSync(join(folder, to), to.startsWith("bin/") ? 0o755 : 0o644);
  }
  const common = {
    name,
    version,
    description: "A static site generator for fact-check briefs whose every quote is verified against its source.",
    license: "MIT OR Apache-2.0",
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ ...common, ...fields }, null, 2) + "\n");
}

const pages = readdirSync(manual).sort();
write(
  "citeback",
  {
    keywords: ["fact-check", "static-site", "citations", "claimreview", "journalism"],
    bin: { citeback: "bin/citeback.js" },
    man: pages.map((page) => `./man/${page}`),
    engines: { node: ">=18" },
    optionalDependencies: Object.fromEntries(PLATFORMS.map((each) => [`citeback-${each}`, version])),
  },
  [
    ["bin/citeback.js", join(here, "citeback.js")],
    ["README.md", join(root, "README.md")],
    ...pages.map((page) => [`man/${page}`, join(manual, page)]),
  ],
);
const [os, cpu] = platform.split("-");
const third = join(dirname(program), "THIRD-PARTY.txt");
write(
  `citeback-${platform}`,
  { os: [os], cpu: [cpu], ...(os === "linux" && { libc: ["glibc"] }) },
  [[`bin/${basename(program)}`, program], ["THIRD-PARTY.txt", third]],
);
