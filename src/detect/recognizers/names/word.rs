//! Words as parts of names: `Jean-Pierre`, `O'Connor`, `J.`, `van`.

use super::list::{Known, known};
use crate::sameness::fold;
use crate::span::Span;

/// Most bytes of a word of a name.
const LONGEST: usize = 40;
/// Letters before an apostrophe that belong to a name: `O'Connor`, `D'Angelo`, `Dell'Acqua`.
const BEFORE_APOSTROPHE: &[&str] = &["o", "d", "l", "m", "n", "dell", "dall", "all", "mc", "t"];
/// Words that stand in lower case between or before words of a name.
const PARTICLES: &[&str] = &[
    "van", "der", "den", "de", "ter", "ten", "te", "het", "von", "zu", "zum", "zur", "vom", "la", "las",
    "los", "le", "du", "des", "del", "della", "dello", "dei", "degli", "di", "da", "do", "dos", "das", "af",
    "av", "ibn", "bin", "al", "el", "abu", "bint", "ben",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Lower,
    Capital,
    Caps,
    /// One capital, with or without a full stop; one small letter with it.
    Initial,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub(super) span: Span,
    pub(super) case: Case,
    pub(super) known: Known,
    pub(super) is_particle: bool,
}

impl Word {
    /// The word that begins at a place; none where it is a part of something else: `x2`, `jane_doe`, `a@b`.
    pub(super) fn at(text: &str, at: usize) -> Option<Word> {
        let end = end(text, at)?;
        let word = text.get(at..end)?;
        let next = text.as_bytes().get(end).copied();
        let is_letter = word.chars().nth(1).is_none();
        let case = if is_letter && next == Some(b'.') { Case::Initial } else { case(word)? };
        let is_initial = case == Case::Initial && next == Some(b'.');
        if next.is_some_and(|b| b.is_ascii_digit() || b"_@\\/(=".contains(&b)) {
            return None;
        }
        let behind = text.get(end..).and_then(|rest| rest.chars().nth(1));
        let goes_on = next == Some(b'.') && behind.is_some_and(char::is_alphanumeric);
        if goes_on && !(is_initial && behind.is_some_and(char::is_uppercase)) {
            return None;
        }
        let span = Span::new(at, end + usize::from(is_initial));
        let known = known_of(word);
        // `Ben` and `Al` are given names.
        let may_be_particle = case == Case::Lower || case == Case::Capital && !known.is(Known::GIVEN);
        let is_particle = may_be_particle && PARTICLES.iter().any(|other| word.eq_ignore_ascii_case(other));
        Some(Word { span, case, known, is_particle })
    }

    pub(super) fn is_capital(&self) -> bool {
        matches!(self.case, Case::Capital | Case::Caps)
    }

    /// Whether it may be a word of a name by what is known of it: a name, or unknown.
    pub(super) fn may_be_name(&self) -> bool {
        !self.known.is(Known::STOP) && (self.known.is(Known::NAME) || !self.known.is(Known::COMMON))
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || fold::is_mark(c)
}

fn is_apostrophe(c: char) -> bool {
    c == '\'' || c == '’'
}

/// Where the word ends that begins here. A hyphen and some apostrophes are inside of it.
fn end(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let (mut end, mut chars) = (0, rest.char_indices().peekable());
    while let Some((place, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let joins = c == '-' && place > 0 && next.is_some_and(char::is_alphabetic)
            || is_apostrophe(c) && next.is_some_and(char::is_alphabetic) && joins(rest.get(..place)?, next);
        if !is_letter(c) && !joins {
            break;
        }
        end = place + c.len_utf8();
        if end > LONGEST {
            return None;
        }
    }
    (end > 0).then_some(at + end)
}

fn joins(before: &str, next: Option<char>) -> bool {
    let before = before.rsplit('-').next().unwrap_or_default();
    let small = before.to_ascii_lowercase();
    let same = before.chars().next().map(char::is_lowercase) == next.map(char::is_lowercase);
    same && BEFORE_APOSTROPHE.contains(&&*small)
}

/// None for what no name is written like: `iPhone`, `fooBarBaz`.
fn case(word: &str) -> Option<Case> {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let first = letters.next()?;
    let (mut upper, mut lower, mut rest) = (0, 0, 0);
    for c in letters {
        upper += usize::from(c.is_uppercase());
        lower += usize::from(c.is_lowercase());
        rest += 1;
    }
    match (first.is_uppercase(), upper, lower) {
        (true, 0, 0) if rest == 0 => Some(Case::Initial),
        (true, _, 0) if upper > 0 => Some(Case::Caps),
        (true, 0..=2, _) => Some(Case::Capital),
        (false, 0, _) => Some(Case::Lower),
        _ => None,
    }
}

/// Of a word in parts the first one says whether it is a given name, the last one whether it is a surname.
fn known_of(word: &str) -> Known {
    if word.bytes().all(|b| b != b'-' && b != b'\'') && !word.contains('’') {
        return known(word);
    }
    let is_joint = |c: char| c == '-' || is_apostrophe(c);
    let whole: String = word.chars().filter(|c| is_letter(*c)).collect();
    let of_whole = known(&whole);
    if word.split(is_joint).any(|part| known(part).is(Known::STOP)) {
        return of_whole.join(Known::STOP);
    }
    let part = |part: Option<&str>| part.map(known).unwrap_or_default();
    let first = part(word.split(is_joint).next()).only(Known::GIVEN);
    let last = part(word.rsplit(is_joint).next()).only(Known::SURNAME);
    of_whole.join(first).join(last)
}
