//! Australia.

use crate::detect::checksum::{Digits, is_one_digit, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "au_tfn",
        kind: "AU_TFN",
        forms: &[form("[0-9]{3}[ -][0-9]{3}[ -][0-9]{3}", 0.2), form("[0-9]{8,9}", 0.1)],
        check: check("mod 11", is_tfn),
        context: &[&["tfn", "tax file number", "tax file"]],
        examples: &["876 543 210", "876543210"],
        near_misses: &["876 543 211"],
        source: "Australian Taxation Office, tax file number",
        ..Rule::of("AU")
    },
    Rule {
        name: "au_abn",
        kind: "AU_ABN",
        forms: &[form("[0-9]{2} [0-9]{3} [0-9]{3} [0-9]{3}", 0.55), form("[0-9]{11}", 0.15)],
        check: check("mod 89", is_abn),
        context: &[&["abn", "australian business number", "business number"]],
        examples: &["51 824 753 556", "51824753556"],
        near_misses: &["51 824 753 557"],
        source: "Australian Business Register, format of the ABN",
        ..Rule::of("AU")
    },
    Rule {
        name: "au_acn",
        kind: "AU_ACN",
        forms: &[form("[0-9]{3} [0-9]{3} [0-9]{3}", 0.2), form("[0-9]{9}", 0.1)],
        check: check("mod 10", is_acn),
        context: &[&["acn", "australian company number", "company number"]],
        examples: &["004 085 616", "004085616"],
        near_misses: &["004 085 617"],
        source: "Australian Securities and Investments Commission, ACN check digit",
        ..Rule::of("AU")
    },
    Rule {
        name: "au_medicare",
        kind: "AU_MEDICARE",
        forms: &[
            form("[2-6][0-9]{3} [0-9]{5} [0-9]( ?/? ?[1-9])?", 0.45),
            form("[2-6][0-9]{9}([0-9])?", 0.1),
        ],
        check: check("mod 10", is_medicare),
        context: &[&["medicare", "medicare number", "medicare card"]],
        examples: &["2123 45670 1", "2123456701"],
        near_misses: &["2123 45671 1", "1123 45670 1"],
        source: "Services Australia, Medicare card number",
        ..Rule::of("AU")
    },
    Rule {
        name: "au_passport",
        kind: "PASSPORT",
        forms: &[form("[A-Za-z]{1,2}[0-9]{7}", 0.1)],
        context: &[&["passport"]],
        examples: &["N1234567", "PA1234567"],
        near_misses: &["N123456"],
        source: "Australian Passport Office",
        ..Rule::of("AU")
    },
];

fn is_tfn(value: &str) -> bool {
    let digits = Digits::of(value);
    let weights: &[u32] =
        if digits.len() == 8 { &[10, 7, 8, 4, 6, 3, 5, 1] } else { &[1, 4, 3, 7, 5, 8, 6, 9, 10] };
    weighted(&digits, weights) % 11 == 0 && !is_one_digit(&digits)
}

/// One less in the first place, then weights.
fn is_abn(value: &str) -> bool {
    let digits = Digits::of(value);
    let sum = weighted(&digits, &[10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]);
    digits.first().is_some_and(|first| *first > 0) && sum >= 10 && (sum - 10) % 89 == 0
}

fn is_acn(value: &str) -> bool {
    let digits = Digits::of(value);
    let sum = weighted(&digits, &[8, 7, 6, 5, 4, 3, 2, 1]);
    digits.last().is_some_and(|last| u32::from(*last) == (10 - sum % 10) % 10) && !is_one_digit(&digits)
}

fn is_medicare(value: &str) -> bool {
    let digits = Digits::of(value);
    let sum = weighted(&digits, &[1, 3, 7, 9, 1, 3, 7, 9]);
    digits.get(8).is_some_and(|check| u32::from(*check) == sum % 10)
        && digits.get(9).is_some_and(|issue| *issue > 0)
}
