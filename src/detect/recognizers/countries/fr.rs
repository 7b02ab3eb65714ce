//! France.

use super::words::{IDENTITY, LICENCE, PASSPORT, VAT};
use crate::detect::checksum::{Digits, is_one_digit, luhn, number, pair};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "fr_nir",
        kind: "FR_NIR",
        forms: &[
            form("[12][0-9]{14}", 0.7),
            form("[3478][0-9]{14}", 0.4),
            form("(?i)[1-478][0-9]{4}2[ab][0-9]{8}", 0.85),
            form("(?i)[1-478][0-9]{4}(2[ab]|[0-9]{2})[0-9]{6} ?[ /-] ?[0-9]{2}", 0.75),
            form(
                "(?i)[1-478][ .-][0-9]{2}[ .-]?[0-9]{2}[ .-]?(2[ab]|[0-9]{2})[ .-]?[0-9]{3}[ .-]?[0-9]{3} ?[ ./-]? ?[0-9]{2}",
                0.9,
            ),
            // Without the key.
            form("(?i)[12][0-9]{4}(2[ab]|[0-9]{2})[0-9]{6}", 0.1),
            form("(?i)[12][ .-][0-9]{2}[ .-][0-9]{2}[ .-](2[ab]|[0-9]{2})[ .-][0-9]{3}[ .-][0-9]{3}", 0.25),
        ],
        check: check("key mod 97, month, place", is_nir),
        context: &[&[
            "nir",
            "insee",
            "secu",
            "securite sociale",
            "numero de secu",
            "num secu",
            "no secu",
            "numero secu",
            "nss",
            "vitale",
            "carte vitale",
            "assurance maladie",
            "cpam",
            "ameli",
            "social security",
            "sozialversicherung*",
            "seguridad social",
            "previdenza sociale",
            "seguranca social",
        ]],
        examples: &[
            "1 17 07 81 004 048 75",
            "117078100404875",
            "269054958815780",
            "2 55 06 62 004 048",
            "185072A00404866",
            "1 85 07 2b 118 027 89",
        ],
        near_misses: &["117078100404876", "117138100404869", "1 17 07 81 004 048 76", "17078100404875"],
        source: "Decree 82-103 of 22 January 1982, article 4; INSEE",
        ..Rule::of("FR")
    },
    Rule {
        name: "fr_siren",
        kind: "FR_SIREN",
        forms: &[form("[0-9]{9}", 0.1), form("[0-9]{3}[ .-][0-9]{3}[ .-][0-9]{3}", 0.2)],
        check: check("Luhn", |value| is_siren(&Digits::of(value))),
        context: &[&["siren", "sirene", "rcs", "registre du commerce", "greffe", "kbis"]],
        examples: &["732829320", "404 833 048"],
        near_misses: &["732829321", "404 833 049", "73282932", "000000000", "7328293200"],
        source: "Code de commerce, R123-220, R123-221; INSEE",
        ..Rule::of("FR")
    },
    Rule {
        name: "fr_siret",
        kind: "FR_SIRET",
        forms: &[
            form("[0-9]{14}", 0.25),
            form("[0-9]{9}[ .-][0-9]{5}", 0.45),
            form("[0-9]{3}[ .-][0-9]{3}[ .-][0-9]{3}[ .-][0-9]{5}", 0.6),
        ],
        check: check("Luhn, both parts", is_siret),
        context: &[&["siret", "siren", "sirene", "etablissement", "entreprise", "kbis", "urssaf"]],
        examples: &["732 829 320 00074", "73282932000074", "35600000049837", "732829320 00074"],
        near_misses: &[
            "732 829 320 00075",
            "73282932100074",
            "35600000049838",
            "7328293200007",
            "00000000000000",
        ],
        source: "Code de commerce, R123-221; INSEE; La Poste: sum of the digits",
        ..Rule::of("FR")
    },
    Rule {
        name: "fr_vat",
        kind: "VAT_ID",
        forms: &[
            form("(?i)fr-?[0-9a-hj-np-z]{2}[0-9]{9}", 0.85),
            // Apart and in small letters, only with digits: words of two letters are many.
            form("FR[ .-]?[0-9A-HJ-NP-Z]{2}[ .-]?[0-9]{3}[ .-]?[0-9]{3}[ .-]?[0-9]{3}", 0.85),
            form("(?i)fr[ .-]?[0-9]{2}[ .-]?[0-9]{3}[ .-]?[0-9]{3}[ .-]?[0-9]{3}", 0.8),
            form("[0-9A-HJ-NP-Z]{2}[ .-]?[0-9]{3}[ .-]?[0-9]{3}[ .-]?[0-9]{3}", 0.2),
        ],
        check: check("key mod 97 or 11, Luhn", is_vat),
        context: &[VAT, &["intracommunautaire", "intracom"]],
        examples: &[
            "FR40303265045",
            "fr40303265045",
            "FR 23 334 175 221",
            "Fr 40 303 265 045",
            "FRK7399859412",
        ],
        near_misses: &["FR41303265045", "FR4030326504", "FR40303265046", "FRK8399859412", "FR403032650455"],
        source: "Code général des impôts, article 286 ter; EU Commission, VIES: structure of VAT numbers",
        ..Rule::of("FR")
    },
    Rule {
        name: "fr_spi",
        kind: "TAX_ID",
        forms: &[
            // A time in milliseconds has thirteen digits.
            form("[0-3][0-9]{12}", 0.3),
            form("[0-3][0-9] [0-9]{2} [0-9]{3} [0-9]{3} [0-9]{3}|[0-3][0-9]{3}( [0-9]{3}){3}", 0.6),
            form("[0-3] [0-9]{3}( [0-9]{3}){3}", 0.6),
        ],
        check: check("mod 511", is_spi),
        context: &[&[
            "numero fiscal",
            "numeros fiscaux",
            "identifiant fiscal",
            "reference fiscale",
            "spi",
            "avis d imposition",
            "avis d impot",
            "impots",
            "french tax",
        ]],
        examples: &["3023217600053", "30 23 217 600 053"],
        near_misses: &["3023217600054", "302321760005", "4023217600053", "0000000000000"],
        source: "Direction générale des Finances publiques, numéro fiscal (SPI); OECD, tax identification numbers: France",
        ..Rule::of("FR")
    },
    Rule {
        name: "fr_passport",
        kind: "PASSPORT",
        forms: &[form("(?i)[0-9]{2}[a-z]{2}[0-9]{5}", 0.15), form("[0-9]{2} [A-Z]{2} [0-9]{5}", 0.15)],
        context: &[PASSPORT],
        examples: &["12AB34567", "09 FR 12345"],
        near_misses: &["12ABC3456", "12AB3456", "1AB345678"],
        source: "Decree 2005-1726 of 30 December 2005; PRADO FRA-AO",
        ..Rule::of("FR")
    },
    Rule {
        name: "fr_cni",
        kind: "FR_CNI",
        forms: &[
            form("[0-9]{12}", 0.1),
            form("(?i)[a-z][0-9a-z]{8}", 0.1),
            form("[0-9]{4} ?[0-9]{3} ?[0-9]{5}", 0.1),
        ],
        check: check("month of issue, digits", is_cni),
        context: &[
            IDENTITY,
            &["cni", "cnie", "carte nationale d identite", "piece d identite", "identite nationale"],
        ],
        examples: &["880692310285", "X4RTBPFW4", "x4rtbpfw4"],
        near_misses: &["881392310285", "88069231028", "ABCDEFGH4", "X4RTBPFW45"],
        source: "Decree 55-1397 of 22 October 1955; PRADO FRA-BO",
        ..Rule::of("FR")
    },
    Rule {
        name: "fr_driver_license",
        kind: "FR_DRIVER_LICENSE",
        forms: &[
            form("[0-9]{12}", 0.1),
            form("(?i)[0-9]{2}[a-z]{2}[0-9]{5}", 0.15),
            form("[0-9]{2} [A-Z]{2} [0-9]{5}|[0-9]{2} [0-9]{2} [0-9]{2} [0-9]{6}", 0.15),
        ],
        check: check("month of issue", |value| Digits::of(value).len() < 12 || is_month(&Digits::of(value))),
        context: &[LICENCE],
        examples: &["911092310266", "13AA00002"],
        near_misses: &["911392310266", "91109231026", "13AAA0002", "13AA0002"],
        source: "Arrêté of 20 April 2012 on the driving licence; PRADO FRA-FO",
        ..Rule::of("FR")
    },
    Rule {
        name: "fr_plate",
        kind: "LICENSE_PLATE",
        forms: &[
            form("[A-HJ-NP-TV-Z]{2}[ -]?[0-9]{3}[ -]?[A-HJ-NP-TV-Z]{2}", 0.25),
            form("(?i)[a-hj-np-tv-z]{2}-?[0-9]{3}-?[a-hj-np-tv-z]{2}", 0.1),
            // Until 2009, with the department.
            form("[1-9][0-9]{1,3}[ -]?[A-Z]{2,3}[ -]?([0-9]{2}|2[AB])", 0.1),
        ],
        context: &[&[
            "immatriculation",
            "immatricule*",
            "plaque d immatriculation",
            "numero d immatriculation",
            "plaque mineralogique",
            "carte grise",
        ]],
        reach: 6,
        examples: &["AB-123-CD", "AB 123 CD", "AB123CD", "ab-123-cd", "1234 AB 75"],
        near_misses: &["AI-123-CD", "AB-12-CD", "AB-1234-CD", "ABC-123-D"],
        source: "Arrêté du 9 février 2009 relatif aux modalités d'immatriculation des véhicules",
        ..Rule::of("FR")
    },
];

/// A month from 01 to 12, or 20 to 42 and from 50 where it is not known; a place; a serial number. The key is 97
/// less the rest modulo 97, where 2A counts as 19 and 2B as 18.
fn is_nir(value: &str) -> bool {
    let letter = value.bytes().find(u8::is_ascii_alphabetic);
    let all = Digits::of(value);
    let (front, back) = all.split_at_checked(5).unwrap_or_default();
    // In place of `2A`.
    let place: &[u8] = match letter {
        Some(b'A' | b'a') => &[1, 9],
        Some(_) => &[1, 8],
        None => &[],
    };
    let back = back.get(usize::from(letter.is_some())..).unwrap_or_default();
    let length = front.len() + place.len() + back.len();
    let mut digits = [0; 15];
    digits.iter_mut().zip([front, place, back].into_iter().flatten()).for_each(|(to, from)| *to = *from);
    let part = |from: usize, to: usize| number(digits.get(from..to).unwrap_or_default());
    let is_place = part(5, 7) > 0 && part(7, 10) > 0 && part(10, 13) > 0;
    matches!(part(3, 5), 1..=12 | 20..=42 | 50..=99)
        && is_place
        && matches!(length, 13 | 15)
        && (length == 13 || 97 - part(0, 13) % 97 == part(13, 15))
}

fn is_siren(digits: &[u8]) -> bool {
    luhn(digits) && !is_one_digit(digits)
}

/// Luhn's test over all digits and over the SIREN in it. Establishments of La Poste, 356000000, are more than it
/// can tell apart: the sum of their digits is a multiple of five.
fn is_siret(value: &str) -> bool {
    let digits = Digits::of(value);
    let siren = digits.get(..9).unwrap_or_default();
    let sum: u32 = digits.iter().map(|digit| u32::from(*digit)).sum();
    // The head office is older than that rule.
    let holds = match number(siren) {
        356_000_000 => sum % 5 == 0 || digits.ends_with(&[0, 0, 0, 4, 8]),
        _ => luhn(&digits),
    };
    is_siren(siren) && holds
}

/// Two characters and a SIREN. Two digits are the SIREN and 12 modulo 97; with a letter they are counted in 24
/// letters and ten digits, and their quotient by eleven goes into the remainder. Numbers of Monaco begin with 000.
fn is_vat(value: &str) -> bool {
    let letters = || value.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_uppercase());
    let mut key = letters().skip(if letters().count() == 13 { 2 } else { 0 });
    let (Some(first), Some(second)) = (key.next(), key.next()) else { return false };
    let digits = Digits::of(value);
    let Some(siren) = digits.len().checked_sub(9).and_then(|from| digits.get(from..)) else { return false };
    let rank = |b: u8| match b {
        b'0'..=b'9' => u64::from(b - b'0'),
        _ => u64::from(b - b'A') + 10 - u64::from(b > b'I') - u64::from(b > b'O'),
    };
    let body = number(siren);
    let is_key = match (first.is_ascii_digit(), second.is_ascii_digit()) {
        (true, true) => (body * 100 + 12) % 97 == rank(first) * 10 + rank(second),
        (is_digit, _) => {
            let key = if is_digit {
                rank(first) * 24 + rank(second) - 10
            } else {
                rank(first) * 34 + rank(second) - 100
            };
            (body + 1 + key / 11) % 11 == key % 11
        }
    };
    is_key && body > 0 && (luhn(siren) || siren.starts_with(&[0, 0, 0]))
}

/// The third and fourth digit are a month.
fn is_month(digits: &[u8]) -> bool {
    (1..=12).contains(&pair(digits, 2))
}

/// Twelve digits begin with year and month of issue; nine letters and digits since 2021, more than one digit.
fn is_cni(value: &str) -> bool {
    let digits = Digits::of(value);
    if digits.len() == 12 { is_month(&digits) } else { digits.len() > 1 }
}

/// The last three digits are the first ten modulo 511.
fn is_spi(value: &str) -> bool {
    let number = number(&Digits::of(value));
    number > 0 && number / 1000 % 511 == number % 1000
}
