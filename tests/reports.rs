//! Every report format over texts that are hard to draw: wide characters, tabs, CRLF, a byte order mark, very
//! long lines, control characters, and Terraform carried inside a ROS template.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may fail")]

mod common;

use std::path::Path;

use nestc::diagnostic::{Applicability, Diagnostic, Edit, Lang, RuleId, Severity, Text};
use nestc::lint::{self, Input, Report};
use nestc::report::human::Style;
use nestc::report::{self, Shown};
use nestc::source::{FileId, Origin, Piece, Pieces, Quoting, Span, TextRange};
use nestc::syntax::SourceMap;

/// A text with findings made by hand.
#[derive(Default)]
struct Case {
    sources: SourceMap,
    findings: Vec<Diagnostic>,
}

/// The same in both languages.
fn said(text: &str) -> Text {
    Text::new(text.to_owned(), text.to_owned())
}

impl Case {
    fn new() -> Self {
        Case::default()
    }

    fn span(&self, file: FileId, needle: &str) -> Span {
        let start = self.sources.text(file).find(needle).expect("the text has the needle") as u32;
        TextRange::new(start, start + needle.len() as u32).in_file(file)
    }

    fn finding(&self, span: Span, message: &str) -> Diagnostic {
        RuleId::DynamicImageId
            .finding(span, said(message))
            .label(said("expected a string"))
            .at("Resources.Web.Properties.ImageId")
    }

    fn report(&self) -> Report {
        let input = Input {
            sources: &self.sources,
            units: &[],
            manifest: None,
            schema: nestc::schema::Schema::built_in(),
            complete: false,
            building: false,
            selection: nestc::lint::Selection::default(),
            before: self.findings.clone(),
        };
        lint::run(&input)
    }

    fn human(&self) -> String {
        let mut out = Vec::new();
        report::human::write(
            &mut out,
            &Shown::new(&self.sources, Lang::En),
            &self.report(),
            Style::default(),
        )
        .unwrap();
        report::human::write_summary(&mut out, &self.report(), Lang::En).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn json(&self) -> String {
        let mut out = Vec::new();
        report::json::write(&mut out, &Shown::new(&self.sources, Lang::En), &self.report()).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn short(&self) -> String {
        let mut out = Vec::new();
        report::short::write(&mut out, &Shown::new(&self.sources, Lang::En), &self.report()).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn check(&self, name: &str) {
        let whole = format!("{}\n==== short\n{}\n==== json\n{}", self.human(), self.short(), self.json());
        common::check_snapshot(&Path::new("tests/reports").join(format!("{name}.txt")), &whole);
    }
}

#[test]
fn wide_characters_and_tabs() {
    let mut case = Case::new();
    let text = "说明: 部署 😀 镜像\nA:\t\"中文\"\t# 😀\nImageId: !Ref 镜像参数 # 😀\n";
    let file = case.sources.add("模板/网站.yaml", text);
    let value = case.span(file, "!Ref 镜像参数");
    let other = case.span(file, "\"中文\"");
    let finding = case.finding(value, "`ImageId` 不是字符串").also(other, said("参数 `镜像参数` 😀"));
    case.findings.push(finding.help(said("write `镜像`")).note(said("a fact")));
    case.check("wide");
}

#[test]
fn carriage_returns_and_a_byte_order_mark() {
    let mut case = Case::new();
    let file = case.sources.add("dos.yaml", "\u{feff}ImageId: 20_04\r\nB: 1\r\nC:\r\n  - x\r\n  - y\r\n");
    let value = case.span(file, "20_04");
    let edit = Edit { span: value, text: "\"20_04\"".to_owned() };
    case.findings.push(case.finding(value, "a number").fix(Applicability::Safe, vec![edit]));
    let mark = TextRange::new(0, 10).in_file(file);
    case.findings.push(case.finding(mark, "from the mark on"));
    let list = case.span(file, "- x\r\n  - y\r\n");
    case.findings.push(case.finding(list, "a list"));
    let end = TextRange::empty(case.sources.text(file).len() as u32).in_file(file);
    case.findings.push(case.finding(end, "the end of the file"));
    case.check("dos");
}

#[test]
fn long_lines_are_cut_out() {
    let mut case = Case::new();
    let filler = "\"中\":1,".repeat(10_000);
    let text = format!("{{{filler}\"ImageId\":{{\"Ref\":\"Image\"}},{filler}\"Image\":\"far\"}}");
    let file = case.sources.add("one-line.json", text);
    let value = case.span(file, "{\"Ref\":\"Image\"}");
    let key = case.span(file, "\"ImageId\"");
    let far = case.span(file, "\"far\"");
    let finding = case.finding(value, "no literal").also(key, said("near")).also(far, said("far away"));
    case.findings.push(finding);
    let whole = TextRange::new(0, case.sources.text(file).len() as u32).in_file(file);
    case.findings.push(case.finding(whole, "all of it"));
    let human = case.human();
    assert!(human.len() < 4_000, "{} bytes", human.len());
    common::check_snapshot(Path::new("tests/reports/long.txt"), &human);
}

#[test]
fn control_characters_reach_no_terminal() {
    let mut case = Case::new();
    let file = case.sources.add("evil\u{1b}]0;x\u{7}.yaml", "A: \u{1b}[31mred\u{202e}\u{85}x\n");
    let value = case.span(file, "red");
    case.findings.push(case.finding(value, "message with \u{1b}[2J"));
    let human = case.human() + &case.short();
    assert!(!human.chars().any(|it| it == '\u{1b}' || it == '\u{7}' || it == '\u{202e}'), "{human:?}");
}

#[test]
fn embedded_text_stands_in_its_host() {
    let mut case = Case::new();
    let host = "Workspace:\n  main.tf: |\n    # 说明\n    a {\n      image_id = var.image\n    }\n  v.tf: \"x = \\\"中\\\"\\n\"\n";
    let file = case.sources.add("host.yaml", host);
    let main = block(&case.sources, file, host);
    let quoted = {
        let start = host.find("\"x = ").unwrap() as u32;
        let at = |inner: (u32, u32), outer: (u32, u32), verbatim| Piece {
            inner: TextRange::new(inner.0, inner.1),
            outer: TextRange::new(start + outer.0, start + outer.1),
            verbatim,
        };
        // x = "中"↵ behind "x = \"中\"\n"
        let pieces = Pieces(vec![
            at((0, 4), (1, 5), true),
            at((4, 5), (5, 7), false),
            at((5, 8), (7, 10), true),
            at((8, 9), (10, 12), false),
            at((9, 10), (12, 14), false),
        ]);
        let scalar = TextRange::new(start, start + 15);
        let origin = Origin { host: file, scalar, quoting: Quoting::YamlDouble, pieces };
        case.sources.add_embedded("v.tf", "x = \"中\"\n", origin)
    };
    let value = case.span(main, "var.image");
    let variable = case.span(quoted, "\"中\"");
    let edit = Edit { span: value, text: "\"m-1\"".to_owned() };
    let finding =
        case.finding(value, "`image_id` comes from variable `image`").also(variable, said("by default"));
    case.findings.push(finding.fix(Applicability::Unsafe, vec![edit]));
    let edits = vec![Edit { span: variable, text: "\"文\"".to_owned() }];
    case.findings.push(case.finding(variable, "a value").fix(Applicability::Safe, edits));
    case.check("embedded");
}

/// The text of the block scalar `main.tf` of `host`.
fn block(sources: &SourceMap, file: FileId, host: &str) -> FileId {
    let scalar = TextRange::new(host.find('|').unwrap() as u32, host.find("  v.tf").unwrap() as u32);
    let (mut inner, mut pieces) = (String::new(), Vec::new());
    let mut at = host.find("    # ").unwrap();
    for line in host[at..scalar.end as usize].split_inclusive('\n') {
        let start = inner.len() as u32;
        inner.push_str(&line[4..]);
        pieces.push(Piece {
            inner: TextRange::new(start, inner.len() as u32),
            outer: TextRange::new(at as u32 + 4, (at + line.len()) as u32),
            verbatim: true,
        });
        at += line.len();
    }
    let origin = Origin { host: file, scalar, quoting: Quoting::YamlBlock, pieces: Pieces(pieces) };
    sources.add_embedded("main.tf", inner, origin)
}

#[test]
fn formats_for_machines() {
    let mut case = Case::new();
    let file = case.sources.add("模板/a b.yaml", "A: 😀 x\nB:\n  - y\n");
    let (value, other) = (case.span(file, "x"), case.span(file, "- y\n"));
    let edit = Edit { span: value, text: "z".to_owned() };
    let finding = case.finding(value, "50% <of> \"it\", &c.\nline: two").also(other, said("see"));
    case.findings
        .push(finding.help(said("do: this, now")).note(said("fact")).fix(Applicability::Safe, vec![edit]));
    let mut warning = case.finding(other, "a\u{1}b");
    warning.severity = Severity::Warning;
    case.findings.push(warning);
    let report = case.report();
    type Write = fn(&mut dyn std::io::Write, &Shown<'_>, &Report) -> std::io::Result<()>;
    let formats: [(&str, Write); 8] = [
        ("sarif", report::sarif::write),
        ("github", report::github::write),
        ("gitlab", report::gitlab::write),
        ("junit", report::junit::write),
        ("jsonl", report::jsonl::write),
        ("checkstyle", report::checkstyle::write),
        ("rdjson", report::rdjson::write),
        ("azure", report::azure::write),
    ];
    for (name, write) in formats {
        let mut out = Vec::new();
        write(&mut out, &Shown::new(&case.sources, Lang::En), &report).unwrap();
        let path = Path::new("tests/reports").join(format!("machines.{name}.txt"));
        common::check_snapshot(&path, &String::from_utf8(out).unwrap());
    }
}

#[test]
fn colour_is_only_written_when_told() {
    let mut case = Case::new();
    let file = case.sources.add("a.yaml", "ImageId: x\n");
    let value = case.span(file, "x");
    case.findings.push(case.finding(value, "m"));
    assert!(!case.human().contains('\u{1b}'));
    let mut out = Vec::new();
    let coloured = Style { colour: true, ..Style::default() };
    report::human::write(&mut out, &Shown::new(&case.sources, Lang::En), &case.report(), coloured).unwrap();
    assert!(String::from_utf8(out).unwrap().contains('\u{1b}'));
}

#[test]
fn texts_are_wrapped_and_codes_are_links_where_asked() {
    let mut case = Case::new();
    let file = case.sources.add("a.yaml", "ImageId: x\n");
    let chinese = "检查镜像属性处不是字符串字面量的值".repeat(3);
    let words = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen";
    let finding = case
        .finding(case.span(file, "x"), words)
        .note(Text::new(words.to_owned(), words.to_owned()))
        .help(Text::new(chinese.clone(), chinese));
    case.findings.push(finding);
    let drawn = |style| {
        let mut out = Vec::new();
        report::human::write(&mut out, &Shown::new(&case.sources, Lang::En), &case.report(), style).unwrap();
        String::from_utf8(out).unwrap()
    };
    let plain = drawn(Style::default());
    let narrow = drawn(Style { width: Some(40), ..Style::default() });
    assert!(
        narrow.lines().all(|line| line
            .chars()
            .map(|it| if it.is_ascii() || it < '\u{2e80}' { 1 } else { 2 })
            .sum::<usize>()
            <= 40),
        "{narrow}"
    );
    let words = |text: &str| text.replace(char::is_whitespace, "");
    assert_eq!(words(&narrow), words(&plain));
    let linked = drawn(Style { links: true, ..Style::default() });
    let (code, url) = (case.findings[0].rule.code(), lint::url(case.findings[0].rule, Lang::En));
    assert_eq!(linked.replace(&format!("\u{1b}]8;;{url}\u{1b}\\{code}\u{1b}]8;;\u{1b}\\"), code), plain);
    assert_ne!(linked, plain);
}

#[test]
fn a_closed_pipe_is_an_error_of_the_writer() {
    struct Closed;
    impl std::io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut case = Case::new();
    let file = case.sources.add("a.yaml", "ImageId: x\n");
    case.findings.push(case.finding(case.span(file, "x"), "m"));
    let report = case.report();
    let coloured = Style { colour: true, ..Style::default() };
    let kinds = [
        report::human::write(&mut Closed, &Shown::new(&case.sources, Lang::En), &report, Style::default()),
        report::human::write(&mut Closed, &Shown::new(&case.sources, Lang::En), &report, coloured),
        report::short::write(&mut Closed, &Shown::new(&case.sources, Lang::En), &report),
        report::json::write(&mut Closed, &Shown::new(&case.sources, Lang::En), &report),
    ];
    for result in kinds {
        assert_eq!(result.unwrap_err().kind(), std::io::ErrorKind::BrokenPipe);
    }
}
