//! The loop that owns the state.

use std::any::Any;
use std::collections::{BTreeSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::Serialize;
use serde_json::{Value, json};

use super::client::{Client, Settings};
use super::convert::Telling;
use super::diagnostics::Diagnostics;
use super::documents::{Documents, World};
use super::search::Search;
use super::transport::{Event, Output, read};
use super::waiting::{cancelled_in, outdated_in};
use super::{requests, uri};
use crate::diagnostic::Lang;
use crate::ide::View;
use crate::session::{Options, Session};
use crate::workspace::{Failure, FilePath};

/// The server.
pub(super) struct Server {
    pub(super) client: Client,
    pub(super) settings: Settings,
    pub(super) session: Session,
    pub(super) documents: Documents,
    pub(super) folders: Vec<FilePath>,
    pub(super) diagnostics: Diagnostics,
    /// The addresses of the rendered copies that the client has.
    pub(super) contents: BTreeSet<String>,
    pub(super) output: Output,
    pub(super) events: Sender<Event>,
    /// Grows with everything that can change a finding.
    pub(super) generation: u64,
    environment: Lang,
    asked: Option<Lang>,
    state: State,
    /// A search for names that goes on.
    pub(super) search: Option<Search>,
    pub(super) searches: u64,
    requests: u32,
}

/// Where the conversation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Silent,
    Initialized,
    ShutDown,
    Exited,
}

/// A request that cannot be answered.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) code: ErrorCode,
    pub(super) message: String,
}

impl Refusal {
    pub(super) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Refusal { code, message: message.into() }
    }
}

/// What becomes of a request: an answer, or none yet.
pub(super) type Answer = Result<Option<Value>, Refusal>;

/// Serves the client at stdin and stdout until it says goodbye, or is gone. Messages are in the language `asked`, or
/// else in that of the client, or else of the `environment`. Whether the client said goodbye.
///
/// # Errors
/// When no thread can be started.
pub(crate) fn run(asked: Option<Lang>, environment: Lang) -> Result<bool, Failure> {
    let (events, received) = channel();
    read(events.clone()).map_err(|error| {
        Failure::new(
            crate::text!(en: "no thread can be started: {error}", zh: "无法启动线程：{error}", error),
            crate::text!(en: "close other programs", zh: "请关闭其他程序"),
        )
    })?;
    let mut server = Server::new(asked, environment, events);
    Ok(server.serve(&received))
}

impl Server {
    fn new(asked: Option<Lang>, environment: Lang, events: Sender<Event>) -> Self {
        Server {
            client: Client::default(),
            settings: Settings::default(),
            session: Session::default(),
            documents: Documents::default(),
            folders: Vec::new(),
            diagnostics: Diagnostics::default(),
            contents: BTreeSet::new(),
            output: Output::new(),
            events,
            generation: 0,
            environment,
            asked,
            state: State::Silent,
            search: None,
            searches: 0,
            requests: 0,
        }
    }

    fn serve(&mut self, received: &Receiver<Event>) -> bool {
        let mut waiting: VecDeque<Event> = VecDeque::new();
        while self.state != State::Exited {
            match received.recv() {
                Ok(event) => waiting.push_back(event),
                Err(_) => return false,
            }
            waiting.extend(received.try_iter());
            let mut cancelled = cancelled_in(&waiting);
            let mut outdated = outdated_in(&waiting, &self.client.asks_again);
            while let Some(event) = waiting.pop_front() {
                let was_shut_down = self.state == State::ShutDown;
                match event {
                    Event::Closed => return was_shut_down,
                    Event::Malformed(error) => self.malformed(&error),
                    Event::Step(token, done, all) => self.step(&token, done, all),
                    Event::Done(done) => self.guarded("", |server| server.job_done(done)),
                    Event::Message(Message::Request(request)) if cancelled.remove(&request.id) => {
                        self.refuse(request.id, Refusal::new(ErrorCode::RequestCanceled, "cancelled"));
                    }
                    Event::Message(Message::Request(request)) if outdated.remove(&request.id) => {
                        self.refuse(request.id, Refusal::new(ErrorCode::ContentModified, "the text changed"));
                    }
                    Event::Message(message) => self.message(message),
                }
                if self.state == State::Exited {
                    return was_shut_down;
                }
                waiting.extend(received.try_iter());
            }
            self.guarded("", Server::settle);
        }
        false
    }

    fn message(&mut self, message: Message) {
        match message {
            Message::Request(request) => self.request(request),
            Message::Notification(notification) => self.notification(notification),
            Message::Response(response) => {
                self.guarded("", |server| server.response(&response));
            }
        }
    }

    fn request(&mut self, request: Request) {
        let Request { id, method, params, .. } = request;
        let refusal = match self.state {
            State::Silent if method != "initialize" => {
                Some(Refusal::new(ErrorCode::ServerNotInitialized, "the server is not initialized"))
            }
            State::ShutDown | State::Exited => {
                Some(Refusal::new(ErrorCode::InvalidRequest, "the server is shut down"))
            }
            State::Initialized if method == "initialize" => {
                Some(Refusal::new(ErrorCode::InvalidRequest, "the server is initialized already"))
            }
            _ => None,
        };
        if let Some(refusal) = refusal {
            return self.refuse(id, refusal);
        }
        let answered = catch_unwind(AssertUnwindSafe(|| match method.as_str() {
            "initialize" => Ok(Some(self.initialize(&params))),
            "shutdown" => {
                self.state = State::ShutDown;
                Ok(Some(Value::Null))
            }
            method => requests::answer(self, &id, method, params),
        }));
        match answered {
            Ok(Ok(Some(result))) => self.output.send(Response::new_ok(id, result)),
            Ok(Ok(None)) => {}
            Ok(Err(refusal)) => self.refuse(id, refusal),
            Err(fault) => {
                self.recover(&method, &fault);
                self.refuse(id, Refusal::new(ErrorCode::InternalError, format!("a fault in {method}")));
            }
        }
    }

    fn notification(&mut self, notification: Notification) {
        match (self.state, notification.method.as_str()) {
            (_, "exit") => self.state = State::Exited,
            (State::Initialized, method) => {
                let method = method.to_owned();
                self.guarded(&method, |server| server.notified(notification));
            }
            _ => {}
        }
    }

    /// Does `work`; after a fault in it, all but the texts is made anew.
    fn guarded(&mut self, what: &str, work: impl FnOnce(&mut Self)) {
        if let Err(fault) = catch_unwind(AssertUnwindSafe(|| work(self))) {
            self.recover(what, &fault);
        }
    }

    fn recover(&mut self, what: &str, fault: &Box<dyn Any + Send>) {
        let said = fault.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| fault.downcast_ref::<&str>().copied()).unwrap_or_default();
        self.log(1, format!("nestc has a fault in {what}: {said}"));
        self.session.forget_all();
        self.changed();
    }

    fn initialize(&mut self, parameters: &Value) -> Value {
        self.client = Client::new(parameters);
        let folders = parameters.get("workspaceFolders").and_then(Value::as_array);
        let named = folders.into_iter().flatten().filter_map(|it| it.get("uri"));
        let root = parameters.get("rootUri").filter(|_| folders.is_none_or(Vec::is_empty));
        let addresses = named.chain(root).filter_map(Value::as_str);
        self.folders = addresses.filter_map(folder_at).collect();
        if let Some(options) = parameters.get("initializationOptions") {
            self.set_settings(options);
        }
        self.state = State::Initialized;
        json!({
            "capabilities": requests::capabilities(&self.client),
            "serverInfo": {"name": "nestc", "version": env!("CARGO_PKG_VERSION")},
        })
    }

    /// Takes the settings in `value`; whether they are others than before.
    pub(super) fn set_settings(&mut self, value: &Value) -> bool {
        let folder = self.folders.first().map(|it| it.key());
        let settings = Settings::new(value, folder);
        if settings == self.settings {
            return false;
        }
        self.settings = settings;
        self.session.set_options(Options {
            manifest: self.settings.manifest.clone(),
            exclude: self.settings.exclude.clone(),
            follow_links: self.settings.follow_links,
            schemas: self.settings.schemas.clone(),
        });
        self.changed();
        true
    }

    /// Says that findings may be others now.
    pub(super) fn changed(&mut self) {
        self.generation += 1;
    }

    /// The language of what people read.
    pub(super) fn lang(&self) -> Lang {
        self.asked.unwrap_or_else(|| self.client.lang(&self.settings, self.environment))
    }

    pub(super) fn telling(&self) -> Telling {
        Telling {
            lang: self.lang(),
            shows_related: self.client.shows_related,
            versions_edits: self.client.versions_edits,
        }
    }

    /// What `read` makes of the file `path` with its places; `None` where it cannot be read.
    pub(super) fn with_view<T>(
        &mut self,
        path: &FilePath,
        read: impl FnOnce(View<'_>, World<'_>) -> T,
    ) -> Option<T> {
        let view = self.session.view(path)?;
        let encoding = self.client.encoding;
        let world = World { documents: &self.documents, workspace: view.workspace, encoding };
        Some(read(view, world))
    }

    /// Asks the client for something; nothing is done with most answers.
    pub(super) fn ask(&mut self, kind: &str, method: &str, parameters: impl Serialize) {
        self.requests += 1;
        let id = RequestId::from(format!("{kind}/{}", self.requests));
        self.output.send(Request::new(id, method.to_owned(), parameters));
    }

    /// Tells the client something.
    pub(super) fn tell(&mut self, method: &str, parameters: impl Serialize) {
        self.output.send(Notification::new(method.to_owned(), parameters));
    }

    /// Puts `message` into the client's log: 1 for an error, 3 for information.
    pub(super) fn log(&mut self, kind: u32, message: String) {
        self.tell("window/logMessage", json!({"type": kind, "message": message}));
    }

    pub(super) fn refuse(&mut self, id: RequestId, refusal: Refusal) {
        self.output.send(Response::new_err(id, refusal.code as i32, refusal.message));
    }

    fn malformed(&mut self, error: &str) {
        self.log(1, format!("a message cannot be read: {error}"));
    }

    fn response(&mut self, response: &Response) {
        let id = response.id.to_string();
        if id.trim_matches('"').starts_with("configuration/")
            && let Ok(value) = &response.response_result
            && let Some(settings) = value.get(0)
        {
            let settings = settings.clone();
            if self.set_settings(&settings) {
                self.refresh();
            }
        }
    }
}

/// The folder at the address `address`.
pub(super) fn folder_at(address: &str) -> Option<FilePath> {
    let path: PathBuf = uri::to_path(&gen_lsp_types::Uri(address.to_owned()))?;
    Some(FilePath::new(&path))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn after_a_fault_the_texts_are_still_there() {
        let (events, _received) = channel();
        let mut server = Server::new(None, Lang::En, events);
        server.output = Output::nowhere();
        server.state = State::Initialized;
        let path = FilePath::new(Path::new("/untitled:/a/a.yaml"));
        let text = "ROSTemplateFormatVersion: '2015-09-01'\nImageId: a\n";
        server.session.open(&path, text.to_owned(), true);
        let findings = |server: &mut Server| server.with_view(&path, |view, _| view.findings.len());
        let before = findings(&mut server);
        assert_eq!(before, Some(1));
        let generation = server.generation;
        server.guarded("a test", |_| panic!("a fault that is meant"));
        assert!(server.generation > generation);
        assert_eq!(findings(&mut server), before);
    }
}
