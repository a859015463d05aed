//! A bar on the terminal that shows how far work is that takes a while.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::diagnostic::{Lang, Text};
use crate::parallel;
use crate::text;

/// How long work takes before a bar is shown.
const PATIENCE: Duration = Duration::from_millis(500);
/// How long one picture of it is shown.
const STEP: Duration = Duration::from_millis(100);
/// Characters of the bar.
const BAR: usize = 24;

/// A bar, for as long as it lives. It is only shown where the standard error is a terminal.
#[derive(Debug)]
pub(super) struct Progress {
    drawing: Option<(Arc<AtomicBool>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins to wait for work that takes long, which `what` names.
    pub(super) fn begin(what: &Text, lang: Lang) -> Self {
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        if !io::stderr().is_terminal() || is_dumb {
            return Progress { drawing: None };
        }
        parallel::reset();
        let ended = Arc::new(AtomicBool::new(false));
        let (mine, what) = (Arc::clone(&ended), what.get(lang).to_owned());
        // Where no thread can be had, there is no bar.
        let thread =
            thread::Builder::new().name("progress".to_owned()).spawn(move || draw(&mine, &what)).ok();
        Progress { drawing: thread.map(|thread| (ended, thread)) }
    }

    /// Takes the bar away.
    pub(super) fn end(mut self) {
        self.stop();
    }

    fn stop(&mut self) {
        if let Some((ended, thread)) = self.drawing.take() {
            ended.store(true, Ordering::Relaxed);
            thread.thread().unpark();
            let _ = thread.join();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Draws the bar until `ended`, and wipes it out.
fn draw(ended: &AtomicBool, what: &str) {
    let mut wait = PATIENCE;
    let mut is_shown = false;
    let mut err = io::stderr();
    loop {
        thread::park_timeout(wait);
        if ended.load(Ordering::Relaxed) {
            break;
        }
        wait = STEP;
        let (done, all) = parallel::progress();
        is_shown |= write!(err, "\r\x1b[K{}", picture(what, done, all)).and_then(|()| err.flush()).is_ok();
    }
    if is_shown {
        let _ = write!(err, "\r\x1b[K").and_then(|()| err.flush());
    }
}

/// `checking [#####-----] 12/24`.
fn picture(what: &str, done: usize, all: usize) -> String {
    let done = done.min(all);
    let filled = (done * BAR).checked_div(all).unwrap_or_default();
    format!("{what} [{}{}] {done}/{all}", "#".repeat(filled), "-".repeat(BAR - filled))
}

/// What `nestc lint` does.
pub(super) const CHECKING: Text = text!(en: "checking", zh: "正在检查");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_grows() {
        assert_eq!(picture("x", 0, 0), format!("x [{}] 0/0", "-".repeat(24)));
        assert_eq!(picture("x", 5, 10), format!("x [{}{}] 5/10", "#".repeat(12), "-".repeat(12)));
        assert_eq!(picture("x", 11, 10), format!("x [{}] 10/10", "#".repeat(24)));
    }
}
