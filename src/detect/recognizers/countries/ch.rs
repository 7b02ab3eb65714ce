//! Switzerland.

use super::words::VAT;
use crate::detect::checksum::{Digits, is_one_digit, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "ch_ahv",
        kind: "CH_AHV",
        forms: &[
            form("756[0-9]{10}", 0.6),
            form(r"756\.[0-9]{4}\.[0-9]{4}\.[0-9]{2}", 0.9),
            form("756[ .-][0-9]{4}[ .-]?[0-9]{4}[ .-]?[0-9]{2}", 0.8),
        ],
        check: check("EAN-13", is_ahv),
        context: &[&[
            "ahv",
            "ahvn",
            "ahvnummer",
            "ahv nr",
            "avs",
            "navs",
            "numero avs",
            "oasi",
            "sozialversicherung*",
            "versichertennummer",
            "social security",
            "securite sociale",
            "assicurazione sociale",
            "bsv",
        ]],
        examples: &["756.9217.0769.85", "7569217076985", "756 9217 0769 85", "756-9217-0769-85"],
        near_misses: &["756.9217.0769.84", "757.9217.0769.82", "756.9217.0769.8", "75692170769855"],
        source: "Art. 50c AHVG, Art. 133 AHVV; GS1 General Specifications, check digit",
        ..Rule::of("CH")
    },
    Rule {
        name: "ch_uid",
        kind: "CH_UID",
        forms: &[
            form("(?i)che-?[0-9]{9}([ -]?(mwst|tva|iva|tpv|vat))?", 0.75),
            // Apart and in small letters, `che` is a word.
            form("(?i)che[ -]?[0-9]{3}[.][0-9]{3}[.][0-9]{3}([ -]?(mwst|tva|iva|tpv|vat))?", 0.85),
            form("CHE[ -]?[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3}([ -]?(?i:mwst|tva|iva|tpv|vat))?", 0.8),
            form("[0-9]{3}[.][0-9]{3}[.][0-9]{3}", 0.15),
        ],
        check: check("check digit", is_uid),
        context: &[
            VAT,
            &[
                "uid",
                "ide",
                "idi",
                "unternehmens identifikationsnummer",
                "handelsregister*",
                "gmbh",
                "mwst nr",
            ],
        ],
        examples: &[
            "CHE-107.787.577",
            "CHE-107.787.577 IVA",
            "CHE107787577MWST",
            "che-107.787.577",
            "100.155.212",
        ],
        near_misses: &[
            "CHE-107.787.578",
            "CHE-107.787.57",
            "CHF-107.787.577",
            "CHE1077875777",
            "100.155.213",
        ],
        source: "Art. 3 UIDG, Art. 4 UIDV; eCH-0097",
        ..Rule::of("CH")
    },
];

/// Weights 1 and 3 in turn; the sum is a multiple of ten.
fn is_ahv(value: &str) -> bool {
    let digits = Digits::of(value);
    let sum = weighted(&digits, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]);
    sum % 10 == 0 && digits.get(3..12).is_some_and(|body| !is_one_digit(body))
}

/// Weights 5 4 3 2 7 6 5 4 and 1; the sum is a multiple of eleven.
fn is_uid(value: &str) -> bool {
    let digits = Digits::of(value);
    !is_one_digit(&digits) && weighted(&digits, &[5, 4, 3, 2, 7, 6, 5, 4, 1]) % 11 == 0
}
