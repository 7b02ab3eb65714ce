//! Hostile inputs of growing size, for `scripts/linear.sh` to count instructions of.
//!
//! Called with the name of a case and a size it does the work once; without, it lists the cases.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark")]

use std::hint::black_box;

use pii_mask::{
    Action, Conversation, Entity, Kind, Limits, Mapping, Masker, OffsetUnit, PiiHeaders, Placeholder, Policy,
    Position, Positions, Sameness, Source, Span, Unmasker,
};

type Case = (&'static str, fn(usize));

const CASES: &[Case] = &[
    ("unmask_open", |n| unmask(&"<".repeat(n))),
    ("unmask_unclosed", |n| unmask(&"<PERSON_1 ".repeat(n / 10))),
    ("unmask_backslashes", |n| unmask(&"\\".repeat(n))),
    ("unmask_bytewise", |n| {
        let mut stream = unmasker().stream();
        let mut out = String::new();
        (0..n).for_each(|n| stream.push(if n % 3 == 0 { "<" } else { "A" }, &mut out));
        black_box(stream.finish(&mut out));
    }),
    ("mask_a_run", |n| mask(&["a".to_owned(), format!("{}b", "a ".repeat(500))], &"a ".repeat(n / 2))),
    ("mask_long_values", |n| {
        mask(&["a".to_owned(), format!("{}b", "a ".repeat(n / 4))], &"a ".repeat(n / 2))
    }),
    ("mask_nested_values", |n| {
        let values: Vec<String> = (1..120).map(|k| format!("{}b", "ก".repeat(k))).collect();
        mask(&values, &"ก".repeat(n / 3));
    }),
    ("mask_periodic_values", |n| {
        let values: Vec<String> = (1..60).map(|k| "ab ".repeat(k)).collect();
        mask(&values, &"ab ".repeat(n / 3));
    }),
    ("mask_lookalikes", |n| mask(&["John".to_owned()], &"<PERSON_2> ".repeat(n / 11))),
    ("mask_marks", |n| mask(&["a\u{301}b".to_owned()], &format!("a{}", "\u{301}".repeat(n / 2)))),
    ("mask_flags", |n| mask(&["🇩🇪".to_owned()], &"🇩".repeat(n / 4))),
    ("mask_invisible", |n| mask(&["John Doe".to_owned()], &format!("John{}", "\u{200b}".repeat(n / 3)))),
    ("mask_codes", |n| {
        let mut mapping = Mapping::new();
        mapping.assign(&Kind::PHONE, &format!("{}2", "1".repeat(40)), Source::Explicit).unwrap();
        black_box(Masker::new().mask(&"1-".repeat(n / 2), &[], &mut mapping).unwrap());
    }),
    ("mask_spans", |n| {
        let spans: Vec<Entity> =
            (0..n / 4).map(|at| Entity::given(Span::new(4 * at, 4 * at + 2), Kind::PERSON)).collect();
        black_box(Masker::new().mask(&"ab, ".repeat(n / 4), &spans, &mut Mapping::new()).unwrap());
    }),
    ("twins", |n| {
        let mut mapping = Mapping::new();
        for number in 1..=n / 20 {
            let placeholder = Placeholder::new(Kind::PERSON, number as u32).unwrap();
            mapping.insert(placeholder, "John Doe", Source::Explicit).unwrap();
        }
        black_box(Masker::new().mask(&"John Doe, ".repeat(n / 10), &[], &mut mapping).unwrap());
    }),
    ("redact_gaps", |n| {
        let values: Vec<String> = (0..n / 10).map(|at| format!("v{at:06}x")).collect();
        let mut mapping = Mapping::new();
        for value in &values {
            mapping.assign(&Kind::PERSON, value, Source::Explicit).unwrap();
        }
        black_box(redacting().mask(&values.join(", "), &[], &mut mapping).unwrap());
    }),
    ("redact_spans", |n| {
        let (mut text, mut spans) = (String::new(), Vec::new());
        // What stands between them differs: a filter is lucky or unlucky with a word, not with all.
        for at in 0..n / 20 {
            spans.push(Entity::given(Span::new(text.len(), text.len() + 8), Kind::PERSON));
            text.push_str(&format!("v{at:06}x and {:x}, ", at.wrapping_mul(0x9e37)));
        }
        black_box(redacting().mask(&text, &spans, &mut Mapping::new()).unwrap());
    }),
    ("merge_equal_values", |n| {
        let mapping = object((1..=n / 20).map(|n| (n, "John Doe".to_owned())));
        let headers = PiiHeaders::parse([("X-Pii-Mapping", mapping.as_bytes())], &wide()).unwrap();
        black_box(Conversation::builder().headers(headers).build().unwrap());
    }),
    ("short_entries", |n| {
        // Characters that are words by themselves, and no two of them the same.
        let chars: Vec<char> = ('\u{4e00}'..'\u{9f00}').take(n / 20).collect();
        let mapping = object((1..).zip(chars.iter().map(char::to_string)));
        let positions = Positions::new(
            OffsetUnit::Codepoint,
            (0..chars.len() as u64).map(|at| Position::new(2 * at, 2 * at + 1)).collect(),
        );
        let headers = [("X-Pii-Mapping", mapping), ("X-Pii-Positions", positions.to_json())];
        let headers = headers.iter().map(|(name, value)| (*name, value.as_bytes()));
        let headers = PiiHeaders::parse(headers, &wide()).unwrap();
        let message: String = chars.iter().flat_map(|c| [*c, ' ']).collect();
        black_box(Conversation::builder().headers(headers).build().unwrap().mask(&message).unwrap());
    }),
    ("positions_utf16", |n| {
        positions(OffsetUnit::Utf16, &format!("a{}🇳🇱 ", "\u{301}".repeat(5)).repeat(n / 20));
    }),
    ("positions_marks", |n| {
        positions(OffsetUnit::Codepoint, &format!("a{}", "\u{301}".repeat(1_000)).repeat(n / 2_000));
    }),
    ("positions_flags", |n| positions(OffsetUnit::Utf8, &"🇳".repeat(n / 4))),
    ("positions_joiners", |n| {
        positions(OffsetUnit::Codepoint, &"👨\u{200d}👨 क\u{94d}क".repeat(n / 21));
    }),
    ("positions_overlapping", |n| {
        let list = (0..n as u64 / 10).map(|at| {
            Position::new(at, at + 100).with_placeholder(Placeholder::new(Kind::PERSON, 1).unwrap())
        });
        let (message, value) = ("A".repeat(n / 10 + 100), "a".repeat(100));
        let positions = Positions::new(OffsetUnit::Utf8, list.collect());
        black_box(
            positions.resolve(&message, |_| Some(value.as_str()), &Sameness::default(), false).unwrap(),
        );
    }),
    ("header_mapping", |n| {
        let value = object((1..n / 20).map(|n| (n, format!("v{n}"))));
        black_box(PiiHeaders::parse([("X-Pii-Mapping", value.as_bytes())], &wide()).unwrap());
    }),
];

/// Everything that a header may say, whatever its length.
fn wide() -> Limits {
    Limits::default()
        .max_header_bytes(usize::MAX)
        .max_all_headers_bytes(usize::MAX)
        .max_header_entries(usize::MAX)
        .max_header_text(usize::MAX)
        .max_positions(usize::MAX)
}

/// A mapping of values under their numbers.
fn object(entries: impl Iterator<Item = (usize, String)>) -> String {
    let entries: Vec<String> = entries.map(|(n, value)| format!("\"<P_{n}>\":\"{value}\"")).collect();
    format!("{{{}}}", entries.join(","))
}

fn redacting() -> Masker {
    Masker::new().policy(Policy::new().set(Kind::PERSON, Action::Redact))
}

/// One span of four characters for each five, wherever clusters begin.
fn positions(unit: OffsetUnit, message: &str) {
    let starts: Vec<u64> = message.char_indices().map(|(at, _)| at as u64).collect();
    let starts: Vec<u64> =
        unit.from_bytes(message, &starts).into_iter().map(|at| at.unwrap() as u64).collect();
    let list = starts.chunks_exact(5).map(|starts| Position::new(starts[0], starts[4]));
    let positions = Positions::new(unit, list.collect());
    black_box(positions.resolve(message, |_| None, &Sameness::default(), false).unwrap());
}

fn unmasker() -> Unmasker {
    let mut mapping = Mapping::new();
    for n in 0..100 {
        mapping.assign(&Kind::PERSON, &format!("value {n}"), Source::Explicit).unwrap();
    }
    Unmasker::new(mapping)
}

fn unmask(text: &str) {
    black_box(unmasker().unmask(text));
}

fn mask(values: &[String], text: &str) {
    let mut mapping = Mapping::new();
    for value in values {
        mapping.assign(&Kind::PERSON, value, Source::Explicit).unwrap();
    }
    black_box(Masker::new().mask(text, &[], &mut mapping).unwrap());
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    match args.as_slice() {
        [name, size] => {
            let (_, case) = CASES.iter().find(|(case, _)| case == name).unwrap();
            case(size.parse().unwrap());
        }
        _ => CASES.iter().for_each(|(name, _)| println!("{name}")),
    }
}
