//! What the texts of the last request became: clients send a whole history with every message.

use std::borrow::Cow;
use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};
use zeroize::Zeroizing;

use crate::mask::{Masked, MaskedEntity};

/// Masked texts, as long as nothing is known that would mask them in another way.
#[derive(Clone, Default)]
pub(super) struct Memory {
    /// The revision of the mapping under which they were masked.
    revision: u64,
    texts: HashTable<(u64, Remembered)>,
    hasher: DefaultHashBuilder,
}

#[derive(Clone)]
struct Remembered {
    /// The text itself: two texts with one hash are told apart.
    text: Zeroizing<String>,
    masked: Option<String>,
    entities: Vec<MaskedEntity<'static>>,
    references: Vec<u32>,
}

impl Memory {
    /// Forgets everything, unless it holds under this revision.
    pub(super) fn hold_for(&mut self, revision: u64) {
        if self.revision != revision {
            self.texts.clear();
            self.revision = revision;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    pub(super) fn clear(&mut self) {
        self.texts.clear();
    }

    /// What a text became.
    pub(super) fn recall<'t>(&self, text: &'t str) -> Option<Masked<'t>> {
        let hash = self.hasher.hash_one(text);
        let known = self.texts.find(hash, |(hashed, known)| *hashed == hash && *known.text == *text);
        let (_, known) = known?;
        Some(Masked {
            text: known.masked.clone().map_or(Cow::Borrowed(text), Cow::Owned),
            entities: known.entities.iter().map(|entity| entity.of(text)).collect(),
            references: known.references.clone(),
        })
    }

    /// Remembers texts and what they became, and nothing else.
    pub(super) fn remember<'m, 't: 'm>(&mut self, texts: impl Iterator<Item = (&'m str, &'m Masked<'t>)>) {
        let mut kept = HashTable::new();
        for (text, masked) in texts {
            let hash = self.hasher.hash_one(text);
            let is_text = |(hashed, known): &(u64, Remembered)| *hashed == hash && *known.text == *text;
            if kept.find(hash, is_text).is_some() {
                continue;
            }
            let remembered = match self.texts.find_entry(hash, is_text) {
                Ok(known) => known.remove().0,
                Err(_) => (hash, Remembered::new(text, masked)),
            };
            kept.insert_unique(hash, remembered, |(hash, _)| *hash);
        }
        self.texts = kept;
    }
}

impl Remembered {
    fn new(text: &str, masked: &Masked<'_>) -> Self {
        Remembered {
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
