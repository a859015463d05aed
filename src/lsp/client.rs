//! What the client can do, and what the user asks of it.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use super::position::Encoding;
use crate::diagnostic::Lang;

/// What the client can do.
#[derive(Clone, Debug, Default)]
pub(super) struct Client {
    pub(super) encoding: Encoding,
    /// The language that the client speaks, where it says so.
    locale: Option<Lang>,
    /// Whether it asks for diagnostics itself.
    pub(super) pulls: bool,
    pub(super) refreshes_diagnostics: bool,
    pub(super) refreshes_hints: bool,
    pub(super) refreshes_tokens: bool,
    pub(super) refreshes_lenses: bool,
    pub(super) refreshes_contents: bool,
    /// Whether it tells of files when it is asked to later.
    pub(super) watches_files: bool,
    pub(super) tells_configuration: bool,
    pub(super) registers_configuration: bool,
    pub(super) shows_related: bool,
    pub(super) shows_snippets: bool,
    /// Whether the server may say of itself how far it is.
    pub(super) shows_progress: bool,
    pub(super) shows_markdown: bool,
    /// Whether it asks for what there is to say of an item of completion when it shows it.
    pub(super) resolves_documentation: bool,
    /// Whether edits can say which version of a document they are for.
    pub(super) versions_edits: bool,
    /// Whether code actions are objects, and not only commands.
    pub(super) takes_actions: bool,
    /// The requests that it sends again where their text changed.
    pub(super) asks_again: Vec<String>,
    /// Whether a definition can say what leads to it.
    pub(super) follows_links: bool,
    /// Whether an outline has levels.
    pub(super) nests_symbols: bool,
}

impl Client {
    /// What the parameters of `initialize` say.
    pub(super) fn new(parameters: &Value) -> Self {
        let at = |path: &str| parameters.pointer(&format!("/capabilities/{path}"));
        let can = |path: &str| at(path).and_then(Value::as_bool).unwrap_or(false);
        let offered = at("general/positionEncodings").and_then(Value::as_array).into_iter().flatten();
        let encoding = offered.filter_map(|it| Encoding::named(it.as_str()?)).next();
        let resolved = at("textDocument/completion/completionItem/resolveSupport/properties");
        let formats = at("textDocument/hover/contentFormat").and_then(Value::as_array);
        Client {
            encoding: encoding.unwrap_or_default(),
            locale: parameters.get("locale").and_then(Value::as_str).map(Lang::of_locale),
            pulls: at("textDocument/diagnostic").is_some(),
            refreshes_diagnostics: can("workspace/diagnostics/refreshSupport"),
            refreshes_hints: can("workspace/inlayHint/refreshSupport"),
            refreshes_tokens: can("workspace/semanticTokens/refreshSupport"),
            refreshes_lenses: can("workspace/codeLens/refreshSupport"),
            refreshes_contents: at("workspace/textDocumentContent").is_some(),
            watches_files: can("workspace/didChangeWatchedFiles/dynamicRegistration"),
            tells_configuration: can("workspace/configuration"),
            registers_configuration: can("workspace/didChangeConfiguration/dynamicRegistration"),
            shows_related: can("textDocument/publishDiagnostics/relatedInformation")
                || can("textDocument/diagnostic/relatedInformation"),
            shows_progress: can("window/workDoneProgress"),
            shows_snippets: can("textDocument/completion/completionItem/snippetSupport"),
            resolves_documentation: resolved
                .and_then(Value::as_array)
                .is_some_and(|it| it.iter().any(|it| it == "documentation")),
            shows_markdown: formats.is_none_or(|formats| formats.iter().any(|it| it == "markdown")),
            versions_edits: can("workspace/workspaceEdit/documentChanges"),
            asks_again: at("general/staleRequestSupport/retryOnContentModified")
                .and_then(|it| serde_json::from_value(it.clone()).ok())
                .unwrap_or_default(),
            follows_links: can("textDocument/definition/linkSupport"),
            nests_symbols: can("textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            takes_actions: at("textDocument/codeAction/codeActionLiteralSupport").is_some(),
        }
    }

    /// The language of what people read: what the user asks for, or the client's, or that of the environment.
    pub(super) fn lang(&self, settings: &Settings, environment: Lang) -> Lang {
        match settings.language.as_deref() {
            Some("en") => Lang::En,
            Some("zh") => Lang::Zh,
            _ => self.locale.unwrap_or(environment),
        }
    }
}

/// What the user asks for, under `nestc` in the editor's settings.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Settings {
    /// The region whose images hints show.
    pub(super) region: Option<String>,
    /// `en`, `zh`, or that of the editor.
    pub(super) language: Option<String>,
    /// The manifest of all files.
    pub(super) manifest: Option<PathBuf>,
    /// Globs of files that are left out.
    pub(super) exclude: Vec<String>,
    /// Whether links may lead anywhere.
    pub(super) follow_links: bool,
    /// Files with schemas of newer resource types.
    pub(super) schemas: Vec<PathBuf>,
    pub(super) inlay_hints: bool,
    pub(super) code_lens: bool,
    /// Whether findings are told of all files of the folders, and not only of those that are open.
    pub(super) whole_workspace: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            region: None,
            language: None,
            manifest: None,
            exclude: Vec::new(),
            follow_links: false,
            schemas: Vec::new(),
            inlay_hints: true,
            code_lens: true,
            whole_workspace: false,
        }
    }
}

impl Settings {
    /// The settings in `value`, which may lie under `nestc`; those that cannot be read keep their defaults. Manifest and
    /// schemas are seen from `folder`.
    pub(super) fn new(value: &Value, folder: Option<&Path>) -> Self {
        let value = value.get("nestc").unwrap_or(value);
        let Value::Object(fields) = value else { return Settings::default() };
        let mut good = serde_json::Map::new();
        for (name, field) in fields {
            let mut alone = serde_json::Map::new();
            alone.insert(name.clone(), field.clone());
            if !field.is_null() && serde_json::from_value::<Settings>(Value::Object(alone)).is_ok() {
                good.insert(name.clone(), field.clone());
            }
        }
        let mut settings: Settings = serde_json::from_value(Value::Object(good)).unwrap_or_default();
        let is_said = |it: &String| !it.trim().is_empty();
        settings.region = settings.region.filter(is_said);
        settings.manifest = settings.manifest.filter(|it| !it.as_os_str().is_empty());
        if let Some(folder) = folder {
            settings.manifest.iter_mut().chain(&mut settings.schemas).for_each(|it| *it = folder.join(&it));
        }
        settings
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_that_cannot_be_read_keep_their_defaults() {
        let value = json!({"nestc": {"region": "cn-beijing", "inlayHints": "yes", "exclude": ["a"], "manifest": "b/nestc.yaml", "new": 1}});
        let settings = Settings::new(&value, Some(Path::new("/w")));
        assert_eq!(settings.region.as_deref(), Some("cn-beijing"));
        assert_eq!(settings.manifest.as_deref(), Some(Path::new("/w/b/nestc.yaml")));
        assert!(settings.inlay_hints && settings.exclude == ["a"]);
        assert_eq!(Settings::new(&Value::Null, None), Settings::default());
        assert_eq!(Settings::new(&json!({"region": ""}), None), Settings::default());
    }

    #[test]
    fn the_first_encoding_counts_that_is_known() {
        for (offered, encoding) in [
            (json!(["utf-32", "utf-8"]), Encoding::Utf32),
            (json!(["utf-7", "utf-8"]), Encoding::Utf8),
            (json!([]), Encoding::Utf16),
            (json!(null), Encoding::Utf16),
        ] {
            let parameters = json!({"capabilities": {"general": {"positionEncodings": offered}}});
            assert_eq!(Client::new(&parameters).encoding, encoding, "{parameters}");
        }
    }
}
