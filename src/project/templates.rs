//! What the manifest's `templates` name.

use std::path::{Path, PathBuf};

use crate::diagnostic::Text;
use crate::lower::terraform::is_module_file;
use crate::text;
use crate::workspace::{Failure, FilePath, Glob, Input, Walk, Workspace, once_by_file};

/// What is wrong with the name of a template.
pub(super) struct Problem {
    pub(super) message: Text,
    pub(super) help: Text,
}

/// The entries of `templates` as inputs. The folder is searched once, whatever the number of globs.
pub(super) struct Entries<'w> {
    workspace: &'w Workspace,
    base: FilePath,
    walk: Option<Walk>,
}

impl<'w> Entries<'w> {
    /// Entries that are seen from the folder `base`.
    pub(super) fn new(workspace: &'w Workspace, base: FilePath) -> Self {
        Entries { workspace, base, walk: None }
    }

    /// What could not be searched.
    pub(super) fn into_failures(self) -> Vec<Failure> {
        self.walk.map(|walk| walk.failures).unwrap_or_default()
    }

    /// The inputs that one entry of `templates` names; a name that exists is no glob.
    pub(super) fn of_manifest(&mut self, entry: &str) -> Result<Vec<Input>, Problem> {
        let is_there = self.base.join(entry).symlink_metadata().is_ok();
        if entry.starts_with('!') && !is_there {
            return Err(Problem {
                message: text!(en: "`{entry}` does not exclude anything here", zh: "`{entry}` 在此处不起排除作用", entry),
                help: text!(
                    en: "list `{glob}` under `exclude:`",
                    zh: "请在 `exclude:` 下列出 `{glob}`",
                    glob = entry.trim_start_matches('!'),
                ),
            });
        }
        match Glob::is_one(entry) && !is_there {
            true => self.matches(entry),
            false => self.named(
                entry,
                text!(en: "paths are relative to the manifest's folder", zh: "路径相对于清单所在的文件夹"),
            ),
        }
    }

    /// The inputs of the file or folder of Terraform `entry`; `help` is for where there is none.
    pub(super) fn named(&self, entry: &str, help: Text) -> Result<Vec<Input>, Problem> {
        let path = FilePath::new(&self.base.join(entry));
        if self.workspace.leaves_out(&path) {
            return Ok(Vec::new());
        }
        if !path.is_dir() {
            return match self.workspace.readable(&path) {
                Ok(()) => Ok(vec![Input::named(path)]),
                Err(None) => Err(Problem {
                    message: text!(en: "there is no file or folder `{entry}`", zh: "没有文件或文件夹 `{entry}`", entry),
                    help,
                }),
                Err(Some(Failure { message, help: way_out })) => {
                    Err(Problem { message, help: way_out.unwrap_or_default() })
                }
            };
        }
        if holds_module(&path) {
            return Ok(vec![Input::Module { path, only: Vec::new() }]);
        }
        Err(Problem {
            message: text!(
                en: "`{entry}` is a folder without Terraform files",
                zh: "`{entry}` 是没有 Terraform 文件的文件夹",
                entry = if entry.is_empty() { "." } else { entry },
            ),
            help: text!(
                en: "name its templates with a glob, such as `templates/*.yaml`",
                zh: "请用 glob 指定其中的模板，例如 `templates/*.yaml`",
            ),
        })
    }

    fn matches(&mut self, entry: &str) -> Result<Vec<Input>, Problem> {
        let glob = Glob::new(&self.below_base(entry)).map_err(|message| Problem {
            message,
            help: text!(en: "write it like `templates/**/*.yaml`", zh: "写法如 `templates/**/*.yaml`"),
        })?;
        let walk = self.walk.get_or_insert_with(|| self.workspace.walk(&self.base));
        let mut inputs = Vec::new();
        for file in &walk.files {
            let is_module = file.path.file_name().is_some_and(|name| is_module_file(&name.to_string_lossy()));
            let by_folder =
                |below: &Path| is_module && (glob.matches(below) || glob.matches(&below.join("main.tf")));
            if glob.matches(&file.below) || file.below.parent().is_some_and(by_folder) {
                inputs.push((file.linked, Input::found(file.path.clone())));
            }
        }
        if inputs.is_empty() {
            return Err(Problem {
                message: text!(en: "`{entry}` does not match any file", zh: "`{entry}` 没有匹配任何文件", entry),
                help: text!(
                    en: "paths are relative to the manifest's folder; `**` matches folders of any depth",
                    zh: "路径相对于清单所在的文件夹；`**` 匹配任意深度的文件夹",
                ),
            });
        }
        Ok(once_by_file(inputs))
    }

    /// The glob as seen from the folder, also where it is absolute. Folders at its beginning that exist are what they
    /// are called: `a [1]/*.yaml` is about the folder `a [1]`.
    fn below_base(&self, entry: &str) -> String {
        let inside = Path::new(entry).strip_prefix(self.base.key());
        let below = inside.map_or_else(|_| entry.to_owned(), |below| below.to_string_lossy().into_owned());
        let mut folder = self.base.to_path_buf();
        let mut exists = true;
        let part = |part: &str| {
            folder.push(part);
            exists = exists && folder.is_dir();
            if exists { Glob::literal(part) } else { part.to_owned() }
        };
        below.split('/').map(part).collect::<Vec<_>>().join("/")
    }
}

/// Whether the folder `path` holds a file of Terraform itself.
fn holds_module(path: &Path) -> bool {
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    let mut names = entries.map(|entry| PathBuf::from(entry.file_name()));
    names.any(|name| is_module_file(&name.to_string_lossy()))
}
