//! The main paths, for `scripts/cost.sh` to count instructions of: unlike time, they are the same on a
//! busy machine.
//!
//! Called with the name of a case and a number it does the work so many times; without, it lists the
//! cases with the most that one call may cost.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark")]

mod support;

use std::hint::black_box;

use pii_mask::{
    Conversation, Detector, Dialect, Kind, Limits, Mapping, Masker, PlaceholderStyle, Tolerance, Unmasker,
};
use support::{Script, mapping, placeholders, rotating, text, variants};

/// What is called, and the instructions of one call; about a quarter more than were counted last, and more
/// where vectors are half as wide elsewhere.
type Case = (&'static str, u64, fn() -> Box<dyn FnMut()>);

const CASES: &[Case] = &[
    ("unmask_nothing_exact", 20_000, || nothing(Tolerance::Exact)),
    ("unmask_nothing_tolerant", 50_000, || nothing(Tolerance::Tolerant)),
    ("unmask_many", 1_500_000, unmask_many),
    ("stream_chunks", 1_300_000, stream),
    ("header_and_unmask", 27_000, header),
    ("mask_small", 65_000, mask_small),
    ("mask_ascii", 17_000_000, || mask_long(Script::Ascii)),
    ("mask_sparse_latin", 21_000_000, || mask_long(Script::SparseLatin)),
    ("mask_other_scripts", 180_000_000, || mask_long(Script::Other)),
    ("chat_turn", 200_000, || chat_turn(|_| 0)),
    ("chat_turn_rewritten", 2_700_000, || chat_turn(|n| n)),
    ("chat_event", 24_000, chat_event),
    ("detect_clean", 1_800_000, || detect("clean", without_names())),
    ("detect_tech", 6_000_000, || detect("tech", without_names())),
    ("detect_chat", 4_500_000, || detect("chat", without_names())),
    ("detect_dense", 31_000_000, || detect("dense", without_names())),
    ("detect_message", 380_000, || detect_message(without_names())),
    ("names_clean", 21_000_000, || detect("clean", Detector::new())),
    ("names_chat", 25_000_000, || detect("chat", Detector::new())),
    ("names_message", 620_000, || detect_message(Detector::new())),
];

/// A round of calls takes each once.
const TEXTS: usize = 8;

fn without_names() -> Detector {
    Detector::builder().disable([Kind::PERSON]).build().unwrap()
}

/// 64 KB of a sort.
fn detect(name: &'static str, detector: Detector) -> Box<dyn FnMut()> {
    let texts = (0..TEXTS).map(|n| support::detect::sort(name, 64 << 10, n)).collect();
    over(texts, move |text| {
        black_box(detector.detect(text).unwrap());
    })
}

/// A chat message, detected and masked in a new conversation.
fn detect_message(detector: Detector) -> Box<dyn FnMut()> {
    let texts = vec![support::detect::MESSAGE.to_owned(); TEXTS];
    over(texts, move |text| {
        let mut conversation = Conversation::builder().detector(detector.clone()).build().unwrap();
        black_box(conversation.mask(text).unwrap().entities.len());
    })
}

/// 64 KB without a placeholder.
fn nothing(tolerance: Tolerance) -> Box<dyn FnMut()> {
    let texts = variants(TEXTS, |n, script| text(64 << 10, script, 0.0, n, |_| String::new()));
    let unmasker = Unmasker::new(mapping(10)).tolerance(tolerance);
    over(texts, move |text| {
        black_box(unmasker.unmask(text));
    })
}

/// 1 MB, 10,000 entries, 1 % placeholders.
fn unmask_many() -> Box<dyn FnMut()> {
    let mapping = mapping(10_000);
    let known = placeholders(&mapping);
    let texts =
        variants(TEXTS, |n, script| text(1 << 20, script, 1.0, n, |n| known[n % known.len()].to_string()));
    let unmasker = Unmasker::new(mapping);
    let mut out = String::with_capacity(2 << 20);
    over(texts, move |text| {
        out.clear();
        unmasker.unmask_into(text, &mut out);
        black_box(&out);
    })
}

/// 19 KB in chunks of 5 bytes, 10,000 entries.
fn stream() -> Box<dyn FnMut()> {
    let mapping = mapping(10_000);
    let known = placeholders(&mapping);
    let texts =
        variants(TEXTS, |n, _| text(19 << 10, Script::Ascii, 4.0, n, |n| known[n % known.len()].to_string()));
    let unmasker = Unmasker::new(mapping);
    let mut out = String::with_capacity(64 << 10);
    over(texts, move |text| {
        out.clear();
        let mut stream = unmasker.stream();
        for chunk in text.as_bytes().chunks(5) {
            stream.push(std::str::from_utf8(chunk).unwrap(), &mut out);
        }
        black_box(stream.finish(&mut out));
    })
}

/// A mapping of 10 entries from JSON, a reply of 2 KB.
fn header() -> Box<dyn FnMut()> {
    let mapping = mapping(10);
    let known = placeholders(&mapping);
    let json = mapping.to_json();
    let texts =
        variants(TEXTS, |n, script| text(2 << 10, script, 1.0, n, |n| known[n % known.len()].to_string()));
    over(texts, move |text| {
        let mapping =
            Mapping::from_json(json.as_bytes(), PlaceholderStyle::Angle, &Limits::default()).unwrap();
        black_box(Unmasker::new(mapping).unmask(text).len());
    })
}

/// 1 KB, 10 entries, the search built for each text.
fn mask_small() -> Box<dyn FnMut()> {
    let mut mapping = mapping(10);
    let values: Vec<String> = mapping.iter().map(|(_, value)| value.to_owned()).collect();
    let texts =
        variants(TEXTS, |n, script| text(1 << 10, script, 2.0, n, |n| values[n % values.len()].clone()));
    let masker = Masker::new();
    over(texts, move |text| {
        black_box(masker.mask(text, &[], &mut mapping).unwrap().text.len());
    })
}

/// 1 MB, 1,000 entries, the search built before.
fn mask_long(script: Script) -> Box<dyn FnMut()> {
    let mapping = mapping(1_000);
    let values: Vec<String> = mapping.iter().map(|(_, value)| value.to_owned()).collect();
    let texts = (0..2).map(|n| text(1 << 20, script, 0.1, n, |n| values[n % values.len()].clone()));
    let mut conversation = Conversation::builder().mapping(mapping).build().unwrap();
    over(texts.collect(), move |text| {
        black_box(conversation.mask(text).unwrap().text.len());
    })
}

/// A payload of 100 messages that were sent before, and a new one. `begin`: a number before them.
fn chat_turn(begin: fn(usize) -> usize) -> Box<dyn FnMut()> {
    let mapping = mapping(100);
    let values: Vec<String> = mapping.iter().map(|(_, value)| value.to_owned()).collect();
    let message = |n, script| text(500, script, 2.0, n, |n| values[n % values.len()].clone());
    let history = variants(100, message);
    let bodies = variants(TEXTS, |n, script| {
        let texts = history.iter().cloned().chain([message(100 + n, script)]);
        let messages = texts.map(|text| serde_json::json!({ "role": "user", "content": text }));
        serde_json::json!({ "begin": begin(n), "messages": messages.collect::<Vec<_>>() }).to_string()
    });
    let mut conversation = Conversation::builder().mapping(mapping).build().unwrap();
    over(bodies, move |body| {
        black_box(conversation.mask_chat(Dialect::OpenAiChat, body).unwrap().body.len());
    })
}

/// An event of a stream.
fn chat_event() -> Box<dyn FnMut()> {
    let mapping = mapping(10);
    let known = placeholders(&mapping);
    let events = variants(TEXTS, |n, _| {
        let piece = if n == 0 { known[0].to_string() } else { format!(" word{n}") };
        let choice = serde_json::json!({ "index": 0, "delta": { "content": piece }, "finish_reason": null });
        format!("data: {}\n\n", serde_json::json!({ "id": "c", "model": "m", "choices": [choice] }))
    });
    let mut stream = Unmasker::new(mapping).chat_stream(Dialect::OpenAiChat);
    let mut out = Vec::with_capacity(1 << 10);
    over(events, move |event| {
        out.clear();
        stream.push(event.as_bytes(), &mut out).unwrap();
        black_box(&out);
    })
}

/// Calls with the texts in turn; they live as long as the program.
fn over(texts: Vec<String>, call: impl FnMut(&'static String) + 'static) -> Box<dyn FnMut()> {
    Box::new(rotating(Box::leak(texts.into_boxed_slice()), call))
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    match args.as_slice() {
        [name, rounds] => {
            let (_, _, case) = CASES.iter().find(|(case, ..)| case == name).unwrap();
            let mut call = case();
            (0..TEXTS * rounds.parse::<usize>().unwrap()).for_each(|_| call());
        }
        _ => CASES.iter().for_each(|(name, limit, _)| println!("{name} {}", limit * TEXTS as u64)),
    }
}
