//! `nestc.lock`: what each published version held when it was first built. Published content is fixed
//! (<https://www.alibabacloud.com/help/en/compute-nest/ecs-image-deployment-package>, "Create and publish the
//! deployment package"), so a version that differs from its record is a mistake.

mod content;

use std::collections::BTreeMap;

use serde::Serialize;

use content::{Content, DIGEST, SourceContent};

use super::package::read_strings;
use super::path::{Path, quoted};
use super::reader::Reader;
use super::{Manifest, Spanned, Status, Version};
use crate::diagnostic::{Diagnostic, Text};
use crate::source::{FileId, Span};
use crate::syntax::yaml::{Scalar, View};
use crate::syntax::{NodeId, SourceMap, template};
use crate::text;

/// The keys of the file.
const KEYS: &[&str] = &["version", "published"];

/// The keys of a record.
const RECORD_KEYS: &[&str] = &["digest", "kind", "source", "encrypted", "architecture", "images"];

/// What each published version was, by package and version name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    published: BTreeMap<(String, String), Recorded>,
}

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Recorded {
    digest: String,
    span: Option<Span>,
    /// What it is the digest of; records of the first form do not say it.
    content: Option<Content>,
}

/// One record as the file has it.
#[derive(Serialize)]
#[serde(untagged)]
enum Line<'r> {
    Digest(&'r str),
    Content {
        digest: &'r str,
        #[serde(flatten)]
        content: &'r Content,
    },
}

impl Lock {
    /// Reads the lock file `file`: every record that could be read, and all that is wrong with its shape.
    #[must_use]
    pub fn read(sources: &SourceMap, file: FileId) -> (Lock, Vec<Diagnostic>) {
        let text = sources.text(file);
        let (tree, language) = template::read(text);
        let view = View { tree: &tree, text, language };
        let mut reader = Reader::new(view, file);
        reader.report_syntax(&tree.errors);
        let mut lock = Lock::default();
        let path = Path::Root(&["the lock file", "锁文件"]);
        let Some(root) = view.root() else {
            let message = text!(en: "the lock file is empty", zh: "锁文件为空");
            let finding = reader.finding(Span { file, start: 0, end: 0 }, &path, message);
            let finding = finding.label(text!(en: "expected what was published", zh: "应为已发布内容的记录"));
            reader.report(finding.help(RESTORE));
            return (lock, reader.findings);
        };
        let fields = reader.fields(root, &path, KEYS);
        let is_mapping = reader.is_mapping(root);
        for key in KEYS.iter().filter(|key| is_mapping && fields.get(key).is_none()) {
            let message = text!(en: "the lock file has no `{key}`", zh: "锁文件缺少 `{key}`", key);
            let finding = reader.finding(reader.first_line(root), &path, message);
            reader.report(finding.help(RESTORE));
        }
        if let Some(version) = fields.get("version")
            && !(view.is_scalar(version) && matches!(view.scalar(version), Scalar::Int(1 | 2)))
        {
            let message = text!(en: "unsupported `version`", zh: "不支持的 `version`");
            let finding = reader.finding(reader.span(version), &path.key("version"), message);
            let finding = finding.label(text!(en: "expected `2`", zh: "应为 `2`"));
            reader.report(finding.help(text!(
                en: "this nestc reads lock files of version 1 and 2",
                zh: "当前 nestc 支持版本 1 和 2 的锁文件",
            )));
        }
        let path = path.key("published");
        for package in fields.get("published").map(|node| reader.entries(node, &path)).unwrap_or_default() {
            let path = path.key(&package.key.value);
            for version in reader.entries(package.value, &path) {
                let path = path.key(&version.key.value);
                let Some(recorded) = read_record(&mut reader, version.value, &path) else { continue };
                lock.published.insert((package.key.value.clone(), version.key.value), recorded);
            }
        }
        (lock, reader.findings)
    }

    /// Takes the record of a version back; whether there was one.
    pub(crate) fn forget(&mut self, package: &str, version: &str) -> bool {
        self.published.remove(&(package.to_owned(), version.to_owned())).is_some()
    }

    /// The versions that are recorded, as `package@version`.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> {
        self.published.keys().map(|(package, version)| format!("{package}@{version}"))
    }

    /// What has changed in `version` of the package called `package` since it was recorded; nothing where the record
    /// does not say what it was.
    pub(crate) fn changes(&self, package: &str, version: &Version) -> Vec<Text> {
        let recorded = self.published.get(&(package.to_owned(), version.name.value.clone()));
        let is_whole =
            |it: &&Recorded| it.content.as_ref().is_some_and(|content| content.digest() == it.digest);
        let old = recorded.filter(is_whole).and_then(|it| it.content.as_ref());
        old.map_or_else(Vec::new, |old| old.changes(&version.content()))
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
                let (digest, content) = (version.digest(), version.content());
                let record = Recorded { digest, span: None, content: None };
                let recorded = lock.published.entry(key).or_insert(record);
                if recorded.digest == version.digest() {
                    recorded.content = Some(content);
                }
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
        let mut packages: BTreeMap<&str, BTreeMap<&str, Line<'_>>> = BTreeMap::new();
        for ((package, version), recorded) in &self.published {
            let digest = recorded.digest.as_str();
            let line = match &recorded.content {
                Some(content) => Line::Content { digest, content },
                None => Line::Digest(digest),
            };
            packages.entry(package).or_default().insert(version, line);
        }
        let file = serde_json::json!({ "version": 2, "published": packages });
        let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// What helps against a lock file that is damaged.
const RESTORE: Text = text!(
    en: "restore it from the history of the repository; it keeps what was published",
    zh: "请从仓库历史中恢复；它记录了已发布的内容",
);

/// Reads one record: a digest, or a digest with what it is of.
fn read_record(reader: &mut Reader<'_>, node: NodeId, path: &Path<'_>) -> Option<Recorded> {
    if !reader.is_mapping(node) {
        let digest = reader.string(node, path)?;
        return checked(reader, digest, None, path);
    }
    let fields = reader.fields(node, path, RECORD_KEYS);
    let Some(digest) = fields.get("digest") else {
        let finding = reader.finding(
            reader.first_line(node),
            path,
            text!(en: "{path} has no `digest`", zh: "{path} 缺少 `digest`", path = quoted(path)),
        );
        reader.report(finding.help(RESTORE));
        return None;
    };
    let digest = reader.string(digest, &path.key("digest"))?;
    let mut content = Content::default();
    for (key, into) in [("kind", &mut content.kind), ("architecture", &mut content.architecture)] {
        *into = fields.get(key).and_then(|node| reader.string(node, &path.key(key))).map(|it| it.value);
    }
    let encrypted = fields.get("encrypted").and_then(|node| reader.boolean(node, &path.key("encrypted")));
    content.encrypted = encrypted.is_some_and(|it| it.value);
    let images = fields.get("images").map(|node| read_strings(reader, node, &path.key("images")));
    content.images =
        images.unwrap_or_default().into_iter().map(|(region, image)| (region.value, image.value)).collect();
    let source =
        fields.get("source").map(|node| read_strings(reader, node, &path.key("source"))).unwrap_or_default();
    let of =
        |key: &str| source.iter().find(|(name, _)| name.value == key).map(|(_, value)| value.value.clone());
    content.source = of("region").map(|region| SourceContent { region, image: of("image") });
    checked(reader, digest, Some(content), path)
}

/// The record, where its digest looks like one.
fn checked(
    reader: &mut Reader<'_>,
    digest: Spanned<String>,
    content: Option<Content>,
    path: &Path<'_>,
) -> Option<Recorded> {
    let hex = digest.value.strip_prefix(DIGEST).filter(|it| it.len() == 64);
    if !hex.is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_hexdigit())) {
        let finding = reader.finding(
            digest.span,
            path,
            text!(en: "{path} is not a digest", zh: "{path} 不是摘要", path = quoted(path)),
        );
        reader.report(
            finding
                .label(text!(
                    en: "expected `sha256:` and 64 hexadecimal digits",
                    zh: "应为 `sha256:` 加 64 位十六进制数字",
                ))
                .help(RESTORE),
        );
        return None;
    }
    Some(Recorded { digest: digest.value, span: Some(digest.span), content })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Lang;
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
        let wanted = serde_json::json!({"version": 2, "published": {"web": {"v1_0": {
            "digest": digest,
            "images": {"cn-beijing": "m-2", "cn-hangzhou": "m-1"},
        }}}});
        assert_eq!(serde_json::from_str::<serde_json::Value>(&lock.to_text()).unwrap(), wanted);
        manifest.packages[0].versions[0] = version("v1_0", &[("cn-hangzhou", "m-9")]);
        assert_eq!(lock.with(&manifest), lock);
    }

    fn read(text: &str) -> (Lock, Vec<String>) {
        let sources = SourceMap::new();
        let (lock, findings) = Lock::read(&sources, sources.add("nestc.lock", text));
        (lock, findings.into_iter().map(|it| it.message.get(Lang::En).to_owned()).collect())
    }

    #[test]
    fn a_lock_of_the_first_form_is_read_and_gets_its_content() {
        let mut manifest = Manifest::empty(FileId(0));
        manifest.packages = vec![Package {
            name: text("web"),
            description: None,
            tags: Vec::new(),
            tags_span: None,
            versions: vec![version("v1", IMAGES)],
        }];
        let digest = version("v1", IMAGES).digest();
        let other = format!("sha256:{}", "0".repeat(64));
        let first = format!(
            "{{\"version\": 1, \"published\": {{\"web\": {{\"v1\": \"{digest}\", \"v0\": \"{other}\"}}}}}}"
        );
        let (lock, findings) = read(&first);
        assert_eq!(findings, [""; 0]);
        assert!(lock.changes("web", &version("v1", &[])).is_empty(), "nothing tells what it was");
        let text = lock.with(&manifest).to_text();
        assert!(text.contains(&format!("\"v0\": \"{other}\"")), "{text}");
        let (again, findings) = read(&text);
        assert_eq!(findings, [""; 0]);
        assert_eq!(again.to_text(), text);
        let changed = version("v1", &[("cn-hangzhou", "m-9"), ("cn-shanghai", "m-3")]);
        let expected = [
            "`cn-beijing` was m-2, is gone",
            "`cn-hangzhou` was m-1, is m-9",
            "`cn-shanghai` was not there, is m-3",
        ];
        let said: Vec<_> =
            again.changes("web", &changed).iter().map(|it| it.get(Lang::En).to_owned()).collect();
        assert_eq!(said, expected);
    }

    #[test]
    fn every_part_of_a_version_is_recorded() {
        let mut manifest = Manifest::empty(FileId(0));
        let whole = Version {
            kind: Some(spanned(ImageKind::Custom)),
            source: Some(Source { region: text("cn-hangzhou"), image: Some(text("m-0")) }),
            encrypted: Some(spanned(true)),
            architecture: Some(spanned(Architecture::Arm64)),
            ..version("v1", IMAGES)
        };
        manifest.packages = vec![Package {
            name: text("web"),
            description: None,
            tags: Vec::new(),
            tags_span: None,
            versions: vec![whole.clone()],
        }];
        let written = Lock::default().with(&manifest).to_text();
        let (lock, findings) = read(&written);
        assert_eq!(findings, [""; 0]);
        assert_eq!(lock.to_text(), written);
        assert!(lock.changes("web", &whole).is_empty());
        assert_eq!(lock.changes("web", &version("v1", IMAGES)).len(), 5, "{written}");
    }

    #[test]
    fn a_damaged_lock_is_no_lock_to_go_by() {
        let digest = format!("sha256:{}", "0".repeat(64));
        let whole = format!("{{\"version\": 2, \"published\": {{\"web\": {{\"v1\": \"{digest}\"}}}}}}\n");
        assert_eq!(read(&whole).1, [""; 0]);
        for cut in 0..whole.trim_end().len() {
            assert_ne!(read(&whole[..cut]).1, [""; 0], "cut at {cut}");
        }
        for other in ["{}", "[]", "\0\0\0", "\n", "{\"version\": 2}", "{\"version\": 3, \"published\": {}}"] {
            assert_ne!(read(other).1, [""; 0], "{other:?}");
        }
        assert_ne!(read(&whole.replace("sha256:0", "sha256:")).1, [""; 0]);
    }
}
