//! The table of packages: what each is, and who may see it.

use maud::{Markup, html};

use super::super::shown::visible;
use super::draft::{Page, Subject, status};
use crate::diagnostic::{Text, counted};
use crate::manifest::{Artifact, Package, Service, Visibility};
use crate::text;

/// The packages of the manifest; without one, the artifacts of the configuration of computenest-cli.
pub(super) fn table(page: &mut Page<'_>) -> Markup {
    let subject = page.subject;
    let manifest = subject.manifest;
    let config = manifest.config.as_ref().filter(|_| manifest.is_stand_in());
    let artifacts: Vec<&Artifact> =
        config.iter().flat_map(|config| &config.artifacts).filter(|it| it.is_image()).collect();
    if manifest.packages.is_empty() && artifacts.is_empty() {
        return page.none();
    }
    let count = counted(manifest.packages.len() + artifacts.len(), "package", "packages", "个部署物");
    html! {
        div.scroll.cards role="group" tabindex="0" aria-labelledby="packages" {
            table {
                caption { (subject.say(&count)) }
                thead {
                    tr {
                        (page.head(&text!(en: "Package", zh: "部署物")))
                        (page.head(&text!(en: "Visible to", zh: "可见范围")))
                        (page.head(&text!(en: "Used by", zh: "使用者")))
                        (page.head(&text!(en: "Versions", zh: "版本")))
                    }
                }
                tbody {
                    @for package in &manifest.packages { (row(page, package)) }
                    @for artifact in artifacts { (artifact_row(page, artifact)) }
                }
            }
        }
    }
}

fn row(page: &mut Page<'_>, package: &Package) -> Markup {
    let subject = page.subject;
    let name = visible(&package.name.value);
    let link = page.texts.named(subject.shown, package.name.span, &name);
    let (visibility, _) = subject.manifest.visibility_of(&package.name.value);
    let uses = |it: &&Service| it.packages.iter().any(|used| used.value == package.name.value);
    let services: Vec<&Service> = subject.manifest.services.iter().filter(uses).collect();
    html! {
        tr.row.p[package.versions.is_empty()] {
            th scope="row" {
                (link)
                @if let Some(description) = &package.description { p.dim { (visible(&description.value)) } }
            }
            td { (seen_by(subject, &visibility)) }
            td {
                @if services.is_empty() { span.dim { (subject.say(&text!(en: "no service", zh: "没有服务"))) } }
                @for service in services { (used_by(page, service)) }
            }
            td {
                @if package.versions.is_empty() { span.bad { (subject.say(&text!(en: "no version", zh: "没有版本"))) } }
                @for (index, version) in package.versions.iter().enumerate() {
                    @if index > 0 { br; }
                    @match page.version_id(&package.name.value, &version.name.value) {
                        Some(id) => a.c href={ "#v" (id) } { (visible(&version.name.value)) },
                        None => code { (visible(&version.name.value)) },
                    }
                    " " span.dim { (subject.say(&status(version.status.value))) }
                }
            }
        }
    }
}

/// A service with who sees it, and where that is written.
fn used_by(page: &mut Page<'_>, service: &Service) -> Markup {
    let subject = page.subject;
    let link = page.texts.named(subject.shown, service.name.span, &visible(&service.name.value));
    let config = subject.manifest.config.as_ref().map(|config| config.file);
    let shared = config == Some(service.name.span.file);
    html! {
        p {
            (link) " " span.dim {
                (seen_by(subject, &service.visibility))
                @if shared { (subject.say(&text!(en: ", by ShareType", zh: "，由 ShareType 决定"))) }
            }
        }
    }
}

/// An artifact of computenest-cli, whose images only Compute Nest knows.
fn artifact_row(page: &mut Page<'_>, artifact: &Artifact) -> Markup {
    let subject = page.subject;
    let name = artifact.name.as_ref().unwrap_or(&artifact.key);
    let link = page.texts.named(subject.shown, name.span, &visible(&name.value));
    let service = subject.manifest.services.first();
    html! {
        tr.row {
            th scope="row" { (link) p.dim { (subject.say(&text!(en: "artifact of computenest-cli", zh: "computenest-cli 的部署物"))) } }
            td {
                @match service {
                    Some(service) => (seen_by(subject, &service.visibility)),
                    None => span.dim { (subject.say(&text!(en: "not written", zh: "未说明"))) },
                }
            }
            td { @if let Some(service) = service { (used_by(page, service)) } }
            td {
                @match &artifact.regions {
                    Some(regions) => (subject.listed(regions.value.iter().map(|it| visible(&it.value).into_owned()))),
                    None => span.dim { (subject.say(&text!(en: "regions are not written", zh: "未说明地域"))) },
                }
            }
        }
    }
}

fn seen_by(subject: Subject<'_>, visibility: &Visibility) -> String {
    subject.say(&match visibility {
        Visibility::Public => text!(en: "everyone", zh: "所有人"),
        Visibility::Private => text!(en: "its owner only", zh: "仅所有者"),
        Visibility::Whitelist(accounts) => accounts_of(accounts),
    })
}

fn accounts_of(accounts: &[String]) -> Text {
    let accounts = accounts.join(", ");
    text!(en: "accounts {accounts}", zh: "账号 {accounts}", accounts = visible(&accounts))
}
