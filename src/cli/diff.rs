//! Unified diffs of outputs.

use std::io::{self, Write};
use std::path::Path;

use similar::TextDiff;

use crate::build::Build;
use crate::render::{Content, OutputFile};
use crate::syntax::SourceMap;

/// Prints how `files` and `stale` files below `root` differ from what a build would leave there. Gives the
/// number of files that differ.
pub(super) fn against_disk(
    root: &Path,
    files: &[OutputFile<'_>],
    stale: &[String],
    out: &mut dyn Write,
) -> io::Result<usize> {
    let mut differences = 0;
    for file in files {
        let wanted = file.content.bytes()?;
        let path = root.join(&file.path);
        let there = std::fs::read(&path).ok();
        if there.as_deref() == Some(&*wanted) {
            continue;
        }
        differences += 1;
        let name = crate::workspace::display(&path);
        print(out, &name, there.as_deref(), Some(&wanted))?;
    }
    for path in stale {
        let path = root.join(path);
        print(out, &crate::workspace::display(&path), std::fs::read(&path).ok().as_deref(), None)?;
    }
    Ok(differences + stale.len())
}

/// Prints how each output differs from the text that it is made of.
pub(super) fn against_sources(build: &Build<'_>, sources: &SourceMap, out: &mut dyn Write) -> io::Result<()> {
    for rendering in &build.renderings {
        for file in &rendering.files {
            let (Content::Edited { .. }, Some(source)) = (&file.output.content, file.source) else {
                continue;
            };
            let wanted = file.output.content.bytes()?;
            let text = sources.text(source);
            if text.as_bytes() != &*wanted {
                unified(out, text, &String::from_utf8_lossy(&wanted), &file.input, &file.output.path)?;
            }
        }
    }
    Ok(())
}

fn print(out: &mut dyn Write, name: &str, there: Option<&[u8]>, wanted: Option<&[u8]>) -> io::Result<()> {
    let text =
        |bytes: Option<&[u8]>| bytes.map_or(Some(String::new()), |it| String::from_utf8(it.to_vec()).ok());
    let title = |bytes: Option<&[u8]>, name: &str| {
        if bytes.is_some() { name.to_owned() } else { "/dev/null".to_owned() }
    };
    match (text(there), text(wanted)) {
        (Some(old), Some(new)) => unified(out, &old, &new, &title(there, name), &title(wanted, name)),
        _ => writeln!(out, "binary file `{name}` differs"),
    }
}

pub(super) fn unified(
    out: &mut dyn Write,
    old: &str,
    new: &str,
    old_name: &str,
    new_name: &str,
) -> io::Result<()> {
    let diff = TextDiff::from_lines(old, new);
    write!(out, "{}", diff.unified_diff().context_radius(3).header(old_name, new_name))
}
