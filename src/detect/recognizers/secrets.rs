//! Keys and tokens: by the form that their vendor gives them, by what they open, by the words before them.

mod blocks;
mod connections;
mod hashes;
mod headers;
mod named;
mod numbered;
mod services;
mod tokens;
mod vendors;

pub(super) use self::named::{key_behind_name, secret_token};

use super::Probe;
use crate::detect::rule::{Form, Rule, Start, check};

pub(super) const RULES: &[&[Rule]] = &[vendors::RULES, services::RULES, numbered::RULES, connections::RULES];
pub(super) const PROBES: &[&[Probe]] =
    &[blocks::PROBES, tokens::PROBES, named::PROBES, hashes::PROBES, headers::PROBES];

/// How sure a find is whose form nothing else has.
const SURE: f32 = 0.95;

/// A rule for keys that begin with letters of their own.
const fn key(
    name: &'static str,
    starts: &'static [&'static str],
    forms: &'static [Form],
    examples: &'static [&'static str],
    near_misses: &'static [&'static str],
    source: &'static str,
) -> Rule {
    Rule {
        name,
        kind: "SECRET",
        start: Start::Literal(starts),
        forms,
        check: check("no stand-in", is_key),
        examples,
        near_misses,
        source,
        ..Rule::BASE
    }
}

/// How much of the end of a key is looked at.
const TAIL: usize = 24;

/// Whether a key is no stand-in: `xxxx-xxxx`, `your-api-key-goes-here`.
fn is_key(value: &str) -> bool {
    let bytes = value.as_bytes();
    let tail = bytes.get(bytes.len().saturating_sub(TAIL)..).unwrap_or_default();
    let count = |is: fn(&u8) -> bool| tail.iter().filter(|b| is(b)).count();
    let parted = count(|b| matches!(b, b'-' | b'_')) > 1 && count(u8::is_ascii_digit) < 3;
    let your = tail.windows(4).any(|word| word.eq_ignore_ascii_case(b"your"));
    let last = tail.get(tail.len() / 3..).unwrap_or_default();
    // SlackAppConfigurationAccessTokenHere
    let words = || count(u8::is_ascii_digit) == 0 && tail.len() == TAIL && is_words(tail);
    let stand_in = your || has_run(tail) || parted && is_words(tail) || words();
    distinct(last) >= 5 && !stand_in
}

/// Whether eight same characters stand in a row.
fn has_run(value: &[u8]) -> bool {
    value.windows(8).any(|run| run.iter().all(|b| Some(b) == run.first()))
}

/// How many different bytes there are.
fn distinct(value: &[u8]) -> u32 {
    value.iter().fold(0u128, |seen, b| seen | 1 << (b & 127)).count_ones()
}

/// Whether these are digits of base 16, the letters all small or all capital.
fn is_hex(value: &[u8]) -> bool {
    let small = |b: &u8| b.is_ascii_digit() || matches!(b, b'a'..=b'f');
    let capital = |b: &u8| b.is_ascii_digit() || matches!(b, b'A'..=b'F');
    value.iter().all(small) || value.iter().all(capital)
}

/// The letters that often follow each letter in words of European languages and in names of code: from counts in
/// texts of nine languages and in Rust, with some added that are common in one language alone.
const PAIRS: [&[u8]; 26] = [
    b"bcdgiklmnprstuvy",
    b"aeiloru",
    b"acefhikloqrstu",
    b"adegiors",
    b"abcdefghijklmnopqrstvwxy",
    b"adefgilnoru",
    b"aeghiloru",
    b"aeiort",
    b"acdefglmnoprstvz",
    b"aou",
    b"aeioy",
    b"adefilotuy",
    b"abeiopsu",
    b"acdegiklostuz",
    b"bcdfgklmnoprstuvwz",
    b"aceiloprstuy",
    b"u",
    b"acdegikmnorstuvy",
    b"aceghiklopstuwyz",
    b"acehiloprstuwyz",
    b"bcdegilmnprstx",
    b"aeio",
    b"aehio",
    b"pt",
    b"eops",
    b"aei",
];

/// Whether neighbouring letters are as in words: of these, two in three pairs or more are of the table, of random
/// letters a third. Letters and digits seldom change places in words.
fn is_words(value: &[u8]) -> bool {
    let (mut pairs, mut common, mut turns) = (0, 0, 0);
    for pair in value.windows(2) {
        let [a, b] = pair else { continue };
        match (a.is_ascii_alphabetic(), b.is_ascii_alphabetic()) {
            (true, true) => {
                pairs += 1;
                let (a, b) = (a | 0x20, b | 0x20);
                common += u32::from(PAIRS.get(usize::from(a - b'a')).is_some_and(|next| next.contains(&b)));
            }
            (true, false) => turns += u32::from(b.is_ascii_digit()),
            (false, true) => turns += u32::from(a.is_ascii_digit()),
            (false, false) => {}
        }
    }
    pairs >= 5 && common * 10 >= pairs * 7 && turns < 5
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_from_random_letters() {
        for words in
            ["your-api-key-goes-here", "SomeLongIdentifierName", "gebruikersnaam_van_klant", "primary-button"]
        {
            assert!(is_words(words.as_bytes()), "{words}");
        }
        for random in
            ["k0zRxoLFuKCTMnHzXobd", "WERUgOW7cakYLJR7COQ1", "glpat", "ghzqtrvbnmkl", "9wkq2xvb7hd3mz"]
        {
            assert!(!is_words(random.as_bytes()), "{random}");
        }
    }
}
