//! Known values in a text: every pair of places is tried.

use unicode_segmentation::UnicodeSegmentation;

use super::Entry;
use super::fold::{
    canonical, is_blank, is_mark, is_separator, is_spaceless, is_wordy, view, without_separators,
};

/// Where a value stands, and all entries that it could be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub start: usize,
    pub end: usize,
    pub entries: Vec<usize>,
}

/// A value that is looked for.
struct Wanted {
    exact: String,
    canonical: String,
    /// Without separators, where the kind is a number or an identifier; an international number in
    /// both ways to write it.
    codes: Vec<String>,
}

/// Kinds of the generator that are numbers or identifiers.
pub fn is_code(kind: &str) -> bool {
    ["PHONE", "IBAN", "CREDIT_CARD", "NL_BSN"].contains(&kind)
}

pub struct Search {
    wanted: Vec<Wanted>,
    exact: bool,
}

impl Search {
    pub fn new(entries: &[Entry], exact: bool) -> Self {
        let wanted = |entry: &Entry| {
            let canonical = canonical(&entry.value);
            let kind = entry.placeholder.kind().as_str();
            let mut codes = Vec::new();
            if is_code(kind) {
                let code = without_separators(&canonical);
                match (kind, code.strip_prefix('+'), code.strip_prefix("00")) {
                    ("PHONE", Some(digits), _) => codes.push(format!("00{digits}")),
                    ("PHONE", None, Some(digits)) => codes.push(format!("+{digits}")),
                    _ => {}
                }
                codes.push(code);
            }
            codes.retain(|code| (1..=64).contains(&code.len()));
            Wanted { exact: entry.value.clone(), canonical, codes }
        };
        Search { wanted: entries.iter().map(wanted).collect(), exact }
    }

    /// Leftmost, then longest; none overlaps another.
    pub fn all(&self, text: &str) -> Vec<Hit> {
        let edges: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
        let mut hits = Vec::new();
        let mut from = 0;
        while let Some(hit) = (from..edges.len()).find_map(|at| self.longest_at(text, &edges[at..])) {
            from = edges.iter().position(|edge| *edge == hit.end).unwrap();
            hits.push(hit);
        }
        hits
    }

    /// The longest at each place, also those that overlap others.
    pub fn overlapping(&self, text: &str) -> Vec<Hit> {
        let edges: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
        (0..edges.len()).filter_map(|at| self.longest_at(text, &edges[at..])).collect()
    }

    pub fn any(&self, text: &str) -> Option<Hit> {
        self.all(text).into_iter().next()
    }

    fn longest_at(&self, text: &str, edges: &[usize]) -> Option<Hit> {
        let start = edges[0];
        let longest = self.wanted.iter().map(|w| w.canonical.len().max(w.exact.len())).max()?;
        let mut best = None;
        if !self.exact && text[start..].starts_with(|c: char| is_blank(c.encode_utf8(&mut [0; 4]))) {
            return None;
        }
        for pair in edges.windows(2) {
            let end = pair[1];
            let slice = &text[start..end];
            // What cannot be seen at an edge belongs to no value.
            if !self.exact && is_blank(&text[pair[0]..end]) {
                continue;
            }
            let form = canonical(slice);
            if form.len() > 3 * longest + 16 {
                break;
            }
            let entries: Vec<usize> =
                (0..self.wanted.len()).filter(|&i| self.is(&self.wanted[i], slice, &form)).collect();
            if !entries.is_empty() && bounded(text, start, end) {
                best = Some(Hit { start, end, entries });
            }
        }
        best
    }

    fn is(&self, wanted: &Wanted, slice: &str, form: &str) -> bool {
        if self.exact {
            return !wanted.exact.is_empty() && wanted.exact == slice;
        }
        if wanted.canonical.is_empty() {
            return false;
        }
        form == wanted.canonical || wanted.codes.iter().any(|code| spaced(form, code))
    }
}

/// Whether `form` is `code` with at most two separators between its characters.
fn spaced(form: &str, code: &str) -> bool {
    let mut rest = form.chars().peekable();
    for (at, c) in code.chars().enumerate() {
        let mut apart = false;
        for _ in 0..2 {
            apart |= at > 0 && rest.next_if(|c| is_separator(*c)).is_some();
        }
        // A mark makes something else of the separator that it stands on.
        if apart && is_mark(c) || rest.next() != Some(c) {
            return false;
        }
    }
    rest.next().is_none()
}

/// Whether both edges are boundaries, on the folded view.
fn bounded(text: &str, start: usize, end: usize) -> bool {
    let missing = |edge: Option<char>, beside: Option<char>| match (edge, beside) {
        (Some(a), Some(b)) => is_wordy(a) && is_wordy(b) && !is_spaceless(a) && !is_spaceless(b),
        _ => false,
    };
    let value = view(&text[start..end]);
    let (before, after) = (view(&text[..start]), view(&text[end..]));
    let follows = after.chars().next();
    !missing(value.chars().next(), before.chars().last())
        && !missing(value.chars().last(), follows)
        && !follows.is_some_and(is_mark)
}
