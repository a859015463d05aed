//! Named texts as compiled templates.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::ir::Unit;
use crate::lower::ros::{self, Recognition, is_marked};
use crate::lower::terraform::{self, Module, downloaded, is_module_file, is_values_file, roots};
use crate::source::{FileId, join_names};
use crate::syntax::SourceMap;

/// What the texts are.
pub(super) struct Units {
    /// The templates.
    pub(super) units: Vec<Unit>,
    /// What copies are made of.
    pub(super) texts: Texts,
    /// How many texts are not looked at.
    pub(super) skipped: usize,
}

/// What copies are made of.
#[derive(Default)]
pub(super) struct Texts {
    /// For each unit its name, a file or the folder of a module.
    pub(super) names: Vec<String>,
    /// Every file by its name.
    pub(super) files: BTreeMap<String, FileId>,
}

impl Units {
    /// Compiles `files`, by their names.
    pub(super) fn compile(sources: &SourceMap, files: &BTreeMap<String, String>) -> Units {
        let mut made = Units { units: Vec::new(), texts: Texts::default(), skipped: 0 };
        let mut terraform: BTreeMap<&str, Vec<FileId>> = BTreeMap::new();
        let mut others = Vec::new();
        for (name, text) in files {
            let id = sources.add(name.as_str(), text.as_str());
            made.texts.files.insert(name.clone(), id);
            let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
            match is_module_file(file) || is_values_file(file) {
                true => terraform.entry(folder).or_default().push(id),
                false => others.push((name, id)),
            }
        }
        for (name, id) in others {
            let (unit, recognition) = ros::compile(sources, id);
            let is_one = match recognition {
                Recognition::Template | Recognition::Fragment => true,
                Recognition::Other => is_marked(sources.text(id).as_bytes()),
            };
            // What else lies in a module's folder is copied with it.
            let is_of_module = || terraform.keys().any(|folder| is_below(folder, name));
            match is_one {
                true => made.add(name, unit),
                false => made.skipped += usize::from(!is_of_module()),
            }
        }
        made.add_modules(sources, &terraform);
        made
    }

    fn add(&mut self, name: &str, unit: Unit) {
        self.units.push(unit);
        self.texts.names.push(name.to_owned());
    }

    /// Compiles the modules that nobody calls; `folders` has the files of each folder.
    fn add_modules(&mut self, sources: &SourceMap, folders: &BTreeMap<&str, Vec<FileId>>) {
        let modules: BTreeMap<&str, Module> =
            folders.iter().map(|(&folder, files)| (folder, Module::lower(sources, files))).collect();
        let calls: HashMap<String, Vec<String>> = modules
            .iter()
            .map(|(folder, module)| {
                let to = module.local_calls().map(|it| join_names(folder, &it));
                ((*folder).to_owned(), to.collect())
            })
            .collect();
        let has_module = |files: &[FileId]| files.iter().any(|&it| is_module_file(sources.name(it)));
        let own = folders.iter().filter(|(folder, files)| !is_downloaded(folder) && has_module(files));
        let own: Vec<(String, bool)> = own.map(|(folder, _)| ((*folder).to_owned(), false)).collect();
        let roots: BTreeSet<String> = roots(&own, &calls).into_iter().cloned().collect();
        for root in roots {
            let mut texts = terraform::Texts::new(sources);
            for (folder, files) in folders {
                let seen = seen_from(&root, folder);
                files.iter().for_each(|&file| texts.add(&seen, file));
            }
            let list = self.texts.files.get(&join_names(&root, downloaded::MODULES));
            if let Some(&list) = list {
                texts.set_downloaded(downloaded::listed(sources.text(list).as_bytes()));
            }
            let unit = terraform::compile(sources, &texts);
            self.add(&root, unit);
        }
    }
}

/// Whether the file or folder `name` is among what Terraform keeps for itself.
pub(super) fn is_downloaded(name: &str) -> bool {
    name.split('/').any(|part| part == ".terraform")
}

/// Whether the file `name` is in the folder `folder`, or below it.
pub(super) fn is_below(folder: &str, name: &str) -> bool {
    folder.is_empty() || name.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

fn parts(path: &str) -> Vec<&str> {
    path.split('/').filter(|it| !it.is_empty()).collect()
}

/// The folder `folder` as seen from the folder `root`.
fn seen_from(root: &str, folder: &str) -> String {
    let (root, folder) = (parts(root), parts(folder));
    let shared = root.iter().zip(&folder).take_while(|(one, other)| one == other).count();
    let up = root.iter().skip(shared).map(|_| "..");
    up.chain(folder.iter().skip(shared).copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::seen_from;

    #[test]
    fn folders_are_seen_from_each_other() {
        for (root, folder, expected) in [
            ("", "a/b", "a/b"),
            ("a", "a", ""),
            ("a", "a/b", "b"),
            ("a/b", "a/c", "../c"),
            ("a/b", "", "../.."),
        ] {
            assert_eq!(seen_from(root, folder), expected, "{folder} from {root}");
        }
    }
}
