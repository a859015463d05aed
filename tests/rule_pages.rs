//! The pages of the rules: found by any spelling of a rule, and the same in both languages.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may fail")]

mod common;

use std::collections::BTreeSet;
use std::process::Command;

use common::markdown::{self, Block, Section};
use nestc::diagnostic::Lang;
use nestc::lint;

/// The headings of a page, in English and in Chinese.
const HEADINGS: [(&str, &str); 6] = [
    ("What it does", "检查内容"),
    ("Why is this bad", "为什么有问题"),
    ("Example", "错误示例"),
    ("Use instead", "正确示例"),
    ("Fix", "自动修复"),
    ("Since", "引入版本"),
];

/// Documents that exist in Chinese; of every other one the Chinese pages name the English text.
const TRANSLATED: [(&str, &str); 2] = [
    (
        "https://help.aliyun.com/en/compute-nest/software-package-association",
        "https://help.aliyun.com/document_detail/454267.html",
    ),
    (
        "https://www.alibabacloud.com/help/en/ros/user-guide/template-structure",
        "https://www.alibabacloud.com/help/zh/doc-detail/28858.htm",
    ),
];

/// The addresses that a page names, in order.
fn links(page: &str) -> Vec<&str> {
    page.split("<https://").skip(1).map(|rest| rest.split_once('>').expect("an address ends").0).collect()
}

/// The code and the numbers in the text of a page, outside of its blocks and addresses.
fn facts(page: &str) -> BTreeSet<String> {
    let mut in_block = false;
    let lines = page.lines().skip(1).filter(|line| {
        let fence = line.starts_with("```");
        in_block ^= fence;
        !in_block && !fence
    });
    let mut text = lines.collect::<Vec<_>>().join(" ");
    for link in links(page) {
        text = text.replace(link, "");
    }
    let codes = text.split('`').skip(1).step_by(2).map(str::to_owned);
    let numbers = text.split(|it: char| !(it.is_ascii_digit() || ",.".contains(it)));
    let numbers = numbers.map(|it| it.trim_matches([',', '.']).to_owned()).filter(|it| !it.is_empty());
    codes.chain(numbers).collect()
}

#[test]
fn pages_say_the_same_in_chinese() {
    for rule in lint::rules() {
        let name = rule.id.name();
        let english = lint::explain(name, Lang::En).unwrap();
        let chinese = lint::explain(name, Lang::Zh).unwrap();
        let (ours, theirs) = (markdown::sections(&english), markdown::sections(&chinese));
        let headings: Vec<(&str, &str)> = ours
            .iter()
            .zip(&theirs)
            .map(|(our, their)| (our.heading.as_str(), their.heading.as_str()))
            .collect();
        assert_eq!(headings, HEADINGS, "`{name}`");
        assert_eq!(ours.len(), theirs.len(), "`{name}`");
        for (our, their) in ours.iter().zip(&theirs) {
            let blocks = |section: &Section| -> Vec<(String, Option<String>, Vec<String>, String)> {
                let parts =
                    |it: &Block| (it.language.clone(), it.title.clone(), it.flags.clone(), it.text.clone());
                section.blocks.iter().map(parts).collect()
            };
            assert_eq!(blocks(our), blocks(their), "`{name}`: {}", our.heading);
        }
        let mut english_links = english.clone();
        for (one, other) in TRANSLATED {
            english_links = english_links.replace(one, other);
        }
        assert_eq!(links(&english_links), links(&chinese), "`{name}`");
        assert_eq!(facts(&english), facts(&chinese), "`{name}`");
        assert!(chinese.chars().filter(|it| ('\u{4e00}'..='\u{9fff}').contains(it)).count() > 40, "`{name}`");
    }
}

#[test]
fn pages_are_printed_in_the_language_asked_for() {
    let printed = |arguments: &[&str], lang: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nestc"));
        let command = command.args(["explain", "nst101"]).args(arguments);
        let output =
            command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", lang).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let [english, chinese] = [Lang::En, Lang::Zh].map(|lang| lint::explain("NST101", lang).unwrap());
    assert_eq!(printed(&[], "C"), english);
    assert_eq!(printed(&["--lang", "zh"], "C"), chinese);
    assert_eq!(printed(&[], "zh_CN.UTF-8"), chinese);
    assert_eq!(printed(&["--lang", "en"], "zh_CN.UTF-8"), english);
}

#[test]
fn pages_are_found_by_name_and_code() {
    for rule in lint::rules() {
        assert_eq!(lint::explain(rule.id.name(), Lang::En), lint::explain(rule.id.code(), Lang::En));
        assert_eq!(
            lint::explain(&rule.id.name().to_uppercase(), Lang::En),
            lint::explain(&rule.id.code().to_lowercase(), Lang::En)
        );
        assert_eq!(lint::explain(rule.id.name(), Lang::Zh), lint::explain(rule.id.code(), Lang::Zh));
        assert!(lint::explain(rule.id.name(), Lang::En).is_some_and(|page| page.contains(rule.id.code())));
    }
    assert_eq!(lint::explain("NST999", Lang::En), None);
    assert!(lint::explain("Dynamic-Image-Id", Lang::En).is_some());
    assert_eq!(lint::nearest_rule("dynamic-imageid"), Some("dynamic-image-id"));
}
