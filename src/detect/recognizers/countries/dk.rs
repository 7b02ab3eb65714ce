//! Denmark.

use crate::detect::checksum::{Digits, is_date, is_one_digit, pair, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "dk_cpr",
        kind: "DK_CPR",
        forms: &[form("[0-9]{6}-[0-9]{4}", 0.3), form("[0-9]{6} ?[0-9]{4}", 0.1)],
        // The check digit has not held for all numbers since 2007.
        check: check("date", is_cpr),
        context: &[&["cpr", "cpr nummer", "personnummer", "cpr nr"]],
        examples: &["211062-5629", "2110625629"],
        near_misses: &["321062-5629", "211362-5629"],
        source: "CPR-kontoret, personnummeret i CPR",
        ..Rule::of("DK")
    },
    Rule {
        name: "dk_cvr",
        kind: "DK_CVR",
        forms: &[
            form("[1-9][0-9]{7}|[1-9][0-9] [0-9]{2} [0-9]{2} [0-9]{2}", 0.1),
            form("(?i)dk ?[1-9][0-9]{7}", 0.7),
        ],
        check: check("mod 11", |value| {
            weighted(&Digits::of(value), &[2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0
                && !is_one_digit(&Digits::of(value))
        }),
        context: &[&["cvr", "cvr nr", "virksomhed*"]],
        examples: &["13585628", "DK13585628"],
        near_misses: &["13585629"],
        source: "Erhvervsstyrelsen, CVR-nummer",
        ..Rule::of("DK")
    },
];

fn is_cpr(value: &str) -> bool {
    let digits = Digits::of(value);
    is_date(2000 + pair(&digits, 4), pair(&digits, 2), pair(&digits, 0))
}
