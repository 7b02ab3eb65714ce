//! The Netherlands.

use crate::detect::checksum::{Digits, is_one_digit, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "nl_bsn",
    kind: "NL_BSN",
    forms: &[
        form("[0-9]{9}", 0.15),
        form("[0-9]{8}", 0.1),
        form(r"[0-9]{4}\.[0-9]{2}\.[0-9]{3}", 0.5),
        form("[0-9]{4} [0-9]{2} [0-9]{3}", 0.3),
        form("[0-9]{3}[ .-][0-9]{3}[ .-][0-9]{3}", 0.15),
    ],
    check: check("eleven test", is_bsn),
    context: &[&[
        "bsn",
        "burgerservicenummer",
        "burger service nummer",
        "sofinummer",
        "sofi",
        "citizen service number",
    ]],
    examples: &["111222333", "1112.22.333"],
    near_misses: &["111222334", "111111111", "1112223331"],
    source: "Wet algemene bepalingen burgerservicenummer; Logisch Ontwerp GBA, eleven test",
    ..Rule::of("NL")
}];

/// Weights 9 to 2 and -1; the sum is a multiple of eleven. Eight digits have a leading zero.
fn is_bsn(value: &str) -> bool {
    let digits = Digits::of(value);
    let Some((last, body)) = digits.split_last() else { return false };
    let weights = if body.len() == 8 { &[9, 8, 7, 6, 5, 4, 3, 2][..] } else { &[8, 7, 6, 5, 4, 3, 2] };
    let sum = weighted(body, weights);
    !is_one_digit(&digits) && sum >= u32::from(*last) && (sum - u32::from(*last)) % 11 == 0
}
