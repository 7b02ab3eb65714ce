//! Hard bounds on everything that comes from outside.

use crate::kind::Kind;

/// Bounds on what comes from outside: how large a header, a mapping, a value may be, and how many
/// positions there may be. They are checked before anything is built from it. Besides, three switches
/// for what is refused: unknown headers, hidden characters in values, unknown kinds in a policy.
///
/// Defaults are those of the wire contract (docs/contract.md, "Bounds").
///
/// # Examples
///
/// ```
/// use pii_mask::Limits;
///
/// let limits = Limits::default().max_positions(100);
/// assert_eq!(format!("{limits:?}").contains("positions: 100"), true);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    pub(crate) header_bytes: usize,
    pub(crate) all_headers_bytes: usize,
    pub(crate) header_entries: usize,
    pub(crate) body_entries: usize,
    pub(crate) header_text: usize,
    pub(crate) body_text: usize,
    pub(crate) value_bytes: usize,
    pub(crate) positions: usize,
    pub(crate) body_bytes: usize,
    pub(crate) messages: usize,
    pub(crate) unknown_pii_headers: bool,
    pub(crate) strict_values: bool,
    pub(crate) custom_kinds: Vec<Kind>,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            header_bytes: 16 << 10,
            all_headers_bytes: 48 << 10,
            header_entries: 1_024,
            body_entries: 10_000,
            header_text: 64 << 10,
            body_text: 1 << 20,
            value_bytes: 8 << 10,
            positions: 10_000,
            body_bytes: 16 << 20,
            messages: 10_000,
            unknown_pii_headers: false,
            strict_values: false,
            custom_kinds: Vec::new(),
        }
    }
}

impl Limits {
    /// Bytes of one header value. Default 16 KiB.
    pub fn max_header_bytes(mut self, bytes: usize) -> Self {
        self.header_bytes = bytes;
        self
    }

    /// Bytes of all four header values together. Default 48 KiB.
    pub fn max_all_headers_bytes(mut self, bytes: usize) -> Self {
        self.all_headers_bytes = bytes;
        self
    }

    /// Mapping entries of all headers together. Default 1,024.
    pub fn max_header_entries(mut self, entries: usize) -> Self {
        self.header_entries = entries;
        self
    }

    /// Mapping entries of a body, or of a file. Default 10,000.
    pub fn max_body_entries(mut self, entries: usize) -> Self {
        self.body_entries = entries;
        self
    }

    /// Bytes of all keys and values of the mappings in headers. Default 64 KiB.
    pub fn max_header_text(mut self, bytes: usize) -> Self {
        self.header_text = bytes;
        self
    }

    /// Bytes of all keys and values of the mappings of a body, or of a file. Default 1 MiB.
    pub fn max_body_text(mut self, bytes: usize) -> Self {
        self.body_text = bytes;
        self
    }

    /// Bytes of one value, given span or reversible detection. Default 8 KiB.
    pub fn max_value_bytes(mut self, bytes: usize) -> Self {
        self.value_bytes = bytes;
        self
    }

    /// Positions of one request. Default 10,000.
    pub fn max_positions(mut self, positions: usize) -> Self {
        self.positions = positions;
        self
    }

    /// Bytes of one chat payload. Default 16 MiB.
    pub fn max_body_bytes(mut self, bytes: usize) -> Self {
        self.body_bytes = bytes;
        self
    }

    /// Messages of one chat payload. Default 10,000.
    pub fn max_messages(mut self, messages: usize) -> Self {
        self.messages = messages;
        self
    }

    /// Whether headers that look like one about personal data (`X-…pii…`) and are none pass
    /// unread. Default no: a misspelt header would let the message go out plain.
    pub fn allow_unknown_pii_headers(mut self, allowed: bool) -> Self {
        self.unknown_pii_headers = allowed;
        self
    }

    /// Whether bidirectional controls and zero-width characters in a mapping value are refused.
    /// Default no: they occur in names, and are not compared.
    pub fn strict_values(mut self, strict: bool) -> Self {
        self.strict_values = strict;
        self
    }

    /// Kinds of the caller's own, which a policy may then name beside those that
    /// [are built in](Kind::is_built_in). A policy that names another kind is refused with
    /// `policy_kind_invalid`: the kind is most likely misspelt. Mappings and positions may name any
    /// kind, with or without this.
    pub fn custom_kinds(mut self, kinds: impl IntoIterator<Item = Kind>) -> Self {
        self.custom_kinds = kinds.into_iter().collect();
        self
    }
}
