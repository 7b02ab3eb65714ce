//! Lithuania.

use super::words::VAT_NUMBER;
use crate::detect::checksum::{Digits, is_one_digit};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "lt_vat",
    kind: "VAT_ID",
    forms: &[
        form("(?i)lt([0-9]{12}|[0-9]{9})", 0.75),
        form("LT[ .-]?([0-9]{12}|[0-9]{9})", 0.75),
        form("[0-9]{12}|[0-9]{9}", 0.1),
    ],
    check: check("mod 11", is_vat),
    context: &[VAT_NUMBER, &["pvm", "pvm kodas", "pvm moketojo kodas"]],
    examples: &["LT119511515", "lt119511515", "LT 119511515", "LT100001919017", "119511515"],
    near_misses: &["LT119511516", "LT11951151", "LT100001919018", "LT119511525", "119511516"],
    source: "Valstybinė mokesčių inspekcija: PVM mokėtojo kodas; EU Commission, VIES: structure of VAT numbers",
    ..Rule::of("LT")
}];

/// Weights 1 to 9, and again from 1; where ten is left, from 3. The digit before the last one is a 1.
fn is_vat(value: &str) -> bool {
    let digits = Digits::of(value);
    let Some((last, body)) = digits.split_last() else { return false };
    let sum = |from: u32| -> u32 {
        body.iter().zip(from..).map(|(digit, weight)| u32::from(*digit) * (weight % 9 + 1)).sum()
    };
    let rest = if sum(0) % 11 < 10 { sum(0) % 11 } else { sum(2) % 11 % 10 };
    body.last() == Some(&1) && u32::from(*last) == rest && !is_one_digit(&digits)
}
