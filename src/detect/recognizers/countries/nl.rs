//! The Netherlands.

use super::words::{IDENTITY, LICENCE, PASSPORT, VAT};
use crate::detect::checksum::{Digits, is_one_digit, mod_97, pair, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "nl_bsn",
        kind: "NL_BSN",
        forms: &[
            form("[0-9]{9}", 0.15),
            form("[0-9]{8}", 0.1),
            form(r"[0-9]{4}\.[0-9]{2}\.[0-9]{3}", 0.5),
            form("[0-9]{4} [0-9]{2} [0-9]{3}", 0.3),
            form("[0-9]{3}[ .-][0-9]{3}[ .-][0-9]{3}", 0.15),
        ],
        check: check("eleven test", |value| is_bsn(&Digits::of(value))),
        context: &[&[
            "bsn",
            "b s n",
            "burgerservice*",
            "burger service nummer",
            "sofinummer",
            "sofi",
            "citizen service number",
        ]],
        examples: &["111222333", "1112.22.333"],
        near_misses: &["111222334", "111111111", "1112223331"],
        source: "Wet algemene bepalingen burgerservicenummer; Logisch Ontwerp GBA, eleven test",
        ..Rule::of("NL")
    },
    // Of pupils and students who have no BSN.
    Rule {
        name: "nl_education_number",
        kind: "NATIONAL_ID",
        forms: &[form("10[0-9]{7}", 0.15), form(r"10[0-9]{2}\.[0-9]{2}\.[0-9]{3}", 0.4)],
        check: check("eleven test with rest", |value| is_education_number(&Digits::of(value))),
        context: &[&["onderwijsnummer", "onderwijs nummer", "persoonsgebonden nummer", "pgn"]],
        examples: &["1012.22.331", "101222331"],
        near_misses: &["1002.52.333", "100252333", "2112.22.337", "10122233"],
        source: "Wet register onderwijsdeelnemers; DUO: onderwijsnummer, eleven test with rest five",
        ..Rule::of("NL")
    },
    Rule {
        name: "nl_vat",
        kind: "VAT_ID",
        forms: &[
            form("(?i)nl[ .-]?[0-9]{4}[ .]?[0-9]{2}[ .]?[0-9]{3}[ .-]?b[ .-]?[0-9]{2}", 0.9),
            form("(?i)nl[ .-]?[0-9]{3}[ .]?[0-9]{3}[ .]?[0-9]{3}[ .-]?b[ .-]?[0-9]{2}", 0.9),
            form("[0-9]{4}[.]?[0-9]{2}[.]?[0-9]{3}[ .-]?B[ .-]?[0-9]{2}", 0.6),
            // Digests look like this.
            form("[0-9]{9}b[0-9]{2}", 0.3),
        ],
        check: check("eleven test or mod 97", is_vat),
        context: &[VAT],
        examples: &[
            "NL004495445B01",
            "nl004495445b01",
            "NL 0044.95.445.B.01",
            "NL123456789B13",
            "004495445B01",
        ],
        near_misses: &[
            "NL004495446B01",
            "NL123456789B14",
            "NL004495445B1",
            "NL004495445B00",
            "NL004495445A01",
        ],
        source: "Article 2a Wet op de omzetbelasting; Belastingdienst: btw-identificatienummer since 2020, mod 97-10",
        ..Rule::of("NL")
    },
    Rule {
        name: "nl_driver_license",
        kind: "NL_DRIVER_LICENSE",
        forms: &[form("[1-9][0-9]{9}", 0.1)],
        check: check("not one digit", |value| !is_one_digit(&Digits::of(value))),
        context: &[LICENCE],
        examples: &["5094962111", "3123456789"],
        near_misses: &["509496211", "50949621111", "0094962111", "5555555555"],
        source: "Reglement rijbewijzen; RDW: rijbewijsnummer, field 5",
        ..Rule::of("NL")
    },
    Rule {
        name: "nl_passport",
        kind: "PASSPORT",
        forms: &[
            form("(?i)[a-np-z]{2}[0-9a-np-z]{6}[0-9]", 0.3),
            form("[A-NP-Z]{2} [0-9A-NP-Z]{6} ?[0-9]", 0.3),
        ],
        context: &[&[
            "paspoort*",
            "dutch passport",
            "netherlands passport",
            "niederlandischer reisepass",
            "passeport neerlandais",
            "identiteitskaart*",
            "identiteitsbewijs",
            "id kaart",
            "id bewijs",
            "identiteits",
            "dutch id card",
            "dutch identity card",
            "documentnummer",
        ]],
        examples: &["SPECI2014", "XR1001R58", "em0000000", "XR 1001R5 8"],
        near_misses: &["XR1O01R58", "X11001R58", "XR1001R5A", "XR1001R580"],
        source: DOCUMENT,
        ..Rule::of("NL")
    },
    // Of passports that may be anybody's: with two letters and seven digits, those of others come first.
    Rule {
        name: "nl_passport_form",
        kind: "PASSPORT",
        forms: &[
            form("(?i)[a-np-z]{2}[0-9a-np-z]{6}[0-9]", 0.07),
            form("[A-NP-Z]{2} [0-9A-NP-Z]{6} ?[0-9]", 0.07),
        ],
        context: &[PASSPORT, IDENTITY],
        examples: &["SPECI2014", "XR1001R58", "em0000000", "XR 1001R5 8"],
        near_misses: &["XR1O01R58", "X11001R58", "XR1001R5A", "XR1001R580"],
        source: DOCUMENT,
        ..Rule::of("NL")
    },
    Rule {
        name: "nl_kvk",
        kind: "NL_KVK",
        forms: &[form("[0-9]{8}", 0.1), form("0000[0-9]{8}", 0.1)],
        check: check("not one digit", |value| !is_one_digit(&Digits::of(value))),
        context: &[&[
            "kvk",
            "k v k",
            "kv k",
            "kv knummer",
            "kvknummer",
            "kvknr",
            "kamer van koophandel",
            "handelsregister*",
            "vestigingsnummer",
            "chamber of commerce",
            "coc",
            "dutch trade register",
        ]],
        examples: &["12345678", "000012345678"],
        near_misses: &["1234567", "123456789", "00000000", "123412345678"],
        source: "Article 9 Handelsregisterwet 2007; Handelsregisterbesluit 2008, article 3",
        ..Rule::of("NL")
    },
    Rule {
        name: "nl_account",
        kind: "BANK_ACCOUNT",
        // As they were before IBANs.
        forms: &[
            form(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{3}", 0.4),
            form("[0-9]{9,10}|[0-9]{2} [0-9]{2} [0-9]{2} [0-9]{3}", 0.2),
        ],
        check: check("eleven test", |value| is_account(&Digits::of(value))),
        context: &[&[
            "rekeningnummer*",
            "rekening nummer",
            "rekeningnr",
            "rekening nr",
            "reknr",
            "bankrekening*",
            "banknummer",
        ]],
        reach: 4,
        examples: &["12.34.56.789", "123456789", "12 34 56 789"],
        near_misses: &["12.34.56.788", "12.34.56.78", "11.11.11.111", "123456788"],
        source: "Betaalvereniging Nederland: BBAN, eleven test",
        ..Rule::of("NL")
    },
    Rule {
        name: "nl_plate",
        kind: "LICENSE_PLATE",
        forms: &[
            form("[A-Z]{2}-([0-9]{2}-[0-9]{2}|[0-9]{2}-[A-Z]{2}|[A-Z]{2}-[0-9]{2}|[0-9]{3}-[A-Z])", 0.3),
            form("[0-9]{2}-([A-Z]{2}-[0-9]{2}|[0-9]{2}-[A-Z]{2}|[A-Z]{2}-[A-Z]{2}|[A-Z]{3}-[0-9])", 0.3),
            form("[0-9]-([A-Z]{3}-[0-9]{2}|[A-Z]{2}-[0-9]{3})|[0-9]{3}-[A-Z]{2}-[0-9]", 0.3),
            form("[A-Z]-([0-9]{3}-[A-Z]{2}|[0-9]{2}-[A-Z]{3})|[A-Z]{3}-[0-9]{2}-[A-Z]", 0.3),
            form("(?i)[a-z]{2}-?[0-9]{3}-?[a-z]|[a-z]-?[0-9]{3}-?[a-z]{2}|[a-z]{3}-?[0-9]{2}-?[a-z]", 0.1),
            form("(?i)[0-9]-?[a-z]{3}-?[0-9]{2}|[0-9]{2}-?[a-z]{3}-?[0-9]|[0-9]{2}-?[a-z]{2}-?[a-z]{2}", 0.1),
        ],
        context: &[&["kenteken*", "nummerplaat", "nummerbord", "dutch license plate", "dutch number plate"]],
        reach: 6,
        examples: &["AB-12-CD", "12-ABC-3", "1-ABC-23", "AB-123-C", "G-123-BB", "12abc3"],
        near_misses: &["AB-12-C", "1-AB-2", "AB-1234-C", "12-34-56"],
        source: "Kentekenreglement; RDW: sidecodes",
        ..Rule::of("NL")
    },
];

const DOCUMENT: &str =
    "Paspoortuitvoeringsregeling Nederland; RvIG: document number of passport and identity card";

/// Weights 9 to 2 and -1; the sum is a multiple of eleven. Eight digits have a leading zero.
fn is_bsn(digits: &[u8]) -> bool {
    let Some((last, body)) = digits.split_last() else { return false };
    let weights = if body.len() == 8 { &[9, 8, 7, 6, 5, 4, 3, 2][..] } else { &[8, 7, 6, 5, 4, 3, 2] };
    let sum = weighted(body, weights);
    !is_one_digit(digits) && sum >= u32::from(*last) && (sum - u32::from(*last)) % 11 == 0
}

/// Weights 10 or 9 to 1; the sum is a multiple of eleven.
fn is_account(digits: &[u8]) -> bool {
    let weights = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
    let weights = weights.get(10 - digits.len().min(10)..).unwrap_or_default();
    weighted(digits, weights) % 11 == 0 && !is_one_digit(digits)
}

/// As a BSN, with the rest five.
fn is_education_number(digits: &[u8]) -> bool {
    let Some((last, body)) = digits.split_last() else { return false };
    let sum = weighted(body, &[9, 8, 7, 6, 5, 4, 3, 2]);
    !is_one_digit(digits) && (sum + 11 - u32::from(*last)) % 11 == 5
}

/// The number of a person or a company passes the eleven test; since 2020 that of a person who trades is
/// another one, and all of it passes mod 97-10.
fn is_vat(value: &str) -> bool {
    let digits = Digits::of(value);
    let Some((body, suffix)) = digits.split_at_checked(9) else { return false };
    let character = |digit: &u8| char::from(b'0' + digit);
    let front = "NL".chars().chain(body.iter().map(character));
    let all = front.chain(['B']).chain(suffix.iter().map(character));
    pair(suffix, 0) > 0 && !is_one_digit(body) && (is_bsn(body) || mod_97(all))
}
