//! Parts of a build, for several machines: some regions, some templates, or one of several shards.

use std::collections::BTreeSet;
use std::str::FromStr;

use crate::grammar::nearest;
use crate::render::Digest;
use crate::text;
use crate::workspace::{Failure, RECORD};

/// Which regions and templates a build makes; all of them by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Part {
    /// The regions; all where there are none.
    pub regions: BTreeSet<String>,
    /// The templates as seen from the manifest; all where there are none.
    pub templates: BTreeSet<String>,
    /// One of several shards, into which templates fall by their names.
    pub shard: Option<Shard>,
}

/// Shard `number` of `count`, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shard {
    /// Which one, from 1 to `count`.
    pub number: u32,
    /// How many there are.
    pub count: u32,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers =
            text.split_once('/').and_then(|(one, two)| Some((one.parse().ok()?, two.parse().ok()?)));
        match numbers {
            Some((number, count)) if (1..=count).contains(&number) => Ok(Shard { number, count }),
            _ => Err("expected K/N with K from 1 to N, such as 1/4".to_owned()),
        }
    }
}

impl Shard {
    /// Whether what is called `name` falls into this shard: by the name alone, so that nothing else that comes or goes
    /// moves it.
    #[must_use]
    pub(crate) fn has(self, name: &str) -> bool {
        let digest = Digest::of(name.as_bytes()).to_string();
        let number = digest.get(..8).and_then(|hex| u32::from_str_radix(hex, 16).ok()).unwrap_or_default();
        number % self.count + 1 == self.number
    }
}

impl Part {
    /// Whether that is everything.
    #[must_use]
    pub(crate) fn is_whole(&self) -> bool {
        *self == Part::default()
    }

    /// The name of the record: one of its own for each part, so that several can share a folder.
    #[must_use]
    pub(crate) fn record(&self) -> String {
        let (stem, end) = RECORD.rsplit_once('.').unwrap_or((RECORD, "json"));
        match self {
            part if part.is_whole() => RECORD.to_owned(),
            Part { regions, templates, shard: Some(shard) } if regions.is_empty() && templates.is_empty() => {
                format!("{stem}.shard-{}-of-{}.{end}", shard.number, shard.count)
            }
            part => {
                let digest = Digest::of(format!("{part:?}").as_bytes()).to_string();
                format!("{stem}.part-{}.{end}", digest.get(..8).unwrap_or_default())
            }
        }
    }

    /// Those of `regions` that the part has.
    ///
    /// # Errors
    /// When one was asked for that is not there.
    pub(super) fn regions(&self, regions: Vec<String>) -> Result<Vec<String>, Failure> {
        if let Some(unknown) = self.regions.iter().find(|it| !regions.contains(it)) {
            return Err(unknown_name(
                text!(
                    en: "the manifest does not build for the region `{unknown}`",
                    zh: "清单不会为地域 `{unknown}` 构建",
                    unknown,
                ),
                regions.iter().map(String::as_str),
                unknown,
            ));
        }
        let has = |region: &String| self.regions.is_empty() || self.regions.contains(region);
        Ok(regions.into_iter().filter(has).collect())
    }

    /// Whether the part has the template `name`.
    pub(super) fn has_template(&self, name: &str) -> bool {
        (self.templates.is_empty() || self.templates.contains(name))
            && self.shard.is_none_or(|it| it.has(name))
    }

    /// Refuses a template that was asked for and is none of `names`.
    pub(super) fn check_templates<'n>(
        &self,
        names: impl Iterator<Item = &'n str> + Clone,
    ) -> Result<(), Failure> {
        match self.templates.iter().find(|asked| names.clone().all(|name| name != asked.as_str())) {
            None => Ok(()),
            Some(unknown) => Err(unknown_name(
                text!(
                    en: "the manifest has no template `{unknown}`",
                    zh: "清单中没有模板 `{unknown}`",
                    unknown,
                ),
                names,
                unknown,
            )),
        }
    }
}

fn unknown_name<'n>(
    message: crate::diagnostic::Text,
    names: impl Iterator<Item = &'n str>,
    unknown: &str,
) -> Failure {
    let help = match nearest(names, unknown) {
        Some(near) => crate::diagnostic::did_you_mean(near),
        None => text!(en: "name one that the manifest lists", zh: "请指定清单中列出的名称"),
    };
    Failure::new(message, help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::is_record;

    #[test]
    fn every_template_is_in_one_shard_and_stays_there() {
        for count in 1..=7 {
            let shards: Vec<Shard> = (1..=count).map(|number| Shard { number, count }).collect();
            let mut sizes = vec![0; shards.len()];
            for number in 0..700 {
                let name = format!("templates/{number}.yaml");
                let in_shards: Vec<usize> =
                    shards.iter().enumerate().filter(|(_, it)| it.has(&name)).map(|(at, _)| at).collect();
                assert_eq!(in_shards.len(), 1);
                sizes[in_shards[0]] += 1;
            }
            assert!(sizes.iter().all(|&size| size * count as usize > 400), "{sizes:?}");
        }
    }

    #[test]
    fn shards_are_read() {
        assert_eq!("2/4".parse(), Ok(Shard { number: 2, count: 4 }));
        for wrong in ["", "1", "0/1", "2/1", "1/0", "-1/2", "1/2/3", "a/b"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn each_part_has_a_record_of_its_own() {
        let whole = Part::default();
        let shard = Part { shard: "1/2".parse().ok(), ..Part::default() };
        let regions = Part { regions: BTreeSet::from(["cn-hangzhou".to_owned()]), ..shard.clone() };
        assert_eq!(whole.record(), "nestc-build.json");
        assert_eq!(shard.record(), "nestc-build.shard-1-of-2.json");
        assert!(regions.record().starts_with("nestc-build.part-"));
        assert!([whole, shard, regions].iter().all(|part| is_record(&part.record())));
        assert!(!is_record("nestc-build.yaml") && !is_record("nestc-build.mine.json"));
    }
}
