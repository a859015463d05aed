//! What the test drivers share.

#![allow(dead_code, reason = "each driver uses a part")]

pub(crate) mod cases;
pub(crate) mod markdown;
pub(crate) mod program;
pub(crate) mod project;

use std::path::Path;

/// Compares `actual` with the file `path`, relative to the package. With `NESTC_UPDATE=1` in the environment
/// the file is written instead; look at the difference before committing it.
pub(crate) fn check_snapshot(path: &Path, actual: &str) {
    let full = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if updating() {
        std::fs::write(&full, actual).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(&full).unwrap_or_default();
    assert!(
        expected == actual,
        "{} differs (NESTC_UPDATE=1 rewrites it)\n--- expected\n{expected}\n--- actual\n{actual}",
        path.display()
    );
}

/// Whether expectations are to be rewritten.
pub(crate) fn updating() -> bool {
    std::env::var_os("NESTC_UPDATE").is_some_and(|value| value == "1")
}
