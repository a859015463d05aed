//! What is still read of a damaged text, by kind of damage.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong itself"
)]

#[path = "hcl/damage.rs"]
mod damage;

use damage::{INSERTED, RANDOM, Random, change, insert_line, kept, slots};
use nestc::syntax::hcl::parse;

const SERVICE: &str = include_str!("hcl/service.tf");

#[test]
fn a_damaged_line_costs_no_other_attribute() {
    let (before, errors) = slots(SERVICE);
    assert_eq!(errors, 0);
    assert!(before.len() > 70, "only {} slots", before.len());
    // The comment further down closes one that is opened, whatever stands between.
    for (kind, line) in INSERTED.iter().filter(|(kind, _)| *kind != "comment open") {
        let (mut found, mut all) = (0, 0);
        for slot in before.iter().filter(|slot| !slot.path.contains('.')) {
            let start = SERVICE[..slot.start].rfind('\n').map_or(0, |newline| newline + 1);
            if !SERVICE[start..slot.start].trim().is_empty() {
                continue;
            }
            let (text, damaged) = insert_line(SERVICE, start, line);
            let (after, errors) = slots(&text);
            let (still, of) = kept(&before, &after, damaged);
            found += still;
            all += of;
            let path = &slot.path;
            assert_eq!(errors, 1, "{kind} in front of {path}");
        }
        assert!(found * 1000 >= all * 995, "{kind}: {found} of {all} slots are kept");
    }
}

#[test]
fn random_damages_cost_little() {
    let (before, _) = slots(SERVICE);
    let mut random = Random(0x5eed);
    for (kind, name) in RANDOM.iter().enumerate() {
        let (mut found, mut all) = (0, 0);
        for _ in 0..400 {
            let Some((text, damaged)) = change(SERVICE, kind, &mut random) else { continue };
            let (after, errors) = slots(&text);
            if errors > 0 {
                let (still, of) = kept(&before, &after, damaged);
                found += still;
                all += of;
            }
        }
        assert!(found * 100 >= all * 98, "{name}: {found} of {all} slots are kept");
    }
}

#[test]
fn fixes_mend_what_they_are_told_for() {
    for text in [
        "a: 1\n",
        "a = 1 b = 2\n",
        "a = \"b\n",
        "a = b.0.1\n",
        "a\n{\n}\n",
        "a = “b”\n",
        "a = <<E\nb\nE",
        "a = << E\nb\nE\n",
        "a = 1\u{a0}\n",
        "a = 1,\nb = 2\n",
        "a = \"${b:c}\"\n",
    ] {
        let mut mended = text.to_owned();
        for _ in 0..4 {
            let errors = parse(&mended).errors;
            let Some(error) = errors.iter().find(|error| error.fix.is_some()) else { break };
            let mut edits = error.edits().to_vec();
            edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
            for edit in edits {
                mended.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
            }
        }
        let errors = parse(&mended).errors;
        assert!(errors.is_empty(), "{text:?} becomes {mended:?}: {errors:?}");
    }
}
