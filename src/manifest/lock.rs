//! `nestc.lock`: what each published version held when it was first built. Published content is fixed
//! (<https://www.alibabacloud.com/help/en/compute-nest/ecs-image-deployment-package>, "Create and publish the
//! deployment package"), so a version that differs from its record is a mistake.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::read::parse;
use super::reader::{Path, Reader};
use super::{Manifest, Spanned, Status, Version};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};
use crate::syntax::SourceMap;
use crate::syntax::yaml::{Scalar, View};
use crate::text;

/// The keys of the file.
const KEYS: &[&str] = &["version", "published"];

/// The digest of each published version, by package and version name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    published: BTreeMap<(String, String), Recorded>,
}

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Recorded {
    digest: String,
    span: Option<Span>,
}

impl Lock {
    /// Reads the lock file `file`: every record that could be read, and all that is wrong with its shape.
    #[must_use]
    pub fn read(sources: &SourceMap, file: FileId) -> (Lock, Vec<Diagnostic>) {
        let text = sources.text(file);
        let (tree, language) = parse(text, "nestc.lock");
        let view = View { tree: &tree, text, language };
        let mut reader = Reader::new(view, file);
        reader.report_syntax(&tree.errors);
        let mut lock = Lock::default();
        let Some(root) = view.root() else { return (lock, reader.findings) };
        let path = Path::Root(&["the lock file", "锁文件"]);
        let fields = reader.fields(root, &path, KEYS);
        if let Some(version) = fields.get("version")
            && !(view.is_scalar(version) && view.scalar(version) == Scalar::Int(1))
        {
            let message = text!(en: "unsupported `version`", zh: "不支持的 `version`");
            let finding = reader.finding(reader.span(version), &path.key("version"), message);
            let finding = finding.label(text!(en: "expected `1`", zh: "应为 `1`"));
            reader.report(finding.help(text!(
                en: "this nestc reads lock files of version 1",
                zh: "当前 nestc 只支持版本 1 的锁文件",
            )));
        }
        let path = path.key("published");
        for package in fields.get("published").map(|node| reader.entries(node, &path)).unwrap_or_default() {
            let path = path.key(&package.key.value);
            for version in reader.entries(package.value, &path) {
                let path = path.key(&version.key.value);
                let Some(digest) = reader.string(version.value, &path) else { continue };
                let recorded = Recorded { digest: digest.value, span: Some(digest.span) };
                lock.published.insert((package.key.value.clone(), version.key.value), recorded);
            }
        }
        (lock, reader.findings)
    }

    /// What is recorded of a version: its digest, and where in the lock file that is.
    #[must_use]
    pub fn digest_of(&self, package: &str, version: &str) -> Option<(&str, Option<Span>)> {
        let recorded = self.published.get(&(package.to_owned(), version.to_owned()))?;
        Some((&recorded.digest, recorded.span))
    }

    /// The records with those of every published version of `manifest` that has none yet. Records stay,
    /// also where their version is gone: a version that comes back has to be what it was.
    #[must_use]
    pub fn with(&self, manifest: &Manifest) -> Lock {
        let mut lock = self.clone();
        for package in &manifest.packages {
            for version in package.versions.iter().filter(|it| it.status.value == Status::Published) {
                let key = (package.name.value.clone(), version.name.value.clone());
                let record = || Recorded { digest: version.digest(), span: None };
                lock.published.entry(key).or_insert_with(record);
            }
        }
        lock
    }

    /// Whether nothing is recorded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.published.is_empty()
    }

    /// The text of the lock file: JSON, one record a line, in the order of the names.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut packages: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
        for ((package, version), recorded) in &self.published {
            packages.entry(package).or_default().insert(version, &recorded.digest);
        }
        let file = serde_json::json!({ "version": 1, "published": packages });
        let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
        text.push('\n');
        text
    }
}

impl Version {
    /// The digest of all that is fixed once the version is published: everything but its name and status.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut images: Vec<(&str, &str)> =
            self.images.iter().map(|(region, image)| (region.value.as_str(), image.value.as_str())).collect();
        images.sort_unstable();
        let source = self.source.as_ref().map(|it| (&it.region.value, it.image.as_ref().map(|it| &it.value)));
        let word = |name: Option<&'static str>| name.unwrap_or("");
        let content = serde_json::json!([
            word(self.kind.as_ref().map(|it| it.value.name())),
            source,
            self.encrypted.as_ref().is_some_and(|it: &Spanned<bool>| it.value),
            word(self.architecture.as_ref().map(|it| it.value.name())),
            images,
        ]);
        let mut digest = "sha256:".to_owned();
        for byte in Sha256::digest(content.to_string().as_bytes()) {
            let _ = write!(digest, "{byte:02x}");
        }
        digest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::{Architecture, ImageKind, Package, Source};

    fn spanned<T>(value: T) -> Spanned<T> {
        Spanned { value, span: Span::default() }
    }

    fn text(value: &str) -> Spanned<String> {
        spanned(value.to_owned())
    }

    fn version(name: &str, images: &[(&str, &str)]) -> Version {
        Version {
            name: text(name),
            status: spanned(Status::Published),
            kind: None,
            source: None,
            encrypted: None,
            architecture: None,
            images: images.iter().map(|(region, image)| (text(region), text(image))).collect(),
            images_span: Span::default(),
        }
    }

    const IMAGES: &[(&str, &str)] = &[("cn-hangzhou", "m-1"), ("cn-beijing", "m-2")];

    #[test]
    fn a_digest_changes_with_the_content_alone() {
        let digest = version("v1_0", IMAGES).digest();
        let swapped = [("cn-beijing", "m-2"), ("cn-hangzhou", "m-1")];
        let same = Version { status: spanned(Status::Draft), ..version("v1_1", &swapped) };
        assert_eq!(same.digest(), digest);
        let source = Source { region: text("cn-hangzhou"), image: None };
        for other in [
            version("v1_0", &[("cn-hangzhou", "m-1")]),
            version("v1_0", &[("cn-hangzhou", "m-2"), ("cn-beijing", "m-1")]),
            Version { kind: Some(spanned(ImageKind::Custom)), ..version("v1_0", IMAGES) },
            Version { source: Some(source), ..version("v1_0", IMAGES) },
            Version { encrypted: Some(spanned(true)), ..version("v1_0", IMAGES) },
            Version { architecture: Some(spanned(Architecture::Arm64)), ..version("v1_0", IMAGES) },
        ] {
            assert_ne!(other.digest(), digest, "{other:?}");
        }
        let open = Version { encrypted: Some(spanned(false)), ..version("v1_0", IMAGES) };
        assert_eq!(open.digest(), digest, "not encrypted is the same as not stated");
    }

    #[test]
    fn records_are_added_and_never_changed() {
        let mut manifest = Manifest::empty(FileId(0));
        let draft = Version { status: spanned(Status::Draft), ..version("v2_0", IMAGES) };
        manifest.packages = vec![Package {
            name: text("web"),
            description: None,
            tags: Vec::new(),
            tags_span: None,
            versions: vec![version("v1_0", IMAGES), draft],
        }];
        let lock = Lock::default().with(&manifest);
        let digest = version("v1_0", IMAGES).digest();
        assert_eq!(lock.digest_of("web", "v1_0"), Some((digest.as_str(), None)));
        assert_eq!(lock.digest_of("web", "v2_0"), None);
        let wanted = format!(
            "{{\n  \"published\": {{\n    \"web\": {{\n      \"v1_0\": \"{digest}\"\n    }}\n  }},\n  \"version\": 1\n}}\n"
        );
        assert_eq!(lock.to_text(), wanted);
        manifest.packages[0].versions[0] = version("v1_0", &[("cn-hangzhou", "m-9")]);
        assert_eq!(lock.with(&manifest), lock);
    }

    #[test]
    fn a_lock_is_read_as_it_was_written() {
        let sources = SourceMap::new();
        let file =
            sources.add("nestc.lock", "{\"version\": 1, \"published\": {\"web\": {\"v1\": \"sha256:0\"}}}");
        let (lock, findings) = Lock::read(&sources, file);
        assert_eq!(findings, []);
        assert_eq!(lock.digest_of("web", "v1").map(|(digest, _)| digest), Some("sha256:0"));
        let again = sources.add("nestc.lock", lock.to_text());
        let (read, findings) = Lock::read(&sources, again);
        assert_eq!(findings, []);
        assert_eq!(read.to_text(), lock.to_text());
    }
}
