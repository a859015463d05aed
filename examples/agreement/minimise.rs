//! Makes a text as small as it gets while something about it stays true.

/// The smallest text found by taking lines and then characters away while `holds` is true of it. Asks at
/// most `questions` times.
pub(crate) fn minimise(text: &str, mut questions: usize, mut holds: impl FnMut(&str) -> bool) -> String {
    let mut best = text.to_owned();
    loop {
        let before = best.len();
        for pieces in [lines as fn(&str) -> Vec<&str>, characters] {
            let mut step = pieces(&best).len().div_ceil(2);
            while step > 0 {
                let mut start = 0;
                while start < pieces(&best).len() {
                    if questions == 0 {
                        return best;
                    }
                    questions -= 1;
                    let shorter = without(&pieces(&best), start, step);
                    if holds(&shorter) {
                        best = shorter;
                    } else {
                        start += step;
                    }
                }
                step /= 2;
            }
        }
        if best.len() == before {
            return best;
        }
    }
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn characters(text: &str) -> Vec<&str> {
    text.split_inclusive(|_| true).collect()
}

fn without(pieces: &[&str], start: usize, count: usize) -> String {
    let end = (start + count).min(pieces.len());
    pieces[..start].iter().chain(&pieces[end..]).copied().collect()
}
