//! What the next character of a text makes of the links that have begun.

/// What can be said of a place from the text before it, each a bit.
mod at {
    // Of this line nothing yet but blanks; but blanks and the marks of lists and quotations.
    pub(super) const EMPTY: u32 = 1;
    pub(super) const LINE: u32 = 1 << 1;
    // Behind a backslash that escapes; a `!`; a `]`; a `]` that is not escaped; a `:`; a `:/`.
    pub(super) const ESCAPED: u32 = 1 << 2;
    pub(super) const BANG: u32 = 1 << 3;
    pub(super) const SHUT: u32 = 1 << 4;
    pub(super) const SURELY_SHUT: u32 = 1 << 5;
    pub(super) const COLON: u32 = 1 << 6;
    pub(super) const COLON_SLASH: u32 = 1 << 7;
    // In an image that all readers see in the same way; in a plain tag of it, as placeholders are; in
    // what may be an image.
    pub(super) const IMAGE: u32 = 1 << 8;
    pub(super) const TAG: u32 = 1 << 9;
    pub(super) const DOUBT: u32 = 1 << 10;
    // Of a target in parentheses: before its first character; in `<…>`.
    pub(super) const START: u32 = 1 << 11;
    pub(super) const ANGLE: u32 = 1 << 12;
    // Of a definition: in its label; before its target; in it; in it with `<`.
    pub(super) const LABEL: u32 = 1 << 13;
    pub(super) const DEFINED: u32 = 1 << 14;
    pub(super) const DEFINED_WORD: u32 = 1 << 15;
    pub(super) const DEFINED_ANGLE: u32 = 1 << 16;
    // Of an attribute: behind its name; behind `=`; in a quoted value; in one without quotes; in a `<`
    // of that one.
    pub(super) const NAME: u32 = 1 << 17;
    pub(super) const EQUALS: u32 = 1 << 18;
    pub(super) const DOUBLE: u32 = 1 << 19;
    pub(super) const SINGLE: u32 = 1 << 20;
    pub(super) const UNQUOTED: u32 = 1 << 21;
    pub(super) const UNQUOTED_TAG: u32 = 1 << 22;
    // Behind `url(`; in it; in quotes in it.
    pub(super) const CSS: u32 = 1 << 23;
    pub(super) const CSS_PLAIN: u32 = 1 << 24;
    pub(super) const CSS_DOUBLE: u32 = 1 << 25;
    pub(super) const CSS_SINGLE: u32 = 1 << 26;
    // In a URL that stands in the text; in what may be the scheme of one, behind `<`.
    pub(super) const URL: u32 = 1 << 27;
    pub(super) const SCHEME: u32 = 1 << 28;
    // Behind a `]` and blanks; of a target, behind an odd number of these quotes.
    pub(super) const SHUT_BLANK: u32 = 1 << 29;
    pub(super) const ODD_DOUBLE: u32 = 1 << 30;
    pub(super) const ODD_SINGLE: u32 = 1 << 31;

    pub(super) const DEFINITION: u32 = DEFINED | DEFINED_WORD | DEFINED_ANGLE;
    pub(super) const VALUE: u32 = EQUALS | DOUBLE | SINGLE | UNQUOTED | UNQUOTED_TAG;
    pub(super) const STYLE: u32 = CSS | CSS_PLAIN | CSS_DOUBLE | CSS_SINGLE;
    pub(super) const ODD: u32 = ODD_DOUBLE | ODD_SINGLE;
    /// What an empty line ends; not a label, for some.
    pub(super) const PARAGRAPH: u32 = IMAGE | TAG | DOUBT | START | ANGLE | ODD | DEFINITION;
    /// Where links are, besides targets in parentheses.
    pub(super) const LINK: u32 = DEFINITION | VALUE | STYLE | URL;
    /// What the next character ends, whatever it is, and what may be while nothing has begun.
    pub(super) const MOMENTARY: u32 = ESCAPED | BANG;
    pub(super) const NOTHING: u32 = MOMENTARY | SHUT | SURELY_SHUT | SHUT_BLANK;
    /// What letters, and much besides, leave as it is; and what they end without a trace.
    pub(super) const LASTING: u32 = IMAGE
        | DOUBT
        | ANGLE
        | ODD
        | LABEL
        | DEFINED_WORD
        | DEFINED_ANGLE
        | DOUBLE
        | SINGLE
        | UNQUOTED
        | UNQUOTED_TAG
        | CSS_PLAIN
        | CSS_DOUBLE
        | CSS_SINGLE
        | URL
        | MOMENTARY;
}

/// A short word in a number, to be compared at once. Of a longer one only the end is there: it is like no
/// short one.
const fn word(letters: &[u8]) -> u128 {
    match letters {
        [before @ .., last] => word(before) << 8 | *last as u128,
        [] => 0,
    }
}

/// The longest word of which all is there; what is compared is shorter.
const LONGEST_WORD: usize = 16;

fn is_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_'
}

fn is_blank(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

/// A vertical tab, a form feed, and part of what may be white space beyond ASCII (U+00A0, U+3000), or be no character
/// (U+FEFF), to some readers of Markdown. Letters that have these bytes too are taken for such.
fn may_be_blank(b: u8) -> bool {
    matches!(b, b'\x0b' | b'\x0c' | 0x80..=0xc2 | 0xe1..=0xe3 | 0xef)
}

/// Whether it ends the target of a definition: nobody takes a blank for part of it that is not behind a
/// backslash.
fn ends_target(was: u32, b: u8) -> bool {
    b == b' ' || matches!(b, b'\t' | b'\n' | b'\r') && was & at::ESCAPED == 0
}

/// White space; and the mark of a quotation that goes on, at the start of a line.
fn is_gap(was: u32, b: u8) -> bool {
    is_blank(b) || b == b'>' && was & at::LINE != 0
}

/// What is known of a text that was read up to here.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places {
    /// Whether links count that need a click.
    all: bool,
    /// Bits of [`at`].
    at: u32,
    /// Parentheses that are open, the one of a target and all in it.
    open: u32,
    /// The word that ends here, see [`word`]; 0 for none. Or the bytes so far of a line separator.
    word: u128,
    /// How many bytes of that word came since a text may have begun in it, if one may.
    since: u8,
}

impl Places {
    pub(super) fn new(all: bool) -> Self {
        Places { all, at: at::LINE, open: 0, word: 0, since: u8::MAX }
    }

    /// Whether this word ends here, also as the first one of a text.
    fn ends_with(&self, letters: &[u8]) -> bool {
        let known = word(letters);
        let is_first = usize::from(self.since) == letters.len();
        self.word == known || is_first && self.word & ((1 << (8 * letters.len())) - 1) == known
    }

    /// Whether what comes next stands in a link.
    pub(super) fn in_link(&self) -> bool {
        self.open > 0 || self.at & at::LINK != 0
    }

    /// Whether nothing has begun.
    fn is_idle(&self) -> bool {
        self.at & !at::NOTHING == 0 && self.open == 0
    }

    /// Whether there are characters that make no difference, see [`matters`](Places::matters).
    pub(super) fn is_calm(&self) -> bool {
        (self.at & !at::LASTING == 0 || self.is_idle()) && self.word & 0x80 == 0
    }

    /// Which characters make a difference where it is calm, if the right word stands before them.
    pub(super) fn matters(&self) -> impl Fn(u8) -> bool + use<> {
        let (idle, all) = (self.is_idle(), self.all);
        move |b| match b {
            b'[' | b'(' | b'=' | b'>' | b'\n' | b'\r' | 0xe2 => true,
            b':' | b'.' | b'<' if idle => all,
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'-' | b'/' | b'?' | b'&' | b'%' | b',' => false,
            b => b.is_ascii() && !idle,
        }
    }

    /// Where it is calm, many characters at once, none of which matters.
    pub(super) fn pass(&mut self, text: &[u8]) {
        let blanks = text.iter().rev().take_while(|b| is_blank(**b)).count();
        let letters = text.iter().rev().skip(blanks).take(LONGEST_WORD).take_while(|b| is_word(**b)).count();
        let from = text.len() - blanks - letters;
        if from + letters > 0 {
            self.at &= at::LASTING & !at::MOMENTARY;
        }
        if from > 0 {
            (self.word, self.since) = (0, u8::MAX);
        }
        for letter in text.iter().skip(from).take(letters) {
            self.word = self.word << 8 | u128::from(letter.to_ascii_lowercase());
            self.since = self.since.saturating_add(1);
        }
        // A bracket may be shut here.
        let shut = if letters == 0 { from.saturating_sub(1) } else { from + letters };
        text.iter().skip(shut).for_each(|&b| self.step(b));
    }

    /// A text may begin here, and so may a line.
    pub(super) fn begin_line(&mut self) {
        self.at |= at::LINE;
        self.since = 0;
    }

    /// One byte.
    pub(super) fn step(&mut self, b: u8) {
        if b == b'\n' && self.at & at::EMPTY != 0 {
            self.at &= !at::PARAGRAPH;
            self.open = 0;
        }
        let was = self.at;
        let mut now =
            self.brackets(was, b) | definition(was, b) | self.attribute(was, b) | self.style(was, b);
        if self.all {
            now |= self.url(was, b);
        }
        now |= match b {
            b'\n' => at::EMPTY | at::LINE,
            b'\r' => was & at::EMPTY | at::LINE,
            b' ' | b'\t' if was & (at::SHUT | at::SHUT_BLANK) != 0 => {
                was & (at::EMPTY | at::LINE) | at::SHUT_BLANK
            }
            b' ' | b'\t' => was & (at::EMPTY | at::LINE),
            // U+2028, U+2029.
            0xa8 | 0xa9 if self.word == word(&[0xe2, 0x80]) => at::LINE,
            b if may_be_blank(b) => was & at::LINE,
            // A block of HTML may end here, and a line begin; what ends like a placeholder is none.
            b'>' if self.word <= 0xffff || !(self.word as u8).is_ascii_digit() => at::LINE,
            // Behind the label of a footnote or of a definition, too, a line begins.
            b':' if now & at::DEFINED != 0 => at::LINE,
            b'>' | b'-' | b'+' | b'*' | b'.' | b')' | b':' | b'~' | b'0'..=b'9' => was & at::LINE,
            // A box of a list: `[ ]`, `[x]`.
            b'[' | b'x' | b'X' => was & at::LINE,
            b']' if was & at::ESCAPED == 0 => was & at::LINE | at::SHUT | at::SURELY_SHUT,
            b']' => at::SHUT,
            b'!' => at::BANG,
            b'\\' if was & at::ESCAPED == 0 => at::ESCAPED,
            _ => 0,
        };
        self.at = now;
        let letter = u128::from(b.to_ascii_lowercase());
        self.word = match (b, self.word) {
            (b, word) if is_word(b) => word << 8 | letter,
            (0xe2, _) => word(&[0xe2]),
            (0x80, 0xe2) => word(&[0xe2, 0x80]),
            _ => 0,
        };
        self.since = if is_word(b) { self.since.saturating_add(1) } else { u8::MAX };
    }

    /// `![…](…)`, and where all links count `[…](…)`.
    fn brackets(&mut self, was: u32, b: u8) -> u32 {
        let mut image = was & (at::IMAGE | at::TAG | at::DOUBT);
        let opens = b == b'(' && was & (at::SHUT | at::SHUT_BLANK) != 0 && (self.all || image != 0);
        if image == 0 {
            image = if b == b'[' && was & at::BANG != 0 { at::IMAGE } else { 0 };
        } else if image & at::DOUBT == 0 {
            let tag = image & at::TAG != 0;
            let odd = match b {
                b'[' | b'`' | b'$' | b'\\' => true,
                b']' => self.open > 0,
                b'>' => false,
                b => tag && !is_word(b) && !matches!(b, b' ' | b'-'),
            };
            image = match b {
                _ if odd || was & at::SHUT != 0 && !opens => at::DOUBT,
                b'<' => at::IMAGE | at::TAG,
                b'>' => at::IMAGE,
                _ => image,
            };
        }
        let mut target = was & (at::START | at::ANGLE);
        // A quote may hide a parenthesis.
        let odd = match b {
            _ if opens || self.open == 0 => 0,
            b'"' => was & at::ODD ^ at::ODD_DOUBLE,
            b'\'' => was & at::ODD ^ at::ODD_SINGLE,
            _ => was & at::ODD,
        };
        let sure = was & (at::ESCAPED | at::ANGLE) == 0 && odd == 0;
        match b {
            _ if opens => {
                self.open = self.open.saturating_add(1);
                target |= at::START;
            }
            _ if self.open == 0 => {}
            b if target & at::START != 0 && (is_gap(was, b) || may_be_blank(b)) => {}
            b'<' if target & at::START != 0 => target = at::ANGLE,
            // Whatever opens a parenthesis must be closed; what closes none for some reader, closes none.
            b'(' => (self.open, target) = (self.open.saturating_add(1), target & at::ANGLE),
            b')' if sure => {
                self.open -= 1;
                target = 0;
                if self.open == 0 && image == at::IMAGE {
                    image = 0;
                }
            }
            b'>' if was & at::ESCAPED == 0 => target = 0,
            _ => target &= at::ANGLE,
        }
        image | target | odd
    }

    /// `src=…`, `src = "…"`.
    fn attribute(&self, was: u32, b: u8) -> u32 {
        let mut now = 0;
        if self.word != 0 && (b == b'=' || is_blank(b)) {
            const EMBEDDED: [&[u8]; 8] = [
                b"src",
                b"srcset",
                b"imagesrcset",
                b"poster",
                b"data",
                b"background",
                b"attributionsrc",
                b"lowsrc",
            ];
            if EMBEDDED.iter().any(|name| self.ends_with(name)) || self.all && self.ends_with(b"href") {
                now = if b == b'=' { at::EQUALS } else { at::NAME };
            }
        }
        if was & (at::NAME | at::VALUE) == 0 {
            return now;
        }
        if was & at::NAME != 0 {
            now |= if is_gap(was, b) { at::NAME } else { 0 } | if b == b'=' { at::EQUALS } else { 0 };
        }
        now |= was & (at::DOUBLE | at::SINGLE);
        let unquoted = was & (at::UNQUOTED | at::UNQUOTED_TAG);
        now |= match b {
            b'<' if unquoted != 0 => at::UNQUOTED_TAG,
            b'>' if unquoted & at::UNQUOTED_TAG != 0 => at::UNQUOTED,
            b'>' => 0,
            b if is_blank(b) => 0,
            _ => unquoted,
        };
        match b {
            b'"' => now &= !at::DOUBLE,
            b'\'' => now &= !at::SINGLE,
            _ => {}
        }
        if was & at::EQUALS != 0 {
            now |= match b {
                b'"' => at::DOUBLE,
                b'\'' => at::SINGLE,
                b'<' => at::UNQUOTED_TAG,
                b if is_gap(was, b) => at::EQUALS,
                b'>' => 0,
                _ => at::UNQUOTED,
            };
        }
        now
    }

    /// `url(…)`, `url( "…" )`.
    fn style(&self, was: u32, b: u8) -> u32 {
        let begins = if b == b'(' && self.ends_with(b"url") { at::CSS } else { 0 };
        if was & at::STYLE == 0 {
            return begins;
        }
        let mut now = was & (at::CSS_PLAIN | at::CSS_DOUBLE | at::CSS_SINGLE);
        if was & at::ESCAPED == 0 {
            let ends = |quoted: u32| if now & quoted != 0 { now & !quoted | at::CSS_PLAIN } else { now };
            now = match b {
                b')' => now & !at::CSS_PLAIN,
                b'"' => ends(at::CSS_DOUBLE),
                b'\'' => ends(at::CSS_SINGLE),
                _ => now,
            };
        }
        if was & at::CSS != 0 {
            now |= match b {
                b'"' => at::CSS_DOUBLE,
                b'\'' => at::CSS_SINGLE,
                b')' => 0,
                b if is_gap(was, b) => at::CSS,
                _ => at::CSS_PLAIN,
            };
        }
        now | begins
    }

    /// `https://…`, `www.…`, `<mailto:…>`
    fn url(&self, was: u32, b: u8) -> u32 {
        match b {
            b if is_blank(b) => 0,
            b'/' if was & at::COLON_SLASH != 0 => at::URL,
            // Emphasis may stand before it.
            b'.' if self.ends_with(b"www") || self.word & 0xffff_ffff == word(b"_www") => at::URL,
            b':' if was & at::SCHEME != 0 || self.ends_with(b"http") || self.ends_with(b"https") => {
                at::URL | at::COLON
            }
            b'<' => was & at::URL | at::SCHEME,
            b'+' | b'-' | b'.' => was & (at::URL | at::SCHEME),
            b if b.is_ascii_alphanumeric() => was & (at::URL | at::SCHEME),
            b':' => was & at::URL | at::COLON,
            b'/' if was & at::COLON != 0 => was & at::URL | at::COLON_SLASH,
            _ => was & at::URL,
        }
    }
}

/// `[id]: …` at the start of a line.
fn definition(was: u32, b: u8) -> u32 {
    let mut now = 0;
    if b == b'[' && was & at::LINE != 0 {
        now |= at::LABEL;
    }
    if was & (at::LABEL | at::DEFINITION) == 0 {
        return now;
    }
    if was & at::LABEL != 0 {
        now |= if was & at::SURELY_SHUT == 0 { at::LABEL } else { 0 };
        now |= if b == b':' && was & at::SHUT != 0 { at::DEFINED } else { 0 };
    }
    if was & at::DEFINED != 0 {
        now |= match b {
            b'<' => at::DEFINED_ANGLE,
            b if may_be_blank(b) => at::DEFINED | at::DEFINED_WORD,
            b if is_gap(was, b) => at::DEFINED,
            _ => at::DEFINED_WORD,
        };
    }
    now |= if ends_target(was, b) { 0 } else { was & at::DEFINED_WORD };
    now | if b == b'\n' { 0 } else { was & at::DEFINED_ANGLE }
}
