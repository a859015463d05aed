//! What an editor works on: buffers over files, and units that are compiled again when one of their files changed.
//!
//! Texts are read again as a whole on an edit. Findings are those of the rules over one unit and its manifest, as
//! `nestc lint FILE` reports them.

mod group;
mod search;
mod whole;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

pub(crate) use crate::ide::Role;
use crate::ide::View;
use crate::lower::terraform::is_module_file;
use crate::project::{CONFIG, LOCK, MANIFEST};
use crate::workspace::FilePath;
use group::Group;
pub(crate) use search::Outlined;
pub(crate) use whole::{Going, Looked, Whole};

/// How files are found and read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// The manifest of every file; by default the nearest one.
    pub(crate) manifest: Option<PathBuf>,
    /// Globs of files that are left out of searches.
    pub(crate) exclude: Vec<String>,
    /// Whether links may lead anywhere.
    pub(crate) follow_links: bool,
    /// Files with schemas of newer resource types.
    pub(crate) schemas: Vec<PathBuf>,
}

/// A text that an editor holds.
#[derive(Clone, Debug)]
struct Buffer {
    path: FilePath,
    text: String,
    /// Whether there is no file of that name, and no manifest.
    untitled: bool,
}

/// All that an editor has open.
#[derive(Debug, Default)]
pub(crate) struct Session {
    options: Options,
    buffers: BTreeMap<PathBuf, Buffer>,
    /// By the manifest; files without one are together.
    groups: HashMap<Option<PathBuf>, Group>,
    /// The manifests of files, as far as they were looked for.
    manifests: HashMap<PathBuf, Option<PathBuf>>,
}

impl Role {
    /// The role of the file `path`.
    pub(crate) fn of(path: &Path) -> Role {
        let is_own = path.file_name().is_some_and(|name| name == MANIFEST || name == LOCK);
        if is_own || path.ends_with(CONFIG) { Role::Manifest } else { Role::Template }
    }
}

impl Session {
    /// Takes other options; everything is read again when somebody asks.
    pub(crate) fn set_options(&mut self, options: Options) {
        if options != self.options {
            self.options = options;
            self.forget_all();
        }
    }

    /// Forgets everything but the buffers.
    pub(crate) fn forget_all(&mut self) {
        self.groups.clear();
        self.manifests.clear();
    }

    /// Lays a buffer over the file `path`; `untitled` where there is no such file.
    pub(crate) fn open(&mut self, path: &FilePath, text: String, untitled: bool) {
        if Role::of(path) == Role::Manifest && !self.buffers.contains_key(path.key()) {
            self.manifests.clear();
        }
        let buffer = Buffer { path: path.clone(), text: String::new(), untitled };
        self.buffers.insert(path.key().to_owned(), buffer);
        self.set(path, text);
    }

    /// Lets `edit` change the text of the buffer over the file `path`.
    pub(crate) fn edit(&mut self, path: &FilePath, edit: impl FnOnce(&mut String)) {
        let Some(buffer) = self.buffers.get_mut(path.key()) else { return };
        edit(&mut buffer.text);
        let text = std::mem::take(&mut buffer.text);
        self.set(path, text);
    }

    fn set(&mut self, path: &FilePath, text: String) {
        for group in self.groups.values_mut() {
            group.set_text(path, &text);
        }
        if let Some(buffer) = self.buffers.get_mut(path.key()) {
            buffer.text = text;
        }
    }

    /// Takes the buffer over the file `path` away: what is on disk counts again.
    pub(crate) fn close(&mut self, path: &FilePath) {
        if self.buffers.remove(path.key()).is_none() {
            return;
        }
        if Role::of(path) == Role::Manifest {
            self.manifests.clear();
        }
        self.groups.values_mut().for_each(|group| group.forget(path));
        let open: Vec<(FilePath, bool)> =
            self.buffers.values().map(|buffer| (buffer.path.clone(), buffer.untitled)).collect();
        let used: Vec<_> = open.iter().map(|(path, untitled)| self.manifest_of(path, *untitled)).collect();
        self.groups.retain(|manifest, _| used.contains(manifest));
    }

    /// Says that files changed on disk.
    pub(crate) fn changed_on_disk(&mut self, paths: &[FilePath]) {
        let is_search = |path: &FilePath| path.file_name().is_some_and(|name| name == ".gitignore");
        if paths.iter().any(|path| Role::of(path) == Role::Manifest || is_search(path)) {
            self.forget_all();
            return;
        }
        for path in paths.iter().filter(|path| !self.buffers.contains_key(path.key())) {
            self.groups.values_mut().for_each(|group| group.changed_on_disk(path));
        }
    }

    /// All that is known of the file `path`; `None` where it cannot be read.
    pub(crate) fn view(&mut self, path: &FilePath) -> Option<View<'_>> {
        let untitled = self.buffers.get(path.key()).is_some_and(|buffer| buffer.untitled);
        let manifest = self.manifest_of(path, untitled);
        if !self.groups.contains_key(&manifest) {
            let group = Group::new(manifest.as_deref(), &self.options, self.buffers.values());
            self.groups.insert(manifest.clone(), group);
        }
        self.groups.get_mut(&manifest)?.view(path)
    }

    /// Lets `read` see the file `path` in each unit that it is part of: its own, and those of the modules below `roots`
    /// that call it and have the same manifest.
    pub(crate) fn each_view(&mut self, path: &FilePath, roots: &[FilePath], mut read: impl FnMut(View<'_>)) {
        let Some(view) = self.view(path) else { return };
        read(view);
        let is_module = path.file_name().is_some_and(|name| is_module_file(&name.to_string_lossy()));
        let untitled = self.buffers.get(path.key()).is_some_and(|buffer| buffer.untitled);
        let manifest = self.manifest_of(path, untitled);
        let Some(group) = self.groups.get(&manifest).filter(|_| is_module) else { return };
        for module in group.callers(path, roots) {
            let own = self.manifest_of(&FilePath::new(&module.join("main.tf")), untitled);
            let group = self.groups.get_mut(&manifest).filter(|_| own == manifest);
            if let Some(view) = group.and_then(|group| group.view_from(path, &module)) {
                read(view);
            }
        }
    }

    /// The manifest of the file `path`, where it has one.
    pub(crate) fn manifest_path(&mut self, path: &FilePath) -> Option<FilePath> {
        let untitled = self.buffers.get(path.key()).is_some_and(|buffer| buffer.untitled);
        self.manifest_of(path, untitled).map(|path| FilePath::new(&path))
    }

    /// What is needed to look at a manifest and all that it lists, or at whole folders, elsewhere.
    pub(crate) fn whole(&self) -> Whole {
        Whole::new(self.options.clone(), self.buffers.values().cloned().collect())
    }

    fn manifest_of(&mut self, path: &FilePath, untitled: bool) -> Option<PathBuf> {
        if untitled {
            return None;
        }
        if let Some(manifest) = &self.options.manifest {
            return Some(manifest.clone());
        }
        if let Some(found) = self.manifests.get(path.key()) {
            return found.clone();
        }
        let found = manifest_above(path, |path| self.buffers.contains_key(path));
        self.manifests.insert(path.key().to_owned(), found.clone());
        found
    }
}

/// The manifest of the file `path`: the nearest one, or else what stands in for it; `is_open` tells what has a buffer.
fn manifest_above(path: &FilePath, is_open: impl Fn(&Path) -> bool) -> Option<PathBuf> {
    let above = |name: &str| {
        let folders = path.key().ancestors().skip(1);
        folders.map(|folder| folder.join(name)).find(|path| path.is_file() || is_open(path))
    };
    above(MANIFEST).or_else(|| above(CONFIG))
}
