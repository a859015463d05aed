//! Renders a text with images for some of its literals, and checks that nothing but those changed.

use std::collections::{BTreeMap, BTreeSet};

use nestc::ir::{ImageSlot, Site, SlotId, Unit, ValueKind};
use nestc::lower::{ros, terraform};
use nestc::manifest::{self, Manifest};
use nestc::plan::{self, FileEdit, Plan, Replacement};
use nestc::source::FileId;
use nestc::splice;
use nestc::syntax::yaml::{Kind, View};
use nestc::syntax::{NodeId, write_string};
use nestc::syntax::{SourceMap, template};
use serde_json::json;

use super::random::Random;

/// The region that is rendered.
const REGION: &str = "cn-hangzhou";

/// Image IDs, and texts that a quoting may not carry as they are.
const IMAGES: [&str; 10] = [
    "m-bp1234567890abcdefgh",
    "m-bp1234567890abcdefgh",
    "centos_7_9_x64_20G_alibase_20240403.vhd",
    "a: b #c",
    "*x",
    "it's \"${q}\" %{z}\\",
    "null",
    "0x10",
    "- [中文",
    "two\nlines",
];

/// Leaves of a document that are compared; aliases can name more than any comparison needs.
const LEAVES: usize = 10_000;

/// Renders `text` as a ROS template; returns how many image IDs were replaced.
pub(crate) fn ros(text: &str, random: &mut Random) -> usize {
    checked(
        ("main.yaml", text),
        &|sources, file| ros::compile(sources, file).0,
        random,
        |sources, unit, plan, output| {
            let (Some(before), Some(after)) = (leaves(text), leaves(output)) else { return };
            same_leaves(&before, &after, plan, carried_texts(sources, unit, plan));
        },
    )
}

/// Renders `text` as the one file of a Terraform module; returns how many image IDs were replaced.
pub(crate) fn terraform(text: &str, random: &mut Random) -> usize {
    let compile = |sources: &_, file| terraform::compile(sources, &terraform::Texts::alone(sources, file));
    checked(("main.tf", text), &compile, random, |_, _, _, _| {})
}

fn checked(
    (name, text): (&str, &str),
    compile: &dyn Fn(&SourceMap, FileId) -> Unit,
    random: &mut Random,
    compare: impl FnOnce(&SourceMap, &Unit, &Plan, &str),
) -> usize {
    let sources = SourceMap::new();
    let unit = compile(&sources, sources.add(name, text));
    // A build refuses these before anything is planned.
    if unit.templates.iter().any(|template| !template.problems.is_empty()) {
        return 0;
    }
    let Some(manifest) = manifest(&sources, &unit, random) else { return 0 };
    let plan = plan::plan(&sources, &unit, &manifest, REGION);
    if !plan.unrenderable.is_empty() || plan.replacements.is_empty() {
        return 0;
    }
    assert!(
        plan.edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start),
        "edits overlap: {plan:?}"
    );
    let output = splice(text, &plan.edits).expect("the edits lie in the text");

    let again = SourceMap::new();
    let rendered = compile(&again, again.add(name, output.as_str()));
    for template in &rendered.templates {
        assert!(
            template.problems.is_empty(),
            "rendered to what cannot be read: {:?}\n{output}",
            template.problems
        );
    }
    let mut expected = slots(&unit);
    for replacement in &plan.replacements {
        let id = replacement.slot.expect("there are no placeholders");
        let key = (id.template.0, slot_of(&unit, id).logical_path.clone());
        expected.insert(key, Some(replacement.to.trim().to_owned()));
    }
    assert_eq!(slots(&rendered), expected, "{plan:?}\n{output}");
    compare(&sources, &unit, &plan, &output);
    plan.replacements.len()
}

/// A manifest that has an image for two of three literals.
fn manifest(sources: &SourceMap, unit: &Unit, random: &mut Random) -> Option<Manifest> {
    let literals: BTreeSet<&str> =
        unit.slots().filter_map(|(_, _, slot)| Some(slot.literal.as_ref()?.text.as_str())).collect();
    let mut packages = serde_json::Map::new();
    let mut associations = serde_json::Map::new();
    for (number, literal) in literals.into_iter().enumerate() {
        let image = *random.pick(&IMAGES);
        if random.below(3) > 0 {
            let version = json!({"status": "published", "images": {REGION: image}});
            packages.insert(format!("package_{number}"), json!({"versions": {"v_1": version}}));
            associations.insert(literal.to_owned(), json!(format!("package_{number}@v_1")));
        }
    }
    let text = json!({"version": 1, "packages": packages, "associations": associations}).to_string();
    manifest::read(sources, sources.add("nestc.json", text)).0
}

fn slot_of(unit: &Unit, id: SlotId) -> &ImageSlot {
    let template = unit.template(id.template).expect("the slot's template");
    &template.slots[id.slot]
}

/// What each slot holds: its literal, or nothing where it is something else.
fn slots(unit: &Unit) -> BTreeMap<(u32, String), Option<String>> {
    let slots = unit.slots().map(|(id, _, slot)| {
        let literal = match &slot.value.kind {
            ValueKind::Literal(_) => slot.literal.as_ref().map(|literal| literal.text.trim().to_owned()),
            _ => None,
        };
        ((id.0, slot.logical_path.clone()), literal)
    });
    slots.collect()
}

/// The scalars of a document by their paths, aliases followed and merge keys applied; `None` where they are too
/// many.
fn leaves(text: &str) -> Option<BTreeMap<String, String>> {
    let (tree, language) = template::read(text);
    let view = View { tree: &tree, text, language };
    let mut found = BTreeMap::new();
    let mut todo: Vec<(String, NodeId)> = view.root().map(|root| (String::new(), root)).into_iter().collect();
    while let Some((path, id)) = todo.pop() {
        if found.len() + todo.len() > LEAVES || path.len() > LEAVES {
            return None;
        }
        let id = view.deref(id);
        match view.kind(id) {
            Kind::Mapping => todo.extend(
                view.merged_entries(id)
                    .into_iter()
                    .map(|entry| (format!("{path}/{:?}", view.text(entry.key)), entry.value)),
            ),
            Kind::Sequence => {
                todo.extend(view.items(id).enumerate().map(|(at, item)| (format!("{path}/{at}"), item)));
            }
            // The value's type counts too: `null` is not "null".
            _ => drop(found.insert(path, format!("{:?}", view.scalar(id)))),
        }
    }
    Some(found)
}

/// Every leaf that differs held a literal that is replaced, or is one of the texts `carried`.
fn same_leaves(
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
    plan: &Plan,
    carried: Option<Vec<String>>,
) {
    assert_eq!(before.len(), after.len(), "entries came or went");
    for ((path, old), (new_path, new)) in before.iter().zip(after) {
        assert_eq!(path, new_path);
        // Blanks around the literal may stay; an alias at a slot is replaced without them.
        let planned = |it: &Replacement| {
            *new == old.replacen(&debug(&it.from), &debug(&it.to), 1) || *new == format!("Str({:?})", it.to)
        };
        let is_carried = |texts: &Vec<String>| texts.iter().any(|text| *new == format!("Str({text:?})"));
        let explained =
            old == new || plan.replacements.iter().any(planned) || carried.as_ref().is_none_or(is_carried);
        assert!(explained, "{path} was {old} and became {new}: {plan:?}");
    }
}

/// `text` as `Debug` writes it inside its quotes.
fn debug(text: &str) -> String {
    let quoted = format!("{text:?}");
    quoted[1..quoted.len() - 1].to_owned()
}

/// The texts that the document carries as they must be afterwards; `None` where that is not told by the literals
/// alone: one carries a text of its own in which something changes, or has aliases.
fn carried_texts(sources: &SourceMap, unit: &Unit, plan: &Plan) -> Option<Vec<String>> {
    let mut texts: BTreeMap<FileId, Vec<FileEdit>> = BTreeMap::new();
    for replacement in &plan.replacements {
        let slot = slot_of(unit, replacement.slot.expect("there are no placeholders"));
        let literal = slot.literal.as_ref()?;
        let Some(origin) = &sources.get(literal.span.file)?.origin else { continue };
        if sources.get(origin.host)?.origin.is_some()
            || slot.site != Site::Direct
            || !literal.readers.is_empty()
        {
            return None;
        }
        let text = write_string(literal.quoting, &replacement.to)?;
        texts.entry(literal.span.file).or_default().push(FileEdit { span: literal.span, text });
    }
    let spliced = texts.into_iter().map(|(file, mut edits)| {
        edits.sort();
        splice(sources.text(file), &edits)
    });
    spliced.collect()
}
