//! Tokens joined are the text: of every shipped case, of all that is left of it when it is cut, and of it with
//! a line missing. What else holds for every tree is checked on the way.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong itself"
)]

#[path = "support/corpus.rs"]
#[allow(dead_code, reason = "other programs use the rest")]
mod corpus;
#[path = "support/invariants.rs"]
mod invariants;
#[path = "support/texts.rs"]
mod texts;
#[path = "support/tokens.rs"]
#[allow(dead_code, reason = "each driver uses a part")]
mod tokens;

/// Cuts of one text that are tried; a larger one is cut at every so many bytes only.
const CUTS: usize = 400;

fn whole_cut_and_torn(endings: &[&str], read: impl Fn(&str)) {
    let found = corpus::texts(&corpus::shipped(), endings);
    assert!(!found.is_empty(), "nothing is shipped that ends with {endings:?}");
    for text in &found {
        let text = &text.text;
        read(text);
        let step = text.len().div_ceil(CUTS).max(1);
        for at in (0..text.len()).step_by(step).filter(|&at| text.is_char_boundary(at)) {
            read(&text[..at]);
            read(&text[at..]);
        }
        let lines: Vec<_> = text.split_inclusive('\n').collect();
        for missing in (0..lines.len()).step_by(lines.len().div_ceil(CUTS).max(1)) {
            read(&[&lines[..missing], &lines[missing + 1..]].concat().concat());
        }
    }
}

#[test]
fn yaml() {
    whole_cut_and_torn(&[".yml", ".yaml", ".json"], |text| drop(texts::yaml(text)));
}

#[test]
fn json() {
    whole_cut_and_torn(&[".json", ".yml"], |text| drop(texts::json(text)));
}

#[test]
fn hcl() {
    whole_cut_and_torn(&[".tf"], |text| drop(texts::hcl(text)));
}

#[test]
fn hcl_templates() {
    whole_cut_and_torn(&[".tf"], |text| drop(texts::hcl_template(text)));
}
