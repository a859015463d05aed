//! What is copied with a module of Terraform, and why the rest of its folder is not.

use std::collections::{BTreeMap, HashSet};
use std::io::Read;
use std::path::{Path, PathBuf};

use super::failure::check_rights;
use super::left_out::Ignored;
use super::outputs::is_record;
use super::outputs::recorded_in;
use crate::diagnostic::Text;
use crate::text;

use super::budget::FILES;
use super::path::repository_of;
use super::{Failure, FilePath, Workspace, display, reason};

/// Why a file or folder is not copied with its module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NotCopied {
    /// A `.gitignore` of the repository leaves it out.
    Ignored,
    /// What git and Terraform keep for themselves.
    Internal,
    /// State of Terraform, which holds secrets in plain text.
    State,
    /// A plan of Terraform, which holds the state.
    Plan,
    /// A private key or a store of keys.
    Key,
    /// Settings of one machine or person: `.env`, credentials.
    Environment,
    /// The manifest, its lock file, an output or a record of a build.
    Build,
    /// It is in the folder of no module.
    Outside,
    /// It is a link to a folder that it is in itself.
    Loop,
}

impl NotCopied {
    /// The reason, to follow "is not copied: ".
    pub(crate) const fn text(self) -> Text {
        match self {
            NotCopied::Ignored => text!(en: "`.gitignore` leaves it out", zh: "`.gitignore` 排除了它"),
            NotCopied::Internal => {
                text!(en: "git or Terraform keeps it for itself", zh: "它是 git 或 Terraform 的内部文件")
            }
            NotCopied::State => {
                text!(en: "it is Terraform's state, which holds secrets", zh: "它是 Terraform 状态，含有机密信息")
            }
            NotCopied::Plan => {
                text!(en: "it is a plan of Terraform, which holds secrets", zh: "它是 Terraform 计划，含有机密信息")
            }
            NotCopied::Key => text!(en: "it is a private key", zh: "它是私钥"),
            NotCopied::Environment => {
                text!(en: "it holds the settings of one machine or person", zh: "它是某台机器或某个人的设置")
            }
            NotCopied::Build => text!(en: "it belongs to the build", zh: "它属于构建"),
            NotCopied::Loop => {
                text!(en: "it is a link to a folder that it is in itself", zh: "它是指向其所在文件夹的链接")
            }
            NotCopied::Outside => {
                text!(en: "it is outside the folders of the modules", zh: "它不在模块的文件夹中")
            }
        }
    }
}

/// A file of a module's folder, or a folder below that is passed over as a whole.
#[derive(Debug)]
pub(crate) struct InModule {
    /// The file or folder.
    pub(crate) path: FilePath,
    /// Why it is not copied.
    pub(crate) why_not: Option<NotCopied>,
}

/// Bytes at the start of a file that tell a key or a plan.
const HEAD: u64 = 4096;

/// Bytes of a file that can be a private key.
const KEY_BYTES: u64 = 256 * 1024;

/// Why the folder called `name` is not copied, whatever `.gitignore` says.
fn of_folder(name: &str) -> Option<NotCopied> {
    match name {
        ".git" | ".terraform" | ".terragrunt-cache" | ".terraform.d" => Some(NotCopied::Internal),
        "terraform.tfstate.d" => Some(NotCopied::State),
        _ => None,
    }
}

/// Why the file `path` is not copied, whatever `.gitignore` says: by its name, or by how it begins.
fn of_file(path: &Path) -> Option<NotCopied> {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    match name.as_str() {
        "nestc.yaml" | "nestc.lock" => return Some(NotCopied::Build),
        name if is_record(name) => return Some(NotCopied::Build),
        "id_rsa" | "id_dsa" | "id_ecdsa" | "id_ecdsa_sk" | "id_ed25519" | "id_ed25519_sk" => {
            return Some(NotCopied::Key);
        }
        ".terraformrc" | "terraform.rc" | "credentials.tfrc.json" | ".netrc" => {
            return Some(NotCopied::Environment);
        }
        "tfplan" => return Some(NotCopied::Plan),
        // A worktree or submodule has a file of that name.
        ".git" | "crash.log" => return Some(NotCopied::Internal),
        _ => {}
    }
    if name.ends_with(".tfstate") || name.contains(".tfstate.") {
        Some(NotCopied::State)
    } else if ends(&[".tfplan"]) {
        Some(NotCopied::Plan)
    } else if name.starts_with(".env") {
        Some(NotCopied::Environment)
    } else if ends(&[".p12", ".pfx", ".jks", ".keystore", ".ppk"]) {
        Some(NotCopied::Key)
    } else {
        by_content(path)
    }
}

/// What the first bytes of the file say: a private key in PEM form, or a plan, which is an archive.
fn by_content(path: &Path) -> Option<NotCopied> {
    let size = path.metadata().ok().filter(std::fs::Metadata::is_file)?.len();
    let mut head = Vec::new();
    std::fs::File::open(path).ok()?.take(HEAD).read_to_end(&mut head).ok()?;
    let is_plan = head.starts_with(b"PK\x03\x04") && head.get(30..36) == Some(b"tfplan");
    let text = head.trim_ascii_start();
    let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii_end();
    let is_key = size <= KEY_BYTES
        && first.starts_with(b"-----BEGIN ")
        && (first.ends_with(b"PRIVATE KEY-----") || first.ends_with(b"PRIVATE KEY BLOCK-----"));
    // OpenSSL can write attributes, or a certificate, before the key.
    let has_key = || memchr::memmem::find(&head, b"PRIVATE KEY-----").is_some();
    let is_pem =
        path.extension().is_some_and(|it| it.eq_ignore_ascii_case("pem") || it.eq_ignore_ascii_case("key"));
    match () {
        () if is_plan => Some(NotCopied::Plan),
        () if is_key || (is_pem && has_key()) => Some(NotCopied::Key),
        () => None,
    }
}

/// A folder that is still to be looked into.
struct Waiting {
    path: FilePath,
    /// The ignore files above it.
    above: Ignored,
    /// The folders that links on the way to it led to.
    followed: Vec<PathBuf>,
}

fn too_many(folder: &Path) -> Failure {
    Failure::new(
        text!(
            en: "there are more than {most} files in the module `{folder}`", zh: "模块 `{folder}` 中的文件超过 {most} 个",
            most = FILES, folder = display(folder),
        ),
        text!(en: "move out what the module does not need", zh: "请移出该模块不需要的文件"),
    )
}

impl Workspace {
    /// The files of `folders` and what lies below them, each with the reason for which it is not copied. What is below
    /// `outputs` is left out without a word.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub(crate) fn in_modules(
        &self,
        folders: &[PathBuf],
        outputs: Option<&FilePath>,
    ) -> Result<Vec<InModule>, Failure> {
        let mut found = BTreeMap::new();
        let mut seen = HashSet::new();
        for folder in folders {
            let folder = FilePath::new(folder);
            let mut recorded = HashSet::new();
            let reach = self.reach();
            for above in folder.key().ancestors().skip(1).take_while(|it| reach.holds(it)) {
                recorded.extend(recorded_in(&FilePath::new(above), &reach));
            }
            let above = Ignored::above(&folder, &reach)?;
            let mut waiting = vec![Waiting { path: folder, above, followed: Vec::new() }];
            while let Some(Waiting { path: folder, above, followed }) = waiting.pop() {
                if !seen.insert(folder.to_path_buf()) {
                    continue;
                }
                if found.len() > FILES {
                    return Err(too_many(&folder));
                }
                let ignored = above.in_folder(&folder, &reach)?;
                recorded.extend(recorded_in(&folder, &reach));
                let unread = |error: std::io::Error| {
                    let message = text!(
                        en: "`{folder}` cannot be copied: {reason}", zh: "无法复制 `{folder}`：{reason}",
                        folder = display(&folder), reason = reason(&error),
                    );
                    Failure::new(message, check_rights())
                };
                for entry in std::fs::read_dir(&*folder).map_err(unread)? {
                    let entry = entry.map_err(unread)?;
                    let kind = entry.file_type().map_err(unread)?;
                    let path = FilePath::new(&folder.join(entry.file_name()));
                    if outputs.is_some_and(|outputs| path.key() == outputs.key()) {
                        continue;
                    }
                    let is_link = kind.is_symlink();
                    let is_loop = is_link
                        && reach.holds(path.key())
                        && (folder.key().starts_with(path.key())
                            || followed.iter().any(|it| it == path.key()));
                    // A link to a folder inside is copied as what it leads to. One that leads out is refused later.
                    let leads_in = is_link && path.is_dir() && !is_loop && reach.holds(path.key());
                    let is_folder = kind.is_dir() || leads_in;
                    let name = folder.key().join(entry.file_name());
                    let mut why_not = match is_folder {
                        true => of_folder(&entry.file_name().to_string_lossy()),
                        false => of_file(&path),
                    };
                    if recorded.contains(path.key()) || (is_folder && self.left_out().is_folder(&path)) {
                        why_not = Some(NotCopied::Build);
                    } else if why_not.is_none() && ignored.holds(&name, is_folder) {
                        why_not = Some(NotCopied::Ignored);
                    }
                    // What a link leads to is judged by its own place, too.
                    if is_link && why_not.is_none() {
                        why_not = self.why_not_linked(path.key());
                    }
                    if is_loop && path.is_dir() {
                        why_not = why_not.or(Some(NotCopied::Loop));
                    }
                    match is_folder && why_not.is_none() {
                        true => {
                            let mut followed = followed.clone();
                            followed.extend(leads_in.then(|| path.key().to_owned()));
                            waiting.push(Waiting { path, above: ignored.clone(), followed });
                        }
                        false => _ = found.insert(path.to_path_buf(), InModule { path, why_not }),
                    }
                }
            }
        }
        Ok(found.into_values().collect())
    }

    /// Why what a link leads to, `target`, is not copied, as seen from its own repository.
    fn why_not_linked(&self, target: &Path) -> Option<NotCopied> {
        let repository = FilePath::new(&repository_of(target)?);
        self.why_not_copied(&FilePath::new(target), &repository)
    }

    /// Why the file `path` is not copied with the module in `folder`, which is above it; `None` where it is copied, or
    /// not there.
    pub(crate) fn why_not_copied(&self, path: &FilePath, folder: &FilePath) -> Option<NotCopied> {
        let below = path.key().strip_prefix(folder.key()).ok()?;
        if !path.exists() {
            return None;
        }
        let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_owned()).collect();
        let reach = self.reach();
        let mut ignored = Ignored::above(folder, &reach).ok()?;
        let mut at = folder.clone();
        for (index, part) in parts.iter().enumerate() {
            ignored = ignored.in_folder(&at, &reach).ok()?;
            let is_folder = index + 1 < parts.len() || path.is_dir();
            let next = FilePath::new(&at.join(part));
            let by_name = match is_folder {
                true => of_folder(&part.to_string_lossy()),
                false => of_file(&next),
            };
            if by_name.is_some() {
                return by_name;
            }
            if ignored.holds(&at.key().join(part), is_folder) {
                return Some(NotCopied::Ignored);
            }
            at = next;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_told_by_their_names() {
        for (name, expected) in [
            ("terraform.tfstate.1700000000.backup", Some(NotCopied::State)),
            (".terraform.tfstate.lock.info", Some(NotCopied::State)),
            ("errored.tfstate", Some(NotCopied::State)),
            ("prod.TFPLAN", Some(NotCopied::Plan)),
            (".env.local", Some(NotCopied::Environment)),
            ("id_rsa", Some(NotCopied::Key)),
            ("id_rsa.pub", None),
            ("main.tf", None),
            (".terraform.lock.hcl", None),
            ("environment.tf", None),
        ] {
            assert_eq!(of_file(Path::new(name)), expected, "{name}");
        }
    }
}
