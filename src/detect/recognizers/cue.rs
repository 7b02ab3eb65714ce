//! What stands after a word that says what comes: `password: …`, `user=…`, `pw is …`.

use crate::span::Span;

/// What links a cue and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// `:`, `=`, `=>`, or an opening tag.
    Sign,
    /// `is`, `ist`, `es`, …
    Verb,
    /// White space alone.
    Space,
}

/// A value after a cue.
#[derive(Clone, Copy, Debug)]
pub(super) struct Value {
    pub(super) span: Span,
    pub(super) link: Link,
    /// In quotation marks, or between tags.
    pub(super) quoted: bool,
}

/// Most bytes between a cue and its value.
const GAP: usize = 40;
/// Most bytes of a value.
const LONGEST: usize = 128;

/// Words between a cue and its value, folded.
const VERBS: &[&str] = &[
    "is", "was", "equals", "are", "set", "to", "as", "luidt", "ist", "lautet", "war", "est", "etait", "es",
    "era", "e", "foi", "jest", "to", "ar", "var", "is:", "now",
];

/// How the name of a password may go on: `PASSWORD_PROD`. Others go on to something else: `PASSWORD_HASH`.
const ENDS_OF_NAMES: &[&str] = &[
    "prod",
    "production",
    "dev",
    "test",
    "testing",
    "staging",
    "stage",
    "live",
    "local",
    "old",
    "new",
    "admin",
    "root",
    "app",
    "db",
    "api",
    "current",
    "confirm",
    "confirmation",
    "repeat",
    "again",
    "plain",
    "plaintext",
    "backup",
    "master",
];

/// Words with which what a cue is for begins: `the password for the router is …`.
const FOR: &[&str] = &[
    "for", "of", "to", "on", "van", "voor", "op", "fur", "furs", "zum", "zur", "vom", "des", "der", "von",
    "du", "de", "des", "pour", "del", "para", "do", "da", "di", "per", "dla", "na", "till", "for", "pa",
    "from",
];

/// How long that may be, in bytes and in words.
const PURPOSE: usize = 48;
const PURPOSE_WORDS: usize = 6;

/// The value behind a cue and what it is for; a verb or a colon stands before it.
pub(super) fn value_after_purpose(text: &str, cue: Span) -> Option<Value> {
    let rest = text.get(cue.end..)?.strip_prefix(' ')?;
    let polish = text.get(cue.start..)?.starts_with(['h', 'H']);
    let mut at = cue.end + 1;
    for (nth, word) in rest.split(' ').take(PURPOSE_WORDS).enumerate() {
        let folded = crate::detect::context::fold(word);
        let colon = word.ends_with(':');
        let verb = match &*folded {
            "is" | "was" | "ist" | "lautet" | "est" | "es" | "e" | "jest" | "ar" | "luidt" => true,
            "to" => polish,
            _ => false,
        };
        let plain = word.chars().all(|c| c.is_alphanumeric() || "-'’_:".contains(c));
        if nth == 0 && !FOR.contains(&&*folded) || word.is_empty() || !plain || at > cue.end + PURPOSE {
            return None;
        }
        if nth > 0 && (verb || colon) {
            let at = if colon { at + word.len() - 1 } else { at - 1 };
            return value_after(text, Span::new(cue.start, at));
        }
        at += word.len() + 1;
    }
    None
}

/// Whether a cue is a word, or a part of a name in code: `DB_PASSWORD`, `userPassword`.
pub(super) fn is_word(text: &str, cue: Span) -> bool {
    let before = text.get(..cue.start).and_then(|text| text.chars().next_back());
    let after = text.get(cue.end..).and_then(|text| text.chars().next());
    let first = text.get(cue.start..).and_then(|text| text.chars().next());
    let camel = before.is_some_and(char::is_lowercase) && first.is_some_and(char::is_uppercase);
    (camel || !before.is_some_and(char::is_alphanumeric)) && !after.is_some_and(char::is_alphabetic)
}

/// The value after a cue, on the same line.
pub(super) fn value_after(text: &str, cue: Span) -> Option<Value> {
    let rest = text.get(cue.end..)?;
    let (mut at, mut link) = (0, Link::Space);
    // A number or a word of a name: PASSWORD_1, password2.
    at += rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'_').count();
    if at > 0 && rest.as_bytes().get(at - 1) == Some(&b'_') {
        let name = rest.get(at..)?;
        let len = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let name = name.get(..len)?.to_ascii_lowercase();
        if len > 0 && !ENDS_OF_NAMES.contains(&&*name) {
            return None;
        }
        at += len;
    }
    let mut quoted_name = false;
    loop {
        let left = rest.get(at..)?;
        let c = left.chars().next().filter(|_| at <= GAP)?;
        match c {
            ' ' | '\t' | '*' | '`' => at += c.len_utf8(),
            '"' | '\'' | ']' | ')' if link == Link::Space && !quoted_name => {
                // The end of a name in quotation marks, if a sign follows.
                let behind = left.get(1..)?.trim_start_matches([' ', '\t', ')', ']']);
                if !behind.starts_with([':', '=']) {
                    break;
                }
                quoted_name = true;
                at += 1;
            }
            // A cell of a table, a new line below a name with a colon.
            '|' if link == Link::Space && left.starts_with("| ") => {
                link = Link::Sign;
                at += 1;
            }
            '\n' | '\r' if link == Link::Sign => {
                let line = left.trim_start_matches(['\r', '\n', ' ', '\t']);
                return value_of_line(text, text.len() - line.len(), left.len() - line.len());
            }
            ':' | '=' | '>' if link != Link::Sign || left.starts_with([':', '=', '>']) => {
                // A tag closes the name of what it opens.
                link = Link::Sign;
                at += 1;
            }
            // A dash, an arrow, an emoji.
            _ if link != Link::Sign && at > 0 && is_pointer(left) => {
                link = Link::Verb;
                at += c.len_utf8();
            }
            _ if link == Link::Space || link == Link::Verb => {
                let word: String = left.chars().take_while(|c| c.is_alphabetic()).take(8).collect();
                let verb = crate::detect::context::fold(&word);
                if word.is_empty() || !VERBS.contains(&&*verb) {
                    break;
                }
                link = Link::Verb;
                at += word.len();
                if !rest.get(at..)?.starts_with([' ', ':', '\t', '=']) {
                    return None;
                }
            }
            _ => break,
        }
    }
    if at == 0 {
        return None;
    }
    let left = rest.get(at..)?;
    let mark = left.chars().next().filter(|c| "\"'“”„«‘".contains(*c));
    let start = cue.end + at + mark.map_or(0, char::len_utf8);
    let tagged = rest.get(..at)?.ends_with('>') && !rest.get(..at)?.ends_with("=>");
    let last = (start..=text.len().min(start + LONGEST)).rev().find(|&end| text.is_char_boundary(end))?;
    let body = text.get(start..last)?;
    let closing = |c: char| match mark {
        Some('"') => c == '"' || c == '\n',
        Some('\'') => c == '\'' || c == '\n',
        Some(_) => "”“»’\n".contains(c),
        None if tagged => c == '<' || c == '\n',
        None => c.is_whitespace() || c == '"' || c == '`' || c == '|',
    };
    let len = body.find(closing).unwrap_or(body.len());
    let value = body.get(..len)?;
    let quoted = mark.is_some() || tagged;
    let bold = rest.get(..at)?.trim_end_matches(mark.unwrap_or(' ')).ends_with('*');
    let value = if quoted { value.trim() } else { trimmed(value) };
    let value = if bold { value.trim_end_matches('*') } else { value };
    (!value.is_empty()).then_some(Value { span: Span::new(start, start + value.len()), link, quoted })
}

/// Whether a sign between spaces begins here that points to what follows.
fn is_pointer(left: &str) -> bool {
    let sign = left.split(' ').next().unwrap_or_default();
    let points = |c: char| !c.is_ascii() && !c.is_alphanumeric() && !"“„«‘".contains(c);
    sign.len() < left.len()
        && (matches!(sign, "-" | "->" | "--") || !sign.is_empty() && sign.chars().all(points))
}

/// The value that is all of the line after the one of its cue.
fn value_of_line(text: &str, start: usize, gap: usize) -> Option<Value> {
    let last = (start..=text.len().min(start + LONGEST)).rev().find(|&end| text.is_char_boundary(end))?;
    let line = text.get(start..last)?.lines().next()?.trim_end();
    let value = line.trim_matches(['`', '"', '*']);
    let start = start + line.find(value)?;
    let alone =
        gap <= GAP && !value.is_empty() && !value.contains(char::is_whitespace) && !value.ends_with(':');
    alone.then_some(Value { span: Span::new(start, start + value.len()), link: Link::Sign, quoted: false })
}

/// Without what ends a clause.
fn trimmed(value: &str) -> &str {
    let mut value = value;
    loop {
        let shorter = match value.chars().next_back() {
            Some(',' | '.' | ';' | ':' | '"' | '\'' | '`' | '}' | '…') => {
                value.get(..value.len() - 1).or_else(|| value.strip_suffix('…'))
            }
            Some(')') if !value.contains('(') => value.strip_suffix(')'),
            Some(']') if !value.contains('[') => value.strip_suffix(']'),
            _ => None,
        };
        match shorter {
            Some(shorter) => value = shorter,
            None => return value,
        }
    }
}
