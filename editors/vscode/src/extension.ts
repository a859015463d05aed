// The client of `nestc lsp`.

import { existsSync } from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";
import { LanguageClient, LanguageClientOptions, ServerOptions } from "vscode-languageclient/node";

const LANGUAGES = ["yaml", "json", "jsonc", "terraform", "terraform-vars", "opentofu", "opentofu-vars", "hcl", "ros-yaml"];

/** The copies of a document, by region. */
interface Regions {
  shown: string | null;
  copies: { region: string; uri: string }[];
}

let client: LanguageClient | undefined;
let status: vscode.StatusBarItem;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  status = vscode.window.createStatusBarItem("nestc.region", vscode.StatusBarAlignment.Right, 100);
  status.name = "nestc";
  status.command = "nestc.chooseRegion";
  context.subscriptions.push(
    status,
    vscode.commands.registerCommand("nestc.showRendered", () => showRendered(false)),
    vscode.commands.registerCommand("nestc.compareRendered", () => showRendered(true)),
    vscode.commands.registerCommand("nestc.showReport", showReport),
    vscode.commands.registerCommand("nestc.chooseRegion", chooseRegion),
    vscode.commands.registerCommand("nestc.restart", () => restart(context)),
    vscode.window.onDidChangeActiveTextEditor(() => void showStatus()),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("nestc.path")) await restart(context);
      if (change.affectsConfiguration("nestc")) await showStatus();
    }),
  );
  await start(context);
}

export function deactivate(): Thenable<void> | undefined {
  return client?.stop();
}

/** The program: the one that is named, or that of the extension, or else the one on the PATH. */
function program(context: vscode.ExtensionContext): string {
  const named = vscode.workspace.getConfiguration("nestc").get<string>("path");
  if (named && vscode.workspace.isTrusted) return named;
  const own = context.asAbsolutePath(path.join("bin", process.platform === "win32" ? "nestc.exe" : "nestc"));
  return existsSync(own) ? own : "nestc";
}

async function start(context: vscode.ExtensionContext): Promise<void> {
  const server: ServerOptions = { command: program(context), args: ["lsp"] };
  const schemes = ["file", "untitled"];
  const options: LanguageClientOptions = {
    documentSelector: LANGUAGES.flatMap((language) => schemes.map((scheme) => ({ language, scheme }))),
    initializationOptions: vscode.workspace.getConfiguration("nestc"),
    synchronize: { configurationSection: "nestc" },
    diagnosticPullOptions: { onChange: true },
  };
  client = new LanguageClient("nestc", "nestc", server, options);
  try {
    await client.start();
    await showStatus();
  } catch (error) {
    const choice = await vscode.window.showErrorMessage(`nestc: ${String(error)}`, "Settings");
    if (choice) await vscode.commands.executeCommand("workbench.action.openSettings", "nestc.path");
  }
}

async function restart(context: vscode.ExtensionContext): Promise<void> {
  const old = client;
  client = undefined;
  await old?.dispose();
  await start(context);
}

/** The document that commands are about. */
function current(): vscode.TextDocument | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document && LANGUAGES.includes(document.languageId) ? document : undefined;
}

async function regions(): Promise<Regions | undefined> {
  const document = current();
  if (!document || !client?.isRunning()) return undefined;
  const textDocument = { uri: client.code2ProtocolConverter.asUri(document.uri) };
  return (await client.sendRequest<Regions | null>("nestc/regions", { textDocument })) ?? undefined;
}

async function showStatus(): Promise<void> {
  const found = await regions().catch(() => undefined);
  if (!found?.copies.length) return status.hide();
  status.text = `$(server-environment) ${found.shown ?? "nestc"}`;
  status.tooltip = vscode.l10n.t("nestc: the region whose images are shown");
  status.show();
}

async function chooseRegion(): Promise<void> {
  const found = await regions();
  if (!found?.copies.length) return nothing();
  const items = found.copies.map(({ region }) => ({ label: region, picked: region === found.shown }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t("Region") });
  if (!chosen) return;
  const target = vscode.workspace.workspaceFolders ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration("nestc").update("region", chosen.label, target);
}

async function showRendered(compare: boolean): Promise<void> {
  const document = current();
  const found = await regions();
  if (!document || !found?.copies.length) return nothing();
  const sorted = [...found.copies].sort((one, other) => Number(other.region === found.shown) - Number(one.region === found.shown));
  const chosen = sorted.length === 1 ? sorted[0].region : await vscode.window.showQuickPick(sorted.map((it) => it.region));
  const copy = sorted.find((it) => it.region === chosen);
  if (!copy) return;
  const uri = vscode.Uri.parse(copy.uri, true);
  if (compare) {
    const title = `${path.basename(document.fileName)} ↔ ${copy.region}`;
    await vscode.commands.executeCommand("vscode.diff", document.uri, uri, title);
  } else {
    const shown = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(shown, document.languageId);
    await vscode.window.showTextDocument(shown, { preview: true, viewColumn: vscode.ViewColumn.Beside });
  }
}

async function showReport(): Promise<void> {
  const document = current();
  if (!document || !client?.isRunning()) return nothing();
  const textDocument = { uri: client.code2ProtocolConverter.asUri(document.uri) };
  const report = await client.sendRequest<{ html: string } | null>("nestc/report", { textDocument });
  if (!report?.html) return nothing();
  const panel = vscode.window.createWebviewPanel("nestc.report", vscode.l10n.t("nestc report"), vscode.ViewColumn.Beside, { enableScripts: true, enableFindWidget: true });
  panel.webview.html = report.html;
}

function nothing(): void {
  void vscode.window.showInformationMessage(
    vscode.l10n.t("nestc: open a template that a nestc.yaml lists, with images by region"),
  );
}
