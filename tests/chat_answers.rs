//! Answers in JSON, whole and in a stream: a value must not break them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "support/payloads.rs"]
mod payloads;

use payloads::{content, quoted, said, sse};
use pii_mask::*;

const MAPPING: &str =
    r#"{"<PERSON_1>":"Zoë Quill","<PERSON_2>":"Bob \"JD\" Roe","<ADDRESS_1>":"12 Main St\nParis"}"#;

/// Everything of the mapping is exposed; embedded links are withheld.
fn unmasker() -> Unmasker {
    payloads::unmasker(MAPPING).links(LinkPolicy::WithholdEmbedded)
}

fn streamed(dialect: Dialect, sse: &str) -> String {
    payloads::streamed(&unmasker(), dialect, sse)
}

fn whole(dialect: Dialect, reply: &str) -> String {
    unmasker().unmask_chat(dialect, reply).unwrap().body.into_owned()
}

/// A placeholder that stands for a number is none less for the brackets that it begins with.
#[test]
fn a_number_in_json_comes_back_in_every_style() {
    for (style, open, close) in [
        (PlaceholderStyle::Angle, "<", ">"),
        (PlaceholderStyle::Square, "[", "]"),
        (PlaceholderStyle::DoubleSquare, "[[", "]]"),
        (PlaceholderStyle::DoubleCurly, "{{", "}}"),
    ] {
        let card = format!("{open}CREDIT_CARD_1{close}");
        let person = format!("{open}PERSON_2{close}");
        let mapping = format!(r#"{{"{card}":"4111111111111111","{person}":"Bob \"JD\" Roe"}}"#);
        let mapping = Mapping::from_json(mapping.as_bytes(), style, &Limits::default()).unwrap();
        let unmasker = Unmasker::new(mapping).style(style);
        for answer in [
            format!(r#"{{"card":{card},"name":"{person}"}}"#),
            format!(r#"{{"cards":[{card}],"name":"{person}"}}"#),
            format!(r#"{{"a":{{"cards":[1, {card}]}},"name":"{person}"}}"#),
            format!(r#"["{person}", {card}, [{card}], "{person}"]"#),
        ] {
            let expected = answer.replace(&card, "4111111111111111").replace(&person, r#"Bob \"JD\" Roe"#);
            let reply = format!(r#"{{"choices":[{{"message":{{"content":{}}}}}]}}"#, quoted(&answer));
            let restored = unmasker.unmask_chat(Dialect::OpenAiChat, &reply).unwrap().body;
            assert!(restored.contains(&quoted(&expected)), "{restored}");
            for cut in 0..=answer.len() {
                let (a, b) = answer.split_at(cut);
                let events = sse(&[content(a, "null"), content(b, "null")]);
                let mut out = Vec::new();
                let mut stream = unmasker.chat_stream(Dialect::OpenAiChat);
                stream.push(events.as_bytes(), &mut out).unwrap();
                stream.finish(&mut out).unwrap();
                assert_eq!(said(&String::from_utf8(out).unwrap()), expected, "cut at {cut}");
            }
        }
    }
}

/// Who asked for JSON gets JSON.
#[test]
fn an_answer_in_json_stays_json() {
    let answers = [
        r#"{"name": "<PERSON_2>", "at": "<ADDRESS_1>"}"#,
        " \n{\n  \"name\": \"<PERSON_2>\"}",
        r#"[{"name":"<PERSON_2>"}]"#,
        r#"[ "<PERSON_2>", ["<ADDRESS_1>"]]"#,
        r#"{"name":"\u003cPERSON_2\u003e"}"#,
        r#"[1, "<PERSON_2>"]"#,
        r#"[null, "<PERSON_2>"]"#,
        r#"[true, "<PERSON_2>"]"#,
        r#"[false, "<PERSON_2>"]"#,
        r#"[["<PERSON_2>"]]"#,
        r#"[[1], [-1.5e+3, 0.25E-1], "<PERSON_2>"]"#,
        r#"{"a": null, "b": true, "c": false, "d": 12, "e": -1, "n": "<PERSON_2>"}"#,
        "{\"a\" : 1 , \"b\" :[ 2\n, 3 ] ,\n\t\"n\"\r\n:\"<PERSON_2>\" }",
        r#"{"a": "x \"y\": \\", "n": "<PERSON_2>"}"#,
        r#"[{}, [], {"a": "<PERSON_2>"}]"#,
        "{\"a\": 1}\n{\"a\": \"<PERSON_2>\"}",
        "Here it is:\n{\"a\": \"<PERSON_2>\"}",
        r#"{"age": <PERSON_1>, "name": "<PERSON_2>"}"#,
        // In any spelling; and what other languages write.
        r#"{"age": <PERSON\_1>, "name": "<PERSON_2>"}"#,
        r#"{"age": \<Person 1\>, "name": "<PERSON_2>"}"#,
        r#"{"age": &lt;PERSON_1&gt;, "name": "<PERSON_2>"}"#,
        r#"{"age": <PERSON_1\u003e, "name": "<PERSON_2>"}"#,
        r#"[<PERSON_1>, "<PERSON_2>"]"#,
        r#"[[<PERSON\_1>], {"name": "<PERSON_2>"}]"#,
        r#"{"a": None, "b": True, "name": "<PERSON_2>"}"#,
        "\u{feff}{\"a\": \"<PERSON_2>\"}",
        "```json\n{\"a\": \"<PERSON_2>\"}\n```",
        "Here it is:\n\n  ```\n[\"<PERSON_2>\"]\n```\nDear <PERSON_1>,",
    ];
    for answer in answers {
        let reply = format!(r#"{{"choices":[{{"message":{{"content":{}}}}}]}}"#, quoted(answer));
        let restored: serde_json::Value = serde_json::from_str(&whole(Dialect::OpenAiChat, &reply)).unwrap();
        let restored = restored["choices"][0]["message"]["content"].as_str().unwrap().to_owned();
        assert!(restored.contains(r#"Bob \"JD\" Roe"#), "{restored}");
        for cut in (0..=answer.len()).filter(|&cut| answer.is_char_boundary(cut)) {
            let (a, b) = answer.split_at(cut);
            let out = streamed(Dialect::OpenAiChat, &sse(&[content(a, "null"), content(b, "null")]));
            assert_eq!(said(&out), restored, "cut at {cut}");
        }
    }
    // What only looks a little like JSON.
    for text in [
        "{<PERSON_2>}",
        "[<PERSON_2>]",
        r#""<PERSON_2>""#,
        "[1] <PERSON_2>",
        r#"["Title"](https://x.example) by <PERSON_2>"#,
        "{\"a\":1}\n\nDear <PERSON_2>,",
        "{\"a\nb <PERSON_2>",
        "[1, 2) <PERSON_2>",
        "[trap, <PERSON_2>]",
        r#"[trap, "<PERSON_2>"]"#,
        r#"[nil, "<PERSON_2>"]"#,
        r#"[1, trüe, "<PERSON_2>"]"#,
        "[nil, <PERSON_2>]",
        "[1, true or <PERSON_2>]",
        r#"[nothing, "<PERSON_2>"]"#,
        r#"{"a": not.this, "b": "<PERSON_2>"}"#,
        r#"{"a": <b.c>, "b": "<PERSON_2>"}"#,
        r#"{"a": 1 / 2, "b": "<PERSON_2>"}"#,
        "[1-2, see <PERSON_2>]",
        r#"["here" <PERSON_2>"#,
        "``` <PERSON_2>\n",
        r#"Here: {"a":"<PERSON_2>"}"#,
    ] {
        let out = streamed(Dialect::OpenAiChat, &sse(&[content(text, "null")]));
        assert_eq!(said(&out), text.replace("<PERSON_2>", r#"Bob "JD" Roe"#));
    }
}

/// The input of a call is a value in a whole message, and a text of JSON in pieces.
#[test]
fn an_input_comes_back_whole_as_in_pieces() {
    for input in [
        r#"{"a":"\\u003cPERSON_1\\u003e"}"#,
        r#"{"a":"\u003cPERSON_1\u003e","b":["\\<PERSON_2\\>",1.50,{"<PERSON_1>":null}]}"#,
        r#"{"a":"![x](","to":"<PERSON_1>"}"#,
        r#"{"a":"![x](https://e.example/?","to":"<PERSON_1>)","then":"<PERSON_1>"}"#,
    ] {
        let message = format!(r#"{{"content":[{{"type":"tool_use","name":"f","input":{input}}}]}}"#);
        let message = whole(Dialect::Anthropic, &message);
        let (_, rest) = message.split_once(r#""input":"#).unwrap();
        let expected = rest.strip_suffix("}]}").unwrap();
        for cut in 0..=input.len() {
            let (a, b) = input.split_at(cut);
            let piece = |text: &str| {
                let text = quoted(text);
                format!(
                    r#"{{"type":"content_block_delta","index":0,"delta":{{"type":"input_json_delta","partial_json":{text}}}}}"#
                )
            };
            let stop = r#"{"type":"content_block_stop","index":0}"#.to_owned();
            let out = streamed(Dialect::Anthropic, &sse(&[piece(a), piece(b), stop]));
            let pieces = out.lines().filter_map(|line| line.strip_prefix("data: "));
            let pieces = pieces.map(|data| serde_json::from_str::<serde_json::Value>(data).unwrap());
            let heard: String = pieces
                .filter_map(|event| Some(event["delta"]["partial_json"].as_str()?.to_owned()))
                .collect();
            assert_eq!(heard, expected, "cut at {cut}");
        }
    }
}
