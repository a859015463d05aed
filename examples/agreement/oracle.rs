//! The other side: `tests/oracle/pyyaml.py` as a process that is asked one document after the other.

use std::collections::HashMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

/// A value in the notation of the comparison, or why the text was refused.
pub(crate) type Reading = Result<String, String>;

/// How the other side reads a text.
#[derive(Clone)]
pub(crate) struct Judgement {
    /// What counts: JSON, or PyYAML in Python.
    pub(crate) pure: Reading,
    /// PyYAML over libyaml, where it reads something else.
    pub(crate) libyaml: Option<Reading>,
}

/// A running PyYAML.
pub(crate) struct Oracle {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Oracle {
    /// Starts Python; fails where it or PyYAML is not installed.
    pub(crate) fn start() -> Result<Self, String> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/pyyaml.py");
        let mut child = Command::new("python3")
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("python3 cannot be started: {error}"))?;
        let questions = child.stdin.take().ok_or("no pipe to python3")?;
        let answers = BufReader::new(child.stdout.take().ok_or("no pipe from python3")?);
        Ok(Oracle { child, questions, answers })
    }

    /// How it reads `text`.
    pub(crate) fn judge(&mut self, text: &str) -> Result<Judgement, String> {
        let failed = |error: std::io::Error| format!("python3 with PyYAML went away: {error}");
        writeln!(self.questions, "{}", text.len()).map_err(failed)?;
        self.questions.write_all(text.as_bytes()).map_err(failed)?;
        self.questions.flush().map_err(failed)?;
        let mut line = String::new();
        self.answers.read_line(&mut line).map_err(failed)?;
        let line: Value =
            serde_json::from_str(&line).map_err(|error| format!("python3 answers {line:?}: {error}"))?;
        Ok(Judgement { pure: reading(&line), libyaml: line.get("libyaml").map(reading) })
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        // It may have ended by itself already; there is nothing to do about it then.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn reading(line: &Value) -> Reading {
    let text = |name: &str| line.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    if line.get("ok") == Some(&Value::Bool(true)) { Ok(text("value")) } else { Err(text("error")) }
}

/// Judgements of earlier runs, as numbers: by the text's, the value's, or 0 for a refusal.
pub(crate) struct Memory {
    known: HashMap<u64, (u64, u64)>,
    file: Option<fs::File>,
}

impl Memory {
    /// What `path` remembers; new judgements are added to it. Without a path nothing is remembered.
    pub(crate) fn open(path: Option<&str>) -> std::io::Result<Self> {
        let Some(path) = path else { return Ok(Memory { known: HashMap::new(), file: None }) };
        let mut file = fs::File::options().read(true).append(true).create(true).open(path)?;
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        let known = text
            .lines()
            .filter_map(|line| {
                let mut numbers = line.split(' ').map(|number| u64::from_str_radix(number, 16));
                Some((numbers.next()?.ok()?, (numbers.next()?.ok()?, numbers.next()?.ok()?)))
            })
            .collect();
        Ok(Memory { known, file: Some(file) })
    }

    /// What is known of how `text` is read. A value other than `ours` is not known itself, only that it is
    /// another one.
    pub(crate) fn recall(&self, text: &str, ours: &Reading) -> Option<Judgement> {
        let &(pure, libyaml) = self.known.get(&number(&text))?;
        let reading = |known: u64| match known {
            0 => Err("remembered".to_owned()),
            known if known == of_reading(ours) => ours.clone(),
            known => Ok(format!("remembered value {known:x}")),
        };
        let libyaml = (pure != libyaml).then(|| reading(libyaml));
        Some(Judgement { pure: reading(pure), libyaml })
    }

    /// Remembers what was read in `text`.
    pub(crate) fn add(&mut self, text: &str, judgement: &Judgement) -> std::io::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let text = number(&text);
        let pure = of_reading(&judgement.pure);
        let libyaml = judgement.libyaml.as_ref().map_or(pure, of_reading);
        if self.known.insert(text, (pure, libyaml)).is_none() {
            writeln!(file, "{text:x} {pure:x} {libyaml:x}")?;
        }
        Ok(())
    }
}

fn of_reading(reading: &Reading) -> u64 {
    reading.as_ref().map_or(0, number)
}

fn number<T: Hash>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
