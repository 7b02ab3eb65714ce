//! Money: cards and accounts.

use crate::detect::checksum::{Digits, is_one_digit, luhn, mod_97, number};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "credit_card",
        kind: "CREDIT_CARD",
        forms: &[
            form("[0-9]{13}|[0-9]{15,16}|[0-9]{19}", 0.7),
            form("[0-9]{4}([ .-])?[0-9]{4}[ .-]?[0-9]{4}[ .-]?[0-9]{4}([ .-]?[0-9]{3})?", 0.8),
            form("[0-9]{4}[ .-][0-9]{6}[ .-][0-9]{5}", 0.8),
            form("[0-9]{4}[ .-][0-9]{6}[ .-][0-9]{4}", 0.7),
            form("[0-9]{4}[ .-][0-9]{3}[ .-][0-9]{3}[ .-][0-9]{3}", 0.6),
        ],
        check: check("Luhn, ranges of issuers", is_card),
        context: &[CARD],
        examples: &["4111 1111 1111 1111", "378282246310005", "6011-0009-9013-9424", "3782 822463 10005"],
        near_misses: &["4111 1111 1111 1112", "0000 0000 0000 0000", "1234567890123452"],
        source: "ISO/IEC 7812-1; ranges of the issuers",
        ..Rule::BASE
    },
    Rule {
        name: "iban",
        kind: "IBAN",
        forms: &[
            form("(?i)[a-z]{2}[0-9]{2}[a-z0-9]{11,30}", 0.9),
            form("(?i)[a-z]{2}[ -]?[0-9]{2}([ -]?[a-z0-9]{4}){2,7}([ -]?[a-z0-9]{1,3})?", 0.9),
            form("(?i)[a-z]{2}[0-9]{2}( [a-z0-9]{2,12}){2,8}", 0.85),
        ],
        check: check("mod 97, length by country", is_iban),
        context: &[&[
            "iban",
            "account",
            "bank",
            "rekening*",
            "konto*",
            "compte",
            "cuenta",
            "conto",
            "conta",
            "rachun*",
        ]],
        examples: &["GB82 WEST 1234 5698 7654 32", "NL91ABNA0417164300", "de89370400440532013000"],
        near_misses: &["GB82 WEST 1234 5698 7654 33", "NL91ABNA041716430", "XX82 WEST 1234 5698 7654 32"],
        source: "ISO 13616; SWIFT IBAN registry",
        ..Rule::BASE
    },
];

const CARD: &[&str] = &[
    "card",
    "credit",
    "visa",
    "mastercard",
    "amex",
    "pan",
    "cc",
    "creditcard",
    "kaart",
    "creditkaart",
    "pinpas",
    "karte",
    "kreditkarte*",
    "carte",
    "tarjeta",
    "carta",
    "cartao",
    "karta",
    "karty",
    "kort",
    "kreditkort*",
];

/// First digits of a card number, lowest and highest, and the lengths that numbers have in that range.
const ISSUERS: &[(u64, u64, &[usize])] = &[
    (3400, 3499, &[15]),
    (3700, 3799, &[15]),
    (3000, 3059, &[14, 16, 19]),
    (3095, 3095, &[14, 16, 19]),
    (3600, 3699, &[14, 16, 19]),
    (3800, 3999, &[14, 16, 19]),
    (3528, 3589, &[16, 19]),
    (4000, 4999, &[13, 16, 19]),
    (2221, 2720, &[16]),
    (5100, 5599, &[16]),
    (5018, 5018, &[13, 15, 16, 19]),
    (5020, 5020, &[13, 15, 16, 19]),
    (5038, 5038, &[13, 15, 16, 19]),
    (5893, 5893, &[13, 15, 16, 19]),
    (6011, 6011, &[16, 19]),
    (6440, 6599, &[16, 19]),
    (6200, 6299, &[16, 19]),
    (6304, 6304, &[13, 15, 16, 19]),
    (6759, 6763, &[13, 15, 16, 19]),
    (2200, 2204, &[16, 19]),
    (5060, 5061, &[16, 19]),
    (6500, 6539, &[16, 19]),
    (9792, 9792, &[16]),
    (6370, 6379, &[16]),
    (1000, 1000, &[15]),
];

fn is_card(value: &str) -> bool {
    let digits = Digits::of(value);
    let first = number(digits.get(..4).unwrap_or_default());
    let known = |(low, high, lengths): &(u64, u64, &[usize])| {
        (*low..=*high).contains(&first) && lengths.contains(&digits.len())
    };
    ISSUERS.iter().any(known) && !is_one_digit(&digits) && luhn(&digits)
}

/// Country and length, in the order of the countries.
const IBANS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BI", 27),
    ("BR", 29),
    ("BY", 28),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DJ", 27),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FK", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("GT", 28),
    ("HN", 28),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IQ", 23),
    ("IS", 26),
    ("IT", 27),
    ("JO", 30),
    ("KW", 30),
    ("KZ", 20),
    ("LB", 28),
    ("LC", 32),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("LY", 25),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MN", 20),
    ("MR", 27),
    ("MT", 31),
    ("MU", 30),
    ("NI", 28),
    ("NL", 18),
    ("NO", 15),
    ("OM", 23),
    ("PK", 24),
    ("PL", 28),
    ("PS", 29),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("RU", 33),
    ("SA", 24),
    ("SC", 31),
    ("SD", 18),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("SO", 23),
    ("ST", 25),
    ("SV", 28),
    ("TL", 23),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
    ("VA", 22),
    ("VG", 24),
    ("XK", 20),
    ("YE", 30),
];

fn is_iban(value: &str) -> bool {
    let characters = || value.bytes().filter(u8::is_ascii_alphanumeric);
    let mut first = characters().map(|b| b.to_ascii_uppercase());
    let country = [first.next().unwrap_or_default(), first.next().unwrap_or_default()];
    let length = IBANS.binary_search_by(|(code, _)| code.as_bytes().cmp(&country));
    let length = length.ok().and_then(|at| IBANS.get(at)).map(|(_, length)| *length);
    let rotated = || characters().skip(4).chain(characters().take(4)).map(char::from);
    length == Some(characters().count()) && mod_97(rotated())
}
