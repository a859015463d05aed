//! Independent parsers read every output of `golden/` as its source with just the image IDs replaced:
//! serde_yaml for ROS templates, hcl-rs for Terraform. What was replaced is taken from `nestc-build.json`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong itself"
)]

use std::fs;
use std::path::{Path, PathBuf};

use serde_yaml::Value;

/// The pairs of leaves in which two values differ.
fn differences(before: &Value, after: &Value, found: &mut Vec<(String, String)>) {
    match (before, after) {
        (Value::Mapping(old), Value::Mapping(new)) if old.len() == new.len() => {
            for ((old_key, old), (new_key, new)) in old.iter().zip(new) {
                assert_eq!(old_key, new_key);
                differences(old, new, found);
            }
        }
        (Value::Sequence(old), Value::Sequence(new)) if old.len() == new.len() => {
            old.iter().zip(new).for_each(|(old, new)| differences(old, new, found));
        }
        (Value::Tagged(old), Value::Tagged(new)) if old.tag == new.tag => {
            differences(&old.value, &new.value, found)
        }
        _ if before == after => {}
        _ => found.push((before.as_str().unwrap().to_owned(), after.as_str().unwrap().to_owned())),
    }
}

/// The values of a text, merge keys applied and keys in order. Terraform in a ROS template is text here.
fn read(path: &Path, text: &str) -> Value {
    let text = text.trim_start_matches('\u{feff}');
    let value: Value = if path.extension().is_some_and(|it| it == "tf") {
        hcl::from_str(text).unwrap()
    } else {
        let mut value: Value = serde_yaml::from_str(text).unwrap();
        value.apply_merge().unwrap();
        value
    };
    sorted(value)
}

/// The same value with all mappings in the order of their keys.
fn sorted(value: Value) -> Value {
    match value {
        Value::Mapping(entries) => {
            let mut entries: Vec<_> = entries.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            entries.sort_by_key(|(key, _)| serde_yaml::to_string(key).unwrap());
            Value::Mapping(entries.into_iter().collect())
        }
        Value::Sequence(items) => Value::Sequence(items.into_iter().map(sorted).collect()),
        value => value,
    }
}

fn records() -> Vec<PathBuf> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let cases = fs::read_dir(golden).unwrap().map(|case| case.unwrap().path().join("out/nestc-build.json"));
    cases.filter(|record| record.exists()).collect()
}

#[test]
fn outputs_read_as_their_sources_with_just_those_values_replaced() {
    let mut compared = 0;
    for record in records() {
        let out = record.parent().unwrap();
        let case = out.parent().unwrap();
        let record: serde_json::Value = serde_json::from_slice(&fs::read(&record).unwrap()).unwrap();
        for output in record["outputs"].as_array().unwrap() {
            let inputs = output["inputs"].as_array().unwrap();
            for (file, input) in output["files"].as_array().unwrap().iter().zip(inputs) {
                let input = input["path"].as_str().unwrap();
                let replaced: Vec<(&str, &str)> = output["replacements"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter(|it| it["file"] == input)
                    .map(|it| (it["from"].as_str().unwrap(), it["to"].as_str().unwrap()))
                    .collect();
                let source = fs::read_to_string(case.join(input)).unwrap();
                let rendered = fs::read_to_string(out.join(file["path"].as_str().unwrap())).unwrap();
                if replaced.is_empty() {
                    assert_eq!(source, rendered, "{input}: nothing is replaced, so nothing differs");
                    continue;
                }
                let mut found = Vec::new();
                let path = Path::new(input);
                differences(&read(path, &source), &read(path, &rendered), &mut found);
                assert!(
                    !found.is_empty() && found.len() <= replaced.len(),
                    "{input}: {found:?} for {replaced:?}"
                );
                for (old, new) in found {
                    // A literal is replaced by itself, placeholders wherever they stand in a text.
                    let one = replaced.iter().any(|(from, to)| old.replace(from, to) == new);
                    let all = replaced.iter().fold(old.clone(), |text, (from, to)| text.replace(from, to));
                    // Of an expression, each string is one of these or as it was.
                    let strings = || old.split('"').zip(new.split('"'));
                    let each = old.matches('"').count() == new.matches('"').count()
                        && strings().all(|(old, new)| old == new || replaced.contains(&(old, new)));
                    let explained = one || all == new || each;
                    assert!(explained, "{input}: `{old}` became `{new}`");
                }
                compared += 1;
            }
        }
    }
    assert!(compared > 30, "only {compared} outputs were compared");
}
