//! A bound on what comes out: values may be long, and a reply may ask for them again and again.

use super::{Piece, Report, UnmaskLimit, UnmaskStream};

/// Unmasks a text that arrives in pieces, with a bound on all that goes out.
///
/// From [`Unmasker::stream_bounded`](super::Unmasker::stream_bounded). A push that would go over the
/// bound appends nothing, and nothing goes out after it: every further push and the end fail in the
/// same way. What is an error, and at which byte, does not depend on how the text is cut. A push
/// allocates nothing but what the output needs.
///
/// # Examples
///
/// ```
/// use pii_mask::{Kind, Mapping, Source, Unmasker};
///
/// let mut mapping = Mapping::new();
/// mapping.assign(&Kind::PERSON, "John Doe", Source::Explicit)?;
/// let mut stream = Unmasker::new(mapping).stream_bounded(16);
///
/// let mut out = String::new();
/// stream.push("Hello <PER", &mut out)?;
/// stream.push("SON_1>!", &mut out)?;
/// let over = stream.push(" <PERSON_1>", &mut out).unwrap_err();
/// assert_eq!((over.limit, over.offset), (16, 18));
/// assert_eq!(stream.finish(&mut out), Err(over));
/// assert_eq!(out, "Hello John Doe!");
/// # Ok::<(), pii_mask::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct BoundedStream {
    stream: UnmaskStream,
    budget: Budget,
}

impl BoundedStream {
    pub(super) fn new(stream: UnmaskStream, limit: usize) -> Self {
        BoundedStream { stream, budget: Budget::new(limit) }
    }

    /// Takes the next piece of a text and appends what can go out.
    ///
    /// # Errors
    ///
    /// [`UnmaskLimit`] where all that went out would be longer than the bound.
    #[inline]
    pub fn push(&mut self, chunk: &str, out: &mut String) -> Result<(), UnmaskLimit> {
        let before = out.len();
        self.feed(chunk.as_bytes(), |piece| out.push_str(piece.text(chunk)));
        self.budget.check().inspect_err(|_| out.truncate(before))
    }

    /// [`push`](BoundedStream::push) for bytes: a chunk may begin and end inside a character.
    ///
    /// # Errors
    ///
    /// Those of [`push`](BoundedStream::push).
    #[inline]
    pub fn push_bytes(&mut self, chunk: &[u8], out: &mut Vec<u8>) -> Result<(), UnmaskLimit> {
        let before = out.len();
        self.feed(chunk, |piece| out.extend_from_slice(piece.bytes(chunk)));
        self.budget.check().inspect_err(|_| out.truncate(before))
    }

    /// Ends the text: what is held goes out as it is.
    ///
    /// # Errors
    ///
    /// Those of [`push`](BoundedStream::push).
    pub fn finish(self, out: &mut String) -> Result<Report, UnmaskLimit> {
        let before = out.len();
        self.end(|piece| out.push_str(piece.text(""))).inspect_err(|_| out.truncate(before))
    }

    /// [`finish`](BoundedStream::finish) for bytes.
    ///
    /// # Errors
    ///
    /// Those of [`push`](BoundedStream::push).
    pub fn finish_bytes(self, out: &mut Vec<u8>) -> Result<Report, UnmaskLimit> {
        let before = out.len();
        self.end(|piece| out.extend_from_slice(piece.bytes(&[]))).inspect_err(|_| out.truncate(before))
    }

    /// How many bytes are held at the moment.
    pub fn held(&self) -> usize {
        self.stream.held()
    }

    fn feed(&mut self, chunk: &[u8], mut emit: impl FnMut(Piece<'_>)) {
        let Self { stream, budget } = self;
        // What comes after an error is not even looked at.
        if budget.over.is_some() {
            return;
        }
        let mut spend = |piece: Piece<'_>| {
            if budget.spend(&piece) {
                emit(piece);
            }
        };
        if stream.passes(chunk) {
            return spend(Piece::Input(0..chunk.len()));
        }
        stream.feed(chunk, spend);
    }

    fn end(self, mut emit: impl FnMut(Piece<'_>)) -> Result<Report, UnmaskLimit> {
        let BoundedStream { stream, mut budget } = self;
        budget.check()?;
        let report = stream.end(|piece| {
            if budget.spend(&piece) {
                emit(piece);
            }
        });
        budget.check().map(|()| report)
    }
}

/// What may still go out.
#[derive(Clone, Debug)]
pub(super) struct Budget {
    limit: usize,
    /// Bytes that went out.
    written: usize,
    /// Bytes of input that they stand for: all of it is either copied or replaced.
    read: usize,
    /// Where in the input it was used up.
    over: Option<usize>,
}

impl Budget {
    pub(super) fn new(limit: usize) -> Self {
        Budget { limit, written: 0, read: 0, over: None }
    }

    /// Whether a piece may go out; after one that may not, none may.
    #[inline]
    pub(super) fn spend(&mut self, piece: &Piece<'_>) -> bool {
        let (len, spelled, copied) = match piece {
            Piece::Input(range) => (range.len(), range.len(), true),
            Piece::Kept(bytes) => (bytes.len(), bytes.len(), true),
            Piece::Value { text, spelled } => (text.len(), *spelled, false),
        };
        let left = self.limit - self.written;
        if self.over.is_none() && len > left {
            // Of what is copied, a part would fit.
            self.over = Some(self.read + if copied { left } else { 0 });
        }
        if self.over.is_some() {
            return false;
        }
        self.written += len;
        self.read += spelled;
        true
    }

    pub(super) fn check(&self) -> Result<(), UnmaskLimit> {
        match self.over {
            Some(offset) => Err(UnmaskLimit { limit: self.limit, offset }),
            None => Ok(()),
        }
    }
}
