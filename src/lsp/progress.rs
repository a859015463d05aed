//! Says how far work is that takes long.

use serde_json::{Value, json};

use super::server::Server;
use crate::diagnostic::Text;

impl Server {
    /// Says that something long begins, to the token that the client gave or to one that the server makes; `None` where
    /// the client does not want to know.
    pub(super) fn begin(&mut self, given: Option<Value>, title: &Text) -> Option<Value> {
        let token = match given {
            Some(token) => token,
            None if self.client.shows_progress => {
                let token = json!(format!("nestc/{}", self.generation));
                self.ask("progress", "window/workDoneProgress/create", json!({"token": token}));
                token
            }
            None => return None,
        };
        let title = title.get(self.lang()).to_owned();
        self.progress(&token, json!({"kind": "begin", "title": title, "percentage": 0}));
        Some(token)
    }

    /// Says that `done` of `all` parts are done.
    pub(super) fn step(&mut self, token: &Value, done: usize, all: usize) {
        let percentage = (done * 100).checked_div(all).unwrap_or(100);
        let message = format!("{done}/{all}");
        self.progress(token, json!({"kind": "report", "percentage": percentage, "message": message}));
    }

    /// Says that it came to its end.
    pub(super) fn end(&mut self, token: Option<&Value>) {
        if let Some(token) = token {
            self.progress(token, json!({"kind": "end"}));
        }
    }

    fn progress(&mut self, token: &Value, value: Value) {
        self.tell("$/progress", json!({"token": token, "value": value}));
    }
}
