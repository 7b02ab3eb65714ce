//! Grapheme clusters: what a reader takes for one character is never cut.

use std::cell::Cell;

use unicode_segmentation::GraphemeCursor;

use crate::span::Span;

/// Answers where the grapheme clusters (UAX #29) of one text end.
///
/// Linear over many questions: flags are counted from the start of their run, which is remembered,
/// instead of being counted back from each place.
pub(crate) struct Clusters<'t> {
    text: &'t str,
    /// The last run of regional indicators that was asked about.
    flags: Cell<Option<Span>>,
}

impl<'t> Clusters<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Clusters { text, flags: Cell::new(None) }
    }

    /// Whether a cluster ends and another begins at this byte; the edges of the text count.
    #[inline]
    pub(crate) fn is_boundary(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        match (at.checked_sub(1).and_then(|before| bytes.get(before)), bytes.get(at)) {
            (Some(before), Some(after)) if before.is_ascii() && after.is_ascii() => {
                !(*before == b'\r' && *after == b'\n')
            }
            (Some(_), Some(_)) => self.is_boundary_between(at),
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
        if let Some(run) = self.flags.get().filter(|run| run.start < at && at < run.end) {
            return run;
        }
        let left = before.len() - before.trim_end_matches(is_regional_indicator).len();
        let right = after.len() - after.trim_start_matches(is_regional_indicator).len();
        let run = Span::new(at - left, at + right);
        self.flags.set(Some(run));
        run
    }

    /// The span, grown outward so that no cluster is cut. Its edges are character boundaries.
    pub(crate) fn grow(&self, span: Span) -> Span {
        let mut start = span.start;
        while !self.is_boundary(start) {
            start = self.text.floor_char(start - 1);
        }
        let mut end = span.end;
        while !self.is_boundary(end) {
            end = self.text.ceil_char(end + 1);
        }
        Span::new(start, end)
    }
}

/// UTF-8 length of a regional indicator.
const FLAG_LEN: usize = 4;

fn is_regional_indicator(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

trait CharBoundary {
    fn floor_char(&self, at: usize) -> usize;
    fn ceil_char(&self, at: usize) -> usize;
}

impl CharBoundary for str {
    fn floor_char(&self, mut at: usize) -> usize {
        while !self.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    fn ceil_char(&self, mut at: usize) -> usize {
        while !self.is_char_boundary(at) {
            at += 1;
        }
        at
    }
}
