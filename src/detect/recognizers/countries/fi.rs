//! Finland.

use super::words::VAT_NUMBER;
use crate::detect::checksum::{Digits, is_date, number, pair, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "fi_hetu",
        kind: "FI_PERSONAL_IDENTITY_CODE",
        forms: &[
            form("(?i)[0-9]{6}[-+a-fu-y][0-9]{3}[a-fhj-npr-y]", 0.85),
            form("(?i)[0-9]{6}[a-fu-y][0-9]{4}", 0.8),
            // Danes and Swedes have numbers like this.
            form("[0-9]{6}[-+][0-9]{4}", 0.6),
        ],
        check: check("date, check character", is_hetu),
        context: &[&[
            "henkilotunnu*",
            "hetu",
            "hetuni",
            "sosiaaliturvatunnu*",
            "personbeteckning",
            "personal identity code",
        ]],
        examples: &["131052-308T", "010594Y9032", "131052A308T", "131052a308t", "010100+123D"],
        near_misses: &["131052-308U", "311352-308T", "310252-308Y", "131052-001W", "131052+308U"],
        source: "Digital and Population Data Services Agency; separators of 2023",
        ..Rule::of("FI")
    },
    Rule {
        name: "fi_business_id",
        kind: "FI_BUSINESS_ID",
        forms: &[form("[0-9]{7}-[0-9]", 0.4), form("[0-9]{8}", 0.1), form("(?i)fi[ -]?[0-9]{7}-?[0-9]", 0.7)],
        check: check("mod 11", |value| {
            weighted(&Digits::of(value), &[7, 9, 10, 5, 8, 4, 2, 1]) % 11 == 0
                && number(&Digits::of(value)) > 0
        }),
        context: &[
            VAT_NUMBER,
            &[
                "tunnus",
                "ytunnu*",
                "y tunnu*",
                "fo nummer",
                "business id",
                "alv",
                "alv numero*",
                "alv tunnu*",
                "arvonlisavero*",
            ],
        ],
        examples: &["2077474-0", "FI20774740", "FI 20774740", "FI-20774740", "20774740"],
        near_misses: &["2077474-1", "FI 20774741", "20774741"],
        source: "Patentti- ja rekisterihallitus, Y-tunnus",
        ..Rule::of("FI")
    },
];

/// The remainder of 31 over date and serial is the place of the last character. What stands between them says the
/// century. Serials begin with 2.
fn is_hetu(value: &str) -> bool {
    const CHARACTERS: &[u8] = b"0123456789ABCDEFHJKLMNPRSTUVWXY";
    let last = value.bytes().next_back().map(|b| b.to_ascii_uppercase());
    let body = value.get(..value.len().saturating_sub(1)).unwrap_or_default();
    let digits = Digits::of(body);
    let century = match value.as_bytes().get(6).map(u8::to_ascii_uppercase) {
        Some(b'+') => 1800,
        Some(b'-' | b'U'..=b'Y') => 1900,
        _ => 2000,
    };
    let place = (number(&digits) % 31) as usize;
    digits.len() == 9
        && CHARACTERS.get(place).copied() == last
        && number(digits.get(6..).unwrap_or_default()) > 1
        && is_date(century + pair(&digits, 4), pair(&digits, 2), pair(&digits, 0))
}
