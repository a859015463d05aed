//! Placeholders that Compute Nest replaces with what a deployment package has in the customer's region:
//! `{{ computenest::file::app }}`.

use std::fmt;

use crate::source::{Quoting, Span};

/// One row of `grammar/placeholders.toml`.
#[derive(Debug, PartialEq, Eq)]
pub struct PlaceholderFamily {
    /// Its name, `file`.
    pub name: &'static str,
    /// The only identifier that it has; `None` where the identifier is free.
    pub id: Option<&'static str>,
    /// The map in the configuration of computenest-cli that says which artifact a placeholder belongs to; `None`
    /// where Compute Nest needs none.
    pub relation: Option<&'static str>,
    /// What takes its place.
    pub what: &'static str,
    /// Where the fact comes from.
    pub source: &'static str,
}

/// A family and an identifier. Shown as one writes it: `{{ computenest::file::app }}`.
#[derive(Clone, Debug)]
pub struct PlaceholderName {
    /// The family.
    pub family: &'static PlaceholderFamily,
    /// The identifier, `app`.
    pub id: String,
}

impl PlaceholderName {
    fn key(&self) -> (&str, &str) {
        (self.family.name, &self.id)
    }
}

// A family is its name, so its other columns need not be compared or hashed.
impl PartialEq for PlaceholderName {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for PlaceholderName {}

impl std::hash::Hash for PlaceholderName {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl fmt::Display for PlaceholderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{{ computenest::{}::{} }}}}", self.family.name, self.id)
    }
}

/// What a text of a placeholder's form says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A placeholder, with or without spaces in its braces.
    Known(PlaceholderName),
    /// A near miss, and the placeholder that was meant.
    Misspelled(PlaceholderName),
    /// `{{ computenest::… }}` that names no family, or no identifier that its family could have.
    Unknown,
}

impl Reading {
    /// The placeholder that is there or was meant.
    #[must_use]
    pub fn name(&self) -> Option<&PlaceholderName> {
        match self {
            Reading::Known(name) | Reading::Misspelled(name) => Some(name),
            Reading::Unknown => None,
        }
    }
}

/// A text of a placeholder's form in a template.
#[derive(Clone, Debug)]
pub struct Placeholder {
    /// From the first brace to the last.
    pub span: Span,
    /// These characters as they read, escapes and folded lines decoded.
    pub text: String,
    /// What it says.
    pub reading: Reading,
    /// The string that it is in; `None` where it is outside of any, which is a syntax error.
    pub holder: Option<Holder>,
}

/// The string that holds a placeholder.
#[derive(Clone, Debug)]
pub struct Holder {
    /// The whole string, quotes included.
    pub span: Span,
    /// How it is written.
    pub quoting: Quoting,
    /// Whether it is the pattern of `Fn::Sub`, in which `${` begins a name.
    pub substituted: bool,
}
