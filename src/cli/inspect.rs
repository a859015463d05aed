//! `nestc inspect`

use std::path::Path;

use super::args::Inspect;
use super::{Status, Stop, Streams, lint};
use crate::cli::failures::broken_manifest;
use crate::project::Loaded;
use crate::report::{Shown, inspect};

pub(super) fn run(arguments: &Inspect, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let mut loaded = Loaded::new(&arguments.reading.exclude, arguments.reading.follow_links)?;
    let named = arguments.manifest.as_deref();
    lint::load(&mut loaded, &arguments.paths, named, Path::new("stdin.yaml"), false)?;
    if loaded.manifest_is_broken() {
        loaded.failures.push(broken_manifest());
    }
    let manifest = loaded.manifest.as_ref().map(|it| &it.manifest);
    let shown =
        Shown::asked(&loaded.workspace.sources, streams.language.of_programs(), arguments.show_secrets);
    inspect::write(streams.out, &shown, &loaded.compiled, manifest, named.is_some())?;
    let failed = loaded.print_failures(streams)?;
    Ok(if failed { Status::Failed } else { Status::Clean })
}
