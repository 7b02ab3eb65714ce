//! Ireland.

use crate::detect::checksum::{Digits, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "ie_ppsn",
        kind: "IE_PPSN",
        forms: &[form("(?i)[0-9]{7}[a-w][abhtwx]?", 0.5)],
        check: check("mod 23", is_ppsn),
        context: &[&["pps", "ppsn", "personal public service", "public service number"]],
        examples: &["6433435F", "6433435OA", "1234567t"],
        near_misses: &["6433435E", "643343F"],
        source: "Department of Social Protection, PPS number; S.I. 2013 second letter",
        ..Rule::of("IE")
    },
    Rule {
        name: "ie_vat",
        kind: "VAT_ID",
        forms: &[form(r"(?i)ie ?[0-9][0-9a-z+*][0-9]{5}[a-w][a-i]?", 0.75)],
        context: &[&["vat", "vat number"]],
        examples: &["IE6433435F", "IE8D79739I"],
        near_misses: &["IE643343F"],
        source: "Revenue Commissioners, VAT registration",
        ..Rule::of("IE")
    },
];

/// Weights 8 to 2, nine times the second letter; the remainder of 23 is the first letter, W for 0.
fn is_ppsn(value: &str) -> bool {
    let digits = Digits::of(value);
    let mut letters =
        value.bytes().filter(u8::is_ascii_alphabetic).map(|b| u32::from(b.to_ascii_uppercase() - b'A' + 1));
    let (check, second) = (letters.next().unwrap_or_default(), letters.next().unwrap_or_default());
    // An old W in second place counts nothing.
    let second = if second == 23 { 0 } else { second };
    let sum = weighted(&digits, &[8, 7, 6, 5, 4, 3, 2]) + 9 * second;
    sum % 23 == check % 23
}
