//! Names that say that what they name is secret.

/// Words that mean a secret wherever they stand in a name, in lower case without separators.
const ANYWHERE: [&str; 22] = [
    "passw",
    "passwd",
    "pasword",
    "passphrase",
    "secret",
    "privatekey",
    "accesskey",
    "apikey",
    "authkey",
    "signingkey",
    "encryptionkey",
    "sharedkey",
    "credential",
    "authtoken",
    "accesstoken",
    "connectionstring",
    "密码",
    "口令",
    "密钥",
    "秘钥",
    "令牌",
    "凭证",
];

/// Words that mean a secret where they are a word of the name, or its end.
const ENDS: [&str; 4] = ["token", "tokens", "pwd", "passcode"];

/// Words that mean a secret only as a word of the name.
const WORDS: [&str; 5] = ["pass", "psk", "sk", "aksk", "otp"];

/// Last words after which a name speaks about a secret and does not hold one.
const ABOUT: [&str; 28] = [
    "name",
    "length",
    "policy",
    "inherit",
    "enabled",
    "enable",
    "type",
    "description",
    "label",
    "ttl",
    "timeout",
    "expire",
    "expiration",
    "expiry",
    "version",
    "count",
    "rotation",
    "path",
    "file",
    "url",
    "uri",
    "arn",
    "endpoint",
    "property",
    "pattern",
    "format",
    "hint",
    "region",
];

/// Whether a key, parameter, variable or setting called `name` holds a secret: in any case, with any separators.
pub(super) fn names_secret(name: &str) -> bool {
    if name.len() < 2 || name.len() > 200 {
        return false;
    }
    let words = words(name);
    let joined = words.concat();
    let has_word = |of: &[&str]| words.iter().any(|word| of.contains(&word.as_str()));
    let is_secret = ANYWHERE.iter().any(|word| joined.contains(word))
        || ENDS.iter().any(|word| joined.ends_with(word))
        || has_word(&ENDS)
        || has_word(&WORDS);
    is_secret && !words.last().is_some_and(|last| ABOUT.contains(&last.as_str()))
}

/// The words of `name` in lower case: apart where a separator stands, or a capital follows a small letter.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_small = false;
    for character in name.chars() {
        if (character.is_uppercase() && after_small) || !character.is_alphanumeric() {
            words.push(String::new());
        }
        if let (true, Some(word)) = (character.is_alphanumeric(), words.last_mut()) {
            word.extend(character.to_lowercase());
        }
        after_small = character.is_lowercase() || character.is_ascii_digit();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::names_secret;

    #[test]
    fn secrets_are_known_by_their_names() {
        for name in [
            "password",
            "Password",
            "MYSQLPASSWORD",
            "MasterUserPassword",
            "db_passwd",
            "DB_PASS",
            "rootPwd",
            "AccessKeySecret",
            "access_key",
            "accessKeyId",
            "secret",
            "SecretId",
            "client-secret",
            "token",
            "AuthToken",
            "github_token",
            "private_key",
            "PrivateKeyBody",
            "api.key",
            "apiKey",
            "数据库密码",
        ] {
            assert!(names_secret(name), "{name}");
        }
        for name in [
            "ImageId",
            "tokenizer",
            "compass",
            "bypass",
            "SecretName",
            "PasswordInherit",
            "password_length",
            "TokenTimeout",
            "KeyPairName",
            "key",
            "Default",
            "",
        ] {
            assert!(!names_secret(name), "{name}");
        }
    }
}
