//! Chat payloads: a long history that is sent again with each message, and events of streams.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark")]

mod support;

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use pii_mask::{Conversation, Dialect, Entity, Kind, Mapping, Source, Span, Unmasker};
use support::*;

/// How long a talk goes on.
const TURNS: usize = 32;

/// A thousand messages of five hundred bytes, with values of a hundred people.
fn history(mapping: &Mapping) -> Vec<String> {
    let values: Vec<String> = mapping.iter().map(|(_, value)| value.to_owned()).collect();
    let script = |n| if n % 2 == 0 { Script::Ascii } else { Script::SparseLatin };
    (0..1_000).map(|n| text(500, script(n), 2.0, n, |n| values[n % values.len()].clone())).collect()
}

fn body(history: &[String]) -> String {
    let messages = history.iter().enumerate().map(|(n, text)| {
        let role = if n % 2 == 0 { "user" } else { "assistant" };
        serde_json::json!({ "role": role, "content": text })
    });
    serde_json::json!({ "model": "m", "messages": messages.collect::<Vec<_>>() }).to_string()
}

fn conversation(mapping: &Mapping) -> Conversation {
    Conversation::builder().mapping(mapping.clone()).build().unwrap()
}

fn messages(c: &mut Criterion) {
    let mapping = mapping(100);
    let mut texts = history(&mapping);
    let before = body(&texts);
    texts.push("And now? Ask Zed Zulu, please.".to_owned());
    let after = body(&texts);
    let last = texts.len() - 1;
    let known: Vec<&str> = texts[..last].iter().map(String::as_str).collect();
    let mut group = c.benchmark_group("chat/1000_messages");
    group.throughput(Throughput::Bytes(after.len() as u64)).sample_size(20);

    let seen = {
        let mut seen = conversation(&mapping);
        seen.mask_chat(Dialect::OpenAiChat, &before).unwrap();
        seen
    };
    // What it costs to do nothing: the bytes copied; the JSON read as a tree and written again.
    group.bench_function("copied", |b| b.iter(|| after.clone()));
    group.bench_function("as_a_tree", |b| {
        b.iter(|| serde_json::from_str::<serde_json::Value>(&after).unwrap().to_string());
    });
    // A conversation goes on: what it costs to drop one is not part of a turn.
    group.bench_function("cold", |b| {
        b.iter_batched(
            || conversation(&mapping),
            |mut fresh| (fresh.mask_chat(Dialect::OpenAiChat, &after).unwrap().body.len(), fresh),
            BatchSize::LargeInput,
        );
    });
    // A talk that goes on for some turns, a question and an answer each.
    let mut longer = texts.clone();
    let turns: Vec<String> = (1..=TURNS)
        .map(|turn| {
            longer.extend(["So, who is Zed Zulu?".to_owned(), format!("Nobody. He asked {turn} times.")]);
            body(&longer[..longer.len() - 1])
        })
        .collect();
    group.bench_function("warm", |b| {
        b.iter_custom(|iterations| {
            let (mut spent, mut talk) = (Duration::ZERO, seen.clone());
            for n in 0..iterations as usize {
                if n % TURNS == 0 {
                    talk = seen.clone();
                }
                let begun = Instant::now();
                let masked = talk.mask_chat(Dialect::OpenAiChat, &turns[n % TURNS]).unwrap();
                spent += begun.elapsed();
                black_box(masked);
            }
            spent
        });
    });
    // The same without JSON: texts of a server that keeps them apart.
    let mut apart = conversation(&mapping);
    apart.mask_request(&known, "Hello", &[]).unwrap();
    group.bench_function("warm_texts", |b| {
        b.iter_batched(
            || apart.clone(),
            |mut apart| (apart.mask_request(&known, &texts[last], &[]).unwrap().len(), apart),
            BatchSize::LargeInput,
        );
    });
    let found = [Entity::detected(Span::new(13, 21), Kind::PERSON)];
    group.bench_function("grow_mapping", |b| {
        b.iter_batched(
            || apart.clone(),
            |mut apart| (apart.mask_request(&known, &texts[last], &found).unwrap().len(), apart),
            BatchSize::LargeInput,
        );
    });
}

/// A stream of events of each dialect, one piece of text each; every tenth has a placeholder.
fn events(c: &mut Criterion) {
    let mut mapping = Mapping::new();
    mapping.assign(&Kind::PERSON, "John Doe", Source::Explicit).unwrap();
    let unmasker = Unmasker::new(mapping);
    let text = |n: usize| if n % 10 == 0 { "<PERSON_1>".to_owned() } else { format!(" word{n}") };
    let event = |dialect, n| match dialect {
        Dialect::OpenAiResponses => serde_json::json!({
            "type": "response.output_text.delta", "sequence_number": n, "item_id": "msg_68d1c82b0f9481a2a4b5c6d7",
            "output_index": 0, "content_index": 0, "delta": text(n), "logprobs": [],
        }),
        Dialect::Anthropic => serde_json::json!({
            "type": "content_block_delta", "index": 0, "delta": { "type": "text_delta", "text": text(n) },
        }),
        _ => serde_json::json!({
            "id": "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT", "object": "chat.completion.chunk", "created": 1_741_569_952,
            "model": "gpt-5.1", "service_tier": "default", "system_fingerprint": null,
            "choices": [{ "index": 0, "delta": { "content": text(n) }, "logprobs": null, "finish_reason": null }],
        }),
    };
    let mut group = c.benchmark_group("chat/event");
    group.throughput(Throughput::Elements(1_000));
    for &dialect in Dialect::ALL {
        let events: Vec<String> = (0..1_000).map(|n| format!("data: {}\n\n", event(dialect, n))).collect();
        let mut out = Vec::with_capacity(1 << 20);
        group.bench_function(BenchmarkId::from_parameter(dialect), |b| {
            b.iter(|| {
                out.clear();
                let mut stream = unmasker.chat_stream(dialect);
                events.iter().for_each(|event| stream.push(event.as_bytes(), &mut out).unwrap());
                stream.finish(&mut out).unwrap()
            });
        });
    }
}

criterion_group!(benches, messages, events);
criterion_main!(benches);
