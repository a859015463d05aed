//! Walks through commands, as users take them: the documents of `tests/walks/` and the walks of the README.
//!
//! Each `##` section is a folder. A block with a title is a file of it: written before the first `console` block,
//! compared after it (with the word `new`, written all the same). A `console` block has commands after `$`, and what
//! each prints: the standard output, then the standard error, then the status unless it is 0. `NESTC_UPDATE=1 cargo
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

use common::markdown::{Block, sections};
use common::program::Folder;

/// The documents with walks.
fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut documents: Vec<PathBuf> =
        fs::read_dir(root.join("tests/walks")).unwrap().map(|entry| entry.unwrap().path()).collect();
    documents.push(root.join("README.md"));
    documents.sort();
    documents
}

/// What a `console` block should be.
fn played(folder: &Folder, block: &Block) -> String {
    let mut text = String::new();
    for command in block.text.lines().filter_map(|line| line.strip_prefix("$ ")) {
        text.push_str(&format!("$ {command}\n"));
        let words: Vec<&str> = command.split_whitespace().collect();
        let (program, arguments) = words.split_first().expect("a command");
        assert_eq!(*program, "nestc", "`{command}` is no command of nestc");
        let outcome = folder.run(arguments);
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
    for path in documents() {
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
                        played(&folder, block)
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
    assert!(walks >= 10, "walks are missing");
    assert!(differences.is_empty() || common::updating(), "{}", differences.join("\n\n"));
}
