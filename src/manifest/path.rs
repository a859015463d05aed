//! Where in a manifest a value is, as findings say it.

use std::borrow::Cow;
use std::fmt;

use crate::diagnostic::Text;
use crate::text;

/// Where a value is, from the root: `packages.web.versions.v1`.
#[derive(Clone, Copy)]
pub(super) enum Path<'p> {
    /// The whole file, by what it is, in English and in Chinese: "the manifest".
    Root(&'static [&'static str; 2]),
    /// An entry of a mapping.
    Key(&'p Path<'p>, &'p str),
    /// An item of a list.
    Item(&'p Path<'p>, usize),
}

/// The whole manifest.
pub(super) const ROOT: Path<'static> = Path::Root(&["the manifest", "清单"]);

impl<'p> Path<'p> {
    /// The entry `name` of the mapping at this place.
    pub(super) fn key(&'p self, name: &'p str) -> Path<'p> {
        Path::Key(self, name)
    }

    /// The item `index` of the list at this place.
    pub(super) fn item(&'p self, index: usize) -> Path<'p> {
        Path::Item(self, index)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Root([english, _]) => f.write_str(english),
            Path::Key(Path::Root(_), name) => f.write_str(&shortened(name)),
            Path::Key(parent, name) => write!(f, "{parent}.{}", shortened(name)),
            Path::Item(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// The name, cut where it is longer than anything meant to be read: many findings may name one place.
pub(crate) fn shortened(name: &str) -> Cow<'_, str> {
    const LONGEST: usize = 128;
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}…", name.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(name),
    }
}

/// The place in backticks, but for the whole file.
pub(super) fn quoted(path: &Path<'_>) -> Text {
    match path {
        Path::Root(forms) => Text::fixed(forms),
        path => text!(en: "`{path}`", zh: " `{path}` ", path),
    }
}
