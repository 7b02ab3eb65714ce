//! Ages of people, by the words around them.

use super::cue::is_word;
use super::{Probe, Trigger};
use crate::detect::Find;
use crate::detect::context::fold;
use crate::detect::rule::{Rule, form};
use crate::kind::Kind;
use crate::span::Span;

pub(super) const RULES: &[Rule] = &[Rule {
    name: "age",
    kind: "AGE",
    forms: &[
        form("[1-9][0-9]|1[01][0-9]", 0.1),
        form("([1-9][0-9]|1[01][0-9])(-years?-old|-jarigen?|-jährige[rnms]?|-årige?|-letnia?| ?y/o|yo)", 0.6),
    ],
    context: &[&["age", "aged", "leeftijd", "alter", "age de", "edad", "eta", "idade", "wiek", "alder"]],
    reach: 2,
    examples: &["42", "103", "42-year-old", "42-jarige", "42yo"],
    near_misses: &["420", "4", "420-year-old"],
    source: "cue words",
    ..Rule::BASE
}];

pub(super) const PROBES: &[Probe] = &[
    Probe { name: "age_of_person", kinds: &["AGE"], at: Trigger::Words(PEOPLE), find: of_person },
    Probe { name: "age_in_years", kinds: &["AGE"], at: Trigger::Words(OLD), find: in_years },
];

/// Who has an age, with the verb where one is needed. Years follow.
const PEOPLE: &[&str] = &[
    "i am",
    "i'm",
    "i’m",
    "he is",
    "he's",
    "she is",
    "she's",
    "they are",
    "who is",
    "turned",
    "turning",
    "ik ben",
    "hij is",
    "zij is",
    "ze is",
    "ich bin",
    "er ist",
    "sie ist",
    "j'ai",
    "j’ai",
    "il a",
    "elle a",
    "qui a",
    "femme",
    "homme",
    "fille",
    "fils",
    "garçon",
    "tengo",
    "tiene",
    "cumple",
    "cumplo",
    "mujer",
    "hombre",
    "ho",
    "compie",
    "donna",
    "uomo",
    "tenho",
    "tem",
    "mulher",
    "homem",
    "mam",
    "kobieta",
    "mężczyzna",
    "jag är",
    "han är",
    "hon är",
    "fyller",
    "kvinna",
    "vrouw",
    "frau",
    "woman",
    "female",
    "male",
    "patient",
    "patiente",
    "paciente",
    "paziente",
    "pacjent",
    "pacjentka",
];

/// Of these, those after which a number that ends the clause is enough.
const ALONE: &[&str] =
    &["i am", "i'm", "i’m", "he is", "she is", "ik ben", "hij is", "zij is", "ich bin", "jag är", "turned"];

/// Most bytes between who and the number.
const LONGEST_GAP: usize = 16;

/// Years, folded, and the words that say that they are of somebody.
const YEARS: &[&str] = &["jaar", "jahre", "ans", "anos", "anni", "lat", "lata", "ar"];
const OLD: &[&str] = &[
    "years old",
    "year old",
    "yrs old",
    "years of age",
    "jaar oud",
    "jahre alt",
    "ans révolus",
    "años de edad",
    "anos de idade",
    "anni di età",
    "lat życia",
    "år gammal",
];

/// `ik ben 41 jaar`, `J'ai 42 ans`, `Femme, 42 ans`, `I'm 42.`
fn of_person(text: &str, cue: Span, finds: &mut Vec<Find>) {
    let Some(rest) = text.get(cue.end..).filter(|_| is_word(text, cue)) else { return };
    let begin = rest.trim_start_matches([',', ' ', '(']);
    let of = ["van ", "de ", "di ", "of ", "aged ", "im Alter von ", "w wieku "];
    let begin = of.iter().find_map(|of| begin.strip_prefix(of)).unwrap_or(begin);
    let gap = rest.len() - begin.len();
    let Some(age) =
        begin.get(..leading_digits(begin)).filter(|age| gap > 0 && gap < LONGEST_GAP && is_age(age))
    else {
        return;
    };
    let rest = begin.get(age.len()..).unwrap_or_default();
    let word = cue.get(text).unwrap_or_default();
    let unit: String = rest.strip_prefix(' ').map(first_word).unwrap_or_default();
    let ends = rest.starts_with(['.', ',', '!', '\n'])
        && rest.get(1..).is_none_or(|rest| leading_digits(rest) == 0)
        || rest.starts_with(" and ")
        || rest.is_empty();
    let years = YEARS.contains(&&*unit) && !is_span_of_time(rest);
    let among = |words: &[&str]| words.iter().any(|other| other.eq_ignore_ascii_case(word));
    if years || ends && gap == 1 && among(ALONE) {
        let start = cue.end + gap;
        finds.push(Find::new(
            Span::new(start, start + age.len()),
            Kind::built_in("AGE"),
            0.65,
            "age_of_person",
        ));
    }
}

/// `42 years old`, `41 jaar oud`
fn in_years(text: &str, unit: Span, finds: &mut Vec<Find>) {
    let before = text.get(..unit.start).unwrap_or_default();
    let number = before.trim_end_matches([' ', '-']);
    let digits = number.bytes().rev().take(4).take_while(u8::is_ascii_digit).count();
    let span = Span::new(number.len() - digits, number.len());
    let whole = !number
        .get(..span.start)
        .is_some_and(|text| text.ends_with(|c: char| c.is_alphanumeric() || c == '.'));
    if whole
        && before.len() - number.len() == 1
        && is_age(span.get(text).unwrap_or_default())
        && is_word(text, unit)
    {
        finds.push(Find::new(span, Kind::built_in("AGE"), 0.65, "age_in_years"));
    }
}

/// `42 ans de garantie`, `10 years ago`: years of something else.
fn is_span_of_time(rest: &str) -> bool {
    let mut words = rest.trim_start().split(' ').skip(1);
    let next = words.next().map(first_word).unwrap_or_default();
    let after = words.next().map(first_word).unwrap_or_default();
    match &*next {
        "of" => after != "age",
        "de" | "d" | "di" => !matches!(&*after, "edad" | "idade" | "eta" | "age"),
        "ago" | "in" | "into" | "at" | "away" | "experience" | "ervaring" | "geleden" | "bij" | "lid"
        | "klant" | "doswiadczenia" | "erfahrung" | "hier" | "kunde" | "d'experience" | "esperienza"
        | "temu" | "sedan" => true,
        _ => false,
    }
}

fn first_word(text: &str) -> String {
    let word = text.split(|c: char| !c.is_alphabetic() && c != '\'').next().unwrap_or_default();
    fold(word).into_owned()
}

fn leading_digits(text: &str) -> usize {
    text.bytes().take(4).take_while(u8::is_ascii_digit).count()
}

fn is_age(digits: &str) -> bool {
    (2..4).contains(&digits.len()) && digits.parse().is_ok_and(|age: u32| (10..120).contains(&age))
}
