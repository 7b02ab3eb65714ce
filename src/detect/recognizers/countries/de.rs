//! Germany.

use crate::detect::checksum::{Digits, is_date, mod_11_10, pair};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "de_tax_id",
        kind: "DE_TAX_ID",
        forms: &[
            form("[1-9][0-9]{10}", 0.5),
            form("[1-9][0-9][ ./][0-9]{3}[ ./][0-9]{3}[ ./][0-9]{3}", 0.65),
        ],
        check: check("which digits repeat, mod 11,10", is_tax_id),
        context: &[&[
            "steuer id",
            "steueridentifikationsnummer",
            "steuerid",
            "steuerliche identifikationsnummer",
            "idnr",
            "identifikationsnummer",
            "tin",
            "steuernummer",
            "tax id",
        ]],
        examples: &["36574261809", "36 574 261 809"],
        near_misses: &["36574261808", "36554266806", "12345678901"],
        source: "Abgabenordnung § 139b; BZSt, structure of the number: about one in 300 random ones passes",
        ..Rule::of("DE")
    },
    Rule {
        name: "de_tax_number",
        kind: "DE_TAX_NUMBER",
        forms: &[
            form("[0-9]{2,3}/[0-9]{3,4}/[0-9]{4,5}", 0.3),
            form("[0-9]{5}/[0-9]{5}", 0.2),
            form("[0-9]{10,13}", 0.06),
        ],
        context: &[&["steuernummer", "steuer nr", "st nr", "stnr", "finanzamt"]],
        reach: 5,
        examples: &["181/815/08155", "93815/08152"],
        near_misses: &["18/15/08"],
        source: "ELSTER, Prüfung der Steuernummer",
        ..Rule::of("DE")
    },
    Rule {
        name: "de_rvnr",
        kind: "DE_RVNR",
        forms: &[
            form("(?i)[0-9]{8}[a-z][0-9]{3}", 0.8),
            form("(?i)[0-9]{2} ?[0-9]{6} ?[a-z] ?[0-9]{3}", 0.75),
        ],
        check: check("day, check digit", is_rvnr),
        context: &[&[
            "rentenversicherung*",
            "sozialversicherung*",
            "versicherungsnummer",
            "rvnr",
            "svnr",
            "sv nummer",
            "rv nummer",
        ]],
        examples: &["15070649C103", "15 070649 C 103", "15070649c103"],
        near_misses: &["15070649C104", "15990649C103"],
        source: "Verordnung über die Vergabe der Versicherungsnummer § 2",
        ..Rule::of("DE")
    },
    Rule {
        name: "de_health_insurance",
        kind: "DE_HEALTH_INSURANCE",
        forms: &[form("(?i)[a-z][0-9]{9}", 0.3)],
        check: check("check digit", is_kvnr),
        context: &[&[
            "krankenversicherung*",
            "krankenversichertennummer",
            "kvnr",
            "versichertennummer",
            "krankenkasse",
            "gesundheitskarte",
        ]],
        examples: &["A123456780"],
        near_misses: &["A123456781"],
        source: "SGB V § 290",
        ..Rule::of("DE")
    },
    Rule {
        name: "de_id_card",
        kind: "DE_ID_CARD",
        forms: &[form("(?i)[cfghjklmnprtvwxyz0-9]{9}[0-9]?(<<)?d?", 0.1), form("T[0-9]{8}", 0.1)],
        check: check("characters of documents", |value| {
            value.bytes().filter(u8::is_ascii_digit).count() >= 4
        }),
        context: &[&["personalausweis*", "ausweis*", "perso", "id card", "identity card"]],
        reach: 5,
        examples: &["L01X00T47", "T22000129"],
        near_misses: &["L01X00T4", "A01X00T47"],
        source: "Personalausweisverordnung, Seriennummer",
        ..Rule::of("DE")
    },
    Rule {
        name: "de_passport",
        kind: "DE_PASSPORT",
        forms: &[form("(?i)[cfghjk][cfghjklmnprtvwxyz0-9]{8}[0-9]?", 0.1)],
        check: check("characters of documents", |value| {
            value.bytes().filter(u8::is_ascii_digit).count() >= 3
        }),
        context: &[&["reisepass*", "pass nr", "passnummer", "passport", "pass"]],
        reach: 5,
        examples: &["C01X00T47", "C01X0006H"],
        near_misses: &["C01X00T4", "B01X00T47"],
        source: "Passverordnung, Seriennummer",
        ..Rule::of("DE")
    },
    Rule {
        name: "de_fuehrerschein",
        kind: "DE_FUEHRERSCHEIN",
        forms: &[form("(?i)[a-z][0-9]{2}[a-z0-9]{6}[0-9][a-z0-9]", 0.1)],
        context: &[&["fuhrerschein*", "fahrerlaubnis*", "driving licence", "fuehrerschein*"]],
        reach: 5,
        examples: &["B072RRE2I55", "J010000SD51"],
        near_misses: &["B072RRE2I5"],
        source: "Fahrerlaubnis-Verordnung, Anlage 8",
        ..Rule::of("DE")
    },
    Rule {
        name: "de_vat",
        kind: "VAT_ID",
        forms: &[form("(?i)de ?[0-9]{9}|de ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}", 0.75)],
        check: check("mod 11,10", |value| mod_11_10(&Digits::of(value))),
        context: &[&["ust idnr", "umsatzsteuer*", "ustid", "vat"]],
        examples: &["DE136695976", "DE 136 695 976"],
        near_misses: &["DE136695978"],
        source: "Umsatzsteuergesetz § 27a",
        ..Rule::of("DE")
    },
    Rule {
        name: "de_handelsregister",
        kind: "DE_HANDELSREGISTER",
        forms: &[form("HR[AB] ?[0-9]{1,6}( ?[A-Z]{1,2})?", 0.6)],
        context: &[&["handelsregister", "amtsgericht", "registergericht"]],
        examples: &["HRB 12345", "HRA 98765 B"],
        near_misses: &["HRC 12345"],
        source: "Handelsregisterverordnung",
        ..Rule::of("DE")
    },
    Rule {
        name: "de_kfz",
        kind: "DE_KFZ",
        forms: &[form("[A-ZÄÖÜ]{1,3}[ -][A-Z]{1,2}[ -]?[0-9]{1,4}[EH]?", 0.1)],
        context: &[&["kennzeichen", "kfz", "nummernschild", "auto", "license plate", "number plate"]],
        reach: 5,
        examples: &["B-AB 1234", "M XY 99"],
        near_misses: &["BERL-AB 1234"],
        source: "Fahrzeug-Zulassungsverordnung § 8",
        ..Rule::of("DE")
    },
];

/// Of the first ten digits one stands there twice or three times, not three times in a row, the others once
/// at most; then the check digit.
fn is_tax_id(value: &str) -> bool {
    let digits = Digits::of(value);
    let body = digits.get(..10).unwrap_or_default();
    let mut counts = [0u8; 10];
    body.iter()
        .for_each(|digit| counts.get_mut(usize::from(*digit)).into_iter().for_each(|count| *count += 1));
    let repeated: Vec<u8> = counts.iter().copied().filter(|count| *count > 1).collect();
    let row = body.windows(3).any(|three| matches!(three, [a, b, c] if a == b && b == c));
    digits.len() == 11 && matches!(repeated.as_slice(), [2 | 3]) && !row && mod_11_10(&digits)
}

/// Area, day of birth, first letter of the name, serial, check digit: weights on digits, the letter as two of them.
fn is_rvnr(value: &str) -> bool {
    let digits = Digits::of(value);
    let letter = value.bytes().find(u8::is_ascii_alphabetic).map(|b| b.to_ascii_uppercase() - b'A' + 1);
    let (Some(letter), Some(head), Some(tail)) = (letter, digits.get(..8), digits.get(8..10)) else {
        return false;
    };
    let all = [head, &[letter / 10, letter % 10], tail].concat();
    let sum: u32 = all
        .iter()
        .zip([2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1])
        .map(|(digit, weight)| u32::from(*digit) * weight)
        .map(|product| product / 10 + product % 10)
        .sum();
    // Where days are used up there are some with 50 more.
    let day = pair(&digits, 2) % 50;
    digits.get(10).is_some_and(|check| sum % 10 == u32::from(*check))
        && is_date(2000 + pair(&digits, 6), pair(&digits, 4), day.max(1))
}

/// The letter as two digits, then weights 1 and 2 in turn, digit sums.
fn is_kvnr(value: &str) -> bool {
    let letter = value.bytes().next().map_or(0, |b| b.to_ascii_uppercase().wrapping_sub(b'A') + 1);
    let digits = Digits::of(value);
    let all = [&[letter / 10, letter % 10], digits.get(..8).unwrap_or_default()].concat();
    let sum: u32 = all
        .iter()
        .enumerate()
        .map(|(at, digit)| u32::from(*digit) * (1 + at as u32 % 2))
        .map(|product| product / 10 + product % 10)
        .sum();
    digits.get(8).is_some_and(|check| sum % 10 == u32::from(*check))
}
