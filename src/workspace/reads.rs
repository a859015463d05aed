//! Files that modules read and that are not copied with them.

use super::{Compiled, FilePath, Input, NotCopied, Workspace, display};
use crate::diagnostic::{Diagnostic, RuleId};
use crate::lower::terraform::file_reads;
use crate::source::{FileId, TextRange};
use crate::text;

impl Workspace {
    /// Adds to `compiled`, which is to be copied, a finding for each file that it reads and that is not.
    pub(crate) fn find_left_out(&self, compiled: &mut Compiled) {
        let Input::Module { path: root, .. } = &compiled.input else { return };
        let mut folders = vec![root.clone()];
        let templates = || compiled.unit.iter().filter(|&(id, _)| !compiled.unit.is_downloaded(id));
        let of_template = |file: Option<&FileId>| Some(FilePath::new(&self.path(*file?)?.folder()));
        let own: Vec<Option<FilePath>> = templates().map(|(_, it)| of_template(it.files.first())).collect();
        folders.extend(own.iter().flatten().cloned());

        let mut found = Vec::new();
        for ((_, template), own) in templates().zip(&own) {
            for &file in &template.files {
                let Some(path) = self.path(file) else { continue };
                if let Some(why) = self.why_left_out(&path, &folders) {
                    found.push(finding(&path, why, TextRange::empty(0).in_file(file)));
                }
            }
            for read in file_reads(&self.sources, template) {
                let Some(base) = (if read.from_root { Some(root) } else { own.as_ref() }) else { continue };
                let path = FilePath::new(&base.join(&read.path));
                if let Some(why) = self.why_left_out(&path, &folders) {
                    found.push(finding(&path, why, read.span));
                }
            }
        }
        compiled.unit.problems.extend(found);
    }

    /// Why the file `path` is copied with none of the modules in `folders`; `None` where it is copied, or not there.
    fn why_left_out(&self, path: &FilePath, folders: &[FilePath]) -> Option<NotCopied> {
        if !path.is_file() {
            return None;
        }
        let mut above = folders.iter().filter(|folder| path.key().starts_with(folder.key())).peekable();
        if above.peek().is_none() {
            return Some(NotCopied::Outside);
        }
        // It is enough that one of them brings it along.
        let mut why = None;
        for folder in above {
            why = Some(self.why_not_copied(path, folder)?);
        }
        why
    }
}

fn finding(path: &FilePath, why: NotCopied, at: crate::source::Span) -> Diagnostic {
    let (name, why) = (display(path), why.text());
    RuleId::LeftOutFile
        .finding(at, text!(en: "`{name}` is not copied: {why}", zh: "不会复制 `{name}`：{why}", name = &name, why))
        .label(text!(en: "the module reads it", zh: "模块会读取该文件"))
        .about(name)
        .help(text!(
            en: "put it where it is copied, or pass what it holds as a variable; `nestc files` lists what is copied",
            zh: "请把它放到会复制的位置，或用变量传入其内容；`nestc files` 列出会复制的文件"
        ))
}
