//! The configuration of computenest-cli with what is beside it on disk.

use std::path::{Path, PathBuf};

use super::in_manifest;
use crate::diagnostic::{Diagnostic, RuleId};
use crate::lower::terraform::is_module_file;
use crate::manifest::{self, Config, Spanned, TemplateConfig};
use crate::text;
use crate::workspace::{Discovery, Failure, FilePath, Input, Workspace, display, folder_of};

/// Where the configuration is in a project, as `computenest-cli init-project` writes it.
pub(crate) const CONFIG: &str = ".computenest/config.yaml";

/// The folder of Terraform files that computenest-cli looks for one folder below the configuration.
const TERRAFORM: &str = "infrastructure";

/// What was read.
pub(super) struct ReadConfig {
    pub(super) config: Option<Config>,
    pub(super) findings: Vec<Diagnostic>,
}

/// Reads the configuration `path`.
///
/// # Errors
/// When it cannot be read.
pub(super) fn read(workspace: &Workspace, path: &Path) -> Result<ReadConfig, Failure> {
    let file = workspace.read(path)?;
    let (mut config, mut findings) = manifest::read_config(&workspace.sources, file);
    if let Some(config) = &mut config {
        find_terraform(config, &folder_of(path));
        findings.extend(missing_files(workspace, config, &folder_of(path)));
    }
    Ok(ReadConfig { config, findings })
}

/// Without a `DeployType`, computenest-cli makes every template from the first folder `*/infrastructure` that
/// holds Terraform files, whatever `Url` says.
fn find_terraform(config: &mut Config, folder: &Path) {
    if config.has_deploy_type {
        return;
    }
    let Some(found) = terraform_below(folder) else { return };
    config.makes_templates = true;
    for template in &mut config.templates {
        let span = template.url.as_ref().map_or(template.span, |url| url.span);
        template.url = Some(Spanned { value: found.clone(), span });
    }
}

fn terraform_below(folder: &Path) -> Option<String> {
    let mut names: Vec<PathBuf> =
        std::fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path()).collect();
    names.sort();
    let holds_module = |path: &PathBuf| {
        let entries = std::fs::read_dir(path.join(TERRAFORM));
        entries.into_iter().flatten().flatten().any(|it| is_module_file(&it.file_name().to_string_lossy()))
    };
    let found = names.into_iter().find(holds_module)?;
    Some(format!("{}/{TERRAFORM}", found.file_name()?.to_string_lossy()))
}

/// The files in the folder `folder` of the configuration that computenest-cli uploads and that are not there.
fn missing_files(workspace: &Workspace, config: &Config, folder: &Path) -> Vec<Diagnostic> {
    let aborts = text!(
        en: "`computenest-cli import` uploads it; write a path relative to the configuration's folder",
        zh: "`computenest-cli import` 会上传它；请写相对于配置所在文件夹的路径",
    );
    let uploads = manifest::uploads(&workspace.sources, config).into_iter();
    let missing = uploads.filter(|it| !folder.join(&it.path.value).is_file()).map(|it| {
        let message =
            text!(en: "there is no file `{path}`", zh: "没有文件 `{path}`", path = shown(&it.path.value));
        let label = text!(en: "named here", zh: "在此处指定");
        RuleId::FailingImport.finding(it.path.span, message).label(label).at(it.key).help(&aborts)
    });
    let urls = config.templates.iter().filter(|_| !config.makes_templates).filter_map(|it| it.url.as_ref());
    let folders = urls.filter(|url| folder.join(&url.value).is_dir()).map(|url| {
        let path = shown(&url.value);
        let message = text!(en: "the template `{path}` is a folder", zh: "模板 `{path}` 是文件夹", path);
        let label = text!(en: "expected a file", zh: "此处应为文件");
        RuleId::FailingImport.finding(url.span, message).label(label).at("Url").help(text!(
            en: "`computenest-cli import` makes templates from a folder `*/infrastructure` only, where there is no `DeployType`",
            zh: "`computenest-cli import` 只在没有 `DeployType` 时由 `*/infrastructure` 文件夹生成模板",
        ))
    });
    missing.chain(folders).collect()
}

/// The path without what may follow it in an address: signatures.
fn shown(path: &str) -> &str {
    path.split('?').next().unwrap_or_default()
}

/// What cannot be looked at of the templates that the configuration lists.
pub(super) fn out_of_sight(config: &Config) -> Vec<Diagnostic> {
    config.templates.iter().filter(|template| template.url.is_none()).map(unseen).collect()
}

fn unseen(template: &TemplateConfig) -> Diagnostic {
    let message = text!(en: "this template has no `Url`", zh: "该模板缺少 `Url`");
    let label = text!(en: "expected `Url` in here", zh: "此处应有 `Url`");
    in_manifest(template.span, "TemplateConfigs", message, label).help(text!(
        en: "name the template's file, relative to the configuration's folder",
        zh: "请指定模板文件，路径相对于配置所在的文件夹",
    ))
}

/// Gives each template of `config`, which is in `folder`, the name under which `discovery` found it: a path on
/// the command line can start from elsewhere.
pub(super) fn name_templates(config: &mut Config, folder: &Path, discovery: &Discovery) {
    let found: Vec<&FilePath> = discovery.inputs.iter().map(Input::path).collect();
    for template in &mut config.templates {
        let Some(url) = template.url.as_ref().filter(|_| !template.is_remote()) else { continue };
        let place = FilePath::new(&folder.join(&url.value));
        let found = found.iter().find(|path| path.key() == place.key());
        template.name = found.map(|path| display(path));
    }
}
