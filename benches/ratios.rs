//! The table of the README: each path beside what bounds it and what others do, measured in one
//! run, interleaved. What a path may cost is in `cost.rs`: instructions, which do not depend on the machine.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark that fails, fails")]

mod support;

use std::time::Duration;

use pii_mask::{Conversation, Limits, Mapping, Masker, PlaceholderStyle, Tolerance, Unmasker};
use support::*;

struct Row {
    path: &'static str,
    time: Duration,
    bytes: usize,
    beside: &'static str,
    beside_time: Duration,
}

impl Row {
    fn ratio(&self) -> f64 {
        self.time.as_secs_f64() / self.beside_time.as_secs_f64()
    }
}

const BUDGET: Duration = Duration::from_millis(400);

fn main() {
    let mut rows = Vec::new();
    unmask_nothing(&mut rows);
    unmask_many(&mut rows);
    stream(&mut rows);
    header(&mut rows);
    mask(&mut rows);
    println!("| path | time | throughput | beside | ratio |");
    println!("|---|---|---|---|---|");
    for row in &rows {
        let throughput = row.bytes as f64 / row.time.as_secs_f64() / 1e9;
        println!(
            "| {} | {} | {throughput:.2} GB/s | {} | {:.2} |",
            row.path,
            time(row.time),
            row.beside,
            row.ratio()
        );
    }
}

fn time(time: Duration) -> String {
    match time.as_nanos() {
        nanos @ 0..10_000 => format!("{nanos} ns"),
        nanos => format!("{:.1} µs", nanos as f64 / 1e3),
    }
}

fn unmask_nothing(rows: &mut Vec<Row>) {
    let texts = variants(VARIANTS, |n, script| text(64 << 10, script, 0.0, n, |_| String::new()));
    let exact = Unmasker::new(mapping(10)).tolerance(Tolerance::Exact);
    let tolerant = Unmasker::new(mapping(10));
    let times = interleaved(
        BUDGET,
        &mut [
            &mut rotating(&texts, |text| exact.unmask(text)),
            &mut rotating(&texts, |text| memchr::memchr(b'<', text.as_bytes())),
            &mut rotating(&texts, |text| tolerant.unmask(text)),
            &mut rotating(&texts, |text| memchr::memchr3(b'<', b'\\', b'&', text.as_bytes())),
        ],
    );
    let bytes = texts[0].len();
    for (path, at, beside) in [
        ("unmask 64 KB, nothing to replace, exact", 0, "memchr"),
        ("unmask 64 KB, nothing to replace, tolerant", 2, "memchr3"),
    ] {
        rows.push(Row { path, time: times[at], bytes, beside, beside_time: times[at + 1] });
    }
}

fn unmask_many(rows: &mut Vec<Row>) {
    let mapping = mapping(10_000);
    let known = placeholders(&mapping);
    let texts =
        variants(8, |n, script| text(1 << 20, script, 1.0, n, |n| known[n % known.len()].to_string()));
    let json = mapping.to_json();
    let unmasker = Unmasker::new(mapping);
    let mut copy = vec![0; 1 << 20];
    let mut out = String::with_capacity(2 << 20);
    let times = interleaved(
        BUDGET,
        &mut [
            &mut rotating(&texts, |text| {
                out.clear();
                unmasker.unmask_into(text, &mut out);
            }),
            &mut rotating(&texts, |text| copy[..text.len()].copy_from_slice(text.as_bytes())),
            &mut rotating(&texts, |text| {
                let mapping =
                    Mapping::from_json(json.as_bytes(), PlaceholderStyle::Angle, &Limits::default()).unwrap();
                Unmasker::new(mapping).unmask(text).len()
            }),
        ],
    );
    let bytes = texts[0].len();
    rows.push(Row {
        path: "unmask 1 MB, 10,000 entries, 1 % placeholders",
        time: times[0],
        bytes,
        beside: "memcpy",
        beside_time: times[1],
    });
    rows.push(Row {
        path: "the same with the mapping read from JSON",
        time: times[2],
        bytes,
        beside: "memcpy",
        beside_time: times[1],
    });
}

fn stream(rows: &mut Vec<Row>) {
    for entries in [10, 10_000] {
        let mapping = mapping(entries);
        let known = placeholders(&mapping);
        let texts = variants(VARIANTS, |n, _| {
            text(19 << 10, Script::Ascii, 4.0, n, |n| known[n % known.len()].to_string())
        });
        let unmasker = Unmasker::new(mapping);
        let chunks: Vec<Vec<&str>> = texts
            .iter()
            .map(|text| text.as_bytes().chunks(5).map(|chunk| std::str::from_utf8(chunk).unwrap()).collect())
            .collect();
        let mut out = String::with_capacity(64 << 10);
        let mut copied = String::with_capacity(64 << 10);
        let times = interleaved(
            BUDGET,
            &mut [
                &mut rotating(&chunks, |chunks| {
                    out.clear();
                    let mut stream = unmasker.stream();
                    for chunk in chunks {
                        stream.push(chunk, &mut out);
                    }
                    stream.finish(&mut out)
                }),
                &mut rotating(&chunks, |chunks| {
                    copied.clear();
                    for chunk in chunks {
                        copied.push_str(chunk);
                    }
                    copied.len()
                }),
            ],
        );
        let count = chunks[0].len() as u32;
        rows.push(Row {
            path: if entries == 10 {
                "stream, a 5-byte chunk, 10 entries"
            } else {
                "stream, a 5-byte chunk, 10,000 entries"
            },
            time: times[0] / count,
            bytes: 5,
            beside: "push_str",
            beside_time: times[1] / count,
        });
    }
}

fn header(rows: &mut Vec<Row>) {
    let mapping = mapping(10);
    let known = placeholders(&mapping);
    let json = mapping.to_json();
    let entries: Vec<(String, String)> = mapping.iter().map(|(p, v)| (p.to_string(), v.to_owned())).collect();
    let texts =
        variants(VARIANTS, |n, script| text(2 << 10, script, 1.0, n, |n| known[n % known.len()].to_string()));
    let limits = Limits::default();
    let times = interleaved(
        BUDGET,
        &mut [
            &mut rotating(&texts, |text| {
                let mapping = Mapping::from_json(json.as_bytes(), PlaceholderStyle::Angle, &limits).unwrap();
                Unmasker::new(mapping).unmask(text).len()
            }),
            &mut rotating(&texts, |text| unmask_by_replace(text, &entries).len()),
        ],
    );
    rows.push(Row {
        path: "mapping from JSON + unmask 2 KB, 10 entries",
        time: times[0],
        bytes: texts[0].len(),
        beside: "replace per entry, mapping ready",
        beside_time: times[1],
    });
}

fn mask(rows: &mut Vec<Row>) {
    let small = mapping(10);
    let values: Vec<String> = small.iter().map(|(_, value)| value.to_owned()).collect();
    let texts =
        variants(VARIANTS, |n, script| text(1 << 10, script, 2.0, n, |n| values[n % values.len()].clone()));
    let masker = Masker::new();
    let mut scratch = small.clone();
    let times = interleaved(
        BUDGET,
        &mut [
            &mut rotating(&texts, |text| masker.mask(text, &[], &mut scratch).unwrap().text.len()),
            &mut rotating(&texts, |text| {
                let mut text = text.to_lowercase();
                for value in &values {
                    text = text.replace(&value.to_lowercase(), "<PERSON_1>");
                }
                text.len()
            }),
        ],
    );
    rows.push(Row {
        path: "mask 1 KB, 10 entries, build included",
        time: times[0],
        bytes: texts[0].len(),
        beside: "lower case + replace per entry",
        beside_time: times[1],
    });
    for (script, path) in [
        (Script::Ascii, "mask 1 MB, 1,000 entries, prebuilt, ASCII"),
        (Script::SparseLatin, "mask 1 MB, 1,000 entries, prebuilt, sparse Latin"),
        (Script::Other, "mask 1 MB, 1,000 entries, prebuilt, other scripts"),
    ] {
        let big = mapping(1_000);
        let values: Vec<String> = big.iter().map(|(_, value)| value.to_owned()).collect();
        let texts: Vec<String> =
            (0..8).map(|n| text(1 << 20, script, 0.1, n, |n| values[n % values.len()].clone())).collect();
        let mut conversation = Conversation::builder().mapping(big).build().unwrap();
        let mut copy = vec![0; 1 << 20];
        let times = interleaved(
            BUDGET,
            &mut [
                &mut rotating(&texts, |text| conversation.mask(text).unwrap().text.len()),
                &mut rotating(&texts, |text| copy[..text.len()].copy_from_slice(text.as_bytes())),
            ],
        );
        rows.push(Row {
            path,
            time: times[0],
            bytes: texts[0].len(),
            beside: "memcpy",
            beside_time: times[1],
        });
    }
}
