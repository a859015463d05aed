//! `nestc man`: pages of the manual, made from the help of the command line.

use std::fs;
use std::path::Path;

use clap_mangen::Man;

use super::{Status, Stop, Streams, args, help};
use crate::report::shown::visible;
use crate::text;
use crate::workspace::{Failure, display, reason};

/// Prints the page of the program or of one of its commands, or writes all pages to a folder.
pub(super) fn run(arguments: &args::Man, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let mut command = help::command(streams.language.of_people()).disable_help_subcommand(true);
    command.build();
    if let Some(folder) = &arguments.output {
        write_all(&command, folder)?;
        return Ok(Status::Clean);
    }
    let page = match &arguments.command {
        None => Some(&command),
        Some(name) => command.find_subcommand(name),
    };
    let Some(page) = page else {
        let name = arguments.command.as_deref().unwrap_or_default();
        return Err(Stop::Failure(Failure::new(
            text!(en: "there is no command `{name}`", zh: "没有 `{name}` 命令", name = visible(name)),
            text!(en: "`nestc --help` lists the commands", zh: "`nestc --help` 会列出所有命令"),
        )));
    };
    Man::new(page.clone()).render(streams.out)?;
    Ok(Status::Clean)
}

/// Writes `nestc.1`, and `nestc-COMMAND.1` for each command, into `folder`, which is made if it is not there.
fn write_all(command: &clap::Command, folder: &Path) -> Result<(), Stop> {
    let written = fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(command.clone(), folder));
    written.map_err(|error| {
        Stop::Failure(Failure::new(
            text!(
                en: "cannot write the pages to {folder}: {reason}",
                zh: "无法将手册页写入 {folder}：{reason}",
                folder = display(folder),
                reason = reason(&error),
            ),
            text!(en: "name a folder that can be written to", zh: "请指定一个可写的文件夹"),
        ))
    })
}
