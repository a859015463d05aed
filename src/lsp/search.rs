//! Names in all folders.

use gen_lsp_types::WorkspaceSymbolParams;
use lsp_server::{ErrorCode, RequestId};
use serde_json::{Value, json};

use super::documents::World;
use super::jobs::{Job, Task};
use super::outline;
use super::server::{Answer, Refusal, Server};
use crate::session::Outlined;
use crate::text;

/// A search that goes on.
#[derive(Debug)]
pub(super) struct Search {
    id: RequestId,
    number: u64,
    job: Job,
}

impl Server {
    /// Begins to search; a search that goes on is no longer wanted.
    pub(super) fn find_symbols(&mut self, id: &RequestId, parameters: WorkspaceSymbolParams) -> Answer {
        self.stop_search();
        let given = parameters.work_done_progress_params.work_done_token.map(|it| json!(it));
        let title = text!(en: "looking for names", zh: "正在查找名称");
        let token = self.begin(given, &title);
        self.searches += 1;
        let number = self.searches;
        let task = Task::Symbols { roots: self.folders.clone(), query: parameters.query, number };
        let job = Job::start(task, self.session.whole(), self.generation, token, self.events.clone());
        match job {
            Some(job) => {
                self.search = Some(Search { id: id.clone(), number, job });
                Ok(None)
            }
            None => Ok(Some(json!([]))),
        }
    }

    fn stop_search(&mut self) {
        if let Some(search) = self.search.take() {
            search.job.stop();
            self.refuse(search.id, Refusal::new(ErrorCode::RequestCanceled, "asked again"));
        }
    }

    /// Forgets the search `id`, which is cancelled.
    pub(super) fn cancel_search(&mut self, id: &RequestId) {
        if self.search.as_ref().is_some_and(|it| it.id == *id) {
            self.stop_search();
        }
    }

    /// Tells what the search `number` for `query` found.
    pub(super) fn symbols_found(&mut self, number: u64, query: &str, found: &[Outlined]) {
        let Some(search) = self.search.take_if(|it| it.number == number) else { return };
        let query = query.to_lowercase();
        let mut told: Vec<(bool, String, Value)> = Vec::new();
        for outlined in found {
            let world = World {
                documents: &self.documents,
                workspace: &outlined.workspace,
                encoding: self.client.encoding,
            };
            for (symbol, container) in &outlined.symbols {
                let Some(location) = world.location(symbol.name_span) else { continue };
                let begins = symbol.name.to_lowercase().starts_with(&query);
                let value = json!({
                    "name": symbol.name,
                    "kind": outline::kind(symbol.kind),
                    "location": location,
                    "containerName": container.as_deref().or(Some(&*symbol.detail)),
                });
                told.push((!begins, symbol.name.clone(), value));
            }
        }
        told.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
        let told: Vec<Value> = told.into_iter().map(|(.., value)| value).collect();
        self.output.send(lsp_server::Response::new_ok(search.id, told));
    }
}
