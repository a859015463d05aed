//! How this project's front end reads a text, in the notation of `tests/oracle/pyyaml.py`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use nestc::syntax::yaml::{Kind, Scalar, View};
use nestc::syntax::{NodeId, json, template};

/// The short tags of ROS: its functions and `Ref`.
const FUNCTIONS: &str = "Add And Any Avg Base64 Base64Decode Base64Encode Calculate Cidr Contains EachMemberIn \
    Equals FindInMap FormatTime GetAZs GetAtt GetJsonValue GetStackOutput If Indent Index Join Jq Length \
    ListMerge MarketplaceImage MatchPattern Max MemberListToMap MergeMap MergeMapToList Min Not Or Ref Replace \
    ResourceFacade Select SelectMapList Split Str Sub TransformNamespace";

/// Whether `text` is JSON.
pub(crate) fn is_json(text: &str) -> bool {
    json::parse(text).errors.is_empty()
}

/// The value of `text`, read as JSON or else as YAML, or its first error.
pub(crate) fn read(text: &str) -> Result<String, String> {
    let (tree, language) = template::read(text);
    if let Some(error) = tree.errors.first() {
        return Err(error.message.get(nestc::diagnostic::Lang::En).to_owned());
    }
    let view = View { tree: &tree, text, language };
    // A document's directives come before it; they are not tags.
    let content = tree.ids().filter(|&id| !matches!(view.kind(id), Kind::Stream | Kind::Document));
    let unknown = content.filter_map(|id| view.full_tag(id)).find(|tag| !known(tag));
    if let Some(tag) = unknown {
        return Err(format!("no function has the short tag `{tag}`"));
    }
    let mut writer = Writer { view, open: Vec::new() };
    Ok(writer.view.root().map_or_else(|| "n".to_owned(), |root| writer.value(root)))
}

/// Whether ROS knows `tag`; the parser judges those that are not short tags.
fn known(tag: &str) -> bool {
    tag.strip_prefix('!')
        .is_none_or(|name| name.is_empty() || FUNCTIONS.split_whitespace().any(|function| function == name))
}

struct Writer<'t> {
    view: View<'t>,
    /// The collections around the value that is written.
    open: Vec<NodeId>,
}

impl Writer<'_> {
    fn value(&mut self, id: NodeId) -> String {
        let id = self.view.deref(id);
        if self.open.contains(&id) {
            return "^".to_owned();
        }
        let tag = self.view.full_tag(id).unwrap_or_default();
        self.open.push(id);
        let value = match (self.view.kind(id), tag.as_ref()) {
            (Kind::Mapping, "tag:yaml.org,2002:set") => {
                let keys: BTreeSet<_> = self.entries(id).into_keys().collect();
                format!("S{{{}}}", Vec::from_iter(keys).join(","))
            }
            (Kind::Mapping, _) => {
                let entries = self.entries(id).into_iter().map(|(key, value)| format!("{key}:{value}"));
                format!("{{{}}}", Vec::from_iter(entries).join(","))
            }
            (Kind::Sequence, "tag:yaml.org,2002:omap" | "tag:yaml.org,2002:pairs") => {
                let pairs: Vec<_> = self.view.items(id).map(|item| self.pair(item)).collect();
                format!("[{}]", pairs.join(","))
            }
            (Kind::Sequence, _) => {
                let items: Vec<_> = self.view.items(id).map(|item| self.value(item)).collect();
                format!("[{}]", items.join(","))
            }
            _ => scalar(&self.view.scalar(id)),
        };
        self.open.pop();
        if tag.starts_with('!') && tag.len() > 1 { format!("{tag} {value}") } else { value }
    }

    fn entries(&mut self, id: NodeId) -> BTreeMap<String, String> {
        let entries = self.view.merged_entries(id);
        entries.into_iter().map(|entry| (self.value(entry.key), self.value(entry.value))).collect()
    }

    fn pair(&mut self, item: NodeId) -> String {
        let entry = self.view.entries(item).next();
        entry.map_or_else(String::new, |(key, value)| format!("({},{})", self.value(key), self.value(value)))
    }
}

fn scalar(scalar: &Scalar<'_>) -> String {
    match scalar {
        Scalar::Null => "n".to_owned(),
        Scalar::Bool(true) => "t".to_owned(),
        Scalar::Bool(false) => "f".to_owned(),
        Scalar::Int(value) => format!("i{value}"),
        Scalar::BigInt(text) => format!("i{}", decimal(text)),
        Scalar::Float(value) if value.is_nan() => "dnan".to_owned(),
        Scalar::Float(value) => format!("d{:016x}", value.to_bits()),
        Scalar::Str(text) => string(text),
        Scalar::Binary(bytes) => bytes.iter().fold("b".to_owned(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        }),
    }
}

/// The integer `text` in decimal digits, as PyYAML's `construct_yaml_int` reads it: binary, octal and hexadecimal
/// by their prefixes, and parts of 60 between colons.
fn decimal(text: &str) -> String {
    let text = text.trim().replace('_', "");
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(&text)),
    };
    let prefixed =
        |prefix: &str| digits.get(..2).filter(|it| it.eq_ignore_ascii_case(prefix)).and(digits.get(2..));
    // Nine decimal digits each, the lowest first.
    let mut number = vec![0_u64];
    let mut push = |base: u64, digit: u64| {
        let mut carry = digit;
        for part in &mut number {
            let value = *part * base + carry;
            (*part, carry) = (value % 1_000_000_000, value / 1_000_000_000);
        }
        if carry > 0 {
            number.push(carry);
        }
    };
    let radix =
        [("0b", 2), ("0x", 16), ("0o", 8)].into_iter().find_map(|(it, base)| Some((prefixed(it)?, base)));
    let (digits, base) = radix.unwrap_or((digits, if digits.starts_with('0') { 8 } else { 10 }));
    if digits.contains(':') {
        digits.split(':').filter_map(|part| part.parse().ok()).for_each(|part| push(60, part));
    } else {
        digits.chars().filter_map(|it| it.to_digit(base)).for_each(|it| push(base.into(), it.into()));
    }
    let highest = number.pop().unwrap_or_default();
    let rest: String = number.iter().rev().map(|part| format!("{part:09}")).collect();
    format!("{sign}{highest}{rest}")
}

/// `text` as a JSON string of ASCII characters.
fn string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\u{8}' => quoted.push_str("\\b"),
            '\u{c}' => quoted.push_str("\\f"),
            ' '..='~' => quoted.push(character),
            _ => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let _ = write!(quoted, "\\u{unit:04x}");
                }
            }
        }
    }
    quoted.push('"');
    quoted
}
