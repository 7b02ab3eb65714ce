//! Names of people: by words that say that one follows, by lists of names, by addresses that are made of them.

mod again;
mod cued;
mod cues;
mod list;
mod mail;
mod name;
mod scan;
mod stop;
mod word;

use super::{Probe, Trigger};
use crate::detect::{Find, THRESHOLD, overlap};
use crate::kind::Kind;
use crate::span::Span;

pub(super) const PROBES: &[Probe] = &[Probe {
    name: "person_name",
    kinds: &["PERSON"],
    at: Trigger::Text,
    find,
    example: "My name is Jane Roe",
    source: "cue words; names of the US Census 1990 and of the locales of Faker",
}];

/// From so sure a name on, its words are looked for elsewhere.
const SURE: f32 = 0.6;

/// What else is found stands: a street called after somebody is an address.
fn find(text: &str, _: Span, finds: &mut Vec<Find>) {
    let taken = Taken::new(finds);
    let mut names: Vec<(Span, f32)> = Vec::new();
    let mut found = |span: Span, score: f32| {
        if !taken.overlaps(span) {
            names.push((span, score));
        }
    };
    scan::each(text, &mut found);
    cued::each(text, &mut found);
    mail::each(text, &mut found);
    let sure: Vec<Span> = names.iter().filter(|(_, score)| *score >= SURE).map(|(span, _)| *span).collect();
    again::each(text, &sure, |span, score| {
        if !taken.overlaps(span) {
            names.push((span, score));
        }
    });
    let names = names.into_iter().map(|(span, score)| Find::new(span, Kind::PERSON, score, "person_name"));
    // One name a place: where somebody is allowed, no part of the name is reported instead.
    finds.extend(overlap::resolve(names.collect(), |_, _| ()));
}

/// Where other things were found.
struct Taken {
    /// Where they begin, in order, and the furthest end of these and those before.
    starts: Vec<usize>,
    ends: Vec<usize>,
}

impl Taken {
    fn new(finds: &[Find]) -> Taken {
        let mut spans: Vec<Span> =
            finds.iter().filter(|find| find.score >= THRESHOLD).map(|find| find.span).collect();
        spans.sort_by_key(|span| span.start);
        let furthest = spans.iter().scan(0, |furthest: &mut usize, span| {
            *furthest = span.end.max(*furthest);
            Some(*furthest)
        });
        Taken { ends: furthest.collect(), starts: spans.iter().map(|span| span.start).collect() }
    }

    fn overlaps(&self, span: Span) -> bool {
        let before = self.starts.partition_point(|start| *start < span.end);
        before.checked_sub(1).and_then(|last| self.ends.get(last)).is_some_and(|end| *end > span.start)
    }
}
