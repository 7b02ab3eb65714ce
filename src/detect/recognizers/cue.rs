//! What stands after a word that says what comes: `password: …`, `user=…`, `pw is …`.

use crate::detect::boundary::behind;
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
    "era", "e", "foi", "jest", "to", "ar", "var", "is:", "now", "zijn", "sind", "sont", "son", "sono", "sao",
    "sa",
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

/// What tells one password from another: `wifi password`, `mot de passe provisoire`.
const SORTS: &[&str] = &[
    "wifi",
    "wi-fi",
    "wlan",
    "wpa",
    "wpa2",
    "wpa3",
    "router",
    "routeur",
    "modem",
    "hotspot",
    "vpn",
    "ssh",
    "ftp",
    "smtp",
    "imap",
    "mail",
    "email",
    "e-mail",
    "admin",
    "root",
    "guest",
    "gast",
    "invite",
    "account",
    "server",
    "database",
    "portal",
    "laptop",
    "temporary",
    "temp",
    "new",
    "old",
    "initial",
    "default",
    "current",
    "tijdelijk",
    "nieuw",
    "oud",
    "vorlaufig",
    "neu",
    "alt",
    "temporar",
    "provisoire",
    "temporaire",
    "nouveau",
    "ancien",
    "temporal",
    "provisional",
    "nueva",
    "antigua",
    "actual",
    "temporanea",
    "provvisoria",
    "nuova",
    "vecchia",
    "temporaria",
    "provisoria",
    "nova",
    "antiga",
    "atual",
    "tymczasowe",
    "nowe",
    "stare",
    "tillfalligt",
    "nytt",
    "gammalt",
];

/// How long that may be, in bytes and in words.
const PURPOSE: usize = 48;
const PURPOSE_WORDS: usize = 6;

/// The value behind a cue and what it is for, or which it is; a verb or a colon stands before it.
pub(super) fn value_after_purpose(text: &str, cue: Span) -> Option<Value> {
    let rest = text.get(cue.end..)?.strip_prefix(' ')?;
    if let Some(rest) = rest.strip_prefix('(') {
        return value_after_brackets(text, cue, rest);
    }
    let polish = text.get(cue.start..)?.starts_with(['h', 'H']);
    let mut at = cue.end + 1;
    let mut sort = false;
    for (nth, word) in rest.split(' ').take(PURPOSE_WORDS).enumerate() {
        // wifi :
        if nth > 0 && word == ":" {
            return said(value_after(text, Span::new(cue.start, at)));
        }
        let folded = crate::detect::context::fold(word);
        let colon = word.ends_with(':');
        let verb = match &*folded {
            "is" | "was" | "ist" | "lautet" | "est" | "es" | "e" | "jest" | "ar" | "luidt" => true,
            "to" => polish,
            _ => false,
        };
        let plain = word.chars().all(|c| c.is_alphanumeric() || "-'’_:".contains(c));
        sort |= nth == 0 && SORTS.contains(&folded.trim_end_matches(':'));
        if nth == 0 && !sort && !FOR.contains(&&*folded)
            || word.is_empty()
            || !plain
            || at > cue.end + PURPOSE
        {
            return None;
        }
        if (nth > 0 && verb) || (nth > 0 || sort) && colon {
            let at = if colon { at + word.len() - 1 } else { at - 1 };
            let value = value_after(text, Span::new(cue.start, at));
            return if sort { said(value) } else { value };
        }
        at += word.len() + 1;
    }
    None
}

/// The value behind a cue and words in brackets: `password (temporary): …`.
fn value_after_brackets(text: &str, cue: Span, rest: &str) -> Option<Value> {
    let (words, behind) = behind(rest, 0, PURPOSE).split_once(')')?;
    let plain = words.chars().all(|c| c.is_alphanumeric() || " -'’_.,/".contains(c));
    let at = cue.end + 2 + words.len() + 1;
    let signed = behind.trim_start_matches(' ').starts_with([':', '=']);
    (plain && signed).then(|| said(value_after(text, Span::new(cue.start, at))))?
}

/// A value that must not look like a word: much can be said about passwords.
fn said(value: Option<Value>) -> Option<Value> {
    value.map(|value| Value { link: Link::Verb, ..value })
}

/// Whether a cue is a word, or a part of a name in code: `DB_PASSWORD`, `userPassword`.
pub(super) fn is_word(text: &str, cue: Span) -> bool {
    let before = text.get(..cue.start).and_then(|text| text.chars().next_back());
    let after = text.get(cue.end..).and_then(|text| text.chars().next());
    let first = text.get(cue.start..).and_then(|text| text.chars().next());
    let camel = before.is_some_and(char::is_lowercase) && first.is_some_and(char::is_uppercase);
    (camel || !before.is_some_and(char::is_alphanumeric)) && !after.is_some_and(char::is_alphabetic)
}

/// Whether the name before a place is one of a type in a name space: `"AWS::KMS::Key"`.
pub(super) fn is_member_of_type(text: &str, at: usize) -> bool {
    let before = text.as_bytes().get(..at).unwrap_or_default().iter().rev().take(64);
    let mut before = before.skip_while(|b| b.is_ascii_alphanumeric());
    before.next() == Some(&b':') && before.next() == Some(&b':')
}

/// The value after a cue, on the same line.
pub(super) fn value_after(text: &str, cue: Span) -> Option<Value> {
    let (at, link) = match gap_after(text, cue)? {
        Gap::Ends(at, link) => (at, link),
        Gap::Line { start, gap } => return value_of_line(text, start, gap),
    };
    value_behind(text, cue, at, link)
}

/// Where a value may begin behind its cue.
enum Gap {
    /// So many bytes behind its end.
    Ends(usize, Link),
    /// On a line below, behind so many bytes of white space.
    Line { start: usize, gap: usize },
}

/// How many bytes behind a cue the name that it begins ends: `PASSWORD_1`, `password2`, `PASSWORD_PROD`.
fn end_of_name(rest: &str) -> Option<usize> {
    let mut at = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'_').count();
    if at > 0 && rest.as_bytes().get(at - 1) == Some(&b'_') {
        let name = rest.get(at..)?;
        let len = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let name = name.get(..len)?.to_ascii_lowercase();
        if len > 0 && !ENDS_OF_NAMES.contains(&&*name) {
            return None;
        }
        at += len;
    }
    Some(at)
}

/// What stands between a cue and its value.
fn gap_after(text: &str, cue: Span) -> Option<Gap> {
    let rest = text.get(cue.end..)?;
    let (mut at, mut link) = (end_of_name(rest)?, Link::Space);
    let mut quoted_name = false;
    loop {
        let left = rest.get(at..)?;
        let c = left.chars().next().filter(|_| at <= GAP)?;
        match c {
            ' ' | '\t' | '*' | '`' => at += c.len_utf8(),
            // A quotation mark in a text in quotation marks.
            '\\' if is_escaped_mark(left) => at += 1,
            // config["password"] = …
            ']' | ')' if link == Link::Space && quoted_name => at += 1,
            '"' | '\'' | ']' | ')' if link == Link::Space && !quoted_name => {
                // The end of a name in quotation marks, if a sign follows.
                let behind = left.get(1..)?.trim_start_matches([' ', '\t', ')', ']']);
                let opened = c != ')' || text.get(..cue.start)?.ends_with('(');
                if !behind.starts_with([':', '=']) || !opened {
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
                return Some(Gap::Line { start: text.len() - line.len(), gap: left.len() - line.len() });
            }
            '>' if !is_arrow(rest, at) && !is_closed_tag(text, cue, left) => break,
            ':' | '=' | '>' => {
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
    (at > 0).then_some(Gap::Ends(at, link))
}

/// The value so many bytes behind a cue.
fn value_behind(text: &str, cue: Span, at: usize, link: Link) -> Option<Value> {
    let rest = text.get(cue.end..)?;
    let left = rest.get(at..)?;
    let mark = left.chars().next().filter(|c| "\"'“”„«‘".contains(*c));
    let escaped = rest.get(..at)?.ends_with('\\');
    let start = cue.end + at + mark.map_or(0, char::len_utf8);
    let tagged = rest.get(..at)?.ends_with('>') && !rest.get(..at)?.ends_with("=>");
    let body = behind(text, start, LONGEST);
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
    let value = if !quoted && rest.starts_with('=') { before_field(value, body) } else { value };
    let value = if escaped { value.trim_end_matches('\\') } else { value };
    let value = if quoted { value.trim() } else { trimmed(value) };
    let value = if bold { value.trim_end_matches('*') } else { value };
    (!value.is_empty()).then_some(Value { span: Span::new(start, start + value.len()), link, quoted })
}

/// A value up to where another one with a name begins: `Password=…;Database=shop`, `pw=…&page=2`.
fn before_field<'v>(value: &'v str, body: &str) -> &'v str {
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'_' | b'-');
    let field = value.bytes().enumerate().filter(|(_, b)| matches!(b, b';' | b'&')).find(|(at, _)| {
        let behind = body.as_bytes().get(at + 1..).unwrap_or_default();
        let name = behind.iter().take(GAP).take_while(|b| is_name(b)).count();
        name > 0 && behind.get(name) == Some(&b'=')
    });
    field.and_then(|(at, _)| value.get(..at)).unwrap_or(value)
}

/// Whether a quotation mark follows that others stand around.
fn is_escaped_mark(left: &str) -> bool {
    left.get(..8.min(left.len())).is_some_and(|left| left.trim_start_matches('\\').starts_with(['"', '\'']))
}

/// Whether a `>` is the head of an arrow.
fn is_arrow(rest: &str, at: usize) -> bool {
    rest.get(..at).is_some_and(|before| before.ends_with(['=', '-']))
}

/// Whether a `>` closes the tag that a cue names, and another one closes what is in it; or a line begins with the
/// cue, which asks for something.
fn is_closed_tag(text: &str, cue: Span, left: &str) -> bool {
    let before = text.get(..cue.start).unwrap_or_default();
    let near = before.bytes().rev().take(GAP).find(|b| !b.is_ascii_alphanumeric() && !b"_-:".contains(b));
    near == Some(b'<') && behind(left, 0, LONGEST).contains("</")
        || before.is_empty()
        || before.ends_with('\n')
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
    let line = behind(text, start, LONGEST).lines().next()?.trim_end();
    // The language of a block of code.
    if line.starts_with("```") || line.starts_with("\"\"\"") {
        return None;
    }
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
