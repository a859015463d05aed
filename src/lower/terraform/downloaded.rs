//! The list of the modules that Terraform downloaded.

use std::collections::HashMap;

use serde::Deserialize;

use crate::source::join_names;

/// Where Terraform keeps the list, seen from the root module.
pub(crate) const MODULES: &str = ".terraform/modules/modules.json";

/// The folder that it downloads them to.
const DOWNLOADED: &str = ".terraform/modules/";

#[derive(Deserialize)]
struct Listed {
    #[serde(rename = "Modules")]
    modules: Vec<ListedModule>,
}

#[derive(Deserialize)]
struct ListedModule {
    #[serde(rename = "Key")]
    key: String,
    #[serde(rename = "Dir")]
    folder: String,
}

/// The folders of downloaded modules, seen from the root module, by the calls that lead to them; none where the list
/// `bytes` cannot be read.
pub(crate) fn listed(bytes: &[u8]) -> HashMap<String, String> {
    let listed = serde_json::from_slice::<Listed>(bytes).map(|it| it.modules).unwrap_or_default();
    let folders = listed.into_iter().map(|it| (it.key, join_names("", &it.folder.replace('\\', "/"))));
    folders.filter(|(_, folder)| folder.starts_with(DOWNLOADED)).collect()
}
