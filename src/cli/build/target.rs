//! Where a build goes, and what is there.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::build::{Build, Earlier};
use crate::cli::failures::broken_manifest;
use crate::cli::tree::{failed, open, recover};
use crate::cli::{Stop, Streams, args, lock};
use crate::diagnostic::Diagnostic;
use crate::lint::published_version_changed;
use crate::lint::stale_output::{self, Fault};
use crate::manifest::{Manifest, Status};
use crate::project::{Loaded, LoadedManifest, manifest_path};
use crate::render::{Access, Comparison, Digest, Found, Interrupt, Output, Stale, Tree, is_git};
use crate::source::Span;
use crate::syntax::SourceMap;
use crate::workspace::{Failure, FilePath, display, folder_of, reason};

/// The folder that a build writes below, locked.
pub(super) struct Target {
    pub(super) tree: Tree,
    /// The manifest's folder, where outputs go elsewhere. It is read meanwhile.
    _manifest: Option<Tree>,
    elsewhere: bool,
}

impl Target {
    /// Locks the folder, and completes or undoes what was interrupted there. `None` where there is no manifest.
    pub(super) fn open(
        arguments: &args::Build,
        start: &Path,
        interrupt: &Interrupt,
        streams: &mut Streams<'_>,
    ) -> Result<Option<Target>, Stop> {
        let named = arguments.reporting.manifest.as_deref();
        let Some(base) = manifest_path(named, start).map(|it| folder_of(&it)).filter(|it| it.is_dir()) else {
            return Ok(None);
        };
        let own = if arguments.check { Access::Shared } else { Access::Exclusive };
        let target = match &arguments.output {
            None => {
                let tree = open(&base, own, interrupt, streams)?;
                Target { tree, _manifest: None, elsewhere: false }
            }
            Some(folder) => {
                let key = FilePath::new(folder);
                if key.key().iter().any(|part| is_git(&part.to_string_lossy())) {
                    let message = format!("`{}` is one of git's own folders", display(folder));
                    return Err(Failure::new(
                        message,
                        "nothing was written; name another folder with --output",
                    )
                    .into());
                }
                if !arguments.check {
                    std::fs::create_dir_all(folder).map_err(|error| {
                        let message = format!("`{}` cannot be made: {}", display(folder), reason(&error));
                        Failure::new(message, "name another folder with --output")
                    })?;
                }
                let manifest = open(&base, Access::Shared, interrupt, streams)?;
                // One folder cannot be locked twice.
                let same = base.canonicalize().ok() == folder.canonicalize().ok();
                let (tree, manifest) = match same {
                    true => {
                        drop(manifest);
                        (open(folder, own, interrupt, streams)?, None)
                    }
                    false => (open(folder, own, interrupt, streams)?, Some(manifest)),
                };
                Target { tree, _manifest: manifest, elsewhere: true }
            }
        };
        if !arguments.check {
            recover(&target.tree, "", arguments.force, streams)?;
        }
        Ok(Some(target))
    }

    /// Whether outputs go to another folder than the manifest's.
    pub(super) fn is_elsewhere(&self) -> bool {
        self.elsewhere
    }

    /// Findings about published versions that have no record, where none may be added.
    #[expect(clippy::unused_self, reason = "it reads as one")]
    pub(super) fn unrecorded(&self, manifest: &Manifest) -> Vec<Diagnostic> {
        let lock = manifest.lock.clone().unwrap_or_default();
        let versions =
            manifest.packages.iter().flat_map(|it| it.versions.iter().map(move |version| (it, version)));
        let published = versions.filter(|(_, version)| version.status.value == Status::Published);
        let missing =
            published.filter(|(it, version)| lock.digest_of(&it.name.value, &version.name.value).is_none());
        missing.map(|(package, version)| published_version_changed::unrecorded(package, version)).collect()
    }

    /// What `build` would make of the folder, beside what is there.
    pub(super) fn job<'t, 'a>(
        &'t self,
        build: &'t Build<'a>,
        loaded: &'a Loaded,
        arguments: &args::Build,
    ) -> Result<Job<'t, 'a>, Stop> {
        let Some(manifest) = &loaded.manifest else { return Err(broken_manifest().into()) };
        if !arguments.check && !build.root.is_empty() {
            // Where the manifest's folder cannot be written to, a build leaves its work in the output root.
            self.tree.recover(&build.root, arguments.force).map_err(failed)?;
        }
        let sources = &loaded.workspace.sources;
        let name = file_name(sources.name(manifest.manifest.file));
        let record = build.record();
        let mut faults = Vec::new();
        let mut earlier = Earlier::default();
        let mut digest = None;
        match self.tree.read(&record).map_err(failed)? {
            None => {}
            Some(bytes) => {
                digest = Some(Digest::of(&bytes));
                match Earlier::read(&bytes) {
                    Some(read) if build.is_of(&read, &name) || arguments.force => earlier = read,
                    Some(_) => faults.push((Fault::OtherRecord, record)),
                    None => faults.push((Fault::NoRecord, record)),
                }
            }
        }
        let outputs = build.outputs(sources, &name, &earlier, digest).map_err(|error| {
            Failure::new(
                format!("the outputs cannot be made: {}", reason(&error)),
                "nothing was changed; build again",
            )
        })?;
        let mut job = Job {
            target: self,
            sources,
            root: build.root.clone(),
            record: build.record(),
            is_part: build.is_part,
            outputs,
            stale: build.stale(&earlier),
            inputs: build.renderings.iter().flat_map(|it| &it.files).map(|it| it.input.clone()).collect(),
            comparison: Comparison::default(),
            faults,
        };
        if !self.elsewhere && !arguments.locked {
            let lock = manifest.manifest.lock.clone().unwrap_or_default().with(&manifest.manifest);
            if !lock.is_empty() || manifest.lock_file.is_some() {
                job.outputs.push(lock::output(&lock, manifest, sources, &self.tree)?);
            }
        }
        job.comparison = self
            .tree
            .compare(&job.outputs, &job.stale, &read_files(loaded, manifest, build))
            .map_err(failed)?;
        Ok(job)
    }
}

/// Everything that a build will write, beside what is there.
pub(super) struct Job<'t, 'a> {
    pub(super) target: &'t Target,
    pub(super) sources: &'a SourceMap,
    pub(super) root: String,
    /// The record's path.
    pub(super) record: String,
    /// Whether only part of the manifest is built.
    pub(super) is_part: bool,
    pub(super) outputs: Vec<Output<'a>>,
    pub(super) stale: Vec<Stale>,
    /// The files that the outputs are made of, relative to the manifest.
    pub(super) inputs: BTreeSet<String>,
    pub(super) comparison: Comparison,
    /// What is wrong with the record.
    pub(super) faults: Vec<(Fault, String)>,
}

impl Job<'_, '_> {
    /// The output root as users see it.
    pub(super) fn shown_root(&self) -> String {
        self.target.tree.shown(&self.root)
    }

    /// Findings about what the build must not replace or remove.
    pub(super) fn precious(&self) -> Vec<Diagnostic> {
        let outputs = self.outputs.iter().zip(self.comparison.outputs());
        let outputs = outputs.filter(|(_, found)| found.is_precious());
        let stale =
            self.stale.iter().zip(self.comparison.stale()).filter(|(_, found)| *found == Found::Edited);
        let faults = self.faults.iter().map(|(fault, path)| (*fault, path.as_str()));
        let all = faults
            .chain(outputs.filter_map(|(it, found)| Some((fault_of(found)?, it.path.as_str()))))
            .chain(stale.map(|(it, _)| (Fault::NotMadeEdited, it.path.as_str())));
        all.map(|(fault, path)| self.finding(fault, path)).collect()
    }

    /// The finding that the file `path` has `fault`. Nothing of the file is read or shown for it.
    pub(super) fn finding(&self, fault: Fault, path: &str) -> Diagnostic {
        let shown = self.target.tree.shown(path);
        let file = self.sources.add(shown.clone(), "");
        stale_output::finding(fault, &shown, Span { file, start: 0, end: 0 })
    }

    /// Names the files that are no longer made, and that nothing tells whether somebody edited.
    pub(super) fn name_undigested(&self, streams: &mut Streams<'_>) -> Result<(), Stop> {
        for (stale, found) in self.stale.iter().zip(self.comparison.stale()) {
            if found == Found::Undigested {
                let shown = self.target.tree.shown(&stale.path);
                writeln!(
                    streams.err,
                    "`{shown}` is no longer made; an older nestc made it, which recorded no digest, so it stays"
                )?;
            }
        }
        Ok(())
    }
}

/// What is wrong with an output in whose place `found` was found.
pub(super) fn fault_of(found: Found) -> Option<Fault> {
    Some(match found {
        Found::Same | Found::LineEnds => return None,
        Found::Rights => Fault::Rights,
        Found::Missing => Fault::Missing,
        Found::Outdated => Fault::Outdated,
        Found::Edited => Fault::Edited,
        Found::Undigested => Fault::Undigested,
        Found::Foreign => Fault::Foreign,
        Found::Link => Fault::Link,
        Found::NotAFile => Fault::NotAFile,
    })
}

/// The files that the build was made of, which no output may take the place of.
fn read_files(loaded: &Loaded, manifest: &LoadedManifest, build: &Build<'_>) -> Vec<PathBuf> {
    let inputs = build.renderings.iter().flat_map(|it| &it.files).map(|file| manifest.base.join(&file.input));
    let manifests = loaded.manifest_files().map(|file| PathBuf::from(loaded.workspace.sources.name(file)));
    inputs.chain(manifests).collect()
}

fn file_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_owned()
}
