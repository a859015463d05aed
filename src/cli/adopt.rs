//! `nestc adopt`: what is at image slots becomes literals, with packages in the manifest.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use super::edited::{Draft, Edited, finish, place, shown};
use super::{Status, Stop, Streams, args, lint, output, tree};
use crate::adopt::{self, Candidates, Meaning, Packages};
use crate::binding::{self, Binding};
use crate::diagnostic::{Edit, Text};
use crate::grammar::{ImageIdShape, image_id_shape};
use crate::ir::{ImageSlot, Support, SymbolKind, TemplateId};
use crate::lower::Cx;
use crate::manifest::Manifest;
use crate::plan::{FileEdit, splice};
use crate::project::Loaded;
use crate::report::Place;
use crate::source::{FileId, Span};
use crate::syntax::{Item, map_edit};
use crate::text;
use crate::workspace::{Compiled, Failure, FilePath, Workspace, display, folder_of};

/// Rounds of cutting out at most; each makes room for the next.
const ROUNDS: usize = 1_000;

pub(super) fn run(arguments: &args::Adopt, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    check_image(arguments)?;
    let (start, named) = (lint::start_of(&arguments.paths, Path::new("")), arguments.manifest.as_deref());
    if !arguments.diff {
        tree::recover_at(named, &start, streams)?;
    }
    let mut draft = Draft::open(named, &start, streams.language.of_people())?;
    let mut adopting = Adopting {
        arguments,
        changed: BTreeMap::new(),
        candidates: Candidates::default(),
        said: Vec::new(),
        left: Vec::new(),
    };
    let mut loaded = adopting.load()?;
    let failed = loaded.print_failures(streams)?;
    let taken = adopting.take(&loaded, &mut draft);
    adopting.list_templates(&mut loaded, &mut draft);
    let before = errors(&loaded);
    drop(loaded);
    if taken > 0 {
        adopting.check(&before)?;
        adopting.cut_unused(&before)?;
    }
    let draft_is_new = draft.is_new();
    let manifest = shown(draft.path());
    let mut files: Vec<Edited> = if taken > 0 { vec![draft.into_edited()] } else { Vec::new() };
    files.extend(adopting.changed.into_values());
    // The manifest first: a package that no template uses yet does no harm.
    let status = finish(&files, arguments.diff, streams)?;
    for said in adopting.said.iter().chain(&adopting.left) {
        output::line(streams, said)?;
    }
    if draft_is_new && taken > 0 && !arguments.diff {
        output::line(streams, &text!(en: "wrote `{manifest}`", zh: "已写入 `{manifest}`", manifest))?;
    }
    let left = if adopting.left.is_empty() { Status::Clean } else { Status::Findings };
    if !adopting.left.is_empty() {
        output::line(
            streams,
            &text!(
                en: "name an image with `--image ID`, or a package of the manifest with `--package NAME`",
                zh: "请用 `--image ID` 指定镜像，或用 `--package NAME` 指定清单中的部署物",
            ),
        )?;
    } else if taken == 0 {
        output::line(
            streams,
            &text!(en: "every image ID is a literal already", zh: "所有镜像 ID 都已是字面量"),
        )?;
    }
    Ok(status.and(left).and(if failed { Status::Failed } else { Status::Clean }))
}

/// Refuses an `--image` that is not an image ID.
fn check_image(arguments: &args::Adopt) -> Result<(), Failure> {
    if let Some(image) = arguments.image.as_deref().filter(|it| image_id_shape(it) == ImageIdShape::Name) {
        return Err(Failure::new(
            text!(en: "`{image}` is not an image ID", zh: "`{image}` 不是镜像 ID", image),
            text!(
                en: "name an image ID with `--image`, or a package with `--package`",
                zh: "请用 `--image` 指定镜像 ID，或用 `--package` 指定部署物",
            ),
        ));
    }
    Ok(())
}

struct Adopting<'a> {
    arguments: &'a args::Adopt,
    /// The files that change.
    changed: BTreeMap<PathBuf, Edited>,
    candidates: Candidates,
    said: Vec<Text>,
    left: Vec<Text>,
}

/// The number of errors in the text of each file.
type Errors = BTreeMap<PathBuf, usize>;

impl Adopting<'_> {
    /// Compiles what is named and what the manifest names, with the texts as they are edited so far.
    fn load(&self) -> Result<Loaded, Failure> {
        let reading = &self.arguments.reading;
        let mut loaded = Loaded::new(&reading.exclude, reading.follow_links)?;
        loaded.quiet = true;
        for edited in self.changed.values() {
            loaded.workspace.set_text(&edited.path, edited.new.clone());
        }
        let start = lint::start_of(&self.arguments.paths, Path::new(""));
        let named = self.arguments.manifest.as_deref();
        // One that is named and not there yet will be written.
        if named.is_none_or(|path| path.symlink_metadata().is_ok()) {
            loaded.read_manifest(named, &start)?;
        }
        let mut found = loaded.workspace.discover(&self.arguments.paths);
        // What else the manifest builds may read what would be cut out.
        let others = loaded.manifest_inputs();
        let known: HashSet<PathBuf> = found.inputs.iter().map(|it| it.path().key().to_owned()).collect();
        found.inputs.extend(others.inputs.into_iter().filter(|it| !known.contains(it.path().key())));
        loaded.compile(found);
        Ok(loaded)
    }

    /// Puts literals at the slots, and what they stand for into the manifest. How many.
    fn take(&mut self, loaded: &Loaded, draft: &mut Draft) -> usize {
        let mut edits: BTreeMap<FileId, BTreeMap<Span, String>> = BTreeMap::new();
        let manifest = loaded.manifest.as_ref().map(|it| &it.manifest);
        for compiled in &loaded.compiled {
            let cx = Cx::new(&loaded.workspace.sources, &compiled.unit);
            let binding = Binding::new(cx);
            let regions = adopt::regions(cx);
            let mut spans = Vec::new();
            for (id, _, slot) in compiled.unit.slots() {
                if !self.is_meant(&loaded.workspace, compiled, slot, manifest) {
                    continue;
                }
                let Some(meaning) = adopt::meaning(cx, &binding, id, slot, &regions) else { continue };
                if let Some((span, text)) = self.take_slot(cx, id, slot, &meaning, draft) {
                    let is_new = edits.entry(span.file).or_default().insert(span, text).is_none();
                    if is_new {
                        spans.push(slot.value.span);
                    }
                }
            }
            let path = |file| loaded.workspace.path(file).map(|it| it.key().to_owned());
            self.candidates.add_used(cx, &spans, &path);
        }
        let count = edits.values().map(BTreeMap::len).sum();
        self.apply(loaded, edits);
        count
    }

    /// Lists in the manifest the templates that change and that it does not list.
    fn list_templates(&self, loaded: &mut Loaded, draft: &mut Draft) {
        let base = FilePath::new(&folder_of(draft.path()));
        let listed: HashSet<PathBuf> =
            loaded.manifest_inputs().inputs.iter().map(|it| it.path().key().to_owned()).collect();
        for compiled in &loaded.compiled {
            let path = compiled.input.path();
            let changes = |file: &FileId| {
                loaded.workspace.path(*file).is_some_and(|it| self.changed.contains_key(it.key()))
            };
            let is_changed = compiled.unit.templates.iter().flat_map(|it| &it.files).any(changes);
            let Ok(below) = path.key().strip_prefix(base.key()) else { continue };
            let name = if below.as_os_str().is_empty() { ".".to_owned() } else { display(below) };
            let names = draft.editor.get(&["templates"]).map(Item::items).unwrap_or_default();
            let is_written = names.iter().any(|it| it.text() == Some(&name));
            if is_changed && !is_written && !listed.contains(path.key()) {
                // What cannot be listed in place is still adopted.
                let _ = draft.editor.push(&["templates"], Item::string(name));
            }
        }
    }

    fn is_meant(
        &self,
        workspace: &Workspace,
        compiled: &Compiled,
        slot: &ImageSlot,
        manifest: Option<&Manifest>,
    ) -> bool {
        let is_rendered = match manifest {
            Some(manifest) => binding::is_rendered(slot, manifest),
            None => slot.shape.support == Support::Supported,
        };
        let Some(path) = workspace.path(slot.value.span.file) else { return false };
        let mut named = self.arguments.paths.iter().map(|named| FilePath::new(named));
        let is_named = named.any(|named| path.key().starts_with(named.key()));
        is_rendered && is_named && compiled.reports_on(&workspace.sources, slot.value.span.file)
    }

    fn take_slot(
        &mut self,
        cx: Cx<'_>,
        template: TemplateId,
        slot: &ImageSlot,
        meaning: &Meaning,
        draft: &mut Draft,
    ) -> Option<(Span, String)> {
        let resource = cx.unit.template(template).and_then(|it| it.resource_of(slot));
        let resource = resource.map(|it| it.name.as_str()).unwrap_or_default();
        let at = place(cx.sources, slot.value.span);
        let name = text!(
            en: "`{path}` of `{resource}` ({at})",
            zh: "`{resource}` 的 `{path}`（{at}）",
            path = slot.path, resource, at,
        );
        if adopt::edit(cx, slot, "x").is_none() {
            self.left.push(text!(
                en: "{name} is left: it is shared with other places by an alias",
                zh: "未改动{name}：它通过别名与其他位置共用",
                name,
            ));
            return None;
        }
        let before = draft.editor.clone();
        let mut packages = Packages {
            editor: &mut draft.editor,
            package: self.arguments.package.as_deref(),
            image: self.arguments.image.as_deref(),
        };
        let name_of_map = adopt::map_name(cx, template, meaning);
        let base = name_of_map.unwrap_or_else(|| adopt::base_name(cx, slot, resource));
        let taken = match packages.take(meaning, &base) {
            Ok(taken) => taken,
            Err(left) => {
                draft.editor = before;
                self.left.push(left.said(&name));
                return None;
            }
        };
        let edit = adopt::edit(cx, slot, &taken.literal);
        let Some(edit) = edit.and_then(|Edit { span, text }| map_edit(cx.sources, span, text)) else {
            draft.editor = before;
            self.left.push(text!(
                en: "{name} is left: the literal cannot be written there",
                zh: "未改动{name}：该处无法写入字面量",
                name,
            ));
            return None;
        };
        self.said.push(taken.said(&name));
        Some(edit)
    }

    fn apply(&mut self, loaded: &Loaded, edits: BTreeMap<FileId, BTreeMap<Span, String>>) {
        for (file, edits) in edits {
            let Some(path) = loaded.workspace.path(file) else { continue };
            let text = loaded.workspace.sources.text(file);
            let edits: Vec<FileEdit> =
                edits.into_iter().map(|(span, text)| FileEdit { span, text }).collect();
            let Some(new) = splice(text, &edits) else { continue };
            let original =
                || Edited { path: path.to_path_buf(), old: Some(text.to_owned()), new: String::new() };
            self.changed.entry(path.key().to_owned()).or_insert_with(original).new = new;
        }
    }

    /// Compiles what was edited; a text with new errors is a fault.
    fn check(&self, before: &Errors) -> Result<Loaded, Failure> {
        let loaded = self.load()?;
        let now = errors(&loaded);
        let is_worse = |path: &&PathBuf| {
            now.get(*path).copied().unwrap_or(usize::MAX) > before.get(*path).copied().unwrap_or(0)
        };
        match self.changed.keys().find(is_worse) {
            Some(path) => Err(fault(path)),
            None => Ok(loaded),
        }
    }

    /// Cuts out what nothing reads any more.
    fn cut_unused(&mut self, before: &Errors) -> Result<(), Failure> {
        for _ in 0..ROUNDS {
            let loaded = self.load()?;
            let mut edits: BTreeMap<FileId, BTreeMap<Span, String>> = BTreeMap::new();
            let mut said = Vec::new();
            for compiled in &loaded.compiled {
                let cx = Cx::new(&loaded.workspace.sources, &compiled.unit);
                let path = |file| loaded.workspace.path(file).map(|it| it.key().to_owned());
                let keeps = |kind, name: &str, file| keeps(&loaded, compiled, kind, name, file);
                for (edit, kind, name) in adopt::removals(cx, &mut self.candidates, &path, &keeps) {
                    let at = place(cx.sources, edit.span);
                    let Some((span, text)) = map_edit(cx.sources, edit.span, edit.text) else { continue };
                    if edits.entry(span.file).or_default().insert(span, text).is_none() {
                        said.push(text!(
                            en: "removed {noun} `{name}`, which nothing reads any more ({at})",
                            zh: "已移除不再使用的{noun} `{name}`（{at}）",
                            noun = kind.noun(), name, at,
                        ));
                    }
                }
            }
            if edits.is_empty() {
                return Ok(());
            }
            let kept = self.changed.clone();
            self.apply(&loaded, edits);
            drop(loaded);
            if self.check(before).is_err() {
                // What cannot be cut out cleanly stays.
                self.changed = kept;
                return Ok(());
            }
            self.said.extend(said);
        }
        Ok(())
    }
}

/// Whether something that is not compiled with `compiled` may read the definition.
fn keeps(loaded: &Loaded, compiled: &Compiled, kind: SymbolKind, name: &str, file: FileId) -> bool {
    let key = |file| loaded.workspace.path(file).map(|it| it.key().to_owned());
    let host = key(file);
    let others = loaded.compiled.iter().filter(|it| !std::ptr::eq(*it, compiled));
    let mut files = others.flat_map(|it| &it.unit.templates).flat_map(|it| &it.files);
    let is_shared = files.any(|&it| key(it) == host);
    let is_set = |path: FilePath| is_set_by_a_file(&path, name);
    is_shared || kind == SymbolKind::Variable && loaded.workspace.path(file).is_some_and(is_set)
}

/// Whether a `.tfvars` file in the folder of `file` speaks of the variable `name`.
fn is_set_by_a_file(file: &FilePath, name: &str) -> bool {
    let entries = std::fs::read_dir(file.folder()).into_iter().flatten().flatten();
    let is_values = |path: &Path| path.to_string_lossy().contains(".tfvars");
    entries
        .map(|it| it.path())
        .filter(|path| is_values(path))
        .any(|path| std::fs::read_to_string(&path).is_ok_and(|text| text.contains(name)))
}

/// The number of errors in each text that was compiled.
fn errors(loaded: &Loaded) -> Errors {
    let mut errors = Errors::new();
    let templates = loaded.compiled.iter().flat_map(|compiled| &compiled.unit.templates);
    let mut seen = HashSet::new();
    for template in templates {
        for &file in &template.files {
            if let Some(path) = loaded.workspace.path(file) {
                errors.entry(path.key().to_owned()).or_default();
            }
        }
        for problem in &template.problems {
            let span = Place::of(&loaded.workspace.sources, problem.primary.span).span;
            if let (true, Some(path)) = (seen.insert((span, problem.rule)), loaded.workspace.path(span.file))
            {
                *errors.entry(path.key().to_owned()).or_default() += 1;
            }
        }
    }
    errors
}

fn fault(path: &Path) -> Failure {
    let path = display(path);
    Failure::new(
        text!(en: "adopting would leave errors in `{path}`", zh: "改写会使 `{path}` 出现错误", path),
        text!(
            en: "this is a fault of nestc, and nothing was changed; please report it",
            zh: "这是 nestc 的缺陷，未做任何更改；请反馈",
        ),
    )
}
