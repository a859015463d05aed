//! Names of packages and of their versions.

use std::ops::RangeInclusive;

use super::{Rule, Sink};
use crate::diagnostic::Text;
use crate::manifest::{Spanned, shortened};
use crate::text;

/// Reports under `rule` the `names` that are not of that `length` or not of letters, digits and underscores.
pub(super) fn check_names<'a>(
    rule: &Rule,
    what: &Text,
    length: RangeInclusive<usize>,
    names: impl Iterator<Item = &'a Spanned<String>>,
    sink: &mut Sink,
) {
    for name in names {
        let count = name.value.chars().count();
        let (least, most) = (length.start(), length.end());
        let stranger = name.value.chars().find(|it| !(it.is_ascii_alphanumeric() || *it == '_'));
        let value = shortened(&name.value);
        let expected = text!(
            en: "expected {least} to {most} characters",
            zh: "长度应为 {least} 到 {most} 个字符",
            least, most,
        );
        let (message, label) = match stranger {
            Some(stranger) => (
                text!(
                    en: "{what} `{value}` contains `{stranger}`",
                    zh: "{what} `{value}` 含有字符 `{stranger}`",
                    what, value, stranger = stranger.escape_debug(),
                ),
                text!(en: "expected letters, digits and underscores", zh: "只能包含字母、数字和下划线"),
            ),
            None if length.contains(&count) => continue,
            None if count < *least => (
                text!(
                    en: "{what} `{value}` is too short: {count} characters",
                    zh: "{what} `{value}` 过短：只有 {count} 个字符",
                    what, value, count,
                ),
                expected,
            ),
            None => (
                text!(
                    en: "{what} `{value}` is too long: {count} characters",
                    zh: "{what} `{value}` 过长：有 {count} 个字符",
                    what, value, count,
                ),
                expected,
            ),
        };
        sink.push(rule.finding(name.span, message).label(label));
    }
}
