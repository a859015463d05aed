//! `nestc lock`

use std::path::Path;

use super::args::{self, LockCommand};
use super::signals::Caught;
use super::tree::{failed, open, recover, stop};
use super::{Status, Stop, Streams};
use crate::cli::failures::{broken_manifest, missing_manifest};
use crate::diagnostic::RuleId;
use crate::diagnostic::Text;
use crate::manifest::Lock;
use crate::project::{LOCK, Loaded, LoadedManifest, manifest_path};
use crate::render::{Access, Content, Digest, Options, Output, Role, Tree};
use crate::report::shown::visible;
use crate::report::{self, Shown, counted};
use crate::syntax::SourceMap;
use crate::text;
use crate::workspace::{Failure, folder_of, reason};

pub(super) fn run(arguments: &args::Lock, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let (caught, start) = (Caught::new(), Path::new("."));
    let named = arguments.manifest.as_deref();
    let Some(path) = manifest_path(named, start) else { return Err(missing_manifest(start).into()) };
    let tree = open(&folder_of(&path), Access::Exclusive, &caught.interrupt, streams)?;
    if let Some(path) = recover(&tree, "", false, streams)?.edited.pop() {
        return Err(interrupted(&tree.shown(&path)).into());
    }
    let mut loaded = Loaded::default();
    // What may not be built may not be recorded either.
    loaded.building = true;
    loaded.read_manifest(named, start)?;
    if let Some(failure) = loaded.failures.pop() {
        return Err(failure.into());
    }
    if loaded.manifest_is_broken() {
        return Err(broken_manifest().into());
    }
    let mut report = loaded.lint();
    let Some(manifest) = &loaded.manifest else { return Err(broken_manifest().into()) };
    let old = manifest.manifest.lock.clone().unwrap_or_default();
    let (lock, said) = match &arguments.command {
        Some(LockCommand::Forget { version }) => {
            let mut lock = old;
            if !version.rsplit_once('@').is_some_and(|(package, version)| lock.forget(package, version)) {
                return Err(unknown(version, &lock).into());
            }
            (lock, format!("took the record of `{version}` back"))
        }
        None => {
            let stops = [RuleId::PublishedVersionChanged, RuleId::InvalidImageId];
            report.findings.retain(|finding| stops.contains(&finding.rule));
            if !report.findings.is_empty() {
                report::short::write(
                    streams.out,
                    &Shown::new(&loaded.workspace.sources, streams.language.of_people()),
                    &report,
                )?;
                let said = text!(en: "nothing was recorded", zh: "未记录任何内容");
                writeln!(streams.err, "{}", said.get(streams.language.of_people()))?;
                return Ok(Status::Findings);
            }
            let lock = old.with(&manifest.manifest);
            let new = lock.names().count() - old.names().count();
            (lock, format!("recorded {}", counted(new, "published version")))
        }
    };
    caught.interrupt.check().map_err(stop)?;
    let outputs = [output(&lock, manifest, &loaded.workspace.sources, &tree)?];
    let comparison = tree.compare(&outputs, &[], &[]).map_err(failed)?;
    let options = Options { sync: true, force: false, root: "", interrupt: caught.interrupt.clone() };
    tree.write(&comparison, &outputs, &[], &options).map_err(failed)?;
    writeln!(streams.err, "{} in `{}`", visible(&said), visible(&tree.shown(LOCK)))?;
    Ok(Status::Clean)
}

/// The lock file that says what `lock` does, in the place of the one that was read.
pub(super) fn output(
    lock: &Lock,
    manifest: &LoadedManifest,
    sources: &SourceMap,
    tree: &Tree,
) -> Result<Output<'static>, Stop> {
    let path = tree.resolve(LOCK).map_err(failed)?;
    let read = manifest.lock_file.map(|file| Digest::of(sources.text(file).as_bytes()));
    let made = Output::new(path, Content::Bytes(lock.to_text().into_bytes()), Role::Own(read));
    let unmade = text!(en: "nothing was changed", zh: "未做任何更改");
    Ok(made.map_err(|error| Failure::new(reason(&error), unmade))?)
}

/// The failure of a command that has to wait for a build that was interrupted.
fn interrupted(path: &str) -> Failure {
    Failure::new(
        text!(
            en: "`{path}` was changed after a build was interrupted, so that is not completed",
            zh: "`{path}` 在构建被中断后被修改，因此该构建未能完成", path,
        ),
        text!(
            en: "nothing was changed; run `nestc build`, or `nestc build --force`, which replaces the file",
            zh: "未做任何更改；请运行 `nestc build`，或运行会替换该文件的 `nestc build --force`"
        ),
    )
}

fn unknown(version: &str, lock: &Lock) -> Failure {
    let names: Vec<String> = lock.names().take(8).map(|name| format!("`{name}`")).collect();
    let help = match names.is_empty() {
        true => text!(en: "nothing is recorded", zh: "没有任何记录"),
        false => text!(en: "recorded are {names}", zh: "已记录：{names}", names = Text::list(&names)),
    };
    let message = text!(en: "`{lock}` has no record of `{version}`", zh: "`{lock}` 中没有 `{version}` 的记录", lock = LOCK, version);
    Failure::new(message, help)
}
