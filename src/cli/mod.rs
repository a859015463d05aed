//! The commands: the only part, with [`workspace`](crate::workspace) and [`render`](crate::render), that
//! touches files and streams.

mod adopt;
mod args;
mod args_images;
mod args_pages;
mod baseline;
mod build;
mod changed;
mod diff;
mod edited;
mod explain;
mod explain_type;
mod failures;
mod files;
mod fix;
mod help;
mod import;
mod init;
mod inspect;
mod language;
mod lint;
mod lock;
mod man;
mod output;
mod page;
mod progress;
mod report;
mod rules;
mod shard;
mod signals;
mod statistics;
mod terminal;
mod tree;
mod usage;
mod watch;

use std::ffi::OsString;
use std::io::{self, ErrorKind, Write};

use clap::{CommandFactory, FromArgMatches};

use crate::diagnostic::Lang;
use crate::report::shown::visible;
use crate::text;
use crate::workspace::Failure;
pub(crate) use args::Arguments;
use args::Command;
pub use language::Language;

/// The stack that a thread which runs commands needs, in bytes.
pub const STACK: usize = crate::parallel::STACK;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing to complain of.
    Clean,
    /// Findings, or differences.
    Findings,
    /// The command could not do its work.
    Failed,
}

impl Status {
    /// The exit status: 0, 1 or 2.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Status::Clean => 0,
            Status::Findings => 1,
            Status::Failed => 2,
        }
    }

    /// The worse of both.
    fn and(self, other: Status) -> Status {
        if self.code() >= other.code() { self } else { other }
    }
}

/// Why a command ended early.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// Something that the user can fix.
    #[error(transparent)]
    Failure(#[from] Failure),
    /// A signal that asked to stop; what was begun was undone, or completed.
    #[error("stopped by a signal")]
    Signal(Failure, usize),
    /// A signal that asked to stop, which is how the command ends.
    #[error("ended by a signal")]
    Ended(usize),
    /// A stream that cannot be written.
    #[error("the output cannot be written: {0}")]
    Stream(#[from] io::Error),
}

/// The streams of a command.
pub struct Streams<'a> {
    /// Findings and what was asked for.
    pub out: &'a mut dyn Write,
    /// Failures and summaries.
    pub err: &'a mut dyn Write,
    /// Whether `out` is a terminal.
    pub out_is_terminal: bool,
    /// The language of messages, unless the command line asks for another one.
    pub language: Language,
}

/// Runs the command line `arguments`, the program's name first. Returns the exit status.
pub fn run(arguments: impl IntoIterator<Item = OsString>, streams: &mut Streams<'_>) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    streams.language = streams.language.or_named_in(&arguments);
    let arguments = match parsed(&arguments, streams) {
        Ok(arguments) => arguments,
        Err(error) => return misused(error, arguments, streams),
    };
    streams.language = streams.language.or_asked(arguments.lang.map(Into::into));
    let result = match arguments.command {
        Command::Lint(arguments) if arguments.add_suppressions => fix::suppress(&arguments, streams),
        Command::Lint(arguments) => lint::command(&arguments, streams),
        Command::Build(arguments) => build::command(&arguments, streams),
        Command::Fix(arguments) => fix::run(&arguments, streams),
        Command::Import(arguments) => import::run(&arguments, streams),
        Command::Adopt(arguments) => adopt::run(&arguments, streams),
        Command::Inspect(arguments) => inspect::run(&arguments, streams),
        Command::Files(arguments) => files::run(&arguments, streams),
        Command::Report(arguments) => report::run(&arguments, streams),
        Command::Explain(arguments) => explain::run(&arguments, streams),
        Command::Init(arguments) => init::run(&arguments, streams),
        Command::Lock(arguments) => lock::run(&arguments, streams),
        Command::Rules(arguments) => rules::run(&arguments, streams),
        Command::Man(arguments) => man::run(&arguments, streams),
        Command::Lsp { .. } => crate::lsp::run(streams.language.of_request(), streams.language.of_people())
            .map(|ended| if ended { Status::Clean } else { Status::Findings })
            .map_err(Stop::from),
        Command::Schema => streams
            .out
            .write_all(crate::manifest::SCHEMA.as_bytes())
            .map(|()| Status::Clean)
            .map_err(Stop::from),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "nestc", &mut script);
            streams.out.write_all(&script).map(|()| Status::Clean).map_err(Stop::from)
        }
    };
    let result = result.and_then(|status| streams.out.flush().map(|()| status).map_err(Stop::from));
    match result {
        Ok(status) => status.code(),
        // A reader that has seen enough, as `head` does, is not a fault.
        Err(Stop::Stream(error)) if error.kind() == ErrorKind::BrokenPipe => Status::Clean.code(),
        Err(Stop::Stream(error)) => {
            let failure = Failure::new(
                text!(
                    en: "cannot write the output: {reason}",
                    zh: "无法写入输出：{reason}",
                    reason = crate::workspace::reason(&error),
                ),
                text!(en: "check the disk, or where the output is sent", zh: "请检查磁盘或输出的去向"),
            );
            let _ = output::failure(streams.err, &failure, streams.language.of_people());
            Status::Failed.code()
        }
        Err(Stop::Failure(failure)) => {
            let _ = output::failure(streams.err, &failure, streams.language.of_people());
            Status::Failed.code()
        }
        Err(Stop::Ended(signal)) => u8::try_from(128 + signal).unwrap_or(Status::Failed.code()),
        Err(Stop::Signal(failure, signal)) => {
            let _ = output::failure(streams.err, &failure, streams.language.of_people());
            u8::try_from(128 + signal).unwrap_or(Status::Failed.code())
        }
    }
}

/// The command line as it was meant.
fn parsed(arguments: &[OsString], streams: &Streams<'_>) -> Result<Arguments, clap::Error> {
    let command = help::command(streams.language.of_people());
    command.try_get_matches_from(arguments).and_then(|it| Arguments::from_arg_matches(&it))
}

/// Prints help, the version, or what is wrong with the command line `arguments`.
fn misused(error: clap::Error, arguments: Vec<OsString>, streams: &mut Streams<'_>) -> u8 {
    // The message repeats arguments, so they are made visible first; they are as wrong then as before.
    let shown = arguments.into_iter().map(|it| visible(&it.to_string_lossy()).into_owned().into());
    let shown: Vec<OsString> = shown.collect();
    let error = parsed(&shown, streams).err().unwrap_or_else(|| clap::Error::new(error.kind()));
    let text = error.render();
    let chinese = match streams.language.of_people() {
        Lang::Zh => usage::chinese(&error),
        Lang::En => None,
    };
    let result = if let Some(chinese) = chinese {
        write!(streams.err, "{chinese}")
    } else if error.use_stderr() {
        write!(streams.err, "{text}")
    } else if streams.out_is_terminal {
        write!(streams.out, "{}", text.ansi())
    } else {
        write!(streams.out, "{text}")
    };
    match result {
        Ok(()) | Err(_) if error.exit_code() == 0 => Status::Clean.code(),
        Ok(()) | Err(_) => Status::Failed.code(),
    }
}
