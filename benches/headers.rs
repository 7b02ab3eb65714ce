//! A mapping as it is sent, in each encoding.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark")]

mod support;

use base64::Engine as _;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use pii_mask::{Limits, PiiHeaders};
use support::*;

fn percent(json: &str) -> String {
    json.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

fn headers(c: &mut Criterion) {
    let limits = Limits::default()
        .max_header_bytes(1 << 30)
        .max_all_headers_bytes(1 << 30)
        .max_header_entries(1 << 20)
        .max_header_text(1 << 30);
    for (name, entries) in [("N10", 10), ("N1k", 1_000), ("N100k", 100_000)] {
        let mapping = mapping(entries);
        let escaped = mapping.to_json();
        let plain = serde_json::to_string(&mapping).unwrap();
        let forms = [
            ("percent", percent(&plain)),
            ("base64", base64::engine::general_purpose::STANDARD.encode(&plain)),
            ("plain", plain),
            ("escaped", escaped),
        ];
        let mut group = c.benchmark_group(format!("headers/{name}"));
        for (form, value) in forms {
            group.throughput(Throughput::Elements(entries as u64));
            group.bench_function(BenchmarkId::from_parameter(form), |b| {
                b.iter(|| PiiHeaders::parse([("X-Pii-Mapping", value.as_bytes())], &limits).unwrap());
            });
        }
    }
}

criterion_group!(benches, headers);
criterion_main!(benches);
