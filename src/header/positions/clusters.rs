//! Grapheme clusters around offsets, in one pass over the text.

use unicode_segmentation::UnicodeSegmentation as _;

/// Finds the cluster around each of many offsets, which must come in ascending order.
///
/// Asking a cursor anew at each offset may cost a walk back over the whole text (a run of regional
/// indicators pairs up from its start), so this one only walks forward.
pub(super) struct Clusters<'t> {
    text: &'t str,
    /// The cluster that was walked over last; empty where only a boundary is known.
    start: usize,
    end: usize,
}

impl<'t> Clusters<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Clusters { text, start: 0, end: 0 }
    }

    /// The boundaries before and behind an offset: itself twice, where it is one.
    pub(super) fn around(&mut self, offset: usize) -> (usize, usize) {
        if offset > self.end {
            let from = self.plain_boundary(offset);
            (self.start, self.end) = (from, from);
            for cluster in self.text.get(from..).unwrap_or_default().graphemes(true) {
                if self.end >= offset {
                    break;
                }
                (self.start, self.end) = (self.end, self.end + cluster.len());
            }
        }
        if offset > self.start && offset < self.end { (self.start, self.end) } else { (offset, offset) }
    }

    /// The last boundary up to `offset` that can be seen without walking: between two ASCII
    /// characters other than CR LF. Never before what was walked over already.
    fn plain_boundary(&self, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        let known = self.end;
        (known + 1..=offset)
            .rev()
            .find(|&at| match (bytes.get(at - 1), bytes.get(at)) {
                (Some(before), Some(after)) => {
                    before.is_ascii() && after.is_ascii() && (*before, *after) != (b'\r', b'\n')
                }
                _ => false,
            })
            .unwrap_or(known)
    }
}
