//! What to change for a region, before anything is written.

mod outputs;
mod region;
mod site;

pub use outputs::{OutputPattern, PatternError, PatternParts};
pub use region::{Rendered, association, is_rendered, region_of, regions};
pub use site::Unrenderable;

use crate::ir::{ImageSlot, SlotId, Unit};
use crate::manifest::Manifest;
use crate::source::{SourceMap, Span};

/// The bytes of a span of a file on disk become `text`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileEdit {
    /// What is replaced; in a file on disk.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// One image ID put in the place of a literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The slot.
    pub slot: SlotId,
    /// The characters that are replaced, in the file on disk.
    pub span: Span,
    /// The literal that stands there.
    pub from: String,
    /// The image ID.
    pub to: String,
    /// The region that the image ID is of.
    pub region: String,
}

/// All that changes in a unit for one region.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The edits in the order of file and place; none overlap.
    pub edits: Vec<FileEdit>,
    /// What they do, in the order of the slots.
    pub replacements: Vec<Replacement>,
    /// Slots that cannot be rendered.
    pub unrenderable: Vec<Unrenderable>,
}

/// Plans `unit` for `region`.
#[must_use]
pub fn plan(sources: &SourceMap, unit: &Unit, manifest: &Manifest, region: &str) -> Plan {
    let mut plan = Plan::default();
    let mut wanted = Vec::new();
    for (template_id, template) in unit.iter() {
        for (index, slot) in template.slots.iter().enumerate() {
            let id = SlotId { template: template_id, slot: index };
            if let Some(rendered) = region::image(unit, template_id, template, slot, manifest, region) {
                wanted.push((id, slot, rendered));
            }
        }
    }
    for (id, slot, rendered) in &wanted {
        let Some(literal) = &slot.literal else { continue };
        match site::edits(sources, slot, literal, &rendered.image, &wanted) {
            Ok(mut edits) => plan.edits.append(&mut edits),
            Err(reason) => {
                plan.unrenderable.push(reason);
                continue;
            }
        }
        plan.replacements.push(Replacement {
            slot: *id,
            span: sources.on_disk(literal.span),
            from: literal.text.clone(),
            to: rendered.image.clone(),
            region: rendered.region.clone(),
        });
    }
    plan.edits.sort();
    plan.edits.dedup();
    plan.edits.retain(|edit| sources.slice(edit.span) != edit.text);
    plan
}

/// A slot that is rendered, with its image.
type Wanted<'a> = (SlotId, &'a ImageSlot, Rendered);
