//! Which file of `src` imports which, by their `use` lines and by the paths in their code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The path of a module, `crate` left out.
type Module = Vec<String>;

/// A file of the crate.
#[derive(Debug, Default)]
pub(crate) struct File {
    /// Its path, seen from `src`.
    pub(crate) path: String,
    /// The names that its `use` lines bring in, with what they stand for; those that others may see are passed on.
    names: BTreeMap<String, Module>,
    /// What it imports from everywhere, by paths from the root.
    imports: Vec<Module>,
}

/// All files of `src`, by the modules that they are.
#[derive(Debug)]
pub(crate) struct Files {
    files: BTreeMap<Module, File>,
}

impl Files {
    /// Reads the files in the folder `src`.
    pub(crate) fn read(src: &Path) -> Files {
        let mut texts = BTreeMap::new();
        read_folder(src, &mut Vec::new(), &mut texts);
        let modules: BTreeSet<Module> = texts.keys().cloned().collect();
        let file = |(module, (path, text)): (&Module, &(String, String))| {
            let file = File { path: path.clone(), ..read_file(module, text, &modules) };
            (module.clone(), file)
        };
        Files { files: texts.iter().map(file).collect() }
    }

    /// Each file with the files that it imports from.
    pub(crate) fn imports(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let of = |(module, file): (&Module, &File)| {
            let found = file.imports.iter().filter_map(|path| self.file_of(path, 0));
            let others = found.filter(|other| other != module).map(|other| &*self.files[&other].path);
            (&*self.files[module].path, others.collect())
        };
        self.files.iter().map(of).collect()
    }

    /// The module in whose file `path` is defined: names that a module only passes on are looked up further.
    fn file_of(&self, path: &[String], depth: usize) -> Option<Module> {
        assert!(depth < 20, "`{}` leads in a circle", path.join("::"));
        let known = (1..=path.len()).rev().find(|&length| self.files.contains_key(&path[..length]))?;
        let (module, rest) = path.split_at(known);
        let Some(name) = rest.first() else { return Some(module.to_vec()) };
        match self.files[module].names.get(name) {
            Some(target) => {
                let further: Vec<String> = target.iter().chain(&rest[1..]).cloned().collect();
                self.file_of(&further, depth + 1)
            }
            None => Some(module.to_vec()),
        }
    }
}

/// Puts the Rust files of `folder`, the module `module`, into `texts`.
fn read_folder(folder: &Path, module: &mut Module, texts: &mut BTreeMap<Module, (String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            module.push(stem);
            read_folder(&path, module, texts);
            module.pop();
        } else if path.extension().is_some_and(|it| it == "rs") && !matches!(&*stem, "main" | "tests") {
            let mut own = module.clone();
            if !matches!(&*stem, "mod" | "lib") {
                own.push(stem);
            }
            let text = fs::read_to_string(&path).unwrap();
            let name = module.iter().map(|it| format!("{it}/")).collect::<String>();
            let name = name + path.file_name().unwrap().to_str().unwrap();
            texts.insert(own, (name, text));
        }
    }
}

fn read_file(module: &Module, text: &str, modules: &BTreeSet<Module>) -> File {
    let code = code_of(text);
    let mut file = File::default();
    let mut rest = String::new();
    for statement in code.split_inclusive([';', '{', '}']) {
        let Some((visibility, tree)) = use_tree(statement) else {
            rest.push_str(statement);
            continue;
        };
        let mut paths = Vec::new();
        leaves(&tree, &mut Vec::new(), &mut paths);
        for (path, name) in paths {
            let Some(path) = from_root(module, &path, modules) else { continue };
            if !visibility {
                file.imports.push(path.clone());
            }
            file.names.insert(name, path);
        }
    }
    let inline = inline_paths(&rest).into_iter();
    file.imports.extend(inline.filter_map(|path| from_root(module, &path, modules)));
    file
}

/// `text` without comments, texts in quotes, and the tests at its end; the groups of `use` lines in one piece.
fn code_of(text: &str) -> String {
    let text = text.split("\n#[cfg(test)]\nmod ").next().unwrap();
    let mut code = String::new();
    for line in text.lines() {
        let line = line.trim();
        if line.starts_with("//") {
            continue;
        }
        let mut quoted = false;
        for (at, part) in
            line.replace("\\\\", "").replace("\\\"", "").replace("'\"'", "").split('"').enumerate()
        {
            quoted = at % 2 == 1;
            if !quoted {
                code.push_str(part.split(" // ").next().unwrap());
            }
        }
        let _ = quoted;
        code.push('\n');
    }
    joined_groups(&code)
}

/// The braces of `use` groups become angle brackets, so that a statement ends where it does.
fn joined_groups(code: &str) -> String {
    let mut joined = String::new();
    let mut rest = code;
    while let Some(at) = rest.find("use ") {
        let starts_word = !rest[..at].ends_with(|it: char| it.is_alphanumeric() || it == '_');
        let end = rest[at..].find(';').map_or(rest.len(), |end| at + end);
        joined.push_str(&rest[..at]);
        let tree = &rest[at..end];
        if starts_word {
            joined.push_str(&tree.replace('{', "<").replace('}', ">"))
        } else {
            joined.push_str(tree)
        }
        rest = &rest[end..];
    }
    joined + rest
}

/// Whether the `use` statement passes names on, and its tree without white space.
fn use_tree(statement: &str) -> Option<(bool, String)> {
    let at = statement.find("use ")?;
    let before = statement[..at].rsplit(['\n', ']']).next().unwrap().trim();
    let visible = before.starts_with("pub");
    (before.is_empty() || visible).then(|| {
        let tree = statement[at + 4..].trim_end_matches(';').replace(" as ", "@");
        (visible, tree.chars().filter(|it| !it.is_whitespace()).collect())
    })
}

/// The paths of a `use` tree, each with the name that it gets.
fn leaves(tree: &str, prefix: &mut Vec<String>, paths: &mut Vec<(Vec<String>, String)>) {
    let length = prefix.len();
    let mut rest = tree;
    while let Some((segment, behind)) = rest.split_once("::").filter(|(it, _)| !it.contains(['<', ','])) {
        prefix.push(segment.to_owned());
        rest = behind;
    }
    if let Some(group) = rest.strip_prefix('<') {
        let mut depth = 0;
        let mut start = 0;
        for (at, letter) in group.char_indices() {
            match letter {
                '<' => depth += 1,
                ',' | '>' if depth == 0 => {
                    if at > start {
                        leaves(&group[start..at], prefix, paths);
                    }
                    start = at + 1;
                }
                '>' => depth -= 1,
                _ => {}
            }
        }
    } else if !rest.is_empty() {
        let (name, alias) = rest.split_once('@').unwrap_or((rest, rest));
        let mut path = prefix.clone();
        if name != "self" {
            path.push(name.to_owned());
        }
        let alias = if alias == "self" { path.last().unwrap().clone() } else { alias.to_owned() };
        paths.push((path, alias));
    }
    prefix.truncate(length);
}

/// The paths in code that begin at the root or at a module around. Where a module calls a function of one of its own
/// submodules (`lexer::next()`), it is the roof over them, which is not an import.
fn inline_paths(code: &str) -> Vec<Vec<String>> {
    let is_path = |it: char| it.is_alphanumeric() || matches!(it, '_' | ':');
    let words = code.split(|it: char| !is_path(it));
    let from = |word: &&str| ["crate::", "super::", "self::"].iter().any(|it| word.starts_with(it));
    words.filter(from).map(|word| word.split("::").map(str::to_owned).collect()).collect()
}

/// `path`, as it is written in `module`, from the root; nothing for paths into other crates.
fn from_root(module: &Module, path: &[String], modules: &BTreeSet<Module>) -> Option<Module> {
    let (first, rest) = path.split_first()?;
    let mut from: Module = match &**first {
        "crate" => Vec::new(),
        "self" => module.clone(),
        "super" => module[..module.len() - 1].to_vec(),
        name => {
            let child: Module = module.iter().cloned().chain([name.to_owned()]).collect();
            modules.contains(&child).then_some(child)?
        }
    };
    for segment in rest {
        match &**segment {
            "super" => drop(from.pop()),
            "self" | "*" => {}
            name => from.push(name.to_owned()),
        }
    }
    Some(from)
}
