//! Placeholders of deployment packages: the strings that hold them.
//!
//! A text is searched as it is written. Only where something is found, its tree is walked for the string
//! around it, which decides how a value is written in its place.

use std::sync::Arc;

use std::collections::HashSet;

use crate::grammar;
use crate::ir::{Holder, Placeholder, Template, Unit};
use crate::source::{FileId, Format, Quoting, TextRange};
use crate::syntax::{NodeId, Parse, SourceMap, hcl, yaml};

/// Adds the placeholders in the strings of the YAML or JSON text `file`.
pub(super) fn add_yaml(template: &mut Template, view: yaml::View<'_>, file: FileId) {
    let openings = Openings::new(view.text);
    if openings.0.is_empty() {
        return;
    }
    let patterns = patterns(view);
    let mut found: Vec<Placeholder> = Vec::new();
    let mut read: Vec<TextRange> = Vec::new();
    for id in strings(view, &openings) {
        let range = view.range(id);
        read.push(range);
        let holder = Holder {
            span: range.in_file(file),
            quoting: view.quoting(id),
            substituted: patterns.contains(&id),
        };
        let (text, pieces) = view.embedded(id);
        found.extend(grammar::find_placeholders(&text).map(|(range, reading)| Placeholder {
            span: pieces.to_outer(range).in_file(file),
            text: range.of(&text).to_owned(),
            reading,
            holder: Some(holder.clone()),
        }));
    }
    // What the parser has read in vain and once more is found twice.
    found.sort_by_key(|it| it.span);
    found.dedup_by_key(|it| it.span);
    read.sort_unstable();
    let bare = Found::new(view.text, file).0.into_iter().map(|it| it.placeholder);
    let is_bare = |it: &Placeholder| {
        let range = it.span.range();
        !is_in(&read, range) && !is_in(&view.tree.comments, range)
    };
    found.extend(bare.filter(is_bare));
    template.placeholders.extend(found);
}

/// The scalars of a tree that hold one of `openings`.
fn strings<'v>(view: yaml::View<'v>, openings: &'v Openings) -> impl Iterator<Item = NodeId> + use<'v> {
    view.tree.ids().filter(move |&id| is_string(view.kind(id)) && openings.any_in(view.range(id)))
}

/// Whether `range` lies in one of `ranges`, which are sorted and do not overlap.
fn is_in(ranges: &[TextRange], range: TextRange) -> bool {
    let behind = ranges.partition_point(|it| it.start <= range.start);
    let before = behind.checked_sub(1).and_then(|index| ranges.get(index));
    before.is_some_and(|it| range.end <= it.end)
}

/// Where in a text placeholders may begin, in their order.
struct Openings(Vec<u32>);

impl Openings {
    fn new(text: &str) -> Self {
        Openings(grammar::placeholder_openings(text))
    }

    fn any_in(&self, range: TextRange) -> bool {
        let first = self.0.partition_point(|&at| at < range.start);
        self.0.get(first).is_some_and(|&at| at < range.end)
    }
}

fn is_string(kind: yaml::Kind) -> bool {
    use yaml::Kind;
    match kind {
        Kind::Plain | Kind::SingleQuoted | Kind::DoubleQuoted | Kind::Literal | Kind::Folded => true,
        Kind::Stream
        | Kind::Document
        | Kind::Mapping
        | Kind::Sequence
        | Kind::Alias
        | Kind::Empty
        | Kind::Error => false,
    }
}

/// The strings that are patterns of `Fn::Sub`: its argument, or the first of them.
fn patterns(view: yaml::View<'_>) -> HashSet<NodeId> {
    let mut patterns = HashSet::new();
    let mut add = |argument: NodeId| {
        patterns.extend(match view.kind(argument) {
            yaml::Kind::Sequence => view.items(argument).next(),
            _ => Some(argument),
        });
    };
    for id in view.tree.ids() {
        if view.tag(id).is_some_and(|(_, tag)| tag == "!Sub") && view.kind(id) != yaml::Kind::Alias {
            add(id);
        }
        if view.kind(id) == yaml::Kind::Mapping {
            for (key, value) in view.entries(id) {
                if view.is_scalar(key) && view.text(key) == "Fn::Sub" {
                    add(value);
                }
            }
        }
    }
    patterns
}

/// Adds the placeholders in the strings of the Terraform text `file`.
pub(super) fn add_hcl(template: &mut Template, view: hcl::View<'_>, file: FileId) {
    let mut found = Found::new(view.text, file);
    if found.is_empty() {
        return;
    }
    // A sequence in a template is not literal text of it, and a template in the sequence is one again: the
    // smallest of them around a placeholder counts.
    use hcl::Kind;
    for id in view.tree.ids() {
        let quoting = match view.kind(id) {
            Kind::Template => Some(Quoting::HclQuoted),
            // What is between the quotes of JSON is escaped like a heredoc, and once more on its way out.
            Kind::Heredoc | Kind::BareTemplate => Some(Quoting::HclHeredoc),
            Kind::Interpolation
            | Kind::IfMarker
            | Kind::ElseMarker
            | Kind::ForMarker
            | Kind::EndIfMarker
            | Kind::EndForMarker => None,
            _ => continue,
        };
        let range = view.range(id);
        let span = range.in_file(file);
        found.hold(range, quoting.map(|quoting| Holder { span, quoting, substituted: false }));
    }
    // `${{` begins an interpolation, `$${{` is an escape sequence: neither brace stands for itself.
    let before = |it: &Sought| view.text.get(..it.placeholder.span.start as usize).unwrap_or_default();
    found.0.retain(|it| !before(it).ends_with(['$', '%']));
    found.finish(template, &view.tree.comments);
}

/// Adds the placeholders in the strings of the `.tf.json` text `file`: each string is a Terraform template.
pub(super) fn add_tf_json(sources: &SourceMap, template: &mut Template, view: yaml::View<'_>, file: FileId) {
    let openings = Openings::new(view.text);
    if openings.0.is_empty() {
        return;
    }
    for id in strings(view, &openings) {
        let inner = embed_template(sources, view, file, id);
        if let Some(view) = sources.parse(inner).and_then(Parse::hcl) {
            add_hcl(template, view, inner);
        }
    }
}

/// The string `id` of the `.tf.json` text `file` as the template that it is.
pub(super) fn embed_template(sources: &SourceMap, view: yaml::View<'_>, file: FileId, id: NodeId) -> FileId {
    let named = (sources.name(file), Format::HclTemplate);
    sources.embed((file, view.range(id)), named, || {
        let (text, pieces) = view.embedded(id);
        (text, pieces, Quoting::Json)
    })
}

/// Takes out of `unit` the placeholders that were found twice: in a text, and in the string that carries it.
pub(super) fn drop_carried(sources: &SourceMap, unit: &mut Unit) {
    if unit.placeholders().next().is_none() {
        return;
    }
    let files = unit.templates.iter().flat_map(|template| &template.files);
    let origins = files.filter_map(|&file| sources.get(file)?.origin.as_ref());
    let mut carried: Vec<_> = origins.map(|origin| (origin.host, origin.scalar)).collect();
    carried.sort_unstable();
    for template in unit.templates.iter_mut().map(Arc::make_mut) {
        template.placeholders.retain(|placeholder| {
            let span = placeholder.span;
            let behind =
                carried.partition_point(|&(host, scalar)| (host, scalar.start) <= (span.file, span.start));
            let before = behind.checked_sub(1).and_then(|index| carried.get(index));
            !before.is_some_and(|&(host, scalar)| host == span.file && span.end <= scalar.end)
        });
    }
}

/// A placeholder of a text whose string is looked for.
struct Sought {
    placeholder: Placeholder,
    /// Bytes of the smallest node around it that was met so far.
    size: u32,
}

/// The placeholders of one text, in their order.
struct Found(Vec<Sought>);

impl Found {
    fn new(text: &str, file: FileId) -> Self {
        let sought = grammar::find_placeholders(text).map(|(range, reading)| Sought {
            placeholder: Placeholder {
                span: range.in_file(file),
                text: range.of(text).to_owned(),
                reading,
                holder: None,
            },
            size: u32::MAX,
        });
        Found(sought.collect())
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Says of the placeholders in `range` what they are in there, unless something smaller is known.
    fn hold(&mut self, range: TextRange, holder: Option<Holder>) {
        let first = self.0.partition_point(|it| it.placeholder.span.start < range.start);
        let rest = self.0.get_mut(first..).unwrap_or_default();
        for sought in rest.iter_mut().take_while(|it| it.placeholder.span.end <= range.end) {
            if range.len() < sought.size {
                sought.size = range.len();
                sought.placeholder.holder.clone_from(&holder);
            }
        }
    }

    /// Adds what was found to `template`, but for what is in one of `comments`.
    fn finish(self, template: &mut Template, comments: &[TextRange]) {
        let found = self.0.into_iter().map(|it| it.placeholder);
        template
            .placeholders
            .extend(found.filter(|it| it.holder.is_some() || !is_in(comments, it.span.range())));
    }
}
