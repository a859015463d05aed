//! Texts made to hurt: an answer within a second each, on the stack of a worker thread.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong itself"
)]

use nestc::diagnostic::RuleId;
use std::time::{Duration, Instant};

use nestc::syntax::json;
use nestc::syntax::yaml::{Language, View, parse};

fn texts() -> Vec<String> {
    let stairs = |columns: usize, line: &str| -> String {
        (0..50_000).map(|index| format!("{}{line}\n", " ".repeat(index * 7 % columns))).collect()
    };
    vec![
        "[".repeat(100_000),
        "{a: ".repeat(100_000),
        "- ".repeat(100_000),
        "? ".repeat(100_000),
        format!("a: {}", "x".repeat(10_000_000)),
        (0..1_000_000).map(|index| format!("k{index}: 1\n")).collect(),
        "a: \"x\n".repeat(100_000),
        "a: 'x\n".repeat(100_000),
        "a: [x\n".repeat(100_000),
        "k: [a,\n".repeat(100_000),
        format!("k: [a, {}\n", "b, ".repeat(1_000)).repeat(1_000),
        "- {a: b,\n".repeat(100_000),
        stairs(40, "a: 'b'"),
        stairs(40, "- 'b'"),
        stairs(40, "]"),
        "*a ".repeat(100_000),
        "!a ".repeat(100_000),
        "\u{a0}a: b\n".repeat(100_000),
        "\ta: b\n".repeat(100_000),
        "---\n".repeat(100_000),
        "\u{1}".repeat(100_000),
        "a: \"\n".to_owned() + &"b: c\n".repeat(200_000),
        (0..5_000).map(|index| format!("%TAG !a{index}! tag:x\n")).collect::<String>()
            + "---\n"
            + &"- !a4999!x y\n".repeat(5_000),
        "{\n  \"a\": [\n".repeat(50_000),
        "{\"k\" ".repeat(100_000),
        (0..500_000).map(|index| format!("k{index}: !Ref {index}\n")).collect(),
        (0..100_000).map(|index| format!("{index}: !!int {index}\n<<: {{a: =}}\n")).collect(),
        format!("a: &a {{b: c}}\n{}", "- *a\n<<: *a\n".repeat(100_000)),
    ]
}

fn in_time(text: &str, read: impl Fn(&str)) {
    let start = Instant::now();
    read(text);
    let limit = if cfg!(debug_assertions) { 30 } else { 1 };
    let shown: String = text.chars().take(20).collect();
    assert!(start.elapsed() < Duration::from_secs(limit), "{shown:?} took {:?}", start.elapsed());
}

#[test]
fn hostile_texts_are_read_in_time() {
    let worker = std::thread::Builder::new().stack_size(2 << 20);
    let read = worker.spawn(|| {
        for text in texts() {
            in_time(&text, |text| drop(parse(text)));
            in_time(&text, |text| drop(json::parse(text)));
        }
    });
    read.unwrap().join().unwrap();
}

#[test]
fn aliases_that_multiply_pass_a_budget() {
    let mut text = String::from("a0: &a0 [x, x]\n");
    for level in 1..10 {
        let items = vec![format!("*a{}", level - 1); 9].join(", ");
        text += &format!("a{level}: &a{level} [{items}]\n");
    }
    let tree = parse(&text);
    assert!(tree.errors.iter().any(|error| error.rule == RuleId::BudgetExceeded), "{:?}", tree.errors);
}

#[test]
fn a_value_cannot_hold_itself() {
    let text = "a: &a\n  b: *a\n";
    let tree = parse(text);
    assert_eq!(tree.errors.len(), 1);
    let view = View { tree: &tree, text, language: Language::Yaml };
    assert_eq!(view.merged_entries(view.root().unwrap()).len(), 1);
}
