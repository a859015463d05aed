//! Diagnostics: pushed to clients that do not ask for them, or pulled by those that do.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use gen_lsp_types::{
    Diagnostic, DocumentDiagnosticParams, PreviousResultId, PublishDiagnosticsParams, Uri,
    WorkspaceDiagnosticParams,
};
use lsp_server::{ErrorCode, RequestId};
use serde_json::{Value, json};

use super::documents::World;
use super::jobs::{Done, Found, Job, Task};
use super::server::{Answer, Refusal, Server};
use crate::session::{Looked, Role};
use crate::text;
use crate::workspace::FilePath;

/// What was told and what is waited for.
#[derive(Debug, Default)]
pub(super) struct Diagnostics {
    /// What was pushed, by address.
    pushed: HashMap<String, Pushed>,
    /// What is known of documents that concern a manifest, by their keys.
    of_manifests: HashMap<PathBuf, (u64, Vec<Diagnostic>)>,
    /// The jobs that look at manifests.
    jobs: HashMap<PathBuf, Job>,
    /// Pulls that wait for such a job.
    pulls: Vec<Pull>,
    whole: Option<WholePull>,
    settled: u64,
}

/// What was pushed for a document.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Pushed {
    version: i32,
    stamp: u64,
    hash: u64,
}

/// A pull of the diagnostics of a document.
#[derive(Debug)]
struct Pull {
    id: RequestId,
    path: FilePath,
    previous: Option<String>,
}

/// A pull of the diagnostics of all files.
#[derive(Debug)]
struct WholePull {
    id: RequestId,
    previous: HashMap<String, String>,
    job: Option<Job>,
    /// Where the client wants to hear how far the first look is.
    token: Option<Value>,
    /// What the last job looked at; `None` before the first.
    looked: Option<u64>,
}

impl Server {
    /// Tells what changed, once all that the client said is done.
    pub(super) fn settle(&mut self) {
        if self.diagnostics.settled == self.generation {
            return;
        }
        self.diagnostics.settled = self.generation;
        let open: Vec<(Uri, FilePath, i32)> =
            self.documents.iter().map(|it| (it.uri.clone(), it.path.clone(), it.version)).collect();
        for (uri, path, version) in open {
            match Role::of(&path) {
                Role::Template if !self.client.pulls => self.push(uri, &path, version),
                Role::Manifest if !self.client.pulls => self.look_at_manifest(&path),
                _ => {}
            }
        }
        let waiting: Vec<FilePath> = self.diagnostics.pulls.iter().map(|pull| pull.path.clone()).collect();
        waiting.iter().for_each(|path| self.look_at_manifest(path));
        self.look_at_all();
        self.refresh_contents();
    }

    fn push(&mut self, uri: Uri, path: &FilePath, version: i32) {
        let last = self.diagnostics.pushed.get(&uri.0).cloned();
        let telling = self.telling();
        let known = last.as_ref().map(|last| last.stamp);
        let told = self.with_view(path, |view, world| match known == Some(view.stamp) {
            true => None,
            false => {
                let failures = view.failures.iter().map(|failure| telling.failure(failure));
                let findings = view.own_findings().map(|finding| telling.diagnostic(world, finding));
                Some((view.stamp, failures.chain(findings).collect::<Vec<_>>()))
            }
        });
        let (stamp, items) = match told {
            Some(Some(told)) => told,
            Some(None) if last.as_ref().is_some_and(|last| last.version == version) => return,
            // The same findings for a later version: nothing that is shown changed.
            Some(None) => (known.unwrap_or_default(), self.items_of(path)),
            None => (0, Vec::new()),
        };
        self.publish(uri, version, stamp, items);
    }

    fn publish(&mut self, uri: Uri, version: i32, stamp: u64, items: Vec<Diagnostic>) {
        let pushed = Pushed { version, stamp, hash: hash_of(&items) };
        let last = self.diagnostics.pushed.insert(uri.0.clone(), pushed.clone());
        if last.is_none_or(|last| (last.version, last.hash) != (pushed.version, pushed.hash)) {
            let parameters = PublishDiagnosticsParams { uri, version: Some(version), diagnostics: items };
            self.tell("textDocument/publishDiagnostics", parameters);
        }
    }

    /// Takes the diagnostics of a document that is closed back.
    pub(super) fn unpublish(&mut self, uri: &Uri) {
        if self.diagnostics.pushed.remove(&uri.0).is_some_and(|pushed| pushed.hash != hash_of(&[])) {
            let parameters =
                PublishDiagnosticsParams { uri: uri.clone(), version: None, diagnostics: Vec::new() };
            self.tell("textDocument/publishDiagnostics", parameters);
        }
    }

    /// The diagnostics of a template.
    fn items_of(&mut self, path: &FilePath) -> Vec<Diagnostic> {
        let telling = self.telling();
        let told = self.with_view(path, |view, world| {
            let failures = view.failures.iter().map(|failure| telling.failure(failure));
            let findings = view.own_findings().map(|finding| telling.diagnostic(world, finding));
            failures.chain(findings).collect()
        });
        told.unwrap_or_default()
    }

    /// Answers a pull for one document.
    pub(super) fn pull(&mut self, id: &RequestId, parameters: DocumentDiagnosticParams) -> Answer {
        let Some(path) = self.documents.path(&parameters.text_document.uri) else {
            return Ok(Some(full(Vec::new(), None)));
        };
        let previous = parameters.previous_result_id;
        if Role::of(&path) == Role::Template {
            return Ok(Some(full(self.items_of(&path), previous.as_deref())));
        }
        match self.diagnostics.of_manifests.get(path.key()) {
            Some((generation, items)) if *generation == self.generation => {
                Ok(Some(full(items.clone(), previous.as_deref())))
            }
            _ => {
                self.diagnostics.pulls.push(Pull { id: id.clone(), path: path.clone(), previous });
                self.look_at_manifest(&path);
                Ok(None)
            }
        }
    }

    /// Answers a pull for all files, once there is something new to tell.
    pub(super) fn pull_all(&mut self, id: &RequestId, parameters: WorkspaceDiagnosticParams) -> Answer {
        let token = parameters.work_done_progress_params.work_done_token.map(|it| json!(it));
        let previous = parameters.previous_result_ids.into_iter();
        let previous = previous.map(|PreviousResultId { uri, value }| (uri.0, value)).collect();
        if let Some(old) = self.diagnostics.whole.take() {
            old.job.iter().for_each(Job::stop);
            self.refuse(old.id, Refusal::new(ErrorCode::RequestCanceled, "asked again"));
        }
        self.diagnostics.whole = Some(WholePull { id: id.clone(), previous, token, job: None, looked: None });
        self.look_at_all();
        Ok(None)
    }

    /// Forgets the pull `id`, which is cancelled.
    pub(super) fn cancel_pull(&mut self, id: &RequestId) {
        if let Some(pull) = self.diagnostics.whole.take_if(|pull| pull.id == *id) {
            pull.job.iter().for_each(Job::stop);
            self.refuse(pull.id, Refusal::new(ErrorCode::RequestCanceled, "cancelled"));
        }
        let before = self.diagnostics.pulls.len();
        self.diagnostics.pulls.retain(|pull| pull.id != *id);
        if self.diagnostics.pulls.len() < before {
            self.refuse(id.clone(), Refusal::new(ErrorCode::RequestCanceled, "cancelled"));
        }
    }

    fn look_at_manifest(&mut self, path: &FilePath) {
        let Some(manifest) = self.session.manifest_path(path) else {
            return self.manifest_told(path.clone(), Vec::new());
        };
        if self.diagnostics.jobs.contains_key(manifest.key()) {
            return;
        }
        let task = Task::Manifest(manifest.clone());
        let job = Job::start(task, self.session.whole(), self.generation, None, self.events.clone());
        self.diagnostics.jobs.extend(job.map(|job| (manifest.key().to_owned(), job)));
    }

    fn look_at_all(&mut self) {
        let generation = self.generation;
        let Some(pull) = &mut self.diagnostics.whole else { return };
        if !self.settings.whole_workspace || pull.job.is_some() || pull.looked == Some(generation) {
            return;
        }
        // Later looks are not worth a word.
        let is_first = pull.looked.is_none();
        let given = pull.token.take();
        let title = text!(en: "checking all templates", zh: "正在检查所有模板");
        let token = if is_first { self.begin(given, &title) } else { None };
        let task = Task::Folders(self.folders.clone());
        let job = Job::start(task, self.session.whole(), generation, token, self.events.clone());
        if let Some(pull) = &mut self.diagnostics.whole {
            pull.job = job;
        }
    }

    /// Takes what a job found.
    pub(super) fn job_done(&mut self, done: Done) {
        self.end(done.token.as_ref());
        let (looked, symbols) = match done.found {
            Some(Found::Looked(looked)) => (Some(looked), None),
            Some(Found::Symbols(symbols)) => (None, Some(symbols)),
            None => (None, None),
        };
        match done.task {
            Task::Symbols { query, number, .. } => {
                self.symbols_found(number, &query, &symbols.unwrap_or_default())
            }
            Task::Manifest(manifest) => {
                self.diagnostics.jobs.remove(manifest.key());
                let current = done.generation == self.generation;
                let looked = looked.filter(|_| current).and_then(|it| it.into_iter().next());
                let open = self.documents.iter().map(|it| it.path.clone());
                let pulled = self.diagnostics.pulls.iter().map(|it| it.path.clone());
                let mut paths: Vec<FilePath> = open.chain(pulled).collect();
                paths.sort();
                paths.dedup();
                paths.retain(|it| Role::of(it) == Role::Manifest);
                for path in paths {
                    if self.session.manifest_path(&path).is_none_or(|own| own.key() != manifest.key()) {
                        continue;
                    }
                    match &looked {
                        Some(looked) => {
                            let items = self.items_in(looked, &path);
                            self.manifest_told(path, items);
                        }
                        None if !current => self.look_at_manifest(&path),
                        None => self.manifest_told(path, Vec::new()),
                    }
                }
            }
            Task::Folders(_) => self.all_looked_at(done.generation, looked.as_deref()),
        }
    }

    /// Takes what is known of the manifest `path`.
    fn manifest_told(&mut self, path: FilePath, items: Vec<Diagnostic>) {
        let (pulls, others) = std::mem::take(&mut self.diagnostics.pulls)
            .into_iter()
            .partition(|pull| pull.path.key() == path.key());
        self.diagnostics.pulls = others;
        for pull in pulls {
            let answer = full(items.clone(), pull.previous.as_deref());
            self.output.send(lsp_server::Response::new_ok(pull.id, answer));
        }
        self.diagnostics.of_manifests.insert(path.key().to_owned(), (self.generation, items.clone()));
        if let Some(document) = self.documents.of_key(path.key()).filter(|_| !self.client.pulls) {
            let (uri, version) = (document.uri.clone(), document.version);
            self.publish(uri, version, 0, items);
        }
    }

    fn items_in(&self, looked: &Looked, path: &FilePath) -> Vec<Diagnostic> {
        let telling = self.telling();
        let workspace = &looked.workspace;
        let world = World { documents: &self.documents, workspace, encoding: self.client.encoding };
        let is_own = |file| workspace.path(file).is_some_and(|it| it.key() == path.key());
        let own = looked.findings.iter().filter(|finding| is_own(finding.primary.span.file));
        own.map(|finding| telling.diagnostic(world, finding)).collect()
    }

    fn all_looked_at(&mut self, generation: u64, looked: Option<&[Looked]>) {
        let Some(mut pull) = self.diagnostics.whole.take() else { return };
        pull.job = None;
        let Some(looked) = looked else {
            self.diagnostics.whole = Some(pull);
            return;
        };
        pull.looked = Some(generation);
        let mut reports = Vec::new();
        let mut is_new = false;
        let mut seen = HashMap::new();
        for looked in looked {
            for path in &looked.files {
                let document = self.documents.of_key(path.key());
                let uri = document.map_or_else(|| super::uri::of_path(path.key()), |it| it.uri.clone());
                let items = self.items_in(looked, path);
                let previous = pull.previous.get(&uri.0).map(String::as_str);
                let mut report = full(items, previous);
                is_new |= report.get("kind").is_some_and(|kind| kind == "full");
                seen.insert(uri.0.clone(), ());
                if let Value::Object(fields) = &mut report {
                    fields.insert("uri".to_owned(), json!(uri));
                    fields.insert("version".to_owned(), json!(document.map(|it| it.version)));
                }
                reports.push(report);
            }
        }
        for uri in pull.previous.keys().filter(|uri| !seen.contains_key(*uri)) {
            is_new = true;
            reports.push(json!({"kind": "full", "uri": uri, "version": null, "items": []}));
        }
        if is_new {
            self.output.send(lsp_server::Response::new_ok(pull.id, json!({"items": reports})));
        } else {
            self.diagnostics.whole = Some(pull);
            self.look_at_all();
        }
    }

    /// Asks the client to ask again for what may have changed without an edit of its own.
    pub(super) fn refresh(&mut self) {
        let can = [
            (self.client.refreshes_diagnostics && self.client.pulls, "workspace/diagnostic/refresh"),
            (self.client.refreshes_hints, "workspace/inlayHint/refresh"),
            (self.client.refreshes_lenses, "workspace/codeLens/refresh"),
            (self.client.refreshes_tokens, "workspace/semanticTokens/refresh"),
        ];
        for (_, method) in can.into_iter().filter(|(can, _)| *can) {
            self.ask("refresh", method, Value::Null);
        }
    }
}

/// The report of a document with `items`; that nothing changed where they are those of `previous`.
fn full(items: Vec<Diagnostic>, previous: Option<&str>) -> Value {
    let id = format!("{:016x}", hash_of(&items));
    match previous {
        Some(previous) if previous == id => json!({"kind": "unchanged", "resultId": id}),
        _ => json!({"kind": "full", "resultId": id, "items": items}),
    }
}

fn hash_of(items: &[Diagnostic]) -> u64 {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(items).unwrap_or_default().hash(&mut hasher);
    hasher.finish()
}
