//! What is to be done with each kind of personal data.

use std::collections::BTreeMap;
use std::fmt;

use super::error::PolicyError;
use crate::kind::Kind;
use crate::limits::Limits;
use crate::names::names;

/// What masking does with a value. Names are read in any case.
///
/// # Examples
///
/// ```
/// use pii_mask::Action;
///
/// assert_eq!("Redact".parse(), Ok(Action::Redact));
/// assert_eq!(Action::Redact.as_str(), "redact");
/// let error = "shred".parse::<Action>().unwrap_err();
/// assert_eq!(error.to_string(), "action is none of mask, redact, hash, partial, keep, block");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Action {
    /// A placeholder, `<EMAIL_1>`, which the reply turns back into the value.
    #[default]
    Mask,
    /// `[EMAIL]`, for good.
    Redact,
    /// `[EMAIL:0123456789abcdef]`, for good: the kind and 16 hexadecimal digits of a keyed hash
    /// (HMAC-SHA-256, the first 8 bytes). The same value, in any spelling, has the same hash. Needs a
    /// [`HashKey`](crate::HashKey).
    Hash,
    /// A part of the value, for good: enough to recognise what one knows.
    ///
    /// `CREDIT_CARD`, `IBAN`, `PHONE` of eight letters and digits or more: `**** 1234`, the last four
    /// of them. `EMAIL`: `j•••@example.org`, its first character and its domain. All else: `[KIND]`.
    Partial,
    /// What only a detector found goes out as it is. A value that the mapping knows, or that a
    /// position or an [`Entity::given`](crate::Entity::given) names, is masked all the same:
    /// somebody asked for that.
    Keep,
    /// The message is refused where it holds this kind.
    Block,
}

names!(Action: "action", str::eq_ignore_ascii_case,
    Mask => "mask", Redact => "redact", Hash => "hash", Partial => "partial", Keep => "keep", Block => "block");

/// Kind → [`Action`]; a kind that is not named is masked.
///
/// # Examples
///
/// ```
/// use pii_mask::{Action, Kind, Policy};
///
/// let policy = Policy::new().set(Kind::EMAIL, Action::Redact);
/// assert_eq!(policy.action(&Kind::EMAIL), Action::Redact);
/// assert_eq!(policy.action(&Kind::PERSON), Action::Mask);
/// assert_eq!(policy.to_string(), "EMAIL=redact");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    actions: BTreeMap<Kind, Action>,
}

impl Policy {
    /// A policy that masks everything.
    pub fn new() -> Self {
        Policy::default()
    }

    /// Reads `email=mask, ssn=redact`: kinds as [`Kind::resolve`] takes them, actions in any case.
    ///
    /// A policy names kinds that are built in or among [`Limits::custom_kinds`]; others are most
    /// likely misspelt.
    ///
    /// # Errors
    ///
    /// [`PolicyError`] with the first item that is wrong.
    ///
    /// # Examples
    ///
    /// ```
    /// use pii_mask::{Action, Kind, Limits, Policy};
    ///
    /// let policy = Policy::parse("email=redact, SSN=mask", &Limits::default())?;
    /// assert_eq!(policy.action(&Kind::EMAIL), Action::Redact);
    /// let error = Policy::parse("email=redact, emial=mask", &Limits::default()).unwrap_err();
    /// assert_eq!((error.code(), error.index()), ("policy_kind_invalid", 1));
    /// # Ok::<(), pii_mask::PolicyError>(())
    /// ```
    pub fn parse(text: &str, limits: &Limits) -> Result<Policy, PolicyError> {
        let mut policy = Policy::new();
        for (index, item) in text.split(',').enumerate() {
            let item = item.trim();
            let (kind, action) = match item.split_once('=') {
                Some((kind, action)) => (kind.trim(), action.trim()),
                None => (item, ""),
            };
            let kind = Kind::resolve(kind)
                .ok()
                .filter(|kind| *kind != Kind::LITERAL)
                .filter(|kind| kind.is_built_in() || limits.custom_kinds.contains(kind))
                .ok_or(PolicyError::PolicyKindInvalid { index })?;
            let action = action.parse().map_err(|_| PolicyError::PolicyActionInvalid { index })?;
            if policy.actions.contains_key(&kind) {
                return Err(PolicyError::PolicyDuplicateKind { index, kind });
            }
            policy.actions.insert(kind, action);
        }
        Ok(policy)
    }

    /// Sets the action of a kind. [`Kind::LITERAL`] is always masked, whatever is set.
    pub fn set(mut self, kind: Kind, action: Action) -> Self {
        if kind != Kind::LITERAL {
            self.actions.insert(kind, action);
        }
        self
    }

    /// This policy, and on top of it another one: where both name a kind, the other holds.
    pub fn and(mut self, other: &Policy) -> Self {
        self.actions.extend(other.iter().map(|(kind, action)| (kind.clone(), action)));
        self
    }

    /// The action of a kind; [`Action::Mask`] unless another is set.
    pub fn action(&self, kind: &Kind) -> Action {
        if self.actions.is_empty() {
            return Action::default();
        }
        // What is said of a kind holds for its other names: `ssn=block` for `<SSN_1>`.
        self.actions.get(kind).or_else(|| self.actions.get(&kind.target())).copied().unwrap_or_default()
    }

    /// Whether some kind is hashed, for which a key is needed.
    pub fn uses_hash(&self) -> bool {
        self.actions.values().any(|action| *action == Action::Hash)
    }

    /// The kinds that are named, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&Kind, Action)> {
        self.actions.iter().map(|(kind, action)| (kind, *action))
    }

    /// The number of kinds that are named.
    pub fn len(&self) -> usize {
        self.actions.len()
    }

    /// Whether no kind is named.
    pub fn is_empty(&self) -> bool {
        self.actions.is_empty()
    }
}

/// The form in which a policy is sent: `EMAIL=redact, US_SSN=mask`.
impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (kind, action)) in self.iter().enumerate() {
            let separator = if at == 0 { "" } else { ", " };
            write!(f, "{separator}{kind}={action}")?;
        }
        Ok(())
    }
}
