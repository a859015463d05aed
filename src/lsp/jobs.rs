//! What takes longer than a key may: done beside the loop, with copies of the buffers.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;

use super::transport::Event;
use crate::parallel::STACK;
use crate::session::{Looked, Whole};
use crate::workspace::FilePath;

/// What is looked at.
#[derive(Clone, Debug)]
pub(super) enum Task {
    /// A manifest with all that it lists.
    Manifest(FilePath),
    /// All below these folders.
    Folders(Vec<FilePath>),
}

/// What a job found.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) task: Task,
    /// The state of the session that it was begun with.
    pub(super) generation: u64,
    /// `None` where it ended early.
    pub(super) looked: Option<Vec<Looked>>,
}

/// A job that can be stopped.
#[derive(Debug)]
pub(super) struct Job(Arc<AtomicBool>);

impl Job {
    /// Begins `task`; `None` where no thread can be started.
    pub(super) fn start(task: Task, whole: Whole, generation: u64, events: Sender<Event>) -> Option<Job> {
        let wanted = Arc::new(AtomicBool::new(true));
        let flag = Arc::clone(&wanted);
        let work = move || {
            let is_wanted = || flag.load(Ordering::Relaxed);
            let look = || match &task {
                Task::Manifest(path) => vec![whole.of_manifest(path)],
                Task::Folders(roots) => whole.of_folders(roots, is_wanted),
            };
            let looked = catch_unwind(AssertUnwindSafe(look)).ok().filter(|_| is_wanted());
            let _ = events.send(Event::Done(Done { task, generation, looked }));
        };
        thread::Builder::new().name("nestc-lsp-job".to_owned()).stack_size(STACK).spawn(work).ok()?;
        Some(Job(wanted))
    }

    /// Says that nobody waits for it any more.
    pub(super) fn stop(&self) {
        self.0.store(false, Ordering::Relaxed);
    }
}
