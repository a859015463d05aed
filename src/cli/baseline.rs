//! `nestc lint --baseline`: what was found before is not reported again.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::output::put_report;
use crate::diagnostic::{Lang, RuleId};
use crate::lint::{Report, stale_baseline_entry};
use crate::project::Loaded;
use crate::report::{Place, Shown, fingerprints};
use crate::source::{FileId, TextRange};
use crate::text;
use crate::workspace::{Failure, FilePath, display, reason};

/// A baseline as it is stored, sorted, one finding a line, so that a diff shows what came and went.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Baseline {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Debug, Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    file: String,
    code: String,
    fingerprint: String,
}

/// Writes the findings of `report` to `path`. How many there are.
pub(super) fn write(path: &Path, report: &Report, loaded: &Loaded) -> Result<usize, Failure> {
    let sources = &loaded.workspace.sources;
    let shown = Shown::new(sources, Lang::En);
    let fingerprints = fingerprints(&shown, report);
    let mut entries: Vec<Entry> = report
        .findings
        .iter()
        .zip(fingerprints)
        .map(|(finding, fingerprint)| Entry {
            file: Place::of(sources, finding.primary.span).file.to_owned(),
            code: finding.rule.code().to_owned(),
            fingerprint,
        })
        .collect();
    entries.sort();
    let mut text = "{\"version\": 1, \"findings\": [".to_owned();
    for (at, entry) in entries.iter().enumerate() {
        text.push_str(if at == 0 { "\n  " } else { ",\n  " });
        text.push_str(&serde_json::to_string(entry).unwrap_or_default());
    }
    text.push_str(if entries.is_empty() { "]}\n" } else { "\n]}\n" });
    put_report(path, text.as_bytes())?;
    Ok(entries.len())
}

/// Takes out of `report` what the baseline at `path` has, and adds a finding for each entry that nothing stands for any
/// more, of the files that were looked at. With `whole`, that is every file.
pub(super) fn apply(path: &Path, report: &mut Report, loaded: &Loaded, whole: bool) -> Result<(), Failure> {
    let sources = &loaded.workspace.sources;
    let (text, baseline) = read(path)?;
    let known: HashSet<&str> = baseline.findings.iter().map(|entry| entry.fingerprint.as_str()).collect();
    let found = fingerprints(&Shown::new(sources, Lang::En), report);
    let before = report.findings.len();
    let mut own = found.iter();
    report.retain(|_| own.next().is_none_or(|it| !known.contains(it.as_str())));
    report.suppressed += before - report.findings.len();

    let found: HashSet<&str> = found.iter().map(String::as_str).collect();
    let looked: HashSet<&str> = looked_at(loaded).map(|file| sources.portable_name(file)).collect();
    // Of a rule that does not run, nothing is known.
    let ran = |entry: &Entry| RuleId::find(&entry.code).is_none_or(|rule| !loaded.selection.leaves_out(rule));
    let is_stale = |entry: &&Entry| {
        let was_looked_at = ran(entry) && (whole || looked.contains(entry.file.as_str()));
        was_looked_at && !found.contains(entry.fingerprint.as_str())
    };
    let stale: Vec<&Entry> = baseline.findings.iter().filter(is_stale).collect();
    if stale.is_empty() {
        return Ok(());
    }
    let places: HashMap<&str, TextRange> = places(&text, &stale);
    let file = sources.add(FilePath::new(path).to_string_lossy(), text.clone());
    let findings =
        stale.iter().filter(|_| !loaded.selection.leaves_out(stale_baseline_entry::ID)).map(|entry| {
            let range =
                places.get(entry.fingerprint.as_str()).copied().unwrap_or(TextRange { start: 0, end: 0 });
            stale_baseline_entry::finding(range.in_file(file), &entry.code, &entry.file)
        });
    report.add(findings.collect::<Vec<_>>());
    Ok(())
}

/// The files on disk that units were made of.
fn looked_at(loaded: &Loaded) -> impl Iterator<Item = FileId> {
    let templates = loaded.compiled.iter().flat_map(|it| &it.unit.templates);
    let files = templates.flat_map(|it| it.files.iter().map(|&file| loaded.workspace.sources.host(file)));
    files.chain(loaded.manifest_files())
}

/// Where the fingerprint of each entry stands in the text, its quotes included.
fn places<'e>(text: &str, entries: &[&'e Entry]) -> HashMap<&'e str, TextRange> {
    let mut quoted = HashMap::new();
    let (mut start, mut inside) = (0, false);
    for (at, _) in text.match_indices('"') {
        if inside {
            quoted.insert(text.get(start + 1..at).unwrap_or_default(), (start, at + 1));
        }
        (start, inside) = (at, !inside);
    }
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let place = |entry: &&'e Entry| {
        let (start, end) = quoted.get(entry.fingerprint.as_str())?;
        Some((entry.fingerprint.as_str(), TextRange { start: offset(*start), end: offset(*end) }))
    };
    entries.iter().filter_map(place).collect()
}

fn read(path: &Path) -> Result<(String, Baseline), Failure> {
    let name = display(path);
    let again = text!(
        en: "write it again by `nestc lint --baseline {name} --write-baseline`",
        zh: "请用 `nestc lint --baseline {name} --write-baseline` 重新生成",
        name = name,
    );
    let text = fs::read_to_string(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Failure::new(
            text!(en: "there is no baseline `{name}`", zh: "没有基线文件 `{name}`", name = name),
            again.clone(),
        ),
        _ => Failure::new(
            text!(
                en: "cannot read the baseline `{name}`: {reason}",
                zh: "无法读取基线文件 `{name}`：{reason}",
                name = name,
                reason = reason(&error),
            ),
            again.clone(),
        ),
    })?;
    match serde_json::from_str::<Baseline>(&text) {
        Ok(baseline) if baseline.version == 1 => Ok((text, baseline)),
        Ok(_) | Err(_) => Err(Failure::new(
            text!(en: "`{name}` is not a baseline that this nestc reads", zh: "`{name}` 不是此版本 nestc 能读取的基线文件", name = name),
            again,
        )),
    }
}
