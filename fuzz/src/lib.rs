//! What the targets check.

#[path = "../../tests/support/invariants.rs"]
mod invariants;
#[path = "../../tests/support/edited.rs"]
mod edited;
#[path = "../../tests/support/notation.rs"]
#[allow(dead_code, reason = "other programs use the rest")]
mod notation;
#[path = "../../tests/support/pyyaml.rs"]
mod pyyaml;
#[path = "../../tests/support/random.rs"]
mod random;
#[path = "../../tests/support/rendered.rs"]
mod rendered;
#[path = "../../tests/support/tokens.rs"]
#[allow(dead_code, reason = "each driver uses a part")]
mod tokens;
#[path = "../../tests/support/texts.rs"]
mod texts;

use std::cell::RefCell;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use pyyaml::{Judgement, Oracle, Reading};
use random::Random;

/// Reads `text` as YAML.
pub fn yaml(text: &str) {
    let _ = texts::yaml(text);
}

/// Reads `text` as JSON.
pub fn json(text: &str) {
    let _ = texts::json(text);
}

/// Reads `text` as HCL.
pub fn hcl(text: &str) {
    let _ = texts::hcl(text);
}

/// Reads `text` as a bare HCL template.
pub fn hcl_template(text: &str) {
    let _ = texts::hcl_template(text);
}

/// Edits the strings of `text`, YAML or JSON, as texts that it carries.
pub fn embedded(text: &str) {
    let _ = edited::edits(text, &mut numbers(text));
}

/// Renders `text` as a ROS template.
pub fn render(text: &str) {
    let _ = rendered::ros(text, &mut numbers(text));
}

/// Renders `text` as a Terraform file.
pub fn render_terraform(text: &str) {
    let _ = rendered::terraform(text, &mut numbers(text));
}

/// Compares what is read in `text`, JSON or YAML, with what PyYAML reads.
pub fn agreement(text: &str) {
    thread_local! {
        static ORACLE: RefCell<Oracle> = RefCell::new(start());
    }
    let ours = notation::read(text);
    let judgement = ORACLE.with_borrow_mut(|oracle| oracle.judge(text));
    let judgement = judgement.unwrap_or_else(|error| panic!("{error}"));
    let same = match (&ours, &judgement.pure) {
        (Ok(ours), Ok(pure)) => ours == pure,
        (ours, pure) => ours.is_err() == pure.is_err(),
    };
    assert!(
        same || is_listed(text, &ours, &judgement),
        "ours {ours:?}, PyYAML {:?}, libyaml {:?}",
        judgement.pure,
        judgement.libyaml
    );
}

/// Whether `tests/oracle/differences.md` has the reason why the readings differ: no-break spaces, values that
/// contain themselves, halves of surrogate pairs.
fn is_listed(text: &str, ours: &Reading, judgement: &Judgement) -> bool {
    let Ok(theirs) = &judgement.pure else { return false };
    let has_half = || {
        let text = text.to_ascii_lowercase();
        ["\\ud8", "\\ud9", "\\uda", "\\udb", "\\udc", "\\udd", "\\ude", "\\udf", "\\u0000d"]
            .iter()
            .any(|it| text.contains(it))
    };
    // A merge key inside its own anchor leaves nothing behind that could be seen in the value.
    let within_itself = |message: &str| {
        let name = message.strip_prefix("found the alias `*").and_then(|rest| rest.split('`').next());
        name.is_some_and(|name| text.contains(&format!("&{name}")))
    };
    let Err(message) = ours else { return false };
    text.contains('\u{a0}') || theirs.contains('^') || within_itself(message) || has_half()
}

fn start() -> Oracle {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    Oracle::start(&home).unwrap_or_else(|error| panic!("{error}"))
}

/// Numbers that are the same for the same text.
fn numbers(text: &str) -> Random {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    Random::new(hasher.finish())
}
