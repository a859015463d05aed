//! The most memory that reading one file takes, measured in a process of its own.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::contestants::{self, Read};

/// The bytes of memory that the reader `name` needs at most for the file `path`, beyond what stood there
/// before it began; `None` where the system does not tell.
pub(crate) fn peak(name: &str, path: &Path) -> Option<usize> {
    let program = std::env::current_exe().ok()?;
    let output = Command::new(program).args(["--memory", name]).arg(path).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

/// The other side of [`peak`]: reads `path` and prints what that took.
pub(crate) fn serve(name: &str, path: &Path) -> Option<()> {
    let reader = contestants::RUST.iter().find(|reader| reader.name == name)?;
    let text = fs::read_to_string(path).ok()?;
    let before = status("VmRSS:")?;
    // 5 takes the mark of the highest water back to where the water stands now.
    fs::write("/proc/self/clear_refs", "5").ok()?;
    let Read(read) = reader.read;
    read(&text);
    println!("{}", status("VmHWM:")?.saturating_sub(before));
    Some(())
}

fn status(field: &str) -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    let kilobytes: usize = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes * 1024)
}
