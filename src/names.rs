//! Names of settings: one table for reading, writing and listing them.

use std::fmt;

/// A name that is none of those there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameInvalid {
    what: &'static str,
    known: &'static [&'static str],
}

impl NameInvalid {
    pub(crate) const fn new(what: &'static str, known: &'static [&'static str]) -> Self {
        NameInvalid { what, known }
    }

    /// The names there are.
    pub const fn known(&self) -> &'static [&'static str] {
        self.known
    }
}

impl fmt::Display for NameInvalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is none of {}", self.what, self.known.join(", "))
    }
}

impl std::error::Error for NameInvalid {}

/// Gives an enum without content its names: `ALL`, `as_str`, `Display` and `FromStr`.
///
/// What it is called in an error, how names are compared, and the names.
macro_rules! names {
    ($type:ident: $what:literal, $same:path, $($variant:ident => $name:literal),+ $(,)?) => {
        impl $type {
            /// Every one of them.
            pub const ALL: &'static [$type] = &[$($type::$variant),+];

            /// Its name.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $($type::$variant => $name),+
                }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::names::NameInvalid;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                const KNOWN: &[&str] = &[$($name),+];
                let found = $type::ALL.iter().find(|known| $same(known.as_str(), name));
                found.copied().ok_or($crate::names::NameInvalid::new($what, KNOWN))
            }
        }
    };
}

pub(crate) use names;
