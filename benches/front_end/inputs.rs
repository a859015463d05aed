//! What is read: the templates of `NESTC_CORPUS`, and synthetic ones of any size.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use crate::corpus;

/// A language of templates.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    Yaml,
    Json,
    Hcl,
}

impl Language {
    /// All of them.
    pub(crate) const ALL: [Language; 3] = [Language::Yaml, Language::Json, Language::Hcl];

    /// Its name, which is also how its files end.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Language::Yaml => "yaml",
            Language::Json => "json",
            Language::Hcl => "tf",
        }
    }

    fn endings(self) -> &'static [&'static str] {
        match self {
            Language::Yaml => &[".yml", ".yaml"],
            Language::Json => &[".json"],
            Language::Hcl => &[".tf"],
        }
    }

    /// Writes the entry number `number` of a synthetic template.
    fn entry(self, text: &mut String, number: usize) {
        let comma = if number == 0 { "" } else { "," };
        let template = match self {
            Language::Yaml => YAML_ENTRY,
            Language::Json => JSON_ENTRY,
            Language::Hcl => HCL_ENTRY,
        };
        let _ = write!(text, "{}", template.replace("%N", &number.to_string()).replace("%C", comma));
    }

    /// A template of at least `size` bytes.
    pub(crate) fn synthetic(self, size: usize) -> String {
        let (head, tail) = match self {
            Language::Yaml => (YAML_HEAD, ""),
            Language::Json => (JSON_HEAD, "\n  }\n}\n"),
            Language::Hcl => ("", ""),
        };
        let mut text = String::with_capacity(size + 4096);
        text.push_str(head);
        let mut number = 0;
        while text.len() < size {
            self.entry(&mut text, number);
            number += 1;
        }
        text.push_str(tail);
        text
    }
}

/// Texts that are read in one go.
pub(crate) struct Input {
    /// What the table calls it.
    pub(crate) name: String,
    /// What it is written in.
    pub(crate) language: Language,
    /// Where the texts stand, for the programs that read files.
    pub(crate) paths: Vec<PathBuf>,
    /// The texts.
    pub(crate) texts: Vec<String>,
}

impl Input {
    /// How many bytes it has.
    pub(crate) fn bytes(&self) -> usize {
        self.texts.iter().map(String::len).sum()
    }

    /// The files of `NESTC_CORPUS` in `language`; `None` where there are none.
    pub(crate) fn corpus(language: Language) -> Option<Self> {
        let found = corpus::texts(&corpus::from_environment(), language.endings());
        let (paths, texts): (Vec<_>, Vec<_>) = found.into_iter().map(|text| (text.path, text.text)).unzip();
        let name = format!("{} files", texts.len());
        (!texts.is_empty()).then_some(Input { name, language, paths, texts })
    }

    /// Those of its texts for which `accepts` holds; `None` where that is all or none of them.
    pub(crate) fn only(&self, accepts: impl Fn(&str) -> bool) -> Option<Self> {
        let accepted = self.paths.iter().zip(&self.texts).filter(|(_, text)| accepts(text));
        let (paths, texts): (Vec<_>, Vec<_>) =
            accepted.map(|(path, text)| (path.clone(), text.clone())).unzip();
        let name = format!("{} of {}, which all Rust readers accept", texts.len(), self.name);
        let some = (1..self.texts.len()).contains(&texts.len());
        some.then_some(Input { name, language: self.language, paths, texts })
    }

    /// A synthetic template of `megabytes`, also written to `folder`.
    pub(crate) fn synthetic(language: Language, megabytes: usize, folder: &Path) -> std::io::Result<Self> {
        let text = language.synthetic(megabytes * 1_000_000);
        let path = folder.join(format!("{megabytes}.{}", language.name()));
        fs::create_dir_all(folder)?;
        fs::write(&path, &text)?;
        Ok(Input { name: format!("{megabytes} MB"), language, paths: vec![path], texts: vec![text] })
    }
}

const YAML_HEAD: &str = "\
ROSTemplateFormatVersion: '2015-09-01'
Description:
  zh-cn: 创建多台云服务器并安装应用
  en: Creates instances and installs an application on them
Resources:
";

const YAML_ENTRY: &str = r#"  # 第 %N 台服务器 (instance %N)
  Instance%N:
    Type: ALIYUN::ECS::Instance
    Condition: CreateInstance
    Properties:
      ImageId: m-bp1g7004ksh0oeuc%N
      InstanceType:
        Ref: InstanceType
      InstanceName: "server-%N \u4e2d\n"
      SystemDiskSize: 40
      SecurityGroupId: {Ref: SecurityGroup}
      VSwitchId: !Ref VSwitch
      IoOptimized: optimized
      Tags:
        - Key: role
          Value: 'web ''%N'''
        - {Key: owner, Value: [a, b, "c"]}
      UserData:
        Fn::Sub: |
          #!/bin/bash
          # installs the application
          yum install -y nginx
          echo "server ${ALIYUN::StackName}: %N" > /etc/motd
          if [ -f /tmp/done ]; then exit 0; fi

          systemctl enable --now nginx
    DeletionPolicy: Retain
    DependsOn:
      - Vpc
      - VSwitch
"#;

const JSON_HEAD: &str = "{\n  \"ROSTemplateFormatVersion\": \"2015-09-01\",\n  \"Resources\": {";

const JSON_ENTRY: &str = r##"%C
    "Instance%N": {
      "Type": "ALIYUN::ECS::Instance",
      "Properties": {
        "ImageId": "m-bp1g7004ksh0oeuc%N",
        "InstanceType": {"Ref": "InstanceType"},
        "InstanceName": "服务器 %N",
        "SystemDiskSize": 40,
        "SecurityGroupId": {"Ref": "SecurityGroup"},
        "AllocatePublicIP": true,
        "Weight": -1.5e3,
        "Tags": [
          {"Key": "role", "Value": "web"},
          {"Key": "owner", "Value": null}
        ],
        "UserData": {"Fn::Sub": "#!/bin/bash\necho \"server ${ALIYUN::StackName}\" > /etc/motd\n"}
      },
      "DependsOn": ["Vpc", "VSwitch"]
    }"##;

const HCL_ENTRY: &str = r#"# 第 %N 台服务器
resource "alicloud_instance" "server_%N" {
  count                = var.enabled ? 2 : 0
  image_id             = "m-bp1g7004ksh0oeuc%N"
  instance_type        = data.alicloud_instance_types.default.instance_types[0].id
  instance_name        = "server-%N-${var.name}"
  security_groups      = [alicloud_security_group.default.id, var.other]
  vswitch_id           = element(alicloud_vswitch.default.*.id, count.index)
  system_disk_size     = max(40, local.size * 2 + 1)
  internet_charge_type = "PayByTraffic"
  tags = {
    role  = "web"
    names = join(",", [for name in var.names : upper(name) if name != ""])
  }
  data_disks {
    name     = "disk"
    size     = 20
    category = lookup(var.disk, "category", "cloud_essd")
  }
  user_data = <<-EOF
    #!/bin/bash
    echo "server ${var.name}" > /etc/motd
    %{ if var.debug }set -x%{ endif }
  EOF
}

"#;
