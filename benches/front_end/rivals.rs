//! Readers in other languages, as programs that are told over a pipe what to read. Each is left out, with
//! a note, where it cannot be started.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use crate::inputs::Input;

/// A running program that reads on command.
pub(crate) struct Rival {
    /// What the table calls it.
    pub(crate) name: &'static str,
    command: &'static str,
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Rival {
    /// Those that can be started on this machine; `folder` takes the program that is compiled for it.
    pub(crate) fn start_all(folder: &Path) -> Vec<Self> {
        let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/rivals");
        let libyaml = compile(&home.join("libyaml.c"), folder);
        let python = || Command::new("python3");
        let script = home.join("rapidyaml.py");
        let rapidyaml = |name, command| {
            let mut program = python();
            program.arg(&script);
            Rival::start(name, command, program)
        };
        let rivals = [
            libyaml.and_then(|program| Rival::start("C libyaml events", "run", Command::new(program))),
            rapidyaml("rapidyaml tree", "run"),
            rapidyaml("rapidyaml tree, memory reused", "reuse"),
        ];
        let names = ["libyaml (cc and libyaml-dev)", "rapidyaml (pip install rapidyaml)"];
        for (name, rival) in names.iter().zip(&rivals) {
            if rival.is_none() {
                println!("left out: {name} cannot be started here");
            }
        }
        rivals.into_iter().flatten().collect()
    }

    fn start(name: &'static str, command: &'static str, mut program: Command) -> Option<Self> {
        let mut child =
            program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
        let orders = child.stdin.take()?;
        let answers = BufReader::new(child.stdout.take()?);
        let mut rival = Rival { name, command, child, orders, answers };
        // The first answer tells whether what it needs is installed.
        rival.order("load /dev/null").map(|_| rival)
    }

    /// Gives it the files of `input`.
    pub(crate) fn load(&mut self, input: &Input) -> Option<()> {
        let paths: Vec<_> = input.paths.iter().map(|path| path.to_string_lossy()).collect();
        let read: usize = self.order(&format!("load {}", paths.join("\t")))?.parse().ok()?;
        (read == input.bytes()).then_some(())
    }

    /// Lets it read them once; the time, and how many texts it refused.
    pub(crate) fn run(&mut self) -> Option<(Duration, usize)> {
        let answer = self.order(self.command)?;
        let (nanoseconds, refused) = answer.split_once(' ')?;
        Some((Duration::from_nanos(nanoseconds.parse().ok()?), refused.parse().ok()?))
    }

    fn order(&mut self, order: &str) -> Option<String> {
        writeln!(self.orders, "{order}").ok()?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer).ok()?;
        let answer = answer.trim();
        (!answer.is_empty()).then(|| answer.to_owned())
    }
}

impl Drop for Rival {
    fn drop(&mut self) {
        // It may have ended by itself already; there is nothing to do about it then.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn compile(source: &Path, folder: &Path) -> Option<PathBuf> {
    std::fs::create_dir_all(folder).ok()?;
    let program = folder.join("libyaml");
    let mut compiler = Command::new("cc");
    compiler.args(["-O2", "-o"]).arg(&program).arg(source).arg("-lyaml").stderr(Stdio::null());
    compiler.status().is_ok_and(|status| status.success()).then_some(program)
}
