//! "Did you mean": the candidate nearest to a mistyped word.

/// Words longer than this are not looked at, so that hostile input costs nothing.
const LONGEST: usize = 64;

/// Candidates after this many are not looked at, for the same reason.
const MOST: usize = 512;

/// The candidate that `word` was most likely meant to be: the one the fewest typing mistakes away
/// (a character too many, missing, wrong, or two swapped; letter case does not count), at most one in three
/// characters, and at least one. Of equally near ones, the first. `None` where nothing is near.
#[must_use]
pub(crate) fn nearest<'c>(candidates: impl IntoIterator<Item = &'c str>, word: &str) -> Option<&'c str> {
    let limit = (word.chars().count() / 3).max(1);
    nearest_within(candidates.into_iter().take(MOST), word, limit).map(|(candidate, _)| candidate)
}

/// The one of `candidates` that is the fewest typing mistakes away from `word`, at most `limit`, and how many.
pub(crate) fn nearest_within<'c>(
    candidates: impl IntoIterator<Item = &'c str>,
    word: &str,
    mut limit: usize,
) -> Option<(&'c str, usize)> {
    let word = folded(word)?;
    let mut best = None;
    for candidate in candidates {
        let Some(letters) = folded(candidate) else { continue };
        if let Some(distance) = distance_within(&word, &letters, limit) {
            best = Some((candidate, distance));
            if distance == 0 {
                break;
            }
            limit = distance - 1;
        }
    }
    best
}

/// The characters of `word` in lower case; `None` where there are none or too many.
fn folded(word: &str) -> Option<Vec<char>> {
    let letters: Vec<char> = word.chars().map(|it| it.to_ascii_lowercase()).take(LONGEST + 1).collect();
    (1..=LONGEST).contains(&letters.len()).then_some(letters)
}

/// The number of mistakes between two words, if it is at most `limit`: Damerau and Levenshtein's
/// distance in which no stretch is changed twice.
fn distance_within(from: &[char], to: &[char], limit: usize) -> Option<usize> {
    if from.len().abs_diff(to.len()) > limit {
        return None;
    }
    // Rows of the usual table: two before, one before, and the one being filled.
    let mut older: Vec<usize> = Vec::new();
    let mut old: Vec<usize> = (0..=to.len()).collect();
    let mut earlier = None;
    for (row, &here) in from.iter().enumerate() {
        let mut new = Vec::with_capacity(old.len());
        new.push(row + 1);
        let mut left = row + 1;
        let mut passed = None;
        for (column, (&there, pair)) in to.iter().zip(old.windows(2)).enumerate() {
            let (diagonal, above) = (pair.first().copied()?, pair.last().copied()?);
            let mut cost = (diagonal + usize::from(here != there)).min(above + 1).min(left + 1);
            if earlier == Some(there) && passed == Some(here) {
                let swapped = older.get(column.saturating_sub(1)).copied()?;
                cost = cost.min(swapped + 1);
            }
            new.push(cost);
            left = cost;
            passed = Some(there);
        }
        older = old;
        old = new;
        earlier = Some(here);
    }
    old.last().copied().filter(|&distance| distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_wins() {
        let regions = ["cn-hangzhou", "cn-shanghai", "cn-shenzhen"];
        assert_eq!(nearest(regions, "cn-hangzou"), Some("cn-hangzhou"));
        assert_eq!(nearest(regions, "cn-shangahi"), Some("cn-shanghai"));
        assert_eq!(nearest(regions, "CN-SHENZHEN"), Some("cn-shenzhen"));
        assert_eq!(nearest(regions, "eu-west-1"), None);
        assert_eq!(nearest(regions, ""), None);
        assert_eq!(nearest([], "cn-hangzhou"), None);
        assert_eq!(nearest(["If", "Or"], "Of"), Some("If"));
        assert_eq!(nearest(["中文"], "中立"), Some("中文"));
        assert_eq!(nearest(["a"], &"x".repeat(100_000)), None);
    }

    #[test]
    fn swapped_letters_are_one_mistake() {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        let distance = |from, to| distance_within(&letters(from), &letters(to), 9);
        assert_eq!(distance("ab", "ba"), Some(1));
        assert_eq!(distance("abcd", "bacd"), Some(1));
        assert_eq!(distance("abcd", "abdc"), Some(1));
        assert_eq!(distance("abc", "abc"), Some(0));
        assert_eq!(distance("abc", "ab"), Some(1));
        assert_eq!(distance("ca", "abc"), Some(3));
        assert_eq!(distance("kitten", "sitting"), Some(3));
    }
}
