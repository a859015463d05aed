//! Images that other tools know of, read from what they print or write, and put into a manifest.
//!
//! A file is recognised by its content. Whatever it is, it becomes a list of [`Image`]s; where one is not what it
//! should be, a [`Refusal`] says what is wrong and where.

mod artifact;
mod describe;
mod map;
mod merge;
mod oos;
mod packer;
mod reading;

use crate::diagnostic::Text;
use crate::grammar::Architecture;
use crate::manifest::ImageKind;
use crate::source::{FileId, Format, Span, TextRange};
use crate::syntax::{Item, SourceMap, Unread};
use crate::text;

pub(crate) use map::{RegionMap, region_maps};
pub(crate) use merge::{Merged, Options, Outcome, merge, next_version, package_name};

/// An image in a region.
#[derive(Clone, Debug)]
pub(crate) struct Image {
    /// What its package could be called.
    pub(crate) package: Option<String>,
    /// Its version, where the file says so.
    pub(crate) version: Option<String>,
    /// The region; `None` where the file does not say so.
    pub(crate) region: Option<String>,
    /// Its ID.
    pub(crate) id: String,
    /// Where the ID is.
    pub(crate) span: Span,
    /// What else is known.
    pub(crate) facts: Facts,
}

/// What is known of a version besides its images.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) kind: Option<ImageKind>,
    pub(crate) architecture: Option<Architecture>,
    pub(crate) encrypted: Option<bool>,
    /// Region and ID of the image that it is made of.
    pub(crate) source: Option<(String, String)>,
    pub(crate) description: Option<String>,
    /// Whether it is distributed to all of its regions.
    pub(crate) distributed: Option<bool>,
}

/// What a file says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    /// The images.
    pub(crate) images: Vec<Image>,
    /// What is worth knowing besides.
    pub(crate) notes: Vec<Text>,
}

/// Why nothing is taken from a file.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    /// Where.
    pub(crate) span: Span,
    /// What is wrong.
    pub(crate) message: Text,
    /// What to do.
    pub(crate) help: Text,
}

/// The images that `file` tells of.
///
/// # Errors
/// When it is none of the files that are known, or one with something wrong in it.
pub(crate) fn read(sources: &SourceMap, file: FileId) -> Result<Found, Refusal> {
    let text = sources.text(file);
    let refuse = |range: TextRange, message, help| Refusal { span: range.in_file(file), message, help };
    if Format::of_name(sources.name(file)) != Format::JsonOrYaml {
        return map::read_terraform(sources, file);
    }
    if is_table(text) {
        return Err(refuse(
            TextRange::empty(0),
            text!(en: "this is a table, as `aliyun … --output` prints it", zh: "这是 `aliyun … --output` 输出的表格"),
            text!(en: "leave `--output` off, so that it prints JSON", zh: "请去掉 `--output`，使其输出 JSON"),
        ));
    }
    let item = Item::read(text).map_err(|unread| match unread {
        Unread::Syntax(error) => refuse(error.primary.span, error.message.clone(), known()),
        Unread::Empty => refuse(TextRange::empty(0), text!(en: "the file is empty", zh: "文件为空"), known()),
        Unread::TooLarge => {
            refuse(TextRange::empty(0), text!(en: "the file is too large", zh: "文件过大"), known())
        }
    })?;
    let Some(view) = sources.parse(file).and_then(|parse| parse.yaml()) else {
        return Err(refuse(TextRange::empty(0), unknown(), known()));
    };
    let reading = reading::Reading { file, view };
    let has = |key: &str| item.get(key).is_some();
    if has("builds") {
        packer::read(reading, &item)
    } else if has("Images") || has("Image") || item.items().iter().any(|it| it.get("ImageId").is_some()) {
        describe::read(reading, &item)
    } else if has("Executions") || has("Execution") || (has("Outputs") && has("ExecutionId")) {
        oos::read(reading, &item)
    } else if has("Artifacts") {
        artifact::read_versions(reading, &item)
    } else if has("ArtifactId") || has("ArtifactProperty") {
        artifact::read_one(reading, &item)
    } else if has("Artifact") {
        artifact::read_config(reading, &item)
    } else if has("ROSTemplateFormatVersion") || has("Mappings") {
        map::read_ros(sources, reading, &item)
    } else if has("ImageId") {
        describe::read_copy(reading, &item)
    } else {
        Err(refuse(TextRange::empty(0), unknown(), known()))
    }
}

fn unknown() -> Text {
    text!(en: "nothing here tells of images", zh: "其中没有镜像信息")
}

/// What can be imported.
fn known() -> Text {
    text!(
        en: "import a manifest of Packer, a reply of `aliyun ecs DescribeImages` or `CopyImage`, of \
             `aliyun computenestsupplier GetArtifact` or `ListArtifactVersions`, an execution of OOS, a project of \
             computenest-cli, or a template with a map of regions",
        zh: "可以导入 Packer 的 manifest、`aliyun ecs DescribeImages` 或 `CopyImage` 的返回结果、\
             `aliyun computenestsupplier GetArtifact` 或 `ListArtifactVersions` 的返回结果、OOS 执行、\
             computenest-cli 项目，或含有地域映射的模板",
    )
}

/// Whether `text` is a table of the command line of Alibaba Cloud.
fn is_table(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let (head, rule) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let is_rule = !rule.is_empty() && rule.chars().all(|it| matches!(it, '-' | '|' | '+' | ' '));
    let is_framed = head.starts_with('+') && head.chars().all(|it| matches!(it, '-' | '+'));
    is_framed || head.contains('|') && is_rule && rule.contains('-')
}
