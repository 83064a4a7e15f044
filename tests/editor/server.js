// A YAML language server for the folder of a site, started as an editor would: with the site's settings.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node.js";

const PROGRAM = createRequire(import.meta.url).resolve("yaml-language-server/bin/yaml-language-server");

export async function start(site) {
  const settings = JSON.parse(readFileSync(join(site, ".vscode/settings.json"), "utf8"));
  const yaml = { validate: true, completion: true, hover: true, schemaStore: { enable: false }, schemas: settings["yaml.schemas"] };
  const child = spawn(process.execPath, [PROGRAM, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const waiting = new Map();
  connection.onRequest("workspace/configuration", ({ items }) => items.map((item) => (item.section === "yaml" ? yaml : {})));
  connection.onRequest("client/registerCapability", () => null);
  connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }) => {
    waiting.get(uri)?.(diagnostics);
    waiting.delete(uri);
  });
  connection.listen();
  const root = pathToFileURL(site).href;
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: root,
    workspaceFolders: [{ uri: root, name: "site" }],
    capabilities: {
      textDocument: {
        completion: { completionItem: { snippetSupport: true, documentationFormat: ["markdown"] } },
        publishDiagnostics: {},
      },
      workspace: { configuration: true, workspaceFolders: true },
    },
  });
  await connection.sendNotification("initialized", {});
  await connection.sendNotification("workspace/didChangeConfiguration", { settings: { yaml } });
  let version = 0;

  // The diagnostics for `text` as the file at `path`.
  const open = async (path, text) => {
    const uri = pathToFileURL(join(site, path)).href;
    const found = new Promise((resolve) => waiting.set(uri, resolve));
    version += 1;
    const textDocument = { uri, languageId: "yaml", version, text };
    await connection.sendNotification("textDocument/didOpen", { textDocument });
    return { uri, diagnostics: await found };
  };

  return {
    async diagnostics(path, text) {
      return (await open(path, text)).diagnostics.map(({ message, range }) => `${range.start.line + 1}: ${message}`);
    },
    // The completions at the mark `|` in `text`.
    async completions(path, text) {
      const before = text.slice(0, text.indexOf("|"));
      const { uri } = await open(path, text.replace("|", ""));
      const lines = before.split("\n");
      const position = { line: lines.length - 1, character: lines.at(-1).length };
      const answer = await connection.sendRequest("textDocument/completion", { textDocument: { uri }, position });
      return answer.items ?? answer;
    },
    async stop() {
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      connection.dispose();
    },
  };
}
