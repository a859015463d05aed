//! Requests that nobody waits for any more, among the messages that are there.

use std::collections::{HashMap, HashSet, VecDeque};

use lsp_server::{Message, RequestId};
use serde_json::Value;

use super::transport::Event;

/// The requests that messages in `waiting` cancel.
pub(super) fn cancelled_in(waiting: &VecDeque<Event>) -> HashSet<RequestId> {
    let cancels = waiting.iter().filter_map(|event| match event {
        Event::Message(Message::Notification(it)) if it.method == "$/cancelRequest" => cancelled(&it.params),
        _ => None,
    });
    cancels.collect()
}

/// The requests in `waiting` whose text changes after them and that the client sends again then: their `methods`.
pub(super) fn outdated_in(waiting: &VecDeque<Event>, methods: &[String]) -> HashSet<RequestId> {
    let document =
        |params: &Value| params.pointer("/textDocument/uri").and_then(Value::as_str).map(str::to_owned);
    let mut changed: HashSet<String> = HashSet::new();
    let mut outdated = HashSet::new();
    for event in waiting.iter().rev() {
        match event {
            Event::Message(Message::Notification(it)) if it.method == "textDocument/didChange" => {
                changed.extend(document(&it.params));
            }
            Event::Message(Message::Request(it))
                if methods.contains(&it.method)
                    && document(&it.params).is_some_and(|uri| changed.contains(&uri)) =>
            {
                outdated.insert(it.id.clone());
            }
            _ => {}
        }
    }
    outdated
}

/// The request that a cancellation names.
pub(super) fn cancelled(parameters: &Value) -> Option<RequestId> {
    let named: HashMap<String, RequestId> = serde_json::from_value(parameters.clone()).ok()?;
    named.get("id").cloned()
}

#[cfg(test)]
mod tests {
    use lsp_server::{Notification, Request};
    use serde_json::json;

    use super::*;

    #[test]
    fn a_request_is_outdated_where_its_text_changes_after_it() {
        let params = |name: &str| json!({"textDocument": {"uri": name}});
        let request = |id: i32, method: &str, name: &str| {
            let request = Request::new(RequestId::from(id), method.to_owned(), params(name));
            Event::Message(Message::Request(request))
        };
        let change = |name: &str| {
            let it = Notification::new("textDocument/didChange".to_owned(), params(name));
            Event::Message(Message::Notification(it))
        };
        let waiting = VecDeque::from([
            request(1, "tokens", "a"),
            request(2, "tokens", "b"),
            request(3, "hover", "a"),
            change("a"),
            request(4, "tokens", "a"),
        ]);
        let outdated = outdated_in(&waiting, &["tokens".to_owned()]);
        assert_eq!(outdated, HashSet::from([RequestId::from(1)]));
    }
}
