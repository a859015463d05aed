//! `nestc init`: a manifest from the templates that are there, or from computenest-cli's configuration.

mod adopted;
mod names;
mod next;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use super::args::Init;
use super::{Status, Stop, Streams};
use crate::diagnostic::{Lang, Text};
use crate::grammar::{self, ImageIdShape, is_image_id};
use crate::ir::Support;
use crate::project::{CONFIG, Loaded, MANIFEST};
use crate::render::put_file;
use crate::report::shown::visible;
use crate::syntax::yaml::quote_plain_if_needed;
use crate::text;
use crate::workspace::{Failure, FilePath, Input, display, reason};
use names::{Names, is_package_name};

pub(super) fn run(arguments: &Init, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let lang = streams.language.of_people();
    let path = arguments.folder.join(MANIFEST);
    let shown = display(&path);
    // A link that leads to nothing is there, too: writing through it would make a file elsewhere.
    if !arguments.print && path.symlink_metadata().is_ok() {
        return Err(Failure::new(
            text!(en: "`{shown}` is already there", zh: "`{shown}` 已存在", shown),
            text!(en: "edit it, or print a new one with --print", zh: "请编辑它，或用 --print 打印新的清单"),
        )
        .into());
    }
    let mut loaded = Loaded::new(&arguments.reading.exclude, arguments.reading.follow_links)?;
    let manifest = text(&mut loaded, &arguments.folder, lang)?;
    let is_empty = loaded.compiled.is_empty();
    // What was found is said below.
    loaded.looked = true;
    let failed = loaded.print_failures(streams)?;
    let next = match is_empty {
        true => {
            let folder = display(&arguments.folder);
            text!(
                en: "no template was found in `{folder}`; list yours under `templates:`",
                zh: "在 `{folder}` 中没有找到模板；请在 `templates:` 下列出您的模板",
                folder,
            )
        }
        false => text!(
            en: "fill in the packages as its comments say, then run `nestc build`",
            zh: "请按其中的注释填写部署物，然后运行 `nestc build`",
        ),
    };
    if arguments.print {
        streams.out.write_all(manifest.as_bytes())?;
        if is_empty {
            writeln!(streams.err, "{}", visible(next.get(lang)))?;
        }
    } else {
        put_file(&path, manifest.as_bytes()).map_err(|error| {
            let reason = reason(&error);
            Failure::new(
                text!(en: "cannot write `{shown}`: {reason}", zh: "无法写入 `{shown}`：{reason}", shown, reason),
                text!(en: "check the rights, or name another folder", zh: "请检查权限，或指定其他文件夹"),
            )
        })?;
        let steps = next::steps(&loaded, &arguments.folder);
        let said = match steps.is_empty() {
            true => text!(en: "wrote `{shown}`; {next}", zh: "已写入 `{shown}`；{next}", shown, next),
            false => text!(en: "wrote `{shown}`", zh: "已写入 `{shown}`", shown),
        };
        for line in std::iter::once(said).chain(steps) {
            writeln!(streams.err, "{}", visible(line.get(lang)))?;
        }
    }
    Ok(if failed { Status::Failed } else { Status::Clean })
}

/// A manifest for what is in `folder`, which nobody has written yet.
pub(super) fn draft(folder: &Path, lang: Lang) -> Result<String, Failure> {
    text(&mut Loaded::default(), folder, lang)
}

/// The manifest's text for what is in `folder`.
fn text(loaded: &mut Loaded, folder: &Path, lang: Lang) -> Result<String, Failure> {
    let config = folder.join(CONFIG);
    if config.is_file() {
        return from_config(loaded, &config, lang);
    }
    let found = loaded.workspace.discover(std::slice::from_ref(&folder.to_owned()));
    loaded.compile(found);
    Ok(manifest(loaded, folder, lang))
}

/// The version that a package gets.
const FIRST_VERSION: &str = "v1_0";

/// Where outputs go.
const OUTPUT: &str = "dist/{region}/{path}";

/// What is said of an image ID that is still to be written.
const OPEN: &str = "m-…";

/// The places that are named at which a literal is used.
const PLACES: usize = 3;

/// A manifest as it is written, with comments in the language of its reader.
struct Draft {
    text: String,
    lang: Lang,
}

impl Draft {
    fn new(lang: Lang) -> Self {
        let mut draft = Draft { text: String::new(), lang };
        draft.comment(
            0,
            &text!(
                en: "Which image each literal of the templates stands for in each region.\n\
                     `nestc schema` prints the JSON Schema of this file, for editors.",
                zh: "模板中的每个字面量在各地域对应哪个镜像。\n`nestc schema` 可打印本文件的 JSON Schema，供编辑器使用。",
            ),
        );
        draft.text.push_str("version: 1\n");
        draft
    }

    /// The lines of `text` as comments, indented by `indent`.
    fn comment(&mut self, indent: usize, text: &Text) {
        for line in text.get(self.lang).lines() {
            _ = writeln!(self.text, "{:indent$}# {}", "", visible(line));
        }
    }

    /// The regions to build for, where they are left open.
    fn open_regions(&mut self) {
        self.text.push('\n');
        self.comment(
            0,
            &text!(
                en: "The regions to build for. Without this list: all that every package in use has an image in.",
                zh: "要构建的地域。不写则为所有在用部署物都有镜像的地域。",
            ),
        );
        self.text.push_str("# regions: [cn-hangzhou, cn-beijing]\n");
    }

    /// What comes before the packages.
    fn packages(&mut self) {
        self.text.push('\n');
        self.comment(
            0,
            &text!(
                en: "The deployment packages. What to do next:\n  \
                       1. Under `images`, write the image ID of each region.\n  \
                       2. A draft is built for the region of its `source` only. To build for more, write\n     \
                          `status: published`; from then on, the content of that version is fixed.\n  \
                       3. Run `nestc lint`, then `nestc build`.",
                zh: "部署物。接下来请：\n  \
                       1. 在 `images` 下填写各地域的镜像 ID。\n  \
                       2. 草稿只会为其 `source` 所在的地域构建。如需更多地域，请改为 `status: published`；\n     \
                          此后该版本的内容不能再修改。\n  \
                       3. 运行 `nestc lint`，然后运行 `nestc build`。",
            ),
        );
        self.text.push_str("packages:\n");
    }

    /// A package with its first version; `known` is a region with its image, `open` are regions without.
    fn package(&mut self, package: &Package<'_>) {
        _ = writeln!(self.text, "  {}:", quote_plain_if_needed(package.name, false));
        self.comment(4, &package.purpose);
        let status = if package.is_published { "published" } else { "draft" };
        _ = writeln!(self.text, "    versions:\n      {FIRST_VERSION}:\n        status: {status}");
        if let Some((region, image)) = package.known {
            let quoted = |it| quote_plain_if_needed(it, true);
            let (region, image) = (quoted(region), quoted(image));
            _ = writeln!(self.text, "        source: {{ region: {region}, image: {image} }}");
        }
        self.text.push_str("        images:\n");
        if let Some((region, image)) = package.known {
            let quoted = |it| quote_plain_if_needed(it, false);
            _ = writeln!(self.text, "          {}: {}", quoted(region), quoted(image));
        }
        for region in package.open {
            _ = writeln!(self.text, "          # {}: {OPEN}", visible(region));
        }
    }

    /// What comes before the associations.
    fn associations(&mut self, why: &Text) {
        self.text.push('\n');
        self.comment(0, why);
        self.text.push_str("associations:\n");
    }

    fn association(&mut self, literal: &str, package: &str) {
        _ = writeln!(self.text, "  {}: {package}@{FIRST_VERSION}", quote_plain_if_needed(literal, false));
    }

    fn finish(mut self) -> String {
        _ = writeln!(self.text, "\noutput: {OUTPUT}");
        self.text
    }
}

/// A package to write.
struct Package<'a> {
    name: &'a str,
    /// What it is for, as a comment.
    purpose: Text,
    is_published: bool,
    /// A region and the image there.
    known: Option<(&'a str, &'a str)>,
    /// The regions whose images are still to be written.
    open: &'a [&'a str],
}

/// The manifest's text for a project of computenest-cli.
fn from_config(loaded: &mut Loaded, path: &Path, lang: Lang) -> Result<String, Failure> {
    loaded.read_manifest(Some(path), path)?;
    let inputs = loaded.manifest_inputs();
    loaded.compile(inputs);
    let report = loaded.lint();
    let found = loaded.manifest.as_ref().map(|it| &it.manifest);
    let Some((manifest, config)) = found.and_then(|it| Some((it, it.config.as_ref()?))) else {
        let path = display(path);
        return Err(Failure::new(
            text!(
                en: "`{path}` is not a configuration of computenest-cli",
                zh: "`{path}` 不是 computenest-cli 的配置",
                path,
            ),
            text!(en: "`nestc lint` shows what is wrong with it", zh: "请用 `nestc lint` 查看其中的问题"),
        ));
    };
    Ok(adopted::manifest(loaded, &report, manifest, config, lang))
}

/// The manifest's text: every template found, and for each literal that needs one a package to fill in.
fn manifest(loaded: &Loaded, folder: &Path, lang: Lang) -> String {
    let mut draft = Draft::new(lang);
    draft.text.push('\n');
    if loaded.compiled.is_empty() {
        draft.comment(
            0,
            &text!(
                en: "Files, globs such as templates/*.yaml, or folders of Terraform. No template was found here.",
                zh: "文件、glob（例如 templates/*.yaml）或 Terraform 文件夹。此处没有找到模板。",
            ),
        );
        draft.text.push_str("templates: []\n");
    } else {
        draft.text.push_str("templates:\n");
    }
    for template in &loaded.compiled {
        let path = relative(&template.input, folder);
        _ = writeln!(draft.text, "  - {}", quote_plain_if_needed(&path, false));
    }
    draft.open_regions();
    let (public, own): (Vec<_>, Vec<_>) =
        literals(loaded, folder).into_iter().partition(|(literal, _)| is_public(literal));
    let packages = named(own.iter().map(|(literal, _)| literal.as_str()));
    if packages.is_empty() {
        draft.text.push_str("\npackages: {}\n");
    } else {
        draft.packages();
    }
    for ((literal, places), name) in own.iter().zip(&packages) {
        let region = grammar::region_of_image(literal).map(|region| region.id);
        draft.package(&Package {
            name,
            purpose: purpose(literal, places),
            is_published: false,
            known: region.filter(|_| is_image_id(literal)).map(|region| (region, literal.as_str())),
            open: if region.is_some() && is_image_id(literal) { &[] } else { &["cn-hangzhou"] },
        });
    }
    if packages.is_empty() {
        draft.text.push_str("\nassociations: {}\n");
    } else {
        draft.associations(&text!(
            en: "The literal in the templates, and the package version that takes its place.",
            zh: "模板中的字面量，以及替换它的部署物版本。",
        ));
    }
    for ((literal, _), name) in own.iter().zip(&packages) {
        draft.association(literal, name);
    }
    if !public.is_empty() {
        draft.comment(
            2,
            &text!(
                en: "These public images work in every region as they are. To replace one all the same, add a package:",
                zh: "以下公共镜像在各地域均可直接使用。如仍需替换，请添加部署物：",
            ),
        );
    }
    for (literal, _) in &public {
        _ = writeln!(
            draft.text,
            "  # {}: package@{FIRST_VERSION}",
            visible(&quote_plain_if_needed(literal, false))
        );
    }
    draft.finish()
}

/// A name for each of `literals`, in their order; those that are names themselves come first.
fn named<'l>(literals: impl Iterator<Item = &'l str>) -> Vec<String> {
    let literals: Vec<&str> = literals.collect();
    let (mut names, mut made) = (Names::default(), vec![String::new(); literals.len()]);
    for is_name in [true, false] {
        for (literal, name) in literals.iter().zip(&mut made) {
            if is_package_name(literal) == is_name {
                *name = names.make(literal);
            }
        }
    }
    made
}

fn is_public(literal: &str) -> bool {
    matches!(grammar::image_id_shape(literal), ImageIdShape::Public | ImageIdShape::PartialPublic)
}

/// What a package for `literal` is for, which is at `places`.
fn purpose(literal: &str, places: &BTreeSet<String>) -> Text {
    let shown = Text::list(places.iter().take(PLACES));
    match places.len().saturating_sub(PLACES) {
        0 => text!(en: "For `{literal}` in {shown}.", zh: "用于 {shown} 中的 `{literal}`。", literal, shown),
        more => text!(
            en: "For `{literal}` in {shown} and {more} more.",
            zh: "用于 {shown} 等处的 `{literal}`，另有 {more} 处。",
            literal, shown, more,
        ),
    }
}

/// The literals that are in slots and are no image of their own everywhere, each with the places that have it.
fn literals(loaded: &Loaded, folder: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let mut literals: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for compiled in &loaded.compiled {
        let file = relative(&compiled.input, folder);
        for (_, template, slot) in compiled.unit.slots() {
            let (Some(literal), Some(resource)) = (&slot.literal, template.resource_of(slot)) else {
                continue;
            };
            let text = literal.text.trim();
            let deploy_time = text.contains("{{");
            if slot.shape.support == Support::Supported && !text.is_empty() && !deploy_time {
                let place = format!("`{}` ({file})", resource.name);
                _ = literals.entry(text.to_owned()).or_default().insert(place);
            }
        }
    }
    literals
}

/// The path of `input` as seen from `folder`.
fn relative(input: &Input, folder: &Path) -> String {
    let folder = FilePath::new(folder);
    let path = input.path().key();
    match path.strip_prefix(folder.key()) {
        Ok(below) if below.as_os_str().is_empty() => ".".to_owned(),
        Ok(below) => display(below),
        Err(_) => display(path),
    }
}
