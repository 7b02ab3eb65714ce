//! Aho and Corasick's automaton over reversed values, with links from each state to the next
//! shorter value.
//!
//! One pass from right to left tells at each place the values that begin there, longest first.
//! Building it is linear in the values, also in hostile ones. Automata that copy the list of
//! shorter values into each state are not: 100 periodic values of 10,000 bytes took over a minute.

use std::collections::VecDeque;

use hashbrown::HashMap;

use super::dictionary::Dictionary;

/// A set of places in a text, or of lengths.
#[derive(Clone, Default)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub(super) fn new(len: usize) -> Self {
        Bits(vec![0; len / 64 + 1])
    }

    pub(super) fn insert(&mut self, at: usize) {
        if let Some(word) = self.0.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }

    fn word(&self, at: usize) -> u64 {
        self.0.get(at).copied().unwrap_or(0)
    }

    /// The highest of these lengths that leads from a place to one of `ends`; 0 if none does.
    pub(super) fn highest_in(&self, ends: &Bits, from: usize) -> usize {
        let (skipped, shift) = (from / 64, from % 64);
        let behind = |at: usize| match shift {
            0 => ends.word(skipped + at),
            _ => ends.word(skipped + at) >> shift | ends.word(skipped + at + 1) << (64 - shift),
        };
        let mut highest_first = self.0.iter().enumerate().rev().map(|(at, lens)| (at, lens & behind(at)));
        let highest = highest_first.find(|&(_, fitting)| fitting != 0);
        highest.map_or(0, |(at, fitting)| 64 * at + 63 - fitting.leading_zeros() as usize)
    }
}

/// For each value the lengths of all values that it begins with, its own among them. Made when they
/// are first asked for: hostile values all begin with one another, and trying each of them at each
/// place would take the product of both.
#[derive(Clone)]
pub(super) struct Chains {
    lengths: Vec<Option<Bits>>,
    none: Bits,
}

impl Chains {
    pub(super) fn new(dictionary: &Dictionary) -> Self {
        Chains { lengths: vec![None; dictionary.values().len()], none: Bits::default() }
    }

    /// The lengths of the values that begin at one place.
    pub(super) fn lengths(&mut self, dictionary: &Dictionary, mut values: Shorter<'_>) -> &Bits {
        let Some(longest) = values.next() else { return &self.none };
        let Some(slot) = self.lengths.get_mut(longest as usize) else { return &self.none };
        slot.get_or_insert_with(|| {
            let len = |value| dictionary.value(value).map_or(0, |value| value.len());
            let mut lengths = Bits::new(len(longest));
            lengths.insert(len(longest));
            values.for_each(|value| lengths.insert(len(value)));
            lengths
        })
    }
}

#[derive(Clone)]
pub(super) struct Automaton {
    /// State, byte → state.
    next: HashMap<(u32, u8), u32>,
    states: Vec<State>,
}

#[derive(Clone, Default)]
struct State {
    /// The longest proper suffix that is a state.
    fail: u32,
    /// The value that ends here.
    value: Option<u32>,
    /// The nearest state along `fail` where a value ends.
    shorter: u32,
}

const ROOT: u32 = 0;

impl Automaton {
    pub(super) fn new(dictionary: &Dictionary) -> Self {
        let mut automaton = Automaton { next: HashMap::new(), states: vec![State::default()] };
        let mut children: Vec<Vec<(u8, u32)>> = vec![Vec::new()];
        for (index, value) in dictionary.values().iter().enumerate() {
            let mut state = ROOT;
            for b in dictionary.text(value).bytes().rev() {
                let fresh = automaton.states.len() as u32;
                let next = *automaton.next.entry((state, b)).or_insert(fresh);
                if next == fresh {
                    automaton.states.push(State::default());
                    children.push(Vec::new());
                    if let Some(children) = children.get_mut(state as usize) {
                        children.push((b, fresh));
                    }
                }
                state = next;
            }
            if let Some(state) = automaton.states.get_mut(state as usize) {
                state.value.get_or_insert(index as u32);
            }
        }
        automaton.link(&children);
        automaton
    }

    /// Breadth first, so that the links of all shorter suffixes are known.
    fn link(&mut self, children: &[Vec<(u8, u32)>]) {
        let mut queue = VecDeque::from([ROOT]);
        while let Some(state) = queue.pop_front() {
            for &(b, child) in children.get(state as usize).map_or(&[][..], Vec::as_slice) {
                let fail = if state == ROOT { ROOT } else { self.step(self.fail(state), b) };
                let shorter = match self.states.get(fail as usize) {
                    Some(State { value: Some(_), .. }) => fail,
                    Some(other) => other.shorter,
                    None => ROOT,
                };
                if let Some(child) = self.states.get_mut(child as usize) {
                    child.fail = fail;
                    child.shorter = shorter;
                }
                queue.push_back(child);
            }
        }
    }

    fn fail(&self, state: u32) -> u32 {
        self.states.get(state as usize).map_or(ROOT, |state| state.fail)
    }

    fn step(&self, mut state: u32, b: u8) -> u32 {
        loop {
            if let Some(&next) = self.next.get(&(state, b)) {
                return next;
            }
            if state == ROOT {
                return ROOT;
            }
            state = self.fail(state);
        }
    }

    /// Calls `at` for each place where values begin, from right to left, with their indices,
    /// longest first.
    pub(super) fn search(&self, text: &str, mut at: impl FnMut(usize, Shorter<'_>)) {
        let mut state = ROOT;
        for (place, b) in text.bytes().enumerate().rev() {
            state = self.step(state, b);
            let values = Shorter { states: &self.states, state };
            if !values.is_empty() {
                at(place, values);
            }
        }
    }
}

/// The values that begin at one place, longest first.
pub(super) struct Shorter<'a> {
    states: &'a [State],
    state: u32,
}

impl Shorter<'_> {
    fn is_empty(&self) -> bool {
        self.states
            .get(self.state as usize)
            .is_none_or(|state| state.value.is_none() && state.shorter == ROOT)
    }
}

impl Iterator for Shorter<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        while self.state != ROOT {
            let here = self.states.get(self.state as usize)?;
            self.state = here.shorter;
            if here.value.is_some() {
                return here.value;
            }
        }
        None
    }
}
