//! Work on all processors, and on one where no thread can be started.

#[cfg(feature = "files")]
use std::sync::OnceLock;
#[cfg(feature = "files")]
use std::sync::atomic::{AtomicUsize, Ordering};

#[cfg(feature = "files")]
use rayon::prelude::*;
#[cfg(feature = "files")]
use rayon::{ThreadPool, ThreadPoolBuilder};

/// The stack of every thread that reads texts, in bytes: room for the deepest nesting that is read, whatever the shell allows
/// for the first thread.
#[cfg(feature = "files")]
pub(crate) const STACK: usize = 8 << 20;

/// What `work` makes of each of `items`, in their order.
#[cfg(not(feature = "files"))]
pub(crate) fn map<'t, T: Sync, R: Send>(items: &'t [T], work: impl Fn(&'t T) -> R + Sync) -> Vec<R> {
    items.iter().map(work).collect()
}

/// How much work there was so far, and how much of it is done.
#[cfg(feature = "files")]
static WORK: [AtomicUsize; 2] = [AtomicUsize::new(0), AtomicUsize::new(0)];

/// How many items of work are done, and of how many.
#[cfg(feature = "files")]
pub(crate) fn progress() -> (usize, usize) {
    let [all, done] = &WORK;
    (done.load(Ordering::Relaxed), all.load(Ordering::Relaxed))
}

/// Begins to count anew.
#[cfg(feature = "files")]
pub(crate) fn reset() {
    WORK.iter().for_each(|count| count.store(0, Ordering::Relaxed));
}

/// What `work` makes of each of `items`, in their order.
#[cfg(feature = "files")]
pub(crate) fn map<'t, T: Sync, R: Send>(items: &'t [T], work: impl Fn(&'t T) -> R + Sync) -> Vec<R> {
    let [all, done] = &WORK;
    all.fetch_add(items.len(), Ordering::Relaxed);
    let work = |item: &'t T| {
        let result = work(item);
        done.fetch_add(1, Ordering::Relaxed);
        result
    };
    // For one item no thread is started at all. Unit tests count the calls of their own thread.
    match if items.len() > 1 && !cfg!(test) { pool() } else { None } {
        Some(pool) => pool.install(|| items.par_iter().map(&work).collect()),
        None => items.iter().map(work).collect(),
    }
}

/// As many threads as there are processors, or as many as the system gives; `None` where it gives none.
#[cfg(feature = "files")]
fn pool() -> Option<&'static ThreadPool> {
    static POOL: OnceLock<Option<ThreadPool>> = OnceLock::new();
    POOL.get_or_init(|| {
        let mut wanted = ThreadPoolBuilder::new().stack_size(STACK);
        let mut count = std::thread::available_parallelism().map_or(1, usize::from);
        loop {
            match wanted.build() {
                Ok(pool) => return Some(pool),
                Err(_) if count > 1 => count /= 2,
                Err(_) => return None,
            }
            wanted = ThreadPoolBuilder::new().stack_size(STACK).num_threads(count);
        }
    })
    .as_ref()
}
