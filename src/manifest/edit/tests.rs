//! Random manifests with random edits: every comment and every other byte stays.

use super::*;
use crate::syntax::Item;

/// Numbers that look random, the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

const REGIONS: [&str; 5] = ["cn-hangzhou", "cn-beijing", "ap-southeast-1", "us-east-1", "cn-shanghai"];

/// A manifest in YAML, with comments, empty lines, brackets and quotes here and there.
fn manifest(random: &mut Random) -> String {
    let line = random.one(&["\n", "\n", "\n", "\r\n"]);
    let step = " ".repeat(random.one(&["2", "2", "4", "3"]).parse().unwrap());
    let mut text =
        random.one(&["", "# What is built.\n", "---\n", "\u{feff}", "%YAML 1.1\n---\n"]).replace('\n', line);
    let comment = |random: &mut Random| random.one(&["", "", "", "   # note", " # 镜像: \"x\""]).to_owned();
    let gap = |random: &mut Random, indent: &str| match random.below(5) {
        0 => line.to_owned(),
        1 => format!("{indent}# about this{line}"),
        2 => format!("{line}{indent}# - commented: out{line}"),
        _ => String::new(),
    };
    text.push_str(&format!("version: 1{}{line}", comment(random)));
    let packages = random.below(4);
    match (packages, random.below(4)) {
        (0, 0) => {}
        (0, 1) => text.push_str(&format!("packages: {{}}{}{line}", comment(random))),
        (0, 2) => text.push_str(&format!("packages: ~{}{line}", comment(random))),
        (0, _) => text.push_str(&format!("packages:{}{line}{step}# none{line}", comment(random))),
        _ => text.push_str(&format!("packages:{}{line}", comment(random))),
    }
    for package in 0..packages {
        text.push_str(&gap(random, &step));
        let name =
            random.one(&["web", "'web'", "\"web\"", "'we''b'"]).replace("web", &format!("web{package}"));
        if random.below(5) == 0 {
            let body = random.one(&[
                "{}",
                "{versions: {}}",
                "{ versions: { v1_0: { images: {cn-hangzhou: m-a} } } }",
                "{versions: {v1_0: {status: draft, images: {cn-hangzhou: 'm-a', }}}}",
            ]);
            text.push_str(&format!("{step}{name}: {body}{}{line}", comment(random)));
            continue;
        }
        text.push_str(&format!("{step}{name}:{}{line}", comment(random)));
        if random.below(3) == 0 {
            let description = random.one(&[
                "A web server",
                "|\n$$# no comment\n\n$$text",
                ">-\n$$folded\n$$text",
                "'it''s'",
                "\"a # b\"",
            ]);
            let inner = step.repeat(3);
            let description = description.replace("$$", &inner).replace('\n', line);
            text.push_str(&format!("{}description: {description}{line}", step.repeat(2)));
        }
        text.push_str(&format!("{}versions:{}{line}", step.repeat(2), comment(random)));
        for version in 0..1 + random.below(2) {
            text.push_str(&gap(random, &step.repeat(3)));
            text.push_str(&format!("{}v{version}_0:{}{line}", step.repeat(3), comment(random)));
            let body = step.repeat(4);
            text.push_str(&format!("{body}status: draft{}{line}", comment(random)));
            match random.below(4) {
                0 => text.push_str(&format!("{body}images:{}{line}", comment(random))),
                1 => text.push_str(&format!("{body}images: {{cn-hangzhou: m-a, \"cn-beijing\": 'm-b'}}{}{line}", comment(random))),
                2 => text.push_str(&format!("{body}images: {{{line}{body}{step}cn-hangzhou: m-a, # one{line}{body}{step}cn-beijing: m-b{}{line}{body}}}{line}", comment(random))),
                _ => {
                    text.push_str(&format!("{body}images:{}{line}", comment(random)));
                    for region in REGIONS.iter().take(1 + random.below(3)) {
                        text.push_str(&gap(random, &step.repeat(5)));
                        text.push_str(&format!("{}{region}: m-{region}{}{line}", step.repeat(5), comment(random)));
                    }
                }
            }
        }
    }
    text.push_str(&gap(random, ""));
    text.push_str(
        &random
            .one(&[
                "",
                "associations: {}\n",
                "associations:\n  a: web0@v0_0   # it\n",
                "associations: # none\n",
                "lint: {end-of-life-image: off}\n",
            ])
            .replace('\n', line),
    );
    text.push_str(&random.one(&["", "", "# The end.\n", "\n\n", "...\n"]).replace('\n', line));
    if random.below(6) == 0 {
        text = text.trim_end().to_owned();
    }
    text
}

/// The same manifest as JSON, compact or in lines.
fn as_json(random: &mut Random, text: &str) -> Option<String> {
    fn json(item: &Item) -> serde_json::Value {
        match &item.value {
            Plain::Null => serde_json::Value::Null,
            Plain::Bool(flag) => (*flag).into(),
            Plain::Text(text) => text.as_str().into(),
            Plain::Other(text) => text.parse::<i64>().unwrap_or_default().into(),
            Plain::List(items) => items.iter().map(json).collect(),
            Plain::Map(entries) => serde_json::Value::Object(
                entries.iter().map(|(key, _, item)| (key.clone(), json(item))).collect(),
            ),
        }
    }
    let value = json(&Editor::new(text)?.meant);
    let pretty = random.below(2) == 0;
    if pretty { serde_json::to_string_pretty(&value).ok() } else { serde_json::to_string(&value).ok() }
}

/// Whether `whole` is `part` with characters put in, or with a value replaced; as many of its lines as can be are there.
fn keeps_lines(before: &str, after: &str) -> bool {
    let changed = similar::TextDiff::from_lines(before, after)
        .iter_all_changes()
        .filter(|it| it.tag() == similar::ChangeTag::Delete)
        .count();
    // A value that is replaced, a comma or a pair of braces that goes.
    changed <= 2
}

#[test]
fn a_thousand_random_manifests_keep_all_else() {
    let mut random = Random(15);
    let (mut edited, mut refused) = (0, 0);
    for case in 0..1_000 {
        let mut text = manifest(&mut random);
        if case % 5 == 0 {
            let Some(json) = as_json(&mut random, &text) else { panic!("{text}") };
            text = json;
        }
        let Some(mut editor) = Editor::new(&text) else { panic!("is no manifest:\n{text}") };
        for _ in 0..1 + random.below(5) {
            let package = random.one(&["web0", "web1", "we'b2", "new", "on", "1.5"]);
            let version = random.one(&["v0_0", "v1_0", "v2_0", "2"]);
            let region = random.one(&REGIONS);
            let id = format!("m-{}", random.below(1_000_000));
            let (path, value): (Vec<&str>, Item) = match random.below(5) {
                0 => (vec!["associations", package], Item::string(format!("{package}@{version}"))),
                1 => (
                    vec!["packages", package, "versions", version, "encrypted"],
                    Item::bool(random.below(2) == 0),
                ),
                2 => {
                    let images =
                        Item::map([(region, Item::string(&id)), ("cn-qingdao", Item::string("m-q"))]);
                    let source = Item::map([("region", Item::string(region))]);
                    let whole = Item::map([
                        ("status", Item::string("published")),
                        ("source", source),
                        ("images", images),
                    ]);
                    if editor.get(&["packages", package, "versions", version]).is_some() {
                        continue;
                    }
                    (vec!["packages", package, "versions", version], whole)
                }
                _ => (vec!["packages", package, "versions", version, "images", region], Item::string(&id)),
            };
            let before = editor.clone();
            match editor.set(&path, value.clone()) {
                Ok(()) => {
                    edited += 1;
                    assert_eq!(editor.get(&path), Some(&value), "{}", editor.text());
                    assert!(
                        keeps_lines(before.text(), editor.text()),
                        "{}\n---\n{}",
                        before.text(),
                        editor.text()
                    );
                    let again = Editor::new(editor.text()).expect("it is still a manifest");
                    assert_eq!(again.comments, before.comments);
                    assert_eq!(again.meant, editor.meant);
                }
                Err(_) => {
                    refused += 1;
                    assert_eq!(editor.text(), before.text());
                }
            }
            let settled = editor.text().to_owned();
            if editor.get(&path) == Some(&value) {
                editor.set(&path, value).expect("it is there already");
                assert_eq!(editor.text(), settled, "twice changes nothing");
            }
        }
    }
    assert!(edited > 2_000, "{edited} edits");
    assert_eq!(refused, 0, "of {edited}");
}

#[test]
fn what_is_shared_is_not_edited() {
    for text in [
        "version: 1\npackages:\n  a: &a\n    versions: {v1_0: {images: {cn-hangzhou: m-a}}}\n  b: *a\n",
        "version: 1\npackages:\n  a: &a {versions: {v1_0: {images: {cn-hangzhou: m-a}}}}\n  b:\n    <<: *a\n",
    ] {
        let mut editor = Editor::new(text).unwrap();
        let path = ["packages", "a", "versions", "v1_0", "images", "cn-beijing"];
        assert_eq!(editor.set(&path, Item::string("m-b")), Err(Unfit { path: path.join(".") }));
        assert_eq!(editor.text(), text);
    }
}

#[test]
fn lists_grow_as_they_are_written() {
    for (text, expected) in [
        (
            "templates:\n- a.yaml # first\nversion: 1\n",
            "templates:\n- a.yaml # first\n- b.yaml\nversion: 1\n",
        ),
        ("templates: [a.yaml]\n", "templates: [a.yaml, b.yaml]\n"),
        ("templates: []   # none\n", "templates: [b.yaml]   # none\n"),
        ("version: 1\n", "version: 1\ntemplates: [b.yaml]\n"),
        ("{\"templates\": [\n  \"a.yaml\"\n]}", "{\"templates\": [\n  \"a.yaml\",\n  \"b.yaml\"\n]}"),
    ] {
        let mut editor = Editor::new(text).unwrap();
        editor.push(&["templates"], Item::string("b.yaml")).unwrap();
        assert_eq!(editor.text(), expected);
    }
}
