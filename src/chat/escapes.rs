//! Texts that are written with escapes, as they read: `Zo\u00eb`, `Zo&euml;`, `Zo%C3%AB`.

use super::json::escaped;

/// Ways to write a character with others: the text between them stands for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escapes {
    /// `\n`, `\u00eb`: RFC 8259.
    Json,
    /// `&euml;`, `&#235;`: HTML, with the semicolon.
    Html,
    /// `%C3%AB`, UTF-8: RFC 3986.
    Url,
    /// The same with `+` for a space in a query: the form encoding of the URL standard.
    Form,
    /// The same, but where a number begins `+` is its sign: `tel:+49+30+1234567`.
    SignedForm,
    /// Those of JSON, HTML and URLs at the same time; and with `+` for a space in a query.
    Any,
    AnyForm,
    AnySignedForm,
    /// `_` and `-` for a space, in names for which nothing else is allowed.
    Words,
}

impl Escapes {
    /// One kind alone.
    pub(crate) const EACH: [Escapes; 5] =
        [Escapes::Json, Escapes::Html, Escapes::Url, Escapes::Form, Escapes::SignedForm];
    /// All kinds at the same time.
    pub(crate) const ALL: [Escapes; 3] = [Escapes::Any, Escapes::AnyForm, Escapes::AnySignedForm];

    /// Where the next one may begin.
    fn next(self, rest: &[u8]) -> Option<usize> {
        match self {
            Escapes::Json => memchr::memchr(b'\\', rest),
            Escapes::Html => memchr::memchr(b'&', rest),
            Escapes::Url => memchr::memchr(b'%', rest),
            Escapes::Form | Escapes::SignedForm => memchr::memchr2(b'%', b'+', rest),
            Escapes::Any => memchr::memchr3(b'\\', b'&', b'%', rest),
            Escapes::AnyForm | Escapes::AnySignedForm => {
                rest.iter().position(|b| matches!(b, b'\\' | b'&' | b'%' | b'+'))
            }
            Escapes::Words => memchr::memchr2(b'_', b'-', rest),
        }
    }

    /// How long the one is that begins here, and the character.
    fn read(self, rest: &str) -> Option<(usize, char)> {
        match rest.as_bytes().first()? {
            b'\\' => escaped(rest),
            b'&' => entity(rest).filter(|&(_, c)| !delimits(c)),
            b'%' => percent(rest).filter(|&(_, c)| !delimits(c)),
            _ => Some((1, ' ')),
        }
    }
}

/// A placeholder that is written with these is none, and stays none.
fn delimits(c: char) -> bool {
    matches!(c, '<' | '>' | '[' | ']' | '{' | '}')
}

fn entity(rest: &str) -> Option<(usize, char)> {
    /// `&CounterClockwiseContourIntegral;`
    const LONGEST: usize = 33;
    let len = rest.bytes().take(LONGEST).position(|b| b == b';')? + 1;
    let entity = rest.get(..len)?;
    if entity.eq_ignore_ascii_case("&lt;") || entity.eq_ignore_ascii_case("&gt;") {
        // Also `&Gt;`, which is another character for HTML and the same one in placeholders.
        return None;
    }
    let read = html_escape::decode_html_entities(entity);
    let mut chars = read.chars();
    // Two characters for one: none that anybody is called by.
    chars.next().filter(|_| read != entity && chars.next().is_none()).map(|c| (len, c))
}

fn percent(rest: &str) -> Option<(usize, char)> {
    let byte = |n: usize| {
        let digits = rest.get(3 * n..3 * n + 3)?.strip_prefix('%')?;
        let is_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
        u8::from_str_radix(digits, 16).ok().filter(|_| is_hex)
    };
    // UTF-8 says in the first byte how many there are.
    let len = match byte(0)? {
        first @ 0xc0.. => first.leading_ones() as usize,
        _ => 1,
    };
    let mut bytes = [0; 4];
    for (n, b) in bytes.iter_mut().enumerate().take(len) {
        *b = byte(n)?;
    }
    Some((3 * len, std::str::from_utf8(bytes.get(..len)?).ok()?.chars().next()?))
}

/// A text with its escapes read as what they stand for. Everything that is no escape stays.
pub(crate) struct Unescaped {
    pub(crate) text: String,
    /// Behind each escape: where that is in the text, and in the source.
    behind: Vec<(u32, u32)>,
}

impl Unescaped {
    /// Reads escapes; `None` where there are none.
    pub(crate) fn read(source: &str, escapes: Escapes) -> Option<Self> {
        // Without a space in it, a form is a URL.
        let needs_space = matches!(escapes, Escapes::Form | Escapes::SignedForm);
        let with_signs = matches!(escapes, Escapes::SignedForm | Escapes::AnySignedForm);
        if needs_space && memchr::memchr(b'+', source.as_bytes()).is_none() {
            return None;
        }
        let mut read = Unescaped { text: String::new(), behind: Vec::new() };
        let (mut at, mut copied) = (0, 0);
        let mut query = Query::default();
        // Without a sign in it, it is the same as without signs.
        let (mut any, mut signed) = (!needs_space, !with_signs);
        while let Some(len) = source.get(at..).and_then(|rest| escapes.next(rest.as_bytes())) {
            at += len;
            let rest = source.get(at..).unwrap_or_default();
            let is_space = rest.starts_with('+');
            let is_sign = with_signs && is_space && is_sign(source.as_bytes(), at);
            signed |= is_sign;
            let stays = is_space && !query.has_space(source, at) || is_sign;
            let escape = if stays { None } else { escapes.read(rest) };
            let Some((len, c)) = escape else {
                at += 1;
                continue;
            };
            any |= is_space;
            read.text.push_str(source.get(copied..at).unwrap_or_default());
            read.text.push(c);
            at += len;
            copied = at;
            read.behind.push((read.text.len() as u32, at as u32));
        }
        read.text.push_str(source.get(copied..)?);
        Some(read).filter(|_| any && signed && copied > 0)
    }

    /// Where in the source a character is written that begins here in the text, or what is behind the one
    /// that ends here.
    pub(crate) fn place(&self, at: usize) -> usize {
        let behind = self.behind.partition_point(|&(read, _)| read as usize <= at);
        let (read, source) =
            behind.checked_sub(1).and_then(|n| self.behind.get(n)).copied().unwrap_or((0, 0));
        source as usize + at.saturating_sub(read as usize)
    }
}

/// Whether a number may begin with the `+` at this place: `tel:+49`, and not `Doe+49`.
fn is_sign(source: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| source.get(at));
    source.get(at + 1).is_some_and(u8::is_ascii_digit)
        && !before.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'%' || !b.is_ascii())
}

/// Whether a text is in the query of a URL, or in a form: behind a `?` or a `=` and no white space.
#[derive(Default)]
struct Query {
    read: usize,
    is_open: bool,
}

impl Query {
    /// Whether the `+` at this place is a space. Where a value begins it is rather the sign of a number.
    fn has_space(&mut self, source: &str, at: usize) -> bool {
        let mut begins = false;
        for b in source.as_bytes().get(self.read..at).unwrap_or_default() {
            begins = matches!(b, b'?' | b'=');
            self.is_open = begins || self.is_open && !b.is_ascii_whitespace();
        }
        self.read = at;
        self.is_open && !begins
    }
}
