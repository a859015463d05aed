//! What outputs may show: no secrets, nothing that is hidden, no command for a terminal or a build server.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may fail")]

mod common;

use common::program::{Folder, Outcome};

const FORMATS: [&str; 7] = ["human", "short", "json", "sarif", "github", "gitlab", "junit"];

/// Files whose secrets all hold `hunter2`, and where each is looked at by a finding beside it.
const SECRETS: &[(&str, &str)] = &[
    (
        "no-echo.yaml",
        "ROSTemplateFormatVersion: '2015-09-01'
Parameters:
  Image: {Type: String, NoEcho: true, Default: hunter2-no-echo}
  Other: {Type: String, NoEcho: 'True', Default: \"hunter2-\\e\\\"quoted\", AllowedValues: [hunter2-a]}
  DbPassword: {Type: String, Default: hunter2-by-name}
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      ImageId: {Ref: Image}
      InstanceType: ecs.g7.large
      MaxAmount: 1
  Second:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      ImageId: {Ref: Other}
      Password: 'hunter2-''x'
      Imageid: free # password: hunter2-comment
      InstanceType: ecs.g7.large
      MaxAmount: 1
  Stack:
    Type: ALIYUN::ROS::Stack
    Properties:
      Parameters: {Inner: hunter2-given}
      TemplateBody: |
        ROSTemplateFormatVersion: '2015-09-01'
        Parameters:
          Inner: {Type: String, NoEcho: true, Default: hunter2-inner}
        Resources:
          Deep: {Type: ALIYUN::ECS::InstanceGroup, Properties: {ImageId: {Ref: Inner}, AccessKeySecret: hunter2-k, InstanceType: ecs.g7.large, MaxAmount: 1}}
",
    ),
    (
        "one-line.json",
        r#"{"ROSTemplateFormatVersion":"2015-09-01","Parameters":{"I":{"Type":"String"}},"Resources":{"Web":{"Type":"ALIYUN::ECS::InstanceGroup","Properties":{"Password":"hunter2-oneline","ImageId":{"Ref":"I"},"UserData":"MYSQL_PASSWORD=hunter2-after"}}}}"#,
    ),
    (
        "flow.yaml",
        "ROSTemplateFormatVersion: '2015-09-01'
Resources:
  Web: {Type: ALIYUN::ECS::InstanceGroup, Properties: {Password: hunter2-flow, ImageId: {Ref: I}, AdminPassword: hunter2-x, Token: [hunter2-1], InstanceType: ecs.g7.large, MaxAmount: 1}}
  Env: {Type: ALIYUN::ECS::InstanceGroup, Properties: {ImageId: {Ref: E}, Env: [{Key: DB_PASSWORD, Value: hunter2-pair}], InstanceType: ecs.g7.large, MaxAmount: 1}}
",
    ),
    (
        "damaged.yaml",
        "ROSTemplateFormatVersion: '2015-09-01'
Parameters:
  I:
    Default: hunter2-default
    NoEcho: true
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties: {Password: hunter2-damaged, ImageId: {Ref: I}, Token: \"hunter2 open
      SecretKey: hunter2-below
      : }]
",
    ),
    (
        "workspace.yaml",
        "ROSTemplateFormatVersion: '2015-09-01'
Transform: Aliyun::Terraform-v1.5
Workspace:
  main.tf: |
    variable \"image\" {
      sensitive = true
      default = \"hunter2-workspace\"
    }
    resource \"alicloud_instance\" \"w\" { image_id = var.image }
  terraform.tfvars: \"image = \\\"hunter2-workspace-values\\\"\\n\"
",
    ),
    (
        "m/main.tf",
        "variable \"image\" {
  sensitive = true
  default   = \"hunter2-sensitive\"
}
resource \"alicloud_instance\" \"w\" { image_id = var.image }
module \"child\" {
  source = \"../child\"
  picture = \"hunter2-argument\"
}
provider \"alicloud\" { access_key = \"hunter2-ak\"
 secret_key = \"hunter2-sk\" }
",
    ),
    ("m/terraform.tfvars", "image = \"hunter2-tfvars\"\n"),
    (
        "child/main.tf",
        "variable \"picture\" { sensitive = true }
resource \"alicloud_instance\" \"w\" { image_id = var.picture }
",
    ),
    (
        "json/main.tf.json",
        r#"{"variable": {"image": {"sensitive": true, "default": "hunter2-json"}}, "resource": {"alicloud_instance": {"w": {"image_id": "${var.image}", "password": "hunter2-pw"}}}}"#,
    ),
];

#[track_caller]
fn hides(outcome: &Outcome, what: &str) {
    let all = format!("{}\n{}", outcome.out, outcome.err);
    let line = all.lines().find(|line| line.contains("hunter2"));
    assert!(line.is_none(), "{what}: {line:?}");
}

#[test]
fn secrets_are_masked_in_every_output() {
    let folder = Folder::new(SECRETS);
    for format in FORMATS {
        let outcome = folder.run(&["lint", "--format", format, "."]);
        assert_eq!(outcome.status, 1, "{outcome:#?}");
        hides(&outcome, format);
    }
    hides(&folder.run(&["inspect", "."]), "inspect");
    for (path, _) in SECRETS {
        hides(&folder.run(&["lint", path]), path);
    }
    let shown = folder.run(&["lint", "--show-secrets", "."]).out;
    for secret in ["no-echo", "flow", "damaged", "tfvars", "workspace-values", "inner", "oneline"] {
        assert!(shown.contains(&format!("hunter2-{secret}")), "{secret} in {shown}");
    }
    let masked = folder.run(&["lint", "flow.yaml"]).out;
    assert!(masked.contains("Password: ***, ImageId: {Ref: I}, AdminPassword: ***"), "{masked}");
}

/// Lines of templates with a secret that begins with `hunter2`.
const ROS_LINES: &[&str] = &[
    "pw: hunter2",
    "pwd: hunter2",
    "DBPASS: hunter2",
    "dsn: hunter2:x@tcp(db)/x",
    "Cookie: hunter2=x",
    "auth: hunter2",
    "AuthCode: hunter2",
    "Authorization: Basic hunter2",
    "LicenseKey: hunter2",
    "KeyPairPrivate: hunter2",
    "ssh_key: hunter2",
    "certificate_key: hunter2",
    "connection_string: Server=x;hunter2",
    "Secret: {Value: hunter2}",
    "Tags: [{Key: Password, Value: hunter2}]",
    "Env: {Name: API_KEY, Value: hunter2}",
    "UserData: echo hunter2 | passwd --stdin root",
    "UserData: \"#!/bin/sh\\necho root:hunter2 | chpasswd\\n\"",
    "UserData: mysql -uroot -phunter2 -e 'select 1'",
    "UserData: curl -u admin:hunter2 http://x",
    "UserData: 'redis-cli -a hunter2 ping'",
    "UserData: docker login -u x -p hunter2 registry",
    "UserData: '<password>hunter2</password>'",
    "UserData: '{\"name\": \"DB_PASSWORD\", \"value\": \"hunter2\"}'",
    "UserData: \"{\\\"key\\\":\\\"token\\\",\\\"value\\\":\\\"hunter2\\\"}\"",
];

/// The same in HCL; the first ones are no literals, and no errors of syntax.
const HCL_LINES: &[&str] = &[
    "password = hunter2",
    "password = hunter2.x",
    "env = { password = hunter2 }",
    "secret { value = \"hunter2\" }",
    "credentials { user { name = \"hunter2\" } }",
    "env { name = \"DB_PASSWORD\"\n  value = \"hunter2\" }",
    "license_key = \"hunter2\"",
    "user_data = \"echo hunter2 | passwd --stdin root\"",
    "auth = base64encode(\"hunter2\")",
];

#[test]
fn secrets_of_every_spelling_are_masked_beside_findings_and_in_diffs() {
    let ros = |line: &str, damage: &str| {
        format!(
            "ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  W:\n    Type: ALIYUN::ECS::InstanceGroup\n    Properties:\n      {line}\n      imageId: x\n{damage}"
        )
    };
    let hcl = |line: &str, damage: &str| {
        format!("resource \"alicloud_instance\" \"w\" {{\n  {line}\n  imageid = \"x\"\n}}\n{damage}")
    };
    let ros_files = ROS_LINES.iter().map(|line| (line, "web.yaml", ros(line, "")));
    let damaged = ROS_LINES.iter().map(|line| (line, "web.yaml", ros(line, "Outputs:\n  A: {B: [\n")));
    let hcl_files = HCL_LINES.iter().map(|line| (line, "main.tf", hcl(line, "")));
    let hcl_damaged = HCL_LINES.iter().map(|line| (line, "main.tf", hcl(line, "locals {\n  a = [\n}\n")));
    for (line, name, text) in ros_files.chain(damaged).chain(hcl_files).chain(hcl_damaged) {
        let folder = Folder::new(&[(name, &text)]);
        let lint = folder.run(&["lint", name]);
        hides(&lint, line);
        let diff = folder.run(&["fix", "--unsafe", "--diff", name]);
        hides(&diff, line);
        assert!(diff.out.contains("***"), "{line}: {}", diff.out);
        let whole = folder.run(&["fix", "--unsafe", "--diff", "--show-secrets", name]);
        assert!(whole.out.contains("hunter2"), "{line}");
    }
}

#[test]
fn what_only_speaks_of_secrets_is_shown() {
    let lines = [
        "KeyPairName: visible",
        "key_name: visible",
        "Tags: [{Key: Team, Value: visible}]",
        "author: visible",
        "keyword: visible",
        "PublicKeyBody: visible",
        "passthrough: visible",
        "KmsKeyId: visible",
        "UserData: cat /etc/passwd visible",
        "Description: visible tokenizer",
    ];
    for line in lines {
        let text = format!(
            "ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  W:\n    Type: ALIYUN::ECS::InstanceGroup\n    Properties:\n      {line}\n      imageId: x\n"
        );
        let out = Folder::new(&[("web.yaml", &text)]).run(&["fix", "--diff", "web.yaml"]).out;
        assert!(out.contains("visible") && !out.contains("***"), "{line}: {out}");
    }
}

#[test]
fn a_mask_tells_no_length() {
    let file = |password: &str| {
        let text = format!(
            "ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  W: {{Type: ALIYUN::ECS::InstanceGroup, Properties: {{ImageId: {{Ref: I}}, Password: {password}}}}}\n"
        );
        Folder::new(&[("a.yaml", &text)]).run(&["lint", "a.yaml"]).out
    };
    assert_eq!(file("x"), file("a-much-longer-password-of-many-words"));
}

#[test]
fn diffs_and_pages_are_masked() {
    let template = "ROSTemplateFormatVersion: '2015-09-01'
Parameters:
  Image: {Type: String, NoEcho: true, Default: hunter2-image}
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      Password: hunter2-near
      ImageId: web
      Script: SECRET=hunter2-script
      InstanceType: ecs.g7.large
      MaxAmount: 1
";
    let manifest = "version: 1
templates: [web.yaml, infra]
regions: [cn-hangzhou]
packages:
  web_server:
    versions:
      v1_0: {status: published, images: {cn-hangzhou: m-bp1g7004ksh0oeuc0001}}
associations: {web: web_server@v1_0}
";
    let module = "variable \"password\" {}\nvariable \"plain\" { sensitive = true }\nresource \"alicloud_instance\" \"w\" { image_id = \"web\" }\n";
    let folder = Folder::new(&[
        ("web.yaml", template),
        ("nestc.yaml", manifest),
        ("infra/main.tf", module),
        ("infra/terraform.tfvars", "password = \"hunter2-old\"\nplain = \"hunter2-old\"\n"),
    ]);
    let diff = folder.run(&["build", "--diff"]);
    hides(&diff, "build --diff");
    assert!(diff.out.contains("+      ImageId: m-bp1g7004ksh0oeuc0001"), "{diff:#?}");
    assert!(folder.run(&["build", "--diff", "--show-secrets"]).out.contains("hunter2-near"));
    folder.run(&["build"]).says(0, &[]);
    folder.write("infra/terraform.tfvars", b"password = \"hunter2-new\"\nplain = \"hunter2-new\"\n");
    let check = folder.run(&["build", "--check"]);
    check.says(1, &["NST227"]);
    hides(&check, "build --check");
    folder.write("web.yaml", template.replace("hunter2-near", "hunter2-other").as_bytes());
    let check = folder.run(&["build", "--check"]);
    check.says(1, &["-      Password: ***", "+      Password: ***"]);
    hides(&check, "build --check");
    hides(&folder.run(&["report", "--html", "-"]), "report");

    // The fix writes what was secret to a place that is not.
    folder.write("fix.yaml", template.replace("ImageId: web", "ImageId: {Ref: Image}").as_bytes());
    let fix = folder.run(&["fix", "--unsafe", "--diff", "fix.yaml"]);
    assert!(fix.out.contains("+      ImageId: ***"), "{fix:#?}");
    hides(&fix, "fix --diff");
}

/// A template whose names and values hold what a terminal or a build server would obey.
const HIDDEN: &str = "ROSTemplateFormatVersion: '2015-09-01'
Parameters:
  \"P\\e]8;;http://evil\\e\\\\x\\u202e\\u200b\\u061c\\u2028\\ufeff\\U000E0041\": {Type: String, Default: \"a\\e[2J\"}
Resources:
  \"W\\e[31m\\n::set-output name=x::y\\r\\u202e##[error]x ##vso[task.x]y\":
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      ImageId: {Ref: \"P\\e]8;;http://evil\\e\\\\x\\u202e\\u200b\\u061c\\u2028\\ufeff\\U000E0041\"}
      Imageid: x
      InstanceType: ecs.g7.large
      MaxAmount: 1
  B:
    Type: ALIYUN::ECS::Instance
    Properties:
      ImageId: {Ref: P} # \u{202e}\u{200b}\u{e0041} ::error::x ##[error]x \u{2028}::error::y
      Imageid: x
      InstanceType: ecs.g7.large
";

#[track_caller]
fn is_plain(outcome: &Outcome, what: &str) {
    for text in [&outcome.out, &outcome.err] {
        let hidden = |it: char| {
            (it.is_control() && it != '\n' && it != '\t')
                || matches!(it, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                    | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
        };
        assert!(!text.contains(hidden), "{what}: {text:?}");
        assert!(!text.contains("##[") && !text.contains("##vso["), "{what}: {text:?}");
        let is_command = |line: &&str| {
            let line = line.trim_start();
            line.starts_with("::")
                && !["::error file=", "::warning file=", "::notice file="]
                    .iter()
                    .any(|it| line.starts_with(it))
        };
        assert_eq!(text.lines().find(is_command), None, "{what}");
    }
}

#[test]
fn hidden_characters_and_commands_are_made_visible() {
    let folder = Folder::new(&[]);
    #[cfg(unix)]
    let name = "a\u{1b}[31m\n::error title=pwn::pwned\n\u{202e}##[error]b.yaml";
    #[cfg(not(unix))]
    let name = "a\u{202e}##[error]b.yaml";
    folder.write(name, HIDDEN.as_bytes());
    for format in FORMATS {
        is_plain(&folder.run(&["lint", "--format", format, name]), format);
    }
    for arguments in [
        &["inspect", name][..],
        &["fix", "--diff", name],
        &["lint", "no\u{1b}[31msuch\n::error::x.yaml"],
        &["lint", "::error::x.yaml"],
        &["lint", "--manifest", "\u{202e}\n::error::x", name],
        &["explain", "x\u{1b}[31m\n::error::x"],
        &["lint", "--format", "x\u{1b}[31m\n::error::x"],
        &["x\u{1b}[31m\n::error::x"],
        &["fix", "no\n::error::such.yaml"],
        &["inspect", "no\n::error::such.yaml"],
        &["report", "--html", "no\n::error::such/x.html"],
        &["lint", "--output-file", "no\n::error::such/x", name],
    ] {
        is_plain(&folder.run(arguments), &format!("{arguments:?}"));
    }
    let manifest = "version: 1\ntemplates: ['*b.yaml']\nregions: [\"cn-hangzhou\", \"x\\e\\u202e\\n::error::x\"]\npackages:\n  \"p\\e\\u202e\\n::error::x\":\n    versions: {\"v\\u202e##[x]\": {images: {}}}\noutput: \"d\\e[31m\\n::error::x/{region}/{path}\"\n";
    folder.write("nestc.yaml", manifest.as_bytes());
    for arguments in [
        &["build"][..],
        &["build", "--check"],
        &["build", "--diff"],
        &["report", "--html", "-"],
        &["lint"],
        &["fix"],
    ] {
        is_plain(&folder.run(arguments), &format!("{arguments:?}"));
    }
}

#[test]
fn names_that_begin_commands_are_no_commands() {
    let folder = Folder::new(&[("::set-output name=x::y.yaml", HIDDEN)]);
    for format in FORMATS {
        is_plain(&folder.run(&["lint", "--format", format, "."]), format);
    }
}

#[test]
fn ordinary_text_stays_as_it_is() {
    let text = "ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  网站：镜像😀👨‍👩‍👧❤️:\n    Type: ALIYUN::ECS::InstanceGroup\n    Properties:\n      ImageId: {Ref: 镜像} # 说明 😀\nParameters: {镜像: {Type: String}}\n";
    let folder = Folder::new(&[("模板.yaml", text)]);
    let out = folder.run(&["lint", "模板.yaml"]).out;
    assert!(out.contains("网站：镜像😀👨‍👩‍👧❤️") && out.contains("# 说明 😀"), "{out}");
}

#[test]
fn findings_of_one_kind_are_capped_and_counted() {
    let mut text = "ROSTemplateFormatVersion: '2015-09-01'\nMetadata:\n".to_owned();
    for _ in 0..5_000 {
        text.push_str("  Same: x\n");
    }
    let folder = Folder::new(&[("web.yaml", &text)]);
    for format in ["human", "short", "json", "sarif", "github", "gitlab", "junit"] {
        let outcome = folder.run(&["lint", "--format", format, "web.yaml"]);
        outcome.says(1, &["4899 more findings of `duplicate-key` in this file are not shown"]);
        assert!(outcome.out.len() < 400_000, "{format}: {} bytes", outcome.out.len());
    }
    folder.run(&["lint", "web.yaml"]).says(1, &["4999 errors"]);
    assert!(folder.run(&["lint", "--format", "json", "web.yaml"]).out.contains("\"errors\": 4999"));
}

/// Where a syntax error is, nobody can tell where a secret ends, so nothing of its line is shown after its name.
#[test]
fn what_follows_the_name_of_a_secret_in_a_damaged_line_is_hidden() {
    let ros = "ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  Web:\n    Type: ALIYUN::ECS::InstanceGroup\n    Properties:\n      ImageId: web\n";
    let yaml = [
        "      Password: 'it's hunter-1'\n",
        "      Password: \"it\"s hunter-1\"\n",
        "      Tags: {Password: 'it's hunter-1'}\n",
        "      Other: {Token: [hunter-1}\n",
    ];
    let tf = [
        "  password == \"hunter-1\"\n",
        "  password \"hunter-1\"\n",
        "  password = “hunter-1”\n",
        "  password = \"it\"s hunter-1\"\n",
        "  password=hunter-1\"\n",
    ];
    let tf = tf.map(|line| {
        ("main.tf", format!("resource \"alicloud_instance\" \"a\" {{\n  image_id = \"web\"\n{line}}}\n"))
    });
    let yaml = yaml.map(|line| ("web.yaml", format!("{ros}{line}")));
    for (name, text) in yaml.into_iter().chain(tf) {
        let folder = Folder::new(&[(name, &text)]);
        for format in ["human", "short", "json", "sarif", "github", "gitlab", "junit"] {
            let shown = folder.run(&["lint", name, "--format", format]);
            let found = shown.out.contains("NST001") || shown.out.contains("syntax-error");
            assert!(found, "{text}{shown:?}");
            assert!(!shown.out.contains("hunter"), "{text}{format}: {}", shown.out);
        }
        let open = folder.run(&["lint", name, "--show-secrets"]);
        assert!(open.out.contains("hunter"), "{text}{}", open.out);
    }
}

/// A help that would write out a secret is left out: without the secret nothing is left of it.
#[test]
fn a_help_without_its_secret_is_no_help() {
    let folder = Folder::new(SECRETS);
    for (path, _) in SECRETS {
        let out = folder.run(&["lint", path]).out;
        assert!(!out.contains("write `***`"), "{out}");
    }
    let text = "ROSTemplateFormatVersion: '2015-09-01'\nParameters:\n  I: {Type: String, NoEcho: true, Default: centos_7}\nResources:\n  W: {Type: ALIYUN::ECS::InstanceGroup, Properties: {ImageId: {Ref: I}}}\n";
    let folder = Folder::new(&[("a.yaml", text)]);
    let out = folder.run(&["lint", "a.yaml"]).out;
    assert!(out.contains("NST101") && !out.contains("help: write"), "{out}");
    assert!(folder.run(&["lint", "--show-secrets", "a.yaml"]).out.contains("help: write `centos_7` here"));
}

/// Of an output that somebody put there, such as a second name of a file that is secret, nothing is printed.
#[test]
fn what_is_in_the_place_of_an_output_is_not_shown() {
    let manifest = "version: 1\ntemplates: [web.yaml]\nregions: [cn-hangzhou]\npackages:\n  web_server:\n    versions:\n      v1_0: {status: draft, images: {cn-hangzhou: m-bp1g7004ksh0oeuc0001}}\nassociations: {web: web_server@v1_0}\n";
    let template = "ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  Web:\n    Type: ALIYUN::ECS::InstanceGroup\n    Properties:\n      ImageId: web\n      InstanceType: ecs.g7.large\n      MaxAmount: 1\n";
    let folder = Folder::new(&[
        ("nestc.yaml", manifest),
        ("web.yaml", template),
        ("elsewhere", "root:hunter2:19000\n"),
    ]);
    folder.run(&["build"]).says(0, &[]);
    let output = folder.path().join("dist/cn-hangzhou/web.yaml");
    std::fs::remove_file(&output).unwrap();
    std::fs::hard_link(folder.path().join("elsewhere"), &output).unwrap();
    let check = folder.run(&["build", "--check"]);
    check.says(1, &["was edited by hand"]);
    hides(&check, "build --check");
}

#[test]
fn names_that_nestc_proposes_are_shown_beside_secrets_that_look_alike() {
    let template = "ROSTemplateFormatVersion: '2015-09-01'
Parameters:
  Password: {Type: String, NoEcho: true, Default: InstanceType}
  gateway_id: {Type: String}
  Other: {Type: String, NoEcho: true, Default: gateway}
Resources:
  Web:
    Type: ALIYUN::ECS::Instance
    Properties:
      ImageId: aliyun_3_x64_20G_alibase_20240528.vhd
      InstanceTyp: ecs.g7.large
      Password: {Ref: Password}
      HostName: {Ref: Other}
";
    let module = "variable \"secret\" {\n  default = \"gateway\"\n  sensitive = true\n}\nresource \"alicloud_nat_gateway\" \"it\" {\n  vpc_id = var.secret\n  name   = \"x\"\n}\n";
    let folder = Folder::new(&[("web.yaml", template), ("tf/main.tf", module)]);
    for format in FORMATS {
        let outcome = folder.run(&["lint", ".", "--format", format]);
        for shown in [
            "did you mean `InstanceType`",
            "parameter `gateway_id` is never used",
            "of `alicloud_nat_gateway`",
        ] {
            let is_there = outcome.out.replace("&#96;", "`").contains(shown);
            assert!(
                is_there || format == "junit" && shown.starts_with("did"),
                "{format}: no `{shown}` in {}",
                outcome.out
            );
        }
    }
    let json = folder.run(&["lint", ".", "--format", "json"]).out;
    for text in ["\"text\": \"InstanceType\"", "\"text\": \"nat_gateway_name\""] {
        assert!(json.contains(text), "no {text} in {json}");
    }
    // What is a value is not shown.
    let leaks = template.replace("Default: gateway", "Default: gateway, AllowedValues: [a, b]");
    let folder = Folder::new(&[("web.yaml", &leaks)]);
    let shown = folder.run(&["lint", "web.yaml"]).out;
    assert!(!shown.contains("Default: gateway") && !shown.contains("`gateway`"), "{shown}");
}
