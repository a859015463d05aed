//! Whether texts are worse than they were.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use crate::diagnostic::{Diagnostic, Lang, Text};
use crate::project::Loaded;
use crate::text;
use crate::workspace::FilePath;

/// What is wrong with the texts themselves, file by file.
#[derive(Debug, Default)]
pub(super) struct Health(HashMap<PathBuf, Vec<String>>);

impl Health {
    /// The errors of every text that was read as a template or a manifest, whatever the levels of rules.
    pub(super) fn of(loaded: &Loaded) -> Self {
        let mut health = Health::default();
        let templates = loaded.compiled.iter().flat_map(|compiled| &compiled.unit.templates);
        let files = templates.clone().flat_map(|template| template.files.iter().copied());
        for file in files.chain(loaded.manifest_files()) {
            if let Some(path) = loaded.workspace.path(file) {
                health.0.entry(path.key().to_owned()).or_default();
            }
        }
        let problems = templates.flat_map(|template| &template.problems);
        let mut seen = HashSet::new();
        for problem in problems.chain(&loaded.before) {
            if seen.insert((problem.primary.span, problem.rule)) {
                health.add(loaded, problem);
            }
        }
        health
    }

    fn add(&mut self, loaded: &Loaded, problem: &Diagnostic) {
        if let Some(path) = loaded.workspace.path(problem.primary.span.file) {
            self.0.entry(path.key().to_owned()).or_default().push(problem.message.get(Lang::En).to_owned());
        }
    }

    /// Whether the file `path` has any.
    pub(super) fn has_errors(&self, path: &FilePath) -> bool {
        self.0.get(path.key()).is_some_and(|errors| !errors.is_empty())
    }

    /// What is wrong with the file `path` in `after` that was not before; nothing where it has fewer errors than
    /// before, of which one hid others.
    pub(super) fn what_is_worse(&self, after: &Health, path: &FilePath) -> Option<Text> {
        let before = self.0.get(path.key())?;
        let Some(now) = after.0.get(path.key()) else {
            return Some(text!(en: "no template", zh: "非模板内容"));
        };
        let mut known: HashMap<&str, usize> = HashMap::new();
        before.iter().for_each(|message| *known.entry(message).or_default() += 1);
        let mut is_new = |message: &String| match known.get_mut(message.as_str()) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        };
        let new = now.iter().find(|message| is_new(message))?;
        (now.len() >= before.len()).then(|| text!(en: "a new error: {new}", zh: "新的错误：{new}", new))
    }
}
