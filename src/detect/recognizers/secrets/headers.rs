//! Secrets in headers of messages and in addresses: pairs in base 64, cookies of sessions, signatures.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::distinct;
use super::named::{LONGEST, LOOK, is_escaped, is_random};
use crate::detect::Find;
use crate::detect::recognizers::cue::is_word;
use crate::detect::recognizers::{Probe, Trigger};
use crate::kind::Kind;
use crate::span::Span;

pub(super) const PROBES: &[Probe] = &[
    Probe {
        name: "basic_auth",
        kinds: &["SECRET"],
        at: Trigger::Words(&["basic"]),
        find: basic_auth,
        example: "Authorization: Basic amFuZTpHcjRzcyFob3A=",
        source: "RFC 7617",
    },
    Probe {
        name: "cookie",
        kinds: &["SECRET"],
        at: Trigger::Words(&["cookie"]),
        find: cookies,
        example: "Cookie: sessionid=k0zRxoLFuKCTMnHzXobdQAS7ar24",
        source: "RFC 6265",
    },
    Probe {
        name: "signature",
        kinds: &["SECRET"],
        at: Trigger::Words(&["sig"]),
        find: signature,
        example: "sv=2022-11-02&sig=f19wb5FoEPeF4tpXGciDZYe7wJ9i9P7wXVIcea%2B1nUV%3D",
        source: "Azure Storage, shared access signatures",
    },
];

/// Parts of names of cookies that say who someone is.
const SESSIONS: &[&str] = &["sess", "sid", "auth", "token", "jwt", "remember", "login"];
/// How many cookies are looked at.
const COOKIES: usize = 32;

/// Values in a header `Cookie` or `Set-Cookie` (RFC 6265).
fn cookies(text: &str, cue: Span, finds: &mut Vec<Find>) {
    let bytes = text.as_bytes();
    if bytes.get(cue.end) != Some(&b':') || !is_word(text, cue) {
        return;
    }
    let mut at = cue.end + 1;
    for _ in 0..COOKIES {
        let rest = bytes.get(at..).unwrap_or_default();
        let name_len = rest.iter().take(LOOK).take_while(|b| !b"=;\n\"'".contains(b)).count();
        let name = rest.get(..name_len).unwrap_or_default();
        // No name of a cookie has a colon: another header follows.
        if name.contains(&b':') {
            return;
        }
        let name = name.to_ascii_lowercase();
        let start = at + name_len + usize::from(rest.get(name_len) == Some(&b'='));
        let rest = bytes.get(start..).unwrap_or_default();
        let ends = |b: &u8| b.is_ascii_whitespace() || b";,\"'`".contains(b);
        // `cookie:a=cookie:a=…` is asked at each of them.
        let mut first = rest.iter().take(LOOK).take_while(|b| !ends(b)).skip_while(|b| **b != b'=');
        if first.any(|b| *b != b'=') {
            return;
        }
        let len = rest.iter().take(LONGEST).take_while(|b| !ends(b)).count();
        let has = |part: &&str| name.windows(part.len()).any(|name| name == part.as_bytes());
        let value = text.get(start..start + len).unwrap_or_default();
        if SESSIONS.iter().any(has) && !["csrf", "xsrf"].iter().any(has) && is_random(value, true) {
            finds.push(Find::new(Span::new(start, start + len), Kind::SECRET, 0.85, "cookie"));
        }
        at = start + len;
        if bytes.get(at) != Some(&b';') {
            return;
        }
        at += 1;
    }
}

/// `&sig=` and a signature in base 64 that opens what an address names (Azure Storage).
fn signature(text: &str, cue: Span, finds: &mut Vec<Find>) {
    let rest = text.as_bytes().get(cue.end..).and_then(|rest| rest.strip_prefix(b"=")).unwrap_or_default();
    let is_letter = |b: &&u8| b.is_ascii_alphanumeric() || b"%+/".contains(b);
    let len = rest.iter().take(128).take_while(is_letter).count();
    let value = rest.get(..len).unwrap_or_default();
    let padded = value.ends_with(b"%3D") || value.ends_with(b"%3d") || rest.get(len) == Some(&b'=');
    if len >= 40 && padded && is_escaped(value) && distinct(value) > 16 && is_word(text, cue) {
        let end = cue.end + 1 + len + usize::from(rest.get(len) == Some(&b'='));
        finds.push(Find::new(Span::new(cue.end + 1, end), Kind::SECRET, 0.85, "signature"));
    }
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
