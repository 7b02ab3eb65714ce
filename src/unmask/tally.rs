//! What happened to the placeholders of a reply.

use super::{Report, Unmasker};
use crate::mapping::IdSet;
use crate::placeholder::Name;

/// Counts what came back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    report: Report,
    /// Entries that came back; kept only where it is known what went out.
    seen: Option<IdSet>,
}

impl Tally {
    pub(super) fn new(unmasker: &Unmasker) -> Self {
        let seen = unmasker.sent.as_ref().map(|_| IdSet::with_capacity(unmasker.mapping.len()));
        Tally { report: Report::default(), seen }
    }

    /// The value to put in, if any; `withheld` is asked only where there is one.
    #[inline]
    pub(super) fn count<'u>(
        &mut self,
        unmasker: &'u Unmasker,
        name: &Name,
        exact: bool,
        withheld: impl FnOnce() -> bool,
    ) -> Option<&'u str> {
        let Some((id, value)) = unmasker.answer(name) else {
            self.report.unknown += 1;
            return None;
        };
        if let Some(seen) = &mut self.seen {
            seen.insert(id);
        }
        if withheld() {
            self.report.withheld += 1;
            return None;
        }
        self.report.restored += 1;
        self.report.altered += u64::from(!exact);
        Some(value)
    }

    /// Adds what another text brought back.
    pub(crate) fn add(&mut self, other: &Tally) {
        self.report.restored += other.report.restored;
        self.report.altered += other.report.altered;
        self.report.unknown += other.report.unknown;
        self.report.withheld += other.report.withheld;
        self.add_seen(other);
    }

    /// Adds what another text brought back that says again what was counted.
    pub(crate) fn add_seen(&mut self, other: &Tally) {
        if let (Some(seen), Some(others)) = (&mut self.seen, &other.seen) {
            seen.union(others);
        }
    }

    pub(crate) fn report(self, unmasker: &Unmasker) -> Report {
        let mut report = self.report;
        if let (Some(sent), Some(seen)) = (&unmasker.sent, &self.seen) {
            report.missing = sent.missing_from(seen);
        }
        report
    }
}
