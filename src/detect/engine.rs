//! From a text to finds: anchors, what may begin at them, what matches there.

use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::{Arc, OnceLock};

use regex_automata::hybrid::dfa::Cache;
use regex_automata::util::pool::Pool;

use super::anchors::Anchors;
use super::automaton::Automaton;
use super::boundary::{
    begins_word, goes_on_behind_quad, is_alone, is_behind_quad, is_behind_version, is_between_colons,
    is_crowded, is_glued_after, is_glued_before, is_in_index,
};
use super::context::{Context, Dictionary, Table};
use super::lists;
use super::literals::Literals;
use super::recognizers::{self, NOT_PERSONAL, Probe, Trigger};
use super::rule::{Rule, Start, Things};
use super::{BuiltIn, DetectorError, Find};
use crate::kind::Kind;
use crate::sameness::fold;
use crate::span::Span;

/// What a context word adds to a score, and the most that comes of it.
const CONTEXT: f32 = 0.45;
const MOST: f32 = 0.95;
/// What is taken off beside a word for a thing, and in a row of numbers.
const THING: f32 = 0.35;
const CROWDED: f32 = 0.25;

/// Most letters of a word before a number with which a match may begin, and the most of such words.
pub(super) const LETTERS: usize = 14;
pub(super) const WORDS: usize = 2;
/// The target of words that begin keys and not what a probe looks for.
const KEY: usize = usize::MAX;
/// Most bytes before an `@` or a `:` that are looked at.
pub(super) const LOCAL: usize = 128;
pub(super) const SCHEME: usize = 32;

/// Rules, ready to be found.
pub(super) struct Engine {
    rules: Vec<&'static Rule>,
    numbers: Group,
    ats: Group,
    colons: Group,
    literals: Group,
    /// Words at which something is tried: [`KEY`], or a probe.
    words: Literals,
    probes: Vec<Wanted>,
    dictionary: Dictionary,
    scratch: Pool<Scratch, MakeScratch>,
}

/// A probe, and the kinds of its that are wanted, if not all.
struct Wanted {
    probe: &'static Probe,
    only: Option<Vec<Kind>>,
}

type MakeScratch = Box<dyn Fn() -> Scratch + Send + Sync + UnwindSafe + RefUnwindSafe>;

/// Forms that are tried at the same places.
struct Group {
    automaton: Arc<Automaton>,
    /// The rule and the score of each form.
    forms: Vec<(u16, f32)>,
}

struct Scratch {
    caches: [Cache; 4],
    matches: Vec<(usize, usize)>,
    done: Vec<u16>,
    context: Context,
}

impl Wanted {
    fn find(&self, text: &str, at: Span, finds: &mut Vec<Find>) {
        let Some(kinds) = &self.only else { return (self.probe.find)(text, at, finds) };
        let mut all = Vec::new();
        (self.probe.find)(text, at, &mut all);
        finds.extend(all.into_iter().filter(|find| kinds.contains(&find.kind)));
    }
}

impl Group {
    fn new(rules: &[&'static Rule], starts: fn(Start) -> bool) -> Result<Self, DetectorError> {
        let (mut patterns, mut forms) = (Vec::new(), Vec::new());
        for (at, rule) in rules.iter().enumerate().filter(|(_, rule)| starts(rule.start)) {
            for form in rule.forms {
                patterns.push(form.pattern);
                forms.push((u16::try_from(at).map_err(|_| DetectorError::TooLarge)?, form.score));
            }
        }
        Ok(Group { automaton: Arc::new(Automaton::new(&patterns)?), forms })
    }
}

/// The place behind the last character beyond ASCII that is in no word: a quotation mark, a space, a picture.
fn behind_signs(text: &str, start: usize, end: usize) -> usize {
    let Some(from) = (start..=end).find(|&at| text.is_char_boundary(at)) else { return start };
    let signs = text.get(from..end).unwrap_or_default().char_indices();
    let last = signs.rev().find(|(_, c)| !c.is_ascii() && !c.is_alphanumeric() && !fold::is_mark(*c));
    last.map_or(start, |(at, c)| from + at + c.len_utf8())
}

/// The score of a match beside a context word.
pub(super) fn with_context(score: f32) -> f32 {
    (score + CONTEXT).min(MOST.max(score))
}

/// One search through one text.
struct Search<'e, 't> {
    engine: &'e Engine,
    text: &'t str,
    scratch: &'e mut Scratch,
    table: Table,
    finds: Vec<Find>,
    /// Finds in rows of numbers that a check holds for, and what was taken off.
    crowded: Vec<(usize, f32)>,
}

impl Engine {
    /// Every built-in rule. Made when it is first asked for, once for the whole program.
    pub(super) fn built_in() -> Arc<Engine> {
        static BUILT_IN: OnceLock<Arc<Engine>> = OnceLock::new();
        let build =
            || Engine::of(|_| true, |_| true).unwrap_or_else(|_| unreachable!("built-in rules are tested"));
        Arc::clone(BUILT_IN.get_or_init(|| Arc::new(build())))
    }

    /// The built-in rules of wanted kinds and countries.
    pub(super) fn of(
        wanted: impl Fn(&str) -> bool,
        of_country: impl Fn(&str) -> bool,
    ) -> Result<Self, DetectorError> {
        let rules: Vec<&'static Rule> =
            recognizers::rules().filter(|rule| wanted(rule.kind) && of_country(rule.country)).collect();
        let numbers = Group::new(&rules, |start| start == Start::Number)?;
        let ats = Group::new(&rules, |start| start == Start::At)?;
        let colons = Group::new(&rules, |start| start == Start::Colon)?;
        let literals = Group::new(&rules, |start| matches!(start, Start::Literal(_)))?;
        let mut dictionary = Dictionary::default();
        for (at, rule) in rules.iter().enumerate() {
            for phrase in rule.context.iter().copied().flatten() {
                dictionary.add(phrase, u16::try_from(at).ok().map(|at| (at, rule.reach)));
            }
        }
        NOT_PERSONAL.iter().for_each(|phrase| dictionary.add(phrase, None));
        let probes = recognizers::probes().filter(|probe| probe.kinds.iter().any(|kind| wanted(kind)));
        let probes = probes.map(|probe| {
            let kinds = probe.kinds.iter().copied();
            let all = kinds.clone().all(&wanted);
            let only = kinds.filter(|kind| wanted(kind)).map(Kind::built_in);
            Wanted { probe, only: (!all).then(|| only.collect()) }
        });
        let probes: Vec<Wanted> = probes.collect();
        let keys = rules.iter().filter_map(|rule| match rule.start {
            Start::Literal(keys) => Some(keys.iter().map(|key| (*key, false, KEY))),
            _ => None,
        });
        let cues = probes.iter().enumerate().flat_map(|(at, Wanted { probe, .. })| {
            let cues = if let Trigger::Words(cues) = probe.at { cues } else { &[] };
            cues.iter().map(move |cue| (*cue, true, at))
        });
        let words = Literals::new(keys.flatten().chain(cues));
        let [a, b, c, d] = [&numbers, &ats, &colons, &literals].map(|group| Arc::clone(&group.automaton));
        let scratch = Pool::new(Box::new(move || Scratch {
            caches: [a.cache(), b.cache(), c.cache(), d.cache()],
            matches: Vec::new(),
            done: Vec::new(),
            context: Context::default(),
        }) as Box<_>);
        Ok(Engine { rules, numbers, ats, colons, literals, words, probes, dictionary, scratch })
    }

    /// What is said of the rules.
    pub(super) fn built_ins(&self) -> impl Iterator<Item = BuiltIn> {
        let text = |text: &'static str| (!text.is_empty()).then_some(text);
        let rules = self.rules.iter().map(move |rule| BuiltIn {
            name: rule.name,
            kind: Kind::built_in(rule.kind),
            country: text(rule.country),
            validator: rule.check.map(|check| check.name),
            example: rule.examples.first().copied(),
            source: rule.source,
        });
        let probes = self.probes.iter().flat_map(move |Wanted { probe, .. }| {
            probe.kinds.iter().map(move |kind| BuiltIn {
                name: probe.name,
                kind: Kind::built_in(kind),
                country: None,
                validator: None,
                example: text(probe.example),
                source: probe.source,
            })
        });
        rules.chain(probes)
    }

    /// What a rule checks besides the form.
    pub(super) fn validator(&self, name: &str) -> Option<&'static str> {
        self.rules.iter().find(|rule| rule.name == name)?.check.map(|check| check.name)
    }

    pub(super) fn rules(&self) -> impl Iterator<Item = &'static Rule> {
        self.rules.iter().copied()
    }

    /// The phrase that an explanation names.
    pub(super) fn phrase(&self, id: u16) -> Option<&str> {
        self.dictionary.phrase(id)
    }

    /// All finds that may reach a score, in no order; they may overlap. Names give way only to what `counts`.
    pub(super) fn finds(&self, text: &str, counts: &dyn Fn(&Find) -> bool) -> Vec<Find> {
        let mut scratch = self.scratch.get();
        let (table, finds) = (Table::default(), Vec::new());
        scratch.context.clear();
        let mut search =
            Search { engine: self, text, scratch: &mut scratch, table, finds, crowded: Vec::new() };
        search.anchors();
        search.side_by_side();
        search.words();
        #[cfg(feature = "names")]
        search.names(counts);
        #[cfg(not(feature = "names"))]
        let _ = counts;
        search.finds
    }
}

impl Search<'_, '_> {
    fn byte(&self, at: Option<usize>) -> Option<u8> {
        at.and_then(|at| self.text.as_bytes().get(at)).copied()
    }

    fn anchors(&mut self) {
        let mut anchors = Anchors::new(self.text);
        let mut from = 0;
        while let Some(at) = anchors.next(from) {
            from = match self.byte(Some(at)) {
                Some(b'0'..=b'9') => self.number(at, from),
                Some(b'@') => self.at_sign(at),
                Some(b':') => self.colon(at),
                _ => at + 1,
            };
        }
    }

    /// Tries what may begin at or before the word of a digit. Answers the end of the word.
    fn number(&mut self, digit: usize, from: usize) -> usize {
        let bytes = self.text.as_bytes();
        let is_word = |b: &u8| b.is_ascii_alphanumeric();
        let before = bytes.get(from..digit).unwrap_or_default();
        let start = digit - before.iter().rev().take_while(|b| is_word(b)).count();
        let end = digit + bytes.get(digit..).unwrap_or_default().iter().take_while(|b| is_word(b)).count();
        if !begins_word(self.text, start) {
            return end;
        }
        if !is_glued_before(bytes, start) || is_behind_quad(bytes, start) {
            self.numbers_from(start, digit);
            let mut first = start;
            while let Some(b'+' | b'(' | b'-') = self.byte(first.checked_sub(1)).filter(|_| start - first < 3)
            {
                first -= 1;
                self.numbers_from(first, digit);
            }
            self.probe(Trigger::Number, Span::new(start, end));
        } else if self.byte(start.checked_sub(1)) == Some(b'$') {
            self.probe(Trigger::Dollar, Span::new(start, end));
        }
        // AB 12 34 56 C
        let mut word = start;
        for _ in 0..WORDS {
            let Some(b' ' | b'-' | b'.' | b'/') = self.byte(word.checked_sub(1)) else { break };
            let before = bytes.get(..word - 1).unwrap_or_default();
            let letters =
                before.iter().rev().take(LETTERS + 1).take_while(|b| b.is_ascii_alphabetic()).count();
            word = word - 1 - letters;
            if letters == 0 || letters > LETTERS || !begins_word(self.text, word) {
                break;
            }
            if is_glued_before(bytes, word) {
                continue;
            }
            self.numbers_from(word, digit);
        }
        end
    }

    fn probe(&mut self, trigger: Trigger, at: Span) {
        for wanted in self.engine.probes.iter().filter(|wanted| wanted.probe.at == trigger) {
            wanted.find(self.text, at, &mut self.finds);
        }
    }

    /// What is looked for once all others were asked, and does not take their places.
    #[cfg(feature = "names")]
    fn names(&mut self, counts: &dyn Fn(&Find) -> bool) {
        let (counted, mut others): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.finds).into_iter().partition(counts);
        self.finds = counted;
        self.probe(Trigger::Text, Span::new(0, self.text.len()));
        self.finds.append(&mut others);
    }

    fn numbers_from(&mut self, start: usize, digit: usize) {
        let bytes = self.text.as_bytes();
        let group = &self.engine.numbers;
        let text = self.text;
        self.run(group, 0, start, |end| {
            let is_whole = !is_glued_after(bytes, start, end) || goes_on_behind_quad(bytes, start, end);
            end > digit && begins_word(text, end) && is_whole
        });
    }

    fn at_sign(&mut self, at: usize) -> usize {
        self.probe(Trigger::At, Span::new(at, at + 1));
        let from = at.saturating_sub(LOCAL);
        let before = self.text.as_bytes().get(from..at).unwrap_or_default();
        let is_local = |b: &u8| b.is_ascii_alphanumeric() || !b.is_ascii() || b"._%+-'&~!#$*^".contains(b);
        let mut start = at - before.iter().rev().take_while(|b| is_local(b)).count();
        start = behind_signs(self.text, start, at);
        while start < at
            && !self.byte(Some(start)).is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_' || b >= 0xc0)
        {
            start += 1;
        }
        let (text, group) = (self.text, &self.engine.ats);
        if start < at {
            self.run(group, 1, start, |end| end > at + 1 && begins_word(text, end));
        } else if begins_word(text, at) {
            self.run(group, 1, at, |end| begins_word(text, end));
        }
        at + 1
    }

    fn colon(&mut self, at: usize) -> usize {
        let before = self.text.as_bytes().get(at.saturating_sub(SCHEME)..at).unwrap_or_default();
        let is_scheme = |b: &u8| b.is_ascii_alphanumeric() || b"+-.".contains(b);
        let start = at - before.iter().rev().take_while(|b| is_scheme(b)).count();
        let next = self.byte(Some(at + 1)).unwrap_or_default();
        let may_be = next == b'/' || next == b':' || next.is_ascii_hexdigit();
        let (text, bytes) = (self.text, self.text.as_bytes());
        let begins = begins_word(text, start) && self.byte(start.checked_sub(1)) != Some(b':');
        if may_be && begins && !is_in_index(bytes, start) {
            let goes_on = |end| next != b'/' && is_between_colons(bytes, end);
            let may_end = |end| end > at && begins_word(text, end) && !goes_on(end);
            self.run(&self.engine.colons, 2, start, may_end);
        }
        at + 1
    }

    /// Two numbers of a kind beside each other are a row of their own: two cards, two telephone numbers.
    fn side_by_side(&mut self) {
        let place = |finds: &[Find], at: usize| finds.get(at).map(|find| (find.rank, find.span.start));
        self.crowded.sort_by_key(|&(at, _)| place(&self.finds, at));
        let mut both: Vec<(usize, f32)> = Vec::new();
        for &(at, off) in &self.crowded {
            let Some(find) = self.finds.get(at) else { continue };
            let behind = Some((find.rank, find.span.end + 1));
            let next = self.crowded.partition_point(|&(other, _)| place(&self.finds, other) < behind);
            if let Some(&next) = self.crowded.get(next).filter(|next| place(&self.finds, next.0) == behind) {
                both.extend([(at, off), next]);
            }
        }
        both.sort_by_key(|(at, _)| *at);
        both.dedup_by_key(|(at, _)| *at);
        for (at, off) in both {
            if let Some(find) = self.finds.get_mut(at) {
                find.score += off;
            }
        }
    }

    /// Tries what begins with a word of our own.
    fn words(&mut self) {
        let (engine, text) = (self.engine, self.text);
        let mut from = 0;
        engine.words.each(text, |at, len, target| match engine.probes.get(target) {
            Some(wanted) => wanted.find(text, Span::new(at, at + len), &mut self.finds),
            None if at >= from && begins_word(text, at) => {
                from = self.run(&engine.literals, 3, at, |end| begins_word(text, end));
            }
            None => {}
        });
    }

    /// Tries the forms of a group at a place. Answers the end of the longest match that counts.
    fn run(&mut self, group: &Group, cache: usize, start: usize, may_end: impl Fn(usize) -> bool) -> usize {
        let Scratch { caches, matches, done, .. } = &mut *self.scratch;
        let Some(cache) = caches.get_mut(cache) else { return start };
        matches.clear();
        done.clear();
        group.automaton.run(cache, self.text.as_bytes(), start, may_end, |form, end| {
            matches.push((form, end));
        });
        if matches.is_empty() {
            return start;
        }
        let matches = std::mem::take(matches);
        let (mut longest, mut at) = (start, matches.len());
        // The longest match of a rule whose check holds; of forms that match it, the surest.
        while let Some(&(form, end)) = at.checked_sub(1).and_then(|last| matches.get(last)) {
            at -= 1;
            let Some(&(rule, score)) = group.forms.get(form) else { continue };
            if self.scratch.done.contains(&rule) {
                continue;
            }
            let same = |&&(other, other_end): &&(usize, usize)| {
                other_end == end && group.forms.get(other).is_some_and(|(other, _)| *other == rule)
            };
            let others =
                matches.get(..at).unwrap_or_default().iter().rev().take_while(|(_, other)| *other == end);
            let scores = others.filter(same).filter_map(|(form, _)| group.forms.get(*form));
            let score = scores.fold(score, |score, (_, other)| score.max(*other));
            if self.take(rule, score, Span::new(start, end)) {
                self.scratch.done.push(rule);
                longest = longest.max(end);
            }
        }
        self.scratch.matches = matches;
        longest
    }

    /// Takes a match of a rule; whether its check holds.
    fn take(&mut self, index: u16, score: f32, span: Span) -> bool {
        let Some(rule) = self.engine.rules.get(usize::from(index)) else { return false };
        let value = span.get(self.text).unwrap_or_default();
        if rule.check.is_some_and(|check| !(check.holds)(value)) {
            return false;
        }
        let mut find = Find::new(span, Kind::built_in(rule.kind), score, rule.name);
        find.rank = lists::DENIED + 1 + u32::from(index);
        if score < MOST {
            let Search { engine, text, scratch, table, .. } = self;
            scratch.context.read(&engine.dictionary, text, span.start, span.end, table);
            find.context = scratch.context.of(index);
            if find.context.is_some() {
                find.score = with_context(score);
            } else if scratch.context.is_thing(rule.things)
                || rule.things == Things::Versions && is_behind_version(text, span.start)
            {
                find.score = score - THING;
            }
            let in_rows = rule.start == Start::Number && rule.things != Things::Versions;
            if in_rows && is_crowded(text.as_bytes(), span.start, span.end) {
                // Grouped as it is, it goes on.
                let off = if value.contains(' ') { 2.0 * CROWDED } else { CROWDED };
                find.score -= off;
                if rule.check.is_some() {
                    self.crowded.push((self.finds.len(), off));
                }
            }
        }
        // Number 24386390 of something, most likely.
        let is_numbered = self.byte(span.start.checked_sub(1)) == Some(b'#');
        if is_numbered && find.context.is_none() && rule.things == Things::Any {
            find.score -= THING;
        }
        if rule.alone > 0.0 && is_alone(self.text, span) {
            find.score += rule.alone;
        }
        self.finds.push(find);
        true
    }
}
