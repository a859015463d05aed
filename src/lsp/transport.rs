//! Messages on stdin and stdout.

use std::io::{self, ErrorKind, Write};
use std::sync::mpsc::Sender;
use std::thread;

use lsp_server::Message;
use serde_json::Value;

use super::jobs::Done;

/// What the loop waits for.
#[derive(Debug)]
pub(super) enum Event {
    /// The client says something.
    Message(Message),
    /// What the client says cannot be read.
    Malformed(String),
    /// The client is gone.
    Closed,
    /// A job did so many parts of so many; the token is where that is told.
    Step(Value, usize, usize),
    /// A job came to its end.
    Done(Done),
}

/// Reads messages from stdin in a thread of its own, so that the client can always write.
///
/// # Errors
/// When no thread can be started.
pub(super) fn read(events: Sender<Event>) -> io::Result<()> {
    let read = move || {
        let mut input = io::stdin().lock();
        loop {
            let event = match Message::read(&mut input) {
                Ok(Some(message)) => Event::Message(message),
                Ok(None) => Event::Closed,
                Err(error) if error.kind() == ErrorKind::InvalidData => Event::Malformed(error.to_string()),
                Err(_) => Event::Closed,
            };
            let is_last = matches!(event, Event::Closed);
            if events.send(event).is_err() || is_last {
                return;
            }
        }
    };
    thread::Builder::new().name("nestc-lsp-input".to_owned()).spawn(read).map(drop)
}

/// Where messages go.
pub(super) struct Output(Box<dyn Write>);

impl Output {
    /// Messages go to stdout.
    pub(super) fn new() -> Self {
        Output(Box::new(io::BufWriter::new(io::stdout())))
    }

    /// Messages are thrown away.
    #[cfg(test)]
    pub(super) fn nowhere() -> Self {
        Output(Box::new(io::sink()))
    }

    /// Sends `message`. A client that is gone is noticed where its input ends.
    pub(super) fn send(&mut self, message: impl Into<Message>) {
        let _ = message.into().write(&mut self.0);
    }
}
