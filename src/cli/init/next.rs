//! What is left to do after a manifest was written, each as a command.

use std::path::{Path, PathBuf};

use crate::adopt::{self, Meaning};
use crate::binding::Binding;
use crate::diagnostic::Text;
use crate::import;
use crate::ir::Support;
use crate::lower::Cx;
use crate::project::Loaded;
use crate::text;
use crate::workspace::{Compiled, FilePath, display};

/// Files that are looked at for images, and their size, at most.
const FILES: usize = 200;
const BYTES: u64 = 4 << 20;

/// The steps that follow for what is in `folder`.
pub(super) fn steps(loaded: &Loaded, folder: &Path) -> Vec<Text> {
    let images = images(loaded, folder);
    let package = images.iter().find_map(|(_, package)| package.clone());
    let mut steps: Vec<Text> = images
        .iter()
        .map(|(file, package)| match package {
            Some(package) => text!(
                en: "next: `nestc import {file}` takes in the images of `{package}`",
                zh: "下一步：`nestc import {file}` 导入 `{package}` 的镜像",
                file, package,
            ),
            None => text!(
                en: "next: `nestc import {file} --package NAME` takes in its images",
                zh: "下一步：`nestc import {file} --package NAME` 导入其中的镜像",
                file,
            ),
        })
        .collect();
    for compiled in &loaded.compiled {
        let (known, open) = count(loaded, compiled);
        let file = display(compiled.input.path());
        let file = if file.is_empty() { ".".to_owned() } else { file };
        let package = package.as_deref().unwrap_or("NAME");
        if open > 0 {
            steps.push(text!(
                en: "next: `nestc adopt {file} --package {package}` puts literals for that package at its image slots",
                zh: "下一步：`nestc adopt {file} --package {package}` 在其镜像属性处写入该部署物的字面量",
                file, package,
            ));
        } else if known > 0 {
            steps.push(text!(
                en: "next: `nestc adopt {file}` turns its maps and parameters into literals with packages",
                zh: "下一步：`nestc adopt {file}` 将其映射和参数改为带部署物的字面量",
                file,
            ));
        }
    }
    if !steps.is_empty() {
        steps.push(text!(en: "then: `nestc build`", zh: "最后：`nestc build`"));
    }
    steps
}

/// The slots of `compiled` without a literal: those whose value is known, and the others.
fn count(loaded: &Loaded, compiled: &Compiled) -> (usize, usize) {
    let cx = Cx::new(&loaded.workspace.sources, &compiled.unit);
    let binding = Binding::new(cx);
    let regions = adopt::regions(cx);
    let (mut known, mut open) = (0, 0);
    for (id, _, slot) in compiled.unit.slots().filter(|(.., slot)| slot.shape.support == Support::Supported) {
        match adopt::meaning(cx, &binding, id, slot, &regions) {
            Some(Meaning::Open(_)) => open += 1,
            Some(_) => known += 1,
            None => {}
        }
    }
    (known, open)
}

/// The files in `folder` that tell of images and are no templates, with the package that they name.
fn images(loaded: &Loaded, folder: &Path) -> Vec<(String, Option<String>)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let is_json = |path: &PathBuf| path.extension().is_some_and(|it| it.eq_ignore_ascii_case("json"));
    let is_small = |path: &PathBuf| path.metadata().is_ok_and(|it| it.is_file() && it.len() <= BYTES);
    let mut files: Vec<PathBuf> =
        entries.map(|it| it.path()).filter(|path| is_json(path) && is_small(path)).take(FILES).collect();
    files.sort();
    let is_template = |path: &FilePath| {
        let templates = loaded.compiled.iter().flat_map(|it| &it.unit.templates);
        let mut files = templates.flat_map(|it| &it.files);
        files.any(|&file| loaded.workspace.path(file).is_some_and(|it| it.key() == path.key()))
    };
    let mut found = Vec::new();
    for path in files.iter().map(|path| FilePath::new(path)).filter(|path| !is_template(path)) {
        let Ok(file) = loaded.workspace.read(&path) else { continue };
        let Ok(read) = import::read(&loaded.workspace.sources, file) else { continue };
        let package = read.images.iter().find_map(|it| it.package.as_deref()).map(import::package_name);
        found.push((display(&path), package));
    }
    found
}
