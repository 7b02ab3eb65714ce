//! Which parts of an answer's text are strings of JSON, from what is before them: a stream cannot wait.

/// Reads the text of an answer.
///
/// JSON is what begins, at the beginning of a line, with `{"`, `["`, `[1, "`, `[{"` and so on, with white
/// space between, up to the end of that value or to what JSON does not have there. Who wrote that was asked
/// for JSON, and a value with a quote or a line break in it must not break its strings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    at: At,
    /// Objects and arrays that are open.
    depth: u32,
    /// Whether there was a string: other things in brackets may begin like JSON.
    is_sure: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum At {
    /// White space at the beginning of a line.
    #[default]
    Line,
    /// Behind `{`.
    Object,
    /// Where a value may begin; behind one.
    Before,
    Behind,
    Number,
    /// In a literal, with what is left of it.
    Word(&'static [u8]),
    /// In what may be a placeholder that stands for a number, in any spelling and style; brackets of it are
    /// counted like those of JSON. In a literal, where JSON is sure.
    Name,
    String,
    /// Behind a backslash in a string.
    Escape,
    Prose,
}

impl Answer {
    /// The length of what of the next piece is in a string of JSON, or in none, and which. Quotes are on the
    /// border, and no placeholder has one: none is cut.
    pub(crate) fn next(&mut self, piece: &str) -> (usize, bool) {
        let mut first = None;
        let mut at = 0;
        while let Some(&b) = piece.as_bytes().get(at) {
            let mut after = *self;
            after.step(b);
            if *first.get_or_insert(after.in_string()) != after.in_string() {
                break;
            }
            *self = after;
            at += 1;
            at += self.skip(piece.as_bytes().get(at..).unwrap_or_default());
        }
        (at, first.unwrap_or_default())
    }

    fn in_string(self) -> bool {
        matches!(self.at, At::String | At::Escape)
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
            (At::Line, b'[' | b'{') => {
                *self = Answer::default();
                self.open(b)
            }

            (At::Object | At::Before, _) if is_space => self.at,
            (At::Object | At::Before, b'"') => {
                self.is_sure = true;
                At::String
            }
            (At::Object | At::Before | At::Name, b'[' | b'{') => self.open(b),
            (At::Object | At::Before, b'<' | b'\\' | b'&') => At::Name,
            (At::Object | At::Before, b) if self.is_sure && b.is_ascii_alphabetic() => At::Name,
            (At::Before, b'0'..=b'9' | b'-') => At::Number,
            (At::Before, b'n') => At::Word(b"ull"),
            (At::Before, b't') => At::Word(b"rue"),
            (At::Before, b'f') => At::Word(b"alse"),

            (At::Object | At::Before | At::Behind | At::Number | At::Name, b']' | b'}') => self.close(),
            (At::Behind | At::Number | At::Name, b',' | b':') => At::Before,
            (At::Behind | At::Number, _) if is_space => At::Behind,
            (At::Number, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E') => At::Number,
            (At::Word([next, rest @ ..]), _) if b == *next => match rest {
                [] => At::Behind,
                rest => At::Word(rest),
            },
            (At::Name, b'>') => At::Behind,
            (At::Name, b'_' | b'-' | b'\\' | b'&' | b';' | b'<') => At::Name,
            (At::Name, b) if is_space || b.is_ascii_alphanumeric() => At::Name,

            (At::String, b'"') => At::Behind,
            (At::String, b'\\') => At::Escape,
            (At::String | At::Escape, b' '..) => At::String,

            (_, b'\n') => At::Line,
            _ => At::Prose,
        };
    }

    fn open(&mut self, bracket: u8) -> At {
        self.depth = self.depth.saturating_add(1);
        if bracket == b'{' { At::Object } else { At::Before }
    }

    fn close(&mut self) -> At {
        self.depth = self.depth.saturating_sub(1);
        if self.depth == 0 { At::Prose } else { At::Behind }
    }
}
