//! What a lint costs beyond reading: the time of all rules, as a ratio to the parse alone.
//!
//! ```sh
//! NESTC_CORPUS=path/to/templates cargo bench --bench lint
//! ```
//!
//! Reads the ROS templates of the folder, or the shipped ones, and one template of 1 MB. First it says how much
//! memory is held while all of them are kept. Each round parses them, then compiles them, then indexes their names,
//! then compiles and lints them, in one thread; the table shows the medians of CPU time, the best rounds, and the
//! ratio of the medians. The parse alone leaves the texts that templates carry unread.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a measuring program prints, and stops where it is wrong itself"
)]

#[path = "../../tests/support/corpus.rs"]
#[allow(dead_code, reason = "other programs use the rest")]
mod corpus;
#[path = "../front_end/time.rs"]
mod time;

use std::hint::black_box;

use nestc::ir::Unit;
use nestc::lint::{self, Input};
use nestc::lower::{Cx, ros};
use nestc::source::FileId;
use nestc::syntax::{SourceMap, template};
use time::{Times, spent};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 11;

/// A template of about `size` bytes: resources like those of the documentation, one in four with an image.
fn synthetic(size: usize) -> String {
    let mut text = String::from("ROSTemplateFormatVersion: '2015-09-01'\nResources:\n");
    let mut index = 0;
    while text.len() < size {
        text.push_str(&format!(
            "  Vpc{index}:\n    Type: ALIYUN::ECS::VPC\n    Properties:\n      VpcName: {{Ref: ALIYUN::StackName}}\n      \
             CidrBlock: 192.168.0.0/16\n      Description: 'network {index}'\n  Group{index}:\n    \
             Type: ALIYUN::ECS::SecurityGroup\n    Properties:\n      VpcId:\n        Ref: Vpc{index}\n      \
             SecurityGroupIngress:\n        - PortRange: 80/80\n          SourceCidrIp: 0.0.0.0/0\n          IpProtocol: tcp\n"
        ));
        if index % 2 == 0 {
            text.push_str(&format!(
                "  Web{index}:\n    Type: ALIYUN::ECS::InstanceGroup\n    Properties:\n      ImageId: \
                 aliyun_3_9_x64_20G_alibase_20231219.vhd\n      MaxAmount: 2\n"
            ));
        }
        index += 1;
    }
    text
}

fn added(texts: &[String]) -> (SourceMap, Vec<FileId>) {
    let sources = SourceMap::new();
    let files = texts.iter().map(|text| sources.add("template.yaml", text.as_str())).collect();
    (sources, files)
}

fn measure(name: &str, texts: &[String]) {
    let bytes: usize = texts.iter().map(String::len).sum();
    let [mut parse, mut compile, mut index, mut all] = [(); 4].map(|()| Times::default());
    for _ in 0..ROUNDS {
        parse.add(spent(|| texts.iter().for_each(|text| drop(black_box(template::read(text))))));
        // Compiling adds texts to the map, so that each turn has one of its own, as each run of the program has.
        let (sources, files) = added(texts);
        compile.add(spent(|| files.iter().for_each(|&file| drop(black_box(ros::compile(&sources, file))))));
        let (sources, files) = added(texts);
        let (indexed_sources, indexed_files) = added(texts);
        index.add(spent(|| {
            for &file in &indexed_files {
                let (unit, _) = ros::compile(&indexed_sources, file);
                black_box(Cx::new(&indexed_sources, &unit).references());
            }
        }));
        all.add(spent(|| {
            let units: Vec<Unit> = files.iter().map(|&file| ros::compile(&sources, file).0).collect();
            let input = Input {
                sources: &sources,
                units: &units,
                manifest: None,
                schema: nestc::schema::Schema::built_in(),
                complete: false,
                building: false,
                selection: nestc::lint::Selection::default(),
                before: Vec::new(),
            };
            black_box(lint::run(&input));
        }));
    }
    let median = |times: &Times| times.median().expect("there are rounds").as_secs_f64();
    let alone = median(&parse);
    println!("{name}: {bytes} bytes in {} texts", texts.len());
    for (what, times) in [
        ("parse", &parse),
        ("parse, lower", &compile),
        ("parse, lower, index", &index),
        ("parse, lower, lint", &all),
    ] {
        let spent = median(times);
        let best = times.best().expect("there are rounds").as_secs_f64();
        let speed = bytes as f64 / 1e6 / spent;
        let ratio = spent / alone;
        println!("  {what:20} {:9.3} ({:9.3}) ms  {speed:8.1} MB/s  {ratio:5.2}x", spent * 1e3, best * 1e3);
    }
}

/// Bytes of memory that the process holds.
fn resident() -> Option<usize> {
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
    Some(pages.split(' ').nth(1)?.parse::<usize>().ok()? * 4096)
}

/// What is kept of `texts` once they are compiled, and once their names are indexed, too.
fn weigh(texts: &[String]) {
    let bytes: usize = texts.iter().map(String::len).sum();
    let before = resident();
    let (sources, files) = added(texts);
    let units: Vec<Unit> = files.iter().map(|&file| ros::compile(&sources, file).0).collect();
    let compiled = resident();
    let uses: usize = units.iter().map(|unit| Cx::new(&sources, unit).references().uses().len()).sum();
    let indexed = resident();
    if let (Some(before), Some(compiled), Some(indexed)) = (before, compiled, indexed) {
        let each = |held: usize| held.saturating_sub(before) as f64 / bytes as f64;
        println!("texts, trees and IR kept: {:.1} bytes a byte", each(compiled));
        println!("with the index of {uses} uses: {:.1} bytes a byte", each(indexed));
    }
}

fn main() {
    // One thread for everything, so that the CPU time of this thread is all there is.
    rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .use_current_thread()
        .build_global()
        .expect("no pool was made before");
    let mut roots = corpus::from_environment();
    if roots.is_empty() {
        roots = corpus::shipped();
    }
    let texts: Vec<String> =
        corpus::texts(&roots, &["yaml", "yml"]).into_iter().map(|text| text.text).collect();
    let templates: Vec<String> =
        texts.into_iter().filter(|text| text.contains("ROSTemplateFormatVersion")).collect();
    weigh(&templates);
    measure("templates", &templates);
    measure("1 MB", &[synthetic(1_000_000)]);
}
