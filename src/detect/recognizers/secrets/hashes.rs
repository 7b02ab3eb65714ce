//! Hashes of passwords as systems store them: with them passwords are guessed.

use super::distinct;
use crate::detect::Find;
use crate::detect::boundary;
use crate::detect::recognizers::{Probe, Trigger};
use crate::kind::Kind;
use crate::span::Span;

pub(super) const PROBES: &[Probe] = &[
    Probe {
        name: "password_hash",
        kinds: &["SECRET"],
        at: Trigger::Words(CUES),
        find: password_hash,
        example: "bcrypt $2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW",
        source: "crypt(5), PHC string format",
    },
    Probe {
        name: "password_hash_bare",
        kinds: &["SECRET"],
        at: Trigger::Dollar,
        find: bare_hash,
        example: "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW",
        source: "crypt(5)",
    },
];

/// Methods whose names are words, and words before hashes.
const CUES: &[&str] = &[
    "argon2id",
    "argon2i",
    "argon2d",
    "scrypt",
    "pbkdf2",
    "apr1",
    "hash",
    "passwordhash",
    "pwhash",
    "crypt",
    "bcrypt",
    "shadow",
];

/// Most bytes between a cue and a hash, the shortest hash, the longest one.
const GAP: usize = 8;
const LEAST: usize = 28;
const LONGEST: usize = 512;

fn password_hash(text: &str, cue: Span, finds: &mut Vec<Find>) {
    let before = cue.start.checked_sub(1).filter(|&at| text.as_bytes().get(at) == Some(&b'$'));
    let near = text.as_bytes().get(cue.end..).unwrap_or_default().iter().take(GAP);
    let gap = near.take_while(|b| b" :=\"'>`".contains(b)).count();
    finds.extend(hash(text, before.unwrap_or(cue.end + gap), "password_hash"));
}

/// Methods of crypt(5) that no word names.
const METHODS: &[&str] = &["1", "2a", "2b", "2x", "2y", "5", "6", "7", "md5", "sha1", "y", "gy"];

/// A hash whose method, or what stands behind it, has a digit: `$6$…`, `$y$j9T$…`.
fn bare_hash(text: &str, word: Span, finds: &mut Vec<Find>) {
    let Some(dollar) = word.start.checked_sub(1) else { return };
    let name = |from: usize, to: usize| text.get(from..to).filter(|name| METHODS.contains(name));
    let behind = text.as_bytes().get(word.end) == Some(&b'$');
    let start = if name(word.start, word.end).is_some() && behind {
        Some(dollar)
    } else {
        // The method stands before it.
        let before = boundary::before(text, dollar, 4).rsplit_once('$').map(|(_, method)| method.len());
        before.filter(|len| name(dollar - len, dollar).is_some()).map(|len| dollar - len - 1)
    };
    // `x$6$…`, `$1$2$3`: it goes on.
    let begins = |start: &usize| {
        let before = start.checked_sub(1).and_then(|at| text.as_bytes().get(at));
        before.is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'$')
    };
    let start = start.filter(begins);
    finds.extend(start.and_then(|start| hash(text, start, "password_hash_bare")));
}

/// `$method$…$salt$hash`, in letters of base 64 of some sort (crypt(5), PHC string format).
fn hash(text: &str, start: usize, by: &'static str) -> Option<Find> {
    let rest = text.as_bytes().get(start..)?;
    let is_letter = |b: &&u8| b.is_ascii_alphanumeric() || b"$./+=,-_".contains(b);
    let len = rest.iter().take(LONGEST).take_while(is_letter).count();
    let value = text.get(start..start + len)?.trim_end_matches([',', '.', '-']);
    let mut parts = value.strip_prefix('$')?.split('$');
    let method = parts.next()?;
    let known =
        (1..=16).contains(&method.len()) && method.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let last = parts.next_back()?;
    let enough = value.len() >= LEAST && last.len() >= 22 && distinct(last.as_bytes()) > 10;
    (known && enough).then(|| Find::new(Span::new(start, start + value.len()), Kind::SECRET, 0.9, by))
}
