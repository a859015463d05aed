//! Reads `.computenest/config.yaml`.

use std::sync::OnceLock;

use super::fields::{pairs, value};
use super::{
    Artifact, ArtifactName, Config, PlaceholderRelation, Relation, TemplateConfig, json, placeholder,
};
use crate::diagnostic::Diagnostic;
use crate::grammar::read_placeholder;
use crate::manifest::path::Path;
use crate::manifest::read::remarks;
use crate::manifest::reader::{Field, Reader};
use crate::manifest::{Source, Spanned, Visibility};
use crate::source::{FileId, Span};
use crate::syntax::yaml::{Kind, View};
use crate::syntax::{NodeId, SourceMap, template};
use crate::text;

/// The whole configuration.
const ROOT: Path<'static> = Path::Root(&["the configuration", "配置"]);

/// Whether the text `file` looks like a configuration of computenest-cli and not like a manifest.
#[must_use]
pub(crate) fn is_config(sources: &SourceMap, file: FileId) -> bool {
    let text = sources.text(file);
    let (tree, language) = template::read(text);
    let view = View { tree: &tree, text, language };
    let Some(root) = view.root().filter(|&root| view.kind(root) == Kind::Mapping) else { return false };
    let has = |name: &str| view.entries(root).any(|(key, _)| view.is_scalar(key) && view.text(key) == name);
    has("Service") && !has("version")
}

/// Reads the configuration `file`: what could be read of it, `None` where it is not a mapping, and what is
/// wrong with the shape of the parts that nestc reads.
#[must_use]
pub fn read_config(sources: &SourceMap, file: FileId) -> (Option<Config>, Vec<Diagnostic>) {
    let text = sources.text(file);
    let (tree, language) = template::read(text);
    let view = View { tree: &tree, text, language };
    let mut reader = Reader::new(view, file);
    reader.report_syntax(&tree.errors);
    let mut config = view.root().and_then(|root| read_root(&mut reader, root));
    if let Some(config) = &mut config {
        config.remarks = remarks(&tree, text, file);
        config.wrong = reader.findings.iter().map(|finding| finding.primary.span).collect();
    }
    if config.is_none() && reader.findings.is_empty() {
        let span = Span { file, start: 0, end: 0 };
        let finding = reader
            .finding(span, &ROOT, text!(en: "the configuration is empty", zh: "配置为空"))
            .label(text!(en: "expected `Service:`", zh: "应有 `Service:`"));
        reader.report(finding.help(text!(
            en: "write a project with `computenest-cli init-project`",
            zh: "请用 `computenest-cli init-project` 生成项目",
        )));
    }
    (config, reader.findings)
}

fn read_root(reader: &mut Reader<'_>, root: NodeId) -> Option<Config> {
    let path = ROOT;
    if !reader.is_mapping(root) {
        if !reader.is_null(root) {
            reader.wrong_kind(root, &path, &text!(en: "a mapping", zh: "映射"));
        }
        return None;
    }
    let top = reader.entries(root, &path);
    let mut config = Config {
        file: reader.file,
        relations: Vec::new(),
        placeholder_relations: Vec::new(),
        artifacts: Vec::new(),
        templates: Vec::new(),
        has_other_templates: false,
        has_deploy_type: false,
        makes_templates: false,
        share: None,
        wrong: Vec::new(),
        remarks: Vec::new(),
        references: references(reader, root),
        places: OnceLock::new(),
    };
    if let Some(node) = value(&top, "Artifact") {
        let path = path.key("Artifact");
        let entries = pairs(reader, node, &path);
        config.artifacts = entries.into_iter().map(|field| read_artifact(reader, field, &path)).collect();
    }
    if let Some(service) = value(&top, "Service") {
        read_service(reader, service, &path.key("Service"), &mut config);
    }
    Some(config)
}

fn read_service(reader: &mut Reader<'_>, node: NodeId, path: &Path<'_>, config: &mut Config) {
    let service = reader.entries(node, path);
    config.has_deploy_type = scalar(reader, &service, "DeployType", path).is_some();
    let kind = scalar(reader, &service, "ServiceType", path);
    config.share = read_share(reader, &service);
    let Some(deploy) = value(&service, "DeployMetadata") else { return };
    let path = path.key("DeployMetadata");
    let deploy = reader.entries(deploy, &path);
    let supplier_path = path.key("SupplierDeployMetadata");
    let supplier = match value(&deploy, "SupplierDeployMetadata") {
        Some(node) => reader.entries(node, &supplier_path),
        None => Vec::new(),
    };
    if let Some(node) = value(&supplier, "ArtifactRelation") {
        let path = supplier_path.key("ArtifactRelation");
        let entries = pairs(reader, node, &path).into_iter();
        let (placeholders, images): (Vec<Field>, Vec<Field>) =
            entries.partition(|field| read_placeholder(&field.key.value).is_some());
        config.relations = images.into_iter().map(|field| read_relation(reader, field, &path)).collect();
        let strangers = placeholders.into_iter().map(|it| PlaceholderRelation::new("ArtifactRelation", it));
        config.placeholder_relations.extend(strangers);
    }
    config.placeholder_relations.extend(placeholder::read_relations(reader, &supplier, &supplier_path));
    let of_supplier = (&supplier, supplier_path, "SupplierTemplateConfigs");
    let of_customer = (&deploy, path, "TemplateConfigs");
    let ((fields, path, name), (other_fields, _, other_name)) =
        match kind.is_some_and(|kind| kind.value == "managed") {
            true => (of_supplier, of_customer),
            false => (of_customer, of_supplier),
        };
    if let Some(node) = value(fields, name) {
        config.templates = read_templates(reader, node, &path.key(name));
    }
    let others = value(other_fields, other_name);
    config.has_other_templates = others.is_some_and(|node| placeholder::names_others(reader, node, config));
}

/// Who may see the service: everyone, or only those whom Compute Nest knows of.
fn read_share(reader: &Reader<'_>, service: &[Field]) -> Option<(Spanned<String>, Visibility)> {
    let node =
        value(service, "ShareType").filter(|&node| reader.view.is_scalar(node) && !reader.is_null(node))?;
    let visibility = match reader.view.text(node).as_ref() {
        "Public" => Visibility::Public,
        _ => Visibility::Private,
    };
    let view = reader.view;
    let first = value(service, "ServiceInfo").map(|info| view.items(info).next().unwrap_or(info));
    let mut entries =
        first.into_iter().flat_map(|first| view.entries(first)).filter(|&(key, _)| view.is_scalar(key));
    let named =
        entries.find(|&(key, _)| view.text(key) == "Name").map(|(_, name)| view.text(name).into_owned());
    let name = named.filter(|name| !name.is_empty()).unwrap_or_else(|| "Service".to_owned());
    Some((Spanned { value: name, span: reader.span(node) }, visibility))
}

/// The scalar of any type at `key` as its text, where there is one.
fn scalar(reader: &mut Reader<'_>, fields: &[Field], key: &str, path: &Path<'_>) -> Option<Spanned<String>> {
    let node = value(fields, key)?;
    if !reader.view.is_scalar(node) {
        reader.wrong_kind(node, &path.key(key), &text!(en: "a string", zh: "字符串"));
        return None;
    }
    let text = reader.view.text(node).into_owned();
    (!reader.is_null(node) && !text.is_empty()).then(|| Spanned { value: text, span: reader.span(node) })
}

fn read_artifact(reader: &mut Reader<'_>, field: Field, path: &Path<'_>) -> Artifact {
    let path = path.key(&field.key.value);
    let fields = pairs(reader, field.value, &path);
    let written = value(&fields, "SupportRegionIds").filter(|&node| !reader.is_null(node));
    let listed = written.map(|node| {
        let list = json::strings(reader, node);
        let list = list.unwrap_or_else(|| reader.strings(node, &path.key("SupportRegionIds")));
        Spanned { value: list, span: reader.first_line(node) }
    });
    // With a region that computenest-cli fills in, the list is not all that there is.
    let regions = listed.filter(|listed| listed.value.iter().all(is_written_out));
    Artifact {
        kind: scalar(reader, &fields, "ArtifactType", &path),
        name: scalar(reader, &fields, "ArtifactName", &path),
        regions,
        source: read_source(reader, &fields, &path),
        key: field.key,
    }
}

/// The image of `ArtifactProperty`, unless computenest-cli fills it in while it builds the image.
fn read_source(reader: &mut Reader<'_>, artifact: &[Field], path: &Path<'_>) -> Option<Source> {
    let node = value(artifact, "ArtifactProperty")?;
    if !reader.is_mapping(node) {
        let region = json::member(reader, node, "RegionId").filter(is_written_out)?;
        let image = json::member(reader, node, "ImageId").filter(is_written_out);
        return Some(Source { region, image });
    }
    let path = path.key("ArtifactProperty");
    let fields = reader.entries(node, &path);
    Some(Source {
        region: scalar(reader, &fields, "RegionId", &path).filter(is_written_out)?,
        image: scalar(reader, &fields, "ImageId", &path).filter(is_written_out),
    })
}

/// Whether `text` holds nothing that computenest-cli fills in, such as `${RegionId}`.
fn is_written_out(text: &Spanned<String>) -> bool {
    !text.value.contains("${")
}

fn read_relation(reader: &mut Reader<'_>, field: Field, path: &Path<'_>) -> Relation {
    let path = path.key(&field.key.value);
    let fields = reader.entries(field.value, &path);
    let artifact = scalar(reader, &fields, "ArtifactId", &path).map(|id| match artifact_key(&id) {
        Some(key) => ArtifactName::Key(key),
        None => ArtifactName::Id(id),
    });
    let version = scalar(reader, &fields, "ArtifactVersion", &path);
    Relation { literal: field.key, artifact, version }
}

/// `Artifact_1` of `${Artifact.Artifact_1.ArtifactId}`.
fn artifact_key(text: &Spanned<String>) -> Option<Spanned<String>> {
    // computenest-cli looks at the beginning of the string only, and leaves what follows it.
    let (inner, _) = text.value.strip_prefix("${Artifact.")?.split_once('}')?;
    let (key, _) = inner.split_once('.')?;
    Some(Spanned { value: key.to_owned(), span: text.span })
}

/// The artifacts that any string in the tree below `root` names.
fn references(reader: &Reader<'_>, root: NodeId) -> Vec<Spanned<String>> {
    let view = reader.view;
    let (mut found, mut open) = (Vec::new(), vec![root]);
    while let Some(node) = open.pop() {
        match view.kind(node) {
            Kind::Mapping => open.extend(view.entries(node).map(|(_, value)| value)),
            Kind::Sequence => open.extend(view.items(node)),
            Kind::Alias => {}
            _ if view.is_scalar(node) => {
                let text = Spanned { value: view.text(node).into_owned(), span: reader.span(node) };
                found.extend(artifact_key(&text));
            }
            _ => {}
        }
    }
    found.sort_by_key(|reference| reference.span);
    found
}

fn read_templates(reader: &mut Reader<'_>, node: NodeId, path: &Path<'_>) -> Vec<TemplateConfig> {
    let mut templates = Vec::new();
    for (index, item) in reader.items(node, path).into_iter().enumerate() {
        let path = path.item(index);
        let fields = reader.entries(item, &path);
        let regions = value(&fields, "AllowedRegions");
        let mut allowed_regions = match regions {
            Some(node) => reader.strings(node, &path.key("AllowedRegions")),
            None => Vec::new(),
        };
        allowed_regions.retain(is_written_out);
        let url = scalar(reader, &fields, "Url", &path);
        if url.is_some() || !fields.is_empty() {
            templates.push(TemplateConfig {
                span: reader.first_line(item),
                url,
                name: None,
                allowed_regions,
            });
        }
    }
    templates
}
