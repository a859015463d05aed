//! What a file is and what it is called: the one place where a path that comes in gets its identity.

use std::ffi::OsStr;
use std::ops::Deref;
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};
use std::sync::OnceLock;

/// A path that came in. Its key is the same however the path was spelled; its name is the path as it was
/// given, made clean and seen from the working folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FilePath {
    name: PathBuf,
    key: PathBuf,
}

impl FilePath {
    /// The file or folder at `path`, which need not exist.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        let name = clean(path);
        let key = canonical(&name);
        FilePath { name, key }
    }

    /// The file or folder `name` in this folder, which is no link.
    #[must_use]
    pub(super) fn inside(&self, name: &OsStr) -> Self {
        let folder = if self.name == Path::new(".") { Path::new("") } else { &self.name };
        let name_in = folder.join(name);
        // From a folder above, the way leads down to the working folder.
        let full = absolute(&name_in);
        let below =
            here().and_then(|it| full.strip_prefix(&it.folder).ok()).filter(|it| !it.as_os_str().is_empty());
        FilePath { name: below.map_or(name_in, Path::to_owned), key: self.key.join(name) }
    }

    /// What the file is: its canonical path.
    #[must_use]
    pub fn key(&self) -> &Path {
        &self.key
    }

    /// Whether its name leads to it through a symbolic link.
    #[must_use]
    pub fn is_link(&self) -> bool {
        absolute(&self.name) != self.key
    }

    /// The folder that it is in, by name; `.` for the working folder.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        folder_of(&self.name)
    }
}

impl Deref for FilePath {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.name
    }
}

/// Where the program works.
pub(super) struct Here {
    pub(super) folder: PathBuf,
    /// The root of the repository that it lies in.
    repository: Option<PathBuf>,
}

/// The working folder; `None` where it is gone.
pub(super) fn here() -> Option<&'static Here> {
    static HERE: OnceLock<Option<Here>> = OnceLock::new();
    let find = || {
        let folder = real(&std::env::current_dir().ok()?)?;
        let repository = repository_of(&folder);
        Some(Here { folder, repository })
    };
    HERE.get_or_init(find).as_ref()
}

/// The root of the repository that the absolute path `folder` lies in: the nearest folder with a `.git`.
pub(crate) fn repository_of(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|it| it.join(".git").symlink_metadata().is_ok()).map(Path::to_owned)
}

/// The folder of the file `path`; `.` for the working folder.
pub(crate) fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// `path` without `.` and `..`, seen from the working folder. A `..` after a symbolic link leads where the
/// system takes it, not where the name says.
fn clean(path: &Path) -> PathBuf {
    let Some(here) = here() else { return path.to_owned() };
    let full = here.folder.join(path);
    let mut clean = without_dots(&full);
    let climbs = path.components().any(|part| part == Component::ParentDir);
    if climbs
        && let Some(led) = real(&full)
        && real(&clean).as_ref() != Some(&led)
    {
        clean = led;
    }
    seen_from(&here.folder, &clean)
}

/// The absolute path of the clean path `name`.
pub(super) fn absolute(name: &Path) -> PathBuf {
    match here() {
        Some(here) => without_dots(&here.folder.join(name)),
        None => name.to_owned(),
    }
}

/// The absolute path `path` seen from `folder`; as it is where the two share no folder but the root.
fn seen_from(folder: &Path, path: &Path) -> PathBuf {
    // The working folder can be spelled through a link as well.
    let inside = path.strip_prefix(folder).ok().or_else(|| {
        let spelled = path.ancestors().find(|it| real(it).is_some_and(|real| real == folder))?;
        path.strip_prefix(spelled).ok()
    });
    if let Some(rest) = inside {
        return if rest.as_os_str().is_empty() { PathBuf::from(".") } else { rest.to_owned() };
    }
    let shared = folder.components().zip(path.components()).take_while(|(one, other)| one == other).count();
    let is_named = |part: &Component<'_>| matches!(part, Component::Normal(_));
    if !folder.components().take(shared).any(|part| is_named(&part)) {
        return path.to_owned();
    }
    let up = folder.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(path.components().skip(shared)).collect()
}

/// The canonical path of `path`, in the form in which users write it: on Windows without `\\?\`, where that can be.
pub(crate) fn real(path: &Path) -> Option<PathBuf> {
    dunce::canonicalize(path).ok()
}

/// The canonical path of `path`, as far as that exists.
fn canonical(path: &Path) -> PathBuf {
    if let Some(real) = real(path) {
        return real;
    }
    match path.file_name() {
        Some(name) => canonical(&folder_of(path)).join(name),
        None => path.to_owned(),
    }
}

/// `path` with `.` and `..` taken by name, as far as there is something to climb out of.
pub(crate) fn without_dots(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => match clean.components().next_back() {
                Some(Component::Normal(_)) => {
                    clean.pop();
                }
                Some(Component::RootDir | Component::Prefix(_)) => {}
                _ => clean.push(part),
            },
            _ => clean.push(part),
        }
    }
    clean
}

/// `path` as text: with `/`, without `.` parts, a byte that is not UTF-8 as `\xff`.
#[must_use]
pub(crate) fn display(path: &Path) -> String {
    let path: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
    let mut text = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02x}"));
        }
    }
    if text.is_empty() {
        text.push('.');
    }
    match MAIN_SEPARATOR {
        '/' => text,
        separator => text.replace(separator, "/"),
    }
}

/// The clean path `name` as machine formats show it: seen from the root of its repository, which is that of the
/// working folder where it lies in that one; without a repository seen from the working folder.
pub(crate) fn portable(name: &Path) -> String {
    let Some(here) = here() else { return display(name) };
    let full = without_dots(&here.folder.join(name));
    let ours = here.repository.clone().filter(|root| full.starts_with(root));
    let root = ours.or_else(|| repository_of(full.parent()?)).unwrap_or_else(|| here.folder.clone());
    display(full.strip_prefix(&root).unwrap_or(&full))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_taken_by_name() {
        for (path, expected) in [
            ("a/./b", "a/b"),
            ("a/../b", "b"),
            ("../a", "../a"),
            ("/../a", "/a"),
            ("a/../../b", "../b"),
            ("", ""),
        ] {
            assert_eq!(without_dots(Path::new(path)), Path::new(expected), "{path}");
        }
    }

    #[test]
    fn paths_are_seen_from_a_folder() {
        for (folder, path, expected) in [
            ("/w/a", "/w/a/x.tf", "x.tf"),
            ("/w/a", "/w/a", "."),
            ("/w/a", "/w/b/x.tf", "../b/x.tf"),
            ("/w/a", "/w", ".."),
            ("/w/a", "/elsewhere/x.tf", "/elsewhere/x.tf"),
        ] {
            assert_eq!(seen_from(Path::new(folder), Path::new(path)), Path::new(expected), "{path}");
        }
    }

    #[cfg(windows)]
    #[test]
    fn paths_of_windows_are_shown_with_slashes() {
        for (path, expected) in [
            (r"C:\a\.\b\..\c", r"C:\a\c"),
            (r"C:\..\a", r"C:\a"),
            (r"\\server\share\a\..\b", r"\\server\share\b"),
            (r"a/b\..\c", r"a\c"),
        ] {
            assert_eq!(without_dots(Path::new(path)), Path::new(expected), "{path}");
        }
        for (folder, path, expected) in [
            (r"C:\w\a", r"C:\w\a\x\y.tf", "x/y.tf"),
            (r"C:\w\a", r"C:\w\b\x.tf", "../b/x.tf"),
            (r"C:\w", r"D:\b\x.tf", "D:/b/x.tf"),
        ] {
            assert_eq!(display(&seen_from(Path::new(folder), Path::new(path))), expected, "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn names_that_differ_are_shown_differently() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        assert_eq!(display(Path::new(OsStr::from_bytes(b"w\xff.yaml"))), "w\\xff.yaml");
        assert_eq!(display(Path::new("./a\\b.yaml")), "a\\b.yaml");
        assert_eq!(display(Path::new("./.")), ".");
    }
}
