//! Files that were named or met and are not looked at, which is no fault but is said.

use std::fmt;

/// Why a file is not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Why {
    NotTemplate,
    LeftOut,
    Special,
    Dangling,
    LeadsOut,
}

impl fmt::Display for Why {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Why::NotTemplate => "not a template",
            Why::LeftOut => "left out by `exclude` or --exclude",
            Why::Special => "not a regular file",
            Why::Dangling => "a link to nothing",
            Why::LeadsOut => "a link that leads out of the folder and its repository (see --follow-links)",
        })
    }
}

/// The files that a line names; of more it gives the number.
const NAMED: usize = 5;

/// A line for each reason, with the files that it is true of.
pub(super) fn lines(mut skipped: Vec<(Why, String)>) -> Vec<String> {
    skipped.sort();
    skipped.dedup();
    let by_reason = skipped.chunk_by(|(why, _), (other, _)| why == other);
    by_reason
        .filter_map(|these| {
            let names: Vec<String> = these.iter().take(NAMED).map(|(_, name)| format!("`{name}`")).collect();
            let more = match these.len().saturating_sub(NAMED) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            Some(format!("skipped {}{more}: {}", names.join(", "), these.first()?.0))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_files_take_one_line() {
        let of = |why, name: &str| (why, name.to_owned());
        let mut skipped: Vec<_> = (0..7).map(|it| of(Why::NotTemplate, &format!("{it}.md"))).collect();
        skipped.push(of(Why::Special, "pipe.tf"));
        assert_eq!(
            lines(skipped),
            [
                "skipped `0.md`, `1.md`, `2.md`, `3.md`, `4.md` and 2 more: not a template",
                "skipped `pipe.tf`: not a regular file",
            ]
        );
    }
}
