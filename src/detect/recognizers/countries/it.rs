//! Italy.

use super::words::VAT;
use crate::detect::checksum::{Digits, is_date, luhn, number};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "it_cf",
        kind: "IT_CF",
        forms: &[
            form(
                "(?i)[a-z]{6}[0-9lmnpqrstuv]{2}[abcdehlmprst][0-9lmnpqrstuv]{2}[a-z][0-9lmnpqrstuv]{3}[a-z]",
                0.9,
            ),
            form(
                "(?i)[a-z]{3}[ -]?[a-z]{3}[ -][0-9lmnpqrstuv]{2}[abcdehlmprst][0-9lmnpqrstuv]{2}[ -]?[a-z][0-9lmnpqrstuv]{3}[ -]?[a-z]",
                0.9,
            ),
        ],
        check: check("day, check letter", is_cf),
        context: &[&["codice fiscale", "cf", "fiscale"]],
        examples: &["RSSMRA85T10A562S", "rssmra85t10a562s", "RSS MRA 85T10 A562S", "RSSMRA 85T10 A562S"],
        near_misses: &["RSSMRA85T10A562T", "RSSMRA85T99A562S", "RSSMRA 85T10 A562T"],
        source: "Decreto ministeriale 23 dicembre 1976",
        ..Rule::of("IT")
    },
    Rule {
        name: "it_piva",
        kind: "IT_VAT_CODE",
        forms: &[
            form("[0-9]{11}", 0.2),
            // Apart and in small letters, `it` is a word.
            form("it-?[0-9]{11}|IT[ .-]?[0-9]{11}", 0.75),
        ],
        check: check("office, Luhn", is_piva),
        context: &[VAT, &["partita iva", "piva", "p iva", "codice fiscale", "vat code"]],
        examples: &["00743110157", "IT00743110157", "IT 00743110157", "IT-00743110157"],
        near_misses: &["00743110158", "IT00743110158", "it 00743110158", "00743112153", "00000000109"],
        source: "D.P.R. 633/1972, art. 35; Agenzia delle Entrate: seven digits, province of the office, check digit",
        ..Rule::of("IT")
    },
    Rule {
        name: "it_identity_card",
        kind: "IT_IDENTITY_CARD",
        forms: &[form("(?i)[a-z]{2} ?[0-9]{7}|[0-9]{7}[a-z]{2}|[a-z]{2}[0-9]{5}[a-z]{2}", 0.15)],
        context: &[&["carta d identita", "carta identita", "identita", "cie", "identity card", "documento"]],
        examples: &["CA12345AB", "AX 1234567", "1234567AA"],
        near_misses: &["CA1234AB"],
        source: "Ministero dell'Interno, carta d'identità elettronica",
        ..Rule::of("IT")
    },
    Rule {
        name: "it_passport",
        kind: "IT_PASSPORT",
        // Others have the same form: only Italian words speak for it.
        forms: &[form("(?i)[a-z]{2}[0-9]{7}", 0.2)],
        context: &[&[
            "passaporto",
            "passaporti",
            "italian passport",
            "passport italian*",
            "passaporto italian*",
        ]],
        examples: &["AA1234567", "ya1234567"],
        near_misses: &["AA123456", "AA12345678"],
        source: "Ministero degli Affari Esteri, passaporto",
        ..Rule::of("IT")
    },
    Rule {
        name: "it_driver_license",
        kind: "IT_DRIVER_LICENSE",
        forms: &[form("(?i)[a-z]{2}[0-9]{7}[a-z]|u1[0-9bcdfghjklmnprstwxyz]{7}[a-z]", 0.15)],
        context: &[&["patente", "guida", "patente di guida", "licenza", "driver", "driving"]],
        examples: &["AA1234567B", "U1H00B000B"],
        near_misses: &["AA123456B"],
        source: "Ministero delle Infrastrutture, patente di guida",
        ..Rule::of("IT")
    },
    Rule {
        name: "it_plate",
        kind: "LICENSE_PLATE",
        forms: &[
            form("[A-HJ-NPR-TV-Z]{2}[ -]?[0-9]{3}[ -]?[A-HJ-NPR-TV-Z]{2}", 0.3),
            form("(?i)[a-hj-npr-tv-z]{2}[0-9]{3}[a-hj-npr-tv-z]{2}", 0.1),
        ],
        context: &[&["targa", "targhe", "targato", "targata", "numero di targa"]],
        reach: 6,
        examples: &["AB 123 CD", "AB123CD", "ab123cd"],
        near_misses: &["AI 123 CD", "AB 12 CD", "AB 1234 CD", "ABC 123 D"],
        source: "D.P.R. 24 novembre 2001, n. 474",
        ..Rule::of("IT")
    },
];

/// A day of birth, for women with 40 more, and the check letter over values by place.
fn is_cf(value: &str) -> bool {
    let code: Vec<u8> =
        value.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_uppercase()).collect();
    // Letters stand for digits where two people would have the same code.
    let digit = |at: usize| {
        let b = code.get(at).copied().unwrap_or_default();
        if b.is_ascii_digit() {
            Some(u32::from(b - b'0'))
        } else {
            b"LMNPQRSTUV".iter().position(|other| *other == b).map(|at| at as u32)
        }
    };
    let month = code.get(8).and_then(|b| b"ABCDEHLMPRST".iter().position(|other| other == b));
    let (Some(month), Some(tens), Some(ones)) = (month, digit(9), digit(10)) else { return false };
    let day = (10 * tens + ones) % 40;
    let Some((last, body)) = code.split_last() else { return false };
    let sum: usize =
        body.iter().enumerate().map(|(at, b)| if at % 2 == 0 { odd(*b) } else { even(*b) }).sum();
    10 * tens + ones <= 71
        && is_date(2000, month as u32 + 1, day)
        && u32::from(*last) == u32::from(b'A') + (sum % 26) as u32
}

fn even(b: u8) -> usize {
    usize::from(if b.is_ascii_digit() { b - b'0' } else { b - b'A' })
}

/// The value of a character in an odd place.
fn odd(b: u8) -> usize {
    const VALUES: &[u8] =
        &[1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    VALUES.get(even(b)).map_or(0, |value| usize::from(*value))
}

/// Seven digits that are not all zero, the province of the office, Luhn's check digit.
fn is_piva(value: &str) -> bool {
    let digits = Digits::of(value);
    let part = |from: usize, to: usize| number(digits.get(from..to).unwrap_or_default());
    let office = matches!(part(7, 10), 1..=100 | 120 | 121 | 888 | 999);
    luhn(&digits) && part(0, 7) > 0 && office
}
