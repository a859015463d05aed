//! Puts images into a manifest: as a version of a package that is there, filled, or as a new one.

use std::collections::BTreeMap;

use super::{Facts, Image};
use crate::diagnostic::{Text, did_you_mean};
use crate::grammar::{self, nearest};
use crate::manifest::Lock;
use crate::manifest::edit::{Editor, Unfit};
use crate::source::Span;
use crate::syntax::{Item, Plain};
use crate::text;
use crate::workspace::Failure;

/// What the command line says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) package: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) region: Option<String>,
}

/// What became of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It has these images already.
    Same,
    /// It is new.
    Added,
    /// Images were put into it.
    Filled,
}

/// A version that images were put into.
#[derive(Clone, Debug)]
pub(crate) struct Merged {
    pub(crate) package: String,
    pub(crate) version: String,
    pub(crate) outcome: Outcome,
    pub(crate) is_draft: bool,
    /// The regions of its images.
    pub(crate) regions: Vec<String>,
}

/// The images of one version of one package.
struct Group {
    package: Option<String>,
    version: Option<String>,
    images: BTreeMap<String, Image>,
    facts: Facts,
}

/// Puts `images` into `editor`; `lock` records what is published, and `place` says where a span is.
///
/// # Errors
/// With what is missing or in the way. What was edited until then must not be used.
pub(crate) fn merge(
    editor: &mut Editor,
    lock: Option<&Lock>,
    images: Vec<Image>,
    options: &Options,
    place: &dyn Fn(Span) -> String,
) -> Result<Vec<Merged>, Failure> {
    check_region(options)?;
    let groups = grouped(images, options, place)?;
    let groups = chosen(groups, options)?;
    let mut merged = Vec::new();
    for group in groups {
        merged.push(Merging { editor, lock, options, place }.group(group)?);
    }
    Ok(merged)
}

fn check_region(options: &Options) -> Result<(), Failure> {
    let Some(region) = options.region.as_deref().filter(|it| grammar::region(it).is_none()) else {
        return Ok(());
    };
    let near = nearest(grammar::regions().iter().map(|it| it.id), region);
    if near.is_none() && super::reading::is_region(region) {
        return Ok(());
    }
    let help = match near {
        Some(near) => did_you_mean(near),
        None => text!(en: "a region ID is like `cn-hangzhou`", zh: "地域 ID 形如 `cn-hangzhou`"),
    };
    Err(Failure::new(text!(en: "`{region}` is not a region ID", zh: "`{region}` 不是地域 ID", region), help))
}

/// The images by package and version, in the order of the files.
fn grouped(
    images: Vec<Image>,
    options: &Options,
    place: &dyn Fn(Span) -> String,
) -> Result<Vec<Group>, Failure> {
    let mut groups: Vec<Group> = Vec::new();
    for image in images {
        let Some(region) = image.region.clone().or_else(|| options.region.clone()) else {
            let (at, id) = (place(image.span), &image.id);
            return Err(Failure::new(
                text!(en: "{at}: nothing tells which region `{id}` is in", zh: "{at}：未写明 `{id}` 所在的地域", at, id),
                text!(en: "name it with `--region`", zh: "请用 `--region` 指定"),
            ));
        };
        let is_same = |it: &&mut Group| it.package == image.package && it.version == image.version;
        let group = match groups.iter_mut().find(is_same) {
            Some(group) => group,
            None => {
                groups.push(Group {
                    package: image.package.clone(),
                    version: image.version.clone(),
                    images: BTreeMap::new(),
                    facts: image.facts.clone(),
                });
                let Some(group) = groups.last_mut() else { continue };
                group
            }
        };
        add(group, region, image, place)?;
    }
    Ok(groups)
}

fn add(
    group: &mut Group,
    region: String,
    image: Image,
    place: &dyn Fn(Span) -> String,
) -> Result<(), Failure> {
    if let Some(other) = group.images.get(&region).filter(|other| other.id != image.id) {
        let name = group.package.as_deref().unwrap_or_default();
        let (one, two) = (&other.id, &image.id);
        let (first, second) = (place(other.span), place(image.span));
        return Err(Failure::new(
            text!(
                en: "two images of `{name}` are in `{region}`: `{one}` ({first}) and `{two}` ({second})",
                zh: "`{name}` 在 `{region}` 有两个镜像：`{one}`（{first}）和 `{two}`（{second}）",
                name, region, one, first, two, second,
            ),
            text!(
                en: "import them one by one, each with `--package` and `--version`",
                zh: "请分别导入，并各自指定 `--package` 和 `--version`",
            ),
        ));
    }
    let (own, new) = (&mut group.facts, &image.facts);
    own.kind = own.kind.or(new.kind);
    own.architecture = own.architecture.or(new.architecture);
    own.encrypted = match (own.encrypted, new.encrypted) {
        (Some(one), Some(two)) => Some(one || two),
        (one, two) => one.or(two),
    };
    own.source = own.source.take().or_else(|| new.source.clone());
    group.images.insert(region, image);
    Ok(())
}

/// The groups that the command line means, with the names that it gives.
fn chosen(mut groups: Vec<Group>, options: &Options) -> Result<Vec<Group>, Failure> {
    if let Some(package) = &options.package {
        let is_named =
            |it: &Group| it.package.as_ref().is_some_and(|it| it == package || package_name(it) == *package);
        if groups.iter().any(is_named) {
            groups.retain(is_named);
        }
        let names: Vec<String> = groups.iter().filter_map(|it| it.package.clone()).collect();
        let first = groups.first().and_then(|it| it.package.clone());
        if groups.iter().any(|it| it.package != first) {
            let mut unique = names;
            unique.dedup();
            let list = Text::list(unique.iter().take(8).map(|name| format!("`{name}`")));
            return Err(Failure::new(
                text!(en: "these are images of several packages: {list}", zh: "其中有多个部署物的镜像：{list}", list),
                text!(
                    en: "name one of them with `--package`, or import without it",
                    zh: "请用 `--package` 指定其中一个，或不使用该选项导入",
                ),
            ));
        }
        groups.iter_mut().for_each(|it| it.package = Some(package.clone()));
    }
    if let Some(version) = &options.version {
        if groups.len() > 1 {
            return Err(Failure::new(
                text!(en: "these are images of several versions", zh: "其中有多个版本的镜像"),
                text!(en: "import without `--version`, or name one package with `--package`", zh: "请不使用 `--version` 导入，或用 `--package` 指定一个部署物"),
            ));
        }
        groups.iter_mut().for_each(|it| it.version = Some(version.clone()));
    }
    Ok(groups)
}

struct Merging<'a> {
    editor: &'a mut Editor,
    lock: Option<&'a Lock>,
    options: &'a Options,
    place: &'a dyn Fn(Span) -> String,
}

impl Merging<'_> {
    fn group(&mut self, group: Group) -> Result<Merged, Failure> {
        let Some(name) = &group.package else {
            let first = group.images.values().next();
            let (at, id) = first.map(|it| ((self.place)(it.span), it.id.as_str())).unwrap_or_default();
            return Err(Failure::new(
                text!(
                    en: "{at}: nothing tells which package `{id}` is of",
                    zh: "{at}：未写明 `{id}` 属于哪个部署物",
                    at, id,
                ),
                text!(en: "name it with `--package`", zh: "请用 `--package` 指定"),
            ));
        };
        let there = self.editor.get(&["packages", name]).is_some() || self.options.package.is_some();
        let package = if there { name.clone() } else { package_name(name) };
        let versions: Vec<String> = self.versions(&package);
        let version = match &group.version {
            Some(version) if versions.contains(version) || group.facts.distributed.is_some() => {
                version.clone()
            }
            Some(version) => version_name(version),
            None => self.fitting(&package, &versions, &group),
        };
        let draft = self.is_draft(&package, &version);
        let outcome = match versions.contains(&version) {
            false => {
                self.add(&package, &version, &group).map_err(|unfit| cannot_edit(&unfit))?;
                Outcome::Added
            }
            true if self.has_all(&package, &version, &group) => Outcome::Same,
            true if !draft => return Err(published(&package, &version, &versions)),
            true => {
                self.fill(&package, &version, &group).map_err(|unfit| cannot_edit(&unfit))?;
                Outcome::Filled
            }
        };
        let images = self.editor.get(&["packages", &package, "versions", &version, "images"]);
        let regions = images.map(Item::entries).unwrap_or_default().iter().map(|(region, ..)| region.clone());
        let regions = regions.collect();
        Ok(Merged { is_draft: self.is_draft(&package, &version), package, version, outcome, regions })
    }

    fn versions(&self, package: &str) -> Vec<String> {
        let versions = self.editor.get(&["packages", package, "versions"]);
        versions.map(Item::entries).unwrap_or_default().iter().map(|(name, ..)| name.clone()).collect()
    }

    /// The version to use where nothing names one: one that has all of the images, or else the newest draft, or else a
    /// new one.
    fn fitting(&self, package: &str, versions: &[String], group: &Group) -> String {
        let has_all = |version: &&String| self.has_all(package, version, group);
        let is_draft = |version: &&String| self.is_draft(package, version);
        let found = versions.iter().rev().find(has_all).or_else(|| versions.iter().rev().find(is_draft));
        found.cloned().unwrap_or_else(|| next_version(versions))
    }

    fn is_draft(&self, package: &str, version: &str) -> bool {
        let status = self.editor.get(&["packages", package, "versions", version, "status"]);
        let is_recorded = self.lock.is_some_and(|lock| lock.digest_of(package, version).is_some());
        !is_recorded && status.and_then(Item::text).is_none_or(|status| status == "draft")
    }

    fn has_all(&self, package: &str, version: &str, group: &Group) -> bool {
        let Some(images) = self.editor.get(&["packages", package, "versions", version, "images"]) else {
            return false;
        };
        group.images.iter().all(|(region, image)| images.get(region).and_then(Item::text) == Some(&image.id))
    }

    fn add(&mut self, package: &str, version: &str, group: &Group) -> Result<(), Unfit> {
        let facts = &group.facts;
        let is_new = self.editor.get(&["packages", package]).is_none();
        let description = facts.description.as_deref().filter(|_| is_new);
        if let Some(description) = description {
            self.editor.set(&["packages", package, "description"], Item::string(description))?;
        }
        let several = group.images.len() > 1;
        let status = if facts.distributed.unwrap_or(several) { "published" } else { "draft" };
        let mut entries = vec![("status", Item::string(status))];
        if let Some(kind) = facts.kind {
            entries.push(("kind", Item::string(kind.name())));
        }
        let only = group.images.iter().next().filter(|_| !several);
        let only = only.map(|(region, image)| (region.clone(), image.id.clone()));
        if let Some((region, image)) = facts.source.clone().or(only) {
            let source = [("region", Item::string(region)), ("image", Item::string(image))];
            entries.push(("source", Item::map(source)));
        }
        if let Some(encrypted) = facts.encrypted {
            entries.push(("encrypted", Item::bool(encrypted)));
        }
        if let Some(architecture) = facts.architecture {
            entries.push(("architecture", Item::string(architecture.name())));
        }
        let images = group.images.iter().map(|(region, image)| (region.clone(), Item::string(&image.id)));
        entries.push(("images", Item::map(images)));
        self.editor.set(&["packages", package, "versions", version], Item::map(entries))
    }

    fn fill(&mut self, package: &str, version: &str, group: &Group) -> Result<(), Unfit> {
        let facts = &group.facts;
        let path = |key| ["packages", package, "versions", version, key];
        let images = self.editor.get(&path("images")).map(Item::entries).unwrap_or_default();
        let was_empty = images.is_empty();
        if facts.distributed.unwrap_or(was_empty && group.images.len() > 1) {
            self.editor.set(&path("status"), Item::string("published"))?;
        }
        let is_open = |editor: &Editor, key| editor.get(&path(key)).is_none_or(|it| it.value == Plain::Null);
        if let Some(kind) = facts.kind.filter(|_| is_open(self.editor, "kind")) {
            self.editor.set(&path("kind"), Item::string(kind.name()))?;
        }
        let source = self.editor.get(&path("source")).and_then(|it| it.get("region")).and_then(Item::text);
        let renewed =
            source.and_then(|region| Some((region.to_owned(), group.images.get(region)?.id.clone())));
        if let Some((_, image)) = renewed {
            let path = ["packages", package, "versions", version, "source", "image"];
            self.editor.set(&path, Item::string(image))?;
        }
        if let Some(encrypted) = facts.encrypted {
            self.editor.set(&path("encrypted"), Item::bool(encrypted))?;
        }
        if let Some(architecture) = facts.architecture {
            self.editor.set(&path("architecture"), Item::string(architecture.name()))?;
        }
        if was_empty {
            let images = group.images.iter().map(|(region, image)| (region.clone(), Item::string(&image.id)));
            return self.editor.set(&path("images"), Item::map(images));
        }
        for (region, image) in &group.images {
            let path = ["packages", package, "versions", version, "images", region];
            self.editor.set(&path, Item::string(&image.id))?;
        }
        Ok(())
    }
}

/// The manifest cannot be edited where it has to be.
pub(crate) fn cannot_edit(unfit: &Unfit) -> Failure {
    let path = &unfit.path;
    Failure::new(
        text!(
            en: "`{path}` cannot be edited in place: other places of the manifest share it, or its layout leaves no room",
            zh: "无法就地编辑 `{path}`：清单的其他位置与其共用，或其排版没有空间",
            path,
        ),
        text!(
            en: "nothing was changed; write it out without aliases, one entry a line, and try again",
            zh: "未做任何更改；请不用别名、每行一项地写出后重试",
        ),
    )
}

fn published(package: &str, version: &str, versions: &[String]) -> Failure {
    let next = next_version(versions);
    Failure::new(
        text!(
            en: "`{package}@{version}` is published with other images, and what is published never changes",
            zh: "`{package}@{version}` 已发布且镜像不同，已发布的内容不会改变",
            package, version,
        ),
        text!(
            en: "nothing was changed; import them as a new version with `--version {next}`",
            zh: "未做任何更改；请用 `--version {next}` 导入为新版本",
            next,
        ),
    )
}

/// The name after those of `versions`: the last number of the last one counted on.
pub(crate) fn next_version(versions: &[String]) -> String {
    let Some(last) = versions.last() else { return "v1_0".to_owned() };
    let stem = last.trim_end_matches(|it: char| it.is_ascii_digit());
    let digits = last.get(stem.len()..).unwrap_or_default();
    let (stem, number) = match digits.parse::<u64>() {
        Ok(number) => (stem.to_owned(), number),
        Err(_) => (format!("{last}_"), 0),
    };
    let names = (1..).map(|more| format!("{stem}{}", number.saturating_add(more)));
    names.into_iter().find(|name| !versions.contains(name)).unwrap_or_default()
}

/// `name` as the name of a package: 3 to 128 letters, digits and underscores.
pub(crate) fn package_name(name: &str) -> String {
    let name = name.strip_suffix(".vhd").unwrap_or(name);
    let name: String = spelled(name).take(128).collect();
    if name.len() < 3 { format!("image_{name}") } else { name }
}

/// `name` as the name of a version: 3 to 50 of them.
fn version_name(name: &str) -> String {
    let name: String = spelled(name).take(50).collect();
    if name.len() < 3 { format!("{name}_0") } else { name }
}

fn spelled(name: &str) -> impl Iterator<Item = char> {
    name.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '_' })
}
