//! Keys and tokens of no known form, by the words before them: a name in code, in a header, or in a sentence.

mod words;

use self::words::{NO_SECRET, STRONG};
use super::{distinct, is_hex, is_key, is_words};
use crate::detect::Find;
use crate::detect::context::fold;
use crate::detect::recognizers::cue::{is_member_of_type, is_word};
use crate::detect::recognizers::{Probe, Trigger};
use crate::kind::Kind;
use crate::span::Span;

pub(super) const PROBES: &[Probe] = &[
    Probe {
        name: "named_key",
        kinds: &["SECRET"],
        at: Trigger::Words(CUES),
        find: named_key,
        example: "api_key = k0zRxoLFuKCTMnHzXobdQAS7ar24",
        source: "cue words, entropy",
    },
    Probe {
        name: "glued_key",
        kinds: &["SECRET"],
        at: Trigger::Number,
        find: glued_key,
        example: "IBMCLOUDIAMAPIKEY=k0zRxoLFuKCTMnHzXobdQAS7ar24",
        source: "cue words, entropy",
    },
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
pub(super) const LONGEST: usize = 4 << 10;
pub(super) const LOOK: usize = 64;

/// How a value follows its cue.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    Sign,
    Words,
}

fn named_key(text: &str, cue: Span, finds: &mut Vec<Find>) {
    let inside = finds.last().is_some_and(|find| find.span.start <= cue.start && cue.end <= find.span.end);
    let word = cue.get(text).unwrap_or_default();
    if !inside && word == "SecretS" {
        // mySecretString
        let key = key_behind_name(text, Span::new(cue.start, cue.end - 1));
        finds.extend(key.map(|span| Find::new(span, Kind::SECRET, 0.85, "named_key")));
    }
    if inside || !is_word(text, cue) {
        return;
    }
    let is = |words: &[&str]| words.iter().any(|other| other.eq_ignore_ascii_case(word));
    if !is_followed(text.as_bytes(), cue.end) {
        let short = short_key(text, cue.end);
        let short = short.filter(|_| is(NAMED) || is(&["key", "token"]) && is_of_api(text, cue.start));
        finds.extend(short.map(|span| Find::new(span, Kind::SECRET, 0.8, "named_key")));
        return;
    }
    let (before, no_secret) = words_before(text, cue.start);
    if no_secret || is_member_of_type(text, cue.start) {
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
    // The name of a key: `key a29e971b…` in talk about who signed something.
    let hashed = matches!(value.len(), 16 | 32 | 40 | 64) && is_hex(value.as_bytes());
    if hashed && !strong && span.start == cue.end + 1 && text.as_bytes().get(cue.end) == Some(&b' ') {
        return;
    }
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

/// `secret_` and 43 letters and digits (Notion, until 2024).
pub(in crate::detect::recognizers) fn secret_token(text: &str, cue: Span) -> Option<Span> {
    let rest = text.get(cue.end..)?.strip_prefix('_')?;
    let len = rest.bytes().take(LOOK).take_while(u8::is_ascii_alphanumeric).count();
    let token = rest.get(..len)?;
    let small = cue.get(text) == Some("secret");
    let random = len == 43 && is_key(token) && !is_words(token.as_bytes());
    (small && random).then(|| Span::new(cue.start, cue.end + 1 + len))
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
                // One sign: `:=`, `=>`, `==`.
                while matches!(byte(at), b'=' | b'>' | b':') {
                    at += 1;
                }
                continue;
            }
            b'\n' if lines == 2 => return None,
            b @ (b',' | b'\n' | b' ' | b'\t' | b'\r' | b'"' | b'\'' | b'`' | b'*' | b'(' | b')' | b'['
            | b']') => {
                comma |= b == b',';
                lines += usize::from(b == b'\n');
                at += 1;
                continue;
            }
            // A quotation mark in a text in quotation marks.
            b'\\' if matches!(byte(at + 1), b'"' | b'\'' | b'\\') => {
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
            let other = folded.split(['_', '-']).any(is_other_word) || comma && !scheme;
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
        let link = if signs > 0 { Link::Sign } else { Link::Words };
        return token_at(text, start, word).map(|span| (span, link, strong));
    }
    None
}

/// All of the token that begins with a word; `None` where that is no token.
fn token_at(text: &str, start: usize, word: &[u8]) -> Option<Span> {
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
    if word.is_empty() || word.contains(&b'%') && !is_escaped(word) || !word.iter().all(|b| is_value(*b)) {
        return None;
    }
    // `key=key=key=…` is asked at each key.
    let equation = word.iter().rev().skip_while(|b| **b == b'=').any(|b| *b == b'=');
    if word.len() < LEAST || equation || distinct(word) < 6 {
        return None;
    }
    let mut end = start + bytes.get(start..)?.iter().take(LONGEST).take_while(|b| is_value(**b)).count();
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
    Some(Span::new(start, end))
}

/// Whether a word behind a cue says that something about the key follows, or no secret.
fn is_other_word(word: &str) -> bool {
    NO_SECRET.contains(&word) || OTHER.contains(&word)
}

/// Whether each `%` stands before two digits of base 16.
pub(super) fn is_escaped(value: &[u8]) -> bool {
    value
        .split(|b| *b == b'%')
        .skip(1)
        .all(|rest| rest.len() >= 2 && rest.iter().take(2).all(u8::is_ascii_hexdigit))
}

/// Cues that need no word before them.
const NAMED: &[&str] = &[
    "apikey",
    "secretkey",
    "accesskey",
    "apitoken",
    "accesstoken",
    "authtoken",
    "apisecret",
    "clientsecret",
];

/// Whether a cue stands behind `api` or another word of its sort: `Api-Token`, `API_KEY`.
fn is_of_api(text: &str, at: usize) -> bool {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    let before = before.strip_suffix(b"_").or(before.strip_suffix(b"-")).or(before.strip_suffix(b" "));
    let before = before.unwrap_or(text.as_bytes().get(..at).unwrap_or_default());
    ["api", "secret", "access", "auth"].iter().any(|word| {
        let last = before.len().checked_sub(word.len()).and_then(|from| before.get(from..));
        last.is_some_and(|last| last.eq_ignore_ascii_case(word.as_bytes()))
    })
}

/// A value of fewer characters than most keys have, directly behind the sign behind its cue: letters of both cases
/// and digits that change places as in no word.
fn short_key(text: &str, from: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
    let mut at = from;
    let mark = |at: usize| usize::from(matches!(byte(at), b'"' | b'\''));
    at += mark(at);
    at += usize::from(byte(at) == b' ');
    if !matches!(byte(at), b':' | b'=') {
        return None;
    }
    at += 1;
    at += usize::from(byte(at) == b' ');
    at += mark(at);
    let rest = bytes.get(at..)?;
    let ends = |b: &u8| b.is_ascii_whitespace() || b"\"'`,;&|<>(){}[]\\/$:".contains(b) || !b.is_ascii();
    let len = rest.iter().take(LOOK).take_while(|b| !ends(b)).count();
    let value = text.get(at..at + len)?.trim_end_matches(['.', '!', '?']);
    let all = |is: fn(&u8) -> bool| value.as_bytes().iter().filter(|b| is(b)).count();
    let digits = all(u8::is_ascii_digit);
    let mixed = all(u8::is_ascii_uppercase) > 0 && all(u8::is_ascii_lowercase) > 0;
    let turns = value.as_bytes().windows(2).filter(|pair| match pair {
        [a, b] => a.is_ascii_digit() != b.is_ascii_digit(),
        _ => false,
    });
    let random = (10..=LOOK).contains(&value.len()) && digits > 1 && mixed && turns.count() > 3;
    let closed = !matches!(byte(at + len), b'(' | b'[' | b'{' | b'/' | b'$' | b':');
    (random && closed && !is_name(value.as_bytes())).then(|| Span::new(at, at + value.len()))
}

/// A key behind a name that goes on behind its cue: `mySecretString = …`, `SECRET_DO_NOT_COMMIT=…`.
pub(in crate::detect::recognizers) fn key_behind_name(text: &str, cue: Span) -> Option<Span> {
    let bytes = text.as_bytes();
    if !is_followed(bytes, cue.end) || is_member_of_type(text, cue.start) {
        return None;
    }
    let rest = bytes.get(cue.end..)?;
    let is_letter = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    let len = rest.iter().take(LOOK).take_while(is_letter).count();
    let name = text.get(cue.end..cue.end + len)?;
    // Words of a name, each with the capital before it.
    let other = name.split(['_', '-']).any(|part| {
        let starts = part.char_indices().filter(|(_, c)| c.is_ascii_uppercase()).map(|(at, _)| at);
        starts.chain([0]).any(|at| {
            let word = part.get(at..).unwrap_or_default();
            let end = word.get(1..).and_then(|rest| rest.find(|c: char| c.is_ascii_uppercase()));
            let word = fold(end.map_or(word, |end| word.get(..=end).unwrap_or_default()));
            // SECRET_DO_NOT_COMMIT
            word != "commit" && is_other_word(&word)
        })
    });
    let (_, no_secret) = words_before(text, cue.start);
    if other || no_secret {
        return None;
    }
    let (span, link, _) = value_after(text, cue.end + len)?;
    (link == Link::Sign && is_random(span.get(text)?, true)).then_some(span)
}

/// Endings of names of keys that nothing parts from what stands before them: `theapikey`, `IBMCLOUDIAMAPIKEY`.
const ENDINGS: &[&str] =
    &["apikey", "secretkey", "accesskey", "authkey", "apitoken", "accesstoken", "authtoken", "apisecret"];

/// The value of a name with one of [`ENDINGS`]. Asked at a word with a digit in it: the value, or a part of it.
fn glued_key(text: &str, word: Span, finds: &mut Vec<Find>) {
    if word.end - word.start < LEAST / 2 {
        return;
    }
    let bytes = text.as_bytes();
    let before = |at: usize, is: &dyn Fn(u8) -> bool| {
        at - bytes.get(..at).unwrap_or_default().iter().rev().take(LOOK).take_while(|b| is(**b)).count()
    };
    let start = before(word.start, &|b| is_value(b) && b != b'=');
    let sign = before(start, &|b| b" \t\"'\\:=".contains(&b));
    let name = before(sign, &|b| b.is_ascii_alphanumeric());
    let named = text.get(name..sign).is_some_and(|name| {
        ENDINGS.iter().any(|end| {
            let at = name.len().checked_sub(end.len()).filter(|at| *at > 0);
            at.and_then(|at| name.get(at..)).is_some_and(|last| last.eq_ignore_ascii_case(end))
        })
    });
    if !named || words_before(text, sign).1 {
        return;
    }
    let value = value_after(text, sign).filter(|(span, link, _)| span.start == start && *link == Link::Sign);
    let value = value.filter(|(span, ..)| span.get(text).is_some_and(|value| is_random(value, true)));
    finds.extend(value.map(|(span, ..)| Find::new(span, Kind::SECRET, 0.85, "glued_key")));
}

/// Whether a value is as random as a key: no word, no path, no version, no identifier of another thing.
pub(super) fn is_random(value: &str, strong: bool) -> bool {
    let bytes = value.as_bytes();
    let count = |is: fn(&u8) -> bool| bytes.iter().filter(|b| is(b)).count();
    let digits = count(u8::is_ascii_digit);
    let (small, capital) = (count(u8::is_ascii_lowercase), count(u8::is_ascii_uppercase));
    let letters = small + capital;
    if bytes.len() < LEAST || letters < 2 || is_other(value, strong) {
        return false;
    }
    if is_uuid(value) {
        return distinct(bytes) > 6;
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

fn is_uuid(value: &str) -> bool {
    let mut groups = value.split('-');
    let hex = |group: &str| group.bytes().all(|b| b.is_ascii_hexdigit());
    value.len() == 36
        && [8, 4, 4, 4, 12]
            .iter()
            .all(|len| groups.next().is_some_and(|group| group.len() == *len && hex(group)))
}

/// `NL80211_MAX_AKM`, `sha512-…`, a path, a page, a file, a UUID, `1.2.3-rc.4`.
fn is_other(value: &str, strong: bool) -> bool {
    let hashed =
        ["sha1-", "sha256-", "sha384-", "sha512-", "md5-"].iter().any(|name| value.starts_with(name));
    let uuid = is_uuid(value);
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

#[cfg(test)]
mod tests;
