//! Words that are a name together.

use super::list::Known;
use super::word::{Case, Word};
use crate::span::Span;

/// Most words of a name, particles and initials not counted; most of all.
const WORDS: usize = 4;
const ALL: usize = 9;

/// Words of a name as they stand in a text; there is at least one that is no particle.
#[derive(Debug)]
pub(super) struct Name {
    pub(super) words: Vec<Word>,
}

/// Which words may be in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letters {
    /// With a capital.
    Capital,
    /// Any, where the words are known.
    Known,
    /// Any; in small letters what ends a clause may be unknown.
    Any,
}

impl Name {
    /// The name that begins at a place.
    pub(super) fn at(text: &str, at: usize, letters: Letters) -> Option<Name> {
        let (mut words, mut place, mut count): (Vec<Word>, usize, usize) = (Vec::new(), at, 0);
        // What is sure so far: particles count once a word follows.
        let mut sure = 0;
        while let Some(word) = Word::at(text, place).filter(|_| count < WORDS && words.len() < ALL) {
            if !word.is_particle && !goes_on(text, &words, &word, letters) {
                break;
            }
            if word.is_particle && words.len() - sure >= 3 {
                break;
            }
            words.push(word);
            if !word.is_particle {
                sure = words.len();
                count += usize::from(word.case != Case::Initial);
            }
            let Some(next) = next_word(text, &word) else { break };
            place = next;
        }
        words.truncate(sure);
        if words.iter().all(|word| word.is_particle || word.case == Case::Initial) {
            return None;
        }
        Some(Name { words })
    }

    /// Its words without particles and initials.
    pub(super) fn parts(&self) -> impl DoubleEndedIterator<Item = &Word> {
        self.words.iter().filter(|word| !word.is_particle && word.case != Case::Initial)
    }

    pub(super) fn count(&self) -> usize {
        self.parts().count()
    }

    pub(super) fn is_lower(&self) -> bool {
        self.parts().any(|word| word.case == Case::Lower)
    }

    pub(super) fn is_caps(&self) -> bool {
        self.parts().all(|word| word.case == Case::Caps)
    }

    pub(super) fn has(&self, any: Known) -> bool {
        self.parts().any(|word| word.known.is(any))
    }

    /// Where it stands, with what may follow a name: `Jr.`, `III`.
    pub(super) fn span(&self, text: &str) -> Span {
        let start = self.words.first().map_or(0, |word| word.span.start);
        let end = self.words.last().map_or(0, |word| word.span.end);
        Span::new(start, if self.count() > 1 { with_suffix(text, end) } else { end })
    }
}

/// Whether a word goes on with a name.
fn goes_on(text: &str, before: &[Word], word: &Word, letters: Letters) -> bool {
    let is_lower = before.iter().find(|word| !word.is_particle && word.case != Case::Initial);
    let is_lower = is_lower.map(|first| first.case == Case::Lower);
    match word.case {
        // Behind a name in lower case one letter without a full stop is a word.
        Case::Initial => {
            let has_stop = word.span.len() > 1;
            if before.is_empty() {
                has_stop
            } else {
                (has_stop || is_lower != Some(true)) && begins_with_name(before)
            }
        }
        Case::Capital | Case::Caps if is_lower == Some(true) => false,
        Case::Capital if before.is_empty() && letters != Letters::Capital => {
            word.may_be_name() || !word.known.is(Known::STOP) && is_before_surname(text, word)
        }
        Case::Capital | Case::Caps => word.may_be_name(),
        Case::Lower if letters == Letters::Capital || is_lower == Some(false) => false,
        Case::Lower if is_lower.is_none() => word.known.is(Known::NAME) && !word.known.is(Known::STOP),
        Case::Lower => {
            let is_name = word.known.is(Known::NAME) && !word.known.is(Known::STOP);
            let is_clear = !word.known.is(Known::COMMON) && word.span.len() > 2;
            let first_is_clear = before.len() == 1 && before.iter().all(|first| first.known.is_clear_given());
            let is_last = ends_clause(text, word.span.end);
            match is_name {
                true => is_clear || is_last || first_is_clear && letters == Letters::Any,
                false => letters == Letters::Any && is_last && word.may_be_name() && word.span.len() > 2,
            }
        }
    }
}

/// A word that is a name where a surname follows: `patient Bas Mulder`.
fn is_before_surname(text: &str, word: &Word) -> bool {
    let next = next_word(text, word).and_then(|next| Word::at(text, next));
    next.is_some_and(|next| {
        next.is_capital() && next.known.is(Known::SURNAME) && !next.known.is(Known::DOUBT)
    })
}

fn begins_with_name(before: &[Word]) -> bool {
    before.iter().all(|word| word.case == Case::Initial || word.may_be_name())
}

/// Whether something ends here: a line, a sentence.
pub(super) fn ends_clause(text: &str, end: usize) -> bool {
    let next =
        text.get(end..).and_then(|rest| rest.trim_start_matches([' ', '*', '"', '”', '\'']).chars().next());
    next.is_none_or(|c| "\n\r,.;:!?)|<\"”".contains(c))
}

/// Where the next word of a name may begin: behind a space, or directly behind an initial or a particle with one.
fn next_word(text: &str, word: &Word) -> Option<usize> {
    let end = word.span.end;
    match text.as_bytes().get(end)? {
        b' ' => Some(end + 1),
        _ if word.case == Case::Initial => Some(end),
        _ => None,
    }
}

fn with_suffix(text: &str, end: usize) -> usize {
    const SUFFIXES: &[&str] = &[" Jr.", " Jr", ", Jr.", ", Jr", " Sr.", " III", " II", " IV", " Jnr", " PhD"];
    let rest = text.get(end..).unwrap_or_default();
    let fits = |suffix: &&&str| {
        rest.strip_prefix(**suffix).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    SUFFIXES.iter().find(fits).map_or(end, |suffix| end + suffix.len())
}
