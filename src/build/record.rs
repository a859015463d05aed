//! `nestc-build.json`: for each output what it was made of, what was replaced in it, and its digest.

use std::collections::{BTreeMap, HashMap};
use std::io;

use serde::{Deserialize, Serialize};

use super::Build;
use crate::render::{Content, Digest};
use crate::syntax::SourceMap;

/// The record's name in the output root.
pub const RECORD: &str = "nestc-build.json";

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
pub struct Earlier {
    /// The manifest, as seen from the output root; records of the first form do not say it.
    pub manifest: Option<String>,
    /// Each output, relative to the output root, with its digest. Records of the first form have none.
    pub files: BTreeMap<String, Option<Digest>>,
}

impl Earlier {
    /// Whether it is of a build of `manifest`, which is said as in the record.
    #[must_use]
    pub fn is_of(&self, manifest: &str) -> bool {
        self.manifest.as_ref().is_none_or(|recorded| recorded == manifest)
    }

    /// Reads the record `bytes`; `None` where it is none.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Earlier> {
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
