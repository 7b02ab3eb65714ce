//! Laws of streamed replies.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use pii_mask::{Context, Dialect, Unmasker};
use regex::Regex;
use serde_json::Value;

use super::chat::dialect;
use crate::support::gen_case::{Case, Gen};
use crate::support::gen_chat::Writer;
use crate::support::naive::sse::heard;

/// A text that comes in pieces.
#[derive(Debug)]
struct Slot {
    /// Choice, output item or block.
    outer: usize,
    /// Call, part.
    inner: usize,
    field: &'static str,
    json: bool,
    whole: String,
    pieces: Vec<String>,
}

impl Slot {
    fn key(&self) -> String {
        format!("{}/{}/{}", self.outer, self.field, self.inner)
    }

    /// What is heard of the first bytes of it: `ended` where nothing follows.
    fn unmasked(&self, unmasker: &Unmasker, len: usize, ended: bool) -> String {
        let text = &self.whole[..len];
        let parts = if self.json { vec![(text, true)] } else { parts(text) };
        let last = parts.len() - 1;
        let (mut heard, mut beside) = (String::new(), "");
        for (n, (part, json)) in parts.into_iter().enumerate() {
            let unmasker = unmasker.context(context(json));
            // What no bare name may stand beside.
            let part = beside.to_owned() + part;
            let mut unmasked = String::new();
            if n < last || ended {
                unmasked += &unmasker.unmask(&part);
            } else {
                unmasker.stream().push(&part, &mut unmasked);
            }
            heard += unmasked.strip_prefix(beside).unwrap();
            beside = if part.ends_with(|c: char| c == '_' || c.is_ascii_alphanumeric()) { "x" } else { "" };
        }
        heard
    }
}

fn context(json: bool) -> Context {
    if json { Context::JsonString } else { Context::Plain }
}

/// Parts of an answer that are in strings of JSON, and what is between them.
fn parts(text: &str) -> Vec<(&str, bool)> {
    let mut parts = Vec::new();
    let (mut copied, mut line) = (0, Some(0));
    while let Some(from) = line {
        let (end, strings) = json_at(text, from);
        for (start, end) in strings {
            parts.extend([(&text[copied..start], false), (&text[start..end], true)]);
            copied = end;
        }
        line = text[end..].find('\n').map(|len| end + len + 1);
    }
    if copied < text.len() || parts.is_empty() {
        parts.push((&text[copied..], false));
    }
    parts
}

/// Where JSON ends that follows white space from a place on, and its strings; that place where there is none.
fn json_at(text: &str, from: usize) -> (usize, Vec<(usize, usize)>) {
    static TOKENS: LazyLock<[Regex; 4]> = LazyLock::new(|| {
        let string = r#""(?:[^"\\\x00-\x1f]|\\[^\x00-\x1f])*(?:\\$)?"#;
        let name = r"[A-Za-z0-9 \t\r\n_\\&;<-]*>?";
        let new = |regex: String| Regex::new(&format!("^(?:{regex})")).unwrap();
        [
            new(format!(r"{string}|[\[\]{{}}]|[-0-9][0-9.eE+-]*|null|true|false|[<\\&]{name}")),
            new(format!(r"{string}|[\[\]{{}}]|[-0-9][0-9.eE+-]*|[<\\&A-Za-z]{name}")),
            // Behind a brace that may begin JSON.
            new(format!(r"{string}|[\[\]{{}}]|[<\\&]{name}")),
            new(r"[,:\]}]".into()),
        ]
    });
    let [unsure, sure, brace, between] = &*TOKENS;
    let blank = [' ', '\t', '\n', '\r'];
    let begins = text[from..].trim_start_matches(|c| c == '\u{feff}' || blank.contains(&c));
    let mut at = text.len() - begins.len();
    let (mut depth, mut last, mut strings) = (0, "", Vec::new());
    if !begins.starts_with(['[', '{']) {
        return (at, strings);
    }
    loop {
        at = text.len() - text[at..].trim_start_matches(blank).len();
        let tokens = match last {
            "" | "[" | "{" | "," | ":" if strings.is_empty() => {
                if last == "{" {
                    brace
                } else {
                    unsure
                }
            }
            "" | "[" | "{" | "," | ":" => sure,
            _ => between,
        };
        let rest = &text[at..];
        // Brackets of a name count like those of JSON.
        let opens = last.starts_with(|c: char| "<\\&".contains(c) || c.is_alphabetic())
            && !last.ends_with('>')
            && rest.starts_with(['[', '{']);
        let token = match tokens.find(rest) {
            _ if opens => &rest[..1],
            Some(token) => token.as_str(),
            None => return (at, strings),
        };
        let start = at;
        at += token.len();
        last = token;
        match token.as_bytes()[0] {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth -= 1,
            b'"' => {
                strings.push((start, at));
                if !text[at..].starts_with('"') {
                    return (at, strings);
                }
                at += 1;
            }
            _ => {}
        }
        if depth == 0 {
            return (at, strings);
        }
    }
}

/// One event, and what it says.
#[derive(Debug)]
struct Sent {
    raw: String,
    /// Numbers of slots and their pieces.
    pieces: Vec<(usize, String)>,
    /// Slots that are at their end with it.
    ended: Vec<usize>,
    /// Nothing in it may change.
    same: bool,
}

struct Reply {
    dialect: Dialect,
    slots: Vec<Slot>,
    events: Vec<Sent>,
    end: &'static str,
    colon: &'static str,
    sequence: u64,
}

const FIELDS: &[(Dialect, &[(&str, bool)])] = &[
    (
        Dialect::OpenAiChat,
        &[
            ("content", false),
            ("arguments", true),
            ("refusal", false),
            ("reasoning_content", false),
            ("input", false),
        ],
    ),
    (
        Dialect::OpenAiResponses,
        &[
            ("response.output_text", false),
            ("response.function_call_arguments", true),
            ("response.reasoning_summary_text", false),
            ("response.mcp_call_arguments", true),
            ("response.refusal", false),
        ],
    ),
    (Dialect::Anthropic, &[("text", false), ("partial_json", true)]),
];

/// Of answers in JSON, and of some that are none.
const BEGINNINGS: &[&str] = &[
    "{\"",
    " [\n\"",
    "{ \"a\" : \"",
    "[{\"a\":\"",
    "[[ \"",
    "\"",
    "{",
    "[",
    "{{\"",
    "[1,\"",
    "[1, 2) ",
    "[1-2, \"",
    "[true, nul",
    "[null, <PERSON_1>, \"",
    "[\"a\" ",
    "{\"a\":{},\"b\":[-1.5e+3]]",
];

impl Reply {
    fn new(g: &mut Gen<'_>, case: &mut Case) -> Reply {
        let dialect = dialect(g);
        let (_, fields) = FIELDS.iter().find(|(of, _)| *of == dialect).unwrap();
        let mut slots: Vec<Slot> = Vec::new();
        for n in 0..=g.below(3) {
            let (field, json) = g.one(fields);
            let start = if g.chance(3) { g.one(BEGINNINGS) } else { "" };
            case.context = if json || !start.is_empty() { Context::JsonString } else { Context::Plain };
            let whole = start.to_owned() + &case.new_text(g);
            case.context = Context::Plain;
            let mut cuts: Vec<usize> = (0..g.below(6)).map(|_| g.below(whole.len() + 1)).collect();
            cuts.extend([0, whole.len()]);
            cuts.retain(|&cut| whole.is_char_boundary(cut));
            cuts.sort_unstable();
            let pieces = cuts.iter().zip(&cuts[1..]).map(|(&from, &to)| whole[from..to].to_owned()).collect();
            // Blocks and items are one text each; choices have several.
            let outer = if dialect == Dialect::OpenAiChat { g.below(2) } else { n };
            let inner = if ["arguments", "input"].contains(&field) { g.below(2) } else { 0 };
            let slot = Slot { outer, inner, field, json, whole, pieces };
            if slots.iter().all(|other| other.key() != slot.key()) {
                slots.push(slot);
            }
        }
        let (end, colon) = (g.one(&["\n", "\r\n", "\r"]), g.one(&["data: ", "data:"]));
        let mut reply = Reply { dialect, slots, events: Vec::new(), end, colon, sequence: 0 };
        reply.write(g, case);
        reply
    }

    fn write(&mut self, g: &mut Gen<'_>, case: &Case) {
        let mut left: Vec<Vec<String>> =
            self.slots.iter().map(|slot| slot.pieces.iter().rev().cloned().collect()).collect();
        // The last piece of one may come with its end.
        let late = self.dialect == Dialect::OpenAiChat && g.chance(6);
        while let Some(first) = self.pick(g, &left, late) {
            let mut pieces = vec![(first, left[first].pop().unwrap())];
            if self.dialect == Dialect::OpenAiChat && g.chance(4) {
                if let Some(second) = self.pick(g, &left, late) {
                    pieces.push((second, left[second].pop().unwrap()));
                }
            }
            self.delta(g, case, pieces, &[]);
            if g.chance(3) {
                self.noise(g);
            }
        }
        if self.dialect == Dialect::OpenAiChat {
            for choice in 0..2 {
                let ended: Vec<usize> =
                    (0..self.slots.len()).filter(|&n| self.slots[n].outer == choice).collect();
                let pieces = ended.iter().filter_map(|&n| Some((n, left[n].pop()?))).collect();
                self.delta(g, case, pieces, &ended);
            }
            self.event(g, "", r#"{"id":"c","choices":[],"usage":{"total_tokens":1}}"#.into(), true);
            self.event(g, "", "[DONE]".into(), true);
            return;
        }
        for n in 0..self.slots.len() {
            self.stop(g, case, n);
        }
        let last = if self.dialect == Dialect::Anthropic { "message_stop" } else { "response.completed" };
        let numbered = self.numbered();
        self.event(g, last, format!(r#"{{"type":"{last}"{numbered}}}"#), self.dialect == Dialect::Anthropic);
    }

    /// A slot with pieces that may go out now.
    fn pick(&self, g: &mut Gen<'_>, left: &[Vec<String>], late: bool) -> Option<usize> {
        let open: Vec<usize> = (0..left.len()).filter(|&n| left[n].len() > usize::from(late)).collect();
        (!open.is_empty()).then(|| g.one(&open))
    }

    fn numbered(&mut self) -> String {
        if self.dialect != Dialect::OpenAiResponses {
            return String::new();
        }
        self.sequence += 1;
        format!(r#","sequence_number":{}"#, self.sequence - 1)
    }

    fn delta(&mut self, g: &mut Gen<'_>, case: &Case, pieces: Vec<(usize, String)>, ended: &[usize]) {
        let mut written = Vec::new();
        for (n, piece) in &pieces {
            written.push((*n, Writer { g, case, canary: "" }.string(piece)));
        }
        let numbered = self.numbered();
        let slot = |n: usize| &self.slots[n];
        let (name, json) = match self.dialect {
            Dialect::OpenAiChat => {
                let reason = if ended.is_empty() { "null" } else { "\"stop\"" };
                let mut choices: Vec<String> = Vec::new();
                for (n, piece) in &written {
                    let Slot { outer, inner, field, .. } = slot(*n);
                    let delta = match *field {
                        "arguments" => format!(
                            r#""tool_calls":[{{"index":{inner},"id":"x","function":{{"arguments":{piece}}}}}]"#
                        ),
                        "input" => {
                            format!(r#""tool_calls":[{{"index":{inner},"custom":{{"input":{piece}}}}}]"#)
                        }
                        field => format!(r#""{field}":{piece}"#),
                    };
                    choices
                        .push(format!(r#"{{"index":{outer},"delta":{{{delta}}},"finish_reason":{reason}}}"#));
                }
                if let (Some(&n), true) = (ended.first(), choices.is_empty()) {
                    choices.push(format!(
                        r#"{{"index":{},"delta":{{}},"finish_reason":"stop"}}"#,
                        slot(n).outer
                    ));
                }
                ("", format!(r#"{{"id":"c","choices":[{}]}}"#, choices.join(",")))
            }
            Dialect::OpenAiResponses => {
                let Slot { outer, inner, field, .. } = slot(written[0].0);
                let part = match *field {
                    "response.output_text" | "response.refusal" => format!(r#","content_index":{inner}"#),
                    "response.reasoning_summary_text" => format!(r#","summary_index":{inner}"#),
                    _ => String::new(),
                };
                let piece = &written[0].1;
                (
                    "x",
                    format!(
                        r#"{{"type":"{field}.delta"{numbered},"output_index":{outer}{part},"delta":{piece}}}"#
                    ),
                )
            }
            _ => {
                let Slot { outer, field, .. } = slot(written[0].0);
                let kind = if *field == "text" { "text_delta" } else { "input_json_delta" };
                let piece = &written[0].1;
                let delta = format!(r#"{{"type":"{kind}","{field}":{piece}}}"#);
                (
                    "content_block_delta",
                    format!(r#"{{"type":"content_block_delta","index":{outer},"delta":{delta}}}"#),
                )
            }
        };
        self.event(g, name, json, false);
        let event = self.events.last_mut().unwrap();
        (event.pieces, event.ended) = (pieces, ended.to_vec());
    }

    /// A text that is not of several is at its end, and said again.
    fn stop(&mut self, g: &mut Gen<'_>, case: &Case, n: usize) {
        let numbered = self.numbered();
        let Slot { outer, inner, field, json, whole, .. } = &self.slots[n];
        let (outer, inner, field) = (*outer, *inner, *field);
        let (name, event) = if self.dialect == Dialect::Anthropic {
            ("content_block_stop", format!(r#"{{"type":"content_block_stop","index":{outer}}}"#))
        } else {
            let whole = Writer { g, case, canary: "" }.string(whole);
            let again = match field {
                _ if *json => "arguments",
                "response.refusal" => "refusal",
                _ => "text",
            };
            let part =
                if field == "response.reasoning_summary_text" { "summary_index" } else { "content_index" };
            let part = if *json { String::new() } else { format!(r#","{part}":{inner}"#) };
            (
                "x",
                format!(
                    r#"{{"type":"{field}.done"{numbered},"output_index":{outer}{part},"{again}":{whole}}}"#
                ),
            )
        };
        self.event(g, name, event, self.dialect == Dialect::Anthropic);
        self.events.last_mut().unwrap().ended = vec![n];
    }

    /// What nobody may change.
    fn noise(&mut self, g: &mut Gen<'_>) {
        let end = self.end;
        let raw = match g.below(7) {
            0 => format!(": <PERSON_1>{end}{end}"),
            1 => format!("retry: 5{end}{end}"),
            2 => format!("event: ping{end}data:{{\"type\":\"ping\", \"x\":\"<PERSON_1>\"}}{end}{end}"),
            3 => format!("data: <PERSON_1>{end}{end}"),
            4 => format!("data: [\"<PERSON_1>\"]{end}id: 7{end}{end}"),
            5 => format!("data: {{\"type\":\"new.delta\",\"delta\":{{\"x\":\"<PERSON_1>\"}}}}{end}{end}"),
            _ => end.to_owned(),
        };
        self.events.push(Sent { raw, pieces: Vec::new(), ended: Vec::new(), same: true });
    }

    fn event(&mut self, g: &mut Gen<'_>, name: &str, json: String, same: bool) {
        let Reply { end, colon, .. } = *self;
        let mut raw = String::new();
        if !name.is_empty() {
            raw += &format!("event: {name}{end}");
        }
        if g.chance(1) {
            raw += &format!(": comment{end}id: 9{end}");
        }
        match json.find(':').filter(|_| g.chance(1)) {
            Some(at) => raw += &format!("{colon}{}{end}{colon}{}{end}", &json[..=at], &json[at + 1..]),
            None => raw += &format!("{colon}{json}{end}"),
        }
        raw += end;
        self.events.push(Sent { raw, pieces: Vec::new(), ended: Vec::new(), same });
    }
}

/// What a client adds up: by choice, item or block; field; call or part.
#[derive(Default)]
struct Client {
    texts: BTreeMap<String, String>,
    /// Texts that are said again at their end.
    again: BTreeMap<String, String>,
    sequence: Vec<u64>,
}

impl Client {
    fn hear(&mut self, dialect: Dialect, stream: &[u8]) {
        for event in heard(stream) {
            let Ok(data) = serde_json::from_slice::<Value>(&event.data) else {
                assert!(!event.data.starts_with(b"{"), "{}", String::from_utf8_lossy(&event.data));
                continue;
            };
            self.sequence.extend(data["sequence_number"].as_u64());
            match dialect {
                Dialect::OpenAiChat => self.hear_choices(&data),
                Dialect::OpenAiResponses => self.hear_item(&data),
                _ => {
                    for field in ["text", "partial_json"] {
                        self.add(format!("{}/{field}/0", data["index"]), &data["delta"][field]);
                    }
                }
            }
        }
    }

    fn hear_choices(&mut self, data: &Value) {
        for choice in data["choices"].as_array().into_iter().flatten() {
            let (index, delta) = (&choice["index"], &choice["delta"]);
            for field in ["content", "refusal", "reasoning_content"] {
                self.add(format!("{index}/{field}/0"), &delta[field]);
            }
            for call in delta["tool_calls"].as_array().into_iter().flatten() {
                self.add(format!("{index}/arguments/{}", call["index"]), &call["function"]["arguments"]);
                self.add(format!("{index}/input/{}", call["index"]), &call["custom"]["input"]);
            }
        }
    }

    fn hear_item(&mut self, data: &Value) {
        let Some((field, what)) = data["type"].as_str().and_then(|kind| kind.rsplit_once('.')) else {
            return;
        };
        let inner = data["content_index"].as_u64().or(data["summary_index"].as_u64()).unwrap_or(0);
        let key = format!("{}/{field}/{inner}", data["output_index"]);
        if what == "done" {
            let again = ["text", "arguments", "refusal"].iter().find_map(|name| data[name].as_str());
            self.again.insert(key, again.unwrap().to_owned());
        } else {
            self.add(key, &data["delta"]);
        }
    }

    fn add(&mut self, key: String, piece: &Value) {
        if let Some(piece) = piece.as_str() {
            *self.texts.entry(key).or_default() += piece;
        }
    }
}

/// Law 3 for replies, and laws 6 and 7: what a client adds up is each text as a whole, unmasked; nothing
/// waits that could go; what was held comes before the end of its text; the rest is byte-identical; no
/// cut of the bytes makes a difference.
pub fn chat_stream(data: &[u8]) {
    let mut g = Gen::new(data);
    let mut case = Case::from(&mut g);
    case.context = Context::Plain;
    let reply = Reply::new(&mut g, &mut case);
    let unmasker = case.unmasker();
    let told = || format!("{:#?} {:#?} of {case:#?}", reply.events, reply.slots);

    let mut stream = unmasker.chat_stream(reply.dialect);
    let mut came: Vec<(usize, bool)> = reply.slots.iter().map(|_| (0, false)).collect();
    let (mut client, mut out) = (Client::default(), Vec::new());
    for event in &reply.events {
        let before = out.len();
        stream.push(event.raw.as_bytes(), &mut out).unwrap_or_else(|error| panic!("{error}: {}", told()));
        let new = &out[before..];
        if event.same && event.ended.is_empty() && !event.raw.contains("[DONE]") {
            assert_eq!(String::from_utf8_lossy(new), event.raw, "{}", told());
        }
        assert!(!event.same || new.ends_with(event.raw.as_bytes()), "{}", told());
        client.hear(reply.dialect, new);
        event.pieces.iter().for_each(|(n, piece)| came[*n].0 += piece.len());
        event.ended.iter().for_each(|&n| came[n].1 = true);
        for (slot, &(len, ended)) in reply.slots.iter().zip(&came) {
            let heard = client.texts.get(&slot.key()).map_or("", String::as_str);
            let text = slot.unmasked(&unmasker, len, ended);
            assert_eq!(heard, text, "{} after {event:?}: {}", slot.key(), told());
        }
    }
    let before = out.len();
    stream.finish(&mut out).unwrap();
    assert_eq!(before, out.len(), "{}", told());
    for slot in &reply.slots {
        let whole = slot.unmasked(&unmasker, slot.whole.len(), true);
        assert_eq!(client.texts.get(&slot.key()).map_or("", String::as_str), whole, "{}", told());
        if let Some(again) = client.again.get(&slot.key()) {
            assert_eq!(*again, whole, "{}", told());
        }
    }
    assert!(client.sequence.iter().enumerate().all(|(at, &number)| at as u64 == number), "{}", told());

    let sse: String = reply.events.iter().map(|event| event.raw.as_str()).collect();
    let mut cuts: Vec<usize> = (0..g.below(8)).map(|_| g.below(sse.len() + 1)).collect();
    cuts.sort_unstable();
    for cuts in [cuts, (0..sse.len()).collect(), Vec::new()] {
        let mut stream = unmasker.chat_stream(reply.dialect);
        let (mut again, mut from) = (Vec::new(), 0);
        for cut in cuts.into_iter().chain([sse.len()]) {
            stream.push(&sse.as_bytes()[from..cut], &mut again).unwrap();
            from = cut;
        }
        stream.finish(&mut again).unwrap();
        assert_eq!(String::from_utf8_lossy(&again), String::from_utf8_lossy(&out), "{}", told());
    }
}
