//! Commands that are given secrets: as an argument, or by a pipe.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::value::{is_reference, is_shell_variable};

/// What commands are known by that no name of a secret tells, in lower case.
pub(super) const HINTS: [&str; 14] = [
    "identified",
    "securestring",
    "net user",
    "mysql",
    "mariadb",
    "mongo",
    "redis-cli",
    "curl",
    "wget",
    "login",
    "useradd",
    "usermod",
    "sqlcmd",
    "zip",
];

/// Commands all of whose statement is hidden: what they are given stands before a pipe, or anywhere.
const WHOLE: [&str; 7] =
    ["passwd", "chpasswd", "htpasswd", "mkpasswd", "sshpass", "requirepass", "masterauth"];

/// A statement with a command that is given secrets, up to where the next one begins.
static STATEMENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let whole = WHOLE.join("|");
    Regex::new(&format!(
        r"(?im)(?:^|[^\w./-]|bin/)(?:(?:{whole})(?:[ \t]|$)|ConvertTo-SecureString\b|net(?:\.exe)?[ \t]+user\b)"
    ))
    .ok()
});

/// An option or a clause before a secret.
static ARGUMENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let before = [
        r"\b(?:mysql|mariadb)[\w-]*\b[^\n;|&]*?[ \t](?-i:-p)",
        r"\b(?:mongo\w*|useradd|usermod)\b[^\n;|&]*?[ \t](?-i:-p)[ \t]*",
        r"\blogin\b[^\n;|&]*?[ \t](?-i:-p)[ \t]*",
        r"\b(?:sqlcmd|zip|unzip)\b[^\n;|&]*?[ \t](?-i:-P)[ \t]*",
        r"\bredis-cli\b[^\n;|&]*?[ \t]-a[ \t]+",
        r#"\b(?:curl|wget)\b[^\n;|&]*?[ \t](?:-u|-U|--user|--proxy-user)[ \t=]*["']?[^\s:"']+:"#,
        r"\bidentified[ \t]+by[ \t]+(?:password[ \t]+)?",
    ];
    Regex::new(&format!(
        r#"(?i)(?:{})(?:"(?P<double>[^"\n]+)"?|'(?P<single>[^'\n]+)'?|(?P<word>[^\s;|&"']+))"#,
        before.join("|")
    ))
    .ok()
});

/// Whether `name` may be one of the commands that hide their whole statement.
pub(super) fn is_one(name: &str) -> bool {
    WHOLE.iter().any(|it| name.eq_ignore_ascii_case(it))
}

/// Adds what commands in `text` are given.
pub(super) fn find(text: &str, found: &mut Vec<Range<usize>>) {
    for command in STATEMENT.iter().flat_map(|it| it.find_iter(text)) {
        let at =
            text.get(command.range()).map_or(command.start(), |it| command.end() - it.trim_start().len());
        let start =
            ["\n", ";", "&&", "||"].iter().filter_map(|it| Some(text.get(..at)?.rfind(it)? + it.len())).max();
        let rest = text.get(command.end()..).unwrap_or_default();
        let end = ["\n", ";", "&&", "||"].iter().filter_map(|it| rest.find(it)).min().unwrap_or(rest.len());
        let start = start.unwrap_or(0);
        let end = command.end() + end;
        // A line of a template begins with the key of the script.
        found.push(start..end.max(start));
    }
    for argument in ARGUMENT.iter().flat_map(|it| it.captures_iter(text)) {
        let given = ["double", "single", "word"].iter().find_map(|it| argument.name(it));
        let is_variable = |it: &&str| is_shell_variable(it) || is_reference(it);
        if let Some(given) = given.filter(|it| !is_variable(&it.as_str())) {
            found.push(given.range());
        }
    }
}
