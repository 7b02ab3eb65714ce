//! Finds known values in a text: leftmost, then longest, on the folded view.
//!
//! A value can begin only where a word may begin, and only with the first word of some value: a
//! bitmap of first words turns nearly every place of a text away after one lookup. What passes is
//! folded on the spot and compared. How much may be compared in vain is counted; a text that asks
//! for more than its share is searched by an automaton, whose time is linear whatever the values.

mod automaton;
mod dictionary;
mod prefilter;
mod starts;

use std::borrow::Cow;
use std::cmp::{Ordering, Reverse};

use crate::cluster::Clusters;
use crate::names::names;
use crate::sameness::fold::Props;
use crate::sameness::{
    Form, MAX_CODE_LEN, MAX_SEPARATORS, fold, is_separator, with_plus, without_separators,
};
use crate::span::Span;
use crate::terminal::without_codes;

use automaton::{Automaton, Bits, Chains};
use dictionary::{Dictionary, key_of};
use prefilter::Prefilter;
use starts::Starts;

/// How known values are looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Matching {
    /// In any spelling: case, compatibility forms, invisible characters, runs of white space.
    #[default]
    Folded,
    /// Byte for byte.
    Exact,
}

names!(Matching: "matching", str::eq, Folded => "folded", Exact => "exact");

/// What stands where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) span: Span,
    /// What was said when the value was added.
    pub(crate) target: u32,
}

/// How many bytes of a text may still be compared in vain, before it is searched by the automaton.
pub(crate) struct Budget(usize);

impl Budget {
    pub(crate) fn of(text: &str) -> Self {
        Budget(8 * text.len() + 4096)
    }
}

/// The values of a mapping, ready to be found. Values can be added, never taken away.
#[derive(Clone)]
pub(crate) struct Finder {
    view: View,
    words: Dictionary,
    /// Numbers and codes, without separators.
    codes: Dictionary,
    /// A bit for each ASCII character that codes begin with.
    code_starts: u128,
    /// And for the hash of the first three bytes of each code.
    code_beginnings: [u64; 64],
    prefilter: Prefilter,
    /// Made when a text first asks for it; what it learns of the values serves all texts.
    automaton: Option<(Automaton, Chains)>,
}

impl Finder {
    pub(crate) fn new(matching: Matching) -> Self {
        let view = View { exact: matching == Matching::Exact };
        Finder {
            view,
            words: Dictionary::default(),
            codes: Dictionary::default(),
            code_starts: 0,
            code_beginnings: [0; 64],
            prefilter: Prefilter::new(),
            automaton: None,
        }
    }

    /// Makes room for so many values with so many bytes.
    pub(crate) fn reserve(&mut self, values: usize, bytes: usize) {
        self.words.reserve(values, bytes);
    }

    /// Adds a value, maybe once more with another target.
    pub(crate) fn add(&mut self, form: Form, value: &str, target: u32) {
        self.automaton = None;
        if self.view.exact {
            return self.words.add(value, key_of(value), target);
        }
        let folded = fold::canonical(value);
        self.words.add(&folded, key_of(&folded), target);
        if form == Form::Text {
            return;
        }
        let code = without_separators(&folded);
        // The two ways in which an international number is written.
        let other = match code.strip_prefix('+') {
            _ if form != Form::Phone => None,
            Some(digits) => Some(format!("00{digits}")),
            None => with_plus(&code),
        };
        for code in [Some(code), other].into_iter().flatten() {
            if (1..=MAX_CODE_LEN).contains(&code.len()) {
                self.codes.add(&code, first_key(&code), target);
                self.code_starts |= code_start(code.chars().next());
                match beginning(code.as_bytes()) {
                    Some((place, bit)) => {
                        self.code_beginnings.get_mut(place).into_iter().for_each(|bits| *bits |= bit);
                    }
                    None => self.code_beginnings = [u64::MAX; 64],
                }
            }
        }
    }

    /// Whether a code may begin here. Wrong at most in saying yes.
    #[inline]
    fn code_may_begin(&self, text: &str, at: usize) -> bool {
        match text.as_bytes().get(at) {
            _ if self.code_starts == 0 => false,
            Some(b) if b.is_ascii() => {
                // With a mark on it, it is another character.
                let alone = text.as_bytes().get(at + 1).is_none_or(u8::is_ascii);
                let other = if alone { 0 } else { code_start(None) };
                self.code_starts & (code_start(Some(char::from(*b))) | other) != 0
            }
            _ => {
                let folded = first_char(text, at).and_then(|c| Props::of(c).folded());
                folded.is_none_or(|c| self.code_starts & code_start(Some(c)) != 0)
            }
        }
    }

    /// Whether one value was added twice, maybe in two spellings.
    pub(crate) fn has_twins(&self) -> bool {
        self.words.has_twins() || self.codes.has_twins()
    }

    /// All matches in a text, in order; they do not overlap. Of equal values that with the least target is
    /// found. Pieces of one text share what may be read in vain.
    ///
    /// `overlapping`: the longest match at each place, also inside another one, as long as the budget lasts:
    /// then hardly a place is in fewer than eight of them.
    ///
    /// What stands behind a code for terminals begins a word, too.
    pub(crate) fn find(
        &mut self,
        text: &str,
        overlapping: bool,
        budget: &mut Budget,
        compare: impl Fn(u32, u32) -> Ordering,
    ) -> Vec<Match> {
        let mut matches = self.find_words(text, overlapping, budget, &compare);
        if let Cow::Owned(shown) = without_codes(text, 0x1b) {
            matches.extend(self.find_words(&shown, overlapping, budget, &compare));
            matches.sort_by_key(|found| (found.span.start, Reverse(found.span.end)));
            matches.dedup();
            let mut end = 0;
            matches.retain(|found| {
                let is_free = overlapping || found.span.start >= end;
                end = if is_free { found.span.end } else { end };
                is_free
            });
        }
        matches
    }

    fn find_words(
        &mut self,
        text: &str,
        overlapping: bool,
        budget: &mut Budget,
        compare: impl Fn(u32, u32) -> Ordering,
    ) -> Vec<Match> {
        if self.words.sort(&compare) | self.codes.sort(&compare) {
            self.words.keys().for_each(|key| self.prefilter.add_key(key));
            let starts = self.code_starts;
            (1..0x80).filter(|b| starts >> b & 1 == 1).for_each(|b| self.prefilter.add_first(b));
            if starts & code_start(None) != 0 {
                self.prefilter.add_all();
            }
        }
        let mut matches = Vec::new();
        if self.words.is_empty() {
            return matches;
        }
        let automaton = self.automaton.take();
        let mut search = Search {
            finder: self,
            text,
            clusters: Clusters::new(text),
            walk: Walk::default(),
            overlapping,
            budget: budget.0,
        };
        let stopped = search.run(&mut matches);
        *budget = Budget(search.budget);
        self.automaton = match stopped {
            Some(from) => {
                let make = || (Automaton::new(&search.finder.words), Chains::new(&search.finder.words));
                let (automaton, mut chains) = automaton.unwrap_or_else(make);
                search.run_automaton(&automaton, &mut chains, from, &mut matches);
                Some((automaton, chains))
            }
            None => automaton,
        };
        matches
    }
}

impl std::fmt::Debug for Finder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Finder({} values)", self.words.len())
    }
}

/// The text as it is compared: folded, or as it is.
#[derive(Clone, Copy)]
struct View {
    exact: bool,
}

impl View {
    /// The first piece of a text that stands for itself.
    #[inline]
    fn segment(self, text: &str) -> Option<&str> {
        if self.exact {
            let first = text.chars().next()?;
            return text.get(..first.len_utf8());
        }
        fold::next_segment(text)
    }

    #[inline]
    fn fold(self, segment: &str, out: &mut String) {
        if self.exact {
            out.push_str(segment);
        } else {
            fold::fold_segment(segment, out);
        }
    }

    /// Whether a segment begins at this place, which is a character boundary.
    fn begins_at(self, text: &str, at: usize) -> bool {
        self.exact || fold::segment_begins(text, at)
    }
}

/// How far is looked for the character beside a place. No text that somebody can read has more marks
/// on one character (Unicode's Stream-Safe Text Format allows 30); beyond that there is none.
const MAX_RUN: usize = 32;

/// The last character of the folded view before a place.
fn char_before(text: &str, at: usize) -> Option<char> {
    let before = text.get(..at)?;
    let last = before.chars().next_back()?;
    if last.is_ascii() {
        return Some(last);
    }
    let mut start = at;
    for (place, _) in before.char_indices().rev().take(MAX_RUN) {
        start = place;
        if fold::segment_begins(before, place) {
            break;
        }
    }
    let mut folded = String::new();
    fold::fold_segment(before.get(start..)?, &mut folded);
    folded.chars().next_back()
}

/// The first character of the folded view behind a place.
fn char_after(text: &str, at: usize) -> Option<char> {
    let rest = text.get(at..)?;
    let end = rest.char_indices().nth(MAX_RUN).map_or(rest.len(), |(end, _)| end);
    let mut rest = rest.get(..end)?;
    let mut folded = String::new();
    // Invisible characters have no folded form.
    while folded.is_empty() {
        let segment = fold::next_segment(rest)?;
        if segment.len() == 1 {
            return segment.chars().next();
        }
        fold::fold_segment(segment, &mut folded);
        rest = rest.get(segment.len()..)?;
    }
    folded.chars().next()
}

fn first_char(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// What was folded from one place on.
#[derive(Default)]
struct Walk {
    folded: String,
    /// Length of the folded form, place in the source: at the end of each segment.
    ends: Vec<(usize, usize)>,
}

impl Walk {
    fn clear(&mut self) {
        self.folded.clear();
        self.ends.clear();
        // Most values are no longer.
        self.folded.reserve(64);
        self.ends.reserve(64);
    }

    /// The place in the source where the folded form has this length, if a segment ends there.
    fn source_end(&self, folded_len: usize) -> Option<usize> {
        let at = self.ends.binary_search_by_key(&folded_len, |&(len, _)| len).ok()?;
        Some(self.ends.get(at)?.1)
    }
}

struct Search<'f, 't> {
    finder: &'f Finder,
    text: &'t str,
    clusters: Clusters<'t>,
    walk: Walk,
    overlapping: bool,
    /// How many bytes may still be compared in vain.
    budget: usize,
}

impl Search<'_, '_> {
    /// Candidate by candidate. Answers where it stopped, if the budget is used up.
    fn run(&mut self, matches: &mut Vec<Match>) -> Option<usize> {
        let mut starts = Starts::new(self.text, !self.finder.view.exact, &self.finder.prefilter);
        if self.budget == 0 {
            return starts.next();
        }
        while let Some(start) = starts.next() {
            let found = self.match_at(start);
            if let Some(found) = found {
                if !self.overlapping {
                    starts.skip_to(found.span.end);
                }
                matches.push(found);
            }
            if self.budget == 0 {
                return Some(found.map_or(start, |found| found.span.end));
            }
        }
        None
    }

    /// The longest value at one place.
    fn match_at(&mut self, start: usize) -> Option<Match> {
        let word_may = self.finder.words.may_begin(self.text, start, self.finder.view.exact);
        let code_may = self.finder.code_may_begin(self.text, start);
        if !(word_may || code_may) || !self.may_start(start) {
            return None;
        }
        let word = if word_may { self.word_at(start) } else { None };
        if code_may { self.longer(word, start) } else { word }
    }

    /// Of a value found as it is written and a code found with separators, the longer one.
    fn longer(&mut self, word: Option<Match>, start: usize) -> Option<Match> {
        match (word, self.code_at(start)) {
            (Some(word), Some(code)) if word.span.end >= code.span.end => Some(word),
            (word, code) => code.or(word),
        }
    }

    fn may_start(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        match (at.checked_sub(1).and_then(|before| bytes.get(before)), bytes.get(at)) {
            (Some(before), Some(after)) if before.is_ascii() && after.is_ascii() => {
                let inside_word = before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric();
                !(inside_word || *before == b'\r' && *after == b'\n')
            }
            (None, Some(_)) => true,
            (_, None) => false,
            _ => {
                let view = self.finder.view;
                self.text.is_char_boundary(at)
                    && view.begins_at(self.text, at)
                    && fold::is_boundary(char_before(self.text, at), char_after(self.text, at))
                    && self.clusters.is_boundary(at)
            }
        }
    }

    /// Whether a value whose view ends with `last` may end here.
    fn may_end(&self, last: Option<char>, end: usize) -> bool {
        // Characters are compared as they are, but what is a word is asked of the folded view: as it is
        // where a value begins.
        let last = match last {
            Some(last) if self.finder.view.exact && !last.is_ascii() => char_before(self.text, end),
            last => last,
        };
        // Mostly an ASCII character that no mark can follow.
        let after = match self.text.as_bytes().get(end..end + 2) {
            Some([next, second]) if next.is_ascii() && second.is_ascii() => Some(char::from(*next)),
            _ => char_after(self.text, end),
        };
        fold::is_boundary(last, after) && self.clusters.is_boundary(end)
    }

    fn word_at(&mut self, start: usize) -> Option<Match> {
        let rest = self.text.get(start..)?;
        let view = self.finder.view;
        // The first word, then as much as the longest value with that first word.
        self.walk.clear();
        let mut at = start;
        fold_up_to(view, rest, dictionary::KEY_LEN, start, &mut at, &mut self.walk);
        let candidates = self.finder.words.with_key(key_of(&self.walk.folded));
        let longest = candidates.first()?.len();
        let rest = self.text.get(at..)?;
        fold_up_to(view, rest, longest, at, &mut at, &mut self.walk);
        let (target, end, cost) = self.longest_of(&self.finder.words, candidates);
        // What was read for nothing will be read again.
        let used = if target.is_some() && !self.overlapping { end - start } else { 0 };
        self.budget = self.budget.saturating_sub((cost + at).saturating_sub(start + used));
        Some(Match { span: Span::new(start, end), target: target? })
    }

    /// A number or code, with up to two separators between its characters.
    fn code_at(&mut self, start: usize) -> Option<Match> {
        let view = self.finder.view;
        self.walk.clear();
        let mut at = start;
        let mut separators = 0;
        let mut longest = MAX_CODE_LEN;
        let (mut candidates, mut begins) = (None, false);
        while self.walk.folded.len() < longest && separators <= MAX_SEPARATORS {
            let Some(segment) = self.text.get(at..).and_then(|rest| view.segment(rest)) else { break };
            at += segment.len();
            let before = self.walk.folded.len();
            view.fold(segment, &mut self.walk.folded);
            let added = self.walk.folded.get(before..).unwrap_or_default();
            if !added.is_empty() && added.chars().all(is_separator) {
                // No code begins with a separator.
                candidates?;
                separators += added.chars().count();
                self.walk.folded.truncate(before);
                continue;
            }
            // A mark makes something else of the separator that it stands on.
            let marked = separators > 0 && added.chars().next().is_some_and(fold::is_mark);
            if marked || added.starts_with(is_separator) {
                break;
            }
            if added.chars().any(is_separator) {
                // Some characters fold to several words.
                let code = without_separators(added);
                self.walk.folded.truncate(before);
                self.walk.folded.push_str(&code);
            }
            separators = 0;
            self.walk.ends.push((self.walk.folded.len(), at));
            if candidates.is_none() {
                let known = self.finder.codes.with_key(first_key(&self.walk.folded));
                longest = known.first()?.len();
                candidates = Some(known);
            }
            if let Some((place, bit)) = beginning(self.walk.folded.as_bytes()).filter(|_| !begins) {
                begins = self.finder.code_beginnings.get(place).is_some_and(|bits| bits & bit != 0);
                if !begins {
                    return None;
                }
            }
        }
        let (target, end, _) = self.longest_of(&self.finder.codes, candidates?);
        Some(Match { span: Span::new(start, end), target: target? })
    }

    /// The longest candidate that the walk begins with and that may end where it ends.
    fn longest_of(
        &self,
        dictionary: &Dictionary,
        candidates: &[dictionary::Value],
    ) -> (Option<u32>, usize, usize) {
        let mut cost = 0;
        let mut rest = candidates;
        while let Some(first) = rest.first() {
            let len = first.len();
            let same_len = rest.partition_point(|value| value.len() == len);
            let (run, shorter) = rest.split_at(same_len);
            rest = shorter;
            cost += 4;
            let Some(end) = self.walk.source_end(len) else { continue };
            let Some(view) = self.walk.folded.get(..len) else { continue };
            cost += len / 8;
            let Some(value) = dictionary.find_in(run, view) else { continue };
            if self.may_end(view.chars().next_back(), end) {
                return (Some(value.target()), end, cost);
            }
        }
        (None, 0, cost)
    }

    /// The same result in linear time, from one place on.
    fn run_automaton(
        &mut self,
        automaton: &Automaton,
        chains: &mut Chains,
        from: usize,
        matches: &mut Vec<Match>,
    ) {
        let view = self.finder.view;
        self.walk.clear();
        self.walk.ends.push((0, from));
        let mut at = from;
        let rest = self.text.get(from..).unwrap_or_default();
        fold_up_to(view, rest, usize::MAX, from, &mut at, &mut self.walk);
        let walk = std::mem::take(&mut self.walk);
        let mut ends = Bits::new(walk.folded.len() + 1);
        for &(folded_end, end) in &walk.ends {
            let last = walk.folded.get(..folded_end).and_then(|folded| folded.chars().next_back());
            if self.may_end(last, end) {
                ends.insert(folded_end);
            }
        }
        // By segment, the length of the longest value that begins there and may end where it ends.
        let mut lens = vec![0; walk.ends.len()];
        automaton.search(&walk.folded, |folded_at, values| {
            let Ok(index) = walk.ends.binary_search_by_key(&folded_at, |&(len, _)| len) else { return };
            let Some(&(_, start)) = walk.ends.get(index) else { return };
            if let Some(len) = lens.get_mut(index).filter(|_| self.may_start(start)) {
                *len = chains.lengths(&self.finder.words, values).highest_in(&ends, folded_at);
            }
        });
        let word_at = |(&(folded_start, start), len): (&(usize, usize), usize)| {
            let folded_end = folded_start + len;
            let value = self.finder.words.find(walk.folded.get(folded_start..folded_end)?)?;
            let span = Span::new(start, walk.source_end(folded_end)?);
            Some(Match { span, target: value.target() })
        };
        let mut at = from;
        for (&place, len) in walk.ends.iter().zip(lens) {
            let (_, start) = place;
            if start < at {
                continue;
            }
            let word = if len > 0 { word_at((&place, len)) } else { None };
            let code_may = self.finder.code_may_begin(self.text, start) && self.may_start(start);
            let best = if code_may { self.longer(word, start) } else { word };
            if let Some(best) = best {
                at = best.span.end;
                matches.push(best);
            }
        }
    }
}

/// Folds segments until the folded form has at least `len` bytes.
fn fold_up_to(view: View, text: &str, len: usize, offset: usize, at: &mut usize, walk: &mut Walk) {
    let mut place = 0;
    while walk.folded.len() < len {
        match text.as_bytes().get(place..) {
            // An ASCII character with another one behind it stands for itself, a space with
            // something else than white space behind it as well.
            Some([b, next, ..])
                if b.is_ascii()
                    && next.is_ascii()
                    && (!fold::is_ascii_space(*b) || *b == b' ' && !fold::is_ascii_space(*next)) =>
            {
                walk.folded.push(char::from(if view.exact { *b } else { b.to_ascii_lowercase() }));
                place += 1;
            }
            _ => {
                let Some(segment) = text.get(place..).and_then(|rest| view.segment(rest)) else { break };
                view.fold(segment, &mut walk.folded);
                place += segment.len();
            }
        }
        *at = offset + place;
        match walk.ends.last_mut() {
            // A segment of nothing but invisible characters belongs to what stands before it.
            Some(end) if end.0 == walk.folded.len() && end.0 > 0 => end.1 = *at,
            Some(end) if end.0 == walk.folded.len() => {}
            _ => walk.ends.push((walk.folded.len(), *at)),
        }
    }
}

/// The bit of a character, in small letters; all beyond ASCII share one.
fn code_start(c: Option<char>) -> u128 {
    match c {
        Some(c) if c.is_ascii() => 1 << c.to_ascii_lowercase() as u32,
        _ => 1,
    }
}

/// The key of a code: its first character.
/// Where the first three bytes of a code have their bit.
fn beginning(code: &[u8]) -> Option<(usize, u64)> {
    let [a, b, c] = *code.first_chunk()?;
    let hash = u32::from_le_bytes([a, b, c, 0]).wrapping_mul(0x9e37_79b1) >> 20;
    Some(((hash >> 6) as usize, 1 << (hash & 63)))
}

fn first_key(folded: &str) -> u64 {
    folded.bytes().next().map_or(0, u64::from)
}
