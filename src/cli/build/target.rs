//! Where a build goes, and what is there.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use crate::build::{Build, Earlier, differs_in_line_ends};
use crate::cli::failures::broken_manifest;
use crate::cli::tree::{Recovery, failed, open, recover};
use crate::cli::{Stop, Streams, args, lock};
use crate::diagnostic::Diagnostic;
use crate::lint::published_version_changed;
use crate::lint::stale_output::{self, Fault};
use crate::manifest::{Manifest, Status};
use crate::project::{Loaded, LoadedManifest, manifest_path};
use crate::render::{Access, Comparison, Digest, Found, Interrupt, Output, Stale, Tree, is_git};
use crate::report::shown::visible;
use crate::source::Span;
use crate::syntax::SourceMap;
use crate::text;
use crate::workspace::{Failure, FilePath, display, folder_of, reason, repository_of};

/// The folder that a build writes below, locked.
pub(super) struct Target {
    pub(super) tree: Tree,
    /// The manifest's folder, where outputs go elsewhere. It is read meanwhile.
    _manifest: Option<Tree>,
    elsewhere: bool,
    /// What became of what interrupted builds had left.
    pub(super) recovery: Recovery,
    _made: MadeFolders,
}

/// Folders that were made to hold outputs. Those that are still empty in the end go again.
#[derive(Default)]
struct MadeFolders(Vec<PathBuf>);

impl MadeFolders {
    /// Makes `folder`, and those above it that are missing.
    fn make(folder: &Path) -> std::io::Result<Self> {
        let missing = |it: &&Path| !it.as_os_str().is_empty() && it.symlink_metadata().is_err();
        let made: Vec<PathBuf> = folder.ancestors().take_while(missing).map(Path::to_owned).collect();
        let made = MadeFolders(made);
        std::fs::create_dir_all(folder)?;
        Ok(made)
    }
}

impl Drop for MadeFolders {
    fn drop(&mut self) {
        // One that is not empty cannot be removed so.
        let _ = self.0.iter().try_for_each(std::fs::remove_dir);
    }
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
        let mut target = match &arguments.output {
            None => {
                let tree = open(&base, own, interrupt, streams)?;
                let (recovery, made) = (Recovery::default(), MadeFolders::default());
                Target { tree, _manifest: None, elsewhere: false, recovery, _made: made }
            }
            Some(folder) => {
                let key = FilePath::new(folder);
                if key.key().iter().any(|part| is_git(&part.to_string_lossy())) {
                    let failure = Failure::new(
                        text!(
                            en: "`{folder}` is one of git's own folders", zh: "`{folder}` 是 git 自身的文件夹",
                            folder = display(folder),
                        ),
                        text!(
                            en: "nothing was written; name another folder with --output",
                            zh: "未写入任何内容；请用 --output 指定其他文件夹"
                        ),
                    );
                    return Err(failure.into());
                }
                let made =
                    if arguments.check { Ok(MadeFolders::default()) } else { MadeFolders::make(folder) };
                let made = made.map_err(|error| {
                    Failure::new(
                        text!(
                            en: "`{folder}` cannot be made: {reason}", zh: "无法创建 `{folder}`：{reason}",
                            folder = display(folder), reason = reason(&error),
                        ),
                        text!(en: "name another folder with --output", zh: "请用 --output 指定其他文件夹"),
                    )
                })?;
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
                let recovery = Recovery::default();
                Target { tree, _manifest: manifest, elsewhere: true, recovery, _made: made }
            }
        };
        if !arguments.check {
            target.recovery = recover(&target.tree, "", arguments.force, streams)?;
        }
        Ok(Some(target))
    }

    /// Whether outputs go to another folder than the manifest's.
    pub(super) fn is_elsewhere(&self) -> bool {
        self.elsewhere
    }

    /// Completes or undoes what an interrupted build left in the output root: where the manifest's folder cannot be
    /// written to, a build leaves its work there.
    pub(super) fn recover_in(
        &mut self,
        root: &str,
        force: bool,
        streams: &mut Streams<'_>,
    ) -> Result<(), Stop> {
        let further = recover(&self.tree, root, force, streams)?;
        self.recovery.did |= further.did;
        self.recovery.edited.extend(further.edited);
        Ok(())
    }

    /// Findings about files that were changed after a build was interrupted.
    pub(super) fn edited_meanwhile(&self, sources: &SourceMap) -> Vec<Diagnostic> {
        let edited = self.recovery.edited.iter();
        edited.map(|path| finding(&self.tree, sources, Fault::EditedMeanwhile, path)).collect()
    }

    /// The manifest called `name`, whose folder is `base`, as the record of a build says it: as seen from the outputs'
    /// folder `root`, or where outputs go elsewhere from what holds both.
    fn seen_from_outputs(&self, build: &Build<'_>, base: &Path, name: &str) -> String {
        if !self.elsewhere {
            return build.manifest_seen_from_root(name);
        }
        let base = FilePath::new(base);
        let from = self.tree.path();
        match repository_of(base.key()).filter(|repository| !from.starts_with(repository)) {
            // Wherever the repository and the outputs are, the record is the same.
            Some(repository) => {
                let inside = base.key().strip_prefix(&repository).unwrap_or(Path::new("")).join(name);
                let own = repository.file_name().map(Path::new).unwrap_or(Path::new(""));
                display(&own.join(inside))
            }
            None => display(&relative_to(&base.key().join(name), from)),
        }
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
        let sources = &loaded.workspace.sources;
        let name = file_name(sources.name(manifest.manifest.file));
        let own = self.seen_from_outputs(build, &manifest.base, &name);
        let record = build.record();
        let mut faults = Vec::new();
        let mut earlier = Earlier::default();
        let mut digest = None;
        let recorded = self.tree.read(&record).map_err(failed)?;
        match &recorded {
            None => {}
            Some(bytes) => {
                digest = Some(Digest::of(bytes));
                match Earlier::read(bytes) {
                    Some(read) if read.is_of(&own) || arguments.force => earlier = read,
                    Some(_) => faults.push((Fault::OtherRecord, record.clone())),
                    None => faults.push((Fault::NoRecord, record.clone())),
                }
            }
        }
        let outputs = build.outputs(sources, &own, &earlier, digest).map_err(|error| {
            Failure::new(
                text!(
                    en: "the outputs cannot be made: {reason}", zh: "无法生成输出文件：{reason}", reason = reason(&error),
                ),
                text!(en: "nothing was changed; build again", zh: "未做任何更改；请重新构建"),
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
            same_record: None,
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
        if let (true, Some(there)) = (arguments.check, recorded) {
            let made = job.outputs.iter().find(|it| it.path == record).and_then(|it| it.bytes().ok());
            let same = made.is_some_and(|made| differs_in_line_ends(build, &there, &made));
            job.same_record = same.then_some(record);
        }
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
    /// The record, where it says what the build does but for the line ends of files.
    pub(super) same_record: Option<String>,
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
        finding(&self.target.tree, self.sources, fault, path)
    }

    /// Names the files that are no longer made, and that nothing tells whether somebody edited.
    pub(super) fn name_undigested(&self, streams: &mut Streams<'_>) -> Result<(), Stop> {
        let lang = streams.language.of_people();
        for (stale, found) in self.stale.iter().zip(self.comparison.stale()) {
            if found == Found::Undigested {
                let path = self.target.tree.shown(&stale.path);
                let said = text!(
                    en: "`{path}` is no longer made; an older nestc made it, which recorded no digest, so it stays",
                    zh: "`{path}` 不再生成；它由未记录摘要的旧版 nestc 生成，因此予以保留", path = visible(&path),
                );
                writeln!(streams.err, "{}", said.get(lang))?;
            }
        }
        Ok(())
    }
}

/// The finding that the file `path` of `tree` has `fault`.
fn finding(tree: &Tree, sources: &SourceMap, fault: Fault, path: &str) -> Diagnostic {
    let shown = tree.shown(path);
    let file = sources.add(shown.clone(), "");
    stale_output::finding(fault, &shown, Span { file, start: 0, end: 0 })
}

/// `path` as seen from the folder `from`; both are canonical.
fn relative_to(path: &Path, from: &Path) -> PathBuf {
    let shared = path.components().zip(from.components()).take_while(|(one, other)| one == other).count();
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(path.components().skip(shared)).collect()
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
