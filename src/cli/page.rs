//! Pages in Markdown, drawn for a terminal: without marks, wrapped to its width.

use crate::report::wrap;

const BOLD: &str = "\x1b[1m";
const CODE: &str = "\x1b[36m";
const LINK: &str = "\x1b[4m";
const END: &str = "\x1b[0m";

/// Draws `page` in `width` columns; with `colour`, headings, code and addresses stand out.
pub(super) fn draw(page: &str, width: usize, colour: bool) -> String {
    let mut drawing = Drawing { out: String::new(), text: String::new(), indent: 0, width, colour };
    let mut fenced = false;
    for line in page.lines() {
        if line.trim_start().starts_with("```") {
            drawing.end_paragraph();
            fenced = !fenced;
        } else if fenced {
            let painted = drawing.painted(CODE, line);
            drawing.line(&format!("    {painted}"));
        } else if let Some(heading) = line.strip_prefix('#') {
            drawing.end_paragraph();
            let heading = drawing.inline(heading.trim_start_matches('#').trim());
            let painted = drawing.painted(BOLD, &heading);
            drawing.line(&painted);
        } else if line.trim_start().starts_with('|') {
            drawing.end_paragraph();
            drawing.row(line);
        } else if let Some((indent, item)) = item(line) {
            drawing.end_paragraph();
            drawing.indent = indent + 2;
            drawing.text = item.to_owned();
        } else if line.trim().is_empty() {
            drawing.end_paragraph();
            drawing.indent = 0;
            drawing.line("");
        } else {
            // Between Chinese characters a line break is no space.
            let is_wide = |it: char| it >= '\u{2e80}';
            let joins = drawing.text.ends_with(is_wide) && line.trim().starts_with(is_wide);
            if !(drawing.text.is_empty() || joins) {
                drawing.text.push(' ');
            }
            drawing.text.push_str(line.trim());
            // A line that ends in two spaces is one of its own.
            if line.ends_with("  ") {
                drawing.end_paragraph();
            }
        }
    }
    drawing.end_paragraph();
    drawing.out
}

/// The indentation and the text of an item of a list.
fn item(line: &str) -> Option<(usize, &str)> {
    let text = line.trim_start();
    let item = text.strip_prefix("- ").or_else(|| text.strip_prefix("* "))?;
    Some((line.len() - text.len(), item))
}

struct Drawing {
    out: String,
    /// The paragraph so far.
    text: String,
    /// The columns before it; more than none in a list.
    indent: usize,
    width: usize,
    colour: bool,
}

impl Drawing {
    fn line(&mut self, line: &str) {
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    fn painted(&self, style: &str, text: &str) -> String {
        match self.colour && !text.is_empty() {
            // What is painted in it ends its own style.
            true => format!("{style}{}{END}", text.replace(END, &format!("{END}{style}"))),
            false => text.to_owned(),
        }
    }

    fn end_paragraph(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        let text = self.inline(&text);
        let rest = " ".repeat(self.indent);
        let first = match self.indent.checked_sub(2) {
            Some(indent) => format!("{}• ", " ".repeat(indent)),
            None => String::new(),
        };
        let options = wrap::to(self.width).initial_indent(&first).subsequent_indent(&rest);
        for line in textwrap::wrap(&text, options) {
            self.line(&line);
        }
    }

    /// A row of a table; the line under its head is left out.
    fn row(&mut self, line: &str) {
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        if cells.iter().all(|cell| !cell.is_empty() && cell.chars().all(|it| matches!(it, '-' | ':'))) {
            return;
        }
        let cells: Vec<String> = cells.into_iter().map(|cell| self.inline(cell)).collect();
        self.line(&cells.join("  "));
    }

    /// `text` without the marks of code, stress and addresses.
    fn inline(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['`', '*', '<', '[']) {
            let (before, from) = rest.split_at(at);
            out.push_str(before);
            let (drawn, after) = self.mark(from).unwrap_or_else(|| {
                let end = from.chars().next().map_or(0, char::len_utf8);
                (from.get(..end).unwrap_or_default().to_owned(), from.get(end..).unwrap_or_default())
            });
            out.push_str(&drawn);
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// What the mark at the start of `text` marks, drawn, and what comes after it; `None` where it marks nothing.
    fn mark<'t>(&self, text: &'t str) -> Option<(String, &'t str)> {
        if let Some(rest) = text.strip_prefix('`') {
            let ticks = "`".repeat(1 + rest.len() - rest.trim_start_matches('`').len());
            let (code, after) = text.strip_prefix(&ticks)?.split_once(&ticks)?;
            return Some((self.painted(CODE, code.trim()), after));
        }
        if let Some(rest) = text.strip_prefix("**") {
            let (bold, after) = rest.split_once("**")?;
            return Some((self.painted(BOLD, &self.inline(bold)), after));
        }
        if let Some(rest) = text.strip_prefix('*') {
            let (stressed, after) =
                rest.split_once('*').filter(|(it, _)| !it.starts_with(' ') && !it.is_empty())?;
            return Some((self.painted(LINK, stressed), after));
        }
        if let Some(rest) = text.strip_prefix('<') {
            let (address, after) = rest.split_once('>').filter(|(it, _)| it.starts_with("http"))?;
            return Some((self.painted(LINK, address), after));
        }
        let (name, rest) = text.strip_prefix('[')?.split_once("](")?;
        let (address, after) = rest.split_once(')').filter(|_| !name.contains(']'))?;
        Some((format!("{} ({})", self.inline(name), self.painted(LINK, address)), after))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# NST101 `rule`\n\n## What it does\nFinds `` a`b `` and **bold** things, see\n<https://example.com/x>\n(and [there](https://example.com/y)).\n\n- one `a`\n  goes on\n- 2 * 3 * 4\n\n| a | `b` |\n|---|---|\n| 1 | 2 |\n\n```yaml\na: `b` # c\n```\n";

    #[test]
    fn no_mark_is_left() {
        let drawn = draw(PAGE, 40, false);
        let expected = "NST101 rule\n\nWhat it does\nFinds a`b and bold things, see\nhttps://example.com/x (and there\n(https://example.com/y)).\n\n• one a goes on\n• 2 * 3 * 4\n\na  b\n1  2\n\n    a: `b` # c\n";
        assert_eq!(drawn, expected);
        let painted = draw(PAGE, 40, true);
        assert!(painted.contains("\x1b[1mNST101 \x1b[36mrule\x1b[0m\x1b[1m\x1b[0m"), "{painted:?}");
    }

    #[test]
    fn chinese_is_wrapped_between_its_characters() {
        let drawn = draw("检查镜像属性处不是字符串字面量的值，并给出其来源与取值", 20, false);
        assert!(
            drawn.lines().count() > 2 && drawn.lines().all(|line| textwrap::core::display_width(line) <= 20),
            "{drawn}"
        );
    }
}
