//! Everything that must not go out: the values of the mapping and those replaced for good.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};
use zeroize::Zeroizing;

use super::finder::{Budget, Finder, Match, Matching};
use crate::kind::Kind;
use crate::mapping::Mapping;
use crate::sameness::Form;

use super::plan::Target;

/// Everything that must not go out: the values of a mapping, and for one request the values that
/// are replaced for good. Kept as long as the mapping, it is built once and only grows.
#[derive(Clone)]
pub(crate) struct Known {
    finder: Finder,
    /// Whether a value is found in other spellings as well.
    is_folded: bool,
    /// Entries of the mapping, and other spellings of their values, that are in the finder.
    entries: usize,
    spellings: usize,
    one_way: Vec<(Kind, Zeroizing<String>)>,
    /// Hash of kind and value, place in `one_way`.
    one_way_index: HashTable<(u64, u32)>,
    hasher: DefaultHashBuilder,
    /// The finder again, for the request, once there is something in `one_way`.
    request: Option<Finder>,
}

/// Targets with this bit are places in `one_way`.
const ONE_WAY: u32 = 1 << 31;

impl Known {
    pub(crate) fn new(matching: Matching) -> Self {
        Known {
            finder: Finder::new(matching),
            is_folded: matching == Matching::Folded,
            entries: 0,
            spellings: 0,
            one_way: Vec::new(),
            one_way_index: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
            request: None,
        }
    }

    /// Forgets what was replaced for good: the request is over.
    pub(crate) fn end_request(&mut self) {
        self.one_way.clear();
        self.one_way_index.clear();
        self.request = None;
    }

    /// Adds what the mapping has learnt since.
    pub(crate) fn sync(&mut self, mapping: &Mapping) {
        let new = self.entries as u32..mapping.len() as u32;
        let entries = new.filter_map(|id| Some((id, mapping.value(id)?)));
        self.finder.reserve(entries.clone().count(), entries.clone().map(|(_, value)| value.len()).sum());
        // Of other spellings those that would not be found by the value.
        let found = |&(id, spelling): &(u32, &str)| {
            let entry = mapping.placeholder(id).zip(mapping.value(id));
            self.is_folded
                && entry.is_some_and(|(placeholder, value)| {
                    mapping.sameness().finds(placeholder.kind(), value, spelling)
                })
        };
        let spellings = mapping.spellings().skip(self.spellings).filter(|spelling| !found(spelling));
        let mut last: Option<(&Kind, Form)> = None;
        for (id, value) in entries.chain(spellings) {
            let Some(placeholder) = mapping.placeholder(id) else { continue };
            // Mostly the same again.
            let kind = placeholder.kind();
            let form =
                last.filter(|(last, _)| *last == kind).map_or_else(|| Form::of(kind), |(_, form)| form);
            last = Some((kind, form));
            for finder in [Some(&mut self.finder), self.request.as_mut()].into_iter().flatten() {
                finder.add(form, value, id);
            }
        }
        self.entries = mapping.len();
        self.spellings = mapping.spellings().len();
    }

    /// Whether equal values are known, of which one masks.
    pub(crate) fn has_twins(&self) -> bool {
        self.finder.has_twins()
    }

    /// Remembers a value that is replaced for good, so that its other spellings are as well.
    pub(crate) fn add_one_way(&mut self, kind: &Kind, value: &str) -> u32 {
        let hash = self.hasher.hash_one((kind, value));
        let known = self.one_way_index.find(hash, |&(hashed, index)| {
            let known = self.one_way.get(index as usize);
            hashed == hash && known.is_some_and(|(known, v)| known == kind && **v == value)
        });
        if let Some(&(_, index)) = known {
            return index;
        }
        let index = self.one_way.len() as u32;
        self.one_way_index.insert_unique(hash, (hash, index), |&(hash, _)| hash);
        self.one_way.push((kind.clone(), Zeroizing::new(value.to_owned())));
        let request = self.request.get_or_insert_with(|| self.finder.clone());
        request.add(Form::of(kind), value, index | ONE_WAY);
        index
    }

    /// Whether something in this request is replaced for good.
    pub(crate) fn has_one_way(&self) -> bool {
        self.request.is_some()
    }

    pub(crate) fn one_way_kind(&self, index: u32) -> Option<&Kind> {
        Some(&self.one_way.get(index as usize)?.0)
    }

    /// Known values in a piece of a text; `overlapping`: also those that overlap others.
    pub(crate) fn find(
        &mut self,
        text: &str,
        overlapping: bool,
        mapping: &Mapping,
        budget: &mut Budget,
    ) -> Vec<Match> {
        // Before every entry: what is replaced for good must not come back by another name.
        let compare = |a: u32, b: u32| match (a & ONE_WAY, b & ONE_WAY) {
            (0, 0) => mapping.compare(a, b),
            (ONE_WAY, ONE_WAY) => a.cmp(&b),
            (a, b) => b.cmp(&a),
        };
        self.request.as_mut().unwrap_or(&mut self.finder).find(text, overlapping, budget, compare)
    }

    /// What a match stands for.
    pub(crate) fn target(&self, target: u32, mapping: &Mapping) -> Target {
        if target & ONE_WAY != 0 {
            return Target::OneWay(target & !ONE_WAY);
        }
        // A value with two placeholders, maybe in two spellings: masking uses one.
        let twin = mapping
            .placeholder(target)
            .filter(|placeholder| {
                self.finder.has_twins() || mapping.sameness().goes_by_region(placeholder.kind())
            })
            .and_then(|placeholder| mapping.find_id(placeholder.kind(), mapping.value(target)?))
            .filter(|&twin| self.is_folded || mapping.value(twin) == mapping.value(target));
        Target::Entry(twin.unwrap_or(target))
    }
}
