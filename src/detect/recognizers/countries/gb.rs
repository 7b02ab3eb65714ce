//! The United Kingdom.

use super::words::{PASSPORT, VAT};
use crate::detect::checksum::{Digits, is_account, is_date, is_one_digit, number, pair, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "uk_nino",
        kind: "UK_NINO",
        forms: &[
            form("[A-Z]{2}[0-9]{6}[A-D]", 0.65),
            form("(?i)[A-Z]{2}[0-9]{6}[A-D]", 0.5),
            form("[A-Z]{2}[ .-]?[0-9]{2}[ .-]?[0-9]{2}[ .-]?[0-9]{2}[ .-]?[A-D]", 0.7),
            form("(?i)[A-Z]{2}[ .-]?[0-9]{2}[ .-]?[0-9]{2}[ .-]?[0-9]{2}[ .-]?[A-D]", 0.4),
            form("(?i)[A-Z]{2} [0-9]{2} [0-9]{2} [0-9]{2} [A-D]", 0.5),
            // Without the last letter, which not every record has.
            form("(?i)[A-Z]{2}[ -]?[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{2}", 0.1),
        ],
        check: check("letters of the prefix", is_nino),
        context: &[&[
            "nino",
            "ninos",
            "national insurance",
            "national insurance number",
            "ni number",
            "ni no",
            "insurance number",
            "nin",
            "hmrc",
            "dwp",
        ]],
        examples: &[
            "AB 12 34 56 C",
            "AB123456C",
            "ab123456c",
            "CE-12-34-56-A",
            "AB 123456 C",
            "ab 12 34 56 c",
            "ce 51 27 38 b",
            "HN123456",
        ],
        near_misses: &[
            "DA123456C",
            "AO123456C",
            "BG 12 34 56 C",
            "AB123456E",
            "AB1234567C",
            "AB12345C",
            "at 10 20 30 a",
            "At 10 20 30",
        ],
        source: "HM Revenue & Customs, National Insurance Manual NIM39110",
        ..Rule::of("GB")
    },
    Rule {
        name: "uk_nhs",
        kind: "UK_NHS",
        forms: &[
            form("[0-9]{10}", 0.15),
            // Telephone numbers are grouped the same way.
            form("[0-9]{3} [0-9]{3} [0-9]{4}", 0.35),
            form("[0-9]{3}[.-][0-9]{3}[.-][0-9]{4}", 0.2),
        ],
        check: check("mod 11", is_nhs),
        context: &[&[
            "nhs",
            "nhs number",
            "nhs no",
            "nhs id",
            "national health service",
            "health service number",
            "chi number",
            "patient",
            "hospital number",
            "patient number",
            "patient no",
        ]],
        examples: &["943 476 5919", "9434765919", "401-023-2137"],
        near_misses: &["943 476 5918", "111 111 1111", "9434 765 919", "94347659190"],
        source: "NHS Data Model and Dictionary, NHS number",
        ..Rule::of("GB")
    },
    Rule {
        name: "uk_utr",
        kind: "UK_UTR",
        forms: &[form("(?i)[0-9]{10}k?", 0.15), form("[0-9]{5} [0-9]{5}", 0.3)],
        check: check("mod 11", is_utr),
        context: &[&[
            "utr",
            "utr number",
            "unique taxpayer",
            "unique taxpayer reference",
            "unique tax reference",
            "taxpayer reference",
            "tax reference",
            "self assessment",
            "hmrc",
        ]],
        examples: &["1955839661", "19558 39661", "5479541659K"],
        near_misses: &["1955839662", "19558396611", "1955 839661", "000 000 0000"],
        source: "HM Revenue & Customs, technical specification of the UTR check digit",
        ..Rule::of("GB")
    },
    Rule {
        name: "uk_passport",
        kind: "UK_PASSPORT",
        forms: &[form("[0-9]{9}", 0.1), form("(?i)[A-Z]{2}[0-9]{7}", 0.1)],
        check: check("no repeated digit", |value| !is_one_digit(&Digits::of(value))),
        context: &[PASSPORT],
        reach: 6,
        examples: &["107185703", "AB1234567"],
        near_misses: &["10718570", "1071857031", "A12345678901", "111111111"],
        source: "HM Passport Office, passport number; ICAO Doc 9303-4",
        ..Rule::of("GB")
    },
    // The same form as others: its country says which.
    Rule {
        name: "uk_passport_named",
        kind: "UK_PASSPORT",
        forms: &[form("[0-9]{9}", 0.25), form("(?i)[A-Z]{2}[0-9]{7}", 0.25)],
        check: check("no repeated digit", |value| !is_one_digit(&Digits::of(value))),
        context: &[&[
            "uk passport",
            "uk passport number",
            "british passport",
            "british passport number",
            "gb passport",
            "passport uk",
            "passport gb",
            "hmpo",
            "passeport britannique",
            "britischer reisepass",
            "brits paspoort",
        ]],
        reach: 6,
        examples: &["107185703", "AB1234567"],
        near_misses: &["10718570", "1071857031", "A12345678901", "111111111"],
        source: "HM Passport Office, passport number; ICAO Doc 9303-4",
        ..Rule::of("GB")
    },
    Rule {
        name: "uk_driving_licence",
        kind: "UK_DRIVING_LICENCE",
        forms: &[
            form("(?i)[A-Z][A-Z9]{4}[0-9]{6}[A-Z9]{2}[0-9A-Z][A-Z]{2}([0-9]{2})?", 0.85),
            form("(?i)[A-Z][A-Z9]{4}[ -][0-9]{6}[ -][A-Z9]{2}[ -]?[0-9A-Z][ -]?[A-Z]{2}", 0.85),
        ],
        check: check("surname, date of birth", is_driving_licence),
        context: &[&[
            "driving licence",
            "driving licence number",
            "driving license",
            "driver licence",
            "drivers licence",
            "driver s licence",
            "driver number",
            "driver",
            "dvla",
            "licence number",
            "licence no",
        ]],
        examples: &["MORGA657054SM9IJ", "MORGA 657054 SM9IJ", "FOX99802201J99AB", "jones755229rk9ab"],
        near_misses: &[
            "MORGA637054SM9IJ",
            "MORGA602304SM9IJ",
            "MO9GA657054SM9IJ",
            "MORGA657054SM9I",
            "MORGA657054SM9IJK",
        ],
        source: "Driver and Vehicle Licensing Agency, INF1D and driver number format",
        ..Rule::of("GB")
    },
    Rule {
        name: "uk_sort_code",
        kind: "SORT_CODE",
        forms: &[
            form("[0-9]{2}-[0-9]{2}-[0-9]{2}", 0.35),
            form("[0-9]{2} [0-9]{2} [0-9]{2}", 0.2),
            form("[0-9]{6}", 0.2),
        ],
        check: check("no repeated digit", |value| !is_one_digit(&Digits::of(value))),
        context: &[&["sort code", "sort codes", "sortcode", "bank sort code", "sort no"]],
        reach: 6,
        examples: &["20-32-53", "20 32 53", "203253"],
        near_misses: &["20-32-5", "00-00-00", "20-32-53-1", "2032531"],
        source: "Pay.UK, sort codes; Vocalink, Validating account numbers",
        ..Rule::of("GB")
    },
    Rule {
        name: "uk_account",
        kind: "BANK_ACCOUNT",
        forms: &[
            form("[0-9]{8}", 0.15),
            // With the sort code before it.
            form("[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{2}[ /-][0-9]{8}", 0.45),
        ],
        check: check("no repeated digit, no date", is_account),
        context: &[&[
            "sort code",
            "sortcode",
            "account number",
            "account no",
            "acc no",
            "acc number",
            "acct no",
            "bank account",
            "current account",
            "account",
            "bank details",
        ]],
        reach: 6,
        examples: &["55779911", "20-00-00 55779911", "200000 55779911"],
        near_misses: &["20240115", "5577991", "557799111", "00000000", "5577-9911"],
        source: "Pay.UK; Vocalink, Validating account numbers",
        ..Rule::of("GB")
    },
    Rule {
        name: "uk_vat",
        kind: "VAT_ID",
        forms: &[
            form("(?i)(GB|XI)[ -]?[0-9]{9}([0-9]{3})?", 0.8),
            form("(?i)(GB|XI)[ -]?[0-9]{3}[ .-][0-9]{4}[ .-][0-9]{2}([ .-][0-9]{3})?", 0.85),
            form("(?i)(GB|XI)[ -]?[0-9]{3}[ .-][0-9]{3}[ .-][0-9]{3}([ .-][0-9]{3})?", 0.8),
            form("(?i)(GB|XI) ?(GD|HA) ?[0-9]{3}", 0.5),
            form("[0-9]{3} [0-9]{4} [0-9]{2}", 0.35),
            form("[0-9]{3} [0-9]{3} [0-9]{3}|[0-9]{9}", 0.2),
        ],
        check: check("mod 97", is_vat),
        context: &[VAT],
        examples: &["GB 980 7806 84", "GB980780684", "980780684", "GBGD001", "xi980780684", "980 7806 84"],
        near_misses: &["GB 980 7806 85", "GB98078068", "980780685", "GBGD500", "GB000000000"],
        source: "HM Revenue & Customs, VAT Notice 700/1 and VATREC12030; VIES",
        ..Rule::of("GB")
    },
    Rule {
        name: "uk_registration",
        kind: "UK_VEHICLE_REGISTRATION",
        forms: &[
            form("[A-Z]{2}[0-9]{2} [A-Z]{3}", 0.45),
            form("(?i)[A-Z]{2}[0-9]{2}[ -]?[A-Z]{3}", 0.3),
            // Of 1983 to 2001, and of 1963 to 1983.
            form("[A-HJ-NPR-TV-Y][0-9]{1,3}[ -]?[A-Z]{3}|[A-Z]{3}[ -]?[0-9]{1,3}[A-HJ-NPR-TV-Y]", 0.1),
        ],
        check: check("letters in use, age", is_registration),
        context: &[&[
            "car reg",
            "reg",
            "reg no",
            "registration",
            "registration number",
            "registration plate",
            "number plate",
            "numberplate",
            "licence plate",
            "license plate",
            "plate",
            "plates",
            "vrm",
            "vrn",
            "dvla",
            "vehicle",
            "vehicles",
            "car",
            "van",
            "motorbike",
            "kenteken",
            "kennzeichen",
            "immatriculation",
            "matricula",
            "targa",
        ]],
        reach: 6,
        alone: 0.1,
        examples: &["LB63 KTX", "LB63KTX", "lb63 ktx", "LB63-KTX", "P482 RKJ", "HJN 91S"],
        near_misses: &[
            "LB00 KTX", "LB44 KTX", "LI63 KTX", "LB63 KIX", "LB63 KT", "I482 RKJ", "HJN 91Z", "QJN 91IS",
        ],
        source: "Driver and Vehicle Licensing Agency, INF104",
        ..Rule::of("GB")
    },
    Rule {
        name: "uk_postcode",
        kind: "UK_POSTCODE",
        forms: &[form(
            "[A-PR-UWYZ]([0-9][0-9A-HJKPSTUW]?|[A-HK-Y][0-9][0-9ABEHMNPRVWXY]?) ?[0-9][ABD-HJLNP-UW-Z]{2}",
            0.1,
        )],
        context: &[&[
            "postcode",
            "postcodes",
            "post code",
            "postal code",
            "zip code",
            "address",
            "code postal",
            "postleitzahl",
            "plz",
            "codigo postal",
            "codice postale",
            "kod pocztowy",
            "postnummer",
        ]],
        reach: 6,
        examples: &["B4 7XG", "LS11 5QT", "W1T 3NF", "CH6 5LD", "SW9A 0QB", "LS115QT"],
        near_misses: &["Q4 7XG", "LI11 5QT", "W1Z 3NF", "B4 7XC", "B4 7X", "BB111 7XG"],
        source: "Royal Mail, Programmers' Guide to the Postcode Address File",
        ..Rule::of("GB")
    },
];

/// Neither I nor Q stands in it, nor Z in its first two letters of 2001 and later; the half of a year is one that was
/// or soon will be.
fn is_registration(value: &str) -> bool {
    let letters = |at: usize| value.as_bytes().get(at).map(u8::to_ascii_uppercase).unwrap_or_default();
    let used = |at: usize| !matches!(letters(at), b'I' | b'Q');
    let all = (0..value.len()).all(used);
    let digits = Digits::of(value);
    // Two letters and two digits first.
    let newer = letters(1).is_ascii_alphabetic() && letters(2).is_ascii_digit();
    let age = matches!(pair(&digits, 0), 2..=29 | 51..=79);
    let first = digits.first().is_some_and(|first| *first > 0);
    all && if newer { age && letters(0) != b'Z' && letters(1) != b'Z' } else { first }
}

/// Neither letter is D, F, I, Q, U or V, the second is not O; some pairs are of other schemes. In small letters and
/// apart, prefixes that are words are words: `at 10 20 30 a`.
fn is_nino(value: &str) -> bool {
    const WORDS: &[&str] = &["am", "an", "as", "at", "by", "he", "me", "my", "or", "pm", "we"];
    let prose = value.as_bytes().get(1).is_some_and(u8::is_ascii_lowercase)
        && value.contains(' ')
        && WORDS.iter().any(|word| value.get(..2).is_some_and(|prefix| prefix.eq_ignore_ascii_case(word)));
    let mut letters = value.bytes().map(|b| b.to_ascii_uppercase());
    let pair = [letters.next().unwrap_or_default(), letters.next().unwrap_or_default()];
    let [_, second] = pair;
    !prose
        && !pair.iter().any(|letter| b"DFIQUV".contains(letter))
        && second != b'O'
        && !matches!(&pair, b"BG" | b"GB" | b"NK" | b"KN" | b"NT" | b"TN" | b"ZZ")
        && !is_one_digit(&Digits::of(value))
}

/// Weights 10 to 2 and 1; the sum is a multiple of eleven.
fn is_nhs(value: &str) -> bool {
    let digits = Digits::of(value);
    !is_one_digit(&digits) && weighted(&digits, &[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0
}

/// The first digit is the check digit of the others: weights 6, 7, 8, 9, 10, 5, 4, 3, 2, mod 11.
fn is_utr(value: &str) -> bool {
    let digits = Digits::of(value);
    let Some((check, rest)) = digits.split_first() else { return false };
    let remainder = weighted(rest, &[6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11;
    // 11 less the remainder; of two digits, their sum.
    let wanted = match remainder {
        0 => 2,
        1 => 1,
        remainder => 11 - remainder,
    };
    !is_one_digit(&digits) && u32::from(*check) == wanted
}

/// Five letters of the surname, filled up with 9; the decade, month (of women with 50 added), day and year of
/// birth; initials; letters of the issuer.
fn is_driving_licence(value: &str) -> bool {
    let mut bytes = [0; 16];
    let written = value.bytes().filter(u8::is_ascii_alphanumeric);
    bytes.iter_mut().zip(written).for_each(|(to, from)| *to = from);
    let surname = bytes.get(..5).unwrap_or_default();
    let filled = surname.iter().skip_while(|b| **b != b'9').all(|b| *b == b'9');
    let born = bytes.get(5..11).and_then(|born| std::str::from_utf8(born).ok()).unwrap_or_default();
    let born = Digits::of(born);
    let month = match pair(&born, 1) {
        month @ 51..=62 => month - 50,
        month => month,
    };
    let initials = bytes.get(11..13).unwrap_or_default();
    // The 29th of February is let through: the century is not written.
    filled && is_date(2000, month, pair(&born, 3)) && !matches!(initials, [b'9', other] if *other != b'9')
}

/// Weights 8 to 2 and the last two digits as a number: a multiple of 97, or 55 less than one. Government
/// departments (GD) and health authorities (HA) have three digits.
fn is_vat(value: &str) -> bool {
    let digits = Digits::of(value);
    if digits.len() == 3 {
        return (number(&digits) < 500) == value.to_ascii_uppercase().contains("GD");
    }
    let sum = weighted(&digits, &[8, 7, 6, 5, 4, 3, 2]) + pair(&digits, 7);
    let newer = digits.first().is_some_and(|first| *first > 0);
    !is_one_digit(digits.get(..9).unwrap_or_default()) && (sum % 97 == 0 || newer && (sum + 55) % 97 == 0)
}
