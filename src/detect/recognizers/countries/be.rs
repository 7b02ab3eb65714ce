//! Belgium.

use super::words::{IDENTITY, VAT};
use crate::detect::checksum::{Digits, is_date, is_one_digit, number, pair};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "be_nn",
        kind: "BE_NN",
        forms: &[
            form("[0-9]{11}", 0.6),
            form(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}[ -][0-9]{3}[ .-][0-9]{2}", 0.9),
            form("[0-9]{2}[ ./-][0-9]{2}[ ./-][0-9]{2}[ ./-]?[0-9]{3}[ ./-]?[0-9]{2}", 0.85),
            form("[0-9]{6}[ ./-][0-9]{3}[ ./-]?[0-9]{2}|[0-9]{9}[ ./-][0-9]{2}", 0.8),
        ],
        check: check("mod 97, day of birth", is_nn),
        context: &[&[
            "rijksregister*",
            "rijks register nummer",
            "rrn",
            "rr nr",
            "insz",
            "niss",
            "bis nummer",
            "bisnummer",
            "nationaal nummer",
            "registre national",
            "numero national",
            "nationalregister*",
            "nationalregisternummer",
            "national number",
            "national register number",
            "national registration number",
            "social security",
            "numero nacional",
            "numero nazionale",
        ]],
        examples: &["85.07.30-033.28", "85073003328", "17 07 30 033 84", "850730-033-28"],
        near_misses: &["85.07.30-033.29", "85.02.30-033.05", "8507300332", "850730033288", "85.07.30-000.61"],
        source: "Royal decree of 3 April 1984 on the number of the national register; royal decree of 8 February 1991 (bis number)",
        ..Rule::of("BE")
    },
    Rule {
        name: "be_vat",
        kind: "VAT_ID",
        forms: &[
            form("(?i)be-?[01]?[0-9]{9}", 0.85),
            // Apart and in small letters, `be` is a word.
            form("BE[ .-][01]?[0-9]{9}", 0.85),
            form("(?i)be[ -]?[01]?[0-9]{3}[.][0-9]{3}[.][0-9]{3}", 0.9),
            form("BE[ .-]?[01]?[0-9]{3}[ .-][0-9]{3}[ .-][0-9]{3}", 0.85),
            form("[01][0-9]{3}[.][0-9]{3}[.][0-9]{3}", 0.6),
            form("[01][0-9]{3}[ -][0-9]{3}[ -][0-9]{3}", 0.3),
            form("[01]?[0-9]{9}", 0.1),
        ],
        check: check("mod 97", is_enterprise),
        context: &[
            VAT,
            &[
                "ondernemingsnummer",
                "kbo",
                "bce",
                "numero d entreprise",
                "unternehmensnummer",
                "enterprise number",
                "company number",
                "rpr",
                "rpm",
            ],
        ],
        examples: &["BE0403019261", "BE 403 019 261", "BE 0403.019.261", "0403.019.261", "be0403019261"],
        near_misses: &["BE0403019262", "BE 2403.019.261", "BE04030192", "BE04030192611"],
        source: "Code of economic law, III.17; royal decree of 24 June 2003 on the enterprise number",
        ..Rule::of("BE")
    },
    Rule {
        name: "be_id_card",
        kind: "BE_ID_CARD",
        forms: &[form("[0-9]{3}-[0-9]{7}-[0-9]{2}", 0.5), form("[0-9]{3}[ .-]?[0-9]{7}[ .-]?[0-9]{2}", 0.2)],
        check: check("mod 97", is_card),
        context: &[IDENTITY, &["eid", "kaartnummer", "numero de carte", "kartennummer", "card number"]],
        examples: &["591-1917064-58", "591191706458", "591 1917064 58"],
        near_misses: &["591-1917064-59", "591-191706-58", "5911917064588", "000-0000000-97"],
        source: "Law of 19 July 1991, article 6; FOD Binnenlandse Zaken, instructions on the eID, IT 195",
        ..Rule::of("BE")
    },
];

/// The last two digits are 97 less the rest of the others modulo 97; for births since 2000 (before
/// 2050: those of 1950 and later are in use) with a 2 before them.
/// In a bis number the month has 20 or 40 added; a day or month that nobody knows is zero.
fn is_nn(value: &str) -> bool {
    let digits = Digits::of(value);
    let (year, month, day) = (pair(&digits, 0), pair(&digits, 2) % 20, pair(&digits, 4));
    let (body, last) = (number(digits.get(..9).unwrap_or_default()), u64::from(pair(&digits, 9)));
    let born = |century: u32| match (month, day) {
        (0, _) | (1..=12, 0) => true,
        _ => is_date(century + year, month, day),
    };
    let holds = |body: u64, century: u32| 97 - body % 97 == last && born(century);
    let serial = number(digits.get(6..9).unwrap_or_default());
    pair(&digits, 2) < 60
        && (1..=998).contains(&serial)
        && (holds(body, 1900) || year < 50 && holds(2_000_000_000 + body, 2000))
}

/// The last two digits are 97 less the rest of the first eight modulo 97. Nine digits have a leading zero.
fn is_enterprise(value: &str) -> bool {
    let digits = Digits::of(value);
    let number = number(&digits);
    let first = number / 100_000_000;
    (1..20).contains(&first) && !is_one_digit(&digits) && 97 - number / 100 % 97 == number % 100
}

/// The last two digits are the rest of the others modulo 97, and 97 for none.
fn is_card(value: &str) -> bool {
    let number = number(&Digits::of(value));
    let rest = number / 100 % 97;
    number > 100 && number % 100 == if rest == 0 { 97 } else { rest }
}
