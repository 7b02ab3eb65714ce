//! Replies that arrive in pieces.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark")]

mod support;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use pii_mask::Unmasker;
use support::*;

/// 19 KB with some 80 placeholders, in pieces of so many bytes.
fn stream(c: &mut Criterion) {
    let mapping = mapping(1_000);
    let known = placeholders(&mapping);
    let texts = variants(VARIANTS, |n, script| {
        text(19 << 10, script, 4.0, n, |n| known[n % known.len()].to_string())
    });
    let unmasker = Unmasker::new(mapping);
    let mut group = c.benchmark_group("stream");
    for size in [1, 2, 5, 16, 64, 1024] {
        let chunks: Vec<Vec<&[u8]>> =
            texts.iter().map(|text| text.as_bytes().chunks(size).collect()).collect();
        group.throughput(Throughput::Elements(chunks[0].len() as u64));
        let mut out = Vec::with_capacity(64 << 10);
        let mut call = rotating(&chunks, |chunks| {
            out.clear();
            let mut stream = unmasker.stream();
            chunks.iter().for_each(|chunk| stream.push_bytes(chunk, &mut out));
            stream.finish_bytes(&mut out)
        });
        group.bench_function(BenchmarkId::new("chunk", size), |b| b.iter(&mut call));
        let mut out = Vec::with_capacity(64 << 10);
        let mut call = rotating(&chunks, |chunks| {
            out.clear();
            chunks.iter().for_each(|chunk| out.extend_from_slice(chunk));
            out.len()
        });
        group.bench_function(BenchmarkId::new("append_only", size), |b| b.iter(&mut call));
    }
}

criterion_group!(benches, stream);
criterion_main!(benches);
