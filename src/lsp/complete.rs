//! Completion and signature help.

use gen_lsp_types::{TextDocumentPositionParams, Uri};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::server::{Answer, Server};
use crate::ide::complete::{self, About, Item, Kind};
use crate::ide::signature;

/// What an item is explained by, as the client keeps it.
#[derive(Debug, Serialize, Deserialize)]
struct Asked {
    uri: Uri,
    about: About,
}

fn markdown(text: &str) -> Value {
    json!({"kind": "markdown", "value": text})
}

impl Server {
    pub(super) fn completion(&mut self, parameters: TextDocumentPositionParams) -> Answer {
        let (snippets, resolves, lang) =
            (self.client.shows_snippets, self.client.resolves_documentation, self.lang());
        let uri = parameters.text_document.uri.clone();
        self.of_place(&parameters, |view, world, at| {
            let Some(completion) = complete::complete(view, at) else { return Value::Null };
            let range = world.range(completion.replace);
            let items = completion.items.iter().enumerate();
            let told = items.map(|(place, item)| {
                let (text, is_snippet) = inserted(item, snippets);
                let mut told = json!({
                    "label": item.label,
                    "kind": kind(item.kind),
                    "sortText": format!("{place:05}"),
                    "textEdit": {"range": range, "newText": text},
                    "insertTextFormat": if is_snippet { 2 } else { 1 },
                    "insertTextMode": 2,
                });
                let Value::Object(fields) = &mut told else { return told };
                let noun = item.noun.as_ref().map(|noun| noun.get(lang));
                if let Some(detail) = noun.or(Some(&*item.detail)).filter(|it| !it.is_empty()) {
                    fields.insert("detail".to_owned(), detail.into());
                }
                match &item.about {
                    // The pages of all types would be more than a client wants to have.
                    Some(about) if resolves || matches!(about, About::Type(..)) => {
                        fields.insert(
                            "data".to_owned(),
                            json!(Asked { uri: uri.clone(), about: about.clone() }),
                        );
                    }
                    Some(about) => {
                        let text = complete::explain(view, about, lang);
                        fields.extend(text.map(|it| ("documentation".to_owned(), markdown(&it))));
                    }
                    None => {}
                }
                if item.is_deprecated {
                    fields.insert("tags".to_owned(), json!([1]));
                }
                told
            });
            json!({"isIncomplete": false, "items": told.collect::<Vec<_>>()})
        })
    }

    /// Explains an item that the client shows.
    pub(super) fn resolve_completion(&mut self, mut item: Value) -> Answer {
        let asked = item.get("data").cloned().and_then(|it| serde_json::from_value::<Asked>(it).ok());
        let Some(Asked { uri, about }) = asked else { return Ok(Some(item)) };
        let lang = self.lang();
        let said = self.of_document(&uri, |view, _| {
            complete::explain(view, &about, lang).map_or(Value::Null, |it| markdown(&it))
        })?;
        if let (Some(said @ Value::Object(_)), Value::Object(fields)) = (said, &mut item) {
            fields.insert("documentation".to_owned(), said);
        }
        Ok(Some(item))
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
