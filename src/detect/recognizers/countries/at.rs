//! Austria.

use super::words::VAT;
use crate::detect::checksum::{Digits, cross_sum, is_date, luhn, pair, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "at_svnr",
        kind: "AT_SVNR",
        forms: &[
            // One in 330 numbers passes, but many things have ten digits: times, for one.
            form("[1-9][0-9]{9}", 0.4),
            form("[1-9][0-9]{3}[ /-][0-9]{6}", 0.65),
            form("[1-9][0-9]{3}[ /-][0-9]{2}[ ./-][0-9]{2}[ ./-][0-9]{2}", 0.7),
            form("[1-9][0-9]{2} [0-9] [0-9]{6}|[1-9][0-9]{2} [0-9] [0-9]{2} [0-9]{2} [0-9]{2}", 0.65),
        ],
        check: check("check digit, day of birth", is_svnr),
        context: &[&[
            "svnr",
            "sv nr",
            "sv nummer",
            "svnummer",
            "sozialversicherung*",
            "versicherungsnummer",
            "versicherungs nr",
            "vsnr",
            "e card",
            "ecard",
            "social security",
            "social insurance",
            "securite sociale",
            "seguridad social",
            "previdenza sociale",
            "seguranca social",
            "austrian insurance",
        ]],
        examples: &["1237 010180", "1237010180", "1237 01 01 80", "1237-010180"],
        near_misses: &["1238 010180", "2237010180", "1237 320180", "0237 010180", "12370101800"],
        source: "§ 460d ASVG, § 31 (4) 1 ASVG; Dachverband der Sozialversicherungsträger",
        ..Rule::of("AT")
    },
    Rule {
        name: "at_vat",
        kind: "VAT_ID",
        forms: &[
            form("(?i)atu-?[0-9]{8}", 0.75),
            form("ATU[ .-][0-9]{8}|AT[ .-]?U[ .-]?[0-9]{8}", 0.75),
            form("ATU ?[0-9]{4}[ .-][0-9]{4}|ATU ?[0-9]{3}[ .-][0-9]{3}[ .-][0-9]{2}", 0.7),
            form("U[0-9]{8}", 0.2),
        ],
        check: check("check digit", is_vat),
        context: &[VAT, &["uid", "uid nummer"]],
        examples: &["ATU13585627", "atu13585627", "AT U13585627", "ATU 1358 5627"],
        near_misses: &["ATU13585626", "ATU1358562", "ATU135856277"],
        source: "Article 28 UStG 1994; Bundesministerium für Finanzen: check of the UID-Nummer",
        ..Rule::of("AT")
    },
    Rule {
        name: "at_tax_number",
        kind: "TAX_ID",
        forms: &[
            form("[0-9]{2}[ -][0-9]{3}/[0-9]{4}", 0.5),
            form("[0-9]{9}|[0-9]{2} [0-9]{3} [0-9]{4}|[0-9]{2}[ -]?[0-9]{7}", 0.15),
            form("[0-9]{2}/[0-9]{3}/[0-9]{4}", 0.2),
        ],
        check: check("office, Luhn", is_tax_number),
        context: &[&[
            "steuernummer",
            "steuer nr",
            "steuernr",
            "st nr",
            "stnr",
            "abgabenkontonummer",
            "finanzamt",
            "austrian tax",
        ]],
        examples: &["59-119/9013", "591199013", "59 119/9013"],
        near_misses: &["59-119/9014", "59-119/901", "01-119/9012", "5-9119/9013"],
        source: "Bundesministerium für Finanzen: Abgabenkontonummer, numbers of tax offices, check digit",
        ..Rule::of("AT")
    },
];

/// Weights 3 7 9 . 5 8 4 2 1 6 modulo eleven are the fourth digit; ten is not given. Where all numbers of a day
/// are used, the month is thirteen or more.
fn is_svnr(value: &str) -> bool {
    let digits = Digits::of(value);
    let sum = weighted(&digits, &[3, 7, 9, 0, 5, 8, 4, 2, 1, 6]);
    let month = pair(&digits, 6);
    let month = if (13..=15).contains(&month) { 12 } else { month };
    // A year that is no leap year in one century may be one in the other.
    let born = is_date(2000 + pair(&digits, 8), month, pair(&digits, 4));
    born && digits.first() != Some(&0) && digits.get(3).is_some_and(|check| sum % 11 == u32::from(*check))
}

/// Weights 1 and 2 in turn, sum of the digits of products; with four and the last digit a multiple of ten.
fn is_vat(value: &str) -> bool {
    let digits = Digits::of(value);
    (cross_sum(digits.iter().copied(), &[1, 2, 1, 2, 1, 2, 1, 1]) + 4) % 10 == 0
}

/// The office, seven digits of which the last is Luhn's check digit.
fn is_tax_number(value: &str) -> bool {
    let digits = Digits::of(value);
    pair(&digits, 0) > 2 && luhn(&digits)
}
