//! What the types promise besides what they do: threads, `Debug`, allocations.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

use std::borrow::Cow;

use allocation_counter::measure;
use pii_mask::*;

const CANARY: &str = "Zanzibar";

fn send_sync<T: Send + Sync + 'static>() {}

#[test]
fn everything_can_be_shared_between_threads() {
    send_sync::<BoundedStream>();
    send_sync::<Conversation>();
    send_sync::<ConversationBuilder>();
    send_sync::<ConversationState>();
    send_sync::<Entity>();
    send_sync::<Error>();
    send_sync::<Mapping>();
    send_sync::<Masked<'static>>();
    send_sync::<Masker>();
    send_sync::<PiiBody>();
    send_sync::<PiiHeaders>();
    send_sync::<Positions>();
    send_sync::<SseEvent<'static>>();
    send_sync::<SseFramer>();
    send_sync::<Unmasked<'static>>();
    send_sync::<Unmasker>();
    send_sync::<UnmaskStream>();
}

#[test]
fn kinds_from_json() {
    let kinds: Vec<Kind> = serde_json::from_str(r#"["PERSON","HIV_2"]"#).unwrap();
    assert_eq!(kinds, [Kind::PERSON, Kind::new("HIV_2").unwrap()]);
    assert_eq!(serde_json::to_string(&kinds).unwrap(), r#"["PERSON","HIV_2"]"#);
    for json in [format!("\"{CANARY}\""), format!("{{\"{CANARY}\":1}}"), "\"person\"".into(), "7".into()] {
        let error = serde_json::from_str::<Kind>(&json).unwrap_err().to_string();
        assert!(!error.contains(CANARY), "{error}");
    }
}

#[test]
fn names_of_settings() {
    fn all<T>(known: &[T], names: &[&str])
    where
        T: std::fmt::Display + std::str::FromStr<Err = NameInvalid> + PartialEq + std::fmt::Debug + Copy,
    {
        let shown: Vec<String> = known.iter().map(ToString::to_string).collect();
        assert_eq!(shown, names);
        let read: Vec<T> = names.iter().map(|name| name.parse().unwrap()).collect();
        assert_eq!(read, known);
        let error = CANARY.parse::<T>().unwrap_err();
        assert_eq!(error.known(), names);
        assert!(error.to_string().ends_with(&format!(" is none of {}", names.join(", "))), "{error}");
        assert!("".parse::<T>().is_err());
    }
    all(Variants::ALL, &["shared", "distinct"]);
    all(Lookalikes::ALL, &["reference", "escape", "reject"]);
    all(Dialect::ALL, &["openai-chat", "openai-responses", "anthropic"]);
    all(Media::ALL, &["block", "warn", "pass"]);
    all(Matching::ALL, &["folded", "exact"]);
    all(Tolerance::ALL, &["exact", "tolerant"]);
    all(LinkPolicy::ALL, &["restore", "withhold-embedded", "withhold-all"]);
    all(OffsetUnit::ALL, &["utf8", "utf16", "codepoint"]);
    all(PlaceholderStyle::ALL, &["angle", "square", "double-square", "double-curly"]);
    all(Action::ALL, &["mask", "redact", "hash", "partial", "keep", "block"]);
    all(PiiMember::ALL, &PiiMember::ALL.iter().map(|member| member.as_str()).collect::<Vec<_>>());
    all(PiiHeader::ALL, &PiiHeader::ALL.iter().map(|header| header.as_str()).collect::<Vec<_>>());
    // What comes over the wire in any case, and what does not.
    assert_eq!("X-PII-MAPPING".parse(), Ok(PiiHeader::Mapping));
    assert_eq!("REDACT".parse(), Ok(Action::Redact));
    assert!("UTF8".parse::<OffsetUnit>().is_err());
}

/// Who prints an error and all that is behind it prints nothing twice.
#[test]
fn a_chain_of_errors_says_everything_once() {
    let limits = Limits::default();
    let read = |value: &'static str| PiiHeaders::parse([("X-Pii-Positions", value.as_bytes())], &limits);
    let mut sse = SseFramer::new().max_line_bytes(3);
    sse.push(b"data");
    let errors = [
        Error::from(read("[[4,3]]").unwrap_err()),
        Policy::parse("email", &limits).unwrap_err().into(),
        Mapping::from_json(b"{", PlaceholderStyle::Angle, &limits).unwrap_err().into(),
        MaskError::from(Mapping::from_json(b"[]", PlaceholderStyle::Angle, &limits).unwrap_err()).into(),
        Unmasker::new(mapping(1)).unmask_bounded("<PERSON_1>", 1).unwrap_err().into(),
        sse.next_event().unwrap_err().into(),
    ];
    for error in &errors {
        let mut said = vec![error.to_string()];
        let mut source = std::error::Error::source(error);
        while let Some(inner) = source {
            said.push(inner.to_string());
            source = inner.source();
        }
        let mut distinct = said.clone();
        distinct.dedup();
        assert_eq!(said, distinct);
    }
}

fn mapping(entries: usize) -> Mapping {
    let mut mapping = Mapping::new();
    for n in 1..=entries {
        mapping.assign(&Kind::PERSON, &format!("{CANARY} the {n}."), Source::Explicit).unwrap();
    }
    mapping
}

#[test]
fn debug_tells_counts_and_no_content() {
    let mapping = mapping(3);
    let mut conversation = Conversation::builder().mapping(mapping.clone()).build().unwrap();
    let text = format!("{CANARY} the 2. and <PERSON_1>");
    let debug_masked = format!("{:?}", conversation.mask(&text).unwrap());
    let unmasker = conversation.unmasker();
    let mut stream = unmasker.stream();
    stream.push("<PERSON_2> <PERS", &mut String::new());
    let entity = Entity::detected(Span::new(0, 8), Kind::PERSON);
    let shown = [
        debug_masked,
        format!("{mapping:?}"),
        format!("{conversation:?}"),
        format!("{:?}", conversation.state()),
        format!("{unmasker:?}"),
        format!("{:?}", unmasker.unmask_with_report("<PERSON_2>")),
        format!("{stream:?}"),
        format!("{entity:?}"),
        format!("{:?}", HashKey::new(format!("{CANARY}{CANARY}").as_bytes()).unwrap()),
    ];
    for shown in &shown {
        assert!(!shown.contains(CANARY), "{shown}");
    }
    assert!(shown[6].ends_with("held: 5 }"), "{}", shown[6]);
    assert_eq!(shown[1], "Mapping(3 entries)");
    assert!(shown[4].starts_with("Unmasker { mapping: Mapping(3 entries), grammar: "), "{}", shown[4]);
    assert!(shown[5].starts_with("Unmasked { len: 15, report: Report { restored: 1, "), "{}", shown[5]);
    assert!(
        shown[0].starts_with("Masked { len: 25, entities: [MaskedEntity { span: 0..15, "),
        "{}",
        shown[0]
    );
}

#[test]
fn nothing_to_replace_allocates_nothing() {
    let unmasker = Unmasker::new(mapping(1_000));
    let text = "a < b && c > d, <PERSON_9999>, \\<PERS and no more".repeat(100);
    let counted = measure(|| assert!(matches!(unmasker.unmask(&text), Cow::Borrowed(_))));
    assert_eq!(counted.count_total, 0);
}

#[test]
fn a_push_allocates_nothing() {
    for (entries, context, links) in [
        (10, Context::Plain, LinkPolicy::Restore),
        (10_000, Context::Plain, LinkPolicy::Restore),
        (100, Context::JsonString, LinkPolicy::Restore),
        (10, Context::Plain, LinkPolicy::WithholdAll),
        (10, Context::JsonString, LinkPolicy::WithholdAll),
    ] {
        let unmasker = Unmasker::new(mapping(entries)).context(context).links(links);
        let reply =
            "Dear <PERSON_7>, < Person-8 > and \\<PERSON\\_9\\> met &lt;PERSON_10&gt; <PERSON_11".repeat(50);
        let mut out = String::with_capacity(1 << 20);
        let mut stream = unmasker.stream();
        let mut bounded = unmasker.stream_bounded(1 << 20);
        let counted = measure(|| {
            for at in 0..reply.len() {
                stream.push(&reply[at..=at], &mut out);
                bounded.push(&reply[at..=at], &mut out).unwrap();
            }
        });
        assert_eq!(counted.count_total, 0);
        assert!(stream.finish(&mut out).restored >= 200);
        assert!(bounded.finish(&mut out).unwrap().restored >= 200);
    }
}

/// Values are hardly ever much longer than their placeholders.
#[test]
fn unmasking_allocates_its_output_once() {
    let unmasker = Unmasker::new(mapping(100));
    let long = "Dear <PERSON_7>, dear <PERSON_10> and dear <PERSON_99>, all of you come back soon, \
                for the weather is better here than it was last week. "
        .repeat(200);
    for reply in [long.as_str(), "<PERSON_7>!", "<PERSON_7><PERSON_8><PERSON_9>"] {
        let (mut into, mut text, mut bytes) = (String::new(), Cow::Borrowed(""), Cow::Borrowed(&b""[..]));
        let counted = [
            measure(|| unmasker.unmask_into(reply, &mut into)),
            measure(|| text = unmasker.unmask(reply)),
            measure(|| bytes = unmasker.unmask_bytes(reply.as_bytes())),
        ];
        assert!(into.len() > reply.len() + reply.len() / 10 && text == into && *bytes == *into.as_bytes());
        for counted in counted {
            assert_eq!(counted.count_total, 1);
            assert!(counted.bytes_max < 2 * reply.len() as u64 + 100, "{} bytes", counted.bytes_max);
        }
    }
}

#[test]
fn masking_allocates_its_output_once() {
    let mut conversation = Conversation::builder().mapping(mapping(100)).build().unwrap();
    let text = format!("{CANARY} the 2. wrote to {CANARY} the 33. ").repeat(500);
    conversation.mask(&text).unwrap();
    let mut masked = Cow::Borrowed("");
    let counted = measure(|| masked = conversation.mask(&text).unwrap().text);
    // Had it grown, there would be room left.
    assert!(matches!(&masked, Cow::Owned(masked) if masked.capacity() == masked.len()));
    // The text itself, and lists whose growth is logarithmic in what they hold.
    let text_sized = counted.bytes_max / text.len() as u64;
    assert!(counted.count_total < 60, "{} allocations", counted.count_total);
    assert!(text_sized < 16, "{} bytes for a text of {}", counted.bytes_max, text.len());
}

#[test]
fn a_text_without_anything_known_is_borrowed() {
    let mut conversation = Conversation::builder().mapping(mapping(100)).build().unwrap();
    let text = "nothing to see here, <FOO_1> aside".repeat(10);
    assert!(matches!(conversation.mask(&text).unwrap().text, Cow::Borrowed(_)));
    conversation.mask(&text).unwrap();
    assert_eq!(conversation.mask("nothing here").unwrap().text, "nothing here");
}
