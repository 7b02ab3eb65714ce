//! Poland.

use super::words::VAT_NUMBER;
use crate::detect::checksum::{Digits, is_date, is_one_digit, number, pair, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "pl_pesel",
        kind: "PL_PESEL",
        forms: &[
            // Born in 1900 to 2029: with those of other centuries, too many other numbers would pass.
            form("[0-9]{2}[01][0-9][0-3][0-9]{6}|[0-2][0-9][23][0-9][0-3][0-9]{6}", 0.5),
            form("[0-9]{11}", 0.2),
            form("[0-9]{6}[ -][0-9]{5}", 0.4),
        ],
        check: check("date, check digit", is_pesel),
        context: &[&["pesel", "numer ewidencyjny"]],
        examples: &["44051401359", "02122401358", "02211307589", "440514 01359", "440514-01359"],
        near_misses: &["44051401358", "44133101359", "02381307589", "440514-01358"],
        source: "Ustawa o ewidencji ludności; one in about 260 random numbers has a day of birth up to 2029 and the check digit",
        ..Rule::of("PL")
    },
    Rule {
        name: "pl_nip",
        kind: "PL_NIP",
        forms: &[
            form("[0-9]{3}-[0-9]{3}-[0-9]{2}-[0-9]{2}|[0-9]{3}-[0-9]{2}-[0-9]{2}-[0-9]{3}", 0.6),
            form("[0-9]{3} [0-9]{3} [0-9]{2} [0-9]{2}|[0-9]{3} [0-9]{2} [0-9]{2} [0-9]{3}", 0.35),
            form("[0-9]{10}", 0.2),
            form("(?i)pl[ -]?[0-9]{10}", 0.75),
            form("(?i)pl[ -]?[0-9]{3}[ -][0-9]{3}[ -][0-9]{2}[ -][0-9]{2}", 0.8),
            form("(?i)pl[ -]?[0-9]{3}[ -][0-9]{2}[ -][0-9]{2}[ -][0-9]{3}", 0.8),
        ],
        check: check("mod 11", is_nip),
        context: &[VAT_NUMBER, &["nip", "identyfikacji podatkowej", "podatnik*", "nip ue"]],
        examples: &[
            "856-734-62-15",
            "8567346215",
            "PL8567346215",
            "PL 8567346215",
            "856 734 62 15",
            "PL 856-734-62-15",
            "856-73-46-215",
        ],
        near_misses: &["856-734-62-16", "PL 8567346216", "856 734 62 16", "012-101-23-67", "0121012367"],
        source: "Ustawa o zasadach ewidencji podatników",
        ..Rule::of("PL")
    },
    Rule {
        name: "pl_regon",
        kind: "PL_REGON",
        forms: &[
            form("[0-9]{9}", 0.15),
            form("[0-9]{14}", 0.25),
            form("[0-9]{3}[ -][0-9]{3}[ -][0-9]{3}|[0-9]{2}[ -][0-9]{6}[ -][0-9]", 0.2),
            form("[0-9]{9}[ -][0-9]{5}", 0.3),
        ],
        check: check("mod 11", is_regon),
        context: &[&["regon"]],
        examples: &["192598184", "12345678512347", "192 598 184", "123456785 12347"],
        near_misses: &["192598185", "192598183", "12345678612342", "12345678512348"],
        source: "Główny Urząd Statystyczny, REGON",
        ..Rule::of("PL")
    },
    Rule {
        name: "pl_id_card",
        kind: "PL_ID_CARD",
        forms: &[form("(?i)[a-z]{3} ?[0-9]{6}", 0.3)],
        check: check("check digit", |value| has_check(value, &[7, 3, 1], 3)),
        context: &[&["dowod", "dowodu", "dowod osobisty", "identity card", "seria"]],
        examples: &["ABA300000", "ABA 300000"],
        near_misses: &["ABA400000", "ABA30000"],
        source: "Rozporządzenie w sprawie dowodów osobistych",
        ..Rule::of("PL")
    },
    Rule {
        name: "pl_passport",
        kind: "PASSPORT",
        forms: &[form("(?i)[a-z]{2} ?[0-9]{7}", 0.15)],
        check: check("check digit", |value| has_check(value, &[7, 3], 2)),
        context: &[&["paszport", "paszportu", "passport"]],
        examples: &["ZS0000177", "zs 0000177"],
        near_misses: &["ZS1000177", "ZS000017"],
        source: "Rozporządzenie w sprawie dokumentów paszportowych",
        ..Rule::of("PL")
    },
    // Behind the Polish word, of whatever check digit: it is of no other country with this form.
    Rule {
        name: "pl_passport_cue",
        kind: "PASSPORT",
        forms: &[form("(?i)[a-z]{2} ?[0-9]{7}", 0.12)],
        context: &[&["paszport*"]],
        reach: 6,
        examples: &["AB1234567", "ab 1234567"],
        near_misses: &["AB123456", "AB12345678", "A12345678"],
        source: "Rozporządzenie w sprawie dokumentów paszportowych",
        ..Rule::of("PL")
    },
    Rule {
        name: "pl_plate",
        kind: "LICENSE_PLATE",
        forms: &[
            form("[BCDEFGKLNOPRSTWZ][A-Z]{1,2} ?[0-9][0-9ACEFGHJ-NPR-Y]{3,4}", 0.15),
            form("[BCDEFGKLNOPRSTWZ][A-Z]{2} ?[ACEFGHJ-NPR-Y][0-9]{2}[0-9ACEFGHJ-NPR-Y]", 0.15),
        ],
        check: check("two digits", |value| Digits::of(value).len() >= 2),
        context: &[&[
            "tablica rejestracyjna",
            "tablice rejestracyjne",
            "numer rejestracyjny",
            "numery rejestracyjne",
            "numerze rejestracyjnym",
            "nr rejestracyjny",
            "nr rej",
        ]],
        reach: 6,
        examples: &["WA 12345", "KRA 4AC2", "PO1234A", "WPI X123"],
        near_misses: &["WA 123", "XX 12345", "WA 123456", "WA OBIAD"],
        source: "Rozporządzenie w sprawie rejestracji i oznaczania pojazdów",
        ..Rule::of("PL")
    },
];

/// The month says the century: 80 more for 18.., 20 for 20.., 40 for 21.., 60 for 22...
fn is_pesel(value: &str) -> bool {
    let digits = Digits::of(value);
    let century = match pair(&digits, 2) / 20 {
        0 => 1900,
        1 => 2000,
        2 => 2100,
        3 => 2200,
        _ => 1800,
    };
    let sum = weighted(&digits, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]);
    sum % 10 == 0 && is_date(century + pair(&digits, 0), pair(&digits, 2) % 20, pair(&digits, 4))
}

/// The remainder of eleven is the check digit. Codes of tax offices, in front, begin with 101.
fn is_nip(value: &str) -> bool {
    let digits = Digits::of(value);
    let office = number(digits.get(..3).unwrap_or_default());
    let rest = weighted(&digits, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11;
    office > 100 && digits.last().is_some_and(|last| u32::from(*last) == rest) && !is_one_digit(&digits)
}

fn is_regon(value: &str) -> bool {
    let digits = Digits::of(value);
    let check = |at: usize, weights: &[u32]| {
        let sum = weighted(digits.get(..at).unwrap_or_default(), weights);
        digits.get(at).is_some_and(|digit| u32::from(*digit) == sum % 11 % 10)
    };
    let short = check(8, &[8, 9, 2, 3, 4, 5, 6, 7]);
    short
        && !is_one_digit(&digits)
        && (digits.len() == 9 || check(13, &[2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8]))
}

/// Letters count from 10. The first digit is the check digit, over all others with weights 7, 3, 1 from the left
/// in letters and on in digits.
fn has_check(value: &str, letters: &[u32], count: usize) -> bool {
    let values: Vec<u8> =
        value.chars().filter_map(|c| c.to_digit(36)).filter_map(|value| value.try_into().ok()).collect();
    let digits: &[u32] = if count == 3 { &[7, 3, 1, 7, 3] } else { &[1, 7, 3, 1, 7, 3] };
    let rest = values.get(count + 1..).unwrap_or_default();
    let sum = weighted(&values, letters) + weighted(rest, digits);
    values.get(count).is_some_and(|check| u32::from(*check) == sum % 10)
}
