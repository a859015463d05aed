//! Trees of small texts, as data. `tests/syntax/LANGUAGE/ok` has a text for each production of a grammar,
//! `tests/syntax/LANGUAGE/err` one for each kind of damage; beside `NAME.yml` stands `NAME.tree`: the nodes, the
//! comments, the errors with their fixes. `NESTC_UPDATE=1 cargo test --test syntax` writes them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong itself"
)]

#[path = "support/invariants.rs"]
mod invariants;
#[path = "support/texts.rs"]
mod texts;
#[path = "support/tokens.rs"]
#[allow(dead_code, reason = "each driver uses a part")]
mod tokens;

use std::collections::BTreeSet;
use std::fmt::{Debug, Write};
use std::fs;
use std::path::{Path, PathBuf};

use nestc::diagnostic::Lang;
use nestc::source::TextRange;
use nestc::syntax::yaml::{Kind, Language, View};
use nestc::syntax::{NodeId, SyntaxError, Tree};

/// Shown of the text of a leaf.
const SHOWN: usize = 100;

/// A text with what is shown of its tree.
struct Snapshot<'t> {
    text: &'t str,
    shown: String,
}

impl Snapshot<'_> {
    /// `line:column`, both from 1, columns in characters.
    fn place(&self, at: u32) -> String {
        let before = &self.text[..at as usize];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        format!("{line}:{column}")
    }

    fn range(&self, range: TextRange) -> String {
        format!("{}-{}", self.place(range.start), self.place(range.end))
    }

    fn node<K: Copy + Debug>(
        &mut self,
        tree: &Tree<K>,
        id: NodeId,
        depth: usize,
        describe: &impl Fn(NodeId) -> (String, bool),
    ) {
        let node = *tree.node(id);
        let (description, is_leaf) = describe(id);
        let place = self.range(node.range());
        let _ =
            writeln!(self.shown, "{:indent$}{:?} {place}{description}", "", node.kind, indent = depth * 2);
        if !is_leaf {
            tree.children(id).for_each(|child| self.node(tree, child, depth + 1, describe));
        }
    }

    fn rest<K>(&mut self, tree: &Tree<K>) {
        for &comment in &tree.comments {
            let place = self.range(comment);
            let _ = writeln!(self.shown, "comment {place} {}", comment.of(self.text));
        }
        for error in &tree.errors {
            self.error(error);
        }
    }

    fn error(&mut self, error: &SyntaxError) {
        let place = self.range(error.primary.span);
        let _ = writeln!(self.shown, "{:?} {place} {}", error.rule, error.message.get(Lang::En));
        let _ = writeln!(self.shown, "  label: {}", error.primary.message.get(Lang::En));
        for label in &error.secondary {
            let _ =
                writeln!(self.shown, "  also: {} {}", self.range(label.span), label.message.get(Lang::En));
        }
        if let Some(help) = &error.help {
            let _ = writeln!(self.shown, "  help: {}", help.get(Lang::En));
        }
        for edit in error.edits() {
            let _ = writeln!(self.shown, "  fix: {} becomes {:?}", self.range(edit.span), edit.text);
        }
    }
}

fn short(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    format!("{shown:?}")
}

fn of_yaml(text: &str, tree: &Tree<Kind>, language: Language) -> String {
    let view = View { tree, text, language };
    let describe = |id: NodeId| {
        let mut line = String::new();
        if let Some((_, name)) = view.anchor(id).filter(|_| view.kind(id) != Kind::Alias) {
            let _ = write!(line, " &{name}");
        }
        if let Some(tag) = view.full_tag(id).filter(|_| view.kind(id) != Kind::Alias) {
            let _ = write!(line, " {tag}");
        }
        let leaf = match view.kind(id) {
            Kind::Stream | Kind::Document | Kind::Mapping | Kind::Sequence => false,
            Kind::Alias | Kind::Error => {
                let _ = write!(line, " {}", short(view.range(id).of(text)));
                true
            }
            Kind::Empty => true,
            _ => {
                let _ = write!(line, " {}", short(&view.text(id)));
                true
            }
        };
        (line, leaf)
    };
    let mut snapshot = Snapshot { text, shown: String::new() };
    snapshot.node(tree, NodeId::ROOT, 0, &describe);
    snapshot.rest(tree);
    snapshot.shown
}

fn yaml(text: &str) -> String {
    of_yaml(text, &texts::yaml(text), Language::Yaml)
}

fn json(text: &str) -> String {
    of_yaml(text, &texts::json(text), Language::Json)
}

fn hcl(text: &str) -> String {
    let tree = texts::hcl(text);
    let describe = |id: NodeId| {
        let leaf = tree.first_child(id).is_none();
        let text = if leaf { format!(" {}", short(tree.node(id).range().of(text))) } else { String::new() };
        (text, leaf)
    };
    let mut snapshot = Snapshot { text, shown: String::new() };
    snapshot.node(&tree, NodeId::ROOT, 0, &describe);
    snapshot.rest(&tree);
    snapshot.shown
}

/// The text with the fixes of all errors applied.
fn fixed(text: &str, errors: &[SyntaxError]) -> String {
    let mut edits: Vec<_> = errors.iter().flat_map(SyntaxError::edits).collect();
    edits.sort_by_key(|edit| std::cmp::Reverse((edit.span.start, edit.span.end)));
    let mut fixed = text.to_owned();
    for edit in edits {
        fixed.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    fixed
}

fn files(language: &str, group: &str, ending: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/syntax").join(language).join(group);
    let mut paths: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let with = |wanted: &str| -> BTreeSet<PathBuf> {
        let ends = |path: &&PathBuf| path.extension().is_some_and(|it| it == wanted);
        paths.iter().filter(ends).map(|path| path.with_extension("")).collect()
    };
    let (sources, trees) = (with(ending), with("tree"));
    let lone: Vec<_> = trees.difference(&sources).collect();
    assert!(lone.is_empty(), "trees without a text: {lone:?}");
    paths.retain(|path| path.extension().is_some_and(|it| it == ending));
    assert!(!paths.is_empty(), "{} holds no text", folder.display());
    paths
}

fn check(
    language: &str,
    ending: &str,
    show: impl Fn(&str) -> String,
    errors: impl Fn(&str) -> Vec<SyntaxError>,
) {
    let update = std::env::var_os("NESTC_UPDATE").is_some();
    let mut wrong = Vec::new();
    for group in ["ok", "err"] {
        for path in files(language, group, ending) {
            let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
            let found = errors(&text);
            assert_eq!(found.is_empty(), group == "ok", "{}: {found:#?}", path.display());
            // What fuzzing found is stranger than a fix can tell; in JSON one slip can be two errors.
            let made = language != "json"
                && !path.file_stem().is_some_and(|name| name.to_string_lossy().starts_with("found_"));
            if let [only] = found.as_slice()
                && only.fix.is_some()
                && made
            {
                let after = errors(&fixed(&text, &found));
                assert!(after.is_empty(), "{}: the fix leaves {after:#?}", path.display());
            }
            let shown = show(&text);
            let snapshot = path.with_extension("tree");
            if update {
                fs::write(&snapshot, &shown).unwrap();
            } else if fs::read_to_string(&snapshot).unwrap_or_default() != shown {
                wrong.push(format!("{}:\n{shown}", path.display()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} trees differ (NESTC_UPDATE=1 writes them):\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn yaml_trees() {
    check("yaml", "yml", yaml, |text| texts::yaml(text).errors);
}

#[test]
fn json_trees() {
    check("json", "json", json, |text| texts::json(text).errors);
}

#[test]
fn hcl_trees() {
    check("hcl", "tf", hcl, |text| texts::hcl(text).errors);
}
