//! nestc for a page: texts go in as JSON, findings and copies come out as JSON.
//!
//! The page writes a [`Request`] to the memory that [`reserve`] returns, calls [`check`], and reads as many bytes as that
//! returns from [`answer`]. Nothing but numbers passes between the two, so no generated glue is needed.

#![expect(unsafe_code, reason = "a name that the page can call has to be exported as it is; no other unsafe code is here")]

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use nestc::Lang;
use nestc::library::{Checked, Texts};
use serde::{Deserialize, Serialize};

static REQUEST: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static ANSWER: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// What the page asks.
#[derive(Deserialize)]
struct Request {
    /// The texts by their names.
    files: BTreeMap<String, String>,
    /// The manifest.
    manifest: Option<String>,
    /// The language of messages: `en` or `zh`.
    lang: String,
}

/// What it is answered.
#[derive(Serialize)]
#[serde(untagged)]
enum Answer {
    Checked(Checked),
    Unreadable { error: String },
}

fn locked(bytes: &Mutex<Vec<u8>>) -> MutexGuard<'_, Vec<u8>> {
    bytes.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Memory for a request of `length` bytes.
#[unsafe(no_mangle)]
pub extern "C" fn reserve(length: usize) -> *mut u8 {
    let mut request = locked(&REQUEST);
    request.clear();
    request.resize(length, 0);
    request.as_mut_ptr()
}

/// Answers the request that is in memory; returns the length of the answer.
#[unsafe(no_mangle)]
pub extern "C" fn check() -> usize {
    let answer = match serde_json::from_slice(&locked(&REQUEST)) {
        Ok(request) => Answer::Checked(checked(request)),
        Err(error) => Answer::Unreadable { error: error.to_string() },
    };
    let mut bytes = locked(&ANSWER);
    *bytes = serde_json::to_vec(&answer).unwrap_or_default();
    bytes.len()
}

/// Where the last answer is.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    locked(&ANSWER).as_ptr()
}

fn checked(request: Request) -> Checked {
    let mut texts = Texts::new();
    for (name, text) in request.files {
        texts.add(&name, text);
    }
    if let Some(manifest) = request.manifest {
        texts.set_manifest(manifest);
    }
    texts.check(if request.lang == "zh" { Lang::Zh } else { Lang::En })
}
