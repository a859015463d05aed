//! Names for packages, one for each literal or artifact.

use std::collections::HashSet;

/// The names that are taken, in lower case: two that differ in case only are hard to tell apart.
#[derive(Debug, Default)]
pub(super) struct Names(HashSet<String>);

/// The letters of a literal that become part of a name; a number after them still fits.
const LONGEST: usize = 100;

impl Names {
    /// Takes `name`, which is fixed.
    pub(super) fn reserve(&mut self, name: &str) {
        _ = self.0.insert(name.to_ascii_lowercase());
    }

    /// A name that resembles `literal` and that nothing else has.
    pub(super) fn make(&mut self, literal: &str) -> String {
        let stem = stem(literal);
        let plain = stem.clone().into_iter();
        let numbered = move |number: u64| match &stem {
            Some(stem) => format!("{stem}_{}", number + 1),
            None => format!("image_{number}"),
        };
        let mut names = plain.chain((1..).map(numbered));
        let name = names.find(|name| !self.0.contains(&name.to_ascii_lowercase())).unwrap_or_default();
        self.reserve(&name);
        name
    }
}

/// What of `literal` can be a name of 3 to 128 letters, digits and underscores (Compute Nest, "Deployment Package
/// Name"), if that is enough to recognise it by.
fn stem(literal: &str) -> Option<String> {
    if is_package_name(literal) && literal.len() <= LONGEST {
        return Some(literal.to_owned());
    }
    let literal = literal.strip_suffix(".vhd").unwrap_or(literal);
    let words = literal.split(|it: char| !it.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut name = words.collect::<Vec<_>>().join("_");
    name.truncate(LONGEST);
    match name.len() {
        0 => None,
        1 | 2 => Some(format!("image_{name}")),
        _ => Some(name),
    }
}

/// Whether `name` is one that Compute Nest takes for a package.
pub(super) fn is_package_name(name: &str) -> bool {
    (3..=128).contains(&name.len()) && name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_literal_has_a_name_of_its_own() {
        let mut names = Names::default();
        names.reserve("Fixed");
        let long = "x".repeat(200);
        let made = [
            "web",
            "web-1",
            "web_1",
            "WEB",
            "网站镜像",
            "数据镜像",
            "网站web",
            "fixed",
            "a",
            "..",
            &long,
            &long[1..],
        ];
        let made = made.map(|literal| names.make(literal));
        assert!(made.iter().all(|name| is_package_name(name)), "{made:?}");
        let expected = [
            "web", "web_1", "web_1_2", "WEB_2", "image_1", "image_2", "web_3", "fixed_2", "image_a",
            "image_3",
        ];
        assert_eq!(made[..10], expected);
        assert_eq!(made[11], format!("{}_2", "x".repeat(LONGEST)));
    }
}
