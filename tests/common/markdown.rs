//! Fenced blocks of Markdown.

/// A fenced block.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// The word after the fence: `yaml`, `hcl`, `findings`.
    pub(crate) language: String,
    /// The second word, with or without `title=` before it.
    pub(crate) title: Option<String>,
    /// The further words.
    pub(crate) flags: Vec<String>,
    /// The lines between the fences.
    pub(crate) text: String,
    /// The bytes of those lines in the document.
    pub(crate) range: std::ops::Range<usize>,
}

/// A `##` heading with its blocks.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    /// The heading.
    pub(crate) heading: String,
    /// Its blocks in order.
    pub(crate) blocks: Vec<Block>,
}

/// The sections of `document`.
pub(crate) fn sections(document: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut open: Option<Block> = None;
    let mut at = 0;
    for line in document.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let text = line.trim_end();
        if let Some(mut block) = open.take() {
            if text == "```" {
                block.range.end = start;
                block.text = document[block.range.clone()].to_owned();
                sections.last_mut().expect("a block stands below a heading").blocks.push(block);
            } else {
                open = Some(block);
            }
        } else if let Some(info) = text.strip_prefix("```") {
            let mut words = info.split_whitespace();
            let language = words.next().unwrap_or_default().to_owned();
            let title = words.next().map(|word| word.strip_prefix("title=").unwrap_or(word).to_owned());
            let flags = words.map(str::to_owned).collect();
            open = Some(Block { language, title, flags, text: String::new(), range: at..at });
        } else if let Some(heading) = text.strip_prefix("## ") {
            sections.push(Section { heading: heading.to_owned(), blocks: Vec::new() });
        }
    }
    assert!(open.is_none(), "a block is not closed");
    sections
}

/// The rows of the tables of `document`, each as its cells; the lines below the heads are left out.
pub(crate) fn rows(document: &str) -> Vec<Vec<String>> {
    let inner = |line: &str| line.trim().strip_prefix('|')?.strip_suffix('|').map(str::to_owned);
    let cells = |line: String| line.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let is_rule =
        |row: &Vec<String>| row.iter().all(|cell| !cell.is_empty() && cell.trim_matches('-').is_empty());
    document.lines().filter_map(inner).map(cells).filter(|row| !is_rule(row)).collect()
}
