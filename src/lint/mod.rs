//! The rules: plain functions of what was compiled, pushing findings into a [`Sink`].
//!
//! One file a rule in `rules/`, named after it; the file's `//!` comment is the rule's page. [`run`] returns the
//! findings of a whole run in an order that depends on nothing but the texts.

mod cap;
mod check;
mod conformance;
mod image_usage;
mod module_call;
mod name;
mod nested_template;
mod page;
mod quick_fix;
mod reference;
mod rule;
mod rules;
mod run;
mod selection;
mod sink;
mod suppress;

use crate::diagnostic::RuleId;
use check::Damage;
pub(crate) use check::{Check, Slot, Whole};
pub(crate) use page::source;
pub use page::{explain, summary, url};
pub(crate) use quick_fix::value as literal_at;
pub(crate) use rule::Pass;
pub use rule::Rule;
use rule::rule;
pub(crate) use rules::TABLE;
pub(crate) use rules::{published_version_changed, stale_baseline_entry, stale_output, unrenderable_slot};
pub use run::{Counts, Input, Report, run};
pub use selection::Selection;
pub(crate) use sink::Sink;
pub use suppress::{Addition, suppressions};

/// Every rule in the order of the codes.
#[must_use]
pub fn rules() -> &'static [&'static Rule] {
    TABLE
}

/// The rule `id`.
#[must_use]
pub fn by_id(id: RuleId) -> Option<&'static Rule> {
    TABLE.iter().copied().find(|rule| rule.id == id)
}

/// The rule with that code or name.
#[must_use]
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    RuleId::find(code_or_name).and_then(by_id)
}

/// The name of the rule that `name` may be meant for.
#[must_use]
pub fn nearest_rule(name: &str) -> Option<&'static str> {
    crate::grammar::nearest(RuleId::ALL.iter().map(|id| id.name()), name)
}
