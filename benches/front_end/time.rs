//! The CPU time of one thread, and what is made of several measurements of it.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// The CPU time that this thread has used.
fn now() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// The CPU time that `work` takes.
pub(crate) fn spent(work: impl FnOnce()) -> Duration {
    let start = now();
    work();
    now().saturating_sub(start)
}

/// Measurements of one thing.
#[derive(Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    /// Adds a measurement.
    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// The one in the middle.
    pub(crate) fn median(&self) -> Option<Duration> {
        let mut sorted = self.0.clone();
        sorted.sort();
        sorted.get(sorted.len() / 2).copied()
    }

    /// The shortest one.
    pub(crate) fn best(&self) -> Option<Duration> {
        self.0.iter().min().copied()
    }
}
