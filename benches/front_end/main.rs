//! How fast the front ends read, side by side with other libraries, in one run. `benches/README.md` tells
//! how to run it and how to read its tables.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::indexing_slicing,
    reason = "a measuring program prints, and stops where it is wrong itself"
)]

mod contestants;
#[allow(dead_code, reason = "other programs use the rest")]
#[path = "../../tests/support/corpus.rs"]
mod corpus;
mod first;
mod inputs;
#[allow(dead_code, reason = "other programs use the rest")]
#[path = "../../tests/support/options.rs"]
mod options;
mod rivals;
mod time;

use std::path::{Path, PathBuf};

use contestants::{Contestant, Read};
use inputs::{Input, Language};
use options::Options;
use rivals::Rival;
use time::Times;

fn main() {
    let options = Options::read();
    if let Some(name) = options.text("first") {
        let _ = first::serve(name, options.paths.first().unwrap_or(&PathBuf::new()));
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("front_end");
    let mut rivals = Rival::start_all(&folder);
    for language in Language::ALL {
        if options.text("language").is_none_or(|only| only == language.name()) {
            measure(language, &options, &folder, &mut rivals);
        }
    }
}

fn measure(language: Language, options: &Options, folder: &Path, rivals: &mut [Rival]) {
    let largest = options.number("megabytes", 100);
    let corpus = Input::corpus(language);
    // A reader that stops at the first error is done early with a text that it refuses.
    let accepted = corpus.as_ref().and_then(|corpus| corpus.only(|text| accepted(language, text)));
    let mut inputs: Vec<_> = accepted.into_iter().chain(corpus).collect();
    for megabytes in [1, 10, 100].into_iter().filter(|&megabytes| megabytes <= largest) {
        match Input::synthetic(language, megabytes, folder) {
            Ok(input) => inputs.push(input),
            Err(error) => println!("left out: {megabytes} MB: {error}"),
        }
    }
    for input in &inputs {
        let rounds = options.number("rounds", if input.bytes() > 50_000_000 { 3 } else { 11 });
        speed(input, rounds, rivals);
    }
    scaling(language, &inputs);
    memory_table(language, &inputs);
}

/// Whether all readers of `language` in this program accept `text`.
fn accepted(language: Language, text: &str) -> bool {
    contestants::RUST.iter().filter(|reader| reader.language == language).all(|reader| {
        let Read(read) = reader.read;
        read(text)
    })
}

/// What was measured for one reader.
struct Row {
    name: &'static str,
    times: Times,
    refused: usize,
}

/// Lets everybody read `input` in turn, `rounds` times, and prints a table.
fn speed(input: &Input, rounds: usize, rivals: &mut [Rival]) {
    let readers: Vec<&Contestant> =
        contestants::RUST.iter().filter(|reader| reader.language == input.language).collect();
    let mut rows: Vec<Row> =
        readers.iter().map(|reader| Row { name: reader.name, times: Times::default(), refused: 0 }).collect();
    let others: Vec<&mut Rival> = if input.language == Language::Yaml {
        rivals.iter_mut().filter_map(|rival| rival.load(input).map(|()| rival)).collect()
    } else {
        Vec::new()
    };
    let mut others: Vec<(Row, &mut Rival)> = others
        .into_iter()
        .map(|rival| (Row { name: rival.name, times: Times::default(), refused: 0 }, rival))
        .collect();
    for _ in 0..rounds {
        for (reader, row) in readers.iter().zip(&mut rows) {
            let Read(read) = reader.read;
            // The memory that the reader before gave back is this one's to ask for, but not in its time.
            input.texts.iter().for_each(|text| {
                read(text);
            });
            row.refused = 0;
            let refused = &mut row.refused;
            row.times.add(time::spent(|| {
                *refused = input.texts.iter().filter(|text| !read(text)).count();
            }));
        }
        for (row, rival) in &mut others {
            if let Some((spent, refused)) = rival.run() {
                row.times.add(spent);
                row.refused = refused;
            }
        }
    }
    rows.extend(others.into_iter().map(|(row, _)| row));
    print_speed(input, rounds, &rows);
}

fn print_speed(input: &Input, rounds: usize, rows: &[Row]) {
    let megabytes = input.bytes() as f64 / 1e6;
    println!(
        "\n{}, {}: {megabytes:.2} MB, {rounds} rounds, MB/s of CPU time",
        input.language.name(),
        input.name
    );
    println!("{:<32} {:>10} {:>10} {:>12} {:>8}", "reader", "median", "best", "ours is", "refused");
    let ours = rows.first().and_then(|row| row.times.median());
    for row in rows {
        let (Some(median), Some(best)) = (row.times.median(), row.times.best()) else { continue };
        let times = ours.map_or(0.0, |ours| median.as_secs_f64() / ours.as_secs_f64());
        println!(
            "{:<32} {:>10.1} {:>10.1} {:>11.2}x {:>8}",
            row.name,
            megabytes / median.as_secs_f64(),
            megabytes / best.as_secs_f64(),
            times,
            row.refused
        );
    }
}

/// Readings in new processes, of which the best counts.
const FIRST_READINGS: usize = 5;

/// How the time of a first reading by ours grows with the text. In this process a small text would find memory
/// that is there already, and a large one would not.
fn scaling(language: Language, inputs: &[Input]) {
    let Some(ours) = contestants::RUST.iter().find(|reader| reader.language == language) else { return };
    let best = |input: &Input| {
        let path = input.paths.first()?;
        (0..FIRST_READINGS).filter_map(|_| first::first(ours.name, path)).map(|it| it.time).min()
    };
    let synthetic: Vec<&Input> = inputs.iter().filter(|input| input.texts.len() == 1).collect();
    for pair in synthetic.windows(2) {
        let [small, large] = pair else { continue };
        let (Some(before), Some(after)) = (best(small), best(large)) else { continue };
        let bytes = large.bytes() as f64 / small.bytes() as f64;
        let times = after.as_secs_f64() / before.as_secs_f64();
        println!(
            "{}: {bytes:.1} times the bytes take {times:.1} times the time ({}, {:.2} ms)",
            language.name(),
            large.name,
            after.as_secs_f64() * 1e3
        );
    }
}

fn memory_table(language: Language, inputs: &[Input]) {
    println!("\n{}: bytes of memory at most for each byte of input", language.name());
    for input in inputs.iter().filter(|input| input.texts.len() == 1 && input.bytes() < 50_000_000) {
        for reader in contestants::RUST.iter().filter(|reader| reader.language == language) {
            let Some(path) = input.paths.first() else { continue };
            match first::first(reader.name, path) {
                Some(first) => println!(
                    "{:<10} {:<32} {:>8.2}",
                    input.name,
                    reader.name,
                    first.memory as f64 / input.bytes() as f64
                ),
                None => println!("{:<10} {:<32} not known here", input.name, reader.name),
            }
        }
    }
}
