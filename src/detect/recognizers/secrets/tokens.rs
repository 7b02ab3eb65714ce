//! Tokens with a beginning of their own that may be longer than a form.

use super::{SURE, is_key};
use crate::detect::Find;
use crate::detect::recognizers::{Probe, Trigger};
use crate::kind::Kind;
use crate::span::Span;

pub(super) const PROBES: &[Probe] = &[
    Probe {
        name: "long_token",
        kinds: &["SECRET"],
        at: Trigger::Words(STARTS),
        find: long_token,
        example: "ghs_k0zRxoLFuKCTMnHzXobdQAS7ar24clMzFqT3",
        source: "docs of the vendors",
    },
    Probe {
        name: "terraform_token",
        kinds: &["SECRET"],
        at: Trigger::Words(&["atlasv1"]),
        find: terraform,
        example: "",
        source: "docs of HCP Terraform",
    },
];

/// The longest token.
const LONGEST: usize = 8 << 10;

const STARTS: &[&str] = &[
    "ya29.",
    "pypi-AgE",
    "hvs.",
    "hvb.",
    "hvr.",
    "ATATT3",
    "ATCTT3",
    "ATSTT3",
    "glc_",
    "eyJrIjoi",
    "sntrys_",
    "ops_eyJ",
    "fm2_",
    "sl.u.",
    "sl.B",
    "sl.A",
    "EAA",
    "bedrock-api-key-",
    "dG9rO",
    "xoxe.xox",
    "ghs_",
    "AQoDYXdz",
    "FwoGZXIvYXdz",
    "IQoJb3JpZ2lu",
];

/// How each goes on: characters besides letters and digits, least length of what follows.
fn rest_of(start: &str) -> Option<(&'static [u8], usize)> {
    Some(match start {
        "ya29." => (b"_-.", 24),
        "pypi-AgE" => (b"_-", 50),
        "hvs." | "hvb." | "hvr." => (b"_-", 24),
        "ATATT3" | "ATCTT3" | "ATSTT3" => (b"_-=", 60),
        "glc_" => (b"+/=", 32),
        "eyJrIjoi" => (b"+/=", 60),
        "sntrys_" => (b"_-+/=", 60),
        "ops_eyJ" => (b"_-=", 100),
        "fm2_" => (b"+/=,_", 80),
        "sl.u." | "sl.B" | "sl.A" => (b"_-", 100),
        "EAA" => (b"", 80),
        "bedrock-api-key-" => (b"_-+/=", 60),
        "dG9rO" => (b"=", 50),
        "xoxe.xox" => (b"-", 40),
        // New tokens of installations are web tokens with a beginning.
        "ghs_" => (b"_-.", 36),
        // Session tokens of AWS.
        "AQoDYXdz" | "FwoGZXIvYXdz" | "IQoJb3JpZ2lu" => (b"+/=", 100),
        _ => return None,
    })
}

fn long_token(text: &str, cue: Span, finds: &mut Vec<Find>) {
    let inside = finds.last().is_some_and(|find| find.span.start <= cue.start && cue.end <= find.span.end);
    let start = cue.get(text).filter(|_| !inside).unwrap_or_default();
    let Some((signs, least)) = rest_of(start) else { return };
    // No word goes on for so long: what follows the start is looked at first.
    let first = Span::new(cue.start, cue.end + least).get(text).unwrap_or_default();
    let rest = text.as_bytes().get(cue.end..).unwrap_or_default();
    let is_letter = |b: &&u8| b.is_ascii_alphanumeric() || signs.contains(b);
    if !is_key(first) || rest.iter().take(least).take_while(is_letter).count() < least {
        return;
    }
    let mut len = rest.iter().take(LONGEST).take_while(is_letter).count();
    // The end of a sentence, of an item.
    while matches!(rest.get(len - 1), Some(b'.' | b',')) {
        len -= 1;
    }
    // Base 64 may begin like that.
    let base64 = start == "EAA" && rest.get(len).is_some_and(|b| b"+/=-_".contains(b));
    if !base64 {
        finds.push(Find::new(Span::new(cue.start, cue.end + len), Kind::SECRET, SURE, "long_token"));
    }
}

/// `14 characters.atlasv1.60 and more`.
fn terraform(text: &str, cue: Span, finds: &mut Vec<Find>) {
    let bytes = text.as_bytes();
    let before = bytes.get(..cue.start.saturating_sub(1)).unwrap_or_default();
    let head = before.iter().rev().take(15).take_while(|b| b.is_ascii_alphanumeric()).count();
    let rest = bytes.get(cue.end..).and_then(|rest| rest.strip_prefix(b".")).unwrap_or_default();
    let is_letter = |b: &&u8| b.is_ascii_alphanumeric() || b"_-=".contains(b);
    let tail = rest.iter().take(128).take_while(is_letter).count();
    let dot = cue.start.checked_sub(1).and_then(|at| bytes.get(at)) == Some(&b'.');
    if dot && head == 14 && (60..=70).contains(&tail) {
        let span = Span::new(before.len() - head, cue.end + 1 + tail);
        finds.push(Find::new(span, Kind::SECRET, SURE, "terraform_token"));
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

    const RANDOM: &str = "k0zRxoLFuKCTMnHzXobdQAS7ar24clMz";

    #[test]
    fn long_tokens_are_found_whole() {
        let starts =
            ["ya29.a0", "pypi-AgEIcHlwaS5vcmc", "hvs.", "ATATT3xFf", "glc_eyJ", "eyJrIjoi", "sntrys_eyJ"];
        let more =
            ["ops_eyJ", "fm2_", "sl.u.", "EAA", "bedrock-api-key-", "xoxe.xoxp-1-", "ghs_", "IQoJb3JpZ2lu"];
        for start in starts.into_iter().chain(more) {
            for times in [4, 40] {
                let token = format!("{start}{}", RANDOM.repeat(times));
                for text in [token.clone(), format!("use {token}."), format!("x=\"{token}\"")] {
                    assert_eq!(secrets(&text), [&*token]);
                }
            }
        }
        let terraform = format!("k0zRxoLFuKCTMn.atlasv1.{RANDOM}{RANDOM}");
        assert_eq!(secrets(&format!("token: {terraform}")), [&*terraform]);
    }

    #[test]
    fn short_ones_and_words_are_none() {
        for text in [
            "ya29.short",
            "hvs.your-vault-token-goes-here-please",
            "ghs_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "EAA is a word",
            "glc_",
            "eyJrIjoiabc",
            "x.atlasv1.y",
        ] {
            assert_eq!(secrets(text), [""; 0], "{text}");
        }
    }
}
