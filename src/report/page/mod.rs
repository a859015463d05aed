//! What a manifest and its templates come to, as one page of HTML that needs nothing else: which package has an
//! image in which region, where each comes from and goes to, who may see it, what each slot gets, all findings, and the
//! text at each place that the page names.
//!
//! All of it is in the page without its script, which adds search, a choice of region and of colours.

mod chain;
mod draft;
mod findings;
mod matrix;
mod packages;
mod slot;
mod slots;
mod texts;

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use super::shown::visible;
use crate::diagnostic::{Lang, Text, counted};
use crate::text;
use draft::Page;

pub use draft::Subject;

/// How the page looks.
const STYLE: &str = include_str!("page.css");
/// What it can do.
const SCRIPT: &str = include_str!("page.js");

/// Rows of a page that is laid out at once.
const LONG: usize = 500;

/// A part of the page: its name in links, its heading, and what is in it.
struct Part {
    id: &'static str,
    heading: String,
    body: Markup,
}

/// Writes the page about `subject` to `out`.
///
/// # Errors
/// Those of writing to `out`.
pub fn write(out: &mut dyn Write, subject: Subject<'_>) -> io::Result<()> {
    let mut page = Page::new(subject);
    page.slots = slots::collect(&page);
    let mut parts = Vec::new();
    let mut add = |id, heading: &Text, body| parts.push(Part { id, heading: subject.say(heading), body });
    add("images", &text!(en: "Images by region", zh: "各地域的镜像"), matrix::table(&mut page));
    add("packages", &text!(en: "Deployment packages", zh: "部署物"), packages::table(&mut page));
    add("chains", &text!(en: "From package to output", zh: "从部署物到输出文件"), chain::all(&mut page));
    add("slots", &text!(en: "Image slots", zh: "镜像属性"), slots::table(&mut page));
    add("findings", &text!(en: "Findings", zh: "检查结果"), findings::table(&mut page));
    if !page.texts.is_empty() {
        add("texts", &text!(en: "Texts", zh: "文本"), page.texts.show(subject.shown));
    }
    out.write_all(document(&page, &parts).into_string().as_bytes())?;
    out.write_all(b"\n")
}

fn document(page: &Page<'_>, parts: &[Part]) -> Markup {
    let subject = page.subject;
    let name = subject.shown.name(subject.manifest.file);
    let language = match subject.shown.lang {
        Lang::En => "en",
        Lang::Zh => "zh-CN",
    };
    let title = subject.say(&text!(en: "Images of ", zh: "镜像："));
    html! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) (name) }
                style { (PreEscaped(STYLE)) }
            }
            // Of a long page, what is out of sight is laid out when it is scrolled to.
            body.large[page.slots.len() + subject.report.findings.len() > LONG] {
                a.skip href="#main" { (subject.say(&text!(en: "Skip to content", zh: "跳到正文"))) }
                header {
                    h1 { (title) code { (name) } }
                    p.dim { (summary(subject)) }
                    nav aria-label=(subject.say(&text!(en: "Parts of this page", zh: "本页内容"))) {
                        ul { @for part in parts { li { a href={ "#" (part.id) } { (part.heading) } } } }
                    }
                    (tools(page))
                }
                main id="main" tabindex="-1" {
                    @for part in parts {
                        section.part aria-labelledby=(part.id) {
                            h2 id=(part.id) { (part.heading) }
                            (part.body)
                            p.nothing.dim hidden { (subject.say(&text!(en: "nothing here matches", zh: "没有符合条件的内容"))) }
                        }
                    }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

/// What the page may load and run: its own style and script, and nothing else.
fn policy() -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())));
    format!(
        "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
}

/// Search and choices, which the script shows.
fn tools(page: &Page<'_>) -> Markup {
    let say = |text: Text| page.subject.say(&text);
    html! {
        form id="tools" role="search" hidden {
            label { (say(text!(en: "Search", zh: "搜索"))) input type="search" name="words" autocomplete="off"; }
            label {
                (say(text!(en: "Show", zh: "显示")))
                select name="which" {
                    option value="" { (say(text!(en: "everything", zh: "全部"))) }
                    option value="p" { (say(text!(en: "only what needs attention", zh: "仅需要关注的内容"))) }
                }
            }
            label {
                (say(text!(en: "Region", zh: "地域")))
                select name="region" {
                    option value="" { (say(text!(en: "all", zh: "全部"))) }
                    @for region in &page.regions { option value=(visible(region)) { (visible(region)) } }
                }
            }
            label {
                (say(text!(en: "Colours", zh: "颜色")))
                select name="theme" {
                    option value="" { (say(text!(en: "of the system", zh: "跟随系统"))) }
                    option value="light" { (say(text!(en: "light", zh: "浅色"))) }
                    option value="dark" { (say(text!(en: "dark", zh: "深色"))) }
                }
            }
            output aria-live="polite" data-all=(say(text!(en: "{all} rows", zh: "共 {all} 行")))
                data-some=(say(text!(en: "{some} of {all} rows", zh: "{some} / {all} 行"))) {}
        }
    }
}

fn summary(subject: Subject<'_>) -> String {
    let counts = subject.report.counts;
    let counted = [
        counted(subject.compiled.len(), "template", "templates", "个模板"),
        counted(subject.manifest.packages.len(), "package", "packages", "个部署物"),
        counted(counts.errors, "error", "errors", "个错误"),
        counted(counts.warnings, "warning", "warnings", "个警告"),
        counted(counts.notes, "note", "notes", "个提示"),
    ];
    subject.listed(counted.map(|text| subject.say(&text)))
}
