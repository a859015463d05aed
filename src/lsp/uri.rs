//! Addresses of documents and the paths that they stand for.

use std::path::{Path, PathBuf};

use gen_lsp_types::Uri;

/// The path of the `file:` address `uri`; `None` for any other address.
pub(super) fn to_path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.0.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("file:")).and(uri.0.get(5..))?;
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", rest),
    };
    let bytes = decoded(path);
    if cfg!(windows) {
        return Some(PathBuf::from(on_windows(host, &String::from_utf8(bytes).ok()?)));
    }
    Some(of_bytes(bytes))
}

/// The path on Windows of an address with `host` and `path`: on a drive, or shared by a host.
fn on_windows(host: &str, path: &str) -> String {
    match path.as_bytes() {
        [b'/', drive, b':', ..] if drive.is_ascii_alphabetic() => {
            path.get(1..).unwrap_or_default().to_owned()
        }
        _ if host.is_empty() || host.eq_ignore_ascii_case("localhost") => path.to_owned(),
        _ => format!("//{host}{path}"),
    }
}

#[cfg(unix)]
fn of_bytes(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn of_bytes(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

/// `text` with its escapes decoded; what is no escape stays.
pub(super) fn decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|it| std::str::from_utf8(it).ok()).filter(|_| first == b'%');
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    bytes
}

/// The `file:` address of the absolute path `path`.
pub(super) fn of_path(path: &Path) -> Uri {
    let mut uri = String::from("file://");
    let bytes = path.as_os_str().as_encoded_bytes();
    if bytes.first().is_some_and(|&byte| byte != b'/' && byte != b'\\') {
        uri.push('/');
    }
    uri.push_str(&escaped(bytes));
    Uri(uri)
}

/// `bytes` as part of an address.
pub(super) fn escaped(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for &byte in bytes {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                text.push(byte.into())
            }
            b'\\' if cfg!(windows) => text.push('/'),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

/// The name of the untitled document `uri` in the language that the editor calls `language`, as a path that no
/// file has.
pub(super) fn untitled(uri: &Uri, language: &str) -> PathBuf {
    let name: String =
        uri.0.chars().map(|it| if it.is_alphanumeric() || it == '.' { it } else { '-' }).collect();
    let has_ending = name.rsplit_once('.').is_some_and(|(_, ending)| {
        matches!(
            &*ending.to_ascii_lowercase(),
            "yaml" | "yml" | "json" | "tf" | "tofu" | "tfvars" | "template"
        )
    });
    let ending = match language {
        _ if has_ending => "",
        "json" | "jsonc" => ".json",
        "terraform" | "opentofu" | "hcl" | "tf" => ".tf",
        "terraform-vars" | "opentofu-vars" => ".tfvars",
        _ => ".yaml",
    };
    // Each is alone in its folder, since all Terraform of a folder is one module.
    Path::new("/untitled:").join(&name).join(format!("{name}{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_paths_on_windows() {
        for (host, path, expected) in [
            ("", "/C:/a/b.yaml", "C:/a/b.yaml"),
            ("", "/c:/a b/中.tf", "c:/a b/中.tf"),
            ("localhost", "/C:/a", "C:/a"),
            ("server", "/share/a.yaml", "//server/share/a.yaml"),
            ("", "/a", "/a"),
            ("", "", ""),
        ] {
            assert_eq!(on_windows(host, path), expected, "{host} {path}");
        }
    }

    #[cfg(windows)]
    #[test]
    fn paths_on_windows_are_addresses() {
        for (path, uri) in [
            ("C:\\a b\\c.yaml", "file:///C%3A/a%20b/c.yaml"),
            ("\\\\server\\share\\a", "file:////server/share/a"),
        ] {
            assert_eq!(of_path(Path::new(path)).0, uri);
        }
        let path = Path::new("C:\\a b\\c.yaml");
        assert_eq!(to_path(&of_path(path)).as_deref(), Some(path));
    }

    #[cfg(unix)]
    #[test]
    fn addresses_are_paths() {
        for (uri, path) in [
            ("file:///a/b.yaml", Some("/a/b.yaml")),
            ("file:/a/b.yaml", Some("/a/b.yaml")),
            ("FILE:///a/b%20c%e4%b8%AD.tf", Some("/a/b c中.tf")),
            ("file:///a/100%/%zz?x#y", Some("/a/100%/%zz")),
            ("file://localhost/a", Some("/a")),
            ("untitled:Untitled-1", None),
            ("git:/a/b.yaml?x", None),
            ("", None),
            ("中", None),
        ] {
            assert_eq!(to_path(&Uri(uri.to_owned())).as_deref(), path.map(Path::new), "{uri}");
        }
        for path in ["/a/b.yaml", "/a b/中%20\"#?.tf"] {
            assert_eq!(to_path(&of_path(Path::new(path))).as_deref(), Some(Path::new(path)));
        }
        assert_eq!(of_path(Path::new("/a b:c")).0, "file:///a%20b%3Ac");
    }

    #[test]
    fn untitled_documents_have_the_ending_of_their_language() {
        for (uri, language, ending) in [
            ("untitled:Untitled-1", "terraform", "untitled-Untitled-1.tf"),
            ("untitled:Untitled-1", "yaml", "untitled-Untitled-1.yaml"),
            ("untitled:a.json", "yaml", "untitled-a.json"),
        ] {
            assert!(untitled(&Uri(uri.to_owned()), language).ends_with(ending), "{uri}");
        }
    }
}
