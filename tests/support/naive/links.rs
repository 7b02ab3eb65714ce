//! Whether a place is in a link: each beginning of one is looked for, and followed to its end.
//!
//! The rules, for the characters before a place (in a JSON string: after escapes are read):
//!
//! Blanks may be followed by the `>` of a quotation, at the start of a line. What may be white space beyond
//! ASCII, and U+FEFF, make no difference in definitions and before `<`: every byte that they are made of.
//!
//! - *Target.* `](` of an image, or of any link where all count; blanks may stand between. It ends where its
//!   parentheses are balanced; `\)` closes none, and none does behind an odd number of `"` or of `'`. Where the first thing in it that is not blank is `<`, nor does a `)`
//!   before a `>` that has no backslash. A target within a target counts in the same way.
//! - *Image.* `![`, up to the next empty line. Only where its text has no bracket, none of "\`$" and no `<`
//!   but that of `<letters, digits, _, -, spaces>`, and its target is as plain, it ends with its target.
//! - *Definition.* `[` before which its line has only blanks, `>-+*.):~[]xX` and digits, or only these since
//!   another definition's `]:`, a separator of lines or the `>` of HTML; then `]:`, before or with the first `]` that has no
//!   backslash; then blanks; up to the next blank, of which only a space ends it behind a backslash, or, if it begins with `<`, to the end of the line.
//! - *Attribute.* A name that no letter, digit or underscore stands before; blanks, `=`, blanks; then up to
//!   the same quote, or without one up to a blank or a `>` that has no `<`.
//! - *CSS.* `url(`, no such character before; blanks; up to `)` without a backslash, quotes closed first.
//! - *URL*, where all count: `://`; `http:`, `https:` with no such character before; `www.` with no letter
//!   or digit before; `<`, letters, digits or `+-.`, and `:`; up to a blank.

use std::collections::BTreeMap;
use std::sync::Mutex;

use pii_mask::LinkPolicy;
use regex::bytes::Regex;

/// Characters, each with whether a text may begin before it.
struct Text {
    bytes: Vec<u8>,
    begins: Vec<bool>,
}

impl Text {
    fn read(bytes: &[u8], json: bool) -> Text {
        let mut text = Text { bytes: Vec::new(), begins: Vec::new() };
        let (mut at, mut begins) = (0, true);
        while at < bytes.len() {
            let (len, b) = match bytes[at] {
                b'\\' if json => escape(&bytes[at..]).unwrap_or((1, b'\\')),
                b => (1, b),
            };
            text.bytes.push(b);
            text.begins.push(begins);
            let escape = bytes[at..].get(..6).filter(|_| json && len == 6).unwrap_or_default();
            let separates = [&b"\\u2028"[..], b"\\u2029"].contains(&escape);
            begins = json && bytes[at] == b'"' || separates;
            at += len;
        }
        text.begins.push(begins);
        text
    }

    fn is_escaped(&self, at: usize) -> bool {
        self.bytes[..at].iter().rev().take_while(|b| **b == b'\\').count() % 2 == 1
    }

    fn pairs(&self, pair: &[u8; 2]) -> Vec<usize> {
        (0..self.bytes.len()).filter(|at| self.bytes[*at..].starts_with(pair)).collect()
    }

    /// Each `]` and the `(` behind it, with nothing but blanks between.
    fn targets(&self) -> Vec<(usize, usize)> {
        let shut = (0..self.bytes.len()).filter(|at| self.bytes[*at] == b']');
        let opens = |at: usize| matched(r"^\][ \t]*\(", &self.bytes[at..]).map(|len| (at, at + len - 1));
        shut.filter_map(opens).collect()
    }

    /// Where the target ends whose parenthesis is at `from`; `None` if it is open.
    fn target_end(&self, from: usize) -> Option<usize> {
        let (mut open, mut angle, mut start) = (0, false, false);
        let (mut double, mut single) = (0, 0);
        for at in from..self.bytes.len() {
            let blank = matched(&format!("[{BLANK}{WIDE}]"), &self.bytes[at..=at]).is_some();
            match self.bytes[at] {
                b'(' => {
                    open += 1;
                    start = matched(r"\][ \t]*$", &self.bytes[..at]).is_some();
                    if start {
                        (double, single) = (0, 0);
                    }
                    continue;
                }
                b'>' if start
                    && matched(&format!("[\n\r][ \t>{WIDE}]*$"), &self.bytes[from..at]).is_some() =>
                {
                    continue;
                }
                b'<' if start => angle = true,
                b')' if !angle && !self.is_escaped(at) && double % 2 + single % 2 == 0 => open -= 1,
                b'"' => double += 1,
                b'\'' => single += 1,
                b'>' if !self.is_escaped(at) => angle = false,
                _ => {}
            }
            start &= blank;
            if open == 0 {
                return Some(at);
            }
        }
        None
    }

    /// Where an image ends that everybody sees in the same way.
    fn plain_image_end(&self, from: usize) -> Option<usize> {
        let plain = r"(?:[^\[\]`$\\<]|<[A-Za-z0-9_ -]*>)*";
        let text = matched(&format!(r"^!\[{plain}\]\("), &self.bytes[from..])?;
        let target = from + text - 1;
        let end = self.target_end(target)?;
        matched(&format!("^{plain}$"), &self.bytes[target..=end]).map(|_| end)
    }

    fn in_target(&self, all: bool) -> bool {
        let images: Vec<(usize, Option<usize>)> = self
            .pairs(b"![")
            .into_iter()
            .filter(|at| !is_empty_line_in(&self.bytes[*at..]))
            .map(|at| (at, self.plain_image_end(at)))
            .collect();
        self.targets().into_iter().any(|(at, opens)| {
            let of_image = images.iter().any(|(from, end)| *from < at && end.is_none_or(|end| at < end));
            (all || of_image) && !is_empty_line_in(&self.bytes[at..]) && self.target_end(opens).is_none()
        })
    }

    /// Whether its line has nothing before this place that matters, but for what ends at `ends`.
    fn line_begins(&self, at: usize, ends: &[usize]) -> bool {
        (0..=at).rev().find_map(|at| match at {
            0 => Some(true),
            _ if self.begins[at] || ends.contains(&at) => Some(true),
            _ => match self.bytes[at - 1] {
                b'\n' | b'\r' => Some(true),
                _ if matched(LINE_ENDS, &self.bytes[..at]).is_some() => Some(true),
                b => matched(&format!("[^ \\t>+*.):~0-9xX\\[\\]{WIDE}-]"), &[b]).map(|_| false),
            },
        }) == Some(true)
    }

    fn in_definition(&self) -> bool {
        let bytes = &self.bytes;
        let mut ends = Vec::new();
        for label in (0..bytes.len()).filter(|at| bytes[*at] == b'[') {
            if !self.line_begins(label, &ends) {
                continue;
            }
            let shut = (label..bytes.len()).find(|at| bytes[*at] == b']' && !self.is_escaped(*at));
            for at in self.pairs(b"]:") {
                if label < at && shut.is_none_or(|shut| at <= shut) {
                    ends.push(at + 2);
                }
            }
        }
        let mark = format!("[\n\r][ \t{WIDE}]*>[ \t>{WIDE}]*");
        let word = r"(?:\\[^ ]|[^< \t\n\r\\])(?:\\[^ ]|[^ \t\n\r\\])*\\?|\\";
        let target = format!("^[ \t>{WIDE}]*(?:[{BLANK}{WIDE}]|{mark})*(?:|<[^\n]*|{word})$");
        ends.iter().any(|end| !is_empty_line_in(&bytes[*end..]) && matched(&target, &bytes[*end..]).is_some())
    }
}

fn is_empty_line_in(bytes: &[u8]) -> bool {
    matched(r"\n[ \t\r]*\n", bytes).is_some()
}

/// In brackets of a regular expression.
const BLANK: &str = r" \t\n\x0c\r";
/// Blanks, and where a line begins the mark of a quotation.
const GAP: &str = r"(?:[ \t\n\x0c\r]|[\n\r][ \t]*>[ \t>]*)*";

/// Of what may be white space besides.
const WIDE: &str = r"\x0b\x0c\x80-\xc2\xe1-\xe3\xef";

/// Separators of lines and paragraphs; the end of a tag that is not like a placeholder.
const LINE_ENDS: &str = r"(?:\xe2\x80[\xa8\xa9]|(?:^|[^A-Za-z0-9_])[A-Za-z0-9_]?[0-9]>|(?:^|[^0-9])>)$";

/// Where the match ends.
fn matched(pattern: &str, bytes: &[u8]) -> Option<usize> {
    static KNOWN: Mutex<BTreeMap<String, Regex>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap();
    let new = || Regex::new(&format!("(?s-u){pattern}")).unwrap();
    let regex = known.entry(pattern.to_owned()).or_insert_with(new);
    regex.find(bytes).map(|found| found.end())
}

/// Bytes of an escape, and its character; all beyond Latin-1 are alike.
fn escape(bytes: &[u8]) -> Option<(usize, u8)> {
    let c = match bytes.get(1)? {
        b @ (b'"' | b'\\' | b'/') => *b,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'u' => {
            let hex = bytes.get(2..6).filter(|hex| hex.iter().all(u8::is_ascii_hexdigit))?;
            let code = u32::from_str_radix(std::str::from_utf8(hex).unwrap(), 16).unwrap();
            return Some((6, if code < 256 { code as u8 } else { 0x80 }));
        }
        _ => return None,
    };
    Some((2, c))
}

/// Whether what stands behind `before` is in a link that a policy withholds.
pub fn in_link(before: &[u8], json: bool, policy: LinkPolicy) -> bool {
    let all = match policy {
        LinkPolicy::Restore => return false,
        policy => policy == LinkPolicy::WithholdAll,
    };
    let text = Text::read(before, json);
    let names = "src|srcset|imagesrcset|poster|data|background|lowsrc|attributionsrc".to_owned()
        + if all { "|href" } else { "" };
    let tag = format!("<[^>{BLANK}]*");
    let unquoted = format!("(?:[^<>{BLANK}]|{tag}>)*(?:{tag})?");
    let value = format!("(?:\"[^\"]*|'[^']*|(?:[^\"'<>{BLANK}]|{tag}>){unquoted}|{tag})?");
    let attribute = format!("(?i)(?:^|[^a-z0-9_])(?:{names}){GAP}={GAP}{value}$");
    let quoted = r#""(?:[^"\\]|\\.)*(?:"|\\?$)"#;
    let quoted = format!("{quoted}|{}", quoted.replace('"', "'"));
    let first = format!(r#"{quoted}|$|[^"'){BLANK}\\]|\\.|\\$"#);
    let style = format!(r"(?i)(?:^|[^a-z0-9_])url\({GAP}(?:{first})(?:[^)\\]|\\.)*\\?$");
    let is = |pattern: &str| matched(pattern, &text.bytes).is_some();
    text.in_target(all)
        || text.in_definition()
        || is(&attribute)
        || is(&style)
        || all
            && is(&format!(
                r"(?i)(?:://|(?:^|[^a-z0-9_])https?:|<[a-z0-9+.-]*:|(?:^|[^a-z0-9])www\.)[^{BLANK}]*$"
            ))
}
