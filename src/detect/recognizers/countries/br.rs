//! Brazil.

use crate::detect::checksum::{Digits, is_one_digit, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "br_cpf",
        kind: "BR_CPF",
        forms: &[
            form(r"[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}", 0.9),
            form(r"[0-9]{3}[ .]?[0-9]{3}[ .]?[0-9]{3}[ -][0-9]{2}", 0.5),
            form("[0-9]{3}[.-][0-9]{3}[.-][0-9]{3}[.-][0-9]{2}", 0.3),
            form("[0-9]{11}", 0.25),
        ],
        check: check("two check digits", is_cpf),
        context: &[&["cpf", "contribuinte", "cadastro de pessoa", "cadastro de pessoas fisicas"]],
        examples: &["390.533.447-05", "39053344705", "390533447-05", "390 533 447 05", "390.533.447.05"],
        near_misses: &["390.533.447-06", "111.111.111-11", "231.002.999-00", "390.533.447.06"],
        source: "Receita Federal, Cadastro de Pessoas Físicas",
        ..Rule::of("BR")
    },
    Rule {
        name: "br_cnpj",
        kind: "BR_CNPJ",
        forms: &[
            form(r"(?i)[0-9a-z]{2}\.[0-9a-z]{3}\.[0-9a-z]{3}/[0-9a-z]{4}-[0-9]{2}", 0.9),
            form("[0-9]{14}", 0.4),
            form("[0-9]{2}[ .]?[0-9]{3}[ .]?[0-9]{3}[ ./-]?[0-9]{4}[ -][0-9]{2}", 0.6),
            form(r"[0-9]{2}\.[0-9]{3}\.[0-9]{3}[./-]?[0-9]{4}[.-]?[0-9]{2}", 0.6),
            // Many things are made of letters and digits.
            form("(?i)[0-9a-z]{12}[0-9]{2}", 0.1),
            form("(?i)[0-9a-z]{8}/[0-9a-z]{4}-[0-9]{2}", 0.5),
        ],
        check: check("two check digits", is_cnpj),
        context: &[&["cnpj", "cadastro nacional"]],
        examples: &[
            "16.727.230/0001-97",
            "16727230000197",
            "16727230/0001-97",
            "16 727 230 0001 97",
            "12.ABC.345/01DE-35",
            "12ABC34501DE35",
            "12abc34501de35",
        ],
        near_misses: &["16.727.230/0001-98", "12ABC34501DE36", "00000000000000", "1672723000019"],
        source: "Receita Federal, Instrução Normativa 2.229/2024",
        ..Rule::of("BR")
    },
    Rule {
        name: "br_rg",
        kind: "BR_RG",
        forms: &[form(r"[0-9]{1,2}\.[0-9]{3}\.[0-9]{3}-?[0-9Xx]|[0-9]{7,9}-?[0-9Xx]?", 0.1)],
        context: &[&["rg", "registro geral", "identidade"]],
        reach: 4,
        examples: &["12.345.678-9", "123456789"],
        near_misses: &["12.345.67-9", "123456"],
        source: "Lei 7.116/1983",
        ..Rule::of("BR")
    },
    Rule {
        name: "br_pis",
        kind: "BR_PIS",
        forms: &[form(r"[0-9]{3}\.[0-9]{5}\.[0-9]{2}-[0-9]", 0.7), form("[0-9]{11}", 0.1)],
        check: check("mod 11", is_pis),
        context: &[&["pis", "pasep", "nis", "nit"]],
        examples: &["120.64213.82-3", "12064213823"],
        near_misses: &["120.64213.82-4", "12064213824", "111.11111.11-1"],
        source: "Caixa Econômica Federal, PIS",
        ..Rule::of("BR")
    },
];

/// A check digit: 11 less the remainder, 0 from ten on.
fn mod_11(values: &[u8], weights: &[u32]) -> u32 {
    let rest = weighted(values, weights) % 11;
    if rest < 2 { 0 } else { 11 - rest }
}

fn is_cpf(value: &str) -> bool {
    let digits = Digits::of(value);
    let check = |at: usize, weights: &[u32]| {
        digits
            .get(at)
            .is_some_and(|digit| u32::from(*digit) == mod_11(digits.get(..at).unwrap_or_default(), weights))
    };
    !is_one_digit(&digits)
        && check(9, &[10, 9, 8, 7, 6, 5, 4, 3, 2])
        && check(10, &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2])
}

/// Characters count as their code less that of 0: letters have been allowed since 2026.
fn is_cnpj(value: &str) -> bool {
    let values: Vec<u8> =
        value.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_uppercase() - b'0').collect();
    let check = |at: usize, weights: &[u32]| {
        values
            .get(at)
            .is_some_and(|digit| u32::from(*digit) == mod_11(values.get(..at).unwrap_or_default(), weights))
    };
    values.iter().take(12).any(|value| *value > 0)
        && !is_one_digit(&values)
        && check(12, &[5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])
        && check(13, &[6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])
}

fn is_pis(value: &str) -> bool {
    let digits = Digits::of(value);
    let check = mod_11(&digits, &[3, 2, 9, 8, 7, 6, 5, 4, 3, 2]);
    digits.last().is_some_and(|last| u32::from(*last) == check) && !is_one_digit(&digits)
}
