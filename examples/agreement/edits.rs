//! Random single-byte edits.

use crate::random::Random;

/// `text` with one byte deleted, inserted or replaced, so that it is UTF-8 still; `None` where the place that
/// was chosen does not allow it.
pub(crate) fn edit(text: &str, random: &mut Random) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    if bytes.is_empty() {
        return None;
    }
    let at = random.below(bytes.len());
    match random.below(3) {
        0 => {
            let _ = bytes.remove(at);
        }
        1 => bytes.insert(at, byte(random)),
        _ => bytes[at] = byte(random),
    }
    String::from_utf8(bytes).ok()
}

/// Half of the time one that means something in YAML or JSON, otherwise any that is a character alone.
fn byte(random: &mut Random) -> u8 {
    const MEANING: &[u8] = b"\t\n\r !\"#%&'*,-.:<=>?@[\\]`{|}~0x";
    if random.below(2) == 0 { *random.pick(MEANING) } else { random.below(128) as u8 }
}
