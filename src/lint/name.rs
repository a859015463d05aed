//! Names of packages and of their versions.

use std::ops::RangeInclusive;

use super::{Rule, Sink};
use crate::manifest::Spanned;

/// Reports under `rule` the `names` that are not of that `length` or not of letters, digits and underscores.
pub(super) fn check_names<'a>(
    rule: &Rule,
    what: &str,
    length: RangeInclusive<usize>,
    names: impl Iterator<Item = &'a Spanned<String>>,
    sink: &mut Sink,
) {
    for name in names {
        let count = name.value.chars().count();
        let (least, most) = (length.start(), length.end());
        let stranger = name.value.chars().find(|it| !(it.is_ascii_alphanumeric() || *it == '_'));
        let (message, label) = match stranger {
            Some(stranger) => (
                format!("{what} `{}` has the character `{}`", name.value, stranger.escape_debug()),
                "expected letters, digits and underscores".to_owned(),
            ),
            None if length.contains(&count) => continue,
            None => {
                let which = if count < *least { "short" } else { "long" };
                (
                    format!("{what} `{}` is too {which}: it has {count} characters", name.value),
                    format!("expected {least} to {most} characters"),
                )
            }
        };
        sink.push(rule.finding(name.span, message).label(label));
    }
}
