//! How many references of real templates lead to a definition, and which do not.
//!
//! ```sh
//! NESTC_CORPUS=path/to/templates cargo run --release --example references
//! ```

#![allow(clippy::print_stdout, reason = "a measuring program prints")]

#[path = "../tests/support/corpus.rs"]
#[allow(dead_code, reason = "other programs use the rest")]
mod corpus;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use nestc::ir::{Target, Unit};
use nestc::lower::{Cx, ros, terraform};
use nestc::source::{ColumnUnit, FileId};
use nestc::syntax::SourceMap;

/// Folders of Terraform around the root module at a path.
struct OnDisk<'s>(&'s SourceMap, PathBuf);

impl terraform::Folders for OnDisk<'_> {
    fn module(&self, folder: &str) -> Option<Arc<terraform::Module>> {
        let mut paths: Vec<PathBuf> =
            fs::read_dir(self.1.join(folder)).into_iter().flatten().flatten().map(|it| it.path()).collect();
        paths.sort();
        let is_read = |name: &str| terraform::is_module_file(name) || terraform::is_values_file(name);
        let read = |path: &PathBuf| {
            let text = fs::read_to_string(path).ok()?;
            Some(self.0.add(path.to_string_lossy(), text))
        };
        paths.retain(|path| path.file_name().is_some_and(|name| is_read(&name.to_string_lossy())));
        let files: Vec<FileId> = paths.iter().filter_map(read).collect();
        (!files.is_empty()).then(|| Arc::new(terraform::Module::lower(self.0, &files)))
    }
}

/// Uses by their kind and by what they mean.
#[derive(Default)]
struct Counts(BTreeMap<(&'static str, &'static str), usize>);

impl Counts {
    fn add(&mut self, sources: &SourceMap, unit: &Unit, undefined: &mut Vec<String>) {
        for it in Cx::new(sources, unit).references().uses() {
            let target = match it.target {
                Target::Definition(_) => "defined",
                Target::BuiltIn => "built in",
                Target::Elsewhere => "elsewhere",
                Target::Undefined => "undefined",
            };
            *self.0.entry((it.kind.name(), target)).or_default() += 1;
            if it.target == Target::Undefined {
                let at = sources.line_column(it.span, ColumnUnit::Char);
                let file = sources.name(sources.host(it.span.file));
                undefined.push(format!("{file}:{}:{}: {} {}", at.line, at.column, it.kind.name(), it.name));
            }
        }
    }
}

fn main() {
    let roots = corpus::from_environment();
    let mut undefined = Vec::new();
    let (mut ros_counts, mut terraform_counts) = (Counts::default(), Counts::default());
    let texts = corpus::texts(&roots, &["yaml", "yml", "json"]);
    for text in texts.iter().filter(|text| text.text.contains("ROSTemplateFormatVersion")) {
        let sources = SourceMap::new();
        let (unit, _) = ros::compile(&sources, sources.add(text.path.to_string_lossy(), text.text.as_str()));
        ros_counts.add(&sources, &unit, &mut undefined);
    }
    let modules: BTreeMap<PathBuf, ()> = corpus::texts(&roots, &["tf"])
        .iter()
        .filter_map(|text| Some((Path::new(&text.path).parent()?.to_owned(), ())))
        .collect();
    for folder in modules.into_keys() {
        let sources = SourceMap::new();
        let unit = terraform::compile(&sources, &OnDisk(&sources, folder));
        terraform_counts.add(&sources, &unit, &mut undefined);
    }
    for line in &undefined {
        println!("{line}");
    }
    for (name, counts) in [("ROS", ros_counts), ("Terraform", terraform_counts)] {
        println!("{name}:");
        for ((kind, target), count) in counts.0 {
            println!("  {kind:12} {target:10} {count:7}");
        }
    }
}
