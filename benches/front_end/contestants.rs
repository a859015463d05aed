//! Who reads: this project's parsers and the libraries that they are measured against.

use std::hint::black_box;

use nestc::syntax::{hcl, json, yaml};

use crate::inputs::Language;

/// Reads a text and tells whether it was accepted.
#[derive(Clone, Copy)]
pub(crate) struct Read(pub(crate) fn(&str) -> bool);

/// A reader that is linked into this program.
pub(crate) struct Contestant {
    /// What the table calls it.
    pub(crate) name: &'static str,
    /// What it reads.
    pub(crate) language: Language,
    /// How it reads.
    pub(crate) read: Read,
}

/// All of them; the first of each language is ours.
pub(crate) const RUST: &[Contestant] = &[
    Contestant { name: "nestc yaml", language: Language::Yaml, read: Read(|text| ours(&yaml::parse(text))) },
    Contestant { name: "granit-parser events", language: Language::Yaml, read: Read(granit) },
    Contestant { name: "serde_yaml Value", language: Language::Yaml, read: Read(serde_yaml) },
    Contestant { name: "nestc json", language: Language::Json, read: Read(|text| ours(&json::parse(text))) },
    Contestant { name: "serde_json Value", language: Language::Json, read: Read(serde_json) },
    Contestant { name: "jsonc-parser tree", language: Language::Json, read: Read(jsonc) },
    Contestant { name: "nestc hcl", language: Language::Hcl, read: Read(|text| ours(&hcl::parse(text))) },
    Contestant { name: "hcl-edit body", language: Language::Hcl, read: Read(hcl_edit) },
    Contestant { name: "hcl-rs body", language: Language::Hcl, read: Read(hcl_rs) },
];

fn ours<K: Copy>(tree: &nestc::syntax::Tree<K>) -> bool {
    black_box(tree.node_count());
    tree.errors.is_empty()
}

fn granit(text: &str) -> bool {
    granit_parser::Parser::new_from_str(text).all(|event| black_box(event).is_ok())
}

fn serde_yaml(text: &str) -> bool {
    black_box(serde_yaml::from_str::<serde_yaml::Value>(text)).is_ok()
}

fn serde_json(text: &str) -> bool {
    black_box(serde_json::from_str::<serde_json::Value>(text)).is_ok()
}

fn jsonc(text: &str) -> bool {
    let collect = jsonc_parser::CollectOptions::default();
    let options = jsonc_parser::ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_extended_string_escapes: false,
        allow_non_finite_numbers: false,
    };
    black_box(jsonc_parser::parse_to_ast(text, &collect, &options)).is_ok()
}

fn hcl_edit(text: &str) -> bool {
    black_box(hcl_edit::parser::parse_body(text)).is_ok()
}

fn hcl_rs(text: &str) -> bool {
    black_box(::hcl::parse(text)).is_ok()
}
