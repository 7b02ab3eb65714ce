//! Norway.

use crate::detect::checksum::{Digits, is_date, pair, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "no_fnr",
        kind: "NO_FNR",
        forms: &[form("[0-9]{11}", 0.6), form("[0-9]{6}[ -][0-9]{5}", 0.8)],
        check: check("date, two check digits", is_fnr),
        context: &[&["fodselsnummer", "personnummer", "fnr", "d nummer"]],
        examples: &["15108695088", "151086 95088"],
        near_misses: &["15108695077", "15138695088"],
        source: "Skatteetaten, fødselsnummer and D-nummer; one in about 3,000 random numbers passes",
        ..Rule::of("NO")
    },
    Rule {
        name: "no_orgnr",
        kind: "NO_ORGNR",
        forms: &[form("[89][0-9]{2} ?[0-9]{3} ?[0-9]{3}", 0.15), form("(?i)no ?[89][0-9]{8} ?mva", 0.8)],
        check: check("mod 11", is_orgnr),
        context: &[&["organisasjonsnummer", "org nr", "orgnr", "foretak*"]],
        examples: &["988077917", "988 077 917"],
        near_misses: &["988077918"],
        source: "Brønnøysundregistrene, organisasjonsnummer",
        ..Rule::of("NO")
    },
];

/// D-numbers have 40 more in the day, help numbers 40 or more in the month.
fn is_fnr(value: &str) -> bool {
    let digits = Digits::of(value);
    let (day, month) = (pair(&digits, 0), pair(&digits, 2));
    let (day, month) = (if day > 40 { day - 40 } else { day }, if month > 40 { month % 40 } else { month });
    let one = weighted(&digits, &[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]);
    let two = weighted(&digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]);
    digits.len() == 11 && one % 11 == 0 && two % 11 == 0 && is_date(2000 + pair(&digits, 4), month, day)
}

fn is_orgnr(value: &str) -> bool {
    weighted(&Digits::of(value), &[3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0
}
