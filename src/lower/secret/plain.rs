//! Secrets in texts without a grammar: scripts, comments, and templates that syntax errors stand in. They are
//! found as `key: value` and `key = "value"`, and in what commands are given.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::around::find_named;
use super::commands;
use super::name::{STEMS, names_secret};
use super::named::{HINT, NAMELESS_HINTS, Named};
use super::value::{Bare, is_reference, is_shell_variable};

/// What begins a secret that has no name: a private key, the password of an address.
static NAMELESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----|://[^\s/:@]*:(?P<password>[^\s/@]+)@").ok()
});

/// Where `text` holds secrets.
pub(super) fn find(text: &str, bare: Bare) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut done, mut has_nameless, mut has_commands, mut has_names) = (0, false, false, false);
    for hint in HINT.iter().flat_map(|hint| hint.find_iter(text)) {
        match hint.pattern().as_usize().checked_sub(STEMS.len()) {
            Some(other) if other < NAMELESS_HINTS.len() => has_nameless = true,
            Some(_) => has_commands = true,
            None if hint.start() < done => {}
            None => {
                let name = Named::around(text, hint.range());
                done = name.range.end;
                has_commands |= commands::is_one(name.text);
                // The name of a secret may be a value, as in `name: password`.
                has_names |= !name.value(text, bare, &mut found) && names_secret(name.text);
            }
        }
    }
    if has_names {
        found.extend(find_named(text, bare));
    }
    if has_nameless {
        find_nameless(text, &mut found);
    }
    if has_commands && bare == Bare::Literal {
        commands::find(text, &mut found);
    }
    found
}

/// Adds private keys, and the passwords of addresses.
fn find_nameless(text: &str, found: &mut Vec<Range<usize>>) {
    for nameless in NAMELESS.iter().flat_map(|it| it.captures_iter(text)) {
        match (nameless.name("password"), nameless.get(0)) {
            (Some(password), _)
                if !is_reference(password.as_str()) && !is_shell_variable(password.as_str()) =>
            {
                found.push(password.range())
            }
            (None, Some(begin)) => {
                let rest = text.get(begin.end()..).unwrap_or_default();
                found.push(begin.end()..begin.end() + rest.find("-----END").unwrap_or(rest.len()));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str, bare: Bare) -> String {
        let mut ranges = find(text, bare);
        ranges.extend(super::super::around::find_marked(text, bare));
        ranges.sort_by_key(|it| (it.start, it.end));
        let mut out = String::new();
        let mut at = 0;
        for range in ranges.into_iter().filter(|it| !it.is_empty()) {
            if range.start >= at {
                out.push_str(&text[at..range.start]);
                out.push_str("***");
            }
            at = at.max(range.end);
        }
        out + &text[at..]
    }

    #[test]
    fn values_of_secret_names_are_found_in_lines() {
        for (text, expected) in [
            ("MYSQL_PASSWORD=hunter2 mysqld", "MYSQL_PASSWORD=*** mysqld"),
            ("export DB_PASS='a b'; ls", "export DB_PASS='***'; ls"),
            ("  Password: hun ter2 # x\n  A: b", "  Password: *** # x\n  A: b"),
            ("{Password: hunter2, ImageId: x}", "{Password: ***, ImageId: x}"),
            (r#"{"Password":"hu\"nter2","A":1}"#, r#"{"Password":"***","A":1}"#),
            (r#""{\"token\":\"hunter2\",\"a\":1}""#, r#""{\"token\":\"***\",\"a\":1}""#),
            ("Password: |\n  a\n  b\nX: y", "Password: |\n***\n***\nX: y"),
            ("Password:\n  hunter2\nX: y", "Password:\n  ***\nX: y"),
            ("mysql --password hunter2 -h x", "mysql --password *** -h x"),
            ("IDENTIFIED BY 'hunter2';", "IDENTIFIED BY '***';"),
            ("git clone https://me:hunter2@host/x", "git clone https://me:***@host/x"),
            ("密码：hunter2", "密码：***"),
            (
                "a\n-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----",
                "a\n-----BEGIN RSA PRIVATE KEY-----***-----END RSA PRIVATE KEY-----",
            ),
            ("PASSWORD=$1 X=${PASSWORD} TOKEN=$(cat f)", "PASSWORD=$1 X=${PASSWORD} TOKEN=$(cat f)"),
            ("Password: {Ref: X}\nPassword: !Ref X", "Password: {Ref: X}\nPassword: !Ref X"),
            ("I: {NoEcho: true, Default: hunter2}", "I: {NoEcho: true, Default: ***}"),
            (
                "I:\n  Default: hunter2\n  NoEcho: 'true'\nJ:\n  Default: x",
                "I:\n  Default: ***\n  NoEcho: 'true'\nJ:\n  Default: x",
            ),
        ] {
            assert_eq!(masked(text, Bare::Literal), expected, "{text}");
        }
        let hcl = "password = var.password\ntoken = \"hunter2\"\nvariable \"x\" {\n  default = \"a\"\n  sensitive = true\n}\n";
        let expected = "password = var.password\ntoken = \"***\"\nvariable \"x\" {\n  default = \"***\"\n  sensitive = true\n}\n";
        assert_eq!(masked(hcl, Bare::Reference), expected);
    }
}
