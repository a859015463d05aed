//! From paths to compiled templates with their manifest: what a command or an editor works on.

mod computenest;
mod templates;

use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, RuleId, Severity, Text};
use crate::ir::Unit;
use crate::lint::{self, Report, Selection};
use crate::manifest::{self, Manifest, Spanned, TemplateConfig};
use crate::parallel;
use crate::plan::OutputPattern;
use crate::schema::Schema;
use crate::source::{FileId, Span};
use crate::text;
use crate::workspace::{
    Compiled, Discovery, Failure, FilePath, Glob, Input, Workspace, display, folder_of, once_by_name,
};
pub(crate) use computenest::CONFIG;
use templates::Entries;

/// The manifest's file name.
pub(crate) const MANIFEST: &str = "nestc.yaml";

/// The name of the file that records published versions.
pub(crate) const LOCK: &str = "nestc.lock";

/// A manifest with its folder.
#[derive(Debug)]
pub(crate) struct LoadedManifest {
    pub(crate) manifest: Manifest,
    /// The folder that the manifest's paths are relative to.
    pub(crate) base: PathBuf,
    /// The lock file, where there is one.
    pub(crate) lock_file: Option<FileId>,
}

/// Everything that a command works on.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    pub(crate) workspace: Workspace,
    pub(crate) compiled: Vec<Compiled>,
    pub(crate) manifest: Option<LoadedManifest>,
    /// Findings about the manifest's shape.
    pub(crate) before: Vec<Diagnostic>,
    /// What could not be looked at.
    pub(crate) failures: Vec<Failure>,
    /// Files with schemas of newer resource types that the command line names.
    pub(crate) schemas: Vec<PathBuf>,
    /// What is known of resource types, where something newer was named.
    pub(crate) schema: Option<Schema>,
    /// Findings about templates of computenest-cli that cannot be looked at.
    out_of_sight: Vec<Diagnostic>,
    /// Whether the templates are those of the configuration of computenest-cli.
    takes_templates: bool,
    /// Whether all templates of the manifest are inputs.
    complete: bool,
    /// Whether outputs are to be written.
    pub(crate) building: bool,
    /// Which rules count.
    pub(crate) selection: Selection,
    /// Whether the manifest was asked about, which is looked at in any case.
    pub(crate) looked: bool,
    /// Whether it is left unsaid what was passed over.
    pub(crate) quiet: bool,
}

impl Loaded {
    /// Nothing yet. What the globs `exclude` match, seen from the working folder, is left out; links may lead anywhere
    /// with `follow_links`.
    ///
    /// # Errors
    /// When a glob cannot be read.
    pub(crate) fn new(exclude: &[String], follow_links: bool) -> Result<Self, Failure> {
        let loaded = Loaded::default();
        if follow_links {
            loaded.workspace.follow_links();
        }
        for glob in exclude {
            let here = FilePath::new(Path::new("."));
            let help = text!(en: "write it like `--exclude 'legacy/**'`", zh: "请写成 `--exclude 'legacy/**'` 的形式");
            let unfit = |problem| Failure::new(problem, help);
            loaded.workspace.leave_out(&here, glob).map_err(unfit)?;
        }
        Ok(loaded)
    }

    /// Reads the manifest: the one that is named, or the nearest at `start` or above, or else what stands in
    /// for it, the configuration of computenest-cli. Then reads the schemas of newer resource types.
    pub(crate) fn read_manifest(&mut self, named: Option<&Path>, start: &Path) -> Result<(), Failure> {
        self.find_manifest(named, start)?;
        self.read_schemas()
    }

    /// Reads the schemas of newer resource types.
    pub(crate) fn read_schemas(&mut self) -> Result<(), Failure> {
        let paths: Vec<FilePath> = self.schema_paths().collect();
        if paths.is_empty() {
            return Ok(());
        }
        let mut files = Vec::new();
        for path in &paths {
            self.workspace.look_into(&FilePath::new(&path.folder()));
            files.push(self.workspace.read(path)?);
        }
        let texts = files.iter().map(|&file| self.workspace.sources.text(file).as_bytes());
        let schema = Schema::with(texts).map_err(|(place, problem)| {
            let path = paths.get(place).map(|path| display(path).to_string()).unwrap_or_default();
            let message = text!(
                en: "`{path}` cannot be used as a schema: {problem}",
                zh: "`{path}` 不能用作资源类型定义：{problem}",
                path, problem,
            );
            let help = text!(
                en: "write it with `terraform providers schema -json`, or save answers of the ROS action `GetResourceType`",
                zh: "请用 `terraform providers schema -json` 生成，或保存 ROS 接口 `GetResourceType` 的返回结果",
            );
            Failure::new(message, help)
        })?;
        self.schema = Some(schema);
        Ok(())
    }

    /// The files with schemas of newer resource types; what the command line names comes last and counts for more.
    pub(crate) fn schema_paths(&self) -> impl Iterator<Item = FilePath> {
        let of_manifest = self
            .manifest
            .iter()
            .flat_map(|loaded| loaded.manifest.schema.iter().map(|named| loaded.base.join(&named.value)));
        of_manifest.chain(self.schemas.iter().cloned()).map(|path| FilePath::new(&path))
    }

    fn find_manifest(&mut self, named: Option<&Path>, start: &Path) -> Result<(), Failure> {
        let manifest = manifest_path(named, start);
        let stands_in = manifest.is_none();
        let Some(path) = manifest.or_else(|| find_above(start, CONFIG)) else { return Ok(()) };
        self.workspace.look_into(&FilePath::new(&folder_of(&path)));
        let file = self.workspace.read(&path)?;
        let base = FilePath::new(&folder_of(&path)).to_path_buf();
        let is_config = stands_in || named.is_some() && manifest::is_config(&self.workspace.sources, file);
        if is_config {
            let mut manifest = Manifest::empty(file);
            self.adopt(&mut manifest, &path, "")?;
            self.manifest = Some(LoadedManifest { manifest, base, lock_file: None })
                .filter(|it| it.manifest.is_stand_in());
            return Ok(());
        }
        let (manifest, findings) = manifest::read(&self.workspace.sources, file);
        self.before.extend(findings);
        let Some(mut manifest) = manifest else { return Ok(()) };
        if let Some(named) = manifest.computenest.as_ref().map(|it| it.value.clone()) {
            let folder = named.rsplit_once('/').map_or("", |(folder, _)| folder);
            let path = base.join(&named);
            if !self.workspace.reaches(&FilePath::new(&path)) {
                return Err(Failure::new(
                    text!(
                        en: "`{path}` is outside the manifest's folder and its repository",
                        zh: "`{path}` 在清单所在的文件夹及其仓库之外",
                        path = display(&path),
                    ),
                    text!(
                        en: "put the configuration of computenest-cli inside",
                        zh: "请将 computenest-cli 的配置放到其中",
                    ),
                ));
            }
            self.adopt(&mut manifest, &path, folder)?;
        }
        self.leave_out(&manifest, &base);
        self.manifest = Some(LoadedManifest { manifest, base, lock_file: None });
        self.read_lock()
    }

    /// Leaves out of all searches what the manifest excludes, and its outputs.
    fn leave_out(&mut self, manifest: &Manifest, base: &Path) {
        let folder = FilePath::new(base);
        for glob in &manifest.exclude {
            if let Err(message) = self.workspace.leave_out(&folder, &glob.value) {
                let label = text!(en: "not a glob", zh: "不是 glob");
                let finding = in_manifest(glob.span, "exclude", message, label);
                self.before.push(finding.help(text!(
                    en: "write it like `legacy/**` or `*.draft.yaml`",
                    zh: "请写成 `legacy/**` 或 `*.draft.yaml` 的形式",
                )));
            }
        }
        let Ok(pattern) = OutputPattern::new(manifest.output.as_ref().map(|output| output.value.as_str()))
        else {
            return;
        };
        let root = FilePath::new(&base.join(pattern.root()));
        let is_source = |template: &Spanned<String>| {
            FilePath::new(&base.join(Glob::folder(&template.value))).key().starts_with(root.key())
        };
        // Where sources stand among the outputs, the record of the build tells which is which.
        if root.key() != folder.key() && !manifest.templates.iter().any(is_source) {
            self.workspace.leave_out_folder(&root);
        }
    }

    /// Takes over what the configuration `path` of computenest-cli says, whose folder is `folder` as seen from
    /// the manifest.
    fn adopt(&mut self, manifest: &mut Manifest, path: &Path, folder: &str) -> Result<(), Failure> {
        let read = computenest::read(&self.workspace, path)?;
        self.before.extend(read.findings);
        let Some(config) = read.config else { return Ok(()) };
        self.takes_templates = manifest.templates.is_empty();
        if self.takes_templates {
            self.out_of_sight = computenest::out_of_sight(&config);
        }
        manifest.adopt(config, folder);
        Ok(())
    }

    /// Reads what earlier builds recorded beside the manifest, if they did.
    fn read_lock(&mut self) -> Result<(), Failure> {
        let Some(loaded) = &mut self.manifest else { return Ok(()) };
        let path = loaded.base.join(LOCK);
        if path.symlink_metadata().is_ok() {
            let file = self.workspace.read(&path)?;
            let (lock, findings) = manifest::Lock::read(&self.workspace.sources, file);
            loaded.manifest.lock = Some(lock);
            loaded.lock_file = Some(file);
            if !findings.is_empty() {
                self.failures.push(Failure::new(
                    text!(en: "`{path}` is damaged", zh: "`{path}` 已损坏", path = display(&path)),
                    text!(
                        en: "restore it from the history of the repository; without it nothing tells what was published",
                        zh: "请从仓库历史中恢复；没有它就无法得知已发布的内容",
                    ),
                ));
            }
            self.before.extend(findings);
        }
        Ok(())
    }

    /// The texts of the manifest and of the configuration that it takes over.
    pub(crate) fn manifest_files(&self) -> impl Iterator<Item = FileId> {
        let manifest = self.manifest.as_ref().map(|loaded| &loaded.manifest);
        manifest.into_iter().flat_map(|it| [it.file].into_iter().chain(it.config.as_ref().map(|it| it.file)))
    }

    /// Whether reading the manifest found an error.
    pub(crate) fn manifest_is_broken(&self) -> bool {
        let is_broken =
            |it: &Diagnostic| it.rule == RuleId::InvalidManifest && it.severity == Severity::Error;
        self.before.iter().any(is_broken)
    }

    /// Compiles what `discovery` holds, on all processors.
    pub(crate) fn compile(&mut self, discovery: Discovery) {
        if let Some(loaded) = &mut self.manifest
            && let Some(config) = &mut loaded.manifest.config
        {
            let folder = self.workspace.path(config.file).map(|path| path.folder()).unwrap_or_default();
            computenest::name_templates(config, &folder, &discovery);
        }
        self.failures.extend(discovery.failures);
        let workspace = &self.workspace;
        let inputs = workspace.roots(discovery.inputs);
        let compiled = parallel::map(&inputs, |input| workspace.compile(input));
        let is_built = self.manifest.as_ref().is_some_and(|loaded| !loaded.manifest.is_stand_in());
        for (input, mut result) in inputs.iter().zip(compiled) {
            if let (true, Ok(Some(compiled))) = (is_built, &mut result) {
                self.workspace.find_left_out(compiled);
            }
            match (result, input) {
                (Ok(Some(compiled)), _) => self.compiled.push(compiled),
                (Ok(None), Input::Ros { path, named: true }) => self.not_a_template(path, discovery.strict),
                (Ok(None), _) => {}
                (Err(failure), _) => self.failures.push(failure),
            }
        }
    }

    /// What is said of the file `path`, which was named and is not a template.
    fn not_a_template(&mut self, path: &FilePath, strict: bool) {
        let mut own = self.manifest_files().filter_map(|file| self.workspace.path(file));
        let is_own = own.any(|own| own.key() == path.key());
        drop(own);
        match strict {
            true => self.failures.push(match self.workspace.read(path) {
                Ok(file) => Failure::no_template(path, self.workspace.sources.text(file)),
                Err(failure) => failure,
            }),
            // The manifest is looked at as such.
            false if is_own => self.looked = true,
            false => self.workspace.skip_other(path),
        }
    }

    /// The inputs that the manifest's `templates` name. What they name in vain becomes a finding.
    pub(crate) fn manifest_inputs(&mut self) -> Discovery {
        let Some(loaded) = &self.manifest else { return Discovery::default() };
        let mut all = Discovery { strict: true, ..Discovery::default() };
        let of_config = loaded.manifest.config.as_ref().filter(|_| self.takes_templates);
        let remote = of_config.is_some_and(|config| config.templates.iter().any(TemplateConfig::is_remote));
        self.complete = self.out_of_sight.is_empty() && !remote;
        self.before.append(&mut self.out_of_sight);
        let config = loaded.manifest.config.as_ref();
        let mut entries = Entries::new(&self.workspace, FilePath::new(&loaded.base));
        for template in &loaded.manifest.templates {
            let of_config = config.is_some_and(|config| config.file == template.span.file);
            let inputs = match of_config {
                true => entries.named(
                    &template.value,
                    text!(
                        en: "`Url` is relative to the configuration's folder",
                        zh: "`Url` 相对于配置所在的文件夹",
                    ),
                ),
                false => entries.of_manifest(&template.value),
            };
            match inputs {
                Ok(inputs) => all.inputs.extend(inputs),
                Err(problem) => {
                    let path = if of_config { "TemplateConfigs" } else { "templates" };
                    let finding = in_manifest(
                        template.span,
                        path,
                        problem.message,
                        text!(en: "named here", zh: "在此处指定"),
                    );
                    self.before.push(finding.help(problem.help));
                    self.complete = false;
                }
            }
        }
        all.failures = entries.into_failures();
        all.inputs = once_by_name(all.inputs);
        all
    }

    /// The resource types that are known.
    pub(crate) fn known_types(&self) -> &Schema {
        self.schema.as_ref().unwrap_or_else(|| Schema::built_in())
    }

    /// Runs all rules over `units`, which were compiled with this manifest.
    pub(crate) fn lint_units(&self, units: &[Unit]) -> Report {
        lint::run(&lint::Input {
            sources: &self.workspace.sources,
            units,
            manifest: self.manifest.as_ref().map(|loaded| &loaded.manifest),
            schema: self.known_types(),
            complete: self.complete && self.failures.is_empty(),
            building: self.building,
            selection: self.selection.clone(),
            before: self.before.clone(),
        })
    }

    /// Runs all rules over what was compiled.
    pub(crate) fn lint(&mut self) -> Report {
        let units: Vec<Unit> = self.compiled.iter_mut().map(|it| std::mem::take(&mut it.unit)).collect();
        let mut report = self.lint_units(&units);
        report.skipped = self.workspace.skipped_count();
        for (compiled, unit) in self.compiled.iter_mut().zip(units) {
            compiled.unit = unit;
        }
        report
    }
}

/// The nearest file called `name` in `start` or a folder above it.
fn find_above(start: &Path, name: &str) -> Option<PathBuf> {
    let start = std::path::absolute(start).ok()?;
    for folder in start.ancestors() {
        let path = folder.join(name);
        if path.is_file() {
            return Some(path);
        }
    }
    None
}

/// The manifest's path: the one that is named, or the nearest at `start` or above.
pub(crate) fn manifest_path(named: Option<&Path>, start: &Path) -> Option<PathBuf> {
    named.map(Path::to_owned).or_else(|| find_above(start, MANIFEST))
}

/// A finding of the manifest at `span`.
pub(crate) fn in_manifest(
    span: Span,
    path: &str,
    message: impl Into<Text>,
    label: impl Into<Text>,
) -> Diagnostic {
    RuleId::InvalidManifest.finding(span, message).label(label).at(path)
}
