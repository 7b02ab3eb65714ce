//! Bulgaria.

use super::words::VAT_NUMBER;
use crate::detect::checksum::{Digits, is_date, is_one_digit, pair, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "bg_vat",
    kind: "VAT_ID",
    forms: &[
        form("(?i)bg-?[0-9]{9}|BG[ .-]?[0-9]{3} ?[0-9]{3} ?[0-9]{3}", 0.7),
        // Of ten digits, one in five passes a check: people, foreigners and others have their own.
        form("BG[ .-]?[0-9]{10}", 0.55),
        form("[0-9]{9,10}", 0.1),
    ],
    check: check("mod 11 or mod 10", is_vat),
    context: &[VAT_NUMBER, &["ддс", "ин по ддс", "еик", "булстат", "eik", "bulstat", "dds nomer"]],
    examples: &["BG175074752", "bg175074752", "BG 175 074 752", "BG7523169263", "BG7111042925", "175074752"],
    near_misses: &["BG175074753", "BG17507475", "BG7523169264", "BG17507475212", "BG000000000", "175074753"],
    source: "Закон за данък върху добавената стойност, чл. 94; Наредба № 1 of the Агенция по вписванията on the ЕИК",
    ..Rule::of("BG")
}];

/// Nine digits are of a company, ten of a person, a foreigner or somebody else.
fn is_vat(value: &str) -> bool {
    let digits = Digits::of(value);
    let known = match digits.len() {
        9 => is_company(&digits),
        _ => is_person(&digits) || is_foreigner(&digits) || is_other(&digits),
    };
    known && !is_one_digit(&digits)
}

fn is_last(digits: &[u8], wanted: u32) -> bool {
    digits.last().is_some_and(|last| u32::from(*last) == wanted)
}

/// Weights 1 to 8 modulo eleven; where ten is left, weights 3 to 10.
fn is_company(digits: &[u8]) -> bool {
    let first = weighted(digits, &[1, 2, 3, 4, 5, 6, 7, 8]) % 11;
    let second = weighted(digits, &[3, 4, 5, 6, 7, 8, 9, 10]) % 11;
    is_last(digits, if first < 10 { first } else { second % 10 })
}

/// Day of birth, to the month of which 20 is added before 1900 and 40 from 2000 on; powers of two modulo eleven.
fn is_person(digits: &[u8]) -> bool {
    let (century, month) = match pair(digits, 2) {
        month @ 41.. => (2000, month - 40),
        month @ 21.. => (1800, month - 20),
        month => (1900, month),
    };
    let sum = weighted(digits, &[2, 4, 8, 5, 10, 9, 7, 3, 6]);
    is_date(century + pair(digits, 0), month, pair(digits, 4)) && is_last(digits, sum % 11 % 10)
}

fn is_foreigner(digits: &[u8]) -> bool {
    is_last(digits, weighted(digits, &[21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10)
}

fn is_other(digits: &[u8]) -> bool {
    let sum = weighted(digits, &[4, 3, 2, 7, 6, 5, 4, 3, 2]);
    is_last(digits, (11 - sum % 11) % 11)
}
