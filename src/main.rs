//! The `nestc` program.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::panic;
use std::process::ExitCode;
use std::thread;

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
    // Where no thread can be had, the first one has to do.
    let thread =
        if has_stack() { None } else { thread::Builder::new().stack_size(cli::STACK).spawn(run).ok() };
    ExitCode::from(thread.map_or_else(run, |thread| thread.join().unwrap_or(FAULT)))
}

/// Whether the first thread has the stack that the deepest nesting needs: a second one costs memory.
#[cfg(unix)]
fn has_stack() -> bool {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Stack).current;
    limit.is_none_or(|bytes| bytes >= cli::STACK as u64)
}

#[cfg(not(unix))]
fn has_stack() -> bool {
    false
}

/// Runs the program on the process's own arguments and streams, and returns its exit status.
fn run() -> u8 {
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
    panic::catch_unwind(run).unwrap_or(FAULT)
}
