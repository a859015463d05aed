//! HCL native syntax as Terraform reads it: hashicorp/hcl's specification, and the verdicts of its parser.
//!
//! Parsing never fails. A tree and all errors come back, and an error costs the smallest construct around
//! it: an argument of a call, an attribute, the header of a block.
//!
//! ```
//! use nestc::syntax::hcl::{View, parse};
//!
//! let text = "image_id = var.image";
//! let tree = parse(text);
//! let view = View::new(&tree, text);
//! let attribute = view.items(view.root()).next().unwrap();
//! assert_eq!(view.name(attribute), "image_id");
//! assert!(tree.errors.is_empty());
//! ```

mod body;
mod decode;
mod directive;
mod element;
mod expression;
mod faults;
mod heredoc;
mod identifier;
#[rustfmt::skip]
mod identifier_table;
mod ast;
mod kind;
mod lines;
mod markers;
mod operand;
mod parser;
mod passing;
mod recovery;
mod resync;
mod scanner;
mod search;
mod template;
mod tokens;

pub use ast::View;
pub(crate) use ast::{Root, Step};
pub(crate) use decode::Part;
pub use kind::Kind;
pub use tokens::TokenKind;

use self::expression::Next;
use self::parser::{Mode, Parsed, Parser, Role};
use super::messages::{hcl as messages, hcl_template as template_messages};
use super::{NodeId, Tree, budget};

/// Reads a configuration file, or such a file carried in another text (`ConfigFile`).
#[must_use]
pub fn parse(text: &str) -> Tree<Kind> {
    read(text, Kind::Body, |parser| parser.file())
}

/// Reads a bare template, such as a string of a `.tf.json` file; the root is a [`Kind::BareTemplate`].
#[must_use]
pub fn parse_template(text: &str) -> Tree<Kind> {
    read(text, Kind::BareTemplate, |parser| {
        let start = parser.scanner.at;
        parser.open(Role::Bare, NodeId::ROOT, start, false)?;
        parser.drive(0, Next::Text).map(|_root| ())
    })
}

/// Reads one expression; line breaks do not matter in it. The root is a [`Kind::Parens`] over the whole
/// text, whose child is the expression.
#[must_use]
pub fn parse_expression(text: &str) -> Tree<Kind> {
    read(text, Kind::Parens, |parser| parser.lone_expression())
}

/// Reads `text` strictly and, where that ends with a fault, again with recovery.
fn read(text: &str, root: Kind, production: fn(&mut Parser<'_>) -> Parsed<()>) -> Tree<Kind> {
    if text.len() > budget::TEXT_BYTES {
        let mut tree = Tree::new(root, 0, 1);
        tree.errors.push(messages::too_long());
        return tree;
    }
    let read_in = |mode| {
        let mut parser = Parser::new(text, root, mode);
        let faulty = production(&mut parser).is_err();
        (parser, faulty)
    };
    let (strict, faulty) = read_in(Mode::Strict);
    if !faulty {
        return strict.finish();
    }
    drop(strict);
    let (bracketed, _) = read_in(Mode::Brackets);
    if !bracketed.uneven {
        return bracketed.finish();
    }
    let errors = bracketed.tree.errors.len();
    let (indented, _) = read_in(Mode::Indentation);
    if indented.tree.errors.len() <= errors + 1 { indented.finish() } else { bracketed.finish() }
}
