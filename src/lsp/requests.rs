//! Requests and their answers.

use gen_lsp_types::{
    CodeLensRequest, DocumentDiagnosticRequest, DocumentHighlightRequest, DocumentLinkRequest,
    DocumentSymbolRequest, FoldingRangeRequest, HoverRequest, InlayHintRequest, PrepareRenameRequest,
    ReferencesRequest, RenameRequest, Request, SelectionRangeRequest, SemanticTokensRequest,
    TextDocumentContentRequest, TextDocumentPositionParams, WorkspaceDiagnosticRequest,
    WorkspaceSymbolRequest,
};
use lsp_server::{ErrorCode, RequestId};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::client::Client;
use super::content::SCHEME;
use super::server::{Answer, Refusal, Server};
use crate::ide::tokens;

/// What the server can do for `client`.
pub(super) fn capabilities(client: &Client) -> Value {
    json!({
        "positionEncoding": client.encoding.name(),
        "textDocumentSync": {"openClose": true, "change": 2},
        "diagnosticProvider": {
            "identifier": "nestc",
            "interFileDependencies": true,
            "workspaceDiagnostics": true,
        },
        "hoverProvider": true,
        "definitionProvider": true,
        "declarationProvider": true,
        "referencesProvider": true,
        "documentHighlightProvider": true,
        "renameProvider": {"prepareProvider": true},
        "linkedEditingRangeProvider": true,
        "workspaceSymbolProvider": {"workDoneProgress": true},
        "documentSymbolProvider": true,
        "foldingRangeProvider": true,
        "selectionRangeProvider": true,
        "documentLinkProvider": {},
        "inlayHintProvider": true,
        "codeLensProvider": {},
        "codeActionProvider": {"codeActionKinds": ["quickfix", "refactor.extract", "refactor.rewrite", "source.fixAll.nestc"]},
        "completionProvider": {"resolveProvider": true, "triggerCharacters": [".", "!", ":", "\"", "'", "{", " ", "&", "-", "$"]},
        "signatureHelpProvider": {"triggerCharacters": ["(", ",", "["]},
        "semanticTokensProvider": {
            "legend": {"tokenTypes": tokens::KINDS, "tokenModifiers": ["definition"]},
            "full": true,
            "range": false,
        },
        "workspace": {
            "workspaceFolders": {"supported": true, "changeNotifications": true},
            "textDocumentContent": {"schemes": [SCHEME]},
        },
    })
}

/// Answers the request `id`.
pub(super) fn answer(server: &mut Server, id: &RequestId, method: &str, it: Value) -> Answer {
    match method {
        "textDocument/diagnostic" => server.pull(id, of::<DocumentDiagnosticRequest>(it)?),
        "workspace/diagnostic" => server.pull_all(id, of::<WorkspaceDiagnosticRequest>(it)?),
        "textDocument/hover" => server.hover(of::<HoverRequest>(it)?),
        "textDocument/definition" | "textDocument/declaration" => {
            server.definition(read::<TextDocumentPositionParams>(it)?)
        }
        "textDocument/references" => server.references(of::<ReferencesRequest>(it)?),
        "textDocument/documentHighlight" => server.highlight(of::<DocumentHighlightRequest>(it)?),
        "textDocument/prepareRename" => server.prepare_rename(of::<PrepareRenameRequest>(it)?),
        "textDocument/rename" => server.rename(of::<RenameRequest>(it)?),
        "textDocument/linkedEditingRange" => server.linked(read::<TextDocumentPositionParams>(it)?),
        "workspace/symbol" => server.find_symbols(id, of::<WorkspaceSymbolRequest>(it)?),
        "textDocument/documentSymbol" => server.symbols(of::<DocumentSymbolRequest>(it)?),
        "textDocument/foldingRange" => server.folding(of::<FoldingRangeRequest>(it)?),
        "textDocument/selectionRange" => server.selection(of::<SelectionRangeRequest>(it)?),
        "textDocument/documentLink" => server.links(of::<DocumentLinkRequest>(it)?),
        "textDocument/inlayHint" => server.hints(of::<InlayHintRequest>(it)?),
        "textDocument/codeLens" => server.lenses(of::<CodeLensRequest>(it)?),
        "textDocument/codeAction" => server.actions(read(it)?),
        "textDocument/semanticTokens/full" => server.tokens(of::<SemanticTokensRequest>(it)?),
        "textDocument/completion" => server.completion(read(it)?),
        "completionItem/resolve" => server.resolve_completion(it),
        "textDocument/signatureHelp" => server.signature(read(it)?),
        "workspace/textDocumentContent" => server.content(of::<TextDocumentContentRequest>(it)?),
        "nestc/regions" => server.regions(read(it)?),
        "nestc/report" => server.report(read(it)?),
        _ => Err(Refusal::new(ErrorCode::MethodNotFound, format!("unknown request `{method}`"))),
    }
}

/// The parameters of a request of kind `R`.
fn of<R: Request>(parameters: Value) -> Result<R::Params, Refusal> {
    read(parameters)
}

fn read<T: DeserializeOwned>(parameters: Value) -> Result<T, Refusal> {
    serde_json::from_value(parameters)
        .map_err(|error| Refusal::new(ErrorCode::InvalidParams, error.to_string()))
}
