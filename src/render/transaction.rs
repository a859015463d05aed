//! One build written: planned, prepared, committed, carried out.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::PathBuf;

use super::apply::{self, Known, NO_FILE};
use super::compare::{Comparison, Found, There};
use super::digest::Digest;
use super::error::{Left, TreeError, WriteError};
use super::folder::{self, Folder, Kind, Seen};
use super::journal::{self, Change, Journal};
use super::lock::Interrupt;
use super::staging::{self, Staging, again, new_name, old_name};
use super::top::{Entered, Top, Way, split};
use super::{Output, Role, Stale};
use crate::parallel;

/// What a write did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// Files that are new or differ from what was there.
    pub written: usize,
    /// Files that were already there byte for byte and were not touched.
    pub unchanged: usize,
    /// Files of an earlier build that are no longer made, and were taken away.
    pub removed: usize,
    /// What could not be removed afterwards; the next build does.
    pub left_over: Option<PathBuf>,
}

/// How to write a tree.
#[derive(Clone, Debug)]
pub(crate) struct Options<'r> {
    /// Whether everything is to be on disk when it is done.
    pub sync: bool,
    /// Whether files are replaced and removed that may be somebody's work.
    pub force: bool,
    /// The outputs' own folder, relative to the tree's.
    pub root: &'r str,
    /// Ends it before it is committed.
    pub interrupt: Interrupt,
}

/// Makes the tree what it is to be.
pub(crate) fn write(
    top: &Top,
    comparison: &Comparison,
    outputs: &[Output<'_>],
    stale: &[Stale],
    options: &Options<'_>,
) -> Result<Written, TreeError> {
    let (mut plan, mut written) = Plan::new(top, comparison, outputs, stale, options)?;
    if plan.journal.changes.is_empty() {
        return Ok(written);
    }
    let (first, others) = plan.places(top, options)?;
    options.interrupt.check()?;
    let staging = Staging::make(top, &first, &others)?;
    let line = plan.prepare(top, &staging, options).inspect_err(|_| {
        let _ = staging.remove(top);
    })?;
    // What has become of a commitment that failed is not known; without its journal it is none.
    let first = staging.at(0).map_err(top.io(staging.path(), "opened"))?;
    if let Err(error) = journal::commit(first, &line, options.sync) {
        let error = top.io(staging.path(), "written")(error);
        let left = match staging.remove(top) {
            Ok(()) => Left::Untouched,
            Err(_) => Left::Unfinished(top.path.join(staging.path())),
        };
        return Err(TreeError { error, left });
    }
    let whole = || top.path.join(staging.path());
    let undo = |error| {
        let undone = again(|| journal::begin_undoing(first, options.sync)).is_ok()
            && apply::undo(top, &staging, &plan.journal, false).is_ok()
            && (!options.sync || apply::sync(top, &staging, &plan.journal).is_ok())
            && staging.remove(top).is_ok();
        TreeError { error, left: if undone { Left::Undone } else { Left::Unfinished(whole()) } }
    };
    let known = Known::Seen(&plan.seen);
    apply::complete(top, &staging, &plan.journal, &known, &options.interrupt).map_err(undo)?;
    if options.sync
        && let Err(error) = apply::sync(top, &staging, &plan.journal).map_err(top.io("", "synced"))
    {
        apply::remove_empty_folders(top, &plan.journal);
        return Err(TreeError { error, left: Left::Placed(whole()) });
    }
    // This is the last moment at which all of it can be put back.
    options.interrupt.check().map_err(undo)?;
    let emptied = apply::remove_empty_folders(top, &plan.journal);
    if staging.remove(top).is_err() {
        written.left_over = Some(whole());
    }
    if options.sync {
        // Should the power fail before this is on disk, the staging folder comes back, and the next build removes it.
        for folder in emptied.iter().map(String::as_str).chain([split(staging.path()).0]) {
            let _ = top.enter(folder).and_then(|it| it.sync());
        }
    }
    Ok(written)
}

/// What is to be done, each change with what was seen there and the output that is put there.
struct Plan<'o, 'a> {
    journal: Journal,
    seen: Vec<Option<Seen>>,
    outputs: Vec<Option<&'o Output<'a>>>,
    /// For each folder that has changes, the way to it.
    ways: BTreeMap<String, &'o Way>,
}

/// One change before all of them are in order.
struct Draft<'o, 'a> {
    path: &'o str,
    there: &'o There,
    output: Option<&'o Output<'a>>,
}

impl<'o, 'a> Plan<'o, 'a> {
    fn new(
        top: &Top,
        comparison: &'o Comparison,
        outputs: &'o [Output<'a>],
        stale: &'o [Stale],
        options: &Options<'_>,
    ) -> Result<(Self, Written), WriteError> {
        let mut written = Written::default();
        let mut drafts: Vec<Draft<'o, 'a>> = Vec::new();
        for (output, there) in outputs.iter().zip(&comparison.outputs) {
            if there.seen.is_some_and(|seen| seen.kind == Kind::Folder) {
                return Err(top.io(&output.path, "written")(io::ErrorKind::IsADirectory.into()));
            }
            if there.found.is_precious() && !options.force {
                return Err(WriteError::Changed(top.shown(&output.path)));
            }
            let changes = there.found != Found::Same;
            if changes {
                drafts.push(Draft { path: &output.path, there, output: Some(output) });
            }
            if output.is_counted() {
                written.written += usize::from(changes);
                written.unchanged += usize::from(!changes);
            }
        }
        for (it, there) in stale.iter().zip(&comparison.stale) {
            let is_file = there.seen.is_some_and(|seen| matches!(seen.kind, Kind::File | Kind::Link));
            let removable = there.found == Found::Outdated
                || (options.force && matches!(there.found, Found::Edited | Found::Link));
            if removable && is_file {
                written.removed += 1;
                drafts.push(Draft { path: &it.path, there, output: None });
            }
        }
        drafts.sort_by_key(|draft| draft.path);
        let mut plan = Plan {
            journal: Journal::default(),
            seen: Vec::new(),
            outputs: Vec::new(),
            ways: BTreeMap::new(),
        };
        plan.journal.version = journal::VERSION;
        plan.journal.root = top.way(options.root)?.path();
        drafts.into_iter().for_each(|draft| plan.add(draft, comparison));
        Ok((plan, written))
    }

    fn add(&mut self, draft: Draft<'o, 'a>, comparison: &'o Comparison) {
        let (folder, name) = split(draft.path);
        let Some(way) = comparison.ways.get(folder) else { return };
        let old = |digest: Option<Digest>| digest.map_or_else(|| NO_FILE.to_owned(), |it| it.to_string());
        self.journal.changes.push(Change {
            folder: way.path(),
            name: name.to_owned(),
            staging: 0,
            old: draft.there.seen.map(|_| old(draft.there.digest)),
            new: draft.output.map(|output| output.digest.to_string()),
        });
        self.seen.push(draft.there.seen);
        self.outputs.push(draft.output);
        self.ways.insert(way.path(), way);
    }

    /// Where to make staging folders: in which folder the first, and in which further ones. Folders that nothing can
    /// be written to are found here, before anything is.
    fn places(&mut self, top: &Top, options: &Options<'_>) -> Result<(String, Vec<String>), WriteError> {
        let made: BTreeSet<String> = self.ways.values().flat_map(|way| made_by(way)).collect();
        self.journal.folders = made.into_iter().collect();
        let there: BTreeSet<String> = self.ways.values().map(|way| way.there.join("/")).collect();
        let mut mounts: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        for path in &there {
            let folder = top.enter(path).map_err(top.io(path, "opened"))?;
            folder.check_writable().map_err(top.io(path, "written to"))?;
            mounts.insert(path.clone(), folder.mount().map_err(top.io(path, "looked at"))?);
        }
        let first = match top.folder.check_writable() {
            Ok(()) => String::new(),
            Err(_) => top.way(options.root)?.there.join("/"),
        };
        let mount_of =
            |path: &str| top.enter(path).and_then(|it| it.mount()).map_err(top.io(path, "looked at"));
        let mut places = vec![(mount_of(&first)?, first)];
        for (path, mount) in &mounts {
            if places.iter().any(|(known, _)| known == mount) {
                continue;
            }
            let mut highest = path.as_str();
            while !highest.is_empty() && mount_of(split(highest).0)? == *mount {
                highest = split(highest).0;
            }
            places.push((*mount, highest.to_owned()));
        }
        for change in &mut self.journal.changes {
            let there = self.ways.get(&change.folder).map(|way| way.there.join("/")).unwrap_or_default();
            let mount = mounts.get(&there);
            change.staging = places.iter().position(|(known, _)| Some(known) == mount).unwrap_or_default();
        }
        let mut paths = places.into_iter().map(|(_, path)| path);
        let first = paths.next().unwrap_or_default();
        Ok((first, paths.collect()))
    }

    /// Writes everything to the staging folders; gives the line that commits it.
    fn prepare(&self, top: &Top, staging: &Staging, options: &Options<'_>) -> Result<Vec<u8>, WriteError> {
        let all: Vec<(usize, &Change, &Output<'_>)> = (self.journal.changes.iter().zip(&self.outputs))
            .enumerate()
            .filter_map(|(at, (change, output))| Some((at, change, (*output)?)))
            .collect();
        let staged = parallel::map(&all, |(at, change, output)| {
            options.interrupt.check()?;
            let folder = staging.at(change.staging);
            folder.and_then(|it| stage(it, &new_name(*at), output)).map_err(top.io(&output.path, "written"))
        });
        staged.into_iter().collect::<Result<(), _>>()?;
        let mut entered = Entered::new(top);
        for (at, change) in self.journal.changes.iter().enumerate().filter(|(_, it)| it.old.is_some()) {
            options.interrupt.check()?;
            let (name, old) = (OsStr::new(&change.name), change.old.as_deref().and_then(Digest::from_hex));
            let kept = staging.at(change.staging).and_then(|staged| {
                staging::keep(entered.at(&change.folder)?, name, staged, &old_name(at), old)
            });
            kept.map_err(top.io(&change.path(), "kept"))?;
        }
        let first = staging.at(0).map_err(top.io(staging.path(), "opened"))?;
        let line = self.journal.write(first).map_err(top.io(staging.path(), "written"))?;
        options.interrupt.check()?;
        if options.sync {
            staging.sync(top).map_err(top.io(staging.path(), "synced"))?;
        }
        options.interrupt.check()?;
        Ok(line)
    }
}

/// The paths of the folders that have to be made on `way`.
fn made_by(way: &Way) -> Vec<String> {
    (1..=way.missing.len())
        .map(|count| {
            let missing = way.missing.iter().take(count).cloned().collect();
            Way { there: way.there.clone(), missing }.path()
        })
        .collect()
}

/// Writes the file of `output`.
fn stage(folder: &Folder, name: &OsStr, output: &Output<'_>) -> io::Result<()> {
    let mut file = folder.create(name, output.mode)?;
    output.content.write_to(output.digest, &mut file)?;
    file.flush()?;
    folder::settle_new(&file)
}

impl Output<'_> {
    /// Whether it counts as an output when it is told how many were written.
    fn is_counted(&self) -> bool {
        matches!(self.role, Role::Output(_)) || self.path.ends_with("nestc-build.json")
    }
}
