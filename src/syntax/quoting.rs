//! Strings as the languages write them.

use super::escape::{Escapes, escaped, single_quoted, without_sequences};
use super::yaml;
use crate::source::Quoting;

/// What to write between the quotes (for a plain scalar: in its place) so that a literal written as
/// `quoting` says reads as `value`. `None` where it cannot: a line break outside double quotes.
#[must_use]
pub fn write_string(quoting: Quoting, value: &str) -> Option<String> {
    match quoting {
        Quoting::YamlPlain { flow } => Some(yaml::quote_plain_if_needed(value, flow)),
        Quoting::YamlSingle => one_line(value).map(single_quoted),
        Quoting::YamlBlock => one_line(value).filter(|it| *it == it.trim()).map(str::to_owned),
        Quoting::YamlDouble => Some(escaped(Escapes::Yaml, value)),
        Quoting::Json => Some(escaped(Escapes::Json, value)),
        Quoting::HclQuoted => Some(escaped(Escapes::Hcl, value)),
        Quoting::HclHeredoc => one_line(value).map(without_sequences),
    }
}

/// `value`, where it is printable and has no line break.
fn one_line(value: &str) -> Option<&str> {
    (!value.chars().any(char::is_control)).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_quoting_escapes_what_it_must() {
        let write = |quoting, value| write_string(quoting, value);
        assert_eq!(write(Quoting::YamlSingle, "it's").as_deref(), Some("it''s"));
        assert_eq!(write(Quoting::YamlDouble, "a\"\\\u{1}\n").as_deref(), Some("a\\\"\\\\\\u0001\\n"));
        assert_eq!(write(Quoting::Json, "\u{1}").as_deref(), Some("\\u0001"));
        assert_eq!(write(Quoting::HclQuoted, "${x} %{y} $z").as_deref(), Some("$${x} %%{y} $z"));
        assert_eq!(write(Quoting::HclHeredoc, "a\"${x}").as_deref(), Some("a\"$${x}"));
        assert_eq!(write(Quoting::YamlBlock, "a\nb"), None);
    }
}
