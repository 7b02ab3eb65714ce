//! Names that are known as such, without a word that says so.

use super::list::{Known, known};
use super::name::{Letters, Name, ends_clause};
use super::word::{Case, Word};
use crate::detect::boundary::{before, behind};
use crate::detect::context::fold;
use crate::span::Span;

const FULL: f32 = 0.85;
const NEARLY: f32 = 0.65;
const DOUBTFUL: f32 = 0.55;
const SINGLE: f32 = 0.55;

/// Calls `found` with each name. A line without capitals is read in lower case.
pub(super) fn each(text: &str, mut found: impl FnMut(Span, f32)) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let letters = if has_capital(line) { Letters::Capital } else { Letters::Any };
        let mut from = at;
        while let Some(place) = next_start(text, from, end, letters) {
            let (name, next) = at_word(text, place, letters);
            name.into_iter().for_each(|(span, score)| found(span, score));
            from = next.max(place + 1);
        }
        at = end;
    }
}

/// Whether a word begins with a capital and goes on in small letters.
fn has_capital(line: &str) -> bool {
    let is_one = |pair: &[u8]| matches!(pair, [b'A'..=b'Z', b'a'..=b'z' | 0x80..] | [0xc3, 0x80..0xa0]);
    line.as_bytes().windows(2).any(is_one)
}

/// Where the next word begins that may begin a name.
pub(super) fn next_start(text: &str, from: usize, end: usize, letters: Letters) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut inside = from.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(|b| is_inside(*b));
    for (at, b) in bytes.get(from..end)?.iter().enumerate() {
        let starts =
            b.is_ascii_uppercase() || *b >= 0xc3 || letters == Letters::Any && b.is_ascii_lowercase();
        if starts && !inside && text.is_char_boundary(from + at) {
            return Some(from + at);
        }
        inside = is_inside(*b);
    }
    None
}

/// Bytes behind which no word begins: a part of a word, a path, a handle.
fn is_inside(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b >= 0x80 || b"_@/\\.#$%&+~".contains(&b)
}

/// The name at a word, if one is there, and where to go on.
fn at_word(text: &str, at: usize, letters: Letters) -> (Option<(Span, f32)>, usize) {
    let Some(first) = Word::at(text, at) else { return (None, at + 1) };
    let next = first.span.end;
    let may_begin = first.case == Case::Initial || first.known.is(Known::GIVEN);
    if !may_begin || first.known.is(Known::STOP) {
        return (None, next);
    }
    let Some(name) = Name::at(text, at, letters) else { return (None, next) };
    let span = name.span(text);
    let score = weigh(text, &name);
    if score < DOUBTFUL || is_of_place(text, at) || is_of_thing(text, span.end) {
        return (None, next);
    }
    (Some((with_surname_before(text, &name, span), score)), span.end)
}

/// `Doe, Jane`
fn with_surname_before(text: &str, name: &Name, span: Span) -> Span {
    let has_comma = name.count() == 1 && before(text, span.start, 2) == ", ";
    let last = || word_before(text, span.start - 2).filter(Word::is_capital);
    let Some(last) = has_comma.then(last).flatten().filter(|last| last.may_be_name() && !last.is_particle)
    else {
        return span;
    };
    let (mut start, mut is_known) =
        (last.span.start, last.known.is(Known::SURNAME) && !last.known.is_clear_given());
    while let Some(word) = start.checked_sub(1).and_then(|end| word_before(text, end)) {
        if !word.is_particle || word.case != Case::Lower {
            // `Jane Doe, Kim and others`: names in a row.
            is_known &= !word.known.is(Known::GIVEN);
            break;
        }
        (start, is_known) = (word.span.start, true);
    }
    if is_known { Span::new(start, span.end) } else { span }
}

/// The word that ends at a place, behind a space or a sign.
fn word_before(text: &str, end: usize) -> Option<Word> {
    let piece = before(text, end, 40);
    let is_part = |c: char| c.is_alphabetic() || "-'’".contains(c);
    let word = piece.get(piece.trim_end_matches(is_part).len()..)?.trim_start_matches(['-', '\'', '’']);
    Word::at(text, end - word.len()).filter(|word| word.span.end == end)
}

fn weigh(text: &str, name: &Name) -> f32 {
    let mut parts = name.parts();
    let (Some(first), last) = (parts.next(), parts.next_back()) else { return 0.0 };
    let is_clear = first.known.is_clear_given();
    let Some(last) = last else { return weigh_single(text, name, first) };
    let is_surname = last.known.is(Known::SURNAME) && !last.known.is(Known::DOUBT);
    let is_given = first.known.is(Known::GIVEN) && !first.known.is(Known::COMMON);
    if name.is_lower() {
        return if is_clear && is_surname { NEARLY } else { 0.0 };
    }
    if name.is_caps() {
        let is_known = last.known.is(Known::NAME) && !last.known.is(Known::COMMON);
        return if is_given && is_known { NEARLY } else { 0.0 };
    }
    // `Ronaldo FIFA`: an abbreviation.
    if last.case == Case::Caps && !last.known.is(Known::NAME) {
        return 0.0;
    }
    match (first.known.is(Known::GIVEN), is_clear) {
        (true, true) if last.known.is(Known::NAME) => FULL,
        (true, true) => NEARLY,
        (true, false) if is_surname => NEARLY,
        (true, false) if last.known.is(Known::NAME) && is_given => DOUBTFUL,
        _ => 0.0,
    }
}

/// One word, maybe with initials.
fn weigh_single(text: &str, name: &Name, word: &Word) -> f32 {
    let has_initial =
        name.words.first().is_some_and(|first| first.case == Case::Initial && first.span.len() > 1);
    if word.case != Case::Capital {
        return 0.0;
    }
    if has_initial && word.known.is(Known::SURNAME) && !word.known.is(Known::COMMON) {
        return NEARLY;
    }
    let is_alone =
        name.words.len() == 1 && !next_is_capital(text, word.span.end) && !is_beside_number(text, word.span);
    if is_alone && word.known.is_clear_given() { SINGLE } else { 0.0 }
}

fn next_is_capital(text: &str, end: usize) -> bool {
    let next = text.get(end..).filter(|rest| rest.starts_with(' ')).and_then(|_| Word::at(text, end + 1));
    next.is_some_and(|next| next.is_capital())
}

/// `Jan 26`
fn is_beside_number(text: &str, span: Span) -> bool {
    let last = before(text, span.start, 2).strip_suffix(' ').and_then(|text| text.chars().next_back());
    let next = behind(text, span.end, 2).strip_prefix(' ').and_then(|text| text.chars().next());
    [last, next].into_iter().flatten().any(|c| c.is_ascii_digit())
}

/// Whether the word before says that something is called so.
fn is_of_place(text: &str, at: usize) -> bool {
    let words = before(text, at, 32);
    let mut words = words.split([' ', '\n', '(', ',']).rev().skip(1).filter(|word| !word.is_empty());
    let is_place = |word: &str| known(word.trim_end_matches('.')).is(Known::OF_PLACE);
    let is_link = |word: &str| ["de", "di", "of", "da", "del", "della", "du", "la"].contains(&&*fold(word));
    match words.next().filter(|_| before(text, at, 1) == " ") {
        Some(word) if is_link(word) => words.next().is_some_and(is_place),
        Some(word) => is_place(word),
        None => false,
    }
}

/// Whether the word behind says so: `Ford Motor Company`, `Albert Street`.
fn is_of_thing(text: &str, end: usize) -> bool {
    let next =
        text.get(end..).filter(|rest| rest.starts_with([' ', '-'])).and_then(|_| Word::at(text, end + 1));
    let is_thing = |word: Word| word.is_capital() && word.known.is(Known::STOP);
    next.is_some_and(is_thing) && !ends_clause(text, end)
}
