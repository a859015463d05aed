//! Findings as lines of JSON: an object a line, with the fields that the findings of `json` have.

use std::io::{self, Write};

use super::{Shown, json, pretty};
use crate::lint::Report;

/// Writes a line for each finding of `report` to `out`.
///
/// # Errors
/// Those of writing to `out`.
pub fn write(out: &mut dyn Write, shown: &Shown<'_>, report: &Report) -> io::Result<()> {
    json::findings(shown, report).try_for_each(|finding| pretty::write_line(out, &finding))
}
