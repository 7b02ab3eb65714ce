//! Which numbers are free: those that neither mean something nor ever stood in a text.

use std::collections::{BTreeMap, BTreeSet};

use super::{MAX_NUMBER, Placeholder};
use crate::kind::Kind;

/// Numbers that are burnt, by kind: they occur in a text of the conversation, in any spelling.
///
/// A burnt number is never given out, so a look-alike that a person typed, or a placeholder that a
/// model made up, can never turn into a value later.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Numbering {
    burnt: BTreeMap<Kind, BTreeSet<u32>>,
    /// Below this every number of the kind is known to be used. A hint, no part of the meaning.
    low: BTreeMap<Kind, u32>,
}

impl Numbering {
    pub(crate) fn burn(&mut self, placeholder: &Placeholder) {
        match self.burnt.get_mut(placeholder.kind()) {
            Some(numbers) => {
                numbers.insert(placeholder.number());
            }
            None => {
                self.burnt.insert(placeholder.kind().clone(), BTreeSet::from([placeholder.number()]));
            }
        }
    }

    /// A number that was given out has become free again.
    pub(crate) fn search_again(&mut self) {
        self.low.clear();
    }

    /// Burnt numbers in order.
    pub(crate) fn burnt(&self) -> impl Iterator<Item = (&Kind, &BTreeSet<u32>)> {
        self.burnt.iter()
    }

    /// The lowest number of a kind that is neither burnt nor `taken`; `None` when all are.
    ///
    /// Numbers are hardly ever given back, so the search goes on where the last one ended.
    pub(crate) fn fresh(&mut self, kind: &Kind, taken: impl Fn(u32) -> bool) -> Option<Placeholder> {
        let burnt = self.burnt.get(kind);
        let from = self.low.get(kind).copied().unwrap_or(1);
        let number = (from..=MAX_NUMBER)
            .find(|number| !taken(*number) && !burnt.is_some_and(|burnt| burnt.contains(number)))?;
        self.low.insert(kind.clone(), number + 1);
        Placeholder::new(kind.clone(), number)
    }
}
