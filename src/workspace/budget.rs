//! What is read at most. Passing a budget is a failure that names it, never a crash, a long wait or silence.

/// Bytes of one template, manifest or configuration.
pub(crate) const FILE_BYTES: u64 = 32 * 1024 * 1024;

/// Bytes of a file that are searched for the keys of a template before it is read whole.
pub(crate) const PEEK_BYTES: u64 = 4 * 1024 * 1024;

/// Bytes of the record of a build.
pub(crate) const RECORD_BYTES: u64 = 512 * 1024 * 1024;

/// Bytes of one glob; what compiles them takes some thousand times as much.
pub(crate) const GLOB_BYTES: usize = 1_000;

/// Files that may be templates below one folder.
pub(crate) const FILES: usize = 100_000;

/// Files and folders of any kind below one folder.
pub(crate) const ENTRIES: usize = 2_000_000;
