//! Luxembourg.

use super::words::VAT;
use crate::detect::checksum::{Digits, is_date, luhn, number, pair, verhoeff};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "lu_matricule",
        kind: "LU_MATRICULE",
        forms: &[
            form("(18|19|20)[0-9]{11}", 0.75),
            form("(18|19|20)[0-9]{6}[ .-][0-9]{3} ?[0-9]{2}", 0.85),
            form("(18|19|20)[0-9]{2}[ .-]?[0-9]{2}[ .-]?[0-9]{2}[ .-][0-9]{3}[ .-]?[0-9]{2}", 0.85),
            form("(18|19|20)[0-9]{2}[ .-][0-9]{2}[ .-]?[0-9]{2}[ .-]?[0-9]{3}[ .-]?[0-9]{2}", 0.85),
        ],
        check: check("Luhn, Verhoeff, day of birth", is_matricule),
        context: &[&[
            "matricule",
            "matricule national",
            "numero national",
            "numero d identification national",
            "identification national number",
            "national identification number",
            "nationalnummer",
            "matrikelnummer",
            "sozialversicherung*",
            "securite sociale",
            "social security",
            "cns",
            "ccss",
        ]],
        examples: &["1893120105400", "19850730 033 53", "1985 07 30 03353", "20000229-12312"],
        near_misses: &["1893120105401", "1893120105410", "1985023003353", "189312010540", "18931201054000"],
        source: "Law of 19 June 2013 on the identification of natural persons; grand-ducal regulation of 28 November 2013",
        ..Rule::of("LU")
    },
    Rule {
        name: "lu_vat",
        kind: "VAT_ID",
        forms: &[
            form("(?i)lu-?[0-9]{8}", 0.85),
            form("LU[ .-]?[0-9]{8}|LU[ .-]?[0-9]{3}[ .-]?[0-9]{3}[ .-]?[0-9]{2}", 0.85),
            form("[0-9]{8}", 0.1),
        ],
        check: check("mod 89", is_vat),
        context: &[VAT],
        examples: &["LU15027442", "lu15027442", "LU 150 274 42", "15027442"],
        near_misses: &["LU15027443", "LU1502744", "LU150274422", "LU00000000"],
        source: "EU Commission, VIES: structure of VAT numbers; Administration de l'enregistrement, des domaines et de la TVA",
        ..Rule::of("LU")
    },
];

/// Day of birth and three digits; then a digit for Luhn's test over them, and one for Verhoeff's.
fn is_matricule(value: &str) -> bool {
    let digits = Digits::of(value);
    let (Some(body), Some(first), Some(last)) = (digits.get(..11), digits.get(..12), digits.get(12)) else {
        return false;
    };
    let mut with_last = [0; 12];
    with_last.iter_mut().zip(body.iter().chain([last])).for_each(|(to, from)| *to = *from);
    let born = is_date(100 * pair(body, 0) + pair(body, 2), pair(body, 4), pair(body, 6));
    born && luhn(first) && verhoeff(&with_last)
}

/// The last two digits are the rest of the first six modulo 89.
fn is_vat(value: &str) -> bool {
    let number = number(&Digits::of(value));
    number > 0 && number / 100 % 89 == number % 100
}
