//! `nestc inspect`

use std::path::Path;

use super::args::Inspect;
use super::load::{Loaded, broken_manifest};
use super::{Status, Stop, Streams, lint};
use crate::report::inspect;

pub(super) fn run(arguments: &Inspect, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let mut loaded = Loaded::new(&arguments.reading)?;
    let named = arguments.manifest.as_deref();
    lint::load(&mut loaded, &arguments.paths, named, Path::new("stdin.yaml"))?;
    if loaded.manifest_is_broken() {
        loaded.failures.push(broken_manifest());
    }
    let manifest = loaded.manifest.as_ref().map(|it| &it.manifest);
    let (sources, packages) = (&loaded.workspace.sources, named.is_some());
    inspect::write(streams.out, sources, &loaded.compiled, manifest, packages)?;
    writeln!(streams.out)?;
    let failed = loaded.print_failures(streams)?;
    Ok(if failed { Status::Failed } else { Status::Clean })
}
