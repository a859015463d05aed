//! Names in all files of folders, for whoever asks for them: files are compiled, and no rule looks at them.

use super::whole::{Going, Whole};
use crate::ide::View;
use crate::ide::symbols::{Kind, Symbol, outline};
use crate::workspace::{Compiled, Discovery, FilePath, Input, Workspace};

/// Templates that are in memory at once.
const AT_ONCE: usize = 200;

/// Names that are returned at most.
const MOST: usize = 1_000;

/// Names of some files.
#[derive(Debug)]
pub(crate) struct Outlined {
    /// The texts.
    pub(crate) workspace: Workspace,
    /// Each name, without what is below it, and the name of what it is below.
    pub(crate) symbols: Vec<(Symbol, Option<String>)>,
}

impl Whole {
    /// The names below the folders `roots` that have the letters of `query` in their order.
    pub(crate) fn symbols(&self, roots: &[FilePath], query: &str, going: Going<'_>) -> Vec<Outlined> {
        let inputs = self.inputs_below(roots);
        let (mut found, mut count) = (Vec::new(), 0);
        for (number, some) in inputs.chunks(AT_ONCE).enumerate() {
            if !(going.is_wanted)() || count >= MOST {
                break;
            }
            (going.step)(number * AT_ONCE, inputs.len());
            let mut loaded = self.load(None);
            for input in some {
                loaded.workspace.look_into(&FilePath::new(&input.folder()));
            }
            loaded.compile(Discovery { inputs: some.to_vec(), ..Discovery::default() });
            let mut symbols = Vec::new();
            for compiled in &loaded.compiled {
                for view in views(&loaded.workspace, compiled) {
                    outline(&view).into_iter().for_each(|it| flatten(it, None, query, &mut symbols));
                }
            }
            symbols.truncate(MOST - count);
            count += symbols.len();
            if !symbols.is_empty() {
                found.push(Outlined { workspace: loaded.workspace, symbols });
            }
        }
        found
    }
}

/// The files of a unit, each once.
fn views<'s>(workspace: &'s Workspace, compiled: &'s Compiled) -> Vec<View<'s>> {
    let texts = compiled.unit.templates.iter().flat_map(|template| &template.files);
    let mut hosts: Vec<_> = texts.map(|&file| workspace.sources.host(file)).collect();
    hosts.sort_unstable();
    hosts.dedup();
    let view = |file| View {
        workspace,
        unit: Some(&compiled.unit),
        manifest: None,
        schema: crate::schema::Schema::built_in(),
        file,
        findings: &[],
        failures: &[],
        stamp: 0,
    };
    hosts.into_iter().map(view).collect()
}

fn flatten(
    mut symbol: Symbol,
    container: Option<String>,
    query: &str,
    found: &mut Vec<(Symbol, Option<String>)>,
) {
    let children = std::mem::take(&mut symbol.children);
    let name = symbol.name.clone();
    if matches!(symbol.kind, Kind::Named(_)) && fits(&name, query) {
        found.push((symbol, container));
    }
    children.into_iter().for_each(|child| flatten(child, Some(name.clone()), query, found));
}

/// Whether the letters of `query` are in `name` in their order.
fn fits(name: &str, query: &str) -> bool {
    let mut rest = name.chars().flat_map(char::to_lowercase);
    query
        .chars()
        .flat_map(char::to_lowercase)
        .filter(|it| !it.is_whitespace())
        .all(|it| rest.any(|own| own == it))
}

/// Each input once.
pub(super) fn once(inputs: Vec<Input>) -> Vec<Input> {
    crate::workspace::once_by_file(inputs.into_iter().map(|it| (false, it)).collect())
}
