//! Reads the values of a reply as what is expected there.

use super::{Facts, Image, Refusal};
use crate::diagnostic::Text;
use crate::grammar::{ImageIdShape, image_id_shape, is_image_id};
use crate::source::{FileId, Span, TextRange};
use crate::syntax::Item;
use crate::syntax::yaml::View;
use crate::text;

/// A text that is read.
#[derive(Clone, Copy)]
pub(super) struct Reading<'t> {
    pub(super) file: FileId,
    pub(super) view: View<'t>,
}

impl Reading<'_> {
    pub(super) fn span(self, range: TextRange) -> Span {
        range.in_file(self.file)
    }

    pub(super) fn refuse<T>(self, range: TextRange, message: Text, help: Text) -> Result<T, Refusal> {
        Err(Refusal { span: self.span(range), message, help })
    }

    fn wrong<T>(self, item: &Item, key: &str, wanted: &Text) -> Result<T, Refusal> {
        self.refuse(
            item.range,
            text!(en: "`{key}` is not {wanted}", zh: "`{key}` 不是{wanted}", key, wanted),
            text!(en: "import the file as the tool wrote it", zh: "请导入工具原样输出的文件"),
        )
    }

    /// The refusal that `item` lacks `key`.
    pub(super) fn missing<T>(self, item: &Item, key: &str) -> Result<T, Refusal> {
        let range = TextRange::new(item.range.start, (item.range.start + 1).min(item.range.end));
        self.refuse(
            range,
            text!(en: "`{key}` is missing here", zh: "此处缺少 `{key}`", key),
            text!(en: "import the file as the tool wrote it", zh: "请导入工具原样输出的文件"),
        )
    }

    /// The string at `key`, where there is one; an empty one counts as none.
    pub(super) fn text<'i>(self, item: &'i Item, key: &str) -> Result<Option<&'i str>, Refusal> {
        match item.stated(key) {
            None => Ok(None),
            Some(found) => match found.text() {
                Some(text) => Ok(Some(text).filter(|text| !text.trim().is_empty())),
                None => self.wrong(found, key, &text!(en: "a string", zh: "字符串")),
            },
        }
    }

    /// The list at `key`.
    pub(super) fn list<'i>(self, item: &'i Item, key: &str) -> Result<&'i [Item], Refusal> {
        match item.stated(key) {
            None => self.missing(item, key),
            Some(found) if matches!(found.value, crate::syntax::Plain::List(_)) => Ok(found.items()),
            Some(found) => self.wrong(found, key, &text!(en: "a list", zh: "列表")),
        }
    }

    /// What is at `key`, which may be JSON in a string; `None` where nothing is there.
    pub(super) fn json(self, item: &Item, key: &str) -> Result<Option<Item>, Refusal> {
        let Some(found) = item.stated(key) else { return Ok(None) };
        match found.text() {
            None => Ok(Some(found.clone())),
            Some(text) if text.trim().is_empty() => Ok(None),
            Some(_) => match found.inner(self.view) {
                Some(inner) => Ok(Some(inner)),
                None => self.wrong(found, key, &text!(en: "JSON in a string", zh: "字符串形式的 JSON")),
            },
        }
    }

    /// The image whose ID is the string `item`.
    pub(super) fn image(self, item: &Item, region: Option<&str>) -> Result<Image, Refusal> {
        match item.text() {
            Some(id) => self.image_of(id, item.range, region),
            None => self.wrong(item, "ImageId", &text!(en: "a string", zh: "字符串")),
        }
    }

    /// The image with the ID `id`, which is at `range`.
    pub(super) fn image_of(self, id: &str, range: TextRange, region: Option<&str>) -> Result<Image, Refusal> {
        let id = id.trim();
        let is_whole = matches!(image_id_shape(id), ImageIdShape::Account | ImageIdShape::Public);
        if !is_whole || !is_image_id(id) {
            return self.refuse(
                range,
                text!(en: "`{id}` is not an image ID", zh: "`{id}` 不是镜像 ID", id),
                text!(
                    en: "an image ID is `m-` and 16 to 22 lower-case letters or digits, such as `m-bp1234567890abcdefgh`",
                    zh: "镜像 ID 由 `m-` 和 16 到 22 个小写字母或数字组成，例如 `m-bp1234567890abcdefgh`",
                ),
            );
        }
        if let Some(region) = region.filter(|it| !is_region(it)) {
            return self.refuse(
                range,
                text!(en: "`{region}` is not a region ID", zh: "`{region}` 不是地域 ID", region),
                text!(en: "a region ID is like `cn-hangzhou`", zh: "地域 ID 形如 `cn-hangzhou`"),
            );
        }
        Ok(Image {
            package: None,
            version: None,
            region: region.map(str::to_owned),
            id: id.to_owned(),
            span: self.span(range),
            facts: Facts::default(),
        })
    }
}

/// Whether `text` has the form of a region ID.
pub(super) fn is_region(text: &str) -> bool {
    let mut parts = text.split('-');
    let letters = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_lowercase());
    let word =
        |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
    let area = parts.next().is_some_and(|it| it.len() == 2 && letters(it));
    let rest: Vec<&str> = parts.collect();
    area && !rest.is_empty() && rest.first().is_some_and(|it| letters(it)) && rest.iter().all(|it| word(it))
}
