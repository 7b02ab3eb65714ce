//! Romania.

use super::words::VAT_NUMBER;
use crate::detect::checksum::{Digits, is_one_digit};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "ro_vat",
    kind: "VAT_ID",
    forms: &[
        form("(?i)ro[1-9][0-9]{5,9}", 0.65),
        form("RO[ .-]?[1-9][0-9]{5,9}", 0.65),
        // The shortest ones look like much else.
        form("(RO ?)?[1-9][0-9]{3,9}", 0.1),
    ],
    check: check("mod 11", is_vat),
    context: &[
        VAT_NUMBER,
        &["cui", "cod fiscal", "cod de identificare fiscala", "cod unic de inregistrare", "cod tva"],
    ],
    examples: &["RO18547290", "ro18547290", "RO 18547290", "18547290", "RO361757"],
    near_misses: &["RO18547291", "RO185472901", "RO018547290", "18547291", "RO 11111111"],
    source: "Codul fiscal, art. 316; ANAF: codul de identificare fiscală, check digit",
    ..Rule::of("RO")
}];

/// Weights 7 5 3 2 1 7 5 3 2, of which the last belongs to the last digit before the check digit; ten times the sum
/// modulo eleven, and ten is zero.
fn is_vat(value: &str) -> bool {
    let digits = Digits::of(value);
    let Some((last, body)) = digits.split_last() else { return false };
    let weights = [2, 3, 5, 7, 1, 2, 3, 5, 7];
    let sum: u32 = body.iter().rev().zip(weights).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    u32::from(*last) == 10 * sum % 11 % 10 && !is_one_digit(&digits)
}
