//! Somebody who types anything anywhere, and checks that the server says what `nestc lint` says of the same text.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use nestc::cli::{self, Language, Streams};
use serde_json::{Value, json};

use crate::client::{Client, uri};
use crate::random::Random;

/// What is typed.
const TYPED: [&str; 24] = [
    "a",
    "Re",
    "ImageId: ",
    "\n",
    "\r\n",
    "\t",
    "  ",
    ":",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    "|\n",
    "!Ref ",
    "${",
    "#",
    "中😀",
    "=",
    "<<EOT\n",
    "resource \"alicloud_instance\" \"a\" {\n",
    "ROSTemplateFormatVersion: '2015-09-01'\n",
];

/// Requests about a place.
const AT: [&str; 11] = [
    "textDocument/hover",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/completion",
    "textDocument/signatureHelp",
    "textDocument/codeAction",
    "textDocument/selectionRange",
    "textDocument/prepareRename",
    "textDocument/rename",
    "textDocument/linkedEditingRange",
];

/// What a server says of a name that cannot be changed.
const REQUEST_FAILED: i64 = -32803;

/// Requests about a document.
const OF: [&str; 7] = [
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/documentLink",
    "textDocument/inlayHint",
    "textDocument/codeLens",
    "textDocument/semanticTokens/full",
    "nestc/regions",
];

/// A file that is open.
struct Opened {
    address: String,
    path: PathBuf,
    original: String,
    text: String,
}

/// A server in a folder that is a copy of another.
pub(crate) struct Editing {
    client: Client,
    folder: PathBuf,
    version: i32,
}

/// The byte of `text` that is on a character boundary at or before `at`.
fn boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The position of byte `at` of `text` in UTF-16.
fn position(text: &str, at: usize) -> Value {
    let mut line = 0;
    let mut start = 0;
    let bytes = text.as_bytes();
    for index in 0..at {
        let is_break = bytes[index] == b'\n' || bytes[index] == b'\r' && bytes.get(index + 1) != Some(&b'\n');
        if is_break {
            line += 1;
            start = index + 1;
        }
    }
    json!({"line": line, "character": text[start..at].encode_utf16().count()})
}

impl Editing {
    /// A server for the files in `folder`, which are there already.
    pub(crate) fn new(program: Command, folder: &Path) -> Self {
        let capabilities = json!({
            "textDocument": {
                "diagnostic": {},
                "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}},
            },
        });
        let client = Client::start(program, folder, json!({"capabilities": capabilities}));
        Editing { client, folder: folder.canonicalize().expect("the folder is there"), version: 1 }
    }

    /// Opens the file `name`, and another one beside it, edits both at random and asks about them; in the end the file
    /// must have the findings of a lint.
    ///
    /// # Errors
    /// What went wrong, with the text that shows it.
    pub(crate) fn sequence(
        &mut self,
        name: &str,
        beside: Option<&str>,
        random: &mut Random,
        edits: usize,
    ) -> Result<(), String> {
        let mut opened = vec![self.open(name, random)?];
        if let Some(beside) = beside {
            opened.push(self.open(beside, random)?);
        }
        for _ in 0..edits {
            let which = random.below(opened.len());
            let (address, text) = (opened[which].address.clone(), &mut opened[which].text);
            let changes: Vec<Value> = (0..=random.below(2)).map(|_| change(text, random)).collect();
            self.version += 1;
            self.client.change(&address, self.version, json!(changes));
            if random.below(3) == 0 {
                self.ask(&address, text, random)?;
            }
        }
        self.ask(&opened[0].address, &opened[0].text, random)?;
        for file in &opened {
            fs::write(&file.path, &file.text).map_err(|error| error.to_string())?;
        }
        let found = self.compare(&opened[0].address, &opened[0].path, &opened[0].text);
        for file in opened {
            self.client.close(&file.address);
            fs::write(&file.path, file.original).map_err(|error| error.to_string())?;
        }
        found
    }

    fn open(&mut self, name: &str, random: &mut Random) -> Result<Opened, String> {
        let path = self.folder.join(name);
        let original = fs::read_to_string(&path).map_err(|error| error.to_string())?;
        let text = match random.below(4) {
            0 => original[..boundary(&original, random.below(original.len() + 1))].to_owned(),
            _ => original.clone(),
        };
        let address = uri(&path);
        let language = if name.ends_with(".tf") { "terraform" } else { "yaml" };
        self.client.open(&address, language, &text);
        Ok(Opened { address, path, original, text })
    }

    fn ask(&mut self, address: &str, text: &str, random: &mut Random) -> Result<(), String> {
        let at = boundary(text, random.below(text.len() + 1));
        let position = position(text, at);
        let end = json!({"line": 100_000, "character": 0});
        let method = match random.below(2) {
            0 => AT[random.below(AT.len())],
            _ => OF[random.below(OF.len())],
        };
        let range = match method {
            "textDocument/inlayHint" => json!({"start": {"line": 0, "character": 0}, "end": end}),
            _ => json!({"start": position, "end": position}),
        };
        let parameters = json!({
            "textDocument": {"uri": address},
            "position": position,
            "positions": [position],
            "range": range,
            "context": {"includeDeclaration": true, "diagnostics": []},
            "newName": "Other",
        });
        let id = self.client.ask(method, parameters);
        let answer = self.client.answer(id);
        match answer.get("error").filter(|it| it["code"] != REQUEST_FAILED) {
            Some(error) => Err(format!("{method} at byte {at}: {error}\n--- text\n{text}")),
            None => Ok(()),
        }
    }

    fn compare(&mut self, address: &str, path: &Path, text: &str) -> Result<(), String> {
        let id = self.client.ask("textDocument/diagnostic", json!({"textDocument": {"uri": address}}));
        let answer = self.client.answer(id);
        let told = answer["result"]["items"].as_array();
        let told = told.ok_or_else(|| format!("no diagnostics: {answer}\n--- text\n{text}"))?;
        let faults: Vec<&Value> = self.client.said.iter().filter(|it| it["params"]["type"] == 1).collect();
        if !faults.is_empty() {
            return Err(format!("{faults:?}\n--- text\n{text}"));
        }
        self.client.said.clear();
        let name = path.file_name().and_then(|it| it.to_str()).unwrap_or_default();
        let is_manifest = name == "nestc.yaml";
        let expected = linted(path, is_manifest)?;
        let mut found: Vec<String> = told
            .iter()
            .filter(|it| it.get("code").is_some())
            .map(|it| format!("{} {}", it["code"], it["range"]))
            .collect();
        found.sort();
        match found == expected {
            true => Ok(()),
            false => {
                Err(format!("{found:#?}\n--- lint\n{expected:#?}\n--- text of {}\n{text}", path.display()))
            }
        }
    }

    pub(crate) fn end(self) -> Option<i32> {
        self.client.end()
    }
}

/// Makes one random change of `text`; the change as the protocol tells it.
fn change(text: &mut String, random: &mut Random) -> Value {
    if random.below(40) == 0 {
        return json!({"text": &*text});
    }
    let start = boundary(text, random.below(text.len() + 1));
    let length = match random.below(6) {
        0 => random.below(60),
        1 | 2 => random.below(4),
        _ => 0,
    };
    let end = boundary(text, start + length).max(start);
    let typed = match random.below(8) {
        0 => "",
        // A part of the text itself.
        1 => {
            let from = boundary(text, random.below(text.len() + 1));
            &text[from..boundary(text, from + random.below(80)).max(from)].to_owned()
        }
        _ => TYPED[random.below(TYPED.len())],
    };
    // A position inside a line break means its start.
    let inside =
        |at: usize| text.as_bytes().get(at) == Some(&b'\n') && at > 0 && text.as_bytes()[at - 1] == b'\r';
    let (start, end) = (start - usize::from(inside(start)), end - usize::from(inside(end)));
    let range = json!({"start": position(text, start), "end": position(text, end)});
    let told = json!({"range": range, "text": typed});
    text.replace_range(start..end, typed);
    told
}

/// The findings of `nestc lint` in the file `path`, as the server tells them.
fn linted(path: &Path, is_manifest: bool) -> Result<Vec<String>, String> {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut streams =
        Streams { out: &mut out, err: &mut err, out_is_terminal: false, language: Language::default() };
    let mut arguments: Vec<std::ffi::OsString> = ["nestc", "lint", "--format", "json"].map(Into::into).into();
    match is_manifest {
        true => arguments.extend(["--manifest".into(), path.into()]),
        false => arguments.push(path.into()),
    }
    cli::run(arguments, &mut streams);
    let report: Value =
        serde_json::from_slice(&out).map_err(|_| format!("lint fails: {}", String::from_utf8_lossy(&err)))?;
    let findings = report["findings"].as_array().expect("findings are a list");
    let own = findings.iter().filter(|it| path.ends_with(it["file"].as_str().unwrap_or("-")));
    let place = |line: &Value, column: &Value| json!({"character": column.as_u64().unwrap_or(0) - 1, "line": line.as_u64().unwrap_or(0) - 1});
    let mut found: Vec<String> = own
        .map(|it| {
            let start = place(&it["line"], &it["column"]);
            let end = place(&it["end_line"], &it["end_column"]);
            format!("{} {}", it["code"], json!({"end": end, "start": start}))
        })
        .collect();
    found.sort();
    Ok(found)
}

/// Copies the folder `from` to `to`.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the folder is there").flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a file can be copied");
        }
    }
}

/// The files below `folder` that can be edited, seen from it.
pub(crate) fn editable(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).expect("the folder is there").flatten() {
            let path = entry.path();
            let name = path.strip_prefix(folder).expect("it is below").to_string_lossy().into_owned();
            let is_file = [".yaml", ".yml", ".json", ".tf", ".template"].iter().any(|it| name.ends_with(it));
            if path.is_dir() {
                waiting.push(path);
            } else if is_file && fs::read_to_string(&path).is_ok_and(|text| !text.starts_with('\u{feff}')) {
                found.push(name);
            }
        }
    }
    found.sort();
    found
}
