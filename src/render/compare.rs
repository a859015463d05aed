//! What stands in the place of each output.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ffi::OsStr;
use std::io::Read;
use std::path::PathBuf;

use super::digest::Digest;
use super::error::WriteError;
use super::folder::{self, Kind, Seen};
use super::names::{self, folded};
use super::top::{Entered, Top, Way, split};
use super::{Output, Role, Stale};
use crate::parallel;
use crate::text;

/// What was found in the place of an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// The output, byte for byte.
    Same,
    /// The output with other line ends.
    LineEnds,
    /// The output, but it may not be executed where it should be, or the other way round.
    Rights,
    /// Nothing.
    Missing,
    /// The output of an earlier build.
    Outdated,
    /// The output of an earlier build, which somebody changed since.
    Edited,
    /// The output of an earlier nestc, which recorded no digests.
    Undigested,
    /// A file that no build made.
    Foreign,
    /// A link.
    Link,
    /// A folder, or something that is no regular file.
    NotAFile,
}

impl Found {
    /// Whether what was found may be somebody's work.
    #[must_use]
    pub(crate) const fn is_precious(self) -> bool {
        matches!(self, Found::Edited | Found::Undigested | Found::Foreign | Found::Link | Found::NotAFile)
    }
}

/// What was found in the place of one output, and how to know it again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct There {
    pub(crate) found: Found,
    pub(crate) seen: Option<Seen>,
    pub(crate) digest: Option<Digest>,
}

/// A tree as it is, beside what it is to be.
#[derive(Debug, Default)]
pub(crate) struct Comparison {
    pub(crate) ways: HashMap<String, Way>,
    pub(crate) outputs: Vec<There>,
    pub(crate) stale: Vec<There>,
}

impl Comparison {
    /// What was found in the place of each output, in their order.
    pub(crate) fn outputs(&self) -> impl Iterator<Item = Found> {
        self.outputs.iter().map(|it| it.found)
    }

    /// What was found of each file that is no longer made, in their order.
    pub(crate) fn stale(&self) -> impl Iterator<Item = Found> {
        self.stale.iter().map(|it| it.found)
    }
}

/// Bytes of a file that is read as a whole to be compared.
const WHOLE: u64 = 8 << 20;

/// Files that are compared by one thread at a time.
const CHUNK: usize = 64;

/// Compares `outputs` and `stale`, whose paths are relative to `top`, with what is there. `sources` are files that no
/// output may take the place of.
pub(crate) fn compare(
    top: &Top,
    outputs: &[Output<'_>],
    stale: &[Stale],
    sources: &[PathBuf],
) -> Result<Comparison, WriteError> {
    let mut ways = HashMap::new();
    for output in outputs {
        match output.role {
            Role::Output(_) => names::check(&output.path)?,
            Role::Own(_) => names::check_folders(&output.path)?,
        }
        let folder = split(&output.path).0;
        if !ways.contains_key(folder) {
            ways.insert(folder.to_owned(), top.way(folder)?);
        }
    }
    check_alike(outputs, &ways)?;
    let sources = Sources::new(top, sources);
    for output in outputs.iter().filter(|it| matches!(it.role, Role::Output(_))) {
        sources.check(top, &output.path, &ways)?;
    }
    // What is wrong with the path of a file that is no longer made is no reason to touch or show it.
    for it in stale {
        let folder = split(&it.path).0;
        if names::check(&it.path).is_err() || ways.contains_key(folder) {
            continue;
        }
        match top.way(folder) {
            Ok(way) => _ = ways.insert(folder.to_owned(), way),
            // A file stands where its folder was.
            Err(WriteError::Io { error, .. }) if error.kind() != std::io::ErrorKind::NotADirectory => {
                return Err(top.io(folder, "looked at")(error));
            }
            Err(_) => {}
        }
    }
    let mut jobs: Vec<Job<'_>> = outputs.iter().map(Job::output).collect();
    jobs.extend(stale.iter().map(|it| {
        match names::check(&it.path).and_then(|()| sources.check(top, &it.path, &ways)) {
            Ok(()) => Job { path: &it.path, role: Role::Output(Some(it.digest)), wanted: None },
            Err(_) => Job { path: "", role: Role::Output(None), wanted: None },
        }
    }));
    let chunks: Vec<&[Job<'_>]> = jobs.chunks(CHUNK).collect();
    let found = parallel::map(&chunks, |chunk| {
        let mut entered = Entered::new(top);
        chunk.iter().map(|job| job.look(top, &ways, &mut entered)).collect::<Result<Vec<_>, _>>()
    });
    let mut all = Vec::with_capacity(jobs.len());
    for chunk in found {
        all.extend(chunk?);
    }
    let stale = all.split_off(outputs.len());
    let mut comparison = Comparison { ways, outputs: all, stale };
    comparison.keep_renamed();
    Ok(comparison)
}

impl Comparison {
    /// Where letter case is no difference, a file whose name changed in that alone is not removed.
    fn keep_renamed(&mut self) {
        let key = |it: &There| it.seen.filter(|seen| seen.inode != 0).map(|seen| (seen.device, seen.inode));
        let once = |it: &There| it.seen.is_some_and(|seen| seen.links == 1);
        let made: HashSet<_> = self.outputs.iter().filter(|it| once(it)).filter_map(key).collect();
        for stale in &mut self.stale {
            if key(stale).is_some_and(|it| made.contains(&it)) && once(stale) {
                stale.found = Found::Missing;
            }
        }
    }
}

/// Refuses outputs that have one path, or would on some file systems.
fn check_alike(outputs: &[Output<'_>], ways: &HashMap<String, Way>) -> Result<(), WriteError> {
    let mut by_path: BTreeMap<String, &str> = BTreeMap::new();
    for output in outputs {
        let (folder, name) = split(&output.path);
        let real = ways.get(folder).map_or_else(|| output.path.clone(), |way| way.join(name));
        if let Some(other) = by_path.insert(folded(&real), &output.path) {
            return Err(match other == output.path {
                true => WriteError::Twice(other.to_owned()),
                false => WriteError::Alike(other.to_owned(), output.path.clone()),
            });
        }
    }
    for (path, inner) in &by_path {
        for (at, _) in path.match_indices('/') {
            if let Some(outer) = path.get(..at).and_then(|above| by_path.get(above)) {
                return Err(WriteError::FileAndFolder((*outer).to_owned(), (*inner).to_owned()));
            }
        }
    }
    Ok(())
}

/// The files that outputs are made of, by their folded paths from the top.
struct Sources(HashSet<String>);

impl Sources {
    fn new(top: &Top, files: &[PathBuf]) -> Self {
        let path = |file: &PathBuf| {
            let real = file.canonicalize().unwrap_or_else(|_| file.clone());
            let path = real.strip_prefix(&top.path).ok()?.to_str()?;
            Some(folded(&path.replace(std::path::MAIN_SEPARATOR, "/")))
        };
        Sources(files.iter().filter_map(path).collect())
    }

    /// Refuses `path` where it is that of a source, by another spelling too.
    fn check(&self, top: &Top, path: &str, ways: &HashMap<String, Way>) -> Result<(), WriteError> {
        let (folder, name) = split(path);
        match ways.get(folder).is_some_and(|way| self.0.contains(&folded(&way.join(name)))) {
            true => Err(WriteError::Protected {
                path: top.shown(path),
                what: text!(en: "one of the files that outputs are made of", zh: "输出文件的来源之一"),
            }),
            false => Ok(()),
        }
    }
}

/// One file to look at.
struct Job<'o> {
    path: &'o str,
    role: Role,
    wanted: Option<(Digest, u32)>,
}

impl<'o> Job<'o> {
    fn output(output: &'o Output<'_>) -> Self {
        Job { path: &output.path, role: output.role, wanted: Some((output.digest, output.mode)) }
    }

    fn look(
        &self,
        top: &Top,
        ways: &HashMap<String, Way>,
        entered: &mut Entered<'_>,
    ) -> Result<There, WriteError> {
        let nothing = There { found: Found::Missing, seen: None, digest: None };
        let (folder, name) = split(self.path);
        let Some(way) = ways.get(folder).filter(|way| way.missing.is_empty() && !name.is_empty()) else {
            return Ok(nothing);
        };
        let name = OsStr::new(name);
        let folder = entered.at(&way.path()).map_err(top.io(self.path, "read"))?;
        let Some(seen) = folder.look(name).map_err(top.io(self.path, "read"))? else { return Ok(nothing) };
        let found = match seen.kind {
            Kind::File => None,
            Kind::Link => Some(Found::Link),
            Kind::Folder | Kind::Special => Some(Found::NotAFile),
        };
        if let (Role::Own(_), Some(_)) = (self.role, found) {
            return Err(top.io(self.path, "replaced")(folder::not_a_file(seen.kind)));
        }
        if let Some(found) = found {
            return Ok(There { found, seen: Some(seen), digest: None });
        }
        let mut bytes = Vec::new();
        let mut file = folder.read(name).map_err(top.io(self.path, "read"))?;
        let seen = folder::seen(&file).map_err(top.io(self.path, "read"))?;
        // Of a large file not even the line ends are looked at.
        let digest = match seen.size <= WHOLE {
            true => file.read_to_end(&mut bytes).map(|_| Digest::of(&bytes)),
            false => Digest::copying(&mut file, &mut std::io::sink()),
        };
        let digest = digest.map_err(top.io(self.path, "read"))?;
        let found = self.judge(digest, &bytes, seen.mode);
        match (self.role, found) {
            (Role::Own(_), Found::Edited | Found::Foreign) => Err(WriteError::Changed(top.shown(self.path))),
            _ => Ok(There { found, seen: Some(seen), digest: Some(digest) }),
        }
    }

    fn judge(&self, digest: Digest, bytes: &[u8], mode: u32) -> Found {
        let is_of = |it: Digest| it == digest || it.is_of(bytes);
        if let Some((wanted, wanted_mode)) = self.wanted {
            let may_run = |mode: u32| mode & 0o100 != 0;
            if wanted == digest {
                let same = cfg!(not(unix)) || may_run(mode) == may_run(wanted_mode);
                return if same { Found::Same } else { Found::Rights };
            }
            if is_of(wanted) {
                return Found::LineEnds;
            }
        }
        match self.role {
            Role::Output(Some(Some(recorded))) if is_of(recorded) => Found::Outdated,
            Role::Output(Some(Some(_))) => Found::Edited,
            Role::Output(Some(None)) => Found::Undigested,
            Role::Output(None) => Found::Foreign,
            Role::Own(Some(read)) if read == digest => Found::Outdated,
            Role::Own(Some(_)) => Found::Edited,
            Role::Own(None) => Found::Foreign,
        }
    }
}

impl Output<'_> {
    /// The bytes, to show them.
    ///
    /// # Errors
    /// As [`Content::bytes`](super::Content::bytes).
    pub(crate) fn bytes(&self) -> std::io::Result<Cow<'_, [u8]>> {
        self.content.bytes()
    }
}
