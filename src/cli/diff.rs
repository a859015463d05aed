//! Unified diffs of outputs.

use std::io::{self, Write};

use similar::TextDiff;

use crate::build::Build;
use crate::render::Content;
use crate::syntax::SourceMap;

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

/// Prints how the file called `name`, which holds `there`, differs from `wanted`.
pub(super) fn print(
    out: &mut dyn Write,
    name: &str,
    there: Option<&[u8]>,
    wanted: Option<&[u8]>,
) -> io::Result<()> {
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

/// Whether a file with this path is of a kind that holds passwords or keys, and is never shown.
pub(super) fn may_hold_secrets(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let ends = [".tfvars", ".tfvars.json", ".pem", ".key", ".p12", ".pfx", ".jks", ".tfplan"];
    ends.iter().any(|end| name.ends_with(end))
        || name.starts_with(".env")
        || name.starts_with("id_")
        || name.contains(".tfstate")
        || name.contains("secret")
        || name.contains("credential")
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
