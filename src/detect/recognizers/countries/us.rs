//! The United States.

use crate::detect::checksum::{Digits, is_one_digit, luhn, number, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "us_ssn",
        kind: "US_SSN",
        forms: &[
            form("[0-9]{3}-[0-9]{2}-[0-9]{4}", 0.6),
            form(r"[0-9]{3}[ .][0-9]{2}[ .][0-9]{4}", 0.45),
            form("[0-9]{9}", 0.1),
        ],
        check: check("areas and groups that are issued", is_ssn),
        context: &[SSN],
        examples: &["536-90-4399", "536 90 4399", "536904399"],
        near_misses: &[
            "000-12-3456",
            "666-12-3456",
            "912-99-1234",
            "123-00-4567",
            "123-45-0000",
            "078-05-1120",
            "536-90-439",
        ],
        source: "Social Security Administration, randomisation of 2011",
        ..Rule::of("US")
    },
    Rule {
        name: "us_itin",
        kind: "US_ITIN",
        forms: &[
            form("9[0-9]{2}-[0-9]{2}-[0-9]{4}", 0.55),
            form("9[0-9]{2} [0-9]{2} [0-9]{4}", 0.4),
            form("9[0-9]{8}", 0.1),
        ],
        check: check("groups that are issued", is_itin),
        context: &[&["itin", "individual taxpayer", "taxpayer", "tax id", "tax number"]],
        examples: &["911-70-1234", "911701234"],
        near_misses: &["911-49-1234", "811-70-1234", "911-93-1234"],
        source: "Internal Revenue Service, Publication 1915",
        ..Rule::of("US")
    },
    Rule {
        name: "us_ein",
        kind: "US_EIN",
        forms: &[form("[0-9]{2}-[0-9]{7}", 0.3), form("[0-9]{9}", 0.05)],
        check: check("prefixes of campuses", is_ein),
        context: &[&["ein", "employer identification", "fein", "federal tax id", "tax id"]],
        examples: &["12-3456789", "911144442"],
        near_misses: &["07-3456789", "89-3456789", "12-345678"],
        source: "Internal Revenue Service, prefixes of employer identification numbers",
        ..Rule::of("US")
    },
    Rule {
        name: "us_mbi",
        kind: "US_MBI",
        forms: &[form(
            "(?i)[1-9][ac-hj-kmnp-rt-y][0-9ac-hj-kmnp-rt-y][0-9]-?[ac-hj-kmnp-rt-y][0-9ac-hj-kmnp-rt-y][0-9]-?[ac-hj-kmnp-rt-y]{2}[0-9]{2}",
            0.55,
        )],
        context: &[&["medicare", "mbi", "beneficiary"]],
        examples: &["1EG4-TE5-MK73", "1EG4TE5MK73"],
        near_misses: &["1EG4-TE5-MK7", "0EG4-TE5-MK73", "1SG4-TE5-MK73"],
        source: "Centers for Medicare & Medicaid Services, Understanding the MBI",
        ..Rule::of("US")
    },
    Rule {
        name: "us_npi",
        kind: "US_NPI",
        forms: &[form("[12][0-9]{9}", 0.1), form("[12][0-9]{3}[ -][0-9]{3}[ -][0-9]{3}", 0.2)],
        check: check("Luhn with the prefix 80840", is_npi),
        context: &[&["npi", "national provider", "provider identifier", "provider number"]],
        examples: &["1234567893", "1245319599"],
        near_misses: &["1234567890", "3234567893"],
        source: "45 CFR 162.406; ISO/IEC 7812",
        ..Rule::of("US")
    },
    Rule {
        name: "us_dea",
        kind: "MEDICAL_LICENSE",
        forms: &[form("(?i)[abcdefghjklmprstux][a-z9][0-9]{7}", 0.4)],
        check: check("check digit", is_dea),
        context: &[&[
            "dea",
            "medical",
            "prescriber",
            "practitioner",
            "physician",
            "license",
            "certificate",
            "medical license",
        ]],
        examples: &["BB1388568", "F91234563"],
        near_misses: &["BB1388569", "I91234563", "BB138856"],
        source: "Drug Enforcement Administration, registration numbers",
        ..Rule::of("US")
    },
    Rule {
        name: "us_passport",
        kind: "US_PASSPORT",
        forms: &[form("[0-9]{9}|[A-Za-z][0-9]{8}", 0.1)],
        context: &[&["passport", "passport number", "travel document"]],
        examples: &["912803456", "A12803456"],
        near_misses: &["91280345", "AB1280345"],
        source: "Department of State, next generation passport",
        ..Rule::of("US")
    },
    Rule {
        name: "us_driver_license",
        kind: "US_DRIVER_LICENSE",
        forms: &[
            form(
                "(?i)[a-z][0-9]{3,8}|[a-z][0-9]{12,14}|[0-9]{7,10}|[0-9]{12}|[a-z]{1,2}[0-9]{5,7}|[0-9]{3}[a-z]{2}[0-9]{4}|[a-z]{3}[0-9]{6}",
                0.1,
            ),
            form(
                "(?i)[a-z][0-9]{3}-[0-9]{3}-[0-9]{2}-[0-9]{3}-[0-9]|[a-z][0-9]{3}-[0-9]{4}-[0-9]{4}|[a-z]{5}[0-9]{3}[a-z0-9]{4}",
                0.2,
            ),
        ],
        context: &[&[
            "driver",
            "drivers",
            "driving licence",
            "driving license",
            "driver license",
            "dl",
            "dl number",
            "license number",
            "licence number",
            "permit",
            "dmv",
        ]],
        reach: 5,
        examples: &["H12234567", "D123-4567-8901"],
        near_misses: &["H1", "INTRODUCTORY", "D-3"],
        source: "American Association of Motor Vehicle Administrators, formats by state",
        ..Rule::of("US")
    },
    Rule {
        name: "us_routing",
        kind: "ABA_ROUTING_NUMBER",
        forms: &[form("[0-9]{9}", 0.1), form("[0-9]{4}-[0-9]{4}-[0-9]", 0.3)],
        check: check("3-7-1", is_routing),
        context: &[&["routing", "aba", "rtn", "routing number", "transit number", "bank"]],
        reach: 6,
        examples: &["121000358", "322271627"],
        near_misses: &["121000359", "421000358"],
        source: "American Bankers Association, routing number policy",
        ..Rule::of("US")
    },
    Rule {
        name: "us_bank_account",
        kind: "US_BANK_NUMBER",
        forms: &[form("[0-9]{8,17}", 0.06)],
        context: &[&[
            "account number",
            "acct",
            "account no",
            "account #",
            "checking account",
            "savings account",
            "bank account",
            "account",
            "debit account",
            "acct number",
        ]],
        reach: 4,
        examples: &["945456787654"],
        near_misses: &["1234567", "123456789012345678"],
        source: "X9.100, length of account numbers",
        ..Rule::of("US")
    },
];

const SSN: &[&str] = &[
    "ssn",
    "ssns",
    "social security",
    "social",
    "soc sec",
    "ssid",
    "social security number",
    "sozialversicherung*",
    "securite sociale",
    "seguro social",
    "sofi",
    "burgerservice*",
];

/// Not area 000, 666, 900 and above, group 00, serial 0000; not those of advertisements.
fn is_ssn(value: &str) -> bool {
    let digits = Digits::of(value);
    let (area, group, serial) = (
        number(digits.get(..3).unwrap_or_default()),
        number(digits.get(3..5).unwrap_or_default()),
        number(digits.get(5..).unwrap_or_default()),
    );
    let advertised =
        [78_051_120, 219_099_999, 457_555_462, 123_456_789, 987_654_320].contains(&number(&digits));
    !matches!(area, 0 | 666 | 900..) && group > 0 && serial > 0 && !advertised && !is_one_digit(&digits)
}

/// Groups 50 to 65, 70 to 88, 90 to 92, 94 to 99.
fn is_itin(value: &str) -> bool {
    let digits = Digits::of(value);
    let group = number(digits.get(3..5).unwrap_or_default());
    matches!(group, 50..=65 | 70..=88 | 90..=92 | 94..=99) && number(digits.get(5..).unwrap_or_default()) > 0
}

/// The first two digits are those of a campus.
fn is_ein(value: &str) -> bool {
    let digits = Digits::of(value);
    let prefix = number(digits.get(..2).unwrap_or_default());
    !matches!(prefix, 0 | 7..=9 | 17..=19 | 28 | 29 | 49 | 69 | 70 | 78 | 79 | 89 | 96 | 97)
        && !is_one_digit(&digits)
}

fn is_npi(value: &str) -> bool {
    let mut digits = vec![8, 0, 8, 4, 0];
    digits.extend_from_slice(&Digits::of(value));
    luhn(&digits)
}

/// The sum of digits 1, 3, 5 and twice that of 2, 4, 6 ends in digit 7.
fn is_dea(value: &str) -> bool {
    let digits = Digits::of(value);
    // The second character may be a 9.
    let digits = digits.get(digits.len().saturating_sub(7)..).unwrap_or_default();
    digits.last().is_some_and(|last| weighted(digits, &[1, 2, 1, 2, 1, 2]) % 10 == u32::from(*last))
}

/// 3, 7, 1 in turn; the first two digits are those of a Federal Reserve district.
fn is_routing(value: &str) -> bool {
    let digits = Digits::of(value);
    let district = number(digits.get(..2).unwrap_or_default());
    matches!(district, 0..=12 | 21..=32 | 61..=72 | 80)
        && weighted(&digits, &[3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0
        && !is_one_digit(&digits)
}
