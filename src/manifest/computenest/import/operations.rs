//! What the import reads of `OperationMetadata`.

use super::Import;
use super::at::{At, LIST, MAPPING, entry_not_a, failing, missing, not_a};
use crate::text;

impl Import {
    /// The operations of a service, each a template of OOS.
    pub(super) fn operations(&mut self, service: At<'_>) {
        let Some(metadata) = service.entry("OperationMetadata").filter(|it| it.value.is_true()) else {
            return;
        };
        if !metadata.value.is_mapping() {
            // In a list or a string it finds nothing that it looks for.
            let is_searched = metadata.value.is_list() || metadata.value.string().is_some();
            self.findings.extend((!is_searched).then(|| entry_not_a(&metadata, MAPPING)));
            return;
        }
        self.parameters(metadata.value);
        let Some(custom) = metadata.value.entry("CustomOperations") else { return };
        let Some(actions) = custom.value.entry("Actions").filter(|it| !it.value.is_null()) else {
            return self.push(missing(custom.key, "CustomOperations", "Actions"));
        };
        for action in actions.value.items() {
            match action.get("TemplateUrl").filter(|it| !it.is_null()) {
                Some(url) => self.upload(Some(url), "TemplateUrl"),
                None => self.push(missing(action.span(), "CustomOperations.Actions", "TemplateUrl")),
            }
        }
    }

    /// The defaults of parameters, of which the import reads the first configuration.
    fn parameters(&mut self, metadata: At<'_>) {
        let Some(configs) = metadata.entry("ParameterConfigs") else { return };
        let is_text = configs.value.string().is_some_and(|it| !it.is_empty());
        if !configs.value.is_list() {
            self.findings.extend((!is_text).then(|| entry_not_a(&configs, LIST)));
            return;
        }
        let Some(first) = configs.value.items().next() else {
            return self.push(failing(
                configs.key,
                text!(en: "`ParameterConfigs` is empty", zh: "`ParameterConfigs` 为空"),
                text!(en: "expected an entry in here", zh: "此处应至少有一项"),
                text!(
                    en: "`computenest-cli import` reads the first entry; remove the key, or add one",
                    zh: "`computenest-cli import` 会读取第一项；请删除该键或添加一项",
                ),
            ));
        };
        if !first.is_mapping() || !first.is_true() {
            return;
        }
        let Some(inner) = first.entry("Metadata").filter(|it| it.value.is_mapping()) else {
            return self.push(missing(first.span(), "ParameterConfigs[0]", "Metadata"));
        };
        let Some(groups) = inner.value.entry("ParameterGroups").filter(|it| !it.value.is_null()) else {
            return self.push(missing(inner.key, "Metadata", "ParameterGroups"));
        };
        if !groups.value.is_list() {
            return self.push(entry_not_a(&groups, LIST));
        }
        let wrong = groups.value.items().enumerate().filter(|(_, group)| !group.is_mapping());
        self.findings
            .extend(wrong.map(|(at, group)| not_a(group, &format!("ParameterGroups[{at}]"), MAPPING)));
    }
}
