//! Code actions.

use gen_lsp_types::{Range, TextDocumentIdentifier};
use serde::Deserialize;
use serde_json::{Value, json};

use super::server::{Answer, Server};
use crate::ide::actions::{self, Kind};

/// What of a request for actions counts. The findings are looked up anew, whatever the client sends of them.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Parameters {
    text_document: TextDocumentIdentifier,
    range: Range,
    #[serde(default)]
    context: Context,
}

#[derive(Debug, Default, Deserialize)]
struct Context {
    only: Option<Vec<String>>,
}

impl Server {
    pub(super) fn actions(&mut self, parameters: Parameters) -> Answer {
        let only = parameters.context.only;
        let telling = self.telling();
        let takes_actions = self.client.takes_actions;
        self.of_document(&parameters.text_document.uri, |view, world| {
            if !takes_actions {
                return json!([]);
            }
            let Some(places) = world.places(view.file) else { return json!([]) };
            let found = actions::actions(view, places.bytes(parameters.range));
            let told = found.into_iter().filter_map(|action| {
                let kind = match action.kind {
                    Kind::FixAll => "source.fixAll.nestc",
                    Kind::Change => "refactor.rewrite",
                    Kind::Extract => "refactor.extract",
                    Kind::Fix | Kind::FixRule | Kind::Suppress => "quickfix",
                };
                // A kind stands for all that are below it. What is for the whole file is offered where it is asked for.
                let is_meant = match &only {
                    Some(only) => only.iter().any(|it| {
                        it.is_empty()
                            || kind == it
                            || kind.strip_prefix(it.as_str()).is_some_and(|it| it.starts_with('.'))
                    }),
                    None => action.kind != Kind::FixAll || action.findings.len() > 1,
                };
                if !is_meant {
                    return None;
                }
                let edit = telling.workspace_edit(world, &action.edits)?;
                let about: Vec<_> = action.findings.iter().map(|it| telling.diagnostic(world, it)).collect();
                Some(json!({
                    "title": action.title.get(telling.lang),
                    "kind": kind,
                    "diagnostics": about,
                    "isPreferred": action.kind == Kind::Fix && action.is_safe,
                    "edit": edit,
                }))
            });
            told.collect::<Value>()
        })
    }
}
