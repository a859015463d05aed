//! `nestc import`: images that other tools know of, put into the manifest.

use std::path::Path;

use super::edited::{Draft, Edited, finish, place, shown};
use super::{Status, Stop, Streams, args, lint, output, tree};
use crate::diagnostic::Text;
use crate::import::{self, Image, Merged, Options, Outcome};
use crate::project::Loaded;
use crate::syntax::{Item, Plain};
use crate::text;
use crate::workspace::Failure;

/// The name of what the standard input says.
const STDIN: &str = "stdin.json";

pub(super) fn run(arguments: &args::Import, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let start = Path::new(".");
    let named = arguments.manifest.as_deref();
    if !arguments.diff {
        tree::recover_at(named, start, streams)?;
    }
    let mut loaded = Loaded::default();
    let (images, notes) = read(arguments, &mut loaded)?;
    let mut draft = Draft::open(named, start, streams.language.of_people())?;
    let options = Options {
        package: arguments.package.clone(),
        version: arguments.new_version.clone(),
        region: arguments.region.clone(),
    };
    let sources = &loaded.workspace.sources;
    let merged = import::merge(&mut draft.editor, draft.lock.as_ref(), images, &options, &|span| {
        place(sources, span)
    })?;
    for note in notes {
        output::line(streams, &note)?;
    }
    let (manifest, is_new) = (shown(draft.path()), draft.is_new());
    let hints: Vec<Text> =
        merged.iter().filter(|it| it.outcome != Outcome::Same).filter_map(|it| hint(&draft, it)).collect();
    let files: [Edited; 1] = [draft.into_edited()];
    let status = finish(&files, arguments.diff, streams)?;
    for it in &merged {
        output::line(streams, &said(it, &manifest, arguments.diff))?;
    }
    if is_new && !arguments.diff {
        output::line(streams, &text!(en: "wrote `{manifest}`", zh: "已写入 `{manifest}`", manifest))?;
    }
    for hint in hints {
        output::line(streams, &hint)?;
    }
    Ok(status)
}

/// The images of all files that are named.
pub(super) fn read(
    arguments: &args::Import,
    loaded: &mut Loaded,
) -> Result<(Vec<Image>, Vec<Text>), Failure> {
    let (mut images, mut notes) = (Vec::new(), Vec::new());
    for path in &arguments.files {
        let file = match path == Path::new("-") {
            true => loaded.workspace.set_text(Path::new(STDIN), lint::stdin_bytes()?),
            false => loaded.workspace.read(path)?,
        };
        let found = import::read(&loaded.workspace.sources, file).map_err(|refusal| {
            let at = place(&loaded.workspace.sources, refusal.span);
            let message = text!(en: "{at}: {message}", zh: "{at}：{message}", at, message = refusal.message);
            Failure::new(message, refusal.help)
        })?;
        images.extend(found.images);
        notes.extend(found.notes);
    }
    Ok((images, notes))
}

fn said(merged: &Merged, manifest: &str, would: bool) -> Text {
    let Merged { package, version, .. } = merged;
    let regions = Text::list(merged.regions.iter().map(String::as_str));
    match (merged.outcome, would) {
        (Outcome::Same, _) => text!(
            en: "`{package}@{version}` has these images already",
            zh: "`{package}@{version}` 已有这些镜像",
            package, version,
        ),
        (Outcome::Added, false) => text!(
            en: "added `{package}@{version}` to `{manifest}`: {regions}",
            zh: "已将 `{package}@{version}` 添加到 `{manifest}`：{regions}",
            package, version, manifest, regions,
        ),
        (Outcome::Added, true) => text!(
            en: "would add `{package}@{version}` to `{manifest}`: {regions}",
            zh: "将会把 `{package}@{version}` 添加到 `{manifest}`：{regions}",
            package, version, manifest, regions,
        ),
        (Outcome::Filled, false) => text!(
            en: "filled `{package}@{version}` in `{manifest}`: {regions}",
            zh: "已填写 `{manifest}` 中的 `{package}@{version}`：{regions}",
            package, version, manifest, regions,
        ),
        (Outcome::Filled, true) => text!(
            en: "would fill `{package}@{version}` in `{manifest}`: {regions}",
            zh: "将会填写 `{manifest}` 中的 `{package}@{version}`：{regions}",
            package, version, manifest, regions,
        ),
    }
}

/// What is left to do for a version.
fn hint(draft: &Draft, merged: &Merged) -> Option<Text> {
    let Merged { package, version, .. } = merged;
    let entries = draft.editor.get(&["associations"]).map(Item::entries).unwrap_or_default();
    let of_package: Vec<(&str, String)> = entries
        .iter()
        .flat_map(|(literal, _, item)| {
            targets(item).into_iter().map(move |target| (literal.as_str(), target))
        })
        .filter(|(_, target)| target.split_once('@').is_some_and(|(name, _)| name == package))
        .collect();
    let wanted = format!("{package}@{version}");
    match of_package.first() {
        // The configuration of computenest-cli associates literals, too.
        None if draft.editor.get(&["computenest"]).is_some() => None,
        None => Some(text!(
            en: "next: let `nestc adopt TEMPLATE --package {package}` write it into a template, or list a literal under `associations:`",
            zh: "下一步：用 `nestc adopt TEMPLATE --package {package}` 写入模板，或在 `associations:` 中列出字面量",
            package,
        )),
        Some((literal, target)) if of_package.iter().all(|(_, target)| *target != wanted) => Some(text!(
            en: "`{literal}` is still associated with `{target}`; change it to `{wanted}` under `associations:` when it is due",
            zh: "`{literal}` 仍关联到 `{target}`；需要时请在 `associations:` 中改为 `{wanted}`",
            literal, target, wanted,
        )),
        Some(_) if merged.is_draft && merged.regions.len() > 1 => Some(text!(
            en: "`{wanted}` is a draft, which works in one region; set `status: published` once all of its images are there",
            zh: "`{wanted}` 是草稿版本，只能在一个地域使用；镜像齐全后请设置 `status: published`",
            wanted,
        )),
        Some(_) => None,
    }
}

/// The versions that an association names.
fn targets(item: &Item) -> Vec<String> {
    match &item.value {
        Plain::Text(target) => vec![target.replace(' ', "")],
        Plain::List(items) => items.iter().flat_map(targets).collect(),
        _ => {
            let part = |key| item.get(key).and_then(Item::text);
            let whole = part("package").zip(part("version"));
            whole.map(|(package, version)| format!("{package}@{version}")).into_iter().collect()
        }
    }
}
