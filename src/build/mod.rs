//! A whole build: for each region and template the files to write, and the record of what was done.

mod folder;
mod record;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::manifest::Manifest;
use crate::parallel;
use crate::plan::{self, OutputPattern, PatternParts, Plan, Replacement, Unrenderable};
use crate::render::{Content, OutputFile};
use crate::source::FileId;
use crate::syntax::SourceMap;
use crate::workspace::{Compiled, Failure, FilePath, Input, Workspace};

pub use record::{RECORD, recorded_outputs};

/// One template rendered for one region.
#[derive(Debug)]
pub struct Rendering<'a> {
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
pub struct RenderedFile<'a> {
    /// The output.
    pub output: OutputFile<'a>,
    /// The file that it is made of, relative to the manifest.
    pub input: String,
    /// The text that it is made of; `None` where it is copied.
    pub source: Option<FileId>,
}

/// Everything that a build writes.
#[derive(Debug)]
pub struct Build<'a> {
    /// The output root relative to the manifest; may be empty.
    pub root: String,
    /// By region in the manifest's order, then by template.
    pub renderings: Vec<Rendering<'a>>,
    /// Slots that cannot be rendered, with the region.
    pub unrenderable: Vec<(String, Unrenderable)>,
}

/// Plans a build of `compiled` for every region of `manifest`, which is in `base`.
///
/// # Errors
/// When the output pattern is unfit, a template or a file of a module lies outside `base`, a folder
/// cannot be read, or there is no region to build for.
pub fn prepare<'a>(
    workspace: &'a Workspace,
    compiled: &[Compiled],
    manifest: &Manifest,
    base: &Path,
) -> Result<Build<'a>, Failure> {
    let pattern = OutputPattern::new(manifest.output.as_ref().map(|output| output.value.as_str()))
        .map_err(|error| Failure::new(error.to_string(), "write it like `output: dist/{region}/{path}`"))?;
    let regions = plan::regions(manifest);
    if regions.is_empty() {
        return Err(Failure::new(
            "there is no region to build for",
            "list them under `regions:`, or give every associated version and every placeholder something for a common region",
        ));
    }
    let mut templates = Vec::new();
    for this in compiled {
        templates.push((this, TemplateFiles::of(workspace, this, compiled, base, pattern.root())?));
    }
    let pairs: Vec<_> =
        regions.iter().flat_map(|region| templates.iter().map(move |it| (region, it))).collect();
    let rendered = parallel::map(&pairs, |(region, (compiled, files))| {
        let plan = plan::plan(&workspace.sources, &compiled.unit, manifest, region);
        files.render(&workspace.sources, &pattern, region, plan)
    });
    let mut build =
        Build { root: pattern.root().to_owned(), renderings: Vec::new(), unrenderable: Vec::new() };
    for rendering in rendered {
        let (rendering, unrenderable) = rendering?;
        build.unrenderable.extend(unrenderable.into_iter().map(|it| (rendering.region.clone(), it)));
        build.renderings.push(rendering);
    }
    build.check_paths()?;
    Ok(build)
}

impl<'a> Build<'a> {
    /// All files, the record included, with paths relative to the output root.
    #[must_use]
    pub fn output_files(&self, sources: &SourceMap, base: &Path) -> Vec<OutputFile<'a>> {
        let mut files: Vec<OutputFile<'a>> = Vec::new();
        for file in self.renderings.iter().flat_map(|rendering| &rendering.files) {
            let path = self.below_root(&file.output.path).to_owned();
            files.push(OutputFile { path, content: file.output.content.clone() });
        }
        let record = Content::Bytes(record::write(self, sources, base));
        files.push(OutputFile { path: RECORD.to_owned(), content: record });
        files
    }

    /// `path`, which is relative to the manifest, relative to the output root.
    #[must_use]
    pub fn below_root<'p>(&self, path: &'p str) -> &'p str {
        path.strip_prefix(self.root.as_str()).map_or(path, |rest| rest.trim_start_matches('/'))
    }

    /// Refuses a build in which two templates or regions share an output.
    fn check_paths(&self) -> Result<(), Failure> {
        let mut owners: BTreeMap<&str, &Rendering<'_>> = BTreeMap::new();
        for rendering in &self.renderings {
            for file in &rendering.files {
                let Some(other) = owners.insert(&file.output.path, rendering) else { continue };
                if other.template == rendering.template && other.region == rendering.region {
                    continue;
                }
                let (one, two) = (&other.template, &rendering.template);
                let message = if one == two {
                    let regions = format!("{} and {}", other.region, rendering.region);
                    format!("`{}` would be written for two regions: {regions}", file.output.path)
                } else {
                    format!("`{}` would be written from two templates: `{one}` and `{two}`", file.output.path)
                };
                return Err(Failure::new(message, "put `{region}` and `{path}` into `output`"));
            }
        }
        Ok(())
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
    Disk(PathBuf),
}

impl TemplateFiles {
    /// The files of `compiled`; what is in its folder and is one of `all` by itself is left to that one.
    fn of(
        workspace: &Workspace,
        compiled: &Compiled,
        all: &[Compiled],
        base: &Path,
        output_root: &str,
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
                for &file in compiled.unit.templates.iter().flat_map(|template| &template.files) {
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
                    let text = texts.get(path.key());
                    let source = text
                        .map_or_else(|| FileSource::Disk(path.to_path_buf()), |&file| FileSource::Text(file));
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
        let unfit = |error: plan::PatternError| Failure::new(error.to_string(), "put `{path}` into `output`");
        let output = pattern.expand(PatternParts { region, path: &self.name }).map_err(unfit)?;
        let mut files = Vec::new();
        for (input, source) in &self.files {
            let path = match input.strip_prefix(self.name.as_str()) {
                Some(rest) if self.name.is_empty() => format!("{output}/{rest}"),
                Some(rest) => format!("{output}{rest}"),
                None => pattern.expand(PatternParts { region, path: input }).map_err(unfit)?,
            };
            let (content, source) = match source {
                FileSource::Disk(path) => (Content::Copy(path.clone()), None),
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
