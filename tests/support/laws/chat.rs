//! Laws of chat payloads and whole replies.

use std::borrow::Cow;
use std::sync::LazyLock;

use pii_mask::{ChatPolicy, Conversation, Dialect, Mapping, UserId, UserLocation};
use regex::{Captures, Regex};

use super::mask::{gaps, lookalikes};
use super::wire::{CANARY, untold, untold_error};
use crate::support::gen_case::{Case, Gen, entries};
use crate::support::gen_chat::{Writer, exact_case};
use crate::support::naive::escapes::{as_read, readings};
use crate::support::naive::find::{Hit, Search};
use crate::support::naive::fold;
use crate::support::naive::json::{Tree, quoted};

fn masking(case: &Case) -> Conversation {
    let policy = ChatPolicy::new().user_id(UserId::Mask).user_location(UserLocation::Mask);
    let builder = Conversation::builder().mapping(case.mapping()).lookalikes(case.lookalikes);
    builder.sameness(case.sameness).matching(case.matching).chat(policy).build().unwrap()
}

pub(super) fn dialect(g: &mut Gen<'_>) -> Dialect {
    g.one(&[Dialect::OpenAiChat, Dialect::OpenAiResponses, Dialect::Anthropic])
}

/// A string before and after masking.
#[derive(Debug)]
enum Pair {
    Text(String, String),
    /// JSON in a string that a model may send back.
    Arguments(String, String),
    Input(Tree, Tree),
    /// JSON in a string that it will not.
    Result(String, String),
}

/// What no provider would understand, were it masked.
const WORDS: &[&str] = &["role", "type", "id", "call_id", "tool_call_id", "tool_use_id", "name", "model"];
/// In these, names and numbers are text.
const FREE: &[&str] = &["metadata", "input", "enum", "default"];

/// Where a value is: the name of the member, whether all is text, whether it is what came of a call.
#[derive(Clone, Copy)]
struct At<'n> {
    name: &'n str,
    free: bool,
    result: bool,
}

/// Law 7: the same but for strings, and in free JSON names and numbers. Collects them.
fn compared(before: &Tree, after: &Tree, at: At<'_>, pairs: &mut Vec<Pair>) {
    let text = |a: &str, b: &str| Pair::Text(a.to_owned(), b.to_owned());
    match (before, after) {
        (Tree::Object(a), Tree::Object(b)) => {
            assert_eq!(a.len(), b.len());
            let is = |name: &str, word: &str| before.get(name).is_some_and(|value| value.is(word));
            let result =
                is("role", "tool") || is("type", "tool_result") || is("type", "function_call_output");
            for ((name, a), (masked, b)) in a.iter().zip(b) {
                if at.free {
                    pairs.push(text(name, masked));
                } else {
                    assert_eq!(name, masked, "member order, and names of members");
                }
                // A list of messages is no free JSON, a call's input is.
                let unknown =
                    ["x_new", "x_deep", "x_note"].contains(&name.as_str()) && !matches!(a, Tree::Other(_));
                let free = at.free
                    || unknown
                    || FREE.contains(&name.as_str()) && !(name == "input" && before.get("model").is_some());
                if free && !at.free && name == "input" {
                    pairs.push(Pair::Input(a.clone(), b.clone()));
                }
                compared(a, b, At { name, free, result: at.result || result }, pairs);
            }
        }
        (Tree::Array(a), Tree::Array(b)) => {
            assert_eq!(a.len(), b.len());
            a.iter().zip(b).for_each(|(a, b)| compared(a, b, at, pairs));
        }
        (Tree::Other(a), Tree::Other(b)) => {
            assert_eq!(a, b, "numbers keep their spelling");
            if at.free && a.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
                pairs.push(text(a, b));
            }
        }
        (Tree::Other(a), Tree::String(b)) if at.free => pairs.push(text(a, b)),
        (Tree::String(a), Tree::String(b)) if !at.free && WORDS.contains(&at.name) => assert_eq!(a, b),
        (Tree::String(a), Tree::String(b)) if !at.free && at.name == "arguments" => {
            pairs.push(Pair::Arguments(a.clone(), b.clone()));
        }
        (Tree::String(a), Tree::String(b))
            if at.result && ["content", "output", "text"].contains(&at.name) =>
        {
            pairs.push(Pair::Result(a.clone(), b.clone()));
        }
        (Tree::String(a), Tree::String(b)) => pairs.push(text(a, b)),
        _ => panic!("{before:?} became {after:?}"),
    }
}

struct Leaks<'c> {
    case: &'c Case,
    search: Search,
    mapping: &'c Mapping,
}

impl Leaks<'_> {
    /// Law 1, for a text: where it is broken, but for hits that are none, by place and gap.
    fn first_in(&self, text: &str, is_none: impl Fn(&Hit, &str) -> bool) -> Option<String> {
        let keys = lookalikes(self.case, text).into_iter();
        let keys = keys.filter(|found| self.mapping.get(&found.placeholder).is_some());
        gaps(text, keys.map(|found| (found.start, found.end)).collect()).into_iter().find_map(|(at, gap)| {
            let hits = self.search.all(gap);
            let hit = hits.iter().find(|hit| !is_none(hit, gap))?;
            Some(format!("leak at {at}: {:?} in {text:?}", &gap[hit.start..hit.end]))
        })
    }

    /// For a text, as it is written and however it reads.
    fn none_in_text(&self, before: &str, after: &str) {
        let leak = if readings(before).len() == 1 {
            self.first_in(after, |_, _| false)
        } else {
            // In one reading it may have been half of a word, of which the other half was masked in
            // another one: an escape ends a word as it is written, and no word as it is read.
            let unseen = |text: &str| text.chars().all(fold::is_ignorable);
            let half = |hit: &Hit, gap: &str| unseen(&gap[..hit.start]) || unseen(&gap[hit.end..]);
            // Or of what looks like a placeholder in one reading only.
            let read = readings(before).into_iter().skip(1);
            let keys: Vec<String> = read
                .flat_map(|read| {
                    let keys = lookalikes(self.case, &read).into_iter();
                    keys.map(|key| read[key.start..key.end].to_owned()).collect::<Vec<_>>()
                })
                .collect();
            let is_none = |hit: &Hit, gap: &str| {
                half(hit, gap) || keys.iter().any(|key| key.contains(&gap[hit.start..hit.end]))
            };
            readings(after).iter().find_map(|reading| self.first_in(reading, is_none))
        };
        assert_eq!(leak, None, "{before:?} became {after:?} in {:#?}", self.case);
    }

    /// For what should be JSON in a string.
    fn none_in_json(&self, before: &str, after: &str, container: bool) {
        let tree = Tree::read(before).filter(|tree| !(container && matches!(tree, Tree::Other(_))));
        let Some(before) = tree else { return self.none_in_text(before, after) };
        let after = Tree::read(after).unwrap_or_else(|| panic!("{before:?} became {after}"));
        let mut pairs = Vec::new();
        compared(&before, &after, At { name: "", free: true, result: false }, &mut pairs);
        pairs.iter().for_each(|pair| self.none(pair));
    }

    fn none(&self, pair: &Pair) {
        match pair {
            Pair::Text(before, after) => self.none_in_text(before, after),
            Pair::Arguments(before, after) => self.none_in_json(before, after, false),
            Pair::Result(before, after) => self.none_in_json(before, after, true),
            // Its parts are pairs of their own.
            Pair::Input(..) => {}
        }
    }
}

/// A reply that says again what was masked, and where in it.
fn quoting(dialect: Dialect, pairs: &[Pair]) -> String {
    let pieces = pairs.iter().map(|pair| match (pair, dialect) {
        (Pair::Text(_, said) | Pair::Result(_, said), Dialect::OpenAiChat) => {
            format!(r#"{{"message":{{"role":"assistant","content":{}}}}}"#, quoted(said))
        }
        (Pair::Arguments(_, said), Dialect::OpenAiChat) => {
            let said = quoted(said);
            format!(r#"{{"message":{{"tool_calls":[{{"id":"x","function":{{"name":"f","arguments":{said}}}}}]}}}}"#)
        }
        (Pair::Text(_, said) | Pair::Result(_, said), Dialect::OpenAiResponses) => {
            let said = quoted(said);
            format!(r#"{{"type":"message","content":[{{"type":"output_text","text":{said},"annotations":[]}}]}}"#)
        }
        (Pair::Arguments(_, said), Dialect::OpenAiResponses) => {
            format!(r#"{{"type":"function_call","call_id":"c","arguments":{}}}"#, quoted(said))
        }
        (Pair::Text(_, said) | Pair::Result(_, said) | Pair::Arguments(_, said), _) => {
            format!(r#"{{"type":"text","text":{}}}"#, quoted(said))
        }
        (Pair::Input(_, said), Dialect::Anthropic) => {
            format!(r#"{{"type":"tool_use","id":"t","name":"f","input":{}}}"#, said.write())
        }
        (Pair::Input(..), _) => "null".into(),
    });
    let name = match dialect {
        Dialect::OpenAiChat => "choices",
        Dialect::OpenAiResponses => "output",
        _ => "content",
    };
    format!(r#"{{"id":"r","{name}":[{}]}}"#, pieces.collect::<Vec<_>>().join(","))
}

/// What a reply says, in order.
fn said(dialect: Dialect, piece: &Tree) -> Option<&Tree> {
    fn first(tree: Option<&Tree>) -> Option<&Tree> {
        match tree? {
            Tree::Array(elements) => elements.first(),
            _ => None,
        }
    }
    match dialect {
        Dialect::OpenAiChat => {
            let message = piece.get("message")?;
            let call = first(message.get("tool_calls"));
            message.get("content").or_else(|| call?.get("function")?.get("arguments"))
        }
        Dialect::OpenAiResponses => {
            first(piece.get("content")).map_or(piece.get("arguments"), |c| c.get("text"))
        }
        _ => piece.get("text").or_else(|| piece.get("input")),
    }
}

fn comes_back(case: &Case, dialect: Dialect, pairs: &[Pair], conversation: &Conversation) {
    let reply = quoting(dialect, pairs);
    let unmasked = conversation.unmasker().unmask_chat(dialect, &reply).unwrap();
    untold(&unmasked);
    let Some(Tree::Object(members)) = Tree::read(&unmasked.body) else { panic!("{}", unmasked.body) };
    let Tree::Array(pieces) = &members[1].1 else { panic!("{members:?}") };
    for (pair, piece) in pairs.iter().zip(pieces) {
        let told = || format!("{pair:?} came back as {piece:?} in {case:#?}");
        match (pair, said(dialect, piece)) {
            (Pair::Text(before, _) | Pair::Result(before, _), Some(Tree::String(said))) => {
                assert!(comes_back_as(case, before, said), "{}", told())
            }
            (Pair::Arguments(before, _), Some(Tree::String(said))) if dialect == Dialect::Anthropic => {
                assert!(comes_back_as(case, before, said), "{}", told());
            }
            (Pair::Arguments(before, _), Some(Tree::String(said))) => {
                match (Tree::read(before), Tree::read(said)) {
                    (Some(before), Some(said)) => {
                        assert!(tree_comes_back(case, &before, &said), "{}", told())
                    }
                    // A value is escaped once, whatever it was. One that is a number may be all there is.
                    (None, _) => {
                        let same = as_read(before) == as_read(said);
                        assert!(same || comes_back_as(case, before, said), "{}", told());
                    }
                    _ => panic!("{}", told()),
                }
            }
            (Pair::Input(before, _), Some(said)) => {
                assert!(tree_comes_back(case, before, said), "{}", told())
            }
            (Pair::Input(..), None) if dialect != Dialect::Anthropic => {}
            _ => panic!("{}", told()),
        }
    }
}

/// The same text. An original that was written with escapes comes back as it reads.
fn comes_back_as(case: &Case, before: &str, said: &str) -> bool {
    // A backslash is part of what is written there and part of an escape for who reads it: no law
    // says which it was.
    before == said
        || (readings(before).len() > 1 || before.contains('+'))
            && (as_read(before) == as_read(said) || escape_in_what_is_masked(case, before))
}

fn tree_comes_back(case: &Case, before: &Tree, said: &Tree) -> bool {
    match (before, said) {
        (Tree::Object(a), Tree::Object(b)) => {
            let same = |((a, before), (b, said)): (&(String, Tree), &(String, Tree))| {
                comes_back_as(case, a, b) && tree_comes_back(case, before, said)
            };
            a.len() == b.len() && a.iter().zip(b).all(same)
        }
        (Tree::Array(a), Tree::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| tree_comes_back(case, a, b))
        }
        // A number may have become a string with its spelling.
        (Tree::String(a) | Tree::Other(a), Tree::String(b) | Tree::Other(b)) => comes_back_as(case, a, b),
        _ => false,
    }
}

fn escape_in_what_is_masked(case: &Case, text: &str) -> bool {
    let keys = lookalikes(case, text);
    let begin = ['\\', '&', '%'];
    case.entries.iter().any(|entry| entry.value.contains(begin))
        || keys.iter().any(|key| text[key.start..key.end].contains(begin))
}

/// Laws 1, 2 and 7 for payloads: no original is in any string, name or number that is text; all else is
/// the same; a reply that quotes it comes back. Nothing to mask: the same bytes.
pub fn chat_roundtrip(data: &[u8]) {
    let mut g = Gen::new(data);
    let case = exact_case(&mut g);
    let dialect = dialect(&mut g);
    let body = Writer { g: &mut g, case: &case, canary: "" }.request(dialect);
    let before = Tree::read(&body).unwrap_or_else(|| panic!("the generator wrote {body}"));

    let nothing = Case { entries: Vec::new(), ..exact_case(&mut Gen::new(&[])) };
    if let Ok(masked) = masking(&nothing).mask_chat(dialect, &body) {
        assert!(matches!(masked.body, Cow::Borrowed(same) if same == body), "{body} became {}", masked.body);
    }
    let mut conversation = masking(&case);
    let masked = match conversation.mask_chat(dialect, &body) {
        Ok(masked) => masked.body.into_owned(),
        Err(error) => {
            let fine = ["masked_key_conflict", "content_part_unsupported"].contains(&error.code());
            assert!(fine, "{error} for {body}");
            return;
        }
    };
    let after = Tree::read(&masked).unwrap_or_else(|| panic!("{body} became {masked}"));
    let mut pairs = Vec::new();
    compared(&before, &after, At { name: "", free: false, result: false }, &mut pairs);
    let mut originals = entries(conversation.mapping());
    originals.retain(|entry| !fold::canonical(&entry.value).starts_with(fold::is_mark));
    let leaks = Leaks { case: &case, search: Search::new(&originals, true), mapping: conversation.mapping() };
    pairs.iter().for_each(|pair| leaks.none(pair));
    // What came of a call is read as JSON: its escapes are not those of the text.
    pairs.retain(|pair| !matches!(pair, Pair::Result(before, _) if before.contains('\\') || Tree::read(before).is_some()));
    comes_back(&case, dialect, &pairs, &conversation);
}

/// Law 10: the order of members has no say in what a value becomes.
pub fn chat_order(data: &[u8]) {
    let mut g = Gen::new(data);
    let mut case = Case::from(&mut g);
    case.style = pii_mask::PlaceholderStyle::Angle;
    let dialect = dialect(&mut g);
    let body = Writer { g: &mut g, case: &case, canary: "" }.request(dialect);
    let by_name = |members: &mut Vec<(String, Tree)>| members.sort_by(|a, b| a.0.cmp(&b.0));
    let before = Tree::read(&body).unwrap();
    let reversed = before.reordered(&mut |members| members.reverse());
    let masked = |body: &str| {
        let mut conversation = masking(&case);
        let masked = conversation.mask_chat(dialect, body).map(|masked| masked.body.into_owned());
        masked.map(|body| {
            (Tree::read(&body).unwrap().reordered(&mut { by_name }), conversation.mapping().to_json())
        })
    };
    let (one, other) = (masked(&body), masked(&reversed.write()));
    let code = |error: &pii_mask::Error| error.code();
    assert_eq!(one.as_ref().map_err(code), other.as_ref().map_err(code), "{body}");
}

/// The same JSON without halves of surrogate pairs, which are read in what a model said.
fn in_pairs(json: &str) -> String {
    static ESCAPE: LazyLock<Regex> = LazyLock::new(|| {
        let (high, low) = ("u[dD][89abAB][0-9a-fA-F]{2}", "u[dD][c-fC-F][0-9a-fA-F]{2}");
        Regex::new(&format!(r"\\(?:{high}\\{low}|({high}|{low})|.)")).unwrap()
    });
    ESCAPE
        .replace_all(
            json,
            |escape: &Captures<'_>| {
                if escape.get(1).is_some() { "\\ufffd".to_owned() } else { escape[0].to_owned() }
            },
        )
        .into_owned()
}

/// JSON is read as serde_json reads it, but for members that are there twice.
pub fn chat_json(data: &[u8]) {
    let mut g = Gen::new(data);
    let case = Case::from(&mut g);
    let mut json = Writer { g: &mut g, case: &case, canary: "" }.free(0);
    for _ in 0..g.below(4) {
        let at = (0..=g.below(json.len() + 1)).rev().find(|&at| json.is_char_boundary(at)).unwrap();
        match g.below(4) {
            0 => json.truncate(at),
            1 => {
                let piece = [
                    "{",
                    "}",
                    "[",
                    "]",
                    "\"",
                    "\\",
                    ",",
                    ":",
                    "0",
                    "-",
                    "e",
                    ".",
                    "\\ud83d",
                    "\\udc00",
                    "\u{0}",
                    " ",
                    "\u{a0}",
                    "tru",
                    "1.",
                    "1e",
                    "+",
                    "\u{b}",
                    "\u{feff}",
                    "\\u00",
                    "01",
                    "{\"a\":1,\"\\u0061\":2}",
                ];
                json.insert_str(at, g.one(&piece));
            }
            2 => json = format!("{}{json}{}", "[".repeat(126), "]".repeat(126)),
            _ => {}
        }
    }
    for json in [json.as_str(), &String::from_utf8_lossy(data)] {
        let sent = Conversation::builder().build().unwrap().mask_chat(Dialect::OpenAiChat, json).err();
        let is_json = sent.is_none_or(|error| error.code() != "body_json_invalid");
        assert_eq!(is_json, Tree::read(json).is_some(), "{json}");
        let read = case.unmasker().unmask_chat(Dialect::OpenAiChat, json);
        assert_eq!(read.is_ok(), Tree::read(&in_pairs(json)).is_some(), "{json}");
        // The same lexer, the same decoding.
        let reply = format!(r#"{{"content":[{{"type":"tool_use","input":{json}}}]}}"#);
        let Ok(unmasked) = case.unmasker().unmask_chat(Dialect::Anthropic, &reply) else { continue };
        let spelled = unmasked.report.restored == 0;
        assert_eq!(matches!(unmasked.body, Cow::Borrowed(_)), spelled, "{reply} became {}", unmasked.body);
        assert!(Tree::read(&in_pairs(&unmasked.body)).is_some(), "{reply} became {}", unmasked.body);
    }
}

/// Laws 11 and 12: any bytes, anywhere; nothing of them is told.
pub fn chat_told(data: &[u8]) {
    let mut g = Gen::new(data);
    let mut case = exact_case(&mut g);
    for entry in &mut case.entries {
        entry.value = format!("{CANARY} {}", entry.value);
    }
    let dialect = dialect(&mut g);
    let mut body = Writer { g: &mut g, case: &case, canary: CANARY }.request(dialect);
    let replaced = [
        ("\"user\"", "\"Zaphod\""),
        ("\"text\"", "\"image_url\""),
        ("\"content\"", "\"Zaphod\""),
        ("x_new", "Zaphod"),
        ("\"x_b\":", "\"Zaphod\":1,\"Zaphod\":"),
        ("\"x_a\":", "\"Zaphod\":\"data:Zaphod\",\"y\":"),
        ("messages", "Zaphod"),
        ("}", ""),
        ("null", "Zaphod"),
        ("\\u00", "\\ud8"),
        ("\"arguments\":", "\"arguments\":{\"Zaphod\":1,\"ZAPHOD\":2},\"Zaphod\":"),
        ("model", "user_location"),
        ("temperature", "metadata"),
        ("input", "file_data"),
    ];
    for _ in 0..g.below(4) {
        let (from, to) = g.one(&replaced);
        body = if g.chance(8) { body.replacen(from, to, 1) } else { body.replace(from, to) };
    }
    if g.chance(3) {
        let at = (0..g.below(body.len() + 1)).rev().find(|&at| body.is_char_boundary(at)).unwrap_or(0);
        body.truncate(at);
    }
    let text = String::from_utf8_lossy(data);
    let in_messages = format!(r#"{{"messages":[{{"role":"user","content":{text}}}]}}"#);
    for body in [body.as_str(), &text, &in_messages] {
        for &dialect in Dialect::ALL {
            let mut conversation = masking(&case);
            match conversation.mask_chat(dialect, body) {
                Ok(masked) => untold(&masked),
                Err(error) => {
                    untold_error(&error);
                    untold(&error.param());
                }
            }
            match case.unmasker().unmask_chat(dialect, body) {
                Ok(unmasked) => untold(&unmasked),
                Err(error) => untold_error(&error),
            }
            let event = format!("data: {}\n\n", body.replace(['\r', '\n'], " "));
            for bytes in [data, event.as_bytes()] {
                let mut stream = case.unmasker().chat_stream(dialect).max_output_bytes(g.below(5_000));
                untold(&stream);
                let mut out = Vec::new();
                let pushed = stream.push(bytes, &mut out);
                untold(&stream);
                let ended = stream.finish(&mut out);
                [pushed.err(), ended.err()].iter().flatten().for_each(untold_error);
            }
        }
    }
}
