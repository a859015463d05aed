//! Counts what is still found after a damage.

use std::fmt::Write;
use std::ops::Range;
use std::panic::catch_unwind;
use std::path::Path;

use crate::damage::{Damage, Site};
use crate::outline::{Entry, Outline};

/// An undamaged text.
pub(crate) struct Source<'t> {
    /// Where it was read from.
    pub(crate) path: &'t Path,
    /// What it holds.
    pub(crate) text: &'t str,
    /// Where it can be damaged: the lines of entries, and those of keys above their values.
    pub(crate) sites: Vec<Site>,
    pub(crate) headers: Vec<Site>,
    /// What the parser finds in it.
    pub(crate) outline: Outline,
}

impl Source<'_> {
    /// How many slots it has.
    pub(crate) fn slots(&self) -> usize {
        self.outline.entries.iter().filter(|entry| entry.slot && entry.leaf).count()
    }
}

/// What was counted over some damages.
#[derive(Default)]
pub(crate) struct Score {
    /// Damages done.
    pub(crate) damages: usize,
    /// Untouched entries.
    pub(crate) entries: usize,
    /// Untouched entries that were found.
    pub(crate) entries_kept: usize,
    /// Slots outside of the damaged lines.
    pub(crate) slots: usize,
    /// Those that were found.
    pub(crate) slots_kept: usize,
    /// Damages after which no error was reported.
    pub(crate) silent: usize,
    /// Errors reported.
    pub(crate) errors: usize,
    /// Damages on which the parser panicked.
    pub(crate) panics: usize,
    /// Damages that lost something: entries lost, and what it looked like.
    losses: Vec<(usize, String)>,
}

impl Score {
    /// The head of the table.
    pub(crate) const HEADER: &'static str = "kind                             damages  entries kept    slots kept         (of)  errors/damage  no error  panics";

    /// Does one damage and counts.
    pub(crate) fn take(&mut self, source: &Source<'_>, damage: &Damage, outline: fn(&str) -> Outline) {
        self.damages += 1;
        let damaged = damage.apply(source.text);
        let Ok(found) = catch_unwind(|| outline(&damaged)) else {
            self.panics += 1;
            self.losses.push((usize::MAX, describe(source, damage, &[])));
            return;
        };
        self.errors += found.errors;
        self.silent += usize::from(found.errors == 0);
        let lines = damage.lines(source.text);
        let places = found.by_place();
        let touched = |range: &Range<usize>| overlaps(range, &lines) || overlaps(range, &damage.range);
        let mut lost = Vec::new();
        for (index, entry) in source.outline.entries.iter().enumerate() {
            if !entry.leaf || touched(&entry.value) || touched(&entry.key) {
                continue;
            }
            let here = places.get(&damage.moved(&entry.value));
            let below_damage = source.outline.any_key(index, touched);
            let kept = match here {
                Some(here) if below_damage => here.slot == entry.slot,
                Some(here) => here.path == entry.path,
                None => false,
            };
            if !below_damage {
                self.entries += 1;
                self.entries_kept += usize::from(kept);
            }
            if entry.slot {
                self.slots += 1;
                self.slots_kept += usize::from(kept);
            }
            if !kept {
                lost.push(entry);
            }
        }
        if !lost.is_empty() {
            self.losses.push((lost.len(), describe(source, damage, &lost)));
        }
    }

    /// Adds what `other` counted.
    pub(crate) fn add(&mut self, other: &Score) {
        self.damages += other.damages;
        self.entries += other.entries;
        self.entries_kept += other.entries_kept;
        self.slots += other.slots;
        self.slots_kept += other.slots_kept;
        self.silent += other.silent;
        self.errors += other.errors;
        self.panics += other.panics;
    }

    /// A row of the table.
    pub(crate) fn row(&self, name: &str) -> String {
        format!(
            "{name:<32} {:>7} {:>12.2}% {:>12.2}% {:>12} {:>14.2} {:>9} {:>7}",
            self.damages,
            share(self.entries_kept, self.entries),
            share(self.slots_kept, self.slots),
            self.slots,
            self.errors as f64 / self.damages.max(1) as f64,
            self.silent,
            self.panics,
        )
    }

    /// Prints the `count` damages that lost the most.
    pub(crate) fn show(&mut self, count: usize) {
        self.losses.sort_by_key(|loss| std::cmp::Reverse(loss.0));
        for (_, loss) in self.losses.iter().take(count) {
            println!("{loss}");
        }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 100.0 } else { 100.0 * part as f64 / whole as f64 }
}

fn overlaps(range: &Range<usize>, lines: &Range<usize>) -> bool {
    range.start < lines.end && lines.start < range.end
        || lines.is_empty() && range.start < lines.start && lines.start < range.end
}

fn describe(source: &Source<'_>, damage: &Damage, lost: &[&Entry]) -> String {
    let damaged = damage.apply(source.text);
    let line = source.text[..damage.range.start].matches('\n').count();
    let mut text = format!("  --- {}:{}: lost {}", source.path.display(), line + 1, lost.len());
    for (number, shown) in damaged.lines().enumerate().skip(line.saturating_sub(3)).take(7) {
        let mark = if number == line { '>' } else { ' ' };
        let short: String = shown.chars().take(100).collect();
        let _ = write!(text, "\n  {mark} {short}");
    }
    if let Some(first) = lost.first() {
        let at = source.text[..first.value.start].matches('\n').count() + 1;
        let _ = write!(text, "\n    first lost: {:?} of line {at}", &source.text[first.key.clone()]);
    }
    text
}
