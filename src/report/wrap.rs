//! Texts in lines of so many columns.

use textwrap::core::Word;
use textwrap::{Options, WordSeparator};

/// How a text is wrapped to `width` columns: between words, and between the characters of Chinese.
pub(crate) fn to(width: usize) -> Options<'static> {
    Options::new(width.max(1)).break_words(false).word_separator(WordSeparator::Custom(words))
}

/// The words of `line`. One of Latin letters, such as an address, stays whole, whatever marks it has.
fn words<'l>(line: &'l str) -> Box<dyn Iterator<Item = Word<'l>> + 'l> {
    Box::new(WordSeparator::AsciiSpace.find_words(line).flat_map(|word| {
        let whole = line_of(line, &word);
        match word.word.is_ascii() {
            true => vec![word],
            false => WordSeparator::new().find_words(whole).collect(),
        }
    }))
}

/// `word` with the white space after it, in `line`.
fn line_of<'l>(line: &'l str, word: &Word<'l>) -> &'l str {
    let start = word.word.as_ptr() as usize - line.as_ptr() as usize;
    line.get(start..start + word.word.len() + word.whitespace.len()).unwrap_or(word.word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_stay_whole_and_chinese_does_not() {
        let text = "see https://example.com/a/very/long/address 检查镜像属性处不是字面量的值 end";
        let lines: Vec<_> = textwrap::wrap(text, to(20)).into_iter().map(|it| it.into_owned()).collect();
        assert_eq!(
            lines,
            ["see", "https://example.com/a/very/long/address", "检查镜像属性处不是字", "面量的值 end"]
        );
    }
}
