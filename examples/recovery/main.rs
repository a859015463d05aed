//! Damages templates at one random place after the other and counts what the parsers still find.
//!
//! ```text
//! NESTC_CORPUS=folder:folder cargo run --release --example recovery -- [options] [PATH…]
//!     --language yaml|json|hcl   only this one
//!     --damages N                damages of each language (20000)
//!     --seed N                   start of the random numbers (1)
//!     --kind TEXT                only kinds whose name contains TEXT
//!     --show N                   print N damages of each kind that lost the most
//!     --last FILE                keep each damaged text there while it is read
//!     --check                    fail unless 99 % of the slots are kept and nothing panics
//! ```
//!
//! An entry is untouched when its key, its value and the keys around it lie outside of the damaged lines.
//! It is kept when the parser still finds a value at the same place, under the same keys. A slot is the
//! value of `ImageId` or `image_id`; one under a damaged key is kept when its place and own key are found.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::indexing_slicing,
    reason = "a measuring program prints, and stops where it is wrong itself"
)]

#[path = "../../tests/support/corpus.rs"]
mod corpus;
mod damage;
mod kinds;
#[path = "../../tests/support/options.rs"]
mod options;
mod outline;
#[path = "../../tests/support/random.rs"]
mod random;
mod score;

use std::process::ExitCode;

use corpus::Text;
use options::Options;
use random::Random;
use score::Score;

struct Language {
    name: &'static str,
    endings: &'static [&'static str],
    kinds: &'static [kinds::Kind],
    outline: fn(&str) -> outline::Outline,
}

const LANGUAGES: &[Language] = &[
    Language { name: "yaml", endings: &[".yml", ".yaml"], kinds: kinds::YAML, outline: outline::of_yaml },
    Language { name: "json", endings: &[".json"], kinds: kinds::JSON, outline: outline::of_json },
    Language { name: "hcl", endings: &[".tf"], kinds: kinds::HCL, outline: outline::of_hcl },
];

fn main() -> ExitCode {
    let options = Options::read();
    let mut roots = options.paths.clone();
    if roots.is_empty() {
        roots = corpus::shipped();
        roots.extend(corpus::from_environment());
    }
    // Every panic is counted and shown in the table; a backtrace for each would bury it.
    std::panic::set_hook(Box::new(|_| {}));
    let mut good = true;
    for language in LANGUAGES {
        if options.text("language").is_none_or(|only| only == language.name) {
            let texts = corpus::texts(&roots, language.endings);
            good &= measure(language, &texts, &options);
        }
    }
    if good || !options.flag("check") { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn measure(language: &Language, texts: &[Text], options: &Options) -> bool {
    let only = options.text("kind").unwrap_or_default();
    let kinds: Vec<_> = language.kinds.iter().filter(|kind| kind.0.contains(only)).collect();
    let sources = sources(language, texts);
    println!("\n{}: {} files without errors, {} of them with slots", language.name, sources.len(), {
        sources.iter().filter(|source| source.slots() > 0).count()
    });
    if sources.is_empty() || kinds.is_empty() {
        return true;
    }
    let each = options.number("damages", 20_000).div_ceil(kinds.len());
    let mut total = Score::default();
    println!("{}", Score::HEADER);
    for (index, (name, act)) in kinds.iter().enumerate() {
        let mut random = Random::new(options.number("seed", 1) as u64 + ((index as u64) << 32));
        let mut score = Score::default();
        let mut tries = 0;
        while score.damages < each && tries < each * 20 {
            tries += 1;
            // Every second damage is done to a file with slots, of which the corpus has few.
            let source = if tries % 2 == 0 { slotted(&sources, &mut random) } else { random.pick(&sources) };
            if let Some(damage) =
                damage::damage(source.text, (&source.sites, &source.headers), act, &mut random)
            {
                if let Some(path) = options.text("last") {
                    let _ = std::fs::write(path, damage.apply(source.text));
                }
                score.take(source, &damage, language.outline);
            }
        }
        println!("{}", score.row(name));
        score.show(options.number("show", 0));
        total.add(&score);
    }
    println!("{}", total.row("all"));
    total.slots_kept * 100 >= total.slots * 99 && total.panics == 0
}

fn sources<'t>(language: &Language, texts: &'t [Text]) -> Vec<score::Source<'t>> {
    let parsed = texts.iter().map(|text| (text, (language.outline)(&text.text)));
    parsed
        .filter(|(_, outline)| outline.errors == 0 && outline.entries.iter().any(|entry| entry.leaf))
        .map(|(text, outline)| score::Source {
            path: &text.path,
            text: &text.text,
            sites: damage::sites(&text.text, &outline),
            headers: damage::headers(&text.text, &outline),
            outline,
        })
        .collect()
}

fn slotted<'s, 't>(sources: &'s [score::Source<'t>], random: &mut Random) -> &'s score::Source<'t> {
    let start = random.below(sources.len());
    let (before, after) = sources.split_at(start);
    after.iter().chain(before).find(|source| source.slots() > 0).unwrap_or(&sources[start])
}
