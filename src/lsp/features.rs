//! What is at a place, and where names lead.

use gen_lsp_types::{
    DocumentHighlightParams, HoverParams, Position, PrepareRenameParams, ReferenceParams, RenameParams,
    TextDocumentPositionParams, Uri,
};
use lsp_server::ErrorCode;
use serde_json::{Value, json};

use super::documents::World;
use super::server::{Answer, Refusal, Server};
use crate::diagnostic::{Edit, Text};
use crate::ide::{View, hover, linked, names, rename};

impl Server {
    /// What `read` says of the document `uri`; null where it cannot be read.
    pub(super) fn of_document(
        &mut self,
        uri: &Uri,
        read: impl FnOnce(&View<'_>, World<'_>) -> Value,
    ) -> Answer {
        let Some(path) = self.documents.path(uri) else { return Ok(Some(Value::Null)) };
        Ok(Some(self.with_view(&path, |view, world| read(&view, world)).unwrap_or_default()))
    }

    /// What `read` says of a place of the document `uri`, as its byte.
    pub(super) fn of_place(
        &mut self,
        at: &TextDocumentPositionParams,
        read: impl FnOnce(&View<'_>, World<'_>, u32) -> Value,
    ) -> Answer {
        let position = at.position;
        self.of_document(&at.text_document.uri, |view, world| {
            read(view, world, offset(view, world, position))
        })
    }

    pub(super) fn hover(&mut self, parameters: HoverParams) -> Answer {
        let (lang, markdown) = (self.lang(), self.client.shows_markdown);
        self.of_place(&parameters.text_document_position_params, |view, world, at| {
            let Some(hover) = hover::hover(view, at, lang) else { return Value::Null };
            let kind = if markdown { "markdown" } else { "plaintext" };
            json!({"contents": {"kind": kind, "value": hover.text}, "range": world.range(hover.span)})
        })
    }

    pub(super) fn definition(&mut self, parameters: TextDocumentPositionParams) -> Answer {
        let links = self.client.follows_links;
        self.of_place(&parameters, |view, world, at| {
            let targets = names::definition(view, at).into_iter().filter_map(|target| {
                let uri = world.uri(target.name.file)?;
                let name = world.range(target.name);
                Some(match links {
                    true => json!({
                        "originSelectionRange": world.range(target.origin),
                        "targetUri": uri,
                        "targetRange": world.range(target.whole),
                        "targetSelectionRange": name,
                    }),
                    false => json!({"uri": uri, "range": name}),
                })
            });
            targets.collect()
        })
    }

    pub(super) fn references(&mut self, parameters: ReferenceParams) -> Answer {
        let with_definition = parameters.context.include_declaration;
        let at = parameters.text_document_position_params;
        let mut found = Vec::new();
        self.in_each_unit(&at, |view, at| found.extend(names::references(view, at, with_definition)));
        found.sort_unstable();
        found.dedup();
        self.of_document(&at.text_document.uri, |_, world| {
            found.into_iter().filter_map(|span| world.location(span)).map(|it| json!(it)).collect()
        })
    }

    /// Lets `read` see a place in each unit that its file is part of.
    fn in_each_unit(&mut self, at: &TextDocumentPositionParams, mut read: impl FnMut(&View<'_>, u32)) {
        let Some(path) = self.documents.path(&at.text_document.uri) else { return };
        let (documents, encoding) = (&self.documents, self.client.encoding);
        self.session.each_view(&path, &self.folders, |view| {
            let world = World { documents, workspace: view.workspace, encoding };
            read(&view, offset(&view, world, at.position));
        });
    }

    pub(super) fn highlight(&mut self, parameters: DocumentHighlightParams) -> Answer {
        self.of_place(&parameters.text_document_position_params, |view, world, at| {
            let uses = names::references(view, at, false);
            let all = names::references(view, at, true).into_iter().filter(|&span| view.is_here(span));
            // A definition writes, a use reads.
            all.map(
                |span| json!({"range": world.range(span), "kind": if uses.contains(&span) { 2 } else { 3 }}),
            )
            .collect()
        })
    }

    pub(super) fn prepare_rename(&mut self, parameters: PrepareRenameParams) -> Answer {
        let mut refused = None;
        let answer =
            self.of_place(
                &parameters.text_document_position_params,
                |view, world, at| match rename::prepare(view, at) {
                    Ok(span) => {
                        json!({"range": world.range(span), "placeholder": view.sources().slice(span)})
                    }
                    Err(reason) => {
                        refused = Some(reason);
                        Value::Null
                    }
                },
            );
        self.unless(refused, answer)
    }

    pub(super) fn rename(&mut self, parameters: RenameParams) -> Answer {
        let (mut refused, telling) = (None, self.telling());
        let at = parameters.text_document_position_params;
        let mut edits: Vec<Edit> = Vec::new();
        self.in_each_unit(&at, |view, at| match rename::rename(view, at, &parameters.new_name) {
            Ok(own) => edits.extend(own),
            Err(reason) => refused = Some(reason),
        });
        edits.sort_by_key(|edit| edit.span);
        edits.dedup();
        let answer =
            self.of_document(&at.text_document.uri, |_, world| json!(telling.workspace_edit(world, &edits)));
        self.unless(refused, answer)
    }

    pub(super) fn linked(&mut self, parameters: TextDocumentPositionParams) -> Answer {
        self.of_place(&parameters, |view, world, at| {
            let Some(spans) = linked::linked(view, at) else { return Value::Null };
            let ranges: Vec<_> = spans.into_iter().map(|span| world.range(span)).collect();
            json!({"ranges": ranges, "wordPattern": linked::PATTERN})
        })
    }

    /// `answer`, unless the request is `refused`.
    fn unless(&self, refused: Option<Text>, answer: Answer) -> Answer {
        match refused {
            Some(reason) => Err(Refusal::new(ErrorCode::RequestFailed, reason.get(self.lang()))),
            None => answer,
        }
    }
}

/// The byte at `position` of the file.
pub(super) fn offset(view: &View<'_>, world: World<'_>, position: Position) -> u32 {
    world.places(view.file).map_or(0, |places| places.offset(position))
}
