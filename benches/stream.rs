//! Replies that arrive in pieces.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark")]

mod support;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use pii_mask::{SseFramer, Unmasker};
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

/// A hundred events of 200 bytes, in pieces of so many bytes: name and data of each, and other data.
fn events(c: &mut Criterion) {
    let data = format!("{{\"delta\":{{\"content\":\"{}\"}}}}", "x".repeat(140));
    let reply = format!("event: delta\ndata: {data}\n\n").repeat(100);
    let mut group = c.benchmark_group("sse");
    for size in [16, 200, 4096] {
        let chunks: Vec<&[u8]> = reply.as_bytes().chunks(size).collect();
        group.throughput(Throughput::Elements(100));
        let (mut framer, mut out) = (SseFramer::new(), Vec::with_capacity(64 << 10));
        group.bench_function(BenchmarkId::new("frame", size), |b| {
            b.iter(|| {
                let mut events = 0;
                for chunk in &chunks {
                    framer.push(chunk);
                    while let Ok(Some(event)) = framer.next_event() {
                        events += event.raw().len();
                    }
                }
                events
            });
        });
        group.bench_function(BenchmarkId::new("rewrite", size), |b| {
            b.iter(|| {
                out.clear();
                for chunk in &chunks {
                    framer.push(chunk);
                    while let Ok(Some(event)) = framer.next_event() {
                        if event.name().is_some() && event.data().is_some() {
                            event.write_with_data(&data, &mut out);
                        }
                    }
                }
                out.len()
            });
        });
    }
}

criterion_group!(benches, stream, events);
criterion_main!(benches);
