//! What is to be done with each kind of personal data.

use std::collections::BTreeMap;
use std::fmt;

use super::error::HeaderError;
use super::name::Field;
use crate::kind::Kind;
use crate::limits::Limits;

/// What masking does with a value.
///
/// # Examples
///
/// ```
/// use pii_mask::Action;
///
/// assert_eq!(Action::from_name("Redact"), Some(Action::Redact));
/// assert_eq!(Action::Redact.as_str(), "redact");
/// assert_eq!(Action::from_name("shred"), None);
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

impl Action {
    /// Every action.
    pub const ALL: [Action; 6] =
        [Action::Mask, Action::Redact, Action::Hash, Action::Partial, Action::Keep, Action::Block];

    /// The name in a policy.
    pub const fn as_str(self) -> &'static str {
        match self {
            Action::Mask => "mask",
            Action::Redact => "redact",
            Action::Hash => "hash",
            Action::Partial => "partial",
            Action::Keep => "keep",
            Action::Block => "block",
        }
    }

    /// The action of a name in any case.
    pub fn from_name(name: &str) -> Option<Action> {
        Action::ALL.into_iter().find(|action| action.as_str().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

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
        self.actions.get(kind).copied().unwrap_or_default()
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

    /// Reads `email=mask, ssn=redact`.
    pub(super) fn parse(text: &str, field: Field, limits: &Limits) -> Result<Policy, HeaderError> {
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
                .ok_or(HeaderError::PolicyKindInvalid { field, index })?;
            let action =
                Action::from_name(action).ok_or(HeaderError::PolicyActionInvalid { field, index })?;
            if policy.actions.contains_key(&kind) {
                return Err(HeaderError::PolicyDuplicateKind { field, index, kind });
            }
            policy.actions.insert(kind, action);
        }
        Ok(policy)
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
