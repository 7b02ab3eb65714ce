//! The law of a history that is sent again with every payload.

use std::collections::BTreeMap;

use pii_mask::{
    ChatPolicy, Conversation, ConversationBuilder, Detector, Dialect, Entity, Expose, Kind, Limits,
    Lookalikes, Masked, Matching, Media, PiiHeaders, PlaceholderStyle, Recognizer, RecognizerError, Span,
};
use serde_json::value::RawValue;

use super::chat::dialect;
use crate::support::gen_case::{Case, Gen};
use crate::support::gen_chat::{Writer, exact_case};

fn name(dialect: Dialect) -> &'static str {
    if dialect == Dialect::OpenAiResponses { "input" } else { "messages" }
}

/// The messages of some payload, as they are written.
fn messages(g: &mut Gen<'_>, case: &mut Case, dialect: Dialect) -> Vec<String> {
    case.renew(g);
    let body = Writer { g, case, canary: "" }.request(dialect);
    let members: BTreeMap<String, Box<RawValue>> = serde_json::from_str(&body).unwrap();
    let list: Vec<Box<RawValue>> = serde_json::from_str(members[name(dialect)].get()).unwrap_or_default();
    list.iter().map(|message| message.get().to_owned()).collect()
}

/// What stands around the messages.
struct Frame {
    head: String,
    comma: &'static str,
    tail: String,
}

impl Frame {
    fn new(g: &mut Gen<'_>, case: &Case) -> Self {
        let mut writer = Writer { g, case, canary: "" };
        let text = writer.text();
        let g = writer.g;
        let mut head = g.one(&["{", r#"{"model":"m","#]).to_owned();
        if g.chance(4) {
            head += &format!(r#""x_new":{text},"#);
        }
        let comma = g.one(&[",", " ,\n"]);
        let tails = [",]}", "]", "}]}", r#"],"x_new":1}"#, r#"],"previous_response_id":"r"}"#];
        let tail = if g.chance(13) { "]}" } else { g.one(&tails) }.to_owned();
        Frame { head, comma, tail }
    }

    fn body(&self, dialect: Dialect, messages: &[String]) -> String {
        let (Frame { head, comma, tail }, name) = (self, name(dialect));
        format!(r#"{head}"{name}":[{}{tail}"#, messages.join(comma))
    }
}

fn headers(g: &mut Gen<'_>, case: &Case, policy: Option<&'static str>) -> PiiHeaders {
    let mut lines = Vec::new();
    if let Some(policy) = policy {
        lines.push(("X-Pii-Mapping", policy.to_owned()));
    } else if g.chance(2) {
        let value = serde_json::to_string(&format!("{} Doe", g.value().replace(char::is_control, "")));
        lines.push(("X-Pii-Mapping", format!(r#"{{"<PERSON_77>":{}}}"#, value.unwrap())));
    }
    if g.chance(3) {
        let ends: Vec<usize> = case.text.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
        let end = if ends.is_empty() { 1 } else { g.one(&ends) };
        let wanted = g.one(&["", r#","type":"PERSON""#, r#","placeholder":"<PERSON_5>""#]);
        lines.push((
            "X-Pii-Positions",
            format!(r#"{{"unit":"utf8","positions":[{{"start":0,"end":{end}{wanted}}}]}}"#),
        ));
    }
    let lines = lines.iter().map(|(name, value)| (*name, value.as_bytes()));
    PiiHeaders::parse(lines, &Limits::default()).unwrap_or_default()
}

fn builder(g: &mut Gen<'_>, case: &Case) -> ConversationBuilder {
    let policy = ChatPolicy::new().media(g.one(&[Media::Block, Media::Warn]));
    let expose = g.one(&[Expose::Conversation, Expose::ThisRequest]);
    let builder = Conversation::builder().lookalikes(case.lookalikes).sameness(case.sameness).chat(policy);
    let limits = Limits::default().max_messages(g.one(&[4, 10_000]));
    let style = if g.chance(8) { g.one(PlaceholderStyle::ALL) } else { PlaceholderStyle::Angle };
    builder.matching(case.matching).expose(expose).limits(&limits).bare(g.chance(4)).style(style)
}

/// Law 9 for payloads: a history that is sent again becomes what it would without any memory, and says as
/// much of what is answered.
pub fn chat_again(data: &[u8]) {
    let mut g = Gen::new(data);
    let mut case = exact_case(&mut g);
    let (dialect, builder) = (dialect(&mut g), builder(&mut g, &case));
    let mut kept = builder.clone().mapping(case.mapping()).build().unwrap();
    let policy = g.one(&[None, None, None, Some("person=redact, pii=redact")]);
    let (mut frame, mut history) = (Frame::new(&mut g, &case), Vec::new());
    for _ in 0..2 + g.below(4) {
        match g.below(16) {
            0 => history.truncate(g.below(history.len() + 1)),
            1 => history.reverse(),
            2 | 3 => frame = Frame::new(&mut g, &case),
            _ => {}
        }
        if history.is_empty() || !g.chance(3) {
            history.extend(messages(&mut g, &mut case, dialect));
        }
        if g.chance(8) {
            case.renew(&mut g);
            let text = serde_json::to_string(&case.text).unwrap();
            history.push(format!(r#"{{"role":"user","content":{text}}}"#));
        }
        let body = frame.body(dialect, &history);
        let headers = headers(&mut g, &case, policy);
        let told = format!("{body} after {:?} of {case:#?}", kept.mapping().to_json());
        let again = builder.clone().state(kept.state()).headers(headers.clone()).build();
        let begun = kept.begin_turn(&headers);
        assert_eq!(begun.as_ref().err(), again.as_ref().err(), "{told}");
        let Ok(mut again) = again else { continue };
        let (masked, masked_again) = (kept.mask_chat(dialect, &body), again.mask_chat(dialect, &body));
        assert_eq!(masked, masked_again, "{told}");
        if masked.is_err() {
            continue;
        }
        assert_eq!(kept.mapping(), again.mapping(), "{told}");
        assert!(kept.mapping().burnt().eq(again.mapping().burnt()), "{told}");
        let all: String = kept.mapping().iter().map(|(placeholder, _)| placeholder.to_string()).collect();
        let (kept, again) =
            (kept.unmasker().unmask_with_report(&all), again.unmasker().unmask_with_report(&all));
        assert_eq!((kept.text, kept.report), (again.text, again.report), "{told}");
    }
}

/// Words that stand in each other, and some that read as placeholders.
const PIECES: &[&str] = &[
    "PERSON_1",
    "PERSON_2",
    "EMAIL_1",
    "<PERSON_1>",
    "PERSON_",
    "PERSON",
    "A",
    "_A",
    "A_",
    "Ann",
    "ann",
    "NA",
    "B",
    "_",
    "1",
    "2",
    " ",
    " ",
    "<",
    ">",
    "-",
    "@",
];

fn words(g: &mut Gen<'_>, most: usize) -> String {
    (0..1 + g.below(most)).map(|_| g.one(PIECES)).collect()
}

/// Finds words at the beginning and the end of texts, and behind spaces.
struct Words(Vec<(Kind, String)>);

impl Recognizer for Words {
    fn name(&self) -> &str {
        "words"
    }

    fn recognize(&self, text: &str, _: &[Entity]) -> Result<Vec<Entity>, RecognizerError> {
        let of = |(kind, word): &(Kind, String)| -> Vec<Entity> {
            let spans = text.match_indices(word).map(|(at, word)| Span::new(at, at + word.len()));
            let seen =
                |span: &Span| span.start == 0 || span.end == text.len() || text[..span.start].ends_with(' ');
            spans.filter(seen).map(|span| Entity::detected(span, kind.clone())).collect()
        };
        Ok(self.0.iter().flat_map(of).collect())
    }
}

/// Law 9 for texts: those of a conversation that goes on become what they would without any memory.
pub fn texts_again(data: &[u8]) {
    let mut g = Gen::new(data);
    let kinds = &["PERSON", "EMAIL"];
    let mut builder = Conversation::builder()
        .bare(!g.chance(4))
        .lookalikes(g.one(&[Lookalikes::Escape, Lookalikes::Reference]))
        .matching(g.one(&[Matching::Exact, Matching::Folded]));
    let mut policy = vec![("X-Pii-Mapping", g.one(&["", "", "person=redact", "email=redact"]).to_owned())];
    policy.retain(|(_, policy)| !policy.is_empty());
    if g.chance(2) {
        let found = (0..1 + g.below(2)).map(|_| (Kind::new(g.one(kinds)).unwrap(), words(&mut g, 3)));
        let words = Words(found.collect());
        builder = builder.detector(Detector::builder().recognizer(words).build().unwrap());
        policy.push(("X-Auto-Pii-Mapping", "on".to_owned()));
    }
    let mut kept = builder.clone().build().unwrap();
    let mut history: Vec<String> = Vec::new();
    for _ in 0..2 + g.below(4) {
        match g.below(5) {
            0 if !history.is_empty() => drop(history.remove(g.below(history.len()))),
            1 => history.push(words(&mut g, 6)),
            _ => {}
        }
        let message = words(&mut g, 6);
        let mut lines = policy.clone();
        if g.chance(2) {
            let start = g.below(message.len());
            let end = start + 1 + g.below(message.len() - start);
            lines.push(("X-Pii-Positions", format!(r#"[[{start},{end},"{}"]]"#, g.one(kinds))));
        }
        let lines = lines.iter().map(|(name, value)| (*name, value.as_bytes()));
        let headers = PiiHeaders::parse(lines, &Limits::default()).unwrap();
        let mut again = builder.clone().state(kept.state()).headers(headers.clone()).build().unwrap();
        kept.begin_turn(&headers).unwrap();
        let texts: Vec<&str> = history.iter().map(String::as_str).collect();
        let told = |masked: Vec<Masked<'_>>| -> Vec<String> {
            masked.into_iter().map(|masked| masked.text.into_owned()).collect()
        };
        let masked = kept.mask_request(&texts, &message, &[]).map(told);
        assert_eq!(masked, again.mask_request(&texts, &message, &[]).map(told), "{texts:?} {message:?}");
        assert_eq!(kept.mapping(), again.mapping(), "{texts:?} {message:?}");
        history.push(message);
    }
}
