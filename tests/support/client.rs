//! A client of the language server that waits for nothing but what it asks for.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// A server with what it said and nobody asked for yet.
pub(crate) struct Client {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    last: i64,
    /// Notifications and requests of the server, in order.
    pub(crate) said: Vec<Value>,
    /// What the server answered to `initialize`.
    pub(crate) capabilities: Value,
}

impl Client {
    /// A server in `folder` that was told `parameters` beside the folder.
    pub(crate) fn start(program: Command, folder: &Path, parameters: Value) -> Self {
        let mut client = Client::spawn(program, folder);
        let mut all = json!({
            "processId": null,
            "rootUri": uri(folder),
            "workspaceFolders": [{"uri": uri(folder), "name": "top"}],
            "capabilities": {},
        });
        for (name, value) in parameters.as_object().expect("parameters are an object") {
            all[name] = value.clone();
        }
        client.capabilities = client.request("initialize", all)["capabilities"].clone();
        client.notify("initialized", json!({}));
        client
    }

    /// A server that was told nothing yet.
    pub(crate) fn spawn(mut program: Command, folder: &Path) -> Self {
        program.arg("lsp").current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = program.spawn().expect("the program starts");
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("stdout is a pipe"));
        Client { child, input, output, last: 0, said: Vec::new(), capabilities: Value::Null }
    }

    /// Sends `text` as the body of a message.
    pub(crate) fn send_text(&mut self, text: &str) {
        let input = self.input.as_mut().expect("the input is open");
        write!(input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server reads");
        input.flush().expect("the server reads");
    }

    pub(crate) fn notify(&mut self, method: &str, parameters: Value) {
        self.send_text(&json!({"jsonrpc": "2.0", "method": method, "params": parameters}).to_string());
    }

    /// Sends a request and returns its id.
    pub(crate) fn ask(&mut self, method: &str, parameters: Value) -> i64 {
        self.last += 1;
        let message = json!({"jsonrpc": "2.0", "id": self.last, "method": method, "params": parameters});
        self.send_text(&message.to_string());
        self.last
    }

    /// The whole answer to the request `id`.
    pub(crate) fn answer(&mut self, id: i64) -> Value {
        loop {
            let message = self.message().expect("the server answers");
            if message["id"] == id && message.get("method").is_none() {
                return message;
            }
            self.take(message);
        }
    }

    /// The result of a request, which must have one.
    pub(crate) fn request(&mut self, method: &str, parameters: Value) -> Value {
        let id = self.ask(method, parameters.clone());
        let answer = self.answer(id);
        assert!(answer.get("error").is_none(), "{method} {parameters}: {answer}");
        answer["result"].clone()
    }

    /// Waits for the next notification or request `method` that `fits`.
    pub(crate) fn wait(&mut self, method: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let is_it = |message: &Value| message["method"] == method && fits(&message["params"]);
        if let Some(at) = self.said.iter().position(is_it) {
            return self.said.remove(at)["params"].clone();
        }
        loop {
            let message = self.message().unwrap_or_else(|| panic!("the server does not say {method}"));
            if is_it(&message) {
                self.answer_own(&message);
                return message["params"].clone();
            }
            self.take(message);
        }
    }

    fn take(&mut self, message: Value) {
        self.answer_own(&message);
        self.said.push(message);
    }

    /// Answers a request of the server.
    fn answer_own(&mut self, message: &Value) {
        if let (Some(id), Some(_)) = (message.get("id"), message.get("method")) {
            let answer = json!({"jsonrpc": "2.0", "id": id, "result": null});
            self.send_text(&answer.to_string());
        }
    }

    fn message(&mut self) -> Option<Value> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line).expect("the server writes text") == 0 {
                return None;
            }
            match line.trim_end().split_once(": ") {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.parse().expect("a length is a number");
                }
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("a message is whole");
        Some(serde_json::from_slice(&body).expect("a message is JSON"))
    }

    pub(crate) fn open(&mut self, uri: &str, language: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": language, "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Changes a document; a change without a range replaces all of it.
    pub(crate) fn change(&mut self, uri: &str, version: i32, changes: Value) {
        let document = json!({"uri": uri, "version": version});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    }

    pub(crate) fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    }

    /// The next diagnostics of version `version` of the document `uri`.
    pub(crate) fn diagnostics(&mut self, uri: &str, version: i32) -> Vec<Value> {
        let is_it = |it: &Value| it["uri"] == uri && it["version"] == version;
        let told = self.wait("textDocument/publishDiagnostics", is_it);
        told["diagnostics"].as_array().expect("diagnostics are a list").clone()
    }

    /// Says goodbye; the exit status.
    pub(crate) fn end(mut self) -> Option<i32> {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.child.wait().expect("the server ends").code()
    }

    /// Closes the connection without a word; the exit status.
    pub(crate) fn hang_up(mut self) -> Option<i32> {
        drop(self.input.take());
        self.child.wait().expect("the server ends").code()
    }
}

/// The address of the file or folder `path`.
pub(crate) fn uri(path: &Path) -> String {
    let path = path.canonicalize().expect("the path is there").display().to_string();
    format!("file://{}", path.replace('%', "%25").replace('#', "%23").replace('?', "%3F"))
}

/// The codes with their first lines and columns, from 0.
pub(crate) fn places(diagnostics: &[Value]) -> Vec<(String, u64, u64)> {
    let place = |it: &Value| {
        let start = &it["range"]["start"];
        let code = it["code"].as_str().unwrap_or_default().to_owned();
        (code, start["line"].as_u64().unwrap_or(99), start["character"].as_u64().unwrap_or(99))
    };
    diagnostics.iter().map(place).collect()
}
