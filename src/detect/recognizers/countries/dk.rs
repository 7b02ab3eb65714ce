//! Denmark.

use super::words::VAT_NUMBER;
use crate::detect::checksum::{Digits, is_date, is_one_digit, pair, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "dk_cpr",
        kind: "DK_CPR",
        forms: &[form("[0-9]{6}-[0-9]{4}", 0.45), form("[0-9]{6} ?[0-9]{4}", 0.25)],
        // The check digit has not held for all numbers since 2007.
        check: check("date", is_cpr),
        context: &[&["cpr", "cpr nummer", "cpr nr", "cprnr", "cprnummer"]],
        examples: &["211062-5629", "2110625629", "211062 5629"],
        near_misses: &["321062-5629", "211362-5629", "511062-5629", "290200-1234"],
        source: CPR,
        ..Rule::of("DK")
    },
    // Swedes and Norwegians have a personnummer, too: theirs have check digits.
    Rule {
        name: "dk_personnummer",
        kind: "DK_CPR",
        forms: &[form("[0-9]{6}-[0-9]{4}", 0.2), form("[0-9]{6} ?[0-9]{4}", 0.1)],
        check: check("date", is_cpr),
        context: &[&["personnummer", "personnr"]],
        examples: &["211062-5629", "2110625629"],
        near_misses: &["321062-5629", "211362-5629"],
        source: CPR,
        ..Rule::of("DK")
    },
    Rule {
        name: "dk_cvr",
        kind: "DK_CVR",
        forms: &[
            form("[1-9][0-9]{7}|[1-9][0-9] [0-9]{2} [0-9]{2} [0-9]{2}", 0.15),
            form("(?i)dk[ -]?[1-9][0-9]{7}", 0.7),
            form("(?i)dk[ -]?[1-9][0-9] [0-9]{2} [0-9]{2} [0-9]{2}", 0.75),
        ],
        check: check("mod 11", |value| {
            weighted(&Digits::of(value), &[2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0
                && !is_one_digit(&Digits::of(value))
        }),
        context: &[
            VAT_NUMBER,
            &["cvr", "cvr nr", "cvr nummer", "cvrnr", "virksomhed*", "se nummer", "se nr"],
        ],
        examples: &["13585628", "DK13585628", "DK 13585628", "DK-13585628", "13 58 56 28", "DK 13 58 56 28"],
        near_misses: &["13585629", "DK 13585627", "DK 13 58 56 27"],
        source: "Erhvervsstyrelsen, CVR-nummer",
        ..Rule::of("DK")
    },
];

const CPR: &str = "CPR-kontoret, personnummeret i CPR";

/// The seventh digit and the year say the century.
fn is_cpr(value: &str) -> bool {
    let digits = Digits::of(value);
    let (day, month, year) = (pair(&digits, 0), pair(&digits, 2), pair(&digits, 4));
    let century = match (digits.get(6), year) {
        (Some(0..=3), _) | (Some(4 | 9), 37..) => 1900,
        (Some(5..=8), 58..) => 1800,
        _ => 2000,
    };
    is_date(century + year, month, day)
}
