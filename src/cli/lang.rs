//! The language of what people read: the one asked for, or else that of the environment.

use std::ffi::OsString;

use super::args;
use crate::diagnostic::Lang;

/// The language `asked` for; without one, that of the user's environment.
pub(super) fn chosen(asked: Option<args::Lang>) -> Lang {
    of(asked, |name| std::env::var_os(name))
}

/// The first of the variables that is set decides, as for every program.
fn of(asked: Option<args::Lang>, variable: impl Fn(&str) -> Option<OsString>) -> Lang {
    match asked {
        Some(args::Lang::En) => return Lang::En,
        Some(args::Lang::Zh) => return Lang::Zh,
        None => {}
    }
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| {
        let value = variable(name).filter(|value| !value.is_empty())?;
        Some(value.to_string_lossy().to_ascii_lowercase())
    });
    let language = set.as_deref().and_then(|value| value.split(['_', '-', '.', '@']).next());
    if language == Some("zh") { Lang::Zh } else { Lang::En }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(asked: Option<args::Lang>, variables: &[(&str, &str)]) -> Lang {
        of(asked, |name| {
            variables.iter().find(|(other, _)| *other == name).map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn the_first_variable_that_is_set_decides() {
        assert_eq!(with(None, &[]), Lang::En);
        for chinese in ["zh_CN.UTF-8", "zh_CN", "zh", "zh-Hans", "ZH_cn", "zh.UTF-8"] {
            assert_eq!(with(None, &[("LANG", chinese)]), Lang::Zh, "{chinese}");
        }
        for other in ["C", "POSIX", "C.UTF-8", "en_US.UTF-8", "zha_CN", ""] {
            assert_eq!(with(None, &[("LANG", other)]), Lang::En, "{other}");
        }
        assert_eq!(with(None, &[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")]), Lang::En);
        assert_eq!(with(None, &[("LC_ALL", ""), ("LANG", "zh_CN.UTF-8")]), Lang::Zh);
        assert_eq!(with(None, &[("LC_MESSAGES", "zh_CN"), ("LANG", "en_US")]), Lang::Zh);
    }

    #[test]
    fn what_is_asked_for_counts_before_the_environment() {
        assert_eq!(with(Some(args::Lang::En), &[("LC_ALL", "zh_CN")]), Lang::En);
        assert_eq!(with(Some(args::Lang::Zh), &[("LC_ALL", "C")]), Lang::Zh);
    }
}
