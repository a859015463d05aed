//! Completion and signature help.

use gen_lsp_types::TextDocumentPositionParams;
use serde_json::{Value, json};

use super::server::{Answer, Server};
use crate::ide::complete::{self, Item, Kind};
use crate::ide::signature;

impl Server {
    pub(super) fn completion(&mut self, parameters: TextDocumentPositionParams) -> Answer {
        let snippets = self.client.shows_snippets;
        self.of_place(&parameters, |view, world, at| {
            let Some(completion) = complete::complete(view, at) else { return Value::Null };
            let range = world.range(completion.replace);
            let items = completion.items.iter().enumerate();
            let told: Vec<Value> = items
                .map(|(place, item)| {
                    let (text, is_snippet) = inserted(item, snippets);
                    let mut told = json!({
                        "label": item.label,
                        "kind": kind(item.kind),
                        "sortText": format!("{place:05}"),
                        "textEdit": {"range": range, "newText": text},
                        "insertTextFormat": if is_snippet { 2 } else { 1 },
                        "insertTextMode": 2,
                    });
                    if let Value::Object(fields) = &mut told {
                        if !item.detail.is_empty() {
                            fields.insert("detail".to_owned(), item.detail.as_str().into());
                        }
                        if !item.documentation.is_empty() {
                            let text = json!({"kind": "markdown", "value": item.documentation});
                            fields.insert("documentation".to_owned(), text);
                        }
                        if item.is_deprecated {
                            fields.insert("tags".to_owned(), json!([1]));
                        }
                    }
                    told
                })
                .collect();
            json!({"isIncomplete": false, "items": told})
        })
    }

    pub(super) fn signature(&mut self, parameters: TextDocumentPositionParams) -> Answer {
        self.of_place(&parameters, |view, _, at| {
            let Some(found) = signature::signature(view, at) else { return Value::Null };
            let arguments: Vec<Value> = found.arguments.iter().map(|it| json!({"label": it})).collect();
            json!({
                "signatures": [{"label": found.label, "parameters": arguments, "activeParameter": found.active}],
                "activeSignature": 0,
                "activeParameter": found.active,
            })
        })
    }
}

/// What is put into the text, and whether it is a snippet, for a client that knows `snippets` or not.
fn inserted(item: &Item, snippets: bool) -> (String, bool) {
    let text = item.insert.as_deref().unwrap_or(&item.label);
    let is_snippet = ["$0", "$1", "$2"].iter().any(|it| text.contains(it));
    match is_snippet && !snippets {
        true => (text.replace("$0", "").replace("$1", "").replace("$2", ""), false),
        false => (text.to_owned(), is_snippet),
    }
}

/// The number that the protocol has for a kind of item.
const fn kind(kind: Kind) -> u32 {
    match kind {
        Kind::Value => 12,
        Kind::Key => 10,
        Kind::Function => 3,
        Kind::Parameter => 6,
        Kind::Resource => 7,
        Kind::Variable => 21,
        Kind::Module => 9,
        Kind::Type => 25,
        Kind::Attribute => 5,
        Kind::Keyword => 14,
    }
}
