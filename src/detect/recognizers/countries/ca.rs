//! Canada.

use crate::detect::checksum::{Digits, is_one_digit, luhn};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "ca_sin",
        kind: "CA_SIN",
        forms: &[form("[1-79][0-9]{2}[ -][0-9]{3}[ -][0-9]{3}", 0.45), form("[1-79][0-9]{8}", 0.1)],
        check: check("Luhn", |value| luhn(&Digits::of(value)) && !is_one_digit(&Digits::of(value))),
        context: &[&["sin", "social insurance", "nas", "assurance sociale"]],
        examples: &["130 692 544", "130-692-544", "130692544"],
        near_misses: &["130 692 545", "030 692 544"],
        source: "Service Canada, social insurance number",
        ..Rule::of("CA")
    },
    Rule {
        name: "ca_passport",
        kind: "PASSPORT",
        forms: &[form("[A-Za-z]{2}[0-9]{6}|[A-Za-z][0-9]{6}[A-Za-z]{2}", 0.1)],
        context: &[&["passport", "passeport"]],
        examples: &["AB123456", "A123456BC"],
        near_misses: &["AB12345"],
        source: "Immigration, Refugees and Citizenship Canada",
        ..Rule::of("CA")
    },
];
