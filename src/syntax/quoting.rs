//! Strings as the languages write them.

use std::fmt::Write as _;

use super::yaml;
use crate::source::Quoting;

/// What to write between the quotes (for a plain scalar: in its place) so that a literal written as
/// `quoting` says reads as `value`. `None` where it cannot: a line break outside double quotes.
#[must_use]
pub fn write_string(quoting: Quoting, value: &str) -> Option<String> {
    match quoting {
        Quoting::YamlPlain { flow } => Some(yaml::quote_plain_if_needed(value, flow)),
        Quoting::YamlSingle => one_line(value).map(|value| value.replace('\'', "''")),
        Quoting::YamlBlock => one_line(value).filter(|it| *it == it.trim()).map(str::to_owned),
        Quoting::YamlDouble => Some(escape(value, "", |text, it| {
            let _ = write!(text, "\\x{it:02x}");
        })),
        Quoting::Json => Some(escape(value, "", |text, it| {
            let _ = write!(text, "\\u{it:04x}");
        })),
        Quoting::HclQuoted => Some(escape(value, "$%", |text, it| {
            let _ = write!(text, "\\u{it:04x}");
        })),
        Quoting::HclHeredoc => one_line(value).map(|value| escape_sequences(value, "$%")),
    }
}

/// `value`, where it is printable and has no line break.
fn one_line(value: &str) -> Option<&str> {
    (!value.chars().any(char::is_control)).then_some(value)
}

/// Escapes quotes, backslashes and control characters; `markers` are doubled before `{`.
fn escape(value: &str, markers: &str, control: fn(&mut String, u32)) -> String {
    let mut text = String::with_capacity(value.len());
    for it in value.chars() {
        match it {
            '"' | '\\' => {
                text.push('\\');
                text.push(it);
            }
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            it if it.is_control() => control(&mut text, u32::from(it)),
            it => text.push(it),
        }
    }
    escape_sequences(&text, markers)
}

/// Doubles each of `markers` that precedes `{`.
fn escape_sequences(value: &str, markers: &str) -> String {
    let mut text = value.to_owned();
    for marker in markers.chars() {
        text = text.replace(&format!("{marker}{{"), &format!("{marker}{marker}{{"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_quoting_escapes_what_it_must() {
        let write = |quoting, value| write_string(quoting, value);
        assert_eq!(write(Quoting::YamlSingle, "it's").as_deref(), Some("it''s"));
        assert_eq!(write(Quoting::YamlDouble, "a\"\\\u{1}\n").as_deref(), Some("a\\\"\\\\\\x01\\n"));
        assert_eq!(write(Quoting::Json, "\u{1}").as_deref(), Some("\\u0001"));
        assert_eq!(write(Quoting::HclQuoted, "${x} %{y} $z").as_deref(), Some("$${x} %%{y} $z"));
        assert_eq!(write(Quoting::HclHeredoc, "a\"${x}").as_deref(), Some("a\"$${x}"));
        assert_eq!(write(Quoting::YamlBlock, "a\nb"), None);
    }
}
