//! `nestc-build.json`: for each output what it was made of and what was replaced in it.

use std::collections::HashMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Build;
use crate::render::Content;
use crate::syntax::SourceMap;

/// The record's name in the output root.
pub const RECORD: &str = "nestc-build.json";

#[derive(Serialize)]
struct Record<'a> {
    version: u32,
    outputs: Vec<Output<'a>>,
}

#[derive(Serialize)]
struct Output<'a> {
    path: &'a str,
    template: &'a str,
    region: &'a str,
    files: Vec<&'a str>,
    inputs: Vec<Input<'a>>,
    replacements: Vec<Replacement<'a>>,
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
struct Earlier {
    outputs: Vec<EarlierOutput>,
}

#[derive(Deserialize)]
struct EarlierOutput {
    files: Vec<String>,
}

/// The record of `build`, whose paths are relative to `base`.
pub(super) fn write(build: &Build<'_>, sources: &SourceMap, base: &Path) -> Vec<u8> {
    let mut digests: HashMap<&str, String> = HashMap::new();
    let mut outputs = Vec::new();
    for rendering in &build.renderings {
        let mut names = HashMap::new();
        let mut inputs = Vec::new();
        for file in &rendering.files {
            let digest = digests.entry(&file.input).or_insert_with(|| match &file.output.content {
                Content::Edited { text, .. } => hex(text.as_bytes()),
                Content::Bytes(bytes) => hex(bytes),
                Content::Copy(_) => hex(&std::fs::read(base.join(&file.input)).unwrap_or_default()),
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
        outputs.push(Output {
            path: build.below_root(&rendering.output),
            template: &rendering.template,
            region: &rendering.region,
            files: rendering.files.iter().map(|file| build.below_root(&file.output.path)).collect(),
            replacements: replacements.collect(),
            inputs,
        });
    }
    let record = Record { version: 1, outputs };
    let mut bytes = serde_json::to_vec_pretty(&record).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The files that the record in the output root `root` names, relative to it; none where there is no
/// record, or it cannot be read.
#[must_use]
pub fn recorded_outputs(root: &Path) -> Vec<String> {
    let Ok(bytes) = std::fs::read(root.join(RECORD)) else { return Vec::new() };
    let earlier: Result<Earlier, _> = serde_json::from_slice(&bytes);
    earlier.map(|it| it.outputs.into_iter().flat_map(|output| output.files).collect()).unwrap_or_default()
}
