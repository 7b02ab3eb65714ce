//! What is known of a request only when all of it is planned: it is planned again then.

use std::collections::BTreeSet;

use super::Masker;
use super::claims::Claim;
use super::known::Known;
use super::plan::Plan;
use crate::entity::Entity;
use crate::mapping::Mapping;
use crate::placeholder::Placeholder;

/// The placeholders that positions ask for.
pub(crate) struct Wishes<'e>(BTreeSet<&'e Placeholder>);

impl<'e> Wishes<'e> {
    pub(super) fn has(&self, placeholder: &Placeholder) -> bool {
        self.0.contains(placeholder)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn are_granted(&self, mapping: &Mapping) -> bool {
        self.0.iter().all(|placeholder| mapping.id_of(placeholder).is_some())
    }
}

/// What earlier tries to plan a request have shown.
#[derive(Default)]
pub(crate) struct Tries {
    /// Placeholders that positions ask for and do not get: what was typed like them is no placeholder.
    denied: BTreeSet<Placeholder>,
    denials: usize,
    /// By text: new values that overlap what was to be masked.
    joined: Vec<Vec<Claim<'static>>>,
    joins: usize,
}

impl Tries {
    /// How often it is tried to find out which wishes are granted. After that none of them counts.
    const DENIALS: usize = 3;
    /// How often new values are joined with what they overlap; each time, the joined ones are new. What is
    /// left after that is masked beside each other.
    const JOINS: usize = 4;

    /// What positions ask for and may get.
    pub(crate) fn wishes<'e>(&self, entities: &'e [Entity]) -> Wishes<'e> {
        let wishes = entities.iter().filter_map(|entity| entity.placeholder.as_ref());
        let may_get = |wish: &&Placeholder| self.denials < Self::DENIALS && !self.denied.contains(*wish);
        Wishes(wishes.filter(may_get).collect())
    }

    /// What is one value with what it overlaps in a text of the request.
    pub(crate) fn joined(&self, text: usize) -> &[Claim<'static>] {
        self.joined.get(text).map_or(&[], Vec::as_slice)
    }

    /// Takes note of what the plans of all texts show. Whether it is new: then they are void.
    pub(crate) fn learn<'p>(
        &mut self,
        masker: &Masker,
        wishes: &Wishes<'_>,
        plans: impl Iterator<Item = (&'p str, Option<&'p Plan>)>,
        mapping: &Mapping,
        known: &mut Known,
    ) -> bool {
        let denied: Vec<_> = wishes.0.iter().filter(|wish| mapping.id_of(wish).is_none()).collect();
        if !denied.is_empty() {
            self.denied.extend(denied.into_iter().map(|&wish| wish.clone()));
            self.denials += 1;
            return true;
        }
        if self.joins == Self::JOINS {
            return false;
        }
        let mut is_new = false;
        for (at, (text, plan)) in plans.enumerate() {
            let overlapping = plan.map(|plan| masker.overlapping(text, plan, mapping, known));
            let overlapping = overlapping.filter(|claims| !claims.is_empty());
            let Some(claims) = overlapping else { continue };
            self.joined.resize(self.joined.len().max(at + 1), Vec::new());
            self.joined.get_mut(at).into_iter().for_each(|joined| joined.extend_from_slice(&claims));
            is_new = true;
        }
        self.joins += usize::from(is_new);
        is_new
    }
}
