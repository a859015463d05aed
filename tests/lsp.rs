//! The language server, spoken to over stdin and stdout.

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

use client::{Client, places, uri};
use common::program::{Folder, nestc};
use serde_json::{Value, json};

const IMAGE: &str = "centos_7_9_x64_20G_alibase_20240403.vhd";

const WEB: &str = "ROSTemplateFormatVersion: '2015-09-01'
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      Imageid: centos_7_9_x64_20G_alibase_20240403.vhd
      MaxAmount: 1
      InstanceType: ecs.g7.large
";

const MAIN: &str = "resource \"alicloud_instance\" \"web\" {
  imageId = \"centos_7_9_x64_20G_alibase_20240403.vhd\"
}
";

fn start(folder: &Folder, parameters: Value) -> Client {
    Client::start(nestc(), folder.path(), parameters)
}

/// The findings of `nestc lint` in the file `path`, as their codes with lines and columns from 0.
fn linted(folder: &Folder, arguments: &[&str], path: &str) -> Vec<(String, u64, u64)> {
    let out = folder.run(&[&["lint", "--format", "json"], arguments].concat()).out;
    let report: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}"));
    let own = report["findings"].as_array().unwrap().iter().filter(|it| it["file"] == path);
    let number = |it: &Value| it.as_u64().unwrap() - 1;
    own.map(|it| (it["code"].as_str().unwrap().to_owned(), number(&it["line"]), number(&it["column"])))
        .collect()
}

#[test]
fn a_document_has_the_findings_of_lint() {
    let folder = Folder::new(&[("web.yaml", WEB), ("m/main.tf", MAIN), ("m/other.tf", MAIN)]);
    let mut client = start(&folder, json!({}));
    assert_eq!(client.capabilities["positionEncoding"], "utf-16");
    for (path, language) in [("web.yaml", "yaml"), ("m/main.tf", "terraform")] {
        let address = uri(&folder.path().join(path));
        client.open(&address, language, &folder.read(path));
        let found = client.diagnostics(&address, 1);
        assert_eq!(places(&found), linted(&folder, &[path], path), "{path}");
        assert!(!found.is_empty(), "{path}");
        let first = &found[0];
        assert_eq!(first["source"], "nestc");
        assert!(first["codeDescription"]["href"].as_str().unwrap().starts_with("https://"));
        assert_eq!(first["data"]["fix"]["applicability"], "safe", "{first}");
        client.close(&address);
        let gone = client.wait("textDocument/publishDiagnostics", |it| it["uri"] == address);
        assert_eq!(gone["diagnostics"], json!([]));
    }
    assert_eq!(client.end(), Some(0));
}

#[test]
fn an_edit_changes_the_findings() {
    let folder = Folder::new(&[("web.yaml", WEB)]);
    let address = uri(&folder.path().join("web.yaml"));
    let mut client = start(&folder, json!({}));
    client.open(&address, "yaml", WEB);
    assert_eq!(places(&client.diagnostics(&address, 1))[0].0, "NST104");
    // `Imageid` becomes `ImageId`, in two changes of which the second counts on the first.
    let at = |from: u32, to: u32| json!({"start": {"line": 5, "character": from}, "end": {"line": 5, "character": to}});
    let changes = json!([{"range": at(11, 12), "text": "II"}, {"range": at(12, 13), "text": ""}]);
    client.change(&address, 2, changes);
    let found = client.diagnostics(&address, 2);
    assert!(places(&found).iter().all(|it| it.0 != "NST104"), "{found:?}");
    // The whole text at once.
    client.change(&address, 3, json!([{"text": WEB}]));
    assert_eq!(places(&client.diagnostics(&address, 3))[0].0, "NST104");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn positions_count_what_was_agreed_upon() {
    let text = WEB.replace("Web:", "\"中😀\": # \t").replace("\n", "\r\n");
    let text = text.replace("Properties:\r\n      Imageid: ", "Properties: {\"中😀\t\": 1, ImageId: ");
    let text =
        text.replace(IMAGE, "''}").replace("\r\n      MaxAmount: 1\r\n      InstanceType: ecs.g7.large", "");
    let text = format!("\u{feff}{text}");
    let column = |width: fn(char) -> usize| {
        let line = text.lines().nth(4).unwrap();
        line.split("''").next().unwrap().chars().map(width).sum::<usize>() as u64
    };
    for (encoding, expected) in
        [("utf-8", column(char::len_utf8)), ("utf-16", column(char::len_utf16)), ("utf-32", column(|_| 1))]
    {
        let folder = Folder::new(&[("web.yaml", &text)]);
        let address = uri(&folder.path().join("web.yaml"));
        let mut client =
            start(&folder, json!({"capabilities": {"general": {"positionEncodings": [encoding]}}}));
        assert_eq!(client.capabilities["positionEncoding"], encoding);
        client.open(&address, "yaml", &text);
        let found = places(&client.diagnostics(&address, 1));
        assert!(found.contains(&("NST106".to_owned(), 4, expected)), "{encoding} {found:?}");
        // The same place is meant in an edit: the value is put there.
        let at = json!({"line": 4, "character": expected + 1});
        client.change(&address, 2, json!([{"range": {"start": at, "end": at}, "text": IMAGE}]));
        let found = places(&client.diagnostics(&address, 2));
        assert!(found.iter().all(|it| it.0 != "NST106"), "{encoding} {found:?}");
        assert_eq!(client.end(), Some(0));
    }
}

#[test]
fn diagnostics_can_be_pulled() {
    let manifest = "version: 1\npackages:\n  ecs_image:\n";
    let folder = Folder::new(&[("web.yaml", WEB), ("nestc.yaml", manifest), ("sub/b.yaml", WEB)]);
    let pulls = json!({
        "capabilities": {"textDocument": {"diagnostic": {}}},
        "initializationOptions": {"wholeWorkspace": true},
    });
    let mut client = start(&folder, pulls);
    let address = uri(&folder.path().join("web.yaml"));
    client.open(&address, "yaml", WEB);
    let document = json!({"textDocument": {"uri": address}});
    let first = client.request("textDocument/diagnostic", document.clone());
    assert_eq!(places(first["items"].as_array().unwrap()), linted(&folder, &["web.yaml"], "web.yaml"));
    let mut again = document.clone();
    again["previousResultId"] = first["resultId"].clone();
    assert_eq!(client.request("textDocument/diagnostic", again.clone())["kind"], "unchanged");
    client.change(&address, 2, json!([{"text": ""}]));
    assert_eq!(client.request("textDocument/diagnostic", again)["kind"], "full");

    let own = uri(&folder.path().join("nestc.yaml"));
    let found = client.request("textDocument/diagnostic", json!({"textDocument": {"uri": own}}));
    assert_eq!(places(found["items"].as_array().unwrap()), linted(&folder, &[], "nestc.yaml"));

    client.close(&address);
    let all = client.request("workspace/diagnostic", json!({"previousResultIds": []}));
    for path in ["web.yaml", "nestc.yaml", "sub/b.yaml"] {
        let address = uri(&folder.path().join(path));
        let report = all["items"].as_array().unwrap().iter().find(|it| it["uri"] == address).unwrap();
        let arguments: &[&str] = if path == "nestc.yaml" { &[] } else { &[path] };
        assert_eq!(places(report["items"].as_array().unwrap()), linted(&folder, arguments, path), "{path}");
    }
    // Asked again, the server waits until something changed.
    let ids: Vec<Value> = all["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| json!({"uri": it["uri"], "value": it["resultId"]}))
        .collect();
    let id = client.ask("workspace/diagnostic", json!({"previousResultIds": ids}));
    client.open(&address, "yaml", "a: 1\n");
    let changed = client.answer(id);
    let report =
        changed["result"]["items"].as_array().unwrap().iter().find(|it| it["uri"] == address).unwrap();
    assert_eq!(report["items"], json!([]));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_manifest_has_the_findings_of_all_that_it_lists() {
    let manifest = "templates: [web.yaml]\npackages:\n  ecs_image: {}\nunknown: 1\n";
    let folder = Folder::new(&[("web.yaml", WEB), ("nestc.yaml", manifest)]);
    let mut client = start(&folder, json!({}));
    let address = uri(&folder.path().join("nestc.yaml"));
    client.open(&address, "yaml", manifest);
    let found = client.diagnostics(&address, 1);
    assert_eq!(places(&found), linted(&folder, &[], "nestc.yaml"));
    let fixed = manifest.replace("unknown: 1\n", "");
    client.change(&address, 2, json!([{"text": fixed}]));
    let fewer = client.diagnostics(&address, 2);
    assert!(fewer.len() < found.len(), "{fewer:?}");
    // A change of the manifest counts for the templates, too.
    let web = uri(&folder.path().join("web.yaml"));
    client.open(&web, "yaml", WEB);
    assert_eq!(places(&client.diagnostics(&web, 1))[0].0, "NST104");
    client.change(&address, 3, json!([{"text": "lint: {misspelled-image-property: off}\n"}]));
    let told = client.wait("textDocument/publishDiagnostics", |it| it["uri"] == web);
    assert!(places(told["diagnostics"].as_array().unwrap()).iter().all(|it| it.0 != "NST104"), "{told}");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn files_that_change_on_disk_are_read_again() {
    let call = "module \"m\" {\n  source = \"./m\"\n  image = \"x\"\n}\n";
    let folder = Folder::new(&[("main.tf", call), ("other.tf", MAIN)]);
    let mut client = start(&folder, json!({}));
    let address = uri(&folder.path().join("main.tf"));
    client.open(&address, "terraform", call);
    client.diagnostics(&address, 1);
    let other = uri(&folder.path().join("other.tf"));
    folder.write("other.tf", b"");
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": other, "type": 2}]}));
    client.change(&address, 2, json!([{"text": MAIN}]));
    let found = client.diagnostics(&address, 2);
    folder.write("main.tf", MAIN.as_bytes());
    assert_eq!(places(&found), linted(&folder, &["main.tf"], "main.tf"));
    // A buffer counts more than the file.
    folder.write("main.tf", b"");
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": address, "type": 3}]}));
    client.change(&address, 3, json!([]));
    assert_eq!(client.diagnostics(&address, 3), found);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn documents_need_no_file() {
    let folder = Folder::new(&[]);
    let mut client = start(&folder, json!({"rootUri": null, "workspaceFolders": null}));
    for (address, language, text) in [
        ("untitled:Untitled-1", "yaml", WEB),
        ("untitled:Untitled-2", "terraform", MAIN),
        ("untitled:Untitled-3", "terraform", MAIN),
        ("file:///no/such%20folder/%E4%B8%AD.yaml", "yaml", WEB),
        ("file:///no/such/main.tf", "terraform", MAIN),
    ] {
        client.open(address, language, text);
        let found = places(&client.diagnostics(address, 1));
        assert_eq!(found[0].0, "NST104", "{address} {found:?}");
    }
    client.close("untitled:Untitled-1");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn the_language_is_that_of_the_editor() {
    let folder = Folder::new(&[("web.yaml", WEB)]);
    let address = uri(&folder.path().join("web.yaml"));
    for (parameters, is_chinese) in [
        (json!({}), false),
        (json!({"locale": "zh-cn"}), true),
        (json!({"locale": "zh-cn", "initializationOptions": {"language": "en"}}), false),
        (json!({"locale": "de", "initializationOptions": {"language": "zh"}}), true),
    ] {
        let mut client = start(&folder, parameters.clone());
        client.open(&address, "yaml", WEB);
        let found = client.diagnostics(&address, 1);
        let message = found[0]["message"].as_str().unwrap();
        assert_eq!(message.chars().any(|it| it > '\u{4e00}'), is_chinese, "{parameters} {message}");
        assert_eq!(client.end(), Some(0));
    }
}

#[test]
fn the_conversation_follows_the_protocol() {
    let folder = Folder::new(&[("web.yaml", WEB)]);
    let code = |answer: Value| answer["error"]["code"].as_i64();
    let mut client = Client::spawn(nestc(), folder.path());
    let early = client.ask("textDocument/hover", json!({}));
    assert_eq!(code(client.answer(early)), Some(-32002));
    client.request("initialize", json!({"processId": null, "rootUri": null, "capabilities": {}}));
    let again = client.ask("initialize", json!({"capabilities": {}}));
    assert_eq!(code(client.answer(again)), Some(-32600));
    let unknown = client.ask("textDocument/brew", json!({}));
    assert_eq!(code(client.answer(unknown)), Some(-32601));
    let wrong = client.ask("textDocument/diagnostic", json!({"textDocument": 1}));
    assert_eq!(code(client.answer(wrong)), Some(-32602));
    // What cannot be read, and what concerns nothing, does no harm.
    client.send_text("{");
    client.notify(
        "textDocument/didChange",
        json!({"textDocument": {"uri": "file:///x", "version": 1}, "contentChanges": []}),
    );
    client.notify("textDocument/didOpen", json!(3));
    client.notify("$/setTrace", json!({"value": "off"}));
    client.notify("$/cancelRequest", json!({"id": 99}));
    client.request("shutdown", Value::Null);
    let late = client.ask("textDocument/diagnostic", json!({}));
    assert_eq!(code(client.answer(late)), Some(-32600));
    client.notify("exit", Value::Null);
    assert_eq!(client.hang_up(), Some(0));
    // A client that leaves without a word.
    assert_eq!(start(&folder, json!({})).hang_up(), Some(1));
}
