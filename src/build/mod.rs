//! A whole build: for each region and template the files to write, and the record of what was done.

mod folder;
mod part;
mod record;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::binding;
use crate::lower::terraform::missing_modules;
use crate::manifest::Manifest;
use crate::parallel;
use crate::plan::{self, OutputPattern, PatternParts, Plan, Replacement, Unrenderable};
use crate::render::{Content, Digest, Output, OutputFile, Role, Snapshot, Stale};
use crate::source::FileId;
use crate::syntax::SourceMap;
use crate::text;
use crate::workspace::{Compiled, Failure, FilePath, Input, Workspace, display, reason};

pub(crate) use folder::relative;
pub(crate) use part::{Part, Shard};
pub(crate) use record::{Earlier, differs_in_line_ends};

/// One template rendered for one region.
#[derive(Debug)]
pub(crate) struct Rendering<'a> {
    /// The region.
    pub region: String,
    /// The template's path relative to the manifest.
    pub template: String,
    /// Its output path relative to the manifest; for a module the folder.
    pub output: String,
    /// The files to write, their paths relative to the manifest.
    pub files: Vec<RenderedFile<'a>>,
    /// What was replaced.
    pub replacements: Vec<Replacement>,
}

/// One file of a rendering.
#[derive(Debug)]
pub(crate) struct RenderedFile<'a> {
    /// The output.
    pub output: OutputFile<'a>,
    /// The file that it is made of, relative to the manifest.
    pub input: String,
    /// The text that it is made of; `None` where it is copied.
    pub source: Option<FileId>,
}

/// Everything that a build writes.
#[derive(Debug)]
pub(crate) struct Build<'a> {
    /// The output root relative to the manifest; may be empty.
    pub root: String,
    /// By region in the manifest's order, then by template.
    pub renderings: Vec<Rendering<'a>>,
    /// Slots that cannot be rendered, with the region.
    pub unrenderable: Vec<(String, Unrenderable)>,
    /// Whether that is only part of the manifest.
    pub is_part: bool,
    /// The record's name in the output root.
    record: String,
}

/// In what form the images of several regions are built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Form {
    /// A copy of each template for each region.
    #[default]
    Copies,
    /// One copy of each template, which carries a map of regions.
    Mappings,
}

/// Plans a build of `compiled` for every region of `manifest`, which is in `base`; of `part` of both.
///
/// # Errors
/// When the output pattern is unfit, the part names what is not there, a template or a file of a module lies outside `base`, a folder
/// cannot be read, or there is no region to build for.
pub(crate) fn prepare<'a>(
    workspace: &'a Workspace,
    compiled: &[Compiled],
    manifest: &Manifest,
    base: &Path,
    part: &Part,
    form: Form,
) -> Result<Build<'a>, Failure> {
    let pattern = OutputPattern::new(manifest.output.as_ref().map(|output| output.value.as_str()))
        .map_err(|error| {
            let help = text!(en: "write it like `output: dist/{region}/{path}`", zh: "请写成 `output: dist/{region}/{path}`");
            Failure::new(error.text(), help)
        })?;
    let regions = binding::regions(manifest);
    if regions.is_empty() {
        return Err(Failure::new(
            text!(en: "there is no region to build for", zh: "没有可构建的地域"),
            text!(
                en: "list them under `regions:`, or give every associated version and every placeholder something for a common region",
                zh: "请在 `regions:` 下列出地域，或为每个关联的版本和占位符提供同一地域的内容",
            ),
        ));
    }
    let regions = part.regions(regions)?;
    if let Some(failure) = compiled.iter().find_map(|it| missing_module(&workspace.sources, it)) {
        return Err(failure);
    }
    let mut templates = Vec::new();
    let mut copies = Copies::default();
    for this in compiled {
        templates
            .push((this, TemplateFiles::of(workspace, this, compiled, base, pattern.root(), &mut copies)?));
    }
    part.check_templates(templates.iter().map(|(_, files)| files.name.as_str()))?;
    templates.retain(|(_, files)| part.has_template(&files.name));
    let copies = match form {
        Form::Copies => regions.clone(),
        Form::Mappings => vec![plan::MAPPED.to_owned()],
    };
    let pairs: Vec<_> =
        copies.iter().flat_map(|region| templates.iter().map(move |it| (region, it))).collect();
    let rendered = parallel::map(&pairs, |(region, (compiled, files))| {
        let plan = match form {
            Form::Copies => plan::plan(&workspace.sources, &compiled.unit, manifest, region),
            Form::Mappings => plan::mapped(&workspace.sources, &compiled.unit, manifest, &regions),
        };
        files.render(&workspace.sources, &pattern, region, plan)
    });
    let mut build = Build {
        root: pattern.root().to_owned(),
        renderings: Vec::new(),
        unrenderable: Vec::new(),
        is_part: !part.is_whole(),
        record: part.record(),
    };
    for rendering in rendered {
        let (rendering, unrenderable) = rendering?;
        build.unrenderable.extend(unrenderable.into_iter().map(|it| (rendering.region.clone(), it)));
        build.renderings.push(rendering);
    }
    build.check_paths()?;
    Ok(build)
}

/// The output of the file `file`, which belongs to `template`, as a build of the manifest in `base` names it; `None` for
/// a file that no build can name.
pub(crate) fn output_of(
    pattern: &OutputPattern,
    base: &Path,
    template: &FilePath,
    file: &FilePath,
    region: &str,
) -> Option<String> {
    let [name, input] = [template, file].map(|path| folder::relative(base, path).ok());
    pattern.of_file(region, &name?, &input?).ok()
}

/// A local module that `compiled` calls and that is not there: its images would be left as they are.
fn missing_module(sources: &SourceMap, compiled: &Compiled) -> Option<Failure> {
    let message = missing_modules(sources, &compiled.unit).next()?;
    let help = text!(
        en: "check the path; it is taken from the calling module's folder", zh: "请检查路径；它相对于调用方模块的文件夹"
    );
    Some(Failure::new(message, help))
}

impl<'a> Build<'a> {
    /// Each file, once: several templates may copy one module.
    fn files(&self) -> impl Iterator<Item = &RenderedFile<'a>> {
        let mut seen = HashSet::new();
        let files = self.renderings.iter().flat_map(|rendering| &rendering.files);
        files.filter(move |file| seen.insert(file.output.path.as_str()))
    }

    /// All files, the record included, with paths relative to the manifest. `manifest` is what the record says of it,
    /// `earlier` what the last build recorded, and `record` the digest of that record.
    ///
    /// # Errors
    /// When a large file that is copied has changed meanwhile, or edits do not fit their text.
    pub(crate) fn outputs(
        &self,
        sources: &SourceMap,
        manifest: &str,
        earlier: &Earlier,
        record: Option<Digest>,
    ) -> io::Result<Vec<Output<'a>>> {
        let files: Vec<&OutputFile<'a>> = self.files().map(|file| &file.output).collect();
        let made = parallel::map(&files, |file| {
            let role = Role::Output(earlier.files.get(self.below_root(&file.path)).copied());
            Output::new(file.path.clone(), file.content.clone(), role)
        });
        let mut outputs = made.into_iter().collect::<io::Result<Vec<_>>>()?;
        let digests = outputs.iter().map(|output| (output.path.as_str(), output.digest)).collect();
        let bytes = record::write(self, sources, manifest, &digests)?;
        outputs.push(Output::new(self.in_root(&self.record), Content::Bytes(bytes), Role::Own(record))?);
        Ok(outputs)
    }

    /// The files of an earlier build that this one does not make, relative to the manifest.
    #[must_use]
    pub(crate) fn stale(&self, earlier: &Earlier) -> Vec<Stale> {
        let made: HashSet<&str> = self.files().map(|file| self.below_root(&file.output.path)).collect();
        let stale = earlier.files.iter().filter(|(path, _)| !made.contains(path.as_str()));
        stale.map(|(path, digest)| Stale { path: self.in_root(path), digest: *digest }).collect()
    }

    /// The record's path relative to the manifest.
    #[must_use]
    pub(crate) fn record(&self) -> String {
        self.in_root(&self.record)
    }

    /// Puts everything into the folder that is written to itself, instead of below the output root.
    pub(crate) fn move_to_root(&mut self) {
        let root = std::mem::take(&mut self.root);
        let below = |path: &mut String| {
            if let Some(rest) = path.strip_prefix(root.as_str()) {
                *path = rest.trim_start_matches('/').to_owned();
            }
        };
        for rendering in &mut self.renderings {
            below(&mut rendering.output);
            rendering.files.iter_mut().for_each(|file| below(&mut file.output.path));
        }
    }

    fn in_root(&self, path: &str) -> String {
        if self.root.is_empty() { path.to_owned() } else { format!("{}/{path}", self.root) }
    }

    /// The manifest called `name` as seen from the output root.
    #[must_use]
    pub(crate) fn manifest_seen_from_root(&self, name: &str) -> String {
        let levels = self.root.split('/').filter(|part| !part.is_empty()).count();
        format!("{}{name}", "../".repeat(levels))
    }

    /// `path`, which is relative to the manifest, relative to the output root.
    #[must_use]
    pub(crate) fn below_root<'p>(&self, path: &'p str) -> &'p str {
        path.strip_prefix(self.root.as_str()).map_or(path, |rest| rest.trim_start_matches('/'))
    }

    /// Refuses a build in which two templates or regions share an output. Two templates may copy a module if nothing
    /// in it differs between them.
    fn check_paths(&self) -> Result<(), Failure> {
        let mut owners: HashMap<&str, (&Rendering<'_>, &RenderedFile<'_>)> = HashMap::new();
        for rendering in &self.renderings {
            for file in &rendering.files {
                let Some((other, first)) = owners.insert(&file.output.path, (rendering, file)) else {
                    continue;
                };
                let is_same_region = other.region == rendering.region;
                if is_same_region && (other.template == rendering.template || is_same(first, file)) {
                    continue;
                }
                let (one, two) = (&other.template, &rendering.template);
                if is_same_region && first.input == file.input {
                    let input = &file.input;
                    return Err(Failure::new(
                        text!(
                            en: "`{one}` and `{two}` need different values in `{input}`",
                            zh: "`{one}` 和 `{two}` 在 `{input}` 中需要不同的值", one, two, input,
                        ),
                        text!(
                            en: "give each of them a module of its own, or literals of its own",
                            zh: "请为它们分别提供各自的模块或字面量"
                        ),
                    ));
                }
                let path = &file.output.path;
                let message = if one == two {
                    text!(
                        en: "`{path}` would be written for two regions: {first} and {second}",
                        zh: "`{path}` 会被两个地域写入：{first} 和 {second}",
                        path, first = other.region, second = rendering.region,
                    )
                } else {
                    text!(
                        en: "`{path}` would be written from two templates: `{one}` and `{two}`",
                        zh: "`{path}` 会由两个模板写入：`{one}` 和 `{two}`", path, one, two,
                    )
                };
                let help = text!(en: "put `{region}` and `{path}` into `output`", zh: "请在 `output` 中加入 `{region}` 和 `{path}`");
                return Err(Failure::new(message, help));
            }
        }
        Ok(())
    }
}

/// Whether two outputs are one file with the same edits.
fn is_same(one: &RenderedFile<'_>, other: &RenderedFile<'_>) -> bool {
    one.input == other.input
        && match (&one.output.content, &other.output.content) {
            (Content::Edited { text, edits }, Content::Edited { text: other_text, edits: other_edits }) => {
                text == other_text && edits == other_edits
            }
            (Content::Copy(one), Content::Copy(other)) => {
                one.digest == other.digest && one.mode == other.mode
            }
            (one, other) => matches!((one.bytes(), other.bytes()), (Ok(one), Ok(other)) if one == other),
        }
}

/// The files that are copied, each read once.
#[derive(Default)]
struct Copies {
    known: HashMap<PathBuf, Arc<Snapshot>>,
    kept: u64,
}

/// Bytes of copied files that are kept in memory. Those beyond are read again when they are copied, and compared.
const KEPT: u64 = 256 << 20;

impl Copies {
    fn of(&mut self, path: &Path) -> Result<Arc<Snapshot>, Failure> {
        if let Some(known) = self.known.get(path) {
            return Ok(Arc::clone(known));
        }
        let snapshot = Snapshot::of(path.to_owned(), KEPT - self.kept).map_err(|error| {
            Failure::new(
                text!(
                    en: "`{path}` cannot be read: {reason}", zh: "无法读取 `{path}`：{reason}",
                    path = display(path), reason = reason(&error),
                ),
                text!(en: "a module is copied with all of its files", zh: "模块会连同其所有文件一起复制"),
            )
        })?;
        self.kept += snapshot.kept();
        let snapshot = Arc::new(snapshot);
        self.known.insert(path.to_owned(), Arc::clone(&snapshot));
        Ok(snapshot)
    }
}

/// The files of one template.
struct TemplateFiles {
    /// The template's path relative to the manifest.
    name: String,
    /// Each file: its path relative to the manifest, and its text or where to copy it from.
    files: Vec<(String, FileSource)>,
}

enum FileSource {
    Text(FileId),
    Disk(Arc<Snapshot>),
}

impl TemplateFiles {
    /// The files of `compiled`; what is in its folder and is one of `all` by itself is left to that one.
    fn of(
        workspace: &Workspace,
        compiled: &Compiled,
        all: &[Compiled],
        base: &Path,
        output_root: &str,
        copies: &mut Copies,
    ) -> Result<Self, Failure> {
        let sources = &workspace.sources;
        match &compiled.input {
            Input::Ros { path, .. } => {
                let name = folder::relative(base, path)?;
                let file = compiled.unit.templates.first().and_then(|template| template.files.first());
                let files = file.map(|&file| (name.clone(), FileSource::Text(file))).into_iter().collect();
                Ok(TemplateFiles { name, files })
            }
            Input::Module { path, .. } => {
                let name = folder::relative(base, path)?;
                let mut texts: BTreeMap<PathBuf, FileId> = BTreeMap::new();
                let mut folders: Vec<PathBuf> = vec![path.to_path_buf()];
                // What Terraform downloaded it downloads again for each copy.
                let own = compiled.unit.iter().filter(|&(id, _)| !compiled.unit.is_downloaded(id));
                for &file in own.flat_map(|(_, template)| &template.files) {
                    let Some(file_path) = workspace.path(file) else { continue };
                    texts.insert(file_path.key().to_owned(), sources.host(file));
                    folders.push(file_path.folder());
                }
                folders.sort();
                folders.dedup();
                let files =
                    folder::files_of(workspace, &folders, &base.join(output_root), output_root.is_empty())?;
                let others: Vec<&Path> = all
                    .iter()
                    .map(|it| it.input.path().key())
                    .filter(|other| *other != path.key() && other.starts_with(path.key()))
                    .collect();
                let is_own = |file: &FilePath| !others.iter().any(|other| file.key().starts_with(other));
                let files = files.iter().map(|path| FilePath::new(path)).filter(is_own).map(|path| {
                    let source = match texts.get(path.key()) {
                        Some(&file) => FileSource::Text(file),
                        None => FileSource::Disk(copies.of(&path)?),
                    };
                    Ok((folder::relative(base, &path)?, source))
                });
                Ok(TemplateFiles { name, files: files.collect::<Result<_, Failure>>()? })
            }
        }
    }

    fn render<'a>(
        &self,
        sources: &'a SourceMap,
        pattern: &OutputPattern,
        region: &str,
        plan: Plan,
    ) -> Result<(Rendering<'a>, Vec<Unrenderable>), Failure> {
        let unfit = |error: plan::PatternError| {
            let help = match &error {
                plan::PatternError::Unnameable(_) => {
                    text!(en: "rename the template or the region", zh: "请重命名模板或地域")
                }
                _ => text!(en: "put `{path}` into `output`", zh: "请在 `output` 中加入 `{path}`"),
            };
            Failure::new(error.text(), help)
        };
        let output = pattern.expand(PatternParts { region, path: &self.name }).map_err(unfit)?;
        let mut files = Vec::new();
        for (input, source) in &self.files {
            let path = pattern.of_file(region, &self.name, input).map_err(unfit)?;
            let (content, source) = match source {
                FileSource::Disk(copied) => (Content::Copy(Arc::clone(copied)), None),
                FileSource::Text(file) => {
                    let edits = plan.edits.iter().filter(|edit| edit.span.file == *file).cloned().collect();
                    (Content::Edited { text: sources.text(*file), edits }, Some(*file))
                }
            };
            files.push(RenderedFile { output: OutputFile { path, content }, input: input.clone(), source });
        }
        let rendering = Rendering {
            region: region.to_owned(),
            template: self.name.clone(),
            output,
            files,
            replacements: plan.replacements,
        };
        Ok((rendering, plan.unrenderable))
    }
}
