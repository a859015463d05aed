//! The form of placeholders: `{{ computenest::<family>::<identifier> }}`.
//!
//! A text is first searched as it is written, before any escape is decoded: one pass for `{{`, which few
//! templates hold, and a look at the word after it. Only strings that hold such an opening are decoded and read.
//! So what writes its braces or its first word as escape sequences (`\u007b{`) is not a placeholder to nestc; nobody
//! does, and templates without placeholders cost one search.

use super::{nearest, table};
use crate::ir::{PlaceholderFamily, PlaceholderName, Reading};
use crate::source::TextRange;

/// The word that every placeholder begins with.
const HEAD: &str = "computenest";

/// Every family, sorted by name.
#[must_use]
pub(crate) fn placeholder_families() -> &'static [PlaceholderFamily] {
    table::PLACEHOLDER_FAMILIES
}

/// What `text` says where the whole of it is of a placeholder's form; spaces around it do not count.
#[must_use]
pub(crate) fn read_placeholder(text: &str) -> Option<Reading> {
    let text = text.trim();
    let (range, reading) = find_placeholders(text).next()?;
    (range.start == 0 && range.end as usize == text.len()).then_some(reading)
}

/// Where in `text`, as it is written, a placeholder may begin. A line break or an escaped one may follow
/// the braces, for YAML folds lines at any space.
#[must_use]
pub(crate) fn placeholder_openings(text: &str) -> Vec<u32> {
    let opens = |&inside: &usize| {
        let rest = text.get(inside..).unwrap_or_default();
        let (head, rest) = word(rest.trim_start_matches([' ', '\t', '\r', '\n', '\\']));
        is_head(head) && rest.starts_with(':')
    };
    braces(text).filter(opens).map(|inside| inside as u32 - 2).collect()
}

/// Where `{{` ends in `text`; of more than two braces the last two count.
fn braces(text: &str) -> impl Iterator<Item = usize> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.as_bytes().get(at..)?;
        let open = at + memchr::memmem::find(rest, b"{{")?;
        at = open + text.bytes().skip(open).take_while(|&byte| byte == b'{').count();
        Some(at)
    })
}

/// Whether `word` is the one that placeholders begin with, or nearly.
fn is_head(word: &str) -> bool {
    // One letter in three may be wrong, so that shorter words are out of reach: mistakes need no counting.
    word == HEAD || word.len() > HEAD.len() * 3 / 4 && nearest([HEAD], word).is_some()
}

/// The texts of a placeholder's form in `text`, in their order. Other things in double braces
/// (`{{resolve:oos:…}}`, `{{ ACS::RegionId }}`, templates of other engines) are not placeholders.
pub(crate) fn find_placeholders(text: &str) -> impl Iterator<Item = (TextRange, Reading)> {
    braces(text).filter_map(move |inside| {
        let (length, reading) = read_inside(text.get(inside..).unwrap_or_default())?;
        Some((TextRange::new(inside as u32 - 2, (inside + length) as u32), reading))
    })
}

/// Reads what follows `{{`, and how long it is, `}}` included.
fn read_inside(text: &str) -> Option<(usize, Reading)> {
    let inside = text.trim_start_matches([' ', '\t']);
    let (head, rest) = word(inside);
    if !is_head(head) {
        return None;
    }
    let (first, rest) = colons(rest)?;
    let end = rest.find(['\n', '\r', '{', '}', '"', '\'', '\\'])?;
    let behind = rest.get(end..)?.strip_prefix("}}")?;
    let names = rest.get(..end)?;
    // Patterns that placeholders must match are not placeholders themselves: `{{computenest::acrimage::.*}}`.
    if !names.chars().all(|it| it.is_alphanumeric() || " \t:_-./@".contains(it)) {
        return None;
    }
    let reading = read_names(names, head == HEAD && first == 2);
    Some((text.len() - behind.len(), reading))
}

/// Reads `file::app`; `exact` says that what comes before is spelled right.
fn read_names(names: &str, exact: bool) -> Reading {
    let (written, rest) = word(names);
    let Some((second, id)) = colons(rest) else { return Reading::Unknown };
    let id = id.trim_end_matches([' ', '\t']);
    if !id.contains(char::is_alphanumeric) || id.contains(char::is_whitespace) {
        return Reading::Unknown;
    }
    let fits = |family: &&PlaceholderFamily| family.id.is_none_or(|only| only == id);
    let families = placeholder_families();
    if let Some(family) = families.iter().find(|it| it.name == written).filter(fits) {
        let name = PlaceholderName { family, id: id.to_owned() };
        return if exact && second == 2 { Reading::Known(name) } else { Reading::Misspelled(name) };
    }
    let near = |family: &PlaceholderFamily| match family.id {
        Some(only) => nearest([only], id).is_some(),
        None => true,
    };
    let candidates = families.iter().filter(|family| near(family));
    let Some(meant) = nearest(candidates.map(|family| family.name), written) else { return Reading::Unknown };
    let Some(family) = families.iter().find(|it| it.name == meant) else { return Reading::Unknown };
    Reading::Misspelled(PlaceholderName { family, id: family.id.unwrap_or(id).to_owned() })
}

/// The word that `text` begins with, and the rest.
fn word(text: &str) -> (&str, &str) {
    let end = text.find(|it: char| !(it.is_ascii_alphanumeric() || matches!(it, '_' | '-')));
    text.split_at(end.unwrap_or(text.len()))
}

/// How many colons `text` begins with, one at least, and the rest.
fn colons(text: &str) -> Option<(usize, &str)> {
    let rest = text.trim_start_matches(':');
    let count = text.len() - rest.len();
    (count > 0).then_some((count, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each placeholder found, `~` before what was meant by a near miss, `?` for an unknown one.
    fn found(text: &str) -> Vec<String> {
        let show = |(range, reading): (TextRange, Reading)| {
            assert!(range.of(text).starts_with("{{") && range.of(text).ends_with("}}"), "{text}");
            match reading {
                Reading::Known(name) => name.to_string(),
                Reading::Misspelled(name) => format!("~{name}"),
                Reading::Unknown => "?".to_owned(),
            }
        };
        find_placeholders(text).map(show).collect()
    }

    #[test]
    fn blanks_in_the_braces_do_not_count() {
        for text in [
            "{{ computenest::file::app }}",
            "{{computenest::file::app}}",
            "{{\tcomputenest::file::app  }}",
            "wget '{{ computenest::file::app }}'",
            "{{{computenest::file::app}}}",
        ] {
            assert_eq!(found(text), ["{{ computenest::file::app }}"], "{text}");
        }
        assert_eq!(found("{{computenest::acrimage::a}}{{ computenest::helmchart::b/中.1 }}").len(), 2);
    }

    #[test]
    fn other_double_braces_are_left_alone() {
        for text in [
            "{{resolve:oos:computenest}}",
            "{{ ACS::RegionId }}",
            "{{ .Values.computenest }}",
            "{% raw %}{{ x }}{% endraw %}",
            "{{ computenest }}",
            "{{ computenest.file.app }}",
            "{{ computer::file::app }}",
            "{ computenest::file::app }",
            "{{ computenest::file::app",
            "{{ computenest::file::app }",
            "{{ computenest::file::\napp }}",
            "{{ computenest::file::\\u0061 }}",
            "{{computenest::acrimage::.*}}",
            "{{computenest:file:[a-z]+}}",
            "{{ computenest::file::<name> }}",
            "{{{{{{{{",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn near_misses_tell_what_was_meant() {
        for (text, meant) in [
            ("{{ computeneset::file::app }}", "{{ computenest::file::app }}"),
            ("{{ ComputeNest::file::app }}", "{{ computenest::file::app }}"),
            ("{{ computenest:file:app }}", "{{ computenest::file::app }}"),
            ("{{ computenest::files::app }}", "{{ computenest::file::app }}"),
            ("{{ computenest::File::app }}", "{{ computenest::file::app }}"),
            ("{{computenest::acrimages::app}}", "{{ computenest::acrimage::app }}"),
            ("{{ computenest::helm_chart::app }}", "{{ computenest::helmchart::app }}"),
            ("{{ computenest::public-file::app }}", "{{ computenest::publicfile::app }}"),
            ("{{ computenest::acr::dockerConfigJson }}", "{{ computenest::acr::dockerconfigjson }}"),
            ("{{ computenest::heml::dockerconfigjson }}", "{{ computenest::helm::dockerconfigjson }}"),
        ] {
            assert_eq!(found(text), [format!("~{meant}")], "{text}");
        }
        for text in
            ["{{ computenest::script::app }}", "{{ computenest::file }}", "{{ computenest::file::a b }}"]
        {
            assert_eq!(found(text), ["?"], "{text}");
        }
    }

    #[test]
    fn openings_are_seen_across_folded_lines() {
        let text = "{{\\\n  \\ computenest::file::a }} {{ x:y }} {{{computenest:a {{ computenest }}";
        assert_eq!(placeholder_openings(text), [0, text.find("{{{").unwrap() as u32 + 1]);
    }

    #[test]
    fn a_whole_text_can_be_a_placeholder() {
        let read = |text| read_placeholder(text).and_then(|it| it.name().map(ToString::to_string));
        assert_eq!(read(" {{computenest::file::app}} ").as_deref(), Some("{{ computenest::file::app }}"));
        assert_eq!(read("x {{computenest::file::app}}"), None);
        assert_eq!(read("computenest::file::app"), None);
    }
}
