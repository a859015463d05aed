//! `nestc inspect`

use super::args::Inspect;
use super::load::Loaded;
use super::{Status, Stop, Streams};
use crate::project::discover;
use crate::report::inspect;

pub(super) fn run(arguments: &Inspect, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let mut loaded = Loaded::default();
    loaded.compile(discover(&arguments.paths));
    inspect::write(streams.out, &loaded.project.sources, &loaded.compiled)?;
    writeln!(streams.out)?;
    let failed = loaded.print_failures(streams.err)?;
    Ok(if failed { Status::Failed } else { Status::Clean })
}
