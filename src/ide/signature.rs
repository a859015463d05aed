//! The arguments of the function that is being typed.

use super::View;
use super::complete::place;
use crate::grammar;
use crate::source::Format;

/// A function with the argument that is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Signature {
    /// The function as one writes it.
    pub(crate) label: String,
    /// Its arguments, as parts of the label.
    pub(crate) arguments: Vec<String>,
    pub(crate) active: usize,
}

/// The function around byte `at`.
pub(crate) fn signature(view: &View<'_>, at: u32) -> Option<Signature> {
    let (file, inner) = view.innermost(at);
    let source = view.sources().get(file)?;
    if source.format != Format::JsonOrYaml || !source.text.is_char_boundary(inner as usize) {
        return None;
    }
    let place = place(&source.text, inner)?;
    let found =
        place.functions.iter().find_map(|(name, index)| Some((grammar::function_by_name(name)?, *index)));
    let (function, index) = found?;
    let written = function.arguments;
    let inside = written.trim_start_matches('[').trim_end_matches(']');
    let arguments: Vec<String> = match written.starts_with('[') {
        true => inside.split(',').map(|it| it.trim().to_owned()).collect(),
        false => vec![written.to_owned()],
    };
    let active = index.min(arguments.len().saturating_sub(1));
    Some(Signature { label: format!("{}: {written}", function.name), arguments, active })
}
