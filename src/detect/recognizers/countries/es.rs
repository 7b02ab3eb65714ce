//! Spain.

use crate::detect::checksum::{Digits, number};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "es_nif",
        kind: "ES_NIF",
        forms: &[
            form("(?i)[0-9]{8}[ -]?[a-z]", 0.6),
            form(r"(?i)[0-9]{2}\.[0-9]{3}\.[0-9]{3}[ -]?[a-z]", 0.75),
            form("(?i)[0-9]{7}[ -]?[a-z]", 0.3),
            form("(?i)[klm][0-9]{7}[a-z]", 0.4),
        ],
        check: check("letter by mod 23", is_nif),
        context: &[&[
            "dni",
            "nif",
            "documento nacional",
            "identidad",
            "identificacion fiscal",
            "documento",
            "carnet",
        ]],
        examples: &["12345678Z", "03213188-L", "12.345.678-Z", "12345678z"],
        near_misses: &["12345678A", "12.345.678-A"],
        source: "Real Decreto 1553/2005; Orden EHA/451/2008",
        ..Rule::of("ES")
    },
    Rule {
        name: "es_nie",
        kind: "ES_NIE",
        forms: &[form("(?i)[xyz][ -]?[0-9]{7}[ -]?[a-z]", 0.65)],
        check: check("letter by mod 23", is_nie),
        context: &[&["nie", "extranjero", "dni", "identidad", "residencia", "tie"]],
        examples: &["X1234567L", "Z3988386F", "x-1234567-l"],
        near_misses: &["X1234567A", "W1234567L"],
        source: "Ministerio del Interior, Orden INT/2058/2008",
        ..Rule::of("ES")
    },
    Rule {
        name: "es_cif",
        kind: "ES_CIF",
        forms: &[
            form("(?i)[abcdefghjnpqrsuvw][ -]?[0-9]{7}[ -]?[0-9a-j]", 0.45),
            form("(?i)es[ -]?[abcdefghjnpqrsuvw][0-9]{7}[0-9a-j]", 0.75),
        ],
        check: check("check digit or letter", is_cif),
        context: &[&["cif", "nif", "empresa", "sociedad", "identificacion fiscal"]],
        examples: &["A58818501", "J99216582", "ESA58818501"],
        near_misses: &["A58818502"],
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
        name: "es_passport",
        kind: "PASSPORT",
        forms: &[form("(?i)[a-z]{2,3}[0-9]{6}[a-z]?", 0.1)],
        context: &[&["pasaporte", "passport"]],
        examples: &["AAA123456", "ZAB123456"],
        near_misses: &["AAA12345"],
        source: "Real Decreto 896/2003",
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
    let first = match value.bytes().next().map(|b| b.to_ascii_uppercase()) {
        Some(b'Y') => 1,
        Some(b'Z') => 2,
        _ => 0,
    };
    is_letter(first * 10_000_000 + number(&Digits::of(value)), value)
}

/// Digits in odd places doubled and added up digit by digit; the check is a digit or a letter, by kind.
fn is_cif(value: &str) -> bool {
    let value = value.trim_start_matches(['E', 'e']).trim_start_matches(['S', 's', ' ', '-']);
    let value = if value.len() < 9 { value } else { value.get(value.len() - 9..).unwrap_or(value) };
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
