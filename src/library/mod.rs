//! nestc for programs that have texts and no files: findings and regional copies, without a file, a thread, a clock or
//! the environment. It is there without any feature, and compiles to WebAssembly.
//!
//! ```
//! use nestc::{Lang, library::Texts};
//!
//! let mut texts = Texts::new();
//! texts.add("web.yaml", "\
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       ImageId: web_image
//!       InstanceType: ecs.g7.large
//!       MaxAmount: 1
//! ");
//! texts.set_manifest("\
//! version: 1
//! templates: [web.yaml]
//! packages:
//!   web:
//!     versions:
//!       v1_0:
//!         status: published
//!         images: { cn-hangzhou: m-bp1abcdefghijklmnop, cn-beijing: m-2zeabcdefghijklmnop }
//! associations: { web_image: web@v1_0 }
//! ");
//! let checked = texts.check(Lang::En);
//! assert_eq!((checked.errors, checked.is_built), (0, true));
//! assert!(checked.report.starts_with("{\n  \"version\": 1,"));
//! let beijing = checked.copies.iter().find(|copy| copy.region == "cn-beijing").unwrap();
//! assert_eq!((beijing.source.as_str(), beijing.path.as_str()), ("web.yaml", "dist/cn-beijing/web.yaml"));
//! assert!(beijing.text.contains("ImageId: m-2zeabcdefghijklmnop"));
//! ```

mod copies;
mod units;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::Lang;
use crate::lint::{self, Report};
use crate::lower::terraform::missing_modules;
use crate::manifest::{self, Manifest};
use crate::report::{self, Shown};
use crate::source::join_names;
use crate::syntax::SourceMap;
pub use copies::{Change, Copy};
use units::Units;

/// The name of the manifest in reports.
const MANIFEST: &str = "nestc.yaml";

/// Templates, and the manifest that they are built by.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    files: BTreeMap<String, String>,
    manifest: Option<String>,
}

/// What the texts of a [`Texts`] are, all at once.
#[derive(Clone, Debug, Serialize)]
pub struct Checked {
    /// The findings, as `nestc lint --format json` prints them.
    pub report: String,
    /// How many of them are errors.
    pub errors: usize,
    /// The copy of each template for each region of the manifest, also where `nestc build` would refuse to write them.
    pub copies: Vec<Copy>,
    /// Whether `nestc build` would write the copies.
    pub is_built: bool,
    /// Why not, as far as that is not among the findings.
    pub refusals: Vec<String>,
}

impl Texts {
    /// No texts yet.
    #[must_use]
    pub fn new() -> Self {
        Texts::default()
    }

    /// Adds the file `name`, in the place of an earlier one of that name. Names are paths with `/`, seen from the
    /// manifest's folder. Files of Terraform make up a module with the others of their folder, and call modules in other
    /// folders; any other file is a template of its own, or passed over where it is not one.
    pub fn add(&mut self, name: &str, text: impl Into<String>) {
        self.files.insert(join_names("", name), text.into());
    }

    /// Sets the manifest, `nestc.yaml`. Every template that was added counts as one that it lists.
    pub fn set_manifest(&mut self, text: impl Into<String>) {
        self.manifest = Some(text.into());
    }

    /// Runs all rules over the templates, and renders them for each region of the manifest. Messages are in the language
    /// `lang`.
    #[must_use]
    pub fn check(&self, lang: Lang) -> Checked {
        let sources = SourceMap::new();
        let (manifest, before) = match &self.manifest {
            Some(text) => manifest::read(&sources, sources.add(MANIFEST, text.as_str())),
            None => (None, Vec::new()),
        };
        let Units { units, texts, skipped } = Units::compile(&sources, &self.files);
        let complete = manifest.as_ref().is_some_and(|it| self.has_all(it));
        let input = lint::Input {
            manifest: manifest.as_ref(),
            complete,
            before,
            ..lint::Input::of(&sources, &units)
        };
        let mut found = lint::run(&input);
        found.skipped = skipped;
        let (copies, mut refusals) = match &manifest {
            Some(manifest) => copies::all(&sources, &units, &texts, manifest),
            None => Default::default(),
        };
        refusals.extend(units.iter().flat_map(|unit| missing_modules(&sources, unit)));
        // Where outputs are written, no level of the manifest lets pass what must not be in them.
        let is_clean = || lint::run(&lint::Input { building: true, ..input.clone() }).counts.errors == 0;
        Checked {
            report: json(&sources, lang, &found),
            errors: found.counts.errors,
            is_built: !copies.is_empty() && refusals.is_empty() && is_clean(),
            refusals: refusals.iter().map(|text| text.get(lang).to_owned()).collect(),
            copies,
        }
    }

    /// Whether everything that `manifest` lists is there. A glob counts as answered.
    fn has_all(&self, manifest: &Manifest) -> bool {
        let is_glob = |name: &str| name.contains(['*', '?', '[', '{']);
        let has = |entry: &str| {
            let name = join_names("", entry);
            let folder = if name.is_empty() { name.clone() } else { format!("{name}/") };
            is_glob(entry)
                || self.files.contains_key(&name)
                || self.files.keys().any(|it| it.starts_with(&folder))
        };
        manifest.templates.iter().all(|entry| has(&entry.value))
    }
}

fn json(sources: &SourceMap, lang: Lang, found: &Report) -> String {
    let mut out = Vec::new();
    // Nothing that is written to memory fails.
    let _ = report::json::write(&mut out, &Shown::new(sources, lang), found);
    String::from_utf8_lossy(&out).into_owned()
}
