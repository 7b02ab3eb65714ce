//! Keys of which nothing is known but a word before them, and private keys.

use super::cue::{Link, Value, is_word, value_after};
use super::{Probe, Trigger};
use crate::detect::Find;
use crate::kind::Kind;
use crate::span::Span;

pub(super) const PROBES: &[Probe] = &[
    Probe { name: "key", kinds: &["SECRET"], at: Trigger::Words(KEY), find: key },
    Probe { name: "private_key", kinds: &["SECRET"], at: Trigger::Words(&["BEGIN "]), find: private_key },
];

const KEY: &[&str] = &[
    "key",
    "keys",
    "apikey",
    "api key",
    "api_key",
    "api-key",
    "token",
    "access_token",
    "auth_token",
    "bearer",
    "basic",
    "authorization",
    "access key",
    "access_key",
    "secret key",
    "secret_key",
    "secretkey",
    "accesskey",
    "client_secret",
    "clientsecret",
    "private_key",
    "credential",
    "credentials",
    "x-api-key",
    "sleutel",
    "schlüssel",
    "schluessel",
    "zugriffsschlüssel",
    "clé",
    "cle",
    "jeton",
    "clave",
    "llave",
    "chiave",
    "chave",
    "klucz",
    "nyckel",
    "auth",
    "signature",
    "sig",
    "aws_access_key_id",
    "aws_secret_access_key",
    "access_key_id",
    "secret_access_key",
    "key_id",
    "salt",
    "encryption_key",
    "webhook_secret",
    "signing_secret",
    "session_token",
];

/// Words after which a name and not a key stands, unless a sign links them.
const WEAK: &[&str] = &[
    "key",
    "keys",
    "basic",
    "auth",
    "sig",
    "signature",
    "salt",
    "authorization",
    "credential",
    "credentials",
];

/// Least bytes of a key.
const LEAST: usize = 16;

/// `here's the key, 9951b14e…`, `API_KEY=…`, `Authorization: Bearer …`
fn key(text: &str, cue: Span, finds: &mut Vec<Find>) {
    if !is_word(text, cue) {
        return;
    }
    let word = cue.get(text).unwrap_or_default();
    let weak = WEAK.iter().any(|weak| weak.eq_ignore_ascii_case(word));
    let value = value_after(text, cue).filter(|value| !weak || value.link != Link::Space || value.quoted);
    // `the key, …`, `token (…)`
    let value = value.or_else(|| after_comma(text, cue));
    let Some(Value { span, .. }) = value else { return };
    let value = span.get(text).unwrap_or_default();
    if is_key(value) {
        finds.push(Find::new(span, Kind::SECRET, 0.7, "key"));
    }
}

fn after_comma(text: &str, cue: Span) -> Option<Value> {
    let rest = text.get(cue.end..)?;
    let gap = [", ", ": ", " (", " - ", ":\n", "\n"].into_iter().find(|gap| rest.starts_with(gap))?;
    let start = cue.end + gap.len();
    let is_char = |b: &u8| b.is_ascii_alphanumeric() || b"_-./+=~".contains(b);
    let len = text.as_bytes().get(start..)?.iter().take(512).take_while(|b| is_char(b)).count();
    let value = text.get(start..start + len)?.trim_end_matches(['.', '-']);
    Some(Value { span: Span::new(start, start + value.len()), link: Link::Sign, quoted: false })
}

/// Whether nobody would have chosen these characters.
fn is_key(value: &str) -> bool {
    let bytes = value.as_bytes();
    let is_char = |b: &u8| b.is_ascii_alphanumeric() || b"_-./+=~:".contains(b);
    let digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
    let letters = bytes.iter().filter(|b| b.is_ascii_alphabetic()).count();
    bytes.len() >= LEAST
        && bytes.iter().all(is_char)
        && (digits >= 2 || digits == 1 && bytes.len() >= 32)
        && letters >= 2
        && !value.contains("://")
        && value.matches(['/', '.']).count() <= 2 + value.len() / 24
        && !value.starts_with(['/', '.'])
        && !value.to_ascii_lowercase().contains("example_")
        && !is_uuid(bytes)
        && entropy(bytes) >= least_entropy(bytes)
}

/// 8-4-4-4-12: the number of a thing.
fn is_uuid(bytes: &[u8]) -> bool {
    bytes.len() == 36 && [8, 13, 18, 23].iter().all(|&at| bytes.get(at) == Some(&b'-'))
}

/// Bits a character, by how often each occurs.
fn entropy(bytes: &[u8]) -> f32 {
    let mut counts = [0u16; 128];
    bytes.iter().for_each(|b| counts.get_mut(usize::from(*b)).into_iter().for_each(|count| *count += 1));
    let len = bytes.len() as f32;
    let share = |count: &u16| f32::from(*count) / len;
    counts.iter().filter(|count| **count > 0).map(|count| -share(count) * share(count).log2()).sum()
}

/// Hexadecimal digits have four bits at most; short texts less than they could have.
fn least_entropy(bytes: &[u8]) -> f32 {
    let hex = bytes.iter().all(u8::is_ascii_hexdigit);
    if hex { 2.8 } else { 3.3 }
}

/// A block in the form of RFC 7468, to its end or, where that is missing, to the end of what looks like it.
fn private_key(text: &str, cue: Span, finds: &mut Vec<Find>) {
    /// The longest block.
    const LONGEST: usize = 16 << 10;
    let Some(before) = text.get(..cue.start).filter(|before| before.ends_with("-----")) else { return };
    let start = before.len() - 5;
    let rest = text.get(cue.end..).unwrap_or_default();
    let Some(label) =
        rest.get(..rest.len().min(40)).or_else(|| rest.get(..20)).and_then(|rest| rest.split_once("-----"))
    else {
        return;
    };
    if !(label.0.ends_with("PRIVATE KEY") || label.0.ends_with("PRIVATE KEY BLOCK")) {
        return;
    }
    let body = cue.end + label.0.len() + 5;
    let is_body = |b: &u8| b.is_ascii_alphanumeric() || b"+/=\r\n \t\\:,-.()".contains(b);
    let len = text
        .as_bytes()
        .get(body..)
        .unwrap_or_default()
        .iter()
        .take(LONGEST)
        .take_while(|b| is_body(b))
        .count();
    let block = text.get(body..body + len).unwrap_or_default();
    let close = format!("-----END {}-----", label.0);
    let end = match block.find(&close) {
        Some(at) => body + at + close.len(),
        None => body + block.trim_end().len(),
    };
    finds.push(Find::new(Span::new(start, end), Kind::SECRET, 0.97, "private_key"));
}

#[cfg(test)]
mod tests {
    use crate::detect::Detector;

    #[test]
    fn keys_by_their_words() {
        for (text, expected) in [
            (
                "here's the key, 9951b14e2d113cdb56cd1d76c13e8afb52288619, ok",
                Some("9951b14e2d113cdb56cd1d76c13e8afb52288619"),
            ),
            ("API_KEY=9951b14e2d113cdb56cd1d76c13e8afb", Some("9951b14e2d113cdb56cd1d76c13e8afb")),
            (
                "Authorization: Bearer 88cfc36ff50d2e69b3fac79b8b3ced5f5497ecb9",
                Some("88cfc36ff50d2e69b3fac79b8b3ced5f5497ecb9"),
            ),
            (r#"{"client_secret": "Zq8w~7nXk2PzR4tYv6Bm"}"#, Some("Zq8w~7nXk2PzR4tYv6Bm")),
            (
                "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                Some("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
            ),
            ("commit 9951b14e2d113cdb56cd1d76c13e8afb52288619", None),
            ("sha256:66b46763e7f1b86ab6ab6b7c8b8c8d8e", None),
            ("token = process.env.API_TOKEN", None),
            ("key: some-long-name-of-a-thing", None),
            ("session token 123e4567-e89b-42d3-a456-426614174000", None),
            ("the key is in /etc/ssl/private/server1.example.key", None),
        ] {
            let found = Detector::new().detect(text).unwrap();
            let found = found.first().and_then(|entity| entity.span().get(text));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn private_keys() {
        let block = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA0123456789\nabcdEFGH==\n-----END RSA PRIVATE KEY-----";
        for text in [block, &block[..60]] {
            let around = format!("see {text}\n\n§ more");
            let found = Detector::new().detect(&around).unwrap();
            assert_eq!(found.iter().map(|e| e.span().get(&around).unwrap()).collect::<Vec<_>>(), [text]);
        }
        let public = "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkq\n-----END PUBLIC KEY-----";
        assert_eq!(Detector::new().detect(public).unwrap(), []);
    }
}
