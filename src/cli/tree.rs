//! The tree that a command works on: opened, recovered, and what its errors tell the user.

use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use super::signals::Caught;
use super::{Stop, Streams};
use crate::project::manifest_path;
use crate::render::{Access, Interrupt, Left, Patience, Recovered, Tree, TreeError, WriteError};
use crate::report::shown::visible;
use crate::workspace::{Failure, display, folder_of};

/// When another nestc that works on the tree is told of, and when it is no longer waited for.
const NOTICE: Duration = Duration::from_secs(1);
const LIMIT: Duration = Duration::from_secs(60);

/// Opens and locks the folder `folder`.
pub(super) fn open(
    folder: &Path,
    access: Access,
    interrupt: &Interrupt,
    streams: &mut Streams<'_>,
) -> Result<Tree, Stop> {
    let patience = Patience { notice: NOTICE, limit: LIMIT, interrupt: interrupt.clone() };
    let mut notice = || {
        let _ =
            writeln!(streams.err, "waiting for another nestc that works on `{}`", visible(&display(folder)));
    };
    Tree::open(folder, access, &patience, &mut notice).map_err(failed)
}

/// Completes or undoes what an interrupted build left in the folder `place` of `tree`.
pub(super) fn recover(tree: &Tree, place: &str, force: bool, streams: &mut Streams<'_>) -> Result<(), Stop> {
    let said = match tree.recover(place, force).map_err(failed)? {
        None => return Ok(()),
        Some(Recovered::Completed) => "completed a build that had been interrupted",
        Some(Recovered::Undone) => "undid a build that had been interrupted",
    };
    Ok(writeln!(streams.err, "{said}")?)
}

/// Completes or undoes what an interrupted build left beside the manifest, the one that is named or the nearest at
/// `start` or above. For commands that change what is there without building.
pub(super) fn recover_at(named: Option<&Path>, start: &Path, streams: &mut Streams<'_>) -> Result<(), Stop> {
    let Some(manifest) = manifest_path(named, start) else { return Ok(()) };
    let folder = folder_of(&manifest);
    if !Tree::has_unfinished(&folder) {
        return Ok(());
    }
    let caught = Caught::new();
    let tree = open(&folder, Access::Exclusive, &caught.interrupt, streams)?;
    recover(&tree, "", false, streams)
}

/// The end of a command whose tree was not written.
pub(super) fn failed(error: TreeError) -> Stop {
    let left = match &error.left {
        Left::Untouched => "nothing was changed".to_owned(),
        Left::Undone => "what had been changed was put back; nothing is changed".to_owned(),
        Left::Placed => "the new outputs are in place, but may be lost if the power fails now".to_owned(),
        Left::Unfinished(staging) => format!(
            "some files are new and some are old; `{}` has all of them, and the next `nestc build` completes or undoes \
             the build",
            display(staging)
        ),
    };
    let help = match help(&error.error) {
        Some(help) => format!("{left}; {help}"),
        None => left,
    };
    let failure = Failure::new(error.error.to_string(), help);
    match error.error {
        WriteError::Interrupted(signal) => Stop::Signal(failure, signal),
        _ => Stop::Failure(failure),
    }
}

/// The end of a command that had not begun to write.
pub(super) fn stop(error: WriteError) -> Stop {
    failed(error.into())
}

fn help(error: &WriteError) -> Option<&'static str> {
    Some(match error {
        WriteError::Io { error, .. } => match error.kind() {
            ErrorKind::PermissionDenied => "give yourself the right to write there, or change `output`",
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "free some space, and build again",
            ErrorKind::ReadOnlyFilesystem => "make the file system writable, or change `output`",
            _ => "remove the cause, and build again",
        },
        WriteError::Twice(_) => "put `{region}` and `{path}` into `output`",
        WriteError::Alike(..) => "rename one of the templates, or put `{path}` into `output`",
        WriteError::FileAndFolder(..) => "put `{path}` into `output`, or rename one of the templates",
        WriteError::Outside(_) => {
            "remove the link, or change `output`; with --output, outputs can be written anywhere"
        }
        WriteError::Protected { .. } => "change `output`, for example to `dist/{region}/{path}`",
        WriteError::Unnameable(_) => "rename the template, or change `output`",
        WriteError::Changed(_) => "build again",
        WriteError::Busy { .. } => "wait for it, or end it",
        WriteError::Interrupted(_) => return None,
    })
}
