//! The packages that stand for what was at slots, in the manifest.

use super::Meaning;
use crate::diagnostic::Text;
use crate::grammar::{ImageIdShape, image_id_shape};
use crate::import::{next_version, package_name};
use crate::manifest::edit::{Editor, Unfit};
use crate::syntax::{Item, Plain};
use crate::text;

/// A manifest that gets the packages of slots.
pub(crate) struct Packages<'a> {
    /// The manifest.
    pub(crate) editor: &'a mut Editor,
    /// The package that the command line names.
    pub(crate) package: Option<&'a str>,
    /// The image that the command line names for what is not known.
    pub(crate) image: Option<&'a str>,
}

/// What takes the place of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Taken {
    /// The literal.
    pub(crate) literal: String,
    /// The package version that it is associated with, if with any.
    pub(crate) version: Option<String>,
}

/// Why nothing takes the place of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Left {
    /// It has to be named on the command line; the reason follows "it ".
    Open(Text),
    /// The package that the command line names is not there.
    NoPackage,
    /// The manifest cannot be edited there.
    Unfit(Unfit),
}

impl Packages<'_> {
    /// What takes the place of a value that means `meaning`; `name` is what it is called where it comes from.
    ///
    /// # Errors
    /// With what the command line must say.
    pub(crate) fn take(&mut self, meaning: &Meaning, name: &str) -> Result<Taken, Left> {
        // A package that is there is what the user wants at the slots.
        if let Some(package) = self.package.filter(|it| self.has_versions(it)) {
            return self.take_package(package, self.image);
        }
        match meaning {
            Meaning::Map(images) => self.take_map(images, name).map_err(Left::Unfit),
            Meaning::Image { id, region } => {
                self.take_image(id, region.as_deref(), name).map_err(Left::Unfit)
            }
            Meaning::Open(why) => match (self.image, self.package) {
                (Some(id), None) => {
                    let region = crate::grammar::region_of_image(id).map(|it| it.id);
                    self.take_image(id, region, name).map_err(Left::Unfit)
                }
                (id, Some(package)) => self.take_package(package, id),
                (None, None) => Err(Left::Open(why.clone())),
            },
        }
    }

    fn has_versions(&self, package: &str) -> bool {
        let versions = self.editor.get(&["packages", package, "versions"]);
        versions.is_some_and(|it| !it.entries().is_empty())
    }

    fn take_map(&mut self, images: &[(String, String)], name: &str) -> Result<Taken, Unfit> {
        let version = match self.version_with(images) {
            Some(version) => version,
            None => self.add(images, name)?,
        };
        let literal = self.literal_of(&version)?;
        Ok(Taken { literal, version: Some(version) })
    }

    fn take_image(&mut self, id: &str, region: Option<&str>, name: &str) -> Result<Taken, Unfit> {
        let is_own = image_id_shape(id) == ImageIdShape::Account;
        let Some(region) = region.filter(|_| is_own) else {
            return Ok(Taken { literal: id.to_owned(), version: self.associated(id) });
        };
        if let Some(version) = self.associated(id) {
            return Ok(Taken { literal: id.to_owned(), version: Some(version) });
        }
        let images = [(region.to_owned(), id.to_owned())];
        let version = match self.version_with(&images) {
            Some(version) => version,
            None => self.add(&images, name)?,
        };
        self.editor.set(&["associations", id], Item::string(&version))?;
        Ok(Taken { literal: id.to_owned(), version: Some(version) })
    }

    /// The newest version of a package that is there: the last published one, or else the last.
    fn take_package(&mut self, package: &str, id: Option<&str>) -> Result<Taken, Left> {
        let versions =
            self.editor.get(&["packages", package, "versions"]).map(Item::entries).unwrap_or_default();
        let is_published = |item: &Item| item.get("status").and_then(Item::text) == Some("published");
        let last = versions.iter().rev().find(|(.., item)| is_published(item)).or_else(|| versions.last());
        let Some((version, ..)) = last else { return Err(Left::NoPackage) };
        let version = format!("{package}@{version}");
        let literal = match id {
            None => self.literal_of(&version).map_err(Left::Unfit)?,
            Some(id) => {
                self.editor.set(&["associations", id], Item::string(&version)).map_err(Left::Unfit)?;
                id.to_owned()
            }
        };
        Ok(Taken { literal, version: Some(version) })
    }

    /// The version that has exactly these images, as an association writes it.
    fn version_with(&self, images: &[(String, String)]) -> Option<String> {
        let packages = self.editor.get(&["packages"]).map(Item::entries).unwrap_or_default();
        for (package, _, item) in
            packages.iter().filter(|(name, ..)| self.package.is_none_or(|it| it == name))
        {
            let versions = item.get("versions").map(Item::entries).unwrap_or_default();
            for (version, _, item) in versions.iter().rev() {
                let there = item.get("images").map(Item::entries).unwrap_or_default();
                let has = |(region, id): &(String, String)| {
                    there.iter().any(|(key, _, it)| key == region && it.text() == Some(id))
                };
                if there.len() == images.len() && images.iter().all(has) {
                    return Some(format!("{package}@{version}"));
                }
            }
        }
        None
    }

    /// Adds a version with these images, of a new package unless the command line names one.
    fn add(&mut self, images: &[(String, String)], name: &str) -> Result<String, Unfit> {
        let package = match self.package {
            Some(package) => package.to_owned(),
            None => self.free_name(&package_name(name)),
        };
        let versions =
            self.editor.get(&["packages", &package, "versions"]).map(Item::entries).unwrap_or_default();
        let versions: Vec<String> = versions.iter().map(|(name, ..)| name.clone()).collect();
        let version = next_version(&versions);
        let mut entries = Vec::new();
        match images {
            [(region, id)] => {
                entries.push(("status", Item::string("draft")));
                let source = [("region", Item::string(region)), ("image", Item::string(id))];
                entries.push(("source", Item::map(source)));
            }
            _ => entries.push(("status", Item::string("published"))),
        }
        let images = images.iter().map(|(region, id)| (region.clone(), Item::string(id)));
        entries.push(("images", Item::map(images)));
        self.editor.set(&["packages", &package, "versions", &version], Item::map(entries))?;
        Ok(format!("{package}@{version}"))
    }

    /// `name`, with a number where there is such a package or literal.
    fn free_name(&self, name: &str) -> String {
        let is_free = |name: &String| {
            self.editor.get(&["packages", name]).is_none()
                && self.editor.get(&["associations", name]).is_none()
        };
        let names = std::iter::once(name.to_owned()).chain((2..).map(|number| format!("{name}_{number}")));
        names.into_iter().find(is_free).unwrap_or_default()
    }

    /// The version that `literal` is associated with at every resource.
    fn associated(&self, literal: &str) -> Option<String> {
        target(self.editor.get(&["associations", literal])?)
    }

    /// The literal of the version `version`: one that is associated with it, or else the package's name, associated.
    fn literal_of(&mut self, version: &str) -> Result<String, Unfit> {
        let entries = self.editor.get(&["associations"]).map(Item::entries).unwrap_or_default();
        let found = entries.iter().find(|(.., item)| target(item).as_deref() == Some(version));
        if let Some((literal, ..)) = found {
            return Ok(literal.clone());
        }
        let package = version.split('@').next().unwrap_or_default();
        let names =
            std::iter::once(package.to_owned()).chain((2..).map(|number| format!("{package}_{number}")));
        let is_free = |name: &String| {
            image_id_shape(name) == ImageIdShape::Name && self.editor.get(&["associations", name]).is_none()
        };
        let mut names = names.chain((2..).map(|number| format!("image_{number}")));
        // Some names look like those of public images, whatever number follows.
        let literal = names.by_ref().take(100).find(is_free).unwrap_or_else(|| format!("image_{package}"));
        self.editor.set(&["associations", &literal], Item::string(version))?;
        Ok(literal)
    }
}

/// The version that an association without `resources` names.
fn target(item: &Item) -> Option<String> {
    match &item.value {
        Plain::Text(text) => Some(text.replace(' ', "")),
        Plain::Map(_) if item.get("resources").is_none() => {
            let part = |key| item.get(key).and_then(Item::text);
            Some(format!("{}@{}", part("package")?, part("version")?))
        }
        _ => None,
    }
}

impl Taken {
    /// What was done to `slot`: "ImageId of `Web`".
    pub(crate) fn said(&self, slot: &Text) -> Text {
        let literal = &self.literal;
        match &self.version {
            Some(version) => text!(
                en: "{slot} is `{literal}` now, which stands for `{version}`",
                zh: "{slot}现为 `{literal}`，代表 `{version}`",
                slot, literal, version,
            ),
            None => text!(en: "{slot} is `{literal}` now", zh: "{slot}现为 `{literal}`", slot, literal),
        }
    }
}

impl Left {
    /// What is left and why, of `slot`: "ImageId of `Web`".
    pub(crate) fn said(&self, slot: &Text) -> Text {
        match self {
            Left::Open(why) => text!(en: "{slot} is left: it {why}", zh: "未改动{slot}：它{why}", slot, why),
            Left::NoPackage => text!(
                en: "{slot} is left: the manifest has no version of that package",
                zh: "未改动{slot}：清单中没有该部署物的版本",
                slot,
            ),
            Left::Unfit(Unfit { path }) => text!(
                en: "{slot} is left: `{path}` of the manifest cannot be edited in place",
                zh: "未改动{slot}：无法就地编辑清单的 `{path}`",
                slot, path,
            ),
        }
    }
}
