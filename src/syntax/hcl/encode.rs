//! How a new string value is written in the place of an old one.

use super::ast::View;
use super::heredoc::introducer;
use super::kind::Kind;
use super::lines::leading_blanks;
use super::parse;
use crate::diagnostic::Edit;
use crate::source::TextRange;
use crate::syntax::NodeId;

impl View<'_> {
    /// The edit after which the quoted template or heredoc `id` has exactly the value `value`. A heredoc
    /// stays a heredoc where one can carry the value, and becomes a quoted template otherwise. `None` where
    /// `id` is neither.
    #[must_use]
    pub fn encode_string(&self, id: NodeId, value: &str) -> Option<Edit<TextRange>> {
        let text = match self.kind(id) {
            Kind::Template => quoted(value),
            Kind::Heredoc => self.heredoc(id, value).unwrap_or_else(|| quoted(value)),
            _ => return None,
        };
        Some(Edit { span: self.range(id), text })
    }

    /// The heredoc `id` with the value `value`, where a heredoc can have it.
    fn heredoc(&self, id: NodeId, value: &str) -> Option<String> {
        let node = self.node(id);
        let introducer = introducer(self.text, node.start as usize)?;
        let content = self.content_range(id);
        let closing = TextRange::new(content.end, node.end).of(self.text);
        let blanks = closing.get(..leading_blanks(closing)).unwrap_or_default();
        let opening = self.text.get(node.start as usize..introducer.content)?;
        let line_break = if opening.ends_with("\r\n") { "\r\n" } else { "\n" };
        let plain = format!("<<{}{line_break}{}{closing}", introducer.marker, escaped_lines(value, ""));
        let candidates = if introducer.flush {
            [format!("{opening}{}{closing}", escaped_lines(value, blanks)), plain]
        } else {
            [plain.clone(), plain]
        };
        candidates.into_iter().find(|candidate| reads_as(candidate, value))
    }
}

/// `value` as a quoted template.
fn quoted(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 2);
    text.push('"');
    let mut rest = value.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '$' | '%' if rest.peek() == Some(&'{') => {
                text.push(character);
                text.push(character);
            }
            _ if character.is_control() => {
                let code = character as u32;
                text.push_str(&format!("\\u{code:04x}"));
            }
            _ => text.push(character),
        }
    }
    text.push('"');
    text
}

/// `value` as the lines of a heredoc, each that is not empty indented by `indentation`.
fn escaped_lines(value: &str, indentation: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for line in value.split_inclusive('\n') {
        if !line.trim().is_empty() {
            text.push_str(indentation);
        }
        text.push_str(&line.replace("${", "$${").replace("%{", "%%{"));
    }
    text
}

/// Whether `expression`, as the value of an attribute, has exactly the value `value`.
fn reads_as(expression: &str, value: &str) -> bool {
    let text = format!("x = {expression}\n");
    let tree = parse(&text);
    let view = View::new(&tree, &text);
    let mut items = view.items(view.root());
    let read = items.next().and_then(|item| view.value(item)).and_then(|read| view.string_value(read));
    tree.errors.is_empty() && items.next().is_none() && read.is_some_and(|read| read == value)
}
