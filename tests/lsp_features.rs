//! What the language server says and does at a place.

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

const MANIFEST: &str = "templates: [web.yaml]
regions: [cn-hangzhou, cn-beijing]
packages:
  web_server:
    versions:
      v1:
        status: published
        source: {region: cn-hangzhou, image: m-bp1234567890abcdefgh}
        images:
          cn-hangzhou: m-bp1234567890abcdefgh
          cn-beijing: m-2ze234567890abcdefgh
associations:
  ecs_image_web: web_server@v1
";

const WEB: &str = "ROSTemplateFormatVersion: '2015-09-01'
Parameters:
  Zone: {Type: String}
Conditions:
  IsWeb: {Fn::Equals: [!Ref Zone, a]}
Mappings:
  Sizes: {small: {Type: ecs.g6.large}}
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      ImageId: ecs_image_web
      ZoneId: !Ref Zone
  Vpc:
    Type: ALIYUN::ECS::VPC
    DependsOn: Web
Outputs:
  Id: {Value: !GetAtt Vpc.VpcId}
";

const MAIN: &str = "variable \"zone\" {}
locals {
  name = \"web\"
}
resource \"alicloud_instance\" \"web\" {
  image_id = \"ecs_image_web\"
  availability_zone = var.zone
  instance_name = local.name
}
module \"net\" {
  source = \"./net\"
  cidr = \"10.0.0.0/8\"
}
output \"id\" { value = module.net.id }
";

const NET: &str = "variable \"cidr\" {}\noutput \"id\" { value = var.cidr }\n";

fn open() -> Open {
    let files = [("nestc.yaml", MANIFEST), ("web.yaml", WEB), ("tf/main.tf", MAIN), ("tf/net/net.tf", NET)];
    Open::new(&files, &json!({}))
}

#[test]
fn what_is_typed_can_be_completed() {
    let mut open = open();
    let with = |old: &str, new: &str| {
        assert!(WEB.contains(old), "{old}");
        WEB.replacen(old, new, 1)
    };
    for (text, first) in [
        (with("ZoneId: !Ref Zone", "ZoneId: !Ref |"), &["Vpc", "Web", "Zone"][..]),
        (with("ZoneId: !Ref Zone", "ZoneId: !Ref Zo|"), &["Zone"]),
        (with("ZoneId: !Ref Zone", "ZoneId: !Sub 'a-${Zo|}'"), &["Zone"]),
        (with("ZoneId: !Ref Zone", "ZoneId: !Sub a-${Zo|"), &["Zone"]),
        (with("ZoneId: !Ref Zone", "ZoneId:\n        Ref: |"), &["Vpc", "Web", "Zone"]),
        (with("ZoneId: !Ref Zone", "ZoneId: !FindInMap [Si|"), &["Sizes"]),
        (with("ZoneId: !Ref Zone", "ZoneId: !FindInMap [Sizes, sm|]"), &["small"]),
        (with("ZoneId: !Ref Zone", "ZoneId: !FindInMap [Sizes, small, |]"), &["Type"]),
        (with("ZoneId: !Ref Zone", "ZoneId: !If [|, a, b]"), &["IsWeb"]),
        (with("ZoneId: !Ref Zone", "ZoneId: !GetAt|"), &["!GetAtt"]),
        (with("!GetAtt Vpc.VpcId", "!GetAtt Vp|"), &["Vpc"]),
        (with("!GetAtt Vpc.VpcId", "!GetAtt Vpc.VpcI|"), &["Vpc.VpcId"]),
        (with("!GetAtt Vpc.VpcId", "!GetAtt [Vpc, VpcI|]"), &["VpcId"]),
        (
            with(
                "{Value: !GetAtt Vpc.VpcId}",
                "\n    Value:\n      Fn::GetAtt:\n        - Vpc\n        - VpcI|",
            ),
            &["VpcId"],
        ),
        (with("DependsOn: Web", "DependsOn: |"), &["Web"]),
        (with("DependsOn: Web", "DependsOn: [W|"), &["Web"]),
        (with("    DependsOn: Web", "    Del|"), &["DeletionPolicy"]),
        (with("    DependsOn: Web", "    Condition: |"), &["IsWeb"]),
        (with("Type: ALIYUN::ECS::VPC", "Type: ALIYUN::ECS::VP|"), &["ALIYUN::ECS::VPC"]),
        (with("Type: ALIYUN::ECS::VPC", "Type: 'ALIYUN::VPC::Eip|'"), &["ALIYUN::VPC::EIP"]),
        (with("      ZoneId: !Ref Zone", "      InstanceTy|"), &["InstanceType"]),
        (with("      ZoneId: !Ref Zone", "      |\n      ZoneId: !Ref Zone"), &["InstanceType"]),
        (with("      ZoneId: !Ref Zone", "      InternetChargeType: PayByTr|"), &["PayByTraffic"]),
        (with("Conditions:", "Local|"), &["Locals"]),
        (with("{Type: String}", "{Type: String, No|}"), &["NoEcho"]),
        (with("{Type: String}", "{Type: |}"), &["ALIYUN::OOS::Parameter::Value", "Boolean"]),
        (with("      ZoneId: !Ref Zone", "      # nestc: allow(dynamic-im|)\n"), &["dynamic-image-id"]),
    ] {
        let offered = open.offered("web.yaml", &text);
        assert!(
            offered.starts_with(&first.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>()),
            "{text}\n{:?}",
            &offered[..offered.len().min(10)]
        );
    }
    assert_eq!(open.client.end(), Some(0));
}

#[test]
fn json_and_hcl_can_be_completed() {
    let mut open = open();
    let json =
        "{\"ROSTemplateFormatVersion\": \"2015-09-01\", \"Parameters\": {\"Zone\": {\"Type\": \"String\"}},
  \"Resources\": {\"Web\": {\"Type\": \"ALIYUN::ECS::InstanceGroup\", \"Properties\": {HERE}}}}";
    for (here, first) in [
        ("\"ZoneId\": {\"Ref\": \"Zo|\"}", "Zone"),
        ("\"InstanceTy|\"", "InstanceType"),
        ("\"ImageId\": \"a\",\n \"InstanceTy|\": \"b\"", "InstanceType"),
        ("\"InternetChargeType\": \"PayByTr|\"", "PayByTraffic"),
    ] {
        let offered = open.offered("web.yaml", &json.replace("HERE", here));
        assert_eq!(
            offered.first().map(String::as_str),
            Some(first),
            "{here} {:?}",
            &offered[..offered.len().min(10)]
        );
    }
    let carried = "ROSTemplateFormatVersion: '2015-09-01'\nTransform: Aliyun::Terraform-v1.5\nWorkspace:\n  main.tf: |\n";
    for (old, new, first) in [
        ("var.zone", "var.|", "zone"),
        ("var.zone", "var.zo|", "zone"),
        ("local.name", "local.|", "name"),
        ("local.name", "\"a-${local.na|}\"", "name"),
        ("module.net.id", "module.|", "net"),
        ("var.zone", "alicloud_instance.|", "web"),
        ("var.zone", "alicloud_instance.web.priv|", "private_ip"),
        ("var.zone", "va|", "var.zone"),
        ("\"alicloud_instance\"", "\"alicloud_instanc|\"", "alicloud_instance"),
        ("  instance_name = local.name", "  instance_ty|", "instance_type"),
        ("  instance_name = local.name", "  data_disks {\n    categ|\n  }", "category"),
        ("locals {", "outpu|\nlocals {", "output"),
        ("variable \"zone\" {}", "variable \"zone\" {\n  descr|\n}", "description"),
        ("  name = \"web\"", "  name = joi|", "join"),
    ] {
        assert!(MAIN.contains(old), "{old}");
        let text = MAIN.replacen(old, new, 1);
        let offered = open.offered("tf/main.tf", &text);
        assert_eq!(
            offered.first().map(String::as_str),
            Some(first),
            "{new} {:?}",
            &offered[..offered.len().min(10)]
        );
        if new.contains("net") || text.contains("module.|") {
            continue;
        }
        let indented: String = text.lines().map(|line| format!("    {line}\n")).collect();
        let offered = open.offered("web.yaml", &format!("{carried}{indented}"));
        assert_eq!(
            offered.first().map(String::as_str),
            Some(first),
            "in ROS: {new} {:?}",
            &offered[..offered.len().min(10)]
        );
    }
    let offered = open.offered("tf/main.tf", &MAIN.replace("  cidr = \"10.0.0.0/8\"", "  ci|"));
    assert_eq!(offered.first().map(String::as_str), Some("cidr"));
    assert_eq!(open.client.end(), Some(0));
}

#[test]
fn a_manifest_can_be_completed() {
    let mut open = open();
    for (old, new, first) in [
        ("regions: [", "comp|\nregions: [", "computenest"),
        ("regions: [cn-hangzhou", "regions: [cn-hang|", "cn-hangzhou"),
        ("status: published", "status: pub|", "published"),
        ("        status: published", "        arch|", "architecture"),
        ("ecs_image_web: web_server@v1", "ecs_image_web: web|", "web_server@v1"),
        ("associations:", "lint:\n  dynamic-i|\nassociations:", "dynamic-image-id"),
    ] {
        assert!(MANIFEST.contains(old), "{old}");
        let offered = open.offered("nestc.yaml", &MANIFEST.replacen(old, new, 1));
        assert_eq!(
            offered.first().map(String::as_str),
            Some(first),
            "{new} {:?}",
            &offered[..offered.len().min(10)]
        );
    }
    assert_eq!(open.client.end(), Some(0));
}

#[test]
fn what_is_at_a_place_is_explained() {
    let mut open = open();
    for (name, after, words) in [
        ("web.yaml", "ImageId: ecs_", &["web_server@v1", "`m-2ze234567890abcdefgh`", "cn-beijing"][..]),
        ("web.yaml", "ZoneId: !Ref Zo", &["parameter", "`Zone`", "Type: String"]),
        ("web.yaml", "ZoneId: !R", &["Ref"]),
        ("web.yaml", "Fn::Equ", &["Fn::Equals"]),
        ("web.yaml", "      Zone", &["ZoneId", "string"]),
        ("web.yaml", "ALIYUN::ECS::V", &["ALIYUN::ECS::VPC", "https://"]),
        ("tf/main.tf", "= var.zo", &["variable", "`zone`"]),
        ("tf/main.tf", "= local.na", &["local", "`web`"]),
        ("tf/main.tf", "  availability_", &["availability_zone", "string"]),
        ("nestc.yaml", "ecs_image_web: web_", &["web_server@v1", "m-bp1234567890abcdefgh"]),
    ] {
        let answer = open.ask("textDocument/hover", name, after, json!({}));
        let text = answer["result"]["contents"]["value"].as_str().unwrap_or_default().to_owned();
        for word in words {
            assert!(text.contains(word), "{name} {after}: no {word} in {text}");
        }
    }
    assert_eq!(open.client.end(), Some(0));
}

#[test]
fn names_lead_to_each_other() {
    let mut open = open();
    for (name, after, target, line) in [
        ("web.yaml", "ZoneId: !Ref Zo", "web.yaml", 2),
        ("web.yaml", "ImageId: ecs_", "nestc.yaml", 12),
        ("nestc.yaml", "ecs_image_web: web_", "nestc.yaml", 3),
        ("tf/main.tf", "module.net.i", "tf/net/net.tf", 1),
        ("tf/main.tf", "  ci", "tf/net/net.tf", 0),
        ("tf/main.tf", "= var.zo", "tf/main.tf", 0),
    ] {
        let answer = open.ask("textDocument/definition", name, after, json!({}));
        let first = &answer["result"][0];
        assert_eq!(
            (first["uri"].as_str(), first["range"]["start"]["line"].as_u64()),
            (Some(&*open.address(target)), Some(line)),
            "{name} {after} {answer}"
        );
    }
    let uses = open.ask("textDocument/references", "web.yaml", "  Zo", json!({}));
    assert_eq!(uses["result"].as_array().unwrap().len(), 3, "{uses}");
    // A variable of a module is renamed where it is passed, too.
    let edit = open.ask("textDocument/rename", "tf/main.tf", "  ci", json!({"newName": "block"}));
    let changes = edit["result"]["changes"].as_object().unwrap();
    assert_eq!(changes[&open.address("tf/net/net.tf")].as_array().unwrap().len(), 2, "{edit}");
    assert_eq!(changes[&open.address("tf/main.tf")].as_array().unwrap().len(), 1, "{edit}");
    // That is so where the module is the only one that is open.
    let edit = open.ask("textDocument/rename", "tf/net/net.tf", "var.ci", json!({"newName": "block"}));
    let changes = edit["result"]["changes"].as_object().unwrap();
    assert_eq!(changes[&open.address("tf/main.tf")].as_array().unwrap().len(), 1, "{edit}");
    // What cannot be renamed is refused with a reason.
    for (after, name) in [
        ("ZoneId: !Ref Zo", "Vpc"),
        ("ZoneId: !Ref Zo", "a b"),
        ("ZoneId: !Ref Zo", ""),
        ("ALIYUN::ECS::V", "x"),
    ] {
        let answer = open.ask("textDocument/rename", "web.yaml", after, json!({"newName": name}));
        assert!(
            answer["error"]["message"].as_str().is_some_and(|it| it.len() > 10),
            "{after} {name} {answer}"
        );
    }
    assert_eq!(open.client.end(), Some(0));
}

#[test]
fn a_document_is_outlined() {
    let mut open = open();
    let of = |open: &mut Open, method: &str, name: &str| {
        let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 999, "character": 0}});
        let parameters = json!({"textDocument": {"uri": open.address(name)}, "range": range});
        open.client.request(method, parameters)
    };
    let symbols = of(&mut open, "textDocument/documentSymbol", "web.yaml");
    let resources = symbols.as_array().unwrap().iter().find(|it| it["name"] == "Resources").unwrap();
    let web = resources["children"].as_array().unwrap().iter().find(|it| it["name"] == "Web").unwrap();
    assert_eq!(web["detail"], "ALIYUN::ECS::InstanceGroup");
    assert_eq!(web["children"][0]["name"], "ImageId", "{web}");
    let symbols = of(&mut open, "textDocument/documentSymbol", "tf/main.tf");
    let names: Vec<&str> =
        symbols.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"alicloud_instance.web") && names.contains(&"net"), "{names:?}");
    let symbols = of(&mut open, "textDocument/documentSymbol", "nestc.yaml");
    assert_eq!(symbols[2]["children"][0]["name"], "web_server");

    let folds = of(&mut open, "textDocument/foldingRange", "web.yaml");
    assert!(
        folds.as_array().unwrap().iter().any(|it| it["startLine"] == 7 && it["endLine"] == 15),
        "{folds}"
    );
    let links = of(&mut open, "textDocument/documentLink", "nestc.yaml");
    assert_eq!(links[0]["target"], json!(open.address("web.yaml")));
    let links = of(&mut open, "textDocument/documentLink", "tf/main.tf");
    assert_eq!(links[0]["target"], json!(open.address("tf/net/net.tf")));
    let hints = of(&mut open, "textDocument/inlayHint", "web.yaml");
    assert_eq!(hints[0]["label"], "→ m-bp1234567890abcdefgh");
    let hints = of(&mut open, "textDocument/inlayHint", "tf/main.tf");
    assert!(hints.as_array().unwrap().iter().any(|it| it["label"] == "= \"web\""), "{hints}");
    let lenses = of(&mut open, "textDocument/codeLens", "web.yaml");
    assert!(lenses.as_array().unwrap().iter().any(|it| it["command"]["title"] == "used 2 times"), "{lenses}");
    let regions = of(&mut open, "nestc/regions", "web.yaml");
    let copy = regions["copies"][1]["uri"].clone();
    let copy = open.client.request("workspace/textDocumentContent", json!({"uri": copy}));
    assert_eq!(copy["text"].as_str().unwrap(), WEB.replace("ecs_image_web", "m-2ze234567890abcdefgh"));
    assert_eq!(open.client.end(), Some(0));
}

#[test]
fn findings_can_be_fixed_and_silenced() {
    let mut open = open();
    let bad = WEB.replace("ImageId: ecs_image_web", "Imageid: ecs_image_web");
    let address = open.address("web.yaml");
    open.client.change(&address, 2, json!([{"text": bad}]));
    open.client.diagnostics(&address, 2);
    open.folder.write("web.yaml", bad.as_bytes());
    let actions = open.ask("textDocument/codeAction", "web.yaml", "Image", json!({}))["result"].clone();
    let all: Vec<&Value> = actions.as_array().unwrap().iter().collect();
    let fix = all.iter().find(|it| it["isPreferred"] == true).unwrap();
    assert_eq!(fix["edit"]["changes"][&address][0]["newText"], "ImageId");
    let title = |part: &str| all.iter().find(|it| it["title"].as_str().unwrap().contains(part)).unwrap();
    let here = &title("here")["edit"]["changes"][&address][0];
    assert_eq!(here["newText"], "      # nestc: allow(misspelled-image-property)\n");
    let manifest = &title("manifest")["edit"]["changes"][&open.address("nestc.yaml")][0];
    assert_eq!(manifest["newText"], "lint:\n  misspelled-image-property: off\n");
    let only = json!({"context": {"diagnostics": [], "only": ["source.fixAll"]}});
    let actions = open.ask("textDocument/codeAction", "web.yaml", "Image", only)["result"].clone();
    assert_eq!(actions.as_array().unwrap().len(), 1, "{actions}");
    assert_eq!(actions[0]["kind"], "source.fixAll.nestc");
    // Each silences what it says.
    for edit in [here, &title("this file")["edit"]["changes"][&address][0]] {
        let line = edit["range"]["start"]["line"].as_u64().unwrap() as usize;
        let mut lines: Vec<String> = bad.split_inclusive('\n').map(str::to_owned).collect();
        lines.insert(line, edit["newText"].as_str().unwrap().to_owned());
        open.client.change(&address, 3, json!([{"text": lines.concat()}]));
        let found = open.client.diagnostics(&address, 3);
        assert!(found.iter().all(|it| it["code"] != "NST104" && it["code"] != "NST901"), "{found:?}");
        open.client.change(&address, 2, json!([{"text": bad}]));
        open.client.diagnostics(&address, 2);
    }
    assert_eq!(open.client.end(), Some(0));
}

#[test]
fn more_can_be_written() {
    let mut open = open();
    let text = WEB.replace("ecs_image_web", "ecs_image_other");
    let address = open.address("web.yaml");
    open.client.change(&address, 2, json!([{"text": text}]));
    open.folder.write("web.yaml", text.as_bytes());
    let mut edit_of = |after: &str, title: &str| {
        let only = json!({"context": {"diagnostics": [], "only": ["refactor"]}});
        let actions = open.ask("textDocument/codeAction", "web.yaml", after, only)["result"].clone();
        let found =
            actions.as_array().unwrap().iter().find(|it| it["title"].as_str().unwrap().starts_with(title));
        found.unwrap_or_else(|| panic!("no {title}: {actions}"))["edit"]["changes"].clone()
    };
    let edit = edit_of("ImageId: ecs_", "associate `ecs_image_other` with `web_server@v1`");
    let (file, edits) = edit.as_object().unwrap().iter().next().unwrap();
    assert!(file.ends_with("/nestc.yaml"), "{edit}");
    assert!(edits[0]["newText"].as_str().unwrap().contains("ecs_image_other: web_server@v1"), "{edit}");
    let edit = edit_of("  We", "write ");
    let written = edit[&address][0]["newText"].as_str().unwrap();
    assert!(written.contains("MaxAmount: ") && written.ends_with("\n      "), "{edit}");
    assert_eq!(open.client.end(), Some(0));
}
