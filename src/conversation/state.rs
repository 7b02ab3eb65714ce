//! What a store keeps of a conversation.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use zeroize::Zeroizing;

use crate::mapping::{IdSet, Mapping, MappingError, Source, deserialize_stored};
use crate::placeholder::Placeholder;
use crate::sameness::Sameness;

/// A conversation between two turns: its mapping, what the model has seen of it, and the numbers
/// that must never be given out. A conversation that goes on from it masks as if it had never been
/// away.
///
/// Serialises to JSON, with a version and with placeholders in the default style. What is read is
/// checked, but not bounded: whoever stores it decides how long it may be. It holds every original:
/// keep it as safe as the texts themselves.
///
/// # Examples
///
/// ```
/// use pii_mask::{Conversation, ConversationState};
///
/// let mut first = Conversation::builder().build()?;
/// first.note_reply("Ask <PERSON_1> about it.");
/// let stored = serde_json::to_string(&first.state()).unwrap();
/// assert_eq!(
///     stored,
///     r#"{"version":1,"mapping":{},"exposed":[],"burnt":["<PERSON_1>"],"precedence":[],"spellings":[]}"#,
/// );
///
/// let state: ConversationState = serde_json::from_str(&stored).unwrap();
/// let second = Conversation::builder().state(state).build()?;
/// assert!(second.mapping().is_empty());
/// # Ok::<(), pii_mask::Error>(())
/// ```
#[derive(Clone, Default, Serialize)]
pub struct ConversationState {
    version: Version,
    mapping: Mapping,
    exposed: Vec<Placeholder>,
    /// To what something from outside referred.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    planted: Vec<Placeholder>,
    burnt: Vec<Placeholder>,
    /// Placeholders of values that have several: of those of one value the first one masks it.
    precedence: Vec<Placeholder>,
    /// Other spellings of values that only a position or a detection could tell.
    spellings: Vec<(Placeholder, Spelling)>,
}

/// Part of somebody's text: overwritten when it is dropped.
#[derive(Clone)]
struct Spelling(Zeroizing<String>);

impl Serialize for Spelling {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Spelling {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Spelling(Zeroizing::new(text)))
    }
}

impl<'de> Deserialize<'de> for ConversationState {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Stored {
            version: Version,
            #[serde(deserialize_with = "deserialize_stored")]
            mapping: Mapping,
            exposed: Vec<Placeholder>,
            #[serde(default)]
            planted: Vec<Placeholder>,
            burnt: Vec<Placeholder>,
            precedence: Vec<Placeholder>,
            spellings: Vec<(Placeholder, Spelling)>,
        }

        // A foreign error may quote what it did not like.
        let stored = Stored::deserialize(deserializer)
            .map_err(|_| D::Error::custom("conversation state is not of the form that is stored"))?;
        let Stored { version, mapping, exposed, planted, burnt, precedence, spellings } = stored;
        Ok(ConversationState { version, mapping, exposed, planted, burnt, precedence, spellings })
    }
}

/// The form of what is stored. A reader refuses what it does not know.
#[derive(Clone, Copy, Default)]
struct Version;

impl Version {
    const CURRENT: u64 = 1;
}

impl Serialize for Version {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(Version::CURRENT)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u64::deserialize(deserializer)? {
            Version::CURRENT => Ok(Version),
            _ => Err(D::Error::custom("unknown version")),
        }
    }
}

impl ConversationState {
    pub(super) fn new(mapping: &Mapping, exposed: &IdSet, planted: &IdSet) -> Self {
        let all_in = |ids: &IdSet| {
            let ids = mapping.ids().filter(|&id| ids.contains(id));
            ids.filter_map(|id| mapping.placeholder(id).cloned()).collect()
        };
        ConversationState {
            version: Version,
            exposed: all_in(exposed),
            planted: all_in(planted),
            burnt: mapping.burnt().collect(),
            precedence: mapping.in_precedence(),
            spellings: mapping
                .spellings()
                .filter_map(|(id, text)| {
                    Some((mapping.placeholder(id)?.clone(), Spelling(Zeroizing::new(text.to_owned()))))
                })
                .collect(),
            mapping: mapping.clone(),
        }
    }

    /// The mapping, compared in this way, which of its entries are exposed, and which are planted.
    pub(super) fn into_mapping(self, sameness: Sameness) -> Result<(Mapping, IdSet, IdSet), MappingError> {
        let mut mapping = Mapping::with_sameness(sameness);
        for (placeholder, value) in self.mapping.iter() {
            mapping.insert(placeholder.clone(), value, Source::History)?;
        }
        for (placeholder, spelling) in &self.spellings {
            if let Some(id) = mapping.id_of(placeholder) {
                mapping.add_spelling(id, &spelling.0, false);
            }
        }
        // As if they had been confirmed one after another, the first one last.
        for placeholder in self.precedence.iter().rev() {
            mapping.end_turn();
            if let Some(id) = mapping.id_of(placeholder) {
                mapping.confirm(id);
            }
        }
        mapping.end_turn();
        for placeholder in &self.burnt {
            mapping.burn(placeholder);
        }
        let ids_of = |placeholders: &[Placeholder]| {
            let mut ids = IdSet::default();
            placeholders.iter().filter_map(|known| mapping.id_of(known)).for_each(|id| ids.insert(id));
            ids
        };
        let (exposed, planted) = (ids_of(&self.exposed), ids_of(&self.planted));
        Ok((mapping, exposed, planted))
    }
}

/// All of the mapping counts as seen.
impl From<Mapping> for ConversationState {
    fn from(mapping: Mapping) -> Self {
        let mut all = IdSet::default();
        mapping.ids().for_each(|id| all.insert(id));
        ConversationState::new(&mapping, &all, &IdSet::default())
    }
}

impl fmt::Debug for ConversationState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConversationState")
            .field("mapping", &self.mapping)
            .field("exposed", &self.exposed.len())
            .field("burnt", &self.burnt.len())
            .finish()
    }
}
