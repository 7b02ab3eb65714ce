//! Canada.

use super::words::PASSPORT;
use crate::detect::checksum::{Digits, luhn};
use crate::detect::rule::{Form, Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "ca_sin",
        kind: "CA_SIN",
        forms: &[
            form("[1-79][0-9]{8}", 0.2),
            form("[1-79][0-9]{2}-[0-9]{3}-[0-9]{3}", 0.35),
            form("[1-79][0-9]{2} [0-9]{3} [0-9]{3}", 0.3),
            form(r"[1-79][0-9]{2}\.[0-9]{3}\.[0-9]{3}", 0.2),
        ],
        check: check("Luhn", |value| luhn(&Digits::of(value))),
        context: &[&[
            "sin",
            "sin number",
            "sin no",
            "social insurance",
            "social insurance number",
            "nas",
            "numero nas",
            "assurance sociale",
        ]],
        examples: &["130 692 544", "130-692-544", "193456787"],
        near_misses: &["130 692 545", "046 454 286", "830 692 542", "1306 925 44", "1306925440"],
        source: "Service Canada, Social Insurance Number; Employment Insurance Act, s. 138",
        ..Rule::of("CA")
    },
    Rule {
        name: "ca_business_number",
        kind: "TAX_ID",
        forms: &[
            form("[1-9][0-9]{8}|[1-9][0-9]{4} [0-9]{4}", 0.15),
            form("[1-9][0-9]{4} ?[0-9]{4} ?R[CMPTRZ] ?[0-9]{4}", 0.7),
        ],
        check: check("Luhn", |value| luhn(Digits::of(value).get(..9).unwrap_or_default())),
        context: &[&[
            "business number",
            "bn",
            "gst",
            "hst",
            "gst hst",
            "cra",
            "payroll account",
            "numero d entreprise",
            "tps",
        ]],
        reach: 3,
        examples: &["12302 6635", "123026635", "12302 6635 RC 0001", "123026635RC0001"],
        near_misses: &["123456783", "12302 6636 RC 0001", "12302663"],
        source: "Canada Revenue Agency, business number and program accounts",
        ..Rule::of("CA")
    },
    Rule {
        name: "ca_passport",
        kind: "PASSPORT",
        forms: FORMS,
        context: &[PASSPORT],
        reach: 6,
        examples: &["AB123456", "P123456AA"],
        near_misses: &["AB1234567890", "P123456A", "ABC123456"],
        source: SOURCE,
        ..Rule::of("CA")
    },
    // The same form as others: its country says which.
    Rule {
        name: "ca_passport_named",
        kind: "PASSPORT",
        forms: NAMED,
        context: &[&[
            "canadian passport",
            "canadian passport number",
            "canada passport",
            "passport canada",
            "passeport canadien",
        ]],
        reach: 6,
        examples: &["AB123456", "P123456AA"],
        near_misses: &["AB1234567890", "P123456A", "ABC123456"],
        source: SOURCE,
        ..Rule::of("CA")
    },
];

const FORMS: &[Form] = &[form("(?i)[A-Z]{2}[0-9]{6}|[A-Z][0-9]{6}[A-Z]{2}", 0.1)];
const NAMED: &[Form] = &[form("(?i)[A-Z]{2}[0-9]{6}|[A-Z][0-9]{6}[A-Z]{2}", 0.25)];
const SOURCE: &str = "Immigration, Refugees and Citizenship Canada, passport number; ICAO Doc 9303-4";
