//! Files that set the variables of a root module: `terraform.tfvars`, `*.auto.tfvars`.
//! <https://developer.hashicorp.com/terraform/language/values/variables#variable-definitions-tfvars-files>

use super::block::Body;
use super::block::Text;
use super::module::{file_name, text};
use crate::ir::{Property, SymbolKind, Template};
use crate::lower::placeholder;
use crate::source::FileId;
use crate::syntax::SourceMap;

/// Gives the variables of `template` the values that `files` hold; later files win: `terraform.tfvars`
/// first, then the others by name.
pub(super) fn assign(sources: &SourceMap, template: &mut Template, files: &[FileId]) {
    let mut files = files.to_vec();
    files.sort_by_key(|&file| {
        let name = file_name(sources, file);
        (!name.starts_with("terraform.tfvars"), name.to_owned())
    });
    for file in files {
        for entry in values(sources, template, file) {
            if let Some(symbol) = template.symbols.find_mut(&entry.key, SymbolKind::Variable) {
                symbol.value = Some(entry.value);
            }
        }
        template.files.push(file);
    }
}

fn values(sources: &SourceMap, template: &mut Template, file: FileId) -> Vec<Property> {
    match text(sources, template, file) {
        Some(Text::Hcl(reader)) => {
            placeholder::add_hcl(template, reader.view, file);
            Body::Hcl(reader, reader.view.root()).properties()
        }
        Some(Text::Json(reader)) => {
            // Values are taken as they are: `${` has no meaning here.
            placeholder::add_yaml(template, reader.view, file);
            reader.root().map(|object| reader.properties(object)).unwrap_or_default()
        }
        None => Vec::new(),
    }
}
