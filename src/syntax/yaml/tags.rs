//! Tags in full: handles resolved, escapes decoded.

use std::borrow::Cow;

use crate::syntax::budget;

/// What the tags of YAML's own types begin with.
pub(super) const CORE: &str = "tag:yaml.org,2002:";

/// The tag `tag` (as it is written, such as `!!str`) in full, by the directives in the lines
/// `directives`. Nothing where its handle is not declared.
pub(super) fn full_tag<'t>(tag: &'t str, directives: &str) -> Option<Cow<'t, str>> {
    if tag == "!" {
        return Some(Cow::Borrowed(tag));
    }
    if let Some(uri) = tag.strip_prefix("!<") {
        return Some(unescaped(uri.trim_end_matches('>')));
    }
    let rest = tag.strip_prefix('!')?;
    let (handle, suffix) = match rest.find('!') {
        Some(place) => tag.split_at(place + 2),
        None => tag.split_at(1),
    };
    let mut lines = directives.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']).take(budget::DIRECTIVES);
    let declared = lines.find_map(|line| {
        let mut words = line.split(' ').filter(|word| !word.is_empty());
        (words.next() == Some("%TAG") && words.next() == Some(handle))
            .then(|| words.next().unwrap_or_default())
    });
    let prefix = match (declared, handle) {
        (Some(prefix), _) => prefix,
        (None, "!") => {
            return if tag.contains('%') { Some(unescaped(tag)) } else { Some(Cow::Borrowed(tag)) };
        }
        (None, "!!") => CORE,
        _ => return None,
    };
    Some(Cow::Owned(format!("{}{}", unescaped(prefix), unescaped(suffix))))
}

fn unescaped(uri: &str) -> Cow<'_, str> {
    if !uri.contains('%') {
        return Cow::Borrowed(uri);
    }
    unescape_uri(uri).map_or(Cow::Borrowed(uri), Cow::Owned)
}

/// The characters of a tag behind its handle, `ns-uri-char [39]`.
#[inline]
pub(super) fn is_uri(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-;/?:@&=+$,_.!~*'()[]%".contains(&byte)
}

/// Whether the `%` escapes of a tag are hexadecimal and give UTF-8 text.
pub(super) fn escapes_are_text(uri: &str) -> bool {
    !uri.contains('%') || unescape_uri(uri).is_some()
}

/// The URI with its `%` escapes decoded; nothing where one is bad.
fn unescape_uri(uri: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(uri.len());
    let mut rest = uri.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let high = char::from(rest.next()?).to_digit(16)?;
        let low = char::from(rest.next()?).to_digit(16)?;
        bytes.push((high * 16 + low) as u8);
    }
    String::from_utf8(bytes).ok()
}
