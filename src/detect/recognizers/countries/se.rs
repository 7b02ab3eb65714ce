//! Sweden.

use super::words::VAT_NUMBER;
use crate::detect::checksum::{Digits, is_date, is_one_digit, luhn, pair};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "se_personnummer",
        kind: "SE_PERSONNUMMER",
        forms: &[
            form("(18|19|20)[0-9]{6}[ +-]?[0-9]{4}", 0.7),
            form("[0-9]{6}[+-][0-9]{4}", 0.65),
            form("[0-9]{6} ?[0-9]{4}", 0.2),
        ],
        check: check("date, Luhn", is_personnummer),
        context: &[&["personnummer", "pers nr", "personnr", "pnr", "samordningsnummer", "personal identity"]],
        examples: &[
            "811228-9874",
            "19811228-9874",
            "19811228 9874",
            "8112289874",
            "811228 9874",
            "670919-9530",
            "880320-0016",
            "701063-2391",
        ],
        near_misses: &["811228-9875", "811328-9874", "880320-0018", "811228 9875"],
        source: "Folkbokföringslagen 18 §; Skatteverket, SKV 704",
        ..Rule::of("SE")
    },
    Rule {
        name: "se_orgnr",
        kind: "SE_ORGANISATIONSNUMMER",
        forms: &[
            form("[125-9][0-9][2-9][0-9]{3}-[0-9]{4}", 0.45),
            form("[125-9][0-9][2-9][0-9]{3} ?[0-9]{4}", 0.2),
            // The century of a person, 16 for others.
            form("16[125-9][0-9][2-9][0-9]{3}-?[0-9]{4}", 0.3),
            // Apart and in small letters, `se` is a word.
            form("se-?[0-9]{6}-?[0-9]{4}-?01|SE[ .-]?[0-9]{6}[ -]?[0-9]{4}[ -]?01", 0.75),
            form("[125-9][0-9][2-9][0-9]{3}-?[0-9]{4}-?01", 0.1),
        ],
        check: check("Luhn", is_orgnr),
        context: &[
            VAT_NUMBER,
            &[
                "organisationsnummer",
                "org nr",
                "orgnr",
                "organisationsnr",
                "bolag",
                "bolaget",
                "swedish company number",
                "swedish organisation number",
            ],
        ],
        examples: &[
            "556016-0680",
            "5560160680",
            "16556016-0680",
            "SE556016068001",
            "SE 556016068001",
            "SE 556016-0680-01",
            "1234567897",
        ],
        near_misses: &["556016-0681", "SE556016068101", "SE556016068002", "se 556016068101"],
        source: "Lag om identitetsbeteckning för juridiska personer m.fl.",
        ..Rule::of("SE")
    },
    Rule {
        name: "se_bankgiro",
        kind: "BANK_ACCOUNT",
        forms: &[form("[0-9]{3,4}-[0-9]{4}", 0.2), form("[0-9]{7,8}", 0.1)],
        check: check("Luhn", is_giro),
        context: &[&["bankgiro*", "bg nr", "bg nummer"]],
        reach: 4,
        examples: &["5050-1055", "991-2346", "50501055"],
        near_misses: &["5050-1056", "50-1055", "505012-1055", "0000-0000"],
        source: "Bankgirot: bankgironummer, check digit modulo ten",
        ..Rule::of("SE")
    },
    Rule {
        name: "se_plusgiro",
        kind: "BANK_ACCOUNT",
        forms: &[form("[0-9]{1,7}-[0-9]|[0-9]{1,3}( [0-9]{2}){1,3}-[0-9]", 0.2), form("[0-9]{5,8}", 0.1)],
        check: check("Luhn", is_giro),
        context: &[&["plusgiro*", "postgiro*", "pg nr", "pg nummer"]],
        reach: 4,
        examples: &["4789-4", "28 65 43-4", "2865434"],
        near_misses: &["4789-2", "28 65 43-5", "2865435", "00-0"],
        source: "Nordea: plusgironummer, check digit modulo ten",
        ..Rule::of("SE")
    },
    Rule {
        name: "se_plate",
        kind: "LICENSE_PLATE",
        forms: &[
            form("[A-HJ-PR-UW-Z]{3} ?[0-9]{2}[0-9A-HJ-NPR-UW-Z]", 0.2),
            form("(?i)[a-hj-pr-uw-z]{3} ?[0-9]{2}[0-9a-hj-npr-uw-z]", 0.1),
        ],
        context: &[&[
            "registreringsnummer",
            "registreringsnumret",
            "registreringsskylt*",
            "regnummer",
            "regnr",
            "reg nr",
            "bilnummer",
        ]],
        reach: 4,
        examples: &["ABC 123", "ABC12D", "abc123"],
        near_misses: &["ABI 123", "AB 123", "ABC 1234", "ABC 12O"],
        source: "Vägtrafikdataförordningen; Transportstyrelsen: registreringsskyltar",
        ..Rule::of("SE")
    },
];

fn is_giro(value: &str) -> bool {
    let digits = Digits::of(value);
    luhn(&digits) && !is_one_digit(&digits)
}

/// Coordination numbers have 60 more in the day.
fn is_personnummer(value: &str) -> bool {
    let digits = Digits::of(value);
    let short = digits.get(digits.len().saturating_sub(10)..).unwrap_or_default();
    let day = pair(short, 4);
    let day = if day > 60 { day - 60 } else { day };
    // A leap year of either century.
    let year =
        if digits.len() == 12 { 100 * pair(&digits, 0) + pair(&digits, 2) } else { 2000 + pair(short, 0) };
    short.len() == 10 && is_date(year, pair(short, 2), day) && luhn(short)
}

/// Luhn's check digit in the tenth place, behind 16 in the twelfth.
fn is_orgnr(value: &str) -> bool {
    let digits = Digits::of(value);
    let as_vat =
        digits.len() == 12 && digits.ends_with(&[0, 1]) && luhn(digits.get(..10).unwrap_or_default());
    let in_full = digits.len() == 12
        && digits.starts_with(&[1, 6])
        && !value.starts_with(|c: char| c.is_ascii_alphabetic())
        && luhn(digits.get(2..).unwrap_or_default());
    as_vat || in_full || digits.len() == 10 && luhn(&digits)
}
