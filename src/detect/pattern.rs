//! Rules that a deployment brings: a pattern, a kind, a score, context words.

use std::collections::BTreeMap;

use regex_automata::meta::Regex;

use super::boundary::begins_word;
use super::context::{Context, Dictionary, Table};
use super::recognizers::VALIDATORS;
use super::rule::Check;
use super::{DetectorError, Find};
use crate::kind::Kind;
use crate::span::Span;

/// A rule of the deployment.
///
/// # Examples
///
/// ```
/// use pii_mask::{CustomPattern, Detector, Kind};
///
/// let badge = CustomPattern::new("badge", Kind::new("BADGE")?, r"B-[0-9]{6}").score(0.3).context(["badge"]);
/// let detector = Detector::builder().pattern(badge).build()?;
/// assert_eq!(detector.detect("Badge: B-123456").unwrap().len(), 1);
/// assert_eq!(detector.detect("See B-123456").unwrap().len(), 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomPattern {
    name: String,
    kind: String,
    pattern: String,
    #[serde(default = "score")]
    score: f32,
    #[serde(default)]
    context: Vec<String>,
    #[serde(default)]
    validator: Option<String>,
}

fn score() -> f32 {
    0.8
}

/// A file of settings, in any format that `serde` reads.
///
/// # Examples
///
/// ```
/// use pii_mask::{Detector, DetectorConfig};
///
/// let config: DetectorConfig = serde_json::from_str(
///     r#"{
///         "threshold": 0.6,
///         "disable": ["URL"],
///         "countries": ["NL", "BE"],
///         "allow": ["info@example.org"],
///         "deny": {"PROJECT": ["Blue Heron"]},
///         "recognizers": [{"name": "badge", "kind": "BADGE", "pattern": "B-[0-9]{6}"}]
///     }"#,
/// )?;
/// let detector = Detector::builder().config(config).build()?;
/// assert_eq!(detector.detect("B-123456 is on blue heron").unwrap().len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DetectorConfig {
    pub(super) threshold: Option<f32>,
    pub(super) thresholds: BTreeMap<String, f32>,
    pub(super) enable: Option<Vec<String>>,
    pub(super) disable: Vec<String>,
    pub(super) countries: Option<Vec<String>>,
    pub(super) allow: Vec<String>,
    pub(super) deny: BTreeMap<String, Vec<String>>,
    pub(super) recognizers: Vec<CustomPattern>,
}

impl CustomPattern {
    /// The label of what it finds.
    pub(super) fn kind(&self) -> &str {
        &self.kind
    }

    /// A rule: its name, the kind of what it finds, a regular expression without look-around (the syntax of
    /// the `regex` crate) for the whole of it.
    ///
    /// A match counts where it begins and ends on word boundaries. Its score is 0.8 unless another is set.
    pub fn new(name: impl Into<String>, kind: Kind, pattern: impl Into<String>) -> Self {
        let (name, kind, pattern) = (name.into(), kind.to_string(), pattern.into());
        CustomPattern { name, kind, pattern, score: score(), context: Vec::new(), validator: None }
    }

    /// How sure a match is, from 0 to 1. A context word adds 0.45, up to 0.95.
    pub fn score(mut self, score: f32) -> Self {
        self.score = score;
        self
    }

    /// Words that stand beside it; a `*` at the end stands for any ending.
    pub fn context(mut self, words: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.context.extend(words.into_iter().map(Into::into));
        self
    }

    /// What must hold besides the form: `luhn`, `mod97`, …
    pub fn validator(mut self, name: impl Into<String>) -> Self {
        self.validator = Some(name.into());
        self
    }
}

/// A custom rule, ready to be found.
pub(super) struct Pattern {
    name: String,
    kind: Kind,
    regex: Regex,
    score: f32,
    dictionary: Dictionary,
    check: Option<Check>,
}

impl Pattern {
    pub(super) fn new(custom: &CustomPattern) -> Result<Self, DetectorError> {
        let name = custom.name.clone();
        let kind = Kind::resolve(&custom.kind)
            .map_err(|source| DetectorError::KindInvalid { name: name.clone(), source })?;
        let regex =
            Regex::new(&custom.pattern).map_err(|_| DetectorError::PatternInvalid { name: name.clone() })?;
        if !(0.0..=1.0).contains(&custom.score) {
            return Err(DetectorError::ScoreInvalid { name });
        }
        let mut dictionary = Dictionary::default();
        custom.context.iter().for_each(|phrase| dictionary.add(phrase, Some((0, u8::MAX))));
        let check = match &custom.validator {
            None => None,
            Some(validator) => match VALIDATORS.iter().find(|check| check.name == validator) {
                Some(check) => Some(*check),
                None => {
                    let known: Vec<&str> = VALIDATORS.iter().map(|check| check.name).collect();
                    return Err(DetectorError::ValidatorUnknown { name, known: known.join(", ") });
                }
            },
        };
        Ok(Pattern { name, kind, regex, score: custom.score, dictionary, check })
    }

    pub(super) fn find(&self, text: &str, finds: &mut Vec<Find>) {
        let (mut table, mut context) = (Table::default(), Context::default());
        for found in self.regex.find_iter(text) {
            let span = Span::new(found.start(), found.end());
            let Some(value) = span.get(text).filter(|value| !value.is_empty()) else { continue };
            if !begins_word(text, span.start) || !begins_word(text, span.end) {
                continue;
            }
            if self.check.is_some_and(|check| !(check.holds)(value)) {
                continue;
            }
            context.read(&self.dictionary, text, span.start, span.end, &mut table);
            let score = match context.of(0) {
                Some(_) => super::engine::with_context(self.score),
                None => self.score,
            };
            finds.push(Find::new(span, self.kind.clone(), score, self.name.clone()));
        }
    }
}
