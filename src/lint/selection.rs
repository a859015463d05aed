//! Which rules a run is asked for.

use crate::diagnostic::RuleId;

/// The rules that count: those selected, or else all, without those ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    selected: Vec<RuleId>,
    ignored: Vec<RuleId>,
}

impl Selection {
    /// Takes names, codes and beginnings of codes such as `NST1`, in any case; commas separate several.
    ///
    /// # Errors
    /// The first that is none of these.
    pub fn new(select: &[String], ignore: &[String]) -> Result<Self, String> {
        Ok(Selection { selected: resolved(select)?, ignored: resolved(ignore)? })
    }

    /// Whether the user asked for `rule` itself, which counts for more than a level in the manifest.
    pub(super) fn names(&self, rule: RuleId) -> bool {
        self.selected.contains(&rule)
    }

    /// Whether findings of `rule` are left out.
    pub fn leaves_out(&self, rule: RuleId) -> bool {
        self.ignored.contains(&rule) || !self.selected.is_empty() && !self.names(rule)
    }
}

fn resolved(names: &[String]) -> Result<Vec<RuleId>, String> {
    let names = names.iter().flat_map(|name| name.split(',')).map(str::trim).filter(|name| !name.is_empty());
    let mut rules = Vec::new();
    for name in names {
        match RuleId::matching(name) {
            found if found.is_empty() => return Err(name.to_owned()),
            found => rules.extend(found),
        }
    }
    Ok(rules)
}
