//! The same in pieces: what may still become a placeholder is held, everything else goes out.

use std::fmt;
use std::ops::Range;

use super::links::Links;
use super::{LinkPolicy, Piece, Report, Shifts, Tally, Unmasker, unread};
use crate::placeholder::{Context, Event, Partial, Scan, escape_like, number_fits};

/// The longest spelling there is: what must be kept to read one that is cut.
const KEEP: usize = 512;

/// Unmasks a text that arrives in pieces.
///
/// The output of all pushes and of [`finish`](UnmaskStream::finish) is that of
/// [`Unmasker::unmask`] on the whole, however it was cut, also inside a character or an escape.
/// Held is only what may still become an exposed placeholder: never more than 128 bytes, in a JSON
/// string 512. A push allocates nothing but what the output needs.
///
/// # Examples
///
/// ```
/// use pii_mask::{Kind, Mapping, Source, Unmasker};
///
/// let mut mapping = Mapping::new();
/// mapping.assign(&Kind::PERSON, "John Doe", Source::Explicit)?;
/// let mut stream = Unmasker::new(mapping).stream();
///
/// let mut out = String::new();
/// stream.push("Hello <PER", &mut out);
/// assert_eq!(out, "Hello ");
/// stream.push("SON_1>, a < b", &mut out);
/// assert_eq!(out, "Hello John Doe, a < b");
/// let report = stream.finish(&mut out);
/// assert_eq!(report.restored, 1);
/// # Ok::<(), pii_mask::MappingError>(())
/// ```
#[derive(Clone)]
pub struct UnmaskStream {
    unmasker: Unmasker,
    /// The beginning of what may be a placeholder; always begins at a candidate.
    kept: [u8; 2 * KEEP],
    kept_len: usize,
    /// How many of the kept bytes have gone out already: nobody would be answered there, but their
    /// end must be seen to read on in the right place.
    released: usize,
    /// Whether a letter, digit or underscore stands before what comes next.
    after_word: bool,
    /// Whether every byte must be looked at: bare names begin anywhere, and so do links.
    watchful: bool,
    /// Has read all that is not kept.
    links: Links,
    tally: Tally,
}

impl UnmaskStream {
    pub(super) fn new(unmasker: Unmasker) -> Self {
        let tally = Tally::new(&unmasker);
        let watchful = unmasker.grammar.bare || unmasker.links != LinkPolicy::Restore;
        let links = unmasker.link_reader();
        let kept = [0; 2 * KEEP];
        UnmaskStream { unmasker, kept, kept_len: 0, released: 0, after_word: false, watchful, links, tally }
    }

    /// Takes the next piece of a text and appends what can go out.
    #[inline]
    pub fn push(&mut self, chunk: &str, out: &mut String) {
        if self.passes(chunk.as_bytes()) {
            return out.push_str(chunk);
        }
        self.feed(chunk.as_bytes(), |piece| out.push_str(piece.text(chunk)));
    }

    /// [`push`](UnmaskStream::push) for bytes: a chunk may begin and end inside a character.
    #[inline]
    pub fn push_bytes(&mut self, chunk: &[u8], out: &mut Vec<u8>) {
        if self.passes(chunk) {
            return out.extend_from_slice(chunk);
        }
        self.feed(chunk, |piece| out.extend_from_slice(piece.bytes(chunk)));
    }

    /// Ends the text: what is held goes out as it is. Nothing can be pushed to it afterwards:
    ///
    /// ```compile_fail,E0382
    /// # let mut out = String::new();
    /// let mut stream = pii_mask::Unmasker::new(pii_mask::Mapping::new()).stream();
    /// stream.finish(&mut out);
    /// stream.push("more", &mut out);
    /// ```
    pub fn finish(self, out: &mut String) -> Report {
        self.end(|piece| out.push_str(piece.text("")))
    }

    /// [`finish`](UnmaskStream::finish) for bytes.
    pub fn finish_bytes(self, out: &mut Vec<u8>) -> Report {
        self.end(|piece| out.extend_from_slice(piece.bytes(&[])))
    }

    /// [`push`](UnmaskStream::push) for one of several texts of a reply.
    pub(crate) fn push_part(&mut self, chunk: &str, out: &mut String, shifts: &mut Shifts) {
        self.feed(chunk.as_bytes(), |piece| {
            shifts.note(&piece, chunk);
            out.push_str(piece.text(chunk));
        });
    }

    /// The same behind another text of a reply, which is shown before this one.
    pub(crate) fn behind(mut self, links: Links) -> Self {
        self.links = links;
        self
    }

    /// Nobody knows what stands before what comes now.
    pub(crate) fn lose(&mut self) {
        self.links = self.links.lost();
    }

    /// Whether what comes seems to be JSON. Where that changes, one part of the text is at its end.
    pub(crate) fn seems_json(&mut self, json: bool, out: &mut String, shifts: &mut Shifts) {
        let context = if json { Context::JsonString } else { Context::Plain };
        if self.unmasker.grammar.context != context {
            self.let_go(out, shifts);
            self.unmasker.grammar.context = context;
        }
    }

    /// What is held goes out, as at the end of a text.
    pub(crate) fn let_go(&mut self, out: &mut String, shifts: &mut Shifts) {
        self.settle(|piece| {
            shifts.note(&piece, "");
            out.push_str(piece.text(""));
        });
    }

    /// What is known of links up to here, if nothing follows; where that matters.
    pub(crate) fn links(&self) -> Option<Links> {
        let mut links = Some(self.links).filter(|_| self.unmasker.links != LinkPolicy::Restore)?;
        links.read(self.kept.get(..self.kept_len).unwrap_or_default());
        Some(links)
    }

    /// [`finish`](UnmaskStream::finish) for one of several texts of a reply.
    pub(crate) fn finish_part(self, out: &mut String, shifts: &mut Shifts) -> (Tally, Links) {
        self.end_counted(|piece| {
            shifts.note(&piece, "");
            out.push_str(piece.text(""));
        })
    }

    /// How many bytes are held at the moment.
    pub fn held(&self) -> usize {
        self.kept_len - self.released
    }

    /// Whether there is nothing to do for a chunk.
    #[inline]
    pub(super) fn passes(&self, chunk: &[u8]) -> bool {
        self.kept_len == 0 && !self.watchful && self.unmasker.grammar.candidate(chunk, 0).is_none()
    }

    pub(super) fn feed(&mut self, chunk: &[u8], mut emit: impl FnMut(Piece<'_>)) {
        let Some(mut at) = self.resume(chunk, &mut emit) else { return };
        let (mut copied, mut read) = (at, at);
        let unmasker = &self.unmasker;
        let links = &mut self.links;
        loop {
            match unmasker.grammar.next_event(chunk, at, &mut self.after_word, false) {
                Some(Event::Found { start, len, name, exact }) => {
                    at = start + len;
                    self.after_word = false;
                    let withheld = || links.withhold_behind(unread(chunk, &mut read, start));
                    if let Some(value) = self.tally.count(unmasker, &name, exact, withheld) {
                        emit(Piece::Input(copied..start));
                        unmasker.emit_value(value, len, &mut emit);
                        copied = at;
                    }
                }
                Some(Event::Tail { start, partial }) => {
                    links.read(unread(chunk, &mut read, start));
                    let tail = chunk.get(start..).unwrap_or_default();
                    if let Some(kept) = self.kept.get_mut(..tail.len()) {
                        kept.copy_from_slice(tail);
                    }
                    self.kept_len = tail.len();
                    // What cannot become anything answered goes out at once.
                    self.released = hold_from(unmasker, &partial, tail, self.after_word);
                    return emit(Piece::Input(copied..start + self.released));
                }
                None => break,
            }
        }
        links.read(unread(chunk, &mut read, chunk.len()));
        emit(Piece::Input(copied..chunk.len()));
    }

    /// Reads on in what was kept, now with the chunk behind it. Answers where in the chunk reading
    /// goes on; `None` where all of it is kept as well.
    fn resume(&mut self, chunk: &[u8], emit: &mut impl FnMut(Piece<'_>)) -> Option<usize> {
        let kept_len = std::mem::take(&mut self.kept_len);
        if kept_len == 0 {
            return Some(0);
        }
        let Self { unmasker, kept, released, after_word, links, tally, .. } = self;
        // Enough to see the end of any spelling that begins in what was kept.
        let more = chunk.len().min(unmasker.grammar.max_len());
        kept.get_mut(kept_len..kept_len + more)?.copy_from_slice(chunk.get(..more)?);
        let joined = kept.get(..kept_len + more)?;
        let (mut at, mut copied, mut read) = (0, std::mem::take(released), 0);
        let copy = |range: Range<usize>, emit: &mut dyn FnMut(Piece<'_>)| {
            emit(Piece::Kept(kept.get(range.start..range.end.min(kept_len)).unwrap_or_default()));
            emit(Piece::Input(range.start.max(kept_len) - kept_len..range.end.max(kept_len) - kept_len));
        };
        while at < kept_len {
            match unmasker.grammar.next_event(joined, at, after_word, false) {
                Some(Event::Found { start, len, name, exact }) if start < kept_len => {
                    at = start + len;
                    *after_word = false;
                    let withheld = || links.withhold_behind(unread(joined, &mut read, start));
                    if let Some(value) = tally.count(unmasker, &name, exact, withheld) {
                        // Nothing of what is answered has ever been released.
                        copy(copied..start, emit);
                        unmasker.emit_value(value, len, &mut *emit);
                        copied = at;
                    }
                }
                Some(Event::Tail { start, partial }) if start < kept_len => {
                    links.read(unread(joined, &mut read, start));
                    // Open spellings are short: the whole chunk is in it.
                    let tail = joined.get(start..)?;
                    let hold = (start + hold_from(unmasker, &partial, tail, *after_word)).max(copied);
                    copy(copied..hold, emit);
                    self.released = hold - start;
                    self.kept_len = tail.len();
                    let end = joined.len();
                    self.kept.copy_within(start..end, 0);
                    return None;
                }
                // Nothing more begins in what was kept; its last escape may reach into the chunk.
                _ => {
                    while at < kept_len {
                        let rest = joined.get(at..)?;
                        *after_word = unmasker.grammar.is_word_unit(rest);
                        at += unmasker.grammar.step(rest)?;
                    }
                }
            }
        }
        links.read(unread(joined, &mut read, at));
        copy(copied..at.max(copied), emit);
        Some(at - kept_len)
    }

    pub(super) fn end(self, emit: impl FnMut(Piece<'_>)) -> Report {
        let unmasker = self.unmasker.clone();
        self.end_counted(emit).0.report(&unmasker)
    }

    /// Nothing follows: what is kept is read as the end of a text.
    fn end_counted(mut self, mut emit: impl FnMut(Piece<'_>)) -> (Tally, Links) {
        self.settle(&mut emit);
        (self.tally, self.links)
    }

    /// Nothing follows that belongs to what is kept.
    fn settle(&mut self, mut emit: impl FnMut(Piece<'_>)) {
        let unmasker = &self.unmasker;
        let kept = self.kept.get(..self.kept_len).unwrap_or_default();
        let (mut at, mut copied, mut read) = (0, self.released, 0);
        while let Some(Event::Found { start, len, name, exact }) =
            unmasker.grammar.next_event(kept, at, &mut self.after_word, true)
        {
            at = start + len;
            self.after_word = false;
            let withheld = || self.links.withhold_behind(unread(kept, &mut read, start));
            if let Some(value) = self.tally.count(unmasker, &name, exact, withheld) {
                emit(Piece::Kept(kept.get(copied..start).unwrap_or_default()));
                unmasker.emit_value(value, len, &mut emit);
                copied = at;
            }
        }
        emit(Piece::Kept(kept.get(copied..).unwrap_or_default()));
        self.links.read(unread(kept, &mut read, kept.len()));
        (self.kept_len, self.released) = (0, 0);
    }
}

/// What is held may be somebody's text: only its length is shown.
impl fmt::Debug for UnmaskStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnmaskStream").field("unmasker", &self.unmasker).field("held", &self.held()).finish()
    }
}

/// The first byte of `tail` from which something answered may still come; its length if none.
fn hold_from(unmasker: &Unmasker, partial: &Partial, tail: &[u8], mut after_word: bool) -> usize {
    let grammar = unmasker.grammar;
    let (whole, cut) = tail.split_at(grammar.cut_escape(tail));
    if cut.is_empty() && partial.viable(unmasker) {
        return 0;
    }
    // Within a spelling that nobody answers, another one may begin.
    let mut at = 0;
    while let Some(rest) = whole.get(at..) {
        if may_come(unmasker, rest, cut, after_word) {
            return at;
        }
        let Some(step) = grammar.step(rest).filter(|_| !rest.is_empty()) else { break };
        after_word = grammar.is_word_unit(rest);
        at += step;
    }
    tail.len()
}

/// Whether something answered begins where `rest` does, or may begin there when more comes. `cut` is
/// what there is of the escape behind it.
fn may_come(unmasker: &Unmasker, rest: &[u8], cut: &[u8], after_word: bool) -> bool {
    let grammar = unmasker.grammar;
    let answered = |scan| match scan {
        Scan::Partial(partial) => partial.viable(unmasker),
        // With an escape made up: as far as it can be told before the name is complete.
        Scan::Found { name, .. } if !cut.is_empty() => number_fits(name.as_bytes(), unmasker),
        Scan::Found { name, .. } => unmasker.answer(&name).is_some(),
        Scan::No => false,
    };
    let open = |text: &[u8]| {
        text.first().is_some_and(|&b| grammar.is_candidate(b)) && answered(grammar.scan(text))
            || grammar.bare && !after_word && answered(grammar.scan_bare(text, false))
    };
    if cut.is_empty() {
        return open(rest);
    }
    let mut text = [0; KEEP + 6];
    let mut open_with = |next: &[u8]| {
        let len = rest.len() + next.len();
        let Some(text) = text.get_mut(..len) else { return false };
        let (before, behind) = text.split_at_mut(rest.len());
        before.copy_from_slice(rest);
        behind.copy_from_slice(next);
        open(text)
    };
    // Behind a bare name anything ends it that is no letter, digit or underscore.
    open_with(b"\x80") || (b' '..=b'~').any(|c| escape_like(cut, c).is_some_and(|escape| open_with(&escape)))
}
