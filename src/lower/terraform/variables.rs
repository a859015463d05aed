//! Files that set the variables of a root module: `terraform.tfvars`, `*.auto.tfvars`.
//! <https://developer.hashicorp.com/terraform/language/values/variables#variable-definitions-tfvars-files>

use super::expression::Reader;
use super::json::JsonReader;
use super::module::file_name;
use crate::ir::{Entry, SymbolKind, Template};
use crate::lower::{placeholder, problem};
use crate::source::{FileId, SourceMap};
use crate::syntax::{hcl, json, yaml};

/// Gives the variables of `template` the values that `files` hold; later files win: `terraform.tfvars`
/// first, then the others by name.
pub(super) fn assign(sources: &SourceMap, template: &mut Template, files: &[FileId]) {
    let mut files = files.to_vec();
    files.sort_by_key(|&file| {
        let name = file_name(sources, file);
        (!name.starts_with("terraform.tfvars"), name.to_owned())
    });
    for file in files {
        for entry in entries(sources, template, file) {
            if let Some(symbol) = template.symbols.find_mut(&entry.key, SymbolKind::Variable) {
                symbol.value = Some(Box::new(entry.value));
            }
        }
        template.files.push(file);
    }
}

fn entries(sources: &SourceMap, template: &mut Template, file: FileId) -> Vec<Entry> {
    let text = sources.text(file);
    if sources.name(file).ends_with(".json") {
        let tree = json::parse(text);
        problem::add_syntax_errors(template, file, &tree.errors);
        // Values are taken as they are: `${` has no meaning here.
        let view = yaml::View { tree: &tree, text, language: yaml::Language::Json };
        placeholder::add_yaml(template, view, file);
        let reader = JsonReader::new(sources, &tree, file);
        return reader.root().map(|object| reader.entries(object)).unwrap_or_default();
    }
    let tree = hcl::parse(text);
    problem::add_syntax_errors(template, file, &tree.errors);
    problem::add_remarks(template, file, text, &tree);
    placeholder::add_hcl(template, hcl::View::new(&tree, text), file);
    let reader = Reader { view: hcl::View::new(&tree, text), file };
    let attributes = reader.attributes(reader.view.root());
    attributes.map(|id| reader.attribute_entry(id)).collect()
}
