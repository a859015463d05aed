// As much of the API of VS Code as vscode-languageclient needs, with documents in memory and without windows.
"use strict";

const path = require("path");
const { pathToFileURL, fileURLToPath } = require("url");

class Disposable {
  constructor(dispose) { this.dispose = dispose || (() => {}); }
  static from(...all) { return new Disposable(() => all.forEach((it) => it.dispose())); }
}

class EventEmitter {
  constructor() {
    this.listeners = new Set();
    this.event = (listener, self) => {
      const bound = self ? listener.bind(self) : listener;
      this.listeners.add(bound);
      return new Disposable(() => this.listeners.delete(bound));
    };
  }
  fire(value) { return [...this.listeners].map((listener) => listener(value)); }
  dispose() { this.listeners.clear(); }
}

class Position {
  constructor(line, character) { this.line = line; this.character = character; }
}

class Range {
  constructor(a, b, c, d) {
    [this.start, this.end] = typeof a === "number" ? [new Position(a, b), new Position(c, d)] : [a, b];
  }
  get isEmpty() { return this.start.line === this.end.line && this.start.character === this.end.character; }
}

class Selection extends Range {}

class Uri {
  constructor(text) {
    this.text = text;
    const url = new URL(text);
    this.scheme = url.protocol.slice(0, -1);
    this.authority = url.host;
    this.path = decodeURIComponent(url.pathname);
    this.query = url.search.slice(1);
    this.fragment = "";
    this.fsPath = this.scheme === "file" ? fileURLToPath(text) : this.path;
  }
  static parse(text) { return new Uri(text); }
  static file(name) { return new Uri(pathToFileURL(name).toString()); }
  toString() { return this.text; }
}

class CancellationTokenSource {
  constructor() {
    this.cancelled = new EventEmitter();
    const source = this;
    this.token = {
      get isCancellationRequested() { return !!source.done; },
      onCancellationRequested: this.cancelled.event,
    };
  }
  cancel() { this.done = true; this.cancelled.fire(); }
  dispose() {}
}

class CancellationError extends Error {}

class Diagnostic {
  constructor(range, message, severity) { Object.assign(this, { range, message, severity }); }
}
class Location { constructor(uri, range) { Object.assign(this, { uri, range }); } }
class DiagnosticRelatedInformation { constructor(location, message) { Object.assign(this, { location, message }); } }
class CodeAction { constructor(title, kind) { this.title = title; this.kind = kind; } }
class CodeActionKind {
  constructor(value) { this.value = value; }
  append(part) { return new CodeActionKind(this.value ? `${this.value}.${part}` : part); }
}
for (const [name, value] of Object.entries({
  Empty: "", QuickFix: "quickfix", Refactor: "refactor", RefactorExtract: "refactor.extract",
  RefactorInline: "refactor.inline", RefactorMove: "refactor.move", RefactorRewrite: "refactor.rewrite",
  Source: "source", SourceFixAll: "source.fixAll", SourceOrganizeImports: "source.organizeImports", Notebook: "notebook",
})) CodeActionKind[name] = new CodeActionKind(value);

class CompletionItem { constructor(label, kind) { this.label = label; this.kind = kind; } }
class CompletionList { constructor(items, isIncomplete) { this.items = items; this.isIncomplete = isIncomplete; } }
class MarkdownString { constructor(value) { this.value = value || ""; } appendMarkdown(text) { this.value += text; } appendCodeblock(text) { this.value += text; } }
class Hover { constructor(contents, range) { this.contents = [].concat(contents); this.range = range; } }
class TextEdit {
  constructor(range, newText) { this.range = range; this.newText = newText; }
  static replace(range, text) { return new TextEdit(range, text); }
  static insert(at, text) { return new TextEdit(new Range(at, at), text); }
  static delete(range) { return new TextEdit(range, ""); }
}
class WorkspaceEdit {
  constructor() { this.edits = []; }
  set(uri, edits) { for (const edit of edits) this.edits.push([uri, Array.isArray(edit) ? edit[0] : edit]); }
  replace(uri, range, text) { this.edits.push([uri, new TextEdit(range, text)]); }
  insert(uri, at, text) { this.edits.push([uri, TextEdit.insert(at, text)]); }
  delete(uri, range) { this.edits.push([uri, TextEdit.delete(range)]); }
}

class TabInputText { constructor(uri) { this.uri = uri; } }

class Document {
  constructor(uri, languageId, text) { Object.assign(this, { uri, languageId, version: 1, text, isClosed: false }); }
  get fileName() { return this.uri.fsPath; }
  getText() { return this.text; }
  offsetAt(position) {
    const lines = this.text.split("\n");
    return lines.slice(0, position.line).reduce((sum, line) => sum + line.length + 1, 0) + position.character;
  }
}

const events = new Proxy({}, { get: (all, name) => (all[name] ||= new EventEmitter()) });
const documents = [];
const providers = {};
const collections = [];

function edit(document, edits) {
  const changes = edits.map((it) => {
    const [from, to] = [document.offsetAt(it.range.start), document.offsetAt(it.range.end)];
    return { range: it.range, rangeOffset: from, rangeLength: to - from, text: it.newText };
  });
  changes.sort((one, other) => other.rangeOffset - one.rangeOffset);
  for (const it of changes) {
    document.text = document.text.slice(0, it.rangeOffset) + it.text + document.text.slice(it.rangeOffset + it.rangeLength);
  }
  document.version += 1;
  return Promise.all(events.change.fire({ document, contentChanges: changes, reason: undefined }));
}

const register = (kind) => (selector, provider) => {
  (providers[kind] ||= []).push(provider);
  return new Disposable();
};

const languages = new Proxy({
  match: (selector, document) => {
    const all = [].concat(selector);
    const fits = (it) => typeof it === "string" ? it === document.languageId
      : (!it.language || it.language === document.languageId) && (!it.scheme || it.scheme === document.uri.scheme);
    return all.some(fits) ? 10 : 0;
  },
  createDiagnosticCollection: (name) => {
    const found = new Map();
    const collection = {
      name,
      set: (uri, all) => found.set(uri.toString(), all || []),
      delete: (uri) => found.delete(uri.toString()),
      clear: () => found.clear(),
      get: (uri) => found.get(uri.toString()) || [],
      has: (uri) => found.has(uri.toString()),
      forEach: (act) => found.forEach((all, uri) => act(Uri.parse(uri), all)),
      dispose: () => found.clear(),
    };
    collections.push(collection);
    return collection;
  },
}, {
  get: (own, name) => own[name] || (/^register(\w+)Provider$/.test(name)
    ? register(name.slice("register".length, -"Provider".length)) : undefined),
});

const channel = { appendLine() {}, append() {}, clear() {}, show() {}, hide() {}, replace() {}, dispose() {},
  trace() {}, debug() {}, info() {}, warn() {}, error() {}, logLevel: 1, onDidChangeLogLevel: events.level.event };

const settings = {};
const workspace = {
  textDocuments: documents,
  notebookDocuments: [],
  workspaceFolders: [],
  getWorkspaceFolder: () => workspace.workspaceFolders[0],
  getConfiguration: (section) => {
    const all = section ? settings[section] || {} : settings;
    return { get: (name, otherwise) => (name in all ? all[name] : otherwise), has: (name) => name in all, inspect: () => undefined, ...all };
  },
  onDidOpenTextDocument: events.open.event,
  onDidChangeTextDocument: events.change.event,
  onDidCloseTextDocument: events.close.event,
  onDidSaveTextDocument: events.save.event,
  onWillSaveTextDocument: events.willSave.event,
  onDidChangeConfiguration: events.configuration.event,
  onDidChangeWorkspaceFolders: events.folders.event,
  onDidCreateFiles: events.created.event,
  onDidRenameFiles: events.renamed.event,
  onDidDeleteFiles: events.deleted.event,
  onWillCreateFiles: events.willCreate.event,
  onWillRenameFiles: events.willRename.event,
  onWillDeleteFiles: events.willDelete.event,
  onDidOpenNotebookDocument: events.notebook.event,
  onDidCloseNotebookDocument: events.notebook.event,
  onDidChangeNotebookDocument: events.notebook.event,
  onDidSaveNotebookDocument: events.notebook.event,
  createFileSystemWatcher: () => ({
    onDidCreate: events.file.event, onDidChange: events.file.event, onDidDelete: events.file.event, dispose() {},
  }),
  registerTextDocumentContentProvider: (scheme, provider) => {
    providers[`content:${scheme}`] = [provider];
    return new Disposable();
  },
  applyEdit: async (change) => {
    for (const document of documents) {
      const own = change.edits.filter(([uri]) => uri.toString() === document.uri.toString()).map(([, it]) => it);
      if (own.length) await edit(document, own);
    }
    return true;
  },
};

const window = {
  createOutputChannel: () => channel,
  showErrorMessage: async (text) => { console.error(text); },
  showWarningMessage: async () => undefined,
  showInformationMessage: async () => undefined,
  withProgress: (_, act) => act({ report() {} }, new CancellationTokenSource().token),
  activeTextEditor: undefined,
  visibleTextEditors: [],
  onDidChangeActiveTextEditor: events.active.event,
  onDidChangeVisibleTextEditors: events.visible.event,
  tabGroups: {
    get all() { return [{ tabs: documents.map((it) => ({ input: new TabInputText(it.uri) })) }]; },
    onDidChangeTabs: events.tabs.event, onDidChangeTabGroups: events.groups.event, close: async () => true,
  },
  showTextDocument: async () => undefined,
};

// Everything else is a class or an enumeration that only has to be there.
const plain = new Proxy({}, {
  get: (all, name) => (all[name] ||= /Kind$|Severity$|Tag$|Type$|Level$|Reason$|Format$|Behavior$|Mode$/.test(name)
    ? new Proxy({}, { get: (_, key) => key })
    : class { constructor(...parts) { this.parts = parts; } }),
});

const api = {
  Disposable, EventEmitter, Position, Range, Selection, Uri, CancellationTokenSource, CancellationError, Diagnostic,
  CodeAction, CodeActionKind, CompletionItem, CompletionList, MarkdownString, Hover, TextEdit, WorkspaceEdit, TabInputText, Location, DiagnosticRelatedInformation,
  DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
  DiagnosticTag: { Unnecessary: 1, Deprecated: 2 },
  TextDocumentSaveReason: { Manual: 1, AfterDelay: 2, FocusOut: 3 },
  LogLevel: { Off: 0, Trace: 1, Debug: 2, Info: 3, Warning: 4, Error: 5 },
  ProgressLocation: { SourceControl: 1, Window: 10, Notification: 15 },
  TextDocumentChangeReason: { Undo: 1, Redo: 2 },
  RelativePattern: class { constructor(base, pattern) { Object.assign(this, { base, pattern }); } },
  version: "1.100.0",
  env: { language: process.env.NESTC_LOCALE || "en", appName: "test", openExternal: async () => true },
  commands: { registerCommand: () => new Disposable(), executeCommand: async () => undefined },
  extensions: { getExtension: () => undefined, all: [] },
  l10n: { t: (text) => text },
  languages, workspace, window,
  // For the test.
  test: {
    providers, collections, settings, edit,
    open: (name, languageId, text) => {
      const document = new Document(Uri.file(name), languageId, text);
      documents.push(document);
      events.tabs.fire({ opened: [document], closed: [], changed: [] });
      events.open.fire(document);
      return document;
    },
    close: (document) => {
      documents.splice(documents.indexOf(document), 1);
      document.isClosed = true;
      events.tabs.fire({ opened: [], closed: [document], changed: [] });
      events.close.fire(document);
    },
    fireConfiguration: () => events.configuration.fire({ affectsConfiguration: () => true }),
    basename: path.basename,
  },
};

module.exports = new Proxy(api, { get: (own, name) => (name in own ? own[name] : plain[name]), has: () => true });
