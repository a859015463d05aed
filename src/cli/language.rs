//! In which language a command speaks.

use std::ffi::{OsStr, OsString};

use crate::diagnostic::Lang;

/// The language that the user asked for with `--lang`, and that of the environment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Language {
    asked: Option<Lang>,
    locale: Lang,
}

impl Language {
    /// The language of the locale: of `LC_ALL`, `LC_MESSAGES` and `LANG` the first that is set.
    #[must_use]
    pub fn of_locale(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable);
        let locale = set.into_iter().find(|value| !value.is_empty()).unwrap_or_default();
        Language { asked: None, locale: Lang::of_locale(&locale.to_string_lossy()) }
    }

    /// The language, unless the user asks for another one.
    pub(super) fn or_asked(self, asked: Option<Lang>) -> Self {
        Language { asked: asked.or(self.asked), ..self }
    }

    /// As [`or_asked`](Self::or_asked), by arguments that are not parsed yet: help is printed while they are.
    pub(super) fn or_named_in(self, arguments: &[OsString]) -> Self {
        let words = arguments.iter().map(|it| it.to_str().unwrap_or_default());
        let options =
            words.take_while(|&word| word != "--").zip(arguments.iter().skip(1).map(Some).chain([None]));
        let named = |(word, next): (&str, Option<&OsString>)| match word.strip_prefix("--lang") {
            Some("") => next.and_then(|next| named(next)),
            Some(rest) => rest.strip_prefix('=').and_then(|name| named(OsStr::new(name))),
            None => None,
        };
        let asked = options.filter_map(named).last();
        self.or_asked(asked)
    }

    /// The language that the user asked for.
    pub(super) fn of_request(self) -> Option<Lang> {
        self.asked
    }

    /// The language of what people read.
    #[must_use]
    pub fn of_people(self) -> Lang {
        self.asked.unwrap_or(self.locale)
    }

    /// The language of what programs read: English, unless the user asks for another one.
    #[must_use]
    pub fn of_programs(self) -> Lang {
        self.asked.unwrap_or_default()
    }
}

fn named(name: &OsStr) -> Option<Lang> {
    match name.to_str()? {
        "en" => Some(Lang::En),
        "zh" => Some(Lang::Zh),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(variables: &[(&str, &str)]) -> Lang {
        let value = |name: &str| variables.iter().find(|(it, _)| *it == name).map(|(_, value)| value.into());
        Language::of_locale(value).of_people()
    }

    #[test]
    fn the_locale_decides() {
        assert_eq!(of(&[]), Lang::En);
        assert_eq!(of(&[("LANG", "zh_CN.UTF-8")]), Lang::Zh);
        for chinese in ["zh_CN.UTF-8", "zh_CN", "zh", "zh-Hans", "ZH_cn", "zh.UTF-8"] {
            assert_eq!(of(&[("LANG", chinese)]), Lang::Zh, "{chinese}");
        }
        for other in ["C", "POSIX", "C.UTF-8", "en_US.UTF-8", "zha_CN", ""] {
            assert_eq!(of(&[("LANG", other)]), Lang::En, "{other}");
        }
        assert_eq!(of(&[("LANG", "zh_CN.UTF-8"), ("LC_MESSAGES", "en_US.UTF-8")]), Lang::En);
        assert_eq!(of(&[("LC_MESSAGES", "zh_CN.UTF-8"), ("LC_ALL", "C")]), Lang::En);
        assert_eq!(of(&[("LC_ALL", ""), ("LANG", "zh_CN.GB18030")]), Lang::Zh);
    }

    #[test]
    fn what_is_asked_for_counts_more() {
        let locale = Language { asked: None, locale: Lang::Zh };
        assert_eq!((locale.of_people(), locale.of_programs()), (Lang::Zh, Lang::En));
        let asked = locale.or_asked(Some(Lang::En));
        assert_eq!((asked.of_people(), asked.of_programs()), (Lang::En, Lang::En));
        let words = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
        for (text, lang) in [
            ("nestc --lang en lint", Lang::En),
            ("nestc lint --lang=en --help", Lang::En),
            ("nestc lint --lang", Lang::Zh),
            ("nestc lint -- --lang en", Lang::Zh),
            ("nestc lint --lang en --lang zh", Lang::Zh),
        ] {
            assert_eq!(locale.or_named_in(&words(text)).of_people(), lang, "{text}");
        }
        let asked = Language::default().or_asked(Some(Lang::Zh));
        assert_eq!(asked.of_programs(), Lang::Zh);
    }
}
