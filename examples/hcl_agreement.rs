//! Reads the same texts with this project's HCL front end, with `terraform fmt` and with hcl-edit, and says
//! whose verdicts differ.
//!
//! ```text
//! NESTC_CORPUS=folder:folder cargo run --release --example hcl_agreement -- [options] [PATH…]
//!     --edits N      also N texts with one byte of a corpus file edited (20000)
//!     --cap BYTES    only files of at most so many bytes are edited (20000)
//!     --seed N       start of the random numbers (1)
//!     --show N       print so many differences (20)
//!     --check        fail unless Terraform agrees on all texts
//! ```
//!
//! Without paths, the shipped texts and those of `NESTC_CORPUS` are read. Without `terraform` on the `PATH`
//! only hcl-edit is asked. `tests/hcl/differences.md` states the reason for every known difference.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::indexing_slicing,
    reason = "a measuring program prints, and stops where it is wrong itself"
)]

#[path = "../tests/support/corpus.rs"]
mod corpus;
#[path = "../tests/support/options.rs"]
mod options;
#[path = "../tests/support/random.rs"]
mod random;

use std::collections::HashSet;
use std::path::Path;
use std::process::{Command, ExitCode};

use nestc::syntax::hcl::parse;
use options::Options;
use random::Random;

/// Texts that one process of Terraform reads.
const BATCH: usize = 2_000;

/// A text and where it comes from.
struct Case {
    name: String,
    text: String,
}

fn main() -> ExitCode {
    let options = Options::read();
    let mut roots = options.paths.clone();
    if roots.is_empty() {
        roots = corpus::shipped();
        roots.extend(corpus::from_environment());
    }
    let cases = cases(&roots, &options);
    let terraform = match terraform(&cases) {
        Ok(rejected) => Some(rejected),
        Err(error) => {
            eprintln!("terraform is left out: {error}");
            None
        }
    };
    let mut agrees = true;
    if let Some(rejected) = terraform {
        agrees = tell("terraform fmt", &cases, &options, |index, _| !rejected.contains(&index));
    }
    let _ = tell("hcl-edit", &cases, &options, |_, text| hcl_edit::parser::parse_body(text).is_ok());
    if agrees || !options.flag("check") { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The texts under `roots` and their edits.
fn cases(roots: &[std::path::PathBuf], options: &Options) -> Vec<Case> {
    let texts = corpus::texts(roots, &[".tf", ".hcl", ".tfvars"]);
    let name = |path: &Path| path.display().to_string();
    let mut cases: Vec<Case> =
        texts.iter().map(|text| Case { name: name(&text.path), text: text.text.clone() }).collect();
    println!("{} files", cases.len());
    let cap = options.number("cap", 20_000);
    let edited: Vec<_> = texts.iter().filter(|text| (1..=cap).contains(&text.text.len())).collect();
    let mut random = Random::new(options.number("seed", 1) as u64);
    let count = cases.len() + if edited.is_empty() { 0 } else { options.number("edits", 20_000) };
    while cases.len() < count {
        let text = *random.pick(&edited);
        if let Some(changed) = edit(&text.text, &mut random) {
            cases.push(Case { name: format!("{} (edited)", name(&text.path)), text: changed });
        }
    }
    cases
}

/// `text` with one byte deleted, inserted or replaced; `None` where it is no longer text.
fn edit(text: &str, random: &mut Random) -> Option<String> {
    const MARKS: &[u8] = b"\"${}[]()%=,.:#\n\\ \t~<>-?*+&|!/a0eE@;'`_\r";
    let mut bytes = text.as_bytes().to_vec();
    let at = random.below(bytes.len());
    let mark = if random.below(4) == 0 { random.below(128) as u8 } else { *random.pick(MARKS) };
    match random.below(3) {
        0 => {
            let _ = bytes.remove(at);
        }
        1 => bytes.insert(at, mark),
        _ => bytes[at] = mark,
    }
    String::from_utf8(bytes).ok()
}

/// The indexes of the cases that `terraform fmt` does not read.
fn terraform(cases: &[Case]) -> std::io::Result<HashSet<usize>> {
    let mut rejected = HashSet::new();
    for (batch, texts) in cases.chunks(BATCH).enumerate() {
        let folder = tempfile::tempdir()?;
        for (index, case) in texts.iter().enumerate() {
            std::fs::write(folder.path().join(format!("case{index:06}.tf")), &case.text)?;
        }
        let output = Command::new("terraform")
            .args(["fmt", "-check", "-list=false", "-no-color"])
            .arg(folder.path())
            .output()?;
        let told = String::from_utf8_lossy(&output.stderr);
        for part in told.split("case").skip(1) {
            let Some((index, rest)) = part.split_once(".tf") else { continue };
            if let (Ok(index), true) = (index.parse::<usize>(), rest.starts_with(" line ")) {
                let _ = rejected.insert(batch * BATCH + index);
            }
        }
    }
    Ok(rejected)
}

/// Prints where `oracle` differs; true where it nowhere does.
fn tell(name: &str, cases: &[Case], options: &Options, oracle: impl Fn(usize, &str) -> bool) -> bool {
    let mut show = options.number("show", 20);
    let (mut rejected, mut false_rejects, mut false_accepts) = (0, 0, 0);
    for (index, case) in cases.iter().enumerate() {
        let theirs = oracle(index, &case.text);
        let errors = parse(&case.text).errors;
        rejected += usize::from(!theirs);
        if theirs == errors.is_empty() {
            continue;
        }
        false_rejects += usize::from(theirs);
        false_accepts += usize::from(!theirs);
        if show > 0 {
            show -= 1;
            match errors.first() {
                Some(error) => println!(
                    "  {}: only we reject: {}",
                    case.name,
                    error.message.get(nestc::diagnostic::Lang::En)
                ),
                None => println!("  {}: only {name} rejects", case.name),
            }
        }
    }
    println!(
        "{name}: {} texts, {rejected} rejected, {} agree, only we reject {false_rejects}, only it rejects {false_accepts}",
        cases.len(),
        cases.len() - false_rejects - false_accepts
    );
    false_rejects + false_accepts == 0
}
