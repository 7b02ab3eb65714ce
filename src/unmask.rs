//! Placeholders → originals, in a whole text. Compiled once, immutable, cheap to clone.

mod bounded;
mod links;
mod shifts;
mod stream;
mod tally;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::kind::Kind;
use crate::mapping::{IdSet, Mapping, escape_json};
use crate::names::names;
use crate::placeholder::{
    Answered, Context, Event, Grammar, Name, Placeholder, PlaceholderStyle, split_name,
};

use bounded::Budget;
pub(crate) use links::Links;

pub use bounded::BoundedStream;
pub use links::LinkPolicy;
pub(crate) use shifts::Shifts;
pub use stream::UnmaskStream;
pub(crate) use tally::Tally;

/// Which spellings of a placeholder are answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Tolerance {
    /// `<PERSON_1>` and nothing else.
    Exact,
    /// What models make of it: `<Person_1>`, `< PERSON 1 >`, `\<PERSON\_1\>`, `&lt;PERSON_1&gt;`,
    /// `\u003cPERSON_1\u003e`. Each spelling means exactly one placeholder; digits are exact.
    #[default]
    Tolerant,
}

names!(Tolerance: "tolerance", str::eq, Exact => "exact", Tolerant => "tolerant");

/// What came back in a reply.
///
/// # Examples
///
/// ```
/// use pii_mask::{Conversation, Limits, PiiHeaders};
///
/// let headers = [("X-Pii-Mapping", br#"{"<PERSON_1>":"John","<PERSON_2>":"Mary"}"#.as_slice())];
/// let headers = PiiHeaders::parse(headers, &Limits::default())?;
/// let mut conversation = Conversation::builder().headers(headers).build()?;
/// conversation.mask("John asks Mary.")?;
///
/// let reply = conversation.unmasker().unmask_with_report("<PERSON_1>, dear <Person-1>: <PERSON_7>?");
/// assert_eq!(reply.text, "John, dear John: <PERSON_7>?");
/// assert_eq!((reply.report.restored, reply.report.altered), (2, 1));
/// assert_eq!((reply.report.unknown, reply.report.missing), (1, 1)); // <PERSON_7>; Mary
/// # Ok::<(), pii_mask::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Report {
    /// Occurrences that were replaced.
    pub restored: u64,
    /// Those of them that were not spelled exactly.
    pub altered: u64,
    /// Placeholders that are no exposed key; they stay as they are.
    pub unknown: u64,
    /// Placeholders that [`LinkPolicy`] kept masked. Not restored, not unknown, and not missing: the model
    /// did give them back.
    pub withheld: u64,
    /// Placeholders that went out with the last request and are absent from the reply. Counted for
    /// unmaskers of a [`Conversation`](crate::Conversation); others do not know what went out.
    pub missing: u64,
}

/// An unmasked text and what happened to it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unmasked<'t> {
    /// The text, borrowed where nothing was replaced.
    pub text: Cow<'t, str>,
    /// Counts.
    pub report: Report,
}

impl fmt::Debug for Unmasked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unmasked").field("len", &self.text.len()).field("report", &self.report).finish()
    }
}

/// The output would be longer than allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unmasked text is over the limit of {limit} bytes, at offset {offset}")]
#[non_exhaustive]
pub struct UnmaskLimit {
    /// Bytes the output may have.
    pub limit: usize,
    /// Byte of the whole input at which the output would be longer; where a value is too long, the
    /// first one of its placeholder.
    pub offset: usize,
}

impl UnmaskLimit {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        "unmask_limit"
    }

    /// The HTTP status that goes with the code: the model's reply was at fault.
    pub const fn status(&self) -> u16 {
        502
    }
}

/// Gives back the originals. `Send + Sync`; a clone costs a few reference counts.
///
/// Cost: one search for the opening delimiter, plus a few comparisons for each placeholder,
/// whatever the number of entries. Inserted values are never scanned again. Everything outside
/// replaced placeholders stays byte for byte.
///
/// # Examples
///
/// ```
/// use pii_mask::{Context, Kind, Mapping, Source, Unmasker};
///
/// let mut mapping = Mapping::new();
/// mapping.assign(&Kind::PERSON, "John \"JD\" Doe", Source::Explicit)?;
/// let unmasker = Unmasker::new(mapping);
///
/// assert_eq!(unmasker.unmask("Hello <PERSON_1>!"), r#"Hello John "JD" Doe!"#);
/// assert_eq!(unmasker.unmask("Hello < person-1 >!"), r#"Hello John "JD" Doe!"#);
/// assert_eq!(unmasker.unmask("Hello <PERSON_10>!"), "Hello <PERSON_10>!");
///
/// let arguments = unmasker.context(Context::JsonString);
/// assert_eq!(arguments.unmask(r#"{"to":"\u003cPERSON_1>"}"#), r#"{"to":"John \"JD\" Doe"}"#);
/// # Ok::<(), pii_mask::MappingError>(())
/// ```
#[derive(Clone)]
pub struct Unmasker {
    mapping: Arc<Mapping>,
    /// Absent: every entry is answered.
    exposed: Option<Arc<Exposed>>,
    /// What went out with this request.
    sent: Option<Arc<IdSet>>,
    grammar: Grammar,
    links: LinkPolicy,
}

/// The entries that are answered, and what a stream must know of them.
#[derive(Clone, Debug)]
struct Exposed {
    ids: IdSet,
    /// Kind, digits of its longest number: in order of the kind.
    kinds: Vec<(Kind, usize)>,
}

impl Unmasker {
    /// Answers every entry of a mapping, in the default style, tolerantly, in plain text.
    pub fn new(mapping: impl Into<Arc<Mapping>>) -> Self {
        let grammar =
            Grammar { style: PlaceholderStyle::Angle, tolerant: true, bare: false, context: Context::Plain };
        Unmasker { mapping: mapping.into(), exposed: None, sent: None, grammar, links: LinkPolicy::Restore }
    }

    /// The delimiters. Default [`PlaceholderStyle::Angle`].
    pub fn style(mut self, style: PlaceholderStyle) -> Self {
        self.grammar.style = style;
        self
    }

    /// Which spellings are answered. Default [`Tolerance::Tolerant`].
    pub fn tolerance(mut self, tolerance: Tolerance) -> Self {
        self.grammar.tolerant = tolerance == Tolerance::Tolerant;
        self
    }

    /// Whether `PERSON_1` without delimiters is answered too, where no ASCII letter, digit or
    /// underscore stands beside it. Default off.
    pub fn bare(mut self, bare: bool) -> Self {
        self.grammar.bare = bare;
        self
    }

    /// Whether placeholders in links are answered. Default [`LinkPolicy::Restore`]: they are.
    pub fn links(mut self, links: LinkPolicy) -> Self {
        self.links = links;
        self
    }

    /// What the text around the placeholders is. Default [`Context::Plain`].
    pub fn context(&self, context: Context) -> Self {
        let mut unmasker = self.clone();
        unmasker.grammar.context = context;
        unmasker
    }

    /// Answers only these placeholders; all others count as unknown.
    ///
    /// # Examples
    ///
    /// ```
    /// use pii_mask::{Kind, Mapping, Source, Unmasker};
    ///
    /// let mut mapping = Mapping::new();
    /// let john = mapping.assign(&Kind::PERSON, "John", Source::Explicit)?;
    /// mapping.assign(&Kind::PERSON, "Mary", Source::Explicit)?;
    /// let unmasker = Unmasker::new(mapping).exposing([&john]);
    /// assert_eq!(unmasker.unmask("<PERSON_1> and <PERSON_2>"), "John and <PERSON_2>");
    /// # Ok::<(), pii_mask::MappingError>(())
    /// ```
    pub fn exposing<'p>(self, placeholders: impl IntoIterator<Item = &'p Placeholder>) -> Self {
        let mut ids = IdSet::default();
        for placeholder in placeholders {
            if let Some(id) = self.mapping.id_of(placeholder) {
                ids.insert(id);
            }
        }
        self.exposing_ids(ids)
    }

    pub(crate) fn exposing_ids(mut self, ids: IdSet) -> Self {
        let mut kinds: Vec<(Kind, usize)> = Vec::new();
        for placeholder in
            self.mapping.ids().filter(|&id| ids.contains(id)).filter_map(|id| self.mapping.placeholder(id))
        {
            let digits = placeholder.number().ilog10() as usize + 1;
            match kinds.last_mut() {
                // In order of the number: the last one is the longest.
                Some((kind, longest)) if kind == placeholder.kind() => *longest = digits,
                _ => kinds.push((placeholder.kind().clone(), digits)),
            }
        }
        self.exposed = Some(Arc::new(Exposed { ids, kinds }));
        self
    }

    /// What went out with this request: what of it does not come back is reported as missing.
    pub(crate) fn sent(mut self, sent: IdSet) -> Self {
        self.sent = Some(Arc::new(sent));
        self
    }

    /// Unmasks a whole text. Borrowed, and without an allocation, where nothing is replaced.
    pub fn unmask<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut out = StrOutput { text, out: None };
        self.run(text.as_bytes(), |piece| out.take(piece));
        out.finish()
    }

    /// [`unmask`](Unmasker::unmask), appended to `out`: for callers that use one buffer again and
    /// again. Fresh memory for a long text costs more than the unmasking.
    ///
    /// # Examples
    ///
    /// ```
    /// use pii_mask::{Kind, Mapping, Source, Unmasker};
    ///
    /// let mut mapping = Mapping::new();
    /// mapping.assign(&Kind::PERSON, "John", Source::Explicit)?;
    /// let unmasker = Unmasker::new(mapping);
    /// let mut out = String::new();
    /// for reply in ["Hello <PERSON_1>. ", "Bye <PERSON_1>."] {
    ///     unmasker.unmask_into(reply, &mut out);
    /// }
    /// assert_eq!(out, "Hello John. Bye John.");
    /// # Ok::<(), pii_mask::MappingError>(())
    /// ```
    pub fn unmask_into(&self, text: &str, out: &mut String) {
        out.reserve(room(text.len()));
        self.run(text.as_bytes(), |piece| out.push_str(piece.text(text)));
    }

    /// [`unmask`](Unmasker::unmask), and what happened.
    pub fn unmask_with_report<'t>(&self, text: &'t str) -> Unmasked<'t> {
        let mut out = StrOutput { text, out: None };
        let mut tally = Tally::new(self);
        self.run_counted(text.as_bytes(), &mut None, &mut tally, |piece| out.take(piece));
        Unmasked { text: out.finish(), report: tally.report(self) }
    }

    /// [`unmask`](Unmasker::unmask) for one of several texts of a reply. `links`: what is known from the
    /// text before it.
    pub(crate) fn unmask_part<'t>(
        &self,
        text: &'t str,
        links: &mut Option<Links>,
        tally: &mut Tally,
        shifts: &mut Shifts,
    ) -> Cow<'t, str> {
        let mut out = StrOutput { text, out: None };
        self.run_counted(text.as_bytes(), links, tally, |piece| {
            shifts.note(&piece, text);
            out.take(piece);
        });
        out.finish()
    }

    /// A count of what comes back, over all texts of a reply.
    pub(crate) fn tally(&self) -> Tally {
        Tally::new(self)
    }

    /// [`unmask`](Unmasker::unmask) for bytes of any kind; what is no UTF-8 stays as it is.
    ///
    /// # Examples
    ///
    /// ```
    /// use pii_mask::{Kind, Mapping, Source, Unmasker};
    ///
    /// let mut mapping = Mapping::new();
    /// mapping.assign(&Kind::PERSON, "John", Source::Explicit)?;
    /// let unmasker = Unmasker::new(mapping);
    /// assert_eq!(unmasker.unmask_bytes(b"\xff<PERSON_1>\0").as_ref(), b"\xffJohn\0");
    /// # Ok::<(), pii_mask::MappingError>(())
    /// ```
    pub fn unmask_bytes<'t>(&self, bytes: &'t [u8]) -> Cow<'t, [u8]> {
        let mut out: Option<Vec<u8>> = None;
        self.run(bytes, |piece| match piece {
            Piece::Input(range) if range.len() == bytes.len() => {}
            piece => output(&mut out, bytes.len()).extend_from_slice(piece.bytes(bytes)),
        });
        out.map_or(Cow::Borrowed(bytes), Cow::Owned)
    }

    /// [`unmask`](Unmasker::unmask) with a bound on the output.
    ///
    /// # Errors
    ///
    /// [`UnmaskLimit`] where the output would have more than `limit` bytes; memory for more than
    /// that is never taken.
    ///
    /// # Examples
    ///
    /// ```
    /// use pii_mask::{Kind, Mapping, Source, Unmasker};
    ///
    /// let mut mapping = Mapping::new();
    /// mapping.assign(&Kind::PERSON, "John the Longest", Source::Explicit)?;
    /// let unmasker = Unmasker::new(mapping);
    /// assert_eq!(unmasker.unmask_bounded("Hi <PERSON_1>", 100).unwrap(), "Hi John the Longest");
    ///
    /// let error = unmasker.unmask_bounded("Hi <PERSON_1>", 10).unwrap_err();
    /// assert_eq!((error.code(), error.limit, error.offset), ("unmask_limit", 10, 3));
    /// # Ok::<(), pii_mask::MappingError>(())
    /// ```
    pub fn unmask_bounded<'t>(&self, text: &'t str, limit: usize) -> Result<Cow<'t, str>, UnmaskLimit> {
        let mut budget = Budget::new(limit);
        self.run(text.as_bytes(), |piece| {
            budget.spend(&piece);
        });
        budget.check()?;
        Ok(self.unmask(text))
    }

    /// A stream of this unmasker: the same result, however the text is cut.
    pub fn stream(&self) -> UnmaskStream {
        UnmaskStream::new(self.clone())
    }

    /// A stream whose output has a bound: the same result as [`unmask_bounded`], however the text
    /// is cut.
    ///
    /// [`unmask_bounded`]: Unmasker::unmask_bounded
    pub fn stream_bounded(&self, limit: usize) -> BoundedStream {
        BoundedStream::new(self.stream(), limit)
    }

    /// The original of a name, if it is answered.
    #[inline]
    fn answer(&self, name: &Name) -> Option<(u32, &str)> {
        let (kind, number) = split_name(name.as_bytes())?;
        let id = self.mapping.id(kind, number)?;
        if self.exposed.as_ref().is_some_and(|exposed| !exposed.ids.contains(id)) {
            return None;
        }
        Some((id, self.mapping.value(id)?))
    }

    fn run(&self, bytes: &[u8], emit: impl FnMut(Piece<'_>)) {
        self.run_counted(bytes, &mut None, &mut Tally::default(), emit);
    }

    /// The whole text, as pieces of input and values in turn.
    fn run_counted(
        &self,
        bytes: &[u8],
        before: &mut Option<Links>,
        tally: &mut Tally,
        mut emit: impl FnMut(Piece<'_>),
    ) {
        let (mut copied, mut after_word) = (0, false);
        let (mut links, mut read) = (self.link_reader(), 0);
        if let Some(before) = before {
            links = *before;
        }
        let mut at = 0;
        while let Some(Event::Found { start, len, name, exact }) =
            self.grammar.next_event(bytes, at, &mut after_word, true)
        {
            at = start + len;
            after_word = false;
            let withheld = || links.withhold_behind(unread(bytes, &mut read, start));
            if let Some(value) = tally.count(self, &name, exact, withheld) {
                emit(Piece::Input(copied..start));
                self.emit_value(value, len, &mut emit);
                copied = at;
            }
        }
        emit(Piece::Input(copied..bytes.len()));
        if let Some(before) = before {
            links.read(unread(bytes, &mut read, bytes.len()));
            *before = links;
        }
    }

    /// What is known of links before a text of an answer, where that matters. `before`: at the end of the
    /// text before it.
    pub(crate) fn links_before(&self, before: Option<&Links>) -> Option<Links> {
        let first = || self.link_reader().and_decoded();
        (self.links != LinkPolicy::Restore).then(|| before.map_or_else(first, |links| links.next_text()))
    }

    /// Whether some links stay masked.
    pub(crate) fn reads_links(&self) -> bool {
        self.links != LinkPolicy::Restore
    }

    fn link_reader(&self) -> Links {
        Links::new(self.links, self.grammar.context == Context::JsonString)
    }

    /// A value as it must stand in this context, for a placeholder of `spelled` bytes.
    fn emit_value(&self, value: &str, spelled: usize, emit: &mut impl FnMut(Piece<'_>)) {
        // 0xc2 may begin a control character beyond ASCII.
        let is_plain = |b: u8| b >= b' ' && b != b'"' && b != b'\\' && b != 0x7f && b != 0xc2;
        match self.grammar.context {
            Context::JsonString if !value.bytes().all(is_plain) => {
                let mut escaped = Zeroizing::new(String::with_capacity(value.len() * 2));
                escape_json(value, false, &mut escaped);
                emit(Piece::Value { text: &escaped, spelled });
            }
            _ => emit(Piece::Value { text: value, spelled }),
        }
    }
}

impl fmt::Debug for Unmasker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unmasker").field("mapping", &self.mapping).field("grammar", &self.grammar).finish()
    }
}

impl Answered for Unmasker {
    fn some_kind_starts_with(&self, prefix: &[u8]) -> bool {
        let Some(exposed) = &self.exposed else { return self.mapping.some_kind_starts_with(prefix) };
        let at = exposed.kinds.partition_point(|(kind, _)| kind.as_str().as_bytes() < prefix);
        exposed.kinds.get(at).is_some_and(|(kind, _)| kind.as_str().as_bytes().starts_with(prefix))
    }

    fn longest_number(&self, kind: &[u8]) -> Option<usize> {
        let Some(exposed) = &self.exposed else { return self.mapping.longest_number(kind) };
        let at = exposed.kinds.binary_search_by(|(known, _)| known.as_str().as_bytes().cmp(kind)).ok()?;
        Some(exposed.kinds.get(at)?.1)
    }
}

/// A part of the output.
enum Piece<'s> {
    /// Bytes of the input, as they are.
    Input(Range<usize>),
    /// Bytes of earlier input that a stream had kept: ASCII.
    Kept(&'s [u8]),
    /// An original, and how many bytes of input it stands for.
    Value { text: &'s str, spelled: usize },
}

impl<'s> Piece<'s> {
    /// What goes out; `chunk` is the input.
    fn text(self, chunk: &'s str) -> &'s str {
        match self {
            Piece::Input(range) => chunk.get(range).unwrap_or_default(),
            Piece::Kept(bytes) => std::str::from_utf8(bytes).unwrap_or_default(),
            Piece::Value { text, .. } => text,
        }
    }

    /// [`text`](Piece::text) for bytes.
    fn bytes(self, chunk: &'s [u8]) -> &'s [u8] {
        match self {
            Piece::Input(range) => chunk.get(range).unwrap_or_default(),
            Piece::Kept(bytes) => bytes,
            Piece::Value { text, .. } => text.as_bytes(),
        }
    }
}

/// Makes the output when the first thing is replaced.
struct StrOutput<'t> {
    text: &'t str,
    out: Option<String>,
}

impl<'t> StrOutput<'t> {
    fn take(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Input(range) if range.len() == self.text.len() => {}
            piece => output(&mut self.out, self.text.len()).push_str(piece.text(self.text)),
        }
    }

    fn finish(self) -> Cow<'t, str> {
        self.out.map_or(Cow::Borrowed(self.text), Cow::Owned)
    }
}

/// Something that grows.
trait Growing: Default {
    fn with_room(room: usize) -> Self;
}

impl Growing for String {
    fn with_room(room: usize) -> Self {
        String::with_capacity(room)
    }
}

impl Growing for Vec<u8> {
    fn with_room(room: usize) -> Self {
        Vec::with_capacity(room)
    }
}

fn output<T: Growing>(out: &mut Option<T>, len: usize) -> &mut T {
    out.get_or_insert_with(|| T::with_room(room(len)))
}

/// Room for what comes of an input of `len` bytes: values are somewhat longer than placeholders.
fn room(len: usize) -> usize {
    len + len / 8 + 64
}

/// What stands between `read` and `to`; from now on that is read.
fn unread<'t>(text: &'t [u8], read: &mut usize, to: usize) -> &'t [u8] {
    text.get(std::mem::replace(read, to)..to).unwrap_or_default()
}
