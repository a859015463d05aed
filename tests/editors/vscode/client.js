// vscode-languageclient on Node: opens, types, hovers, completes, renames, fixes, shows a rendered copy and closes.
"use strict";

const fs = require("fs");
const path = require("path");
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const work = process.env.WORK;
const { test } = vscode;

function check(condition, what) {
  if (!condition) throw new Error(what);
}

async function until(what, condition) {
  for (let tries = 0; tries < 1000; tries += 1) {
    if (await condition()) return;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error(`timed out: ${what}`);
}

const codes = (document) => test.collections.flatMap((it) => it.get(document.uri)).map((it) => it.code?.value ?? it.code);

async function main() {
  vscode.workspace.workspaceFolders = [{ uri: vscode.Uri.file(work), name: "work", index: 0 }];
  const selector = ["yaml", "json", "terraform"].map((language) => ({ scheme: "file", language }));
  const client = new LanguageClient("nestc", "nestc", { command: process.env.NESTC, args: ["lsp"] },
    { documentSelector: selector, diagnosticPullOptions: { onChange: true } });
  await client.start();
  const { capabilities } = client.initializeResult;
  check(capabilities.positionEncoding === "utf-16", "the encoding");
  const read = (name) => fs.readFileSync(path.join(work, name), "utf8");

  for (const [name, language, right] of [["web.yaml", "yaml", "ImageId"], ["module/main.tf", "terraform", "image_id"]]) {
    const document = test.open(path.join(work, name), language, read(name));
    vscode.window.activeTextEditor = { document };
    await until(`diagnostics of ${name}`, () => codes(document).includes("NST104"));
    const found = test.collections.flatMap((it) => it.get(document.uri)).find((it) => (it.code?.value ?? it.code) === "NST104");
    const context = { diagnostics: [found], only: undefined, triggerKind: 1 };
    const token = new vscode.CancellationTokenSource().token;
    const [actions] = await Promise.all(test.providers.CodeActions.map((it) => it.provideCodeActions(document, found.range, context, token)));
    const fix = actions.find((it) => it.kind.value === "quickfix" && it.edit);
    check(fix, `no fix: ${JSON.stringify(actions)}`);
    await vscode.workspace.applyEdit(fix.edit);
    check(document.text.includes(right), document.text);
    await until(`the fix of ${name}`, () => !codes(document).includes("NST104"));

    const lines = document.text.split("\n").length - 1;
    const end = new vscode.Position(lines, 0);
    const typed = language === "yaml" ? "Outputs: [" : "}";
    await test.edit(document, [vscode.TextEdit.insert(end, typed)]);
    await until(`a syntax error in ${name}`, () => codes(document).includes("NST001"));
    await test.edit(document, [vscode.TextEdit.delete(new vscode.Range(end, new vscode.Position(lines, typed.length)))]);
    await until(`no syntax error in ${name}`, () => !codes(document).includes("NST001"));
  }

  const web = vscode.workspace.textDocuments[0];
  const token = new vscode.CancellationTokenSource().token;
  const at = (text, more = 0) => {
    const before = web.text.slice(0, web.text.indexOf(text) + text.length + more).split("\n");
    return new vscode.Position(before.length - 1, before[before.length - 1].length);
  };
  const [hover] = await Promise.all(test.providers.Hover.map((it) => it.provideHover(web, at("centos_7"), token)));
  check(JSON.stringify(hover.contents).includes("m-bp1234567890abcdefgh"), `hover: ${JSON.stringify(hover)}`);

  const [completion] = await Promise.all(test.providers.CompletionItem
    .map((it) => it.provideCompletionItems(web, at("Ref: Zo"), token, { triggerKind: 0 })));
  const labels = (completion.items || completion).map((it) => it.label.label ?? it.label);
  check(labels.includes("Zone"), `completion: ${labels.slice(0, 20)}`);

  const [rename] = await Promise.all(test.providers.Rename.map((it) => it.provideRenameEdits(web, at("Ref: Zo"), "Place", token)));
  await vscode.workspace.applyEdit(rename);
  check(web.text.includes("  Place:\n    Type: String") && web.text.includes("Ref: Place"), web.text);

  const { copies, shown } = await client.sendRequest("nestc/regions", { textDocument: { uri: web.uri.toString() } });
  check(shown === "cn-hangzhou" && copies.length === 1, JSON.stringify(copies));
  const copy = await client.sendRequest("workspace/textDocumentContent", { uri: copies[0].uri });
  check(copy.text.includes("ImageId: m-bp1234567890abcdefgh") && copy.text.includes("网站 😀"), copy.text);

  const report = await client.sendRequest("nestc/report", { textDocument: { uri: web.uri.toString() } });
  check(report.html.startsWith("<!DOCTYPE html>"), report.html.slice(0, 100));

  // The manifest's own findings are pulled, too.
  const manifest = test.open(path.join(work, "nestc.yaml"), "yaml", read("nestc.yaml") + "unknown: 1\n");
  vscode.window.activeTextEditor = { document: manifest };
  await until("diagnostics of the manifest", () => codes(manifest).includes("NST200"));

  // What the manifest's findings say of a template stays when the template is closed.
  test.close(web);
  await client.stop();
  console.log("vscode: all steps done");
}

main().then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});
