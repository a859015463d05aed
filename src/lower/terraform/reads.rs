//! The files that a module reads by functions, such as `file("${path.module}/app.sh")`.

use super::expression::Reader;
use crate::ir::{Part, Reference, ReferenceKind, Step, Template, Value, ValueKind};
use crate::lower::placeholder;
use crate::source::Span;
use crate::syntax::hcl::{self, Kind};
use crate::syntax::{SourceMap, yaml};

/// The functions whose first argument is the path of a file.
const READING: [&str; 10] = [
    "file",
    "filebase64",
    "filebase64sha256",
    "filebase64sha512",
    "filemd5",
    "filesha1",
    "filesha256",
    "filesha512",
    "fileexists",
    "templatefile",
];

/// A file that a function reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileRead {
    /// The argument.
    pub span: Span,
    /// The path as seen from the module's folder, or from that of the root module.
    pub path: String,
    /// Whether it is seen from the root module.
    pub from_root: bool,
}

/// The files that functions of `template` read by constant paths.
#[must_use]
pub(crate) fn file_reads(sources: &SourceMap, template: &Template) -> Vec<FileRead> {
    let mut reads = Vec::new();
    for &file in &template.files {
        let mentions = |text: &str| memchr::memmem::find(text.as_bytes(), b"file").is_some();
        let Some(parse) = sources.parse(file).filter(|_| mentions(sources.text(file))) else { continue };
        if let Some(view) = parse.hcl() {
            scan(Reader { view, file }, &mut reads);
            continue;
        }
        let Some(view) = parse.yaml() else { continue };
        let is_template = |&id: &_| {
            let is_string = view.kind(id) == yaml::Kind::DoubleQuoted;
            is_string && view.text(id).contains("${") && mentions(&view.text(id))
        };
        for id in view.tree.ids().filter(is_template) {
            let file = placeholder::embed_template(sources, view, file, id);
            if let Some(view) = sources.parse(file).and_then(|parse| parse.hcl()) {
                scan(Reader { view, file }, &mut reads);
            }
        }
    }
    reads.sort_by_key(|read| read.span);
    reads.dedup();
    reads
}

fn scan(reader: Reader<'_>, reads: &mut Vec<FileRead>) {
    let view: hcl::View<'_> = reader.view;
    let calls =
        view.tree.ids().filter(|&id| view.kind(id) == Kind::Call && READING.contains(&view.call_name(id)));
    for call in calls {
        let Some(argument) = view.arguments(call).next() else { continue };
        reads.extend(constant(&reader.value(argument)));
    }
}

/// The path that `value` is, where it is constant.
fn constant(value: &Value) -> Option<FileRead> {
    let read = |path: &str, from_root| Some(FileRead { span: value.span, path: path.to_owned(), from_root });
    match &value.kind {
        // Terraform works in the folder of the root module.
        ValueKind::Literal(_) => read(value.as_str()?, true),
        ValueKind::Group(inner) => constant(inner),
        ValueKind::Interpolation(parts) => match parts.as_slice() {
            [Part::Value(Value { kind: ValueKind::Ref(base), .. }), Part::Text(rest)] => {
                read(rest.trim_start_matches('/'), from_root(base)?)
            }
            _ => None,
        },
        _ => None,
    }
}

/// Whether `path.module` or `path.root` is meant; `None` for anything else.
fn from_root(base: &Reference) -> Option<bool> {
    let is_path = base.kind == ReferenceKind::Other && base.name == "path";
    match base.steps.as_slice() {
        [Step::Name(name)] if is_path => match name.as_str() {
            "module" => Some(false),
            "root" | "cwd" => Some(true),
            _ => None,
        },
        _ => None,
    }
}
