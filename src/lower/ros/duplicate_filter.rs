//! A quick look for names that occur twice, so that only few lists of names need a close one.

use std::hash::{BuildHasher, RandomState};

use crate::syntax::NodeId;
use crate::syntax::yaml::View;

/// Marks at first; more are made for a list that has many names.
const MARKS: usize = 256;

/// Remembers names by their hashes. One filter serves all lists of a text, so that nothing is allocated or
/// cleared for each of them.
pub(super) struct DuplicateFilter {
    few: [Mark; MARKS],
    /// Used instead, once a list had many names.
    many: Vec<Mark>,
    /// Unknown outside, so that nobody can write names that all have one hash.
    seed: u64,
}

/// A name that was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Mark {
    /// The list that it was seen in; 0 for none.
    list: u32,
    /// Part of its hash.
    tag: u32,
}

/// What the filter knows of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    First,
    Again,
    /// The list has more names than there are marks for.
    Full,
}

impl DuplicateFilter {
    pub(super) fn new() -> Self {
        DuplicateFilter {
            few: [Mark::default(); MARKS],
            many: Vec::new(),
            seed: RandomState::new().hash_one(0),
        }
    }

    /// Whether a name may occur twice in the mapping `list`. Never wrong when it says no. `list` was not asked
    /// about before.
    #[inline]
    pub(super) fn may_repeat(&mut self, view: View<'_>, list: NodeId) -> bool {
        let mut entries = view.entries(list);
        let (Some((first, _)), Some((second, _))) = (entries.next(), entries.next()) else { return false };
        if entries.next().is_none()
            && let (Some(first), Some(second)) = (view.verbatim(first), view.verbatim(second))
        {
            return first.len() == second.len() && first.of(view.text) == second.of(view.text);
        }
        let (seed, text) = (self.seed, view.text.as_bytes());
        let hashes = view.entries(list).filter_map(|(key, _)| match view.verbatim(key) {
            Some(range) => Some(hash(seed, text, range.start as usize, range.end as usize)),
            None if view.is_scalar(key) => {
                let name = view.text(key);
                Some(hash(seed, name.as_bytes(), 0, name.len()))
            }
            None => None,
        });
        'lists: loop {
            let mut room = self.marks().len() / 2;
            for hash in hashes.clone() {
                match self.see(list, hash, room) {
                    Seen::First => room -= 1,
                    Seen::Again => return true,
                    Seen::Full => {
                        self.many = vec![Mark::default(); self.marks().len() * 4];
                        continue 'lists;
                    }
                }
            }
            return false;
        }
    }

    #[inline]
    fn marks(&mut self) -> &mut [Mark] {
        if self.many.is_empty() { &mut self.few } else { &mut self.many }
    }

    /// Marks the name of that hash as seen in `list`, while there is `room` for it.
    #[inline]
    fn see(&mut self, list: NodeId, hash: u64, room: usize) -> Seen {
        let marks = self.marks();
        let mask = marks.len() - 1;
        let new = Mark { list: list.index() as u32, tag: (hash >> 32) as u32 };
        let mut at = hash as usize;
        while let Some(mark) = marks.get_mut(at & mask).filter(|_| room > 0) {
            if *mark == new {
                return Seen::Again;
            }
            if mark.list != new.list {
                *mark = new;
                return Seen::First;
            }
            at += 1;
        }
        Seen::Full
    }
}

/// A hash of the part `start..end` of `text`, by its length and the bytes at both of its ends: names that
/// differ in the middle alone are rare. Reads words, whatever the length, where the text goes on far enough.
#[inline(always)]
fn hash(seed: u64, text: &[u8], start: usize, end: usize) -> u64 {
    let length = end.saturating_sub(start);
    let unused = 64 - 8 * length.clamp(1, 8) as u32;
    let first = text.get(start..).and_then(|rest| rest.first_chunk::<8>());
    let last = text.get(..end).and_then(|rest| rest.last_chunk::<8>());
    let (first, last) = match (first, last) {
        (Some(first), Some(last)) if length > 0 => {
            (u64::from_le_bytes(*first) << unused, u64::from_le_bytes(*last) >> unused << unused)
        }
        _ => {
            let bytes = text.get(start..end).unwrap_or_default();
            let word = |bytes: &mut dyn Iterator<Item = &u8>| {
                bytes.take(8).fold(0, |word, &byte| word >> 8 | u64::from(byte) << 56)
            };
            let last = bytes.get(bytes.len().saturating_sub(8)..).unwrap_or_default();
            (word(&mut bytes.iter()), word(&mut last.iter()))
        }
    };
    // Both halves of a product, so that every bit counts in every other.
    let product = u128::from(seed ^ first) * u128::from(seed.rotate_left(32) ^ last ^ length as u64);
    product as u64 ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::yaml::Language;

    /// Asks about a mapping of `keys`.
    fn may_repeat(duplicates: &mut DuplicateFilter, keys: &[String]) -> bool {
        let text: String = keys.iter().map(|key| format!("{key}: 1\n")).collect();
        let tree = crate::syntax::yaml::parse(&text);
        let view = View { tree: &tree, text: &text, language: Language::Yaml };
        duplicates.may_repeat(view, view.root().unwrap())
    }

    #[test]
    fn a_key_that_stands_twice_is_noticed_among_few_and_many() {
        for count in [2, 3, 50, 5000] {
            let mut keys: Vec<String> = (0..count).map(|number| format!("Instance{number}")).collect();
            assert!(!may_repeat(&mut DuplicateFilter::new(), &keys), "{count}");
            keys.push("\"Instance\\x30\"".to_owned());
            assert!(may_repeat(&mut DuplicateFilter::new(), &keys), "{count}");
        }
    }

    #[test]
    fn a_hash_depends_on_the_name_alone() {
        for name in ["", "a", "Ref", "ImageId", "Type1234", "DependsOn", "SecurityGroupIngress"] {
            let text = format!("0123456789{name}: 0123456789");
            let alone = hash(7, name.as_bytes(), 0, name.len());
            assert_eq!(hash(7, text.as_bytes(), 10, 10 + name.len()), alone, "{name}");
        }
    }
}
