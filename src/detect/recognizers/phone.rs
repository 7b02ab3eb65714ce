//! Telephone numbers: international ones of every region, national ones of twenty.
//!
//! What may be a number is decided by `phone/plan.txt`: the first three digits of national numbers and the
//! lengths that go with them, by calling code.

use std::sync::OnceLock;

use super::{Probe, Trigger};
use crate::detect::Find;
use crate::detect::boundary::begins_word;
use crate::detect::checksum::{Digits, number};
use crate::detect::rule::{Rule, check, form};
use crate::kind::Kind;
use crate::span::Span;

const SOURCE: &str = "ITU-T E.164; national numbering plans, as in the metadata of libphonenumber";

/// Behind the letter of a line under a letter: `T 020 123 4567`, `M: 0612345678`.
pub(super) const PROBES: &[Probe] = &[Probe {
    name: "phone_signature",
    kinds: &["PHONE"],
    at: Trigger::Number,
    find: signature,
    example: "T 020 123 4567",
    source: "national numbering plans, as in the metadata of libphonenumber",
}];

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "phone_international",
        kind: "PHONE",
        forms: &[
            form(
                r"\+ ?[0-9]([ ./()\u{2013}-]{0,3}[0-9]){6,16}( ?(ext|x|tst|poste|int)\.? ?[0-9]{1,5})?",
                0.8,
            ),
            form(r"\(\+[0-9]{1,3}\)([ ./()-]{0,3}[0-9]){6,14}", 0.8),
            form(r"00[ -]?[1-9]([ ./()-]{0,3}[0-9]){7,15}", 0.6),
        ],
        check: check("numbering plan", is_international),
        context: &[PHONE],
        examples: &[
            "+31 20 123 4567",
            "+1 (201) 555-0123",
            "+49(0)3025294736",
            "0044 20 7946 0958",
            "(+44) 20 7946 0958",
        ],
        near_misses: &["+31 20 123", "+999 12345678", "+1 123 456 7890"],
        source: SOURCE,
        ..Rule::BASE
    },
    Rule {
        name: "phone_international_form",
        kind: "PHONE",
        // Numbers that no plan has: made up, or newer than it.
        forms: &[form(r"\+ ?[0-9]([ ./()-]{0,3}[0-9]){7,14}", 0.35)],
        check: check("calling code", has_calling_code),
        context: &[PHONE],
        alone: 0.2,
        examples: &["+31(0)989-756664", "+49 (0) 7492 117563"],
        near_misses: &["+999 12345678", "+31 1234"],
        source: "ITU-T E.164, assigned country codes",
        ..Rule::BASE
    },
    Rule {
        name: "phone_nanp",
        kind: "PHONE",
        forms: &[
            form(
                r"(\+?1[ .-]?)?\([2-9][0-9]{2}\)[ .-]{0,3}[2-9][0-9]{2}[ .-]?[0-9]{4}( ?(ext|x)\.? ?[0-9]{1,5})?",
                0.65,
            ),
            form(r"1[ .-][2-9][0-9]{2}[ .-][2-9][0-9]{2}[ .-]?[0-9]{4}( ?(ext|x)\.? ?[0-9]{1,5})?", 0.6),
            form(r"[2-9][0-9]{2}-[2-9][0-9]{2}-[0-9]{4}( ?(ext|x)\.? ?[0-9]{1,5})?", 0.55),
            form(r"[2-9][0-9]{2}\.[2-9][0-9]{2}\.[0-9]{4}( ?(ext|x)\.? ?[0-9]{1,5})?", 0.5),
            form(r"[2-9][0-9]{2} [2-9][0-9]{2}[ -][0-9]{4}", 0.4),
            form(r"1?[2-9][0-9]{2}[2-9][0-9]{6}", 0.15),
            // Where people make numbers up, and for those of the last century.
            form(
                r"[2-9][0-9]{2}[./ -]?[0-9]{3}[./ -]?[0-9]{4}|\([2-9][0-9]{2}\)[ .-]?[0-9]{3}[ .-]?[0-9]{4}",
                0.15,
            ),
        ],
        context: &[PHONE],
        alone: 0.35,
        examples: &["(201) 503-7369", "201-503-7369", "546.324.1897", "2015037369", "(840)948-6086"],
        near_misses: &["(101) 503-7369", "201-503-736", "101-503-7369"],
        source: "North American Numbering Plan",
        ..Rule::BASE
    },
    Rule {
        name: "phone_trunk",
        kind: "PHONE",
        forms: &[
            form(r"\(0[1-9][0-9]{0,4}\)[ ./-]?[0-9]([ ./-]?[0-9]){3,9}", 0.6),
            form(r"0[1-9][0-9]{0,2}[ /-]{1,3}[0-9]([ ./-]?[0-9]){3,9}", 0.5),
            form(r"0[1-9][0-9]{3,4}([ /]|[ /-]{2,3})[0-9]([ ./-]?[0-9]){3,9}", 0.5),
            form(r"0[1-9][0-9]{3,4}-[0-9]([ ./-]?[0-9]){4,9}|0[1-9][0-9]{4}-[0-9]{4}", 0.5),
            // A postcode of the United States: 02110-1301.
            form(r"0[1-9][0-9]{3}-[0-9]([ ./-]?[0-9]){3}", 0.1),
            form(r"0[1-9][0-9]?([ .-][0-9]{2}){4}", 0.6),
            form(r"0[1-9][0-9]{0,4}\.[0-9]{2,4}(\.[0-9]{2,4}){1,4}", 0.5),
            form(r"0[1-9][0-9]{1,4}\.[0-9]{5,8}", 0.3),
            form(r"0[1-9][0-9]{7,10}", 0.2),
            // Special numbers of France, short ones of Germany.
            form(r"0 [1-9][0-9]{2}( [0-9]{2}){3}", 0.5),
            form(r"0[1-9][0-9]{3,4}[ /-][0-9]{3}", 0.15),
        ],
        check: check("numbering plan", is_national_with_trunk),
        context: &[PHONE],
        alone: 0.35,
        examples: &[
            "06 12345678",
            "020 123 45 67",
            "0121 234 2306",
            "01 23 45 67 89",
            "(0191)4960964",
            "070-122 82 98",
            "0612345678",
            "0 892 70 12 39",
            "04183 267",
            "0475/12/34/56",
        ],
        near_misses: &[
            "05.11.1935",
            "01-02-2024",
            "00 12 34 56 78",
            "09/10/2021",
            "09/2027",
            "045-67-8912",
            "06121/4315/27",
        ],
        source: SOURCE,
        ..Rule::BASE
    },
    Rule {
        name: "phone_mobile",
        kind: "PHONE",
        // NL FR SE CH AT AU BE IE, GB, DE.
        forms: &[form("0[4678][0-9]{8}|07[0-9]{9}|01[567][0-9]{8,9}", 0.5)],
        check: check("numbering plan", is_mobile),
        context: &[PHONE],
        examples: &["0612345678", "07400123456", "015123456789"],
        near_misses: &["0600001234", "0312345678"],
        source: SOURCE,
        ..Rule::BASE
    },
    Rule {
        name: "phone_brazil",
        kind: "PHONE",
        forms: &[
            form(r"\(0?[1-9][0-9]\)[ -]?9?[0-9]{4}[ .-]?[0-9]{4}", 0.65),
            form(r"0?[1-9][0-9][ -]9?[0-9]{4}-[0-9]{4}", 0.5),
            form(r"[1-9][0-9] ?9[0-9]{4} ?[0-9]{4}", 0.15),
        ],
        check: check("numbering plan", |value| is_in(value, &[55])),
        context: &[PHONE],
        alone: 0.35,
        examples: &["(11) 96123-7022", "11 96123-7022"],
        near_misses: &["(10) 96123-7022", "(11) 06123-7022"],
        source: SOURCE,
        ..Rule::of("BR")
    },
    Rule {
        name: "phone_bare",
        kind: "PHONE",
        // Spain, Portugal, Poland, Italy, Denmark, Norway, India: no trunk prefix.
        forms: &[
            form(r"[2-9][0-9]{2}[ .-][0-9]{3}[ .-][0-9]{3,4}", 0.3),
            form(r"[2-9][0-9]{2}([ .-][0-9]{2}){3}", 0.35),
            form(r"[2-9][0-9]([ .-][0-9]{2}){3}", 0.25),
            form(r"[2-9][0-9]{2} [0-9]{2} [0-9]{3}", 0.3),
            form(r"[6-9][0-9]{4} [0-9]{5}", 0.3),
            form(r"[1-9][0-9] [0-9]{3} [0-9]{2} [0-9]{2}", 0.3),
            form(r"[2-9][0-9] [0-9]{3} [0-9]{4}", 0.3),
            form(r"[2-9][0-9]{7,9}", 0.1),
        ],
        check: check("numbering plan", |value| is_in(value, &[34, 351, 48, 39, 45, 47, 91])),
        context: &[PHONE],
        alone: 0.25,
        examples: &["612 35 10 81", "912 345 678", "312 345 3018", "98765 43210"],
        near_misses: &["112 35 10 81", "612 35 10 8"],
        source: SOURCE,
        ..Rule::BASE
    },
    // Lines of companies and offices, in Australia, Ireland and India: no plan of theirs has a trunk prefix.
    Rule {
        name: "phone_service",
        kind: "PHONE",
        forms: &[
            form(r"1[38]00[ -]?[0-9]{3}[ -]?[0-9]{3}|1(890|850)[ -]?[0-9]{3}[ -]?[0-9]{3}", 0.15),
            form(r"0818[ -]?[0-9]{3}[ -]?[0-9]{3}|18[06]0[ -]?[0-9]{3}[ -]?[0-9]{4}", 0.15),
        ],
        context: &[PHONE, &["helpline", "toll free", "freephone", "freecall"]],
        examples: &[
            "1300 123 456",
            "1800123456",
            "1890 123 456",
            "0818 123 456",
            "1800 123 4567",
            "1800-425-3800",
        ],
        near_misses: &["1300 123 45", "1400 123 456", "0819 123 4567", "1300 1234 567"],
        source: "ACMA: Telecommunications Numbering Plan 2015; ComReg 15/136; TRAI: National Numbering Plan",
        ..Rule::BASE
    },
    Rule {
        name: "phone_service_short",
        kind: "PHONE",
        forms: &[form("13 ?[0-9]{2} ?[0-9]{2}", 0.1)],
        context: &[&["call", "calls", "phone", "telephone", "tel", "dial", "ring", "ph", "fax"]],
        reach: 2,
        examples: &["13 12 13", "131213"],
        near_misses: &["13 12 1", "12 12 13", "13 12 133"],
        source: "ACMA: Telecommunications Numbering Plan 2015",
        ..Rule::of("AU")
    },
];

/// Words around telephone numbers.
const PHONE: &[&str] = &[
    "phone",
    "phones",
    "telephone",
    "tel",
    "call",
    "calls",
    "ring",
    "text",
    "sms",
    "whatsapp",
    "mobile",
    "cell",
    "cellphone",
    "fax",
    "reach me",
    "hmu",
    "dial",
    "hotline",
    "contact",
    // `Number is` alone may be that of anything: VAT number is.
    "my number is",
    "his number is",
    "her number is",
    "our number is",
    "their number is",
    "your number is",
    "the number is",
    "new number is",
    "full number is",
    "correct number is",
    "right number is",
    "best number is",
    "emergency number is",
    "private number is",
    "work number is",
    "home number is",
    "office number is",
    "direct number is",
    "s number is",
    "landline",
    "voicemail",
    "callback",
    "ph",
    "signal",
    "telefoon*",
    "telefoonnummer",
    "bel",
    "bellen",
    "mobiel",
    "app",
    "appen",
    "mijn nummer is",
    "zijn nummer is",
    "haar nummer is",
    "ons nummer is",
    "het nummer is",
    "nieuwe nummer is",
    "s nummer is",
    "gsm",
    "belt",
    "telefon*",
    "handy*",
    "mobil*",
    "anrufen",
    "ruf",
    "rufnummer",
    "meine nummer ist",
    "seine nummer ist",
    "ihre nummer ist",
    "unsere nummer ist",
    "die nummer ist",
    "neue nummer ist",
    "festnetz",
    "durchwahl",
    "erreichbar",
    "anruf",
    "rufe",
    "rufen",
    "ruckruf",
    "terugbellen",
    "telephoner",
    "appeler",
    "appelle",
    "appelez",
    "rappeler",
    "rappelle",
    "rappelez",
    "portable",
    "joindre",
    "numero est",
    "fixe",
    "gsm",
    "telefono",
    "llamar",
    "llamame",
    "llamarme",
    "llamadme",
    "llamen*",
    "llamanos",
    "llama",
    "llame",
    "movil",
    "celular",
    "numero es",
    "fijo",
    "telf",
    "cellulare",
    "chiamare",
    "chiama",
    "chiamami",
    "chiamatemi",
    "chiamarmi",
    "chiamate",
    "chiamarlo",
    "numero e",
    "fisso",
    "recapito",
    "telefone",
    "ligar",
    "ligue",
    "ligar me",
    "telefonar",
    "liga",
    "telemovel",
    "numero e o",
    "contato",
    "contacto",
    "komorka",
    "komorkowy",
    "zadzwon",
    "dzwonic",
    "dzwon",
    "dzwoncie",
    "oddzwon*",
    "numer to",
    "moj numer to",
    "moj numer",
    "nowy numer",
    "pod numer*",
    "numer kontaktowy",
    "numer kom",
    "ring",
    "ringa",
    "mobilnummer",
    "telefonnummer",
    "numret ar",
    "mitt nummer ar",
    "hans nummer ar",
    "hennes nummer ar",
    "vart nummer ar",
    "nya nummer ar",
    "nas pa",
];

/// Lengths of national numbers by their first three digits.
struct Range {
    first: u16,
    last: u16,
    /// A bit for each length.
    lengths: u32,
}

/// The plan, by calling code.
fn plan() -> &'static [(u16, Vec<Range>)] {
    static PLAN: OnceLock<Vec<(u16, Vec<Range>)>> = OnceLock::new();
    PLAN.get_or_init(|| include_str!("phone/plan.txt").lines().filter_map(line).collect())
}

/// `31 100-105:9 800-800:7,10`
fn line(line: &str) -> Option<(u16, Vec<Range>)> {
    let (code, ranges) = line.split_once(' ')?;
    let range = |text: &str| {
        let (digits, lengths) = text.split_once(':')?;
        let (first, last) = digits.split_once('-')?;
        let bit = |length: &str| length.parse().ok().map(|length: u32| 1 << length.min(31));
        let lengths = lengths.split(',').filter_map(bit).fold(0, |all, bit| all | bit);
        Some(Range { first: first.parse().ok()?, last: last.parse().ok()?, lengths })
    };
    Some((code.parse().ok()?, ranges.split(' ').filter_map(range).collect()))
}

/// Whether a calling code has national numbers with these digits.
fn is_possible(code: u64, national: &[u8]) -> bool {
    let Ok(at) = plan().binary_search_by_key(&code, |(code, _)| u64::from(*code)) else { return false };
    let ranges = plan().get(at).map(|(_, ranges)| ranges.as_slice()).unwrap_or_default();
    let Some(first) = national.get(..3).map(number) else { return false };
    let after = ranges.partition_point(|range| u64::from(range.last) < first);
    let range = ranges.get(after).filter(|range| u64::from(range.first) <= first);
    range.is_some_and(|range| range.lengths >> national.len().min(31) & 1 == 1)
}

/// The longest number that is looked at, with its signs.
const LONGEST: usize = 24;

fn signature(text: &str, at: Span, finds: &mut Vec<Find>) {
    let before = text.get(..at.start).unwrap_or_default();
    let number = before.trim_end_matches(['+', '(']);
    let cue = number.trim_end_matches([' ', ':', '.']);
    let line = cue.strip_suffix(['T', 'M', 'F', 't', 'm', 'f']);
    let begins = |line: &str| {
        line.is_empty()
            || line.ends_with(['\n', '|', '/'])
            || line.ends_with([' ', ',']) && line.trim_end().ends_with(['|', ',', '·', '•'])
    };
    if number.len() - cue.len() > 3
        || number.len() == cue.len()
        || before.len() - number.len() > 2
        || !line.is_some_and(begins)
    {
        return;
    }
    let signs = |b: &u8| b.is_ascii_digit() || b" ()./-+".contains(b);
    let rest = text.as_bytes().get(number.len()..).unwrap_or_default();
    let mut end = number.len() + rest.iter().take(LONGEST).take_while(|b| signs(b)).count();
    while end > at.end && !text.as_bytes().get(end - 1).is_some_and(u8::is_ascii_digit) {
        end -= 1;
    }
    let span = Span::new(number.len(), end);
    let value = span.get(text).unwrap_or_default();
    let enough = Digits::of(value).len() >= 8 && begins_word(text, end);
    if enough && (is_international(value) || is_national_with_trunk(value)) {
        finds.push(Find::new(span, Kind::PHONE, 0.65, "phone_signature"));
    }
}

/// A calling code and a national number, with what people write between.
fn is_international(value: &str) -> bool {
    let value = without_extension(value);
    if has_stray_end(value) {
        return false;
    }
    // The trunk prefix, as a hint for callers at home.
    let digits = Digits::of(&value.replace("(0)", ""));
    let digits = if value.contains('+') { &*digits } else { digits.get(2..).unwrap_or_default() };
    (1..=3).any(|length| {
        let (Some(code), Some(national)) = (digits.get(..length), digits.get(length..)) else { return false };
        let code = number(code);
        let rest = national.strip_prefix(&[0]).unwrap_or_default();
        is_possible(code, national) || is_possible(code, rest)
    })
}

fn has_calling_code(value: &str) -> bool {
    let digits = Digits::of(value);
    let known = |length: usize| {
        digits.get(..length).is_some_and(|code| {
            plan().binary_search_by_key(&number(code), |(code, _)| u64::from(*code)).is_ok()
        })
    };
    (8..=15).contains(&digits.len()) && (1..=3).any(known)
}

fn without_extension(value: &str) -> &str {
    let end = value.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(value.len());
    value.get(..end).unwrap_or_default()
}

/// `0` and a national number of a country with that prefix; no date.
fn is_national_with_trunk(value: &str) -> bool {
    const CODES: &[u64] = &[44, 353, 31, 32, 49, 43, 41, 33, 46, 358, 61, 91];
    let digits = Digits::of(value);
    let national = digits.get(1..).unwrap_or_default();
    !is_date_like(value)
        && !is_other(value)
        && !has_stray_end(value)
        && (CODES.iter().any(|&code| is_possible(code, national)) || is_possible(39, &digits))
}

/// `06 12345678 1`, `06 12345678 06`: nobody parts so little from so much.
fn has_stray_end(value: &str) -> bool {
    let Some((before, last)) = value.rsplit_once(' ') else { return false };
    last.len() <= 2 && before.bytes().rev().take_while(u8::is_ascii_digit).count() >= 6
}

/// A number of a mobile in one piece, and no number with noughts in front.
fn is_mobile(value: &str) -> bool {
    is_national_with_trunk(value) && !value.contains("0000")
}

/// Grouped like a number of social security in the United States, or with slashes like that of a file.
fn is_other(value: &str) -> bool {
    let groups: Vec<usize> = value.split(|c: char| !c.is_ascii_digit()).map(str::len).collect();
    let slashes = value.matches('/').count();
    groups == [3, 2, 4] && !value.contains(' ')
        || slashes > 1 && groups.get(1..).is_some_and(|groups| groups.iter().any(|len| *len > 3))
}

/// Two, two and four or two digits, or a month and a year: more likely a date.
fn is_date_like(value: &str) -> bool {
    let mut groups = value.split(|c: char| !c.is_ascii_digit()).map(str::len);
    let groups = [groups.next(), groups.next(), groups.next(), groups.next()];
    matches!(groups, [Some(1 | 2), Some(1 | 2), Some(2 | 4), None])
        || groups == [Some(2), Some(4), None, None]
            && value.get(3..5).is_some_and(|year| matches!(year, "19" | "20"))
}

fn is_in(value: &str, codes: &[u64]) -> bool {
    let digits = Digits::of(value);
    let digits = digits.strip_prefix(&[0]).unwrap_or(&digits);
    !is_date_like(value) && codes.iter().any(|&code| is_possible(code, digits))
}
