//! Vehicles, telephones, and what machines read on passports and cards.

use super::{Probe, Trigger};
use crate::detect::Find;
use crate::detect::checksum::{Digits, is_one_digit, luhn, number};
use crate::detect::rule::{Rule, Start, check, form};
use crate::kind::Kind;
use crate::span::Span;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "vin",
        kind: "VIN",
        forms: &[form("[A-HJ-NPR-Z0-9]{13}[0-9]{4}", 0.8), form("(?i)[A-HJ-NPR-Z0-9]{13}[0-9]{4}", 0.5)],
        check: check("check digit in the ninth place", is_checked_vin),
        context: &[VEHICLE],
        examples: &["1HGCM82633A004352", "1M8GDM9AXKP042788", "5gzcz43d13s812715"],
        near_misses: &["1HGCM82633A004353", "1HGCM82633A00435", "1HGCM82633AO04352", "11111111111111111"],
        source: "49 CFR 565.15; ISO 3779",
        ..Rule::BASE
    },
    Rule {
        name: "vin_world",
        kind: "VIN",
        forms: &[form("(?i)[A-HJ-NPR-Z0-9]{13}[0-9]{4}", 0.1)],
        check: check("letters and digits of a VIN", is_vin),
        context: &[VEHICLE],
        examples: &["WVWZZZ1JZXW000001", "WBA3A5C50CF256985", "vf1bm0a0h35678901"],
        near_misses: &["WVWZZZ1JZXW00001", "WVWZZZ1JZIW000001", "WVWZZZ1JZXW0000AB", "12345678901234567"],
        source: "ISO 3779, ISO 3780",
        ..Rule::BASE
    },
    Rule {
        name: "imei",
        kind: "IMEI",
        forms: &[
            form("[0-9]{15}", 0.2),
            form("[0-9]{2}[ -/.][0-9]{6}[ -/.][0-9]{6}[ -/.][0-9]", 0.4),
            form("[0-9]{6}[ -/.][0-9]{2}[ -/.][0-9]{6}[ -/.][0-9]", 0.4),
            form("[0-9]{8}[ -/.][0-9]{6}[ -/.][0-9]", 0.3),
        ],
        check: check("Luhn, reporting body", |value| {
            let digits = Digits::of(value);
            is_device(&digits) && luhn(&digits)
        }),
        context: &[DEVICE],
        examples: &["490154203237518", "35-209900-176148-1", "352099 00 176148 1", "35209900-176148-1"],
        near_misses: &["490154203237517", "49015420323751", "000000000000000", "120154203237518"],
        source: "3GPP TS 23.003, GSMA TS.06",
        ..Rule::BASE
    },
    Rule {
        name: "imeisv",
        kind: "IMEI",
        forms: &[form("[0-9]{16}", 0.05), form("[0-9]{2}-[0-9]{6}-[0-9]{6}-[0-9]{2}", 0.4)],
        check: check("reporting body", |value| is_device(&Digits::of(value))),
        context: &[DEVICE],
        examples: &["35-209900-176148-23", "3520990017614823"],
        near_misses: &["12-209900-176148-23", "0000000000000000", "35209900176148231"],
        source: "3GPP TS 23.003",
        ..Rule::BASE
    },
    Rule {
        name: "mrz_names",
        kind: "PASSPORT",
        start: Start::Literal(&["P<", "PA", "PB", "PD", "PE", "PM", "PO", "PP", "PR", "PS", "PT", "PU"]),
        forms: &[form("P[A-Z<][A-Z]{3}[A-Z<]{39}|P[A-Z<]D<<[A-Z<]{39}", 0.9)],
        check: check("names and fillers", |value| {
            let names = value.get(5..).unwrap_or_default();
            names.starts_with(|c: char| c != '<') && names.contains("<<")
        }),
        examples: &[
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
            "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<",
        ],
        near_misses: &[
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<",
            "P<UTOERIKSSONANNAMARIAANDALLOFHERCHILDRENXYZ",
        ],
        source: "ICAO Doc 9303, part 4",
        ..Rule::BASE
    },
];

pub(super) const PROBES: &[Probe] = &[Probe {
    name: "machine_readable_zone",
    kinds: &["PASSPORT", "ID_CARD"],
    at: Trigger::Number,
    find: machine_readable_zone,
    example: "",
    source: "ICAO Doc 9303",
}];

const VEHICLE: &[&str] = &[
    "vin",
    "vehicle",
    "vehicle identification",
    "chassis",
    "chassisnummer",
    "chassisnummers",
    "voertuigidentificatienummer",
    "fin",
    "fahrgestell*",
    "fahrzeugidentifi*",
    "fahrzeug",
    "chassi",
    "chasis",
    "bastidor",
    "telaio",
    "nadwozia",
    "nadwozie",
    "chassinummer",
    "vehiculo",
    "vehicule",
    "veicolo",
    "veiculo",
    "pojazdu",
    "fordon*",
    "car",
    "auto",
];

const DEVICE: &[&str] = &["imei", "imeisv", "imei sv", "meid"];

/// Values of letters: A to H are 1 to 8, J to R 1 to 9, S to Z 2 to 9.
fn value_of(b: u8) -> Option<u32> {
    Some(u32::from(match b.to_ascii_uppercase() {
        b @ b'0'..=b'9' => b - b'0',
        b @ b'A'..=b'H' => b - b'A' + 1,
        b @ (b'J'..=b'N' | b'P' | b'R') => b - b'J' + 1,
        b @ b'S'..=b'Z' => b - b'S' + 2,
        _ => return None,
    }))
}

/// Letters of a maker and a model; a year that exists in North America, and the sum of weights modulo eleven in the
/// ninth place.
fn is_checked_vin(value: &str) -> bool {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let bytes = value.as_bytes();
    let values = bytes.iter().map(|b| value_of(*b));
    let sum: Option<u32> = values.zip(WEIGHTS).map(|(value, weight)| value.map(|value| value * weight)).sum();
    let wanted = match bytes.get(8).map(u8::to_ascii_uppercase) {
        Some(b'X') => 10,
        Some(b @ b'0'..=b'9') => u32::from(b - b'0'),
        _ => return false,
    };
    let year = bytes.get(9).is_some_and(|b| !matches!(b.to_ascii_uppercase(), b'U' | b'Z' | b'0'));
    sum.is_some_and(|sum| sum % 11 == wanted) && year && is_vin(value)
}

/// Two letters or more, not in two sorts; the first eight places are not all digits.
fn is_vin(value: &str) -> bool {
    let count = |is: fn(&u8) -> bool| value.as_bytes().iter().filter(|b| is(b)).count();
    let (small, capital) = (count(u8::is_ascii_lowercase), count(u8::is_ascii_uppercase));
    let maker = value.as_bytes().iter().take(8).any(u8::is_ascii_alphabetic);
    small + capital >= 2 && (small == 0 || capital == 0) && maker
}

/// The first two digits are a body that reports types, and the number is not one digit.
fn is_device(digits: &[u8]) -> bool {
    let body = number(digits.get(..2).unwrap_or_default());
    let known = matches!(body, 1 | 10 | 30 | 33 | 35 | 44 | 45 | 49..=54 | 86 | 91 | 98 | 99);
    known && !is_one_digit(digits)
}

/// Longest zone: three lines of thirty.
const ZONE: usize = 90;

/// Lines of a document that a digit stands in: of a passport, a visa, a card (ICAO Doc 9303, parts 4 to 7).
fn machine_readable_zone(text: &str, word: Span, finds: &mut Vec<Find>) {
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(b'\n');
    // Most words with a digit are not in a zone.
    let filled = byte(word.end) == b'<' || word.start > 0 && byte(word.start - 1) == b'<';
    if !filled && word.len() < 30 {
        return;
    }
    let is_zone = |b: &&u8| b.is_ascii_uppercase() || b.is_ascii_digit() || **b == b'<';
    let line_at = |at: usize| {
        let back =
            bytes.get(..at).unwrap_or_default().iter().rev().take(ZONE + 1).take_while(is_zone).count();
        let on = bytes.get(at..).unwrap_or_default().iter().take(ZONE + 1).take_while(is_zone).count();
        Span::new(at - back, at + on)
    };
    let line = line_at(word.start);
    let gap = |at: usize, back: bool| {
        let breaks = |b: &&u8| matches!(b, b'\n' | b'\r' | b' ' | b'\t');
        let count = if back {
            bytes.get(..at).unwrap_or_default().iter().rev().take(8).take_while(breaks).count()
        } else {
            bytes.get(at..).unwrap_or_default().iter().take(8).take_while(breaks).count()
        };
        Some(count).filter(|count| (1..8).contains(count))
    };
    let before = |line: Span| {
        let end = line.start - gap(line.start, true)?;
        Some(line_at(end)).filter(|other| other.end == end && other.len() == line.len())
    };
    let after = |line: Span| {
        let start = line.end + gap(line.end, false)?;
        Some(line_at(start)).filter(|other| other.start == start && other.len() == line.len())
    };
    let get = |span: Span| bytes.get(span.start..span.end).unwrap_or_default();
    let mut push = |start: usize, end: usize, kind: &'static str, score: f32| {
        finds.push(Find::new(Span::new(start, end), Kind::built_in(kind), score, "machine_readable_zone"));
    };
    match line.len() {
        // Two lines; the second one has the digits, but for the card of France that has them on both.
        44 | 36 => {
            let (first, second) = match before(line) {
                Some(first) => (Some(first), line),
                None => (None, line),
            };
            let letters = first.map(get).unwrap_or_default();
            if is_second_line(get(second))
                && first.is_none_or(|_| letters.iter().all(|b| !b.is_ascii_digit()))
            {
                let passport = letters.first().map_or(line.len() == 44, |b| *b == b'P');
                let kind = if passport { "PASSPORT" } else { "ID_CARD" };
                push(first.map_or(second.start, |first| first.start), second.end, kind, 0.95);
            } else if first.is_some() && is_french(letters, get(second)) {
                push(first.map_or(second.start, |first| first.start), second.end, "ID_CARD", 0.95);
            }
        }
        88 | 72 => {
            let (first, second) = get(line).split_at_checked(line.len() / 2).unwrap_or_default();
            if is_second_line(second) || is_french(first, second) {
                push(line.start, line.end, if line.len() == 88 { "PASSPORT" } else { "ID_CARD" }, 0.95);
            }
        }
        90 => {
            let zone = get(line);
            if let (Some(first), Some(second)) = (zone.get(..30), zone.get(30..60)) {
                if is_first_of_three(first) && is_second_of_three(Some(first), second) {
                    push(line.start, line.end, "ID_CARD", 0.95);
                }
            }
        }
        30 if is_first_of_three(get(line)) => match after(line) {
            Some(second) if is_second_of_three(Some(get(line)), get(second)) => {
                let third = after(second).filter(|third| is_names(get(*third)));
                push(line.start, third.unwrap_or(second).end, "ID_CARD", 0.95);
            }
            _ => push(line.start, line.end, "ID_CARD", 0.7),
        },
        30 if is_second_of_three(None, get(line)) => {
            let third = after(line).filter(|third| is_names(get(*third)));
            push(line.start, third.unwrap_or(line).end, "ID_CARD", 0.85);
        }
        _ => {}
    }
}

/// Weights 7, 3, 1 over values 0 to 35, a filler is 0; the last digit of the sum.
fn holds<'b>(parts: impl IntoIterator<Item = &'b [u8]>, digit: Option<&u8>) -> bool {
    let bytes = parts.into_iter().flatten();
    let value = |b: &u8| char::from(*b).to_digit(36).unwrap_or_default();
    let sum: u32 = bytes.zip([7, 3, 1].into_iter().cycle()).map(|(b, weight)| value(b) * weight).sum();
    digit.is_some_and(|digit| u32::from(*digit) == u32::from(b'0') + sum % 10)
}

fn part(line: &[u8], from: usize, to: usize) -> &[u8] {
    line.get(from..to).unwrap_or_default()
}

/// A day of birth or the end of validity, with its digit; what is unknown is a filler.
fn is_day(line: &[u8], at: usize) -> bool {
    let day = part(line, at, at + 6);
    let pair = |at: usize| match day.get(at..at + 2) {
        Some(b"<<") => 1,
        Some(&[a @ b'0'..=b'9', b @ b'0'..=b'9']) => 10 * (a - b'0') + (b - b'0'),
        _ => 99,
    };
    pair(0) < 99 + u8::from(day.starts_with(b"99"))
        && (1..=12).contains(&pair(2))
        && (1..=31).contains(&pair(4))
        && holds([day], line.get(at + 6))
}

fn is_sex(b: Option<&u8>) -> bool {
    matches!(b, Some(b'M' | b'F' | b'X' | b'<'))
}

fn is_country(code: &[u8]) -> bool {
    code.first().is_some_and(u8::is_ascii_uppercase)
        && code.iter().all(|b| b.is_ascii_uppercase() || *b == b'<')
}

fn is_names(line: &[u8]) -> bool {
    line.first().is_some_and(u8::is_ascii_uppercase) && !line.iter().any(u8::is_ascii_digit)
}

/// Number, nationality, days, and more of a passport, a visa or a card of two lines. Visas have no digit over all.
fn is_second_line(line: &[u8]) -> bool {
    let own = holds([part(line, 0, 9)], line.get(9)) && is_country(part(line, 10, 13));
    let days = is_day(line, 13) && is_sex(line.get(20)) && is_day(line, 21);
    let last = line.len().saturating_sub(1);
    let all = holds([part(line, 0, 10), part(line, 13, 20), part(line, 21, last)], line.get(last));
    let visa = line.get(last) == Some(&b'<');
    own && days && (all || visa)
}

/// The card of France until 2021: number with a digit, names, day of birth with a digit, a digit over both lines.
fn is_french(first: &[u8], second: &[u8]) -> bool {
    first.starts_with(b"IDFRA")
        && second.len() == 36
        && holds([part(second, 0, 12)], second.get(12))
        && is_day(second, 27)
        && holds([first, part(second, 0, 35)], second.get(35))
}

/// Number of a card of three lines. A longer one goes on behind the filler that stands for its digit.
fn is_first_of_three(line: &[u8]) -> bool {
    let kind = matches!(line.first(), Some(b'I' | b'A' | b'C')) && is_country(part(line, 2, 5));
    let more = part(line, 15, 30);
    let len = more.iter().position(|b| *b == b'<').unwrap_or(more.len());
    let long = line.get(14) == Some(&b'<') && len > 1;
    let digit = if long { more.get(len - 1) } else { line.get(14) };
    let more = if long { part(more, 0, len - 1) } else { &[] };
    let filler: &[u8] = if long { b"<" } else { &[] };
    let any = part(line, 5, 14).iter().any(u8::is_ascii_digit);
    // Belgium counts the filler, which is a zero that moves the weights; others do not.
    kind && any
        && (holds([part(line, 5, 14), more], digit) || holds([part(line, 5, 14), filler, more], digit))
}

/// Days, nationality, and a digit over both lines.
fn is_second_of_three(first: Option<&[u8]>, line: &[u8]) -> bool {
    let own = is_day(line, 0) && is_sex(line.get(7)) && is_day(line, 8) && is_country(part(line, 15, 18));
    let all = |first: &[u8]| {
        let parts = [part(first, 5, 30), part(line, 0, 7), part(line, 8, 15), part(line, 18, 29)];
        holds(parts, line.get(29))
    };
    own && first.is_none_or(all)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use crate::Detector;

    const PASSPORT: &str =
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
    const CARD: &str =
        "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<";
    const TWO_LINES: &str = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6";

    /// Zones in a text, with their kinds.
    fn zones(text: &str) -> Vec<(String, &str)> {
        let finds = Detector::new().detect(text).unwrap();
        let zones = finds.iter().filter(|find| find.recognizer().is_some_and(|name| name.starts_with("m")));
        zones.map(|find| (find.kind().unwrap().to_string(), find.span().get(text).unwrap())).collect()
    }

    #[test]
    fn zones_are_found_whole() {
        for (kind, zone) in [("PASSPORT", PASSPORT), ("ID_CARD", CARD), ("ID_CARD", TWO_LINES)] {
            assert_eq!(zones(zone), [(kind.to_owned(), zone)]);
            let text = format!("scan:\n{zone}\nthat's it");
            assert_eq!(zones(&text), [(kind.to_owned(), zone)]);
            let in_one = zone.replace('\n', "");
            assert_eq!(zones(&in_one), [(kind.to_owned(), &*in_one)]);
            let crlf = zone.replace('\n', "\r\n");
            assert_eq!(zones(&crlf), [(kind.to_owned(), &*crlf)]);
        }
    }

    #[test]
    fn lines_are_found_alone() {
        for line in PASSPORT.lines() {
            assert_eq!(zones(line), [("PASSPORT".to_owned(), line)]);
        }
        for line in CARD.lines().take(2) {
            assert_eq!(zones(line), [("ID_CARD".to_owned(), line)]);
        }
        let belgian = "IDBEL000590448<301<<<<<<<<<<<<";
        assert_eq!(zones(belgian), [("ID_CARD".to_owned(), belgian)]);
    }

    #[test]
    fn wrong_digits_are_not_found() {
        for line in [
            "L898902C37UTO7408122F1204159ZE184226B<<<<<10",
            "L898902C36UTO7408132F1204159ZE184226B<<<<<10",
            "L898902C36UTO7408122F1204159ZE184226B<<<<<11",
            "L898902C36UTO7408122F1204159ZE184226B<<<<10",
            "I<UTOD231458908<<<<<<<<<<<<<<<",
            "7408122F1204158UTO<<<<<<<<<<<6",
            "a<b1<<c",
            "cout<<x1<<y2<<z",
        ] {
            assert_eq!(zones(line), [], "{line}");
        }
    }
}
