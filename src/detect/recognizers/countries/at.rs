//! Austria.

use crate::detect::checksum::{Digits, is_date, pair, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "at_svnr",
        kind: "AT_SVNR",
        forms: &[
            form("[1-9][0-9]{3} ?[0-9]{6}", 0.3),
            form("[1-9][0-9]{3}[ /-][0-9]{2}[ .]?[0-9]{2}[ .]?[0-9]{2}", 0.45),
        ],
        check: check("date, mod 11", is_svnr),
        context: &[&["sozialversicherung*", "svnr", "sv nummer", "versicherungsnummer", "e card", "vsnr"]],
        examples: &["1237 010180", "1237010180"],
        near_misses: &["1238 010180", "1237 320180"],
        source: "ASVG § 31; Dachverband der Sozialversicherungsträger",
        ..Rule::of("AT")
    },
    Rule {
        name: "at_vat",
        kind: "VAT_ID",
        forms: &[form("(?i)atu ?[0-9]{8}", 0.8)],
        check: check("check digit", is_uid),
        context: &[&["uid", "ust", "vat"]],
        examples: &["ATU13585627"],
        near_misses: &["ATU13585626"],
        source: "UStG 1994 Art. 28",
        ..Rule::of("AT")
    },
];

fn is_svnr(value: &str) -> bool {
    let digits = Digits::of(value);
    let sum = weighted(&digits, &[3, 7, 9, 0, 5, 8, 4, 2, 1, 6]);
    // Where days are used up, the month is 13 or more.
    let month = pair(&digits, 6);
    let sound = is_date(2000 + pair(&digits, 8), month, pair(&digits, 4))
        || matches!(month, 13..=15) && (1..=31).contains(&pair(&digits, 4));
    digits.len() == 10 && digits.get(3).is_some_and(|check| sum % 11 == u32::from(*check)) && sound
}

fn is_uid(value: &str) -> bool {
    let digits = Digits::of(value);
    let sum: u32 = digits
        .iter()
        .take(7)
        .enumerate()
        .map(|(at, digit)| u32::from(*digit) * (1 + at as u32 % 2))
        .map(|product| product / 10 + product % 10)
        .sum();
    digits.last().is_some_and(|last| (96 - sum) % 10 == u32::from(*last))
}
