//! Addresses of pages without a scheme: `example.org/~jane`, and `my site is example.org`.

use super::{Probe, Trigger};
use crate::detect::Find;
use crate::kind::Kind;
use crate::span::Span;

pub(super) const PROBES: &[Probe] = &[
    Probe {
        name: "url_path",
        kinds: &["URL"],
        at: Trigger::Words(ENDS),
        find: url_path,
        example: "example.org/users/7",
        source: "RFC 3986, top-level domains of IANA",
    },
    Probe {
        name: "url_named",
        kinds: &["URL"],
        at: Trigger::Words(CUES),
        find: url_named,
        example: "website: example.org",
        source: "RFC 3986, cue words",
    },
];

/// Top-level domains with what begins a path. No endings of files, and none that begin like words that are frequent
/// in code.
const ENDS: &[&str] = &[
    "com/", "org/", "net/", "io/", "dev/", "me/", "ai/", "co/", "eu/", "uk/", "nl/", "de/", "fr/", "it/",
    "es/", "be/", "ch/", "at/", "pl/", "pt/", "br/", "se/", "no/", "dk/", "fi/", "ie/", "cz/", "us/", "ca/",
    "au/", "in/", "gg/", "ly/", "ee/", "xyz/", "site/",
];

/// Those that are known besides.
const MORE_ENDS: &[&str] = &[
    "app", "info", "biz", "link", "online", "page", "blog", "shop", "store", "tech", "cloud", "space",
    "website", "art", "pro", "lu", "sk", "hu", "ro", "gr", "nz", "kr", "mx", "ar", "za", "tr", "ua", "il",
    "cc", "gl", "tv", "cn", "jp", "ru", "edu", "gov", "to",
];

/// Hosts of few letters. Others are names in code.
const SHORT: &[&str] =
    &["t.me", "wa.me", "fb.me", "m.me", "x.com", "fb.com", "qq.com", "vk.com", "t.co", "g.co", "is.gd"];

/// Words before a page.
const CUES: &[&str] = &[
    "website",
    "webpage",
    "homepage",
    "home page",
    "site",
    "url",
    "domain",
    "domains",
    "webseite",
    "webshop",
    "sitio",
    "página web",
    "sito",
    "hemsida",
    "webbplats",
    "domein",
    "domeinnaam",
    "domaine",
    "dominio",
    "domena",
    "domän",
];

/// How far before a path its host may begin, how long an address may be, and how far behind its cue one stands.
const HOST: usize = 80;
const LONGEST: usize = 2048;
const NEAR: usize = 64;

/// Whether this is a host: two labels or more that a registry would take.
fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let mut labels = host.rsplit('.');
    let (end, name) = (labels.next().unwrap_or_default(), labels.next().unwrap_or_default());
    let ends = ENDS.iter().map(|end| end.trim_end_matches('/')).chain(MORE_ENDS.iter().copied());
    let known = ends.into_iter().any(|known| known.eq_ignore_ascii_case(end));
    known && name.bytes().any(|b| b.is_ascii_alphabetic()) && host.split('.').all(label)
}

/// Without what ends a sentence or closes what was opened before.
fn trimmed(value: &str) -> &str {
    let mut value = value;
    while let Some(last) = value.chars().next_back() {
        let open = last == ')' && value.matches(')').count() <= value.matches('(').count();
        if open || !".,;:!?*_)(…。，".contains(last) {
            break;
        }
        value = value.get(..value.len() - last.len_utf8()).unwrap_or_default();
    }
    value
}

/// A host that ends here, and a path.
fn url_path(text: &str, end: Span, finds: &mut Vec<Find>) {
    let bytes = text.as_bytes();
    let before = bytes.get(..end.start).unwrap_or_default();
    if before.last() != Some(&b'.') {
        return;
    }
    let is_host_byte = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-');
    let start = end.start - before.iter().rev().take(HOST).take_while(is_host_byte).count();
    let host = text.get(start..end.end - 1).unwrap_or_default();
    let glued = text
        .get(..start)
        .is_some_and(|before| before.ends_with(|c: char| c.is_alphanumeric() || "/@:_\\.-$%~=&".contains(c)));
    // a.be/c
    let names = host.rsplit('.').skip(1);
    let short =
        names.map(str::len).max() < Some(3) && !SHORT.iter().any(|known| known.eq_ignore_ascii_case(host));
    if glued || short || !is_host(host) {
        return;
    }
    let rest = text.get(end.end..).unwrap_or_default();
    let stops = |c: char| c <= ' ' || "<>\"'`{}|\\^[]”’»".contains(c);
    let len = rest.char_indices().find(|(at, c)| *at > LONGEST || stops(*c)).map_or(rest.len(), |(at, _)| at);
    let path = trimmed(rest.get(..len).unwrap_or_default());
    if path.starts_with(|c: char| c.is_alphanumeric() || "~@?#".contains(c)) {
        let span = Span::new(start, end.end + path.len());
        finds.push(Find::new(span, Kind::URL, 0.65, "url_path"));
    }
}

/// Hosts behind a cue, on the same line.
fn url_named(text: &str, cue: Span, finds: &mut Vec<Find>) {
    let Some(rest) = text.get(cue.end..) else { return };
    if !rest.starts_with([' ', ':', '=', '"']) {
        return;
    }
    let mut at = 0;
    for word in rest.split_inclusive([' ', '\n', '\t', '"', '=']) {
        if at > NEAR {
            return;
        }
        let value = trimmed(
            word.trim_start_matches(['(', '*', '<']).trim_end_matches([' ', '\n', '\t', '"', '=', '>']),
        );
        let start = cue.end + at + word.find(value).unwrap_or_default();
        if value.contains('.') && is_host(value) {
            let span = Span::new(start, start + value.len());
            finds.push(Find::new(span, Kind::URL, 0.65, "url_named"));
        } else if word.ends_with('\n') {
            return;
        }
        at += word.len();
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use crate::Detector;

    fn pages(text: &str) -> Vec<&str> {
        let finds = Detector::new().detect(text).unwrap();
        let finds = finds.iter().filter(|find| find.kind().unwrap().as_str() == "URL");
        finds.map(|find| find.span().get(text).unwrap()).collect()
    }

    #[test]
    fn pages_are_found() {
        for (text, page) in [
            ("see example.org/~jane.", "example.org/~jane"),
            ("(linkedin.com/in/jane-roe)", "linkedin.com/in/jane-roe"),
            ("shop.example.co.uk/cart?id=7, thanks", "shop.example.co.uk/cart?id=7"),
            ("on t.me/janeroe!", "t.me/janeroe"),
            ("my website is janeroe.nl", "janeroe.nl"),
            ("Website: jane-roe.de.", "jane-roe.de"),
            ("la página web janeroe.es", "janeroe.es"),
            ("{\"url\": \"janeroe.com\"}", "janeroe.com"),
        ] {
            assert_eq!(pages(text), [page], "{text}");
        }
        assert_eq!(pages("my domains: janeroe.nl and roe.co.uk"), ["janeroe.nl", "roe.co.uk"]);
        assert_eq!(pages("https://example.org/a"), ["https://example.org/a"]);
    }

    #[test]
    fn other_words_are_none() {
        for text in [
            "and/or",
            "src/main.rs",
            "index.html/x",
            "node.js/express",
            "lib/example.com/x",
            "jane@example.com/x",
            "example.com",
            "the site is config.json",
            "my site. nothing else",
            "website: TODO",
            "1.5.de/x",
            "com/example/Main",
            "i.e. this",
            "a.be/c",
            "e.g.in/out",
        ] {
            assert_eq!(pages(text), [""; 0], "{text}");
        }
    }
}
