//! The United Kingdom.

use crate::detect::checksum::{Digits, is_date, is_one_digit, number, pair, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "uk_nino",
        kind: "UK_NINO",
        forms: &[
            form("(?i)[a-z]{2}[ -]?[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{2}[ -]?[a-d]", 0.6),
            form("(?i)[a-z]{2}[ -]?[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{2}", 0.1),
        ],
        check: check("prefixes that are issued", is_nino),
        context: &[&["national insurance", "nino", "ni number", "ni no", "nin", "insurance number"]],
        examples: &["AB 12 34 56 C", "ab123456c", "AB-12-34-56-C"],
        near_misses: &["BG 12 34 56 C", "AO 12 34 56 C", "DA 12 34 56 C"],
        source: "HM Revenue and Customs, NIM39110",
        ..Rule::of("GB")
    },
    Rule {
        name: "uk_nhs",
        kind: "UK_NHS",
        forms: &[form("[0-9]{3}[ -][0-9]{3}[ -][0-9]{4}", 0.5), form("[0-9]{10}", 0.1)],
        check: check("mod 11", is_nhs),
        context: &[&["nhs", "national health", "health service", "patient", "chi number"]],
        examples: &["943 476 5919", "401-023-2137", "9434765919"],
        near_misses: &["943 476 5918", "111 111 1111"],
        source: "NHS Data Dictionary, NHS number",
        ..Rule::of("GB")
    },
    Rule {
        name: "uk_utr",
        kind: "UK_UTR",
        forms: &[form("[0-9]{10}K?", 0.1), form("[0-9]{5} [0-9]{5}", 0.15)],
        check: check("mod 11", is_utr),
        context: &[&["utr", "unique taxpayer", "self assessment", "tax reference", "hmrc"]],
        examples: &["1955839661"],
        near_misses: &["2955839661", "195583966"],
        source: "HM Revenue and Customs, unique taxpayer reference",
        ..Rule::of("GB")
    },
    Rule {
        name: "uk_passport",
        kind: "UK_PASSPORT",
        forms: &[form("[0-9]{9}|[A-Za-z]{2}[0-9]{7}", 0.1)],
        context: &[&["passport", "passport number", "travel document"]],
        examples: &["925076473", "AB1234567"],
        near_misses: &["92507647", "A1234567B"],
        source: "HM Passport Office",
        ..Rule::of("GB")
    },
    Rule {
        name: "uk_driving_licence",
        kind: "UK_DRIVING_LICENCE",
        forms: &[form(
            "(?i)[a-z9]{5}[0-9]{6}[a-z9]{2}[a-z0-9]{3}([0-9]{2})?|[a-z9]{5} ?[0-9]{6} ?[a-z9]{2}[a-z0-9]{3}",
            0.75,
        )],
        check: check("date of birth", is_driving_licence),
        context: &[&["driving licence", "driver", "dvla", "licence number", "driving license"]],
        examples: &["MORGA753116SM9IJ", "SMITH711215JJ9AA"],
        near_misses: &["MORGA799116SM9IJ", "MORGA753996SM9IJ"],
        source: "Driver and Vehicle Licensing Agency, driver number",
        ..Rule::of("GB")
    },
    Rule {
        name: "uk_vat",
        kind: "VAT_ID",
        forms: &[
            form("(?i)gb ?[0-9]{9}|gb ?[0-9]{3} [0-9]{4} [0-9]{2}|gb ?[0-9]{12}", 0.7),
            form("[0-9]{3} [0-9]{4} [0-9]{2}", 0.15),
            form("[0-9]{9}", 0.05),
        ],
        check: check("mod 97", is_vat),
        context: &[&["vat", "vat number", "vat no", "vat reg"]],
        examples: &["GB980780684", "GB 980 7806 84"],
        near_misses: &["GB980780685"],
        source: "HM Revenue and Customs, VAT registration numbers",
        ..Rule::of("GB")
    },
    Rule {
        name: "uk_sort_code",
        kind: "SORT_CODE",
        forms: &[form("[0-9]{2}[ -][0-9]{2}[ -][0-9]{2}", 0.1), form("[0-9]{6}", 0.06)],
        context: &[&["sort code", "sortcode", "sort"]],
        reach: 4,
        examples: &["12-34-56", "12 34 56", "123456"],
        near_misses: &["12-34-5", "1234567"],
        source: "Pay.UK, sorting codes",
        ..Rule::of("GB")
    },
    Rule {
        name: "uk_account",
        kind: "BANK_ACCOUNT",
        forms: &[form("[0-9]{8}", 0.06)],
        context: &[&["sort code", "account number", "account no", "acc no", "account"]],
        reach: 6,
        examples: &["12345678"],
        near_misses: &["1234567", "1234567a"],
        source: "Pay.UK, account numbers",
        ..Rule::of("GB")
    },
];

/// Prefixes without D, F, I, Q, U, V; no O in second place; some are not used.
fn is_nino(value: &str) -> bool {
    let letters: Vec<u8> =
        value.bytes().filter(u8::is_ascii_alphabetic).map(|b| b.to_ascii_uppercase()).collect();
    let (Some(first), Some(second)) = (letters.first(), letters.get(1)) else { return false };
    let pair = [*first, *second];
    !b"DFIQUV".contains(first)
        && !b"DFIOQUV".contains(second)
        && ![*b"BG", *b"GB", *b"KN", *b"NK", *b"NT", *b"TN", *b"ZZ"].contains(&pair)
}

fn is_nhs(value: &str) -> bool {
    let digits = Digits::of(value);
    let sum = weighted(&digits, &[10, 9, 8, 7, 6, 5, 4, 3, 2]);
    let check = (11 - sum % 11) % 11;
    digits.len() == 10
        && digits.last().is_some_and(|last| u32::from(*last) == check)
        && !is_one_digit(&digits)
}

/// The first digit is the check digit of the others.
fn is_utr(value: &str) -> bool {
    const CHECK: &[u8] = &[2, 1, 9, 8, 7, 6, 5, 4, 3, 2, 1];
    let digits = Digits::of(value);
    let sum = weighted(digits.get(1..).unwrap_or_default(), &[6, 7, 8, 9, 10, 5, 4, 3, 2]);
    digits.len() == 10 && digits.first() == CHECK.get((sum % 11) as usize) && !is_one_digit(&digits)
}

/// Surname, then the year's tens, the month (50 more for women), the day, the year's ones.
fn is_driving_licence(value: &str) -> bool {
    let surname = value.get(..5).unwrap_or_default();
    let letters = surname.trim_end_matches('9');
    let Some(digits) = value.get(5..).map(|rest| Digits::of(rest.trim_start().get(..6).unwrap_or_default()))
    else {
        return false;
    };
    let (month, day) = (pair(&digits, 1) % 50, pair(&digits, 3));
    !letters.is_empty()
        && letters.bytes().all(|b| b.is_ascii_alphabetic())
        && pair(&digits, 1) < 63
        && is_date(2000, month, day)
}

/// Weights 8 to 2 and the last two digits are a multiple of 97, or are with 55 more.
fn is_vat(value: &str) -> bool {
    let digits = Digits::of(value);
    let sum = weighted(&digits, &[8, 7, 6, 5, 4, 3, 2]) + pair(&digits, 7);
    (sum % 97 == 0 || (sum + 55) % 97 == 0) && number(&digits) > 0
}
