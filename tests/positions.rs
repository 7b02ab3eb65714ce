//! Positions: shapes, units, what they must cover, clusters, bounds.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    clippy::indexing_slicing
)]

use pii_mask::{
    GivenSpan, HeaderError, Kind, Limits, OffsetUnit, PiiBody, PiiHeaders, Placeholder, Position,
    PositionError, Positions, Sameness, Span, Variants,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Table {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    row: u32,
    name: String,
    value: String,
    message: Option<String>,
    #[serde(default)]
    mapped: Vec<(Placeholders, String)>,
    #[serde(default)]
    strict: bool,
    #[serde(default)]
    distinct: bool,
    given: Option<Vec<String>>,
    code: Option<String>,
    status: Option<u16>,
    index: Option<usize>,
    param: Option<String>,
    error: Option<String>,
}

#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Placeholders(Placeholder);

impl TryFrom<String> for Placeholders {
    type Error = pii_mask::PlaceholderInvalid;

    fn try_from(s: String) -> Result<Self, Self::Error> {
        s.parse().map(Placeholders)
    }
}

impl Case {
    fn run(&self) -> Result<Vec<GivenSpan>, HeaderError> {
        let wide = Limits::default().max_header_bytes(1 << 20);
        let headers = PiiHeaders::parse([("X-Pii-Positions", self.value.as_bytes())], &wide)?;
        let positions = headers.positions().expect("positions");
        let Some(message) = &self.message else { return Ok(Vec::new()) };
        let variants = if self.distinct { Variants::Distinct } else { Variants::Shared };
        let mapped = |wanted: &Placeholder| {
            self.mapped.iter().find(|(known, _)| known.0 == *wanted).map(|(_, value)| value.as_str())
        };
        positions.resolve(message, mapped, &Sameness::default().variants(variants), self.strict)
    }
}

fn cases() -> Vec<Case> {
    toml::from_str::<Table>(include_str!("data/positions.toml")).expect("a table").case
}

fn shown(given: &[GivenSpan]) -> Vec<String> {
    let or_dash = |shown: Option<String>| shown.unwrap_or_else(|| "-".to_owned());
    let each = given.iter().map(|given| {
        let kind = or_dash(given.kind.as_ref().map(ToString::to_string));
        let placeholder = or_dash(given.placeholder.as_ref().map(ToString::to_string));
        format!("{:?} {kind} {placeholder}", given.span)
    });
    each.collect()
}

#[test]
fn table() {
    for case in cases() {
        let what = format!("row {}: {}", case.row, case.name);
        match (case.run(), &case.code) {
            (Err(error), Some(code)) => {
                assert_eq!(error.code(), code, "{what}: {error}");
                assert_eq!(Some(error.status()), case.status, "{what}");
                assert!(case.index.is_none() || error.index() == case.index, "{what}: {error}");
                assert!(
                    case.param.is_none() || Some(error.param()) == case.param,
                    "{what}: {}",
                    error.param()
                );
                assert!(case.error.is_none() || Some(error.to_string()) == case.error, "{what}: {error}");
                let told = format!("{error} {error:?} {}", error.param());
                assert!(!told.to_ascii_uppercase().contains("XQZVK"), "{what}");
            }
            (Ok(given), None) => assert_eq!(Some(shown(&given)), case.given, "{what}"),
            (Err(error), None) => panic!("{what}: refused: {error}"),
            (Ok(given), Some(_)) => panic!("{what}: accepted: {given:?}"),
        }
    }
}

#[test]
fn a_canary_at_every_place() {
    for mut case in cases() {
        let value = case.value.clone();
        for at in (0..=value.len()).filter(|at| value.is_char_boundary(*at)) {
            case.value = format!("{}xqzvk!{}", &value[..at], &value[at..]);
            if let Err(error) = case.run() {
                let told = format!("{error} {error:?} {}", error.param());
                assert!(!told.contains("xqzvk"), "row {}: {}: {told}", case.row, case.name);
            }
        }
    }
}

#[test]
fn shapes_say_the_same() {
    let message = "My name is John Doe";
    for value in [
        r#"[{"start":11,"end":19,"type":"PERSON"}]"#,
        r#"[{"start":11,"end":19,"entity_type":"person"}]"#,
        r#"[{"offset":11,"length":8,"label":"name"}]"#,
        r#"[{"end":19,"kind":"PERSON","start":11,"score":0.85,"extra":{"a":[1,null,"x"]}}]"#,
        r#"[[11,19,"PERSON"]]"#,
        r#"{"unit":"utf16","positions":[[11,19,"PER"]]}"#,
        r#"{"positions":[{"start":11,"length":8,"type":"PERSON"}]}"#,
        r#" { "unit" : null , "positions" : [ [ 11 , 19 , "PERSON" ] ] } "#,
    ] {
        let headers = PiiHeaders::parse([("X-Pii-Positions", value.as_bytes())], &Limits::default()).unwrap();
        let given =
            headers.positions().unwrap().resolve(message, |_| None, &Sameness::default(), false).unwrap();
        assert_eq!(shown(&given), ["11..19 PERSON -"], "{value}");
    }
    for value in [
        r#"{"<PERSON_1>":[[11,19]]}"#,
        r#"{"<PERSON_1>":[11,19]}"#,
        r#"{"unit":"utf8","positions":{"<PERSON_1>":[[11,19]]}}"#,
        r#"[{"start":11,"end":19,"placeholder":"<PERSON_1>"}]"#,
    ] {
        let headers = PiiHeaders::parse([("X-Pii-Positions", value.as_bytes())], &Limits::default()).unwrap();
        let given =
            headers.positions().unwrap().resolve(message, |_| None, &Sameness::default(), false).unwrap();
        assert_eq!(shown(&given), ["11..19 PERSON <PERSON_1>"], "{value}");
    }
}

#[test]
fn too_many() {
    let list = |n: usize| format!("[{}]", vec!["[0,1]"; n].join(","));
    let body = |list: &str| serde_json::from_str::<PiiBody>(&format!(r#"{{"positions":{list}}}"#)).unwrap();
    assert_eq!(body(&list(10_000)).parse(&Limits::default()).unwrap().positions().unwrap().len(), 10_000);
    let error = body(&list(10_001)).parse(&Limits::default()).unwrap_err();
    assert_eq!(
        (error.code(), error.status(), error.param().as_str()),
        ("positions_too_many", 413, "/pii/positions")
    );
    assert_eq!(error.to_string(), "/pii/positions: more than 10000 positions");
    let by_placeholder = format!(r#"{{"<A_1>":{},"<A_2>":[2,3]}}"#, list(10_000));
    assert_eq!(body(&by_placeholder).parse(&Limits::default()).unwrap_err().code(), "positions_too_many");
}

#[test]
fn long_span() {
    let message = "x".repeat(8193);
    for (value, code) in [("[[0,8192]]", None), ("[[0,8193]]", Some("mapping_value_too_long"))] {
        let headers = PiiHeaders::parse([("X-Pii-Positions", value.as_bytes())], &Limits::default()).unwrap();
        let given = headers.positions().unwrap().resolve(&message, |_| None, &Sameness::default(), false);
        assert_eq!(given.err().map(|error| error.code()), code);
    }
    // Growth counts.
    let message = format!("x{}", "\u{301}".repeat(8192));
    let headers =
        PiiHeaders::parse([("X-Pii-Positions", b"[[0,1]]".as_slice())], &Limits::default()).unwrap();
    let error =
        headers.positions().unwrap().resolve(&message, |_| None, &Sameness::default(), false).unwrap_err();
    assert_eq!(error.code(), "mapping_value_too_long");
}

#[test]
fn what_is_emitted_is_read() {
    let message = "👋 Zoë said \"hi\" to <PERSON_1>";
    for unit in [OffsetUnit::Utf8, OffsetUnit::Utf16, OffsetUnit::Codepoint] {
        let bytes = [5u64, 9, 23, 33];
        let offsets: Vec<u64> =
            unit.from_bytes(message, &bytes).into_iter().map(|offset| offset.unwrap() as u64).collect();
        let list = vec![
            Position::new(offsets[0], offsets[1]).with_kind(Kind::PERSON).with_text("Zoë"),
            Position::new(offsets[2], offsets[3])
                .with_kind(Kind::LITERAL)
                .with_placeholder("<LITERAL_1>".parse().unwrap()),
        ];
        let positions = Positions::new(unit, list);
        let json = positions.to_json();
        assert!(json.is_ascii());
        let headers = PiiHeaders::parse([("X-Pii-Positions", json.as_bytes())], &Limits::default()).unwrap();
        let read = headers.positions().unwrap();
        assert_eq!(read.unit(), Some(unit));
        let resolve = |positions: &Positions| {
            shown(&positions.resolve(message, |_| None, &Sameness::default(), true).unwrap())
        };
        assert_eq!(resolve(read), ["5..9 PERSON -", "23..33 LITERAL <LITERAL_1>"]);
        assert_eq!(resolve(&positions), resolve(read));
    }
    let reversed = Positions::new(OffsetUnit::Utf8, vec![Position::new(3, 2)]);
    let error = reversed.resolve("abc", |_| None, &Sameness::default(), false).unwrap_err();
    assert!(matches!(
        error,
        HeaderError::Position { error: PositionError::PositionReversed { index: 0 }, .. }
    ));
}

#[test]
fn clusters_as_a_cursor_finds_them() {
    use unicode_segmentation::GraphemeCursor;

    let messages = [
        "e\u{301}a\r\n\r\r\n🇳🇱🇩🇪🇫🇷🇳 x👨\u{200d}👩\u{200d}👧\u{200d}y",
        "🇳🇱🇩a🇪🇫\u{301}🇷🇳",
        "क\u{94d}\u{200d}क\u{94d}क नमस्ते 각\u{11a8}ᄀ",
        "\u{600}a\u{600}\u{600}1\u{301}\u{301}",
    ];
    for message in messages {
        let boundaries: Vec<usize> = (0..=message.len()).filter(|at| message.is_char_boundary(*at)).collect();
        for (at, &start) in boundaries.iter().enumerate() {
            for &end in boundaries.iter().skip(at + 1) {
                let is_boundary = |offset: usize| {
                    GraphemeCursor::new(offset, message.len(), true).is_boundary(message, 0).unwrap()
                };
                let floor =
                    (0..=start).rev().find(|&at| message.is_char_boundary(at) && is_boundary(at)).unwrap();
                let ceil = (end..=message.len())
                    .find(|&at| message.is_char_boundary(at) && is_boundary(at))
                    .unwrap();
                let positions =
                    Positions::new(OffsetUnit::Utf8, vec![Position::new(start as u64, end as u64)]);
                match positions.resolve(message, |_| None, &Sameness::default(), false) {
                    Ok(given) => {
                        assert_eq!(given[0].span, Span::new(floor, ceil), "{message:?} {start}..{end}")
                    }
                    Err(error) => assert_eq!(error.code(), "position_empty"),
                }
                // Many at once give the same as one at a time.
            }
        }
        let all: Vec<Position> = boundaries
            .windows(2)
            .map(|pair| Position::new(pair[0] as u64, pair[1] as u64))
            .filter(|position| {
                let one = Positions::new(OffsetUnit::Utf8, vec![position.clone()]);
                one.resolve(message, |_| None, &Sameness::default(), false).is_ok()
            })
            .collect();
        let together = Positions::new(OffsetUnit::Utf8, all.clone());
        let mut singly: Vec<Span> = all
            .iter()
            .map(|position| {
                let one = Positions::new(OffsetUnit::Utf8, vec![position.clone()]);
                one.resolve(message, |_| None, &Sameness::default(), false).unwrap()[0].span
            })
            .collect();
        singly.sort();
        singly.dedup();
        let together = together.resolve(message, |_| None, &Sameness::default(), false).unwrap();
        assert_eq!(together.iter().map(|given| given.span).collect::<Vec<_>>(), singly, "{message:?}");
    }
}

#[test]
fn many_overlapping_spans_of_one_value() {
    let message = "A".repeat(20_000);
    let value = "a".repeat(1_000);
    let list = (0..10_000).map(|at| Position::new(at, at + 1_000).with_placeholder("<A_1>".parse().unwrap()));
    let positions = Positions::new(OffsetUnit::Utf8, list.collect());
    let given = positions.resolve(&message, |_| Some(value.as_str()), &Sameness::default(), false).unwrap();
    assert_eq!(given.len(), 10_000);
}
