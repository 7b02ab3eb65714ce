//! A name beside an address of mail that is made of it.

use super::list::Known;
use super::name::{Letters, Name};
use super::word::Word;
use crate::detect::boundary::{before, behind};
use crate::detect::context::fold;
use crate::span::Span;

/// How far before an address and behind it a name is looked for, in bytes.
const BEFORE: usize = 120;
const BEHIND: usize = 64;
/// Most bytes before the `@`.
const LOCAL: usize = 64;
/// Least letters of a part of an address that says something.
const PART: usize = 3;

/// Calls `found` with each name.
pub(super) fn each(text: &str, mut found: impl FnMut(Span, f32)) {
    let mut last = 0;
    for at in memchr::memchr_iter(b'@', text.as_bytes()) {
        // What stands close together is a list, or hostile.
        if at - last >= PART {
            around(text, at, &mut found);
        }
        last = at;
    }
}

fn around(text: &str, at: usize, found: &mut impl FnMut(Span, f32)) {
    let reach = before(text, at, LOCAL);
    let is_local = |c: char| c.is_alphanumeric() || "._-+".contains(c);
    let local = reach.get(reach.trim_end_matches(is_local).len()..).unwrap_or_default();
    let start = at - local.len();
    if let Some(span) = before_bracket(text, start) {
        return found(span, 0.85);
    }
    let folded = fold(local);
    let parts: Vec<&str> =
        folded.split(|c: char| !c.is_alphabetic()).filter(|part| part.len() >= PART).collect();
    if parts.is_empty() {
        return;
    }
    let sides = [before(text, start, BEFORE), behind(text, at, BEHIND + LOCAL)];
    for (side, from) in sides.into_iter().zip([start - sides[0].len(), at]) {
        in_side(text, side, from, &parts, found);
    }
}

/// `Jane Roe <jane@example.org>`
fn before_bracket(text: &str, local: usize) -> Option<Span> {
    let line = before(text, local, 64).strip_suffix('<')?;
    let end = local - 1 - (line.len() - line.trim_end_matches([' ', '"', '\'']).len());
    let line = line
        .rsplit(['\n', ',', ';', ':', '"', '<', '>', '(', '\''])
        .find(|piece| !piece.trim().is_empty())?;
    let piece = line.trim();
    let start = end.checked_sub(piece.len())?;
    let starts = std::iter::once(0).chain(piece.match_indices(' ').map(|(space, _)| space + 1));
    let names = starts.filter_map(|from| Name::at(text, start + from, Letters::Capital));
    names.map(|name| name.span(text)).find(|span| span.end == end)
}

/// Words of a side that the address is made of.
fn in_side(text: &str, side: &str, from: usize, parts: &[&str], found: &mut impl FnMut(Span, f32)) {
    let mut earlier: Option<(Word, bool)> = None;
    for (at, place) in word_starts(side).map(|at| (at, from + at)) {
        let Some(word) = Word::at(text, place).filter(|word| word.span.end <= from + side.len()) else {
            continue;
        };
        let spelled = fold(word.span.get(text).unwrap_or_default()).into_owned();
        let is_part = spelled.len() >= PART && parts.contains(&&*spelled) && word.may_be_name();
        let beside = earlier.filter(|(other, _)| other.span.end + 1 == place && at > 0);
        if let Some((other, was_part)) = beside {
            let initials =
                other.span.get(text).and_then(|word| word.chars().next()).map(|first| first.to_lowercase());
            let joined = initials.map(|first| first.collect::<String>() + &spelled);
            let is_joined = joined.is_some_and(|joined| parts.contains(&fold(&joined).as_ref()));
            if (is_part && was_part || is_joined && spelled.len() >= PART) && other.may_be_name() {
                found(whole(text, Span::new(other.span.start, word.span.end)), 0.9);
            }
        }
        if is_part && word.is_capital() && word.known.is(Known::NAME) && spelled.len() > PART {
            found(whole(text, word.span), 0.6);
        }
        earlier = Some((word, is_part));
    }
}

/// The name that begins with a span, if it is longer.
fn whole(text: &str, span: Span) -> Span {
    let name = Name::at(text, span.start, Letters::Capital).map(|name| name.span(text));
    name.filter(|name| name.end > span.end).unwrap_or(span)
}

fn word_starts(side: &str) -> impl Iterator<Item = usize> {
    let mut inside = true;
    side.char_indices().filter_map(move |(at, c)| {
        let starts = c.is_alphabetic() && (!inside || at == 0);
        inside = c.is_alphanumeric() || "._-@+/'’".contains(c);
        starts.then_some(at)
    })
}
