//! The files of one manifest, or those without one.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Buffer, Options, Role};
use crate::diagnostic::Diagnostic;
use crate::ide::View;
use crate::lower::terraform::{is_module_file, is_values_file};
use crate::project::Loaded;
use crate::workspace::{Compiled, Discovery, Failure, FilePath, Input};

/// Files that share a manifest.
#[derive(Debug, Default)]
pub(super) struct Group {
    loaded: Loaded,
    /// What keeps the manifest from being read.
    failures: Vec<Failure>,
    /// What was compiled, by the file or the folder of the module.
    units: HashMap<PathBuf, Held>,
    manifest: Option<PathBuf>,
    options: Options,
}

/// A unit with its findings.
#[derive(Debug, Default)]
struct Held {
    compiled: Option<Compiled>,
    findings: Vec<Diagnostic>,
    failures: Vec<Failure>,
    stamp: u64,
}

/// A number that was not returned before.
fn next_stamp() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(1);
    LAST.fetch_add(1, Ordering::Relaxed)
}

impl Group {
    /// The files of `manifest`, with `buffers` over them.
    pub(super) fn new<'b>(
        manifest: Option<&Path>,
        options: &Options,
        buffers: impl Iterator<Item = &'b Buffer>,
    ) -> Self {
        let mut group =
            Group { manifest: manifest.map(Path::to_owned), options: options.clone(), ..Group::default() };
        for buffer in buffers {
            group.loaded.workspace.set_text(&buffer.path, buffer.text.as_str());
        }
        group.read_manifest();
        group
    }

    /// Reads the manifest, anew where it was read before; the texts stay.
    fn read_manifest(&mut self) {
        let old = std::mem::take(&mut self.loaded);
        let (mut loaded, failure) = match Loaded::new(&self.options.exclude, self.options.follow_links) {
            Ok(loaded) => (loaded, None),
            Err(failure) => (Loaded::default(), Some(failure)),
        };
        self.failures = failure.into_iter().collect();
        loaded.workspace.take_texts(old.workspace);
        loaded.schemas.clone_from(&self.options.schemas);
        let read = match &self.manifest {
            Some(manifest) => loaded.read_manifest(Some(manifest), Path::new(".")),
            None => loaded.read_schemas(),
        };
        if let Err(failure) = read {
            self.failures.push(failure);
        }
        self.failures.append(&mut loaded.failures);
        self.loaded = loaded;
    }

    /// Takes `text` for the content of the file `path`.
    pub(super) fn set_text(&mut self, path: &FilePath, text: &str) {
        let is_manifest = self.is_manifest(path);
        self.drop_units(path);
        self.loaded.workspace.set_text(path, text);
        self.after_change(is_manifest);
    }

    /// Takes what is on disk for the content of the file `path`.
    pub(super) fn forget(&mut self, path: &FilePath) {
        let is_manifest = self.is_manifest(path);
        self.drop_units(path);
        self.loaded.workspace.forget(path);
        self.after_change(is_manifest);
    }

    /// Says that the file `path` was made, changed or removed on disk: more can depend on it than is known.
    pub(super) fn changed_on_disk(&mut self, path: &FilePath) {
        let is_manifest = self.is_manifest(path);
        self.units.clear();
        self.loaded.workspace.forget(path);
        self.loaded.workspace.forget_modules(|_| true);
        self.after_change(is_manifest);
    }

    /// Whether the manifest is, or takes over, the file `path`.
    fn is_manifest(&self, path: &FilePath) -> bool {
        let mut own = self.loaded.manifest_files().filter_map(|file| self.loaded.workspace.path(file));
        let is_own = own.any(|own| own.key() == path.key());
        Role::of(path) == Role::Manifest
            || is_own
            || self.loaded.schema_paths().any(|it| it.key() == path.key())
    }

    fn after_change(&mut self, is_manifest: bool) {
        if is_manifest {
            // Whether files are left out of the module is asked only where there is a build.
            self.units.clear();
            self.read_manifest();
        }
    }

    /// Drops what was made of the file `path`.
    fn drop_units(&mut self, path: &FilePath) {
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let folder = path.key().parent().filter(|_| is_module_file(&name) || is_values_file(&name));
        let workspace = &self.loaded.workspace;
        self.units.retain(|key, held| {
            let Some(compiled) = &held.compiled else {
                return key != path.key() && Some(key.as_path()) != folder;
            };
            let mut files = compiled.unit.templates.iter().flat_map(|template| &template.files);
            let is_touched = files.any(|&file| {
                workspace.path(file).is_some_and(|own| {
                    own.key() == path.key() || folder.is_some() && own.key().parent() == folder
                })
            });
            let is_awaited = folder.is_some() && !compiled.unit.missing.is_empty();
            !is_touched && !is_awaited && Some(key.as_path()) != folder
        });
        if let Some(folder) = folder {
            self.loaded.workspace.forget_modules(|it| it == folder);
        }
    }

    /// All that is known of the file `path`.
    pub(super) fn view(&mut self, path: &FilePath) -> Option<View<'_>> {
        if Role::of(path) == Role::Manifest {
            let file = self.loaded.workspace.read(path).ok()?;
            return Some(self.seen(file, None));
        }
        let input = match Input::named(path.clone()) {
            Input::Module { path, .. } => Input::Module { path, only: Vec::new() },
            ros @ Input::Ros { .. } => ros,
        };
        let key = input.path().key().to_owned();
        if !self.units.contains_key(&key) {
            let held = self.compile(input);
            self.units.insert(key.clone(), held);
        }
        let file = self.loaded.workspace.read(path).ok()?;
        Some(self.seen(file, self.units.get(&key)))
    }

    /// The modules below `roots` that call the module of the file `path`.
    pub(super) fn callers(&self, path: &FilePath, roots: &[FilePath]) -> Vec<FilePath> {
        let folder = FilePath::new(&path.folder());
        let callers = roots.iter().flat_map(|root| self.loaded.workspace.callers(&folder, root)).collect();
        self.loaded.workspace.forget_skipped();
        callers
    }

    /// As [`view`](Self::view), where the unit is the module in the folder `module`, which calls that of the file.
    pub(super) fn view_from(&mut self, path: &FilePath, module: &FilePath) -> Option<View<'_>> {
        let input = Input::Module { path: module.clone(), only: Vec::new() };
        let key = input.path().key().to_owned();
        if !self.units.contains_key(&key) {
            let held = self.compile(input);
            self.units.insert(key.clone(), held);
        }
        let file = self.loaded.workspace.read(path).ok()?;
        Some(self.seen(file, self.units.get(&key)))
    }

    fn seen<'s>(&'s self, file: crate::source::FileId, held: Option<&'s Held>) -> View<'s> {
        View {
            workspace: &self.loaded.workspace,
            unit: held.and_then(|held| held.compiled.as_ref()).map(|compiled| &compiled.unit),
            manifest: self.loaded.manifest.as_ref().map(|it| &it.manifest),
            schema: self.loaded.known_types(),
            file,
            findings: held.map_or(&[], |held| &held.findings),
            failures: held.map_or(&self.failures, |held| &held.failures),
            stamp: held.map_or(0, |held| held.stamp),
        }
    }

    fn compile(&mut self, input: Input) -> Held {
        self.loaded.workspace.look_into(&FilePath::new(&input.folder()));
        self.loaded.compile(Discovery { inputs: vec![input.clone()], ..Discovery::default() });
        let compiled = self.loaded.compiled.pop();
        self.loaded.workspace.forget_skipped();
        let failures = std::mem::take(&mut self.loaded.failures);
        if compiled.is_none() && !failures.is_empty() {
            let compiled = self.loaded.workspace.compile_what_is_there(&input);
            return Held { compiled, findings: Vec::new(), failures, stamp: next_stamp() };
        }
        let findings = match &compiled {
            Some(compiled) if !self.loaded.workspace.is_left_out(compiled.input.path()) => {
                let report = self.loaded.lint_units(std::slice::from_ref(&compiled.unit));
                report.capped(&self.loaded.workspace.sources).into_owned().findings
            }
            _ => Vec::new(),
        };
        Held { compiled, findings, failures, stamp: next_stamp() }
    }
}
