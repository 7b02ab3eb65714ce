//! India. (`in` is a word of the language.)

use super::words::PASSPORT;
use crate::detect::checksum::{Digits, is_one_digit, number, pair, verhoeff};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "in_aadhaar",
        kind: "IN_AADHAAR",
        forms: &[
            form("[2-9][0-9]{3}[ :-][0-9]{4}[ :-][0-9]{4}", 0.4),
            form(r"[2-9][0-9]{3}\.[0-9]{4}\.[0-9]{4}", 0.3),
            form("[2-9][0-9]{11}", 0.15),
        ],
        check: check("Verhoeff", is_aadhaar),
        context: &[&[
            "aadhaar",
            "aadhar",
            "adhaar",
            "adhar",
            "aadhaar number",
            "aadhar card",
            "uidai",
            "uid",
            "unique identification",
        ]],
        examples: &["2345 6789 0124", "234567890124", "2345-6789-0124", "2345:6789:0124"],
        near_misses: &[
            "2345 6789 0125",
            "1345 6789 0124",
            "2222 2222 2222",
            "23456 7890 124",
            "2345678901240",
        ],
        source: "Unique Identification Authority of India; Aadhaar Act 2016",
        ..Rule::of("IN")
    },
    // A number that stands for it, so that it need not be told.
    Rule {
        name: "in_vid",
        kind: "IN_AADHAAR",
        forms: &[form("[2-9][0-9]{15}", 0.1), form("[2-9][0-9]{3}([ -][0-9]{4}){3}", 0.2)],
        check: check("Verhoeff", is_aadhaar),
        context: &[&["vid number", "vid no", "virtual id", "virtual identity", "aadhaar", "aadhar", "uidai"]],
        examples: &["2341234123412341", "2341 2341 2341 2341"],
        near_misses: &["2341234123412342", "1341234123412341", "2222222222222222", "23412341234123"],
        source: "Unique Identification Authority of India, circular 1 of 2018 on virtual IDs",
        ..Rule::of("IN")
    },
    Rule {
        name: "in_pan",
        kind: "IN_PAN",
        forms: &[
            form("[A-Z]{5}[0-9]{4}[A-Z]", 0.65),
            form("(?i)[A-Z]{5}[0-9]{4}[A-Z]", 0.4),
            form("[A-Z]{5}[ -][0-9]{4}[ -][A-Z]", 0.4),
        ],
        check: check("kind of holder", is_pan),
        context: &[&[
            "pan",
            "pan card",
            "pan number",
            "pan no",
            "permanent account",
            "permanent account number",
            "income tax",
        ]],
        examples: &["ABCPD1234E", "AAACB2894G", "abcpd1234e"],
        near_misses: &["ABCDE1234F", "ABCPD0000E", "ABCPD123E", "ABCPD12345", "ABCPDE1234"],
        source: "Income-tax Rules 1962, rule 114; Income Tax Department, structure of PAN",
        ..Rule::of("IN")
    },
    Rule {
        name: "in_gstin",
        kind: "IN_GSTIN",
        forms: &[form("(?i)[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]", 0.9)],
        check: check("state, PAN, mod 36", is_gstin),
        context: &[GST],
        examples: &["27AAPFU0939F1ZV", "29AAGCB7383J1Z4", "27aapfu0939f1zv"],
        near_misses: &[
            "27AAPFU0939F1ZA",
            "00AAPFU0939F1ZV",
            "27AAPFU0939F1AV",
            "27AAPFU0939F1Z",
            "27AAPFU939F1ZV",
        ],
        source: "Central Goods and Services Tax Rules 2017, rule 10",
        ..Rule::of("IN")
    },
    // Mistyped or made up: nothing else has this form, but beside a word for it only.
    Rule {
        name: "in_gstin_form",
        kind: "IN_GSTIN",
        forms: &[form("[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]", 0.3)],
        check: check("state", |value| is_state(&Digits::of(value))),
        context: &[GST],
        examples: &["27AAPFU0939F1ZA", "08BNXQC4471L2Z6"],
        near_misses: &["00AAPFU0939F1ZA", "27AAPFU0939F1AA", "27AAPFU0939F1Z", "27AAPFU0939F1ZAA"],
        source: "Central Goods and Services Tax Rules 2017, rule 10",
        ..Rule::of("IN")
    },
    Rule {
        name: "in_voter",
        kind: "IN_VOTER",
        // Cards from before the check digit are still in use: it is not asked for.
        forms: &[
            form("(?i)[A-Z]{3}[ /-]?[0-9]{7}", 0.3),
            form("(?i)[A-Z]{2}/[0-9]{2}/[0-9]{2,3}/[0-9]{6,7}", 0.45),
        ],
        check: check("no repeated digit", |value| !is_one_digit(&Digits::of(value))),
        context: &[&[
            "voter",
            "voters",
            "voter id",
            "voter card",
            "vote",
            "voter s id",
            "epic",
            "epic no",
            "elector photo identity",
            "electoral photo",
            "election card",
            "election commission",
        ]],
        examples: &["WKH1186253", "ksd1287349", "DL/01/001/123456"],
        near_misses: &["WKH118625", "WK1186253", "WKH11862531", "WKH0000000"],
        source: "Election Commission of India, elector's photo identity card",
        ..Rule::of("IN")
    },
    Rule {
        name: "in_passport",
        kind: "IN_PASSPORT",
        forms: &[form("(?i)[A-Z][1-9][0-9] ?[0-9]{5}", 0.1)],
        check: check("no repeated digit", |value| !is_one_digit(&Digits::of(value))),
        context: &[PASSPORT, &["indian passport", "indian passport number", "passport india"]],
        reach: 6,
        examples: &["A2096457", "Z36 90821", "m1234567"],
        near_misses: &["A0096457", "A209645", "A20964571", "AB209645"],
        source: "Ministry of External Affairs, Passport Seva; ICAO Doc 9303-4",
        ..Rule::of("IN")
    },
    Rule {
        name: "in_ifsc",
        kind: "IN_IFSC",
        forms: &[form("[A-Z]{4}0[0-9]{6}", 0.5), form("(?i)[A-Z]{4}0[0-9A-Z]{6}", 0.3)],
        context: &[&[
            "ifsc",
            "ifs",
            "ifsc code",
            "rtgs",
            "neft",
            "imps",
            "indian financial system",
            "branch",
            "bank",
        ]],
        examples: &["SBIN0001234", "HDFC0000053", "icic0000001", "KKBK0RTGSMI"],
        near_misses: &["SBIN1001234", "SBI00001234", "SBIN000123", "SBIN00012345"],
        source: "Reserve Bank of India, Indian Financial System Code",
        ..Rule::of("IN")
    },
    Rule {
        name: "in_vehicle",
        kind: "IN_VEHICLE_REGISTRATION",
        forms: &[
            form("[A-Z]{2}[0-9]{1,2}[A-Z]{1,3}[0-9]{4}", 0.6),
            form("[A-Z]{2}[ -]?[0-9]{1,2}[ -]?([A-Z][ -])?[A-Z]{1,3}[ -][0-9]{4}", 0.6),
            form("(?i)[A-Z]{2}[ -]?[0-9]{1,2}[ -]?[A-Z]{1,3}[ -]?[0-9]{4}", 0.3),
            // Before there were letters of a series.
            form("(?i)[A-Z]{2}[ -]?[0-9]{2}[ -][0-9]{4}|[A-Z]{3}[ -]?[0-9]{4}", 0.1),
            // For all of India; of the forces; of diplomats.
            form("(?i)[2-9][0-9][ -]?BH[ -]?[0-9]{4}[ -]?[A-HJ-NP-Z]{1,2}", 0.6),
            form("[0-9]{2}[A-FHKPRX][0-9]{6}[A-Z]", 0.5),
            form("[0-9]{1,3}[ -]?(CD|CC|UN)[ -]?[1-9][0-9]{0,3}", 0.3),
        ],
        check: check("state", is_vehicle),
        context: &[&[
            "vehicle",
            "car",
            "bike",
            "plate",
            "registration",
            "vehicle number",
            "vehicle no",
            "vehicle registration",
            "registration number",
            "registration no",
            "reg no",
            "number plate",
            "license plate",
            "licence plate",
            "rto",
            "car number",
        ]],
        examples: &[
            "MH12AB1234",
            "KA 01 AB 1234",
            "DL 3C AB 1234",
            "22 BH 1234 AA",
            "mh12ab1234",
            "20C123456K",
        ],
        near_misses: &["XX12AB1234", "MH12AB0000", "MH12AB12345", "MH123AB1234"],
        source: "Central Motor Vehicles Rules 1989, rules 50 and 51; Motor Vehicles Act 1988, s. 41",
        ..Rule::of("IN")
    },
];

const GST: &[&str] = &[
    "gst",
    "gstin",
    "gstins",
    "gst number",
    "gst no",
    "gst registration",
    "goods and services tax",
    "tax identification",
];

/// Verhoeff's test; no number reads the same from behind.
fn is_aadhaar(value: &str) -> bool {
    let digits = Digits::of(value);
    !digits.iter().eq(digits.iter().rev()) && verhoeff(&digits)
}

/// The fourth letter is the kind of holder, the digits count from 0001.
fn is_pan(value: &str) -> bool {
    let kind = value.as_bytes().get(3).copied().unwrap_or_default().to_ascii_uppercase();
    b"ABCFGHJKLPT".contains(&kind) && number(&Digits::of(value)) != 0
}

/// A state, a permanent account number, and a check character: Luhn's test with 36 for 10.
fn is_gstin(value: &str) -> bool {
    let sum: u32 = value
        .chars()
        .filter_map(|c| c.to_digit(36))
        .enumerate()
        .map(|(at, value)| if at % 2 == 1 { 2 * value } else { value })
        .map(|value| value / 36 + value % 36)
        .sum();
    is_state(&Digits::of(value)) && value.get(2..12).is_some_and(is_pan) && sum % 36 == 0
}

/// Codes of states, of other territory, and of the centre.
fn is_state(digits: &[u8]) -> bool {
    matches!(pair(digits, 0), 1..=38 | 97 | 99)
}

/// States and union territories, with codes of former years.
const STATES: &[&str] = &[
    "AN", "AP", "AR", "AS", "BR", "CG", "CH", "DD", "DL", "DN", "GA", "GJ", "HP", "HR", "JH", "JK", "KA",
    "KL", "LA", "LD", "MH", "ML", "MN", "MP", "MZ", "NL", "OD", "OR", "PB", "PY", "RJ", "SK", "TG", "TN",
    "TR", "TS", "UA", "UK", "UP", "UT", "WB",
];

/// Begins with a state, if with letters and a number of a district; the last number is not 0000.
fn is_vehicle(value: &str) -> bool {
    let upper = value.to_ascii_uppercase();
    let letters = upper.bytes().take_while(u8::is_ascii_alphabetic).count();
    let state = upper.get(..2).is_some_and(|state| STATES.contains(&state));
    let serial = Digits::of(upper.trim_end_matches(|c: char| c.is_ascii_alphabetic()));
    let last = serial.len().checked_sub(4).and_then(|from| serial.get(from..));
    (letters != 2 || state) && last.is_none_or(|last| number(last) != 0)
}
