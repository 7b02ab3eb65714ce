//! Cyprus.

use super::words::VAT_NUMBER;
use crate::detect::checksum::Digits;
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "cy_vat",
    kind: "VAT_ID",
    forms: &[
        form("(?i)cy[0-9]{8}[a-z]", 0.85),
        form("CY[ .-]?[0-9]{8} ?[A-Z]", 0.85),
        form("(?i)[0-9]{8}[a-z]", 0.2),
    ],
    check: check("check letter", is_vat),
    context: &[VAT_NUMBER, &["φπα", "αφμ", "αφτ", "fpa"]],
    examples: &["CY10259033P", "cy10259033p", "CY 10259033 P", "10259033P"],
    near_misses: &["CY10259033Z", "CY1025903P", "CY10259033", "CY12259033P", "CY102590333P"],
    source: "Cyprus Tax Department; EU Commission, VIES: structure of VAT numbers",
    ..Rule::of("CY")
}];

/// Every second digit counts for itself, the others for a value of a table; the sum modulo 26 is the letter. None
/// begins with 12.
fn is_vat(value: &str) -> bool {
    const ODD: [u32; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
    let digits = Digits::of(value);
    let values = digits.iter().enumerate().map(|(at, digit)| match at % 2 {
        0 => ODD.get(usize::from(*digit)).copied().unwrap_or_default(),
        _ => u32::from(*digit),
    });
    let sum: u32 = values.sum();
    let letter = value.bytes().next_back().map(|letter| u32::from(letter.to_ascii_uppercase()));
    letter == Some(u32::from(b'A') + sum % 26) && !digits.starts_with(&[1, 2])
}
