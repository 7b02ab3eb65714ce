//! How a placeholder may be spelled, and what may still become one.

use pii_mask::PlaceholderStyle;

/// Which spellings count.
#[derive(Clone, Copy, Debug)]
pub struct Spelling {
    pub style: PlaceholderStyle,
    pub tolerant: bool,
    pub bare: bool,
    pub json: bool,
}

/// What may stand at one place of a spelling.
pub type Element = Vec<String>;

fn strings(all: &[&str]) -> Element {
    all.iter().map(|s| (*s).to_owned()).collect()
}

impl Spelling {
    pub fn opens(self) -> Element {
        self.delimiters(self.style.open(), "&lt;", "\\u003c")
    }

    pub fn closes(self) -> Element {
        self.delimiters(self.style.close(), "&gt;", "\\u003e")
    }

    fn delimiters(self, exact: &str, entity: &str, escape: &str) -> Element {
        let mut all = strings(&[exact]);
        if self.tolerant {
            all.push(format!("\\{exact}"));
            if self.style == PlaceholderStyle::Angle {
                all.extend(any_case(entity));
                // In a JSON string the escape has been read as its character already.
                if !self.json {
                    all.extend([escape.to_owned(), escape.to_uppercase().replace('U', "u")]);
                }
            }
        }
        all
    }

    pub fn pads(self) -> Element {
        if self.tolerant { strings(&["", " ", "  "]) } else { strings(&[""]) }
    }

    pub fn underscores(self) -> Element {
        if self.tolerant { strings(&["_", "\\_", "-", " "]) } else { strings(&["_"]) }
    }

    fn letters(self, c: char) -> Element {
        match (self.tolerant, c) {
            (_, '_') => self.underscores(),
            (true, c) if c.is_ascii_alphabetic() => any_case(&c.to_string()),
            (_, c) => vec![c.to_string()],
        }
    }

    /// All places of `<KIND_N>` with a number of `digits` digits.
    fn elements(self, kind: &str, digits: usize) -> Vec<Element> {
        let digit = strings(&["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
        let mut all = vec![self.opens(), self.pads()];
        all.extend(kind.chars().map(|c| self.letters(c)));
        all.extend([self.underscores(), digit[1..].to_vec()]);
        all.extend(vec![digit; digits - 1]);
        all.extend([self.pads(), self.closes()]);
        all
    }

    fn bare_elements(self, kind: &str, digits: usize) -> Vec<Element> {
        let exact = Spelling { tolerant: false, ..self };
        let all = exact.elements(kind, digits);
        all[2..all.len() - 2].to_vec()
    }

    /// All spellings of some kinds, each with a number of at most that many digits.
    pub fn of_kinds(self, kinds: &[(String, usize)]) -> Spellings {
        let exact = Spelling { tolerant: false, ..self };
        let all = |spelling: &dyn Fn(&str, usize) -> Vec<Element>| -> Vec<Vec<Element>> {
            kinds.iter().flat_map(|(kind, most)| (1..=*most).map(move |n| spelling(kind, n))).collect()
        };
        Spellings {
            any: all(&|kind, digits| self.elements(kind, digits)),
            exact: all(&|kind, digits| exact.elements(kind, digits)),
            bare: if self.bare { all(&|kind, digits| self.bare_elements(kind, digits)) } else { Vec::new() },
        }
    }
}

/// The spellings of what is answered.
pub struct Spellings {
    any: Vec<Vec<Element>>,
    exact: Vec<Vec<Element>>,
    bare: Vec<Vec<Element>>,
}

impl Spellings {
    /// Whether `decoded`, and then an escape that begins with `tail`, can become one of them.
    pub fn viable(&self, decoded: &str, tail: &str, word_before: bool) -> bool {
        let bare: &[Vec<Element>] = if word_before { &[] } else { &self.bare };
        // A complete bare name waits for what comes next.
        if bare.iter().any(|name| is_all(decoded, name)) {
            return true;
        }
        if tail.is_empty() {
            return self.any.iter().chain(bare).any(|spelling| can_become(decoded, spelling));
        }
        (' '..='~').filter(|c| may_be(tail, *c)).any(|c| {
            let more = format!("{decoded}{c}");
            self.viable(&more, "", word_before) || self.is_complete(&more)
        })
    }

    /// Whether this is all of a spelling. A backslash before an exact one is no part of it.
    fn is_complete(&self, decoded: &str) -> bool {
        let is = |all: &[Vec<Element>], text: &str| all.iter().any(|spelling| is_all(text, spelling));
        is(&self.any, decoded) && !decoded.strip_prefix('\\').is_some_and(|rest| is(&self.exact, rest))
    }
}

fn any_case(s: &str) -> Element {
    s.chars().fold(vec![String::new()], |all, c| {
        let mut cases = vec![c.to_ascii_lowercase(), c.to_ascii_uppercase()];
        cases.dedup();
        all.iter().flat_map(|begun| cases.iter().map(move |c| format!("{begun}{c}"))).collect()
    })
}

fn is_all(text: &str, elements: &[Element]) -> bool {
    match elements.split_first() {
        None => text.is_empty(),
        Some((first, rest)) => {
            first.iter().any(|s| text.strip_prefix(s.as_str()).is_some_and(|text| is_all(text, rest)))
        }
    }
}

/// Whether `text` is a beginning, and not yet all, of these.
fn can_become(text: &str, elements: &[Element]) -> bool {
    let Some((first, rest)) = elements.split_first() else { return false };
    first.iter().any(|s| match text.strip_prefix(s.as_str()) {
        Some(text) => can_become(text, rest),
        None => s.starts_with(text),
    })
}

/// Whether an escape that begins with `tail` can be `c`.
fn may_be(tail: &str, c: char) -> bool {
    let escape = format!("\\u{:04x}", u32::from(c));
    match tail {
        // Doubled, or alone before a character that it does not escape.
        "\\" => true,
        _ => escape.starts_with(&tail.to_ascii_lowercase()),
    }
}
