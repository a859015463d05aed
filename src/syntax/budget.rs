//! What the parsers spend on one text at most. Passing a budget is a finding, never a crash.

/// Bytes of a template that ROS accepts (<https://www.alibabacloud.com/help/en/ros>, "Limits": 512 KB).
pub const ROS_TEMPLATE_BYTES: usize = 524_288;

/// Bytes of one text that the parsers read at all; offsets are 32-bit.
pub const TEXT_BYTES: usize = u32::MAX as usize / 4;

/// Nested collections in YAML or JSON.
pub const YAML_DEPTH: usize = 1_000;

/// Nested blocks, brackets, templates and operators in HCL.
pub const HCL_DEPTH: usize = 1_000;

/// Values that aliases may add to a document when it is read.
pub const ALIAS_EXPANSIONS: usize = 10_000;

/// Merge keys (`<<`) inside of what merge keys bring in, and so on.
pub const MERGE_DEPTH: usize = 64;

/// Entries that merge keys (`<<`) may add to a document when it is read.
pub const MERGE_ENTRIES: usize = 50_000;

/// Values that the functions at the image slots of one template are followed to; a function beyond them is
/// reported as one that returns no literal.
pub const CHOICES: usize = 100_000;

/// Terraform modules that call each other, one below the other.
pub const MODULE_DEPTH: usize = 1_000;

/// Lines of YAML directives before a document.
pub const DIRECTIVES: usize = 100;

/// Syntax errors kept for one text; later ones add nothing that an author could use.
pub const SYNTAX_ERRORS: usize = 200;
