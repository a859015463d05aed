//! The rules: plain functions of what was compiled, pushing findings into a [`Sink`].
//!
//! One file a rule in `rules/`, named after it; the file's `//!` comment is the rule's page. [`run`] returns the
//! findings of a whole run in an order that depends on nothing but the texts.

mod check;
mod mapped;
mod name;
mod page;
mod problem;
mod rule;
mod rules;
mod run;
mod sink;
mod suppress;
mod write;

use check::Damage;
pub use check::{Check, Slot, Whole};
pub use page::{explain, explain_in_chinese, url};
pub use rule::{Look, Rule};
pub use rules::TABLE;
pub use run::{Counts, Input, Report, run};
pub use sink::Sink;

/// Every rule in the order of the codes.
#[must_use]
pub fn rules() -> &'static [&'static Rule] {
    TABLE
}

/// The rule with that code or name.
#[must_use]
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    TABLE.iter().copied().find(|rule| rule.name == code_or_name || rule.code == code_or_name)
}

/// The name of the rule that `name` may be meant for.
#[must_use]
pub fn nearest_rule(name: &str) -> Option<&'static str> {
    crate::grammar::nearest(TABLE.iter().map(|rule| rule.name), name)
}
