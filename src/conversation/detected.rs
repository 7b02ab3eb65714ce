//! What the detector finds in the texts of a request.

use std::borrow::Cow;

use super::request::Part;
use crate::detect::{DetectError, Detector};
use crate::entity::Entity;
use crate::header::Auto;
use crate::span::Span;

/// By part; `None` where the detector did not read it yet.
#[derive(Default)]
pub(super) struct Detected(Vec<Option<Vec<Entity>>>);

impl Detected {
    /// The longest text that is read together with the name of its member. No value is that long.
    const NAMED: usize = 1024;

    /// Reads the parts that are wanted and not read yet, all at once.
    pub(super) fn read(
        &mut self,
        detector: Option<&Detector>,
        parts: &[Part<'_, '_>],
        wanted: impl Fn(usize) -> bool,
        auto: Auto,
    ) -> Result<(), DetectError> {
        self.0.resize_with(parts.len(), || None);
        let Some(detector) = detector.filter(|_| auto != Auto::Off) else { return Ok(()) };
        let is_read = |at: usize| self.0.get(at).is_none_or(Option::is_some);
        let given = |part: &Part<'_, '_>| (part.message || part.turn) && auto == Auto::Given;
        let new = parts.iter().enumerate().filter(|(at, part)| wanted(*at) && !is_read(*at) && !given(part));
        let new: Vec<(usize, Cow<'_, str>, Span)> = new.map(|(at, part)| named(at, part)).collect();
        let texts: Vec<&str> = new.iter().map(|(_, text, _)| &**text).collect();
        for ((at, _, own), found) in new.iter().zip(detector.detect_batch(&texts)?) {
            if let Some(place) = self.0.get_mut(*at) {
                *place = Some(found.into_iter().filter_map(|entity| within(entity, *own)).collect());
            }
        }
        Ok(())
    }

    /// What was found in a part.
    pub(super) fn of(&self, at: usize) -> &[Entity] {
        self.0.get(at).and_then(Option::as_deref).unwrap_or_default()
    }
}

/// A text beside the name of its member, which says what it is: `"ssn": "123456789"`. And where the text
/// is in that.
fn named<'t>(at: usize, part: &Part<'t, '_>) -> (usize, Cow<'t, str>, Span) {
    let text = part.text;
    match part.name.filter(|_| text.len() <= Detected::NAMED) {
        None => (at, Cow::Borrowed(text), Span::new(0, text.len())),
        Some(name) => {
            // In quotation marks it is one value.
            let mark = if text.contains(['"', '\n']) { "" } else { "\"" };
            let start = name.len() + 2 + mark.len();
            let together = format!("{name}: {mark}{text}{mark}");
            (at, Cow::Owned(together), Span::new(start, start + text.len()))
        }
    }
}

/// What of an entity is in the text itself.
fn within(mut entity: Entity, own: Span) -> Option<Entity> {
    let (start, end) = (entity.span.start.max(own.start), entity.span.end.min(own.end));
    entity.span = Span::new(start.checked_sub(own.start)?, end.checked_sub(own.start)?);
    (!entity.span.is_empty()).then_some(entity)
}
