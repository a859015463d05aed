//! Tables as `grammar/schema/pack.rs` packs them: names, and entries in blocks that are decoded one at a time.

use std::sync::OnceLock;

use miniz_oxide::inflate::decompress_to_vec;
use serde::de::DeserializeOwned;

/// A packed table of entries by name, and what of it was decoded.
#[derive(Debug)]
pub(super) struct Packed<T: 'static> {
    bytes: &'static [u8],
    /// Completes an entry that was decoded.
    finish: fn(&str, &mut T),
    names: OnceLock<Vec<String>>,
    entries: OnceLock<Vec<OnceLock<Option<Box<T>>>>>,
}

impl<T: DeserializeOwned> Packed<T> {
    pub(super) const fn new(bytes: &'static [u8], finish: fn(&str, &mut T)) -> Self {
        Packed { bytes, finish, names: OnceLock::new(), entries: OnceLock::new() }
    }

    /// The names of all entries, sorted.
    pub(super) fn names(&self) -> &[String] {
        self.names.get_or_init(|| self.part(0).unwrap_or_default().lines().map(str::to_owned).collect())
    }

    /// The entry `name`.
    pub(super) fn find(&self, name: &str) -> Option<&T> {
        let place = self.names().binary_search_by(|it| it.as_str().cmp(name)).ok()?;
        let entries = self.entries.get_or_init(|| self.names().iter().map(|_| OnceLock::new()).collect());
        entries.get(place)?.get_or_init(|| self.decode(name, place)).as_deref()
    }

    fn decode(&self, name: &str, place: usize) -> Option<Box<T>> {
        let block = self.number(0)?;
        let lines = self.part(1 + place.checked_div(block)?)?;
        let mut entry = serde_json::from_str(lines.lines().nth(place % block)?).ok()?;
        (self.finish)(name, &mut entry);
        Some(Box::new(entry))
    }

    /// The number at `index` of the head.
    fn number(&self, index: usize) -> Option<usize> {
        let bytes = self.bytes.get(index * 4..index * 4 + 4)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
    }

    /// The text of a part: 0 are the names, the others blocks.
    fn part(&self, index: usize) -> Option<String> {
        let head = (2 + self.number(1)?) * 4;
        let end = |part: usize| self.number(2 + part);
        let start = if index == 0 { 0 } else { end(index - 1)? };
        let bytes = self.bytes.get(head + start..head + end(index)?)?;
        String::from_utf8(decompress_to_vec(bytes).ok()?).ok()
    }
}
