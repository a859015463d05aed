//! Values in the place of placeholders.

use super::{FileEdit, Plan, Replacement, Unrenderable};
use crate::ir::{Holder, Reading, Unit};
use crate::manifest::Manifest;
use crate::source::Span;
use crate::syntax::{SourceMap, map_edit, write_inside};
use crate::text;

/// Adds to `plan` the edits that put the values for `region` into `unit`. A placeholder in a literal that
/// is replaced with an image ID goes with it.
pub(super) fn add(sources: &SourceMap, unit: &Unit, manifest: &Manifest, region: &str, plan: &mut Plan) {
    let images = std::mem::take(&mut plan.edits);
    for placeholder in unit.placeholders() {
        let (Reading::Known(name), Some(holder)) = (&placeholder.reading, &placeholder.holder) else {
            continue;
        };
        let value = manifest.placeholder(name).and_then(|entry| entry.value_in(region));
        let Some(value) = value.map(|it| it.value.as_str()) else { continue };
        let span = sources.on_disk(placeholder.span);
        if touches(&images, span) {
            continue;
        }
        match edit(sources, placeholder.span, holder, value) {
            Some(edit) => plan.edits.push(edit),
            None => {
                plan.unrenderable.push(Unrenderable {
                    span: placeholder.span,
                    what: text!(en: "placeholder", zh: "占位符"),
                    reason: text!(
                        en: "its value contains characters that cannot be written in this string",
                        zh: "其值含有无法写入该字符串的字符",
                    ),
                    help: text!(
                        en: "put the string in double quotes, or write the value on one line",
                        zh: "请用双引号括住该字符串，或将值写成一行",
                    ),
                    related: None,
                });
                continue;
            }
        }
        plan.replacements.push(Replacement {
            slot: None,
            span,
            from: placeholder.text.clone(),
            to: value.to_owned(),
            region: region.to_owned(),
        });
    }
    plan.edits.extend(images);
    plan.edits.sort();
    plan.edits.dedup();
}

/// Whether one of `edits`, which are in order, changes characters of `span`.
fn touches(edits: &[FileEdit], span: Span) -> bool {
    let behind = edits.partition_point(|edit| (edit.span.file, edit.span.start) < (span.file, span.end));
    let before = behind.checked_sub(1).and_then(|index| edits.get(index));
    before.is_some_and(|edit| edit.span.file == span.file && span.start < edit.span.end)
}

/// The edit after which `value` is at `span` in the string `holder`, as it reads there.
fn edit(sources: &SourceMap, span: Span, holder: &Holder, value: &str) -> Option<FileEdit> {
    let host = sources.text(span.file);
    let value = if holder.substituted { escape_pattern(value)? } else { value.to_owned() };
    let text = write_inside(host, holder.span.range(), holder.quoting, span.range(), &value)?;
    let (span, text) = map_edit(sources, span, text)?;
    Some(FileEdit { span, text })
}

/// `value` as it is written in the pattern of `Fn::Sub`: `${!name}` reads as `${name}`. `None` where a `${` is not
/// closed, which has no escape.
fn escape_pattern(value: &str) -> Option<String> {
    let open = value.rfind("${");
    let closed = open.is_none_or(|at| value.get(at..).is_some_and(|rest| rest.contains('}')));
    (closed && !value.ends_with('$')).then(|| value.replace("${", "${!"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::ros;
    use crate::manifest;

    /// `template` with what the manifest has for `{{ computenest::file::a }}`; `None` where it cannot be written.
    fn render(template: &str, value: &str) -> Option<String> {
        let sources = SourceMap::new();
        let file = sources.add("web.yaml", template);
        let (unit, _) = ros::compile(&sources, file);
        let text = format!("version: 1\nplaceholders:\n  '{{{{computenest::file::a}}}}': {value}\n");
        let (manifest, findings) = manifest::read(&sources, sources.add("nestc.yaml", text));
        assert!(findings.is_empty(), "{findings:?}");
        let plan = super::super::plan(&sources, &unit, &manifest?, "cn-hangzhou");
        let mut whole = template.to_owned();
        for edit in plan.edits.iter().rev() {
            whole.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
        }
        plan.unrenderable.is_empty().then_some(whole)
    }

    #[test]
    fn patterns_of_sub_keep_what_looks_like_a_name() {
        let value = "'x${y}z'";
        for (template, expected) in [
            ("A: {'Fn::Sub': '{{ computenest::file::a }}'}\n", "A: {'Fn::Sub': 'x${!y}z'}\n"),
            ("A: {'Fn::Sub': ['{{ computenest::file::a }}', {}]}\n", "A: {'Fn::Sub': ['x${!y}z', {}]}\n"),
            ("A: !Sub |\n  {{ computenest::file::a }}\n", "A: !Sub |\n  x${!y}z\n"),
            ("A: !Sub ['{{computenest::file::a}}']\n", "A: !Sub ['x${!y}z']\n"),
            ("A: ['b', '{{ computenest::file::a }}']\n", "A: ['b', 'x${y}z']\n"),
            (
                "A: {'Fn::Sub': ['b', {c: '{{ computenest::file::a }}'}]}\n",
                "A: {'Fn::Sub': ['b', {c: 'x${y}z'}]}\n",
            ),
        ] {
            assert_eq!(render(template, value).as_deref(), Some(expected));
        }
        assert_eq!(render("A: !Sub '{{ computenest::file::a }}'\n", "'x${y'"), None);
    }

    #[test]
    fn a_value_is_escaped_at_every_level() {
        let workspace = "Transform: x\nWorkspace:\n  main.tf: 'a = \"{{ computenest::file::a }}\"'\n  b.sh: \"{{ computenest::file::a }}\"\n";
        let expected = "Transform: x\nWorkspace:\n  main.tf: 'a = \"it''s \\\"$${b}\\\"\"'\n  b.sh: \"it's \\\"${b}\\\"\"\n";
        assert_eq!(render(workspace, "it's \"${b}\"").as_deref(), Some(expected));
    }

    #[test]
    fn what_a_string_cannot_carry_is_refused() {
        assert_eq!(render("A: wget {{ computenest::file::a }}\n", "'b: c'"), None);
        assert_eq!(render("A: 'wget {{ computenest::file::a }}'\n", "\"b\\nc\""), None);
        let folded = "A: \"{{\n  computenest::file::a\\\n  \\ }}\"\n";
        assert_eq!(render(folded, "\"b\\nc\"").as_deref(), Some("A: \"b\\nc\"\n"));
        let literal = "A: |\n  wget\n    {{ computenest::file::a }}\n";
        assert_eq!(render(literal, "\"b\\nc\"").as_deref(), Some("A: |\n  wget\n    b\n  c\n"));
    }

    #[test]
    fn an_image_id_takes_the_placeholder_in_its_literal_with_it() {
        let template = "Resources:\n  A:\n    Type: ALIYUN::ECS::Instance\n    Properties:\n      ImageId: '{{ computenest::file::a }}'\n";
        let manifest = "version: 1\npackages: {web: {versions: {v_1: {images: {cn-hangzhou: m-1}}}}}\nassociations:\n  '{{ computenest::file::a }}': web@v_1\nplaceholders:\n  '{{ computenest::file::a }}': b\n";
        let sources = SourceMap::new();
        let (unit, _) = ros::compile(&sources, sources.add("web.yaml", template));
        let (manifest, _) = manifest::read(&sources, sources.add("nestc.yaml", manifest));
        let plan = super::super::plan(&sources, &unit, &manifest.unwrap(), "cn-hangzhou");
        let texts: Vec<&str> = plan.edits.iter().map(|edit| edit.text.as_str()).collect();
        assert_eq!(texts, ["m-1"]);
        assert_eq!(plan.replacements.len(), 1);
    }
}
