//! The United States of America.

use super::words::PASSPORT;
use crate::detect::checksum::{Digits, is_account, is_one_digit, luhn, number, pair, weighted};
use crate::detect::rule::{Form, Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "us_ssn",
        kind: "US_SSN",
        forms: &[
            form("[0-9]{3}-[0-9]{2}-[0-9]{4}", 0.6),
            // Nothing but the form is checked, and few write it so: articles have such numbers.
            form(r"[0-9]{3}\.[0-9]{2}\.[0-9]{4}", 0.4),
            // Telephone numbers that begin with 0 are grouped like this.
            form("[1-9][0-9]{2} [0-9]{2} [0-9]{4}", 0.5),
            form("[0-9]{3} [0-9]{2} [0-9]{4}", 0.3),
            form("[0-9]{3}[ -][0-9]{6}|[0-9]{5}[ -][0-9]{4}", 0.1),
            form("[0-9]{9}", 0.15),
        ],
        check: check("area, group and serial number", is_ssn),
        context: &[&[
            "ssn",
            "ssns",
            "ss no",
            "social security",
            "social security number",
            "soc sec",
            "social sec",
            "social",
            "ssid",
            "seguro social",
            "seguridad social",
            "securite sociale",
            "sozialversicherung*",
            "sociale zekerheid*",
            "sofi",
            "sicurezza sociale",
            "previdenza sociale",
            "seguranca social",
            "ubezpieczenia spolecznego",
            "socialforsakringsnummer",
        ]],
        examples: &["882-07-5119", "536 90 4399", "536.90.4399", "536904399", "536-904399"],
        near_misses: &[
            "000-12-3456",
            "666-12-3456",
            "900-12-3456",
            "536-00-4399",
            "536-90-0000",
            "078-05-1120",
            "219099999",
            "222-22-2222",
            "5369-04-399",
            "5369043991",
        ],
        source: "Social Security Administration, POMS RM 10201.030 and RM 10201.035",
        ..Rule::of("US")
    },
    Rule {
        name: "us_ptin",
        kind: "TAX_ID",
        forms: &[form("(?i)p-?[0-9]{8}", 0.15)],
        check: check("not one digit", |value| !is_one_digit(&Digits::of(value))),
        context: &[&["ptin", "preparer tax", "tax preparer", "paid preparer"]],
        examples: &["P-00634642", "P01594846"],
        near_misses: &["P0063464", "00634642", "P006346421", "P00000000"],
        source: "Internal Revenue Service, preparer tax identification number",
        ..Rule::of("US")
    },
    Rule {
        name: "us_itin",
        kind: "US_ITIN",
        forms: &[
            form("9[0-9]{2}-[0-9]{2}-[0-9]{4}", 0.6),
            form("9[0-9]{2} [0-9]{2} [0-9]{4}", 0.5),
            form("9[0-9]{2}[ -][0-9]{6}|9[0-9]{4}[ -][0-9]{4}", 0.1),
            form("9[0-9]{8}", 0.15),
        ],
        check: check("group number", is_itin),
        context: &[&[
            "itin",
            "itins",
            "individual taxpayer",
            "taxpayer identification",
            "taxpayer id",
            "taxpayer",
            "tax id",
            "tax number",
            "taxid",
            "tin",
            "ssn",
            "identificacion del contribuyente",
            "identification du contribuable",
        ]],
        examples: &["912-70-1234", "912 88 1234", "912701234", "91270-1234"],
        near_misses: &["912-69-1234", "912-93-1234", "912891234", "9127-01-234", "812-70-123"],
        source: "Internal Revenue Service, Publication 1915 and IRM 3.21.263",
        ..Rule::of("US")
    },
    Rule {
        name: "us_ein",
        kind: "US_EIN",
        forms: &[form("[0-9]{2}-[0-9]{7}", 0.35), form("[0-9]{2} [0-9]{7}", 0.15), form("[0-9]{9}", 0.1)],
        check: check("prefix of a campus", is_ein),
        context: &[&[
            "ein",
            "eins",
            "fein",
            "employer identification",
            "employer id",
            "federal tax id",
            "federal id",
            "tax id",
            "taxid",
            "tax identification",
            "tin",
            "irs",
        ]],
        examples: &["12-3456789", "98-7654321", "123456789"],
        near_misses: &["07-1234567", "89-1234567", "12-345678", "12-34567891", "1234-56789"],
        source: "Internal Revenue Service, How EINs are assigned and valid EIN prefixes",
        ..Rule::of("US")
    },
    Rule {
        name: "us_mbi",
        kind: "US_MBI",
        forms: &[
            form(
                "[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9][AC-HJKMNP-RT-Y]{2}[0-9]{2}",
                0.6,
            ),
            form(
                "(?i)[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9][AC-HJKMNP-RT-Y]{2}[0-9]{2}",
                0.4,
            ),
            form(
                "(?i)[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9][ -][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9][ -][AC-HJKMNP-RT-Y]{2}[0-9]{2}",
                0.7,
            ),
        ],
        context: &[&[
            "mbi",
            "medicare",
            "medicare beneficiary",
            "medicare number",
            "beneficiary identifier",
            "beneficiary id",
            "hic",
            "hicn",
            "beneficiary",
        ]],
        examples: &["1EG4-TE5-MK73", "1EG4TE5MK73", "2fa9 c62 hj45"],
        near_misses: &["0EG4-TE5-MK73", "1SG4-TE5-MK73", "1EG4-TE5-MK7", "1EG4-TEZ-MK73", "1EG4TE5MK731"],
        source: "Centers for Medicare & Medicaid Services, Understanding the MBI format",
        ..Rule::of("US")
    },
    Rule {
        name: "us_npi",
        kind: "US_NPI",
        forms: &[
            form("[12][0-9]{9}", 0.1),
            form("[12][0-9]{3}[ -][0-9]{3}[ -][0-9]{3}|[12][0-9]{2}[ -][0-9]{3}[ -][0-9]{4}", 0.2),
        ],
        check: check("Luhn with 80840", is_npi),
        context: &[&[
            "npi",
            "npis",
            "national provider",
            "provider identifier",
            "provider id",
            "provider number",
            "nppes",
            "rendering provider",
            "billing provider",
        ]],
        examples: &["1234567893", "1245319599", "1234-567-893"],
        near_misses: &["1234567890", "3234567893", "12345678931", "123456789", "1111111112"],
        source: "45 CFR 162.406; CMS, NPI check digit",
        ..Rule::of("US")
    },
    Rule {
        name: "us_dea",
        kind: "MEDICAL_LICENSE",
        forms: &[
            form("[ABCDEFGHJKLMPRSTUX][A-Z][0-9]{7}", 0.35),
            form("(?i)[ABCDEFGHJKLMPRSTUX][A-Z9][ -]?[0-9]{7}", 0.2),
        ],
        check: check("weights 1, 2", is_dea),
        context: &[&[
            "dea",
            "dea number",
            "dea registration",
            "dea certificate",
            "drug enforcement",
            "medical",
            "license",
            "certificate",
            "physician",
            "medical license",
            "medical licence",
            "medical certificate",
            "prescriber",
            "practitioner",
            "controlled substance*",
        ]],
        examples: &["BB1388568", "AB1234563", "f91234563", "MJ 1234563"],
        near_misses: &["BB1388569", "QB1234563", "AB123456", "AB12345634"],
        source: "21 CFR 1301; Drug Enforcement Administration, validation of registration numbers",
        ..Rule::of("US")
    },
    Rule {
        name: "us_passport",
        kind: "US_PASSPORT",
        forms: &[form("[0-9]{9}", 0.1), form("(?i)[A-Z][0-9]{8}", 0.1)],
        check: check("no repeated digit", |value| !is_one_digit(&Digits::of(value))),
        context: &[PASSPORT, &["us passport", "american passport", "passport card"]],
        reach: 6,
        examples: &["A12345678", "340020013", "c03005988"],
        near_misses: &["A1234567890", "111111111", "AB12345678", "34002001"],
        source: "Department of State, next generation passport; ICAO Doc 9303-4",
        ..Rule::of("US")
    },
    Rule {
        name: "us_driver_license",
        kind: "US_DRIVER_LICENSE",
        forms: DRIVER_LICENSES,
        check: check("no repeated digit", is_license),
        context: &[&[
            "driver license",
            "drivers license",
            "driver s license",
            "driver licence",
            "drivers licence",
            "driver s licence",
            "driving license",
            "driving permit",
            "driver lic",
            "drivers lic",
            "driver s lic",
            "driver id",
            "dl",
            "dln",
            "dlno",
            "dl no",
            "dl number",
            "cdl",
            "license number",
            "license no",
            "licence number",
            "dmv",
            "learner s permit",
            "licencia de conducir",
            "licencia de manejo",
        ]],
        reach: 6,
        examples: &[
            "A1234567",
            "12345678",
            "S530-4607-3123",
            "F255-921-50-094-0",
            "WDLABCD456DG",
            "123AB4567",
            "D1234 12345 12345",
            "h12345678",
        ],
        near_misses: &["D3", "H1", "INTRODUCTORY", "00000000", "1234", "ABCDEFGH1"],
        source: "AAMVA DL/ID Card Design Standard; formats of the issuing states",
        ..Rule::of("US")
    },
    Rule {
        name: "us_routing",
        kind: "ABA_ROUTING_NUMBER",
        forms: &[form("[0-9]{9}", 0.15), form("[0-9]{4}[ -][0-9]{4}[ -][0-9]", 0.3)],
        check: check("weights 3, 7, 1", is_routing_number),
        context: &[&[
            "routing",
            "routing number",
            "routing no",
            "bank routing",
            "aba",
            "rtn",
            "abartn",
            "aba routing",
            "transit number",
            "routing transit",
            "fedwire",
            "wire transfer",
            "ach",
            "bank",
        ]],
        examples: &["021000021", "3222-7162-7", "121000358"],
        near_misses: &["021000022", "401000020", "000000000", "0210000211"],
        source: "American Bankers Association, routing number policy",
        ..Rule::of("US")
    },
    Rule {
        name: "us_bank_account",
        kind: "US_BANK_NUMBER",
        forms: &[form("[0-9]{8,17}", 0.1)],
        check: check("no repeated digit, no date", is_account),
        context: &[&[
            "account",
            "account number",
            "account num",
            "account no",
            "acct",
            "accts",
            "acct no",
            "acct number",
            "acctno",
            "acctnum",
            "bank account",
            "bank account number",
            "checking account",
            "savings account",
            "checking",
            "deposit account",
            "numero de cuenta",
            "cuenta bancaria",
        ]],
        reach: 4,
        examples: &["945456787654", "12345678", "00123456789012345"],
        near_misses: &["20240115", "1234567", "123456789012345678", "00000000", "1234-5678-9012"],
        source: "Nacha Operating Rules: DFI account number of up to 17 characters",
        ..Rule::of("US")
    },
];

/// As the states write them.
const DRIVER_LICENSES: &[Form] = &[
    form("[0-9]{7,14}|[0-9]{16}", 0.1),
    form("(?i)[A-Z][0-9]{5,14}|[A-Z][0-9]{18}|[A-Z]{2}[0-9]{4,7}|[A-Z]{3}[0-9]{6,8}", 0.1),
    form("(?i)[0-9]{7}[A-Z]|[0-9]{8}[A-Z]{1,2}|[0-9]{9}[A-Z]", 0.1),
    // Idaho, Missouri, New Hampshire, Iowa, Kansas.
    form("(?i)[A-Z]{2}[0-9]{6}[A-Z]|[A-Z][0-9]{6}R|[0-9]{2}[A-Z]{3}[0-9]{5}|[0-9]{3}[A-Z]{2}[0-9]{4}", 0.1),
    form("(?i)[A-Z][0-9][A-Z][0-9][A-Z]", 0.1),
    // Washington.
    form("(?i)WDL[0-9A-Z]{9}|[A-Z]{7}[0-9]{3}[0-9A-Z]{2}", 0.1),
    // Illinois and Wisconsin; Maryland, Michigan and Minnesota; Florida; New Jersey; Kansas and Virginia.
    form("(?i)[A-Z][0-9]{3}[ -][0-9]{4}[ -][0-9]{4}([ -][0-9]{2})?", 0.3),
    form("(?i)[A-Z][ -]?[0-9]{3}[ -][0-9]{3}[ -][0-9]{3}[ -][0-9]{3}", 0.3),
    form("(?i)[A-Z][0-9]{3}[ -][0-9]{3}[ -][0-9]{2}[ -][0-9]{3}[ -][0-9]", 0.4),
    form("(?i)[A-Z][0-9]{4}[ -][0-9]{5}[ -][0-9]{5}", 0.3),
    form("(?i)[A-Z][0-9]{2}[ -][0-9]{2}[ -][0-9]{4}", 0.2),
    // Colorado; New York and others; Pennsylvania.
    form("[0-9]{2}-[0-9]{3}-[0-9]{4}|[0-9]{3}[ -][0-9]{3}[ -][0-9]{3}|[0-9]{2}[ -][0-9]{3}[ -][0-9]{3}", 0.1),
];

/// Areas 000, 666 and from 900 on, group 00 and serial 0000 are not issued; some numbers were in
/// advertisements.
fn is_ssn(value: &str) -> bool {
    let digits = Digits::of(value);
    let area = number(digits.get(..3).unwrap_or_default());
    let serial = number(digits.get(5..).unwrap_or_default());
    let issued = area != 0 && area != 666 && area < 900 && pair(&digits, 3) != 0 && serial != 0;
    issued
        && !is_one_digit(&digits)
        && !matches!(number(&digits), 78_051_120 | 219_099_999 | 457_555_462 | 123_456_789)
}

/// The fourth and fifth digit are in ranges set aside for these numbers; 93 is for adoptions.
fn is_itin(value: &str) -> bool {
    matches!(pair(&Digits::of(value), 3), 50..=65 | 70..=88 | 90..=92 | 94..=99)
}

/// The first two digits stand for an office that issues them.
fn is_ein(value: &str) -> bool {
    let digits = Digits::of(value);
    let unused =
        matches!(pair(&digits, 0), 0 | 7..=9 | 17..=19 | 28 | 29 | 49 | 69 | 70 | 78 | 79 | 89 | 96 | 97);
    !unused && !is_one_digit(&digits) && digits.get(2..).is_some_and(|serial| number(serial) != 0)
}

/// Luhn's test of the number after 80840, which stands for health and the United States.
fn is_npi(value: &str) -> bool {
    let digits = Digits::of(value);
    let mut with_prefix = [8, 0, 8, 4, 0].iter().chain(digits.iter()).copied();
    let mut all = [0; 15];
    all.iter_mut().for_each(|place| *place = with_prefix.next().unwrap_or_default());
    !is_one_digit(digits.get(..9).unwrap_or_default()) && luhn(&all)
}

/// Of seven digits, the first, third and fifth count once, the second, fourth and sixth twice; the last digit
/// of the sum is the seventh.
fn is_dea(value: &str) -> bool {
    let digits = Digits::of(value);
    let seven = digits.len().checked_sub(7).and_then(|from| digits.get(from..)).unwrap_or_default();
    let last = seven.last().copied().unwrap_or_default();
    !is_one_digit(seven) && weighted(seven, &[1, 2, 1, 2, 1, 2]) % 10 == u32::from(last)
}

/// Not the same digit again and again.
fn is_license(value: &str) -> bool {
    let digits = Digits::of(value);
    digits.len() < 4 || !is_one_digit(&digits)
}

/// Weights 3, 7, 1; the sum is a multiple of ten. The first two digits are of a district or a kind of bank.
fn is_routing_number(value: &str) -> bool {
    let digits = Digits::of(value);
    let district = matches!(pair(&digits, 0), 0..=12 | 21..=32 | 61..=72 | 80);
    district && !is_one_digit(&digits) && weighted(&digits, &[3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0
}
