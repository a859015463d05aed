//! Names that say that what they name is secret.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

/// What every name of a secret holds, so that most names are told apart from them at a glance.
pub(super) const STEMS: [&str; 32] = [
    "pass",
    "pasw",
    "psw",
    "pwd",
    "pw",
    "secret",
    "token",
    "key",
    "code",
    "credential",
    "auth",
    "cookie",
    "dsn",
    "conn",
    "psk",
    "sk",
    "ak",
    "otp",
    "jwt",
    "bearer",
    "salt",
    "hmac",
    "kubeconfig",
    "kube_config",
    "dockerconfig",
    "id_rsa",
    "密",
    "口令",
    "钥",
    "令牌",
    "凭",
    "码",
];

/// Words that mean a secret wherever they stand in a name, in lower case without separators.
const ANYWHERE: [&str; 23] = [
    "passw",
    "pasw",
    "pswd",
    "passphrase",
    "secret",
    "credential",
    "accesskey",
    "connectionstring",
    "connectstring",
    "connstr",
    "kubeconfig",
    "dockerconfigjson",
    "keytab",
    "idrsa",
    "bearer",
    "密码",
    "口令",
    "密钥",
    "秘钥",
    "私钥",
    "令牌",
    "凭证",
    "凭据",
];

/// Words that mean a secret where they are a word of the name, or its end.
const ENDS: [&str; 8] = ["token", "tokens", "pwd", "pw", "dsn", "cookie", "cookies", "授权码"];

/// Words that mean a secret only as a word of the name.
const WORDS: [&str; 9] = ["psk", "ak", "sk", "aksk", "otp", "jwt", "psw", "hmac", "salt"];

/// Words that mean a secret only as the last word of the name.
const LAST: [&str; 3] = ["auth", "authorization", "authorisation"];

/// Words that end as `pass` does and mean something else.
const PASSING: [&str; 7] = ["bypass", "compass", "encompass", "surpass", "trespass", "overpass", "underpass"];

/// What makes the key or keys after it secret.
const OF_KEYS: [&str; 37] = [
    "private",
    "api",
    "auth",
    "signing",
    "signature",
    "encryption",
    "encrypt",
    "decryption",
    "decrypt",
    "shared",
    "license",
    "licence",
    "ssh",
    "ssl",
    "tls",
    "rsa",
    "dsa",
    "pem",
    "certificate",
    "cert",
    "app",
    "master",
    "account",
    "storage",
    "deploy",
    "client",
    "server",
    "activation",
    "session",
    "webhook",
    "security",
    "service",
    "hmac",
    "wrapping",
    "trust",
    "pass",
    "registration",
];

/// The same, as whole words.
const WORDS_OF_KEYS: [&str; 5] = ["ca", "ec", "sign", "sas", "root"];

/// What makes the code after it secret.
const OF_CODES: [&str; 14] = [
    "auth",
    "authorization",
    "authorisation",
    "verify",
    "verification",
    "pin",
    "access",
    "security",
    "activation",
    "unlock",
    "invitation",
    "pairing",
    "recovery",
    "pass",
];

/// Last words after which a name speaks about a secret and does not hold one.
const ABOUT: [&str; 74] = [
    "name",
    "names",
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
    "num",
    "number",
    "required",
    "algorithm",
    "alg",
    "size",
    "bits",
    "spec",
    "status",
    "state",
    "mode",
    "method",
    "strategy",
    "scope",
    "validity",
    "valid",
    "prefix",
    "suffix",
    "domain",
    "fingerprint",
    "print",
    "md5",
    "checking",
    "age",
    "prevention",
    "usage",
    "limit",
    "free",
    "time",
    "date",
    "days",
    "hours",
    "minutes",
    "seconds",
    "interval",
    "provider",
    "issuer",
    "kind",
    "class",
    "character",
    "characters",
    "attempts",
    "history",
    "regex",
    "through",
];

/// The same after a key, which an identifier, too, only speaks about.
const ABOUT_KEYS: [&str; 6] = ["id", "ids", "pair", "pairs", "attachment", "exchange"];

/// Ends of names in Chinese that speak about a secret.
const ABOUT_IN_CHINESE: [&str; 8] = ["长度", "名称", "策略", "类型", "说明", "描述", "有效期", "密钥对"];

static STEM: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| automaton(STEMS.iter()));

/// An automaton that finds `words` in any case, which is asked about many short texts.
pub(super) fn automaton<'w>(words: impl Iterator<Item = &'w &'static str>) -> Option<AhoCorasick> {
    let mut builder = AhoCorasick::builder();
    builder.ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).prefilter(false);
    builder.build(words).ok()
}

/// Whether a key, parameter, variable or setting called `name` holds a secret: in any case, with any separators.
pub(super) fn names_secret(name: &str) -> bool {
    let may_be = (2..=200).contains(&name.len()) && STEM.as_ref().is_none_or(|stem| stem.is_match(name));
    may_be && Name::of(name).is_secret()
}

/// A name in lower case.
struct Name {
    words: Vec<String>,
    /// Its words without anything between them.
    joined: String,
}

impl Name {
    /// The words of `name`: apart where a separator stands, or a capital follows a small letter.
    fn of(name: &str) -> Self {
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
        // `password2` is one more password.
        words
            .iter_mut()
            .for_each(|word| word.truncate(word.trim_end_matches(|it: char| it.is_ascii_digit()).len()));
        words.retain(|word| !word.is_empty());
        Name { joined: words.concat(), words }
    }

    fn has_word(&self, of: &[&str]) -> bool {
        self.words.iter().any(|word| of.contains(&word.as_str()))
    }

    fn is_secret(&self) -> bool {
        let last = self.words.last().map_or("", String::as_str);
        if ABOUT.contains(&last) || ABOUT_IN_CHINESE.iter().any(|end| last.ends_with(end)) {
            return false;
        }
        ANYWHERE.iter().any(|word| self.joined.contains(word))
            || ENDS.iter().any(|word| self.joined.ends_with(word))
            || self.has_word(&ENDS)
            || self.has_word(&WORDS)
            || LAST.contains(&last)
            || (last.ends_with("pass") && !PASSING.iter().any(|word| last.ends_with(word)))
            || self.has_after("code", &OF_CODES)
            || self.is_secret_key(last)
    }

    fn is_secret_key(&self, last: &str) -> bool {
        if self.has_word(&["public", "pub"]) || self.has_after("key", &["public", "pub"]) {
            return false;
        }
        let private = self.has_word(&["private"]) && self.joined.contains("key");
        let pairs = self.words.windows(2);
        let mut pairs = pairs.filter_map(|it| Some((it.first()?.as_str(), it.last()?.as_str())));
        private && last != "pair"
            || !ABOUT_KEYS.contains(&last)
                && (self.has_after("key", &OF_KEYS)
                    || pairs.any(|(of, key)| WORDS_OF_KEYS.contains(&of) && matches!(key, "key" | "keys")))
    }

    /// Whether `word` stands in the name after one of `before`.
    fn has_after(&self, word: &str, before: &[&str]) -> bool {
        let places = self.joined.match_indices(word);
        places
            .filter_map(|(at, _)| self.joined.get(..at))
            .any(|it| before.iter().any(|end| it.ends_with(end)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_their_names() {
        let names = "password Password MYSQLPASSWORD MasterUserPassword db_passwd DB_PASS DBPASS rootPwd AccessKeySecret \
             access_key accessKeyId secret SecretId client-secret token AuthToken github_token private_key \
             PrivateKeyBody api.key apiKey 数据库密码 私钥 pw pwd dbpw root.pw pass pass2 PGPASS dsn SENTRY_DSN cookie \
             session_cookie Cookies auth basic_auth AuthCode authorization_code VerifyCode Authorization \
             Proxy-Authorization LicenseKey LICENSE_KEY arms.licenseKey KeyPairPrivate ssh_key SSHKey certificate_key \
             ssl_certificate_key TlsKey ExistingCaKey connection_string ConnectionString conn_str signing_key SignKey \
             EncryptionKey SecurityKey AppKey master_key client_key kubeconfig KUBE_CONFIG .dockerconfigjson jwt \
             API_KEY_2 password1 passphrase id_rsa aksk";
        for name in names.split_whitespace() {
            assert!(names_secret(name), "{name}");
        }
    }

    #[test]
    fn other_names_are_shown() {
        let names = "ImageId tokenizer compass bypass bypass_cache SecretName PasswordInherit password_length \
             TokenTimeout KeyPairName SSHKeyPair ssh_key_name KeyPair key_name key Key keys Default author Author \
             authority authorized_keys AuthType EnableAuthType keyword Keywords monkey PublicKey PublicKeyBody \
             ssh_public_key PublicSSHKey ssh_pub_key passthrough pass_through PassThroughHeaders PassRole compass \
             TagKey ParameterKey KmsKeyId KMSMasterKeyID EncryptionKeyId PrimaryKey object_key RoutingKey LocaleKey \
             ProductKey StatusCode CommodityCode VerifyCodeLength CookieTimeout CookieName ConnectionStringPrefix \
             task disk DataDisk Description Certificate CertificateId PrivateIpAddress PrivateZone AuthMode \
             Authentication StrictHostKeyChecking 密码长度 密钥对 公钥 SpecificationCode KeyPrefix hash_key";
        for name in names.split_whitespace() {
            assert!(!names_secret(name), "{name}");
        }
    }

    #[test]
    fn every_word_has_a_stem() {
        let words = ANYWHERE.iter().chain(&ENDS).chain(&WORDS).chain(&LAST);
        for word in words {
            let has_stem = STEM.as_ref().unwrap().is_match(*word);
            assert!(has_stem || *word == "idrsa", "{word}");
        }
    }
}
