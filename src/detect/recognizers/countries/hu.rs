//! Hungary.

use super::words::VAT_NUMBER;
use crate::detect::checksum::{Digits, is_one_digit, pair, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "hu_vat",
    kind: "VAT_ID",
    forms: &[
        form("(?i)hu[0-9]{8}", 0.65),
        form("HU[ .-]?[0-9]{8}", 0.65),
        // With the sort of tax and the county.
        form("(HU[ -]?)?[0-9]{8}-[1-5]-[0-9]{2}", 0.65),
        form("[0-9]{8}([1-5][0-9]{2})?", 0.1),
    ],
    check: check("weights 9, 7, 3, 1; county", is_vat),
    context: &[VAT_NUMBER, &["adoszam*", "ado szam", "afa szam", "kozossegi adoszam*"]],
    examples: &["HU12892312", "hu12892312", "HU 12892312", "12892312-2-41", "12892312", "12892312241"],
    near_misses: &["HU12892313", "HU1289231", "12892312-6-41", "12892312-2-60", "HU00000000", "HU128923122"],
    source: "Az adózás rendjéről szóló 2017. évi CL. törvény; Nemzeti Adó- és Vámhivatal: adószám, codes of counties",
    ..Rule::of("HU")
}];

/// Weights 9, 7, 3, 1; with the last digit a multiple of ten. Codes of counties go up to 20, and from 22 to 44 and
/// 51 for other offices.
fn is_vat(value: &str) -> bool {
    let digits = Digits::of(value);
    let Some(number) = digits.get(..8) else { return false };
    let county = digits.len() < 11 || matches!(pair(&digits, 9), 2..=20 | 22..=44 | 51);
    county && weighted(number, &[9, 7, 3, 1, 9, 7, 3, 1]) % 10 == 0 && !is_one_digit(number)
}
