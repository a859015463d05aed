//! Characters that do not show, or that do something: made visible.

use std::borrow::Cow;
use std::fmt::Write;

/// `text`, a name, a value or a message in one line, with every character that a reader could not see, or that a
/// terminal or a build server would obey, written as an escape: `\u{202e}`, `\n`.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut done = 0;
    let mut before = None;
    for (at, character) in text.char_indices() {
        let rest = text.get(at + character.len_utf8()..).unwrap_or_default();
        if matches!(character, '\n' | '\t' | '\r') || is_hidden(before, character, rest) {
            out.push_str(text.get(done..at).unwrap_or_default());
            escape(character, &mut out);
            done = at + character.len_utf8();
        }
        before = Some(character);
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

/// Writes the escape for `character` to `out`.
pub(super) fn escape(character: char, out: &mut String) {
    match character {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        other => _ = write!(out, "\\u{{{:x}}}", u32::from(other)),
    }
}

/// Whether `character`, which stands between `before` and `rest`, must not go to a reader as it is.
pub(crate) fn is_hidden(before: Option<char>, character: char, rest: &str) -> bool {
    match character {
        ' '..='"' | '$'..='9' | ';'..='~' => false,
        '\n' | '\t' => false,
        '\r' => !rest.starts_with('\n'),
        ':' => starts_command(before, rest),
        '#' => before == Some('#') && is_bracketed(rest),
        // A joiner or selector is part of an emoji or of an ideograph.
        '\u{200d}' => !(before.is_some_and(is_pictograph) && rest.chars().next().is_some_and(is_pictograph)),
        '\u{fe0e}' | '\u{fe0f}' => !before.is_some_and(is_pictograph),
        '\u{fe00}'..='\u{fe0d}' | '\u{e0100}'..='\u{e01ef}' => !before.is_some_and(is_ideograph),
        other => other.is_control() || is_invisible(other),
    }
}

/// Whether a colon after `before` and before `rest` begins a line with `::`, as commands of GitHub do.
fn starts_command(before: Option<char>, rest: &str) -> bool {
    rest.starts_with(':') && before.is_none_or(char::is_whitespace)
}

/// Whether `rest` goes on as a command of Azure Pipelines, TeamCity or an older GitHub does after `##`: with a
/// bracket, maybe after a name.
fn is_bracketed(rest: &str) -> bool {
    rest.trim_start_matches(|it: char| it.is_ascii_alphabetic()).starts_with('[')
}

/// Characters without a shape of their own: they turn the direction of writing, join, separate or hide.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{fffe}'..='\u{ffff}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether `character` may be part of an emoji.
fn is_pictograph(character: char) -> bool {
    matches!(
        character,
        '#' | '*' | '0'..='9' | '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{20e3}' | '\u{2122}' | '\u{2139}'
            | '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{27bf}' | '\u{2900}'..='\u{297f}' | '\u{2b00}'..='\u{2bff}'
            | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}'
    )
}

/// Whether `character` is an ideograph, which selectors choose a shape of.
fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{3001}'..='\u{3002}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff01}'..='\u{ff1f}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_is_written_as_an_escape() {
        for (text, shown) in [
            ("a\u{1b}[31m", "a\\u{1b}[31m"),
            ("a\u{202e}中\u{9b}", "a\\u{202e}中\\u{9b}"),
            ("a\nb\r\nc\rd\te", "a\\nb\\r\\nc\\rd\\te"),
            ("\u{85}\u{2028}\u{2029}", "\\u{85}\\u{2028}\\u{2029}"),
            ("\u{feff}\u{e0041}\u{200b}", "\\u{feff}\\u{e0041}\\u{200b}"),
            ("a\u{200d}b\u{fe0f}", "a\\u{200d}b\\u{fe0f}"),
            ("::set-output name=x::y", "\\u{3a}:set-output name=x::y"),
            (" ::error::x", " \\u{3a}:error::x"),
            ("a ##vso[x] ##[y] ### [z]", "a #\\u{23}vso[x] #\\u{23}[y] ### [z]"),
        ] {
            assert_eq!(visible(text), shown);
        }
        for plain in ["镜像：网站 😀 👨‍👩‍👧 ❤️ 1️⃣ 葛󠄀", "ALIYUN::ECS::Instance", "# a: b", "Größe"]
        {
            assert_eq!(visible(plain), plain);
        }
    }
}
