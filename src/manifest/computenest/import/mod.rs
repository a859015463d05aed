//! What `computenest-cli import` 1.9 does with a configuration, as far as it aborts there or sends something empty: the
//! steps of `processor/check.py`, `processor/artifact.py` and `processor/service.py` for a service and artifacts that do
//! not exist yet. `tests/oracle/computenest_cli.py` compares it with the program.

mod artifacts;
mod at;
mod images;
mod operations;
mod relations;

use super::{Config, Spanned};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::SourceMap;
use crate::text;
use at::{At, Entry, LIST, MAPPING, STRING, entry_not_a, failing, missing, not_a};

pub(crate) use images::{TemplateImages, template_images};

/// A file that the import uploads.
pub(crate) struct Upload {
    /// What the configuration says.
    pub(crate) path: Spanned<String>,
    /// The key that names it.
    pub(crate) key: &'static str,
}

/// What the import fails on, and the files that it uploads.
#[derive(Default)]
struct Import {
    findings: Vec<Diagnostic>,
    uploads: Vec<Upload>,
}

/// What of `config` the import fails on, whatever is on disk.
pub(crate) fn failures(sources: &SourceMap, config: &Config) -> Vec<Diagnostic> {
    let mut findings = run(sources, config).findings;
    // What is not what it should be is told once.
    findings.retain(|finding| !config.wrong.contains(&finding.primary.span));
    findings
}

/// The files beside the templates in use that the import uploads.
pub(crate) fn uploads(sources: &SourceMap, config: &Config) -> Vec<Upload> {
    run(sources, config).uploads
}

fn run(sources: &SourceMap, config: &Config) -> Import {
    let mut import = Import::default();
    let Some(parse) = sources.parse(config.file).filter(|parse| parse.errors().is_empty()) else {
        return import;
    };
    let Some(view) = parse.yaml() else { return import };
    let Some(root) = view.root().map(|node| At { view, node, file: config.file }) else { return import };
    import.root(root, config);
    import
}

impl Import {
    fn push(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// Remembers the file that `at` names.
    fn upload(&mut self, at: Option<At<'_>>, key: &'static str) {
        let Some(at) = at.filter(|at| at.is_true()) else { return };
        match at.string() {
            Some(path) => {
                self.uploads.push(Upload { path: Spanned { value: path.into_owned(), span: at.span() }, key })
            }
            None => self.push(not_a(at, key, STRING)),
        }
    }

    fn root(&mut self, root: At<'_>, config: &Config) {
        self.tags(root);
        let Some(service) = root.entry("Service").filter(|it| !it.value.is_null()) else {
            let start = Span { file: root.file, start: root.span().start, end: root.span().start };
            return self.push(missing(start, "config.yaml", "Service"));
        };
        if !service.value.is_mapping() {
            return;
        }
        if service.value.get("ServiceType").is_none() {
            self.push(missing(service.key, "Service", "ServiceType"));
        }
        self.service_info(service.value);
        self.operations(service.value);
        let artifacts = root.get("Artifact");
        self.artifacts(root, artifacts);
        match service.value.entry("DeployMetadata") {
            None => self.push(missing(service.key, "Service", "DeployMetadata")),
            Some(deploy) if deploy.value.is_mapping() => {
                self.deploy(service.value, deploy.key, deploy.value, config);
                self.relations(deploy.value, artifacts);
            }
            Some(deploy) if deploy.value.is_null() => {
                self.push(not_a(deploy.value, "DeployMetadata", MAPPING))
            }
            // That is a finding already.
            Some(_) => {}
        }
    }

    /// Tags that PyYAML does not know; there is nothing that they could mean.
    fn tags(&mut self, root: At<'_>) {
        let view = root.view;
        if view.language == crate::syntax::Language::Json {
            return;
        }
        if let Some(range) = images::first_tag(view, root.node) {
            let tag = range.of(view.text);
            self.push(failing(
                range.in_file(root.file),
                text!(
                    en: "`computenest-cli import` cannot read the tag `{tag}`",
                    zh: "`computenest-cli import` 无法读取标签 `{tag}`",
                    tag,
                ),
                text!(en: "expected a plain value", zh: "此处应为普通的值"),
                text!(en: "write the value without a tag", zh: "请去掉标签，直接写值"),
            ));
        }
    }

    /// `ServiceInfo`: one or two languages, each maybe with an icon.
    fn service_info(&mut self, service: At<'_>) {
        let Some(info) = service.entry("ServiceInfo") else { return };
        let all: Vec<At<'_>> = match info.value.is_mapping() {
            true => vec![info.value],
            false => info.value.items().collect(),
        };
        if !info.value.is_mapping() && !info.value.is_list() {
            return self.push(entry_not_a(&info, LIST));
        }
        if let Some(third) = all.get(2) {
            self.push(failing(
                third.span(),
                text!(en: "`ServiceInfo` has more than two entries", zh: "`ServiceInfo` 多于两项"),
                text!(en: "this is one too many", zh: "此项多余"),
                text!(
                    en: "`computenest-cli import` takes one for `zh-CN` and one for `en-US`",
                    zh: "`computenest-cli import` 只接受 `zh-CN` 和 `en-US` 各一项",
                ),
            ));
        }
        for (at, entry) in all.into_iter().enumerate() {
            if entry.is_mapping() {
                let image =
                    entry.get("Image").filter(|it| it.string().is_none_or(|it| !it.starts_with("http")));
                self.upload(image, "Image");
                self.mappings(entry.entry("Softwares"));
            } else {
                self.push(not_a(entry, &format!("ServiceInfo[{at}]"), MAPPING));
            }
        }
    }

    /// A list of mappings, where anything is there.
    fn mappings(&mut self, list: Option<Entry<'_>>) {
        let Some(list) = list.filter(|list| list.value.is_true()) else { return };
        if !list.value.is_list() {
            return self.push(entry_not_a(&list, LIST));
        }
        let wrong = list.value.items().enumerate().filter(|(_, item)| !item.is_mapping());
        self.findings.extend(wrong.map(|(at, item)| not_a(item, &format!("{}[{at}]", list.name), MAPPING)));
    }

    /// The lists of templates: the one of the kind of service has to be there, both are uploaded.
    fn deploy(&mut self, service: At<'_>, key: Span, deploy: At<'_>, config: &Config) {
        let managed = service.get("ServiceType").and_then(At::string).is_some_and(|it| it == "managed");
        let supplier = deploy.entry("SupplierDeployMetadata");
        if let Some(null) = supplier.as_ref().filter(|it| it.value.is_null()) {
            self.push(entry_not_a(null, MAPPING));
        }
        let of_supplier = supplier.as_ref().filter(|it| it.value.is_mapping());
        let own = deploy.entry("TemplateConfigs");
        let suppliers = of_supplier.and_then(|it| it.value.entry("SupplierTemplateConfigs"));
        match (managed, of_supplier) {
            (true, None) if supplier.is_none() => {
                self.push(missing(key, "DeployMetadata", "SupplierDeployMetadata"));
            }
            (true, Some(supplier)) if suppliers.is_none() => {
                self.push(missing(supplier.key, "SupplierDeployMetadata", "SupplierTemplateConfigs"));
            }
            (false, _) if own.is_none() => self.push(missing(key, "DeployMetadata", "TemplateConfigs")),
            _ => {}
        }
        // The images of a further template are only looked for where something is associated with them.
        let compares = of_supplier.is_some_and(|it| it.value.entry("ArtifactRelation").is_some());
        for (list, in_use) in [(&own, !managed), (&suppliers, managed)] {
            let Some(list) = list else { continue };
            // Only templates of customers may be left empty, where the service has others.
            let may_be_empty = list.name == "TemplateConfigs" && !in_use && !list.value.is_true();
            // Of the list in use, anything but nothing is a finding already.
            if !list.value.is_list() && !may_be_empty && (!in_use || list.value.is_null()) {
                self.push(entry_not_a(list, LIST));
            }
            for (at, template) in list.value.items().enumerate() {
                match template.is_mapping() {
                    true => self.template(template, in_use && (at == 0 || compares), config),
                    false if !in_use || template.is_null() => {
                        self.push(not_a(template, &format!("{}[{at}]", list.name), MAPPING));
                    }
                    false => {}
                }
            }
        }
        let in_use = if managed { suppliers } else { own };
        self.regions(in_use.into_iter().flat_map(|list| list.value.items().collect::<Vec<_>>()), config);
    }

    /// A template: a file beside the configuration, unless it is made from a folder of Terraform.
    fn template(&mut self, template: At<'_>, in_use: bool, config: &Config) {
        self.upload(template.get("ArchitectureDiagramUrl"), "ArchitectureDiagramUrl");
        if config.makes_templates {
            return;
        }
        let url = template.get("Url");
        match url.and_then(At::string) {
            Some(address) if address.contains("://") => {
                // Addresses in the object storage carry signatures after the question mark.
                let address = address.split('?').next().unwrap_or_default().to_owned();
                let span = url.map_or(template.span(), At::span);
                self.push(failing(
                    span,
                    text!(
                        en: "the template `{address}` is not a file",
                        zh: "模板 `{address}` 不是文件",
                        address,
                    ),
                    text!(en: "expected a path", zh: "此处应为路径"),
                    text!(
                        en: "`computenest-cli import` uploads files only; put the template beside the configuration",
                        zh: "`computenest-cli import` 只上传文件；请将模板放到配置旁边",
                    ),
                ));
            }
            _ if !in_use => self.upload(url, "Url"),
            // Of an empty mapping, nothing is said elsewhere.
            _ if !template.is_true() => self.push(missing(template.span(), "TemplateConfigs", "Url")),
            _ => {}
        }
    }

    /// `AllowedRegions` beside the regions of all image artifacts up to each of them, in the order written.
    fn regions<'t>(&mut self, templates: impl Iterator<Item = At<'t>>, config: &Config) {
        let images = config
            .artifacts
            .iter()
            .filter(|it| it.kind.as_ref().is_some_and(|kind| kind.value == "EcsImage"));
        let with_regions = images.filter(|it| it.regions.as_ref().is_some_and(|list| !list.value.is_empty()));
        let artifacts: Vec<_> = with_regions.collect();
        if artifacts.is_empty() {
            return;
        }
        for template in templates.filter(|it| it.is_mapping()) {
            match template.get("AllowedRegions") {
                None => self.push(missing(template.span(), "TemplateConfigs", "AllowedRegions")),
                Some(regions) if regions.is_null() => self.push(not_a(regions, "AllowedRegions", LIST)),
                Some(regions) => {
                    let open = regions.items().find(|it| it.string().is_some_and(|it| it.contains("${")));
                    self.findings.extend(open.map(open_region));
                }
            }
        }
    }
}

/// The import compares the regions of a template before it fills anything in.
fn open_region(at: At<'_>) -> Diagnostic {
    let text = at.string().unwrap_or_default();
    failing(
        at.span(),
        text!(en: "`{text}` is not a region", zh: "`{text}` 不是地域", text),
        text!(en: "expected a region", zh: "此处应为地域"),
        text!(
            en: "`computenest-cli import` compares this text with `SupportRegionIds`; write the regions out",
            zh: "`computenest-cli import` 会将此文本与 `SupportRegionIds` 比较；请写出各地域",
        ),
    )
}

/// The first region of a template that the import finds beyond the regions of the artifacts that it has come to, with
/// the artifact. It adds the regions of one artifact after the other and compares each time, whether or not a template
/// uses them.
pub(crate) fn region_beyond(config: &Config) -> Option<(&Spanned<String>, &super::Artifact)> {
    let mut reached = std::collections::HashSet::new();
    for artifact in
        config.artifacts.iter().filter(|it| it.kind.as_ref().is_some_and(|kind| kind.value == "EcsImage"))
    {
        let Some(regions) = artifact.regions.as_ref().filter(|list| !list.value.is_empty()) else { continue };
        reached.extend(regions.value.iter().map(|region| region.value.as_str()));
        let mut allowed = config.templates.iter().flat_map(|template| &template.allowed_regions);
        if let Some(beyond) = allowed.find(|region| !reached.contains(region.value.as_str())) {
            return Some((beyond, artifact));
        }
    }
    None
}
