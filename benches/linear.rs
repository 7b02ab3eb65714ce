//! Hostile inputs of growing size, for `scripts/linear.sh` to count instructions of.
//!
//! Called with the name of a case and a size it does the work once; without, it lists the cases.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark")]

use std::hint::black_box;

use pii_mask::{
    Action, ChatPolicy, Conversation, Detector, Dialect, Entity, Kind, Limits, LinkPolicy, Mapping, Masker,
    Media, OffsetUnit, PiiHeaders, Placeholder, Policy, Position, Positions, Sameness, Source, Span,
    SseFramer, Unmasker, UserLocation,
};

type Case = (&'static str, fn(usize));

const CASES: &[Case] = &[
    ("detect_names", |n| detect("Jane Roe ", n)),
    ("detect_names_small", |n| detect("jane van der roe ", n)),
    ("detect_name_cues", |n| detect("my name is ", n)),
    ("detect_greetings", |n| detect("Dear Jane,\n", n)),
    ("detect_at", |n| detect("@", n)),
    ("detect_digits_space", |n| detect("1 ", n)),
    ("detect_digits_dash", |n| detect("1-", n)),
    ("detect_a_at", |n| detect("a@", n)),
    ("detect_colon", |n| detect("a:", n)),
    ("detect_letters_digits", |n| detect("AB 12 ", n)),
    ("detect_phone", |n| detect("+31 ", n)),
    ("detect_password", |n| detect("password:", n)),
    ("detect_user", |n| detect("user x ", n)),
    ("detect_street", |n| detect("Main Street 1, ", n)),
    ("detect_dot_digit", |n| detect("a.1", n)),
    ("detect_han_digit", |n| detect("你1", n)),
    ("detect_credentials", |n| detect("credentials ", n)),
    ("detect_at_word", |n| detect("my @x; ", n)),
    ("detect_color", |n| detect("\u{1b}[1m1", n)),
    ("detect_keys", |n| detect("key=eyJ.", n)),
    ("detect_url", |n| detect("https://a:b@", n)),
    ("detect_seams", |n| detect("ab@x.org\u{200b}", n)),
    ("detect_escapes", |n| detect("a%40b.org", n)),
    ("detect_fields", |n| detect("1,111222333,", n)),
    ("detect_cards", |n| detect("4111 1111 1111 1111 ", n)),
    ("detect_curl", |n| detect("curl -u a:b ", n)),
    ("detect_lines", |n| detect("password:\n", n)),
    ("detect_columns", |n| detect("pw,pw,pw\na1b2,c3d4,e5f6\n\n", n)),
    ("detect_heads", |n| detect("pw,pw\n", n)),
    ("detect_dollars", |n| detect("$6$", n)),
    ("detect_quoted_at", |n| detect("\"a\"@[", n)),
    ("detect_stars", |n| detect("(*1.1.", n)),
    ("unmask_open", |n| unmask(&"<".repeat(n))),
    ("unmask_unclosed", |n| unmask(&"<PERSON_1 ".repeat(n / 10))),
    ("unmask_backslashes", |n| unmask(&"\\".repeat(n))),
    ("unmask_bytewise", |n| {
        let mut stream = unmasker().stream();
        let mut out = String::new();
        (0..n).for_each(|n| stream.push(if n % 3 == 0 { "<" } else { "A" }, &mut out));
        black_box(stream.finish(&mut out));
    }),
    ("unmask_links_images", |n| links(&"![a](".repeat(n / 5))),
    ("unmask_links_lines", |n| links(&"> [a\n\\]:".repeat(n / 9))),
    ("unmask_links_names", |n| links(&"background     ".repeat(n / 15))),
    ("unmask_links_text", |n| links(&"A word, ".repeat(n / 8))),
    ("mask_a_run", |n| mask(&["a".to_owned(), format!("{}b", "a ".repeat(500))], &"a ".repeat(n / 2))),
    ("mask_long_values", |n| {
        mask(&["a".to_owned(), format!("{}b", "a ".repeat(n / 4))], &"a ".repeat(n / 2))
    }),
    ("mask_nested_values", |n| {
        let values: Vec<String> = (1..120).map(|k| format!("{}b", "ก".repeat(k))).collect();
        mask(&values, &"ก".repeat(n / 3));
    }),
    ("mask_periodic_values", |n| {
        let values: Vec<String> = (1..60).map(|k| "ab ".repeat(k)).collect();
        mask(&values, &"ab ".repeat(n / 3));
    }),
    ("mask_gaps", |n| {
        let ends = ["b", "cb"].into_iter();
        let values = ends.flat_map(|end| (0..200).map(move |k| format!("a{}{end}", " a".repeat(k))));
        mask(&values.collect::<Vec<_>>(), &format!("<PERSON_1>{}", " a".repeat(195)).repeat(n / 400));
    }),
    // Each value overlaps itself and what is given; what is joined overlaps the next one.
    ("mask_joins", |n| {
        let text = "aa bb ".repeat(n / 6);
        let given = |at: usize| Entity::given(Span::new(at * 30, at * 30 + 5 + 6 * (at % 4)), None);
        let given: Vec<Entity> = (0..n / 60).map(given).collect();
        let masker = Masker::new().max_value_bytes(usize::MAX);
        black_box(masker.mask(&text, &given, &mut Mapping::new()).unwrap());
    }),
    ("mask_lookalikes", |n| mask(&["John".to_owned()], &"<PERSON_2> ".repeat(n / 11))),
    ("mask_marks", |n| mask(&["a\u{301}b".to_owned()], &format!("a{}", "\u{301}".repeat(n / 2)))),
    ("mask_flags", |n| mask(&["🇩🇪".to_owned()], &"🇩".repeat(n / 4))),
    ("mask_invisible", |n| mask(&["John Doe".to_owned()], &format!("John{}", "\u{200b}".repeat(n / 3)))),
    ("mask_codes", |n| {
        let mut mapping = Mapping::new();
        mapping.assign(&Kind::PHONE, &format!("{}2", "1".repeat(40)), Source::Explicit).unwrap();
        black_box(Masker::new().mask(&"1-".repeat(n / 2), &[], &mut mapping).unwrap());
    }),
    ("mask_spans", |n| {
        let spans: Vec<Entity> =
            (0..n / 4).map(|at| Entity::given(Span::new(4 * at, 4 * at + 2), Kind::PERSON)).collect();
        black_box(Masker::new().mask(&"ab, ".repeat(n / 4), &spans, &mut Mapping::new()).unwrap());
    }),
    ("twins", |n| {
        let mut mapping = Mapping::new();
        for number in 1..=n / 20 {
            let placeholder = Placeholder::new(Kind::PERSON, number as u32).unwrap();
            mapping.insert(placeholder, "John Doe", Source::Explicit).unwrap();
        }
        black_box(Masker::new().mask(&"John Doe, ".repeat(n / 10), &[], &mut mapping).unwrap());
    }),
    ("redact_gaps", |n| {
        let values: Vec<String> = (0..n / 10).map(|at| format!("v{at:06}x")).collect();
        let mut mapping = Mapping::new();
        for value in &values {
            mapping.assign(&Kind::PERSON, value, Source::Explicit).unwrap();
        }
        black_box(redacting().mask(&values.join(", "), &[], &mut mapping).unwrap());
    }),
    ("redact_spans", |n| {
        let (mut text, mut spans) = (String::new(), Vec::new());
        // What stands between them differs: a filter is lucky or unlucky with a word, not with all.
        for at in 0..n / 20 {
            spans.push(Entity::given(Span::new(text.len(), text.len() + 8), Kind::PERSON));
            text.push_str(&format!("v{at:06}x and {:x}, ", at.wrapping_mul(0x9e37)));
        }
        black_box(redacting().mask(&text, &spans, &mut Mapping::new()).unwrap());
    }),
    ("merge_equal_values", |n| {
        let mapping = object((1..=n / 20).map(|n| (n, "John Doe".to_owned())));
        let headers = PiiHeaders::parse([("X-Pii-Mapping", mapping.as_bytes())], &wide()).unwrap();
        black_box(Conversation::builder().headers(headers).build().unwrap());
    }),
    ("short_entries", |n| {
        // Characters that are words by themselves, and no two of them the same.
        let chars: Vec<char> = ('\u{4e00}'..'\u{9f00}').take(n / 20).collect();
        let mapping = object((1..).zip(chars.iter().map(char::to_string)));
        let positions = Positions::new(
            OffsetUnit::Codepoint,
            (0..chars.len() as u64).map(|at| Position::new(2 * at, 2 * at + 1)).collect(),
        );
        let headers = [("X-Pii-Mapping", mapping), ("X-Pii-Positions", positions.to_json())];
        let headers = headers.iter().map(|(name, value)| (*name, value.as_bytes()));
        let headers = PiiHeaders::parse(headers, &wide()).unwrap();
        let message: String = chars.iter().flat_map(|c| [*c, ' ']).collect();
        black_box(Conversation::builder().headers(headers).build().unwrap().mask(&message).unwrap());
    }),
    ("positions_utf16", |n| {
        positions(OffsetUnit::Utf16, &format!("a{}🇳🇱 ", "\u{301}".repeat(5)).repeat(n / 20));
    }),
    ("positions_marks", |n| {
        positions(OffsetUnit::Codepoint, &format!("a{}", "\u{301}".repeat(1_000)).repeat(n / 2_000));
    }),
    ("positions_flags", |n| positions(OffsetUnit::Utf8, &"🇳".repeat(n / 4))),
    ("positions_joiners", |n| {
        positions(OffsetUnit::Codepoint, &"👨\u{200d}👨 क\u{94d}क".repeat(n / 21));
    }),
    ("positions_overlapping", |n| {
        let list = (0..n as u64 / 10).map(|at| {
            Position::new(at, at + 100).with_placeholder(Placeholder::new(Kind::PERSON, 1).unwrap())
        });
        let (message, value) = ("A".repeat(n / 10 + 100), "a".repeat(100));
        let positions = Positions::new(OffsetUnit::Utf8, list.collect());
        black_box(
            positions.resolve(&message, |_| Some(value.as_str()), &Sameness::default(), false).unwrap(),
        );
    }),
    ("header_mapping", |n| {
        let value = object((1..n / 20).map(|n| (n, format!("v{n}"))));
        black_box(PiiHeaders::parse([("X-Pii-Mapping", value.as_bytes())], &wide()).unwrap());
    }),
    ("sse_blank_lines", |n| sse(&b"\n".repeat(n), n.max(1))),
    ("sse_cr_bytewise", |n| sse(&b"\r".repeat(n), 1)),
    ("sse_line_bytewise", |n| sse(&b":".repeat(n), 1)),
    ("sse_lines_bytewise", |n| sse(&b"a\r\n".repeat(n / 3), 1)),
    ("sse_small_events", |n| sse(&b"data\n\n".repeat(n / 6), n.max(1))),
    ("sse_many_lines", |n| sse(&[b"data\n".repeat(n / 5).as_slice(), b"\n"].concat(), 7)),
    // One byte more for each event that goes out, while much is held.
    ("sse_push_between_events", |n| {
        let (mut framer, mut bytes) = (SseFramer::new(), 0);
        framer.push(&b"a\n\n".repeat(n / 3));
        while let Some(event) = framer.next_event().unwrap() {
            bytes += event.raw().len();
            framer.push(b"b");
        }
        black_box((framer, bytes));
    }),
    ("chat_choices", |n| {
        stream(
            Dialect::OpenAiChat,
            &[&chunk(n / 40, |at| format!(r#"{{"index":{at},"delta":{{"content":"a <"}}}}"#))],
        )
    }),
    ("chat_calls", |n| {
        let call = |at| format!(r#"{{"index":{at},"function":{{"arguments":"<"}}}}"#);
        let calls = |_| format!(r#"{{"index":0,"delta":{{"tool_calls":{}}}}}"#, list(n / 50, call));
        stream(Dialect::OpenAiChat, &[&chunk(1, calls)]);
    }),
    ("chat_calls_and_signed", |n| {
        let call = |at| {
            chunk(1, |_| {
                format!(r#"{{"delta":{{"tool_calls":[{{"index":{at},"function":{{"arguments":"<"}}}}]}}}}"#)
            })
        };
        let thought =
            || r#"{"choices":[{"delta":{"content":[{"type":"thinking","thinking":"a","signature":"s"}]}}]}"#;
        let events: Vec<String> =
            (0..n / 200).map(call).chain((0..n / 200).map(|_| thought().to_owned())).collect();
        stream(Dialect::OpenAiChat, &events.iter().map(String::as_str).collect::<Vec<_>>());
    }),
    ("chat_deep_pieces", |n| {
        let wide = list(31, |at| format!(r#""{}{at}":null"#, "n".repeat(100))).replace(['[', ']'], "");
        let piece = |at| format!(r#"{{"index":{at},"text":"<"}}"#);
        let deep = "[".repeat(30) + &list(n / 40, piece) + &"]".repeat(30);
        let part = format!(r#"{{"type":"thinking",{wide},"thinking":{deep}}}"#);
        stream(Dialect::OpenAiChat, &[&chunk(1, |_| format!(r#"{{"delta":{{"content":[{part}]}}}}"#))]);
    }),
    ("chat_choices_end", |n| {
        let said = chunk(n / 40, |at| format!(r#"{{"index":{at},"delta":{{"content":"a <"}}}}"#));
        let ended = chunk(n / 40, |at| format!(r#"{{"index":{at},"finish_reason":"stop"}}"#));
        stream(Dialect::OpenAiChat, &[&said, &ended]);
    }),
    ("chat_open_streams", |n| {
        let event = |at| chunk(1, |_| format!(r#"{{"index":{at},"delta":{{"content":"a <"}}}}"#));
        let events: Vec<String> = (0..n / 60).map(event).collect();
        stream(Dialect::OpenAiChat, &events.iter().map(String::as_str).collect::<Vec<_>>());
    }),
    ("chat_wide_events", |n| {
        let wide = list(n / 20 + 1, |at| format!(r#""x{at}":1"#)).replace(['[', ']'], "");
        let choices = list(n / 40, |at| format!(r#"{{"index":{at},"delta":{{"content":"<"}}}}"#));
        stream(Dialect::OpenAiChat, &[&format!(r#"{{{wide},"choices":{choices}}}"#)]);
    }),
    ("chat_ends", |n| {
        let start = r#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"<"}}"#;
        let mut events: Vec<String> = (0..n / 200).map(|at| start.replace(":0", &format!(":{at}"))).collect();
        events.extend((0..n / 200).map(|_| r#"{"type":"message_delta"}"#.to_owned()));
        stream(Dialect::Anthropic, &events.iter().map(String::as_str).collect::<Vec<_>>());
    }),
    ("chat_citations", |n| {
        let cited = |_| r#"{"url_citation":{"start_index":1,"end_index":9}}"#.to_owned();
        let said = format!(r#"{{"content":"a <PERSON_1>","annotations":{}}}"#, list(n / 50, cited));
        whole(&format!(r#"{{"choices":[{{"message":{said}}}]}}"#));
    }),
    ("chat_logprobs", |n| {
        let choice = |_| r#"{"message":{"content":"<PERSON_1>"},"logprobs":{"content":[]}}"#.to_owned();
        whole(&format!(r#"{{"choices":{}}}"#, list(n / 60, choice)));
    }),
    ("chat_names", |n| free(&list(n / 20, |at| format!(r#"{{"John {at}":{at}}}"#)))),
    ("chat_members", |n| {
        free(&format!("{{{}}}", list(n / 20, |at| format!(r#""n{at}":{at}"#)).replace(['[', ']'], "")));
    }),
    ("chat_escapes", |n| {
        let escapes = "\\u003c".repeat(n / 7);
        arguments(&format!("{{{escapes}"));
        free(&format!("\"{}\"", "\\u003c".repeat(n / 6)));
    }),
    ("chat_depth", |n| free(&list(n / 240, |_| "[".repeat(110) + &"]".repeat(110)))),
    ("chat_media", |n| {
        let part = |_| r#"{"type":"image_url","image_url":{"url":"x"}}"#.to_owned();
        request(&format!(r#"{{"messages":[{{"role":"user","content":{}}}]}}"#, list(n / 50, part)));
    }),
    ("chat_media_in_wide", |n| {
        let wide = list(n / 40 + 1, |at| format!(r#""x{at}":1"#)).replace(['[', ']'], "");
        let part = |_| r#"{"type":"image_url","image_url":{"url":"x"}}"#.to_owned();
        let content = list(n / 100, part);
        request(&format!(r#"{{"messages":[{{{wide},"content":{content},"role":"user"}}]}}"#));
    }),
    ("chat_pieces_in_wide", |n| {
        let wide = list(n / 40 + 1, |at| format!(r#""x{at}":1"#)).replace(['[', ']'], "");
        let pieces = list(n / 40, |_| r#"{"text":"<"}"#.to_owned());
        let choice = format!(r#"{{{wide},"delta":{{"content":{pieces}}}}}"#);
        stream(Dialect::OpenAiChat, &[&format!(r#"{{"choices":[{{"index":0}},{choice}]}}"#)]);
    }),
    ("chat_places", |n| {
        let places = list(n / 20, |at| format!(r#""x{at}":1"#)).replace(['[', ']'], "");
        let options = format!(r#"{{"user_location":{{{places}}}}}"#);
        request(&format!(
            r#"{{"messages":[{{"role":"user","content":"x"}}],"web_search_options":{options}}}"#
        ));
    }),
];

/// An event stream in pieces, each event with other data of as many lines.
fn sse(stream: &[u8], size: usize) {
    let (mut framer, mut out) = (SseFramer::new(), Vec::new());
    for chunk in stream.chunks(size) {
        framer.push(chunk);
        while let Some(event) = framer.next_event().unwrap() {
            let data = event.data().map(|data| String::from_utf8(data.into_owned()).unwrap());
            event.write_like(data.as_deref().unwrap_or_default(), &mut out);
            event.write_with_data(data.as_deref().unwrap_or_default(), &mut out);
        }
    }
    black_box((framer.finish().unwrap(), out));
}

/// Everything that a header may say, whatever its length.
fn wide() -> Limits {
    Limits::default()
        .max_header_bytes(usize::MAX)
        .max_all_headers_bytes(usize::MAX)
        .max_header_entries(usize::MAX)
        .max_header_text(usize::MAX)
        .max_positions(usize::MAX)
}

/// A mapping of values under their numbers.
fn object(entries: impl Iterator<Item = (usize, String)>) -> String {
    let entries: Vec<String> = entries.map(|(n, value)| format!("\"<P_{n}>\":\"{value}\"")).collect();
    format!("{{{}}}", entries.join(","))
}

fn redacting() -> Masker {
    Masker::new().policy(Policy::new().set(Kind::PERSON, Action::Redact))
}

/// One span of four characters for each five, wherever clusters begin.
fn positions(unit: OffsetUnit, message: &str) {
    let starts: Vec<u64> = message.char_indices().map(|(at, _)| at as u64).collect();
    let starts: Vec<u64> =
        unit.from_bytes(message, &starts).into_iter().map(|at| at.unwrap() as u64).collect();
    let list = starts.chunks_exact(5).map(|starts| Position::new(starts[0], starts[4]));
    let positions = Positions::new(unit, list.collect());
    black_box(positions.resolve(message, |_| None, &Sameness::default(), false).unwrap());
}

fn unmasker() -> Unmasker {
    let mut mapping = Mapping::new();
    for n in 0..100 {
        mapping.assign(&Kind::PERSON, &format!("value {n}"), Source::Explicit).unwrap();
    }
    Unmasker::new(mapping)
}

fn unmask(text: &str) {
    black_box(unmasker().unmask(text));
}

/// Up to a placeholder, so that all of it is read.
fn links(text: &str) {
    let unmasker = unmasker().links(LinkPolicy::WithholdAll);
    black_box(unmasker.unmask(&format!("{text}<PERSON_1>")));
}

fn mask(values: &[String], text: &str) {
    let mut mapping = Mapping::new();
    for value in values {
        mapping.assign(&Kind::PERSON, value, Source::Explicit).unwrap();
    }
    black_box(Masker::new().mask(text, &[], &mut mapping).unwrap());
}

fn detect(piece: &str, n: usize) {
    black_box(Detector::new().detect(&piece.repeat(n / piece.len())).unwrap().len());
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    match args.as_slice() {
        [name, size] => {
            let (_, case) = CASES.iter().find(|(case, _)| case == name).unwrap();
            case(size.parse().unwrap());
        }
        _ => CASES.iter().for_each(|(name, _)| println!("{name}")),
    }
}

fn list(count: usize, element: impl Fn(usize) -> String) -> String {
    format!("[{}]", (0..count).map(element).collect::<Vec<_>>().join(","))
}

fn chunk(count: usize, choice: impl Fn(usize) -> String) -> String {
    format!(r#"{{"choices":{}}}"#, list(count, choice))
}

fn stream(dialect: Dialect, events: &[&str]) {
    let mut stream = unmasker().chat_stream(dialect);
    let mut out = Vec::new();
    for event in events {
        stream.push(format!("data: {event}\n\n").as_bytes(), &mut out).unwrap();
    }
    black_box(stream.finish(&mut out).unwrap());
}

fn whole(reply: &str) {
    black_box(unmasker().unmask_chat(Dialect::OpenAiChat, reply).unwrap());
}

fn request(body: &str) {
    let mut mapping = Mapping::new();
    mapping.assign(&Kind::PERSON, "John Doe", Source::Explicit).unwrap();
    let policy = ChatPolicy::new().media(Media::Warn).user_location(UserLocation::Country);
    let mut conversation = Conversation::builder().mapping(mapping).chat(policy).build().unwrap();
    black_box(conversation.mask_chat(Dialect::OpenAiChat, body).unwrap());
}

fn free(json: &str) {
    request(&format!(r#"{{"messages":[{{"role":"user","content":"x"}}],"metadata":{json}}}"#));
}

fn arguments(text: &str) {
    let text = serde_json::Value::from(text);
    let calls = format!(r#"[{{"function":{{"arguments":{text}}}}}]"#);
    request(&format!(r#"{{"messages":[{{"role":"assistant","tool_calls":{calls}}}]}}"#));
}
