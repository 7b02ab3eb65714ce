//! Laws of masking.

use pii_mask::{
    Action, Entity, HashKey, Lookalikes, Mapping, Masked, MaskedEntity, Masker, Policy, Span, Unmasker,
};

use crate::support::gen_case::{Case, Gen, entries};
use crate::support::naive::Entry;
use crate::support::naive::find::Search;
use crate::support::naive::fold;
use crate::support::naive::spell::Spelling;
use crate::support::naive::unmask::{Found, Reader};

/// Text in the form of a placeholder, as masking sees it.
pub(super) fn lookalikes(case: &Case, text: &str) -> Vec<Found> {
    let spelling = Spelling { tolerant: true, json: false, ..case.spelling() };
    Reader::new(spelling).all(text.as_bytes())
}

/// What is left of a text between these, with where it begins.
pub(super) fn gaps(text: &str, mut taken: Vec<(usize, usize)>) -> Vec<(usize, &str)> {
    taken.sort_unstable();
    let (mut from, mut gaps) = (0, Vec::new());
    for (start, end) in taken.into_iter().chain([(text.len(), text.len())]) {
        gaps.push((from, &text[from.min(start)..start]));
        from = from.max(end);
    }
    gaps
}

fn policy(g: &mut Gen<'_>, case: &Case) -> Policy {
    let actions = [Action::Mask, Action::Redact, Action::Hash, Action::Partial, Action::Keep];
    let kinds: Vec<_> = case.entries.iter().map(|e| e.placeholder.kind().clone()).collect();
    let kinds = kinds.into_iter().chain(case.entities.iter().filter_map(|e| e.kind().cloned()));
    kinds.fold(Policy::new(), |policy, kind| policy.set(kind, g.one(&actions)))
}

fn with_policy(data: &[u8]) -> (Case, Masker) {
    let mut g = Gen::new(data);
    let case = Case::from(&mut g);
    let policy = if g.chance(6) { policy(&mut g, &case) } else { Policy::new() };
    let masker = case.masker().policy(policy).hash_key(HashKey::new(b"a key for these tests").unwrap());
    (case, masker)
}

/// What must not go out: the values of the mapping and those replaced for good.
fn originals(mapping: &Mapping, masked: &Masked<'_>) -> Vec<Entry> {
    let mut originals = entries(mapping);
    for entity in masked.entities.iter().filter(|entity| entity.placeholder.is_none()) {
        let placeholder = pii_mask::Placeholder::new(entity.kind.clone(), 1).unwrap();
        let (value, source) = (entity.original.to_owned(), pii_mask::Source::Detector);
        originals.push(Entry { placeholder, value, source });
    }
    originals
}

/// Law 1: between placeholders and tags no original is found, and nothing of a given span is left.
pub fn no_leak(data: &[u8]) {
    let (case, masker) = with_policy(data);
    let mut mapping = case.mapping();
    let Ok(masked) = masker.mask(&case.text, &case.entities, &mut mapping) else { return };
    let mut originals = originals(&mapping, &masked);
    // A mark alone is no value that can be told from what it stands on.
    originals.retain(|e| !fold::canonical(&e.value).starts_with(fold::is_mark));
    let stands_for = |found: &Found| mapping.get(&found.placeholder).is_some();
    let references = lookalikes(&case, &masked.text).into_iter().filter(stands_for);
    let taken = masked.entities.iter().map(|entity| (entity.output.start, entity.output.end));
    let taken = taken.chain(references.map(|found| (found.start, found.end))).collect();
    let search = Search::new(&originals, case.exact());
    for (at, gap) in gaps(&masked.text, taken) {
        if let Some(hit) = search.any(gap) {
            panic!("leak at {at}: {:?} in {gap:?} of {case:#?}\n{}", &gap[hit.start..hit.end], masked.text);
        }
    }
    for (index, entity) in case.entities.iter().enumerate() {
        let given = *entity == Entity::given(entity.span(), entity.kind().cloned());
        let covers =
            |m: &MaskedEntity<'_>| m.span.start <= entity.span().start && entity.span().end <= m.span.end;
        assert!(!given || masked.entities.iter().any(covers), "span {index} survives in {case:#?}");
    }
    outside_is_untouched(&case, &masked);
    nothing_new_is_answered(&case, &masked, &mapping);
}

/// Law 2: what reads as a placeholder of an entry stands for a replaced value or was there before; no
/// tag reads as one, and none comes of what is put side by side.
fn nothing_new_is_answered(case: &Case, masked: &Masked<'_>, mapping: &Mapping) {
    let before = lookalikes(case, &case.text);
    for found in lookalikes(case, &masked.text) {
        if mapping.get(&found.placeholder).is_none() {
            continue;
        }
        let is_output = |e: &MaskedEntity<'_>| {
            (e.output.start, e.output.end, e.placeholder.as_ref())
                == (found.start, found.end, Some(&found.placeholder))
        };
        // What stands before it in the text: as much, but for what was replaced.
        let replaced = masked.entities.iter().take_while(|e| e.output.end <= found.start);
        let moved: isize = replaced.map(|e| e.span.len() as isize - e.output.len() as isize).sum();
        let start = found.start.wrapping_add_signed(moved);
        let was_there = before.iter().any(|b| b.start == start && b.placeholder == found.placeholder);
        let fine = masked.entities.iter().any(is_output) || was_there;
        assert!(fine, "{} is answered in {:?} of {case:#?}", found.placeholder, masked.text);
    }
}

/// Law 7 for masking: everything but what was replaced is there, in its place.
fn outside_is_untouched(case: &Case, masked: &Masked<'_>) {
    let (mut from_text, mut from_output) = (0, 0);
    for entity in &masked.entities {
        assert_eq!(entity.span.get(&case.text), Some(entity.original));
        let before = &case.text[from_text..entity.span.start];
        assert_eq!(before, &masked.text[from_output..entity.output.start], "{case:#?}");
        (from_text, from_output) = (entity.span.end, entity.output.end);
    }
    assert_eq!(case.text[from_text..], masked.text[from_output..], "{case:#?}");
}

/// A span of a text without what cannot be seen at its edges: that may go with a value.
fn seen(case: &Case, start: usize, end: usize) -> (usize, usize) {
    let cannot_be_seen = |c: char| !case.exact() && fold::is_ignorable(c);
    let value = case.text[start..end].trim_end_matches(cannot_be_seen);
    (start + value.len() - value.trim_start_matches(cannot_be_seen).len(), start + value.len())
}

/// Known values are found leftmost, longest, at boundaries, between references, and nowhere else.
pub fn mask_vs_oracle(data: &[u8]) {
    let mut case = Case::new(data);
    case.lookalikes = Lookalikes::Reference;
    let mut mapping = case.mapping();
    let masked = case.masker().mask(&case.text, &[], &mut mapping).unwrap();
    let known = |found: &Found| mapping.get(&found.placeholder).is_some();
    let references: Vec<_> = lookalikes(&case, &case.text).into_iter().filter(known).collect();
    let search = Search::new(&case.entries, case.exact());
    let mut wanted = Vec::new();
    for (at, gap) in gaps(&case.text, references.iter().map(|found| (found.start, found.end)).collect()) {
        wanted.extend(search.all(gap).into_iter().map(|hit| (hit.start + at, hit.end + at, hit.entries)));
    }
    let spans: Vec<_> = wanted.iter().map(|(start, end, _)| seen(&case, *start, *end)).collect();
    let found: Vec<_> = masked.entities.iter().map(|e| seen(&case, e.span.start, e.span.end)).collect();
    if case.bare && found != spans {
        // A value beside a bare name takes it along: what is left would be a placeholder.
        let within = |a: &[(usize, usize)], b: &[(usize, usize)]| {
            a.iter().all(|(start, end)| b.iter().any(|(s, e)| s <= start && end <= e))
        };
        let touched = found.iter().all(|(start, end)| spans.iter().any(|(s, e)| start <= s && e <= end));
        assert!(within(&spans, &found) && touched, "{case:#?}");
        return;
    }
    assert_eq!(found, spans, "{case:#?}");
    for (entity, (_, _, could_be)) in masked.entities.iter().zip(&wanted) {
        let form = |e: &Entry| if case.exact() { e.value.clone() } else { fold::canonical(&e.value) };
        // Found by the form of its kind, a value may have another placeholder by its general form.
        let forms: Vec<String> = could_be.iter().map(|&index| form(&case.entries[index])).collect();
        let mut could_be: Vec<&Entry> = case.entries.iter().filter(|e| forms.contains(&form(e))).collect();
        could_be.sort_by_key(|e| (e.source, e.placeholder.number(), e.placeholder.kind().clone()));
        let one_value = could_be.iter().all(|e| form(e) == form(could_be[0]));
        let used = entity.placeholder.as_ref().unwrap();
        let place = could_be.iter().position(|e| e.placeholder == *used);
        assert!(place.is_some() && (!one_value || place == Some(0)), "{used} for {could_be:?} in {case:#?}");
    }
    assert_eq!(mapping, case.mapping());
}

/// Law 2: `restore` for every option; plain unmasking where look-alikes are escaped and every
/// spelling is a value of its own.
pub fn round_trip(data: &[u8]) {
    let (case, masker) = with_policy(data);
    if let Ok(masked) = masker.mask(&case.text, &case.entities, &mut case.mapping()) {
        assert_eq!(masked.restore(), case.text, "{case:#?}");
        outside_is_untouched(&case, &masked);
    }

    let case = Case { sameness: case.sameness.variants(pii_mask::Variants::Distinct), ..case };
    let mut mapping = case.mapping();
    let masker = case.masker().lookalikes(Lookalikes::Escape);
    let Ok(masked) = masker.mask(&case.text, &case.entities, &mut mapping) else { return };
    let unmasker = Unmasker::new(mapping).style(case.style).bare(case.bare);
    assert_eq!(unmasker.unmask(&masked.text), case.text, "through {:?} of {case:#?}", masked.text);
}

/// Law 2: a fresh number stands nowhere in the text, in no spelling.
pub fn fresh_numbers(data: &[u8]) {
    let case = Case::new(data);
    let (before, mut mapping) = (case.mapping(), case.mapping());
    let Ok(_) = case.masker().mask(&case.text, &case.entities, &mut mapping) else { return };
    for found in lookalikes(&case, &case.text) {
        let (old, new) = (before.get(&found.placeholder), mapping.get(&found.placeholder));
        assert_eq!(old, new, "{} in {case:#?}", found.placeholder);
    }
    // Nor is it given out by a later turn.
    let later = mapping.assign(&pii_mask::Kind::PERSON, "somebody else entirely", pii_mask::Source::Auto);
    let taken = lookalikes(&case, &case.text).into_iter().any(|found| Ok(found.placeholder) == later);
    assert!(!taken, "{later:?} in {case:#?}");
}

/// Law 2: clients resend masked history; masked once more it is the same.
pub fn idempotent(data: &[u8]) {
    let mut case = Case::new(data);
    case.lookalikes = Lookalikes::Reference;
    let mut mapping = case.mapping();
    let Ok(once) = case.masker().mask(&case.text, &case.entities, &mut mapping) else { return };
    let before: Mapping = mapping.clone();
    let twice = case.masker().mask(&once.text, &[], &mut mapping).unwrap();
    assert_eq!(twice.text, once.text, "{case:#?}");
    assert_eq!(mapping, before);
}

/// A text in which values are likely to overlap.
fn few_words(case: &mut Case, g: &mut Gen<'_>) {
    let mut edges = vec![(0, 0)];
    case.text.clear();
    for _ in 0..1 + g.below(8) {
        let start = case.text.len();
        case.text.push_str(g.one(&["Ann", "ANN", "Lee", "Bo"]));
        edges.push((start, case.text.len()));
        case.text.push_str(g.one(&[" ", " ", " ", "-", ": "]));
    }
    let mut span = || {
        let (from, to) = (g.below(edges.len()), g.below(edges.len()));
        let span = Span::new(edges[from.min(to)].0, edges[from.max(to)].1);
        let kind = g.one(&[None, Some(pii_mask::Kind::PERSON), Some(pii_mask::Kind::EMAIL)]);
        let detected = kind.clone().filter(|_| g.chance(8)).map(|kind| Entity::detected(span, kind));
        detected.unwrap_or_else(|| Entity::given(span, kind))
    };
    case.entities = (0..4).map(|_| span()).filter(|entity| !entity.span().is_empty()).collect();
}

/// Law 1: what is known, and what the text itself brought, is never masked in part, beside what was given
/// or detected.
pub fn joined(data: &[u8]) {
    let (mut case, masker) = with_policy(data);
    let mut g = Gen::new(data);
    if g.chance(12) {
        few_words(&mut case, &mut g);
    }
    // A value takes along what stands beside it, where that were a bare name alone.
    if case.bare {
        return;
    }
    let mut mapping = case.mapping();
    let Ok(masked) = masker.mask(&case.text, &case.entities, &mut mapping) else { return };
    let inside = |a: Span, b: Span| b.start <= a.start && a.end <= b.end;
    let spans = masked.entities.iter().map(|entity| entity.span);
    let said: Vec<Span> =
        spans.filter(|span| case.entities.iter().any(|said| inside(said.span(), *span))).collect();
    let keys = lookalikes(&case, &case.text).into_iter().filter(|f| mapping.get(&f.placeholder).is_some());
    let references = keys.map(|found| Span::new(found.start, found.end));
    let references = references.filter(|reference| !said.iter().any(|span| span.overlaps(*reference)));
    let originals = originals(&mapping, &masked);
    let search = Search::new(&originals, case.exact());
    for (at, gap) in gaps(&case.text, references.map(|r| (r.start, r.end)).collect()) {
        for hit in search.overlapping(gap) {
            let (start, end) = seen(&case, hit.start + at, hit.end + at);
            let hit = Span::new(start, end);
            let cut = said.iter().find(|span| span.overlaps(hit) && !inside(hit, **span));
            assert!(cut.is_none(), "{hit:?} is cut by {cut:?} in {case:#?}");
        }
    }
}
