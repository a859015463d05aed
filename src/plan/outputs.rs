//! Where outputs go: the manifest's `output` pattern.

use crate::diagnostic::Text;
use crate::text;

/// A pattern such as `dist/{region}/{path}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OutputPattern {
    text: String,
}

/// What a pattern's placeholders stand for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PatternParts<'a> {
    /// The region ID.
    pub region: &'a str,
    /// The template's path relative to the manifest, with `/`.
    pub path: &'a str,
}

/// Why a pattern or a path made from it cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PatternError {
    /// A placeholder that there is not.
    UnknownPlaceholder(String),
    /// A brace without its other.
    OpenBrace,
    /// The path leads out of the output folder.
    Outside(String),
    /// The path has a character that some systems take for a separator, or none can have in a name.
    Unnameable(String),
}

impl PatternError {
    /// What is wrong, in words.
    #[must_use]
    pub(crate) fn text(&self) -> Text {
        match self {
            PatternError::UnknownPlaceholder(name) => text!(
                en: "`output` has no placeholder `{{{name}}}`; there are `{{region}}`, `{{path}}`, `{{name}}` and `{{ext}}`",
                zh: "`output` 没有占位符 `{{{name}}}`；可用的有 `{{region}}`、`{{path}}`、`{{name}}` 和 `{{ext}}`", name,
            ),
            PatternError::OpenBrace => {
                text!(en: "`output` has a brace that is not closed", zh: "`output` 中有未闭合的大括号")
            }
            PatternError::Outside(path) => text!(
                en: "the output path `{path}` leads out of the manifest's folder", zh: "输出路径 `{path}` 超出了清单所在的文件夹", path,
            ),
            PatternError::Unnameable(path) => text!(
                en: "the output path `{path}` has a backslash or a null character in it, which names cannot have everywhere",
                zh: "输出路径 `{path}` 含有反斜杠或空字符，并非所有系统都支持", path,
            ),
        }
    }
}

/// The pattern where the manifest has none.
const DEFAULT: &str = "dist/{region}/{path}";

impl OutputPattern {
    /// The pattern `text`, or the default.
    ///
    /// # Errors
    /// When a placeholder is unknown or not closed, or the pattern is absolute or climbs with `..`.
    pub(crate) fn new(text: Option<&str>) -> Result<Self, PatternError> {
        let pattern = OutputPattern { text: text.unwrap_or(DEFAULT).trim_start_matches("./").to_owned() };
        pattern.expand(PatternParts { region: "region", path: "path" })?;
        Ok(pattern)
    }

    /// The folder above all outputs: the parts before the first placeholder; may be empty.
    #[must_use]
    pub(crate) fn root(&self) -> &str {
        let fixed = self.text.split('{').next().unwrap_or_default();
        fixed.rsplit_once('/').map_or("", |(root, _)| root)
    }

    /// The output path for `parts`, relative to the manifest.
    ///
    /// # Errors
    /// As [`OutputPattern::new`], with the path made of `parts`.
    pub(crate) fn expand(&self, parts: PatternParts<'_>) -> Result<String, PatternError> {
        let file = parts.path.rsplit('/').next().unwrap_or(parts.path);
        let (name, ext) = file.rsplit_once('.').unwrap_or((file, ""));
        let mut whole = String::new();
        let mut rest = self.text.as_str();
        while let Some((before, from)) = rest.split_once('{') {
            whole.push_str(before);
            let (placeholder, after) = from.split_once('}').ok_or(PatternError::OpenBrace)?;
            whole.push_str(match placeholder {
                "region" => parts.region,
                "path" => parts.path,
                "name" => name,
                "ext" => ext,
                _ => return Err(PatternError::UnknownPlaceholder(placeholder.to_owned())),
            });
            rest = after;
        }
        whole.push_str(rest);
        // A name without an ending leaves its dot, the manifest's own folder its slash.
        let whole =
            whole.trim_end_matches(if parts.path.is_empty() { ['.', '/'] } else { ['.', '.'] }).to_owned();
        let climbs = whole.split('/').any(|part| part == ".." || part.is_empty());
        if climbs || whole.get(1..2) == Some(":") {
            return Err(PatternError::Outside(whole));
        }
        if whole.contains(['\\', '\0']) {
            return Err(PatternError::Unnameable(whole));
        }
        Ok(whole)
    }

    /// The output path of the file `file` of the template `template`, both relative to the manifest; a template is a
    /// file, or a folder with files of its own and others outside of it.
    ///
    /// # Errors
    /// As [`OutputPattern::expand`].
    pub(crate) fn of_file(&self, region: &str, template: &str, file: &str) -> Result<String, PatternError> {
        let output = || self.expand(PatternParts { region, path: template });
        match file.strip_prefix(template) {
            Some(rest) if template.is_empty() => Ok(format!("{}/{rest}", output()?)),
            Some(rest) if rest.is_empty() || rest.starts_with('/') => Ok(format!("{}{rest}", output()?)),
            _ => self.expand(PatternParts { region, path: file }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expand(pattern: &str, path: &str) -> Result<String, PatternError> {
        OutputPattern::new(Some(pattern))?.expand(PatternParts { region: "cn-hangzhou", path })
    }

    #[test]
    fn placeholders_are_filled() {
        assert_eq!(expand("dist/{region}/{path}", "a/b.yaml").unwrap(), "dist/cn-hangzhou/a/b.yaml");
        assert_eq!(expand("out/{name}-{region}.{ext}", "a/b.c.yaml").unwrap(), "out/b.c-cn-hangzhou.yaml");
        assert_eq!(expand("out/{region}/{name}.{ext}", "infra").unwrap(), "out/cn-hangzhou/infra");
        assert_eq!(expand("out/{region}/{path}", "").unwrap(), "out/cn-hangzhou");
        assert_eq!(OutputPattern::new(Some("out/r-{region}/{path}")).unwrap().root(), "out");
    }

    #[test]
    fn paths_stay_inside() {
        for pattern in ["../{path}", "/tmp/{path}", "dist/../../{path}", "dist//{path}", "c:/{path}"] {
            assert!(matches!(expand(pattern, "x.yaml"), Err(PatternError::Outside(_))), "{pattern}");
        }
        assert!(matches!(expand("dist/{path}", "../x.yaml"), Err(PatternError::Outside(_))));
        assert!(matches!(expand("dist/{path}", "a\\b.yaml"), Err(PatternError::Unnameable(_))));
        assert!(matches!(expand("dist/{where}", "x"), Err(PatternError::UnknownPlaceholder(_))));
        assert!(matches!(expand("dist/{path", "x"), Err(PatternError::OpenBrace)));
    }
}
