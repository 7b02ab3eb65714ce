//! Known values, found and replaced.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark")]

mod support;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use pii_mask::{Conversation, Kind, Mapping, Masker, Matching, Source};
use support::*;

const SIZES: [(&str, usize); 3] = [("1K", 1 << 10), ("64K", 64 << 10), ("1M", 1 << 20)];
const ENTRIES: [(&str, usize); 5] =
    [("N10", 10), ("N100", 100), ("N1k", 1_000), ("N10k", 10_000), ("N100k", 100_000)];

fn conversation(mapping: Mapping, matching: Matching) -> Conversation {
    Conversation::builder().mapping(mapping).matching(matching).build().unwrap()
}

fn mask(c: &mut Criterion) {
    for (entries_name, entries) in ENTRIES {
        let mapping = mapping(entries);
        let values: Vec<String> = mapping.iter().map(|(_, value)| value.to_owned()).collect();
        for (size_name, size) in SIZES {
            let texts = variants(variant_count(size), |n, script| {
                text(size, script, 0.5, n, |n| values[n % values.len()].clone())
            });
            for (matching_name, matching) in [("folded", Matching::Folded), ("exact", Matching::Exact)] {
                let mut group = c.benchmark_group(format!("mask/{size_name}/{entries_name}/{matching_name}"));
                group.throughput(Throughput::Bytes(size as u64));
                let mut built = conversation(mapping.clone(), matching);
                let mut call = rotating(&texts, |text| built.mask(text).unwrap().text.len());
                group.bench_function("search", |b| b.iter(&mut call));
                group.bench_function("build", |b| {
                    b.iter_batched(
                        || conversation(mapping.clone(), matching),
                        |mut fresh| fresh.mask("").unwrap().text.len(),
                        BatchSize::LargeInput,
                    );
                });
                let masker = Masker::new().matching(matching);
                let mut scratch = mapping.clone();
                let mut call =
                    rotating(&texts, |text| masker.mask(text, &[], &mut scratch).unwrap().text.len());
                group.bench_function("end_to_end", |b| b.iter(&mut call));
            }
        }
    }
}

fn adversarial(c: &mut Criterion) {
    let with = |values: &mut dyn Iterator<Item = String>| {
        let mut mapping = Mapping::new();
        values.for_each(|value| {
            mapping.assign(&Kind::PERSON, &value, Source::Explicit).unwrap();
        });
        mapping
    };
    let cases: [(&str, Mapping, &str); 4] = [
        (
            "same_prefix",
            with(&mut (0..10_000).map(|n| format!("the same words first {n}"))),
            "the same words first ",
        ),
        (
            "common_word",
            with(&mut (0..100).map(|n| format!("the {n}th"))),
            "the cat and the dog and the 77th ",
        ),
        ("curly_quotes", mapping(1_000), "“it’s” – ‘that’s’ … "),
        ("a_run", with(&mut ["a".to_owned(), format!("{}b", "a ".repeat(200))].into_iter()), "a "),
    ];
    for (name, mapping, piece) in cases {
        let text = piece.repeat((1 << 20) / piece.len());
        let mut conversation = conversation(mapping, Matching::Folded);
        let mut group = c.benchmark_group("mask/adversarial");
        group.sample_size(10).throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(BenchmarkId::from_parameter(name), |b| {
            b.iter(|| conversation.mask(&text).unwrap().text.len());
        });
    }
}

criterion_group!(benches, mask, adversarial);
criterion_main!(benches);
