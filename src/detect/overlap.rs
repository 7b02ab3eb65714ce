//! Which of several finds in one place is reported.

use super::Find;

/// Of finds that overlap, the surest; then the longest, the leftmost, the rule that comes first. The others
/// are dropped: what they have beyond it is not reported. What is left is in order of place.
///
/// `beaten` is told of each find that gives way, and to which.
pub(super) fn resolve(mut finds: Vec<Find>, mut beaten: impl FnMut(&Find, &Find)) -> Vec<Find> {
    finds.sort_by(|a, b| {
        let place = |find: &Find| (std::cmp::Reverse(find.span.len()), find.span.start, find.rank);
        b.score.total_cmp(&a.score).then_with(|| place(a).cmp(&place(b)))
    });
    let mut kept: std::collections::BTreeMap<usize, Find> = std::collections::BTreeMap::new();
    for find in finds {
        // Kept finds do not overlap: only the one that begins last before the end can be in the way.
        match kept.range(..find.span.end).next_back() {
            Some((_, other)) if other.span.overlaps(find.span) => beaten(other, &find),
            _ => drop(kept.insert(find.span.start, find)),
        }
    }
    kept.into_values().collect()
}
