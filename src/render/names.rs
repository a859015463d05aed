//! Which names an output may have.

use unicode_normalization::UnicodeNormalization;

use super::error::WriteError;
use crate::text;

/// Files that nestc itself reads or writes, and that are never outputs.
const OWN: [&str; 3] = ["nestc.yaml", "nestc.lock", "nestc-build.json"];

/// How the names of nestc's temporary files and folders begin.
const HIDDEN: &str = ".nestc-";

/// Whether `path` leaves its folder by name, or is none.
pub(crate) fn climbs(path: &str) -> bool {
    path.is_empty()
        || path.contains('\0')
        || path.split('/').any(|part| matches!(part, "" | "." | ".."))
        || (cfg!(windows) && path.contains(['\\', ':']))
}

/// Refuses a path, relative to its tree, that no output may have, whatever is there.
pub(crate) fn check(path: &str) -> Result<(), WriteError> {
    check_folders(path)?;
    let is_own = OWN.contains(&folded(path.rsplit('/').next().unwrap_or(path)).as_str());
    if is_own || path.split('/').any(|part| folded(part).starts_with(HIDDEN)) {
        return Err(WriteError::Protected {
            path: path.to_owned(),
            what: text!(en: "a name of nestc's own files", zh: " nestc 自身文件的名称"),
        });
    }
    Ok(())
}

/// Bytes of a name that the usual file systems take.
const NAME_BYTES: usize = 255;

/// Refuses a path that nothing may be written to.
pub(crate) fn check_folders(path: &str) -> Result<(), WriteError> {
    if climbs(path) {
        return Err(WriteError::Climbs(path.to_owned()));
    }
    if path.split('/').any(is_git) {
        return Err(WriteError::Protected {
            path: path.to_owned(),
            what: text!(en: "one of git's own files", zh: " git 自身的文件"),
        });
    }
    if path.split('/').any(|part| part.len() > NAME_BYTES)
        || cfg!(windows) && !path.split('/').all(is_name_on_windows)
    {
        return Err(WriteError::Unnameable(path.to_owned()));
    }
    Ok(())
}

/// Whether some file system takes the folder `name` for `.git`.
pub(crate) fn is_git(name: &str) -> bool {
    let name = folded(name);
    let stem = name.split(':').next().unwrap_or_default().trim_end_matches(['.', ' ']);
    stem == ".git" || stem == "git~1"
}

/// Whether Windows takes `name` for the name of a file, and of that file.
fn is_name_on_windows(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let numbered = |prefix: &str| {
        let number = stem.strip_prefix(prefix).map(|it| it.chars().collect::<Vec<_>>());
        matches!(number.as_deref(), Some(['0'..='9' | '\u{b9}' | '\u{b2}' | '\u{b3}']))
    };
    let device = matches!(&*stem, "con" | "prn" | "aux" | "nul" | "conin$" | "conout$");
    let odd = |it: char| it.is_control() || matches!(it, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\');
    !(device || numbered("com") || numbered("lpt") || name.contains(odd) || name.ends_with(['.', ' ']))
}

/// `name` as a file system compares it that tells neither letter case nor Unicode forms apart, nor sees what cannot be
/// seen.
pub(crate) fn folded(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    let unseen = |it: &char| matches!(it, '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{206a}'..='\u{206f}' | '\u{feff}');
    let shown = name.nfd().filter(|it| !unseen(it));
    shown.flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_their_folder() {
        for path in ["", "/x", "../x", "a/../b", "a//b", "a/.", "x\0"] {
            assert!(matches!(check(path), Err(WriteError::Climbs(_))), "{path:?}");
        }
        for path in ["x", "a/b.yaml", "..x", "a/...", ".github/x", ".gitignore", "git/x", "nestc.yaml.bak"] {
            check(path).unwrap();
        }
    }

    #[test]
    fn git_and_nestc_keep_their_files() {
        for path in [
            ".git/hooks/x",
            "a/.GIT/x",
            ".git",
            ".g\u{200c}it/x",
            ".git./x",
            ".git /x",
            "GIT~1/x",
            ".git::$INDEX_ALLOCATION/x",
            "nestc.yaml",
            "a/NESTC.lock",
            "nestc-build.json",
            ".nestc-staging-1",
            "a/.nestc-staging/x",
        ] {
            assert!(matches!(check(path), Err(WriteError::Protected { .. })), "{path}");
        }
    }

    #[test]
    fn names_that_look_alike_are_alike() {
        for (one, other) in
            [("Web", "wEB"), ("caf\u{e9}", "cafe\u{301}"), ("STRASSE", "stra\u{df}e"), ("\u{3a3}", "\u{3c2}")]
        {
            assert_eq!(folded(one), folded(other), "{one} {other}");
        }
        assert_ne!(folded("a"), folded("b"));
        assert_ne!(folded("caf\u{e9}"), folded("cafe"));
    }

    #[test]
    fn names_on_windows() {
        for name in
            ["con", "NUL.txt", "com1", "LPT9.yaml", "a:b", "a ", "a.", "a?", "a\\b", "a\u{1}", "aux .x"]
        {
            assert!(!is_name_on_windows(name), "{name:?}");
        }
        for name in ["console", "com", "com10", "a.con", "web.yaml", "\u{7f51}.yaml", ".x"] {
            assert!(is_name_on_windows(name), "{name:?}");
        }
    }
}
