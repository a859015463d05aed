//! What a rule is.

use super::{Check, Sink, Whole};
use crate::diagnostic::{Diagnostic, RuleId, Text};
use crate::source::Span;

/// A rule: its name, its page, and what it says of itself.
#[derive(Debug)]
pub struct Rule {
    /// Its code, name and level.
    pub id: RuleId,
    /// The source text of the rule's file; its `//!` lines are the rule's page.
    pub(crate) source: &'static str,
    /// The page in Chinese.
    pub(crate) chinese: &'static str,
    /// What the rule looks at.
    pub(crate) look: Pass,
    /// Whether a value has one finding of the rule, however many slots share the value.
    pub(crate) once_a_value: bool,
    /// Its level where outputs are written.
    pub(crate) in_builds: InBuilds,
}

/// What level a rule has where outputs are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InBuilds {
    /// The one that it has elsewhere.
    Same,
    /// Its own, whatever the user asks for: it is about what must never be written.
    Fixed,
    /// At most a warning, unless the user asks for a level: each image is right all the same.
    Softened,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Pass {
    /// One unit at a time; its resources, slots, strays and providers.
    Unit(fn(&Check<'_>, &mut Sink)),
    /// Everything at once.
    Whole(fn(&Whole<'_>, &mut Sink)),
    /// Nothing: parsing and lowering make its findings.
    Lowering,
    /// Nothing: reading the manifest and the run itself make its findings.
    Engine,
}

impl From<&Rule> for RuleId {
    fn from(rule: &Rule) -> RuleId {
        rule.id
    }
}

impl Rule {
    /// The rule, which has one finding for a value that several slots share.
    pub(crate) const fn once_a_value(mut self) -> Rule {
        self.once_a_value = true;
        self
    }

    /// The rule, whose level counts for builds whatever the user asks for.
    pub(crate) const fn fixed_in_builds(mut self) -> Rule {
        self.in_builds = InBuilds::Fixed;
        self
    }

    /// The rule, whose findings do not stop a build unless the user asks for it.
    pub(crate) const fn softened_in_builds(mut self) -> Rule {
        self.in_builds = InBuilds::Softened;
        self
    }

    /// A finding of this rule at `span` that says `message`.
    pub(crate) fn finding(&self, span: Span, message: impl Into<Text>) -> Diagnostic {
        self.id.finding(span, message)
    }
}

/// The rule `$id` of the files `$file.rs` and `$file.zh.md` beside it, which looks at `$look`.
macro_rules! rule {
    ($id:ident, $file:literal, $look:expr) => {
        $crate::lint::Rule {
            id: $crate::diagnostic::RuleId::$id,
            source: include_str!(concat!($file, ".rs")),
            chinese: include_str!(concat!($file, ".zh.md")),
            look: $look,
            once_a_value: false,
            in_builds: $crate::lint::rule::InBuilds::Same,
        }
    };
}

pub(in crate::lint) use rule;
