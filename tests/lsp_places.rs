//! What the language server says is at the right place in every encoding, whatever comes before it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it is wrong itself"
)]

#[path = "support/client.rs"]
#[allow(dead_code, reason = "other programs use the rest")]
mod client;
mod common;

use client::{Client, uri};
use common::program::{Folder, nestc};
use serde_json::{Value, json};

/// A template in YAML with Terraform in it; `»` stands for wide characters, a tab and a combined letter.
const YAML: &str = "ROSTemplateFormatVersion: '2015-09-01'
Description: \"»\"
Parameters: {\"»\": {Type: String}, Zone: {Type: String, Default: \"»\"}, Name: {Type: String}}
Resources:
  Web: {\"Type\": 'ALIYUN::ECS::InstanceGroup', Properties: {\"»\": 1, Imageid: centos_7_9_x64_20G_alibase_20240403.vhd, ZoneId: {Ref: Zone}}}
  Db:
    Type: ALIYUN::ECS::InstanceGroup
    Properties: {InstanceName: !Sub \"»${Name}\", ZoneId: !GetAtt [ \"Web\", \"»\" ], ImageId: !Ref Zone}
";

const HCL: &str = "# »
variable \"zone\" { description = \"»\" }
resource \"alicloud_instance\" \"web\" { /* » */ imageId = \"centos_7_9_x64_20G_alibase_20240403.vhd\"
  availability_zone = \"»${var.zone}\"
}
";

const CARRIED: &str = "ROSTemplateFormatVersion: '2015-09-01'
Transform: Aliyun::Terraform-v1.5
Workspace:
  \"»\": \"\"
  main.tf: |
    # »
    variable \"zone\" { description = \"»\" }
    resource \"alicloud_instance\" \"web\" { /* » */ imageId = \"centos_7_9_x64_20G_alibase_20240403.vhd\"
      availability_zone = \"»${var.zone}\"
    }
";

const JSON: &str = "{\"ROSTemplateFormatVersion\": \"2015-09-01\", \"Description\": \"»\",
\"Parameters\": {\"»\": {\"Type\": \"String\"}, \"Zone\": {\"Type\": \"String\", \"Default\": \"»\"}},
\"Resources\": {\"Web\": {\"»\": 1, \"Type\": \"ALIYUN::ECS::InstanceGroup\", \"Properties\": {\"InstanceName\": \"»\",
  \"Description\": \"»\", \"Imageid\": \"centos_7_9_x64_20G_alibase_20240403.vhd\", \"ZoneId\": {\"Ref\": \"Zone\"},
  \"UserData\": {\"Fn::Sub\": \"»${Zone}\"}}}}}
";

const HCL_JSON: &str = "{\"variable\": {\"zone\": {\"description\": \"»\"}},
\"resource\": {\"alicloud_instance\": {\"web\": {\"instance_name\": \"»${var.zone}\", \"imageId\": \"centos_7_9_x64_20G_alibase_20240403.vhd\"}}}}
";

const WIDE: &str = "中😀e\u{301}\t";

/// What is asked at the place right after a text, and what must be there.
struct Case {
    method: &'static str,
    after: &'static str,
    /// The texts of all ranges that are returned, sorted.
    ranges: &'static [&'static str],
}

const YAML_CASES: &[Case] = &[
    Case { method: "textDocument/hover", after: "{Ref: Zo", ranges: &["Zone"] },
    Case { method: "textDocument/hover", after: "Imageid: cen", ranges: &[] },
    Case { method: "textDocument/hover", after: "InstanceName: !S", ranges: &["!Sub"] },
    Case { method: "textDocument/definition", after: "{Ref: Zo", ranges: &["Zone"] },
    Case { method: "textDocument/definition", after: "${Na", ranges: &["Name"] },
    Case { method: "textDocument/references", after: "!Ref Zo", ranges: &["Zone", "Zone", "Zone"] },
    Case { method: "textDocument/documentHighlight", after: "[ \"W", ranges: &["Web", "Web"] },
    Case { method: "textDocument/prepareRename", after: "${Na", ranges: &["Name"] },
    Case { method: "textDocument/rename", after: "!Ref Zo", ranges: &["Zone", "Zone", "Zone"] },
    Case { method: "textDocument/completion", after: "{Ref: Zo", ranges: &["Zone"] },
    Case { method: "textDocument/completion", after: "${Na", ranges: &["Name"] },
    Case { method: "textDocument/codeAction", after: "Imag", ranges: &["Imageid"] },
    Case { method: "textDocument/linkedEditingRange", after: "!Ref Zo", ranges: &["Zone", "Zone", "Zone"] },
];

const JSON_CASES: &[Case] = &[
    Case { method: "textDocument/hover", after: "{\"Ref\": \"Zo", ranges: &["Zone"] },
    Case { method: "textDocument/definition", after: "${Zo", ranges: &["Zone"] },
    Case { method: "textDocument/references", after: "${Zo", ranges: &["Zone", "Zone", "Zone"] },
    Case { method: "textDocument/documentHighlight", after: "${Zo", ranges: &["Zone", "Zone", "Zone"] },
    Case { method: "textDocument/prepareRename", after: "${Zo", ranges: &["Zone"] },
    Case { method: "textDocument/rename", after: "{\"Ref\": \"Zo", ranges: &["Zone", "Zone", "Zone"] },
    Case { method: "textDocument/linkedEditingRange", after: "${Zo", ranges: &["Zone", "Zone", "Zone"] },
    Case { method: "textDocument/completion", after: "{\"Ref\": \"Zo", ranges: &["Zone"] },
    Case { method: "textDocument/completion", after: "${Zo", ranges: &["Zone"] },
    Case { method: "textDocument/codeAction", after: "\"Imag", ranges: &["\"Imageid\""] },
];

const HCL_JSON_CASES: &[Case] = &[
    Case { method: "textDocument/definition", after: "${var.zo", ranges: &["zone"] },
    Case { method: "textDocument/references", after: "${var.zo", ranges: &["zone", "zone"] },
    Case { method: "textDocument/rename", after: "${var.zo", ranges: &["zone", "zone"] },
    Case { method: "textDocument/completion", after: "${var.zo", ranges: &["zone"] },
    Case { method: "textDocument/completion", after: "\"alicloud_inst", ranges: &["alicloud_instance"] },
    Case { method: "textDocument/completion", after: "{\"instance_na", ranges: &["instance_name"] },
    Case { method: "textDocument/codeAction", after: "\"image", ranges: &["\"imageId\""] },
];

const HCL_CASES: &[Case] = &[
    Case { method: "textDocument/hover", after: "${var.zo", ranges: &["zone"] },
    Case { method: "textDocument/definition", after: "${var.zo", ranges: &["zone"] },
    Case { method: "textDocument/references", after: "${var.zo", ranges: &["zone", "zone"] },
    Case { method: "textDocument/rename", after: "${var.zo", ranges: &["zone", "zone"] },
    Case { method: "textDocument/completion", after: "${var.zo", ranges: &["zone"] },
    Case { method: "textDocument/linkedEditingRange", after: "${var.zo", ranges: &["zone", "zone"] },
    Case { method: "textDocument/codeAction", after: "*/ imag", ranges: &["imageId"] },
];

#[derive(Clone, Copy)]
struct Encoding(&'static str, fn(char) -> usize);

const ENCODINGS: [Encoding; 3] =
    [Encoding("utf-8", char::len_utf8), Encoding("utf-16", char::len_utf16), Encoding("utf-32", |_| 1)];

impl Encoding {
    /// The position of byte `at` of `text`, counted character by character.
    fn position(self, text: &str, at: usize) -> Value {
        let before = &text[..at];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.matches('\n').count();
        let character: usize = before[start..].chars().map(self.1).sum();
        json!({"line": line, "character": character})
    }

    /// The text at `range`.
    fn slice<'t>(self, text: &'t str, range: &Value) -> &'t str {
        let byte = |position: &Value| {
            let line = position["line"].as_u64().unwrap() as usize;
            let mut rest = position["character"].as_u64().unwrap() as usize;
            let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
            for (at, character) in text[start..].char_indices() {
                if rest == 0 {
                    return start + at;
                }
                rest = rest.checked_sub((self.1)(character)).expect("a position is between characters");
            }
            text.len()
        };
        &text[byte(&range["start"])..byte(&range["end"])]
    }
}

/// All ranges in `answer` that are about the document, the first of each object that has several.
fn ranges(answer: &Value, found: &mut Vec<Value>) {
    match answer {
        Value::Array(items) => items.iter().for_each(|item| ranges(item, found)),
        Value::Object(fields) if fields.contains_key("ranges") => {
            found.extend(fields["ranges"].as_array().unwrap().iter().cloned());
        }
        Value::Object(fields) => match fields.get("range").or_else(|| fields.get("targetSelectionRange")) {
            Some(range) => found.push(range.clone()),
            None => fields.values().for_each(|value| ranges(value, found)),
        },
        _ => {}
    }
}

fn check(name: &str, language: &str, template: &str, cases: &[Case]) {
    // A string of JSON has no tabs.
    let wide = if language == "json" { WIDE.trim_end() } else { WIDE };
    let text = format!("\u{feff}{}", template.replace('»', wide).replace('\n', "\r\n"));
    for encoding in ENCODINGS {
        let folder = Folder::new(&[(name, &text)]);
        let address = uri(&folder.path().join(name));
        let action = json!({"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}});
        let capabilities = json!({
            "general": {"positionEncodings": [encoding.0]},
            "textDocument": {"codeAction": action},
        });
        let mut client = Client::start(nestc(), folder.path(), json!({"capabilities": capabilities}));
        client.open(&address, language, &text);
        client.diagnostics(&address, 1);
        for case in cases {
            let at = text.find(case.after).unwrap_or_else(|| panic!("no {}", case.after)) + case.after.len();
            let position = encoding.position(&text, at);
            let range = json!({"start": position, "end": position});
            let answer = client.request(
                case.method,
                json!({
                    "textDocument": {"uri": address},
                    "position": position,
                    "range": range,
                    "newName": "other",
                    "context": {"includeDeclaration": true, "diagnostics": [], "only": ["quickfix"]},
                }),
            );
            let meant = match case.method {
                "textDocument/completion" => answer["items"][0]["textEdit"].clone(),
                "textDocument/codeAction" => answer[0]["edit"].clone(),
                _ => answer.clone(),
            };
            let mut found = Vec::new();
            ranges(&meant, &mut found);
            let mut texts: Vec<&str> = found.iter().map(|range| encoding.slice(&text, range)).collect();
            texts.sort_unstable();
            assert!(
                case.ranges.is_empty() || texts == case.ranges,
                "{name} {} {} after {}: {texts:?} in {answer}",
                encoding.0,
                case.method,
                case.after
            );
        }
        check_whole(&mut client, &address, &text, encoding);
        assert_eq!(client.end(), Some(0));
    }
}

/// What is said of the whole document begins and ends between characters, at what it names.
fn check_whole(client: &mut Client, address: &str, text: &str, encoding: Encoding) {
    let document = json!({"textDocument": {"uri": address}});
    let symbols = client.request("textDocument/documentSymbol", document.clone());
    assert!(!symbols.as_array().unwrap().is_empty());
    let mut found = Vec::new();
    ranges(&symbols, &mut found);
    found.iter().for_each(|range| _ = encoding.slice(text, range));
    for (method, words) in [("textDocument/codeLens", true), ("textDocument/documentLink", false)] {
        let mut found = Vec::new();
        ranges(&client.request(method, document.clone()), &mut found);
        let texts: Vec<&str> = found.iter().map(|range| encoding.slice(text, range)).collect();
        assert!(!words || texts.iter().any(|it| it.eq_ignore_ascii_case("zone")), "{method} {texts:?}");
    }
    let last = text.matches('\n').count() as u64;
    let folds = client.request("textDocument/foldingRange", document.clone());
    assert!(folds.as_array().unwrap().iter().all(|it| it["endLine"].as_u64().unwrap() <= last), "{folds}");
    let at = text.to_lowercase().rfind("zone").unwrap();
    let position = encoding.position(text, at + 1);
    let around = json!({"textDocument": {"uri": address}, "positions": [position]});
    let answer = client.request("textDocument/selectionRange", around);
    let mut inner = &answer[0];
    let mut inside = "";
    while !inner["range"].is_null() {
        let outside = encoding.slice(text, &inner["range"]);
        assert!(
            outside.contains(inside) && outside.to_lowercase().contains("zone"),
            "{inside:?} {outside:?}"
        );
        (inside, inner) = (outside, &inner["parent"]);
    }
    let data = client.request("textDocument/semanticTokens/full", document)["data"].clone();
    let data: Vec<u64> = data.as_array().unwrap().iter().map(|it| it.as_u64().unwrap()).collect();
    let (mut line, mut character) = (0, 0);
    let mut words = Vec::new();
    for token in data.chunks(5) {
        character = if token[0] == 0 { character + token[1] } else { token[1] };
        line += token[0];
        let start = json!({"line": line, "character": character});
        let end = json!({"line": line, "character": character + token[2]});
        words.push(encoding.slice(text, &json!({"start": start, "end": end})));
    }
    let is_word = |word: &&str| !word.is_empty() && !word.contains(['»', '\r', '\n', ' ']);
    assert!(words.len() > 1 && words.iter().all(is_word), "{words:?}");
}

#[test]
fn places_in_yaml_are_right() {
    check("web.yaml", "yaml", YAML, YAML_CASES);
}

#[test]
fn places_in_hcl_are_right() {
    check("main.tf", "terraform", HCL, HCL_CASES);
}

#[test]
fn places_in_hcl_in_yaml_are_right() {
    check("web.yaml", "yaml", CARRIED, HCL_CASES);
}

#[test]
fn places_in_json_are_right() {
    check("web.json", "json", JSON, JSON_CASES);
}

#[test]
fn places_in_terraform_in_json_are_right() {
    check("main.tf.json", "json", HCL_JSON, HCL_JSON_CASES);
}
