//! Many forms as one automaton: it is run at a place and says which forms match, and up to where.

use regex_automata::Anchored;
use regex_automata::MatchKind;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::util::start;
use regex_automata::util::syntax;

use super::DetectorError;

/// The longest match of a built-in form in bytes, but for what has a closing mark.
const LONGEST: usize = 512;

/// Some patterns. States are made when a text first asks for them; how many are kept is bounded.
pub(super) struct Automaton {
    dfa: DFA,
}

impl Automaton {
    pub(super) fn new(patterns: &[&str]) -> Result<Self, DetectorError> {
        let dfa = DFA::builder()
            .configure(
                DFA::config()
                    .match_kind(MatchKind::All)
                    .cache_capacity(8 << 20)
                    .skip_cache_capacity_check(true),
            )
            .syntax(syntax::Config::new().utf8(true))
            .build_many(patterns)
            .map_err(|_| DetectorError::TooLarge)?;
        Ok(Automaton { dfa })
    }

    pub(super) fn cache(&self) -> Cache {
        self.dfa.create_cache()
    }

    /// Calls `found` with each pattern that matches from `at` on, and the end of the match, where that may be one;
    /// shorter ones first. Many patterns end at the same place: it is asked once.
    pub(super) fn run(
        &self,
        cache: &mut Cache,
        bytes: &[u8],
        at: usize,
        may_end: impl Fn(usize) -> bool,
        mut found: impl FnMut(usize, usize),
    ) {
        let config = start::Config::new().anchored(Anchored::Yes);
        let Ok(mut state) = self.dfa.start_state(cache, &config) else { return };
        let window = bytes.get(at..bytes.len().min(at + LONGEST)).unwrap_or_default();
        for (offset, &b) in window.iter().enumerate() {
            let Ok(next) = self.dfa.next_state(cache, state, b) else { return };
            state = next;
            if state.is_tagged() {
                if state.is_dead() || state.is_quit() {
                    return;
                }
                if state.is_match() && may_end(at + offset) {
                    self.told(cache, state, at + offset, &mut found);
                }
            }
        }
        // A match is told one byte late.
        if let Ok(state) = self.dfa.next_eoi_state(cache, state) {
            if state.is_match() && may_end(at + window.len()) {
                self.told(cache, state, at + window.len(), &mut found);
            }
        }
    }

    #[inline]
    fn told(
        &self,
        cache: &Cache,
        state: regex_automata::hybrid::LazyStateID,
        end: usize,
        found: &mut impl FnMut(usize, usize),
    ) {
        for index in 0..self.dfa.match_len(cache, state) {
            found(self.dfa.match_pattern(cache, state, index).as_usize(), end);
        }
    }
}
