//! What is at an image slot and no literal becomes one, with a package in the manifest.

use super::View;
use super::action::{Action, Kind, difference};
use crate::adopt::{self, Meaning, Packages};
use crate::binding::{self, Binding};
use crate::diagnostic::Edit;
use crate::ir::{ImageSlot, TemplateId};
use crate::manifest::edit::Editor;
use crate::source::Span;
use crate::syntax::map_edit;
use crate::text;

/// Adopts the slot whose value or key is at byte `at`, as `nestc adopt` does; what it read stays where it is.
pub(super) fn adopt<'v>(view: &View<'v>, at: u32) -> Option<Action<'v>> {
    let manifest = view.manifest.filter(|it| !it.is_stand_in())?;
    let cx = view.cx()?;
    let (id, slot) = slot_around(view, at)?;
    if !binding::is_rendered(slot, manifest) {
        return None;
    }
    let meaning = adopt::meaning(cx, &Binding::new(cx), id, slot, &adopt::regions(cx))?;
    if matches!(meaning, Meaning::Open(_)) {
        return None;
    }
    let before = view.sources().text(manifest.file);
    let mut editor = Editor::new(before)?;
    let resource = cx.unit.template(id).and_then(|it| it.resource_of(slot));
    let resource = resource.map(|it| it.name.as_str()).unwrap_or_default();
    let name = adopt::map_name(cx, id, &meaning).unwrap_or_else(|| adopt::base_name(cx, slot, resource));
    let taken = Packages { editor: &mut editor, package: None, image: None }.take(&meaning, &name).ok()?;
    let Edit { span, text } = adopt::edit(cx, slot, &taken.literal)?;
    let (span, text) = map_edit(cx.sources, span, text)?;
    let of_manifest =
        difference(before, editor.text(), |start, end| Span { file: manifest.file, start, end });
    let edits = std::iter::once(Edit { span, text }).chain(of_manifest).collect();
    let title = match &taken.version {
        Some(version) => text!(
            en: "replace by the literal `{literal}`, associated with `{version}`",
            zh: "替换为字面量 `{literal}`，并关联到 `{version}`",
            literal = taken.literal, version,
        ),
        None => text!(
            en: "replace by the literal `{literal}`", zh: "替换为字面量 `{literal}`", literal = taken.literal,
        ),
    };
    Some(Action { title, kind: Kind::Change, edits, findings: Vec::new(), is_safe: false })
}

/// The slot whose value or key is at byte `at` of the file.
fn slot_around<'v>(view: &View<'v>, at: u32) -> Option<(TemplateId, &'v ImageSlot)> {
    let (file, inner) = view.innermost(at);
    let holds = |span: Span| {
        let is_at = |file, at| span.file == file && span.start <= at && at <= span.end;
        is_at(file, inner) || is_at(view.file, at)
    };
    let slots = view.unit?.slots();
    slots
        .filter(|(_, _, slot)| holds(slot.value.span) || holds(slot.key_span))
        .map(|(id, _, slot)| (id, slot))
        .next()
}
