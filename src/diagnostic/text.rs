//! What people read, in English and in Simplified Chinese. Both are made at the same place; which of them
//! is shown, a report decides.

use std::fmt::{self, Display};
use std::sync::Arc;

/// A language of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

impl Lang {
    /// The language of the locale `locale`, such as `zh_CN.UTF-8` or `zh-cn`.
    #[must_use]
    pub(crate) fn of_locale(locale: &str) -> Lang {
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("zh") { Lang::Zh } else { Lang::En }
    }
}

/// One text in every language. Cheap to copy.
#[derive(Clone)]
pub struct Text {
    forms: Forms,
    /// Names in it that nestc itself proposes: those of its tables, and those that templates define. They are not secret,
    /// whatever else is called so.
    proposed: Option<Arc<Vec<String>>>,
}

#[derive(Clone)]
enum Forms {
    Fixed(&'static [&'static str; 2]),
    Made(Arc<[String; 2]>),
}

impl Text {
    /// A text without values, in English and in Chinese.
    #[must_use]
    pub const fn fixed(forms: &'static [&'static str; 2]) -> Text {
        Text { forms: Forms::Fixed(forms), proposed: None }
    }

    /// A text in English and in Chinese. [`text!`](crate::text) makes both of the same values.
    #[must_use]
    pub fn new(english: String, chinese: String) -> Text {
        Text { forms: Forms::Made(Arc::new([english, chinese])), proposed: None }
    }

    /// Says that `name`, which is in the text, is proposed by nestc itself.
    #[must_use]
    pub(crate) fn proposing(mut self, name: &str) -> Text {
        Arc::make_mut(self.proposed.get_or_insert_default()).push(name.to_owned());
        self
    }

    /// The names in it that nestc itself proposes.
    pub(crate) fn proposed(&self) -> &[String] {
        self.proposed.as_ref().map_or(&[], |names| names.as_slice())
    }

    /// The text in that language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        let [english, chinese] = self.forms.both();
        match lang {
            Lang::En => english,
            Lang::Zh => chinese,
        }
    }

    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.get(Lang::En).is_empty()
    }

    /// `a`, `a and b`, `a, b and c`.
    #[must_use]
    pub(crate) fn list<T: Say>(items: impl IntoIterator<Item = T>) -> Text {
        let items: Vec<T> = items.into_iter().collect();
        let joined = |lang, comma: &str, and: &str| {
            let said = items.iter().map(|item| Said(item, lang).to_string());
            let mut list = String::new();
            for (at, item) in said.enumerate() {
                let link = if at == 0 {
                    ""
                } else if at + 1 == items.len() {
                    and
                } else {
                    comma
                };
                list.push_str(link);
                list.push_str(&item);
            }
            list
        };
        let chinese = joined(Lang::Zh, "、", "\0");
        let (before, after) = chinese.split_once('\0').unwrap_or((&chinese, ""));
        // A space is between Chinese and other characters only.
        let gap = |is_chinese: bool| if is_chinese { "" } else { " " };
        let and = match after {
            "" => String::new(),
            _ => format!("{}和{}", gap(!before.ends_with(is_latin)), gap(!after.starts_with(is_latin))),
        };
        Text::new(joined(Lang::En, ", ", " and "), format!("{before}{and}{after}"))
    }
}

/// Letters, digits and marks that Chinese text is set off from by a space.
fn is_latin(character: char) -> bool {
    character.is_ascii_graphic()
}

impl Forms {
    fn both(&self) -> [&str; 2] {
        match self {
            Forms::Fixed(forms) => **forms,
            Forms::Made(forms) => {
                let [english, chinese] = forms.as_ref();
                [english, chinese]
            }
        }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.forms == other.forms
    }
}

impl Eq for Text {}

impl PartialEq for Forms {
    fn eq(&self, other: &Self) -> bool {
        self.both() == other.both()
    }
}

impl Eq for Forms {}

impl Default for Text {
    fn default() -> Self {
        Text::fixed(&["", ""])
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.get(Lang::En), f)
    }
}

impl From<&Text> for Text {
    fn from(text: &Text) -> Self {
        text.clone()
    }
}

impl From<[&'static str; 2]> for Text {
    fn from([english, chinese]: [&'static str; 2]) -> Self {
        Text::new(english.to_owned(), chinese.to_owned())
    }
}

/// What can be in a text: whatever can be displayed, and another text.
pub trait Say {
    /// Writes it in that language.
    ///
    /// # Errors
    /// Those of `out`.
    fn say(&self, lang: Lang, out: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl<T: Display + ?Sized> Say for T {
    fn say(&self, _: Lang, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt(out)
    }
}

impl Say for Text {
    fn say(&self, lang: Lang, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.get(lang))
    }
}

impl Say for &Text {
    fn say(&self, lang: Lang, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.get(lang))
    }
}

/// A value in a language, for a format string.
pub struct Said<'a, T: ?Sized>(pub &'a T, pub Lang);

impl<T: Say + ?Sized> Display for Said<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.say(self.1, f)
    }
}

/// `1 file`, `2 files`; in Chinese the number with `chinese` after it.
#[must_use]
pub(crate) fn counted(count: usize, one: &str, many: &str, chinese: &str) -> Text {
    let english = if count == 1 { one } else { many };
    Text::new(format!("{count} {english}"), format!("{count} {chinese}"))
}

/// What was probably meant, in backticks.
#[must_use]
pub(crate) fn did_you_mean<T: Say>(meant: T) -> Text {
    let name = Said(&meant, Lang::En).to_string();
    crate::text!(en: "did you mean `{meant}`?", zh: "是否应为 `{meant}`？", meant).proposing(&name)
}

/// A [`Text`](crate::diagnostic::Text): English and Chinese beside each other, with values by name.
///
/// ```
/// # use nestc::{diagnostic::{Lang, Text}, text};
/// let resource = "Web";
/// let text = text!(en: "`{resource}` has {count} disks", zh: "`{resource}` 有 {count} 个磁盘", resource, count = 2);
/// assert_eq!(text.get(Lang::Zh), "`Web` 有 2 个磁盘");
/// ```
///
/// A value that one language does not use is an error of compilation, and nothing is taken from the scope unasked:
///
/// ```compile_fail
/// # use nestc::text;
/// let name = "Web";
/// text!(en: "`{name}` is unknown", zh: "未知", name);
/// ```
///
/// Without values, braces stand for themselves.
#[macro_export]
macro_rules! text {
    (en: $en:literal, zh: $zh:literal $(,)?) => { $crate::diagnostic::Text::fixed(&[$en, $zh]) };
    (en: $en:literal, zh: $zh:literal, $($name:ident $(= $value:expr)?),+ $(,)?) => {
        match ($(&$crate::text!(@value $name $(= $value)?),)+) {
            ($($name,)+) => $crate::diagnostic::Text::new(
                // What `concat!` yields captures no variable: each value is named, and each language uses it.
                format!(concat!($en), $($name = $crate::diagnostic::Said($name, $crate::diagnostic::Lang::En)),+),
                format!(concat!($zh), $($name = $crate::diagnostic::Said($name, $crate::diagnostic::Lang::Zh)),+),
            ),
        }
    };
    (@value $name:ident) => { $name };
    (@value $name:ident = $value:expr) => { $value };
}
