//! A manifest with all that it lists, or whole folders: looked at once, apart from what is open.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::search::once;
use super::{Buffer, Options, Role, manifest_above};
use crate::diagnostic::{Diagnostic, Lang};
use crate::project::{Loaded, LoadedManifest};
use crate::report::Shown;
use crate::report::page::Subject;
use crate::workspace::{Discovery, Failure, FilePath, Input, Workspace};

/// What is looked at as a whole.
#[derive(Debug)]
pub(crate) struct Whole {
    options: Options,
    buffers: Vec<Buffer>,
}

/// How long work goes on.
#[derive(Clone, Copy)]
pub(crate) struct Going<'g> {
    /// Whether somebody still wants it.
    pub(crate) is_wanted: &'g dyn Fn() -> bool,
    /// Hears how many parts of how many are done.
    pub(crate) step: &'g dyn Fn(usize, usize),
}

/// The findings of a manifest and of files below it.
#[derive(Debug)]
pub(crate) struct Looked {
    /// The texts.
    pub(crate) workspace: Workspace,
    /// All findings.
    pub(crate) findings: Vec<Diagnostic>,
    /// The files that the findings are about, or that have none.
    pub(crate) files: Vec<FilePath>,
    /// What could not be read.
    pub(crate) failures: Vec<Failure>,
}

impl Whole {
    pub(super) fn new(options: Options, buffers: Vec<Buffer>) -> Self {
        Whole { options, buffers }
    }

    /// What `nestc lint` says where `manifest` is the manifest.
    pub(crate) fn of_manifest(&self, manifest: &FilePath) -> Looked {
        let mut loaded = self.load(Some(manifest));
        let discovery = loaded.manifest_inputs();
        loaded.compile(discovery);
        looked(loaded, Vec::new())
    }

    /// The page that `nestc report` writes about `manifest`; nothing where it cannot be read.
    pub(crate) fn page(&self, manifest: &FilePath, lang: Lang) -> String {
        let mut loaded = self.load(Some(manifest));
        let discovery = loaded.manifest_inputs();
        loaded.compile(discovery);
        let found = loaded.lint();
        let Some(LoadedManifest { manifest, base, .. }) = &loaded.manifest else { return String::new() };
        let shown = Shown::new(&loaded.workspace.sources, lang);
        let report = &*found.capped(&loaded.workspace.sources);
        let mut page = Vec::new();
        let workspace = &loaded.workspace;
        let subject =
            Subject { shown: &shown, workspace, compiled: &loaded.compiled, manifest, base, report };
        let _ = crate::report::page::write(&mut page, subject);
        String::from_utf8_lossy(&page).into_owned()
    }

    /// What `nestc lint` says of every template below the folders `roots`, each with its own manifest, and of these
    /// manifests; until it is no longer wanted.
    pub(crate) fn of_folders(&self, roots: &[FilePath], going: Going<'_>) -> Vec<Looked> {
        let mut by_manifest: BTreeMap<Option<PathBuf>, Vec<FilePath>> = BTreeMap::new();
        let (files, failures) = self.files_below(roots);
        for path in files {
            let is_open = |path: &Path| self.buffers.iter().any(|buffer| buffer.path.key() == path);
            let nearest = || manifest_above(&path, is_open);
            let manifest = self.options.manifest.clone().or_else(nearest);
            by_manifest.entry(manifest).or_default().push(path);
        }
        let mut all = Vec::new();
        let count = by_manifest.len();
        for (number, (manifest, files)) in by_manifest.into_iter().enumerate() {
            if !(going.is_wanted)() {
                break;
            }
            (going.step)(number, count);
            let manifest = manifest.map(|path| FilePath::new(&path));
            all.push(self.of_files(manifest.as_ref(), files));
            if let Some(manifest) = &manifest {
                let mut whole = self.of_manifest(manifest);
                let own = |path: &FilePath| Role::of(path) == Role::Manifest;
                whole.files.retain(own);
                all.push(whole);
            }
        }
        if let Some(first) = all.first_mut() {
            first.failures.extend(failures);
        }
        all
    }

    /// The files below the folders `roots`, and what cannot be looked into.
    fn files_below(&self, roots: &[FilePath]) -> (Vec<FilePath>, Vec<Failure>) {
        let (mut files, mut failures) = (Vec::new(), Vec::new());
        for root in roots {
            let loaded = self.load(None);
            loaded.workspace.look_into(root);
            let walk = loaded.workspace.walk(root);
            failures.extend(walk.failures);
            files.extend(walk.files.into_iter().map(|file| file.path));
        }
        (files, failures)
    }

    /// The templates below the folders `roots`.
    pub(super) fn inputs_below(&self, roots: &[FilePath]) -> Vec<Input> {
        let files = self.files_below(roots).0.into_iter();
        once(files.filter(|path| Role::of(path) == Role::Template).map(Input::found).collect())
    }

    fn of_files(&self, manifest: Option<&FilePath>, files: Vec<FilePath>) -> Looked {
        let mut loaded = self.load(manifest);
        let templates = files.into_iter().filter(|path| Role::of(path) == Role::Template);
        let inputs: Vec<Input> = templates.map(Input::found).collect();
        for input in &inputs {
            loaded.workspace.look_into(&FilePath::new(&input.folder()));
        }
        loaded.compile(Discovery { inputs: once(inputs), ..Discovery::default() });
        looked(loaded, Vec::new())
    }

    pub(super) fn load(&self, manifest: Option<&FilePath>) -> Loaded {
        let loaded = Loaded::new(&self.options.exclude, self.options.follow_links);
        let (mut loaded, failure) = match loaded {
            Ok(loaded) => (loaded, None),
            Err(failure) => (Loaded::default(), Some(failure)),
        };
        loaded.failures.extend(failure);
        for buffer in &self.buffers {
            loaded.workspace.set_text(&buffer.path, buffer.text.as_str());
        }
        loaded.schemas.clone_from(&self.options.schemas);
        let read = match manifest {
            Some(manifest) => loaded.read_manifest(Some(manifest), Path::new(".")),
            None => loaded.read_schemas(),
        };
        if let Err(failure) = read {
            loaded.failures.push(failure);
        }
        loaded
    }
}

fn looked(mut loaded: Loaded, mut files: Vec<FilePath>) -> Looked {
    let findings = loaded.lint().capped(&loaded.workspace.sources).into_owned().findings;
    let of_units = loaded.compiled.iter().flat_map(|it| &it.unit.templates).flat_map(|it| &it.files).copied();
    let workspace = &loaded.workspace;
    let all = of_units.chain(loaded.manifest_files()).chain(findings.iter().map(|it| it.primary.span.file));
    files.extend(all.filter_map(|file| workspace.path(file)));
    files.sort();
    files.dedup();
    Looked { findings, files, failures: loaded.failures, workspace: loaded.workspace }
}
