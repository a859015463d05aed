//! The first reading of a file in a process of its own: its time, and the most memory that it takes.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::contestants::{self, Read};
use crate::time;

/// What one reading in a new process took.
#[derive(Clone, Copy)]
pub(crate) struct First {
    /// CPU time; all memory is new, whatever the size of the text.
    pub(crate) time: Duration,
    /// The most bytes of memory, beyond what stood there before it began.
    pub(crate) memory: usize,
}

/// Lets the reader `name` read the file `path` in a process of its own; `None` where the system does not tell.
pub(crate) fn first(name: &str, path: &Path) -> Option<First> {
    let program = std::env::current_exe().ok()?;
    let output = Command::new(program).args(["--first", name]).arg(path).output().ok()?;
    let answer = String::from_utf8(output.stdout).ok()?;
    let (nanoseconds, memory) = answer.trim().split_once(' ')?;
    Some(First { time: Duration::from_nanos(nanoseconds.parse().ok()?), memory: memory.parse().ok()? })
}

/// The other side of [`first`]: reads `path` and prints what that took.
pub(crate) fn serve(name: &str, path: &Path) -> Option<()> {
    let reader = contestants::RUST.iter().find(|reader| reader.name == name)?;
    let text = fs::read_to_string(path).ok()?;
    let before = status("VmRSS:")?;
    // 5 takes the mark of the highest water back to where the water stands now.
    fs::write("/proc/self/clear_refs", "5").ok()?;
    let Read(read) = reader.read;
    let time = time::spent(|| {
        read(&text);
    });
    println!("{} {}", time.as_nanos(), status("VmHWM:")?.saturating_sub(before));
    Some(())
}

fn status(field: &str) -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    let kilobytes: usize = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes * 1024)
}
