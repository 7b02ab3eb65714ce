//! Actions that cannot be undone: `[KIND]`, the last four, a keyed hash.

use std::fmt;
use std::fmt::Write as _;

use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::MaskError;
use crate::header::Action;
use crate::kind::Kind;
use crate::placeholder::split_name;
use crate::sameness::Sameness;

/// The secret of the `hash` action: equal values give equal tags, and nobody without the key can
/// try values out.
///
/// # Examples
///
/// ```
/// use pii_mask::HashKey;
///
/// let key = HashKey::new(b"at least sixteen bytes")?;
/// assert_eq!(format!("{key:?}"), "HashKey(…)");
/// assert!(HashKey::new(b"short").is_err());
/// # Ok::<(), pii_mask::HashKeyInvalid>(())
/// ```
#[derive(Clone)]
pub struct HashKey(Zeroizing<Vec<u8>>);

impl HashKey {
    /// Bytes a key must have.
    pub const MIN_LEN: usize = 16;

    /// A key of 16 bytes or more, from a good source of randomness.
    ///
    /// # Errors
    ///
    /// [`HashKeyInvalid`] where it is shorter.
    pub fn new(key: &[u8]) -> Result<Self, HashKeyInvalid> {
        if key.len() < Self::MIN_LEN {
            Err(HashKeyInvalid)
        } else {
            Ok(HashKey(Zeroizing::new(key.to_vec())))
        }
    }

    /// The first 8 bytes of HMAC-SHA-256 (RFC 2104) over kind, NUL and the canonical form.
    pub(crate) fn tag(&self, kind: &Kind, canonical: &str) -> Result<u64, MaskError> {
        // HMAC takes keys of any length.
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).map_err(|_| MaskError::Internal)?;
        for part in [kind.as_str(), "\0", canonical] {
            mac.update(part.as_bytes());
        }
        let digest = mac.finalize().into_bytes();
        Ok(digest.iter().take(8).fold(0, |tag, &b| tag << 8 | u64::from(b)))
    }
}

impl fmt::Debug for HashKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HashKey(…)")
    }
}

/// A key that is too short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("hash key has fewer than 16 bytes")]
#[non_exhaustive]
pub struct HashKeyInvalid;

/// Writes what stands for a value that will not come back.
///
/// `brackets_read`: whether something in square brackets, or what is in them, may be read as a
/// placeholder. `[PERSON_1]` then would be answered, so a kind of that form is not named. `bare`:
/// whether a name without brackets may be; then no letter of a value is shown, which with what stands
/// beside it may make one.
#[allow(clippy::too_many_arguments, reason = "all that one tag is made of")]
pub(super) fn write_one_way(
    kind: &Kind,
    value: &str,
    action: Action,
    key: Option<&HashKey>,
    sameness: &Sameness,
    brackets_read: bool,
    bare: bool,
    out: &mut String,
) -> Result<(), MaskError> {
    let is_name = brackets_read && split_name(kind.as_str().as_bytes()).is_some();
    let label = if is_name { &Kind::PII } else { kind };
    // Writing to a String cannot fail.
    match action {
        Action::Hash => {
            let tag =
                key.ok_or(MaskError::PolicyHashKeyMissing)?.tag(kind, &sameness.canonical(kind, value))?;
            let _ = write!(out, "[{label}:{tag:016x}]");
        }
        Action::Partial => match partial(kind, value)
            .filter(|part| !bare || part.starts_with(TAIL) && !part.contains(char::is_alphabetic))
        {
            Some(part) => out.push_str(&part),
            None => {
                let _ = write!(out, "[{label}]");
            }
        },
        _ => {
            let _ = write!(out, "[{label}]");
        }
    }
    Ok(())
}

/// What stands before the last four.
const TAIL: &str = "**** ";

/// Enough to recognise a value one knows; `None` where that would show too much of it.
fn partial(kind: &Kind, value: &str) -> Option<String> {
    let kind = kind.target();
    if [Kind::CREDIT_CARD, Kind::IBAN, Kind::PHONE].contains(&kind) {
        let shown: Vec<char> = value.chars().filter(|c| c.is_alphanumeric()).collect();
        let last = shown.get(shown.len().checked_sub(4)?..)?;
        // Of six characters, four would be nearly all.
        return (shown.len() >= 8).then(|| format!("{TAIL}{}", last.iter().collect::<String>()));
    }
    if kind == Kind::EMAIL {
        let (local, domain) = value.rsplit_once('@')?;
        // Nothing else belongs to a domain, and the signs of a placeholder least of all.
        if !domain.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-')) {
            return None;
        }
        return Some(format!("{}•••@{domain}", local.chars().next()?));
    }
    None
}
