//! ## What it does
//! Finds an image ID in the manifest that does not have the shape of one: `m-` and 16 to 22 lower-case letters and digits,
//! the full ID of a public image, which ends in `.vhd`, or the beginning of one that ROS completes, such as `centos_7`. The
//! image of an artifact in the configuration of computenest-cli is looked at, too.
//!
//! ## Why is this bad
//! A build would put it into the template, where it is found wrong only when a customer deploys there. A published version
//! would be recorded with it, and what is published does not change any more. So nothing is built or recorded, whatever
//! level is set for this rule.
//!
//! ## Example
//! ```yaml web.yaml
//! ROSTemplateFormatVersion: 2015-09-01
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: web_image
//! ```
//! ```yaml nestc.yaml
//! version: 1
//! templates: [web.yaml]
//! regions: [cn-hangzhou, cn-beijing]
//! packages:
//!   web_server:
//!     description: The web server's image
//!     versions:
//!       v1_0:
//!         status: published
//!         images:
//!           cn-hangzhou: m-bp1234567890abcdefgh
//!           cn-beijing: TODO
//! associations:
//!   web_image: web_server@v1_0
//! ```
//!
//! ## Use instead
//! ```yaml web.yaml
//! ROSTemplateFormatVersion: 2015-09-01
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: web_image
//! ```
//! ```yaml nestc.yaml
//! version: 1
//! templates: [web.yaml]
//! regions: [cn-hangzhou, cn-beijing]
//! packages:
//!   web_server:
//!     description: The web server's image
//!     versions:
//!       v1_0:
//!         status: published
//!         images:
//!           cn-hangzhou: m-bp1234567890abcdefgh
//!           cn-beijing: m-2ze234567890abcdefgh
//! associations:
//!   web_image: web_server@v1_0
//! ```
//!
//! ## Fix
//! Safe: removes spaces around the ID and invisible characters in it, and writes full-width letters as ASCII and `m-…`
//! in lower case.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Applicability, Diagnostic, Edit, Text};
use crate::grammar::{ACCOUNT_LETTERS, has_length_of_account_image, is_image_id};
use crate::lint::{Pass, Rule, Sink, Whole, rule};
use crate::manifest::{Artifact, Spanned, shortened};
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(InvalidImageId, "invalid_image_id", Pass::Whole(check)).fixed_in_builds();

fn check(whole: &Whole<'_>, sink: &mut Sink) {
    let Some(manifest) = whole.manifest else { return };
    for (region, image) in manifest.placed_images() {
        // What is not even a string is a finding already.
        let is_told = || whole.before.iter().any(|it| it.primary.span == image.span);
        if !is_image_id(&image.value) && !is_told() {
            sink.push(finding(whole, image).about(&region.value));
        }
    }
    let artifacts = manifest.config.iter().flat_map(|config| &config.artifacts);
    let sources = artifacts.filter(|it| Artifact::is_image(it)).filter_map(|it| it.source.as_ref());
    for image in sources.filter_map(|it| it.image.as_ref()).filter(|it| !is_image_id(&it.value)) {
        sink.push(finding(whole, image));
    }
}

fn finding(whole: &Whole<'_>, image: &Spanned<String>) -> Diagnostic {
    let name = shortened(&image.value);
    let message = text!(en: "`{name}` is not an image ID", zh: "`{name}` 不是镜像 ID", name);
    let finding = RULE.finding(image.span, message).label(what_is_wrong(&image.value));
    let Some(meant) = meant(&image.value) else { return finding.help(way_out(&image.value)) };
    let edit = edit(whole, image, &meant);
    let finding = finding.help(text!(en: "write `{meant}`", zh: "请写 `{meant}`", meant));
    match edit {
        Some(edit) => finding.fix(Applicability::Safe, vec![edit]),
        None => finding,
    }
}

/// The image ID that `text` is without spaces, invisible and full-width letters, or in lower case.
fn meant(text: &str) -> Option<String> {
    let narrow = |it: char| match it {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(it as u32 - 0xfee0),
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => None,
        other => Some(other),
    };
    let narrow: String = text.chars().filter_map(narrow).collect();
    let trimmed = narrow.trim();
    let lower = trimmed.to_lowercase();
    [trimmed, &lower].into_iter().find(|it| is_image_id(it)).map(str::to_owned)
}

/// The edit that writes `meant` in the quotes that are there.
fn edit(whole: &Whole<'_>, image: &Spanned<String>, meant: &str) -> Option<Edit> {
    let written = whole.sources.slice(image.span);
    let (before, after) = written.split_once(image.value.as_str())?;
    Some(Edit { span: image.span, text: format!("{before}{meant}{after}") })
}

fn what_is_wrong(text: &str) -> Text {
    if text.trim() != text {
        return text!(en: "there is a space before or after it", zh: "前后有空格");
    }
    if text.starts_with("m-") && text.contains('*') {
        return text!(en: "part of this ID is masked, as in documentation", zh: "该 ID 被打码，如文档中所示");
    }
    if let Some(odd) = text.chars().find(|it| !it.is_ascii()) {
        let code = format!("U+{:04X}", odd as u32);
        return text!(en: "an image ID has no `{odd}` ({code})", zh: "镜像 ID 中不会有 `{odd}` ({code})", odd, code);
    }
    let (least, most) = (ACCOUNT_LETTERS.start(), ACCOUNT_LETTERS.end());
    match text.strip_prefix("m-") {
        Some(rest) if !has_length_of_account_image(rest.len()) => text!(
            en: "expected {least} to {most} letters and digits after `m-`, not {found}",
            zh: "`m-` 之后应为 {least} 到 {most} 位字母或数字，现为 {found} 位",
            least, most, found = rest.len(),
        ),
        Some(_) => text!(
            en: "expected only lower-case letters and digits after `m-`",
            zh: "`m-` 之后只能是小写字母和数字",
        ),
        None => text!(en: "expected an ID such as `m-bp1…`", zh: "此处应为 `m-bp1…` 这样的 ID"),
    }
}

fn way_out(text: &str) -> Text {
    if text.contains("://") {
        return text!(
            en: "import the disk as an image of ECS, and write that image's ID",
            zh: "请先将磁盘导入为 ECS 镜像，再填写该镜像的 ID",
        );
    }
    text!(
        en: "write the ID that ECS shows for the image in this region; until there is one, leave the region out",
        zh: "请填写 ECS 中该地域镜像的 ID；尚无镜像时，请先去掉该地域",
    )
}
