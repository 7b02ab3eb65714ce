//! What a deployment decides.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::engine::Engine;
use super::lists::Lists;
use super::pattern::{CustomPattern, DetectorConfig, Pattern};
use super::recognizer::Recognizer;
use super::rule::Rule;
use super::{Detector, DetectorError, Inner, THRESHOLD};
use crate::kind::Kind;

/// Makes a [`Detector`].
#[derive(Clone, Default)]
pub struct DetectorBuilder {
    config: DetectorConfig,
    recognizers: Vec<Arc<dyn Recognizer>>,
}

impl std::fmt::Debug for DetectorBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DetectorBuilder")
            .field("recognizers", &self.recognizers.len())
            .finish_non_exhaustive()
    }
}

impl DetectorBuilder {
    /// Takes settings from a file; what was set before gives way.
    pub fn config(mut self, config: DetectorConfig) -> Self {
        self.config = config;
        self
    }

    /// The score from which a find is reported. Default 0.5.
    pub fn threshold(mut self, score: f32) -> Self {
        self.config.threshold = Some(score);
        self
    }

    /// That of one kind.
    pub fn threshold_of(mut self, kind: Kind, score: f32) -> Self {
        self.config.thresholds.insert(kind.to_string(), score);
        self
    }

    /// Built-in rules of these kinds only.
    pub fn enable(mut self, kinds: impl IntoIterator<Item = Kind>) -> Self {
        self.config.enable = Some(kinds.into_iter().map(|kind| kind.to_string()).collect());
        self
    }

    /// No built-in rules of these kinds.
    pub fn disable(mut self, kinds: impl IntoIterator<Item = Kind>) -> Self {
        self.config.disable.extend(kinds.into_iter().map(|kind| kind.to_string()));
        self
    }

    /// Of the built-in rules that belong to a country, those of these (ISO 3166-1: `NL`) only.
    pub fn countries(mut self, codes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.config.countries = Some(codes.into_iter().map(Into::into).collect());
        self
    }

    /// Values that are never reported: compared as a whole, in any case.
    pub fn allow(mut self, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.config.allow.extend(values.into_iter().map(Into::into));
        self
    }

    /// Values that are always reported, between word boundaries, in any case of ASCII letters.
    pub fn deny(mut self, kind: Kind, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let values = values.into_iter().map(Into::into);
        self.config.deny.entry(kind.to_string()).or_default().extend(values);
        self
    }

    /// Adds a rule of the deployment.
    pub fn pattern(mut self, pattern: CustomPattern) -> Self {
        self.config.recognizers.push(pattern);
        self
    }

    /// Adds code of the deployment; it sees what the rules and those before it found.
    pub fn recognizer(mut self, recognizer: impl Recognizer + 'static) -> Self {
        self.recognizers.push(Arc::new(recognizer));
        self
    }

    /// Makes the detector.
    ///
    /// # Errors
    ///
    /// [`DetectorError`] with the first setting that is wrong.
    pub fn build(self) -> Result<Detector, DetectorError> {
        let config = self.config;
        if self.recognizers.is_empty() {
            all_known(&config)?;
        }
        let kinds =
            |labels: &[String]| labels.iter().map(|label| kind(label)).collect::<Result<BTreeSet<_>, _>>();
        let (enabled, disabled) = (config.enable.as_deref().map(kinds).transpose()?, kinds(&config.disable)?);
        let has = |kinds: &BTreeSet<Kind>, label: &str| kinds.iter().any(|kind| kind.as_str() == label);
        let wanted = |label: &str| {
            enabled.as_ref().is_none_or(|enabled| has(enabled, label)) && !has(&disabled, label)
        };
        let countries = config.countries;
        let of_country = |code: &str| {
            code.is_empty()
                || countries
                    .as_ref()
                    .is_none_or(|codes| codes.iter().any(|other| other.eq_ignore_ascii_case(code)))
        };
        let all = enabled.is_none() && disabled.is_empty() && countries.is_none();
        let engine = if all { Engine::built_in() } else { Arc::new(Engine::of(wanted, of_country)?) };
        let mut thresholds = BTreeMap::new();
        for (label, score) in &config.thresholds {
            thresholds.insert(kind(label)?, in_range(label, *score)?);
        }
        let threshold = in_range("all kinds", config.threshold.unwrap_or(THRESHOLD))?;
        let mut denied = Vec::new();
        for (label, values) in config.deny {
            let kind = kind(&label)?;
            denied.extend(
                values.into_iter().filter(|value| !value.is_empty()).map(|value| (kind.clone(), value)),
            );
        }
        let inner = Inner {
            engine,
            patterns: config.recognizers.iter().map(Pattern::new).collect::<Result<_, _>>()?,
            recognizers: self.recognizers,
            lists: Lists::new(config.allow.into_iter(), denied)?,
            threshold,
            thresholds,
        };
        Ok(Detector { inner: Arc::new(inner) })
    }
}

/// A misspelt kind or country would switch something on or off that nobody meant. Code of the deployment may
/// report any kind.
fn all_known(config: &DetectorConfig) -> Result<(), DetectorError> {
    let named = config.enable.iter().flatten().chain(&config.disable).chain(config.thresholds.keys());
    let own =
        config.recognizers.iter().map(CustomPattern::kind).chain(config.deny.keys().map(String::as_str));
    let own = own.map(kind).collect::<Result<BTreeSet<_>, _>>()?;
    for label in named {
        let kind = kind(label)?;
        let is_known = || Engine::built_in().built_ins().any(|rule| rule.kind == kind);
        if !kind.is_built_in() && !own.contains(&kind) && !is_known() {
            return Err(DetectorError::KindUnknown { name: label.clone() });
        }
    }
    for code in config.countries.iter().flatten() {
        let is_known = |rule: &Rule| rule.country.eq_ignore_ascii_case(code);
        if code.is_empty() || !Engine::built_in().rules().any(is_known) {
            return Err(DetectorError::CountryUnknown { name: code.clone() });
        }
    }
    Ok(())
}

fn kind(label: &str) -> Result<Kind, DetectorError> {
    Kind::resolve(label).map_err(|source| DetectorError::KindInvalid { name: label.to_owned(), source })
}

fn in_range(name: &str, score: f32) -> Result<f32, DetectorError> {
    if (0.0..=1.0).contains(&score) {
        Ok(score)
    } else {
        Err(DetectorError::ScoreInvalid { name: name.to_owned() })
    }
}
