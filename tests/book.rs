//! The book in `docs/`: the pages of the rules are what `nestc explain` prints, with the finding as people see it; both
//! languages have the same pages with the same code; no link leads nowhere.
//!
//! `NESTC_UPDATE=1 cargo test --test book` writes the pages of the rules and their list anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may fail")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use common::markdown::{self, Block};
use common::program::Folder;
use common::project::files;
use nestc::diagnostic::{Lang, RuleId};
use nestc::lint::{self, Rule};

const LANGS: [Lang; 2] = [Lang::En, Lang::Zh];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn code_of(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Zh => "zh",
    }
}

/// The folder of the book's pages, below the package.
fn pages(lang: Lang) -> PathBuf {
    Path::new("docs").join(code_of(lang)).join("src")
}

/// Every Markdown file below `folder`, as it is seen from there.
fn markdown_below(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == "md") {
                found.insert(path.strip_prefix(folder).unwrap().to_owned());
            }
        }
    }
    found
}

/// A step towards the finding of an example.
enum Step {
    /// A file is written, and shown.
    File(&'static str, &'static str),
    /// As the text of a file is changed by somebody.
    Change(&'static str, &'static str, &'static str),
    /// The command, whose output is not shown.
    Before(&'static str),
    /// The command that has the finding.
    Shown(&'static str),
}

/// What leads to the finding of the example; for most rules, to lint it.
fn steps(rule: RuleId) -> Vec<Step> {
    const MANIFEST: &str = "version: 1\ntemplates: [web.yaml]\nregions: [cn-hangzhou]\n";
    match rule {
        RuleId::UnrenderableSlot => vec![Step::Shown("nestc build")],
        RuleId::StaleOutput => vec![
            Step::File("nestc.yaml", MANIFEST),
            Step::Before("nestc build --quiet"),
            Step::Change("dist/cn-hangzhou/web.yaml", "MaxAmount: 2", "MaxAmount: 3"),
            Step::Shown("nestc build --check"),
        ],
        RuleId::StaleBaselineEntry => vec![
            Step::Before("nestc lint --select NST111 --baseline baseline.json --write-baseline"),
            Step::Change(
                "web.yaml",
                "centos_6_10_x64_20G_alibase_20201120",
                "aliyun_3_x64_20G_alibase_20240819",
            ),
            Step::Shown("nestc lint --select NST111,NST903 --baseline baseline.json"),
        ],
        RuleId::LeftOutFile => vec![
            Step::File(".gitignore", "app.sh\n"),
            Step::File("app.sh", "#!/bin/sh\n"),
            Step::File("nestc.yaml", "version: 1\ntemplates: [.]\nregions: [cn-hangzhou]\n"),
            Step::Shown("nestc lint --select left-out-file"),
        ],
        // A suppression is judged where its rule runs.
        RuleId::UnusedSuppression => vec![Step::Shown("nestc lint --select NST101,NST901")],
        _ => vec![],
    }
}

/// The finding of the example with these blocks, as a terminal shows it, and what is done for it.
fn shown(rule: &Rule, lang: Lang, blocks: &[Block]) -> String {
    let folder = Folder::new(&[]);
    for (name, text) in files(blocks) {
        folder.write(&name, text.as_bytes());
    }
    let mut page = String::new();
    let run = |command: &str| {
        let words: Vec<&str> = command.split(' ').skip(1).chain(["--lang", code_of(lang)]).collect();
        let outcome = folder.run(&words);
        assert!(outcome.status < 2, "{command}: {outcome:?}");
        outcome
    };
    let select = format!("nestc lint --select {}", rule.id.name());
    let mut steps = steps(rule.id);
    let usual = steps.is_empty();
    if usual {
        steps.push(Step::Shown(""));
    }
    let mut console = String::new();
    for step in steps {
        match step {
            Step::File(name, text) => {
                folder.write(name, text.as_bytes());
                page.push_str(&format!("`{name}`:\n\n```text\n{text}```\n\n"));
            }
            Step::Change(name, from, to) => {
                let text = folder.read(name);
                assert!(text.contains(from), "{name}");
                folder.write(name, text.replace(from, to).as_bytes());
                console.push_str(&format!("$ sed -i 's/{from}/{to}/' {name}\n"));
            }
            Step::Before(command) => {
                run(command);
                console.push_str(&format!("$ {command}\n"));
            }
            Step::Shown(command) => {
                let command = if usual { select.as_str() } else { command };
                let outcome = run(command);
                assert!(
                    outcome.out.contains(rule.id.code()),
                    "`{}` is not found: {outcome:?}",
                    rule.id.name()
                );
                console.push_str(&format!("$ {command}\n{}", outcome.out));
            }
        }
    }
    let intro = match lang {
        Lang::En => "nestc says:",
        Lang::Zh => "nestc 的输出：",
    };
    page + &format!("{intro}\n\n```console\n{}\n```\n", console.trim_end())
}

/// The page of `rule` in the book: what `nestc explain` prints, the names of files, and the finding.
fn page(rule: &Rule, lang: Lang) -> String {
    let text = lint::explain(rule.id.code(), lang).unwrap();
    let sections = markdown::sections(&text);
    let example = &sections[2];
    let last = example.blocks.last().unwrap();
    let mut page = String::new();
    let mut copied = 0;
    for block in sections.iter().flat_map(|it| &it.blocks) {
        let fence = text[..block.range.start].rfind("```").unwrap();
        page.push_str(text[copied..fence].trim_end());
        page.push_str("\n\n");
        if let Some(title) = &block.title {
            page.push_str(&format!("`{title}`:\n\n"));
        }
        page.push_str(&format!("```{}\n{}```\n", block.language, block.text));
        copied = block.range.end + "```\n".len();
        if block.range == last.range {
            page.push_str(&format!("\n{}", shown(rule, lang, &example.blocks)));
        }
    }
    page.push_str(&text[copied..]);
    // Whatever a page of the web cannot show is named.
    joined(&page.replace('\u{a0}', "\\u{a0}"))
}

/// `page` with the lines of a Chinese paragraph as one: a browser shows a line break as a space.
fn joined(page: &str) -> String {
    let is_mark =
        |it: char| matches!(it, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}' | '\u{201c}' | '\u{201d}');
    let is_han = |it: char| matches!(it, '\u{4e00}'..='\u{9fff}');
    let mut text = String::with_capacity(page.len());
    let mut in_block = false;
    let mut last = "";
    for line in page.lines() {
        let fence = line.starts_with("```");
        if let (false, false, Some(before), Some(after)) =
            (in_block, fence, text.trim_end_matches('\n').chars().next_back(), line.chars().next())
            && !text.ends_with("\n\n")
            && !last.starts_with(['#', '|'])
            && !line.starts_with(['#', '|', '-', '*'])
            && (is_mark(before) || is_mark(after) || is_han(before) && is_han(after))
        {
            text.pop();
        }
        in_block ^= fence;
        last = line;
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// Compares the file `path` of the package with what it should be.
fn same(path: &Path, expected: &str, differences: &mut Vec<String>) {
    let full = root().join(path);
    if common::updating() {
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(&full, expected).unwrap();
    } else if fs::read_to_string(&full).unwrap_or_default() != expected {
        differences.push(path.display().to_string());
    }
}

/// The hundreds of codes, and what their rules are about.
const GROUPS: [(&str, &str, &str); 6] = [
    ("NST0", "The text itself", "文本本身"),
    ("NST1", "Image IDs in templates", "模板中的镜像 ID"),
    ("NST2", "The manifest, packages and builds", "清单、部署物与构建"),
    ("NST3", "Names and functions", "名称与函数"),
    ("NST4", "Resource types", "资源类型"),
    ("NST5", "Parameters in the console", "控制台中的参数"),
];

/// The table of all rules.
fn index(lang: Lang) -> String {
    let say = |en: &'static str, zh: &'static str| match lang {
        Lang::En => en,
        Lang::Zh => zh,
    };
    let mut text = format!(
        "# {}\n\n{}\n",
        say("Rules", "规则"),
        say(
            "Each finding has the code of its rule. `nestc explain RULE` prints the same pages in a terminal, and \
             `lint:` in [the manifest](../reference/manifest.md) sets the level of a rule.",
            "每个检查结果都带有所属规则的代码。`nestc explain RULE` 可在终端中显示同样的说明；\
             [清单](../reference/manifest.md)的 `lint:` 可以设置规则的级别。",
        ),
    );
    let nine = [("NST9", "Comments to nestc and baselines", "nestc 注释与基线")];
    for (code, en, zh) in GROUPS.into_iter().chain(nine) {
        text.push_str(&format!("\n## {}\n\n", say(en, zh)));
        text.push_str(say("| code | rule | level | finds |\n", "| 代码 | 规则 | 级别 | 检查内容 |\n"));
        text.push_str("|---|---|---|---|\n");
        for rule in lint::rules().iter().filter(|rule| rule.id.code().starts_with(code)) {
            let (code, name) = (rule.id.code(), rule.id.name());
            let level = rule.id.level().text();
            let summary = lint::summary(rule, lang).replace('|', "\\|");
            text.push_str(&format!("| {code} | [{name}]({name}.md) | {} | {summary} |\n", level.get(lang)));
        }
    }
    text
}

/// The list of pages with the rules that there are.
fn summary(lang: Lang) -> String {
    let written = fs::read_to_string(root().join(pages(lang)).join("SUMMARY.md")).unwrap();
    let mut lines: Vec<String> = Vec::new();
    for line in written.lines().filter(|line| !line.starts_with("  - [NST")) {
        lines.push(line.to_owned());
        if line.ends_with("(rules/index.md)") {
            let rules = lint::rules().iter().map(|rule| (rule.id.code(), rule.id.name()));
            lines.extend(rules.map(|(code, name)| format!("  - [{code} {name}](rules/{name}.md)")));
        }
    }
    lines.join("\n") + "\n"
}

#[test]
fn every_rule_has_its_page() {
    let mut differences = Vec::new();
    for lang in LANGS {
        let folder = pages(lang).join("rules");
        let mut names = BTreeSet::from([PathBuf::from("index.md")]);
        for rule in lint::rules() {
            let name = format!("{}.md", rule.id.name());
            same(&folder.join(&name), &page(rule, lang), &mut differences);
            names.insert(name.into());
        }
        same(&folder.join("index.md"), &index(lang), &mut differences);
        same(&pages(lang).join("SUMMARY.md"), &summary(lang), &mut differences);
        assert_eq!(markdown_below(&root().join(folder)), names, "pages without a rule");
    }
    assert!(differences.is_empty(), "NESTC_UPDATE=1 cargo test --test book rewrites {differences:#?}");
}

#[test]
fn addresses_of_rules_lead_to_their_pages() {
    let base = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/");
    for lang in LANGS {
        for rule in lint::rules() {
            let url = lint::url(rule.id, lang);
            let path = url.strip_prefix(base).expect("an address in the repository");
            let page =
                fs::read_to_string(root().join(path)).unwrap_or_else(|_| panic!("{url} leads nowhere"));
            assert!(page.contains(rule.id.code()), "{url}");
        }
    }
}

/// The code of a block, without its comments, which are translated.
fn without_comments(block: &Block) -> String {
    let code = block.text.lines().map(|line| match line.trim_start().starts_with('#') {
        true => "",
        false => line.split(" # ").next().unwrap_or_default().trim_end(),
    });
    code.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// What a block must have in both languages: of a session, its commands.
fn essence(block: &Block) -> (String, Option<String>, Vec<String>, String) {
    let text = match block.language.as_str() {
        "console" => block.text.lines().filter(|line| line.starts_with("$ ")).collect::<Vec<_>>().join("\n"),
        "text" => String::new(),
        _ => without_comments(block),
    };
    (block.language.clone(), block.title.clone(), block.flags.clone(), text)
}

#[test]
fn both_languages_have_the_same_pages() {
    let [english, chinese] = LANGS.map(|lang| root().join(pages(lang)));
    let mut couples = vec![(root().join("README.md"), root().join("README.zh-CN.md"))];
    assert_eq!(markdown_below(&english), markdown_below(&chinese));
    couples.extend(markdown_below(&english).into_iter().map(|it| (english.join(&it), chinese.join(&it))));
    for (one, other) in couples {
        let [ours, theirs] =
            [&one, &other].map(|path| markdown::sections(&fs::read_to_string(path).unwrap()));
        let (our, their) = (ours.len(), theirs.len());
        assert_eq!(our, their, "{} and {} have other sections", one.display(), other.display());
        for (our, their) in ours.iter().zip(&theirs) {
            let [our_blocks, their_blocks] =
                [our, their].map(|section| section.blocks.iter().map(essence).collect::<Vec<_>>());
            assert_eq!(
                our_blocks,
                their_blocks,
                "{}: {} and {}",
                other.display(),
                our.heading,
                their.heading
            );
        }
    }
}

/// Every page with its blocks.
fn blocks() -> Vec<(PathBuf, Block)> {
    let mut found = Vec::new();
    for lang in LANGS {
        let folder = root().join(pages(lang));
        for path in markdown_below(&folder) {
            let document = fs::read_to_string(folder.join(&path)).unwrap();
            let blocks = markdown::sections(&document).into_iter().flat_map(|section| section.blocks);
            found.extend(blocks.map(|block| (folder.join(&path), block)));
        }
    }
    found
}

/// The examples of the library, which run as its own documentation.
#[test]
fn what_is_in_rust_runs_elsewhere() {
    let documented = fs::read_to_string(root().join("src/library/mod.rs")).unwrap();
    let plain: Vec<&str> = documented
        .lines()
        .map(|line| line.trim_start_matches("//!").trim_start_matches(' ').trim())
        .collect();
    let plain = plain.join("\n");
    let mut count = 0;
    for (path, block) in blocks().into_iter().filter(|(_, block)| block.language == "rust") {
        let text: Vec<&str> = block.text.lines().map(str::trim).collect();
        assert!(plain.contains(&text.join("\n")), "{}: {}", path.display(), block.text);
        count += 1;
    }
    assert_eq!(count, 2);
}

#[test]
fn what_is_yaml_or_json_can_be_read() {
    let mut count = 0;
    for (path, block) in blocks() {
        // Rules show what is wrong.
        if path.parent().is_some_and(|folder| folder.ends_with("rules")) {
            continue;
        }
        // Tags of ROS belong to templates, which nestc reads itself.
        let outcome = match block.language.as_str() {
            "yaml" if !block.text.contains(" !") => {
                serde_yaml::from_str::<serde_yaml::Value>(&block.text).err().map(|error| error.to_string())
            }
            "json" => {
                serde_json::from_str::<serde_json::Value>(&block.text).err().map(|error| error.to_string())
            }
            _ => continue,
        };
        assert_eq!(outcome, None, "{}: {}", path.display(), block.text);
        count += 1;
    }
    assert!(count > 30, "{count}");
}

/// `document` without what is between fences or backticks.
fn prose(document: &str) -> String {
    let mut in_block = false;
    let mut text = String::new();
    for line in document.lines() {
        let fence = line.trim_start().starts_with("```");
        in_block ^= fence;
        if !in_block && !fence {
            text.extend(line.split('`').step_by(2));
            text.push('\n');
        }
    }
    text
}

/// The targets of the links and pictures of `document`.
fn targets(document: &str) -> Vec<String> {
    let prose = prose(document);
    let after = prose.split("](").skip(1);
    after.filter_map(|rest| rest.split_once(')')).map(|(target, _)| target.to_owned()).collect()
}

/// The names under which the headings of a page are reached.
fn anchors(document: &str) -> BTreeSet<String> {
    let mut in_block = false;
    let mut found = BTreeSet::new();
    for line in document.lines() {
        in_block ^= line.starts_with("```");
        let heading = line.trim_start_matches('#');
        if in_block || heading.len() == line.len() || !heading.starts_with(' ') {
            continue;
        }
        let kept = heading.trim().chars().filter(|it| it.is_alphanumeric() || " -_".contains(*it));
        found.insert(kept.collect::<String>().to_lowercase().replace(' ', "-"));
    }
    found
}

#[test]
fn no_link_leads_nowhere() {
    let mut documents: Vec<PathBuf> = fs::read_dir(root()).unwrap().map(|it| it.unwrap().path()).collect();
    documents.retain(|it| it.extension().is_some_and(|it| it == "md"));
    for folder in ["docs", "editors", "bazel", "benches", "golden", "fuzz", "grammar", "packaging"] {
        let folder = root().join(folder);
        documents.extend(markdown_below(&folder).iter().map(|it| folder.join(it)));
    }
    documents.retain(|it| !it.components().any(|part| part.as_os_str() == "node_modules"));
    let texts: BTreeMap<PathBuf, String> =
        documents.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect();
    let mut dead = Vec::new();
    let mut count = 0;
    for (path, text) in &texts {
        let folder = path.parent().unwrap();
        for target in targets(text) {
            let own = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/");
            let (base, target) = match target.strip_prefix(own) {
                Some(rest) => (root(), rest.to_owned()),
                None if target.contains("://") => continue,
                None => (folder, target),
            };
            count += 1;
            let (file, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let file = if file.is_empty() { path.clone() } else { base.join(file) };
            let known = file.exists()
                && (anchor.is_empty() || {
                    let text = fs::read_to_string(&file).unwrap_or_default();
                    anchors(&text).contains(anchor)
                });
            if !known {
                dead.push(format!("{}: {target}", path.strip_prefix(root()).unwrap().display()));
            }
        }
    }
    assert!(count > 400, "links are not seen");
    assert!(dead.is_empty(), "these lead nowhere: {dead:#?}");
}

/// The names of all keys of the objects that `schema` describes; names of users' own are left out.
fn keys(schema: &serde_json::Value, found: &mut BTreeSet<String>) {
    match schema {
        serde_json::Value::Object(fields) => {
            if let Some(serde_json::Value::Object(properties)) = fields.get("properties") {
                found.extend(properties.keys().cloned());
            }
            fields.values().for_each(|value| keys(value, found));
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        _ => {}
    }
}

#[test]
fn every_key_of_the_manifest_and_every_format_and_command_is_explained() {
    let schema: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(root().join("grammar/nestc.schema.json")).unwrap()).unwrap();
    let mut found = BTreeSet::new();
    keys(&schema, &mut found);
    // Levels of rules are named by the rules.
    found.retain(|key| lint::find(key).is_none());
    assert!(found.len() > 25, "{found:?}");
    let help = |words: &[&str]| Folder::new(&[]).run(words).out;
    let listed = help(&["--help"]);
    let (_, commands) = listed.split_once("Commands:\n").unwrap();
    let commands: Vec<String> = commands
        .lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|it| *it != "help")
        .map(|it| format!("## `nestc {it}`"))
        .collect();
    let shell = help(&["completions", "bash"]);
    let (_, formats) = shell.split_once("--format)\n").unwrap();
    let (_, formats) = formats.split_once("compgen -W \"").unwrap();
    let formats: Vec<String> =
        formats.split_once('"').unwrap().0.split(' ').map(|it| format!("`{it}`")).collect();
    assert!(commands.len() > 14 && formats.len() > 9, "{commands:?} {formats:?}");
    for lang in LANGS {
        let page = |name: &str| fs::read_to_string(root().join(pages(lang)).join(name)).unwrap();
        for (name, wanted) in [
            ("reference/manifest.md", &found.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>()),
            ("reference/commands.md", &commands),
            ("reference/formats.md", &formats),
        ] {
            let text = page(name);
            let missing: Vec<&String> = wanted.iter().filter(|it| !text.contains(it.as_str())).collect();
            assert!(missing.is_empty(), "{name} ({lang:?}) says nothing of {missing:?}");
        }
    }
}

#[test]
fn every_page_is_in_the_list_of_pages() {
    for lang in LANGS {
        let folder = root().join(pages(lang));
        let list = fs::read_to_string(folder.join("SUMMARY.md")).unwrap();
        let listed: BTreeSet<PathBuf> = targets(&list).into_iter().map(PathBuf::from).collect();
        let mut there = markdown_below(&folder);
        there.remove(Path::new("SUMMARY.md"));
        assert_eq!(listed, there);
    }
}
