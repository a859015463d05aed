//! `nestc-build.json`: for each output what it was made of, what was replaced in it, and its digest.

use std::collections::{BTreeMap, HashMap};
use std::io;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Build;
use crate::render::{Content, Digest};
use crate::syntax::SourceMap;

#[derive(Serialize)]
struct Record<'a> {
    version: u32,
    manifest: &'a str,
    outputs: Vec<Output<'a>>,
}

#[derive(Serialize)]
struct Output<'a> {
    path: &'a str,
    template: &'a str,
    region: &'a str,
    files: Vec<File<'a>>,
    inputs: Vec<Input<'a>>,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    sha256: String,
}

#[derive(Serialize)]
struct Input<'a> {
    path: &'a str,
    sha256: String,
}

#[derive(Serialize)]
struct Replacement<'a> {
    file: &'a str,
    span: Range,
    from: &'a str,
    to: &'a str,
    region: &'a str,
}

#[derive(Serialize)]
struct Range {
    start: u32,
    end: u32,
}

/// What is read back of an earlier record.
#[derive(Deserialize)]
struct EarlierRecord {
    manifest: Option<String>,
    outputs: Vec<EarlierOutput>,
}

#[derive(Deserialize)]
struct EarlierOutput {
    files: Vec<EarlierFile>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum EarlierFile {
    /// As the first form of the record had it.
    Path(String),
    Digest {
        path: String,
        sha256: String,
    },
}

/// What an earlier build recorded.
#[derive(Debug, Default)]
pub(crate) struct Earlier {
    /// The manifest, as seen from the output root; records of the first form do not say it.
    pub manifest: Option<String>,
    /// Each output, relative to the output root, with its digest. Records of the first form have none.
    pub files: BTreeMap<String, Option<Digest>>,
}

impl Earlier {
    /// Whether it is of a build of `manifest`, which is said as in the record.
    #[must_use]
    pub(crate) fn is_of(&self, manifest: &str) -> bool {
        self.manifest.as_ref().is_none_or(|recorded| recorded == manifest)
    }

    /// Reads the record `bytes`; `None` where it is none.
    #[must_use]
    pub(crate) fn read(bytes: &[u8]) -> Option<Earlier> {
        let record: EarlierRecord = serde_json::from_slice(bytes).ok()?;
        let files = record.outputs.into_iter().flat_map(|output| output.files).map(|file| match file {
            EarlierFile::Path(path) => (path, None),
            EarlierFile::Digest { path, sha256 } => (path, Digest::from_hex(&sha256)),
        });
        Some(Earlier { manifest: record.manifest, files: files.collect() })
    }
}

/// The record of `build`, which `manifest` asked for. `digests` has that of each output by its path.
pub(super) fn write(
    build: &Build<'_>,
    sources: &SourceMap,
    manifest: &str,
    output_digests: &HashMap<&str, Digest>,
) -> io::Result<Vec<u8>> {
    let mut digests: HashMap<&str, String> = HashMap::new();
    let mut outputs = Vec::new();
    for rendering in &build.renderings {
        let mut names = HashMap::new();
        let mut inputs = Vec::new();
        for file in &rendering.files {
            let digest = digests.entry(&file.input).or_insert_with(|| match &file.output.content {
                Content::Edited { text, .. } => Digest::of(text.as_bytes()).to_string(),
                Content::Bytes(bytes) => Digest::of(bytes).to_string(),
                Content::Copy(source) => source.digest.to_string(),
            });
            inputs.push(Input { path: &file.input, sha256: digest.clone() });
            if let Some(source) = file.source {
                names.insert(source, file.input.as_str());
            }
        }
        let replacements = rendering.replacements.iter().map(|it| Replacement {
            file: names.get(&sources.host(it.span.file)).copied().unwrap_or_default(),
            span: Range { start: it.span.start, end: it.span.end },
            from: &it.from,
            to: &it.to,
            region: &it.region,
        });
        let files = rendering.files.iter().map(|file| {
            let digest = output_digests.get(file.output.path.as_str()).map(Digest::to_string);
            File { path: build.below_root(&file.output.path), sha256: digest.unwrap_or_default() }
        });
        outputs.push(Output {
            path: build.below_root(&rendering.output),
            template: &rendering.template,
            region: &rendering.region,
            files: files.collect(),
            replacements: replacements.collect(),
            inputs,
        });
    }
    let record = Record { version: 2, manifest, outputs };
    let mut bytes = serde_json::to_vec_pretty(&record).map_err(io::Error::other)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Whether the record `there` says what `wanted`, that of `build`, does, but for the line ends of the files: where git
/// checks them out with others, their digests are others, and replacements are elsewhere in them.
pub(crate) fn differs_in_line_ends(build: &Build<'_>, there: &[u8], wanted: &[u8]) -> bool {
    let read = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).ok();
    let (Some(there), Some(wanted)) = (read(there), read(wanted)) else { return false };
    let files = || build.renderings.iter().flat_map(|it| &it.files);
    let contents = Contents {
        inputs: files().map(|it| (it.input.as_str(), &it.output.content)).collect(),
        outputs: files().map(|it| (build.below_root(&it.output.path), &it.output.content)).collect(),
    };
    contents.are_told_by(&there, &wanted)
}

/// What the files of a build hold, by their paths.
struct Contents<'b> {
    inputs: HashMap<&'b str, &'b Content<'b>>,
    outputs: HashMap<&'b str, &'b Content<'b>>,
}

impl Contents<'_> {
    fn are_told_by(&self, there: &Value, wanted: &Value) -> bool {
        match (there, wanted) {
            (Value::Array(there), Value::Array(wanted)) => {
                there.len() == wanted.len()
                    && there.iter().zip(wanted).all(|(there, wanted)| self.are_told_by(there, wanted))
            }
            (Value::Object(there), Value::Object(wanted)) => {
                there.len() == wanted.len()
                    && wanted.iter().all(|(key, wanted)| match (key.as_str(), there.get(key)) {
                        ("span", Some(_)) => true,
                        ("files" | "inputs", Some(there)) => {
                            self.have_digests(key == "inputs", there, wanted)
                        }
                        (_, Some(there)) => self.are_told_by(there, wanted),
                        (_, None) => false,
                    })
            }
            _ => there == wanted,
        }
    }

    /// Whether two lists name the same files, each with a digest that it has with some line ends.
    fn have_digests(&self, inputs: bool, there: &Value, wanted: &Value) -> bool {
        let (Some(there), Some(wanted)) = (there.as_array(), wanted.as_array()) else { return false };
        there.len() == wanted.len()
            && there.iter().zip(wanted).all(|(there, wanted)| {
                let path = wanted.get("path").and_then(Value::as_str);
                let same_path = there.get("path").and_then(Value::as_str) == path;
                same_path && (there == wanted || self.has_digest(inputs, path.unwrap_or_default(), there))
            })
    }

    fn has_digest(&self, inputs: bool, path: &str, there: &Value) -> bool {
        let digest = there.get("sha256").and_then(Value::as_str).and_then(Digest::from_hex);
        let content = if inputs { self.inputs.get(path) } else { self.outputs.get(path) };
        let (Some(digest), Some(content)) = (digest, content) else { return false };
        match content {
            Content::Edited { text, .. } if inputs => digest.is_of(text.as_bytes()),
            content => content.bytes().is_ok_and(|bytes| digest.is_of(&bytes)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_of_both_forms_are_read() {
        let digest = Digest::of(b"x");
        let first = br#"{"version": 1, "outputs": [{"path": "a", "files": ["a/x", "b"], "inputs": []}]}"#;
        let read = Earlier::read(first).unwrap();
        assert_eq!(read.manifest, None);
        assert_eq!(read.files, BTreeMap::from([("a/x".to_owned(), None), ("b".to_owned(), None)]));
        let second = format!(
            r#"{{"version": 2, "manifest": "../nestc.yaml", "outputs": [{{"files": [{{"path": "a", "sha256": "{digest}"}}]}}]}}"#
        );
        let read = Earlier::read(second.as_bytes()).unwrap();
        assert_eq!(read.manifest.as_deref(), Some("../nestc.yaml"));
        assert_eq!(read.files, BTreeMap::from([("a".to_owned(), Some(digest))]));
        for other in ["", "{}", "[]", "{\"outputs\": 1}", &second[..second.len() - 1]] {
            assert!(Earlier::read(other.as_bytes()).is_none(), "{other}");
        }
    }
}
