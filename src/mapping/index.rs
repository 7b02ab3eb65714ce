//! By its canonical form: the entry that masks a value, in constant time.

use std::cmp::Ordering;
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::OnceLock;

use hashbrown::{DefaultHashBuilder, HashTable};
use zeroize::Zeroizing;

use super::{Entry, IdSet, Mapping, Source};
use crate::kind::Kind;
use crate::placeholder::Placeholder;
use crate::sameness::{with_plus, without_separators};

/// For each canonical form the entry that masks it: its hash, its id.
#[derive(Clone, Default)]
pub(super) struct Index {
    /// By the form in which values of all kinds are compared.
    general: HashTable<(u64, u32)>,
    /// By the form of one kind, where that is another one.
    by_kind: HashTable<(u64, u32)>,
    hasher: DefaultHashBuilder,
}

impl Index {
    fn hash(&self, kind: Option<&Kind>, form: &str) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        kind.hash(&mut hasher);
        form.hash(&mut hasher);
        hasher.finish()
    }
}

impl Entry {
    /// Which of several entries for one value masks it: the lowest. What a user said last goes first;
    /// then what was there first, so that a value goes on being masked as it was.
    fn precedence(&self) -> u64 {
        let (said, turn) = match self.source {
            Source::Position | Source::Explicit => (0, u32::MAX - self.turn),
            Source::History | Source::Auto | Source::Detector => (1, self.turn),
        };
        said << 60 | u64::from(turn) << 24 | (self.source as u64) << 20 | u64::from(self.placeholder.number())
    }
}

impl Mapping {
    /// The entry that masking uses for a value.
    pub(crate) fn find_id(&self, kind: &Kind, value: &str) -> Option<u32> {
        let index = self.index.get_or_init(|| self.build_index());
        let general = self.sameness.general(kind, value);
        let hash = index.hash(literal(kind), &general);
        let by_general = index.general.find(hash, |&slot| self.is_general(slot, hash, kind, &general));
        let by_kind = || {
            let canonical = self.sameness.canonical(kind, value);
            let hash = index.hash(Some(kind), &canonical);
            index.by_kind.find(hash, |&slot| self.is_of_kind(slot, hash, kind, &canonical))
        };
        let by_kind = if self.sameness.goes_by_kind(kind) { by_kind() } else { None };
        let found = [by_general, by_kind].into_iter().flatten().map(|&(_, id)| id);
        found.min_by_key(|&id| self.rank(id))
    }

    fn rank(&self, id: u32) -> Option<(u64, &Kind)> {
        self.entries.get(id as usize).map(|entry| (entry.precedence(), entry.placeholder.kind()))
    }

    /// Of two entries that a search takes for one value the lesser one masks it. What a person typed comes
    /// last: that it looks like somebody's value makes it that value.
    pub(crate) fn compare(&self, a: u32, b: u32) -> Ordering {
        let typed = |id| self.placeholder(id).is_some_and(|placeholder| *placeholder.kind() == Kind::LITERAL);
        typed(a).cmp(&typed(b)).then_with(|| self.rank(a).cmp(&self.rank(b)))
    }

    /// Whether a place in the index is that of a form among all kinds.
    fn is_general(&self, (hashed, id): (u64, u32), hash: u64, kind: &Kind, form: &str) -> bool {
        hashed == hash
            && self.placeholder(id).zip(self.value(id)).is_some_and(|(other, value)| {
                literal(other.kind()) == literal(kind) && self.sameness.general(other.kind(), value) == form
            })
    }

    /// Whether a place in the index is that of a form of one kind.
    fn is_of_kind(&self, (hashed, id): (u64, u32), hash: u64, kind: &Kind, form: &str) -> bool {
        hashed == hash
            && self.placeholder(id).zip(self.value(id)).is_some_and(|(other, value)| {
                other.kind() == kind && self.sameness.canonical(kind, value) == form
            })
    }

    /// Puts an entry into the index: in the place of its forms, where none masks them that goes before.
    fn represent(&self, index: &mut Index, id: u32) {
        let (Some(entry), Some(value)) = (self.entries.get(id as usize), self.value(id)) else { return };
        let kind = entry.placeholder.kind();
        let hash_of = |&(hash, _): &(u64, u32)| hash;
        let replace = |slot: &mut (u64, u32)| {
            if self.rank(id) < self.rank(slot.1) {
                slot.1 = id;
            }
        };
        let general = self.sameness.general(kind, value);
        let hash = index.hash(literal(kind), &general);
        match index.general.find_mut(hash, |&slot| self.is_general(slot, hash, kind, &general)) {
            Some(slot) => replace(slot),
            None => {
                index.general.insert_unique(hash, (hash, id), hash_of);
            }
        }
        if self.sameness.goes_by_kind(kind) {
            let canonical = self.sameness.canonical(kind, value);
            let hash = index.hash(Some(kind), &canonical);
            match index.by_kind.find_mut(hash, |&slot| self.is_of_kind(slot, hash, kind, &canonical)) {
                Some(slot) => replace(slot),
                None => {
                    index.by_kind.insert_unique(hash, (hash, id), hash_of);
                }
            }
        }
    }

    /// Placeholders of entries that a search may take for one another, the one that masks first before
    /// the others.
    pub(crate) fn in_precedence(&self) -> Vec<Placeholder> {
        // What a search compares: folded, codes without separators, both ways to write a number.
        let form = |kind: &Kind, value: &str| {
            let code = without_separators(&self.sameness.general(kind, value));
            with_plus(&code).unwrap_or(code)
        };
        let mut forms: Vec<(Zeroizing<String>, u32)> = Vec::with_capacity(self.len());
        let values = self.ids().filter_map(|id| Some((id, self.value(id)?)));
        for (id, value) in values.chain(self.spellings()) {
            let Some(kind) = self.placeholder(id).map(Placeholder::kind) else { continue };
            forms.push((Zeroizing::new(form(kind, value)), id));
            // A number that comes later may be the same as two values of which only one is a number.
            if self.sameness.goes_by_region(&Kind::PHONE) && *kind != Kind::LITERAL {
                forms.push((Zeroizing::new(self.sameness.canonical(&Kind::PHONE, value).into_owned()), id));
            }
        }
        forms.sort_by(|(a, one), (b, other)| a.as_str().cmp(b).then(one.cmp(other)));
        forms.dedup();
        let mut several = IdSet::with_capacity(self.len());
        for same in forms.chunk_by(|(a, _), (b, _)| a == b).filter(|same| same.len() > 1) {
            same.iter().for_each(|&(_, id)| several.insert(id));
        }
        let mut several: Vec<u32> = self.ids().filter(|&id| several.contains(id)).collect();
        several.sort_by_key(|&id| self.rank(id));
        several.into_iter().filter_map(|id| self.placeholder(id).cloned()).collect()
    }

    fn build_index(&self) -> Index {
        let mut index = Index::default();
        self.ids().for_each(|id| self.represent(&mut index, id));
        index
    }

    /// Takes an entry into the index, if it was built.
    pub(super) fn index_entry(&mut self, id: u32) {
        if let Some(mut index) = self.index.take() {
            self.represent(&mut index, id);
            self.index = OnceLock::from(index);
        }
    }
}

/// The kind of what a person typed by hand, which equals nothing else.
fn literal(kind: &Kind) -> Option<&Kind> {
    Some(kind).filter(|kind| **kind == Kind::LITERAL)
}
