//! What the text of an image ID says, and what a resource type can do with an image.

use super::table;
use crate::ir::Dialect;

/// What processors an image runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Architecture {
    /// 32-bit x86.
    I386,
    /// 64-bit x86.
    X86_64,
    /// 64-bit Arm.
    Arm64,
}

impl Architecture {
    /// The name that ECS has for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Architecture::I386 => "i386",
            Architecture::X86_64 => "x86_64",
            Architecture::Arm64 => "arm64",
        }
    }
}

/// How the IDs of public images of one system begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Family {
    /// The beginning, `centos`.
    pub name: &'static str,
    /// The system, "CentOS".
    pub system: &'static str,
    /// Where the fact comes from.
    pub source: &'static str,
}

/// When the support of a system ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EndOfLife {
    /// The system, "CentOS 7".
    pub system: &'static str,
    /// Beginnings of public image IDs, in lower case, with `_` for any separator.
    pub starts: &'static [&'static str],
    /// The last day of support, `2024-06-30`.
    pub date: &'static str,
    /// What ends on that day: "support", "standard support".
    pub what: &'static str,
    /// A system that takes its place.
    pub replacement: &'static str,
    /// Where the date comes from.
    pub source: &'static str,
}

impl EndOfLife {
    /// Whether the date had passed when the table was last looked through.
    #[must_use]
    pub(crate) fn is_past(&self) -> bool {
        self.date <= table::CHECKED
    }
}

/// The properties by which a resource type encrypts disks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Encryption {
    /// The dialect of the type.
    pub dialect: Dialect,
    /// The resource type.
    pub resource_type: &'static str,
    /// The property for the system disk; `None` where the type has none.
    pub system_disk: Option<&'static str>,
    /// The property for data disks, `DiskMappings[].Encrypted`; `None` where the type has none.
    pub data_disks: Option<&'static str>,
    /// Where the fact comes from.
    pub source: &'static str,
}

/// A type of resource or data source that finds or makes an image in the region of each deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ImageFinder {
    /// The dialect of the type.
    pub dialect: Dialect,
    /// The type, with `data.` before it for a data source of Terraform.
    pub resource_type: &'static str,
    /// The property that must be the region of the deployment; `None` where the image is there anyway.
    pub region: Option<&'static str>,
    /// Where the fact comes from.
    pub source: &'static str,
}

/// What an image ID looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ImageIdShape {
    /// `m-…`: a custom, shared, marketplace or community image, which belongs to one region.
    Account,
    /// The full ID of a public image: `centos_7_9_x64_20G_alibase_20220824.vhd`.
    Public,
    /// The beginning or a pattern of such an ID, `centos_7`, `ubuntu*14*32`, which ROS completes.
    PartialPublic,
    /// `{{resolve:oos:…}}`, which ROS resolves at deployment.
    DeployTime,
    /// Anything else: a free name that an association has to cover.
    Name,
}

/// What `text` looks like as an image ID. Letter case does not matter for public images.
#[must_use]
pub(crate) fn image_id_shape(text: &str) -> ImageIdShape {
    let letters =
        |it: &str| it.len() >= 6 && it.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if text.strip_prefix("m-").is_some_and(letters) {
        return ImageIdShape::Account;
    }
    if is_deploy_time(text) {
        return ImageIdShape::DeployTime;
    }
    if ends_with_ignoring_case(text, ".vhd") && !text.contains(char::is_whitespace) {
        return ImageIdShape::Public;
    }
    if family_of(text).is_some() { ImageIdShape::PartialPublic } else { ImageIdShape::Name }
}

/// How many letters and digits follow `m-`: those of today have 19 to 22, and some room is left.
pub(crate) const ACCOUNT_LETTERS: std::ops::RangeInclusive<usize> = 16..=22;

/// How many letters and digits follow `m-` in IDs of before 2016, such as `m-25l0rcfjo` in documents of ECS.
const OLD_LETTERS: usize = 9;

/// Whether so many letters and digits can follow `m-`.
#[must_use]
pub(crate) fn has_length_of_account_image(letters: usize) -> bool {
    ACCOUNT_LETTERS.contains(&letters) || letters == OLD_LETTERS
}

/// Whether `text` is an image ID as it is written to ECS: `m-` with letters and digits, the full ID of a public
/// image, or the beginning or pattern of one, which ROS completes. [`image_id_shape`] also takes what is merely meant
/// to be one.
#[must_use]
pub(crate) fn is_image_id(text: &str) -> bool {
    if let Some(rest) = text.strip_prefix("m-") {
        return has_length_of_account_image(rest.len())
            && rest.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
    }
    let is_plain = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-' | b'.' | b'*');
    let is_whole = text.ends_with(".vhd") && text.contains(['_', '-']) && !text.contains('*');
    text.bytes().all(is_plain) && (is_whole || family_of(text).is_some())
}

fn ends_with_ignoring_case(text: &str, end: &str) -> bool {
    text.len()
        .checked_sub(end.len())
        .and_then(|at| text.get(at..))
        .is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}

fn is_deploy_time(text: &str) -> bool {
    let inner = text.trim().strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"));
    inner.is_some_and(|it| it.trim().starts_with("resolve:"))
}

/// The families of public images, sorted by name.
#[must_use]
pub(crate) fn families() -> &'static [Family] {
    table::FAMILIES
}

/// The family of public images that `text` belongs to, whole or partial, in any letter case: the
/// family's name, alone or with a version or a pattern after it. `centos_web` is not of any family.
#[must_use]
pub(crate) fn family_of(text: &str) -> Option<&'static Family> {
    families().iter().find(|family| {
        let Some((start, rest)) = text.split_at_checked(family.name.len()) else { return false };
        let separators = ['_', '-', '.'];
        let version = rest.trim_start_matches(separators);
        let continues =
            version.is_empty() || version.starts_with(|it: char| it.is_ascii_digit() || it == '*');
        start.eq_ignore_ascii_case(family.name) && continues && !version.contains(char::is_whitespace)
    })
}

/// Whether ROS completes `image` on resources of type `resource_type` to the ID of the newest public image that fits:
/// the name of a system, alone or with a version. Letter case does not matter.
#[must_use]
pub(crate) fn is_completed(resource_type: &str, image: &str) -> bool {
    if !table::COMPLETING.contains(&resource_type) {
        return false;
    }
    // IDs begin with `win`, but `Windows` and `Windows2008r2` are documented, too. `windows` is rather a package's name.
    let version = image.get(..7).filter(|it| it.eq_ignore_ascii_case("windows")).and(image.get(7..));
    let is_version = |it: &str| it.trim_start_matches('_').starts_with(|it: char| it.is_ascii_digit());
    let is_windows = image == "Windows" || version.is_some_and(is_version);
    is_windows || image_id_shape(image) == ImageIdShape::PartialPublic
}

/// What processors the image runs on, by the text of a public image ID.
#[must_use]
pub(crate) fn architecture_of(image: &str) -> Option<Architecture> {
    if !matches!(image_id_shape(image), ImageIdShape::Public | ImageIdShape::PartialPublic) {
        return None;
    }
    image.split(['_', '-']).skip(1).find_map(|word| {
        table::ARCHITECTURES.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|&(_, it)| it)
    })
}

/// Every known end of life.
#[must_use]
pub(crate) fn ends_of_life() -> &'static [EndOfLife] {
    table::ENDS_OF_LIFE
}

/// When the support of the system of a public image ends, past or not, as far as its ID says.
#[must_use]
pub(crate) fn end_of_life_of(image: &str) -> Option<&'static EndOfLife> {
    let _family = family_of(image)?;
    ends_of_life().iter().find(|it| it.starts.iter().any(|start| begins(image, start)))
}

/// Whether `image` begins with `start`, whose `_` is any separator, and no digit follows it.
fn begins(image: &str, start: &str) -> bool {
    let mut letters = image.bytes().map(|byte| match byte {
        b'-' | b'.' => b'_',
        other => other.to_ascii_lowercase(),
    });
    start.bytes().all(|byte| letters.next() == Some(byte))
        && letters.next().is_none_or(|byte| !byte.is_ascii_digit())
}

/// How a resource type encrypts disks; `None` where nothing is known of the type.
#[must_use]
pub(crate) fn encryption_of(dialect: Dialect, resource_type: &str) -> Option<&'static Encryption> {
    table::ENCRYPTIONS.iter().find(|it| it.dialect == dialect && it.resource_type == resource_type)
}

/// What finds or makes an image in the region of each deployment; `None` for any other type.
#[must_use]
pub(crate) fn image_finder(dialect: Dialect, resource_type: &str) -> Option<&'static ImageFinder> {
    table::FINDERS.iter().find(|it| it.dialect == dialect && it.resource_type == resource_type)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn image_ids_have_their_shapes() {
        use ImageIdShape::{Account, DeployTime, Name, PartialPublic, Public};
        for (text, shape) in [
            ("m-bp1234567890abcdefgh", Account),
            ("m-25l0rcfjo", Account),
            ("m-bp1g7004ksh0oeuc****", Name),
            ("m-my-image", Name),
            ("centos_7_9_x64_20G_alibase_20220824.vhd", Public),
            ("aliyun-2.1903-x64-20G-alibase-20190507.vhd", Public),
            ("win2012r2_64_dtc_9600_en-us_40G_alibase_20190318.vhd", Public),
            ("centos_7", PartialPublic),
            ("Centos7", PartialPublic),
            ("ubuntu", PartialPublic),
            ("ubuntu_", PartialPublic),
            ("ubuntu*14*32", PartialPublic),
            ("aliyun_3_9_x64_20G_alibase_", PartialPublic),
            ("{{resolve:oos:aliyun/services/ecs/images/linux}}", DeployTime),
            ("{{ resolve:oos:x }}", DeployTime),
            ("windows", Name),
            ("centos_web", Name),
            ("ecs_image_repo", Name),
            ("", Name),
            ("中文", Name),
            ("ubuntu 14", Name),
        ] {
            assert_eq!(image_id_shape(text), shape, "{text}");
        }
    }

    #[test]
    fn image_ids_are_whole() {
        for text in [
            "m-bp1234567890abcdefgh",
            "m-bp1234567890abcd",
            "m-bp1234567890abcdefghij",
            "centos_7_9_x64_20G_alibase_20220824.vhd",
            "win2012r2_64_dtc_9600_en-us_40G_alibase_20190318.vhd",
            "centos7u2_64_40G_cloudinit_20160728.raw",
            "centos_7",
            "ubuntu*14*32",
        ] {
            assert!(is_image_id(text), "{text}");
        }
        for text in [
            "",
            "TODO",
            "web",
            "m-",
            "m-2ze",
            "m-bp1234567890abc",
            "m-bp1234567890abcdefghijk",
            "m-bp1g7004ksh0oeuc****",
            "M-bp1234567890abcdefgh",
            "m-BP1234567890abcdefgh",
            "m-bp1234567890abcdefgh ",
            "m-ｂｐ1234567890abcdefgh",
            "ami-0123456789abcdef0",
            "https://example.com/centos_7_disk.vhd",
            "centos_7 or later",
            "disk.vhd",
            "{{resolve:oos:x}}",
            "镜像",
        ] {
            assert!(!is_image_id(text), "{text}");
        }
    }

    #[test]
    fn documented_spellings_are_completed() {
        let group = "ALIYUN::ECS::InstanceGroup";
        for image in ["CentOS", "Win", "Windows", "Ubuntu_14", "Windows2008r2", "Win2008r2", "ubuntu*14*32"] {
            assert!(is_completed(group, image), "{image}");
        }
        assert!(is_completed("ALIYUN::ECS::InstanceGroupClone", "CentOS_6"));
        for image in ["windows", "windows_web", "centos_web", "m-bp1234567890abcdefgh", ""] {
            assert!(!is_completed(group, image), "{image}");
        }
        assert!(!is_completed("ALIYUN::ESS::ScalingConfiguration", "centos_7"));
        assert!(!is_completed("alicloud_instance", "centos_7"));
    }

    #[test]
    fn ends_of_life_follow_the_version() {
        let system = |image| end_of_life_of(image).map(|it| it.system);
        assert_eq!(system("centos_7_9_x64_20G_alibase_20220824.vhd"), Some("CentOS 7"));
        assert_eq!(system("CentOS_7.6_64"), Some("CentOS 7"));
        assert_eq!(system("centos7u2_64_40G_cloudinit_20160728.raw"), Some("CentOS 7"));
        assert_eq!(
            system("win2012r2_64_dtc_9600_en-us_40G_alibase_20190318.vhd"),
            Some("Windows Server 2012")
        );
        assert_eq!(system("ubuntu_140405_64_40G_cloudinit_20161115.vhd"), Some("Ubuntu 14.04"));
        assert_eq!(system("aliyun-2.1903-x64-20G-alibase-20190507.vhd"), Some("Alibaba Cloud Linux 2"));
        assert_eq!(system("aliyun_3_x64_20G_alibase_20240528.vhd"), None);
        assert_eq!(system("debian_12_8_x64_20G_alibase_20241216.vhd"), None);
        assert_eq!(system("debian_10_9_x64_20G_alibase_20210521.vhd"), Some("Debian 10"));
        assert_eq!(system("centos_8_web_server"), Some("CentOS 8"));
        assert_eq!(system("ubuntu_22_04"), Some("Ubuntu 22.04"));
        assert!(!end_of_life_of("ubuntu_22_04").unwrap().is_past());
        assert!(end_of_life_of("centos_7").unwrap().is_past());
    }

    #[test]
    fn ids_tell_their_architecture() {
        assert_eq!(architecture_of("ubuntu_16_0402_32_20G_alibase_20170711.vhd"), Some(Architecture::I386));
        assert_eq!(architecture_of("centos_7_06_64_20G_alibase_20190711.vhd"), Some(Architecture::X86_64));
        assert_eq!(architecture_of("aliyun_3_arm64_20G_alibase_20230731.vhd"), Some(Architecture::Arm64));
        assert_eq!(architecture_of("aliyun-2.1903-x64-20G-alibase-20190507.vhd"), Some(Architecture::X86_64));
        assert_eq!(architecture_of("centos_7"), None);
        assert_eq!(architecture_of("my_64_image"), None);
    }

    #[test]
    fn encryption_is_known_by_type() {
        let instance = encryption_of(Dialect::Ros, "ALIYUN::ECS::Instance").unwrap();
        assert_eq!((instance.system_disk, instance.data_disks), (None, None));
        let group = encryption_of(Dialect::Ros, "ALIYUN::ECS::InstanceGroup").unwrap();
        assert_eq!(group.system_disk, Some("SystemDiskEncrypted"));
        assert!(encryption_of(Dialect::Terraform, "ALIYUN::ECS::Instance").is_none());
    }
}
