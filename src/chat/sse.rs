//! Server-sent events: cut into events, other data put into some, every other byte as it came.
//!
//! The rules are those of the WHATWG HTML standard, section 9.2, "Parsing an event stream" and
//! "Interpreting an event stream". Nothing is decoded: line ends, colons and the space behind them are
//! ASCII, and no byte of another character, broken or not, is.

use std::borrow::Cow;
use std::fmt;
use std::iter;

use memchr::memchr2;

/// A byte order mark. One at the beginning of a stream belongs to no line.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// A stream that is no event stream a client could read: the model's server is at fault.
///
/// Offsets count bytes of the whole stream. They do not depend on how it was cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SseError {
    /// A line over the bound, its end not counted.
    #[error("line of an event stream is over the limit of {limit} bytes, at offset {offset}")]
    LineTooLong {
        /// Bytes a line may have.
        limit: usize,
        /// First byte that is too many.
        offset: u64,
    },
    /// Lines without a blank one that are together over the bound, their ends counted.
    #[error("event of an event stream is over the limit of {limit} bytes, at offset {offset}")]
    EventTooLong {
        /// Bytes an event may have, without its blank line.
        limit: usize,
        /// First byte that is too many.
        offset: u64,
    },
}

impl SseError {
    /// The stable code: one for all that is wrong with a reply as a stream.
    pub const fn code(&self) -> &'static str {
        "upstream_protocol_error"
    }

    /// The HTTP status that goes with the code: the model's server was at fault.
    pub const fn status(&self) -> u16 {
        502
    }
}

/// Cuts a stream of server-sent events into events, however the bytes arrive.
///
/// All [events](SseEvent::raw) and what [`finish`](SseFramer::finish) gives are together the bytes
/// that were pushed, in order. An event comes with its blank line, and as soon as that one is there:
/// its CR is enough. Should a LF follow that belongs to that CR, it comes alone, as an event without
/// data; so does a blank line behind a blank line, and a byte order mark at the beginning of the stream.
///
/// After an error there are no more events: every further call fails in the same way.
///
/// Cost: linear in the bytes, whatever they are and however they are cut. An event costs no
/// allocation. Memory: a small multiple of the longest event and the longest chunk, where the events of
/// each chunk are taken before the next one is pushed.
///
/// # Examples
///
/// ```
/// use pii_mask::SseFramer;
///
/// let mut framer = SseFramer::new();
/// let mut out = Vec::new();
/// for chunk in [": ping\n\nevent: del", "ta\nid:7\ndata: {\"text\":", "\"ok\"}\n", "\ndata: [DONE]\n\n"] {
///     framer.push(chunk.as_bytes());
///     while let Some(event) = framer.next_event()? {
///         match event.data().as_deref() {
///             Some(br#"{"text":"ok"}"#) => event.write_with_data(r#"{"text":"fine"}"#, &mut out),
///             _ => out.extend_from_slice(event.raw()),
///         }
///     }
/// }
/// assert!(framer.finish()?.is_none());
/// assert_eq!(out, b": ping\n\nevent: delta\nid:7\ndata: {\"text\":\"fine\"}\n\ndata: [DONE]\n\n");
/// # Ok::<(), pii_mask::SseError>(())
/// ```
#[derive(Clone)]
pub struct SseFramer {
    max_line: usize,
    max_event: usize,
    buffer: Vec<u8>,
    /// Bytes of the stream before the buffer.
    dropped: u64,
    /// Where the event begins that is being read: what is before it was handed out. Then its last
    /// line, and how far that one was searched for its end. All three are places in the buffer.
    event: usize,
    line: usize,
    searched: usize,
    /// Whether a byte order mark may still come.
    at_start: bool,
    failed: Option<SseError>,
}

impl Default for SseFramer {
    fn default() -> Self {
        SseFramer {
            max_line: 1 << 20,
            max_event: 16 << 20,
            buffer: Vec::new(),
            dropped: 0,
            event: 0,
            line: 0,
            searched: 0,
            at_start: true,
            failed: None,
        }
    }
}

impl SseFramer {
    /// With lines of at most 1 MiB and events of at most 16 MiB.
    pub fn new() -> Self {
        SseFramer::default()
    }

    /// Bytes of one line, its end not counted. Default 1 MiB.
    pub fn max_line_bytes(mut self, bytes: usize) -> Self {
        self.max_line = bytes;
        self
    }

    /// Bytes of one event with its line ends, its blank line not counted. Default 16 MiB.
    pub fn max_event_bytes(mut self, bytes: usize) -> Self {
        self.max_event = bytes;
        self
    }

    /// Takes the next bytes of the stream.
    pub fn push(&mut self, chunk: &[u8]) {
        if self.failed.is_some() {
            return;
        }
        // What is moved is never more than what went out since the last time.
        let done = self.event;
        if done >= self.buffer.len() - done {
            self.buffer.drain(..done);
            self.dropped += done as u64;
            self.event = 0;
            self.line -= done;
            self.searched -= done;
        }
        self.buffer.extend_from_slice(chunk);
    }

    /// The next event that is complete; `None` until more is pushed.
    ///
    /// # Errors
    ///
    /// [`SseError`] where a line or an event is over its bound. All events before it were given.
    pub fn next_event(&mut self) -> Result<Option<SseEvent<'_>>, SseError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let from = self.event;
        match self.event_end() {
            Ok(Some(end)) => {
                (self.event, self.line, self.searched) = (end, end, end);
                Ok(self.buffer.get(from..end).map(|raw| SseEvent { raw: Cow::Borrowed(raw) }))
            }
            Ok(None) => Ok(None),
            Err(error) => {
                self.failed = Some(error);
                self.buffer = Vec::new();
                (self.event, self.line, self.searched) = (0, 0, 0);
                Err(error)
            }
        }
    }

    /// Ends the stream: lines that no blank line follows, if there are any.
    ///
    /// To be called when [`next_event`](SseFramer::next_event) has no more. By the standard such lines
    /// are no event, and clients drop them. They are given as one all the same, as they came: what is
    /// done with them is the caller's to decide.
    ///
    /// # Errors
    ///
    /// That of [`next_event`](SseFramer::next_event), if there was one, and its own where all there is are
    /// one or two bytes that could have begun a byte order mark and the bound is lower still.
    ///
    /// # Examples
    ///
    /// ```
    /// use pii_mask::SseFramer;
    ///
    /// let mut framer = SseFramer::new();
    /// framer.push(b"data: cut");
    /// assert!(framer.next_event()?.is_none());
    /// let rest = framer.finish()?.map(|rest| rest.raw().to_vec());
    /// assert_eq!(rest.as_deref(), Some(&b"data: cut"[..]));
    /// # Ok::<(), pii_mask::SseError>(())
    /// ```
    pub fn finish(mut self) -> Result<Option<SseEvent<'static>>, SseError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        if self.at_start {
            self.check(self.buffer.len(), self.buffer.len())?;
        }
        self.buffer.drain(..self.event);
        let rest = Some(self.buffer).filter(|rest| !rest.is_empty());
        Ok(rest.map(|rest| SseEvent { raw: Cow::Owned(rest) }))
    }

    /// How many bytes were pushed and not given out, at the moment.
    pub fn held(&self) -> usize {
        self.buffer.len() - self.event
    }

    /// Reads on. Answers where the event ends that begins at `self.event`, once it does.
    fn event_end(&mut self) -> Result<Option<usize>, SseError> {
        if self.at_start {
            let start = self.buffer.get(..BOM.len()).unwrap_or(&self.buffer);
            if start == BOM {
                self.at_start = false;
                return Ok(Some(BOM.len()));
            }
            if BOM.starts_with(start) {
                return Ok(None);
            }
            self.at_start = false;
        }
        loop {
            let unread = self.buffer.get(self.searched..).unwrap_or_default();
            let Some(found) = memchr2(b'\r', b'\n', unread) else {
                self.searched = self.buffer.len();
                return self.check(self.searched, self.searched).map(|()| None);
            };
            let text_end = self.searched + found;
            let (end, open) = match unread.get(found..) {
                Some([b'\r', b'\n', ..]) => (text_end + 2, false),
                Some([b'\r']) => (text_end + 1, true),
                _ => (text_end + 1, false),
            };
            if text_end == self.line {
                // Its CR may be half of a CR LF. Should the LF come, it will look like a blank line
                // behind a blank line, which means nothing either.
                return Ok(Some(end));
            }
            self.check(text_end, end)?;
            if open {
                // Nothing can go out before the next byte, so it may as well say where the line ends.
                self.searched = text_end;
                return Ok(None);
            }
            (self.line, self.searched) = (end, end);
        }
    }

    /// Whether the last line, whose text and whose end go so far, is within the bounds.
    fn check(&self, text_end: usize, end: usize) -> Result<(), SseError> {
        let (line, event) = (text_end - self.line, end - self.event);
        if line <= self.max_line && event <= self.max_event {
            return Ok(());
        }
        let offset = |from: usize, limit: usize| self.dropped + from as u64 + limit as u64;
        let too_long = (line > self.max_line).then(|| SseError::LineTooLong {
            limit: self.max_line,
            offset: offset(self.line, self.max_line),
        });
        let too_much = (event > self.max_event).then(|| SseError::EventTooLong {
            limit: self.max_event,
            offset: offset(self.event, self.max_event),
        });
        // The one that would have been seen first, had the bytes come one by one.
        let first = |error: &SseError| match *error {
            SseError::LineTooLong { offset, .. } | SseError::EventTooLong { offset, .. } => offset,
        };
        too_long.into_iter().chain(too_much).min_by_key(first).map_or(Ok(()), Err)
    }
}

/// What is held may be somebody's text: only its length is shown.
impl fmt::Debug for SseFramer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SseFramer")
            .field("max_line", &self.max_line)
            .field("max_event", &self.max_event)
            .field("held", &self.held())
            .field("failed", &self.failed)
            .finish()
    }
}

/// One event as it came, from [`SseFramer::next_event`].
///
/// # Examples
///
/// ```
/// use pii_mask::SseFramer;
///
/// let mut framer = SseFramer::new();
/// framer.push(b"event: delta\r\nid: 7\r\ndata: one\r\ndata: two\r\n\r\n");
/// let mut out = Vec::new();
/// while let Some(event) = framer.next_event()? {
///     assert_eq!(event.name(), Some(&b"delta"[..]));
///     assert_eq!(event.data().as_deref(), Some(&b"one\ntwo"[..]));
///     event.write_like("zero", &mut out);
///     event.write_with_data("three", &mut out);
/// }
/// assert_eq!(
///     String::from_utf8_lossy(&out),
///     "event: delta\r\ndata: zero\r\n\r\nevent: delta\r\nid: 7\r\ndata: three\r\n\r\n",
/// );
/// # Ok::<(), pii_mask::SseError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct SseEvent<'f> {
    raw: Cow<'f, [u8]>,
}

impl SseEvent<'_> {
    /// An event of the same form, to write others like it when this one is gone.
    pub(crate) fn form(&self) -> SseEvent<'static> {
        let mut raw = Vec::new();
        self.write_like("", &mut raw);
        SseEvent { raw: Cow::Owned(raw) }
    }

    /// Its bytes, with the blank line.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// The data: values of the `data` fields, with LF between them. `None` without such a field:
    /// clients hear nothing of this event.
    ///
    /// Cost: linear in the event. Allocates where there are several `data` lines.
    pub fn data(&self) -> Option<Cow<'_, [u8]>> {
        let mut values = self.lines().filter_map(|line| line.value(b"data"));
        let mut data = Cow::Borrowed(values.next()?);
        for value in values {
            let data = data.to_mut();
            data.push(b'\n');
            data.extend_from_slice(value);
        }
        Some(data)
    }

    /// The name: the value of the last `event` field. `None` where there is none or it is empty: for
    /// clients, such an event is a `message`.
    pub fn name(&self) -> Option<&[u8]> {
        self.lines().filter_map(|line| line.value(b"event")).last().filter(|name| !name.is_empty())
    }

    /// Appends the event with other data. Every other byte stays: other lines, line ends, the space
    /// behind a colon or none. An event without data has no place for it and is written as it is.
    ///
    /// Data of several lines, whatever ends them, becomes several `data` lines, so clients read each
    /// line end as LF: no data makes another field or event. With the data it has, the event is
    /// written as it is.
    ///
    /// Cost: linear in the event and the data; allocates nothing but what the output needs.
    pub fn write_with_data(&self, data: &str, out: &mut Vec<u8>) {
        let mut places = self.lines().filter(|line| line.value(b"data").is_some()).count();
        out.reserve(self.raw.len() + data.len());
        let mut data = data.as_bytes();
        for line in self.lines() {
            let Some(head) = line.head(b"data") else {
                out.extend_from_slice(line.text);
                out.extend_from_slice(line.end);
                continue;
            };
            places -= 1;
            // The last line of new data goes to the last place: the line end before the blank line
            // stays, or a CR and a LF that were two would meet.
            if places == 0 {
                put_data(head, data, self.line_end(line.end), out);
                out.extend_from_slice(line.end);
            } else {
                let (first, rest) = Line::split(data);
                if !first.end.is_empty() {
                    put_line(head, first.text, out);
                    out.extend_from_slice(line.end);
                    data = rest;
                }
            }
        }
    }

    /// Appends a new event of the same form: this one's name, its line ends, its space behind the colon
    /// or none. It has other data, and nothing else of this event, so no id.
    ///
    /// For one more event before this one, or after it. Data is written as by
    /// [`write_with_data`](SseEvent::write_with_data), at the same cost.
    pub fn write_like(&self, data: &str, out: &mut Vec<u8>) {
        let end = self.line_end(&[]);
        if let Some(line) = self.lines().filter(|line| line.value(b"event").is_some()).last() {
            out.extend_from_slice(line.text);
            out.extend_from_slice(end);
        }
        let head = self.lines().find_map(|line| line.head(b"data")).unwrap_or(b"data: ");
        put_data(head, data.as_bytes(), end, out);
        out.extend_from_slice(end);
        out.extend_from_slice(end);
    }

    fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let mut rest = self.raw();
        iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let (line, next) = Line::split(rest);
            rest = next;
            Some(line)
        })
    }

    /// A line end; where it is none, that of the first line; LF if that one has none either.
    fn line_end<'e>(&'e self, end: &'e [u8]) -> &'e [u8] {
        let (first, _) = Line::split(&self.raw);
        [end, first.end].into_iter().find(|end| !end.is_empty()).unwrap_or(b"\n")
    }
}

/// An event may be somebody's text: only its length is shown.
impl fmt::Debug for SseEvent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SseEvent({} bytes)", self.raw.len())
    }
}

#[derive(Clone, Copy)]
struct Line<'e> {
    text: &'e [u8],
    /// CR, LF, both, or nothing at the end of all.
    end: &'e [u8],
}

impl<'e> Line<'e> {
    /// The first line, and what comes after it.
    fn split(bytes: &'e [u8]) -> (Line<'e>, &'e [u8]) {
        let (text, rest) = bytes.split_at(memchr2(b'\r', b'\n', bytes).unwrap_or(bytes.len()));
        let end = if rest.starts_with(b"\r\n") { 2 } else { rest.len().min(1) };
        let (end, rest) = rest.split_at(end);
        (Line { text, end }, rest)
    }

    /// The value, where it is the field of that name.
    fn value(&self, name: &[u8]) -> Option<&'e [u8]> {
        match self.text.strip_prefix(name)? {
            [b':', b' ', value @ ..] | [b':', value @ ..] => Some(value),
            [] => Some(&[]),
            _ => None,
        }
    }

    /// What is before the value: the name, a colon or none, a space or none.
    fn head(&self, name: &[u8]) -> Option<&'e [u8]> {
        let value = self.value(name)?;
        self.text.get(..self.text.len() - value.len())
    }
}

/// Appends data as lines with a line end between them.
fn put_data(head: &[u8], mut data: &[u8], end: &[u8], out: &mut Vec<u8>) {
    loop {
        let (line, rest) = Line::split(data);
        put_line(head, line.text, out);
        if line.end.is_empty() {
            return;
        }
        out.extend_from_slice(end);
        data = rest;
    }
}

/// Appends a `data` line in the form of another one.
fn put_line(head: &[u8], value: &[u8], out: &mut Vec<u8>) {
    let fits = match head.last() {
        Some(b' ') => true,
        // A space of the value would be taken for the one behind the colon.
        Some(b':') => !value.starts_with(b" "),
        _ => value.is_empty(),
    };
    out.extend_from_slice(if fits { head } else { b"data: " });
    out.extend_from_slice(value);
}
