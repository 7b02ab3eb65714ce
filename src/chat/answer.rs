//! Which parts of an answer's text are JSON, from what is before them: a stream cannot wait.

/// Reads the text of an answer.
///
/// JSON is what begins, at the beginning of a line, with `{"`, `["`, `[1`, `[{"` and so on, with white
/// space between, up to the end of that value or to what JSON does not have there. Who wrote that was asked
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
    /// In JSON: where a value may begin; behind one; in one, of a literal with what is left of it. A
    /// placeholder may stand for a number.
    Before,
    Behind,
    Number,
    Word(&'static [u8]),
    Placeholder,
    String,
    /// Behind a backslash in a string.
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
            let ends = matches!(b, b']' | b'}') && matches!(self.at, At::Before | At::Behind | At::Number);
            let is_json = after.is_json() || ends;
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
        !matches!(self.at, At::Line | At::Array | At::Object | At::Literal(_) | At::Prose)
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
            (At::Array, b'0'..=b'9' | b'-') => At::Number,
            (At::Array, b'n') => At::Literal(b"ull"),
            (At::Array, b't') => At::Literal(b"rue"),
            (At::Array, b'f') => At::Literal(b"alse"),
            (At::Array, b']') | (At::Object, b'}') => self.close(),
            (At::Literal([next, rest @ ..]), _) if b == *next => match rest {
                [] => At::Behind,
                rest => At::Literal(rest),
            },

            (At::Before, b'"') => At::String,
            (At::Before, b'[' | b'{') => self.open(At::Before),
            (At::Before, b'0'..=b'9' | b'-') => At::Number,
            (At::Before, b'n') => At::Word(b"ull"),
            (At::Before, b't') => At::Word(b"rue"),
            (At::Before, b'f') => At::Word(b"alse"),
            (At::Before, b'<') => At::Placeholder,
            (At::Before, _) if is_space => At::Before,
            (At::Before | At::Behind | At::Number, b']' | b'}') => self.close(),
            (At::Number, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E') => At::Number,
            (At::Behind | At::Number, b',' | b':') => At::Before,
            (At::Behind | At::Number, _) if is_space => At::Behind,
            (At::Word([next, rest @ ..]), _) if b == *next => match rest {
                [] => At::Behind,
                rest => At::Word(rest),
            },
            (At::Placeholder, b'>') => At::Behind,
            (At::Placeholder, b' ' | b'_' | b'-') => At::Placeholder,
            (At::Placeholder, b) if b.is_ascii_alphanumeric() => At::Placeholder,
            (At::String, b'"') => At::Behind,
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
        if self.depth == 0 { At::Prose } else { At::Behind }
    }
}
