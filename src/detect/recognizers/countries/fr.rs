//! France.

use crate::detect::checksum::{Digits, is_one_digit, luhn, number, pair};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "fr_nir",
        kind: "FR_NIR",
        forms: &[
            form("(?i)[1-478][0-9]{4}([0-9]{2}|2[ab])[0-9]{8}", 0.9),
            form(
                "(?i)[1-478][ .-]?[0-9]{2}[ .-]?[0-9]{2}[ .-]?([0-9]{2}|2[ab])[ .-]?[0-9]{3}[ .-]?[0-9]{3}[ .-]?[0-9]{2}",
                0.9,
            ),
        ],
        check: check("month, mod 97", is_nir),
        context: &[&[
            "securite sociale",
            "secu",
            "nir",
            "insee",
            "carte vitale",
            "numero de secu",
            "social security",
        ]],
        examples: &["295109912611193", "2 95 10 99 126 111 93", "253072B07300470"],
        near_misses: &["295109912611199", "295159912611193"],
        source: "Code de la sécurité sociale, art. R. 115-1; INSEE",
        ..Rule::of("FR")
    },
    Rule {
        name: "fr_siret",
        kind: "FR_SIRET",
        forms: &[form("[0-9]{14}", 0.15), form("[0-9]{3} [0-9]{3} [0-9]{3} [0-9]{5}", 0.5)],
        check: check("Luhn", is_siret),
        context: &[&["siret", "etablissement"]],
        examples: &["73282932000074", "732 829 320 00074"],
        near_misses: &["73282932000075"],
        source: "Code de commerce, art. R. 123-221",
        ..Rule::of("FR")
    },
    Rule {
        name: "fr_siren",
        kind: "FR_SIREN",
        forms: &[form("[0-9]{9}", 0.1), form("[0-9]{3} [0-9]{3} [0-9]{3}", 0.2)],
        check: check("Luhn", |value| luhn(&Digits::of(value)) && !is_one_digit(&Digits::of(value))),
        context: &[&["siren", "rcs", "entreprise"]],
        examples: &["732829320", "732 829 320"],
        near_misses: &["732829321"],
        source: "Code de commerce, art. R. 123-221",
        ..Rule::of("FR")
    },
    Rule {
        name: "fr_vat",
        kind: "VAT_ID",
        forms: &[form("(?i)fr ?[0-9a-hj-np-z]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}", 0.75)],
        check: check("key, Luhn", is_vat),
        context: &[&["tva", "vat", "intracommunautaire"]],
        examples: &["FR40303265045", "FR 40 303 265 045"],
        near_misses: &["FR41303265045"],
        source: "Code général des impôts, art. 286 ter",
        ..Rule::of("FR")
    },
    Rule {
        name: "fr_passport",
        kind: "PASSPORT",
        forms: &[form("[0-9]{2}[A-Za-z]{2}[0-9]{5}", 0.15)],
        context: &[&["passeport", "passport"]],
        examples: &["12AB34567"],
        near_misses: &["12AB3456"],
        source: "Décret 2005-1726",
        ..Rule::of("FR")
    },
    Rule {
        name: "fr_cni",
        kind: "FR_CNI",
        forms: &[form("[0-9]{12}|[A-Za-z0-9]{9}", 0.06)],
        check: check("digits", |value| value.bytes().filter(u8::is_ascii_digit).count() >= 4),
        context: &[&["carte d identite", "cni", "carte nationale", "identite nationale", "piece d identite"]],
        reach: 5,
        examples: &["880692310285", "D2H6862M2"],
        near_misses: &["88069231028"],
        source: "Décret 55-1397",
        ..Rule::of("FR")
    },
];

/// Month of birth, or what stands for it; Corsica counts as 19 and 18; 97 less the remainder is the key.
fn is_nir(value: &str) -> bool {
    let code: String =
        value.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    let island = code.get(5..7);
    let body = match island {
        Some("2A") => code.replacen("2A", "19", 1),
        Some("2B") => code.replacen("2B", "18", 1),
        _ => code,
    };
    let digits = Digits::of(&body);
    let (Some(head), Some(key)) = (digits.get(..13), digits.get(13..15)) else { return false };
    let month = pair(&digits, 3);
    digits.len() == 15
        && matches!(month, 1..=12 | 20 | 30..=42 | 50..=99)
        && 97 - number(head) % 97 == number(key)
}

/// Luhn, but for La Poste, whose digits add up to a multiple of five.
fn is_siret(value: &str) -> bool {
    let digits = Digits::of(value);
    let post = digits.starts_with(&[3, 5, 6, 0, 0, 0, 0, 0, 0])
        && digits.iter().map(|digit| u32::from(*digit)).sum::<u32>() % 5 == 0;
    (luhn(&digits) || post) && !is_one_digit(&digits)
}

/// The number of a company, and before it a key of digits, or of letters.
fn is_vat(value: &str) -> bool {
    let code: String = value.chars().filter(char::is_ascii_alphanumeric).skip(2).collect();
    let (Some(key), Some(company)) = (code.get(..2), code.get(2..)) else { return false };
    let company = Digits::of(company);
    let sound = match key.parse::<u64>() {
        Ok(key) => (number(&company) * 100 + 12) % 97 == key,
        Err(_) => true,
    };
    sound && (luhn(&company) || company.starts_with(&[3, 5, 6, 0, 0, 0, 0, 0, 0]))
}
