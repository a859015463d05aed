//! `nestc fix`, and `nestc lint --add-suppressions`, which changes files in the same way.

mod health;
mod rounds;

use std::borrow::Cow;
use std::path::Path;

use super::args::{self, Color};
use super::{Status, Stop, Streams, diff, lint, output, tree};
use crate::diagnostic::counted as count_of;
use crate::render::{ReplaceError, replace_file};
use crate::report::counted;
use crate::report::shown::visible;
use crate::text;
use crate::workspace::{Failure, FilePath, display, folder_of};
use rounds::{Change, Fixed, Outcome, Task};

pub(super) fn run(arguments: &args::Fix, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let from_stdin = arguments.paths.iter().any(|path| path == Path::new("-"));
    if from_stdin && arguments.paths.len() > 1 {
        let message = text!(
            en: "`-` reads a text and prints it fixed, which leaves no room for other paths",
            zh: "`-` 读取一段文本并输出修复后的结果，不能再指定其他路径",
        );
        let help = text!(en: "fix the files in a run of their own", zh: "请单独运行一次来修复其他文件");
        return Err(Failure::new(message, help).into());
    }
    let stdin = if from_stdin { Some(lint::stdin_bytes()?) } else { None };
    let stdin = stdin.map(|bytes| (FilePath::new(&arguments.stdin_filename), bytes));
    if !(arguments.diff || arguments.check || from_stdin) {
        let start = arguments.paths.first().map_or(Path::new("."), |path| path.as_path());
        let start = if start.is_dir() { start.to_owned() } else { folder_of(start) };
        tree::recover_at(arguments.manifest.as_deref(), &start, streams)?;
    }
    let task = Task {
        paths: &arguments.paths,
        stdin_filename: &arguments.stdin_filename,
        manifest: arguments.manifest.as_deref(),
        reading: &arguments.reading,
        selection: output::selection(&arguments.selecting)?,
        change: Change::Fix { also_unsafe: arguments.also_unsafe },
    };
    let outcome = rounds::run(&task, stdin.as_ref(), streams)?;
    let status = print_failures(&outcome, streams)?;
    let changes = !outcome.fixed.is_empty();
    if arguments.diff {
        print_diff(&outcome.fixed, (arguments.show_secrets, arguments.color), streams)?;
    }
    if arguments.check {
        for (path, fixed) in &outcome.fixed {
            writeln!(streams.out, "{}: {}", visible(&display(path)), fixes(fixed.count))?;
        }
    }
    if arguments.diff || arguments.check {
        return Ok(if changes { status.and(Status::Findings) } else { status });
    }
    let Some((path, bytes)) = &stdin else {
        let (written, count, files) = write(&outcome, streams)?;
        writeln!(streams.err, "{} in {}", fixes(count), counted(files, "file"))?;
        return Ok(status.and(written));
    };
    // Whoever pipes a text through wants it back, whatever is wrong with it.
    let fixed = outcome.fixed.iter().find(|(fixed, _)| fixed.key() == path.key());
    streams.out.write_all(fixed.map_or(bytes, |(_, fixed)| fixed.text.as_bytes()))?;
    Ok(status)
}

/// Writes suppressions of what `arguments` name, or prints how the files would change.
pub(super) fn suppress(arguments: &args::Lint, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let reason = arguments.reason.as_deref().unwrap_or_default().trim();
    if reason.is_empty() || reason.contains(char::is_control) {
        let message = text!(en: "the reason is not one line of text", zh: "原因必须是一行文字");
        let help = text!(en: "say why in a few words: `--reason 'known since 2.0'`", zh: "请用一句话说明，例如 `--reason '自 2.0 起已知'`");
        return Err(Failure::new(message, help).into());
    }
    if arguments.paths.iter().any(|path| path == Path::new("-")) {
        let message = text!(
            en: "suppressions cannot be written into the standard input", zh: "无法向标准输入写入屏蔽注释",
        );
        return Err(Failure::new(message, text!(en: "name a file", zh: "请指定文件")).into());
    }
    let reporting = &arguments.reporting;
    if !arguments.diff {
        let start = lint::start_of(&arguments.paths, &arguments.stdin_filename);
        tree::recover_at(reporting.manifest.as_deref(), &start, streams)?;
    }
    let task = Task {
        paths: &arguments.paths,
        stdin_filename: &arguments.stdin_filename,
        manifest: reporting.manifest.as_deref(),
        reading: &arguments.reading,
        selection: output::selection(&arguments.selecting)?,
        change: Change::Suppress { reason, changed: arguments.changed.as_deref() },
    };
    let outcome = rounds::run(&task, None, streams)?;
    let status = print_failures(&outcome, streams)?;
    if arguments.diff {
        print_diff(&outcome.fixed, (reporting.show_secrets, reporting.color), streams)?;
        let changes = !outcome.fixed.is_empty();
        return Ok(if changes { status.and(Status::Findings) } else { status });
    }
    let (written, count, files) = write(&outcome, streams)?;
    let findings = count_of(count, "finding", "findings", "个结果");
    let files = count_of(files, "file", "files", "个文件");
    let mut said =
        text!(en: "{findings} suppressed in {files}", zh: "已在{files}中屏蔽{findings}", findings, files);
    if outcome.left > 0 {
        let left = outcome.left;
        said = text!(
            en: "{said}; {left} cannot be suppressed", zh: "{said}；{left} 个无法屏蔽", said, left,
        );
    }
    output::line(streams, &said)?;
    Ok(status.and(written))
}

/// Says what could not be done.
fn print_failures(outcome: &Outcome, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let mut status = if outcome.failed { Status::Failed } else { Status::Clean };
    for failure in &outcome.failures {
        output::failure(streams.err, failure, streams.language.of_people())?;
        status = Status::Failed;
    }
    Ok(status)
}

fn print_diff(
    fixed: &[(FilePath, Fixed)],
    (show_secrets, color): (bool, Color),
    streams: &mut Streams<'_>,
) -> Result<(), Stop> {
    let difference = |(path, fixed): &'_ (FilePath, Fixed)| diff::Difference {
        old_name: display(path),
        new_name: display(path),
        old: Cow::Owned(fixed.original.clone().into_bytes()),
        new: Cow::Owned(fixed.text.clone().into_bytes()),
    };
    let differences: Vec<_> = fixed.iter().map(difference).collect();
    let colour = output::colour(color, streams.out_is_terminal);
    Ok(diff::print(streams.out, &differences, &[], diff::Look { show_secrets, colour })?)
}

/// Puts each text in the place of its file. Returns how many findings that was for, and in how many files.
fn write(outcome: &Outcome, streams: &mut Streams<'_>) -> Result<(Status, usize, usize), Stop> {
    let lang = streams.language.of_people();
    let (mut status, mut files, mut count) = (Status::Clean, 0, 0);
    for (path, fixed) in &outcome.fixed {
        let written = match replace_file(path, fixed.original.as_bytes(), fixed.text.as_bytes()) {
            Ok(replaced) => {
                if replaced.was_linked {
                    let name = display(path);
                    let said = text!(
                        en: "`{name}` had further names (hard links), which keep the old text",
                        zh: "`{name}` 还有其他名称（硬链接），它们保留旧文本", name = visible(&name),
                    );
                    writeln!(streams.err, "{}", said.get(lang))?;
                }
                if replaced.lost_attributes {
                    let name = display(path);
                    let said = text!(
                        en: "`{name}` had attributes, such as access lists, that could not all be kept",
                        zh: "`{name}` 的部分扩展属性（如访问控制列表）未能保留", name = visible(&name),
                    );
                    writeln!(streams.err, "{}", said.get(lang))?;
                }
                true
            }
            Err(error) => {
                output::failure(streams.err, &failure(&error), streams.language.of_people())?;
                status = Status::Failed;
                matches!(error, ReplaceError::Unsynced(..))
            }
        };
        files += usize::from(written);
        count += if written { fixed.count } else { 0 };
    }
    Ok((status, count, files))
}

fn failure(error: &ReplaceError) -> Failure {
    let help = match error {
        ReplaceError::Changed(_) => {
            text!(en: "it was left alone; run `nestc fix` again", zh: "未改动该文件；请重新运行 `nestc fix`")
        }
        ReplaceError::Io(..) => text!(
            en: "it was left alone; check its rights and those of its folder", zh: "未改动该文件；请检查该文件及其文件夹的权限"
        ),
        ReplaceError::Owner(_) => text!(
            en: "it was left alone; run `nestc fix` as its owner", zh: "未改动该文件；请以其所有者身份运行 `nestc fix`"
        ),
        ReplaceError::Unsynced(..) => text!(en: "check the disk", zh: "请检查磁盘"),
    };
    Failure::new(error.text(), help)
}

/// `1 fix`, `2 fixes`.
fn fixes(count: usize) -> String {
    if count == 1 { "1 fix".to_owned() } else { format!("{count} fixes") }
}
