//! What a scalar means: YAML 1.1 types as PyYAML's safe loader gives them.

use std::borrow::Cow;

/// The value of a scalar.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar<'t> {
    /// `~`, `null`, nothing.
    Null,
    /// `true`, in YAML also `yes`, `on` and the like.
    Bool(bool),
    /// An integer that fits 128 bits.
    Int(i128),
    /// An integer beyond 128 bits, as it is written.
    BigInt(Cow<'t, str>),
    /// A number with a point, an infinity or not a number.
    Float(f64),
    /// A string. Time stamps and scalars with a local tag (`!Ref`) are strings, too.
    Str(Cow<'t, str>),
    /// What `!!binary` decodes to.
    Binary(Vec<u8>),
}

/// The types of scalars, by the names of their tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Null,
    Bool,
    Int,
    Float,
    Timestamp,
    Binary,
    Str,
    /// `<<`
    Merge,
    /// `=`
    Value,
}

/// The most digits that Python turns into an integer.
const MOST_DIGITS: usize = 4300;

/// The type of a plain scalar without a tag, as PyYAML's resolver finds it.
pub(super) fn implicit(text: &str) -> Type {
    let Some(first) = text.bytes().next() else { return Type::Null };
    match first {
        b'~' if text.len() == 1 => Type::Null,
        b'=' if text.len() == 1 => Type::Value,
        b'<' if text == "<<" => Type::Merge,
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' if text.len() <= 5 => word(text),
        b'-' | b'+' | b'.' | b'0'..=b'9' => number(text),
        _ => Type::Str,
    }
}

fn word(text: &str) -> Type {
    match text {
        "yes" | "Yes" | "YES" | "no" | "No" | "NO" | "true" | "True" | "TRUE" | "false" | "False"
        | "FALSE" | "on" | "On" | "ON" | "off" | "Off" | "OFF" => Type::Bool,
        "null" | "Null" | "NULL" => Type::Null,
        _ => Type::Str,
    }
}

fn number(text: &str) -> Type {
    if is_float(text) {
        Type::Float
    } else if is_int(text) {
        Type::Int
    } else if is_timestamp(text) {
        Type::Timestamp
    } else {
        Type::Str
    }
}

/// The text without the characters at its start that are of a kind, and how many those were.
fn skip(text: &str, kind: impl Fn(u8) -> bool) -> (&str, usize) {
    let count = text.bytes().take_while(|&byte| kind(byte)).count();
    (text.get(count..).unwrap_or_default(), count)
}

fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

fn is_spaced_digit(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b'_'
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['+', '-']).unwrap_or(text)
}

/// `[eE][-+][0-9]+` or nothing, and then the end.
fn is_exponent(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(['e', 'E']) else { return text.is_empty() };
    let Some(digits) = rest.strip_prefix(['+', '-']) else { return false };
    !digits.is_empty() && digits.bytes().all(is_digit)
}

/// `(:[0-5]?[0-9])+`: what is left behind it, if it is there.
fn skip_sixties(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some(behind) = rest.strip_prefix(':') {
        let (next, count) = skip(behind, is_digit);
        let small = count == 1 || count == 2 && behind.starts_with(|c: char| c <= '5');
        if !small {
            return None;
        }
        rest = next;
    }
    (rest.len() < text.len()).then_some(rest)
}

fn is_float(text: &str) -> bool {
    let plain = unsigned(text);
    if let Some(rest) = plain.strip_prefix('.') {
        if matches!(rest, "inf" | "Inf" | "INF") {
            return true;
        }
        if plain.len() < text.len() {
            return false;
        }
        let (behind, count) = skip(rest, is_spaced_digit);
        return matches!(rest, "nan" | "NaN" | "NAN")
            || count > 0 && !rest.starts_with('_') && is_exponent(behind);
    }
    let (rest, count) = skip(plain, is_spaced_digit);
    if count == 0 || plain.starts_with('_') {
        return false;
    }
    if let Some(fraction) = rest.strip_prefix('.') {
        return is_exponent(skip(fraction, is_spaced_digit).0);
    }
    skip_sixties(rest)
        .and_then(|rest| rest.strip_prefix('.'))
        .is_some_and(|fraction| fraction.bytes().all(is_spaced_digit))
}

fn is_int(text: &str) -> bool {
    let plain = unsigned(text);
    let all = |digits: &str, kind: fn(u8) -> bool| !digits.is_empty() && digits.bytes().all(kind);
    if let Some(rest) = plain.strip_prefix('0') {
        return rest.is_empty()
            || rest
                .strip_prefix('b')
                .is_some_and(|bits| all(bits, |byte| matches!(byte, b'0' | b'1' | b'_')))
            || rest
                .strip_prefix('x')
                .is_some_and(|hex| all(hex, |byte| byte.is_ascii_hexdigit() || byte == b'_'))
            || all(rest, |byte| matches!(byte, b'0'..=b'7' | b'_'));
    }
    let (rest, count) = skip(plain, is_spaced_digit);
    count > 0 && !plain.starts_with('_') && (rest.is_empty() || skip_sixties(rest) == Some(""))
}

fn is_timestamp(text: &str) -> bool {
    date(text).is_some()
}

/// A date, or a date with a time: what the pattern of YAML 1.1 takes.
fn date(text: &str) -> Option<()> {
    let (rest, digits) = skip(text, is_digit);
    let rest = rest.strip_prefix('-').filter(|_| digits == 4)?;
    let (rest, month) = skip(rest, is_digit);
    let rest = rest.strip_prefix('-').filter(|_| matches!(month, 1 | 2))?;
    let (rest, day) = skip(rest, is_digit);
    if rest.is_empty() {
        return (month == 2 && day == 2).then_some(());
    }
    let blank = |byte: u8| matches!(byte, b' ' | b'\t');
    let rest = match rest.strip_prefix(['T', 't']) {
        Some(rest) => rest,
        None => {
            let (rest, blanks) = skip(rest, blank);
            (blanks > 0).then_some(rest)?
        }
    };
    let (rest, hour) = skip(rest, is_digit);
    let rest = rest.strip_prefix(':').filter(|_| matches!(day, 1 | 2) && matches!(hour, 1 | 2))?;
    let (rest, minute) = skip(rest, is_digit);
    let rest = rest.strip_prefix(':').filter(|_| minute == 2)?;
    let (rest, second) = skip(rest, is_digit);
    let rest = rest.strip_prefix('.').map_or(rest, |fraction| skip(fraction, is_digit).0);
    if second != 2 {
        return None;
    }
    let zone = skip(rest, blank).0;
    if rest.is_empty() || zone == "Z" {
        return Some(());
    }
    let (rest, hours) = skip(zone.strip_prefix(['+', '-'])?, is_digit);
    let minutes = rest.strip_prefix(':').map(|minutes| minutes.len() == 2 && minutes.bytes().all(is_digit));
    (matches!(hours, 1 | 2) && (rest.is_empty() || minutes == Some(true))).then_some(())
}

/// The value of a scalar of that type; nothing where PyYAML fails to construct one.
pub(super) fn construct(kind: Type, text: Cow<'_, str>) -> Option<Scalar<'_>> {
    match kind {
        Type::Null => Some(Scalar::Null),
        Type::Bool => match text.to_lowercase().as_str() {
            "yes" | "true" | "on" => Some(Scalar::Bool(true)),
            "no" | "false" | "off" => Some(Scalar::Bool(false)),
            _ => None,
        },
        Type::Int => construct_int(text),
        Type::Float => construct_float(&text).map(Scalar::Float),
        Type::Binary => decode_base64(&text).map(Scalar::Binary),
        Type::Timestamp | Type::Str => Some(Scalar::Str(text)),
        Type::Merge | Type::Value => None,
    }
}

fn construct_int(text: Cow<'_, str>) -> Option<Scalar<'_>> {
    let digits = text.replace('_', "");
    let negative = digits.starts_with('-');
    let plain = unsigned(&digits);
    let value = if plain == "0" {
        Integer::Small(0)
    } else if let Some(bits) = plain.strip_prefix("0b") {
        integer(bits, 2)?
    } else if let Some(hex) = plain.strip_prefix("0x") {
        integer(hex, 16)?
    } else if plain.starts_with('0') {
        integer(plain, 8)?
    } else if plain.contains(':') {
        sixties(plain)?
    } else {
        integer(plain, 10)?
    };
    match value {
        Integer::Small(value) => Some(Scalar::Int(if negative { -value } else { value })),
        Integer::Big => Some(Scalar::BigInt(text)),
    }
}

enum Integer {
    Small(i128),
    Big,
}

/// As Python's `int(text, base)`.
fn integer(text: &str, base: u32) -> Option<Integer> {
    let text = text.trim();
    let negative = text.starts_with('-');
    let plain = unsigned(text);
    let prefix = match base {
        2 => ["0b", "0B"],
        8 => ["0o", "0O"],
        16 => ["0x", "0X"],
        _ => ["", ""],
    };
    let digits = prefix.iter().find_map(|prefix| plain.strip_prefix(prefix)).unwrap_or(plain);
    let good = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(base));
    if !good || base == 10 && digits.len() > MOST_DIGITS {
        return None;
    }
    Some(match i128::from_str_radix(digits, base) {
        Ok(value) => Integer::Small(if negative { -value } else { value }),
        Err(_) => Integer::Big,
    })
}

/// `190:20:30`
fn sixties(text: &str) -> Option<Integer> {
    let mut sum = Some(0_i128);
    for part in text.split(':') {
        let digit = match integer(part, 10)? {
            Integer::Small(digit) => Some(digit),
            Integer::Big => None,
        };
        sum = sum
            .and_then(|sum| sum.checked_mul(60))
            .zip(digit)
            .and_then(|(sum, digit)| sum.checked_add(digit));
    }
    Some(sum.map_or(Integer::Big, Integer::Small))
}

fn construct_float(text: &str) -> Option<f64> {
    let text = text.replace('_', "").to_lowercase();
    let negative = text.starts_with('-');
    let plain = unsigned(&text);
    let value = match plain {
        ".inf" => f64::INFINITY,
        ".nan" => return Some(f64::NAN),
        _ if plain.contains(':') => sixties_float(plain)?,
        _ => plain.trim().parse().ok()?,
    };
    (!text.is_empty()).then_some(if negative { -value } else { value })
}

/// `190:20:30.15`: summed from the right, as PyYAML does, so that the rounding is the same.
fn sixties_float(text: &str) -> Option<f64> {
    let mut sum = 0.0;
    let mut base = 1.0_f64;
    for part in text.rsplit(':') {
        // Python cannot turn a power of 60 beyond the range of floats into one.
        if base.is_infinite() {
            return None;
        }
        sum += part.trim().parse::<f64>().ok()? * base;
        base *= 60.0;
    }
    Some(sum)
}

/// As Python's `base64.decodebytes`: what is no base64 digit is passed over.
fn decode_base64(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut place, mut pads, mut bits) = (0_u8, 0_u8, 0_u32);
    for byte in text.bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => {
                if place >= 2 {
                    pads += 1;
                    if place + pads >= 4 {
                        return Some(bytes);
                    }
                }
                continue;
            }
            _ => continue,
        };
        pads = 0;
        bits = (bits << 6 | u32::from(digit)) & 0xFFFF;
        match place {
            0 => {}
            1 => bytes.push((bits >> 4) as u8),
            2 => bytes.push((bits >> 2) as u8),
            _ => bytes.push(bits as u8),
        }
        place = (place + 1) % 4;
    }
    (place == 0).then_some(bytes)
}

/// The type that a full tag of YAML's own names for a scalar.
pub(super) fn core_type(name: &str) -> Option<Type> {
    Some(match name {
        "null" => Type::Null,
        "bool" => Type::Bool,
        "int" => Type::Int,
        "float" => Type::Float,
        "binary" => Type::Binary,
        "timestamp" => Type::Timestamp,
        "str" => Type::Str,
        _ => return None,
    })
}
