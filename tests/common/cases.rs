//! The cases of `tests/rules`: files, and what a lint run over them says.

use super::markdown::{Block, Section};
use super::project::{Files, files};

/// The files of each block `findings` of a section, with that block.
pub(crate) fn runs(section: &Section) -> Vec<(Files, &Block)> {
    let is_shared = |block: &&Block| block.flags.iter().any(|it| it == "shared");
    let shared = || section.blocks.iter().filter(is_shared);
    let mut runs = Vec::new();
    for blocks in section.blocks.split_inclusive(|block| block.language == "findings") {
        let (findings, own) = blocks.split_last().expect("a part of a split has an end");
        assert_eq!(findings.language, "findings", "`{}` ends without findings", section.heading);
        runs.push((files(own.iter().filter(|block| !is_shared(block)).chain(shared())), findings));
    }
    assert!(!runs.is_empty(), "`{}` has no block `findings`", section.heading);
    runs
}
