//! Numbers of choices, items, events and offsets, as servers write them or leave them out.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "support/payloads.rs"]
mod payloads;

use payloads::sse;
use pii_mask::*;

const MAPPING: &str = r#"{"<PERSON_1>":"Zoë Quill","<PERSON_2>":"Bob \"JD\" Roe"}"#;

fn streamed(dialect: Dialect, sse: &str) -> String {
    payloads::streamed(&payloads::unmasker(MAPPING), dialect, sse)
}

/// Some servers write a number as another language does, or in a string.
#[test]
fn a_number_may_be_written_otherwise() {
    let choice = |index: &str, text: &str, finish: &str| {
        format!(
            r#"{{"choices":[{{"index":{index},"delta":{{"content":"{text}"}},"finish_reason":{finish}}}]}}"#
        )
    };
    for (zero, one) in [("0.0", "1.0"), (r#""0""#, r#""1""#), ("0", "10e-1"), ("0", r#""1""#)] {
        let said = sse(&[
            choice(one, "b <PERS", "null"),
            choice(zero, "a <PERS", "null"),
            choice(one, "ON_1>", "null"),
            choice(zero, "ON_2> <P", "null"),
            choice(one, " <P", "null"),
            choice(one, "", r#""stop""#),
            choice(zero, "", r#""stop""#),
        ]);
        let expected = sse(&[
            choice(one, "b ", "null"),
            choice(zero, "a ", "null"),
            choice(one, "Zoë Quill", "null"),
            choice(zero, r#"Bob \"JD\" Roe "#, "null"),
            choice(one, " ", "null"),
            choice(one, "<P", r#""stop""#),
            choice(zero, "<P", r#""stop""#),
        ]);
        assert_eq!(streamed(Dialect::OpenAiChat, &said), expected);
    }
}

/// Where a number is `null` there is none, and a tail that goes out on its own says where it belongs.
#[test]
fn a_number_that_is_null_is_none() {
    let choices = |a: &str, b: &str| {
        format!(
            r#"{{"choices":[{{"index":null,"delta":{{"content":"{a}"}}}},{{"index":null,"delta":{{"content":"{b}"}}}}]}}"#
        )
    };
    let said = sse(&[choices("a <PERS", "b <PERS")]);
    let tails = [
        r#"{"choices":[{"index":null,"delta":{"content":"<PERS"}}]}"#,
        r#"{"choices":[{"index":1,"delta":{"content":"<PERS"}}]}"#,
    ];
    assert_eq!(streamed(Dialect::OpenAiChat, &said), sse(&[choices("a ", "b ")]) + &sse(&tails));
}

/// Some servers do not number items: their identifiers tell them apart.
#[test]
fn items_without_numbers_are_told_apart() {
    let event = |kind: &str, id: &str, rest: &str| {
        format!(r#"{{"type":"response.output_text.{kind}","item_id":"{id}","content_index":0,{rest}}}"#)
    };
    let delta = |id: &str, text: &str| event("delta", id, &format!(r#""delta":"{text}""#));
    let cited = |id: &str, from: usize, to: usize| {
        event(
            "annotation.added",
            id,
            &format!(r#""annotation":{{"type":"url_citation","start_index":{from},"end_index":{to}}}"#),
        )
    };
    let done = |id: &str, text: &str| event("done", id, &format!(r#""text":"{text}""#));
    let said = sse(&[
        delta("a", "1 <PERS"),
        delta("b", "Hi <PERS"),
        delta("a", "ON_1> <P"),
        delta("b", "ON_1>!"),
        cited("a", 2, 12),
        cited("b", 3, 13),
        done("b", "Hi <PERSON_1>!"),
        done("a", "1 <PERSON_1> <P"),
    ]);
    let expected = sse(&[
        delta("a", "1 "),
        delta("b", "Hi "),
        delta("a", "Zoë Quill "),
        delta("b", "Zoë Quill!"),
        cited("a", 2, 11),
        cited("b", 3, 12),
        done("b", "Hi Zoë Quill!"),
        delta("a", "<P"),
        done("a", "1 Zoë Quill <P"),
    ]);
    let unmasker = payloads::unmasker(MAPPING);
    assert_eq!(payloads::streamed(&unmasker, Dialect::OpenAiResponses, &said), expected);
}

/// A call without a number that is called otherwise is another one, whatever it begins with.
#[test]
fn another_call_may_begin_with_another_field() {
    let call = |rest: &str| format!(r#"{{"choices":[{{"index":0,"delta":{{"tool_calls":[{{{rest}}}]}}}}]}}"#);
    let input = |id: &str, text: &str| call(&format!(r#"{id}"type":"custom","custom":{{"input":"{text}"}}"#));
    let other = call(r#""id":"b","type":"function","function":{"arguments":"{}"}"#);
    let said = sse(&[input(r#""id":"a","#, "x <PERSON_1"), other.clone()]);
    let expected = sse(&[input(r#""id":"a","#, "x "), input("", "<PERSON_1"), other]);
    assert_eq!(streamed(Dialect::OpenAiChat, &said), expected);

    let arguments = |id: &str, text: &str| call(&format!(r#"{id}"function":{{"arguments":"{text}"}}"#));
    for begin in
        [r#""id":"b","function":{"name":"n"}"#, r#""id":"b","function":{"name":"n","arguments":null}"#]
    {
        let said = sse(&[arguments(r#""id":"a","#, "{<PERSON_1"), call(begin), arguments("", ">}")]);
        let tail = arguments("", "<PERSON_1");
        let expected = sse(&[arguments(r#""id":"a","#, "{"), tail, call(begin), arguments("", ">}")]);
        assert_eq!(streamed(Dialect::OpenAiChat, &said), expected);
    }
}

/// An event of Responses about an item.
fn event(kind: &str, place: &str, rest: &str) -> String {
    format!(r#"{{"type":"response.{kind}",{place},{rest}}}"#)
}

/// Some servers say with some events which number an item has, and with others what it is called.
#[test]
fn an_item_is_the_same_by_number_and_by_name() {
    let added = |place: &str, id: &str| {
        event("output_item.added", place, &format!(r#""item":{{"type":"message","id":"{id}"}}"#))
    };
    let delta = |place: &str, text: &str| event("output_text.delta", place, &format!(r#""delta":"{text}""#));
    let done = |place: &str, text: &str| event("output_text.done", place, &format!(r#""text":"{text}""#));
    for (by_number, by_name) in [
        (r#""output_index":7"#, r#""item_id":"b""#),
        (r#""item_id":"b""#, r#""output_index":7,"item_id":"b""#),
    ] {
        let said = |begun: &str, first: &str, more: &str, rest: &[String]| {
            let other = (added(r#""output_index":3"#, "a"), delta(r#""item_id":"a""#, "And so "));
            let own = [added(r#""output_index":7"#, "b"), delta(by_name, begun), other.0, other.1];
            sse(&[&own[..], &[delta(by_number, first), delta(by_name, more)], rest, &[done(by_number, "…")]]
                .concat())
        };
        let masked = said("Hi <PERS", "ON_1> and", " <PER", &[]);
        let restored = said("Hi ", "Zoë Quill and", " ", &[delta(by_name, "<PER")]);
        assert_eq!(streamed(Dialect::OpenAiResponses, &masked), restored);
    }
}

/// Some servers call all items the same, or nothing; what has a number and what has none are never one.
#[test]
fn items_with_and_without_numbers() {
    let delta = |place: &str, text: &str| event("output_text.delta", place, &format!(r#""delta":"{text}""#));
    for places in [
        [r#""output_index":0,"item_id":"msg""#, r#""output_index":1,"item_id":"msg""#],
        [r#""output_index":0,"item_id":"""#, r#""output_index":1,"item_id":"""#],
        [r#""output_index":1,"item_id":"a""#, r#""item_id":"b""#],
        [r#""output_index":2,"item_id":"a""#, r#""item_id":"b""#],
        [r#""item_id":"b""#, r#""output_index":0,"item_id":"a""#],
    ] {
        let talk = |texts: [[&str; 2]; 3]| {
            sse(&texts.map(|texts| [delta(places[0], texts[0]), delta(places[1], texts[1])]).concat())
        };
        let masked = talk([["a <PERS", "b <PERS"], ["ON_1> c <PERSON", "ON_2>"], ["_2>", "."]]);
        let bob = r#"Bob \"JD\" Roe"#;
        let restored = talk([["a ", "b "], ["Zoë Quill c ", bob], [bob, "."]]);
        assert_eq!(streamed(Dialect::OpenAiResponses, &masked), restored);
    }
}

/// What is said in pieces, in events about its end and in the whole answer counts once, also where neither items nor
/// parts have numbers.
#[test]
fn what_is_said_again_without_numbers_counts_once() {
    let item = |id: &str, text: &str| {
        format!(r#"{{"type":"message","id":"{id}","content":[{{"type":"output_text","text":"{text}"}}]}}"#)
    };
    let place = |id: &str| format!(r#""item_id":"{id}""#);
    let mut events = Vec::new();
    for (id, pieces) in [("msg_a", ["Hi <PERS", "ON_1>"]), ("msg_b", ["<PERSON_2> ", "<PERSON_1>"])] {
        let text = pieces.concat();
        events.push(event("output_item.added", r#""n":0"#, &format!(r#""item":{}"#, item(id, ""))));
        events.extend(
            pieces.map(|piece| event("output_text.delta", &place(id), &format!(r#""delta":"{piece}""#))),
        );
        events.push(event("output_text.done", &place(id), &format!(r#""text":"{text}""#)));
        events.push(event("output_item.done", r#""n":0"#, &format!(r#""item":{}"#, item(id, &text))));
    }
    let arguments = r#"{\"who\":\"<PERSON_2>\"}"#;
    let call = format!(
        r#"{{"type":"function_call","id":"fc_c","name":"f","call_id":"c","arguments":"{arguments}"}}"#
    );
    events.push(event("function_call_arguments.delta", &place("fc_c"), &format!(r#""delta":"{arguments}""#)));
    events.push(event("output_item.done", r#""n":0"#, &format!(r#""item":{call}"#)));
    // Not in the order in which they were heard of.
    let thought = r#"{"type":"reasoning","id":"rs_d","summary":[]}"#.to_owned();
    let said = [item("msg_b", "<PERSON_2> <PERSON_1>"), item("msg_a", "Hi <PERSON_1>")];
    let output = [&[thought, call][..], &said].concat().join(",");
    events.push(event("completed", r#""n":0"#, &format!(r#""response":{{"output":[{output}]}}"#)));

    let mut stream = payloads::unmasker(MAPPING).chat_stream(Dialect::OpenAiResponses);
    let mut out = Vec::new();
    stream.push(sse(&events).as_bytes(), &mut out).unwrap();
    assert_eq!(stream.finish(&mut out).unwrap().restored, 4);
    let out = String::from_utf8(out).unwrap();
    assert!(!out.contains("PERSON"), "{out}");
}

/// A number stays written as it is, but for its value.
#[test]
fn numbers_of_events_and_offsets_written_otherwise() {
    let delta = |number: &str, text: &str| {
        event(
            "output_text.delta",
            r#""output_index":0,"content_index":0"#,
            &format!(r#""delta":"{text}","sequence_number":{number}"#),
        )
    };
    let cited = |number: &str, from: &str, to: &str| {
        let annotation =
            format!(r#""annotation":{{"start_index":{from},"end_index":{to}}},"sequence_number":{number}"#);
        event("output_text.annotation.added", r#""output_index":0,"content_index":0"#, &annotation)
    };
    let done = |number: &str| {
        event(
            "output_text.done",
            r#""output_index":0,"content_index":0"#,
            &format!(r#""text":"…","sequence_number":{number}"#),
        )
    };
    for (masked, restored) in [
        (["1.0", "2.0", "3.0", "3.0", "13.0"], ["1.0", "2.0", "4", "3.0", "12"]),
        (
            [r#""1""#, r#""2""#, r#""3""#, r#""3""#, r#""13""#],
            [r#""1""#, r#""2""#, r#""4""#, r#""3""#, r#""12""#],
        ),
        (["1", "2", "3", "3.5", "13e0"], ["1", "2", "4", "3.5", "12"]),
    ] {
        let said = sse(&[
            delta(masked[0], "Hi <PERSON_1> <P"),
            cited(masked[1], masked[3], masked[4]),
            done(masked[2]),
        ]);
        let tail = delta("3", "<P").replace(r#","sequence_number":3"#, "");
        let tail = tail.replacen('{', r#"{"sequence_number":3,"#, 1);
        let expected = sse(&[
            delta(restored[0], "Hi Zoë Quill "),
            cited(restored[1], restored[3], restored[4]),
            tail,
            done(restored[2]),
        ]);
        assert_eq!(streamed(Dialect::OpenAiResponses, &said), expected);
    }
}
