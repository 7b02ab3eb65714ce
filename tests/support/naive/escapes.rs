//! Texts as they read: one character after the other.

/// A text, how it reads with the escapes of JSON, of HTML and of URLs, and how each of these reads, up to six
/// levels and twelve readings; and how it reads with all of them at once, level by level. A `+` stays.
pub fn readings(text: &str) -> Vec<String> {
    let mut level = vec![text.to_owned()];
    let mut readings = level.clone();
    for _ in 0..6 {
        let mut next = Vec::new();
        for text in &level {
            for read in [read(text, json), read(text, html), read(text, percent)] {
                if !readings.contains(&read) && readings.len() <= 12 {
                    readings.push(read.clone());
                    next.push(read);
                }
            }
        }
        level = next;
    }
    let mut text = text.to_owned();
    for _ in 0..6 {
        text = read(&text, |text, at| json(text, at).or(html(text, at)).or(percent(text, at)));
        if !readings.contains(&text) {
            readings.push(text.clone());
        }
    }
    readings
}

/// What is left when all escapes are read that there are; a `+` that may be a space is one.
pub fn as_read(text: &str) -> String {
    let mut text = text.to_owned();
    loop {
        let ways = [read(&text, json), read(&text, html), read(&text, percent)];
        match ways.into_iter().find(|read| *read != text) {
            Some(read) => text = read,
            None => return text.replace('+', " "),
        }
    }
}

/// The escape at a place: how long it is, and its character.
type Escape = Option<(usize, char)>;

fn read(text: &str, escape: impl Fn(&str, usize) -> Escape) -> String {
    let (mut read, mut at) = (String::new(), 0);
    while let Some(first) = text[at..].chars().next() {
        let (len, c) = escape(text, at).unwrap_or((first.len_utf8(), first));
        read.push(c);
        at += len;
    }
    read
}

fn one(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

fn json(text: &str, at: usize) -> Escape {
    [12, 6, 2].into_iter().filter(|_| text[at..].starts_with('\\')).find_map(|len| {
        let c: String = serde_json::from_str(&format!("\"{}\"", text.get(at..at + len)?)).ok()?;
        Some((len, one(&c)?))
    })
}

/// What placeholders begin and end with stays.
fn plain(c: char) -> Option<char> {
    (!"<>[]{}".contains(c)).then_some(c)
}

/// Those names that are written here.
const NAMED: [(&str, char); 5] =
    [("amp", '&'), ("quot", '"'), ("nbsp", '\u{a0}'), ("eacute", '\u{e9}'), ("Zcaron", '\u{17d}')];

fn html(text: &str, at: usize) -> Escape {
    let (entity, _) = text[at..].strip_prefix('&')?.split_once(';')?;
    let number = |digits: &str, radix| {
        let fits = digits.chars().all(|digit| digit.is_digit(radix)) && entity.len() < 32;
        u32::from_str_radix(digits, radix).ok().filter(|_| fits)
    };
    let code = match entity.strip_prefix('#') {
        Some(hex) if hex.starts_with(['x', 'X']) => number(&hex[1..], 16),
        Some(decimal) => number(decimal, 10),
        None => NAMED.iter().find(|(name, _)| *name == entity).map(|&(_, c)| c.into()),
    };
    let c = char::from_u32(code?).filter(|&c| c >= ' ' || "\t\n\u{c}\r".contains(c));
    Some((entity.len() + 2, plain(c?)?))
}

fn percent(text: &str, at: usize) -> Escape {
    let byte = |at: usize| {
        let digits = text.get(at..at + 3)?.strip_prefix('%')?;
        digits.chars().all(|digit| digit.is_ascii_hexdigit()).then(|| u8::from_str_radix(digits, 16).unwrap())
    };
    (1..=4).find_map(|len| {
        let bytes: Option<Vec<u8>> = (0..len).map(|n| byte(at + 3 * n)).collect();
        Some((3 * len, plain(one(&String::from_utf8(bytes?).ok()?)?)?))
    })
}

/// As somebody writes a text in HTML: of these characters some.
pub fn in_html(text: &str, mut some: impl FnMut(char) -> bool) -> String {
    let write = |c| match NAMED.iter().find(|(_, known)| *known == c) {
        _ if c != '&' && !some(c) => String::from(c),
        Some((name, _)) => format!("&{name};"),
        None if c < '\u{80}' => format!("&#{};", u32::from(c)),
        None => format!("&#x{:X};", u32::from(c)),
    };
    text.chars().map(write).collect()
}

/// The same in a URL.
pub fn in_url(text: &str, mut some: impl FnMut(char) -> bool) -> String {
    let mut write = |c: char| match c {
        ' ' if some(c) => "+".into(),
        c if c == '%' || c == '+' || c == ' ' || some(c) => {
            c.encode_utf8(&mut [0; 4]).bytes().map(|b| format!("%{b:02X}")).collect()
        }
        c => String::from(c),
    };
    text.chars().map(&mut write).collect()
}
