//! A word of a name that was found is the same name elsewhere in the text: `Jane Roe …, Roe …`.

use std::collections::BTreeSet;

use super::list::Known;
use super::name::{Letters, Name};
use super::scan;
use super::word::Word;
use crate::span::Span;

/// Below what anything else says of a place: of finds that overlap, the longer one stays.
const AGAIN: f32 = 0.5;
/// A word so short is too often something else.
const SHORT: usize = 3;

/// Calls `found` with each word of some names that stands alone.
pub(super) fn each(text: &str, names: &[Span], mut found: impl FnMut(Span, f32)) {
    let parts: BTreeSet<&str> = names.iter().flat_map(|span| parts(text, *span)).collect();
    if parts.is_empty() {
        return;
    }
    let mut from = 0;
    while let Some(at) = scan::next_start(text, from, text.len(), Letters::Capital) {
        let word = Word::at(text, at);
        from = word.map_or(at + 1, |word| word.span.end);
        if let Some(span) = word.map(|word| word.span) {
            if span.get(text).is_some_and(|word| parts.contains(word)) {
                found(span, AGAIN);
            }
        }
    }
}

/// The words of a full name that nothing else is called.
fn parts(text: &str, span: Span) -> impl Iterator<Item = &str> {
    let name = Name::at(text, span.start, Letters::Capital).filter(|name| name.count() > 1);
    let words = name.map(|name| name.words).unwrap_or_default().into_iter();
    let sure =
        words.filter(|word| word.is_capital() && !word.known.is(Known::DOUBT) && !word.known.is(Known::STOP));
    sure.filter_map(move |word| word.span.get(text).filter(|word| word.len() >= SHORT))
}
