//! Reads a text and checks everything that holds for all of them.

use nestc::syntax::yaml::{Kind, Language, View};
use nestc::syntax::{Tree, hcl as hcl_syntax, json as json_syntax, yaml as yaml_syntax};

use super::{invariants, tokens};

/// Reads `text` as YAML.
pub(crate) fn yaml(text: &str) -> Tree<Kind> {
    let tree = yaml_syntax::parse(text);
    checked_yaml(text, &tree, Language::Yaml);
    tree
}

/// Reads `text` as JSON.
pub(crate) fn json(text: &str) -> Tree<Kind> {
    let tree = json_syntax::parse(text);
    checked_yaml(text, &tree, Language::Json);
    tree
}

/// Reads `text` as HCL.
pub(crate) fn hcl(text: &str) -> Tree<hcl_syntax::Kind> {
    let tree = hcl_syntax::parse(text);
    checked_hcl(text, &tree);
    tree
}

/// Reads `text` as a bare HCL template.
#[allow(dead_code, reason = "other programs use it")]
pub(crate) fn hcl_template(text: &str) -> Tree<hcl_syntax::Kind> {
    let tree = hcl_syntax::parse_template(text);
    checked_hcl(text, &tree);
    tree
}

fn checked_yaml(text: &str, tree: &Tree<Kind>, language: Language) {
    invariants::tree(text, tree, |kind| kind == Kind::Alias);
    let view = View { tree, text, language };
    invariants::tokens(text, tokens::tokens(view).map(|(_, range)| range));
    for id in tree.ids() {
        // An alias decodes to what is at its anchor.
        if view.is_scalar(id) && view.kind(id) != Kind::Alias {
            let (value, pieces) = view.embedded(id);
            assert_eq!(value, view.text(id), "two ways to decode a scalar");
            invariants::pieces(text, &value, &pieces);
            let _ = view.scalar(id);
        }
        let _ = view.full_tag(id);
    }
}

fn checked_hcl(text: &str, tree: &Tree<hcl_syntax::Kind>) {
    invariants::tree(text, tree, |_| false);
    let view = hcl_syntax::View::new(tree, text);
    invariants::tokens(text, view.tokens().into_iter().map(|token| token.range));
    for id in tree.ids() {
        if let Some(decoded) = view.decode(id) {
            invariants::pieces(text, &decoded.value, &decoded.pieces);
        }
        let _ = view.template_parts(id);
        let _ = view.string_value(id);
    }
}
