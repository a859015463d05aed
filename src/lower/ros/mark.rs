//! What every ROS template has, before anything of it is read.

/// Whether `bytes` hold the words that every ROS template has, in UTF-16 as well.
pub(crate) fn is_marked(bytes: &[u8]) -> bool {
    let narrow: Vec<u8>;
    let bytes = match utf16(bytes) {
        None => bytes,
        Some(_) => {
            narrow = bytes.iter().copied().filter(|&byte| byte != 0).collect();
            &narrow
        }
    };
    let has = |word: &str| memchr::memmem::find(bytes, word.as_bytes()).is_some();
    has("ROSTemplateFormatVersion") || (has("Transform") && has("Workspace"))
}

/// The name of the UTF-16 encoding that `bytes` begin in.
pub(crate) fn utf16(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, ..] | [1..=0x7f, 0, 1..=0x7f, 0, ..] => Some("UTF-16LE"),
        [0xfe, 0xff, ..] | [0, 1..=0x7f, 0, 1..=0x7f, ..] => Some("UTF-16BE"),
        _ => None,
    }
}
