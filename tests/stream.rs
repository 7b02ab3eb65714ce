//! Streams: what goes out when, and what is held.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice)]

use pii_mask::{Context, Kind, Mapping, Source, Unmasker};
use serde::Deserialize;

#[derive(Deserialize)]
struct Table {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    /// Piece, what goes out, bytes held afterwards.
    steps: Vec<(String, String, usize)>,
    rest: String,
    #[serde(default)]
    json: bool,
    #[serde(default)]
    bare: bool,
}

fn unmasker(json: bool, bare: bool) -> Unmasker {
    let mapping: Mapping =
        serde_json::from_str(r#"{"<PERSON_1>":"John Doe","<EMAIL_12>":"j@doe.example"}"#).unwrap();
    let context = if json { Context::JsonString } else { Context::Plain };
    Unmasker::new(mapping).bare(bare).context(context)
}

#[test]
fn what_goes_out_when() {
    for case in toml::from_str::<Table>(include_str!("data/stream.toml")).unwrap().case {
        let mut stream = unmasker(case.json, case.bare).stream();
        let mut bounded = unmasker(case.json, case.bare).stream_bounded(1 << 10);
        for (at, (piece, goes_out, held)) in case.steps.iter().enumerate() {
            let mut out = String::new();
            stream.push(piece, &mut out);
            assert_eq!((out.as_str(), stream.held()), (goes_out.as_str(), *held), "{}: step {at}", case.name);
            let mut out = String::new();
            bounded.push(piece, &mut out).unwrap();
            assert_eq!((&out, bounded.held()), (goes_out, *held), "{}: step {at}, bounded", case.name);
        }
        let mut out = String::new();
        stream.finish(&mut out);
        assert_eq!(out, case.rest, "{}: rest", case.name);
        out.clear();
        bounded.finish(&mut out).unwrap();
        assert_eq!(out, case.rest, "{}: rest, bounded", case.name);
    }
}

/// A million of them are not held, and come out as they went in.
#[test]
fn hostile_texts_are_not_held() {
    for (json, text) in [
        (false, "<"),
        (false, "&lt; "),
        (false, "\\"),
        (true, "\\\\"),
        (true, "\\u003c"),
        (false, "< PERSON "),
    ] {
        let text = text.repeat(100_000);
        let (mut stream, mut out) = (unmasker(json, true).stream(), Vec::new());
        for byte in text.as_bytes() {
            stream.push_bytes(std::slice::from_ref(byte), &mut out);
            assert!(stream.held() <= if json { 512 } else { 128 });
        }
        assert_eq!(stream.finish_bytes(&mut out).restored, 0);
        assert!(out == text.as_bytes());
    }
}

/// The bound holds for all that goes out, whatever the pieces are.
#[test]
fn a_bound_at_every_split() {
    let unmasker = unmasker(false, false);
    let text = "Dear \\<Person 1>, <PERSON_1><PERSON_1> <PERSON_9> é: <EMAIL_12>, <PERS";
    let whole = unmasker.unmask(text);
    for limit in 0..whole.len() + 2 {
        let bounded = unmasker.unmask_bounded(text, limit);
        for (at, _) in text.char_indices() {
            let (head, tail) = text.split_at(at);
            let (mut stream, mut out) = (unmasker.stream_bounded(limit), String::new());
            let pushed = stream.push(head, &mut out).and_then(|()| stream.push(tail, &mut out));
            let ended = stream.finish(&mut out);
            assert!(pushed.is_ok() || pushed.err() == ended.err());
            assert!(out.len() <= limit && whole.starts_with(&out), "{limit}: {out}");
            assert_eq!(ended.map(|_| out.as_str()), bounded.as_deref().map_err(|over| *over), "at {at}");
        }
    }
    // Two values side by side: the second one is too long, and its placeholder is where that is.
    assert_eq!(unmasker.unmask_bounded("<PERSON_1><PERSON_1>", 15).unwrap_err().offset, 10);
}

#[test]
fn nothing_goes_out_after_an_error() {
    let (mut stream, mut out) = (unmasker(false, false).stream_bounded(9), String::from("before "));
    stream.push("Hi", &mut out).unwrap();
    let over = stream.push(" <PERSON_1>", &mut out).unwrap_err();
    assert_eq!((over.limit, over.offset), (9, 3));
    assert_eq!(stream.push("", &mut out), Err(over));
    assert_eq!(stream.push("x", &mut out), Err(over));
    assert_eq!(stream.finish(&mut out), Err(over));
    assert_eq!(out, "before Hi");
}

#[test]
fn bytes_of_any_kind_pass() {
    let (mut stream, mut out) = (unmasker(false, false).stream(), Vec::new());
    for piece in [&b"\xff\xfe<PER"[..], b"SON_1>\xc3", b"\xa9\x00", b"", b"<\xffPERSON_1>"] {
        stream.push_bytes(piece, &mut out);
    }
    stream.finish_bytes(&mut out);
    assert_eq!(out, b"\xff\xfeJohn Doe\xc3\xa9\x00<\xffPERSON_1>");
}

/// What may come depends on the longest number that is answered, not on the first one.
#[test]
fn two_digits_are_waited_for() {
    let mut mapping = Mapping::new();
    let people: Vec<_> = (1..=12)
        .map(|n| mapping.assign(&Kind::PERSON, &format!("Person No {n}x"), Source::Explicit).unwrap())
        .collect();
    let mut stream = Unmasker::new(mapping).exposing(&people).stream();
    let mut out = String::new();
    stream.push("<PERSON_1", &mut out);
    stream.push("2", &mut out);
    stream.push(">", &mut out);
    assert_eq!(out, "Person No 12x");
    stream.push("<PERSON_123", &mut out);
    assert_eq!((out.as_str(), stream.held()), ("Person No 12x<PERSON_123", 0));
}

/// A name without delimiters is found behind what could have been another one, and behind half an escape.
#[test]
fn bare_names_behind_what_was_cut() {
    let mut mapping = Mapping::new();
    mapping.assign(&Kind::PERSON, "John", Source::Explicit).unwrap();
    let plain = Unmasker::new(mapping).bare(true);
    assert_eq!(plain.unmask("a<PERSON_1"), "a<John");
    let json = plain.context(Context::JsonString);
    for (unmasker, text, expected) in [
        (&plain, "a<PERSON_1", "a<John"),
        (&json, r"x \u0050ERSON_1 y\u00", r"x John y\u00"),
        (&json, r"\u00e9\u0020PERSON_1", r"\u00e9\u0020John"),
    ] {
        for cut in 0..=text.len() {
            let mut stream = unmasker.stream();
            let mut out = String::new();
            stream.push(&text[..cut], &mut out);
            stream.push(&text[cut..], &mut out);
            stream.finish(&mut out);
            assert_eq!(out, expected, "cut at {cut}");
        }
    }
}

/// What was held turns out to be none; behind it, at any distance, another one begins, which may end with the
/// piece or later.
#[test]
fn one_behind_what_was_held() {
    for (json, held) in [(false, "<PER"), (false, "<"), (false, "&l"), (true, r"\u003"), (true, r"\")] {
        for distance in 0..200 {
            for behind in ["<PERSON_1>, <EMAIL_12>", "&lt;PERSON-1&gt;", "<EMAIL_12", "<"] {
                let piece = format!("{}{behind}", " x".repeat(distance / 2) + &" ".repeat(distance % 2));
                let unmasker = unmasker(json, false);
                let whole = unmasker.unmask(&format!("{held}{piece}>")).into_owned();
                let (mut stream, mut out) = (unmasker.stream(), String::new());
                [held, &piece, ">"].iter().for_each(|piece| stream.push(piece, &mut out));
                stream.finish(&mut out);
                assert_eq!(out, whole, "{held} | {piece} | >");
            }
        }
    }
}
