//! Tags in full: handles resolved, escapes decoded.

use std::borrow::Cow;

use super::props::unescape_uri;
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
