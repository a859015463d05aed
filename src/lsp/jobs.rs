//! What takes longer than a key may: done beside the loop, with copies of the buffers.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;

use serde_json::Value;

use super::transport::Event;
use crate::parallel::STACK;
use crate::session::{Going, Looked, Outlined, Whole};
use crate::workspace::FilePath;

/// What is looked at.
#[derive(Clone, Debug)]
pub(super) enum Task {
    /// A manifest with all that it lists.
    Manifest(FilePath),
    /// All below these folders.
    Folders(Vec<FilePath>),
    /// The names below the folders `roots` that fit `query`, for the search `number`.
    Symbols { roots: Vec<FilePath>, query: String, number: u64 },
}

/// What a job found.
#[derive(Debug)]
pub(super) enum Found {
    Looked(Vec<Looked>),
    Symbols(Vec<Outlined>),
}

/// A job that came to its end.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) task: Task,
    /// The state of the session that it was begun with.
    pub(super) generation: u64,
    /// `None` where it ended early.
    pub(super) found: Option<Found>,
    /// Where its progress is told.
    pub(super) token: Option<Value>,
}

/// A job that can be stopped.
#[derive(Clone, Debug)]
pub(super) struct Job(Arc<AtomicBool>);

impl Job {
    /// Begins `task`, whose progress is told to `token`; `None` where no thread can be started.
    pub(super) fn start(
        task: Task,
        whole: Whole,
        generation: u64,
        token: Option<Value>,
        events: Sender<Event>,
    ) -> Option<Job> {
        let wanted = Arc::new(AtomicBool::new(true));
        let flag = Arc::clone(&wanted);
        let work = move || {
            let is_wanted = || flag.load(Ordering::Relaxed);
            let step = |done, all| {
                if let Some(token) = &token {
                    let _ = events.send(Event::Step(token.clone(), done, all));
                }
            };
            let going = Going { is_wanted: &is_wanted, step: &step };
            let look = || match &task {
                Task::Manifest(path) => Found::Looked(vec![whole.of_manifest(path)]),
                Task::Folders(roots) => Found::Looked(whole.of_folders(roots, going)),
                Task::Symbols { roots, query, .. } => Found::Symbols(whole.symbols(roots, query, going)),
            };
            let found = catch_unwind(AssertUnwindSafe(look)).ok().filter(|_| is_wanted());
            let _ = events.send(Event::Done(Done { task, generation, found, token: token.clone() }));
        };
        thread::Builder::new().name("nestc-lsp-job".to_owned()).stack_size(STACK).spawn(work).ok()?;
        Some(Job(wanted))
    }

    /// Says that nobody waits for it any more.
    pub(super) fn stop(&self) {
        self.0.store(false, Ordering::Relaxed);
    }
}
