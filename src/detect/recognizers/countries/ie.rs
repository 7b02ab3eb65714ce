//! Ireland.

use super::words::VAT;
use crate::detect::checksum::{Digits, is_one_digit, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "ie_ppsn",
        kind: "IE_PPSN",
        forms: &[
            form("[0-9]{7}[A-W]", 0.5),
            form("[0-9]{7}[A-W][A-IWTX]", 0.6),
            form("(?i)[0-9]{7}[ -]?[A-W][A-IWTX]?", 0.3),
        ],
        check: check("mod 23", is_ppsn),
        context: &[&[
            "pps",
            "ppsn",
            "pps number",
            "pps no",
            "personal public service",
            "personal public service number",
            "rsi",
            "rsi number",
            "uimhir pps",
        ]],
        examples: &["1234567T", "1234567FA", "6433435F", "1234567 t", "6433435OA"],
        near_misses: &["1234567A", "1234567TB", "123456T", "12345678T", "0000000W"],
        source: "Department of Social Protection; Social Welfare Consolidation Act 2005, s. 262",
        ..Rule::of("IE")
    },
    Rule {
        name: "ie_vat",
        kind: "VAT_ID",
        forms: &[
            form("(?i)IE[ -]?[0-9]{7}[A-W][A-IW]?", 0.85),
            form("(?i)IE[ -]?[0-9][A-Z][0-9]{5}[A-W]", 0.85),
            form("(?i)[0-9]{7}[A-W][A-IW]?|[0-9][A-Z][0-9]{5}[A-W]", 0.3),
        ],
        check: check("mod 23", is_vat),
        context: &[VAT],
        examples: &["IE6433435F", "IE6433435OA", "IE8D79739I", "6433435F"],
        near_misses: &["IE6433435E", "IE8D79738J", "IE643343F", "IE64334350F"],
        source: "Revenue Commissioners, VAT registration numbers; VIES",
        ..Rule::of("IE")
    },
];

/// Weights 8 to 2, and 9 for the second letter (A is 1, B is 2; W, T and X are nothing); the remainder of 23
/// is the first letter, W for nothing.
fn is_ppsn(value: &str) -> bool {
    let digits = Digits::of(value);
    let mut letters = value.bytes().filter(u8::is_ascii_alphabetic);
    let first = letters.next().unwrap_or_default();
    let second = letters.next();
    !is_one_digit(&digits) && is_letter(weighted(&digits, &[8, 7, 6, 5, 4, 3, 2]), first, second)
}

fn is_letter(sum: u32, first: u8, second: Option<u8>) -> bool {
    let second = match second.map(|letter| letter.to_ascii_uppercase()) {
        Some(letter @ b'A'..=b'I') => u32::from(letter - b'A') + 1,
        _ => 0,
    };
    const LETTERS: &[u8; 23] = b"WABCDEFGHIJKLMNOPQRSTUV";
    let wanted = LETTERS.get((sum + 9 * second) as usize % LETTERS.len());
    wanted == Some(&first.to_ascii_uppercase())
}

/// As a person's number; the old form has a letter for its second digit, and the first digit counts last.
fn is_vat(value: &str) -> bool {
    let upper = value.to_ascii_uppercase();
    let bare = upper.strip_prefix("IE").unwrap_or(&upper).trim_start_matches([' ', '-']);
    let digits = Digits::of(bare);
    let is_old = bare.as_bytes().get(1).is_some_and(u8::is_ascii_alphabetic);
    if !is_old {
        return is_ppsn(bare);
    }
    let Some((first, rest)) = digits.split_first() else { return false };
    let sum = weighted(rest, &[7, 6, 5, 4, 3]) + 2 * u32::from(*first);
    is_letter(sum, bare.bytes().next_back().unwrap_or_default(), None)
}
