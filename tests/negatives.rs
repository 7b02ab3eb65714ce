//! Texts without personal data: how often something is found in them all the same.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use pii_mask::Detector;

/// A number that looks random and is the same in each run.
fn scatter(n: u64) -> u64 {
    let mut x = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// What machines write: numbers of things, times, versions, hashes, tables.
fn machine_text(n: u64) -> String {
    let r = |at: u64, below: u64| scatter(n * 31 + at) % below;
    match n % 12 {
        0 => format!(
            "order {} was shipped on 2026-{:02}-{:02}",
            10_000_000 + r(0, 9_000_000_000),
            1 + r(1, 12),
            1 + r(2, 28)
        ),
        1 => format!(
            "commit {:040x} touches {} files",
            u128::from(scatter(n)) << 64 | u128::from(scatter(n + 1)),
            r(0, 90)
        ),
        2 => format!(
            "request {:08x}-{:04x}-4{:03x}-a{:03x}-{:012x} took {} ms",
            r(0, 1 << 32),
            r(1, 1 << 16),
            r(2, 4096),
            r(3, 4096),
            r(4, 1 << 48),
            r(5, 5000)
        ),
        3 => format!(
            "version {}.{}.{} replaces {}.{}.{}-rc.{}",
            r(0, 20),
            r(1, 40),
            r(2, 99),
            r(3, 20),
            r(4, 40),
            r(5, 99),
            r(6, 9)
        ),
        4 => format!("{} {} {} {} {}", r(0, 1000), r(1, 1000), r(2, 10_000), r(3, 100), r(4, 100_000)),
        5 => format!("{},{}.{:02},{},{}", r(0, 100_000), r(1, 9999), r(2, 100), r(3, 1_000_000), r(4, 10)),
        6 => format!(
            "at {:02}:{:02}:{:02}.{:03} the queue had {} items",
            r(0, 24),
            r(1, 60),
            r(2, 60),
            r(3, 1000),
            r(4, 100_000)
        ),
        7 => format!(
            "invoice {}-{:05}, {}.{:02} EUR, due in {} days",
            2020 + r(0, 6),
            r(1, 100_000),
            r(2, 9999),
            r(3, 100),
            r(4, 60)
        ),
        8 => format!(
            "timestamp {} (epoch), offset {}, line {}",
            1_500_000_000 + r(0, 300_000_000),
            r(1, 1 << 31),
            r(2, 5000)
        ),
        9 => format!("etag \"{:016x}{:016x}\" size {} bytes", scatter(n), scatter(n + 7), r(0, 1 << 30)),
        10 => format!("error {} in module {} (code 0x{:08x})", r(0, 9_999_999), r(1, 99), r(2, 1 << 32)),
        _ => format!("tracking {}Z{}X{} left hub {}", r(0, 10), r(1, 999_999_999), r(2, 99_999), r(3, 99)),
    }
}

#[test]
fn hardly_anything_is_found_where_nothing_is() {
    let prose = include_str!("data/negatives/prose.txt").lines();
    let technical = include_str!("data/negatives/technical.txt").lines();
    let machines: Vec<String> = (0..4000).map(machine_text).collect();
    let (mut words, mut hits) = (0, Vec::new());
    for text in prose.chain(technical).chain(machines.iter().map(String::as_str)) {
        words += text.split_whitespace().count();
        for entity in Detector::new().detect(text).unwrap() {
            hits.push(format!(
                "{} {:?} in {text}",
                entity.recognizer().unwrap(),
                entity.span().get(text).unwrap()
            ));
        }
    }
    assert!(hits.is_empty() && words > 22_000, "{} in {words} words: {hits:#?}", hits.len());
}
