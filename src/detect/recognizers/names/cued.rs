//! A name behind a word that says that one follows.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::cues::{CUES, Cue};
use super::list::Known;
use super::name::{Letters, Name, ends_clause};
use super::stop;
use super::word::{Case, Word};
use crate::detect::boundary::{before, behind};
use crate::detect::literals::Literals;
use crate::detect::recognizers::cue::is_word;
use crate::span::Span;

/// How sure a name is behind a cue; nothing: it is none.
struct Trust {
    /// A word of it is known.
    known: f32,
    /// One word that is not known, and more of them.
    one: f32,
    more: f32,
    /// A known word in lower case.
    lower: f32,
}

const NOTHING: f32 = 0.0;

fn trust(cue: Cue) -> Trust {
    let (known, one, more, lower) = match cue {
        Cue::Intro => (0.9, 0.75, 0.8, 0.75),
        Cue::Am => (0.7, NOTHING, 0.55, 0.6),
        Cue::Greeting => (0.8, 0.6, 0.65, 0.6),
        Cue::Ask => (0.6, NOTHING, NOTHING, 0.55),
        Cue::With => (0.55, NOTHING, NOTHING, 0.55),
        Cue::Title => (0.9, 0.8, 0.8, 0.7),
        Cue::Closing => (0.9, 0.65, 0.8, 0.7),
        Cue::Label => (0.9, 0.7, 0.8, 0.7),
        Cue::NameOf => (0.8, NOTHING, 0.6, 0.6),
        Cue::Role => (0.7, NOTHING, 0.5, 0.55),
        Cue::Holder => (0.9, 0.7, 0.8, 0.75),
    };
    Trust { known, one, more, lower }
}

/// The words, and what each of them is: `customer` may be a label or a role.
struct Words {
    literals: Literals,
    cues: Vec<Vec<Cue>>,
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut by_word: BTreeMap<&str, Vec<Cue>> = BTreeMap::new();
        for (cue, words) in CUES {
            stop::words(words).for_each(|word| by_word.entry(word).or_default().push(*cue));
        }
        let literals = Literals::new(by_word.keys().enumerate().map(|(at, word)| (*word, true, at)));
        Words { literals, cues: by_word.into_values().collect() }
    })
}

/// Calls `found` with each name behind a cue.
pub(super) fn each(text: &str, mut found: impl FnMut(Span, f32)) {
    let Words { literals, cues } = words();
    literals.each(text, |at, len, target| {
        let span = Span::new(at, at + len);
        if !is_word(text, span) {
            return;
        }
        for cue in cues.get(target).into_iter().flatten() {
            if let Some((name, score)) = behind_cue(text, *cue, span) {
                found(name, score);
            }
        }
    });
}

fn behind_cue(text: &str, cue: Cue, span: Span) -> Option<(Span, f32)> {
    let place = match cue {
        Cue::Label | Cue::NameOf => behind_sign(text, span)?,
        Cue::Closing => behind_line(text, span.end)?,
        _ => behind_space(text, span.end)?,
    };
    let letters = match cue {
        Cue::Intro | Cue::Closing | Cue::Label | Cue::Holder | Cue::Role => Letters::Any,
        _ => Letters::Known,
    };
    let name = Name::at(text, place, letters)?;
    let score = weigh(text, cue, &name)?;
    let is_form = !matches!(cue, Cue::Greeting | Cue::Ask | Cue::With | Cue::Am);
    let whole = name.span(text);
    let end = if is_form { with_first_name(text, &name, whole.end) } else { whole.end };
    Some((Span::new(whole.start, end), score))
}

/// How sure it is; none where it is no name.
fn weigh(text: &str, cue: Cue, name: &Name) -> Option<f32> {
    let Trust { known, one, more, lower } = trust(cue);
    let first = name.parts().next()?;
    let end = name.span(text).end;
    // `my neighbour Mark`, and not `my customer Bell`.
    let may_be_word = first.known.is(Known::COMMON) && !(cue == Cue::Role && first.known.is(Known::GIVEN));
    let is_known = name.has(Known::NAME) && !(name.count() == 1 && may_be_word);
    let score = if name.is_lower() {
        weigh_lower(text, cue, name).then_some(lower)?
    } else if matches!(cue, Cue::Ask | Cue::With | Cue::Am) {
        weigh_open(cue, name, known, more)
    } else if is_known {
        known
    } else if name.count() > 1 {
        more
    } else if needs_end(cue) && !ends_clause(text, end) {
        NOTHING
    } else {
        one
    };
    let is_whole = cue != Cue::Closing || ends_line(text, end);
    (score > NOTHING && is_whole).then_some(score)
}

/// Behind words that anything may follow: a given name must lead.
fn weigh_open(cue: Cue, name: &Name, known: f32, more: f32) -> f32 {
    let Some(first) = name.parts().next() else { return NOTHING };
    let is_given = first.known.is(Known::GIVEN);
    let is_sure = match cue {
        Cue::Ask if first.case == Case::Capital => is_given,
        Cue::Am => is_given && !first.known.is(Known::COMMON),
        _ => first.known.is_clear_given(),
    };
    let is_surname =
        name.parts().skip(1).any(|word| word.known.is(Known::SURNAME) && !word.known.is(Known::DOUBT));
    match (name.count() == 1, is_given) {
        (true, _) if first.case == Case::Caps && cue != Cue::Ask => NOTHING,
        (_, true) if is_sure || is_surname => known,
        (false, false) if name.has(Known::NAME) && !name.is_caps() && cue == Cue::Am => more,
        _ => NOTHING,
    }
}

fn weigh_lower(text: &str, cue: Cue, name: &Name) -> bool {
    let Some(first) = name.parts().next() else { return false };
    let is_clear = first.known.is_clear_given();
    let others = || name.parts().skip(1);
    let is_name = |word: &Word| word.known.is(Known::NAME);
    let is_pair = is_clear && others().any(is_name)
        || first.known.is(Known::GIVEN) && others().any(|word| is_name(word) && !word.known.is(Known::DOUBT));
    match cue {
        Cue::Title => !first.known.is(Known::COMMON),
        Cue::Intro | Cue::Closing | Cue::Holder | Cue::Label => {
            let ends = ends_clause(text, name.span(text).end);
            !first.known.is(Known::COMMON) || others().any(is_name) && ends
        }
        Cue::Greeting | Cue::Ask => is_clear || is_pair,
        Cue::Role => is_pair || is_clear && name.count() > 1,
        Cue::NameOf | Cue::Am | Cue::With => is_pair,
    }
}

/// Behind these a single word that nobody knows must be all there is.
fn needs_end(cue: Cue) -> bool {
    matches!(cue, Cue::Greeting | Cue::Closing | Cue::Role)
}

/// `Doe, John` in a form.
fn with_first_name(text: &str, name: &Name, end: usize) -> usize {
    let Some(last) = name.parts().next_back().filter(|_| name.count() == 1) else { return end };
    let first = text.get(end..).filter(|rest| rest.starts_with(", ")).and_then(|_| Word::at(text, end + 2));
    match first {
        Some(first)
            if first.is_capital()
                && first.known.is(Known::GIVEN)
                && (last.known.is(Known::SURNAME) || !last.known.is(Known::GIVEN))
                && ends_clause(text, first.span.end) =>
        {
            first.span.end
        }
        _ => end,
    }
}

fn behind_space(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let inner = rest.trim_start_matches('.').trim_start_matches(' ');
    let inner = inner.trim_start_matches(['"', '“', '*', '_', '\'', '«', '„']);
    let place = at + rest.len() - inner.len();
    (place > at && place - at <= 8).then_some(place)
}

/// Behind `name:`, `"name": "`, `name=`, `<name>`.
fn behind_sign(text: &str, cue: Span) -> Option<usize> {
    let rest = behind(text, cue.end, 16);
    let is_tag = before(text, cue.start, 1) == "<";
    let inner = rest.trim_start_matches(['"', '\'', '*', '_', '`', ' ']);
    let inner = match inner.chars().next()? {
        '>' if is_tag => inner.get(1..)?,
        ':' | '=' => inner.trim_start_matches([':', '=', '>', '~']),
        _ => return None,
    };
    let value = inner.trim_start_matches([' ', '\t', '"', '\'', '“', '*', '_', '`', '\\', '[', '-']);
    Some(cue.end + rest.len() - value.len())
}

/// On the next line with something on it, or behind a comma that ends the line of a name: `Regards, Jane`.
fn behind_line(text: &str, at: usize) -> Option<usize> {
    let rest = behind(text, at, 24);
    let inner = rest
        .trim_start_matches([',', '.', '!', ' ', '\r', '\n', '-', '–', '—', '*', '_', ':', ')', '🙂', '😊']);
    let place = at + rest.len() - inner.len();
    let gap = rest.get(..rest.len() - inner.len())?;
    gap.contains([',', '\n', '-', '–', '—', '!', '.']).then_some(place)
}

fn ends_line(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default().trim_start_matches([' ', '*', '_', '.', ',']);
    rest.is_empty() || rest.starts_with(['\n', '\r', '|', '(', '<'])
}
