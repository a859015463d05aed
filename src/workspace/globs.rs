//! Globs of the manifest's `templates`.

use std::path::Path;

use globset::{GlobBuilder, GlobMatcher};

use super::left_out::{check_size, not_a_glob};
use crate::diagnostic::Text;

/// What makes a path a glob.
const SIGNS: [char; 4] = ['*', '?', '[', '{'];

/// A glob over paths that are seen from the manifest's folder.
#[derive(Debug)]
pub(crate) struct Glob(GlobMatcher);

impl Glob {
    /// Whether `entry` is to be read as a glob.
    pub(crate) fn is_one(entry: &str) -> bool {
        entry.contains(SIGNS)
    }

    /// The folder below which everything lies that the glob `entry` can match, as it is written.
    pub(crate) fn folder(entry: &str) -> &str {
        let literal = entry.split(SIGNS).next().unwrap_or_default();
        literal.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The glob that matches `name` alone.
    pub(crate) fn literal(name: &str) -> String {
        globset::escape(name)
    }

    /// Compiles `entry`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn new(entry: &str) -> Result<Self, Text> {
        check_size(entry)?;
        let parts: Vec<&str> = entry.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
        let glob = GlobBuilder::new(&parts.join("/")).literal_separator(true).build();
        match glob {
            Ok(glob) => Ok(Glob(glob.compile_matcher())),
            Err(error) => Err(not_a_glob(entry, error.kind())),
        }
    }

    /// Whether it matches `path`.
    pub(crate) fn matches(&self, path: &Path) -> bool {
        self.0.is_match(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_are_made_clean() {
        for (glob, path, matches) in [
            ("./*.yaml", "a.yaml", true),
            ("*.yaml", "x/a.yaml", false),
            ("**/*.yaml", "a.yaml", true),
            ("x/.//{a,b}.y*ml", "x/b.yml", true),
            ("with [[]1].yaml", "with [1].yaml", true),
        ] {
            assert_eq!(Glob::new(glob).unwrap().matches(Path::new(path)), matches, "{glob} {path}");
        }
        assert_eq!(Glob::folder("a/b/*.yaml"), "a/b");
        assert!(Glob::new(&"*a".repeat(100_000)).is_err());
    }
}
