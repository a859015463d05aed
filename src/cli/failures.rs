//! What commands say of what they could not do.

use std::path::Path;

use super::{Stop, Streams, output};
use crate::project::{CONFIG, LOCK, Loaded, MANIFEST};
use crate::report::shown::visible;
use crate::text;
use crate::workspace::{Failure, FilePath, display, is_record};

/// Names that are meant for the manifest and not read.
const NEAR_MISSES: [&str; 4] = ["nestc.yml", ".nestc.yaml", ".nestc.yml", "nestc.toml"];

impl Loaded {
    /// Refuses to write a report to `path` where that is a file that the report is about, or one of nestc's own.
    ///
    /// # Errors
    /// With a way out, before anything is written.
    pub(super) fn check_report_file(&self, path: &Path) -> Result<(), Failure> {
        let target = FilePath::new(path);
        let name = target.key().file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let templates = self.compiled.iter().flat_map(|compiled| &compiled.unit.templates);
        let mut sources =
            templates.flat_map(|template| template.files.iter().copied()).chain(self.manifest_files());
        let is_source = |file| self.workspace.path(file).is_some_and(|source| source.key() == target.key());
        if matches!(name, MANIFEST | LOCK) || is_record(name) || sources.any(is_source) {
            let path = display(path);
            return Err(Failure::new(
                text!(en: "will not write a report over `{path}`", zh: "不会用报告覆盖 `{path}`", path),
                text!(en: "nothing was written; name another file", zh: "未写入任何内容；请指定其他文件"),
            ));
        }
        Ok(())
    }

    /// Prints what was passed over and what could not be looked at; whether there was anything of the latter.
    pub(super) fn print_failures(&self, streams: &mut Streams<'_>) -> Result<bool, Stop> {
        let (err, lang) = (&mut *streams.err, streams.language.of_people());
        for line in self.workspace.skipped_lines().iter().filter(|_| !self.quiet) {
            writeln!(err, "{}", visible(line.get(lang)))?;
        }
        let is_done = !self.compiled.is_empty() || self.looked || self.manifest_is_broken();
        if !is_done && self.failures.is_empty() {
            let warning = text!(
                en: "warning: no template was found, so nothing was checked",
                zh: "警告：未找到模板，没有检查任何内容",
            );
            writeln!(err, "{}", warning.get(lang))?;
        }
        for failure in &self.failures {
            output::failure(err, failure, lang)?;
        }
        Ok(!self.failures.is_empty())
    }
}

/// The name of a file in `start` that is meant for the manifest and not read.
pub(super) fn near_miss(start: &Path) -> Option<&'static str> {
    NEAR_MISSES.into_iter().find(|name| start.join(name).is_file())
}

/// The failure of a command that needs a manifest and found none at `start` or above.
pub(super) fn missing_manifest(start: &Path) -> Failure {
    match near_miss(start) {
        Some(near) => Failure::new(
            text!(
                en: "there is no `{manifest}` here or above, but a `{near}`",
                zh: "此处及上级文件夹中没有 `{manifest}`，但有 `{near}`", manifest = MANIFEST, near,
            ),
            text!(
                en: "rename `{near}` to `{manifest}`, or name it with --manifest",
                zh: "请将 `{near}` 重命名为 `{manifest}`，或用 --manifest 指定它", near, manifest = MANIFEST,
            ),
        ),
        None => Failure::new(
            text!(
                en: "there is no `{manifest}` and no `{config}` here or above",
                zh: "此处及上级文件夹中没有 `{manifest}`，也没有 `{config}`", manifest = MANIFEST, config = CONFIG,
            ),
            text!(
                en: "write one with `nestc init`, or name one with --manifest",
                zh: "请用 `nestc init` 生成，或用 --manifest 指定",
            ),
        ),
    }
}

/// The failure of a command that shows what is in a manifest, where that could not be read as a whole.
pub(super) fn broken_manifest() -> Failure {
    Failure::new(
        text!(en: "the manifest has errors", zh: "清单有错误"),
        text!(en: "see them with `nestc lint`", zh: "请用 `nestc lint` 查看"),
    )
}

/// The failure of a build that has only the configuration of computenest-cli, which knows no images.
pub(super) fn no_images() -> Failure {
    Failure::new(
        text!(
            en: "there is no `{manifest}` here or above, only `{config}`, which has no image IDs by region",
            zh: "此处及上级文件夹中没有 `{manifest}`，只有 `{config}`，其中没有各地域的镜像 ID",
            manifest = MANIFEST, config = CONFIG,
        ),
        text!(
            en: "`nestc init` writes a manifest that takes over what stands there",
            zh: "`nestc init` 会生成沿用其内容的清单",
        ),
    )
}
