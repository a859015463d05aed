//! ## What it does
//! Finds the ID of a public image whose operating system has reached its end of life, and says when.
//!
//! ## Why is this bad
//! Such a system gets no more security updates, and technical support ends as well: "Technical support applies only
//! before the end of life (EOL) of an image" ("Image overview" of Elastic Compute Service). The dates are those of
//! "End of support for operating systems" (<https://github.com/AlibabaCloudDocs/ecs>) and of the vendors' own
//! announcements. They are read from a table, not compared with the clock, so the same template always has the same
//! findings. An ID that an association covers is not reported, since another image takes its place.
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: centos_7_9_x64_20G_alibase_20240403.vhd
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: aliyun_3_x64_20G_alibase_20240528.vhd
//! ```
//!
//! ## Fix
//! None: software must first be tested on another system.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::Text;
use crate::grammar::{ImageIdShape, end_of_life_of, image_id_shape};
use crate::lint::{Check, Pass, Rule, Sink, rule};
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(EndOfLifeImage, "end_of_life_image", Pass::Unit(check)).once_a_value();

fn check(check: &Check<'_>, sink: &mut Sink) {
    for slot in check.slots() {
        let Some(literal) = slot.literal() else { continue };
        let public = matches!(image_id_shape(literal), ImageIdShape::Public | ImageIdShape::PartialPublic);
        let Some(end) = end_of_life_of(literal).filter(|end| public && end.is_past()) else { continue };
        if slot.is_associated(check) {
            continue;
        }
        let system = end.system;
        let message = text!(
            en: "{system} is past its end of life: no {what} since {date}",
            zh: "{system} 已停止维护：自 {date} 起不再提供{what}",
            system, what = support(end.what), date = end.date,
        );
        let label = text!(en: "this is an image of {system}", zh: "这是 {system} 的镜像", system);
        sink.push(
            slot.finding(&RULE, message)
                .label(label)
                .note(text!(en: "the date is from {source}", zh: "日期来源：{source}", source = end.source))
                .help(text!(
                    en: "move to {replacement}, or associate this ID with a deployment package",
                    zh: "请迁移到 {replacement}，或将该 ID 关联到部署物",
                    replacement = end.replacement,
                )),
        );
    }
}

/// The kind of support that ended, as the table calls it, in both languages.
fn support(what: &'static str) -> Text {
    let chinese = match what {
        "long-term support" => "长期支持",
        "extended support" => "扩展支持",
        "standard support" => "标准支持",
        _ => "支持",
    };
    Text::new(what.to_owned(), chinese.to_owned())
}
