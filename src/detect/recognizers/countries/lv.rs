//! Latvia.

use super::words::VAT_NUMBER;
use crate::detect::checksum::{Digits, is_date, is_one_digit, pair, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "lv_vat",
    kind: "VAT_ID",
    forms: &[
        form("(?i)lv[0-9]{11}", 0.75),
        form("LV[ .-]?[0-9]{11}|LV ?[0-9]{6}-[0-9]{5}", 0.75),
        form("[0-9]{11}", 0.1),
    ],
    check: check("mod 11", is_vat),
    context: &[VAT_NUMBER, &["pvn", "pvn numurs", "pvn reg", "pvn maksataja numurs"]],
    examples: &["LV40003521600", "lv40003521600", "LV 40003521600", "LV16117519997", "LV32867300679"],
    near_misses: &["LV40003521601", "LV4000352160", "LV16117519998", "LV16137519997", "LV32867300677"],
    source: "Valsts ieņēmumu dienests: PVN maksātāji; Fizisko personu reģistra likums: personas kods",
    ..Rule::of("LV")
}];

/// Numbers of companies begin with 4 and up: weights 9 1 4 8 3 10 2 5 7 6 1, and three is left of eleven. Others are
/// of a person: day of birth, or 32 since 2017, weights 10 5 8 4 2 1 6 3 7 9 and one more.
fn is_vat(value: &str) -> bool {
    let digits = Digits::of(value);
    if digits.first() > Some(&3) {
        return weighted(&digits, &[9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == 3 && !is_one_digit(&digits);
    }
    let century = match digits.get(6) {
        Some(0) => 1800,
        Some(1) => 1900,
        _ => 2000,
    };
    let rest = (weighted(&digits, &[10, 5, 8, 4, 2, 1, 6, 3, 7, 9]) + 1) % 11 % 10;
    let is_day = || is_date(century + pair(&digits, 4), pair(&digits, 2), pair(&digits, 0));
    (pair(&digits, 0) == 32 || is_day()) && digits.last().is_some_and(|last| u32::from(*last) == rest)
}
