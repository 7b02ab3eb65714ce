//! Which parts of an answer's text are JSON, from what is before them: a stream cannot wait.

/// How many ticks begin a fenced block.
const FENCE: u8 = 3;

/// Reads the text of an answer.
///
/// JSON is what begins with `{"`, `["`, `[1`, `[{"` and so on, with white space between, at the beginning
/// of the text or of a fenced block, up to the end of that value or to a line break in a string. Who wrote
/// that was asked for JSON, and a value with a quote or a line break in it must not break it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    at: At,
    /// Objects and arrays that are open.
    depth: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum At {
    /// Before a value: white space so far; arrays; an object behind them.
    #[default]
    Begin,
    Array,
    Object,
    /// In JSON: between strings; in one; behind a backslash in one.
    Json,
    String,
    Escape,
    /// In other text; at the start of a line of it, behind so many ticks; behind those of a fence.
    Prose,
    Ticks(u8),
    Fence,
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
            (At::Begin, _) if is_space || matches!(b, 0xef | 0xbb | 0xbf) => At::Begin,
            (At::Array, _) if is_space => At::Array,
            (At::Object, _) if is_space => At::Object,
            (At::Begin | At::Array, b'[') => self.open(At::Array),
            (At::Begin | At::Array, b'{') => self.open(At::Object),
            (At::Array | At::Object, b'"') => At::String,
            (At::Array, b'0'..=b'9' | b'-') => At::Json,
            (At::Begin, b'`') => At::Ticks(1),

            (At::Json, b'"') => At::String,
            (At::Json, b'[' | b'{') => self.open(At::Json),
            (At::Json, b']' | b'}') => self.close(),
            // Also a placeholder that stands for a number.
            (At::Json, _) => At::Json,
            (At::String, b'"') => At::Json,
            (At::String, b'\\') => At::Escape,
            (At::String | At::Escape, b' '..) => At::String,

            (At::Ticks(n), b'`') => At::Ticks(n.saturating_add(1)),
            (At::Ticks(0), b' ' | b'\t') => At::Ticks(0),
            (At::Ticks(FENCE..) | At::Fence, b'\n') => self.begin(),
            (At::Ticks(FENCE..) | At::Fence, b' '.. | b'\t' | b'\r') if b != b'`' => At::Fence,
            (_, b'\n') => At::Ticks(0),
            _ => At::Prose,
        };
    }

    fn begin(&mut self) -> At {
        self.depth = 0;
        At::Begin
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
