//! Other spellings of values that were given: a search by the value alone would not find all of them.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::Values;

/// Spellings in the order they came, each of an entry once.
#[derive(Clone, Default)]
pub(super) struct Spellings {
    /// Id, place in the buffer of values.
    list: Vec<(u32, usize, usize)>,
    /// Hash of id and form, place in the list.
    index: HashTable<(u64, u32)>,
    hasher: DefaultHashBuilder,
}

impl Spellings {
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Adds a spelling, unless there is one of this entry and this form that is `same`; `values` is the
    /// buffer.
    pub(super) fn add(
        &mut self,
        (id, form): (u32, &str),
        spelling: &str,
        values: &mut Values,
        same: impl Fn(&str) -> bool,
    ) -> bool {
        let hash = self.hasher.hash_one((id, form));
        let known = self.index.find(hash, |&(hashed, at)| {
            let known = self.list.get(at as usize).filter(|(of, ..)| hashed == hash && *of == id);
            known.and_then(|&(_, start, end)| values.get(start, end)).is_some_and(&same)
        });
        if known.is_some() {
            return false;
        }
        self.index.insert_unique(hash, (hash, self.list.len() as u32), |&(hash, _)| hash);
        let (start, end) = values.push(spelling);
        self.list.push((id, start, end));
        true
    }

    /// Forgets all but so many.
    pub(super) fn truncate(&mut self, len: usize) {
        self.list.truncate(len);
        self.index.retain(|&mut (_, at)| (at as usize) < len);
    }

    pub(super) fn iter<'m>(&'m self, values: &'m Values) -> impl ExactSizeIterator<Item = (u32, &'m str)> {
        self.list.iter().map(|&(id, start, end)| (id, values.get(start, end).unwrap_or_default()))
    }
}
