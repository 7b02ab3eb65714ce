//! Portugal.

use super::words::VAT_NUMBER;
use crate::detect::checksum::{Digits, pair, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "pt_nif",
        kind: "PT_NIF",
        forms: &[
            form("[1-9][0-9]{8}", 0.15),
            form("[1-9][0-9]{2}[ .-][0-9]{3}[ .-][0-9]{3}", 0.2),
            form("(?i)pt[ .-]?[1-9][0-9]{8}", 0.75),
            form("(?i)pt[ .-]?[1-9][0-9]{2}[ .-][0-9]{3}[ .-][0-9]{3}", 0.75),
        ],
        check: check("mod 11", is_nif),
        context: &[
            VAT_NUMBER,
            &["nif", "nipc", "contribuinte", "fiscal", "numero de contribuinte", "pessoa coletiva"],
        ],
        examples: &["501964843", "PT501964843", "501 964 843", "501-964-843", "PT 501 964 843", "450000001"],
        near_misses: &["501964844", "400000008", "PT 501 964 844", "730000001"],
        source: "Decreto-Lei 14/2013, número de identificação fiscal",
        ..Rule::of("PT")
    },
    Rule {
        name: "pt_cc",
        kind: "PT_CC",
        forms: &[
            form("(?i)[0-9]{8}[ -]?[0-9][ -]?[a-z0-9]{2}[0-9]", 0.3),
            form("[0-9]{8}[ -][0-9][ -]?[A-Z]{2}[0-9]", 0.6),
            form("[0-9]{9}[ -]?[A-Z]{2}[0-9]", 0.4),
        ],
        check: check("Luhn over letters", is_cc),
        context: &[&["cartao de cidadao", "cartao cidadao", "cc", "bilhete de identidade", "identidade"]],
        examples: &["00000000 0 ZZ4", "000000000ZZ4", "00000000-0-ZZ4", "00000000 0ZZ4"],
        near_misses: &["00000000 0 ZZ5", "00000000 A ZZ4", "0000000 0 ZZ4"],
        source: "Portaria 203/2007, cartão de cidadão",
        ..Rule::of("PT")
    },
    Rule {
        name: "pt_niss",
        kind: "PT_NISS",
        forms: &[form("[12][0-9]{10}", 0.15)],
        check: check("primes", is_niss),
        context: &[&["niss", "seguranca social"]],
        examples: &["12345678902", "11111111110"],
        near_misses: &["12345678903", "1234567890", "32345678902"],
        source: "Instituto da Segurança Social, NISS",
        ..Rule::of("PT")
    },
];

/// The first digits say whose it is; 40 to 44, 73 and others are nobody's. 11 less the remainder, 0 from ten on.
fn is_nif(value: &str) -> bool {
    let digits = Digits::of(value);
    let sum = weighted(&digits, &[9, 8, 7, 6, 5, 4, 3, 2]);
    let given = matches!(pair(&digits, 0), 10..=39 | 45 | 50..=69 | 70..=72 | 74 | 75 | 77..=99);
    given && digits.last().is_some_and(|last| u32::from(*last) == (11 - sum % 11) % 11 % 10)
}

/// Every second character from the right doubled, less nine from ten on; a multiple of ten.
fn is_cc(value: &str) -> bool {
    let values = value.chars().filter_map(|c| c.to_digit(36));
    let values: Vec<u32> = values.collect();
    let double = |value: u32| if 2 * value > 9 { 2 * value - 9 } else { 2 * value };
    let sum: u32 =
        values.iter().enumerate().map(|(at, value)| if at % 2 == 0 { double(*value) } else { *value }).sum();
    values.len() == 12 && sum % 10 == 0
}

fn is_niss(value: &str) -> bool {
    let digits = Digits::of(value);
    let sum = weighted(&digits, &[29, 23, 19, 17, 13, 11, 7, 5, 3, 2]);
    digits.last().is_some_and(|last| u32::from(*last) == 9 - sum % 10)
}
