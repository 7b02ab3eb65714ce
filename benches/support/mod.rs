//! Inputs and baselines that all workloads share. Everything is made from counters, so each run
//! measures the same bytes.

#![allow(dead_code, reason = "each benchmark uses a part")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark that fails, fails")]

pub(crate) mod detect;

use std::hint::black_box;
use std::time::{Duration, Instant};

use pii_mask::{Kind, Mapping, Placeholder, Source};

/// Inputs rotate, so that no branch predictor learns one by heart.
pub(crate) const VARIANTS: usize = 64;

const FIRST: &[&str] = &[
    "John", "Mary", "Zoë", "José", "Anna", "Piotr", "Søren", "Ingrid", "Marco", "Élodie", "Hans", "Lucía",
    "Björn", "Fatima", "Wei", "Olga",
];
const LAST: &[&str] = &[
    "Doe",
    "Smith",
    "García",
    "Müller",
    "Kowalski",
    "Jansen",
    "Rossi",
    "Lindqvist",
    "Dubois",
    "O'Brien",
    "Nowak",
    "Silva",
    "de Vries",
    "Schmidt",
    "Novák",
    "Costa",
];
const ASCII: &[&str] = &[
    "please", "send", "the", "report", "to", "our", "office", "before", "Friday", "and", "let", "me", "know",
    "if", "anything", "about", "invoice", "is", "still", "missing", "from", "your", "side", "thanks", "for",
    "waiting",
];
const LATIN: &[&str] = &["café", "über", "naïve", "señal", "garçon", "–", "“quoted”", "it’s", "80 €", "déjà"];
const OTHER: &[&str] =
    &["договор", "подписан", "сегодня", "合同", "已经", "签署", "계약은", "συμφωνία", "عقد", "สัญญา"];

/// Which words a text is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    Ascii,
    /// One word in twelve has letters beyond ASCII.
    SparseLatin,
    /// Two words in three are no Latin ones.
    Other,
}

/// A number that looks random and is the same in each run.
pub(crate) fn scatter(n: usize) -> usize {
    let mut x = n as u64 + 0x9e37_79b9_7f4a_7c15;
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (x ^ (x >> 31)) as usize >> 8
}

pub(crate) fn pick<'a>(list: &[&'a str], n: usize) -> &'a str {
    list[scatter(n) % list.len()]
}

/// The value of entry `n`: names, with addresses and numbers among them.
pub(crate) fn value(n: usize) -> (Kind, String) {
    let (first, last) = (pick(FIRST, n), pick(LAST, n + 1));
    match n % 10 {
        3 => (Kind::EMAIL, format!("{}.{n}@example.org", first.to_lowercase())),
        6 => (Kind::PHONE, format!("+31 6 {:08}", scatter(n) % 100_000_000)),
        _ if n < 16 => (Kind::PERSON, format!("{first} {last}")),
        _ => (Kind::PERSON, format!("{first} {last}{n}")),
    }
}

pub(crate) fn mapping(entries: usize) -> Mapping {
    let mut mapping = Mapping::new();
    let mut n = 0;
    while mapping.len() < entries {
        let (kind, value) = value(n);
        mapping.assign(&kind, &value, Source::Explicit).unwrap();
        n += 1;
    }
    mapping
}

/// Words up to `len` bytes; in one place of a hundred bytes times `density` stands what `item` says.
pub(crate) fn text(
    len: usize,
    script: Script,
    density: f64,
    seed: usize,
    mut item: impl FnMut(usize) -> String,
) -> String {
    let mut text = String::with_capacity(len + 64);
    let mut inserted = 0;
    let mut n = seed * 7919;
    while text.len() < len {
        n += 1;
        if (inserted as f64) < text.len() as f64 * density / 100.0 {
            let item = item(scatter(n));
            inserted += item.len();
            text.push_str(&item);
        } else {
            text.push_str(match script {
                Script::SparseLatin if n % 12 == 0 => pick(LATIN, n),
                Script::Other if n % 3 != 0 => pick(OTHER, n),
                _ => pick(ASCII, n),
            });
        }
        text.push_str(if n % 17 == 0 { ".\n" } else { " " });
    }
    let end = (0..=len).rev().find(|&at| text.is_char_boundary(at)).unwrap();
    text.truncate(end);
    text
}

/// Variants of one text; every second one has letters beyond ASCII.
pub(crate) fn variants(count: usize, mut make: impl FnMut(usize, Script) -> String) -> Vec<String> {
    (0..count).map(|n| make(n, if n % 2 == 0 { Script::Ascii } else { Script::SparseLatin })).collect()
}

/// As many variants as fit into 64 MB, at most [`VARIANTS`].
pub(crate) fn variant_count(len: usize) -> usize {
    VARIANTS.min(((64 << 20) / len.max(1)).max(2))
}

pub(crate) fn placeholders(mapping: &Mapping) -> Vec<Placeholder> {
    mapping.iter().map(|(placeholder, _)| placeholder.clone()).collect()
}

/// What others do: one `replace` for each entry.
pub(crate) fn unmask_by_replace(text: &str, entries: &[(String, String)]) -> String {
    let mut text = text.to_owned();
    for (placeholder, value) in entries {
        if text.contains(placeholder.as_str()) {
            text = text.replace(placeholder.as_str(), value);
        }
    }
    text
}

/// Median time of one call. Rounds of the candidates are interleaved, so that a busy machine is
/// equally busy for all.
pub(crate) fn interleaved(budget: Duration, candidates: &mut [&mut dyn FnMut()]) -> Vec<Duration> {
    let mut calls = Vec::new();
    for candidate in candidates.iter_mut() {
        candidate();
        let start = Instant::now();
        candidate();
        let once = start.elapsed().max(Duration::from_nanos(5));
        calls.push((Duration::from_micros(300).as_nanos() / once.as_nanos()).clamp(1, 20_000) as u32);
    }
    let mut rounds: Vec<Vec<Duration>> = vec![Vec::new(); candidates.len()];
    let start = Instant::now();
    while start.elapsed() < budget || rounds[0].len() < 5 {
        for ((candidate, times), &calls) in candidates.iter_mut().zip(&mut rounds).zip(&calls) {
            let start = Instant::now();
            for _ in 0..calls {
                candidate();
            }
            times.push(start.elapsed() / calls);
        }
    }
    rounds
        .into_iter()
        .map(|mut times| {
            times.sort();
            times[times.len() / 2]
        })
        .collect()
}

/// Calls `f` with the inputs in turn.
pub(crate) fn rotating<'a, T, R>(inputs: &'a [T], mut f: impl FnMut(&'a T) -> R) -> impl FnMut() {
    let mut n = 0;
    move || {
        n = (n + 1) % inputs.len();
        black_box(f(black_box(&inputs[n])));
    }
}
