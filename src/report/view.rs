//! Texts as a terminal may see them.

use std::borrow::Cow;

/// `text` with every character that would move the cursor, change colours or reorder the line replaced by one
/// that shows. Each replacement has as many bytes as what it stands for, so places stay right.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match (is_hidden(character), character.len_utf8()) {
            (false, _) => out.push(character),
            (true, 3) => out.push('\u{fffd}'),
            (true, 2) => out.push('¿'),
            (true, length) => out.extend(std::iter::repeat_n('?', length)),
        }
    }
    Cow::Owned(out)
}

/// Control characters but for tabs and line breaks, and those that turn the direction of writing.
fn is_hidden(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => false,
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        other => other.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_shows_in_as_many_bytes() {
        let text = "a\u{1b}[31m\u{202e}中\u{9b}\t\r\n";
        let shown = visible(text);
        assert_eq!(shown, "a?[31m\u{fffd}中¿\t\r\n");
        assert_eq!(shown.len(), text.len());
    }
}
