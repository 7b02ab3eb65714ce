//! Ages of people, by the words around them.

use super::{Probe, Trigger};
use crate::detect::Find;
use crate::detect::boundary::{before, behind};
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

pub(super) const PROBES: &[Probe] = &[Probe {
    name: "age_in_years",
    kinds: &["AGE"],
    at: Trigger::Number,
    find: in_years,
    example: "I am 42 years old",
    source: "cue words",
}];

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
    "man",
    "frau",
    "mann",
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

/// What may stand between who and the number.
const OF: &[&str] = &[" van", " de", " di", " of", " aged", " im alter von", " w wieku"];

/// Years, folded, and words that say that they are of somebody.
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

/// How much before a number and behind it is looked at.
const NEAR: usize = 40;

/// `ik ben 41 jaar`, `J'ai 42 ans`, `Femme, 42 ans`, `I'm 42.`, `42 years old`
fn in_years(text: &str, at: Span, finds: &mut Vec<Find>) {
    if !is_age(at.get(text).unwrap_or_default()) {
        return;
    }
    let rest = behind(text, at.end, NEAR);
    let next = rest.strip_prefix(' ').unwrap_or_default();
    let unit = first_word(next);
    let old = OLD.iter().any(|old| next.get(..old.len()).is_some_and(|next| next.eq_ignore_ascii_case(old)));
    let years = YEARS.contains(&&*unit) && !is_span_of_time(rest);
    let goes_on = rest.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let ends =
        rest.is_empty() || rest.starts_with(['.', ',', '!', '\n']) && !goes_on || rest.starts_with(" and ");
    if old || years && stands_before(text, at.start, PEOPLE) || ends && stands_before(text, at.start, ALONE) {
        finds.push(Find::new(at, Kind::built_in("AGE"), 0.65, "age_in_years"));
    }
}

/// Whether one of these stands before a number.
fn stands_before(text: &str, number: usize, who: &[&str]) -> bool {
    let before = before(text, number, NEAR).to_lowercase();
    let before = before.trim_end_matches([',', ' ', '(']);
    let before = OF.iter().find_map(|of| before.strip_suffix(of)).unwrap_or(before);
    let word = |rest: &str| !rest.ends_with(char::is_alphanumeric);
    who.iter().any(|who| before.strip_suffix(who).is_some_and(word))
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

fn is_age(digits: &str) -> bool {
    (2..4).contains(&digits.len()) && digits.parse().is_ok_and(|age: u32| (10..120).contains(&age))
}
