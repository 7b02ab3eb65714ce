//! Norway.

use super::words::VAT_NUMBER;
use crate::detect::checksum::{Digits, is_date, number, pair, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "no_fnr",
        kind: "NO_FNR",
        forms: &[form("[0-9]{11}", 0.6), form("[0-9]{6}[ -][0-9]{5}", 0.8)],
        check: check("date, two check digits", is_fnr),
        context: &[&[
            "fodselsnummer",
            "fodselsnr",
            "personnummer",
            "fnr",
            "d nummer",
            "fodsels og personnummer",
        ]],
        examples: &["15108695088", "151086 95088", "151086-95088"],
        near_misses: &["15108695077", "15138695088", "151086 95077"],
        source: "Skatteetaten, fødselsnummer and D-nummer; one in about 3,000 random numbers passes",
        ..Rule::of("NO")
    },
    Rule {
        name: "no_orgnr",
        kind: "NO_ORGNR",
        forms: &[
            form("[89][0-9]{8}", 0.2),
            form("[89][0-9]{2}[ .][0-9]{3}[ .][0-9]{3}", 0.25),
            form("(NO[ -]?|no)?[89][0-9]{2}[ .]?[0-9]{3}[ .]?[0-9]{3}[ -]?(?i:mva)", 0.8),
            // `No` is short for number.
            form("NO[ -]?[89][0-9]{2}[ .]?[0-9]{3}[ .]?[0-9]{3}", 0.25),
        ],
        check: check("mod 11", is_orgnr),
        context: &[
            VAT_NUMBER,
            &[
                "organisasjonsnummer",
                "organisasjonsnr",
                "org nr",
                "orgnr",
                "foretak*",
                "foretaksnummer",
                "mva",
                "mva nummer",
                "mva nr",
            ],
        ],
        examples: &[
            "988077917",
            "988 077 917",
            "988.077.917",
            "NO 995 525 828 MVA",
            "995525828MVA",
            "995 525 828 mva",
            "NO 988077917",
        ],
        near_misses: &["988077918", "NO 995 525 829 MVA", "988 077 918", "788077917"],
        source: "Brønnøysundregistrene, organisasjonsnummer",
        ..Rule::of("NO")
    },
    Rule {
        name: "no_account",
        kind: "BANK_ACCOUNT",
        forms: &[form("[0-9]{11}", 0.15), form("[0-9]{4}[ .][0-9]{2}[ .][0-9]{5}", 0.4)],
        check: check("mod 11", is_account),
        context: &[&[
            "kontonummer",
            "kontonummeret",
            "kontonr",
            "bankkonto*",
            "konto",
            "kontoen",
            "bank account",
            "account number",
        ]],
        examples: &["8601 11 17947", "8601.11.17947", "86011117947"],
        near_misses: &["8601 11 17949", "8601.11.1794", "00000000000"],
        source: "Bits AS, kontonummer: bank, group, customer, check digit modulo 11",
        ..Rule::of("NO")
    },
];

/// D-numbers have 40 more in the day, help numbers 40 or more in the month. The three digits behind the date say
/// the century.
fn is_fnr(value: &str) -> bool {
    let digits = Digits::of(value);
    let (day, month, year) = (pair(&digits, 0), pair(&digits, 2), pair(&digits, 4));
    let (day, month) = (if day > 40 { day - 40 } else { day }, if month > 40 { month % 40 } else { month });
    let century = match (number(digits.get(6..9).unwrap_or_default()), year) {
        (0..=499, _) | (900..=999, 40..) => 1900,
        (500..=749, 54..) => 1800,
        (500.., 0..=39) => 2000,
        _ => return false,
    };
    let one = weighted(&digits, &[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]);
    let two = weighted(&digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]);
    digits.len() == 11 && one % 11 == 0 && two % 11 == 0 && is_date(century + year, month, day)
}

/// Weights 3 2 7 6 5 4 3 2 and 1; the sum is a multiple of eleven.
fn is_orgnr(value: &str) -> bool {
    weighted(&Digits::of(value), &[3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0
}

/// Weights 5 4 3 2 7 6 5 4 3 2 and 1; the sum is a multiple of eleven.
fn is_account(value: &str) -> bool {
    let digits = Digits::of(value);
    number(&digits) > 0 && weighted(&digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0
}
