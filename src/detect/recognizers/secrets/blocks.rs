//! Private keys in blocks of lines, and web tokens: longer than any form.

use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::{SURE, distinct};
use crate::detect::Find;
use crate::detect::recognizers::{Probe, Trigger};
use crate::kind::Kind;
use crate::span::Span;

pub(super) const PROBES: &[Probe] = &[
    Probe {
        name: "private_key",
        kinds: &["SECRET"],
        at: Trigger::Words(&["BEGIN"]),
        find: private_key,
        example: "",
        source: "RFC 7468",
    },
    Probe {
        name: "putty_key",
        kinds: &["SECRET"],
        at: Trigger::Words(&["Private-Lines"]),
        find: putty_key,
        example: "",
        source: "format of private keys of PuTTY",
    },
    Probe {
        name: "web_token",
        kinds: &["SECRET"],
        at: Trigger::Words(&["eyJ"]),
        find: web_token,
        example: "",
        source: "RFC 7519",
    },
];

/// The longest block.
const LONGEST: usize = 16 << 10;
/// The longest first part of a web token.
const HEAD: usize = 1 << 10;

/// A text up to a length, cut between characters.
fn window(text: &str, start: usize, most: usize) -> &str {
    let end = (start..=text.len().min(start + most)).rev().find(|&end| text.is_char_boundary(end));
    end.and_then(|end| text.get(start..end)).unwrap_or_default()
}

/// From `-----BEGIN … PRIVATE KEY-----` to the end of the line that begins with `-----END`. Without one, to the
/// end of what is in base 64 (RFC 7468, RFC 4716, RFC 9580).
fn private_key(text: &str, cue: Span, finds: &mut Vec<Find>) {
    let before = text.get(..cue.start).unwrap_or_default();
    let dashes = before.len() - before.trim_end_matches(' ').trim_end_matches('-').len();
    let head = window(text, cue.end, 64);
    let Some(title) = head.find("----").and_then(|at| head.get(..at)) else { return };
    let secret = ["PRIVATE KEY", "SECRET KEY", "OpenVPN Static key"].iter().any(|word| title.contains(word));
    if !(4..=7).contains(&dashes) || title.contains('\n') || !secret || cue.get(text) != Some("BEGIN") {
        return;
    }
    let body = cue.end + title.len();
    let rest = window(text, body, LONGEST);
    let body = body + rest.len() - rest.trim_start_matches('-').len();
    let rest = rest.trim_start_matches('-');
    let next = rest.find("----").unwrap_or(rest.len());
    let inside = rest.get(..next).unwrap_or_default();
    let last = rest.get(next..).unwrap_or_default();
    let is_end = last.trim_start_matches(['-', ' ']).starts_with("END");
    let letters = armored(inside);
    let end = if is_end && has_key(inside) {
        let title = last.find("END").unwrap_or_default();
        let line = last.get(title..).unwrap_or_default();
        let close = line.find("----").map_or(3, |at| {
            let dashes = line.get(at..).unwrap_or_default();
            at + dashes.len() - dashes.trim_start_matches('-').len()
        });
        body + next + title + close.min(64)
    } else if letters > 0 && has_key(inside.get(..letters).unwrap_or_default()) {
        body + letters
    } else {
        return;
    };
    finds.push(Find::new(Span::new(cue.start - dashes, end), Kind::SECRET, SURE, "private_key"));
}

/// The lines of base 64 behind `Private-Lines: 14`, in a file of PuTTY.
fn putty_key(text: &str, cue: Span, finds: &mut Vec<Find>) {
    let rest = window(text, cue.end, LONGEST);
    let body = rest.trim_start_matches([':', ' ']).trim_start_matches(|c: char| c.is_ascii_digit());
    let body = body.trim_start_matches(['\r', '\n']);
    // No other lines stand before them.
    let first = body.bytes().take(20).take_while(|b| b.is_ascii_alphanumeric() || b"+/".contains(b)).count();
    let letters = if first == 20 { armored(body) } else { 0 };
    if has_key(body.get(..letters).unwrap_or_default()) {
        let start = cue.end + rest.len() - body.len();
        finds.push(Find::new(Span::new(start, start + letters), Kind::SECRET, SURE, "putty_key"));
    }
}

/// Whether something of a key is in there: not only dots, or words for it.
fn has_key(inside: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    inside.split(|c| !is_letter(c)).any(|word| word.len() >= 16 && distinct(word.as_bytes()) >= 6)
}

/// How long what is in base 64 is, with white space, also written `\n`, and lines `Name: value` before it.
fn armored(text: &str) -> usize {
    let (mut at, mut end) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let space = |c: char| c.is_ascii_whitespace() || c == '>';
        let gap = rest.len() - rest.trim_start_matches(space).len();
        let escape = if rest.starts_with("\\n") || rest.starts_with("\\r") { 2 } else { 0 };
        if gap + escape > 0 {
            at += gap.max(escape);
            continue;
        }
        let len = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"+/=".contains(b)).count();
        let whole = rest.get(len..).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()));
        let line = window(rest, 0, 128).split('\n').next().unwrap_or_default();
        if line.len() < 128 && line.contains(": ") && line.starts_with(|c: char| c.is_ascii_uppercase()) {
            at += line.len();
        } else if whole && (len >= 20 || len > 0 && end > 0 && line.trim_end().len() == len) {
            at += len;
            end = at;
        } else {
            break;
        }
    }
    end
}

/// Three parts in base 64 with dots between them, or five, the first of which is an object with an algorithm
/// (RFC 7515, RFC 7516). The signature may be missing.
fn web_token(text: &str, cue: Span, finds: &mut Vec<Find>) {
    let inside = finds.last().is_some_and(|find| find.span.start <= cue.start && cue.end <= find.span.end);
    if inside || cue.get(text) != Some("eyJ") {
        return;
    }
    let Some(rest) = text.as_bytes().get(cue.start..) else { return };
    let part = |from: usize, most: usize| {
        let rest = rest.get(from..).unwrap_or_default();
        let is_letter = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        let len = rest.iter().take(most).take_while(is_letter).count();
        let signs = rest.iter().skip(len).take(2).take_while(|b| **b == b'=').count();
        if len > 0 { len + signs } else { 0 }
    };
    let dot = |at: usize| rest.get(at) == Some(&b'.');
    let head = part(0, HEAD);
    if !dot(head) {
        return;
    }
    let payload = part(head + 1, LONGEST);
    let is_object = |part: Option<&[u8]>| part.is_some_and(|part| part.starts_with(b"eyJ"));
    let second = rest.get(head + 1..head + 1 + payload);
    let known = head > 12 && is_algorithm(rest.get(..head).unwrap_or_default());
    if !(known && payload > 1 || head > 12 && payload > 12 && is_object(second)) {
        // A token with a key of its own, or without content: two dots in a row.
        if !(known && payload == 0 && dot(head + 1) && part(head + 2, 1) > 0) {
            return;
        }
    }
    let mut end = head + 1 + payload;
    let mut parts = 2;
    while parts < 5 && dot(end) {
        let next = part(end + 1, LONGEST);
        if next == 0 && !(dot(end + 1) && parts == 2) {
            break;
        }
        end += 1 + next;
        parts += 1;
    }
    if parts > 2 || is_object(second) {
        finds.push(Find::new(Span::new(cue.start, cue.start + end), Kind::SECRET, SURE, "web_token"));
    }
}

/// Whether a first part is an object that names an algorithm, a type or a key.
fn is_algorithm(head: &[u8]) -> bool {
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let Ok(head) = GeneralPurpose::new(&URL_SAFE, config).decode(head) else { return false };
    let head = String::from_utf8_lossy(&head);
    head.starts_with('{')
        && ["\"alg\"", "\"typ\"", "\"enc\"", "\"kid\""].iter().any(|name| head.contains(name))
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

    /// Lines of a key that opens nothing.
    fn body(lines: usize) -> String {
        (0..lines)
            .map(|line| format!("MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJ{line:0>10}\n"))
            .collect()
    }

    #[test]
    fn blocks_are_found_whole() {
        for title in [
            "PRIVATE KEY",
            "RSA PRIVATE KEY",
            "EC PRIVATE KEY",
            "OPENSSH PRIVATE KEY",
            "ENCRYPTED PRIVATE KEY",
            "PGP PRIVATE KEY BLOCK",
        ] {
            for lines in [1, 25, 200] {
                let block = format!("-----BEGIN {title}-----\n{}-----END {title}-----", body(lines));
                assert_eq!(secrets(&format!("my key:\n{block}\nis it fine?")), [&*block]);
                let escaped = block.replace('\n', "\\n");
                assert_eq!(secrets(&format!("{{\"private_key\": \"{escaped}\"}}")), [&*escaped]);
                let on_one_line = block.replace('\n', " ");
                assert_eq!(secrets(&on_one_line), [&*on_one_line]);
            }
        }
        let headed = format!(
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0102030405060708\n\n{}-----END RSA PRIVATE KEY-----",
            body(3)
        );
        assert_eq!(secrets(&headed), [&*headed]);
    }

    #[test]
    fn a_cut_block_is_found_to_the_end_of_its_letters() {
        let block = format!("-----BEGIN PRIVATE KEY-----\n{}", body(5));
        let text = format!("{block}\nand so on");
        assert_eq!(secrets(&text), [block.trim_end()]);
        let two = format!("{block}\n{block}");
        assert_eq!(secrets(&two), [block.trim_end(); 2]);
    }

    #[test]
    fn files_of_putty_are_found() {
        let text = format!("PuTTY-User-Key-File-2: ssh-rsa\nPrivate-Lines: 2\n{}Private-MAC: 00", body(2));
        assert_eq!(secrets(&text), [body(2).trim_end()]);
    }

    #[test]
    fn talk_about_keys_is_none() {
        for text in [
            "A key begins with -----BEGIN PRIVATE KEY----- and ends with -----END PRIVATE KEY-----.",
            "-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----",
            "-----BEGIN RSA PRIVATE KEY-----\nYOUR KEY HERE\n-----END RSA PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY-----",
            "-----BEGIN CERTIFICATE-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcw\n-----END CERTIFICATE-----",
            "-----BEGIN PUBLIC KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcw\n-----END PUBLIC KEY-----",
            "BEGIN; SELECT 1; END",
        ] {
            assert_eq!(secrets(text), [""; 0], "{text}");
        }
    }

    const HEAD: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
    const PAYLOAD: &str = "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4ifQ";

    #[test]
    fn web_tokens_are_found_whole() {
        let long = PAYLOAD.repeat(100);
        let payload = |payload: &str, signature: &str| format!("{HEAD}.{payload}.{signature}");
        for token in [
            payload(PAYLOAD, "k0zRxoLF-uKCTMnHz_Xobd"),
            payload(PAYLOAD, "abc"),
            payload(PAYLOAD, "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c"),
            payload(&long, "k0zRxoLF-uKCTMnHz_Xobd"),
            format!("{HEAD}.{PAYLOAD}"),
            format!("{HEAD}..k0zRxoLF-uKCTMnHz_Xobd"),
            format!("{HEAD}.a1b2.c3d4.e5f6.k0zRxoLF"),
            "eyJhbGciOiAiSFMyNTYiLCAidHlwIjogIkpXVCJ9.eyJzdWIiOiAiMTkzMDYzNzkiLCAiaWF0IjogNzc3NjI1NTA1fQ.k0zRxoLF_uKC"
                .to_owned(),
        ] {
            for text in [token.clone(), format!("Authorization: Bearer {token}."), format!("t={token}&x=1")] {
                assert_eq!(secrets(&text), [&*token], "{text}");
            }
        }
        let empty = format!("token {HEAD}.{PAYLOAD}. Next");
        assert_eq!(secrets(&empty), [format!("{HEAD}.{PAYLOAD}")]);
    }

    #[test]
    fn other_base_64_is_no_web_token() {
        for text in ["eyJuZXh0IjoxMH0", "eyJhbGciOi...", "eyJ.eyJ.eyJ", "eyJuZXh0IjoxMH0.png"] {
            assert_eq!(secrets(text), [""; 0], "{text}");
        }
    }
}
