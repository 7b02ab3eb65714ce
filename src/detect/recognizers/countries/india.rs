//! India.

use crate::detect::checksum::{Digits, verhoeff};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "in_aadhaar",
        kind: "IN_AADHAAR",
        forms: &[form("[2-9][0-9]{3}[ -][0-9]{4}[ -][0-9]{4}", 0.55), form("[2-9][0-9]{11}", 0.15)],
        check: check("Verhoeff", is_aadhaar),
        context: &[&["aadhaar", "aadhar", "uidai", "uid", "adhaar"]],
        examples: &["2345 6789 0124", "234567890124"],
        near_misses: &["2345 6789 0125", "1345 6789 0124"],
        source: "Unique Identification Authority of India",
        ..Rule::of("IN")
    },
    Rule {
        name: "in_pan",
        kind: "IN_PAN",
        forms: &[
            form("[A-Z]{3}[ABCFGHLJPTK][A-Z][0-9]{4}[A-Z]", 0.75),
            form("(?i)[a-z]{5}[0-9]{4}[a-z]", 0.2),
        ],
        context: &[&["pan", "permanent account", "pan card", "income tax"]],
        examples: &["AAASA1111R", "ABNPA1234R", "abnpa1234r"],
        near_misses: &["AAAE1111R", "AAASA111R"],
        source: "Income Tax Department, rule 114",
        ..Rule::of("IN")
    },
    Rule {
        name: "in_gstin",
        kind: "IN_GSTIN",
        forms: &[form("(?i)[0-3][0-9][a-z]{5}[0-9]{4}[a-z][1-9a-z]z[0-9a-z]", 0.75)],
        check: check("mod 36", is_gstin),
        context: &[&["gstin", "gst", "gst number"]],
        examples: &["27AAPFU0939F1ZV"],
        near_misses: &["27AAPFU0939F1ZX", "99AAPFU0939F1ZV"],
        source: "Goods and Services Tax Network",
        ..Rule::of("IN")
    },
    Rule {
        name: "in_voter",
        kind: "IN_VOTER",
        forms: &[form("[A-Za-z]{3}[0-9]{7}", 0.2)],
        context: &[&["voter", "epic", "elector", "voter id", "election"]],
        examples: &["KSD1287349"],
        near_misses: &["KSD128734", "KS1287349"],
        source: "Election Commission of India, EPIC number",
        ..Rule::of("IN")
    },
    Rule {
        name: "in_passport",
        kind: "IN_PASSPORT",
        forms: &[form("[A-PR-WY][1-9][0-9]{6}|[A-PR-WY][1-9][0-9] ?[0-9]{4}[1-9]", 0.1)],
        context: &[&["passport", "indian passport", "travel document"]],
        examples: &["A3456781", "M1234567"],
        near_misses: &["Q3456781", "A0456781"],
        source: "Passport Seva",
        ..Rule::of("IN")
    },
    Rule {
        name: "in_ifsc",
        kind: "IN_IFSC",
        forms: &[form("[A-Z]{4}0[A-Z0-9]{6}", 0.5)],
        context: &[&["ifsc", "neft", "rtgs", "branch", "bank"]],
        examples: &["SBIN0005943", "HDFC0000123"],
        near_misses: &["SBIN1005943", "SBI0005943"],
        source: "Reserve Bank of India, IFSC",
        ..Rule::of("IN")
    },
    Rule {
        name: "in_vehicle",
        kind: "IN_VEHICLE_REGISTRATION",
        forms: &[form("[A-Z]{2}[ -]?[0-9]{1,2}[ -]?[A-Z]{1,3}[ -]?[0-9]{4}", 0.2)],
        check: check("states", is_state),
        context: &[&["vehicle", "car", "registration", "plate", "rto", "number plate", "bike"]],
        examples: &["KA53ME3456", "MH 12 AB 1234"],
        near_misses: &["XX53ME3456"],
        source: "Ministry of Road Transport and Highways",
        ..Rule::of("IN")
    },
];

/// No palindrome.
fn is_aadhaar(value: &str) -> bool {
    let digits = Digits::of(value);
    verhoeff(&digits) && !digits.iter().eq(digits.iter().rev())
}

/// Weights 1 and 2 in turn on values to the base 36, quotient and remainder added; a state from 01 to 38, or 97.
fn is_gstin(value: &str) -> bool {
    let values: Vec<u32> = value.chars().filter_map(|c| c.to_digit(36)).collect();
    let Some((check, body)) = values.split_last() else { return false };
    let sum: u32 = body
        .iter()
        .enumerate()
        .map(|(at, value)| value * (1 + at as u32 % 2))
        .map(|product| product / 36 + product % 36)
        .sum();
    let state = value.get(..2).and_then(|state| state.parse().ok()).unwrap_or(0);
    (36 - sum % 36) % 36 == *check && matches!(state, 1..=38 | 97)
}

fn is_state(value: &str) -> bool {
    const STATES: &[&str] = &[
        "AN", "AP", "AR", "AS", "BR", "CG", "CH", "DD", "DL", "DN", "GA", "GJ", "HP", "HR", "JH", "JK", "KA",
        "KL", "LA", "LD", "MH", "ML", "MN", "MP", "MZ", "NL", "OD", "OR", "PB", "PY", "RJ", "SK", "TN", "TR",
        "TS", "UK", "UP", "WB",
    ];
    value.get(..2).is_some_and(|state| STATES.contains(&state))
}
