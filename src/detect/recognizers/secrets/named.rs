//! Keys and tokens of no known form, by the words before them: a name in code, in a header, or in a sentence.

mod words;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use self::words::{NO_SECRET, STRONG};
use super::{distinct, is_hex, is_words};
use crate::detect::Find;
use crate::detect::context::fold;
use crate::detect::recognizers::cue::is_word;
use crate::detect::recognizers::{Probe, Trigger};
use crate::kind::Kind;
use crate::span::Span;

pub(super) const PROBES: &[Probe] = &[
    Probe { name: "named_key", kinds: &["SECRET"], at: Trigger::Words(CUES), find: named_key },
    Probe { name: "basic_auth", kinds: &["SECRET"], at: Trigger::Words(&["basic"]), find: basic_auth },
];

/// Words for a key. `API_KEY` and `apiKey` have the first one in them.
const CUES: &[&str] = &[
    "key",
    "keys",
    "apikey",
    "apikeys",
    "secretkey",
    "accesskey",
    "privatekey",
    "access_key_id",
    "accesskeyid",
    "access key id",
    "token",
    "tokens",
    "accesstoken",
    "authtoken",
    "apitoken",
    "refreshtoken",
    "bearer",
    "authorization",
    "auth",
    "client_secret",
    "client secret",
    "client-secret",
    "clientsecret",
    "api_secret",
    "api secret",
    "api-secret",
    "apisecret",
    "secrets",
    "jwt_secret",
    "jwt",
    "phpsessid",
    "jsessionid",
    "sessionid",
    "sleutel",
    "sleutels",
    "schlüssel",
    "SCHLÜSSEL",
    "schluessel",
    "clé",
    "cle",
    "jeton",
    "llave",
    "chiave",
    "chave",
    "klucz",
    "nyckel",
    "nyckeln",
];

/// Cues that are also used for other things: what stands behind them must be longer.
const COMMON: &[&str] = &["key", "keys", "token", "tokens", "auth", "llave", "cle", "clé", "jeton"];

/// Words behind a cue after which something about the key stands.
const OTHER: &[&str] = &[
    "id",
    "ids",
    "name",
    "names",
    "type",
    "length",
    "size",
    "count",
    "path",
    "file",
    "version",
    "number",
    "url",
    "uri",
    "pair",
    "value_type",
    "format",
    "index",
    "prefix",
    "limit",
    "expires",
    "created",
];

/// How far behind a cue a value may begin, and the words between.
const GAP: usize = 72;
const WORDS: usize = 5;
/// The shortest value, the longest one, and how much of it is looked at first.
const LEAST: usize = 16;
const LONGEST: usize = 4 << 10;
const LOOK: usize = 64;

/// How a value follows its cue.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    Sign,
    Words,
}

fn named_key(text: &str, cue: Span, finds: &mut Vec<Find>) {
    let inside = finds.last().is_some_and(|find| find.span.start <= cue.start && cue.end <= find.span.end);
    if inside || !is_followed(text.as_bytes(), cue.end) || !is_word(text, cue) {
        return;
    }
    let word = cue.get(text).unwrap_or_default();
    let is = |words: &[&str]| words.iter().any(|other| other.eq_ignore_ascii_case(word));
    let (before, no_secret) = words_before(text, cue.start);
    if no_secret {
        return;
    }
    if let Some(span) = mailgun(text, cue) {
        finds.push(Find::new(span, Kind::SECRET, 0.9, "named_key"));
        return;
    }
    let Some((span, link, named)) = value_after(text, cue.end) else { return };
    // SNYK_TOKEN
    let variable = word == "TOKEN" && text.get(..cue.start).is_some_and(|before| before.ends_with('_'));
    let strong = !is(COMMON) || before || named || variable;
    let value = span.get(text).unwrap_or_default();
    if is_random(value, strong) {
        let score = match (link, strong) {
            (Link::Sign, true) => 0.9,
            (Link::Sign, false) => 0.8,
            (Link::Words, true) => 0.75,
            (Link::Words, false) => 0.65,
        };
        finds.push(Find::new(span, Kind::SECRET, score, "named_key"));
    }
}

/// Whether anything near a cue is long enough for a key: in most sentences nothing is.
fn is_followed(bytes: &[u8], from: usize) -> bool {
    let near = bytes.get(from..bytes.len().min(from + GAP + LEAST)).unwrap_or_default();
    let mut run = 0;
    near.iter().any(|b| {
        run = if is_value(*b) { run + 1 } else { 0 };
        run >= LEAST
    })
}

/// Whether the word before makes a cue strong, and whether one of the three before says that it is no secret.
fn words_before(text: &str, at: usize) -> (bool, bool) {
    let near = (at.saturating_sub(32)..=at).find_map(|from| text.get(from..at)).unwrap_or_default();
    let mut rest = near.rsplit(['\n', ';', ',', '{', '.', '&', '?']).next().unwrap_or_default();
    let (mut strong, mut no_secret) = (false, false);
    for nth in 0..3 {
        rest = rest.trim_end_matches(|c: char| !c.is_alphabetic());
        // The last word of `cachePublic`.
        let (mut start, mut small) = (rest.trim_end_matches(char::is_alphabetic).len(), false);
        let letters = start;
        for (at, c) in rest.char_indices().filter(|(at, _)| *at >= letters) {
            if small && c.is_uppercase() {
                start = at;
            }
            small = c.is_lowercase();
        }
        let word = rest.get(start..).unwrap_or_default();
        rest = rest.get(..start).unwrap_or_default();
        let word = fold(word);
        strong |= nth == 0 && STRONG.contains(&&*word);
        no_secret |= NO_SECRET.contains(&&*word);
    }
    (strong, no_secret)
}

/// `key-` and 32 digits of base 16 (Mailgun).
fn mailgun(text: &str, cue: Span) -> Option<Span> {
    let rest = text.get(cue.end..)?.strip_prefix('-')?.as_bytes();
    let len = rest.iter().take(64).take_while(|b| b.is_ascii_alphanumeric()).count();
    let small = cue.get(text) == Some("key");
    (small && len == 32 && is_hex(rest.get(..32)?)).then(|| Span::new(cue.start, cue.end + 33))
}

/// What ends a value, besides white space.
fn ends_value(b: u8) -> bool {
    b.is_ascii_whitespace() || b"\"'`,;&|<>(){}[]\\".contains(&b)
}

fn is_value(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"_-./+=~%".contains(&b)
}

/// The first word behind a cue that is no word of a language; behind a sign, the first word.
/// Also says whether a word between makes the cue strong.
fn value_after(text: &str, from: usize) -> Option<(Span, Link, bool)> {
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
    let (mut at, mut words, mut signs, mut lines) = (from, 0, 0, 0);
    let (mut comma, mut strong) = (false, false);
    // The end of a name: API_KEY_2, tokens[0].
    while byte(at).is_ascii_digit() || byte(at) == b'_' {
        at += 1;
    }
    while at < bytes.len() && at < from + GAP {
        match byte(at) {
            b':' | b'=' | b'>' => {
                signs += 1;
                at += 1;
                // One sign: `:=`, `=>`, `==`.
                while matches!(byte(at), b'=' | b'>' | b':') {
                    at += 1;
                }
                continue;
            }
            b',' => {
                comma = true;
                at += 1;
                continue;
            }
            b'\n' => {
                lines += 1;
                at += 1;
                if lines > 2 {
                    return None;
                }
                continue;
            }
            b' ' | b'\t' | b'\r' | b'"' | b'\'' | b'`' | b'*' | b'(' | b')' | b'[' | b']' => {
                at += 1;
                continue;
            }
            b'.' | b'!' | b'?' if byte(at + 1).is_ascii_whitespace() => return None,
            _ => {}
        }
        let start = at;
        let rest = bytes.get(start..)?;
        let len = rest.iter().take(LOOK).take_while(|b| !ends_value(**b) && **b != b':').count();
        // An attribute: value="…"
        let len = if rest.starts_with(b"value=") { 5 } else { len };
        let word = rest.get(..len)?;
        let is_name = word.iter().all(|b| b.is_ascii_alphabetic() || !b.is_ascii() || b"_-.!?/&".contains(b));
        if len > 0 && is_name && len <= 24 {
            let folded = fold(text.get(start..start + len).unwrap_or_default());
            let scheme = ["bearer", "basic", "token", "apikey", "key", "string", "str", "value", "new"]
                .contains(&&*folded);
            // `"key": "name", "other": …`: the value was a word, or the text goes on.
            let typed = signs == 1 && byte(start + len) == b' ' && byte(start + len + 1) == b'=';
            let other = NO_SECRET.contains(&&*folded) || OTHER.contains(&&*folded) || comma && !scheme;
            let over = signs == 0 && folded.ends_with(['.', '!', '?']);
            if other || over || signs > 0 && !scheme && !typed || words >= WORDS {
                return None;
            }
            // Below the line of a cue stands the value, or another sentence.
            if lines > 0 {
                return None;
            }
            strong |= STRONG.contains(&&*folded);
            words += 1;
            at = start + len;
            continue;
        }
        if len == 0 || word.contains(&b'%') && !is_escaped(word) || !word.iter().all(|b| is_value(*b)) {
            return None;
        }
        // `key=key=key=…` is asked at each key.
        let equation = word.iter().rev().skip_while(|b| **b == b'=').any(|b| *b == b'=');
        if len < LEAST || equation || distinct(word) < 6 {
            return None;
        }
        let all = rest.iter().take(LONGEST).take_while(|b| is_value(**b)).count();
        let mut end = start + all;
        // Code, an address, a text with a sign of its own.
        let closed = ends_value(byte(end)) && !matches!(byte(end), b'(' | b'[');
        let punctuated = b":!?".contains(&byte(end)) && !byte(end + 1).is_ascii_alphanumeric();
        let quoted = text.get(end..).is_some_and(|rest| rest.starts_with(['…', '”', '“', '’', '»', '«']));
        if !closed && !punctuated && !quoted {
            return None;
        }
        while end > start && matches!(byte(end - 1), b'.' | b'-' | b'/') {
            end -= 1;
        }
        let link = if signs > 0 { Link::Sign } else { Link::Words };
        return Some((Span::new(start, end), link, strong));
    }
    None
}

/// Whether each `%` stands before two digits of base 16.
fn is_escaped(value: &[u8]) -> bool {
    value
        .split(|b| *b == b'%')
        .skip(1)
        .all(|rest| rest.len() >= 2 && rest.iter().take(2).all(u8::is_ascii_hexdigit))
}

/// Whether a value is as random as a key: no word, no path, no version, no identifier of another thing.
fn is_random(value: &str, strong: bool) -> bool {
    let bytes = value.as_bytes();
    let count = |is: fn(&u8) -> bool| bytes.iter().filter(|b| is(b)).count();
    let digits = count(u8::is_ascii_digit);
    let (small, capital) = (count(u8::is_ascii_lowercase), count(u8::is_ascii_uppercase));
    let letters = small + capital;
    if bytes.len() < LEAST || letters < 2 || is_other(value, strong) {
        return false;
    }
    let hex = bytes.strip_prefix(b"0x").unwrap_or(bytes);
    if is_hex(hex) {
        return digits >= 4 && distinct(hex) >= 6;
    }
    let head = bytes.get(..bytes.len().min(2 * LOOK)).unwrap_or_default();
    let mixed = small > 1 && capital > 1;
    let enough = digits >= 2 || digits == 1 && mixed || mixed && bytes.len() >= 24;
    enough && entropy(head) >= bound(head.len()) && !is_words(head) && !is_name(bytes)
}

/// Shannon's entropy of bytes, in bits for each.
fn entropy(value: &[u8]) -> f32 {
    let mut counts = [0u16; 128];
    value.iter().for_each(|b| counts.get_mut(usize::from(*b)).into_iter().for_each(|count| *count += 1));
    let all = value.len() as f32;
    let part = |count: u16| f32::from(count) / all;
    counts.iter().filter(|count| **count > 0).map(|count| -part(*count) * part(*count).log2()).sum()
}

/// What nearly all random values of a length reach whose characters are small letters and digits.
fn bound(len: usize) -> f32 {
    match len {
        0..20 => 3.1,
        20..28 => 3.4,
        28..40 => 3.7,
        _ => 3.9,
    }
}

/// `NL80211_MAX_AKM`, `sha512-…`, a path, a page, a file, a UUID, `1.2.3-rc.4`.
fn is_other(value: &str, strong: bool) -> bool {
    let bytes = value.as_bytes();
    let hashed =
        ["sha1-", "sha256-", "sha384-", "sha512-", "md5-"].iter().any(|name| value.starts_with(name));
    let uuid = value.len() == 36 && bytes.iter().filter(|b| **b == b'-').count() == 4 && {
        let mut groups = value.split('-').map(str::len);
        [8, 4, 4, 4, 12].iter().all(|len| groups.next() == Some(*len))
    };
    let base64 = value.len() == 40 || value.len() % 4 == 0;
    let slash = value.starts_with('/') && !(strong && base64 && !value.contains(['.', '-', '_']));
    let path = slash || value.starts_with("./") || value.starts_with("../") || value.starts_with("~/");
    let parts = value.split('/').filter(|part| part.len() > 2 && is_words(part.as_bytes())).count();
    let ending = value.rsplit_once('.').is_some_and(|(_, end)| {
        (1..=5).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    });
    hashed || uuid && !strong || path || parts > 0 && value.contains('/') || ending
}

/// Capital letters and digits with `_`, or parts of which most are words: `user-profile-v2-cache-2024`.
fn is_name(value: &[u8]) -> bool {
    let constant = value.contains(&b'_')
        && value.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_');
    let parts = || value.split(|b| b"_-./".contains(b)).filter(|part| !part.is_empty());
    // A word, a number, a word with a number: oauth2.
    let plain = |part: &[u8]| {
        let letters = part.iter().skip(1).take_while(|b| b.is_ascii_lowercase()).count();
        let rest = part.get(1 + letters..).unwrap_or_default();
        let digits = rest.iter().all(u8::is_ascii_digit);
        digits && (letters == 0 && rest.len() < 8 || letters > 0 && letters < 15 && rest.len() < 5)
            || part.len() < 4
    };
    constant || parts().count() > 2 && parts().filter(|part| !plain(part)).count() == 0
}

/// `Basic` and a name and a password in base 64 (RFC 7617).
fn basic_auth(text: &str, cue: Span, finds: &mut Vec<Find>) {
    let bytes = text.as_bytes();
    let rest = bytes.get(cue.end..).and_then(|rest| rest.strip_prefix(b" ")).unwrap_or_default();
    let is_letter = |b: &&u8| b.is_ascii_alphanumeric() || b"+/".contains(b);
    let len = rest.iter().take(1 << 10).take_while(is_letter).count();
    let signs = rest.iter().skip(len).take(2).take_while(|b| **b == b'=').count();
    let value = rest.get(..len + signs).unwrap_or_default();
    if value.len() < 8 || !is_word(text, cue) {
        return;
    }
    let Ok(pair) = BASE64_STANDARD.decode(value) else { return };
    let name = pair.iter().position(|b| *b == b':').unwrap_or_default();
    let shown = String::from_utf8(pair).is_ok_and(|pair| !pair.chars().any(char::is_control));
    if name > 0 && shown {
        let start = cue.end + 1;
        finds.push(Find::new(Span::new(start, start + value.len()), Kind::SECRET, 0.9, "basic_auth"));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use crate::Detector;

    fn secrets(text: &str) -> Vec<&str> {
        let finds = Detector::new().detect(text).unwrap();
        let secrets = finds.iter().filter(|find| find.kind().unwrap().as_str() == "SECRET");
        secrets.map(|find| find.span().get(text).unwrap()).collect()
    }

    const HEX: &str = "9951b14e2d113cdb56cd1d76c13e8afb52288619";
    const RANDOM: &str = "k0zRxoLFuKCTMnHzXobdQAS7ar24clMz";
    const BASE64: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    const UUID: &str = "8c0b4d2e-1f3a-4e5b-9d6c-7a8b9c0d1e2f";

    #[test]
    fn keys_are_found_by_their_names() {
        for (text, key) in [
            ("here's the key, {}, pls rotate it after the demo", HEX),
            ("Here's my API key:\n{}", HEX),
            ("the key for staging is {}", HEX),
            ("API key: {}.", RANDOM),
            ("api_key={}", RANDOM),
            ("API_KEY='{}'", RANDOM),
            ("export TOKEN={}", HEX),
            ("const apiKey: string = \"{}\";", RANDOM),
            ("String accessToken = \"{}\";", RANDOM),
            ("{\"api_key\": \"{}\", \"user\": \"jane\"}", RANDOM),
            ("{\"name\": \"API_KEY\", \"value\": \"{}\"}", RANDOM),
            ("apiKey: {}", RANDOM),
            ("<apiKey>{}</apiKey>", RANDOM),
            ("<add key=\"ApiToken\" value=\"{}\" />", RANDOM),
            ("define('SECRET_KEY', '{}');", RANDOM),
            ("os.getenv(\"API_KEY\", \"{}\")", RANDOM),
            ("Authorization: Bearer {}", HEX),
            ("curl -H \"Authorization: Bearer {}\" https://api.example.com", RANDOM),
            ("Authorization: token {}", HEX),
            ("Authorization: {}", RANDOM),
            ("X-Api-Key: {}", HEX),
            ("X-Auth-Token: {}", RANDOM),
            ("deploy --token {}", RANDOM),
            ("aws_secret_access_key = {}", BASE64),
            ("AWS_SECRET_ACCESS_KEY={}", BASE64),
            ("aws_access_key_id = {}", HEX),
            ("the api key is {}", UUID),
            ("client_secret: {}", RANDOM),
            ("SNYK_TOKEN={}", UUID),
            ("De API-sleutel is {}", RANDOM),
            ("Der API-Schlüssel lautet {}", RANDOM),
            ("Ma clé API : {}", RANDOM),
            ("la chiave api è {}", RANDOM),
            ("klucz API: {}", RANDOM),
            ("min api-nyckel: {}", RANDOM),
            ("AccountKey={}==;EndpointSuffix=core.windows.net", BASE64),
            ("mailgun: {}", concat!("key-", "3a76f29d9ed5d4fcc373f1adc1e70b1a")),
        ] {
            let wanted = if text.contains("AccountKey") { format!("{key}==") } else { key.to_owned() };
            let text = text.replace("{}", key);
            assert_eq!(secrets(&text), [wanted], "{text}");
        }
    }

    #[test]
    fn other_things_are_no_keys() {
        for text in [
            "commit 9951b14e2d113cdb56cd1d76c13e8afb52288619",
            "the key commit is 9951b14e2d113cdb56cd1d76c13e8afb52288619",
            "sha256 of the key: 9951b14e2d113cdb56cd1d76c13e8afb52288619",
            "token sha256: 9951b14e2d113cdb56cd1d76c13e8afb52288619",
            "key: 8c0b4d2e-1f3a-4e5b-9d6c-7a8b9c0d1e2f",
            "token = $TOKEN",
            "api_key: <your key>",
            "api_key = process.env.OPENAI_API_KEY",
            "API_KEY=YOUR_API_KEY_1234567890",
            "api_key = \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"",
            "token: ${{ secrets.GITHUB_TOKEN }}",
            "key = user_profile_cache_v2_settings",
            "key: linux-x86_64-build-cache-20240301",
            "\"key\": \"images/2024/03/01/profile-picture-large.png\"",
            "key=/etc/ssl/private/server2024-example.key",
            "public key: k0zRxoLFuKCTMnHzXobdQAS7ar24clMz",
            "publicKey = \"k0zRxoLFuKCTMnHzXobdQAS7ar24clMz\"",
            "cacheKey: 9951b14e2d113cdb56cd1d76c13e8afb52288619",
            "\"integrity\": \"sha512-k0zRxoLFuKCTMnHzXobdQAS7ar24clMz9951b14e2d113cdb==\"",
            "nextPageToken: CAUQAA9951b14e2d113cdb56cd",
            "token = generateRandomToken32(length)",
            "if (token == lastSeenToken1234567890abc(x)) {}",
            "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42",
            "keyboard k0zRxoLFuKCTMnHzXobdQAS7ar24clMz",
            "primary key (id) references users_table_2024_backup",
            "className=\"btn-primary-lg-2 token-input-wrapper-v2-x4\"",
            "the token was wrong. Build 9951b14e2d113cdb56cd1d76c13e8afb52288619",
            "token: 2024-11-27T10:00:00.000Z",
            "key: 1.2.3-rc.4+build.20240301.x86",
            "key_id: 507f1f77bcf86cd799439011",
            "max_tokens=4096, model=gpt-4-turbo-2024-04-09-preview",
            "gpg --keyserver hkps://keys.openpgp.org --recv-keys 5BE8A3F6C8A5C01D106C0AD820B1A390B168D356",
            "from oauthlib.common import generate_token\nfrom oauthlib.oauth2.rfc6749.errors import x",
            "token\nBuild 9951b14e2d113cdb56cd1d76c13e8afb52288619",
            "Basic authentication is simple",
        ] {
            assert_eq!(secrets(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn pairs_in_base_64_are_found() {
        assert_eq!(secrets("Authorization: Basic dXNlcjpwYXNzd29yZA=="), ["dXNlcjpwYXNzd29yZA=="]);
    }

    #[test]
    fn a_long_value_is_found_whole() {
        let token = RANDOM.repeat(100);
        assert_eq!(secrets(&format!("session token: {token}\nnext")), [&*token]);
    }
}
