//! Finds personal data in texts: everything that has a form, and names of people.

mod anchors;
mod automaton;
mod boundary;
mod builder;
mod checksum;
mod context;
mod engine;
mod error;
mod lists;
mod literals;
#[cfg(any(test, fuzzing))]
#[allow(unreachable_pub, reason = "fuzz targets call it")]
pub mod oracle;
mod overlap;
mod pattern;
mod plain;
mod recognizer;
mod recognizers;
mod rule;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::cluster::Clusters;
use crate::entity::Entity;
use crate::kind::Kind;
use crate::sameness::fold;
use crate::span::Span;
use crate::terminal::without_codes;

use engine::Engine;
use lists::Lists;
use pattern::Pattern;
use plain::Plain;

pub use builder::DetectorBuilder;
pub use error::{DetectError, DetectorError};
pub use pattern::{CustomPattern, DetectorConfig};
pub use recognizer::{OnFailure, Recognizer, RecognizerError};

/// The score from which a find is reported, unless another is set.
const THRESHOLD: f32 = 0.5;

/// Least characters of what is reported.
const LEAST: usize = 2;

/// All rules together: says where in a text there is personal data.
///
/// Built once, cheap to clone, shared by threads. The built-in rules know mail addresses, telephone numbers,
/// cards, accounts, numbers that states give to people, secrets, and more:
/// [`built_in`](Detector::built_in) lists them. Names of people are found with the feature `names`, which is on by
/// default: most of them, not all.
///
/// # Examples
///
/// ```
/// use pii_mask::{Detector, Kind};
///
/// let detector = Detector::new();
/// let text = "Mail jane@example.org, my BSN is 111222333.";
/// let found = detector.detect(text)?;
/// let found: Vec<_> = found.iter().map(|e| (e.kind().unwrap().as_str(), e.span().get(text).unwrap())).collect();
/// assert_eq!(found, [("EMAIL", "jane@example.org"), ("NL_BSN", "111222333")]);
/// # Ok::<(), pii_mask::DetectError>(())
/// ```
#[derive(Clone)]
pub struct Detector {
    inner: Arc<Inner>,
}

struct Inner {
    engine: Arc<Engine>,
    patterns: Vec<Pattern>,
    recognizers: Vec<Arc<dyn Recognizer>>,
    lists: Lists,
    threshold: f32,
    thresholds: BTreeMap<Kind, f32>,
}

/// What a built-in rule finds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BuiltIn {
    /// The rule's name: what [`Entity::recognizer`] says.
    pub name: &'static str,
    /// Its kind.
    pub kind: Kind,
    /// The ISO 3166-1 code of its country, where it is of one.
    pub country: Option<&'static str>,
    /// What must hold besides the form.
    pub validator: Option<&'static str>,
    /// Something that it finds.
    pub example: Option<&'static str>,
    /// Who says that it has this form.
    pub source: &'static str,
}

/// A reported entity, and why: names of rules and words of theirs, nothing of the text.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Explained {
    /// What is reported.
    pub entity: Entity,
    /// What was checked besides its form.
    pub validator: Option<&'static str>,
    /// The context word that made it surer, as the rule writes it.
    pub context: Option<String>,
    /// The rules whose finds gave way to it, and how sure they were.
    pub beaten: Vec<(String, f32)>,
}

/// Something found, before it is decided what is reported.
#[derive(Clone)]
struct Find {
    span: Span,
    kind: Kind,
    score: f32,
    recognizer: Cow<'static, str>,
    /// The context word that made it surer.
    context: Option<u16>,
    /// Of equal finds the lowest is reported.
    rank: u32,
}

impl Find {
    fn new(span: Span, kind: Kind, score: f32, recognizer: impl Into<Cow<'static, str>>) -> Self {
        Find { span, kind, score, recognizer: recognizer.into(), context: None, rank: u32::MAX }
    }

    fn entity(self) -> Entity {
        Entity::detected(self.span, self.kind).with_score(self.score).with_recognizer(self.recognizer)
    }
}

impl Default for Detector {
    fn default() -> Self {
        Detector::new()
    }
}

impl Detector {
    /// All built-in rules, with the defaults. They are made ready once for the whole program.
    pub fn new() -> Self {
        let inner = Inner {
            engine: Engine::built_in(),
            patterns: Vec::new(),
            recognizers: Vec::new(),
            lists: Lists::default(),
            threshold: THRESHOLD,
            thresholds: BTreeMap::new(),
        };
        Detector { inner: Arc::new(inner) }
    }

    /// Starts with the defaults.
    pub fn builder() -> DetectorBuilder {
        DetectorBuilder::default()
    }

    /// The built-in rules that are on.
    pub fn built_in(&self) -> impl Iterator<Item = BuiltIn> {
        self.inner.engine.built_ins()
    }

    /// What is found in a text, in order; it does not overlap.
    ///
    /// Of finds that overlap, the surest is reported; then the longest, the leftmost, that of the rule that
    /// comes first. The others are dropped.
    ///
    /// Cost: linear in the text, whatever it is.
    ///
    /// # Errors
    ///
    /// [`DetectError`] where a [`Recognizer`] failed that must not. The built-in rules never fail.
    pub fn detect(&self, text: &str) -> Result<Vec<Entity>, DetectError> {
        let finds = overlap::resolve(self.finds(text)?, |_, _| ());
        Ok(finds.into_iter().map(Find::entity).collect())
    }

    /// What is found in each of some texts. A [`Recognizer`] sees them together.
    ///
    /// # Errors
    ///
    /// As [`detect`](Detector::detect).
    pub fn detect_batch(&self, texts: &[&str]) -> Result<Vec<Vec<Entity>>, DetectError> {
        let found = self.all_finds(texts)?;
        let resolved = found.into_iter().map(|finds| overlap::resolve(finds, |_, _| ()));
        Ok(resolved.map(|finds| finds.into_iter().map(Find::entity).collect()).collect())
    }

    /// What is found in a text, and why.
    ///
    /// # Errors
    ///
    /// As [`detect`](Detector::detect).
    pub fn explain(&self, text: &str) -> Result<Vec<Explained>, DetectError> {
        let mut beaten: BTreeMap<usize, Vec<(String, f32)>> = BTreeMap::new();
        let finds = overlap::resolve(self.finds(text)?, |by, find| {
            beaten.entry(by.span.start).or_default().push((find.recognizer.clone().into_owned(), find.score));
        });
        let explained = finds.into_iter().map(|find| Explained {
            validator: self.inner.engine.validator(&find.recognizer),
            context: find.context.and_then(|id| self.inner.engine.phrase(id)).map(str::to_owned),
            beaten: beaten.remove(&find.span.start).unwrap_or_default(),
            entity: find.entity(),
        });
        Ok(explained.collect())
    }

    fn finds(&self, text: &str) -> Result<Vec<Find>, DetectError> {
        Ok(self.all_finds(&[text])?.pop().unwrap_or_default())
    }

    /// What may be reported of each text.
    fn all_finds(&self, texts: &[&str]) -> Result<Vec<Vec<Find>>, DetectError> {
        let Inner { engine, patterns, recognizers, lists, .. } = &*self.inner;
        let finds_of = |text: &str| engine.finds(text, &|find| self.is_sure(find));
        let mut all: Vec<Vec<Find>> = texts.iter().map(|text| finds_in(&finds_of, text)).collect();
        let whole = |text: &str, finds: &mut Vec<Find>| {
            if !text.is_ascii() {
                let clusters = Clusters::new(text);
                finds.iter_mut().for_each(|find| find.span = uncut(text, &clusters, find.span));
            }
        };
        for (text, finds) in texts.iter().zip(&mut all) {
            patterns.iter().for_each(|pattern| pattern.find(text, finds));
            whole(text, finds);
            finds.retain(|find| self.is_reported(text, find));
            lists.denied(text, finds);
        }
        for recognizer in recognizers {
            recognizer::ask(&**recognizer, texts, &mut all)?;
            for (text, finds) in texts.iter().zip(&mut all) {
                whole(text, finds);
                finds.retain(|find| self.is_reported(text, find));
            }
        }
        Ok(all)
    }

    fn is_reported(&self, text: &str, find: &Find) -> bool {
        let value = find.span.get(text).unwrap_or_default();
        self.is_sure(find)
            && value.chars().nth(LEAST - 1).is_some()
            && (find.rank == lists::DENIED || !self.inner.lists.allows(value))
    }

    /// Whether it reaches the threshold of its kind.
    fn is_sure(&self, find: &Find) -> bool {
        let Inner { threshold, thresholds, .. } = &*self.inner;
        let threshold =
            if thresholds.is_empty() { threshold } else { thresholds.get(&find.kind).unwrap_or(threshold) };
        find.score >= *threshold
    }
}

/// Finds of the rules in one reading of a text.
type Finds<'a> = &'a dyn Fn(&str) -> Vec<Find>;

/// What is found in a text as people read it, as a terminal shows it, and behind the escapes of a query.
fn finds_in(finds_of: Finds<'_>, text: &str) -> Vec<Find> {
    let covers = |whole: &Find, part: &Find| whole.span.join(part.span) == whole.span;
    let mut finds = finds_in_view(finds_of, &Plain::new(text));
    if text.contains(plain::SEAM) {
        // `ann@x.org`, a seam, `bob@x.org` are two: what sticks out of `x.orgbob@x.org` is no part of it.
        let mut apart = finds_in_view(finds_of, &Plain::in_pieces(text));
        drop_beside(&mut finds, &mut apart, |whole, piece| piece.kind == whole.kind && !covers(whole, piece));
        drop_beside(&mut apart, &mut finds, |piece, whole| piece.kind == whole.kind && covers(whole, piece));
        finds.append(&mut apart);
    }
    if let Some(query) = Plain::of_query(text) {
        // What is whole without them, an address of a page, stays whole.
        let mut behind = finds_in_view(finds_of, &query);
        drop_beside(&mut behind, &mut finds, |find, whole| covers(whole, find));
        finds.append(&mut behind);
    }
    finds
}

fn finds_in_view(finds_of: Finds<'_>, plain: &Plain<'_>) -> Vec<Find> {
    let mut finds = finds_of(&plain.text);
    if let Cow::Owned(shown) = without_codes(&plain.text, b' ') {
        let mut in_shown = finds_of(&shown);
        // `9mjd@example.org`: the last letter of a code is no part of it.
        drop_beside(&mut finds, &mut in_shown, |find, shown| find.kind == shown.kind);
        finds.append(&mut in_shown);
    }
    finds.iter_mut().for_each(|find| find.span = plain.source(find.span));
    finds
}

/// How many finds at one place are compared with each other.
const NEAR: usize = 64;

/// Drops finds that overlap another one, where so it is said.
fn drop_beside(finds: &mut Vec<Find>, others: &mut [Find], drop: impl Fn(&Find, &Find) -> bool) {
    others.sort_by_key(|find| find.span.end);
    finds.retain(|find| {
        let from = others.partition_point(|other| other.span.end <= find.span.start);
        let mut near = others.iter().skip(from).take(NEAR);
        !near.any(|other| other.span.overlaps(find.span) && drop(find, other))
    });
}

/// A span that cuts no character as a reader sees it. What modifies the character before it is not part of it.
fn uncut(text: &str, clusters: &Clusters<'_>, span: Span) -> Span {
    let value = span.get(text).unwrap_or_default();
    let modifies = |c: char| fold::is_mark(c) || fold::is_ignorable(c);
    let start = span.end - value.trim_start_matches(modifies).len();
    if start == span.end { span } else { clusters.grow(Span::new(start, span.end)) }
}

/// Counts.
impl fmt::Debug for Detector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { engine, patterns, recognizers, .. } = &*self.inner;
        let custom = patterns.len() + recognizers.len();
        f.debug_struct("Detector")
            .field("rules", &engine.rules().count())
            .field("custom", &custom)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests;
