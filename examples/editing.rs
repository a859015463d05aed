//! Random edits of real templates: no request fails, and after each sequence the server's diagnostics are those of
//! `nestc lint`.
//!
//! ```sh
//! cargo build --release
//! NESTC_CORPUS=path/to/templates cargo run --release --example editing -- 20000
//! ```

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a measuring program prints, and stops where it is wrong itself"
)]

#[path = "../tests/support/client.rs"]
#[allow(dead_code, reason = "other programs use the rest")]
mod client;
#[path = "../tests/support/editing.rs"]
#[allow(dead_code, reason = "other programs use the rest")]
mod editing;
#[path = "../tests/support/random.rs"]
#[allow(dead_code, reason = "other programs use the rest")]
mod random;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use editing::Editing;
use random::Random;

/// Bytes of the largest file that is edited.
const LARGEST: u64 = 200_000;

fn main() -> ExitCode {
    let count: usize = std::env::args().nth(1).and_then(|it| it.parse().ok()).unwrap_or(1_000);
    let corpus = PathBuf::from(std::env::var_os("NESTC_CORPUS").expect("NESTC_CORPUS names a folder"));
    let program = std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().join("nestc");
    let mut files = editing::editable(&corpus);
    files.retain(|file| {
        let path = corpus.join(file);
        let text = fs::read_to_string(&path).unwrap_or_default();
        let is_template = file.ends_with(".tf")
            || text.contains("ROSTemplateFormatVersion")
            || file.ends_with("nestc.yaml");
        is_template && path.metadata().is_ok_and(|it| it.len() < LARGEST)
    });
    println!("{} files", files.len());
    let mut random = Random::new(20_000);
    let mut failed = 0;
    let mut done = 0;
    while done < count {
        // Several files of one folder one after the other, each folder with a server of its own.
        let file = &files[random.below(files.len())];
        let folder = Path::new(file).parent().unwrap();
        let copy = tempfile::tempdir().unwrap();
        for name in files.iter().filter(|it| Path::new(it).parent() == Some(folder)) {
            let to = copy.path().join(Path::new(name).file_name().unwrap());
            fs::copy(corpus.join(name), to).unwrap();
        }
        let names = editing::editable(copy.path());
        let mut editing = Editing::new(Command::new(&program), copy.path());
        for _ in 0..20 {
            let name = &names[random.below(names.len())];
            let edits = 1 + random.below(20);
            let other = &names[random.below(names.len())];
            let beside = Some(other.as_str()).filter(|it| it != name && random.below(2) == 0);
            if let Err(problem) = editing.sequence(name, beside, &mut random, edits) {
                failed += 1;
                println!("{}: {problem}", folder.join(name).display());
                break;
            }
            done += 1;
        }
        if done % 1_000 < 20 {
            println!("{done} sequences, {failed} failed");
        }
        if failed > 5 {
            break;
        }
    }
    println!("{done} sequences, {failed} failed");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
