//! Unified diffs of outputs and of what fixes change, without secrets.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{self, Write};

use similar::{ChangeTag, DiffableStr, TextDiff};

use crate::build::Build;
use crate::lower::secret::{self, Hidden};
use crate::render::Content;
use crate::report::shown::{Lines, Values, visible};
use crate::source::Format;
use crate::syntax::{Parse, SourceMap};

/// The name of no file.
pub(super) const NOWHERE: &str = "/dev/null";

/// Texts before and after, each with its name.
#[derive(Debug)]
pub(super) struct Difference<'a> {
    pub(super) old_name: String,
    pub(super) new_name: String,
    pub(super) old: Cow<'a, [u8]>,
    pub(super) new: Cow<'a, [u8]>,
}

/// How differences are shown.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
    /// With the values of secrets.
    pub(super) show_secrets: bool,
    /// In colours.
    pub(super) colour: bool,
}

/// Prints how each output differs from the text that it is made of.
pub(super) fn against_sources(
    build: &Build<'_>,
    sources: &SourceMap,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut shown = HashSet::new();
    for rendering in &build.renderings {
        let mut differences = Vec::new();
        for file in &rendering.files {
            let (Content::Edited { .. }, Some(source)) = (&file.output.content, file.source) else {
                continue;
            };
            // A module that several templates copy.
            if !shown.insert(file.output.path.as_str()) {
                continue;
            }
            let new = file.output.content.bytes()?;
            let old = Cow::Borrowed(sources.text(source).as_bytes());
            if old != new {
                let (old_name, new_name) = (file.input.clone(), file.output.path.clone());
                differences.push(Difference { old_name, new_name, old, new });
            }
        }
        let declaring =
            rendering.files.iter().filter_map(|file| file.source).map(|source| {
                (sources.name(source).to_owned(), Cow::Borrowed(sources.text(source).as_bytes()))
            });
        print(out, &differences, &declaring.collect::<Vec<_>>(), look)?;
    }
    Ok(())
}

/// Prints `differences`; secrets of theirs that the texts `declaring` declare are masked, too.
pub(super) fn print(
    out: &mut dyn Write,
    differences: &[Difference<'_>],
    declaring: &[(String, Cow<'_, [u8]>)],
    look: Look,
) -> io::Result<()> {
    let text = |bytes: &'_ [u8]| -> Option<String> { String::from_utf8(bytes.to_vec()).ok() };
    let decoded: Vec<_> = differences.iter().map(|it| (text(&it.old), text(&it.new))).collect();
    let declaring: Vec<_> = declaring.iter().map(|(name, bytes)| (name, text(bytes))).collect();
    let mut texts: Vec<(&str, Parse)> = Vec::new();
    let mut add = |name, text: &Option<String>| {
        let text = text.as_deref().unwrap_or_default();
        texts.push((name, Parse::read(Format::of_name(name), text.into())));
    };
    for (difference, (old, new)) in differences.iter().zip(&decoded) {
        add(difference.name_of(false), old);
        add(difference.name_of(true), new);
    }
    declaring.iter().for_each(|(name, text)| add(name, text));
    let texts: Vec<(&str, &Parse)> = texts.iter().map(|(name, parse)| (*name, parse)).collect();
    let hidden = if look.show_secrets { vec![Hidden::default(); texts.len()] } else { secret::find(&texts) };
    let values = Values::of(texts.iter().map(|(_, parse)| &*parse.text).zip(&hidden));
    for ((difference, (old, new)), hidden) in differences.iter().zip(&decoded).zip(hidden.chunks(2)) {
        match (old, new, hidden) {
            (Some(old), Some(new), [in_old, in_new]) => {
                let (old, new) = (Masked::new(old, in_old, &values), Masked::new(new, in_new, &values));
                unified(out, difference, (&old, &new), look.colour)?;
            }
            _ => writeln!(out, "binary file `{}` differs", visible(difference.name_of(true)))?,
        }
    }
    Ok(())
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

impl Difference<'_> {
    /// The name of a side; where there is no file on it that of the other one.
    fn name_of(&self, new: bool) -> &str {
        let (this, other) =
            if new { (&self.new_name, &self.old_name) } else { (&self.old_name, &self.new_name) };
        if this == NOWHERE { other } else { this }
    }
}

/// A text with what is shown of its lines.
struct Masked<'t> {
    text: &'t str,
    shown: Lines,
    /// Where the lines begin.
    starts: Vec<usize>,
}

impl<'t> Masked<'t> {
    fn new(text: &'t str, hidden: &Hidden, values: &Values) -> Self {
        let mut at = 0;
        let start = |line: &'t str| {
            at += line.len();
            at - line.len()
        };
        let starts = text.tokenize_lines().into_iter().map(start).collect();
        // A fix can write elsewhere what was secret where it stood.
        let ranges = hidden.ranges.iter().copied().chain(values.repeated_in(text));
        Masked { text, shown: Lines::new(text, ranges.collect()), starts }
    }

    /// What is shown of the line, without its line break.
    fn line(&self, index: Option<usize>) -> &str {
        let start = index.and_then(|index| self.starts.get(index)).copied().unwrap_or(self.text.len());
        let next = index.and_then(|index| self.starts.get(index + 1)).copied().unwrap_or(self.text.len());
        let range = self.shown.start(start)..self.shown.end(next);
        self.shown.drawn(self.text).get(range).unwrap_or_default().trim_end_matches(['\n', '\r'])
    }
}

/// Prints the lines that differ, with three around them.
fn unified(
    out: &mut dyn Write,
    difference: &Difference<'_>,
    (old, new): (&Masked<'_>, &Masked<'_>),
    colour: bool,
) -> io::Result<()> {
    let paint = |style: &str, line: &str| match colour {
        true => format!("\x1b[{style}m{line}\x1b[0m"),
        false => line.to_owned(),
    };
    let diff = TextDiff::from_lines(old.text, new.text);
    let mut diff = diff.unified_diff();
    for (index, hunk) in diff.context_radius(3).iter_hunks().enumerate() {
        if index == 0 {
            writeln!(out, "{}", paint("1", &format!("--- {}", visible(&difference.old_name))))?;
            writeln!(out, "{}", paint("1", &format!("+++ {}", visible(&difference.new_name))))?;
        }
        writeln!(out, "{}", paint("36", &hunk.header().to_string()))?;
        for change in hunk.iter_changes() {
            let line = match change.tag() {
                ChangeTag::Insert => new.line(change.new_index()),
                ChangeTag::Equal | ChangeTag::Delete => old.line(change.old_index()),
            };
            let line = format!("{}{line}", change.tag());
            match change.tag() {
                ChangeTag::Insert => writeln!(out, "{}", paint("32", &line))?,
                ChangeTag::Delete => writeln!(out, "{}", paint("31", &line))?,
                ChangeTag::Equal => writeln!(out, "{line}")?,
            }
            if change.missing_newline() {
                writeln!(out, "\\ No newline at end of file")?;
            }
        }
    }
    Ok(())
}
