//! Unmasking: the case table, each case whole and at every split; bounds; what is borrowed.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice)]

mod support;

use std::borrow::Cow;

use pii_mask::{
    Context, Kind, Mapping, Placeholder, PlaceholderStyle, Report, Source, Tolerance, UnmaskLimit,
    UnmaskStream, Unmasker,
};
use serde::Deserialize;
use support::laws::in_pieces;

#[derive(Deserialize)]
struct Table {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    text: String,
    out: String,
    counts: [u64; 3],
    #[serde(default)]
    style: String,
    #[serde(default)]
    json: bool,
    #[serde(default)]
    exact: bool,
    #[serde(default)]
    bare: bool,
    only: Option<Vec<String>>,
}

fn mapping() -> Mapping {
    let json = r#"{"<PERSON_1>":"John Doe","<PERSON_10>":"Jane \"JJ\" Roe","<EMAIL_1>":"j@doe.example",
        "<A__1>":"<PERSON_1>","<HIV_2_1>":"C:\\x","<PHONE_2>":"one\nanother"}"#;
    serde_json::from_str(json).unwrap()
}

impl Case {
    fn unmasker(&self) -> Unmasker {
        let style = match self.style.as_str() {
            "" => PlaceholderStyle::Angle,
            name => *PlaceholderStyle::ALL.iter().find(|style| format!("{style:?}") == name).unwrap(),
        };
        let tolerance = if self.exact { Tolerance::Exact } else { Tolerance::Tolerant };
        let context = if self.json { Context::JsonString } else { Context::Plain };
        let unmasker =
            Unmasker::new(mapping()).style(style).tolerance(tolerance).bare(self.bare).context(context);
        match &self.only {
            Some(only) => {
                let only: Vec<Placeholder> = only.iter().map(|p| p.parse().unwrap()).collect();
                unmasker.exposing(&only)
            }
            None => unmasker,
        }
    }

    fn check(&self, how: &str, out: &[u8], report: Report) {
        let name = &self.name;
        assert_eq!(String::from_utf8_lossy(out), self.out, "{name}: {how}");
        assert_eq!([report.restored, report.altered, report.unknown], self.counts, "{name}: {how}");
    }
}

fn cases() -> Vec<Case> {
    toml::from_str::<Table>(include_str!("data/unmask.toml")).unwrap().case
}

#[test]
fn whole() {
    for case in cases() {
        let unmasker = case.unmasker();
        let unmasked = unmasker.unmask_with_report(&case.text);
        case.check("whole", unmasked.text.as_bytes(), unmasked.report);
        assert_eq!(unmasker.unmask(&case.text), case.out, "{}", case.name);
        assert_eq!(unmasker.unmask_bytes(case.text.as_bytes()), case.out.as_bytes(), "{}", case.name);
        let mut out = String::from("before ");
        unmasker.unmask_into(&case.text, &mut out);
        assert_eq!(out, format!("before {}", case.out), "{}", case.name);
        let borrowed = [
            matches!(unmasker.unmask(&case.text), Cow::Borrowed(_)),
            matches!(unmasker.unmask_bytes(case.text.as_bytes()), Cow::Borrowed(_)),
        ];
        assert_eq!(borrowed, [case.counts[0] == 0; 2], "{}: borrowed where nothing is replaced", case.name);
    }
}

#[test]
fn at_every_split() {
    for case in cases() {
        let (unmasker, text) = (case.unmasker(), case.text.as_bytes());
        for a in 0..=text.len() {
            for b in a..=text.len() {
                let (out, report) = in_pieces(&unmasker, text, &[a, b]);
                case.check(&format!("cut at {a} and {b}"), &out, report);
            }
        }
        let every: Vec<usize> = (0..text.len()).collect();
        let (out, report) = in_pieces(&unmasker, text, &every);
        case.check("byte by byte", &out, report);
    }
}

#[test]
fn all_numbers_are_told_apart() {
    let of = |number| Placeholder::new(Kind::PERSON, number).unwrap();
    for known in 1..=120 {
        let mut mapping = Mapping::new();
        mapping.insert(of(known), "Zaphod", Source::Explicit).unwrap();
        let unmasker = Unmasker::new(mapping);
        for other in 1..=120 {
            for text in
                [of(other).to_string(), format!("< person {other} >"), format!("&lt;PERSON-{other}&gt;")]
            {
                let answer = if other == known { "Zaphod" } else { &text };
                assert_eq!(unmasker.unmask(&text), answer);
            }
        }
    }
}

#[test]
fn any_of_many_entries_are_exposed() {
    let mut mapping = Mapping::new();
    let all: Vec<Placeholder> = (1..=300)
        .map(|n| mapping.assign(&Kind::PERSON, &format!("v{n}"), Source::Explicit).unwrap())
        .collect();
    let text: String = all.iter().map(Placeholder::to_string).collect();
    for chosen in [&[1, 2, 63, 64, 65, 66, 128, 129, 192, 193, 300][..], &[1], &[64], &[65], &[200]] {
        let is_chosen = |p: &&Placeholder| chosen.contains(&p.number());
        let unmasker = Unmasker::new(mapping.clone()).exposing(all.iter().filter(is_chosen));
        let one = |p: &Placeholder| if is_chosen(&p) { format!("v{}", p.number()) } else { p.to_string() };
        assert_eq!(unmasker.unmask(&text), all.iter().map(one).collect::<String>(), "{chosen:?}");
    }
}

/// In a JSON string each of its characters may be an escape: up to 512 bytes are read as one.
#[test]
fn the_longest_spellings() {
    let kind = Kind::new(&format!("A{}", "_".repeat(39))).unwrap();
    let longest = Placeholder::new(kind, 123_456).unwrap();
    let mut mapping = Mapping::new();
    mapping.insert(longest, "Zaphod", Source::Explicit).unwrap();
    let name = format!("a{}123456", "\\_".repeat(40));
    let unmasker = Unmasker::new(mapping);
    for open in ["<", "\\<", "&lt;", "\\u003c"] {
        let text = format!("{open}  {name}  \\u003e");
        assert_eq!(unmasker.unmask(&text), "Zaphod");
        for at in 0..=text.len() {
            let tail = "and more ".repeat(60);
            let (out, _) = in_pieces(&unmasker, format!("x{text}{tail}").as_bytes(), &[at + 1]);
            assert_eq!(String::from_utf8_lossy(&out), format!("xZaphod{tail}"), "cut at {at}");
        }
    }
    let unmasker = unmasker.context(Context::JsonString);
    for spaces in 0..=4 {
        let decoded = format!("<{}{name}{}>", &"  "[..spaces.min(2)], &"  "[..spaces.saturating_sub(2)]);
        for escaped in 80..=86 {
            let escape = |(at, c): (usize, char)| match c {
                c if at < escaped => format!("\\u{:04x}", u32::from(c)),
                '\\' => "\\\\".to_owned(),
                c => c.to_string(),
            };
            let text: String = decoded.chars().enumerate().map(escape).collect();
            let is_read = text.len() <= 512;
            assert_eq!(unmasker.unmask(&text) == "Zaphod", is_read, "{} bytes", text.len());
            let (before, tail) = ("x".repeat(20), "and more ".repeat(60));
            let all = format!("{before}{text}{tail}");
            let whole = unmasker.unmask(&all);
            for at in 0..=text.len() {
                let (out, _) = in_pieces(&unmasker, all.as_bytes(), &[before.len() + at]);
                assert_eq!(String::from_utf8_lossy(&out), whole, "{} bytes, cut at {at}", text.len());
            }
        }
    }
}

/// A stream knows what an escape that is cut may still become.
#[test]
fn every_letter_and_digit_as_an_escape() {
    for (kind, number) in [("ABCDEFGHIJKLM", 123_456), ("NOPQRSTUVWXYZ_0123456789", 987_650), ("J", 1)] {
        let placeholder = Placeholder::new(Kind::new(kind).unwrap(), number).unwrap();
        let mut mapping = Mapping::new();
        mapping.insert(placeholder.clone(), "Zaphod", Source::Explicit).unwrap();
        let unmasker = Unmasker::new(mapping).context(Context::JsonString);
        let spelled = placeholder.to_string();
        let lower: String = spelled.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect();
        let upper: String = spelled.chars().map(|c| format!("\\u{:04X}", u32::from(c))).collect();
        for text in [lower, upper] {
            for at in 0..text.len() {
                let (out, _) = in_pieces(&unmasker, text.as_bytes(), &[at]);
                assert_eq!(String::from_utf8_lossy(&out), "Zaphod", "{text} cut at {at}");
                // Nothing of it went out before it was complete.
                let (mut stream, mut out) = (unmasker.stream(), String::new());
                stream.push(&text[..at], &mut out);
                assert_eq!((stream.held(), out.as_str()), (at, ""), "{text} cut at {at}");
            }
        }
    }
}

/// What is longer than any spelling may be is let go, and comes out as it went in.
#[test]
fn too_long_for_a_spelling() {
    let kind = format!("A{}", "_".repeat(39));
    let mut mapping = Mapping::new();
    let placeholder = Placeholder::new(Kind::new(&kind).unwrap(), 123_456).unwrap();
    mapping.insert(placeholder, "Zaphod", Source::Explicit).unwrap();
    let unmasker = Unmasker::new(mapping).context(Context::JsonString);
    let spelled = format!("<  a{}123456  >", "\\_".repeat(40));
    let text: String = spelled.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect();
    assert_eq!(unmasker.unmask(&text), text);
    let (mut stream, mut out) = (unmasker.stream(), String::new());
    for at in 0..text.len() {
        stream.push(&text[at..=at], &mut out);
        assert!(stream.held() < 512, "{} bytes after {at}", stream.held());
    }
    stream.finish(&mut out);
    assert_eq!(out, text);
}

/// Also a value of one character stays inside its string, and means what it meant.
#[test]
fn every_character_in_a_json_string() {
    let chars = (0..=0xff).chain([0x2028, 0xfeff, 0x1f44b, 0x10ffff]);
    for c in chars.filter_map(char::from_u32).map(String::from) {
        let mut mapping = Mapping::new();
        mapping.assign(&Kind::PERSON, &c, Source::Explicit).unwrap();
        let out = Unmasker::new(mapping).context(Context::JsonString).unmask("\"<PERSON_1>\"").into_owned();
        assert_eq!(serde_json::from_str::<String>(&out).unwrap(), c, "{out}");
        assert!(!out.contains(char::is_control), "{c:?}");

        // No more than what must be is escaped, and as briefly as it can be.
        if !c.contains(char::is_control) || "\n\r\t".contains(&c) {
            let value = format!("{c}\"");
            let mut mapping = Mapping::new();
            mapping.assign(&Kind::PERSON, &value, Source::Explicit).unwrap();
            let unmasker = Unmasker::new(mapping).context(Context::JsonString);
            assert_eq!(unmasker.unmask("\"<PERSON_1>\""), serde_json::to_string(&value).unwrap());
        }
    }
}

#[test]
fn bounded() {
    let unmasker = Unmasker::new(mapping());
    let bounded = |limit| unmasker.unmask_bounded("Hi <PERSON_1>!", limit);
    assert_eq!(bounded(12).unwrap(), "Hi John Doe!");
    let over = |limit| bounded(limit).unwrap_err();
    assert_eq!((over(11).limit, over(11).offset), (11, 13));
    assert_eq!((over(5).limit, over(5).offset), (5, 3));
    assert_eq!((over(2).limit, over(2).offset), (2, 2));
    let error: UnmaskLimit = over(5);
    assert_eq!(error.to_string(), "unmasked text is over the limit of 5 bytes, at offset 3");
    assert_eq!((error.code(), error.status()), ("unmask_limit", 502));
}

#[test]
fn threads_share_an_unmasker() {
    fn shared<T: Send + Sync + Clone + 'static>() {}
    shared::<Unmasker>();
    shared::<UnmaskStream>();
    shared::<Mapping>();
}
