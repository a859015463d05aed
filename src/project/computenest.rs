//! The configuration of computenest-cli with what is beside it on disk.

use std::path::{Path, PathBuf};

use super::in_manifest;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lower::terraform::is_module_file;
use crate::manifest::{self, Config, Spanned, TemplateConfig};
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
    let (mut config, findings) = manifest::read_config(&workspace.sources, file);
    if let Some(config) = &mut config {
        find_terraform(config, &folder_of(path));
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

/// What cannot be looked at of the templates that the configuration lists.
pub(super) fn out_of_sight(config: &Config) -> Vec<Diagnostic> {
    config.templates.iter().filter_map(unseen).collect()
}

fn unseen(template: &TemplateConfig) -> Option<Diagnostic> {
    let Some(url) = &template.url else {
        let message = "this template has no `Url`".to_owned();
        let finding = in_manifest(template.span, "TemplateConfigs", message, "expected `Url` in here");
        return Some(finding.help("name the template's file, relative to the configuration's folder"));
    };
    if !template.is_remote() {
        return None;
    }
    // Addresses in the object storage carry signatures after the question mark.
    let address = url.value.split('?').next().unwrap_or_default();
    let message = format!("the template at `{address}` is not looked at");
    let mut finding = in_manifest(url.span, "TemplateConfigs", message, "nestc reads files only");
    finding.severity = Severity::Note;
    Some(finding.help("name a file beside the configuration"))
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
