//! The one walk over a folder: what in it may be a template.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::budget::{ENTRIES, FILES};
use super::failure::check_rights;
use super::left_out::{Ignored, LeftOut};
use super::outputs::recorded_in;
use super::reading::Reach;
use super::skipped::Why;
use super::{Failure, FilePath, reason};
use crate::lower::terraform::is_module_file;
use crate::text;

/// Folders that hold no template of the author's.
const SKIPPED: [&str; 5] = [".git", ".terraform", ".terragrunt-cache", "node_modules", "target"];

/// Endings of files that may be ROS templates; the content decides.
const ENDINGS: [&str; 4] = ["yaml", "yml", "json", "template"];

/// A file that may be a template.
#[derive(Debug)]
pub(crate) struct Found {
    /// The file.
    pub(crate) path: FilePath,
    /// Its path as seen from the folder that was searched.
    pub(crate) below: PathBuf,
    /// Whether a link leads to it from there.
    pub(crate) linked: bool,
}

/// What was found below a folder.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    /// In the order of their names; a file can be there under several, by way of links.
    pub(crate) files: Vec<Found>,
    /// What could not be searched.
    pub(crate) failures: Vec<Failure>,
    /// What is passed over.
    pub(super) skipped: Vec<(Why, String)>,
}

/// A folder to be searched.
struct Folder {
    path: FilePath,
    below: PathBuf,
    ignored: Ignored,
    linked: bool,
}

/// Searches the folder `root`.
pub(super) fn walk(root: &FilePath, reach: &Reach, left_out: &LeftOut) -> Walk {
    let mut walker = Walker {
        reach,
        left_out,
        outputs: HashSet::new(),
        followed: HashSet::new(),
        entries: 0,
        waiting: Vec::new(),
        walk: Walk::default(),
    };
    for above in root.key().ancestors().skip(1).take_while(|it| reach.holds(it)) {
        walker.outputs.extend(recorded_in(&FilePath::new(above), reach));
    }
    match Ignored::above(root, reach) {
        Ok(ignored) => {
            let (path, below) = (root.clone(), PathBuf::new());
            walker.waiting.push(Folder { path, below, ignored, linked: false });
        }
        Err(failure) => walker.walk.failures.push(failure),
    }
    while let Some(folder) = walker.waiting.pop() {
        if let Err(failure) = walker.enter(folder) {
            walker.walk.failures.push(failure);
        }
        if walker.walk.files.len() > FILES || walker.entries > ENTRIES {
            let (path, most) = (super::display(root), if walker.entries > ENTRIES { ENTRIES } else { FILES });
            walker.walk.failures.push(Failure::new(
                text!(en: "there are more than {most} files below `{path}`", zh: "`{path}` 之下的文件超过 {most} 个", most, path),
                text!(
                    en: "name a smaller folder, or leave files out with --exclude, or `exclude:` in the manifest",
                    zh: "请指定更小的文件夹，或用 --exclude 或清单的 `exclude:` 排除文件",
                ),
            ));
            break;
        }
    }
    let mut walk = walker.walk;
    walk.files.sort_by(|one, other| one.path.cmp(&other.path));
    walk
}

struct Walker<'w> {
    reach: &'w Reach,
    left_out: &'w LeftOut,
    /// The outputs of builds whose records were met.
    outputs: HashSet<PathBuf>,
    /// The folders that links led to.
    followed: HashSet<PathBuf>,
    entries: usize,
    waiting: Vec<Folder>,
    walk: Walk,
}

impl Walker<'_> {
    fn enter(&mut self, folder: Folder) -> Result<(), Failure> {
        let stopped = |error: std::io::Error| {
            let message = text!(
                en: "`{folder}` cannot be searched: {reason}", zh: "无法搜索 `{folder}`：{reason}",
                folder = super::display(&folder.path), reason = reason(&error),
            );
            Failure::new(message, check_rights())
        };
        let ignored = folder.ignored.clone().in_folder(&folder.path, self.reach)?;
        let entries = match std::fs::read_dir(&*folder.path) {
            // Somebody removed it meanwhile.
            Err(error)
                if error.kind() == std::io::ErrorKind::NotFound && !folder.below.as_os_str().is_empty() =>
            {
                return Ok(());
            }
            entries => entries.map_err(stopped)?,
        };
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.map_err(stopped)?;
            let kind = entry.file_type().map_err(stopped)?;
            names.push((entry.file_name(), kind));
            self.entries += 1;
            if self.entries > ENTRIES {
                return Ok(());
            }
        }
        names.sort_by(|(one, _), (other, _)| other.cmp(one));
        self.outputs.extend(recorded_in(&folder.path, self.reach));
        let folder = Folder { ignored, ..folder };
        for (name, kind) in names {
            if kind.is_symlink() {
                self.link(&folder, &name);
            } else if kind.is_dir() {
                self.folder(&folder, &name);
            } else if kind.is_file() {
                self.file(&folder, folder.path.inside(&name), &name, folder.linked);
            } else if may_be_template(&name) {
                self.skip(Why::Special, &folder.path.join(&name));
            }
        }
        Ok(())
    }

    fn folder(&mut self, above: &Folder, name: &OsStr) {
        let path = above.path.inside(name);
        if self.is_wanted(above, &path, name, true) {
            let below = above.below.join(name);
            self.waiting.push(Folder { path, below, ignored: above.ignored.clone(), linked: above.linked });
        }
    }

    fn file(&mut self, folder: &Folder, path: FilePath, name: &OsStr, linked: bool) {
        if may_be_template(name) && self.is_wanted(folder, &path, name, false) {
            self.walk.files.push(Found { path, below: folder.below.join(name), linked });
        }
    }

    fn link(&mut self, folder: &Folder, name: &OsStr) {
        let path = FilePath::new(&folder.path.join(name));
        let Ok(target) = path.metadata() else {
            if may_be_template(name) && self.is_wanted(folder, &path, name, false) {
                self.skip(Why::Dangling, &path);
            }
            return;
        };
        let is_folder = target.is_dir();
        let is_of_use = is_folder || may_be_template(name);
        if !is_of_use || !self.is_wanted(folder, &path, name, is_folder) {
            return;
        }
        if !self.reach.holds(path.key()) {
            self.skip(Why::LeadsOut, &path);
        } else if target.is_file() {
            self.file(folder, path, name, true);
        } else if !is_folder {
            self.skip(Why::Special, &path);
        } else if !folder.path.key().starts_with(path.key()) && self.followed.insert(path.key().to_owned()) {
            match Ignored::above(&path, self.reach) {
                Ok(ignored) => {
                    self.waiting.push(Folder { path, below: folder.below.join(name), ignored, linked: true })
                }
                Err(failure) => self.walk.failures.push(failure),
            }
        }
    }

    /// Whether nothing leaves the entry `path` of `folder` out.
    fn is_wanted(&self, folder: &Folder, path: &FilePath, name: &OsStr, is_folder: bool) -> bool {
        let made = is_folder && SKIPPED.iter().any(|skipped| name == *skipped);
        if made || folder.ignored.holds(&folder.path.key().join(name), is_folder) {
            return false;
        }
        !self.left_out.holds(path, is_folder) && !self.outputs.contains(path.key())
    }

    fn skip(&mut self, why: Why, path: &Path) {
        self.walk.skipped.push((why, super::display(path)));
    }
}

/// Whether the ending of the file called `name` is one of a template.
fn may_be_template(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let is_ros = |(_, ending): (&str, &str)| ENDINGS.iter().any(|it| ending.eq_ignore_ascii_case(it));
    is_module_file(&name) || name.rsplit_once('.').is_some_and(is_ros)
}
