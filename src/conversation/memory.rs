//! What the texts of the last request became: clients send a whole history with every message.

use std::borrow::Cow;
use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};
use zeroize::Zeroizing;

use super::again::Beginning;
use crate::mask::{Masked, MaskedEntity};

/// Masked texts, as long as nothing is known that would mask them in another way.
#[derive(Clone, Default)]
pub(super) struct Memory {
    /// The revision of the mapping under which they were masked.
    revision: u64,
    /// Counts requests.
    request: u64,
    texts: HashTable<(u64, Remembered)>,
    /// Bytes of all texts now, and after the last time that some were forgotten.
    bytes: usize,
    kept: usize,
    hasher: DefaultHashBuilder,
    /// How the last payload began, and what that became.
    beginning: Option<Beginning>,
    /// Whether what was masked last is masked in the same way from now on.
    holds: bool,
}

#[derive(Clone)]
struct Remembered {
    /// The last request that it was in.
    request: u64,
    /// The text itself: two texts with one hash are told apart.
    text: Zeroizing<String>,
    masked: Option<String>,
    entities: Vec<MaskedEntity<'static>>,
    references: Vec<u32>,
}

impl Memory {
    /// Bytes that may be remembered besides twice what was kept.
    const MORE: usize = 64 * 1024;

    /// A request begins.
    pub(super) fn begin(&mut self, revision: u64) {
        self.request += 1;
        self.hold_for(revision);
    }

    /// Forgets everything, unless it holds under this revision.
    pub(super) fn hold_for(&mut self, revision: u64) {
        if self.revision != revision {
            self.clear();
            self.revision = revision;
        }
    }

    pub(super) fn clear(&mut self) {
        self.texts.clear();
        (self.bytes, self.kept) = (0, 0);
        self.beginning = None;
        self.holds = false;
    }

    /// The beginning of the last payload, if it was masked under this revision. It is kept elsewhere then.
    pub(super) fn take_beginning(&mut self, revision: u64) -> Option<Beginning> {
        self.beginning.take().filter(|_| self.revision == revision)
    }

    /// Keeps the beginning of the payload that was masked just now.
    pub(super) fn keep_beginning(&mut self, beginning: Option<Beginning>) {
        self.beginning = beginning.filter(|_| self.holds);
    }

    /// What a text of this request became in the last one.
    pub(super) fn recall<'t>(&mut self, text: &'t str) -> Option<Masked<'t>> {
        let hash = self.hasher.hash_one(text);
        let (_, known) = self.texts.find_mut(hash, |known| is_text(known, hash, text))?;
        known.request = self.request;
        Some(Masked {
            text: known.masked.clone().map_or(Cow::Borrowed(text), Cow::Owned),
            entities: known.entities.iter().map(|entity| entity.of(text)).collect(),
            references: known.references.clone(),
        })
    }

    /// Remembers texts that were not recalled, and what they became.
    pub(super) fn remember<'m, 't: 'm>(&mut self, texts: impl Iterator<Item = (&'m str, &'m Masked<'t>)>) {
        for (text, masked) in texts {
            let hash = self.hasher.hash_one(text);
            match self.texts.find_mut(hash, |known| is_text(known, hash, text)) {
                Some((_, known)) => known.request = self.request,
                None => {
                    self.bytes += text.len();
                    let remembered = (hash, Remembered::new(text, masked, self.request));
                    self.texts.insert_unique(hash, remembered, |(hash, _)| *hash);
                }
            }
        }
        self.holds = true;
    }

    /// Forgets all texts that were not in this request. `goes_on`: it was what is new in one that goes on where the
    /// last one ended. What that one had is in this one, too, and stays, as long as there is not much else.
    pub(super) fn forget_others(&mut self, goes_on: bool) {
        if goes_on && self.bytes <= 2 * self.kept + Memory::MORE {
            return;
        }
        self.texts.retain(|(_, known)| known.request == self.request);
        self.bytes = self.texts.iter().map(|(_, known)| known.text.len()).sum();
        self.kept = self.bytes;
    }
}

fn is_text((hashed, known): &(u64, Remembered), hash: u64, text: &str) -> bool {
    *hashed == hash && *known.text == *text
}

impl Remembered {
    fn new(text: &str, masked: &Masked<'_>, request: u64) -> Self {
        Remembered {
            request,
            text: Zeroizing::new(text.to_owned()),
            masked: match &masked.text {
                Cow::Owned(text) => Some(text.clone()),
                Cow::Borrowed(_) => None,
            },
            entities: masked.entities.iter().map(|entity| entity.of("")).collect(),
            references: masked.references.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::Memory;
    use crate::kind::Kind;
    use crate::mapping::{Mapping, Source};
    use crate::mask::Masker;

    #[test]
    fn texts_are_known_while_they_are_sent() {
        let mut mapping = Mapping::new();
        mapping.assign(&Kind::PERSON, "John", Source::Explicit).unwrap();
        let mut memory = Memory::default();
        let mut request = |goes_on: bool, revision: u64, texts: [&'static str; 2]| {
            memory.begin(revision);
            let known = texts.map(|text| memory.recall(text).map(|masked| masked.text.into_owned()));
            let masked = texts.map(|text| Masker::new().mask(text, &[], &mut mapping).unwrap());
            memory.remember(texts.into_iter().zip(&masked));
            memory.forget_others(goes_on);
            (known.map(|text| text.unwrap_or_default()), memory.texts.len())
        };
        let (a, b) = ("<PERSON_1> a".to_owned(), "b".to_owned());
        let none = String::new;
        assert_eq!(request(false, 1, ["John a", "b"]), ([none(), none()], 2));
        assert_eq!(request(false, 1, ["John a", "c"]), ([a.clone(), none()], 2), "b was not sent again");
        // What is behind a text that is compared as a whole: nothing is forgotten.
        assert_eq!(request(true, 1, ["b", "d"]), ([none(), none()], 4));
        assert_eq!(request(false, 1, ["John a", "b"]), ([a, b], 2));
        assert_eq!(request(true, 2, ["John a", "b"]), ([none(), none()], 2), "the mapping has changed");
        // A client that writes another end each time does not fill the memory.
        let long = |n: u8| -> &'static str { String::leak(String::from(char::from(n)).repeat(1024)) };
        let most = (b'A'..=b'z').map(|n| request(true, 2, ["b", long(n)]).1).max();
        assert!((50..=Memory::MORE / 1024 + 4).contains(&most.unwrap_or_default()), "{most:?}");
        let most = (0..200).map(|n| request(true, 2, ["c", String::leak(format!("{n:>2000}"))]).1).max();
        assert!(most.unwrap_or_default() < 100, "{most:?}");
    }
}
