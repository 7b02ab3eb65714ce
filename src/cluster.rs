//! Grapheme clusters: what a reader takes for one character is never cut.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use unicode_segmentation::GraphemeCursor;

use crate::span::Span;

/// Answers where the grapheme clusters (UAX #29) of one text end.
///
/// Linear over many questions, in any order: what took a walk to find out is remembered, so that
/// nobody walks it again.
pub(crate) struct Clusters<'t> {
    text: &'t str,
    /// The runs of regional indicators that were asked about: flags are counted from their start.
    flags: Known,
    /// The clusters of more than one character that were asked about.
    clusters: Known,
    /// The last answer that took a look at the text.
    answer: Cell<Option<(usize, bool)>>,
}

impl<'t> Clusters<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Clusters { text, flags: Known::default(), clusters: Known::default(), answer: Cell::new(None) }
    }

    /// Whether a cluster ends and another begins at this byte; the edges of the text count.
    #[inline]
    pub(crate) fn is_boundary(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        match (at.checked_sub(1).and_then(|before| bytes.get(before)), bytes.get(at)) {
            (Some(before), Some(after)) if before.is_ascii() && after.is_ascii() => {
                !(*before == b'\r' && *after == b'\n')
            }
            (Some(_), Some(_)) => match self.answer.get() {
                Some((asked, answer)) if asked == at => answer,
                _ => {
                    let answer = self.is_boundary_between(at);
                    self.answer.set(Some((at, answer)));
                    answer
                }
            },
            (None, _) => true,
            (Some(_), None) => at == bytes.len(),
        }
    }

    fn is_boundary_between(&self, at: usize) -> bool {
        let (Some(before), Some(after)) = (self.text.get(..at), self.text.get(at..)) else { return false };
        if before.ends_with(is_regional_indicator) && after.starts_with(is_regional_indicator) {
            let run = self.flag_run(at, before, after);
            return (at - run.start) % (2 * FLAG_LEN) == 0;
        }
        let mut cursor = GraphemeCursor::new(at, self.text.len(), true);
        // The whole text is given, so the cursor never asks for more.
        cursor.is_boundary(self.text, 0).unwrap_or(false)
    }

    fn flag_run(&self, at: usize, before: &str, after: &str) -> Span {
        if let Some(run) = self.flags.around(at) {
            return run;
        }
        let left = before.len() - before.trim_end_matches(is_regional_indicator).len();
        let right = after.len() - after.trim_start_matches(is_regional_indicator).len();
        let run = Span::new(at - left, at + right);
        self.flags.add(run);
        run
    }

    /// The span, grown outward so that no cluster is cut.
    pub(crate) fn grow(&self, span: Span) -> Span {
        Span::new(self.around(span.start).start, self.around(span.end).end)
    }

    /// The cluster that a place is inside of; empty, and at the place, where it is a boundary.
    pub(crate) fn around(&self, at: usize) -> Span {
        if let Some(cluster) = self.clusters.around(at) {
            return cluster;
        }
        if self.is_boundary(at) {
            return Span::new(at, at);
        }
        // Places inside a character are no boundaries either.
        let start = (0..at).rev().find(|&at| self.is_boundary(at)).unwrap_or(0);
        let end = (at + 1..self.text.len()).find(|&at| self.is_boundary(at)).unwrap_or(self.text.len());
        let cluster = Span::new(start, end);
        self.clusters.add(cluster);
        cluster
    }
}

/// Spans that do not overlap, by their start.
#[derive(Default)]
struct Known(RefCell<BTreeMap<usize, usize>>);

impl Known {
    /// The span that a place is inside of.
    fn around(&self, at: usize) -> Option<Span> {
        let known = self.0.borrow();
        let (&start, &end) = known.range(..at).next_back()?;
        (at < end).then(|| Span::new(start, end))
    }

    fn add(&self, span: Span) {
        self.0.borrow_mut().insert(span.start, span.end);
    }
}

/// UTF-8 length of a regional indicator.
const FLAG_LEN: usize = 4;

fn is_regional_indicator(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}
