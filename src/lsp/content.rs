//! Rendered copies as documents, the regions that there are, the report.

use gen_lsp_types::{TextDocumentContentParams, TextDocumentIdentifier, Uri};
use lsp_server::ErrorCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::server::{Answer, Refusal, Server};
use super::uri;
use crate::ide::render;
use crate::report::visible;
use crate::text;

/// The scheme of the addresses of rendered copies: `nestc-rendered:/REGION/NAME?ADDRESS`, where `ADDRESS` is that of
/// the template, escaped.
pub(super) const SCHEME: &str = "nestc-rendered";

/// A request about one document.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OfDocument {
    text_document: TextDocumentIdentifier,
}

impl Server {
    /// The copy of a template for a region.
    pub(super) fn content(&mut self, parameters: TextDocumentContentParams) -> Answer {
        let lang = self.lang();
        let unknown = Refusal::new(ErrorCode::InvalidParams, "this is not the address of a rendered copy");
        let Some((region, source)) = parts(&parameters.uri.0) else { return Err(unknown) };
        let Some(path) = self.documents.path(&source) else { return Err(unknown) };
        let copy = self.with_view(&path, |view, _| render::rendered(&view, &region)).flatten();
        match copy {
            Some(text) => {
                self.contents.insert(parameters.uri.0.clone());
                Ok(Some(json!({"text": text})))
            }
            None => {
                let reason = text!(
                    en: "there is no copy for `{region}`: the file is not a template, or no manifest lists it",
                    zh: "没有 `{region}` 的副本：该文件不是模板，或没有清单列出它",
                    region,
                );
                Err(Refusal::new(ErrorCode::RequestFailed, visible(reason.get(lang))))
            }
        }
    }

    /// Says that the copies that were asked for may be others now.
    pub(super) fn refresh_contents(&mut self) {
        if self.client.refreshes_contents {
            for address in self.contents.clone() {
                self.ask("refresh", "workspace/textDocumentContent/refresh", json!({"uri": address}));
            }
        }
    }

    /// The regions of a document, with that whose images are shown and the address of each copy.
    pub(super) fn regions(&mut self, parameters: OfDocument) -> Answer {
        let asked = self.settings.region.clone();
        let source = parameters.text_document.uri;
        self.of_document(&source, |view, _| {
            let name = source.0.rsplit('/').next().unwrap_or_default().to_owned();
            let copies: Vec<Value> = render::regions(view)
                .iter()
                .map(|region| {
                    let query = uri::escaped(source.0.as_bytes());
                    json!({"region": region, "uri": format!("{SCHEME}:/{region}/{name}?{query}")})
                })
                .collect();
            json!({"shown": render::shown_region(view, asked.as_deref()), "copies": copies})
        })
    }

    /// The page about the manifest of a document.
    pub(super) fn report(&mut self, parameters: OfDocument) -> Answer {
        let lang = self.lang();
        let Some(path) = self.documents.path(&parameters.text_document.uri) else {
            return Ok(Some(Value::Null));
        };
        let Some(manifest) = self.session.manifest_path(&path) else { return Ok(Some(Value::Null)) };
        Ok(Some(json!({"html": self.session.whole().page(&manifest, lang)})))
    }
}

/// The region and the template that the address of a rendered copy names.
fn parts(address: &str) -> Option<(String, Uri)> {
    let rest = address.strip_prefix(SCHEME)?.strip_prefix(':')?;
    let (path, query) = rest.split_once('?')?;
    let region = path.trim_start_matches('/').split('/').next()?.to_owned();
    Some((region, Uri(String::from_utf8(uri::decoded(query)).ok()?)))
}
