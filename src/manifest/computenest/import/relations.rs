//! The relations of literals and placeholders to artifacts.

use super::Import;
use super::at::{At, MAPPING, entry_not_a, failing, missing, not_a};
use crate::diagnostic::{Applicability, Edit};
use crate::text;

/// The maps that the import goes through.
const MAPS: [&str; 4] =
    ["ArtifactRelation", "FileArtifactRelation", "AcrImageArtifactRelation", "HelmChartArtifactRelation"];

/// The property of an artifact that the import fills in.
const ID: &str = "ArtifactId";

/// The dotted parts of `${Artifact.Web.ArtifactId}`, as a regular expression of the import finds them at the
/// beginning of a string: letters, digits, `_` and dots.
pub(super) fn placeholder(text: &str) -> Option<Vec<&str>> {
    let (inner, _) = text.strip_prefix("${")?.split_once('}')?;
    let is_part = |it: char| it.is_alphanumeric() || it == '_' || it == '.';
    (!inner.is_empty() && inner.chars().all(is_part)).then(|| inner.split('.').collect())
}

impl Import {
    /// The relation maps in `SupplierDeployMetadata`. What is no mapping at all is a finding already, but for a list.
    pub(super) fn relations(&mut self, deploy: At<'_>, artifacts: Option<At<'_>>) {
        let Some(supplier) = deploy.get("SupplierDeployMetadata") else { return };
        for name in MAPS {
            let Some(map) = supplier.entry(name) else { continue };
            if map.value.is_null() || map.value.is_list() {
                self.push(entry_not_a(&map, MAPPING));
            }
            for relation in map.value.entries() {
                match relation.value.is_mapping() {
                    true => self.relation(&relation.name, relation.key, relation.value, artifacts),
                    // That is a finding already, where it is more than nothing.
                    false if name == "ArtifactRelation" && !relation.value.is_null() => {}
                    false => self.push(entry_not_a(&relation, MAPPING)),
                }
            }
        }
    }

    fn relation(
        &mut self,
        name: &str,
        key: crate::source::Span,
        relation: At<'_>,
        artifacts: Option<At<'_>>,
    ) {
        let Some(id) = relation.get(ID).filter(|it| !it.is_null()) else {
            return self.push(missing(key, name, ID));
        };
        let Some(text) = id.string() else {
            return self.push(not_a(id, ID, super::STRING));
        };
        if text.starts_with("artifact") {
            return;
        }
        let artifact = match placeholder(&text).as_deref() {
            Some([_, artifact, property, ..]) if *property == ID => (*artifact).to_owned(),
            Some([_, _, property, ..]) => {
                let message = text!(
                    en: "`{property}` is not the ID of the artifact",
                    zh: "`{property}` 不是部署物的 ID",
                    property,
                );
                let edit = text.replacen(&format!(".{property}"), &format!(".{ID}"), 1);
                let finding = self.not_an_id(id, message);
                return self.push(match id.view.range(id.node).of(id.view.text).contains(text.as_ref()) {
                    true => {
                        let written =
                            id.view.range(id.node).of(id.view.text).replacen(text.as_ref(), &edit, 1);
                        finding.fix(Applicability::Unsafe, vec![Edit { span: id.span(), text: written }])
                    }
                    false => finding,
                });
            }
            _ => {
                let shown = crate::manifest::shortened(&text).into_owned();
                let message = text!(
                    en: "`{shown}` is neither the ID of an artifact nor a placeholder for one",
                    zh: "`{shown}` 既不是部署物 ID，也不是其占位符",
                    shown,
                );
                let finding = self.not_an_id(id, message);
                return self.push(finding);
            }
        };
        // An artifact that is not there is `unknown-package`'s to report.
        let Some(described) = artifacts.and_then(|it| it.entry(&artifact)) else { return };
        if described.value.is_mapping() && described.value.get("ArtifactName").is_none() {
            self.push(
                failing(
                    described.key,
                    text!(
                        en: "artifact `{artifact}` has no `ArtifactName`",
                        zh: "部署物 `{artifact}` 缺少 `ArtifactName`",
                        artifact,
                    ),
                    text!(en: "expected `ArtifactName` in here", zh: "此处应有 `ArtifactName`"),
                    text!(
                        en: "`computenest-cli import` does not create an artifact without a name",
                        zh: "没有名称的部署物不会被 `computenest-cli import` 创建",
                    ),
                )
                .also(
                    id.span(),
                    text!(en: "its ID is needed here, and stays empty", zh: "此处需要其 ID，但会为空"),
                ),
            );
        }
    }

    fn not_an_id(&self, id: At<'_>, message: crate::diagnostic::Text) -> crate::diagnostic::Diagnostic {
        failing(
            id.span(),
            message,
            text!(en: "expected the ID of an artifact", zh: "此处应为部署物的 ID"),
            text!(
                en: "write `artifact-…`, or `${Artifact.KEY.ArtifactId}` with a key of letters, digits and `_`",
                zh: "请写 `artifact-…`，或 `${Artifact.KEY.ArtifactId}`，其中的键由字母、数字和 `_` 组成",
            ),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::placeholder;

    #[test]
    fn placeholders_are_found_at_the_beginning() {
        assert_eq!(
            placeholder("${Artifact.Web.ArtifactId} and more"),
            Some(vec!["Artifact", "Web", "ArtifactId"])
        );
        assert_eq!(placeholder("${Artifact.网站.ArtifactId}"), Some(vec!["Artifact", "网站", "ArtifactId"]));
        for text in
            ["", "${}", "x${A.b.c}", "${Artifact.my-web.ArtifactId}", "${Artifact.Web", "{Artifact.Web.Id}"]
        {
            assert_eq!(placeholder(text), None, "{text}");
        }
    }
}
