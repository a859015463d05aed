//! What an editor can change with the language server: literals taken out, images adopted, names changed everywhere.

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
#[path = "support/opened.rs"]
#[allow(dead_code, reason = "other programs use the rest")]
mod opened;

use opened::Open;
use serde_json::{Value, json};

const MANIFEST: &str = "version: 1
regions: [cn-hangzhou, cn-beijing]
packages:
  web_server:
    versions:
      v1:
        status: draft
        images:
          cn-hangzhou: m-bp1234567890abcdefgh
          cn-beijing: m-2ze234567890abcdefgh
      v2: {status: draft}
associations:
  ecs_image_web: web_server@v1
  \"ecs_image_new\": \"web_server@v2\"
  ecs_image_old: {package: web_server, version: v1}
";

const ROS: &str = "ROSTemplateFormatVersion: '2015-09-01'
Parameters:
  Size: {Type: String}
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      ImageId: ecs_image_web
      InstanceName: web # kept
      MaxAmount: 2
      Tags: [{Key: 'a', Value: !Ref Size}]
";

const JSON: &str = r#"{
  "ROSTemplateFormatVersion": "2015-09-01",
  "Resources": {
    "Web": {"Type": "ALIYUN::ECS::InstanceGroup", "Properties": {"InstanceName": "web", "ImageId": "ecs_image_web"}}
  }
}
"#;

const HCL: &str = "variable \"name\" {}
resource \"alicloud_instance\" \"web\" {
  image_id = \"ecs_image_web\"
  instance_name = \"web\"
  lifecycle { create_before_destroy = true }
  data_disks { size = 40 }
}
";

fn one(texts: &[(String, String)]) -> &str {
    let [(_, text)] = texts else { panic!("more than one file: {texts:?}") };
    text
}

#[test]
fn a_literal_becomes_a_parameter_or_variable() {
    let carried: String = HCL.lines().map(|line| format!("    {line}\n")).collect();
    let carried = format!(
        "ROSTemplateFormatVersion: '2015-09-01'\nTransform: Aliyun::Terraform-v1.5\nWorkspace:\n  main.tf: |\n{carried}"
    );
    let mut open =
        Open::new(&[("a.yaml", ROS), ("b.json", JSON), ("m/main.tf", HCL), ("c.yaml", &carried)], &json!({}));
    let text = open.after_action("a.yaml", "InstanceName: w", "extract to parameter `InstanceName`");
    assert!(one(&text).contains("InstanceName: !Ref InstanceName # kept\n"), "{text:?}");
    assert!(
        one(&text).contains("  Size: {Type: String}\n  InstanceName:\n    Type: String\n    Default: web\n"),
        "{text:?}"
    );
    let text = open.after_action("a.yaml", "MaxAmount: ", "extract to parameter");
    assert!(one(&text).contains("Type: Number\n    Default: 2\n"), "{text:?}");
    let text = open.after_action("b.json", "\"InstanceName\": \"w", "extract to parameter");
    let read: Value = serde_json::from_str(one(&text)).unwrap_or_else(|_| panic!("{}", one(&text)));
    assert_eq!(read["Parameters"]["InstanceName"], json!({"Type": "String", "Default": "web"}));
    assert_eq!(read["Resources"]["Web"]["Properties"]["InstanceName"], json!({"Ref": "InstanceName"}));
    let text = open.after_action("m/main.tf", "instance_name = \"w", "extract to variable");
    assert!(one(&text).contains("  instance_name = var.instance_name\n"), "{text:?}");
    assert!(
        one(&text)
            .ends_with("}\n\nvariable \"instance_name\" {\n  type    = string\n  default = \"web\"\n}\n"),
        "{text:?}"
    );
    let text = open.after_action("m/main.tf", "size = 4", "extract to local");
    assert!(one(&text).ends_with("}\n\nlocals {\n  size = 40\n}\n"), "{text:?}");
    let text = open.after_action("c.yaml", "size = 4", "extract to variable");
    assert!(
        one(&text).contains("    variable \"size\" {\n      type    = number\n      default = 40\n    }\n"),
        "{text:?}"
    );
    // Not what must be a literal, nor what is a name or in a function.
    for (name, after) in [
        ("a.yaml", "ImageId: e"),
        ("a.yaml", "Type: ALI"),
        ("a.yaml", "InstanceNa"),
        ("a.yaml", "!Ref Si"),
        ("m/main.tf", "image_id = \"e"),
        ("m/main.tf", "create_before_destroy = t"),
        ("m/main.tf", "\"alicloud_in"),
    ] {
        let actions = open.ask("textDocument/codeAction", name, after, json!({}))["result"].clone();
        let mut all = actions.as_array().unwrap().iter();
        assert!(all.all(|it| it["kind"] != "refactor.extract"), "{after}: {actions:#}");
    }
    assert_eq!(open.client.end(), Some(0));
}

#[test]
fn what_is_no_literal_is_adopted() {
    let template = ROS
        .replace("ImageId: ecs_image_web", "ImageId: !FindInMap [Images, !Ref 'ALIYUN::Region', Web]")
        + "Mappings:\n  Images:\n    cn-hangzhou: {Web: m-bp1000000000abcdefgh}\n    cn-beijing: {Web: m-2ze000000000abcdefgh}\n";
    let mut open = Open::new(&[("nestc.yaml", MANIFEST), ("a.yaml", &template)], &json!({}));
    let texts = open.after_action("a.yaml", "ImageId: !Find", "replace by the literal `");
    let [(_, template), (_, manifest)] = texts.as_slice() else { panic!("{texts:?}") };
    assert!(!template.contains("FindInMap") && template.contains("      ImageId: "), "{template}");
    assert!(
        manifest.contains("m-bp1000000000abcdefgh") && manifest.starts_with("version: 1\n"),
        "{manifest}"
    );
    assert_eq!(open.client.end(), Some(0));
}

#[test]
fn packages_and_versions_are_renamed_everywhere() {
    let mut open = Open::new(&[("nestc.yaml", MANIFEST)], &json!({}));
    for after in ["  web_serv", "ecs_image_web: web_", "\"web_s", "{package: web_"] {
        let answer = open.ask("textDocument/rename", "nestc.yaml", after, json!({"newName": "site"}));
        let text = open.edited(&answer["result"]);
        assert_eq!(one(&text), MANIFEST.replace("web_server", "site"), "{after}");
    }
    for after in ["      v", "web_server@v", "version: v"] {
        let answer = open.ask("textDocument/rename", "nestc.yaml", after, json!({"newName": "v3"}));
        let text = open.edited(&answer["result"]);
        assert_eq!(one(&text), MANIFEST.replace("v1", "v3"), "{after}");
    }
    for (after, name) in [("      v", "v2"), ("  web_serv", "a b"), ("  web_serv", "")] {
        let answer = open.ask("textDocument/rename", "nestc.yaml", after, json!({"newName": name}));
        assert_eq!(answer["error"]["code"], -32803, "{after} {name}: {answer}");
    }
    assert_eq!(open.client.end(), Some(0));
}

#[test]
fn a_name_is_typed_at_all_of_its_places_at_once() {
    let mut open = Open::new(
        &[("a.yaml", ROS), ("m/main.tf", HCL), ("m/more.tf", "output \"o\" { value = var.name }\n")],
        &json!({}),
    );
    let answer =
        open.ask("textDocument/linkedEditingRange", "a.yaml", "!Ref Si", json!({}))["result"].clone();
    let lines: Vec<&Value> =
        answer["ranges"].as_array().unwrap().iter().map(|it| &it["start"]["line"]).collect();
    assert_eq!(lines, [2, 10], "{answer}");
    // Not where another file has one of the places, nor where there is no name.
    for (name, after) in [("m/main.tf", "variable \"na"), ("a.yaml", "MaxAmount: ")] {
        let answer = open.ask("textDocument/linkedEditingRange", name, after, json!({}));
        assert_eq!(answer["result"], Value::Null, "{after}");
    }
    assert_eq!(open.client.end(), Some(0));
}

#[test]
fn names_are_found_in_all_folders() {
    let mut open = Open::new(
        &[("a.yaml", ROS), ("m/main.tf", HCL), ("m/n/main.tf", "variable \"name\" {}\n")],
        &json!({}),
    );
    let mut find = |query: &str| {
        let answer =
            open.client.request("workspace/symbol", json!({"query": query, "workDoneToken": "here"}));
        let found = answer.as_array().unwrap().iter();
        found
            .map(|it| {
                (it["name"].as_str().unwrap().to_owned(), it["location"]["uri"].as_str().unwrap().to_owned())
            })
            .collect::<Vec<_>>()
    };
    let names: Vec<String> = find("sz").into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["Size"]);
    let files: Vec<String> = find("NAME").into_iter().map(|(_, uri)| uri).collect();
    assert!(
        files.len() == 2 && files[0].ends_with("/m/main.tf") && files[1].ends_with("/m/n/main.tf"),
        "{files:?}"
    );
    assert!(find("").len() >= 5);
    assert_eq!(find("no such name"), []);
    assert_eq!(open.client.end(), Some(0));
}

#[test]
fn a_module_is_served_whose_call_leads_nowhere_yet() {
    let text = format!("{HCL}module \"net\" {{\n  source = \"./no\"\n}}\n");
    let mut open = Open::new(&[("m/main.tf", &text)], &json!({}));
    let offered =
        open.offered("m/main.tf", &text.replace("  instance_name = \"web\"", "  instance_name = var.|"));
    assert_eq!(offered, ["name"]);
    assert_eq!(open.client.end(), Some(0));
}

#[test]
fn items_are_explained_in_the_language_of_the_client() {
    let resolves = json!({"textDocument": {"completion": {"completionItem": {"resolveSupport": {"properties": ["documentation"]}}}}});
    for (locale, word) in [("en", "required"), ("zh-cn", "必填")] {
        let options = json!({"locale": locale, "capabilities": resolves});
        let mut open = Open::new(&[("a.yaml", ROS)], &options);
        let text = ROS.replace("      MaxAmount: 2\n", "      MaxAm|\n");
        let (text, position) = opened::cut(&text);
        let address = open.address("a.yaml");
        open.client.change(&address, 2, json!([{"text": text}]));
        let parameters = json!({"textDocument": {"uri": address}, "position": position});
        let answer = open.client.request("textDocument/completion", parameters);
        let item = answer["items"][0].clone();
        assert_eq!((&item["label"], &item["documentation"]), (&json!("MaxAmount"), &Value::Null));
        let item = open.client.request("completionItem/resolve", item);
        assert!(item["documentation"]["value"].as_str().unwrap().contains(word), "{item}");
        assert_eq!(open.client.end(), Some(0));
    }
}

#[test]
fn images_of_the_manifest_are_offered_at_image_slots() {
    let carried = format!(
        "ROSTemplateFormatVersion: '2015-09-01'\nTransform: Aliyun::Terraform-v1.5\nWorkspace:\n  main.tf: |\n    {}",
        HCL.trim_end().replace('\n', "\n    ")
    );
    let mut open = Open::new(
        &[
            ("nestc.yaml", MANIFEST),
            ("a.yaml", ROS),
            ("b.json", JSON),
            ("m/main.tf", HCL),
            ("c.yaml", &carried),
        ],
        &json!({}),
    );
    let all = ["ecs_image_new", "ecs_image_old", "ecs_image_web"];
    for (name, text) in [("a.yaml", ROS), ("b.json", JSON), ("m/main.tf", HCL), ("c.yaml", &carried)] {
        assert_eq!(open.offered(name, &text.replace("ecs_image_web", "|")), all, "{name}");
    }
    assert_eq!(open.client.end(), Some(0));
}

#[test]
fn newer_types_are_known_that_a_schema_names() {
    let schema = r#"{"ResourceType": "ALIYUN::NEW::Thing", "Properties": {"Colour": {"Type": "string", "Required": true}}, "Attributes": {}}"#;
    let manifest = format!("{MANIFEST}schema: [new.json]\n");
    let text = "ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  A:\n    Type: ALIYUN::NEW::Thing\n    Properties:\n      |\n";
    let files = [("nestc.yaml", manifest.as_str()), ("a.yaml", ""), ("new.json", schema)];
    let mut open = Open::new(&files, &json!({}));
    assert_eq!(open.offered("a.yaml", text)[0], "Colour");
    assert_eq!(open.client.end(), Some(0));
    let files = [("a.yaml", ""), ("new.json", schema)];
    let options = json!({"initializationOptions": {"schemas": ["new.json"]}});
    let mut open = Open::new(&files, &options);
    assert_eq!(open.offered("a.yaml", text)[0], "Colour");
    assert_eq!(open.client.end(), Some(0));
}

#[test]
fn findings_are_suppressed_in_json() {
    let ros = JSON.replace("ImageId", "Imageid");
    let terraform = r#"{"resource": {"alicloud_instance": {"web": {"imageId": "ecs_image_web"}}}}"#;
    for (name, text, after, code) in
        [("a.json", ros.as_str(), "\"Image", "NST104"), ("main.tf.json", terraform, "\"image", "NST104")]
    {
        for title in
            ["suppress `misspelled-image-property` here", "suppress `misspelled-image-property` in this file"]
        {
            let mut open = Open::new(&[(name, text)], &json!({}));
            let address = open.address(name);
            assert!(open.client.diagnostics(&address, 1).iter().any(|it| it["code"] == code), "{name}");
            let after = open.after_action(name, after, title);
            open.client.change(&address, 2, json!([{"text": one(&after)}]));
            let found = open.client.diagnostics(&address, 2);
            assert!(
                found.iter().all(|it| it["code"] != code && it["code"] != "NST901"),
                "{title}: {found:?}"
            );
            assert_eq!(open.client.end(), Some(0));
        }
    }
}

#[test]
fn a_name_that_is_defined_twice_is_changed_at_both() {
    let text = "variable \"a\" {}\nvariable \"a\" {}\noutput \"o\" { value = var.a }\n";
    let mut open = Open::new(&[("m/main.tf", text)], &json!({}));
    for after in ["variable \"a", "var.a"] {
        let answer = open.ask("textDocument/rename", "m/main.tf", after, json!({"newName": "b"}));
        let edited = open.edited(&answer["result"]);
        assert_eq!(one(&edited), text.replace("\"a\"", "\"b\"").replace("var.a", "var.b"), "{after}");
    }
    assert_eq!(open.client.end(), Some(0));
}
