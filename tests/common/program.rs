//! The program, run in a folder of its own.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A folder with these files, and nestc run in it.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let folder = Folder(tempfile::tempdir().unwrap());
        for (path, text) in files {
            folder.write(path, text.as_bytes());
        }
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        self.run_in(".", arguments)
    }

    /// Runs nestc in the folder `below`.
    pub(crate) fn run_in(&self, below: &str, arguments: &[&str]) -> Outcome {
        let folder = self.path().join(below);
        Outcome::of(nestc().args(arguments).current_dir(folder).output().unwrap())
    }

    pub(crate) fn exists(&self, path: &str) -> bool {
        self.path().join(path).exists()
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap()
    }
}

/// The program, in the language of the expectations.
pub(crate) fn nestc() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nestc"));
    command.env("LC_ALL", "C");
    command
}

#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Outcome {
    pub(crate) fn of(output: Output) -> Self {
        Outcome {
            status: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The status is `status`, and every one of `words` is said somewhere.
    #[track_caller]
    pub(crate) fn says(&self, status: i32, words: &[&str]) {
        assert_eq!(self.status, status, "{self:#?}");
        // Long lines are wrapped at the width of the screen.
        let all = format!("{}\n{}", self.out, self.err).replace("\n  │ ", " ");
        for word in words {
            assert!(all.contains(word), "`{word}` is missing in\n{all}");
        }
    }
}
