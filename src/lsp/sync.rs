//! What the client says of documents, files, folders and settings.

use gen_lsp_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, TextDocumentContentChangeEvent,
};
use lsp_server::Notification;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::documents::{Document, bytes_in};
use super::server::{Server, folder_at};
use super::uri;
use super::waiting::cancelled;
use crate::workspace::FilePath;

/// The files whose changes on disk count.
const WATCHED: [&str; 6] = [
    "**/nestc.{yaml,lock}",
    "**/.computenest/config.yaml",
    "**/*.{yaml,yml,template}",
    "**/*.json",
    "**/*.{tf,tofu,tfvars}",
    "**/.gitignore",
];

impl Server {
    /// Does what the notification says.
    pub(super) fn notified(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        match method.as_str() {
            "initialized" => self.initialized(),
            "textDocument/didOpen" => self.read(params, Server::did_open),
            "textDocument/didChange" => self.read(params, Server::did_change),
            "textDocument/didClose" => self.read(params, Server::did_close),
            "workspace/didChangeWatchedFiles" => self.read(params, Server::did_change_files),
            "workspace/didChangeWorkspaceFolders" => self.read(params, Server::did_change_folders),
            "workspace/didChangeConfiguration" => self.did_change_configuration(&params),
            "$/cancelRequest" => cancelled(&params).iter().for_each(|id| {
                self.cancel_pull(id);
                self.cancel_search(id);
            }),
            _ => {}
        }
    }

    fn read<T: DeserializeOwned>(&mut self, parameters: Value, act: impl FnOnce(&mut Self, T)) {
        match serde_json::from_value(parameters) {
            Ok(parameters) => act(self, parameters),
            Err(error) => self.log(1, format!("a notification cannot be read: {error}")),
        }
    }

    fn initialized(&mut self) {
        let mut wanted = Vec::new();
        if self.client.watches_files {
            let watchers: Vec<Value> = WATCHED.iter().map(|glob| json!({"globPattern": glob})).collect();
            wanted.push(json!({
                "id": "watched-files",
                "method": "workspace/didChangeWatchedFiles",
                "registerOptions": {"watchers": watchers},
            }));
        }
        if self.client.registers_configuration {
            wanted.push(json!({
                "id": "configuration",
                "method": "workspace/didChangeConfiguration",
                "registerOptions": {"section": "nestc"},
            }));
        }
        if !wanted.is_empty() {
            self.ask("register", "client/registerCapability", json!({"registrations": wanted}));
        }
        self.ask_configuration();
    }

    fn ask_configuration(&mut self) {
        if self.client.tells_configuration {
            self.ask("configuration", "workspace/configuration", json!({"items": [{"section": "nestc"}]}));
        }
    }

    fn did_open(&mut self, parameters: DidOpenTextDocumentParams) {
        let opened = parameters.text_document;
        let file = uri::to_path(&opened.uri);
        let untitled = file.is_none();
        let language: String = serde_json::to_value(&opened.language_id)
            .ok()
            .and_then(|it| it.as_str().map(str::to_owned))
            .unwrap_or_default();
        let path = file.unwrap_or_else(|| uri::untitled(&opened.uri, &language));
        let path = FilePath::new(&path);
        self.session.open(&path, opened.text, untitled);
        self.documents.insert(Document { uri: opened.uri, path, version: opened.version });
        self.changed();
    }

    fn did_change(&mut self, parameters: DidChangeTextDocumentParams) {
        let named = parameters.text_document;
        let uri = &named.text_document_identifier.uri;
        let Some(document) = self.documents.get_mut(uri) else { return };
        document.version = named.version;
        let (path, encoding) = (document.path.clone(), self.client.encoding);
        self.session.edit(&path, |text| {
            for change in parameters.content_changes {
                match change {
                    TextDocumentContentChangeEvent::TextDocumentContentChangePartial(change) => {
                        let bytes = bytes_in(text, change.range, encoding);
                        text.replace_range(bytes.start as usize..bytes.end as usize, &change.text);
                    }
                    TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(change) => {
                        *text = change.text;
                    }
                }
            }
        });
        self.changed();
    }

    fn did_close(&mut self, parameters: DidCloseTextDocumentParams) {
        let uri = parameters.text_document.uri;
        if let Some(document) = self.documents.remove(&uri) {
            self.session.close(&document.path);
            self.unpublish(&uri);
            self.changed();
        }
    }

    fn did_change_files(&mut self, parameters: DidChangeWatchedFilesParams) {
        let paths = parameters.changes.iter().filter_map(|change| uri::to_path(&change.uri));
        let paths: Vec<FilePath> = paths.map(|path| FilePath::new(&path)).collect();
        if paths.is_empty() {
            return;
        }
        self.session.changed_on_disk(&paths);
        self.changed();
        self.refresh();
    }

    fn did_change_folders(&mut self, parameters: DidChangeWorkspaceFoldersParams) {
        let event = parameters.event;
        let removed: Vec<FilePath> = event.removed.iter().filter_map(|it| folder_at(&it.uri.0)).collect();
        self.folders.retain(|folder| !removed.iter().any(|it| it.key() == folder.key()));
        self.folders.extend(event.added.iter().filter_map(|it| folder_at(&it.uri.0)));
        self.changed();
        self.refresh();
    }

    fn did_change_configuration(&mut self, parameters: &Value) {
        match parameters.get("settings") {
            Some(settings) if settings.get("nestc").is_some() => {
                if self.set_settings(&settings.clone()) {
                    self.refresh();
                }
            }
            _ => self.ask_configuration(),
        }
    }
}
