//! Spain.

use super::words::VAT;
use crate::detect::checksum::{Digits, number, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "es_nif",
        kind: "ES_NIF",
        forms: &[
            form("(?i)[0-9]{8}-?[a-z]", 0.6),
            form("[0-9]{8} [A-Z]", 0.6),
            // `a`, `e` and `y` are words.
            form("[0-9]{8} [a-z]", 0.2),
            form(r"(?i)[0-9]{2}\.[0-9]{3}\.[0-9]{3}-?[a-z]", 0.75),
            form(r"[0-9]{2}\.[0-9]{3}\.[0-9]{3} [A-Z]", 0.75),
            form(r"[0-9]{2}\.[0-9]{3}\.[0-9]{3} [a-z]", 0.2),
            form("[0-9]{2} [0-9]{3} [0-9]{3}[ -]?[A-Z]", 0.4),
            form("(?i)[0-9]{7}-?[a-z]|[0-9]{7} [A-Z]", 0.3),
            form("(?i)[klm]-?[0-9]{7}-?[a-z]", 0.4),
            form("[KLM] [0-9]{7}[ -]?[A-Z]", 0.4),
            // As a VAT number. Apart and in small letters, `es` is a word.
            form("es-?[0-9]{8}-?[a-z]|ES[ -]?([0-9]{8}|[KLM]-?[0-9]{7})[ -]?[A-Z]", 0.8),
        ],
        check: check("letter by mod 23", is_nif),
        context: &[
            VAT,
            &[
                "dni",
                "nif",
                "documento nacional",
                "identidad",
                "identificacion fiscal",
                "documento",
                "carnet",
            ],
        ],
        examples: &[
            "12345678Z",
            "03213188-L",
            "12.345.678-Z",
            "12345678z",
            "12345678 z",
            "12 345 678 Z",
            "M-1234567-L",
            "ES12345678Z",
            "ES 12345678-Z",
        ],
        near_misses: &["12345678A", "12.345.678-A", "M-1234567-A", "ES12345678A", "12 345 678 A"],
        source: "Real Decreto 1553/2005; Orden EHA/451/2008",
        ..Rule::of("ES")
    },
    Rule {
        name: "es_nie",
        kind: "ES_NIE",
        forms: &[
            form("(?i)[xyz]-?[0-9]{7}-?[a-z]", 0.65),
            // Apart and in small letters, `y` is a word.
            form("[XYZ][ -]?[0-9]{7}[ -]?[A-Z]", 0.65),
            form(r"(?i)[xyz]-?[0-9]\.[0-9]{3}\.[0-9]{3}-?[a-z]", 0.7),
            form("es-?[xyz]-?[0-9]{7}-?[a-z]|ES[ -]?[XYZ]-?[0-9]{7}-?[A-Z]", 0.8),
        ],
        check: check("letter by mod 23", is_nie),
        context: &[VAT, &["nie", "nif", "extranjero", "dni", "identidad", "residencia", "tie"]],
        examples: &["X1234567L", "Z3988386F", "x-1234567-l", "X-1.234.567-L", "X 1234567 L", "ESX1234567L"],
        near_misses: &["X1234567A", "W1234567L", "x 1234567 l", "ESX1234567A"],
        source: "Ministerio del Interior, Orden INT/2058/2008",
        ..Rule::of("ES")
    },
    Rule {
        name: "es_cif",
        kind: "ES_CIF",
        forms: &[
            form("(?i)[abcdefghjnpqrsuvw]-?[0-9]{7}-?[0-9a-j]", 0.45),
            form("[ABCDEFGHJNPQRSUVW] [0-9]{7}[ -]?[0-9A-J]", 0.4),
            form(r"[ABCDEFGHJNPQRSUVW][ -]?[0-9]{2}[ .][0-9]{3}[ .][0-9]{2}[ -]?[0-9A-J]", 0.45),
            form("es-?[abcdefghjnpqrsuvw]-?[0-9]{7}-?[0-9a-j]", 0.75),
            form("ES[ -]?[ABCDEFGHJNPQRSUVW][ -]?[0-9]{7}[ -]?[0-9A-J]", 0.75),
        ],
        check: check("check digit or letter", is_cif),
        context: &[VAT, &["cif", "nif", "empresa", "sociedad", "identificacion fiscal"]],
        examples: &["A58818501", "J99216582", "ESA58818501", "A13 585 625", "A-58.818.501", "ES B-58378431"],
        near_misses: &["A58818502", "A13 585 626", "ESA58818502", "es A58818502"],
        source: "Orden EHA/451/2008",
        ..Rule::of("ES")
    },
    Rule {
        name: "es_nuss",
        kind: "ES_NUSS",
        forms: &[form("[0-9]{2}[ /-]?[0-9]{8}[ /-]?[0-9]{2}", 0.3)],
        check: check("mod 97", is_nuss),
        context: &[&["seguridad social", "nuss", "naf", "afiliacion"]],
        examples: &["281234567840", "28/12345678/40"],
        near_misses: &["281234567841"],
        source: "Tesorería General de la Seguridad Social",
        ..Rule::of("ES")
    },
    Rule {
        name: "es_ccc",
        kind: "BANK_ACCOUNT",
        forms: &[
            form("[0-9]{20}", 0.3),
            form("[0-9]{4}[ -][0-9]{4}[ -][0-9]{2}[ -]([0-9]{10}|[0-9]{5}[ -][0-9]{5})", 0.6),
            form("[0-9]{4}( [0-9]{4}){4}", 0.4),
        ],
        check: check("two check digits", is_ccc),
        context: &[&["cuenta", "ccc", "codigo cuenta cliente", "iban", "banco", "bank account"]],
        examples: &["1234-1234-16 1234567890", "12341234161234567890", "1234 1234 16 12345 67890"],
        near_misses: &["1234-1234-00 1234567890", "1234123416123456789", "00000000000000000000"],
        source: "Banco de España, código cuenta cliente; Consejo Superior Bancario",
        ..Rule::of("ES")
    },
    Rule {
        name: "es_passport",
        kind: "PASSPORT",
        forms: &[form("(?i)[a-z]{2,3}[0-9]{6}[a-z]?", 0.1)],
        context: &[&["pasaporte", "passport"]],
        examples: &["AAA123456", "ZAB123456"],
        near_misses: &["AAA12345"],
        source: "Real Decreto 896/2003",
        ..Rule::of("ES")
    },
    Rule {
        name: "es_plate",
        kind: "LICENSE_PLATE",
        forms: &[
            form("[0-9]{4}[ -]?[BCDFGHJ-NPR-TV-Z]{3}", 0.25),
            form("(?i)[0-9]{4}[ -]?[bcdfghj-npr-tv-z]{3}", 0.1),
            // Until 2000, with the province.
            form("[A-Z]{1,2}[ -][0-9]{4}[ -]?[A-Z]{1,2}", 0.1),
        ],
        context: &[&["matricula", "matriculas", "matriculado", "matriculada", "numero de matricula"]],
        reach: 6,
        examples: &["1234 BBC", "1234BBC", "1234-bbc", "M-1234-AB"],
        near_misses: &["1234 ABC", "123 BBC", "1234 BB", "12345 BBC"],
        source: "Reglamento General de Vehículos, anexo XVIII",
        ..Rule::of("ES")
    },
];

/// The remainder of 23 is the place of the letter.
fn is_letter(number: u64, value: &str) -> bool {
    const LETTERS: &[u8] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    let last = value.bytes().next_back().map(|b| b.to_ascii_uppercase());
    last.is_some() && LETTERS.get((number % 23) as usize).copied() == last
}

fn is_nif(value: &str) -> bool {
    is_letter(number(&Digits::of(value)), value) && number(&Digits::of(value)) > 0
}

/// X, Y, Z stand for 0, 1, 2.
fn is_nie(value: &str) -> bool {
    let letter = value.bytes().find(|b| matches!(b.to_ascii_uppercase(), b'X'..=b'Z'));
    let first = match letter.map(|b| b.to_ascii_uppercase()) {
        Some(b'Y') => 1,
        Some(b'Z') => 2,
        _ => 0,
    };
    is_letter(first * 10_000_000 + number(&Digits::of(value)), value)
}

/// Digits in odd places doubled and added up digit by digit; the check is a digit or a letter, by kind.
fn is_cif(value: &str) -> bool {
    let digits = Digits::of(value);
    let body = digits.get(..7).unwrap_or_default();
    let sum: u32 = body
        .iter()
        .enumerate()
        .map(|(at, digit)| u32::from(*digit) * (2 - at as u32 % 2))
        .map(|product| product / 10 + product % 10)
        .sum();
    let check = (10 - sum % 10) % 10;
    let last = value.bytes().next_back().unwrap_or_default().to_ascii_uppercase();
    body.len() == 7
        && (u32::from(last) == u32::from(b'0') + check || b"JABCDEFGHI".get(check as usize) == Some(&last))
}

/// Province and number, mod 97.
fn is_nuss(value: &str) -> bool {
    let digits = Digits::of(value);
    let (Some(province), Some(body), Some(check)) = (digits.get(..2), digits.get(2..10), digits.get(10..12))
    else {
        return false;
    };
    let body_number = number(body);
    let all = if body_number < 10_000_000 {
        body_number + number(province) * 10_000_000
    } else {
        number(&[province, body].concat())
    };
    all % 97 == number(check) && (1..=66).contains(&number(province))
}

/// A check digit for bank and branch, one for the account: powers of two modulo eleven, 11 less the remainder,
/// and 1 for 10.
fn is_ccc(value: &str) -> bool {
    let digits = Digits::of(value);
    let holds = |part: Option<&[u8]>, weights: &[u32], check: usize| {
        let sum = weighted(part.unwrap_or_default(), weights) % 11;
        let wanted = if sum < 2 { sum } else { 11 - sum };
        digits.get(check).is_some_and(|check| u32::from(*check) == wanted)
    };
    digits.iter().any(|digit| *digit > 0)
        && holds(digits.get(..8), &[4, 8, 5, 10, 9, 7, 3, 6], 8)
        && holds(digits.get(10..20), &[1, 2, 4, 8, 5, 10, 9, 7, 3, 6], 9)
}
