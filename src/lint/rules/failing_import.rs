//! ## What it does
//! Finds what `computenest-cli import` aborts on, or sends to Compute Nest empty: a missing `ServiceType`,
//! `AllowedRegions` or list of templates, a list in place of a map of relations, a placeholder that does not lead to the ID
//! of an artifact, a builder that is not there, a file that is not there, a literal that the import does not find in the
//! templates. It is a warning that a template has short tags such as `!Ref`: the import cannot read them, but Compute Nest
//! can. computenest-cli 1.9.17 is followed, for a service that does not exist yet.
//!
//! ## Why is this bad
//! The import has no check of its own that says where a mistake is. It stops with an exception of Python, often after it has
//! made artifacts; or it makes a service that has no image.
//!
//! ## Example
//! ```yaml .computenest/config.yaml
//! Service:
//!   ServiceType: private
//!   DeployType: ros
//!   DeployMetadata:
//!     SupplierDeployMetadata:
//!       ArtifactRelation:
//!         web_image:
//!           ArtifactId: ${Artifact.Web.Artifactid}
//!           ArtifactVersion: draft
//!     TemplateConfigs:
//!       - Name: web
//!         Url: web.yaml
//!         AllowedRegions: [cn-hangzhou]
//! Artifact:
//!   Web:
//!     ArtifactType: EcsImage
//!     ArtifactName: web
//!     SupportRegionIds: [cn-hangzhou]
//! ```
//! ```yaml .computenest/web.yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: web_image
//! ```
//!
//! ## Use instead
//! ```yaml .computenest/config.yaml
//! Service:
//!   DeployType: ros
//!   ServiceType: private
//!   DeployMetadata:
//!     SupplierDeployMetadata:
//!       ArtifactRelation:
//!         web_image:
//!           ArtifactId: ${Artifact.Web.ArtifactId}
//!           ArtifactVersion: draft
//!     TemplateConfigs:
//!       - Name: web
//!         Url: web.yaml
//!         AllowedRegions: [cn-hangzhou]
//! Artifact:
//!   Web:
//!     ArtifactType: EcsImage
//!     ArtifactName: web
//!     SupportRegionIds: [cn-hangzhou]
//! ```
//! ```yaml .computenest/web.yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: web_image
//! ```
//!
//! ## Fix
//! Safe: writes a list or mapping that is in a string, as an export has it, as what it is. Unsafe: writes `ArtifactId` for
//! another property in a placeholder.
//!
//! ## Since
//! 0.1.0

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::rules::region_beyond_support;
use crate::lint::{Check, Pass, Rule, Sink, Whole, rule};
use crate::manifest::{
    Config, Spanned, TemplateConfig, TemplateImages, failures, region_beyond, template_images,
};
use crate::source::{FileId, Span, TextRange};
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(FailingImport, "failing_import", Pass::Whole(check));

fn check(whole: &Whole<'_>, sink: &mut Sink) {
    let Some(config) = whole.manifest.and_then(|manifest| manifest.config.as_ref()) else { return };
    sink.push_all(failures(whole.sources, config));
    if region_beyond_support::findings(whole).is_empty() {
        sink.push_all(beyond(config));
    }
    let read = templates(whole, config);
    for (file, images) in &read {
        let at = |range: TextRange| whole.sources.on_disk(range.in_file(*file));
        if let Some(range) = images.tag {
            sink.push(short_tag(at(range), whole));
        }
        if let Some((range, what)) = &images.abort {
            sink.push(
                RULE.finding(
                    at(*range),
                    text!(
                        en: "`computenest-cli import` aborts on {what}",
                        zh: "{what}会使 `computenest-cli import` 中止",
                        what,
                    ),
                )
                .label(text!(en: "the search for image IDs stops here", zh: "对镜像 ID 的查找在此中止"))
                .help(text!(
                    en: "write the image ID as a literal, or look it up in `Mappings` by constant keys",
                    zh: "请将镜像 ID 写成字面量，或用常量键在 `Mappings` 中查找",
                )),
            );
        }
    }
    let is_read = |it: &(FileId, TemplateImages)| it.1.tag.is_none() && it.1.abort.is_none();
    if let Some(found) = found(whole).filter(|_| read.iter().all(is_read)) {
        let held = held(whole);
        let misplaced = config.placeholder_relations.iter().filter(|it| it.map == "ArtifactRelation");
        let keys = config.relations.iter().map(|it| &it.literal).filter(|it| held.contains(it.value.trim()));
        for key in keys.chain(misplaced.map(|it| &it.key)).filter(|key| !found.contains(&key.value)) {
            sink.push(unseen(key));
        }
    }
}

/// What the import takes for image IDs in all templates of the configuration; `None` where not all of them were
/// looked at.
pub(super) fn found(whole: &Whole<'_>) -> Option<HashSet<String>> {
    let config = whole.manifest?.config.as_ref().filter(|config| !config.makes_templates)?;
    let read = templates(whole, config);
    let all = !config.templates.is_empty() && read.len() == config.templates.len();
    all.then(|| read.into_iter().flat_map(|(_, images)| images.ids).collect())
}

/// The templates that the import reads, up to one that is not there: without relations, it stops after the first.
fn templates(whole: &Whole<'_>, config: &Config) -> Vec<(FileId, TemplateImages)> {
    let count = match config.makes_templates {
        true => 0,
        false if config.relations.is_empty() => 1,
        false => config.templates.len(),
    };
    let files = config.templates.iter().take(count).map_while(|template| file_of(whole, config, template));
    let read = files.map(|file| {
        let view = whole.sources.parse(file).and_then(|parse| parse.yaml());
        (file, view.map(template_images).unwrap_or_default())
    });
    read.collect()
}

fn file_of(whole: &Whole<'_>, config: &Config, template: &TemplateConfig) -> Option<FileId> {
    let root = |check: &Check<'_>| check.unit.templates.first()?.files.first().copied();
    let mut files = whole.checks.iter().filter_map(root);
    files.find(|&file| template.holds(whole.sources, config, whole.sources.name(whole.sources.host(file))))
}

/// The literals at image slots.
fn held<'w>(whole: &'w Whole<'_>) -> HashSet<&'w str> {
    let slots = whole.checks.iter().flat_map(|check| check.slots());
    slots.filter_map(|slot| slot.slot.value.as_str()).map(str::trim).collect()
}

fn short_tag(span: Span, whole: &Whole<'_>) -> Diagnostic {
    let tag = whole.sources.slice(span);
    let mut finding = RULE
        .finding(
            span,
            text!(
                en: "`computenest-cli import` cannot read short tags such as `{tag}`",
                zh: "`computenest-cli import` 无法读取 `{tag}` 这样的短标签",
                tag,
            ),
        )
        .label(text!(en: "the first one in this template", zh: "本模板中的第一个"))
        .help(text!(
            en: "write functions in full, `Ref:` and `Fn::…`, or upload the template in the console",
            zh: "请写函数的完整形式 `Ref:` 和 `Fn::…`，或在控制台上传模板",
        ));
    finding.severity = Severity::Warning;
    finding
}

fn beyond(config: &Config) -> Option<Diagnostic> {
    let (region, artifact) = region_beyond(config)?;
    let (name, allowed) = (&artifact.key.value, &region.value);
    let finding = RULE
        .finding(
            region.span,
            text!(
                en: "`{allowed}` is not a region of the artifacts up to `{name}`",
                zh: "`{allowed}` 不在到 `{name}` 为止各部署物的地域中",
                allowed, name,
            ),
        )
        .label(text!(en: "customers can deploy the template here", zh: "客户可以在该地域部署模板"));
    let regions = artifact.regions.as_ref();
    let finding = match regions {
        Some(regions) => finding
            .also(regions.span, text!(en: "the artifact is in these regions", zh: "部署物分发到这些地域")),
        None => finding,
    };
    Some(finding.help(text!(
        en: "`computenest-cli import` compares with image artifacts in their order, also those that no template uses; \
             put the one with most regions first, or add the region to `SupportRegionIds`",
        zh: "`computenest-cli import` 按顺序与镜像部署物逐个比较，包括模板未使用的；\
             请将地域最多的部署物放在最前，或将该地域加入 `SupportRegionIds`",
    )))
}

fn unseen(key: &Spanned<String>) -> Diagnostic {
    let name = crate::manifest::shortened(&key.value);
    RULE.finding(
        key.span,
        text!(
            en: "`computenest-cli import` does not find `{name}` in the templates",
            zh: "`computenest-cli import` 在模板中找不到 `{name}`",
            name,
        ),
    )
    .label(text!(en: "it aborts on this key", zh: "它会因该键中止"))
    .help(text!(
        en: "it looks for the very same string at a key `ImageId`, and in `Mappings` by constant keys; write it there",
        zh: "它只在 `ImageId` 键处以及按常量键在 `Mappings` 中查找完全相同的字符串；请写在那里",
    ))
}
