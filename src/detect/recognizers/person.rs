//! Facts about a person: the day of birth; and where somebody is.

use super::cue::{Link, Value, is_word, value_after};
use super::{Probe, Trigger};
use crate::detect::Find;
use crate::detect::boundary::{before, behind};
use crate::detect::checksum::{Digits, is_date, number};
use crate::detect::context::fold;
use crate::detect::rule::{Rule, check, form};
use crate::kind::Kind;
use crate::span::Span;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "date_of_birth",
        kind: "DATE_OF_BIRTH",
        forms: &[
            form("[0-9]{1,2}[./-] ?[0-9]{1,2}[./-] ?((19|20)[0-9]{2}|[0-9]{2})", 0.1),
            form("(19|20)[0-9]{2}[./-][0-9]{1,2}[./-][0-9]{1,2}", 0.1),
            form("(19|20)[0-9]{6}", 0.1),
            // As programs write days.
            form(
                "(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?",
                0.1,
            ),
            // 16. Februar 1960, 7 de julho de 1956, 11th of August 1962, 26-mar-99
            form(
                r"[0-9]{1,2}(\.|st|nd|rd|th|er|º)?[ -](of |de |den )?\p{L}{3,12}\.?,?[ -](de |of |del )?((19|20)[0-9]{2}|'?[0-9]{2})",
                0.1,
            ),
            // August 11, 1962
            form(r"[A-Za-z]{3,12}\.? [0-9]{1,2}(st|nd|rd|th)?,? ((19|20)[0-9]{2})", 0.1),
            form(r"(19|20)[0-9]{2}[ -]\p{L}{3,12}\.?[ -][0-9]{1,2}", 0.1),
        ],
        check: check("calendar", is_day),
        context: &[BIRTH],
        examples: &[
            "1968-09-15",
            "8/19/54",
            "16. Februar 1960",
            "7 de julho de 1956",
            "August 11, 1962",
            "26 grudnia 1996",
        ],
        near_misses: &["1968-13-15", "32/01/1970", "30 February 1970", "10 points 1970"],
        source: "ISO 8601; Unicode CLDR, names of months",
        ..Rule::BASE
    },
    Rule {
        name: "coordinates",
        kind: "COORDINATES",
        forms: &[
            form(r"-?[0-9]{1,2}\.[0-9]{4,10}[,;] ?-?[0-9]{1,3}\.[0-9]{4,10}", 0.5),
            form(r"-?[0-9]{1,2}\.[0-9]{4,10} -?[0-9]{1,3}\.[0-9]{4,10}", 0.4),
            form(r"[NS] ?[0-9]{1,2}\.[0-9]{3,10}°?[,;]? ?[EWO] ?[0-9]{1,3}\.[0-9]{3,10}°?", 0.7),
            form(r"-?[0-9]{1,2}\.[0-9]{3,10}°? ?[NS][,;]? ?[0-9]{1,3}\.[0-9]{3,10}°? ?[EWO]", 0.7),
            form(
                r#"[0-9]{1,2}° ?[0-9]{1,2}['′] ?([0-9]{1,2}(\.[0-9]+)?["″] ?)?[NS][,;]? ?[0-9]{1,3}° ?[0-9]{1,2}['′] ?([0-9]{1,2}(\.[0-9]+)?["″] ?)?[EWO]"#,
                0.7,
            ),
        ],
        check: check("range of degrees", is_place),
        context: &[&[
            "coordinates",
            "coordinaten",
            "koordinaten",
            "coordonnees",
            "coordenadas",
            "coordinate",
            "wspolrzedne",
            "koordinater",
            "gps",
            "location",
            "latitude",
            "lat",
            "lon",
            "lng",
        ]],
        examples: &["52.370216, 4.895168", "-33.8688, 151.2093", "52.3702° N, 4.8952° E", "N52.3702 E4.8952"],
        near_misses: &[
            "92.370216, 4.895168",
            "52.3702, 184.8952",
            "52.37, 4.89",
            "1.3702, 0.8952",
            "12.0000, 13.0000",
        ],
        source: "ISO 6709",
        ..Rule::BASE
    },
];

pub(super) const PROBES: &[Probe] = &[
    Probe {
        name: "coordinate",
        kinds: &["COORDINATES"],
        at: Trigger::Words(DEGREES),
        find: coordinate,
        example: "lat: 51.92, lon: 4.48",
        source: "ISO 6709",
    },
    Probe {
        name: "birth_sign",
        kinds: &["DATE_OF_BIRTH"],
        at: Trigger::Number,
        find: birth_sign,
        example: "Erika Muster (*12.10.1970)",
        source: "DIN 5008 and genealogical signs: * for born",
    },
];

/// Names of a coordinate.
const DEGREES: &[&str] = &[
    "lat",
    "latitude",
    "latitud",
    "latitudine",
    "lng",
    "lon",
    "longitude",
    "longitud",
    "longitudine",
    "breitengrad",
    "längengrad",
    "szerokość geograficzna",
    "długość geograficzna",
];

/// How far from a name of a coordinate that of the other one may stand.
const PAIR: usize = 64;

/// Degrees with two decimals or more behind their name; without a sign, three.
fn coordinate(text: &str, cue: Span, finds: &mut Vec<Find>) {
    let Some(Value { span, link, .. }) = value_after(text, cue).filter(|_| is_word(text, cue)) else {
        return;
    };
    let value = span.get(text).unwrap_or_default();
    let is_digit = |c: char| c.is_ascii_digit() || c == '.';
    let sign = usize::from(value.starts_with('-'));
    let len = value.get(sign..).map_or(0, |digits| digits.find(|c| !is_digit(c)).unwrap_or(digits.len()));
    let number = value.get(..sign + len).unwrap_or_default().trim_end_matches('.');
    let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    // Longitude with latitude: alone, `lat` is also a delay.
    let around = cue.start - before(text, cue.start, PAIR).len()..cue.end + behind(text, cue.end, PAIR).len();
    let near = text.get(around).unwrap_or_default();
    let near = fold(near);
    let pair = ["lat", "breite", "szerok"].iter().any(|name| near.contains(name))
        && ["lon", "lng", "lange", "dlug"].iter().any(|name| near.contains(name));
    let whole = !value.get(number.len()..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    let place = number.parse().is_ok_and(|degrees: f64| degrees.abs() <= 180.0);
    if pair && whole && place && decimals >= if link == Link::Space { 3 } else { 2 } {
        let span = Span::new(span.start, span.start + number.len());
        finds.push(Find::new(span, Kind::built_in("COORDINATES"), 0.7, "coordinate"));
    }
}

/// A day behind the sign for birth: `*12.10.1970`, `(* 12. Oktober 1970 in Bonn)`. At the beginning of a line, with a
/// space behind it, the sign begins a point of a list.
fn birth_sign(text: &str, word: Span, finds: &mut Vec<Find>) {
    let near = before(text, word.start, 4);
    let Some(outside) = near.strip_suffix(' ').unwrap_or(near).strip_suffix('*') else { return };
    let parted = near.ends_with(' ');
    let stands = match outside.trim_end_matches(' ').chars().next_back() {
        None | Some('\n') => !parted,
        Some('(' | '[' | ',' | ';' | '|' | '"') => true,
        Some(c) => c.is_alphabetic() && outside.ends_with(' '),
    };
    let Some(len) = day_and_year(behind(text, word.start, 24)).filter(|_| stands) else { return };
    let span = Span::new(word.start, word.start + len);
    let rest = behind(text, span.end, 4);
    let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '*' | '-' | '/'))
        || rest.starts_with('.') && rest.chars().nth(1).is_some_and(char::is_alphanumeric);
    if !goes_on && span.get(text).is_some_and(is_day) {
        finds.push(Find::new(span, Kind::DATE_OF_BIRTH, 0.7, "birth_sign"));
    }
}

/// How long a day, a month and a year of four digits are that a text begins with.
fn day_and_year(text: &str) -> Option<usize> {
    let part = |at: usize, is: fn(char) -> bool| {
        let rest = text.get(at..)?;
        Some(rest.find(|c| !is(c)).unwrap_or(rest.len()))
    };
    let digit = |c: char| c.is_ascii_digit();
    let day = part(0, digit).filter(|len| (1..=2).contains(len))?;
    let at = day + text.get(day..)?.strip_prefix('.').map(|rest| 1 + usize::from(rest.starts_with(' ')))?;
    let month = part(at, char::is_alphanumeric)?;
    let sign = text.get(at + month..)?.chars().next().filter(|c| matches!(c, '.' | ' '))?;
    let year = at + month + sign.len_utf8();
    let year = year + usize::from(sign == '.' && text.get(year..)?.starts_with(' '));
    (part(year, digit)? == 4).then_some(year + 4)
}

const BIRTH: &[&str] = &[
    "born",
    "birth",
    "birthday",
    "birthdate",
    "dob",
    "d o b",
    "bday",
    "patient",
    "patiente",
    "paciente",
    "paziente",
    "patientin",
    "pacjent*",
    "geb",
    "geboren",
    "geboortedatum",
    "geboortedag",
    "geboorte",
    "verjaardag",
    "jarig",
    "geburtsdatum",
    "geburtstag",
    "geburt",
    "ne le",
    "nee le",
    "ne e le",
    "ne en",
    "nee en",
    "ne a",
    "nee a",
    "naiss",
    "ddn",
    "naissance",
    "anniversaire",
    "nacido",
    "nacida",
    "naci",
    "nacio",
    "nacimiento",
    "cumpleanos",
    "nato",
    "nata",
    "nascita",
    "compleanno",
    "nasci",
    "nasceu",
    "nascido",
    "nascida",
    "nascimento",
    "nasc",
    "nac",
    "aniversario",
    "urodz*",
    "ur",
    "fodd*",
    "fodelsdato",
    "fodselsdato",
    "fodselsdag",
    "syntymaaika",
    "narozen*",
    "fodelsedatum",
    "fodelsedag",
    "fodt",
    "syntynyt",
];

/// The first letters of the months, folded, from January on: in nine languages.
const MONTHS: &[&[&str]] = &[
    &["jan", "janv", "ene", "gen", "sty"],
    &["feb", "fev", "lut"],
    &["mar", "mrt", "maa", "mae", "mrz"],
    &["apr", "avr", "abr", "kwi"],
    &["may", "mei", "mai", "mag", "maj", "mayo", "maio"],
    &["jun", "juin", "giu", "cze"],
    &["jul", "juil", "lug", "lip"],
    &["aug", "aou", "ago", "sie"],
    &["sep", "set", "wrz"],
    &["oct", "okt", "ott", "out", "paz"],
    &["nov", "lis"],
    &["dec", "dez", "dic", "des", "gru"],
];

/// The names of the months that are longer than their first letters, folded: how they may go on.
const ENDINGS: &[&str] = &[
    "january",
    "januari",
    "januar",
    "janner",
    "janvier",
    "enero",
    "gennaio",
    "janeiro",
    "stycznia",
    "styczen",
    "february",
    "februari",
    "februar",
    "fevrier",
    "febrero",
    "febbraio",
    "fevereiro",
    "lutego",
    "luty",
    "march",
    "maart",
    "marz",
    "mars",
    "marzo",
    "marco",
    "marca",
    "marzec",
    "maerz",
    "april",
    "avril",
    "abril",
    "aprile",
    "kwietnia",
    "kwiecien",
    "may",
    "mei",
    "mai",
    "mayo",
    "maggio",
    "maio",
    "maja",
    "maj",
    "june",
    "juni",
    "juin",
    "junio",
    "giugno",
    "junho",
    "czerwca",
    "czerwiec",
    "july",
    "juli",
    "juillet",
    "julio",
    "luglio",
    "julho",
    "lipca",
    "lipiec",
    "august",
    "augustus",
    "aout",
    "agosto",
    "sierpnia",
    "sierpien",
    "augusti",
    "september",
    "septembre",
    "septiembre",
    "setiembre",
    "settembre",
    "setembro",
    "wrzesnia",
    "wrzesien",
    "sept",
    "october",
    "oktober",
    "octobre",
    "octubre",
    "ottobre",
    "outubro",
    "pazdziernika",
    "pazdziernik",
    "november",
    "novembre",
    "noviembre",
    "novembro",
    "listopada",
    "listopad",
    "december",
    "dezember",
    "decembre",
    "diciembre",
    "dicembre",
    "dezembro",
    "grudnia",
    "grudzien",
];

/// The number of a month by its name or its first letters.
fn month(word: &str) -> Option<u32> {
    let word = fold(word);
    let known = ENDINGS.contains(&&*word) || word.len() <= 4;
    let starts = |names: &[&str]| names.iter().any(|name| word.starts_with(name));
    let at = MONTHS.iter().position(|names| starts(names)).filter(|_| known)?;
    u32::try_from(at + 1).ok()
}

/// A real day from 1900 on, in some order of day and month.
fn is_day(value: &str) -> bool {
    let value = match value.split_once('T') {
        Some((day, time)) if time.starts_with(|c: char| c.is_ascii_digit()) => day,
        _ => value.split_once(':').map_or(value, |(day, _)| day.get(..10).unwrap_or(day)),
    };
    let has_word = value.chars().filter(|c| c.is_alphabetic()).count() > 2;
    let word = value.split(|c: char| !c.is_alphabetic()).filter(|_| has_word).find_map(month);
    let parts: Vec<u32> =
        value.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    let year = |year: u32| if year < 100 { 1900 + year } else { year };
    match (parts.as_slice(), word) {
        ([one, other], Some(month)) => {
            let (day, years) = if *one > 31 { (other, one) } else { (one, other) };
            is_date(year(*years), month, *day)
        }
        ([one, two, three], None) if !has_word => {
            if *one > 31 {
                is_date(*one, *two, *three)
            } else {
                is_date(year(*three), *two, *one) || is_date(year(*three), *one, *two)
            }
        }
        ([all], None) if !has_word => is_date(all / 10_000, all / 100 % 100, all % 100),
        _ => false,
    }
}

fn is_place(value: &str) -> bool {
    let degrees: Vec<f64> = value
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .filter(|part| part.contains('.'))
        .filter_map(|part| part.parse().ok())
        .collect();
    match degrees.as_slice() {
        // Near 0, 0 is the sea; whole degrees are other numbers.
        [latitude, longitude] => {
            let sea = *latitude < 2.0 && *longitude < 2.0;
            let whole = latitude.fract() == 0.0 && longitude.fract() == 0.0;
            *latitude <= 90.0 && *longitude <= 180.0 && !sea && !whole
        }
        // Degrees, minutes, seconds.
        _ => value.contains('°') && number(&Digits::of(value)) > 0,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use crate::Detector;

    fn places(text: &str) -> Vec<&str> {
        let finds = Detector::new().detect(text).unwrap();
        let finds = finds.iter().filter(|find| find.kind().unwrap().as_str() == "COORDINATES");
        finds.map(|find| find.span().get(text).unwrap()).collect()
    }

    #[test]
    fn the_sign_for_birth_is_no_other_star() {
        let days = |text: &str| {
            let finds = Detector::new().detect(text).unwrap();
            let finds = finds.iter().filter(|find| find.kind().unwrap().as_str() == "DATE_OF_BIRTH");
            finds.map(|find| find.span().get(text).unwrap().to_owned()).collect::<Vec<_>>()
        };
        for text in
            ["*12.10.1970", "Erika Muster, *12.10.1970", "Erika (* 12.10.1970 in Bonn)", "Erika *12.10.1970."]
        {
            assert_eq!(days(text), ["12.10.1970"], "{text}");
        }
        assert_eq!(days("Erika (* 12. Oktober 1970)"), ["12. Oktober 1970"]);
        for text in [
            "* 12.10.1970 opening of the shop",
            "**12.10.1970**",
            "*12.10.1970*",
            "3*12.10.1970",
            "2 * 12.10.1970",
            "*13.13.1970",
            "*32.10.1970",
            "*12.10.1970.log",
            "*12.10.70",
        ] {
            assert_eq!(days(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn coordinates_are_found_by_their_names() {
        for text in [
            "lat: 51.92, lon: 4.48",
            "{\"lat\": 51.92, \"lng\": 4.48}",
            "latitude=51.92&longitude=4.48",
            "Breitengrad: 51.92, Längengrad: 4.48",
        ] {
            assert_eq!(places(text), ["51.92", "4.48"], "{text}");
        }
        assert_eq!(places("latitude 51.9225 longitude -4.4792"), ["51.9225", "-4.4792"]);
    }

    #[test]
    fn other_numbers_are_no_coordinates() {
        for text in ["lat=3.21 ms", "lon: 12.34", "lat: 5, lon: 6", "lat: 251.92, long story", "flat 51.92"] {
            assert_eq!(places(text), [""; 0], "{text}");
        }
    }
}
