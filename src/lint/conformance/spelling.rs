//! What a misspelled name or value may be meant for.

use crate::diagnostic::{Applicability, Diagnostic, Edit, Lang, Text};
use crate::grammar::nearest_within;
use crate::source::Span;
use crate::syntax::SourceMap;

/// A name or value that may be meant.
#[derive(Clone, Copy, Debug)]
pub(in crate::lint) struct Meant<'n> {
    pub(in crate::lint) name: &'n str,
    /// Whether hardly anything else can be meant.
    pub(in crate::lint) is_near: bool,
    /// Whether it is one letter away and nothing else is.
    pub(in crate::lint) is_sure: bool,
}

/// The one of `names` that `written` may be meant for.
pub(in crate::lint) fn meant<'n>(
    names: impl Iterator<Item = &'n str> + Clone,
    written: &str,
    limit: usize,
) -> Option<Meant<'n>> {
    let (name, distance) = nearest_within(names.clone(), written, limit)?;
    // Of names that differ in letter case only, the one written like it.
    let alike = |it: &&str| it.chars().zip(written.chars()).filter(|(one, other)| one == other).count();
    let same = names.clone().filter(|it| it.eq_ignore_ascii_case(name));
    let name = same.max_by_key(alike).unwrap_or(name);
    let length = written.chars().count();
    let near = if length > 6 { 2 } else { 1 };
    let is_near = distance <= near && !is_variant(name, written);
    let others = names.filter(|it| *it != name);
    let is_sure = is_near && distance <= 1 && nearest_within(others, written, distance.max(1)).is_none();
    Some(Meant { name, is_near, is_sure })
}

/// Whether one is the other with a number or a plural at its end: likely something newer of the same family.
fn is_variant(name: &str, written: &str) -> bool {
    let digits = |text: &str| text.trim_end_matches(|it: char| it.is_ascii_digit()).len();
    let (stem, other) = (name.get(..digits(name)), written.get(..digits(written)));
    let is_numbered = stem == other && name != written;
    let plural =
        |one: &str, many: &str| many.strip_suffix('s') == Some(one) || many.strip_suffix("es") == Some(one);
    is_numbered || plural(name, written) || plural(written, name)
}

/// The edit that writes `new` where `span` has `old`; `None` where it does not show it as it is.
pub(in crate::lint) fn respelled(sources: &SourceMap, span: Span, old: &str, new: &str) -> Option<Edit> {
    let text = sources.slice(span);
    let at = text.rfind(old)?;
    let start = span.start + at as u32;
    let plain = new.chars().all(|it| it.is_ascii_alphanumeric() || "_-.:/".contains(it));
    plain.then(|| Edit { span: Span { start, end: start + old.len() as u32, ..span }, text: new.to_owned() })
}

/// `finding` with the edit that writes `meant` where `span` has `old`.
pub(in crate::lint) fn with_respelling(
    sources: &SourceMap,
    finding: Diagnostic,
    (span, old): (Span, &str),
    meant: Meant<'_>,
) -> Diagnostic {
    let proposing =
        |text: Text| if text.get(Lang::En).contains(meant.name) { text.proposing(meant.name) } else { text };
    let finding = Diagnostic {
        message: proposing(finding.message.clone()),
        help: finding.help.clone().map(proposing),
        ..finding
    };
    let safety = if meant.is_sure { Applicability::Safe } else { Applicability::Unsafe };
    finding.fix(safety, respelled(sources, span, old, meant.name).into_iter().collect())
}
