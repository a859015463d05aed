//! What PyYAML said in earlier runs, so that it need not be asked again.

use std::collections::HashMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{Read, Write};

use super::pyyaml::{Judgement, Reading};

/// Judgements of earlier runs, as numbers: by the text's, the value's, or 0 for a refusal.
pub(crate) struct Memory {
    known: HashMap<u64, (u64, u64)>,
    file: Option<fs::File>,
}

impl Memory {
    /// What `path` remembers; new judgements are added to it. Without a path nothing is remembered.
    pub(crate) fn open(path: Option<&str>) -> std::io::Result<Self> {
        let Some(path) = path else { return Ok(Memory { known: HashMap::new(), file: None }) };
        let mut file = fs::File::options().read(true).append(true).create(true).open(path)?;
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        let known = text
            .lines()
            .filter_map(|line| {
                let mut numbers = line.split(' ').map(|number| u64::from_str_radix(number, 16));
                Some((numbers.next()?.ok()?, (numbers.next()?.ok()?, numbers.next()?.ok()?)))
            })
            .collect();
        Ok(Memory { known, file: Some(file) })
    }

    /// What is known of how `text` is read. A value other than `ours` is not known itself, only that it is
    /// another one.
    pub(crate) fn recall(&self, text: &str, ours: &Reading) -> Option<Judgement> {
        let &(pure, libyaml) = self.known.get(&number(&text))?;
        let reading = |known: u64| match known {
            0 => Err("remembered".to_owned()),
            known if known == of_reading(ours) => ours.clone(),
            known => Ok(format!("remembered value {known:x}")),
        };
        let libyaml = (pure != libyaml).then(|| reading(libyaml));
        Some(Judgement { pure: reading(pure), libyaml })
    }

    /// Remembers what was read in `text`.
    pub(crate) fn add(&mut self, text: &str, judgement: &Judgement) -> std::io::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let text = number(&text);
        let pure = of_reading(&judgement.pure);
        let libyaml = judgement.libyaml.as_ref().map_or(pure, of_reading);
        if self.known.insert(text, (pure, libyaml)).is_none() {
            writeln!(file, "{text:x} {pure:x} {libyaml:x}")?;
        }
        Ok(())
    }
}

fn of_reading(reading: &Reading) -> u64 {
    reading.as_ref().map_or(0, number)
}

fn number<T: Hash>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
