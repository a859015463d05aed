//! What a file is to a project.

/// What a file is to nestc by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A manifest, a lock file, or a configuration of computenest-cli.
    Manifest,
    /// Anything else.
    Template,
}
