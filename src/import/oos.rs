//! Executions of OOS: `ACS-ECS-UpdateImage`, `ACS-ECS-BulkyCopyImage`.

use super::reading::{Reading, is_region};
use super::{Found, Image, Refusal};
use crate::manifest::ImageKind;
use crate::syntax::{Item, Plain};
use crate::text;

pub(super) fn read(reading: Reading<'_>, item: &Item) -> Result<Found, Refusal> {
    let executions = match item.get("Executions") {
        Some(_) => reading.list(item, "Executions")?,
        None => std::slice::from_ref(item.get("Execution").unwrap_or(item)),
    };
    let mut found = Found::default();
    for execution in executions {
        let id = reading.text(execution, "ExecutionId")?.unwrap_or_default();
        let status = reading.text(execution, "Status")?.unwrap_or("Success");
        if status != "Success" {
            found.notes.push(text!(
                en: "execution `{id}` is left out: its status is `{status}`",
                zh: "已跳过执行 `{id}`：其状态为 `{status}`",
                id, status,
            ));
            continue;
        }
        read_execution(reading, execution, &mut found)?;
    }
    if found.images.is_empty() {
        return reading.refuse(
            item.range,
            text!(en: "no execution in it succeeded with an image", zh: "其中没有成功产出镜像的执行"),
            text!(en: "wait until the execution ends, and ask again", zh: "请等待执行结束后再查询"),
        );
    }
    Ok(found)
}

fn read_execution(reading: Reading<'_>, execution: &Item, found: &mut Found) -> Result<(), Refusal> {
    let region = reading.text(execution, "RegionId")?;
    let parameters = reading.json(execution, "Parameters")?;
    let given = |key: &str| parameters.as_ref()?.get(key)?.text().map(str::to_owned);
    let name = given("targetImageName").or_else(|| given("imageName"));
    let region = given("regionId").or(region.map(str::to_owned));
    let Some(outputs) = reading.json(execution, "Outputs")? else { return Ok(()) };
    let mut add = |mut image: Image| {
        image.package.clone_from(&name);
        image.facts.kind = Some(ImageKind::Custom);
        found.images.push(image);
    };
    if let Some(id) = outputs.stated("imageId") {
        add(reading.image(id, region.as_deref())?);
    }
    let Some(pairs) = outputs.stated("imageIds") else { return Ok(()) };
    // A list may itself be JSON in a string.
    let pairs =
        if let Plain::Text(_) = pairs.value { pairs.inner(reading.view) } else { Some(pairs.clone()) };
    let flat: Vec<Item> = pairs.iter().flat_map(Item::items).flat_map(flattened).collect();
    for pair in flat.chunks(2) {
        let [one, two] = pair else {
            return reading.refuse(
                pair.first().map_or(outputs.range, |it| it.range),
                text!(en: "an image in `imageIds` has no region after it", zh: "`imageIds` 中的镜像之后缺少地域"),
                text!(en: "import the execution as OOS returned it", zh: "请导入 OOS 返回的原始结果"),
            );
        };
        let is_swapped = one.text().is_some_and(is_region);
        let (image, region) = if is_swapped { (two, one) } else { (one, two) };
        add(reading.image(image, Some(region.text().unwrap_or_default()))?);
    }
    Ok(())
}

/// A pair may be a list of its own.
fn flattened(item: &Item) -> Vec<Item> {
    if let Plain::List(items) = &item.value { items.clone() } else { vec![item.clone()] }
}
