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
use crate::detect::{Find, overlap};
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

/// What else is found stands: a street called after somebody is an address. What itself gives way to something is in
/// nobody's way.
fn find(text: &str, _: Span, finds: &mut Vec<Find>) {
    let taken = Taken(overlap::resolve(finds.clone(), |_, _| ()));
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

/// What was found and stands, in order of place.
struct Taken(Vec<Find>);

impl Taken {
    fn overlaps(&self, span: Span) -> bool {
        let behind = self.0.partition_point(|find| find.span.start < span.end);
        let last = behind.checked_sub(1).and_then(|last| self.0.get(last));
        last.is_some_and(|find| find.span.overlaps(span))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests;
