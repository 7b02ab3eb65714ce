//! Czechia and, where they have the same, Slovakia.

use crate::detect::checksum::{Digits, is_date, is_one_digit, number, pair, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "cz_rc",
        kind: "CZ_RC",
        forms: &[form("[0-9]{6}/[0-9]{3,4}", 0.6), form("[0-9]{9,10}", 0.1)],
        check: check("date, mod 11", is_rc),
        context: &[&["rodne cislo", "rodneho cisla", "rc", "r c", "birth number"]],
        examples: &["710319/2745", "7103192745", "991231/123"],
        near_misses: &["710319/2746", "711319/2745"],
        source: "Zákon 133/2000 Sb., zákon 301/1995 Z. z.",
        ..Rule::of("CZ")
    },
    Rule {
        name: "cz_ico",
        kind: "CZ_ICO",
        forms: &[form("[0-9]{8}", 0.1)],
        check: check("mod 11", is_ico),
        context: &[&["ico", "identifikacni cislo", "identifikacne cislo"]],
        examples: &["25123891"],
        near_misses: &["25123892"],
        source: "Zákon 111/2009 Sb., identifikační číslo osoby",
        ..Rule::of("CZ")
    },
    Rule {
        name: "cz_dic",
        kind: "VAT_ID",
        forms: &[form("(?i)(cz[0-9]{8,10}|sk[0-9]{10})", 0.6)],
        context: &[&["dic", "ic dph", "vat", "dan*"]],
        examples: &["CZ25123891", "SK2022749619"],
        near_misses: &["CZ2512389"],
        source: "Zákon 280/2009 Sb., daňové identifikační číslo",
        ..Rule::of("CZ")
    },
];

/// The month of women has 50 more, where numbers ran out 20 more. Nine digits until 1953, without a check digit.
fn is_rc(value: &str) -> bool {
    let digits = Digits::of(value);
    let month = pair(&digits, 2) % 50 % 20;
    let year = pair(&digits, 0) + if digits.len() == 9 || pair(&digits, 0) > 53 { 1900 } else { 2000 };
    let body = number(digits.get(..9).unwrap_or_default());
    let check = (body % 11 % 10) as u8;
    let checked = digits.len() == 9 || digits.last() == Some(&check);
    checked && is_date(year, month, pair(&digits, 4)) && !is_one_digit(&digits)
}

fn is_ico(value: &str) -> bool {
    let digits = Digits::of(value);
    let sum = weighted(&digits, &[8, 7, 6, 5, 4, 3, 2]);
    digits.last().is_some_and(|last| u32::from(*last) == (11 - sum % 11) % 10) && !is_one_digit(&digits)
}
