//! Trees of files, put in place whole or not at all.
//!
//! Everything is first written into a folder beside the outputs; only when all of it is on disk are files
//! moved into place, and what was moved is put back where a later move fails.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::splice;
use crate::plan::FileEdit;

/// What an output file holds.
#[derive(Clone, Debug)]
pub enum Content<'a> {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A text with edits carried out, made when it is needed.
    Edited {
        /// The text.
        text: &'a str,
        /// Its edits; see [`splice`].
        edits: Vec<FileEdit>,
    },
    /// The bytes of another file, untouched.
    Copy(PathBuf),
}

impl Content<'_> {
    /// The bytes.
    ///
    /// # Errors
    /// When the file to copy cannot be read, or edits do not fit their text.
    pub fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        match self {
            Content::Bytes(bytes) => Ok(Cow::Borrowed(bytes)),
            Content::Edited { text, edits } if edits.is_empty() => Ok(Cow::Borrowed(text.as_bytes())),
            Content::Edited { text, edits } => match splice(text, edits) {
                Some(whole) => Ok(Cow::Owned(whole.into_bytes())),
                None => Err(io::Error::other("two replacements touch the same place")),
            },
            Content::Copy(source) => fs::read(source).map(Cow::Owned),
        }
    }
}

/// A file to be written.
#[derive(Clone, Debug)]
pub struct OutputFile<'a> {
    /// Its path relative to the output root, with `/`; never climbs.
    pub path: String,
    /// What it holds.
    pub content: Content<'a>,
}

/// What a write did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or differ from what was there.
    pub written: usize,
    /// Files that were already there byte for byte and were not touched.
    pub unchanged: usize,
    /// Files of an earlier build that are no longer made, and were taken away.
    pub removed: usize,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A file or folder could not be written.
    #[error("`{path}` cannot be written: {reason}")]
    Io {
        /// The path.
        path: String,
        /// Why.
        reason: String,
        /// What it was.
        #[source]
        error: io::Error,
    },
    /// Two outputs have one path.
    #[error("two outputs have the path `{0}`")]
    Twice(String),
    /// A path leads out of the output root, by its name or through a link.
    #[error("`{0}` leads out of the output folder")]
    Outside(String),
}

/// The name of the folder in which outputs are prepared; the first tree's, others have a number behind it.
const STAGING: &str = ".nestc-staging";

/// Files to be written below a folder.
#[derive(Clone, Copy, Debug)]
pub struct Tree<'t, 'a> {
    /// The folder.
    pub root: &'t Path,
    /// The files.
    pub files: &'t [OutputFile<'a>],
    /// Files to take away, their paths relative to the folder.
    pub stale: &'t [String],
}

/// Writes `files` below `root`: all of it or nothing.
///
/// # Errors
/// As [`write_trees`].
pub fn write_tree(root: &Path, files: &[OutputFile<'_>]) -> Result<Written, WriteError> {
    let written = write_trees(&[Tree { root, files, stale: &[] }])?;
    Ok(written.into_iter().next().unwrap_or_default())
}

/// Writes `trees`, all of them or nothing, and says of each what was done.
///
/// # Errors
/// When a path is unfit or something cannot be written; what stood there before still stands there.
pub fn write_trees(trees: &[Tree<'_, '_>]) -> Result<Vec<Written>, WriteError> {
    let mut written = Vec::with_capacity(trees.len());
    let mut prepared = Vec::new();
    for (place, tree) in trees.iter().enumerate() {
        let (done, ready) = Prepared::new(*tree, place)?;
        written.push(done);
        prepared.extend(ready);
    }
    // Dropped at an error, every placement puts back what it moved.
    for tree in &mut prepared {
        tree.placement.place(&tree.changed)?;
        tree.placement.remove(&tree.stale)?;
    }
    prepared.into_iter().for_each(|tree| tree.placement.finish());
    Ok(written)
}

/// A tree of which all that changes is on disk, beside its place.
struct Prepared<'t, 'a> {
    changed: Vec<&'t OutputFile<'a>>,
    stale: Vec<&'t String>,
    placement: Placement<'t>,
}

impl<'t, 'a> Prepared<'t, 'a> {
    /// Prepares `tree`, the one at `place` of several, and says what will be done; nothing where nothing changes.
    fn new(tree: Tree<'t, 'a>, place: usize) -> Result<(Written, Option<Self>), WriteError> {
        let Tree { root, files, stale } = tree;
        let mut by_path = BTreeMap::new();
        for file in files {
            if climbs(&file.path) {
                return Err(WriteError::Outside(file.path.clone()));
            }
            if by_path.insert(file.path.as_str(), file).is_some() {
                return Err(WriteError::Twice(file.path.clone()));
            }
        }
        let existed = root.exists();
        let same = |file: &&OutputFile<'_>| existed && is_same(&root.join(&file.path), &file.content);
        let (same, changed): (Vec<_>, Vec<_>) = by_path.into_values().partition(same);
        let stale: Vec<&String> =
            stale.iter().filter(|path| !climbs(path) && root.join(path).is_file()).collect();
        let done = Written { written: changed.len(), unchanged: same.len(), removed: stale.len() };
        if changed.is_empty() && stale.is_empty() {
            return Ok((done, None));
        }
        let paths = changed.iter().map(|file| file.path.as_str());
        check_links(root, paths.chain(stale.iter().map(|path| path.as_str())))?;
        let placement = Placement::begin(root, place)?;
        placement.stage(&changed)?;
        Ok((done, Some(Prepared { changed, stale, placement })))
    }
}

fn climbs(path: &str) -> bool {
    path.is_empty() || path.starts_with('/') || path.split('/').any(|part| matches!(part, "" | "." | ".."))
}

/// Whether `target` already holds `content`.
fn is_same(target: &Path, content: &Content<'_>) -> bool {
    let is_file = fs::symlink_metadata(target).is_ok_and(|there| there.is_file());
    is_file && content.bytes().is_ok_and(|bytes| fs::read(target).is_ok_and(|there| there == *bytes))
}

/// Refuses paths whose folders are links that lead out of `root`.
fn check_links<'p>(root: &Path, paths: impl Iterator<Item = &'p str>) -> Result<(), WriteError> {
    let Ok(real_root) = root.canonicalize() else { return Ok(()) };
    let mut seen = BTreeSet::new();
    for path in paths {
        let mut folder = Path::new(path).parent();
        while let Some(part) =
            folder.filter(|part| !part.as_os_str().is_empty() && seen.insert(part.to_owned()))
        {
            if let Ok(real) = root.join(part).canonicalize()
                && !real.starts_with(&real_root)
            {
                return Err(WriteError::Outside(path.to_owned()));
            }
            folder = part.parent();
        }
    }
    Ok(())
}

/// Files on their way into place. Dropped before [`Placement::finish`], it puts everything back.
struct Placement<'r> {
    root: &'r Path,
    staging: PathBuf,
    /// Folders that were made for this build, in the order in which they were made.
    folders: Vec<PathBuf>,
    /// Targets that were placed, with where the old file went.
    placed: Vec<(PathBuf, Option<PathBuf>)>,
    finished: bool,
}

impl<'r> Placement<'r> {
    /// Makes room for the tree at `place` of several, which may have one root.
    fn begin(root: &'r Path, place: usize) -> Result<Self, WriteError> {
        let staging = match place {
            0 => root.join(STAGING),
            _ => root.join(format!("{STAGING}-{place}")),
        };
        let mut placement =
            Placement { root, staging, folders: Vec::new(), placed: Vec::new(), finished: false };
        placement.make_folder(root)?;
        // What an interrupted build left behind.
        let _ = fs::remove_dir_all(&placement.staging);
        for part in ["new", "old"] {
            let folder = placement.staging.join(part);
            fs::create_dir_all(&folder).map_err(|error| failed(&folder, error))?;
        }
        Ok(placement)
    }

    /// Makes `folder` and what is missing above it, and remembers to take it away again.
    fn make_folder(&mut self, folder: &Path) -> Result<(), WriteError> {
        let mut missing: Vec<&Path> = Vec::new();
        let mut at = Some(folder);
        while let Some(part) = at.filter(|part| !part.as_os_str().is_empty() && !part.exists()) {
            missing.push(part);
            at = part.parent();
        }
        for part in missing.into_iter().rev() {
            fs::create_dir(part).map_err(|error| failed(part, error))?;
            self.folders.push(part.to_owned());
        }
        Ok(())
    }

    /// Writes all files beside their places.
    fn stage(&self, files: &[&OutputFile<'_>]) -> Result<(), WriteError> {
        use rayon::prelude::*;
        files.par_iter().enumerate().try_for_each(|(index, file)| {
            let path = self.staging.join("new").join(index.to_string());
            let written = match &file.content {
                Content::Bytes(_) | Content::Edited { .. } => {
                    file.content.bytes().and_then(|bytes| fs::write(&path, bytes))
                }
                Content::Copy(source) => fs::copy(source, &path).map(|_| ()),
            };
            written.map_err(|error| failed(&self.root.join(&file.path), error))
        })
    }

    /// Moves the staged files into their places.
    fn place(&mut self, files: &[&OutputFile<'_>]) -> Result<(), WriteError> {
        let mut made = BTreeSet::new();
        for (index, file) in files.iter().enumerate() {
            let target = self.root.join(&file.path);
            if let Some(folder) = target.parent().filter(|folder| !made.contains(*folder)) {
                self.make_folder(folder)?;
                made.insert(folder.to_owned());
            }
            let old = self.put_aside(&target)?;
            self.placed.push((target.clone(), old));
            let staged = self.staging.join("new").join(index.to_string());
            fs::rename(&staged, &target).map_err(|error| failed(&target, error))?;
        }
        Ok(())
    }

    fn remove(&mut self, stale: &[&String]) -> Result<(), WriteError> {
        for path in stale {
            let target = self.root.join(path);
            let old = self.put_aside(&target)?;
            self.placed.push((target, old));
        }
        Ok(())
    }

    /// Moves the file at `target` away, if there is one.
    fn put_aside(&self, target: &Path) -> Result<Option<PathBuf>, WriteError> {
        match fs::symlink_metadata(target) {
            Err(_) => return Ok(None),
            Ok(there) if there.is_dir() => return Err(failed(target, io::ErrorKind::IsADirectory.into())),
            Ok(_) => {}
        }
        let old = self.staging.join("old").join(self.placed.len().to_string());
        fs::rename(target, &old).map_err(|error| failed(target, error))?;
        Ok(Some(old))
    }

    fn finish(mut self) {
        self.finished = true;
    }
}

impl Drop for Placement<'_> {
    fn drop(&mut self) {
        if !self.finished {
            for (target, old) in self.placed.drain(..).rev() {
                let _ = fs::remove_file(&target);
                if let Some(old) = old {
                    let _ = fs::rename(old, &target);
                }
            }
        }
        let _ = fs::remove_dir_all(&self.staging);
        if !self.finished {
            for folder in self.folders.drain(..).rev() {
                let _ = fs::remove_dir(folder);
            }
        }
    }
}

fn failed(path: &Path, error: io::Error) -> WriteError {
    let reason = crate::workspace::reason(&error);
    WriteError::Io { path: crate::workspace::display(path), reason, error }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> OutputFile<'static> {
        OutputFile { path: path.to_owned(), content: Content::Bytes(text.as_bytes().to_vec()) }
    }

    fn tree<'t>(root: &'t Path, files: &'t [OutputFile<'static>]) -> Tree<'t, 'static> {
        Tree { root, files, stale: &[] }
    }

    #[test]
    fn writes_what_changed_and_removes_what_is_stale() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("dist");
        let first = write_tree(&root, &[file("a/x", "1"), file("b/y", "2")]).unwrap();
        assert_eq!(first, Written { written: 2, unchanged: 0, removed: 0 });
        let (files, stale) = ([file("a/x", "1"), file("c", "3")], ["b/y".to_owned()]);
        let second = write_trees(&[Tree { root: &root, files: &files, stale: &stale }]).unwrap();
        assert_eq!(second, [Written { written: 1, unchanged: 1, removed: 1 }]);
        assert!(!root.join("b/y").exists() && !root.join(STAGING).exists());
    }

    #[test]
    fn a_failure_leaves_everything_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("dist");
        write_tree(&root, &[file("a", "old")]).unwrap();
        // `a` is a file, so `a/b` cannot be placed after `a` itself was.
        let broken = write_tree(&root, &[file("a", "new"), file("a/b", "x")]);
        assert!(matches!(broken, Err(WriteError::Io { .. })));
        assert_eq!(fs::read_to_string(root.join("a")).unwrap(), "old");
        assert!(!root.join(STAGING).exists());
    }

    #[test]
    fn trees_are_written_together_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let (base, root) = (folder.path(), folder.path().join("dist"));
        write_trees(&[tree(&root, &[file("a", "1")]), tree(base, &[file("lock", "1")])]).unwrap();
        let (outputs, stale) = ([file("b/c", "2")], ["a".to_owned()]);
        let outputs = Tree { root: &root, files: &outputs, stale: &stale };
        // The outputs are in place by the time that `lock/x` cannot be.
        let broken = write_trees(&[outputs, tree(base, &[file("lock", "2"), file("lock/x", "2")])]);
        assert!(matches!(broken, Err(WriteError::Io { .. })), "{broken:?}");
        assert_eq!(fs::read_to_string(root.join("a")).unwrap(), "1");
        assert_eq!(fs::read_to_string(base.join("lock")).unwrap(), "1");
        assert!(!root.join("b").exists());
        let left = |folder: &Path| fs::read_dir(folder).unwrap().count();
        assert_eq!((left(base), left(&root)), (2, 1), "nothing else is left behind");
        // One root for two trees is fine, and a folder is no file to take the place of.
        write_trees(&[tree(base, &[file("x", "1")]), tree(base, &[file("lock", "3")])]).unwrap();
        assert_eq!(fs::read_to_string(base.join("lock")).unwrap(), "3");
        assert!(write_trees(&[tree(base, &[file("x", "2")]), tree(base, &[file("dist", "3")])]).is_err());
        assert_eq!(fs::read_to_string(base.join("x")).unwrap(), "1");
    }

    #[test]
    fn nothing_leaves_the_root() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("dist");
        for path in ["../x", "/x", "a/../../x", ""] {
            assert!(matches!(write_tree(&root, &[file(path, "")]), Err(WriteError::Outside(_))), "{path}");
        }
        let twice = write_tree(&root, &[file("x", "1"), file("x", "2")]);
        assert!(matches!(twice, Err(WriteError::Twice(_))));
        assert!(!root.exists());
    }
}
