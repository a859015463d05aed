//! The page while it is made: what it is about, what is numbered, and the links made so far.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use maud::{Markup, html};

use super::super::Shown;
use super::slot::Slot;
use super::texts::Texts;
use crate::binding;
use crate::diagnostic::Text;
use crate::lint::Report;
use crate::manifest::{Manifest, Package, Status, Version};
use crate::text;
use crate::workspace::{Compiled, Workspace};

/// What the page is about.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Every text of the run.
    pub shown: &'a Shown<'a>,
    /// The files that they are from.
    pub workspace: &'a Workspace,
    /// The templates.
    pub compiled: &'a [Compiled],
    /// What they are built from.
    pub manifest: &'a Manifest,
    /// The folder of the manifest.
    pub base: &'a Path,
    /// What was found.
    pub report: &'a Report,
}

impl Subject<'_> {
    /// `text` in the language of the page.
    pub(super) fn say(&self, text: &Text) -> String {
        text.get(self.shown.lang).to_owned()
    }

    /// `items` with commas of its language between them.
    pub(super) fn listed(&self, items: impl IntoIterator<Item = String>) -> String {
        items.into_iter().collect::<Vec<_>>().join(&self.say(&text!(en: ", ", zh: "，")))
    }
}

/// The page while it is made.
#[derive(Debug)]
pub(super) struct Page<'a> {
    pub(super) subject: Subject<'a>,
    /// The regions that are built for, and those that have images all the same.
    pub(super) regions: Vec<String>,
    /// The regions that are built for.
    pub(super) built: Vec<String>,
    /// The number of each version, by package and name.
    numbers: HashMap<(&'a str, &'a str), usize>,
    pub(super) slots: Vec<Slot>,
    pub(super) texts: Texts,
}

impl<'a> Page<'a> {
    pub(super) fn new(subject: Subject<'a>) -> Self {
        let built = binding::regions(subject.manifest);
        let mut page = Page {
            subject,
            regions: columns(subject.manifest, &built),
            built,
            numbers: HashMap::new(),
            slots: Vec::new(),
            texts: Texts::default(),
        };
        for (index, (package, version)) in page.versions().into_iter().enumerate() {
            page.numbers.entry((&package.name.value, &version.name.value)).or_insert(index);
        }
        page
    }

    /// Every version with its package, in the manifest's order.
    pub(super) fn versions(&self) -> Vec<(&'a Package, &'a Version)> {
        let packages = self.subject.manifest.packages.iter();
        packages.flat_map(|package| package.versions.iter().map(move |version| (package, version))).collect()
    }

    /// The number of a version.
    pub(super) fn version_id(&self, package: &str, version: &str) -> Option<usize> {
        self.numbers.get(&(package, version)).copied()
    }

    /// What stands in the place of an empty table.
    pub(super) fn none(&self) -> Markup {
        html! { p.dim { (self.subject.say(&text!(en: "none", zh: "无"))) } }
    }

    /// The head of a column.
    pub(super) fn head(&self, text: &Text) -> Markup {
        html! { th scope="col" { (self.subject.say(text)) } }
    }
}

/// The regions that are built for, then those that have images all the same.
fn columns(manifest: &Manifest, built: &[String]) -> Vec<String> {
    let versions = manifest.packages.iter().flat_map(|package| &package.versions);
    let with_images: BTreeSet<&str> =
        versions.flat_map(|version| &version.images).map(|(region, _)| region.value.as_str()).collect();
    let others = with_images.into_iter().filter(|region| !built.iter().any(|it| it == region));
    built.iter().cloned().chain(others.map(str::to_owned)).collect()
}

pub(super) fn status(status: Status) -> Text {
    match status {
        Status::Draft => text!(en: "draft", zh: "草稿版本"),
        Status::Published => text!(en: "published", zh: "已发布"),
    }
}

/// `text` with what is between backticks as code.
pub(super) fn code_in(text: &str) -> Markup {
    html! {
        @for (index, part) in text.split('`').enumerate() {
            @if index % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}
