//! The file that Packer's post-processor `manifest` writes.
//!
//! The artifact ID of `alicloud-ecs` is `region:image` for each region, joined by `,`
//! (packer-plugin-alicloud, `builder/ecs/artifact.go`). Builds accumulate; `last_run_uuid` tells the newest.

use super::reading::Reading;
use super::{Found, Refusal};
use crate::source::TextRange;
use crate::syntax::Item;
use crate::text;

pub(super) fn read(reading: Reading<'_>, item: &Item) -> Result<Found, Refusal> {
    let builds = reading.list(item, "builds")?;
    let run = match reading.text(item, "last_run_uuid")? {
        Some(run) => Some(run),
        None => builds.last().map(|last| reading.text(last, "packer_run_uuid")).transpose()?.flatten(),
    };
    let mut last = Vec::new();
    for build in builds {
        if run.is_none() || reading.text(build, "packer_run_uuid")? == run {
            last.push(build);
        }
    }
    if last.is_empty() {
        let at = item.get("last_run_uuid").filter(|_| !builds.is_empty()).or_else(|| item.get("builds"));
        return reading.refuse(
            at.map_or(item.range, |it| it.range),
            text!(en: "there is no build of the last run", zh: "没有最近一次运行的构建"),
            text!(en: "run `packer build` again", zh: "请重新运行 `packer build`"),
        );
    }
    let mut found = Found::default();
    let mut others = Vec::new();
    for build in last {
        let builder = reading.text(build, "builder_type")?.unwrap_or_default();
        // Plugins of other names build on the same code.
        if !builder.is_empty() && !builder.contains("alicloud") {
            others.push((build, builder));
            continue;
        }
        read_build(reading, build, &mut found)?;
    }
    if let (true, Some((build, builder))) = (found.images.is_empty(), others.first()) {
        return reading.refuse(
            build.get("builder_type").map_or(build.range, |it| it.range),
            text!(
                en: "the last run did not build images of ECS, but of `{builder}`",
                zh: "最近一次运行构建的不是 ECS 镜像，而是 `{builder}`",
                builder,
            ),
            text!(en: "import the manifest of a build with `alicloud-ecs`", zh: "请导入使用 `alicloud-ecs` 的构建的 manifest"),
        );
    }
    Ok(found)
}

fn read_build(reading: Reading<'_>, build: &Item, found: &mut Found) -> Result<(), Refusal> {
    let Some(id) = build.stated("artifact_id") else { return reading.missing(build, "artifact_id") };
    let Some(text) = reading.text(build, "artifact_id")? else {
        return reading.refuse(
            id.range,
            text!(en: "`artifact_id` is empty", zh: "`artifact_id` 为空"),
            text!(en: "run `packer build` again", zh: "请重新运行 `packer build`"),
        );
    };
    let name = reading.text(build, "name")?;
    let version = match build.stated("custom_data").filter(|it| it.is_map()) {
        Some(data) => reading.text(data, "version")?,
        None => None,
    };
    let mut at = id.range.start + 1;
    for part in text.split(',') {
        let range = TextRange::new(at, at + part.len() as u32);
        at = range.end + 1;
        let Some((region, image)) = part.split_once(':') else {
            return reading.refuse(
                range,
                text!(en: "`{part}` is not `region:image`", zh: "`{part}` 不是“地域:镜像”", part),
                text!(
                    en: "the artifact ID of `alicloud-ecs` is like `cn-hangzhou:m-bp1234567890abcdefgh`",
                    zh: "`alicloud-ecs` 的 artifact ID 形如 `cn-hangzhou:m-bp1234567890abcdefgh`",
                ),
            );
        };
        let mut image = reading.image_of(image, range, Some(region.trim()))?;
        image.package = name.map(str::to_owned);
        image.version = version.map(str::to_owned);
        image.facts.kind = Some(crate::manifest::ImageKind::Custom);
        found.images.push(image);
    }
    Ok(())
}
