// VS Code with the packed extension, on a site that is made for a test: the server that code-server contains, and its window in a
// browser. Entry point: open().
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import net from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const SERVER = join(dirname(fileURLToPath(import.meta.url)), "node_modules/code-server/lib/vscode/out/server-main.js");
const BROWSER = ["/usr/bin/chromium", "/usr/bin/google-chrome"].find((path) => existsSync(path));
const QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
/** How long a test waits for something to appear, in milliseconds: the machine may be busy. */
export const PATIENCE = Number(process.env.PATIENCE ?? 120_000);

const SETTINGS = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "editor.minimap.enabled": false,
  "chat.commandCenter.enabled": false,
};

/**
 * Starts VS Code in the folder `home` with the extension in `vsix`, on a folder or a workspace file.
 */
export async function open(home, vsix, opened, settings) {
  const data = join(home, "vscode");
  const configure = (settings) => {
    // Those of the machine that the server runs on, such as paths, and those of the user.
    for (const folder of ["data/Machine", "data/User"]) {
      mkdirSync(join(data, folder), { recursive: true });
      writeFileSync(join(data, folder, "settings.json"), JSON.stringify({ ...SETTINGS, ...settings }));
    }
  };
  configure(settings);
  const folders = ["--server-data-dir", data, "--extensions-dir", join(data, "extensions")];
  execFileSync(process.execPath, [SERVER, ...folders, "--install-extension", vsix], { stdio: "pipe" });
  const port = await freePort();
  const args = [SERVER, ...folders, "--host", "127.0.0.1", "--port", String(port), "--without-connection-token", "--accept-server-license-terms"];
  const server = spawn(process.execPath, args, { stdio: process.env.SHOW_SERVER ? "inherit" : "ignore", cwd: home });
  await listening(port, server);
  const browser = await chromium.launch({ executablePath: BROWSER, args: ["--no-sandbox", ...QUIET] });
  const context = await browser.newContext({ viewport: { width: 1280, height: 1000 } });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const kind = opened.endsWith(".code-workspace") ? "workspace" : "folder";
  await page.goto(`http://127.0.0.1:${port}/?${kind}=${encodeURIComponent(opened)}`);
  await page.locator(".monaco-workbench .explorer-folders-view .monaco-list-row").first().waitFor();
  return {
    page,
    context,
    configure,
    close: async () => {
      await browser.close();
      server.kill();
      await new Promise((resolve) => (server.exitCode === null && server.signalCode === null ? server.once("exit", resolve) : resolve()));
    },
  };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function listening(port, server) {
  for (const end = Date.now() + PATIENCE; Date.now() < end; ) {
    if (server.exitCode !== null) throw new Error(`VS Code’s server ended with ${server.exitCode}`);
    const connects = await new Promise((resolve) => {
      const socket = net.connect(port, "127.0.0.1");
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
      socket.once("connect", () => socket.end());
    });
    if (connects) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("VS Code’s server did not start");
}
