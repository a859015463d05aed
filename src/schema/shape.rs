//! What is known of a type: its properties, what may be in them, its attributes.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use regex::Regex;
use serde::{Deserialize, Deserializer};

use super::TypeKind;
use crate::diagnostic::Lang;

/// Properties by name.
pub type Properties = BTreeMap<String, Property>;

/// A resource type of ROS, or a resource or data source of Terraform.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Type {
    /// Its name: `ALIYUN::ECS::Instance`, `alicloud_instance`.
    #[serde(skip)]
    pub name: String,
    /// What it is a type of.
    #[serde(skip)]
    pub kind: TypeKind,
    /// The month of the schema that it is from: `2026-09`.
    #[serde(skip)]
    pub date: String,
    /// The source of the table that it is from.
    #[serde(rename = "s", default)]
    pub(super) source: String,
    /// Its properties; `None` where they are not known.
    #[serde(rename = "p", default)]
    pub properties: Option<Properties>,
    /// What `Fn::GetAtt` can take from it, sorted; of Terraform, any property can be taken.
    #[serde(rename = "a", default)]
    pub attributes: Vec<String>,
    /// What `Ref` returns, as the source writes it: `String`, `List[String] | Null`.
    #[serde(rename = "ref", default)]
    pub reference: Option<String>,
    /// Names of properties that documents had once and the schema no longer has.
    #[serde(rename = "w", default)]
    pub withdrawn: Vec<String>,
}

/// A property, an argument or nested blocks of one type, or an item of one.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Property {
    /// What its value is.
    #[serde(rename = "t")]
    pub kind: Kind,
    /// Whether it must be there.
    #[serde(rename = "r", deserialize_with = "flag")]
    pub required: bool,
    /// The only values that it can have; empty where it is free.
    #[serde(rename = "e")]
    pub allowed_values: Vec<Scalar>,
    /// Whether letter case does not count in them.
    #[serde(rename = "ic", deserialize_with = "flag")]
    pub ignores_case: bool,
    /// The regular expression that its value matches.
    #[serde(rename = "x")]
    pub pattern: Option<Pattern>,
    /// The least and the greatest number.
    #[serde(rename = "n")]
    pub range: Bounds,
    /// The least and the greatest number of characters of a string, or of items of a list.
    #[serde(rename = "l")]
    pub length: Bounds,
    /// What is in a list or a map.
    #[serde(rename = "i")]
    pub item: Option<Box<Property>>,
    /// The properties of an object; `None` where they are not known.
    #[serde(rename = "p")]
    pub properties: Option<Properties>,
    /// Whether it is written as nested blocks in Terraform.
    #[serde(rename = "b", deserialize_with = "flag")]
    pub is_block: bool,
    /// Whether it is known only after the deployment and cannot be set.
    #[serde(rename = "c", deserialize_with = "flag")]
    pub is_computed: bool,
    /// Whether its value is a secret.
    #[serde(rename = "s", deserialize_with = "flag")]
    pub is_sensitive: bool,
    /// Whether it is deprecated.
    #[serde(rename = "d", deserialize_with = "flag")]
    pub is_deprecated: bool,
    /// The version of the provider that deprecated it.
    #[serde(rename = "dv")]
    pub deprecated_since: Option<String>,
    /// What stands in the place of a deprecated one.
    #[serde(rename = "dn")]
    pub instead: Option<String>,
    /// Arguments that cannot be set together with it.
    #[serde(rename = "cw")]
    pub conflicts_with: Vec<String>,
    /// Arguments that must be set together with it.
    #[serde(rename = "rw")]
    pub required_with: Vec<String>,
}

/// A regular expression, compiled when somebody asks.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "String")]
pub struct Pattern {
    text: String,
    compiled: OnceLock<Option<Parts>>,
}

/// An expression that is matched, and those that must or must not match where the text begins.
#[derive(Clone, Debug)]
struct Parts {
    whole: Regex,
    begins: Vec<(Regex, bool)>,
}

impl Parts {
    /// `None` where `text` looks around in other ways than at its beginning.
    fn new(text: &str) -> Option<Self> {
        let mut begins = Vec::new();
        let mut rest = text.strip_prefix('^').unwrap_or_default();
        while let Some(after) = rest.strip_prefix("(?").and_then(|it| it.strip_prefix(['=', '!'])) {
            let end = closing(after)?;
            begins.push((Regex::new(&format!("^(?:{})", after.get(..end)?)).ok()?, rest.starts_with("(?=")));
            rest = after.get(end + 1..)?;
        }
        let whole = if begins.is_empty() { text.to_owned() } else { format!("^{rest}") };
        Some(Parts { whole: Regex::new(&whole).ok()?, begins })
    }

    fn match_in(&self, text: &str) -> bool {
        self.whole.is_match(text) && self.begins.iter().all(|(it, wanted)| it.is_match(text) == *wanted)
    }
}

/// Where the group ends that `text` is in.
fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut is_escaped, mut in_class) = (0_usize, false, false);
    for (at, it) in text.char_indices() {
        match it {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => depth += 1,
            ')' if !in_class && depth == 0 => return Some(at),
            ')' if !in_class => depth -= 1,
            _ => {}
        }
    }
    None
}

impl Pattern {
    /// The expression as the source writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether `text` has a match; so it has where the expression is of a kind that cannot be tried here.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        let compiled = self.compiled.get_or_init(|| Parts::new(&self.text));
        compiled.as_ref().is_none_or(|it| it.match_in(text))
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<String> for Pattern {
    fn from(text: String) -> Self {
        Pattern { text, compiled: OnceLock::new() }
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// The least and the greatest, each if there is one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
pub struct Bounds(pub Option<f64>, pub Option<f64>);

impl Bounds {
    /// Whether `number` is within.
    #[must_use]
    pub fn allow(self, number: f64) -> bool {
        self.0.is_none_or(|least| least <= number) && self.1.is_none_or(|most| number <= most)
    }
}

impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0, self.1) {
            (Some(least), Some(most)) if least == most => write!(f, "{least}"),
            (Some(least), Some(most)) => write!(f, "{least}–{most}"),
            (Some(least), None) => write!(f, "≥ {least}"),
            (None, Some(most)) => write!(f, "≤ {most}"),
            (None, None) => Ok(()),
        }
    }
}

/// What a value is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Text.
    String,
    /// A number.
    Number,
    /// A boolean.
    Boolean,
    /// A list.
    List,
    /// A map with keys of the user's own.
    Map,
    /// A map with the keys of `properties`.
    Object,
    /// A tag: a map of `Key` and `Value`.
    Tag,
    /// Anything.
    #[default]
    #[serde(other)]
    Any,
}

impl Kind {
    /// The kind as ROS and Terraform call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Kind::String => "string",
            Kind::Number => "number",
            Kind::Boolean => "boolean",
            Kind::Any => "any",
            Kind::List => "list",
            Kind::Map => "map",
            Kind::Object => "object",
            Kind::Tag => "tag",
        }
    }
}

/// One of the values that a property can have.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Scalar {
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A string.
    String(String),
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scalar::Bool(flag) => write!(f, "{flag}"),
            Scalar::Number(number) => write!(f, "{number}"),
            Scalar::String(text) => f.write_str(text),
        }
    }
}

impl Type {
    /// The properties that can be set, those that must be set first; none where they are not known.
    #[must_use]
    pub fn settable(&self) -> Vec<(&str, &Property)> {
        self.properties.as_ref().map(settable).unwrap_or_default()
    }

    /// The property at the path `Parameters.Name`; the items of lists need no step of their own.
    #[must_use]
    pub fn property(&self, path: &str) -> Option<&Property> {
        let mut steps = path.split('.').map(|step| step.trim_end_matches("[]"));
        let mut found = self.properties.as_ref()?.get(steps.next()?)?;
        for step in steps {
            found = found.object()?.get(step)?;
        }
        Some(found)
    }

    /// The page of the official documents about it.
    #[must_use]
    pub fn doc_url(&self, lang: Lang) -> String {
        match self.kind {
            TypeKind::Ros => {
                let page = self.name.replace("::", "-").to_lowercase();
                match lang {
                    Lang::En => {
                        format!("https://www.alibabacloud.com/help/en/ros/developer-reference/{page}")
                    }
                    Lang::Zh => format!("https://help.aliyun.com/zh/ros/developer-reference/{page}"),
                }
            }
            TypeKind::Resource | TypeKind::Data => {
                let page = self.name.strip_prefix("alicloud_").unwrap_or(&self.name);
                let folder = if self.kind == TypeKind::Data { "data-sources" } else { "resources" };
                format!("https://registry.terraform.io/providers/aliyun/alicloud/latest/docs/{folder}/{page}")
            }
        }
    }
}

impl Property {
    /// Whether not every value of its kind is allowed.
    #[must_use]
    pub fn is_constrained(&self) -> bool {
        let free = Bounds::default();
        !self.allowed_values.is_empty() || self.pattern.is_some() || self.range != free || self.length != free
    }

    /// The properties of the object that it is, or that its items are.
    #[must_use]
    pub fn object(&self) -> Option<&Properties> {
        let mut inner = self;
        while let Some(item) = &inner.item {
            inner = item;
        }
        inner.properties.as_ref()
    }
}

/// The properties that can be set, those that must be set first.
#[must_use]
pub fn settable(properties: &Properties) -> Vec<(&str, &Property)> {
    let mut all: Vec<(&str, &Property)> =
        properties.iter().filter(|(_, it)| !it.is_computed).map(|(name, it)| (name.as_str(), it)).collect();
    all.sort_by_key(|(_, it)| !it.required);
    all
}

/// 1 is true.
pub(super) fn flag<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    Ok(u8::deserialize(from)? != 0)
}
