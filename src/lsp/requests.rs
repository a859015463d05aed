//! Requests and their answers.

use gen_lsp_types::{DocumentDiagnosticRequest, Request, WorkspaceDiagnosticRequest};
use lsp_server::{ErrorCode, RequestId};
use serde_json::{Value, json};

use super::client::Client;
use super::server::{Answer, Refusal, Server};

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
        "workspace": {"workspaceFolders": {"supported": true, "changeNotifications": true}},
    })
}

/// Answers the request `id`.
pub(super) fn answer(server: &mut Server, id: &RequestId, method: &str, parameters: Value) -> Answer {
    match method {
        "textDocument/diagnostic" => {
            let parameters = read::<DocumentDiagnosticRequest>(parameters)?;
            server.pull(id, parameters)
        }
        "workspace/diagnostic" => {
            let parameters = read::<WorkspaceDiagnosticRequest>(parameters)?;
            server.pull_all(id, parameters)
        }
        _ => Err(Refusal::new(ErrorCode::MethodNotFound, format!("unknown request `{method}`"))),
    }
}

/// The parameters of a request of kind `R`.
fn read<R: Request>(parameters: Value) -> Result<R::Params, Refusal> {
    serde_json::from_value(parameters)
        .map_err(|error| Refusal::new(ErrorCode::InvalidParams, error.to_string()))
}
