//! Parts of strings in other words, each string otherwise as it was.

use super::{write_string, yaml};
use crate::source::{Quoting, TextRange};

/// `text` as it is written at `place` inside of `string`, which is in `host` and is written as `quoting`
/// says, quotes included: so that the string reads as before but for that. `None` where it cannot.
#[must_use]
pub(crate) fn write_inside(
    host: &str,
    string: TextRange,
    quoting: Quoting,
    place: TextRange,
    text: &str,
) -> Option<String> {
    let yaml = !matches!(quoting, Quoting::Json | Quoting::HclQuoted | Quoting::HclHeredoc);
    if yaml && text.contains(['\u{2028}', '\u{2029}', '\u{feff}']) {
        return None;
    }
    match quoting {
        Quoting::YamlDouble | Quoting::Json | Quoting::YamlSingle => write_string(quoting, text),
        Quoting::YamlPlain { flow } => {
            yaml::fits_plain(host, string, place, text, flow).then(|| text.to_owned())
        }
        Quoting::YamlBlock => {
            let printable = !text.chars().any(|it| it.is_control() && it != '\n' && it != '\t');
            let one_line = !text.contains('\n');
            let folded = host.get(string.start as usize..).is_some_and(|it| it.starts_with('>'));
            if !printable || (folded && !one_line) {
                return None;
            }
            if one_line { Some(text.to_owned()) } else { indented(string.of(host), text) }
        }
        Quoting::HclQuoted => write_string(quoting, text).filter(|_| !begins_sequence(host, place, text)),
        Quoting::HclHeredoc => write_string(quoting, text)
            .filter(|_| !begins_sequence(host, place, text) && !closes_heredoc(host, string, place, text)),
    }
}

/// Whether `text` at `place` makes one of `${` and `%{` together with what is around it.
fn begins_sequence(host: &str, place: TextRange, text: &str) -> bool {
    let before = host.get(..place.start as usize).unwrap_or_default();
    let after = host.get(place.end as usize..).unwrap_or_default();
    (text.ends_with(['$', '%']) && after.starts_with('{'))
        || (text.starts_with('{') && before.ends_with(['$', '%']))
}

/// Whether the line of `place` is the one that closes the heredoc `string` once `text` is there.
fn closes_heredoc(host: &str, string: TextRange, place: TextRange, text: &str) -> bool {
    let Some(header) = string.of(host).strip_prefix("<<") else { return false };
    let marker = header.trim_start_matches('-').lines().next().unwrap_or_default().trim();
    if text.len() > marker.len() {
        return false;
    }
    let before = host.get(..place.start as usize).unwrap_or_default();
    let after = host.get(place.end as usize..).unwrap_or_default();
    let begin = before.rsplit(['\n', '\r']).next().unwrap_or_default().trim_start();
    let end = after.split(['\n', '\r']).next().unwrap_or_default().trim_end();
    marker.strip_prefix(begin).and_then(|rest| rest.strip_suffix(end)) == Some(text)
}

/// `text` with the lines after its first indented as those of the block scalar `scalar`, whose first line
/// shows the indentation. `None` where its header does, for it counts from what is around the scalar.
fn indented(scalar: &str, text: &str) -> Option<String> {
    let (header, content) = scalar.split_at(scalar.find('\n')? + 1);
    if header.split('#').next().is_some_and(|it| it.contains(|it: char| it.is_ascii_digit())) {
        return None;
    }
    let first = content.lines().find(|line| !line.trim_start_matches(' ').is_empty())?;
    let blanks = first.get(..first.len() - first.trim_start_matches(' ').len())?;
    let line_break = if header.ends_with("\r\n") { "\r\n" } else { "\n" };
    Some(text.replace('\n', &format!("{line_break}{blanks}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is written in the place of `@` in `host`, whose string is what is left of `«` and `»` without them.
    fn write(quoting: Quoting, host: &str, text: &str) -> Option<String> {
        let start = host.find('«').unwrap();
        let host = host.replace('«', "");
        let end = host.find('»').unwrap();
        let host = host.replace('»', "");
        let at = host.find('@').unwrap() as u32;
        let string = TextRange::new(start as u32, end as u32);
        write_inside(&host, string, quoting, TextRange::new(at, at + 1), text)
    }

    #[test]
    fn plain_scalars_carry_what_still_reads_as_itself() {
        let block = |host, text| write(Quoting::YamlPlain { flow: false }, host, text).is_some();
        let flow = |host, text| write(Quoting::YamlPlain { flow: true }, host, text).is_some();
        assert!(block("a: «wget @ -O x»\n", "https://b.c/d?e=1&f=#g"));
        assert!(!block("a: «wget @ -O x»\n", "a #b"));
        assert!(!block("a: «wget @ -O x»\n", "#b"));
        assert!(!block("a: «wget @ -O x»\n", "{\"b\": 1}"));
        assert!(block("a: «wget @ -O x»\n", "{\"b\":1}"));
        assert!(!block("a: «wget @ -O x»\n", "b:"));
        assert!(block("a: «wget @-O x»\n", "b:"));
        assert!(!block("a: «wget @»\n", "b:"));
        assert!(!block("a: «wget @»\n", "b\nc"));
        assert!(!block("a: «wget\n  @»\n", "#b"));
        assert!(!block("a: «1@»\n", "2"));
        assert!(block("a: «1@»\n", "b"));
        assert!(!flow("[«wget @ -O x»]\n", "{\"b\":1}"));
        assert!(flow("[«wget @ -O x»]\n", "https://b.c/d"));
    }

    #[test]
    fn lines_are_indented_in_block_scalars_and_refused_elsewhere() {
        let literal = |host, text| write(Quoting::YamlBlock, host, text);
        assert_eq!(literal("a: «|\r\n    b @\r\n»", "c\nd").as_deref(), Some("c\r\n    d"));
        assert_eq!(literal("a: «|- # 1\n\n  b\n    @\n»", "c\nd").as_deref(), Some("c\n  d"));
        assert_eq!(literal("a: «|1\n    b @\n»", "c\nd"), None);
        assert_eq!(write(Quoting::YamlBlock, "a: «>\n    b @\n»", "c\nd"), None);
        assert_eq!(write(Quoting::YamlSingle, "a: «'b @'»\n", "c\nd"), None);
        assert_eq!(write(Quoting::HclHeredoc, "a = «<<E\n@\nE»\n", "c\nd"), None);
    }

    #[test]
    fn heredocs_and_sequences_stay_what_they_are() {
        let heredoc = |host, text| write(Quoting::HclHeredoc, host, text).is_some();
        assert!(!heredoc("a = «<<-EOT\n  @\n  EOT»\n", "EOT"));
        assert!(!heredoc("a = «<<-EOT\n  E@T\n  EOT»\n", "O"));
        assert!(heredoc("a = «<<-EOT\n  @.\n  EOT»\n", "EOT"));
        assert!(!heredoc("a = «<<E\n@{b}\nE»\n", "c$"));
        let quoted = |host, text| write(Quoting::HclQuoted, host, text);
        assert_eq!(quoted("a = «\"@{b}\"»\n", "c%"), None);
        assert_eq!(quoted("a = «\"@{b}\"»\n", "\"${c}").as_deref(), Some("\\\"$${c}"));
    }
}
