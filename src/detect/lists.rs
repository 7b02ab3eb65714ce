//! What is never reported, and what always is.

use std::collections::HashSet;

use aho_corasick::{AhoCorasick, MatchKind};

use super::boundary::begins_word;
use super::context::fold;
use super::{DetectorError, Find};
use crate::kind::Kind;
use crate::span::Span;

/// The rank of finds of the deny list.
pub(super) const DENIED: u32 = 0;

#[derive(Default)]
pub(super) struct Lists {
    allowed: HashSet<String>,
    denied: Option<AhoCorasick>,
    kinds: Vec<Kind>,
}

impl Lists {
    pub(super) fn new(
        allowed: impl Iterator<Item = String>,
        denied: Vec<(Kind, String)>,
    ) -> Result<Self, DetectorError> {
        let allowed = allowed.map(|value| fold(value.trim()).into_owned()).collect();
        let (kinds, values): (Vec<Kind>, Vec<String>) = denied.into_iter().unzip();
        let search = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(&values)
            .map_err(|_| DetectorError::TooLarge)?;
        Ok(Lists { allowed, denied: (!values.is_empty()).then_some(search), kinds })
    }

    /// Whether a value, as a whole and in any case, is never reported.
    pub(super) fn allows(&self, value: &str) -> bool {
        !self.allowed.is_empty() && self.allowed.contains(&*fold(value.trim()))
    }

    /// Adds what is always reported.
    pub(super) fn denied(&self, text: &str, finds: &mut Vec<Find>) {
        let Some(denied) = &self.denied else { return };
        for found in denied.find_iter(text) {
            let span = Span::new(found.start(), found.end());
            let Some(kind) = self.kinds.get(found.pattern().as_usize()) else { continue };
            if span.get(text).is_some() && begins_word(text, span.start) && begins_word(text, span.end) {
                finds.push(Find { rank: DENIED, ..Find::new(span, kind.clone(), 1.0, "deny_list") });
            }
        }
    }
}
