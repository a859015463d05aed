//! `nestc files`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::args::Files;
use super::{Status, Stop, Streams, lint};
use crate::diagnostic::Lang;
use crate::project::Loaded;
use crate::report::visible;
use crate::workspace::{Input, display};

/// What happens to a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    Read,
    Copied,
    Not(String),
}

pub(super) fn run(arguments: &Files, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let mut loaded = Loaded::new(&arguments.reading.exclude, arguments.reading.follow_links)?;
    lint::load(&mut loaded, &arguments.paths, arguments.manifest.as_deref(), Path::new("stdin.yaml"), true)?;
    let mut fates: BTreeMap<String, Fate> = BTreeMap::new();
    let mut folders = Vec::new();
    let files = loaded.compiled.iter().flat_map(|compiled| {
        let is_module = matches!(compiled.input, Input::Module { .. });
        let templates = compiled.unit.templates.iter().flat_map(|template| &template.files);
        templates.map(move |&file| (is_module, file))
    });
    for (is_module, file) in files {
        let Some(path) = loaded.workspace.path(file) else { continue };
        fates.insert(display(&path), Fate::Read);
        if is_module {
            folders.push(path.folder());
        }
    }
    folders.sort();
    folders.dedup();
    add_copied(&loaded, &folders, &mut fates)?;
    for (path, fate) in &fates {
        let path = visible(path);
        match fate {
            Fate::Read => writeln!(streams.out, "read    {path}")?,
            Fate::Copied => writeln!(streams.out, "copied  {path}")?,
            Fate::Not(why) => writeln!(streams.out, "not     {path}: {why}")?,
        }
    }
    let failed = loaded.print_failures(streams)?;
    Ok(if failed { Status::Failed } else { Status::Clean })
}

/// Adds what is copied with the modules in `folders`, and what is not.
fn add_copied(loaded: &Loaded, folders: &[PathBuf], fates: &mut BTreeMap<String, Fate>) -> Result<(), Stop> {
    for found in loaded.workspace.in_modules(folders, None)? {
        let name = display(&found.path);
        let why = found.why_not.map(|why| why.text().get(Lang::En).to_owned());
        let inside = format!("{name}/");
        let below = fates.range(inside.clone()..).take_while(|(path, _)| path.starts_with(&inside));
        let is_read_inside = below.into_iter().any(|(_, fate)| *fate == Fate::Read);
        match (fates.get(&name), why) {
            (Some(Fate::Read), Some(why)) => {
                fates.insert(name, Fate::Not(format!("{why}; it is read all the same")));
            }
            (_, Some(why)) if is_read_inside => {
                fates.insert(name, Fate::Not(format!("{why}; what is called in it is read all the same")));
            }
            (Some(_), None) => {}
            (_, Some(why)) => _ = fates.insert(name, Fate::Not(why)),
            (_, None) => _ = fates.insert(name, Fate::Copied),
        }
    }
    Ok(())
}
