//! ## What it does
//! Finds files in the output folder that a build would change: one that is missing, differs from what its template
//! makes today, is no longer made, was edited by hand, or was not made by a build at all; and a build that was
//! interrupted and is not finished. `nestc build --check` reports all of them. `nestc build` reports the ones that it
//! must not replace, and then writes nothing.
//!
//! ## Why is this bad
//! Outputs are committed so that reviewers see what changes in each region. An output that is not what its template
//! makes is deployed all the same. One that was edited by hand would lose that work with the next build.
//!
//! ## Example
//! `dist/cn-hangzhou/web.yaml` was edited after it was built; `nestc-build.json` has the digest of what was built.
//! ```yaml web.yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 2
//!       InstanceType: ecs.g7.large
//!       ImageId: aliyun_3_x64_20G_alibase_20240819.vhd
//! ```
//!
//! ## Use instead
//! Change the template, and build again. `nestc build --force` replaces what was edited.
//! ```yaml web.yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       InstanceType: ecs.g7.large
//!       ImageId: aliyun_3_x64_20G_alibase_20240819.vhd
//! ```
//!
//! ## Fix
//! None.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Diagnostic, Text};
use crate::lint::{Pass, Rule, rule};
use crate::source::Span;
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(StaleOutput, "stale_output", Pass::Engine);

/// What is wrong with a file in the output folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Missing,
    Outdated,
    /// It may not be executed where its source may, or the other way round.
    Rights,
    Edited,
    /// It differs, and nothing tells whether somebody edited it.
    Undigested,
    /// A file that no build made is in the place of an output.
    Foreign,
    /// A link is in the place of an output.
    Link,
    /// A folder or a special file is in the place of an output.
    NotAFile,
    /// An earlier build made it, and this one does not.
    NotMade,
    NotMadeEdited,
    NotMadeUndigested,
    /// A file among the outputs that no build made.
    Stray,
    /// The record is none.
    NoRecord,
    /// The record is that of another manifest's build.
    OtherRecord,
    /// A build was interrupted.
    Unfinished,
    /// It was changed after a build had been interrupted, which would replace or remove it.
    EditedMeanwhile,
    /// It is called like what an interrupted build leaves, and no build made it where it is.
    ForeignStaging,
}

/// The finding that the file `path`, which `span` stands for, has `fault`.
pub(crate) fn finding(fault: Fault, path: &str, span: Span) -> Diagnostic {
    RULE.finding(span, message(fault, path)).help(help(fault))
}

fn message(fault: Fault, path: &str) -> Text {
    match fault {
        Fault::Missing => text!(en: "`{path}` is missing", zh: "缺少 `{path}`", path),
        Fault::Outdated => {
            text!(en: "`{path}` is not what its template makes", zh: "`{path}` 与模板生成的内容不一致", path)
        }
        Fault::Rights => text!(
            en: "`{path}` has other rights than the file that it is copied from",
            zh: "`{path}` 的权限与其源文件不同", path
        ),
        Fault::Edited => text!(en: "`{path}` was edited by hand", zh: "`{path}` 被手工修改过", path),
        Fault::Undigested => text!(
            en: "`{path}` differs, and an older nestc made it, which recorded no digest: it may have been edited by hand",
            zh: "`{path}` 有差异，且由未记录摘要的旧版 nestc 生成，可能被手工修改过", path
        ),
        Fault::Foreign => text!(
            en: "`{path}` is in the place of an output, and no build made it",
            zh: "`{path}` 占用了输出文件的位置，但不是由构建生成的", path
        ),
        Fault::Link => text!(
            en: "`{path}` is a link, in the place of an output", zh: "`{path}` 占用了输出文件的位置，但它是链接", path
        ),
        Fault::NotAFile => text!(
            en: "`{path}` is in the place of an output, and is not a file",
            zh: "`{path}` 占用了输出文件的位置，但它不是文件", path
        ),
        Fault::NotMade => text!(en: "`{path}` is no longer made", zh: "`{path}` 不再生成", path),
        Fault::NotMadeEdited => text!(
            en: "`{path}` is no longer made, and was edited by hand", zh: "`{path}` 不再生成，并且被手工修改过", path
        ),
        Fault::NotMadeUndigested => text!(
            en: "`{path}` is no longer made; an older nestc made it, which recorded no digest",
            zh: "`{path}` 不再生成，且由未记录摘要的旧版 nestc 生成", path
        ),
        Fault::Stray => text!(
            en: "`{path}` is among the outputs, and no build made it", zh: "`{path}` 在输出文件之中，但不是由构建生成的", path
        ),
        Fault::NoRecord => {
            text!(en: "`{path}` is not a record that nestc wrote", zh: "`{path}` 不是 nestc 写入的记录", path)
        }
        Fault::OtherRecord => text!(
            en: "`{path}` is the record of another manifest's build", zh: "`{path}` 是另一份清单的构建记录", path
        ),
        Fault::EditedMeanwhile => text!(
            en: "`{path}` was edited by hand after a build was interrupted, which is to replace or remove it",
            zh: "`{path}` 在构建被中断后被手工修改过，而该构建将替换或删除它", path
        ),
        Fault::ForeignStaging => text!(
            en: "`{path}` is called like the work of an interrupted build, but no build made it there",
            zh: "`{path}` 的名称与被中断的构建所留下的相同，但它不是由此处的构建创建的", path
        ),
        Fault::Unfinished => text!(
            en: "`{path}` was left by a build that was interrupted", zh: "`{path}` 是被中断的构建留下的", path
        ),
    }
}

fn help(fault: Fault) -> Text {
    match fault {
        Fault::Missing | Fault::Outdated | Fault::Rights => {
            text!(en: "run `nestc build`", zh: "请运行 `nestc build`")
        }
        Fault::Edited | Fault::Undigested => text!(
            en: "change the template instead; `nestc build --force` replaces it",
            zh: "请改为修改模板；`nestc build --force` 会替换该文件"
        ),
        Fault::Foreign | Fault::Link => text!(
            en: "move it away, or change `output`; `nestc build --force` replaces it",
            zh: "请移走该文件或修改 `output`；`nestc build --force` 会替换该文件"
        ),
        Fault::NotAFile => text!(en: "move it away, or change `output`", zh: "请将其移走或修改 `output`"),
        Fault::NotMade => {
            text!(en: "run `nestc build`, which removes it", zh: "请运行 `nestc build`，它会删除该文件")
        }
        Fault::NotMadeEdited => text!(
            en: "move it away if it is still wanted; `nestc build --force` removes it",
            zh: "如仍需要请移走；`nestc build --force` 会删除该文件"
        ),
        Fault::NotMadeUndigested => text!(en: "remove it by hand", zh: "请手工删除"),
        Fault::Stray => text!(en: "remove it, or move it elsewhere", zh: "请删除该文件或移到别处"),
        Fault::NoRecord => text!(
            en: "restore it, or move it away; `nestc build --force` replaces it",
            zh: "请恢复或移走该文件；`nestc build --force` 会替换该文件"
        ),
        Fault::OtherRecord => text!(
            en: "give each manifest an `output` folder of its own; `nestc build --force` replaces it",
            zh: "请为每份清单使用各自的 `output` 目录；`nestc build --force` 会替换该文件"
        ),
        Fault::EditedMeanwhile => text!(
            en: "change the template instead; `nestc build --force` completes that build and replaces it",
            zh: "请改为修改模板；`nestc build --force` 会完成该构建并替换该文件"
        ),
        Fault::ForeignStaging => text!(en: "remove it if nobody needs it", zh: "如无人需要请将其删除"),
        Fault::Unfinished => text!(
            en: "run `nestc build`, which completes or undoes that build first",
            zh: "请运行 `nestc build`，它会先完成或撤销该构建"
        ),
    }
}
