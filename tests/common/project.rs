//! Files in memory, compiled and linted as the program does it.

use std::collections::BTreeMap;

use super::markdown::Block;

use nestc::ir::Unit;
use nestc::lint::{self, Input, Report};
use nestc::lower::{ros, terraform};
use nestc::manifest;
use nestc::source::FileId;
use nestc::syntax::SourceMap;

/// Path → text.
pub(crate) type Files = BTreeMap<String, String>;

/// The files of blocks; a block without a title has the usual name of its language.
pub(crate) fn files<'b>(blocks: impl IntoIterator<Item = &'b Block>) -> Files {
    let named = blocks.into_iter().map(|block| {
        let usual = match block.language.as_str() {
            "yaml" => "template.yaml",
            "json" => "template.json",
            "hcl" => "main.tf",
            other => panic!("a block in `{other}`: {}", block.text),
        };
        let deep = format!("{}{}", "[".repeat(1_001), "]".repeat(1_001));
        let text = block.text.replace("\\u{a0}", "\u{a0}").replace("[[[[…]]]]", &deep);
        let is = |flag: &str| block.flags.iter().any(|it| it == flag);
        let text = if is("crlf") { text.replace('\n', "\r\n") } else { text };
        let text = if is("bom") { format!("\u{feff}{text}") } else { text };
        (block.title.clone().unwrap_or_else(|| usual.to_owned()), text)
    });
    named.collect()
}

/// What a lint run over files returns.
pub(crate) struct Linted {
    pub(crate) sources: SourceMap,
    pub(crate) units: Vec<Unit>,
    pub(crate) report: Report,
}

/// Compiles `files` and runs every rule. `nestc.yaml` is the manifest, for which `.computenest/config.yaml` stands
/// in, all files of Terraform are one root module with its local modules, and every other file is a ROS template.
pub(crate) fn lint(files: &Files) -> Linted {
    lint_with(files, &nestc::lint::Selection::default())
}

/// As [`lint`], with the rules of `selection`.
pub(crate) fn lint_with(files: &Files, selection: &nestc::lint::Selection) -> Linted {
    let sources = SourceMap::new();
    let (mut units, mut module, mut found) = (Vec::new(), Vec::new(), (None, Vec::new()));
    let (mut lock, mut config) = (None, None);
    for (path, text) in files {
        let file = sources.add(path.as_str(), text.as_str());
        let name = path.rsplit('/').next().unwrap_or(path);
        if name == "nestc.yaml" {
            found = manifest::read(&sources, file);
        } else if path.ends_with(".computenest/config.yaml") {
            config = Some((path.clone(), manifest::read_config(&sources, file)));
        } else if name == "nestc.lock" {
            lock = Some(manifest::Lock::read(&sources, file));
        } else if terraform::is_module_file(name) || terraform::is_values_file(name) {
            module.push((path.clone(), file));
        } else {
            units.push(ros::compile(&sources, file).0);
        }
    }
    if !module.is_empty() {
        units.push(terraform::compile(&sources, &folders(&sources, module)));
    }
    if let (Some(manifest), Some((lock, findings))) = (&mut found.0, lock) {
        manifest.lock = Some(lock);
        found.1.extend(findings);
    }
    if let Some((path, (config, findings))) = config {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if let Some(config) = config {
            let stands_in = !files.contains_key("nestc.yaml");
            let manifest = found.0.get_or_insert_with(|| manifest::Manifest::empty(config.file));
            manifest.adopt(config, if stands_in { "" } else { folder });
        }
        found.1.extend(findings);
    }
    let report = run(&sources, &units, found, selection);
    Linted { sources, units, report }
}

fn run(
    sources: &SourceMap,
    units: &[Unit],
    (manifest, before): (Option<manifest::Manifest>, Vec<nestc::diagnostic::Diagnostic>),
    selection: &nestc::lint::Selection,
) -> Report {
    let input = || Input {
        sources,
        units,
        manifest: manifest.as_ref(),
        schema: nestc::schema::Schema::built_in(),
        complete: true,
        building: false,
        selection: selection.clone(),
        before: before.clone(),
    };
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| lint::run(&input()))
    };
    let report = on(1);
    assert_eq!(report, on(3), "the report depends on the number of threads");
    report
}

/// The files of a root module, which stands in the shortest of their folders, and of what lies below and beside it.
fn folders(sources: &SourceMap, files: Vec<(String, FileId)>) -> terraform::Texts<'_> {
    let folder = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let root = files.iter().map(|(path, _)| folder(path)).min_by_key(String::len).unwrap_or_default();
    let mut texts = terraform::Texts::new(sources);
    for (path, file) in files {
        let folder = folder(&path);
        texts.add(folder.strip_prefix(root.as_str()).unwrap_or(&folder).trim_start_matches('/'), file);
    }
    texts
}
