//! Which parts of an answer's text are JSON, from what is before them: a stream cannot wait.

/// Reads the text of an answer.
///
/// JSON is what begins, at the beginning of a line, with `{"`, `["`, `[1`, `[{"` and so on, with white
/// space between, up to the end of that value or to a line break in a string. Who wrote that was asked
/// for JSON, and a value with a quote or a line break in it must not break it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    at: At,
    /// Objects and arrays that are open.
    depth: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum At {
    /// White space at the beginning of a line.
    #[default]
    Line,
    /// Brackets of arrays; a brace behind them; a `true`, `false` or `null` of which this is left.
    Array,
    Object,
    Literal(&'static [u8]),
    /// In JSON: between strings; in one; behind a backslash in one.
    Json,
    String,
    Escape,
    Prose,
}

impl Answer {
    /// The length of what of the next piece is JSON, or is none, and which.
    pub(crate) fn next(&mut self, piece: &str) -> (usize, bool) {
        let mut first = None;
        let mut at = 0;
        while let Some(&b) = piece.as_bytes().get(at) {
            let mut after = *self;
            after.step(b);
            // The bracket that ends it is part of it.
            let is_json = after.is_json() || self.at == At::Json;
            if *first.get_or_insert(is_json) != is_json {
                break;
            }
            *self = after;
            at += 1;
            if self.is_json() == is_json {
                at += self.skip(piece.as_bytes().get(at..).unwrap_or_default());
            }
        }
        (at, first.unwrap_or_default())
    }

    fn is_json(self) -> bool {
        matches!(self.at, At::Json | At::String | At::Escape)
    }

    /// How much passes that makes no difference.
    fn skip(self, rest: &[u8]) -> usize {
        let len = match self.at {
            At::Prose => memchr::memchr(b'\n', rest),
            At::String => rest.iter().position(|&b| matches!(b, b'"' | b'\\') || b < b' '),
            _ => Some(0),
        };
        len.unwrap_or(rest.len())
    }

    fn step(&mut self, b: u8) {
        let is_space = matches!(b, b' ' | b'\t' | b'\n' | b'\r');
        self.at = match (self.at, b) {
            // A byte order mark is none of the text.
            (At::Line, _) if is_space || matches!(b, 0xef | 0xbb | 0xbf) => At::Line,
            (At::Array, _) if is_space => At::Array,
            (At::Object, _) if is_space => At::Object,
            (At::Line, b'[') => self.begin(At::Array),
            (At::Line, b'{') => self.begin(At::Object),
            (At::Array, b'[') => self.open(At::Array),
            (At::Array, b'{') => self.open(At::Object),
            (At::Array | At::Object, b'"') => At::String,
            (At::Array, b'0'..=b'9' | b'-') => At::Json,
            (At::Array, b'n') => At::Literal(b"ull"),
            (At::Array, b't') => At::Literal(b"rue"),
            (At::Array, b'f') => At::Literal(b"alse"),
            (At::Array, b']') | (At::Object, b'}') => self.close(),
            (At::Literal([next, rest @ ..]), _) if b == *next => match rest {
                [] => At::Json,
                rest => At::Literal(rest),
            },

            (At::Json, b'"') => At::String,
            (At::Json, b'[' | b'{') => self.open(At::Json),
            (At::Json, b']' | b'}') => self.close(),
            // Also a placeholder that stands for a number.
            (At::Json, _) => At::Json,
            (At::String, b'"') => At::Json,
            (At::String, b'\\') => At::Escape,
            (At::String | At::Escape, b' '..) => At::String,

            (_, b'\n') => At::Line,
            _ => At::Prose,
        };
    }

    fn begin(&mut self, at: At) -> At {
        self.depth = 1;
        at
    }

    fn open(&mut self, at: At) -> At {
        self.depth = self.depth.saturating_add(1);
        at
    }

    fn close(&mut self) -> At {
        self.depth = self.depth.saturating_sub(1);
        if self.depth == 0 { At::Prose } else { At::Json }
    }
}
