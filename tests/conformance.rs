//! Every place that a dialect names: a canary is put there, and what the table says must be what
//! happens. `docs/conformance.md` is written from the same list.
#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, reason = "tests")]

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::Write as _;

use pii_mask::{
    ChatPolicy, Conversation, Dialect, Direction, HashKey, Limits, Media, PiiHeaders, Treatment, Unmasker,
};
use serde_json::{Map, Value, json};

const CANARY: &str = "Zq Canary";
const NUMBER: u64 = 4_242_424_242;

fn builder() -> pii_mask::ConversationBuilder {
    let mapping = br#"{"<PERSON_1>":"Zq Canary","<PHONE_1>":"4242424242","<PERSON_2>":"Never Sent"}"#;
    let headers = PiiHeaders::parse([("X-Pii-Mapping", mapping.as_slice())], &Limits::default()).unwrap();
    Conversation::builder().headers(headers)
}

fn unmasker() -> Unmasker {
    let mut conversation = builder().build().unwrap();
    conversation.mask("Zq Canary, 4242424242").unwrap();
    conversation.unmasker()
}

/// One step of a path.
enum Step {
    Member(String),
    Element,
    Having(String, String),
}

fn steps(path: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(bracket) = rest.strip_prefix('[') {
            let (inner, behind) = bracket.split_once(']').unwrap();
            steps.push(match inner.split_once('=') {
                Some((name, value)) => Step::Having(name.to_owned(), value.replace('*', "new_")),
                None => Step::Element,
            });
            rest = behind;
        } else {
            let name = rest.strip_prefix('.').unwrap_or(rest);
            let end = name.find(['.', '[']).unwrap_or(name.len());
            steps.push(Step::Member(name[..end].replace('*', "anything")));
            rest = &name[end..];
        }
    }
    steps
}

/// A payload with a value at a path, and the JSON pointer to it.
fn payload(steps: &[Step], value: Value) -> (Value, String) {
    let Some((step, rest)) = steps.split_first() else { return (value, String::new()) };
    match step {
        Step::Member(name) => {
            let (inner, pointer) = match rest.split_first() {
                // The condition is for the elements of this member, mostly.
                Some((Step::Having(..), _)) if is_list(name) => {
                    let (inner, pointer) = payload(rest, value);
                    (json!([inner]), format!("/0{pointer}"))
                }
                _ => payload(rest, value),
            };
            (json!({ name: inner }), format!("/{name}{pointer}"))
        }
        Step::Element => {
            let (inner, pointer) = payload(rest, value);
            (json!([inner]), format!("/0{pointer}"))
        }
        Step::Having(name, wanted) => {
            let (inner, pointer) = match rest {
                // About all that is in such an object: also what no table names.
                [] => (json!({ "anything": value }), "/anything".to_owned()),
                rest => payload(rest, value),
            };
            let mut object = Map::from_iter([(name.clone(), json!(wanted))]);
            object.extend(inner.as_object().unwrap().clone());
            (Value::Object(object), pointer)
        }
    }
}

fn is_list(name: &str) -> bool {
    ["messages", "content", "system", "input", "output", "choices"].contains(&name)
}

/// What a request must have besides.
fn complete(dialect: Dialect, mut body: Value) -> Value {
    let object = body.as_object_mut().unwrap();
    let list = if dialect == Dialect::OpenAiResponses { "input" } else { "messages" };
    let messages = object.entry(list).or_insert(json!([{ "role": "user", "content": "Hello" }]));
    if let Some(message) = messages.get_mut(0).and_then(Value::as_object_mut) {
        if dialect != Dialect::OpenAiResponses
            || message.contains_key("content")
            || message.contains_key("role")
        {
            message.entry("role").or_insert(json!("user"));
            message.entry("content").or_insert(json!("Hello"));
        }
    }
    body
}

fn masked(conversation: &mut Conversation, dialect: Dialect, body: &Value) -> Result<Value, &'static str> {
    let body = body.to_string();
    let masked = conversation.mask_chat(dialect, &body).map_err(|error| error.code())?;
    Ok(serde_json::from_str(&masked.body).unwrap())
}

#[test]
fn requests() {
    for &dialect in Dialect::ALL {
        for (path, treatment) in dialect.places(Direction::Request) {
            let place = format!("{dialect} {path}: {treatment}");
            request(dialect, &steps(&path), treatment, &place);
        }
    }
}

fn request(dialect: Dialect, steps: &[Step], treatment: Treatment, place: &str) {
    let free = json!({ CANARY: [CANARY, NUMBER, 1.5] });
    let free_masked = json!({ "<PERSON_1>": ["<PERSON_1>", "<PHONE_1>", 1.5] });
    let at = |value: Value| {
        let (body, pointer) = payload(steps, value);
        (complete(dialect, body), pointer)
    };
    let becomes = |value: Value, expected: Value| {
        let (body, pointer) = at(value);
        let masked = masked(&mut builder().build().unwrap(), dialect, &body);
        let masked = masked.unwrap_or_else(|code| panic!("{place}: {code}"));
        assert_eq!(masked.pointer(&pointer), Some(&expected), "{place}");
        assert!(!masked.to_string().contains(CANARY), "{place}");
    };
    match treatment {
        Treatment::Masked | Treatment::MaskedForeign => {
            becomes(json!(CANARY), json!("<PERSON_1>"));
            // A placeholder that somebody wrote: answered, unless it came from outside.
            let mut conversation = builder().build().unwrap();
            masked(&mut conversation, dialect, &at(json!("<PERSON_2>")).0).unwrap();
            let answered = conversation.unmasker().unmask("<PERSON_2>") == "Never Sent";
            assert_eq!(answered, treatment == Treatment::Masked, "{place}");
        }
        Treatment::MaskedJson => {
            becomes(json!(free.to_string()), json!(free_masked.to_string()));
            becomes(json!(format!("{CANARY} {{")), json!("<PERSON_1> {"));
        }
        Treatment::MaskedValue => {
            becomes(free, free_masked);
            becomes(json!(CANARY), json!("<PERSON_1>"));
        }
        Treatment::MaskedName => becomes(json!(CANARY), json!("PERSON_1")),
        Treatment::UserId => {
            let (body, pointer) = at(json!(CANARY));
            let dropped = masked(&mut builder().build().unwrap(), dialect, &body).unwrap();
            assert_eq!(dropped.pointer(&pointer), None, "{place}");
            let key = HashKey::new(b"sixteen bytes ok").unwrap();
            let hashed = masked(&mut builder().hash_key(key).build().unwrap(), dialect, &body).unwrap();
            let hash = hashed.pointer(&pointer).and_then(Value::as_str).unwrap();
            assert!(hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit()), "{place}");
        }
        Treatment::UserLocation => {
            let (body, pointer) = at(json!({ "city": CANARY }));
            let dropped = masked(&mut builder().build().unwrap(), dialect, &body).unwrap();
            assert_eq!(dropped.pointer(&pointer), None, "{place}");
        }
        Treatment::Media => {
            let (body, _) = at(json!(CANARY));
            let refused = masked(&mut builder().build().unwrap(), dialect, &body);
            assert_eq!(refused, Err("content_part_unsupported"), "{place}");
            // Words are no media, wherever they stand.
            for (value, passed) in [
                ("https://x.example/a.png", "https://x.example/a.png"),
                ("data:image/png;base64,AAAA", "data:image/png;base64,AAAA"),
                (CANARY, "<PERSON_1>"),
            ] {
                let passing = builder().chat(ChatPolicy::new().media(Media::Pass));
                let (body, pointer) = at(json!(value));
                let masked = masked(&mut passing.build().unwrap(), dialect, &body).unwrap();
                assert_eq!(masked.pointer(&pointer), Some(&json!(passed)), "{place}");
            }
        }
        Treatment::Untouched => {
            let (body, pointer) = at(json!(CANARY));
            match masked(&mut builder().build().unwrap(), dialect, &body) {
                Ok(masked) => {
                    assert_eq!(masked.pointer(&pointer), Some(&json!(CANARY)), "{place}");
                    // What holds for a word holds for no object in its place.
                    becomes(json!({ "anything": CANARY }), json!({ "anything": "<PERSON_1>" }));
                }
                // Not every word is one.
                Err(code) => {
                    assert!(place.ends_with(".role: untouched") && code == "role_invalid", "{place}")
                }
            }
        }
        Treatment::TakenOut => taken_out(steps, place, CANARY, |body| {
            masked(&mut builder().build().unwrap(), dialect, &complete(dialect, body)).unwrap()
        }),
        other => panic!("{place}: {other} in a request"),
    }
}

#[test]
fn replies() {
    for &dialect in Dialect::ALL {
        for (path, treatment) in dialect.places(Direction::Reply) {
            let place = format!("{dialect} {path}: {treatment}");
            answer(&steps(&path), treatment, &place, |reply| {
                let reply = reply.to_string();
                let unmasked = unmasker().unmask_chat(dialect, &reply).unwrap();
                serde_json::from_str(&unmasked.body).unwrap()
            });
        }
    }
}

#[test]
fn events() {
    for &dialect in Dialect::ALL {
        for (path, treatment) in dialect.places(Direction::Event) {
            let place = format!("{dialect} {path}: {treatment}");
            answer(&steps(&path), treatment, &place, |event| {
                let mut stream = unmasker().chat_stream(dialect);
                let mut out = Vec::new();
                if path.contains(".annotation.added") {
                    // What it cites.
                    let text = json!({ "type": "response.output_text.delta", "delta": "<PERSON_1>!" });
                    stream.push(format!("data: {text}\n\n").as_bytes(), &mut out).unwrap();
                    out.clear();
                }
                stream.push(format!("data: {event}\n\n").as_bytes(), &mut out).unwrap();
                stream.finish(&mut out).unwrap();
                let out = String::from_utf8(out).unwrap();
                serde_json::from_str(out.strip_prefix("data: ").unwrap().trim_end()).unwrap()
            });
        }
    }
}

fn answer(steps: &[Step], treatment: Treatment, place: &str, unmask: impl Fn(Value) -> Value) {
    let becomes = |value: Value, expected: Value| {
        let (reply, pointer) = payload(steps, value);
        assert_eq!(unmask(reply).pointer(&pointer), Some(&expected), "{place}");
    };
    match treatment {
        Treatment::Restored => becomes(json!("Hi <PERSON_1>, <PERSON_2>"), json!("Hi Zq Canary, <PERSON_2>")),
        Treatment::RestoredJson => {
            becomes(json!(r#"{"a":"\u003cPERSON_1>"}"#), json!(r#"{"a":"Zq Canary"}"#));
        }
        Treatment::RestoredValue => {
            becomes(json!({ "<PERSON_1>": ["<PHONE_1>", 1.5] }), json!({ CANARY: ["4242424242", 1.5] }));
        }
        Treatment::Citation => becomes(json!({ "title": "<PERSON_1>" }), json!({ "title": CANARY })),
        Treatment::Moved => {
            let (mut reply, pointer) = payload(steps, json!(10));
            let cites = pointer.rsplit_once("/annotation").map_or("", |(cites, _)| cites);
            let name = if pointer.contains("/url_citation/") { "content" } else { "text" };
            reply.pointer_mut(cites).unwrap()[name] = json!("<PERSON_1>!");
            assert_eq!(unmask(reply).pointer(&pointer), Some(&json!(9)), "{place}");
        }
        Treatment::TakenOut => taken_out(steps, place, "<PERSON_1>", unmask),
        Treatment::Untouched => becomes(json!("Hi <PERSON_1>"), json!("Hi <PERSON_1>")),
        other => panic!("{place}: {other} in a reply"),
    }
}

/// Log probabilities go where the text beside them has changed, and stay where it has not.
fn taken_out(steps: &[Step], place: &str, changing: &str, unmask: impl Fn(Value) -> Value) {
    for (text, stays) in [(changing, false), ("Hello", true)] {
        let (mut reply, pointer) = payload(steps, json!([{ "token": "x" }]));
        let parent = reply.pointer_mut(pointer.rsplit_once('/').unwrap().0).unwrap();
        for (name, value) in [
            ("text", json!(text)),
            ("message", json!({ "content": text })),
            ("delta", json!({ "content": text })),
        ] {
            parent[name] = value;
        }
        if pointer == "/logprobs" {
            parent["type"] = json!("response.output_text.delta");
            parent["delta"] = json!(text);
        }
        let unmasked = unmask(reply);
        assert_eq!(unmasked.pointer(&pointer) == Some(&json!([{ "token": "x" }])), stays, "{place}");
    }
}

/// A row for each place. What holds in the same way in two places is said once.
fn rows(
    depth: usize,
    places: &[(String, Treatment)],
    said: &mut BTreeMap<String, String>,
    document: &mut String,
) {
    let mut rest = places;
    while let Some((first, _)) = rest.first() {
        let end = first[depth..].find(['.', '[']).map_or(first.len(), |at| {
            let step = &first[depth + at..];
            let len = step.find(']').filter(|_| step.starts_with('[')).map_or(0, |at| at + 1);
            depth + at + len + usize::from(step[len..].starts_with('.'))
        });
        let prefix = &first[..end];
        let is_leaf = end == first.len();
        let below = rest.iter().take_while(|(path, _)| path.starts_with(prefix)).count();
        let (group, behind) = rest.split_at(if is_leaf { 1 } else { below });
        rest = behind;
        if group.len() < 5 || is_leaf {
            group.iter().for_each(|(path, treatment)| {
                // In a table it must not end the cell.
                let path = path.replace('|', "\\|");
                let _ = writeln!(document, "| `{path}` | {treatment} |");
            });
            continue;
        }
        let same = group.iter().map(|(path, treatment)| format!("{} {treatment}\n", &path[end..]));
        match said.entry(same.collect()) {
            Entry::Occupied(known) => {
                let _ = writeln!(document, "| `{prefix}…` | as `{}…` |", known.get());
            }
            Entry::Vacant(new) => {
                new.insert(prefix.to_owned());
                rows(end, group, said, document);
            }
        }
    }
}

#[test]
fn the_document_says_the_same() {
    let mut document = String::from(INTRODUCTION);
    for &dialect in Dialect::ALL {
        for &direction in Direction::ALL {
            let _ = write!(document, "\n## {dialect}, {direction}\n\n| path | what happens |\n|---|---|\n");
            rows(0, &dialect.places(direction), &mut BTreeMap::new(), &mut document);
        }
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/conformance.md");
    if std::env::var_os("WRITE_DOCS").is_some() {
        std::fs::write(path, &document).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap();
    assert!(written == document, "WRITE_DOCS=1 cargo test --test conformance writes docs/conformance.md");
}

const INTRODUCTION: &str = "\
# What happens where

Each place that the tables in `src/chat/` name, for each dialect and direction. Written by
`tests/conformance.rs`, which puts a canary at every one of these places and sees that what is said
here is what happens.

A path is that of JSON: `[]` is any element, `*` any member, `[type=x]` an object with that member, `[type=!x|y]` one with
another one, `*` at the beginning of a value stands for anything. What
is not listed: in a request every other string is masked, wherever it stands, and exposes nothing; an
object or a list that is not listed is masked with names and numbers. In a reply and in an event
everything else stays as it is. A table that contains itself (a block in a block, a schema in a
schema) holds at every depth and is listed once; `x… as y…`: what is said below `y` holds below `x`.
";
