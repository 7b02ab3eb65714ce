//! Croatia: people and companies have one number.

use super::words::VAT_NUMBER;
use crate::detect::checksum::{Digits, is_one_digit, mod_11_10};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "hr_oib",
        kind: "NATIONAL_ID",
        forms: &[form("[0-9]{11}", 0.15)],
        check: check("ISO 7064 mod 11,10", is_oib),
        context: &[&["oib", "osobni identifikacijski broj", "osobnog identifikacijskog broja"]],
        examples: &["33392005961", "94577403194"],
        near_misses: &["33392005962", "3339200596", "333920059611", "00000000001"],
        source: OIB,
        ..Rule::of("HR")
    },
    Rule {
        name: "hr_vat",
        kind: "VAT_ID",
        forms: &[form("(?i)hr[0-9]{11}", 0.65), form("HR[ .-]?[0-9]{11}", 0.55)],
        check: check("ISO 7064 mod 11,10", is_oib),
        context: &[VAT_NUMBER, &["pdv", "pdv id", "pdv identifikacijski broj"]],
        examples: &["HR33392005961", "hr33392005961", "HR 33392005961"],
        near_misses: &["HR33392005962", "HR3339200596", "HR333920059611", "HR-00000000001"],
        source: OIB,
        ..Rule::of("HR")
    },
];

const OIB: &str = "Zakon o osobnom identifikacijskom broju; Porezna uprava: check digit of the OIB";

fn is_oib(value: &str) -> bool {
    let digits = Digits::of(value);
    mod_11_10(&digits) && !is_one_digit(digits.get(..10).unwrap_or_default())
}
