//! The other side: `tests/oracle/pyyaml.py` as a process that is asked one document after the other.

use std::io::{BufRead, BufReader, Write};
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
    /// Starts Python with the script of the project in `home`; fails where it or PyYAML is not installed.
    pub(crate) fn start(home: &Path) -> Result<Self, String> {
        let script = home.join("tests/oracle/pyyaml.py");
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
