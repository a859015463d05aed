//! What to change for a region, before anything is written.

mod assignments;
mod mapped;
mod outputs;
mod placeholder;
mod slot_edits;
mod splice;
mod unrenderable;

pub(crate) use mapped::{MAPPED, mapped};
pub(crate) use outputs::{OutputPattern, PatternError, PatternParts};
pub(crate) use slot_edits::whole_value;
pub use splice::splice;
pub(crate) use unrenderable::Unrenderable;

use std::collections::HashSet;

use crate::binding::Binding;
use crate::ir::{SlotId, Unit};
use crate::lower::Cx;
use crate::manifest::Manifest;
use crate::source::Span;
use crate::syntax::SourceMap;

/// The bytes of a span of a file on disk become `text`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileEdit {
    /// What is replaced; in a file on disk.
    pub span: Span,
    /// What is there afterwards.
    pub text: String,
}

/// One image ID put in the place of a literal, or one value in that of a placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The slot; `None` for a placeholder.
    pub slot: Option<SlotId>,
    /// The characters that are replaced, in the file on disk.
    pub span: Span,
    /// The literal or placeholder that is there.
    pub from: String,
    /// The image ID or value.
    pub to: String,
    /// The region that it is of.
    pub region: String,
}

/// All that changes in a unit for one region.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The edits in the order of file and place; none overlap.
    pub edits: Vec<FileEdit>,
    /// What they do, in the order of the slots, then of the placeholders.
    pub replacements: Vec<Replacement>,
    /// Slots and placeholders that cannot be rendered.
    pub unrenderable: Vec<Unrenderable>,
}

/// Plans `unit` for `region`.
#[must_use]
pub fn plan(sources: &SourceMap, unit: &Unit, manifest: &Manifest, region: &str) -> Plan {
    let mut plan = Plan::default();
    let cx = Cx::new(sources, unit);
    let assignments = assignments::collect(unit, &Binding::new(cx), manifest, region);
    let refused = assignments::refuse(&assignments);
    let readers = slot_edits::Readers::of(&assignments);
    let mut seen = HashSet::new();
    for (this, refused) in assignments.iter().zip(refused) {
        let Some(literal) = &this.slot.literal else { continue };
        let replacement = Replacement {
            slot: Some(this.id),
            span: sources.on_disk(literal.span),
            from: literal.text.clone(),
            to: this.rendered.image.clone(),
            region: this.rendered.region.clone(),
        };
        // Several slots may reach one literal through functions; that is said once.
        if this.slot.through.is_some()
            && !seen.insert((this.slot.logical_path.as_str(), replacement.span, replacement.to.clone()))
        {
            continue;
        }
        let edits = match refused {
            Some(reason) => Err(Box::new(reason)),
            None => slot_edits::edits(sources, this, literal, &readers),
        };
        match edits {
            Ok(mut edits) => {
                plan.edits.append(&mut edits);
                plan.replacements.push(replacement);
            }
            Err(reason) => plan.unrenderable.push(*reason),
        }
    }
    plan.edits.sort();
    plan.edits.dedup();
    if manifest.placeholders.is_some() {
        placeholder::add(sources, unit, manifest, region, &mut plan);
    }
    plan.edits.retain(|edit| sources.slice(edit.span) != edit.text);
    plan
}
