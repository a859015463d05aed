//! The tree that a command works on: opened, recovered, and what its errors tell the user.

use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use super::signals::Caught;
use super::{Stop, Streams};
use crate::diagnostic::Text;
use crate::project::manifest_path;
use crate::render::{Access, Interrupt, Left, Patience, Recovered, Tree, TreeError, WriteError};
use crate::report::shown::visible;
use crate::text;
use crate::workspace::{Failure, display, folder_of};

/// When another nestc that works on the tree is told of, and when it is no longer waited for.
const NOTICE: Duration = Duration::from_secs(1);
const LIMIT: Duration = Duration::from_secs(60);

/// Opens and locks the folder `folder`.
pub(super) fn open(
    folder: &Path,
    access: Access,
    interrupt: &Interrupt,
    streams: &mut Streams<'_>,
) -> Result<Tree, Stop> {
    let patience = Patience { notice: NOTICE, limit: LIMIT, interrupt: interrupt.clone() };
    let mut notice = || {
        let _ =
            writeln!(streams.err, "waiting for another nestc that works on `{}`", visible(&display(folder)));
    };
    Tree::open(folder, access, &patience, &mut notice).map_err(failed)
}

/// What became of what interrupted builds had left.
#[derive(Debug, Default)]
pub(super) struct Recovery {
    /// Whether something was completed or undone.
    pub(super) did: bool,
    /// Files, relative to the tree, that were changed since a build was interrupted. Because of them it was not completed.
    pub(super) edited: Vec<String>,
}

/// Completes or undoes what an interrupted build left in the folder `place` of `tree`.
pub(super) fn recover(
    tree: &Tree,
    place: &str,
    force: bool,
    streams: &mut Streams<'_>,
) -> Result<Recovery, Stop> {
    let mut recovery = Recovery::default();
    for recovered in tree.recover(place, force).map_err(failed)? {
        let said = match recovered {
            Recovered::Edited(paths) => {
                recovery.edited.extend(paths);
                continue;
            }
            Recovered::Completed => {
                text!(en: "completed a build that had been interrupted", zh: "已完成此前被中断的构建")
            }
            Recovered::Undone => {
                text!(en: "undid a build that had been interrupted", zh: "已撤销此前被中断的构建")
            }
            Recovered::Foreign(path) => {
                let path = visible(&display(&path)).into_owned();
                let said = text!(
                    en: "`{path}` was left alone: no build made it there; remove it if nobody needs it",
                    zh: "未改动 `{path}`：它不是由此处的构建创建的；如无人需要请将其删除", path,
                );
                writeln!(streams.err, "{}", said.get(streams.language.of_people()))?;
                continue;
            }
        };
        recovery.did = true;
        writeln!(streams.err, "{}", said.get(streams.language.of_people()))?;
    }
    Ok(recovery)
}

/// Completes or undoes what an interrupted build left beside the manifest, the one that is named or the nearest at
/// `start` or above. For commands that change what is there without building.
pub(super) fn recover_at(named: Option<&Path>, start: &Path, streams: &mut Streams<'_>) -> Result<(), Stop> {
    let Some(manifest) = manifest_path(named, start) else { return Ok(()) };
    let folder = folder_of(&manifest);
    if !Tree::has_unfinished(&folder) {
        return Ok(());
    }
    let caught = Caught::new();
    let tree = open(&folder, Access::Exclusive, &caught.interrupt, streams)?;
    for path in recover(&tree, "", false, streams)?.edited {
        let said = text!(
            en: "`{path}` was changed after a build was interrupted, which is not completed; see `nestc build`",
            zh: "`{path}` 在构建被中断后被修改，该构建尚未完成；请查看 `nestc build`", path = visible(&tree.shown(&path)),
        );
        writeln!(streams.err, "{}", said.get(streams.language.of_people()))?;
    }
    Ok(())
}

/// The end of a command whose tree was not written.
pub(super) fn failed(error: TreeError) -> Stop {
    let left = match &error.left {
        Left::Untouched => text!(en: "nothing was changed", zh: "未做任何更改"),
        Left::Undone => text!(
            en: "what had been changed was put back; nothing is changed", zh: "已恢复改动过的内容；没有任何更改"
        ),
        Left::Placed(staging) => text!(
            en: "the new outputs are in place, but may not be on disk yet; `{staging}` has what is needed to put them in place again, which the next `nestc build` does",
            zh: "新的输出文件已就位，但可能尚未落盘；`{staging}` 中有重新就位所需的内容，下一次 `nestc build` 会处理",
            staging = display(staging),
        ),
        Left::Unfinished(staging) => text!(
            en: "some files are new and some are old; `{staging}` has all of them, and the next `nestc build` completes or undoes the build",
            zh: "部分文件是新的，部分是旧的；`{staging}` 中有全部文件，下一次 `nestc build` 会完成或撤销该构建",
            staging = display(staging),
        ),
        Left::Untold(staging) => text!(
            en: "nothing was changed now; whether a build was interrupted there cannot be told; once `{staging}` can be read, the next `nestc build` completes or undoes it; if nobody needs it, move it away",
            zh: "本次未做任何更改；无法判断此前是否有构建被中断；`{staging}` 可读后，下一次 `nestc build` 会完成或撤销它；如无人需要，请将其移走",
            staging = display(staging),
        ),
    };
    let help = match help(&error.error) {
        Some(help) => text!(en: "{left}; {help}", zh: "{left}；{help}", left, help),
        None => left,
    };
    let failure = Failure::new(error.error.text(), help);
    match error.error {
        WriteError::Interrupted(signal) => Stop::Signal(failure, signal),
        _ => Stop::Failure(failure),
    }
}

/// The end of a command that had not begun to write.
pub(super) fn stop(error: WriteError) -> Stop {
    failed(error.into())
}

fn help(error: &WriteError) -> Option<Text> {
    Some(match error {
        WriteError::Io { error, .. } => match error.kind() {
            ErrorKind::PermissionDenied => text!(
                en: "give yourself the right to write there, or change `output`", zh: "请获取该处的写权限，或修改 `output`"
            ),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                text!(en: "free some space, and build again", zh: "请释放一些空间后重新构建")
            }
            ErrorKind::ReadOnlyFilesystem => {
                text!(en: "make the file system writable, or change `output`", zh: "请使文件系统可写，或修改 `output`")
            }
            _ => text!(en: "remove the cause, and build again", zh: "请排除原因后重新构建"),
        },
        WriteError::Twice(_) => {
            text!(en: "put `{region}` and `{path}` into `output`", zh: "请在 `output` 中加入 `{region}` 和 `{path}`")
        }
        WriteError::Alike(..) => text!(
            en: "rename one of the templates, or put `{path}` into `output`", zh: "请重命名其中一个模板，或在 `output` 中加入 `{path}`"
        ),
        WriteError::FileAndFolder(..) => text!(
            en: "put `{path}` into `output`, or rename one of the templates", zh: "请在 `output` 中加入 `{path}`，或重命名其中一个模板"
        ),
        WriteError::Outside(_) => text!(
            en: "remove the link, or change `output`; with --output, outputs can be written anywhere",
            zh: "请删除该链接或修改 `output`；使用 --output 可写入任意位置"
        ),
        WriteError::Climbs(_) => text!(
            en: "outputs are written below their folder: change `output`, the region, or the template's name",
            zh: "输出文件只能写在其文件夹之内：请修改 `output`、地域或模板的名称"
        ),
        WriteError::Protected { .. } => text!(
            en: "change `output`, for example to `dist/{region}/{path}`", zh: "请修改 `output`，例如改为 `dist/{region}/{path}`"
        ),
        WriteError::Unnameable(_) => {
            text!(en: "rename the template, or change `output`", zh: "请重命名模板，或修改 `output`")
        }
        WriteError::Changed(_) => text!(en: "build again", zh: "请重新构建"),
        WriteError::Busy { .. } => text!(en: "wait for it, or end it", zh: "请等待其结束，或将其终止"),
        WriteError::Interrupted(_) => return None,
    })
}
