//! Names of texts: paths with `/`.

/// The name `path` as seen from the folder `folder`, with `.` and `..` taken by name; what climbs out of the
/// folder keeps its `..`.
#[must_use]
pub(crate) fn join_names(folder: &str, path: &str) -> String {
    let (folder, root) = match (path.starts_with('/'), folder.starts_with('/')) {
        (true, _) => ("", "/"),
        (false, true) => (folder, "/"),
        (false, false) => (folder, ""),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    format!("{root}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::join_names;

    #[test]
    fn dots_are_taken_by_name() {
        for (folder, path, expected) in [
            ("", "web.yaml", "web.yaml"),
            (".", "./web.yaml", "web.yaml"),
            (".computenest", "../a//b/./web.yaml", "a/b/web.yaml"),
            ("a", "../../web.yaml", "../web.yaml"),
            ("../a", "../web.yaml", "../web.yaml"),
            ("/home/a", "../web.yaml", "/home/web.yaml"),
            ("a", "/web.yaml", "/web.yaml"),
            ("a", "..", ""),
        ] {
            assert_eq!(join_names(folder, path), expected, "{folder} {path}");
        }
    }
}
