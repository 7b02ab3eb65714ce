//! Hostile inputs of growing size, for `scripts/linear.sh` to count instructions of.
//!
//! Called with the name of a case and a size it does the work once; without, it lists the cases.

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark")]

use std::hint::black_box;

use pii_mask::{Entity, Kind, Limits, Mapping, Masker, PiiHeaders, Source, Span, Unmasker};

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
    ("header_mapping", |n| {
        let entries: Vec<String> = (1..n / 20).map(|n| format!("\"<P_{n}>\":\"v{n}\"")).collect();
        let value = format!("{{{}}}", entries.join(","));
        let limits = Limits::default()
            .max_header_bytes(usize::MAX)
            .max_all_headers_bytes(usize::MAX)
            .max_header_entries(usize::MAX)
            .max_header_text(usize::MAX);
        black_box(PiiHeaders::parse([("X-Pii-Mapping", value.as_bytes())], &limits).unwrap());
    }),
];

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
