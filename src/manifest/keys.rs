//! The keys that the manifest's mappings know. The reader reads no others, and the JSON Schema lists the
//! same.

/// The whole manifest.
pub(super) const MANIFEST: &[&str] = &[
    "version",
    "templates",
    "regions",
    "packages",
    "associations",
    "output",
    "also-render",
    "also-through",
    "computenest",
    "services",
    "lint",
];

/// A package.
pub(super) const PACKAGE: &[&str] = &["description", "tags", "versions"];

/// A version of a package.
pub(super) const VERSION: &[&str] = &["status", "kind", "source", "encrypted", "architecture", "images"];

/// The image that a version was made from.
pub(super) const SOURCE: &[&str] = &["region", "image"];

/// An association written out.
pub(super) const ASSOCIATION: &[&str] = &["package", "version", "resources"];

/// A service.
pub(super) const SERVICE: &[&str] = &["name", "visibility", "packages"];

/// The visibility of a service with a whitelist.
pub(super) const VISIBILITY: &[&str] = &["whitelist"];

/// The words for [`super::Status`].
pub(super) const STATUSES: &[(&str, super::Status)] =
    &[("draft", super::Status::Draft), ("published", super::Status::Published)];

/// The words for [`super::ImageKind`].
pub(super) const KINDS: &[(&str, super::ImageKind)] = &[
    ("public", super::ImageKind::Public),
    ("custom", super::ImageKind::Custom),
    ("shared", super::ImageKind::Shared),
    ("marketplace", super::ImageKind::Marketplace),
    ("community", super::ImageKind::Community),
];

/// The words for [`super::Architecture`].
pub(super) const ARCHITECTURES: &[(&str, super::Architecture)] = &[
    ("i386", super::Architecture::I386),
    ("x86_64", super::Architecture::X86_64),
    ("arm64", super::Architecture::Arm64),
];

/// The words for the visibility of a service without a whitelist.
pub(super) const VISIBILITIES: &[(&str, super::Visibility)] =
    &[("public", super::Visibility::Public), ("private", super::Visibility::Private)];

/// The words for levels of rules; `off` is no level.
pub(super) const LEVELS: &[(&str, Option<crate::diagnostic::Severity>)] = &[
    ("error", Some(crate::diagnostic::Severity::Error)),
    ("warning", Some(crate::diagnostic::Severity::Warning)),
    ("note", Some(crate::diagnostic::Severity::Note)),
    ("off", None),
];

/// What an output path can hold in braces.
pub(super) const PLACEHOLDERS: &[&str] = &["region", "path", "name", "ext"];
