//! Damages of HCL texts, and how much of a text is still read after one.

use std::collections::HashMap;

use nestc::syntax::NodeId;
use nestc::syntax::hcl::{Kind, View, parse};

/// The kinds of damage: what is written on a line of its own in front of an attribute, with its indentation.
pub(crate) const INSERTED: &[(&str, &str)] = &[
    ("half key", "imag"),
    ("empty value", "zz ="),
    ("unclosed \"", "zz = \"abc"),
    ("unclosed (", "zz = foo("),
    ("unclosed [", "zz = ["),
    ("unclosed [ with item", "zz = [\"a\","),
    ("unclosed {", "zz = {"),
    ("unclosed { with entry", "zz = { a = 1,"),
    ("unclosed ${", "zz = \"${"),
    ("unclosed ${ with name", "zz = \"a${var.b\""),
    ("trailing dot", "zz = var."),
    ("trailing operator", "zz = 1 +"),
    ("stray }", "}"),
    ("stray ]", "]"),
    ("block not closed", "zz {"),
    ("labelled block not closed", "zz \"a\" {"),
    ("block without brace", "zz \"a\""),
    ("heredoc open", "zz = <<ZZ"),
    ("@", "@"),
    ("two on a line", "zz = 1 yy = 2"),
    ("conditional without else", "zz = a ? b"),
    ("colon", "zz: 1"),
    ("comment open", "/* zz"),
    ("curly quotes", "zz = “abc”"),
];

/// A random change of one place: what it is called.
pub(crate) const RANDOM: &[&str] =
    &["delete byte", "insert mark", "replace by mark", "cut line", "double line", "join lines"];

/// A generator of numbers that only depend on its seed.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// An attribute or entry of an object: where it is bound, and its value as written.
pub(crate) struct Slot {
    pub(crate) path: String,
    pub(crate) value: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Where the headers of the blocks around it end their lines, outermost first, with their path so far.
    pub(crate) headers: Vec<Header>,
}

/// The header of a block.
#[derive(Clone)]
pub(crate) struct Header {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The length of the paths of what stands in the block, up to the block itself.
    pub(crate) path: usize,
}

/// All attributes of a text and the entries of their objects.
pub(crate) fn slots(text: &str) -> (Vec<Slot>, usize) {
    let tree = parse(text);
    let view = View::new(&tree, text);
    let mut slots = Vec::new();
    let mut open = vec![(view.root(), String::new(), Vec::new())];
    while let Some((id, path, headers)) = open.pop() {
        match view.kind(id) {
            Kind::Block => {
                let labels: Vec<_> = view.labels(id).filter_map(|label| view.string_value(label)).collect();
                let path = format!("{path}/{} {}", view.name(id), labels.join(" "));
                let start = view.range(id).start as usize;
                let end = view.body(id).map_or(start, |body| view.range(body).start as usize + 1);
                let mut headers: Vec<Header> = headers;
                headers.push(Header { start, end, path: path.len() });
                open.extend(view.items(id).map(|item| (item, path.clone(), headers.clone())));
            }
            Kind::Attribute => {
                let path = format!("{path}/{}", view.name(id));
                if let Some(value) = view.value(id) {
                    add(&view, id, value, &path, &headers, &mut slots);
                }
            }
            _ => open.extend(view.items(id).map(|item| (item, path.clone(), headers.clone()))),
        }
    }
    (slots, tree.errors.len())
}

/// Adds the slot of `id`, whose value is `value`, and those of the object in it.
fn add(view: &View<'_>, id: NodeId, value: NodeId, path: &str, headers: &[Header], slots: &mut Vec<Slot>) {
    let mut open = vec![(id, value, path.to_owned())];
    while let Some((id, value, path)) = open.pop() {
        let range = view.range(id).cover(view.range(value));
        slots.push(Slot {
            path: path.clone(),
            value: view.source(value).to_owned(),
            start: range.start as usize,
            end: range.end as usize,
            headers: headers.to_vec(),
        });
        if view.kind(value) == Kind::Object {
            open.extend(
                view.entries(value).map(|(key, value)| (key, value, format!("{path}.{}", view.source(key)))),
            );
        }
    }
}

/// How many of the slots outside of `damaged` are still there, and how many there are. Where the header of a
/// block around a slot is damaged, only the path inside that block counts.
pub(crate) fn kept(before: &[Slot], after: &[Slot], damaged: std::ops::Range<usize>) -> (usize, usize) {
    let mut found: HashMap<(&str, &str), usize> = HashMap::new();
    for slot in after {
        *found.entry((&slot.path, &slot.value)).or_default() += 1;
    }
    let (mut kept, mut all) = (0, 0);
    for slot in before.iter().filter(|slot| slot.end <= damaged.start || slot.start >= damaged.end) {
        all += 1;
        let hit = |header: &&Header| header.start < damaged.end && damaged.start < header.end;
        let inner = slot.headers.iter().rfind(hit).map(|header| &slot.path[header.path..]);
        let key = match inner {
            None => Some((slot.path.as_str(), slot.value.as_str())),
            Some(inner) => {
                let fits = |(path, value): &&(&str, &str)| path.ends_with(inner) && *value == slot.value;
                found.iter().filter(|(_, count)| **count > 0).map(|(key, _)| key).find(fits).copied()
            }
        };
        if let Some(count) = key.and_then(|key| found.get_mut(&key))
            && *count > 0
        {
            *count -= 1;
            kept += 1;
        }
    }
    (kept, all)
}

/// `text` with `line` written in front of the line at `at`, and the damaged bytes of the old text.
pub(crate) fn insert_line(text: &str, at: usize, line: &str) -> (String, std::ops::Range<usize>) {
    let indentation: String = text[at..].chars().take_while(|c| *c == ' ' || *c == '\t').collect();
    (format!("{}{indentation}{line}\n{}", &text[..at], &text[at..]), at..at)
}

/// `text` with a random change of kind `kind`, and the damaged bytes of the old text: its whole lines.
pub(crate) fn change(
    text: &str,
    kind: usize,
    random: &mut Random,
) -> Option<(String, std::ops::Range<usize>)> {
    const MARKS: &[&str] =
        &["\"", "{", "}", "(", ")", "[", "]", "$", "${", "=", ",", ".", ":", "#", "@", "<<E", "?", " "];
    let mut at = random.below(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let next = at + text[at..].chars().next().map_or(0, char::len_utf8);
    let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let stop = text[at..].find('\n').map_or(text.len(), |offset| at + offset);
    let mark = MARKS[random.below(MARKS.len())];
    let below = text.get(stop + 1..).and_then(|rest| rest.find('\n')).map_or(text.len(), |o| stop + 1 + o);
    let changed = match kind {
        0 => format!("{}{}", &text[..at], &text[next..]),
        1 => format!("{}{mark}{}", &text[..at], &text[at..]),
        2 => format!("{}{mark}{}", &text[..at], &text[next..]),
        3 => format!("{}{}", &text[..at], &text[stop..]),
        4 => format!("{}\n{}", &text[..stop], &text[line..]),
        _ => format!("{}{}", &text[..stop], text.get(stop + 1..)?),
    };
    let damaged = if kind == 5 { line..below } else { line..stop.max(next) };
    Some((changed, damaged))
}
