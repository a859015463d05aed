//! The artifacts that the import makes, and what it makes them of.

use std::borrow::Cow;

use super::at::{At, Entry, LIST, MAPPING, STRING, entry_not_a, failing, missing, not_a};
use super::relations::placeholder;
use super::{Import, Upload};
use crate::diagnostic::{Applicability, Edit};
use crate::manifest::Spanned;
use crate::text;

/// What artifacts of one kind are made of.
struct Builder {
    /// The section of the configuration.
    section: &'static str,
    /// The property of the artifact that names a builder.
    property: &'static str,
    /// The keys that a builder has to have.
    keys: &'static [&'static str],
    /// For one kind of build, a further key.
    further: Option<(&'static str, &'static str)>,
    /// Whether there have to be builders.
    always: bool,
}

const IMAGE: Builder = Builder {
    section: "ImageBuilder",
    property: "ImageId",
    keys: &["RegionId", "CommandContent"],
    further: None,
    always: false,
};

const CONTAINER: Builder = Builder {
    section: "AcrImageBuilder",
    property: "RepoName",
    keys: &["RepoName", "Tag"],
    further: Some(("DockerRepo", "DockerRepoUrl")),
    always: false,
};

const CHART: Builder = Builder {
    section: "HelmChartBuilder",
    property: "RepoName",
    keys: &["RepoName", "Tag"],
    further: Some(("HelmRepo", "HelmRepoUrl")),
    always: true,
};

impl Import {
    /// The section `Artifact`; `root` is the whole configuration.
    pub(super) fn artifacts(&mut self, root: At<'_>, artifacts: Option<At<'_>>) {
        for artifact in artifacts.map(At::entries).unwrap_or_default() {
            if artifact.value.is_mapping() {
                self.artifact(root, &artifact);
            } else {
                self.push(entry_not_a(&artifact, MAPPING));
            }
        }
    }

    fn artifact(&mut self, root: At<'_>, artifact: &Entry<'_>) {
        let Some(written) = artifact.value.entry("ArtifactType") else {
            return self.push(missing(artifact.key, &artifact.name, "ArtifactType"));
        };
        let kind = written.value.string();
        if kind.is_none() {
            return self.push(entry_not_a(&written, STRING));
        }
        if kind.as_deref() == Some("EcsImage") {
            self.regions_in_a_string(artifact.value);
        }
        // Without a name, nothing is made of it.
        if artifact.value.get("ArtifactName").is_none() {
            return;
        }
        for name in ["ArtifactProperty", "ArtifactBuildProperty"] {
            let value = artifact.value.get(name).filter(|it| it.is_true() && !it.is_mapping());
            if let Some(value) = value {
                let mut finding = not_a(value, name, MAPPING);
                if let Some(edit) = as_yaml(value) {
                    finding = finding.fix(Applicability::Safe, vec![edit]);
                }
                return self.push(finding);
            }
        }
        if let Some(build) = artifact.value.get("ArtifactBuildProperty") {
            let repository =
                build.entry("CodeRepo").filter(|it| it.value.is_true() && !it.value.is_mapping());
            self.findings.extend(repository.map(|it| entry_not_a(&it, MAPPING)));
            self.mappings(build.entry("BuildArgs"));
        }
        match kind.as_deref() {
            Some("File") => self.file(artifact),
            Some("EcsImage") => self.built(root, artifact, &IMAGE),
            Some("AcrImage") => self.built(root, artifact, &CONTAINER),
            Some("HelmChart") => self.built(root, artifact, &CHART),
            _ => {}
        }
    }

    /// What an export writes: a list as JSON in a string. The import takes each character of it as a region.
    fn regions_in_a_string(&mut self, artifact: At<'_>) {
        let Some(regions) =
            artifact.get("SupportRegionIds").filter(|it| it.string().is_some_and(|it| !it.is_empty()))
        else {
            return;
        };
        let mut finding = not_a(regions, "SupportRegionIds", LIST);
        if let Some(edit) = as_yaml(regions) {
            finding = finding.fix(Applicability::Safe, vec![edit]);
        }
        self.push(finding);
    }

    fn file(&mut self, artifact: &Entry<'_>) {
        let Some(property) = self.property(artifact) else { return };
        match property.get("Url").filter(|it| !it.is_null()) {
            Some(url) => self.upload_always(url),
            None => self.push(missing(property.span(), "ArtifactProperty", "Url")),
        }
    }

    /// A file artifact's file, which the import opens whatever the path looks like.
    fn upload_always(&mut self, url: At<'_>) {
        match url.string() {
            Some(path) => self
                .uploads
                .push(Upload { path: Spanned { value: path.into_owned(), span: url.span() }, key: "Url" }),
            None => self.push(not_a(url, "Url", STRING)),
        }
    }

    fn property<'t>(&mut self, artifact: &Entry<'t>) -> Option<At<'t>> {
        let property = artifact.value.get("ArtifactProperty").filter(|it| !it.is_null());
        if property.is_none() {
            self.push(missing(artifact.key, &artifact.name, "ArtifactProperty"));
        }
        property
    }

    /// An artifact that a builder makes, where there are builders for its kind.
    fn built(&mut self, root: At<'_>, artifact: &Entry<'_>, builder: &Builder) {
        let section = root.entry(builder.section);
        let named = artifact.value.get("ArtifactProperty").and_then(|it| it.get(builder.property));
        if section.is_none() && !builder.always {
            let text = named.and_then(At::string).filter(|text| text.starts_with("${"));
            if let (Some(named), Some(text)) = (named, text) {
                self.push(unknown_builder(named, &text, builder));
            }
            return;
        }
        let Some(property) = self.property(artifact) else { return };
        let Some(named) = named.filter(|it| !it.is_null()) else {
            return self.push(missing(property.span(), "ArtifactProperty", builder.property));
        };
        let Some(text) = named.string() else { return self.push(not_a(named, builder.property, STRING)) };
        let parts = placeholder(&text).unwrap_or_default();
        let Some(key) = parts.get(1) else { return self.push(not_of_a_builder(named, &text, builder)) };
        let found = section.and_then(|section| section.value.entry(key));
        match found.filter(|found| found.value.is_mapping()) {
            Some(found) => self.builder(&found, builder),
            None => self.push(unknown_builder(named, &text, builder)),
        }
    }

    fn builder(&mut self, found: &Entry<'_>, builder: &Builder) {
        let kind = found.value.get("BuildType").and_then(At::string);
        let further = builder.further.filter(|(name, _)| kind.as_deref() == Some(*name)).map(|(_, key)| key);
        for key in builder.keys.iter().copied().chain(further) {
            if found.value.get(key).is_none() {
                self.push(missing(found.key, &found.name, key));
            }
        }
        if builder.section == IMAGE.section {
            let command = found.value.get("CommandContent").filter(|it| it.string().is_none());
            self.findings.extend(command.map(|command| not_a(command, "CommandContent", STRING)));
        }
        // The path of a chart is joined to the folder, unless it comes from a repository.
        if builder.section == CHART.section && further.is_none() {
            let path = found.value.get("HelmChartPath").filter(|it| it.is_true() && it.string().is_none());
            self.findings.extend(path.map(|path| not_a(path, "HelmChartPath", STRING)));
        }
    }
}

fn unknown_builder(named: At<'_>, text: &str, builder: &Builder) -> crate::diagnostic::Diagnostic {
    let (section, shown) = (builder.section, crate::manifest::shortened(text));
    failing(
        named.span(),
        text!(
            en: "`{shown}` does not name a builder of `{section}`",
            zh: "`{shown}` 不是 `{section}` 中的构建器",
            shown, section,
        ),
        text!(en: "there is no such builder", zh: "没有该构建器"),
        text!(
            en: "`computenest-cli import` has nothing to build it from; add the builder, or write its name as it is there",
            zh: "`computenest-cli import` 无从构建；请添加该构建器，或按其中的名称书写",
        ),
    )
}

fn not_of_a_builder(named: At<'_>, text: &str, builder: &Builder) -> crate::diagnostic::Diagnostic {
    let (section, property, shown) = (builder.section, builder.property, crate::manifest::shortened(text));
    failing(
        named.span(),
        text!(
            en: "`{shown}` is not a placeholder such as `${{{section}.KEY.{property}}}`",
            zh: "`{shown}` 不是 `${{{section}.KEY.{property}}}` 这样的占位符",
            shown, section, property,
        ),
        text!(en: "expected a builder", zh: "此处应为构建器"),
        text!(
            en: "where there is `{section}`, `computenest-cli import` builds every artifact of this kind",
            zh: "有 `{section}` 时，`computenest-cli import` 会构建所有此类部署物",
            section,
        ),
    )
}

/// The JSON in the string `at` as YAML in its place, which is written as the JSON is.
fn as_yaml(at: At<'_>) -> Option<Edit> {
    let text: Cow<'_, str> = at.string()?;
    let read: serde_json::Value = serde_json::from_str(&text).ok()?;
    let is_one_line = at.view.range(at.node).of(at.view.text).lines().count() == 1;
    (read.is_array() || read.is_object()).then_some(())?;
    is_one_line.then(|| Edit { span: at.span(), text: read.to_string() })
}
