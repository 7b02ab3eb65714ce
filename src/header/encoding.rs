//! From the bytes of a header value to text, by rules that do not overlap: nothing is guessed.

use std::ops::Deref;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use zeroize::{Zeroize, Zeroizing};

/// Text of a header; a copy is overwritten when it is dropped.
pub(super) enum Text<'a> {
    Borrowed(&'a str),
    Owned(Zeroizing<String>),
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Text::Borrowed(text) => text,
            Text::Owned(text) => text,
        }
    }
}

/// What a header value turned out to be.
pub(super) enum Decoded<'a> {
    /// Starts as a JSON object or array.
    Json(Text<'a>),
    /// Nothing encoded: perhaps a policy or a switch.
    Plain(Text<'a>),
}

/// In no accepted form.
pub(super) struct NotDecodable;

/// White space around a value.
const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

/// Padding may be there or not.
const BASE64: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, BASE64);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, BASE64);

/// Decodes a header value. Takes no more memory than a small multiple of the value.
pub(super) fn decode(value: &[u8]) -> Result<Decoded<'_>, NotDecodable> {
    let text = match std::str::from_utf8(value) {
        Ok(text) => Text::Borrowed(text),
        // ISO-8859-1 is the first 256 characters of Unicode.
        Err(_) => Text::Owned(Zeroizing::new(latin1(value))),
    };
    let trimmed = text.trim_matches(SPACE);
    if starts_as_json(trimmed) {
        return Ok(Decoded::Json(text));
    }
    if starts_percent_encoded(trimmed) {
        return json(percent_decode(trimmed));
    }
    if let Some(encoded) = extended_value(trimmed) {
        return json(percent_decode(encoded));
    }
    if let Some(encoded) = byte_sequence(trimmed) {
        return json(base64_decode(&STANDARD, encoded));
    }
    match bare_base64(trimmed) {
        Base64::Json(bytes) => json(Some(bytes)),
        Base64::Other => Err(NotDecodable),
        Base64::No => Ok(Decoded::Plain(text)),
    }
}

/// `true`, `on`, `1`, `false`, `off`, `0`, in any case.
pub(super) fn switch(text: &str) -> Option<bool> {
    let text = text.trim_matches(SPACE);
    let is = |forms: [&str; 3]| forms.iter().any(|form| form.eq_ignore_ascii_case(text));
    match () {
        () if is(["true", "on", "1"]) => Some(true),
        () if is(["false", "off", "0"]) => Some(false),
        () => None,
    }
}

/// Whether plain text can only be meant as a policy: `=` and nothing of JSON or of an encoding.
pub(super) fn looks_like_policy(text: &str) -> bool {
    let foreign =
        |c: char| matches!(c, '{' | '}' | '[' | ']' | '<' | '>' | '"' | '\'' | '%' | ':' | '\u{feff}');
    text.contains('=') && !text.contains(foreign)
}

fn latin1(bytes: &[u8]) -> String {
    // No copy may stay behind when the text grows: every character takes two bytes at most.
    let mut text = String::with_capacity(bytes.len() * 2);
    text.extend(bytes.iter().map(|&b| char::from(b)));
    text
}

fn starts_as_json(trimmed: &str) -> bool {
    trimmed.starts_with(['{', '['])
}

fn starts_percent_encoded(trimmed: &str) -> bool {
    trimmed
        .get(..3)
        .is_some_and(|start| start.eq_ignore_ascii_case("%7B") || start.eq_ignore_ascii_case("%5B"))
}

/// What was decoded must be JSON now; anything else was encoded twice or is something else.
fn json<'a>(decoded: Option<Vec<u8>>) -> Result<Decoded<'a>, NotDecodable> {
    let text = match decoded.map(String::from_utf8) {
        Some(Ok(text)) => Zeroizing::new(text),
        Some(Err(error)) => {
            error.into_bytes().zeroize();
            return Err(NotDecodable);
        }
        None => return Err(NotDecodable),
    };
    if starts_as_json(text.trim_start_matches(SPACE)) {
        Ok(Decoded::Json(Text::Owned(text)))
    } else {
        Err(NotDecodable)
    }
}

/// RFC 3986, 2.1: `%` and two hexadecimal digits, once. `+` stays.
fn percent_decode(encoded: &str) -> Option<Vec<u8>> {
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut bytes = encoded.bytes();
    while let Some(b) = bytes.next() {
        if b != b'%' {
            decoded.push(b);
            continue;
        }
        let mut digit = || char::from(bytes.next()?).to_digit(16);
        match (digit(), digit()) {
            (Some(high), Some(low)) => decoded.push((high * 16 + low) as u8),
            _ => {
                decoded.zeroize();
                return None;
            }
        }
    }
    Some(decoded)
}

/// RFC 8187, 3.2: `UTF-8'language'value`; the language may be missing. No other charset.
fn extended_value(trimmed: &str) -> Option<&str> {
    let rest = trimmed
        .get(5..)
        .filter(|_| trimmed.get(..5).is_some_and(|charset| charset.eq_ignore_ascii_case("UTF-8")))?;
    let (language, value) = rest.strip_prefix('\'')?.split_once('\'')?;
    language.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-').then_some(value)
}

/// RFC 9651, 3.3.5: base64 between colons. A colon at the start is the mark of it.
fn byte_sequence(trimmed: &str) -> Option<&str> {
    let rest = trimmed.strip_prefix(':')?;
    // Without the second colon: an empty value, which is refused.
    Some(rest.strip_suffix(':').unwrap_or_default())
}

fn base64_decode(engine: &GeneralPurpose, encoded: &str) -> Option<Vec<u8>> {
    engine.decode(encoded).ok()
}

/// What a text of nothing but base64 characters is.
enum Base64 {
    /// The bytes of JSON.
    Json(Vec<u8>),
    /// Base64 of something else, which nothing else can be either.
    Other,
    /// Text.
    No,
}

fn bare_base64(trimmed: &str) -> Base64 {
    let unpadded = trimmed.trim_end_matches('=');
    if unpadded.is_empty()
        || !unpadded.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'-' | b'_'))
    {
        return Base64::No;
    }
    let url_safe = unpadded.contains(['-', '_']);
    let Some(mut decoded) = base64_decode(if url_safe { &URL_SAFE } else { &STANDARD }, trimmed) else {
        return if begins_as_base64_json(unpadded) { Base64::Other } else { Base64::No };
    };
    if decoded.trim_ascii_start().starts_with(b"{") || decoded.trim_ascii_start().starts_with(b"[") {
        return Base64::Json(decoded);
    }
    // `Sm9obg==` is no policy in spite of its `=`: it decodes to a text. `email=` does not.
    let padded_text = trimmed.len() > unpadded.len() && std::str::from_utf8(&decoded).is_ok();
    decoded.zeroize();
    if padded_text { Base64::Other } else { Base64::No }
}

/// Whether the first byte behind the first two characters of base64 is `{` or `[`.
fn begins_as_base64_json(encoded: &str) -> bool {
    let mut bytes = encoded.bytes();
    matches!(
        (bytes.next(), bytes.next()),
        (Some(b'e' | b'W'), Some(b'w'..=b'z' | b'0'..=b'9' | b'+' | b'/' | b'-' | b'_'))
    )
}
