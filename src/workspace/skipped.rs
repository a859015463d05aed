//! Files that were named or met and are not looked at, which is no fault but is said.

use crate::diagnostic::Text;
use crate::text;

/// Why a file is not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Why {
    OwnFile,
    NotTemplate,
    LeftOut,
    Special,
    Dangling,
    LeadsOut,
}

impl Why {
    fn text(self) -> Text {
        match self {
            Why::OwnFile => text!(en: "nestc's own file", zh: "nestc 自己的文件"),
            Why::NotTemplate => text!(en: "not a template", zh: "不是模板"),
            Why::LeftOut => {
                text!(en: "left out by `exclude` or --exclude", zh: "已被 `exclude` 或 --exclude 排除")
            }
            Why::Special => text!(en: "not a regular file", zh: "不是普通文件"),
            Why::Dangling => text!(en: "a link to nothing", zh: "链接的目标不存在"),
            Why::LeadsOut => text!(
                en: "a link that leads out of the folder and its repository (see --follow-links)",
                zh: "链接指向文件夹及其仓库之外（参见 --follow-links）",
            ),
        }
    }
}

/// The files that a line names; of more it gives the number.
const NAMED: usize = 5;

/// A line for each reason, with the files that it is true of.
pub(super) fn lines(mut skipped: Vec<(Why, String)>) -> Vec<Text> {
    skipped.sort();
    skipped.dedup();
    let by_reason = skipped.chunk_by(|(why, _), (other, _)| why == other);
    by_reason
        .filter_map(|these| {
            let names = these.iter().take(NAMED).map(|(_, name)| format!("`{name}`"));
            let why = these.first()?.0.text();
            Some(match these.len().saturating_sub(NAMED) {
                0 => text!(
                    en: "skipped {names}: {why}",
                    zh: "已跳过 {names}：{why}",
                    names = Text::list(names), why,
                ),
                more => text!(
                    en: "skipped {names} and {more} more: {why}",
                    zh: "已跳过 {names}，另有 {more} 个：{why}",
                    names = names.collect::<Vec<_>>().join(", "), more, why,
                ),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Lang;

    #[test]
    fn many_files_take_one_line() {
        let of = |why, name: &str| (why, name.to_owned());
        let mut skipped: Vec<_> = (0..7).map(|it| of(Why::NotTemplate, &format!("{it}.md"))).collect();
        skipped.push(of(Why::Special, "pipe.tf"));
        let lines = lines(skipped);
        assert_eq!(
            lines.iter().map(|line| line.get(Lang::En)).collect::<Vec<_>>(),
            [
                "skipped `0.md`, `1.md`, `2.md`, `3.md`, `4.md` and 2 more: not a template",
                "skipped `pipe.tf`: not a regular file",
            ]
        );
    }
}
