//! Spans that somebody says hold personal data, and what becomes one value of them.

use std::cmp::Reverse;

use crate::entity::Entity;
use crate::kind::Kind;
use crate::mapping::Source;
use crate::placeholder::Placeholder;
use crate::span::Span;

/// A span that will be masked, alone or with what overlaps it.
#[derive(Clone)]
pub(crate) struct Claim<'e> {
    pub(super) span: Span,
    pub(super) kind: Option<Kind>,
    pub(super) source: Source,
    /// What was given or detected, and which one it is; absent for a known value.
    pub(super) entity: Option<(usize, &'e Entity)>,
    /// A known value that takes along what stands beside it.
    pub(super) grown: bool,
}

impl Claim<'_> {
    pub(super) fn given(&self) -> bool {
        self.source == Source::Position
    }

    /// The placeholder that the caller wants for it.
    pub(super) fn wanted(&self) -> Option<&Placeholder> {
        self.entity.and_then(|(_, entity)| entity.placeholder.as_ref())
    }
}

/// Claims that overlap, directly or through others.
pub(super) struct Group<'e> {
    pub(super) span: Span,
    pub(super) claims: Vec<Claim<'e>>,
}

/// Joins claims; they come in order of their start. Known values that overlap nothing are left to
/// the gaps.
pub(super) fn groups<'e>(mut claims: Vec<Claim<'e>>) -> Vec<Group<'e>> {
    claims.sort_by_key(|claim| (claim.span.start, claim.span.end));
    let mut groups: Vec<Group<'e>> = Vec::new();
    for claim in claims {
        match groups.last_mut() {
            Some(group) if group.span.overlaps(claim.span) => {
                group.span = group.span.join(claim.span);
                group.claims.push(claim);
            }
            _ => groups.push(Group { span: claim.span, claims: vec![claim] }),
        }
    }
    groups.retain(|group| group.claims.iter().any(|claim| claim.entity.is_some() || claim.grown));
    groups
}

impl Group<'_> {
    /// The claim that names the kind, the score and the recognizer.
    pub(super) fn best(&self) -> Option<&Claim<'_>> {
        let score = |claim: &Claim<'_>| claim.entity.map_or(1.0, |(_, entity)| entity.score);
        let recognizer = |claim: &&Claim<'_>| claim.entity.map(|(_, entity)| entity.recognizer.clone());
        let place = |claim: &&Claim<'_>| {
            let span = claim.span;
            (claim.kind.is_none(), claim.source, Reverse(span.len()), span.start, claim.kind.clone())
        };
        self.claims.iter().min_by(|a, b| {
            let alike = place(a).cmp(&place(b)).then(score(b).total_cmp(&score(a)));
            alike.then_with(|| recognizer(a).cmp(&recognizer(b)))
        })
    }

    /// The placeholder that the caller wants for all of it.
    pub(super) fn wanted(&self) -> Option<&Placeholder> {
        let whole = self.claims.iter().filter(|claim| claim.span == self.span);
        whole.filter_map(Claim::wanted).filter(|wanted| *wanted.kind() != Kind::LITERAL).min()
    }
}
