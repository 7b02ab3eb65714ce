//! The law of links.

use pii_mask::{Context, Dialect, LinkPolicy, PlaceholderStyle, Tolerance, Unmasker};
use serde_json::{Value, json};

use super::in_pieces;
use crate::support::gen_case::Gen;
use crate::support::naive::links::in_link;
use crate::support::naive::spell::Spelling;
use crate::support::naive::unmask::{Answers, Reader};
use crate::support::naive::{Entry, placeholder};

/// What links of Markdown are made of.
const MARKDOWN: &[&str] = &[
    "![",
    "](",
    ")",
    "[",
    "]",
    "(",
    "]:",
    ":",
    "!",
    "<",
    ">",
    "`",
    "$",
    "\\",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "a",
    "é",
    "\u{feff}",
    "\u{a0}",
    "あ",
    "\n\u{3000}",
    "\u{2028}",
    "\u{2014}",
    "[x] ",
    "h1>",
    "\u{c}",
    "![a](",
    "![a](<",
    "![a]( ",
    "[a](",
    "[^1]: ",
    "\n:",
    "<mailto:",
    "~",
    "[id]: ",
    "\n[id]:",
    "\n> ",
    ">",
    "> [id]:\n",
    "1. - [i\\]d]: <",
    "https://",
    "://",
    "//",
    "www.",
    "\\)",
    "\\]",
    "\\>",
    " \"t\")",
    ")\n\n",
    "\t",
    "www",
    ".",
    "b-c",
];
/// What links of HTML and CSS are made of.
const MARKUP: &[&str] = &[
    "src",
    "srcset",
    "image",
    "poster",
    "data",
    "background",
    "url",
    "url(",
    "href",
    "src=",
    "src=\"",
    " data = '",
    "SRC =",
    "data-src=",
    "href=",
    "curl(",
    "xsrc=",
    "=",
    "\"",
    "'",
    "<",
    ">",
    "/>",
    "\n> ",
    "<a ",
    "(",
    ")",
    "\\",
    "\\\"",
    "\\)",
    " ",
    "\n",
    "\t",
    "\u{c}",
    "\r\n",
    "a",
    "é",
    "_",
    "abcdefghijklmnop",
    "backgroundbackground=",
    "uRl( \"",
    "url('",
];
/// What stands in a JSON string besides.
const ESCAPES: &[&str] = &[
    "\\\"", "\\n", "\\n\\n", "\\t", "\\r", "\\f", "\\/", "\\\\", "\\u003c", "\\u0022", "\\u005D", "\\u0028",
    "\\u00", "\\u000a", "\\u00e9", "\\u", "\\x", "\",\"", "\\u0021[", "\\ufeff", "\\u00a0", "\\u2028",
    "\\u2014",
];
const CANARY: &str = "Zaphod";

struct Links {
    text: String,
    unmasker: Unmasker,
    answers: Answers,
    reader: Reader,
    json: bool,
}

impl Links {
    fn new(g: &mut Gen<'_>) -> Links {
        let style = if g.chance(4) { g.one(PlaceholderStyle::ALL) } else { PlaceholderStyle::Angle };
        let spelling = Spelling { style, tolerant: !g.chance(2), bare: g.chance(2), json: g.chance(5) };
        let known = |number| Entry {
            placeholder: placeholder("PERSON", number).unwrap(),
            value: format!("{CANARY}{}", number),
            source: pii_mask::Source::Explicit,
        };
        let entries = [known(1), known(2)];
        let mut mapping = pii_mask::Mapping::new();
        for Entry { placeholder, value, source } in &entries {
            mapping.insert(placeholder.clone(), value, *source).unwrap();
        }
        let mut text = String::new();
        let only = g.one(&[Some(MARKDOWN), Some(MARKUP), None]);
        for _ in 0..g.below(18) {
            match g.below(16) {
                0..3 => {
                    let asked = placeholder("PERSON", 1 + g.below(3) as u32).unwrap();
                    text.push_str(&g.spelled(&asked, style, spelling.json));
                }
                3..6 => text.push_str(&style.format(&entries[0].placeholder)),
                6..8 if spelling.json => text.push_str(g.one(ESCAPES)),
                _ => {
                    let either = if g.chance(8) { MARKDOWN } else { MARKUP };
                    text.push_str(g.one(only.unwrap_or(either)))
                }
            }
        }
        let tolerance = if spelling.tolerant { Tolerance::Tolerant } else { Tolerance::Exact };
        let context = if spelling.json { Context::JsonString } else { Context::Plain };
        Links {
            text,
            unmasker: Unmasker::new(mapping)
                .style(style)
                .tolerance(tolerance)
                .bare(spelling.bare)
                .context(context),
            answers: Answers::new(&entries),
            reader: Reader::new(spelling),
            json: spelling.json,
        }
    }

    fn check(&self, policy: LinkPolicy, cuts: &[usize]) -> (u64, u64) {
        let Links { text, unmasker, answers, reader, json } = self;
        let tell = |cuts: &[usize]| format!("{policy}, json: {json}, cut at {cuts:?}: {text:?}");
        let unmasker = unmasker.clone().links(policy);
        let bytes = text.as_bytes();
        let expected = answers.unmask_unless(reader, bytes, |before| in_link(before, *json, policy));
        let whole = unmasker.unmask_with_report(text);
        let report = whole.report;
        assert_eq!(whole.text, String::from_utf8_lossy(&expected.output), "{}", tell(&[]));
        assert_eq!(
            (report.restored, report.altered, report.unknown, report.withheld),
            (expected.restored, expected.altered, expected.unknown, expected.withheld),
            "{}",
            tell(&[])
        );
        // Only what is restored brings a value.
        assert_eq!(whole.text.matches(CANARY).count() as u64, report.restored);

        let every: Vec<usize> = (0..bytes.len()).collect();
        let one = (0..=bytes.len()).map(|cut| vec![cut]);
        for cuts in one.chain([cuts.to_vec(), every]) {
            let (out, streamed) = in_pieces(&unmasker, bytes, &cuts);
            assert_eq!(String::from_utf8_lossy(&out), whole.text, "{}", tell(&cuts));
            assert_eq!(streamed, report, "{}", tell(&cuts));
        }

        let bounded = unmasker.unmask_bounded(text, whole.text.len());
        assert_eq!(bounded.as_deref(), Ok(whole.text.as_ref()));
        assert!(whole.text.is_empty() || unmasker.unmask_bounded(text, whole.text.len() - 1).is_err());
        (report.restored, report.withheld)
    }
}

/// What stands in a link stays masked, by the rules and nowhere else, however the text is cut; what is
/// held does not depend on it.
pub fn link_policy(data: &[u8]) {
    let mut g = Gen::new(data);
    let links = Links::new(&mut g);
    let mut cuts: Vec<usize> = (0..g.below(6)).map(|_| g.below(links.text.len() + 1)).collect();
    cuts.sort_unstable();
    let [restore, embedded, all] =
        [LinkPolicy::Restore, LinkPolicy::WithholdEmbedded, LinkPolicy::WithholdAll]
            .map(|policy| links.check(policy, &cuts));
    assert_eq!(restore.1, 0);
    assert!(embedded.1 <= all.1, "{:?}", links.text);
    for (restored, withheld) in [embedded, all] {
        assert_eq!(restored + withheld, restore.0, "{:?}", links.text);
    }

    let mut streams: Vec<_> =
        LinkPolicy::ALL.iter().map(|policy| links.unmasker.clone().links(*policy).stream()).collect();
    for byte in links.text.as_bytes() {
        streams.iter_mut().for_each(|stream| stream.push_bytes(&[*byte], &mut Vec::new()));
        let held: Vec<usize> = streams.iter().map(|stream| stream.held()).collect();
        assert!(held.iter().all(|len| *len == held[0]), "{held:?} of {:?}", links.text);
    }
}

/// The texts of an answer withhold what one text of all of them would: they are shown one behind the other,
/// whole and in a stream, also where they are said again.
pub fn answer_links(data: &[u8]) {
    let mut g = Gen::new(data);
    let Links { answers, reader, unmasker, .. } = Links::new(&mut Gen::new(&[]));
    let policy = g.one(&[LinkPolicy::WithholdEmbedded, LinkPolicy::WithholdAll]);
    let unmasker = unmasker.links(policy);
    let parts = parts(&mut g);
    let joined = parts.concat();
    // As who shows it reads it, and as who decodes it does.
    let in_link = |before: &[u8]| in_link(before, false, policy) || in_link(before, true, policy);
    let expected = answers.unmask_unless(&reader, joined.as_bytes(), in_link).output;
    let expected = String::from_utf8(expected).unwrap();
    let told = |of: &str| format!("{of} of {parts:?}");

    let blocks: Vec<Value> = parts.iter().map(|part| json!({ "type": "text", "text": part })).collect();
    let reply = json!({ "content": blocks }).to_string();
    let said: Value =
        serde_json::from_str(&unmasker.unmask_chat(Dialect::Anthropic, &reply).unwrap().body).unwrap();
    assert_eq!(texts(&said["content"]), expected, "{}", told("blocks"));

    let said_parts: Vec<Value> =
        parts.iter().map(|part| json!({ "type": "output_text", "text": part, "annotations": [] })).collect();
    let mut events = Vec::new();
    for (n, part) in parts.iter().enumerate() {
        let cut = (0..=g.below(part.len() + 1)).rev().find(|&cut| part.is_char_boundary(cut)).unwrap();
        for piece in [&part[..cut], &part[cut..]] {
            events.push(json!({ "type": "response.output_text.delta", "output_index": 0, "content_index": n, "delta": piece }));
        }
        let done = |kind: &str| json!({ "type": kind, "output_index": 0, "content_index": n });
        let mut text = done("response.output_text.done");
        text["text"] = json!(part);
        let mut whole = done("response.content_part.done");
        whole["part"] = said_parts[n].clone();
        events.extend([text, whole]);
    }
    let item = json!({ "type": "message", "content": said_parts });
    events.push(json!({ "type": "response.output_item.done", "output_index": 0, "item": item }));
    events.push(json!({ "type": "response.completed", "response": { "output": [item] } }));
    let mut stream = unmasker.chat_stream(Dialect::OpenAiResponses);
    let mut out = Vec::new();
    for event in &events {
        stream.push(format!("data: {event}\n\n").as_bytes(), &mut out).unwrap();
    }
    stream.finish(&mut out).unwrap();
    let (mut pieces, mut done, mut whole) = (String::new(), String::new(), String::new());
    for line in String::from_utf8(out).unwrap().lines().filter_map(|line| line.strip_prefix("data: ")) {
        let event: Value = serde_json::from_str(line).unwrap();
        match event["type"].as_str().unwrap() {
            "response.output_text.delta" => pieces += event["delta"].as_str().unwrap(),
            "response.output_text.done" => done += event["text"].as_str().unwrap(),
            "response.content_part.done" => whole += event["part"]["text"].as_str().unwrap(),
            "response.output_item.done" => {
                assert_eq!(texts(&event["item"]["content"]), expected, "{}", told("the item"));
            }
            _ => {
                let content = &event["response"]["output"][0]["content"];
                assert_eq!(texts(content), expected, "{}", told("the response"));
            }
        }
    }
    assert_eq!(pieces, expected, "{}", told("pieces"));
    assert_eq!(done, expected, "{}", told("texts that are done"));
    assert_eq!(whole, expected, "{}", told("parts that are done"));
}

fn texts(parts: &Value) -> String {
    parts.as_array().unwrap().iter().map(|part| part["text"].as_str().unwrap()).collect()
}

fn parts(g: &mut Gen<'_>) -> Vec<String> {
    let part = |g: &mut Gen<'_>| {
        // The first letter says that no line begins here, as one may with another text.
        let mut part = g.one(&["y", "é", "y)", "y!", "y ", "y("]).to_owned();
        for _ in 0..g.below(8) {
            let either = if g.chance(8) { MARKDOWN } else { MARKUP };
            part.push_str(if g.chance(5) { PERSON } else { g.one(either) });
        }
        part
    };
    (0..1 + g.below(4)).map(|_| part(g)).collect()
}

const PERSON: &str = "<PERSON_1>";

/// Texts of an answer that take turns withhold what stands in a link where each is kept apart, and where they
/// are shown as they come.
pub fn turns_links(data: &[u8]) {
    let mut g = Gen::new(data);
    let Links { unmasker, .. } = Links::new(&mut Gen::new(&[]));
    let value = unmasker.unmask(PERSON).into_owned();
    let policy = g.one(&[LinkPolicy::WithholdEmbedded, LinkPolicy::WithholdAll]);
    let parts = parts(&mut g);
    // Who comes next, and how much of it.
    let mut left: Vec<&str> = parts.iter().map(String::as_str).collect();
    let mut pieces: Vec<(usize, &str)> = Vec::new();
    while left.iter().any(|rest| !rest.is_empty()) {
        let from = g.below(left.len());
        let block = (from..left.len()).chain(0..from).find(|&block| !left[block].is_empty()).unwrap();
        let cut = 1 + g.below(left[block].len());
        let cut = (cut..).find(|&cut| left[block].is_char_boundary(cut)).unwrap();
        let (piece, rest) = left[block].split_at(cut);
        pieces.push((block, piece));
        left[block] = rest;
        if rest.is_empty() && g.chance(2) {
            // Its end.
            pieces.push((block, ""));
        }
    }
    let streamed = |policy: LinkPolicy| -> Vec<(usize, String)> {
        let mut stream = unmasker.clone().links(policy).chat_stream(Dialect::Anthropic);
        let mut out = Vec::new();
        for (block, piece) in &pieces {
            let event = match *piece {
                "" => json!({ "type": "content_block_stop", "index": block }),
                text => {
                    json!({ "type": "content_block_delta", "index": block, "delta": { "type": "text_delta", "text": text } })
                }
            };
            stream.push(format!("data: {event}\n\n").as_bytes(), &mut out).unwrap();
        }
        stream.finish(&mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        let events = out.lines().filter_map(|line| line.strip_prefix("data: "));
        let events = events.map(|event| serde_json::from_str::<Value>(event).unwrap());
        let events = events.filter(|event| event["delta"].is_object());
        let said = |event: &Value| event["delta"]["text"].as_str().unwrap().to_owned();
        events.map(|event| (event["index"].as_u64().unwrap() as usize, said(&event))).collect()
    };
    let of = |said: &[(usize, String)], block: usize| -> String {
        said.iter().filter(|(other, _)| *other == block).map(|(_, text)| text.as_str()).collect()
    };
    // As the model wrote it, in the order in which it goes out.
    let written = streamed(LinkPolicy::Restore);
    let written: Vec<_> =
        written.iter().map(|(block, text)| (*block, text.replace(value.as_str(), PERSON))).collect();
    let said = streamed(policy);
    let in_link = |before: &str| {
        let before = before.as_bytes();
        in_link(before, false, policy) || in_link(before, true, policy)
    };
    for (block, part) in parts.iter().enumerate() {
        assert_eq!(of(&written, block), *part);
        let said = of(&said, block);
        let (mut own, mut shown) = (String::new(), String::new());
        let mut rest = said.as_str();
        for (other, text) in &written {
            let mut read = 0;
            for (start, _) in text.match_indices(PERSON).filter(|_| other == &block) {
                rest = rest.strip_prefix(&text[read..start]).unwrap();
                read = start + PERSON.len();
                let is_withheld = rest.starts_with(PERSON);
                let wanted = [&own, &shown].map(|before| in_link(&format!("{before}{}", &text[..start])));
                assert!(is_withheld || wanted == [false; 2], "{wanted:?} in {block} of {pieces:?}: {said:?}");
                rest = rest.strip_prefix(if is_withheld { PERSON } else { &value }).unwrap();
            }
            shown += text;
            if *other == block {
                own += text;
                rest = rest.strip_prefix(&text[read..]).unwrap();
            }
        }
        assert_eq!(rest, "");
    }
}
