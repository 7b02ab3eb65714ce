//! Where the characters of a masked text are in the unmasked one: replies speak of their own text by
//! offsets.

use super::Piece;
use crate::chat::{Half, half_of_pair};

/// How a text has moved, so far. Offsets count characters (code points).
#[derive(Clone, Debug, Default)]
pub(crate) struct Shifts {
    masked: usize,
    unmasked: usize,
    moved: Vec<Moved>,
    /// Whether the last character is the first half of one: the second comes with the next piece.
    half: bool,
}

/// One placeholder and its value.
#[derive(Clone, Copy, Debug)]
struct Moved {
    masked: (usize, usize),
    unmasked: (usize, usize),
}

impl Shifts {
    /// Takes note of what goes out for the next piece of a text.
    pub(super) fn note(&mut self, piece: &Piece<'_>, chunk: &str) {
        match piece {
            Piece::Input(range) => {
                let count = self.count(chunk.get(range.clone()).unwrap_or_default());
                self.masked += count;
                self.unmasked += count;
            }
            // ASCII, and so are all spellings of placeholders.
            Piece::Kept(bytes) => {
                self.masked += bytes.len();
                self.unmasked += bytes.len();
                self.half &= bytes.is_empty();
            }
            Piece::Value { text, spelled } => {
                let masked = (self.masked, self.masked + spelled);
                let unmasked = (self.unmasked, self.unmasked + text.chars().count());
                self.moved.push(Moved { masked, unmasked });
                (self.masked, self.unmasked) = (masked.1, unmasked.1);
                self.half = false;
            }
        }
    }

    /// How many characters a piece adds. The halves of one can only meet where two pieces do.
    fn count(&mut self, piece: &str) -> usize {
        let mut chars = piece.chars();
        let Some(first) = chars.next() else { return 0 };
        let joins = self.half && half_of_pair(first) == Some(Half::Second);
        self.half = half_of_pair(chars.next_back().unwrap_or(first)) == Some(Half::First);
        piece.chars().count() - usize::from(joins)
    }

    /// Takes note of a text that is shown directly behind this one.
    pub(crate) fn append(&mut self, text: &Shifts) {
        let behind = |(from, to): (usize, usize), before: usize| (from + before, to + before);
        self.moved.extend(text.moved.iter().map(|moved| Moved {
            masked: behind(moved.masked, self.masked),
            unmasked: behind(moved.unmasked, self.unmasked),
        }));
        self.masked += text.masked;
        self.unmasked += text.unmasked;
        self.half = text.half;
    }

    /// Where an offset into the masked text is in the unmasked one. Inside a placeholder it is an edge
    /// of the value: the one behind it for the `end` of a range.
    pub(crate) fn unmasked(&self, offset: usize, end: bool) -> usize {
        let before = self.moved.partition_point(|moved| moved.masked.0 < offset);
        match before.checked_sub(1).and_then(|last| self.moved.get(last)) {
            None => offset,
            Some(moved) if offset >= moved.masked.1 => {
                moved.unmasked.1.saturating_add(offset - moved.masked.1)
            }
            Some(moved) if end => moved.unmasked.1,
            Some(moved) => moved.unmasked.0,
        }
    }
}
