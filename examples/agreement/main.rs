//! Reads the same texts with this project's front end and with PyYAML, and tells where they differ.
//!
//! ```text
//! NESTC_CORPUS=folder:folder cargo run --release --example agreement -- [options] [PATH…]
//!     --edits N        also N texts with one byte of a corpus file edited (0)
//!     --cap BYTES      only files of at most so many bytes are edited (4000)
//!     --seed N         start of the random numbers (1)
//!     --jobs N         Python processes (1)
//!     --show N         print so many differences (20)
//!     --minimise       make those texts as small as they get
//!     --remember FILE  keep what PyYAML said, so that the next run need not ask again
//!     --json-suite     a text `y_….json` must be JSON, `n_….json` must not, whatever YAML says
//!     --check          fail unless all texts agree but for those that differences.md lists
//! ```
//!
//! Without paths, the shipped texts and those of `NESTC_CORPUS` are read. `tests/oracle/differences.md` gives
//! the reason of every difference that is known.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::indexing_slicing,
    reason = "a measuring program prints, and stops where it is wrong itself"
)]

#[path = "../../tests/support/corpus.rs"]
mod corpus;
mod edits;
mod memory;
mod minimise;
#[path = "../../tests/support/notation.rs"]
mod notation;
#[path = "../../tests/support/options.rs"]
mod options;
#[path = "../../tests/support/pyyaml.rs"]
mod pyyaml;
#[path = "../../tests/support/random.rs"]
mod random;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;

use corpus::Text;
use memory::Memory;
use options::Options;
use pyyaml::{Judgement, Oracle, Reading};
use random::Random;

/// The project's folder.
const HOME: &str = env!("CARGO_MANIFEST_DIR");

fn main() -> ExitCode {
    let options = Options::read();
    let mut roots = options.paths.clone();
    if roots.is_empty() {
        roots = corpus::shipped();
        roots.extend(corpus::from_environment());
    }
    let mut texts = corpus::texts(&roots, &[".yml", ".yaml", ".json"]);
    let mut met = HashSet::new();
    texts.retain(|text| met.insert(text.text.clone()));
    let cases = cases(&texts, &options);
    if options.flag("json-suite") {
        json_suite(&texts);
    }
    match compare(&cases, &options) {
        Ok(report) => {
            report.print(&options);
            if !options.flag("check") || report.is_as_listed() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// A text and where it comes from.
struct Case {
    name: String,
    text: String,
}

fn cases(texts: &[Text], options: &Options) -> Vec<Case> {
    let whole = texts.iter().map(|t| Case { name: t.path.display().to_string(), text: t.text.clone() });
    let mut cases: Vec<_> = whole.collect();
    let cap = options.number("cap", 4000);
    let small: Vec<_> = texts.iter().filter(|text| text.text.len() <= cap).collect();
    let mut random = Random::new(options.number("seed", 1) as u64);
    let count = if small.is_empty() { 0 } else { cases.len() + options.number("edits", 0) };
    while cases.len() < count {
        let source = *random.pick(&small);
        if let Some(text) = edits::edit(&source.text, &mut random) {
            cases.push(Case { name: format!("{} (edit {})", source.path.display(), cases.len()), text });
        }
    }
    cases
}

/// How two readings of a text differ.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Difference {
    /// Ours takes what PyYAML refuses.
    Taken,
    /// Ours refuses what PyYAML takes.
    Refused,
    /// Both take it and read something else.
    Value,
}

/// What was found.
#[derive(Default)]
struct Report {
    texts: usize,
    refused: usize,
    loaders_differ: usize,
    /// By kind and whether libyaml reads what we read: the case's name, its text and both readings.
    differences: BTreeMap<(Difference, bool), Vec<Found>>,
}

impl Report {
    /// Whether the shipped files that are read differently are those that `tests/oracle/differences.md` lists.
    fn is_as_listed(&self) -> bool {
        let words = include_str!("../../tests/oracle/differences.md").split('`');
        let listed: BTreeSet<&str> = words.filter(|word| word.starts_with("tests/syntax/")).collect();
        let found = self.differences.values().flatten();
        let found: BTreeSet<&str> =
            found.map(|it| it.name.strip_prefix(HOME).unwrap_or(&it.name).trim_start_matches('/')).collect();
        if listed != found {
            println!("listed in differences.md: {listed:?}");
        }
        listed == found
    }
}

struct Found {
    name: String,
    text: String,
    ours: Reading,
    judgement: Judgement,
}

fn difference(ours: &Reading, judgement: &Judgement) -> Option<(Difference, bool)> {
    let kind = match (ours, &judgement.pure) {
        (Ok(ours), Ok(pure)) if ours != pure => Difference::Value,
        (Ok(_), Err(_)) => Difference::Taken,
        (Err(_), Ok(_)) => Difference::Refused,
        _ => return None,
    };
    let with_libyaml = judgement.libyaml.as_ref().is_some_and(|libyaml| match (ours, libyaml) {
        (Ok(ours), Ok(libyaml)) => ours == libyaml,
        (Err(_), Err(_)) => true,
        _ => false,
    });
    Some((kind, with_libyaml))
}

fn compare(cases: &[Case], options: &Options) -> Result<Report, String> {
    let jobs = options.number("jobs", 1).max(1);
    let memory = Memory::open(options.text("remember")).map_err(|error| error.to_string())?;
    let memory = Mutex::new(memory);
    let report = Mutex::new(Report::default());
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs)
            .map(|job| {
                let (memory, report) = (&memory, &report);
                scope.spawn(move || {
                    let mut oracle = Oracle::start(Path::new(HOME))?;
                    cases
                        .iter()
                        .skip(job)
                        .step_by(jobs)
                        .try_for_each(|case| ask(case, &mut oracle, memory, report))
                })
            })
            .collect();
        workers
            .into_iter()
            .try_for_each(|worker| worker.join().map_err(|_| "a reader panicked".to_owned())?)
    })?;
    report.into_inner().map_err(|error| error.to_string())
}

fn ask(
    case: &Case,
    oracle: &mut Oracle,
    memory: &Mutex<Memory>,
    report: &Mutex<Report>,
) -> Result<(), String> {
    let ours = notation::read(&case.text);
    let known = memory.lock().map_err(|error| error.to_string())?.recall(&case.text, &ours);
    let judgement = match known {
        Some(judgement) => judgement,
        None => {
            let judgement = oracle.judge(&case.text)?;
            let mut memory = memory.lock().map_err(|error| error.to_string())?;
            memory.add(&case.text, &judgement).map_err(|error| error.to_string())?;
            judgement
        }
    };
    let mut report = report.lock().map_err(|error| error.to_string())?;
    report.texts += 1;
    report.refused += usize::from(judgement.pure.is_err());
    report.loaders_differ += usize::from(judgement.libyaml.is_some());
    if let Some(kind) = difference(&ours, &judgement) {
        let found = Found { name: case.name.clone(), text: case.text.clone(), ours, judgement };
        report.differences.entry(kind).or_default().push(found);
    }
    Ok(())
}

impl Report {
    fn print(&self, options: &Options) {
        println!(
            "{} texts, {} of them refused by PyYAML; its two loaders differ on {}",
            self.texts, self.refused, self.loaders_differ
        );
        let mut oracle = Oracle::start(Path::new(HOME)).ok();
        for (&(kind, with_libyaml), found) in &self.differences {
            let side = if with_libyaml { "as libyaml does" } else { "libyaml does not" };
            println!("\n== {kind:?}, {side}: {}", found.len());
            let mut shown: BTreeMap<String, (usize, &Found)> = BTreeMap::new();
            for found in found.iter().take(options.number("show", 20)) {
                let text = match &mut oracle {
                    Some(oracle) if options.flag("minimise") => smallest(found, (kind, with_libyaml), oracle),
                    _ => found.text.chars().take(400).collect(),
                };
                shown.entry(text).or_insert((0, found)).0 += 1;
            }
            let mut shown: Vec<_> = shown.into_iter().collect();
            shown.sort_by_key(|(text, (times, _))| (std::cmp::Reverse(*times), text.len()));
            for (text, (times, found)) in shown {
                println!("\n{text:?}  ({times} times, such as {})", found.name);
                show_readings(&text, found, oracle.as_mut());
            }
        }
    }
}

fn show_readings(text: &str, found: &Found, oracle: Option<&mut Oracle>) {
    let again = oracle.and_then(|oracle| oracle.judge(text).ok());
    let judgement = again.as_ref().unwrap_or(&found.judgement);
    let ours = if again.is_some() { notation::read(text) } else { found.ours.clone() };
    println!("    ours    {}", short(&ours));
    println!("    PyYAML  {}", short(&judgement.pure));
    if let Some(libyaml) = &judgement.libyaml {
        println!("    libyaml {}", short(libyaml));
    }
}

fn short(reading: &Reading) -> String {
    let text = match reading {
        Ok(value) => format!("reads {value}"),
        Err(error) => format!("refuses: {error}"),
    };
    text.chars().take(300).collect()
}

fn smallest(found: &Found, kind: (Difference, bool), oracle: &mut Oracle) -> String {
    minimise::minimise(&found.text, 3000, |text| {
        let ours = notation::read(text);
        oracle.judge(text).is_ok_and(|judgement| difference(&ours, &judgement) == Some(kind))
    })
}

/// Prints the texts of a JSON test suite on which the JSON front end alone is wrong.
fn json_suite(texts: &[Text]) {
    let (mut good, mut wrong) = (0, 0);
    for text in texts {
        let name = text.path.file_name().unwrap_or_default().to_string_lossy();
        let expected = match name.split_once('_') {
            Some(("y", _)) => true,
            Some(("n", _)) => false,
            _ => continue,
        };
        if notation::is_json(&text.text) == expected {
            good += 1;
        } else {
            wrong += 1;
            println!("JSON: {name} is {}", if expected { "refused" } else { "accepted" });
        }
    }
    println!("JSON suite: {good} right, {wrong} wrong");
}
