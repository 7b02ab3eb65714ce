//! Whole texts, whole mappings.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark")]

mod support;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use pii_mask::{Limits, Mapping, PlaceholderStyle, Unmasker};
use support::*;

const SIZES: [(&str, usize); 3] = [("2K", 2 << 10), ("64K", 64 << 10), ("1M", 1 << 20)];
const ENTRIES: [(&str, usize); 4] = [("N10", 10), ("N1k", 1_000), ("N10k", 10_000), ("N100k", 100_000)];
const DENSITIES: [f64; 4] = [0.0, 0.1, 1.0, 5.0];

/// What bounds everything else.
fn limits(c: &mut Criterion) {
    for (name, len) in [("1K", 1 << 10), ("1M", 1 << 20), ("64M", 64 << 20)] {
        let text = "x".repeat(len);
        let mut copy = vec![0u8; len];
        let mut group = c.benchmark_group("limits");
        group.throughput(Throughput::Bytes(len as u64));
        group.bench_function(BenchmarkId::new("memcpy", name), |b| {
            b.iter(|| copy.copy_from_slice(text.as_bytes()))
        });
        group.bench_function(BenchmarkId::new("memchr", name), |b| {
            b.iter(|| memchr::memchr(b'<', text.as_bytes()))
        });
        group.bench_function(BenchmarkId::new("to_owned", name), |b| b.iter(|| text.to_owned()));
    }
}

fn unmask(c: &mut Criterion) {
    let limits = Limits::default().max_body_entries(200_000).max_body_text(64 << 20);
    for (entries_name, entries) in ENTRIES {
        let mapping = mapping(entries);
        let known = placeholders(&mapping);
        let json = mapping.to_json();
        let conversation = Unmasker::new(mapping);
        for (size_name, size) in SIZES {
            let mut group = c.benchmark_group(format!("unmask/{size_name}/{entries_name}"));
            group.throughput(Throughput::Bytes(size as u64));
            for density in DENSITIES {
                let texts = variants(variant_count(size), |n, script| {
                    text(size, script, density, n, |n| known[n % known.len()].to_string())
                });
                let mut call = rotating(&texts, |text| conversation.unmask(text).len());
                group.bench_function(BenchmarkId::new("conversation", density), |b| b.iter(&mut call));
                let mut call = rotating(&texts, |text| {
                    let mapping =
                        Mapping::from_json(json.as_bytes(), PlaceholderStyle::Angle, &limits).unwrap();
                    Unmasker::new(mapping).unmask(text).len()
                });
                group.bench_function(BenchmarkId::new("request", density), |b| b.iter(&mut call));
            }
        }
    }
}

fn adversarial(c: &mut Criterion) {
    let unmasker = Unmasker::new(mapping(1_000));
    let mut group = c.benchmark_group("unmask/adversarial");
    for (name, piece) in [
        ("lt", "<"),
        ("html", "<div class=\"a\">&amp;<b>x</b></div>"),
        ("unclosed", "<PERSON_1 "),
        ("unknown", "<PERSON_999999>"),
    ] {
        let text = piece.repeat((1 << 20) / piece.len());
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |b| b.iter(|| unmasker.unmask(&text).len()));
    }
}

criterion_group!(benches, limits, unmask, adversarial);
criterion_main!(benches);
