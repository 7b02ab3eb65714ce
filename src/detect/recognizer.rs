//! Recognizers that a caller brings.

use super::{DetectError, Find};
use crate::entity::Entity;
use crate::kind::Kind;

/// Finds something that the built-in rules do not: names by a model, the numbers of a company.
///
/// # Examples
///
/// ```
/// use pii_mask::{Detector, Entity, Kind, Recognizer, RecognizerError, Span};
///
/// struct Staff;
///
/// impl Recognizer for Staff {
///     fn name(&self) -> &str {
///         "staff"
///     }
///
///     fn recognize(&self, text: &str, _found: &[Entity]) -> Result<Vec<Entity>, RecognizerError> {
///         let places = text.match_indices("jane");
///         Ok(places.map(|(at, name)| Entity::detected(Span::new(at, at + name.len()), Kind::PERSON)).collect())
///     }
/// }
///
/// let detector = Detector::builder().recognizer(Staff).build()?;
/// assert_eq!(detector.detect("ask jane")?[0].recognizer(), Some("staff"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Recognizer: Send + Sync {
    /// Its name: what [`Entity::recognizer`] says of its finds.
    fn name(&self) -> &str;

    /// What it finds in a text: spans in bytes, on character boundaries, in any order, with a kind and a
    /// score. `found` is what others found before, in no order; it may overlap.
    ///
    /// # Errors
    ///
    /// [`RecognizerError`]; what is done then, [`on_failure`](Recognizer::on_failure) says.
    fn recognize(&self, text: &str, found: &[Entity]) -> Result<Vec<Entity>, RecognizerError>;

    /// What it finds in each of some texts: one answer a text. A model overrides it.
    fn recognize_batch(
        &self,
        texts: &[&str],
        found: &[Vec<Entity>],
    ) -> Vec<Result<Vec<Entity>, RecognizerError>> {
        texts.iter().zip(found).map(|(text, found)| self.recognize(text, found)).collect()
    }

    /// What becomes of a text in which it failed. Default: nothing is sent.
    fn on_failure(&self) -> OnFailure {
        OnFailure::Refuse
    }
}

/// What becomes of a text in which a recognizer failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OnFailure {
    /// The whole request is refused.
    #[default]
    Refuse,
    /// What others found is masked; what only this one would have found goes out.
    Skip,
}

/// A recognizer failed. Says nothing: what it could say may hold text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, thiserror::Error)]
#[error("recognizer failed")]
#[non_exhaustive]
pub struct RecognizerError;

impl RecognizerError {
    /// The error.
    pub const fn new() -> Self {
        RecognizerError
    }
}

/// Asks a recognizer about some texts, and adds what it finds to what was found.
pub(super) fn ask(
    recognizer: &dyn Recognizer,
    texts: &[&str],
    all: &mut [Vec<Find>],
) -> Result<(), DetectError> {
    let name = recognizer.name();
    let found: Vec<Vec<Entity>> =
        all.iter().map(|finds| finds.iter().cloned().map(Find::entity).collect()).collect();
    let mut answers = recognizer.recognize_batch(texts, &found).into_iter();
    for (text, finds) in texts.iter().zip(all) {
        // No answer is a failure, too.
        let Ok(entities) = answers.next().unwrap_or(Err(RecognizerError)) else {
            match recognizer.on_failure() {
                OnFailure::Refuse => return Err(DetectError::RecognizerFailed { name: name.to_owned() }),
                OnFailure::Skip => continue,
            }
        };
        for entity in entities {
            let span = entity.span();
            if span.get(text).is_none() {
                return Err(DetectError::RecognizerSpanInvalid { name: name.to_owned() });
            }
            let kind = entity.kind().cloned().unwrap_or(Kind::PII);
            finds.push(Find::new(span, kind, entity.score(), name.to_owned()));
        }
    }
    Ok(())
}
