//! Walks through commands, as users take them: the documents of `tests/walks/`, and the tutorials and all else with
//! commands in the book, in both languages.
//!
//! Each `##` section is a folder. A block with a title is a file of it: written before the first `console` block,
//! compared after it (with the word `new`, written all the same). A `console` block has commands after `$`, and what
//! each prints (what is not nestc itself, a shell runs): the standard output, then the standard error, then the status unless it is 0. `NESTC_UPDATE=1 cargo
//! test --test walks` rewrites what is expected.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong itself"
)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::markdown::{Block, sections};
use common::program::{Folder, Outcome, nestc};

/// The documents with walks, each with the locale in which they are taken.
fn documents() -> Vec<(PathBuf, &'static str)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut documents = Vec::new();
    let mut folders = vec![(root.join("tests/walks"), "C")];
    folders.extend(
        [("docs/en/src", "C"), ("docs/zh/src", "zh_CN.UTF-8")].map(|(it, lang)| (root.join(it), lang)),
    );
    while let Some((folder, locale)) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            // The pages of the rules are written by `tests/book.rs`.
            if path.is_dir() && !path.ends_with("rules") {
                folders.push((path, locale));
            } else if path.extension().is_some_and(|it| it == "md") {
                documents.push((path, locale));
            }
        }
    }
    documents.sort();
    documents
}

/// Runs `command` in `folder`: nestc, or a line for the shell, which finds nestc by its name.
fn run(folder: &Folder, command: &str, locale: &str) -> Outcome {
    let is_plain = !command.contains(['|', '>', '&', '\'', '"', '*']);
    let mut program = match command.strip_prefix("nestc ") {
        Some(arguments) if is_plain => {
            let mut program = nestc();
            program.args(arguments.split_whitespace());
            program
        }
        _ => {
            let mut program = Command::new("sh");
            program.args(["-c", command]);
            program
        }
    };
    let own = Path::new(env!("CARGO_BIN_EXE_nestc")).parent().unwrap().to_owned();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(own).chain(std::env::split_paths(&path))).unwrap();
    program.env("PATH", path).env("LC_ALL", locale).current_dir(folder.path());
    Outcome::of(program.output().unwrap())
}

/// What a `console` block should be.
fn played(folder: &Folder, block: &Block, locale: &str) -> String {
    let mut text = String::new();
    for command in block.text.lines().filter_map(|line| line.strip_prefix("$ ")) {
        text.push_str(&format!("$ {command}\n"));
        let outcome = run(folder, command, locale);
        for printed in [&outcome.out, &outcome.err] {
            text.push_str(printed);
            if !printed.is_empty() && !printed.ends_with('\n') {
                text.push('\n');
            }
        }
        if outcome.status != 0 {
            text.push_str(&format!("[status {}]\n", outcome.status));
        }
    }
    text
}

#[test]
fn every_walk_goes_as_it_is_written() {
    let mut differences = Vec::new();
    let mut walks = 0;
    for (path, locale) in documents() {
        let document = fs::read_to_string(&path).unwrap();
        let mut rewritten = document.clone();
        // From the end, so that places stay.
        let mut edits = Vec::new();
        for section in sections(&document) {
            if !section.blocks.iter().any(|it| it.language == "console") {
                continue;
            }
            walks += 1;
            let folder = Folder::new(&[]);
            let mut begun = false;
            for block in &section.blocks {
                let actual = match &block.title {
                    _ if block.language == "console" => {
                        begun = true;
                        played(&folder, block, locale)
                    }
                    Some(title) if !begun || block.flags.iter().any(|it| it == "new") => {
                        folder.write(title, block.text.as_bytes());
                        continue;
                    }
                    Some(title) if folder.exists(title) => folder.read(title),
                    Some(_) => "(no such file)\n".to_owned(),
                    None => continue,
                };
                if actual != block.text {
                    let name = path.file_name().unwrap().to_string_lossy();
                    differences.push(format!(
                        "{name}, {}\n--- expected\n{}\n--- actual\n{actual}",
                        section.heading, block.text
                    ));
                    edits.push((block.range.clone(), actual));
                }
            }
        }
        if common::updating() && !edits.is_empty() {
            edits.into_iter().rev().for_each(|(range, text)| rewritten.replace_range(range, &text));
            fs::write(&path, rewritten).unwrap();
        }
    }
    assert!(walks >= 40, "walks are missing");
    assert!(differences.is_empty() || common::updating(), "{}", differences.join("\n\n"));
}
