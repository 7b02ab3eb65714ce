//! What is found in texts of several sorts, beside a search for one byte and what is done elsewhere: one
//! regular expression after the other.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark")]

mod support;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use pii_mask::{Conversation, Detector, Kind};
use support::detect::{MESSAGE, SORTS, sort};
use support::*;

const SIZES: [(&str, usize); 2] = [("2K", 2 << 10), ("1M", 1 << 20)];

/// Kinds that stand out by a sign of their own: no word in front of them is looked for.
fn without_cues() -> Detector {
    let bic = Kind::new("BIC").unwrap();
    Detector::builder().disable([Kind::PERSON, Kind::SECRET, Kind::USERNAME, bic]).build().unwrap()
}

/// Everything that has a form.
fn without_names() -> Detector {
    Detector::builder().disable([Kind::PERSON]).build().unwrap()
}

fn detect(c: &mut Criterion) {
    let (names, all, structured) = (Detector::new(), without_names(), without_cues());
    for name in SORTS {
        for (size_name, size) in SIZES {
            let texts: Vec<String> = (0..variant_count(size)).map(|n| sort(name, size, n)).collect();
            let mut group = c.benchmark_group(format!("detect/{name}/{size_name}"));
            group.throughput(Throughput::Bytes(size as u64));
            let mut call = rotating(&texts, |text| names.detect(text).unwrap().len());
            group.bench_function("all", |b| b.iter(&mut call));
            let mut call = rotating(&texts, |text| all.detect(text).unwrap().len());
            group.bench_function("without_names", |b| b.iter(&mut call));
            let mut call = rotating(&texts, |text| structured.detect(text).unwrap().len());
            group.bench_function("without_cues", |b| b.iter(&mut call));
            let mut call = rotating(&texts, |text| memchr::memchr(0xff, text.as_bytes()));
            group.bench_function("memchr", |b| b.iter(&mut call));
            let naive = naive();
            let mut call = rotating(&texts, |text| {
                naive.iter().map(|regex| regex.find_iter(text).count()).sum::<usize>()
            });
            group.bench_function("twelve_regexes", |b| b.iter(&mut call));
        }
    }
}

/// A dozen of the patterns that are used elsewhere, one after the other.
fn naive() -> Vec<regex::Regex> {
    [
        r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}",
        r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}",
        r"[0-9]{3}-[0-9]{2}-[0-9]{4}",
        r"(?:[0-9]{4}[ -]?){3}[0-9]{4}",
        r"\+?[0-9]{1,3}[ .-]?\(?[0-9]{2,4}\)?[ .-]?[0-9]{3,4}[ .-]?[0-9]{3,4}",
        r"[A-Z]{2}[0-9]{2}[ ]?(?:[A-Z0-9]{4}[ ]?){2,7}[A-Z0-9]{1,4}",
        r"https?://[^ ]+",
        r"(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}",
        r"(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}",
        r"AKIA[0-9A-Z]{16}",
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
        r"(?i)password[ ]?[:=][ ]?[^ ]+",
    ]
    .map(|pattern| regex::Regex::new(pattern).unwrap())
    .into()
}

fn message(c: &mut Criterion) {
    let mut group = c.benchmark_group("detect/message");
    group.throughput(Throughput::Bytes(MESSAGE.len() as u64));
    for (name, detector) in [("all", Detector::new()), ("without_names", without_names())] {
        group.bench_function(BenchmarkId::new("detect", name), |b| {
            b.iter(|| detector.detect(MESSAGE).unwrap().len());
        });
        group.bench_function(BenchmarkId::new("detect_and_mask", name), |b| {
            b.iter(|| {
                let mut conversation = Conversation::builder().detector(detector.clone()).build().unwrap();
                conversation.mask(MESSAGE).unwrap().entities.len()
            });
        });
    }
    group.bench_function("build", |b| b.iter(|| Detector::builder().disable([Kind::URL]).build().unwrap()));
}

fn adversarial(c: &mut Criterion) {
    let detector = Detector::new();
    for (name, piece) in support::detect::HOSTILE {
        let mut group = c.benchmark_group("detect/adversarial");
        let text = piece.repeat((1 << 20) / piece.len());
        group.throughput(Throughput::Bytes(text.len() as u64)).sample_size(10);
        group.bench_with_input(BenchmarkId::from_parameter(name), &text, |b, text| {
            b.iter(|| detector.detect(text).unwrap().len());
        });
    }
}

criterion_group!(benches, detect, message, adversarial);
criterion_main!(benches);
