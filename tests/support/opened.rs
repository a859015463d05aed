//! A server that has files open, and what is asked of it at places of them.

use serde_json::{Value, json};

use crate::client::{Client, uri};
use crate::common::program::{Folder, nestc};

/// A server in a folder.
pub(crate) struct Open {
    pub(crate) client: Client,
    pub(crate) folder: Folder,
}

/// The place of the last `|` in `text`, and the text without it.
pub(crate) fn cut(text: &str) -> (String, Value) {
    let at = text.rfind('|').unwrap_or_else(|| panic!("no place in {text}"));
    let before = &text[..at];
    let line = before.matches('\n').count();
    let character = before.rsplit('\n').next().unwrap().encode_utf16().count();
    (format!("{before}{}", &text[at + 1..]), json!({"line": line, "character": character}))
}

impl Open {
    /// Opens all of `files` but those of folders whose names begin with a dot.
    pub(crate) fn new(files: &[(&str, &str)], options: &Value) -> Open {
        let folder = Folder::new(files);
        let capabilities = json!({
            "textDocument": {
                "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}},
                "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
            },
            "window": {"workDoneProgress": true},
        });
        let mut parameters = json!({"capabilities": capabilities});
        for (key, value) in options.as_object().unwrap() {
            parameters[key] = value.clone();
        }
        let mut client = Client::start(nestc(), folder.path(), parameters);
        for (name, text) in files.iter().filter(|(name, _)| !name.starts_with('.')) {
            client.open(&uri(&folder.path().join(name)), "", text);
        }
        Open { client, folder }
    }

    /// The texts of the files that `edit` changes, by their names, after that.
    pub(crate) fn edited(&self, edit: &Value) -> Vec<(String, String)> {
        let mut texts: Vec<(String, String)> = Vec::new();
        for (address, edits) in edit["changes"].as_object().unwrap() {
            let name = address.strip_prefix(&self.address("")).unwrap().trim_start_matches('/').to_owned();
            let mut text = self.folder.read(&name);
            let byte = |text: &str, position: &Value| {
                let line = position["line"].as_u64().unwrap() as usize;
                let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
                let mut left = position["character"].as_u64().unwrap() as usize;
                let inside = text[start..].char_indices().find(|(_, it)| {
                    let is_there = left == 0;
                    left = left.saturating_sub(it.len_utf16());
                    is_there
                });
                start + inside.map_or(text.len() - start, |(at, _)| at)
            };
            let mut edits: Vec<(usize, usize, &str)> = edits
                .as_array()
                .unwrap()
                .iter()
                .map(|edit| {
                    let range = &edit["range"];
                    let new = edit["newText"].as_str().unwrap();
                    (byte(&text, &range["start"]), byte(&text, &range["end"]), new)
                })
                .collect();
            edits.sort_unstable();
            for (start, end, new) in edits.into_iter().rev() {
                text.replace_range(start..end, new);
            }
            texts.push((name, text));
        }
        texts.sort();
        texts
    }

    /// The texts after the action whose title begins with `title`, at the place right after `after`.
    pub(crate) fn after_action(&mut self, name: &str, after: &str, title: &str) -> Vec<(String, String)> {
        let actions = self.ask("textDocument/codeAction", name, after, json!({}))["result"].clone();
        let mut all = actions.as_array().unwrap().iter();
        let found = all.find(|it| it["title"].as_str().unwrap().starts_with(title));
        let found = found.unwrap_or_else(|| panic!("no {title} at {after}: {actions:#}"));
        self.edited(&found["edit"])
    }

    /// The address of the file `name`.
    pub(crate) fn address(&self, name: &str) -> String {
        uri(&self.folder.path().join(name))
    }

    /// Asks at the place right after `after` in the file `name` as it is on disk.
    pub(crate) fn ask(&mut self, method: &str, name: &str, after: &str, more: Value) -> Value {
        let text = self.folder.read(name);
        let at = text.find(after).unwrap_or_else(|| panic!("no {after} in {name}")) + after.len();
        let (_, position) = cut(&format!("{}|{}", &text[..at], &text[at..]));
        let mut parameters = json!({
            "textDocument": {"uri": self.address(name)},
            "position": position,
            "range": {"start": position, "end": position},
            "context": {"includeDeclaration": true, "diagnostics": []},
        });
        for (key, value) in more.as_object().unwrap() {
            parameters[key] = value.clone();
        }
        let id = self.client.ask(method, parameters);
        self.client.answer(id)
    }

    /// The labels that are offered where `|` is in `text`, put in the place of the file `name`.
    pub(crate) fn offered(&mut self, name: &str, text: &str) -> Vec<String> {
        let (text, position) = cut(text);
        let address = self.address(name);
        self.client.change(&address, 2, json!([{"text": text}]));
        let parameters = json!({"textDocument": {"uri": address}, "position": position});
        let answer = self.client.request("textDocument/completion", parameters);
        let items = answer["items"].as_array().cloned().unwrap_or_default();
        items.iter().map(|it| it["label"].as_str().unwrap().to_owned()).collect()
    }
}
