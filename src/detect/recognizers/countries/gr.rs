//! Greece.

use super::words::VAT_NUMBER;
use crate::detect::checksum::{Digits, is_one_digit, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "gr_vat",
    kind: "VAT_ID",
    forms: &[
        form("(?i)(el|gr)[0-9]{9}", 0.65),
        // Apart and in small letters, `el` is a word.
        form("(EL|GR)[ .-]?[0-9]{3} ?[0-9]{3} ?[0-9]{3}", 0.65),
        form("[0-9]{9}", 0.1),
    ],
    check: check("powers of two, mod 11", is_vat),
    context: &[VAT_NUMBER, &["αφμ", "α φ μ", "αριθμος φορολογικου μητρωου", "φπα", "afm", "a f m"]],
    examples: &["EL094259216", "GR094259216", "el094259216", "EL 094259216", "EL 094 259 216", "094259216"],
    near_misses: &["EL094259217", "EL09425921", "EL0942592166", "EL000000000", "094259217"],
    source: "Ανεξάρτητη Αρχή Δημοσίων Εσόδων: ΑΦΜ; EU Commission, VIES: structure of VAT numbers",
    ..Rule::of("GR")
}];

/// Weights 256 to 2, modulo eleven, and ten is zero.
fn is_vat(value: &str) -> bool {
    let digits = Digits::of(value);
    let sum = weighted(&digits, &[256, 128, 64, 32, 16, 8, 4, 2]);
    digits.last().is_some_and(|last| u32::from(*last) == sum % 11 % 10) && !is_one_digit(&digits)
}
