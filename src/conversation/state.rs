//! What a store keeps of a conversation.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::mapping::{IdSet, Mapping, MappingError};
use crate::placeholder::Placeholder;
use crate::sameness::Sameness;

/// A conversation between two turns: its mapping, what the model has seen of it, and the numbers
/// that must never be given out. Serialises to JSON, with placeholders in the default style.
///
/// Reading it back is bounded as a mapping in a body is by default: 10,000 entries, 8 KiB a value,
/// 1 MiB of values. A larger state is written, but not read. What it holds counts as history then.
///
/// # Examples
///
/// ```
/// use pii_mask::{Conversation, ConversationState};
///
/// let mut first = Conversation::builder().build()?;
/// first.note_reply("Ask <PERSON_1> about it.");
/// let stored = serde_json::to_string(&first.state()).unwrap();
/// assert_eq!(stored, r#"{"mapping":{},"exposed":[],"burnt":["<PERSON_1>"]}"#);
///
/// let state: ConversationState = serde_json::from_str(&stored).unwrap();
/// let second = Conversation::builder().state(state).build()?;
/// assert!(second.mapping().is_empty());
/// # Ok::<(), pii_mask::Error>(())
/// ```
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConversationState {
    mapping: Mapping,
    exposed: Vec<Placeholder>,
    burnt: Vec<Placeholder>,
}

impl ConversationState {
    pub(super) fn new(mapping: &Mapping, exposed: &IdSet) -> Self {
        let exposed = mapping.ids().filter(|&id| exposed.contains(id));
        ConversationState {
            exposed: exposed.filter_map(|id| mapping.placeholder(id).cloned()).collect(),
            burnt: mapping.burnt().collect(),
            mapping: mapping.clone(),
        }
    }

    /// The mapping, compared in this way, and which of its entries are exposed.
    pub(super) fn into_mapping(self, sameness: Sameness) -> Result<(Mapping, IdSet), MappingError> {
        let mut mapping = Mapping::with_sameness(sameness);
        mapping.merge(&self.mapping)?;
        for placeholder in &self.burnt {
            mapping.burn(placeholder);
        }
        let mut exposed = IdSet::default();
        for placeholder in &self.exposed {
            if let Some(id) = mapping.id(placeholder.kind().as_str().as_bytes(), placeholder.number()) {
                exposed.insert(id);
            }
        }
        Ok((mapping, exposed))
    }
}

/// All of the mapping counts as seen.
impl From<Mapping> for ConversationState {
    fn from(mapping: Mapping) -> Self {
        let exposed = mapping.iter().map(|(placeholder, _)| placeholder.clone()).collect();
        ConversationState { burnt: mapping.burnt().collect(), exposed, mapping }
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
