//! The `nestc` program.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::panic;
use std::process::ExitCode;

use nestc::cli::{self, Language, Streams};

/// Lowering makes many small values, which the system's allocator is slow at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Exit status of a fault of nestc itself.
const FAULT: u8 = 3;

fn main() -> ExitCode {
    panic::set_hook(Box::new(|info| {
        let _ = writeln!(
            io::stderr(),
            "nestc has a fault: {info}\n\
             Please report it with the template that shows it, at {}/issues",
            env!("CARGO_PKG_REPOSITORY")
        );
    }));
    let run = || {
        let stdout = io::stdout();
        let mut streams = Streams {
            out_is_terminal: stdout.is_terminal(),
            out: &mut BufWriter::new(stdout),
            err: &mut io::stderr(),
            language: Language::of_locale(|name| std::env::var_os(name)),
        };
        cli::run(std::env::args_os(), &mut streams)
    };
    ExitCode::from(panic::catch_unwind(run).unwrap_or(FAULT))
}
