//! Reads the options of the measuring programs: `--name value`, `--name`, and paths.

use std::path::PathBuf;

/// What the command line says.
pub(crate) struct Options {
    named: Vec<(String, Option<String>)>,
    /// Everything that belongs to no option.
    pub(crate) paths: Vec<PathBuf>,
}

/// Options without a value.
const FLAGS: &[&str] = &["check", "minimise", "json-suite", "bench"];

impl Options {
    /// Reads the arguments of this process.
    pub(crate) fn read() -> Self {
        let mut options = Options { named: Vec::new(), paths: Vec::new() };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            match argument.strip_prefix("--") {
                Some(name) if FLAGS.contains(&name) => options.named.push((name.to_owned(), None)),
                Some(name) => options.named.push((name.to_owned(), arguments.next())),
                None => options.paths.push(argument.into()),
            }
        }
        options
    }

    /// Whether `--name` is given.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.named.iter().any(|(given, _)| given == name)
    }

    /// The value of `--name`.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.named.iter().rev().find(|(given, _)| given == name)?.1.as_deref()
    }

    /// The number after `--name`, or `otherwise`.
    pub(crate) fn number(&self, name: &str, otherwise: usize) -> usize {
        self.text(name).map_or(otherwise, |value| value.parse().unwrap_or(otherwise))
    }
}
