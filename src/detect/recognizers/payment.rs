//! Money: cards and accounts.

use super::{Probe, Trigger};
use crate::detect::Find;
use crate::detect::boundary::{before, begins_word};
use crate::detect::checksum::{Digits, is_one_digit, luhn, mod_97, number};
use crate::detect::rule::{Rule, Things, check, form};
use crate::kind::Kind;
use crate::span::Span;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "credit_card",
        kind: "CREDIT_CARD",
        forms: &[
            form("[0-9]{15,16}|62[0-9]{17}", 0.7),
            // Of these lengths, things of shops and programs have numbers, of which one in ten passes; cards hardly
            // ever do, but for those of China.
            form("[0-9]{13}|[0-9]{19}", 0.4),
            // Of this length, times are written as well; none begins like a card.
            form("[0-9]{14}", 0.6),
            form("[0-9]{4}([ .-])?[0-9]{4}[ .-]?[0-9]{4}[ .-]?[0-9]{4}", 0.8),
            form("[0-9]{4}[ .-][0-9]{4}[ .-][0-9]{4}[ .-][0-9]{4}[ .-]?[0-9]{3}", 0.8),
            form("[0-9]{4}[ .-][0-9]{6}[ .-][0-9]{5}", 0.8),
            form("[0-9]{4}[ .-][0-9]{6}[ .-][0-9]{4}", 0.7),
            form("[0-9]{4}[ .-][0-9]{3}[ .-][0-9]{3}[ .-][0-9]{3}", 0.6),
        ],
        check: check("Luhn, ranges of issuers", is_card),
        context: &[CARD],
        things: Things::None,
        examples: &[
            "4111 1111 1111 1111",
            "378282246310005",
            "6011-0009-9013-9424",
            "3782 822463 10005",
            "38520000023237",
            "5019555544445555",
        ],
        near_misses: &["4111 1111 1111 1112", "0000 0000 0000 0000", "1234567890123452", "20240115093012"],
        source: "ISO/IEC 7812-1; ranges of the issuers",
        ..Rule::BASE
    },
    Rule {
        name: "iban",
        kind: "IBAN",
        forms: &[
            form("(?i)[a-z]{2}[0-9]{2}[a-z0-9]{11,30}", 0.9),
            form("(?i)[a-z]{2}[ -]?[0-9]{2}([ -]?[a-z0-9]{4}){2,7}([ -]?[a-z0-9]{1,3})?", 0.9),
            form("(?i)[a-z]{2}[0-9]{2}([ -][a-z0-9]{2,12}){2,8}", 0.85),
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
        things: Things::None,
        examples: &[
            "GB82 WEST 1234 5698 7654 32",
            "NL91ABNA0417164300",
            "de89370400440532013000",
            "BE32 123-4567890-02",
        ],
        near_misses: &[
            "GB82 WEST 1234 5698 7654 33",
            "NL91ABNA041716430",
            "XX82 WEST 1234 5698 7654 32",
            "BE32 123-4567890-03",
        ],
        source: "ISO 13616; SWIFT IBAN registry",
        ..Rule::BASE
    },
    Rule {
        name: "bic",
        kind: "BIC",
        forms: &[
            form("[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?", 0.2),
            form("[A-Z]{4} [A-Z]{2} [A-Z0-9]{2}( [A-Z0-9]{3})?", 0.1),
            form("(?i)[a-z]{6}[a-z0-9]{2}([a-z0-9]{3})?", 0.1),
        ],
        check: check("country", is_bic),
        context: &[&["bic", "swift", "swiftcode", "biccode", "bank", "banque", "banco", "banca"]],
        examples: &["INGBNL2A", "DEUTDEFF500", "BNPAFRPP75A", "ingbnl2a"],
        near_misses: &["INGBXX2A", "INGBNL2AX", "INGB2L2A", "1NGBNL2A"],
        source: "ISO 9362",
        ..Rule::BASE
    },
];

pub(super) const PROBES: &[Probe] = &[Probe {
    name: "bic_letters",
    kinds: &["BIC"],
    at: Trigger::Words(BIC),
    find: bic_letters,
    example: "BIC: RABONLEU",
    source: "ISO 9362",
}];

const BIC: &[&str] =
    &["bic", "swift", "swiftcode", "swift-code", "swift code", "biccode", "bic-code", "bic code"];

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
    (1220, 1229, &[15]),
    (5018, 5018, &[13, 15, 16, 19]),
    (5019, 5019, &[16]),
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

/// Four of the bank, two of the country, two of the place, none or three of the branch.
fn is_bic(value: &str) -> bool {
    let letters: Vec<u8> =
        value.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_uppercase()).collect();
    let (Some(bank), Some(country)) = (letters.get(..4), letters.get(4..6)) else {
        return false;
    };
    let known = COUNTRIES.as_bytes().chunks(3).any(|code| code.starts_with(country));
    let len = matches!(letters.len(), 8 | 11);
    bank.iter().all(u8::is_ascii_uppercase) && known && len
}

/// How far behind its cue a code may begin.
const NEAR: usize = 40;

/// A code behind its cue, or before it in brackets: `COBADEFF (BIC)`. Small letters only behind a sign.
fn bic_letters(text: &str, cue: Span, finds: &mut Vec<Find>) {
    let bytes = text.as_bytes();
    let mut push = |span: Span, score: f32| {
        if span.get(text).is_some_and(is_bic) {
            finds.push(Find::new(span, Kind::built_in("BIC"), score, "bic_letters"));
            return true;
        }
        false
    };
    // In small letters, `swift` alone is another word.
    let is_adjective = cue.get(text) == Some("swift");
    if word_before(text, cue.start).filter(|_| !is_adjective).is_some_and(|span| push(span, 0.65)) {
        return;
    }
    let word = |at: usize| {
        let rest = bytes.get(at..).unwrap_or_default();
        rest.iter().take(12).take_while(|b| b.is_ascii_alphanumeric()).count()
    };
    let mut at = cue.end;
    if bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
        return;
    }
    let mut sign = false;
    while at < bytes.len().min(cue.end + NEAR) {
        let b = bytes.get(at).copied().unwrap_or_default();
        let len = word(at);
        if len == 0 {
            if matches!(b, b'\n' | b';') && !sign || !b.is_ascii() {
                break;
            }
            sign |= matches!(b, b':' | b'=');
            at += 1;
            continue;
        }
        let value = bytes.get(at..at + len).unwrap_or_default();
        let capital = !value.iter().any(u8::is_ascii_lowercase);
        let small = sign && !value.iter().any(u8::is_ascii_uppercase);
        if (capital || small) && push(Span::new(at, at + len), if sign { 0.85 } else { 0.65 }) {
            return;
        }
        // DEUT DE FF 500
        for len in [14, 10] {
            let spaced = bytes.get(at..at + len).unwrap_or_default();
            let spaces = spaced.iter().enumerate().all(|(at, b)| (*b == b' ') == matches!(at, 4 | 7 | 10));
            let whole = word(at + len) == 0 && spaced.iter().all(|b| !b.is_ascii_lowercase());
            if spaces && whole && push(Span::new(at, at + len), 0.65) {
                return;
            }
        }
        if sign && !value.eq_ignore_ascii_case(b"swift") && !value.eq_ignore_ascii_case(b"bic") {
            break;
        }
        at += len;
    }
    if let Some(span) = word_before_bracket(text, cue.start) {
        push(span, 0.65);
    }
}

/// The word in capital letters before a cue in brackets: `COBADEFF (BIC)`.
fn word_before_bracket(text: &str, cue: usize) -> Option<Span> {
    let end = cue.checked_sub(2)?;
    text.get(end..cue).filter(|sign| *sign == " (")?;
    let word = text.as_bytes().get(..end)?.iter().rev().take(12);
    let len = word.take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit()).count();
    Some(Span::new(end - len, end))
}

/// Verbs and words that may stand between a code and its cue behind it: `COBADEFF is our BIC`.
const IS: &[&str] = &["is", "was", "ist", "lautet", "est", "es", "è", "é", "jest", "to", "är"];
const BETWEEN: &[&str] = &[
    "our", "the", "my", "your", "their", "bank's", "correct", "de", "het", "onze", "mijn", "unser", "unsere",
    "mein", "die", "der", "le", "notre", "mon", "el", "nuestro", "mi", "il", "nostro", "mio", "o", "nosso",
    "meu", "nasz", "mój", "kod", "vår", "vårt", "min", "code", "código", "codice", "banks",
];

/// The word in capital letters before a cue and a verb.
fn word_before(text: &str, cue: usize) -> Option<Span> {
    let mut rest = before(text, cue, NEAR).strip_suffix(' ')?;
    let mut words = 0;
    loop {
        let word = rest.rsplit(' ').next()?;
        rest = rest.get(..rest.len() - word.len())?.strip_suffix(' ')?;
        if IS.contains(&word) {
            break;
        }
        words += 1;
        if words > 3 || !BETWEEN.contains(&word) {
            return None;
        }
    }
    let end = cue - before(text, cue, NEAR).len() + rest.len();
    let len = rest.bytes().rev().take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit()).count();
    let start = end - len;
    begins_word(text, start).then_some(Span::new(start, end))
}

/// ISO 3166-1, and Kosovo.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ \
    BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER \
    ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM \
    IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF \
    MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK \
    PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD \
    TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW ";

fn is_iban(value: &str) -> bool {
    let characters = || value.bytes().filter(u8::is_ascii_alphanumeric);
    let mut first = characters().map(|b| b.to_ascii_uppercase());
    let country = [first.next().unwrap_or_default(), first.next().unwrap_or_default()];
    let length = IBANS.binary_search_by(|(code, _)| code.as_bytes().cmp(&country));
    let length = length.ok().and_then(|at| IBANS.get(at)).map(|(_, length)| *length);
    let rotated = || characters().skip(4).chain(characters().take(4)).map(char::from);
    length == Some(characters().count()) && mod_97(rotated())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use crate::Detector;

    fn codes(text: &str) -> Vec<&str> {
        let finds = Detector::new().detect(text).unwrap();
        let codes = finds.iter().filter(|find| find.kind().unwrap().as_str() == "BIC");
        codes.map(|find| find.span().get(text).unwrap()).collect()
    }

    #[test]
    fn codes_are_found_by_their_cues() {
        for (text, code) in [
            ("BIC: COBADEFF", "COBADEFF"),
            ("BIC/SWIFT: COBADEFFXXX", "COBADEFFXXX"),
            ("SWIFT-Code COBADEFFXXX.", "COBADEFFXXX"),
            ("The BIC of the bank is COBADEFF.", "COBADEFF"),
            ("BIC (SWIFT): DEUT DE FF", "DEUT DE FF"),
            ("bic: cobadeff", "cobadeff"),
            ("COBADEFF (BIC)", "COBADEFF"),
            ("IBAN NL91ABNA0417164300 BIC ABNANL2A", "ABNANL2A"),
            ("{\"bic\": \"COBADEFF\"}", "COBADEFF"),
            ("code swift : BNPAFRPP", "BNPAFRPP"),
            ("COBADEFF is our BIC.", "COBADEFF"),
            ("COBADEFFXXX ist unser BIC", "COBADEFFXXX"),
            ("BNPAFRPP est le code SWIFT", "BNPAFRPP"),
        ] {
            assert_eq!(codes(text), [code], "{text}");
        }
    }

    #[test]
    fn words_are_no_codes() {
        for text in [
            "Swift: concurrency is hard",
            "Swift business logic",
            "a swift decision, seriously",
            "SWIFT TRANSFER",
            "COBADEFF",
            "BIC: COBAXXFF",
            "the bic business",
            "BIC: COBADEFFX",
            "COBAXXFF is our BIC",
            "COBADEFF is not used any more, as BIC says",
            "cobadeff is our BIC",
        ] {
            assert_eq!(codes(text), [""; 0], "{text}");
        }
    }
}
