//! Data flows one way through the modules, and the pure ones reach for nothing outside.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it is wrong itself"
)]

#[path = "support/imports.rs"]
mod imports;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use imports::Files;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust files of a module, with their texts.
fn texts(module: &str) -> Vec<(PathBuf, String)> {
    let mut waiting = vec![root().join("src").join(module)];
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty(), "`{module}` has no files");
    found
}

#[test]
fn rules_and_plans_reach_for_nothing_outside() {
    let outside =
        ["std::fs", "std::env", "std::time", "std::net", "std::process", "SystemTime", "Instant::now"];
    for module in [
        "source",
        "syntax",
        "schema",
        "ir",
        "lower",
        "resolve",
        "binding",
        "lint",
        "plan",
        "diagnostic",
        "library",
    ] {
        for (path, text) in texts(module) {
            for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
                let word = outside.iter().find(|word| line.contains(**word));
                assert_eq!(word, None, "{}: {}", path.display(), line.trim());
            }
        }
    }
}

/// The modules of the crate in the order in which data flows, as `ARCHITECTURE.md` lists them.
fn order() -> Vec<String> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let (_, rest) = text.split_once("```order\n").unwrap();
    let (block, _) = rest.split_once("```").unwrap();
    block.split_whitespace().filter(|word| *word != "<").map(str::to_owned).collect()
}

/// The module of the crate that a file is in.
fn module(file: &str) -> &str {
    file.split('/').next().unwrap().trim_end_matches(".rs")
}

#[test]
fn every_module_has_its_place() {
    let order: BTreeSet<String> = order().into_iter().collect();
    let files = Files::read(&root().join("src"));
    for file in files.imports().keys().filter(|file| **file != "lib.rs") {
        assert!(order.contains(module(file)), "`{file}` has no place in the order of ARCHITECTURE.md");
    }
}

#[test]
fn no_file_imports_upward() {
    let order = order();
    let rank = |file: &str| order.iter().position(|it| it == module(file)).unwrap_or(usize::MAX);
    let files = Files::read(&root().join("src"));
    let imports = files.imports();
    let pairs = imports.iter().flat_map(|(file, others)| others.iter().map(move |other| (*file, *other)));
    let upward: Vec<_> = pairs
        .filter(|(file, other)| !matches!((*file, *other), ("lib.rs", _) | (_, "lib.rs")))
        .filter(|(file, other)| rank(other) > rank(file))
        .map(|(file, other)| format!("{file} imports {other}"))
        .collect();
    assert!(upward.is_empty(), "{}", upward.join("\n"));
}

#[test]
fn meaning_knows_no_language() {
    let files = Files::read(&root().join("src"));
    let imports = files.imports();
    for (file, others) in
        imports.iter().filter(|(file, _)| matches!(module(file), "schema" | "ir" | "resolve" | "binding"))
    {
        let languages = ["syntax/yaml/", "syntax/json/", "syntax/hcl/"];
        let language = others.iter().find(|other| languages.iter().any(|it| other.starts_with(it)));
        assert_eq!(language, None, "{file}");
    }
}

#[test]
fn the_protocol_of_editors_is_at_the_rim() {
    for module in ["ide", "session"] {
        for (path, text) in texts(module) {
            for word in ["gen_lsp_types", "lsp_server"] {
                assert!(!text.contains(word), "{}: {word}", path.display());
            }
        }
    }
    let files = Files::read(&root().join("src"));
    for (file, others) in files.imports().iter().filter(|(file, _)| module(file) == "lsp") {
        let language = others.iter().find(|it| matches!(module(it), "syntax" | "lower" | "cli" | "project"));
        assert_eq!(language, None, "{file}");
    }
}

#[test]
fn no_files_import_each_other() {
    let files = Files::read(&root().join("src"));
    let mut imports = files.imports();
    // The two halves of a server's loop know each other.
    imports.retain(|file, _| !matches!(module(file), "lsp" | "session"));
    imports.values_mut().for_each(|others| others.retain(|it| !matches!(module(it), "lsp" | "session")));
    let circles = circles(&imports);
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

/// The sets of files of which each reaches every other by imports.
fn circles(imports: &BTreeMap<&str, BTreeSet<&str>>) -> Vec<String> {
    let reached: BTreeMap<&str, BTreeSet<&str>> = imports
        .keys()
        .map(|file| {
            let mut seen = BTreeSet::new();
            let mut open: Vec<&str> = imports[file].iter().copied().collect();
            while let Some(next) = open.pop() {
                if seen.insert(next) {
                    open.extend(imports[next].iter().copied());
                }
            }
            (*file, seen)
        })
        .collect();
    let mut found = BTreeSet::new();
    for (file, seen) in reached.iter().filter(|(file, seen)| seen.contains(*file)) {
        let ring: Vec<&str> = seen.iter().copied().filter(|other| reached[other].contains(file)).collect();
        let inside =
            |from: &str| imports[from].iter().copied().filter(|to| ring.contains(to)).collect::<Vec<_>>();
        let told = ring.iter().map(|from| format!("    {from} imports {}", inside(from).join(", ")));
        found.insert(told.collect::<Vec<_>>().join("\n"));
    }
    found.into_iter().map(|ring| format!("a circle:\n{ring}")).collect()
}

#[test]
fn paths_are_found_wherever_they_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("lib.rs", "mod a;\nmod b;\n");
    write("a/mod.rs", "mod x;\npub(crate) mod y;\npub(crate) use x::X;\npub(crate) fn own() {}\n");
    write("a/x.rs", "use super::y::{self, z::{Deep, Other as Renamed}};\npub(crate) struct X;\n");
    write(
        "a/y.rs",
        "// use crate::b::No;\nfn f() -> u8 { \"crate::b\"; crate::b::g() }\npub(crate) mod z {}\n",
    );
    write(
        "b.rs",
        "use crate::{\n    a::X,\n};\nuse std::fmt;\n#[cfg(test)]\nmod tests {\n    use super::a;\n}\n",
    );
    let files = Files::read(folder.path());
    let imports = files.imports();
    let of = |file: &str| imports[file].iter().copied().collect::<Vec<_>>();
    assert_eq!(of("a/x.rs"), ["a/y.rs"]);
    assert_eq!(of("a/y.rs"), ["b.rs"]);
    assert_eq!(of("b.rs"), ["a/x.rs"], "what a module passes on is in the file that defines it");
    assert_eq!(of("a/mod.rs"), [""; 0]);
    assert_eq!(circles(&imports).len(), 1);
}
