//! Whether a text of an answer is JSON, from how it begins: a stream cannot wait for its end.

/// What has been read of the beginning of a text.
///
/// JSON is what begins with `{"`, `["`, `[{"` and so on, with white space between: who wrote that was
/// asked for JSON, and a value with a quote or a line break in it must not break it. Prose begins with
/// a single brace or bracket at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Start {
    #[default]
    Space,
    Array,
    Object,
    Json,
    Prose,
}

impl Start {
    /// Takes the next piece of a text. Whether it is JSON, as far as can be told.
    pub(crate) fn read(&mut self, piece: &str) -> bool {
        for b in piece.bytes() {
            *self = match (*self, b) {
                (Start::Json | Start::Prose, _) => break,
                (start, b' ' | b'\t' | b'\n' | b'\r') => start,
                (Start::Space | Start::Array, b'[') => Start::Array,
                (Start::Space | Start::Array, b'{') => Start::Object,
                (Start::Array | Start::Object, b'"') => Start::Json,
                _ => Start::Prose,
            };
        }
        *self == Start::Json
    }

    /// Whether a whole text is JSON.
    pub(crate) fn is_json(text: &str) -> bool {
        Start::default().read(text)
    }
}
