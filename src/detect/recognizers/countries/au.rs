//! Australia.

use super::words::PASSPORT;
use crate::detect::checksum::{Digits, is_one_digit, number, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "au_tfn",
        kind: "AU_TFN",
        forms: &[
            form("[0-9]{8,9}", 0.15),
            form("[0-9]{3}[ .-][0-9]{3}[ .-][0-9]{3}", 0.2),
            form("[0-9]{2,3}[ .-][0-9]{3}[ .-][0-9]{3}", 0.15),
        ],
        check: check("mod 11", is_tfn),
        context: &[&["tfn", "tfns", "tax file", "tax file number", "tax file no", "ato"]],
        examples: &["123 456 782", "876543210", "648-188-499", "37118629"],
        near_misses: &["123 456 783", "876543211", "1234 567 82", "1234567820", "000 000 000"],
        source: "Income Tax Assessment Act 1936, part VA; Australian Taxation Office, TFN algorithm",
        ..Rule::of("AU")
    },
    Rule {
        name: "au_abn",
        kind: "AU_ABN",
        forms: &[
            form("[1-9][0-9] [0-9]{3} [0-9]{3} [0-9]{3}", 0.6),
            form("[1-9][0-9]-[0-9]{3}-[0-9]{3}-[0-9]{3}", 0.5),
            form("[1-9][0-9]{10}", 0.3),
        ],
        check: check("mod 89", is_abn),
        context: &[&["abn", "abns", "business number", "australian business number", "gst"]],
        examples: &["51 824 753 556", "51824753556", "53-004-085-616"],
        near_misses: &["51 824 753 557", "51824753565", "5182 475 3556", "518247535560"],
        source: "Australian Business Register, format of the ABN",
        ..Rule::of("AU")
    },
    Rule {
        name: "au_acn",
        kind: "AU_ACN",
        forms: &[form("[0-9]{9}", 0.15), form("[0-9]{3}[ -][0-9]{3}[ -][0-9]{3}", 0.2)],
        check: check("mod 10", is_acn),
        context: &[&["acn", "acns", "company number", "australian company number", "arbn", "asic"]],
        examples: &["004 085 616", "005749986", "010-499-966"],
        near_misses: &["004 085 617", "000 000 000", "0040 856 16", "0040856160"],
        source: "Corporations Regulations 2001; ASIC, Australian Company Number digit check",
        ..Rule::of("AU")
    },
    Rule {
        name: "au_medicare",
        kind: "AU_MEDICARE",
        forms: &[
            form("[2-6][0-9]{3}[ -][0-9]{5}[ -][1-9]([ /-]?[1-9])?", 0.45),
            form("[2-6][0-9]{8}[1-9]([ /-]?[1-9])?", 0.15),
        ],
        check: check("weights 1, 3, 7, 9", is_medicare),
        context: &[&["medicare", "medicare number", "medicare card", "medicare no", "irn"]],
        examples: &["2123 45670 1", "2123456701", "2123 45670 1/2", "5034-67540-3"],
        near_misses: &["2123 45671 1", "1123 45670 1", "2123 45670 0", "212345670123", "2123456 701"],
        source: "Services Australia, Medicare card number; METeOR 270101",
        ..Rule::of("AU")
    },
    Rule {
        name: "au_passport",
        kind: "PASSPORT",
        forms: &[form("(?i)[DEFLMNUX][0-9]{7}|[PR][A-Z][0-9]{7}", 0.1)],
        context: &[PASSPORT],
        reach: 6,
        examples: &["N1234567", "PA1234567"],
        near_misses: &["N12345678", "PA123456", "ZA1234567"],
        source: "Australian Passport Office, passport number; ICAO Doc 9303-4",
        ..Rule::of("AU")
    },
    // The same form as others: its country says which.
    Rule {
        name: "au_passport_named",
        kind: "PASSPORT",
        forms: &[form("(?i)[A-Z]{1,2}[0-9]{7}", 0.25)],
        context: &[&[
            "australian passport",
            "australian passport number",
            "australia passport",
            "passport australia",
            "aussie passport",
        ]],
        reach: 6,
        examples: &["N1234567", "PA1234567"],
        near_misses: &["N12345678", "PA123456", "ABC1234567"],
        source: "Australian Passport Office, passport number; ICAO Doc 9303-4",
        ..Rule::of("AU")
    },
];

/// Weights 1, 4, 3, 7, 5, 8, 6, 9, 10, of eight digits without the 9; the sum is a multiple of eleven.
fn is_tfn(value: &str) -> bool {
    let digits = Digits::of(value);
    let weights =
        if digits.len() == 8 { &[1, 4, 3, 7, 5, 8, 6, 10][..] } else { &[1, 4, 3, 7, 5, 8, 6, 9, 10] };
    !is_one_digit(&digits) && weighted(&digits, weights) % 11 == 0
}

/// With one taken off the first digit, weights 10, 1, 3, 5 … 19; the sum is a multiple of 89.
fn is_abn(value: &str) -> bool {
    let digits = Digits::of(value);
    let sum = weighted(&digits, &[10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]);
    !is_one_digit(&digits) && sum >= 10 && (sum - 10) % 89 == 0
}

/// Weights 8 to 1; the ninth digit makes a multiple of ten of the sum.
fn is_acn(value: &str) -> bool {
    let digits = Digits::of(value);
    !is_one_digit(&digits) && weighted(&digits, &[8, 7, 6, 5, 4, 3, 2, 1, 1]) % 10 == 0
}

/// Weights 1, 3, 7, 9 twice over; the ninth digit is the last digit of the sum. Then comes how often the card
/// was issued, and the line of the person on it.
fn is_medicare(value: &str) -> bool {
    let digits = Digits::of(value);
    let check = digits.get(8).copied().unwrap_or_default();
    let family = number(digits.get(..8).unwrap_or_default());
    family % 1_000_000 != 0 && weighted(&digits, &[1, 3, 7, 9, 1, 3, 7, 9]) % 10 == u32::from(check)
}
