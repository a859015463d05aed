//! One nestc at a time works on a tree: locks on its folder.

use std::ffi::{OsStr, OsString};
use std::fs::{File, TryLockError};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::error::{SIGTERM, WriteError};
use super::folder;
use super::staging::is_staging;
use super::top::Top;

/// Tells whether a signal has asked to stop.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interrupt(pub Arc<AtomicUsize>);

impl Interrupt {
    /// Fails where a signal has asked to stop.
    ///
    /// # Errors
    /// With the signal.
    pub(crate) fn check(&self) -> Result<(), WriteError> {
        match self.signal() {
            None => Ok(()),
            Some(signal) => Err(WriteError::Interrupted(signal)),
        }
    }

    /// The signal that has asked to stop.
    #[must_use]
    pub(crate) fn signal(&self) -> Option<usize> {
        Some(self.0.load(Ordering::Relaxed)).filter(|signal| *signal != 0).map(|it| it.min(SIGTERM))
    }
}

/// How a tree is locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// To read it, beside others that do.
    Shared,
    /// To write it, alone.
    Exclusive,
}

/// How long to wait for another nestc.
#[derive(Clone, Debug)]
pub(crate) struct Patience {
    /// After this it is told.
    pub notice: Duration,
    /// After this, without any change in the tree's folder, it is given up.
    pub limit: Duration,
    /// Ends the wait, too.
    pub interrupt: Interrupt,
}

/// The file that is locked where folders cannot be.
const LOCK_FILE: &str = ".nestc-lock";

/// A lock on a folder, for as long as it lives.
#[derive(Debug)]
pub(crate) struct TreeLock {
    _file: File,
    /// Where a file had to be made for it.
    made: Option<folder::Folder>,
}

impl TreeLock {
    /// Locks `top`. Where another nestc has it for a while, `notice` is called once.
    pub(crate) fn take(
        top: &Top,
        access: Access,
        patience: &Patience,
        notice: &mut dyn FnMut(),
    ) -> Result<TreeLock, WriteError> {
        let begun = Instant::now();
        let (mut last_change, mut noticed) = (begun, false);
        let mut state = work_of(top);
        loop {
            patience.interrupt.check()?;
            if let Some(lock) = try_take(top, access).map_err(top.io("", "locked"))? {
                return Ok(lock);
            }
            if !noticed && begun.elapsed() >= patience.notice {
                noticed = true;
                notice();
            }
            let now = work_of(top);
            if now != state {
                (state, last_change) = (now, Instant::now());
            }
            if last_change.elapsed() >= patience.limit {
                let (folder, seconds) = (top.shown(""), patience.limit.as_secs());
                return Err(WriteError::Busy { folder, seconds });
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// What the builds that work on `top` have come to: their folders and the times at which they last changed.
fn work_of(top: &Top) -> Vec<(OsString, (i64, i64))> {
    let names = top.folder.names().unwrap_or_default();
    let stagings = names.into_iter().filter(|name| is_staging(name));
    stagings.filter_map(|name| top.folder.look(&name).ok()?.map(|seen| (name, seen.modified))).collect()
}

fn try_take(top: &Top, access: Access) -> io::Result<Option<TreeLock>> {
    let lock = |file: &File| match access {
        Access::Shared => file.try_lock_shared(),
        Access::Exclusive => file.try_lock(),
    };
    if let Ok(file) = top.folder.handle() {
        match lock(&file) {
            Ok(()) => return Ok(Some(TreeLock { _file: file, made: None })),
            Err(TryLockError::WouldBlock) => return Ok(None),
            // Not for folders, as on some network file systems.
            Err(TryLockError::Error(_)) => {}
        }
    }
    let name = OsStr::new(LOCK_FILE);
    let file = match top.folder.create(name, 0o666) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => top.folder.append(name)?,
        made => made?,
    };
    match lock(&file) {
        Err(TryLockError::WouldBlock) => return Ok(None),
        Err(TryLockError::Error(error)) => return Err(error),
        Ok(()) => {}
    }
    // Whoever had it before may have removed it.
    let is_there =
        top.folder.look(name)?.is_some_and(|there| folder::seen(&file).is_ok_and(|it| it.is_still(&there)));
    let made = Some(top.folder.reopen()?).filter(|_| access == Access::Exclusive);
    Ok(is_there.then_some(TreeLock { _file: file, made }))
}

impl Drop for TreeLock {
    fn drop(&mut self) {
        if let Some(folder) = &self.made {
            let _ = folder.remove(OsStr::new(LOCK_FILE));
        }
    }
}
