//! Data flows one way through the modules, and the pure ones reach for nothing outside.

#![allow(clippy::unwrap_used, reason = "a test stops where it is wrong itself")]

use std::fs;
use std::path::{Path, PathBuf};

/// The Rust files of a module, with their texts.
fn texts(module: &str) -> Vec<(PathBuf, String)> {
    let mut waiting = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(module)];
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty(), "`{module}` has no files");
    found
}

/// Fails where a module of `modules` names one of `words` in code.
fn forbid(modules: &[&str], words: &[&str]) {
    for module in modules {
        for (path, text) in texts(module) {
            for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
                for word in words {
                    assert!(!line.contains(word), "{}: `{word}` in `{}`", path.display(), line.trim());
                }
            }
        }
    }
}

#[test]
fn rules_and_plans_reach_for_nothing_outside() {
    let outside =
        ["std::fs", "std::env", "std::time", "std::net", "std::process", "SystemTime", "Instant::now"];
    forbid(
        &["source", "syntax", "schema", "ir", "lower", "resolve", "binding", "lint", "plan", "diagnostic"],
        &outside,
    );
}

#[test]
fn data_flows_one_way() {
    forbid(&["source"], &["crate::syntax", "crate::ir", "crate::lower"]);
    forbid(&["syntax"], &["crate::ir", "crate::lower", "crate::grammar", "crate::lint"]);
    let languages = ["crate::syntax::yaml", "crate::syntax::json", "crate::syntax::hcl"];
    forbid(&["schema"], &["crate::ir", "crate::lower", "crate::lint", "crate::plan", "crate::manifest"]);
    forbid(&["schema"], &languages);
    forbid(&["ir"], &["crate::lower", "crate::lint", "crate::plan"]);
    forbid(&["ir", "resolve"], &languages);
    forbid(&["resolve"], &["crate::lint", "crate::plan"]);
    forbid(&["lower"], &["crate::lint", "crate::plan", "crate::resolve", "crate::manifest"]);
    forbid(&["binding"], &["crate::lint", "crate::plan"]);
    forbid(&["binding"], &languages);
    forbid(
        &["binding", "plan", "lint"],
        &["crate::workspace", "crate::cli", "crate::build", "crate::report"],
    );
    forbid(&["ide", "session"], &["gen_lsp_types", "lsp_server", "crate::lsp", "crate::cli"]);
    forbid(&["lsp"], &["crate::syntax", "crate::lower", "crate::cli", "crate::project"]);
}
