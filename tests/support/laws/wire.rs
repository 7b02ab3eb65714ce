//! Laws of everything that reads what a client sends, and of everything that is printed.

use std::fmt::{Debug, Display};

use pii_mask::{
    Entity, HashKey, Kind, Limits, Mapping, OffsetUnit, PiiBody, PiiHeaders, Placeholder, PlaceholderStyle,
    Position, Positions, Sameness, Source, Span, Unmasker,
};

use crate::support::gen_case::{Case, Gen};
use crate::support::naive::fold::is_blank;

/// What must never be told.
pub(super) const CANARY: &str = "Zaphod";

pub(super) fn untold(what: &dyn Debug) {
    let told = format!("{what:?} {what:#?}").to_lowercase();
    assert!(!told.contains(&CANARY.to_lowercase()) && !told.contains("5a6170686f64"), "{told}");
}

pub(super) fn untold_error<E: Display + Debug>(error: &E) {
    untold(error);
    untold(&error.to_string());
}

/// Law 11: no value and no text in `Debug`, nor in an error.
pub fn nothing_told(data: &[u8]) {
    let mut g = Gen::new(data);
    let mut case = Case::from(&mut g);
    for entry in &mut case.entries {
        entry.value = format!("{CANARY} {}", entry.value);
    }
    case.text = format!("{CANARY} {} {CANARY}", case.text);
    case.entities.push(Entity::given(Span::new(0, 3), None));
    case.entities.push(Entity::given(Span::new(g.below(9), g.below(40)), Kind::PERSON));
    let mut mapping = case.mapping();
    match case.masker().mask(&case.text, &case.entities, &mut mapping) {
        Ok(masked) => {
            untold(&masked);
            untold(&masked.entities);
        }
        Err(error) => untold_error(&error),
    }
    untold(&mapping);
    untold(&mapping.normalized());
    let unmasker = case.unmasker();
    untold(&unmasker);
    untold(&unmasker.unmask_with_report(&case.text));
    let mut stream = unmasker.stream();
    stream.push(&case.text, &mut String::new());
    untold(&stream);
    if let Err(error) = unmasker.unmask_bounded(&case.text, g.below(40)) {
        untold_error(&error);
    }
    if let Some(entry) = case.entries.first() {
        let conflict = mapping.insert(entry.placeholder.clone(), "Zaphod Beeblebrox III", Source::Auto);
        untold_error(&conflict.unwrap_err());
    }
    untold(&HashKey::new(b"Zaphod Zaphod Zaphod").unwrap());
    let broken = format!("{{\"<PERSON_1>\":\"{CANARY}\"{}", case.text);
    let nearly = format!("{{\"<{CANARY}>\":\"{CANARY}\"}}");
    for json in
        [broken, nearly, format!("\"{CANARY}\""), format!("{{\"<P_1>\":[\"{CANARY}\"]}}"), CANARY.to_owned()]
    {
        untold_error(&Mapping::from_json(json.as_bytes(), case.style, &Limits::default()).unwrap_err());
        let parsed: Result<Mapping, _> = serde_json::from_str(&json);
        untold_error(&parsed.unwrap_err());
    }
    untold_error(&CANARY.parse::<Placeholder>().unwrap_err());
    untold_error(&CANARY.parse::<Kind>().unwrap_err());
    untold_error(&CANARY.parse::<OffsetUnit>().unwrap_err());
}

/// Law 12: any bytes, anywhere.
pub fn no_panic(data: &[u8]) {
    let mut g = Gen::new(data);
    let mut case = Case::from(&mut g);
    let text = String::from_utf8_lossy(data);
    let mut mapping = case.mapping();
    // Values that no door of the wire lets in.
    for value in ["", " ", "\u{200b}", "\u{301}", &text] {
        let _ = mapping.assign(&Kind::PERSON, value, Source::Auto);
    }
    for span in [(0, 0), (3, 1), (0, usize::MAX), (usize::MAX, usize::MAX), (usize::MAX, 0)] {
        case.entities.push(Entity::given(Span::new(span.0, span.1), None));
        let _ = case.masker().mask(&text, &case.entities, &mut mapping.clone());
        case.entities.pop();
    }
    let span = Span::new(g.below(data.len() + 3), g.below(data.len() + 3));
    case.entities.push(Entity::given(span, Kind::PERSON).with_placeholder(g.placeholder()));
    let _ = case.masker().max_value_bytes(g.below(64)).mask(&text, &case.entities, &mut mapping);
    let _ = case.masker().mask(&text, &[], &mut mapping);

    let unmasker = Unmasker::new(mapping).style(case.style).tolerance(case.tolerance).bare(case.bare);
    let unmasker = unmasker.context(case.context);
    let whole = unmasker.unmask_bytes(data).into_owned();
    let cuts: Vec<usize> = (0..data.len()).collect();
    let (out, _) = super::in_pieces(&unmasker, data, &cuts);
    assert_eq!(out, whole);
    let _ = unmasker.unmask_bounded(&text, g.below(data.len() + 1));

    let _ = Kind::new(&text);
    let _ = Kind::resolve(&text);
    for &style in PlaceholderStyle::ALL {
        if let Ok(placeholder) = style.parse(&text) {
            assert_eq!(style.format(&placeholder), text);
        }
    }
    let offsets: Vec<u64> = data.iter().map(|b| u64::from(*b)).chain([u64::MAX]).collect();
    for unit in [OffsetUnit::Utf8, OffsetUnit::Utf16, OffsetUnit::Codepoint] {
        for (at, bytes) in unit.to_bytes(&text, &offsets).into_iter().enumerate() {
            let Ok(bytes) = bytes else { continue };
            assert_eq!(unit.len_of(&text[..bytes]) as u64, offsets[at]);
            assert_eq!(unit.from_bytes(&text, &[bytes as u64]), [Ok(offsets[at] as usize)]);
        }
    }
}

const NAMES: &[&str] = &[
    "x-pii-mapping",
    "X-Auto-Pii-Mapping",
    "X-Chat-History-PII-Mapping",
    "x-pii-positions",
    "accept",
    "X-PII-Maping",
];

/// What may stand in a header, in any encoding and damaged.
fn header_value(g: &mut Gen<'_>, case: &Case) -> Vec<u8> {
    let json = match g.below(6) {
        0 => {
            return g
                .one(&[
                    "email=mask, ssn=redact",
                    "person=hash,person=keep",
                    "on",
                    "OFF",
                    "true",
                    "Zaphod",
                    "",
                    "{}",
                    "[]",
                    "null",
                ])
                .into();
        }
        1 => {
            format!(r#"[{{"start":{},"end":{},"type":"PERSON","text":"{CANARY}"}}]"#, g.below(9), g.below(12))
        }
        2 => format!(
            r#"{{"unit":"{}","positions":[[{},{}]]}}"#,
            g.one(&["utf8", "utf16", CANARY]),
            g.below(9),
            g.below(12)
        ),
        3 => {
            format!(r#"{{"<PERSON_1>":"{CANARY} {}"}}"#, g.one(&["x", "\\u00e9", "é", "\\u0001", "\\ud800"]))
        }
        _ => {
            let mapping = case.mapping();
            if g.chance(8) { mapping.to_json() } else { return mapping.to_base64url().into() }
        }
    };
    let mut bytes: Vec<u8> = match g.below(6) {
        0 => json.bytes().map(|b| format!("%{b:02X}")).collect::<String>().into(),
        1 => format!("UTF-8''{}", json.bytes().map(|b| format!("%{b:02x}")).collect::<String>()).into(),
        2 => json.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect(),
        _ => json.into(),
    };
    if g.chance(4) {
        let at = g.below(bytes.len());
        bytes[at] = g.below(256) as u8;
    }
    if g.chance(2) {
        bytes.truncate(g.below(bytes.len() + 1));
    }
    bytes
}

/// Headers and bodies: no panic, nothing told, and what was read can be written and read again.
pub fn headers(data: &[u8]) {
    let mut g = Gen::new(data);
    let case = Case::from(&mut g);
    let limits = Limits::default();
    let random = (g.one(NAMES), data.to_vec());
    let mut lines: Vec<(&str, Vec<u8>)> =
        (0..g.below(4)).map(|_| (g.one(NAMES), header_value(&mut g, &case))).collect();
    if g.chance(2) {
        lines.push(random);
    }
    match PiiHeaders::parse(lines.iter().map(|(name, value)| (*name, value.as_slice())), &limits) {
        Err(error) => {
            untold_error(&error);
            untold(&error.param());
            assert!((400..500).contains(&error.status()));
        }
        Ok(headers) => {
            untold(&headers);
            if let Some(policy) = headers.policy().filter(|policy| !policy.is_empty()) {
                let again = policy.to_string();
                let again = PiiHeaders::parse([("x-pii-mapping", again.as_bytes())], &limits).unwrap();
                assert_eq!(again.policy(), Some(policy));
            }
            if let Some(positions) = headers.positions() {
                written_and_read(positions, &limits);
            }
            assert!(headers.clone().and_body(headers.clone()).is_ok(), "a request that says the same twice");
        }
    }
    let members =
        ["mapping", "auto_mapping", "history_mapping", "positions", "offset_unit", "policy", CANARY];
    let body: Vec<String> = lines
        .iter()
        .map(|(_, value)| format!("\"{}\":{}", g.one(&members), String::from_utf8_lossy(value)))
        .collect();
    let body = format!("{{{}}}", body.join(","));
    for json in [body.as_bytes(), data] {
        let Ok(body) = serde_json::from_slice::<PiiBody>(json) else { continue };
        untold(&body);
        match body.parse(&limits) {
            Ok(headers) => untold(&headers),
            Err(error) => {
                untold_error(&error);
                untold(&error.param());
            }
        }
    }
}

fn written_and_read(positions: &Positions, limits: &Limits) {
    let json = positions.to_json();
    assert!(json.is_ascii());
    let again = PiiHeaders::parse([("x-pii-positions", json.as_bytes())], limits).unwrap();
    let again = again.positions().unwrap();
    assert_eq!(again.unit(), positions.unit());
    assert!(again.iter().eq(positions.iter()), "{json}");
}

/// Positions: what resolves is what was meant, in every unit, on cluster boundaries.
pub fn positions(data: &[u8]) {
    use unicode_segmentation::UnicodeSegmentation;
    let mut g = Gen::new(data);
    let case = Case::from(&mut g);
    let chars: Vec<usize> = case.text.char_indices().map(|(at, _)| at).chain([case.text.len()]).collect();
    let spans: Vec<Span> = (0..=g.below(4)).map(|_| Span::new(g.one(&chars), g.one(&chars))).collect();
    let edges: Vec<usize> =
        case.text.grapheme_indices(true).map(|(at, _)| at).chain([case.text.len()]).collect();
    let grown = |span: &Span| {
        let start = edges.iter().rev().find(|edge| **edge <= span.start).unwrap();
        Span::new(*start, *edges.iter().find(|edge| **edge >= span.end).unwrap())
    };
    let mut wanted: Vec<Span> = spans.iter().map(grown).collect();
    wanted.sort_unstable();
    wanted.dedup();
    for unit in [OffsetUnit::Utf8, OffsetUnit::Utf16, OffsetUnit::Codepoint] {
        let offset = |at: usize| unit.len_of(&case.text[..at]) as u64;
        let list = spans
            .iter()
            .map(|span| Position::new(offset(span.start), offset(span.end)).with_kind(Kind::PERSON));
        let positions = Positions::new(unit, list.collect());
        if spans.iter().all(|span| span.start < span.end) {
            written_and_read(&positions, &Limits::default());
        }
        match positions.resolve(&case.text, |_| None, &Sameness::default(), false) {
            Ok(given) => {
                let got: Vec<Span> = given.iter().map(|given| given.span).collect();
                assert_eq!(got, wanted, "{unit} {spans:?} in {:?}", case.text);
            }
            Err(error) => {
                untold_error(&error);
                let visible = |span: &Span| span.get(&case.text).is_some_and(|s| !is_blank(s));
                let control =
                    |span: &Span| grown(span).get(&case.text).unwrap_or_default().contains(char::is_control);
                let fine = spans.iter().all(|span| visible(span) && !control(span));
                assert!(!fine, "{error} for {unit} {spans:?} in {:?}", case.text);
            }
        }
    }
}
