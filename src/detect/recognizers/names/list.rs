//! What is known of a word: whether people, places or things are called so.

use std::sync::OnceLock;

use hashbrown::HashMap;

use super::stop;
use crate::detect::context::fold;

/// What is known of a word, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Known(u8);

impl Known {
    pub(super) const GIVEN: Known = Known(1);
    pub(super) const SURNAME: Known = Known(2);
    /// A word of a language, in lower case.
    pub(super) const COMMON: Known = Known(4);
    /// A large town, a country.
    pub(super) const PLACE: Known = Known(8);
    /// Never a word of a name: a greeting, a day, a role, a team.
    pub(super) const STOP: Known = Known(16);
    /// What stands behind it is called after somebody: a street.
    pub(super) const OF_PLACE: Known = Known(32);
    pub(super) const NAME: Known = Known(Known::GIVEN.0 | Known::SURNAME.0);
    /// Something else as well.
    pub(super) const DOUBT: Known = Known(Known::COMMON.0 | Known::PLACE.0);

    /// Whether any of some bits is set.
    pub(super) fn is(self, any: Known) -> bool {
        self.0 & any.0 != 0
    }

    /// A given name and nothing else.
    pub(super) fn is_clear_given(self) -> bool {
        self.is(Known::GIVEN) && !self.is(Known::DOUBT)
    }

    pub(super) fn join(self, other: Known) -> Known {
        Known(self.0 | other.0)
    }

    pub(super) fn only(self, bits: Known) -> Known {
        Known(self.0 & bits.0)
    }
}

type Table = HashMap<u64, u8>;

/// Sorted words, built by `tools/names/build.py`. A line: how many letters a word shares with the one before it
/// (`a`: none), its other letters, what is known of it (hexadecimal).
const LIST: &str = include_str!("list.txt");

/// Made when it is first asked for. Words are kept as hashes: two words with the same one would be a chance of one
/// in a thousand million, and what comes of it is a name found in vain.
fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Table::with_capacity(LIST.len() / 5);
        let mut word = Vec::new();
        for line in LIST.lines() {
            let [shared, letters @ .., known] = line.as_bytes() else { continue };
            word.truncate(usize::from(shared.wrapping_sub(b'a')));
            word.extend_from_slice(letters);
            let known = char::from(*known).to_digit(16).unwrap_or_default();
            table.insert(hash(&word), known as u8);
        }
        let mut add = |list: &str, bits: Known| {
            for word in stop::words(list) {
                *table.entry(hash(fold(word).as_bytes())).or_default() |= bits.0;
            }
        };
        stop::WORDS.iter().for_each(|list| add(list, Known::STOP));
        add(stop::OF_PLACES, Known::OF_PLACE);
        table
    })
}

/// FNV-1a with a last mix, so that all bits depend on all letters.
fn hash(word: &[u8]) -> u64 {
    let hash = word.iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, b| {
        (hash ^ u64::from(b.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// What is known of a word of letters, in any case, with or without accents.
pub(super) fn known(word: &str) -> Known {
    let hash = if word.is_ascii() { hash(word.as_bytes()) } else { hash(fold(word).as_bytes()) };
    Known(table().get(&hash).copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{Known, known, table};

    #[test]
    fn words_are_known() {
        assert!(table().len() > 90_000);
        for (word, is, is_not) in [
            ("Sofia", Known::GIVEN, Known::COMMON),
            ("SOFIA", Known::PLACE, Known::COMMON),
            ("Åke", Known::GIVEN, Known::DOUBT),
            ("Nowak", Known::SURNAME, Known::DOUBT),
            ("Rose", Known::GIVEN, Known::PLACE),
            ("rose", Known::COMMON, Known::PLACE),
            ("Monday", Known::STOP, Known::PLACE),
            ("Wörterbuch", Known::default(), Known(31)),
        ] {
            let known = known(word);
            assert!(is == Known::default() || known.is(is), "{word}");
            assert!(!known.is(is_not), "{word}: {known:?}");
        }
    }
}
