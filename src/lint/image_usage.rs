//! Where the templates and the manifest meet: rendered slots with their package versions.

use std::collections::{BTreeMap, BTreeSet};

use super::{Check, Slot, Whole};
use crate::binding;
use crate::diagnostic::Text;
use crate::manifest::{Association, Manifest, Version, shortened};
use crate::source::Span;
use crate::text;

/// A slot that is rendered, and what its literal is associated with.
#[derive(Debug)]
pub(super) struct Mapped<'a> {
    pub(super) check: &'a Check<'a>,
    pub(super) slot: &'a Slot<'a>,
    pub(super) association: &'a Association,
    pub(super) version: &'a Version,
}

/// A package version that slots use, and the regions that they use it in.
#[derive(Debug)]
pub(super) struct Used<'a> {
    pub(super) association: &'a Association,
    pub(super) version: &'a Version,
    /// The slots, in the order of their units.
    pub(super) slots: Vec<&'a Slot<'a>>,
    pub(super) regions: BTreeSet<String>,
    /// Whether a slot uses it in the target regions; others are in a region of their own.
    targeted: bool,
}

impl Used<'_> {
    /// The version as an association writes it.
    pub(super) fn name(&self) -> String {
        versioned(&self.association.package.value, &self.association.version.value)
    }
}

/// The slots of `check` that are rendered from a version of a package.
pub(super) fn mapped<'a>(check: &'a Check<'a>) -> impl Iterator<Item = Mapped<'a>> {
    check.manifest.into_iter().flat_map(move |manifest| {
        check.slots().filter_map(move |slot| {
            let rendered = binding::is_rendered(slot.slot, manifest) && slot.is_used(manifest);
            let association = slot.association(check).filter(|_| rendered)?;
            let version = manifest.version_of(association)?;
            Some(Mapped { check, slot, association, version })
        })
    })
}

/// Every version that a slot uses, in the order in which the manifest has them.
pub(super) fn used<'a>(whole: &'a Whole<'a>, manifest: &'a Manifest) -> Vec<Used<'a>> {
    let targets = binding::regions(manifest);
    let mut all: BTreeMap<Span, Used<'a>> = BTreeMap::new();
    for mapped in whole.checks.iter().flat_map(mapped) {
        let Mapped { check, slot, association, version } = mapped;
        let used = all.entry(version.name.span).or_insert_with(|| Used {
            association,
            version,
            slots: Vec::new(),
            regions: BTreeSet::new(),
            targeted: false,
        });
        used.slots.push(slot);
        // A provider without a constant region is `multi-region-provider`'s to report.
        match slot.own_region(check) {
            Ok(Some(own)) => _ = used.regions.insert(own.to_owned()),
            Ok(None) if !used.targeted => {
                used.targeted = true;
                used.regions.extend(targets.iter().cloned());
            }
            Ok(None) | Err(_) => {}
        }
    }
    all.into_values().collect()
}

/// A version of a package as an association writes it.
pub(super) fn versioned(package: &str, version: &str) -> String {
    format!("{}@{}", shortened(package), shortened(version))
}

/// The names in backticks, at most five of them.
pub(super) fn listed<'n>(names: impl IntoIterator<Item = &'n str>) -> Text {
    const MOST: usize = 5;
    let names: Vec<&str> = names.into_iter().collect();
    let shown = names.iter().take(MOST);
    let mut shown: Vec<Text> =
        shown.map(|name| text!(en: "`{name}`", zh: "`{name}`", name = shortened(name))).collect();
    if let Some(count) = names.len().checked_sub(MOST).filter(|&count| count > 0) {
        shown.push(text!(en: "{count} more", zh: "另外 {count} 个", count));
    }
    Text::list(shown)
}
