//! `nestc report`

use std::path::Path;

use super::args::Report;
use super::{Status, Stop, Streams, lint};
use crate::cli::failures::broken_manifest;
use crate::diagnostic::Text;
use crate::project::{Loaded, LoadedManifest};
use crate::render::put_file;
use crate::report::Shown;
use crate::report::page::{self, Subject};
use crate::text;
use crate::workspace::{Failure, display, reason};

pub(super) fn run(arguments: &Report, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let mut loaded = Loaded::new(&arguments.reading.exclude, arguments.reading.follow_links)?;
    loaded.schemas.clone_from(&arguments.reading.schema);
    lint::load(&mut loaded, &[], arguments.manifest.as_deref(), Path::new("."), false)?;
    loaded.check_report_file(&arguments.html)?;
    let report = loaded.lint();
    let Some(LoadedManifest { manifest, base, .. }) = &loaded.manifest else {
        return Err(broken_manifest().into());
    };
    let shown = Shown::asked(&loaded.workspace.sources, streams.language.of_people(), arguments.show_secrets);
    let report = &*report.capped(&loaded.workspace.sources);
    let workspace = &loaded.workspace;
    let subject = Subject { shown: &shown, workspace, compiled: &loaded.compiled, manifest, base, report };
    if arguments.html == Path::new("-") {
        page::write(streams.out, subject)?;
    } else {
        let mut bytes = Vec::new();
        page::write(&mut bytes, subject)?;
        write_whole(&arguments.html, bytes)?;
    }
    let failed = loaded.print_failures(streams)?;
    Ok(if failed { Status::Failed } else { Status::Clean })
}

/// Writes the file at `path`: all of it or nothing.
fn write_whole(path: &Path, bytes: Vec<u8>) -> Result<(), Failure> {
    let unwritable = |reason: Text| {
        Failure::new(
            text!(en: "`{path}` cannot be written: {reason}", zh: "无法写入 `{path}`：{reason}", path = display(path), reason),
            text!(en: "name another file for --html", zh: "请为 --html 指定其他文件"),
        )
    };
    if path.file_name().is_none() {
        return Err(unwritable(text!(en: "it names no file", zh: "它不是文件名")));
    }
    put_file(path, &bytes).map_err(|error| unwritable(reason(&error)))
}
