//! Headers and their body form: encodings, policy, switch, mapping content, bounds.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    clippy::indexing_slicing
)]

use pii_mask::{
    Action, Auto, Error, Field, HeaderError, Kind, Limits, MappingError, PiiBody, PiiHeader, PiiHeaders,
    PiiMember, PlaceholderStyle, Policy, PolicyError, PositionError, Positions,
};
use serde::Deserialize;

const CANARY: &str = "xqzvk";

#[derive(Deserialize)]
struct Table {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    row: u32,
    name: String,
    header: Option<String>,
    value: Option<String>,
    hex: Option<String>,
    headers: Option<Vec<(String, String)>>,
    body: Option<String>,
    #[serde(default)]
    strict_values: bool,
    code: Option<String>,
    status: Option<u16>,
    index: Option<usize>,
    offset: Option<usize>,
    param: Option<String>,
    error: Option<String>,
    entries: Option<Vec<(String, String)>>,
    policy: Option<String>,
    auto: Option<String>,
    positions: Option<usize>,
}

impl Case {
    fn parse(&self) -> Result<PiiHeaders, HeaderError> {
        let limits = Limits::default().strict_values(self.strict_values);
        if let Some(body) = &self.body {
            return serde_json::from_str::<PiiBody>(body).expect("a body").parse(&limits);
        }
        if let Some(headers) = &self.headers {
            return PiiHeaders::parse(headers.iter().map(|(n, v)| (n.as_str(), v.as_bytes())), &limits);
        }
        let header = self.header.as_deref().unwrap_or("X-Pii-Mapping");
        let value = match (&self.value, &self.hex) {
            (Some(value), _) => value.as_bytes().to_vec(),
            (None, Some(hex)) => unhex(hex),
            (None, None) => panic!("{}: no input", self.name),
        };
        PiiHeaders::parse([(header, value.as_slice())], &limits)
    }
}

fn unhex(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn cases() -> Vec<Case> {
    toml::from_str::<Table>(include_str!("data/headers.toml")).expect("a table").case
}

fn offset(error: &HeaderError) -> Option<usize> {
    match error {
        HeaderError::Mapping { error: MappingError::MappingJsonInvalid { offset, .. }, .. }
        | HeaderError::Mapping { error: MappingError::MappingKeyInvalid { offset, .. }, .. }
        | HeaderError::Position { error: PositionError::PositionsJsonInvalid { offset, .. }, .. } => {
            Some(*offset)
        }
        _ => None,
    }
}

fn one(name: &str, value: &str, limits: &Limits) -> Result<PiiHeaders, HeaderError> {
    PiiHeaders::parse([(name, value.as_bytes())], limits)
}

#[test]
fn table() {
    for case in cases() {
        let what = format!("row {}: {}", case.row, case.name);
        match (case.parse(), &case.code) {
            (Err(error), Some(code)) => {
                assert_eq!(error.code(), code, "{what}: {error}");
                assert_eq!(Some(error.status()), case.status, "{what}");
                assert!(case.index.is_none() || error.index() == case.index, "{what}: {error}");
                assert!(case.offset.is_none() || offset(&error) == case.offset, "{what}: {error}");
                assert!(
                    case.param.is_none() || Some(error.param()) == case.param,
                    "{what}: {}",
                    error.param()
                );
                assert!(case.error.is_none() || Some(error.to_string()) == case.error, "{what}: {error}");
            }
            (Ok(given), None) => {
                accepted(&case, &given, &what);
            }
            (Err(error), None) => panic!("{what}: refused: {error}"),
            (Ok(_), Some(_)) => panic!("{what}: accepted"),
        }
    }
}

fn accepted(case: &Case, given: &PiiHeaders, what: &str) {
    let header = case.header.as_deref().and_then(|name| name.parse().ok()).unwrap_or(PiiHeader::Mapping);
    if let Some(entries) = &case.entries {
        let found: Vec<_> = given.entries(header).map(|(p, v)| (p.to_string(), v.to_owned())).collect();
        assert_eq!(&found, entries, "{what}");
    }
    assert_eq!(given.policy().map(ToString::to_string), case.policy, "{what}");
    if let Some(auto) = &case.auto {
        assert_eq!(&format!("{:?}", given.auto()), auto, "{what}");
    }
    assert_eq!(given.positions().map(|p| p.len()), case.positions, "{what}");
}

#[test]
fn nothing_of_the_content_is_told() {
    let mut planted = 0;
    for case in cases().iter().filter(|case| case.code.is_some()) {
        let error = case.parse().unwrap_err();
        let told = format!("{error} {error:?} {} {:#?}", error.param(), std::error::Error::source(&error));
        assert!(!told.to_ascii_lowercase().contains(CANARY), "row {}: {}", case.row, case.name);
        planted += 1;
    }
    assert!(planted > 80);
    let given = one("X-Pii-Mapping", r#"{"<PERSON_1>":"XQZVK"}"#, &Limits::default()).unwrap();
    assert_eq!(format!("{given:?}"), "PiiHeaders { explicit: 1 }");
    let body: PiiBody = serde_json::from_str(r#"{"mapping":{"<PERSON_1>":"XQZVK"}}"#).unwrap();
    assert_eq!(format!("{body:?}"), "PiiBody(1 members)");
    let text = r#"[{"start":0,"end":5,"text":"XQZVK"}]"#;
    let given = one("X-Pii-Positions", text, &Limits::default()).unwrap();
    let shown = format!("{given:?} {:?} {:?}", given.positions(), given.positions().unwrap().iter().next());
    assert_eq!(shown, "PiiHeaders { positions: 1 } Some(Positions(1)) Some(Position(0..5))");
}

#[test]
fn a_canary_at_every_place_of_every_bad_input() {
    // Whatever a mutation does to the outcome, the canary is not told.
    for case in cases().iter().filter(|case| case.code.is_some()) {
        let Some(value) = &case.value else { continue };
        for at in (0..=value.len()).filter(|at| value.is_char_boundary(*at)) {
            let mutated = format!("{}XQZVK{}", &value[..at], &value[at..]);
            for &header in PiiHeader::ALL {
                if let Err(error) = one(header.as_str(), &mutated, &Limits::default()) {
                    let told = format!("{error} {error:?} {}", error.param());
                    // A valid kind or placeholder may be named.
                    assert!(!told.contains("XQZVK") || told.contains("XQZVK_"), "{header}: {told}");
                }
            }
        }
    }
}

#[test]
fn any_byte_at_any_place() {
    for case in cases() {
        let Some(value) = &case.value else { continue };
        for at in 0..value.len() {
            for byte in [0x00, 0x20, 0x22, 0x25, 0x3a, 0x3d, 0x5b, 0x5c, 0x7b, 0x80, 0xc3, 0xff] {
                let mut bytes = value.as_bytes().to_vec();
                bytes[at] = byte;
                for &header in PiiHeader::ALL {
                    if let Ok(given) =
                        PiiHeaders::parse([(header.as_str(), bytes.as_slice())], &Limits::default())
                    {
                        assert!(!given.is_empty());
                    }
                }
            }
        }
    }
}

#[test]
fn unknown_headers_may_pass() {
    let limits = Limits::default().allow_unknown_pii_headers(true);
    assert!(one("X-PII-Maping", "{}", &limits).unwrap().is_empty());
    assert!(PiiHeaders::parse([], &Limits::default()).unwrap().is_empty());
    assert!(PiiHeaders::default().is_empty());
    assert_eq!(PiiHeaders::default().auto(), Auto::Unset);
}

#[test]
fn sizes() {
    let limits = Limits::default();
    let value = |len: usize| format!("{}{{}}", " ".repeat(len - 2));
    assert!(one("X-Pii-Mapping", &value(16 << 10), &limits).is_ok());
    let error = one("X-Pii-Mapping", &value((16 << 10) + 1), &limits).unwrap_err();
    assert_eq!(
        (error.code(), error.status(), error.param().as_str()),
        ("header_too_large", 431, "X-Pii-Mapping")
    );
    assert_eq!(
        error.to_string(),
        "X-Pii-Mapping has 16385 bytes, over the limit of 16384; send it as pii.mapping or pii.policy of the body"
    );

    let all = value(12 << 10);
    let all: Vec<_> = PiiHeader::ALL.iter().map(|header| (header.as_str(), all.as_bytes())).collect();
    // Positions may be `{}` too.
    assert!(PiiHeaders::parse(all.clone(), &limits).is_ok());
    let more = value((12 << 10) + 1);
    let mut too_much = all;
    too_much[1].1 = more.as_bytes();
    let error = PiiHeaders::parse(too_much, &limits).unwrap_err();
    assert_eq!((error.code(), error.status(), error.param().as_str()), ("header_too_large", 431, "headers"));
    assert!(error.to_string().ends_with("send them as members of pii in the body"));
}

#[test]
fn entries_are_bounded() {
    let mapping = |n: usize| {
        let entries: Vec<_> = (1..=n).map(|i| format!(r#""<A_{i}>":"bb""#)).collect();
        format!("{{{}}}", entries.join(","))
    };
    let limits = Limits::default();
    assert!(one("X-Pii-Mapping", &mapping(1_000), &limits).is_ok());
    let wide = Limits::default().max_header_bytes(1 << 20).max_all_headers_bytes(1 << 20);
    assert!(one("X-Pii-Mapping", &mapping(1_024), &wide).is_ok());
    let error = one("X-Pii-Mapping", &mapping(1_025), &wide).unwrap_err();
    assert_eq!((error.code(), error.status()), ("mapping_too_many_entries", 413));

    let body =
        |n: usize| serde_json::from_str::<PiiBody>(&format!(r#"{{"mapping":{}}}"#, mapping(n))).unwrap();
    assert!(body(10_000).parse(&limits).is_ok());
    let error = body(10_001).parse(&limits).unwrap_err();
    assert_eq!(
        (error.code(), error.status(), error.param().as_str()),
        ("mapping_too_many_entries", 413, "/pii/mapping")
    );
}

#[test]
fn text_is_bounded() {
    let value = "b".repeat(8 << 10);
    let mapping = |n: usize| {
        let entries: Vec<_> = (1..=n).map(|i| format!(r#""<A_{i}>":"{value}""#)).collect();
        format!("{{{}}}", entries.join(","))
    };
    let wide = Limits::default().max_header_bytes(1 << 20).max_all_headers_bytes(1 << 20);
    assert!(one("X-Pii-Mapping", &mapping(7), &wide).is_ok());
    let error = one("X-Pii-Mapping", &mapping(8), &wide).unwrap_err();
    assert_eq!((error.code(), error.status()), ("mapping_too_large", 413));

    let body =
        |n: usize| serde_json::from_str::<PiiBody>(&format!(r#"{{"auto_mapping":{}}}"#, mapping(n))).unwrap();
    assert!(body(127).parse(&wide).is_ok());
    let error = body(128).parse(&wide).unwrap_err();
    assert_eq!((error.code(), error.param().as_str()), ("mapping_too_large", "/pii/auto_mapping"));
}

#[test]
fn long_value_of_entry_3() {
    let value = "b".repeat((8 << 10) + 1);
    let json = format!(r#"{{"<A_1>":"aa","<A_2>":"aa","<A_3>":"aa","<A_4>":"{value}"}}"#);
    let error = one("X-Pii-Mapping", &json, &Limits::default()).unwrap_err();
    assert_eq!(
        error,
        HeaderError::Mapping {
            field: Field::Header(PiiHeader::Mapping),
            error: MappingError::MappingValueTooLong { index: 3, len: 8193, limit: 8192 },
        }
    );
    assert_eq!(
        error.to_string(),
        "X-Pii-Mapping: value of mapping entry 3 has 8193 bytes, over the limit of 8192"
    );
}

#[test]
fn deep_nesting_is_no_recursion() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let wide = Limits::default().max_header_bytes(1 << 20).max_all_headers_bytes(1 << 20);
    let error = one("X-Pii-Mapping", &format!(r#"{{"<A_1>":{deep}}}"#), &wide).unwrap_err();
    assert_eq!(error.code(), "mapping_value_not_string");
    for json in [
        deep.clone(),
        format!("[[0,1,{deep}]]"),
        format!(r#"[{{"start":0,"end":1,"x":{deep}}}]"#),
        "[".repeat(100_000),
        r#"{"a":"#.repeat(100_000),
    ] {
        let error = one("X-Pii-Positions", &json, &wide).unwrap_err();
        assert_eq!(error.code(), "positions_json_invalid", "{error}");
    }
}

#[test]
fn other_styles() {
    let headers = [("X-Pii-Mapping", br#"{"[[PERSON_1]]":"John"}"#.as_slice())];
    let given =
        PiiHeaders::parse_styled(headers, PlaceholderStyle::DoubleSquare, &Limits::default()).unwrap();
    assert_eq!(given.entries(PiiHeader::Mapping).count(), 1);
    let error = PiiHeaders::parse(headers, &Limits::default()).unwrap_err();
    assert_eq!(error.code(), "mapping_key_invalid");
}

#[test]
fn custom_kinds_in_a_policy() {
    let limits = Limits::default();
    assert_eq!(one("X-Pii-Mapping", "badge=redact", &limits).unwrap_err().code(), "policy_kind_invalid");
    let limits = limits.custom_kinds([Kind::new("BADGE").unwrap()]);
    let given = one("X-Pii-Mapping", "badge=redact", &limits).unwrap();
    assert_eq!(given.policy().unwrap().action(&Kind::new("BADGE").unwrap()), Action::Redact);
}

/// What is wrong with a header's content is wrong without the header: the same, but for the place.
#[test]
fn content_without_a_header() {
    let limits = Limits::default();
    let mut refused = 0;
    for case in cases() {
        let field = Field::Header(match case.header.as_deref() {
            None | Some("X-Pii-Mapping") => PiiHeader::Mapping,
            Some("X-Pii-Positions") => PiiHeader::Positions,
            _ => continue,
        });
        let (Some(value), None, None) = (&case.value, &case.body, &case.headers) else { continue };
        let read = match case.parse() {
            Err(HeaderError::Policy { .. }) => Policy::parse(value, &limits)
                .map_err(|error| (HeaderError::Policy { field, error: error.clone() }, Error::from(error)))
                .map(|_| ()),
            Err(HeaderError::Position { .. }) => {
                Positions::from_json(value.as_bytes(), PlaceholderStyle::Angle, &limits)
                    .map_err(|error| {
                        (HeaderError::Position { field, error: error.clone() }, Error::from(error))
                    })
                    .map(|_| ())
            }
            Ok(given) if given.policy().is_some() => {
                assert_eq!(Policy::parse(value, &limits).as_ref(), Ok(given.policy().unwrap()));
                continue;
            }
            _ => continue,
        };
        let (with_field, alone) = read.unwrap_err();
        assert_eq!(Err(&with_field), case.parse().map(|_| ()).as_ref(), "row {}", case.row);
        assert_eq!(format!("{field}: {alone}"), with_field.to_string());
        assert_eq!((alone.code(), alone.status()), (with_field.code(), with_field.status()));
        assert_eq!(alone.param(), None);
        refused += 1;
    }
    assert!(refused > 8, "{refused}");
}

#[test]
fn positions_that_are_no_text() {
    let read = Positions::from_json(b"[\n\xff]", PlaceholderStyle::Angle, &Limits::default());
    let error = PositionError::PositionsJsonInvalid { offset: 2, line: 2, column: 1 };
    assert_eq!(read.unwrap_err(), error);
    let read = |json: &[u8]| Positions::from_json(json, PlaceholderStyle::Square, &Limits::default());
    let positions = read(br#" {"[PERSON_1]":[[1,2]]} "#).unwrap();
    assert_eq!((positions.len(), positions.unit()), (1, None));
    assert!(read(br#"{"<PERSON_1>":[[1,2]]}"#).is_err());
}

#[test]
fn policy_errors_tell_the_item() {
    let parse = |text| Policy::parse(text, &Limits::default()).unwrap_err();
    assert_eq!(parse("email=mask,"), PolicyError::PolicyKindInvalid { index: 1 });
    assert_eq!(parse("phone"), PolicyError::PolicyActionInvalid { index: 0 });
    let twice = PolicyError::PolicyDuplicateKind { index: 2, kind: Kind::new("US_SSN").unwrap() };
    assert_eq!(parse("ssn=mask, email=keep, us_ssn=keep"), twice);
    assert_eq!(twice.to_string(), "item 2 of the policy has the kind US_SSN once more");
}

#[test]
fn policy_by_hand() {
    let policy = Policy::new().set(Kind::PHONE, Action::Hash).set(Kind::EMAIL, Action::Keep);
    assert!(policy.uses_hash());
    assert_eq!(policy.iter().map(|(kind, _)| kind.as_str()).collect::<Vec<_>>(), ["EMAIL", "PHONE"]);
    assert_eq!(policy.set(Kind::LITERAL, Action::Keep).action(&Kind::LITERAL), Action::Mask);
    let given = one("X-Pii-Mapping", "phone=hash,email=keep", &Limits::default()).unwrap();
    assert_eq!(given.policy().unwrap().to_string(), "EMAIL=keep, PHONE=hash");
}

#[test]
fn body_members_come_once() {
    assert!(serde_json::from_str::<PiiBody>(r#"{"mapping":{},"mapping":{}}"#).is_err());
    assert!(serde_json::from_str::<PiiBody>(r#"{"mapping":{},"m\u0061pping":{}}"#).is_err());
    for body in [r#""XQZVK""#, "777", "-777", "0.777", "true", "null", "[]"] {
        let error = serde_json::from_str::<PiiBody>(body).unwrap_err().to_string();
        assert!(!error.contains("XQZVK") && !error.contains("777"), "{error}");
    }
    let body: PiiBody =
        serde_json::from_value(serde_json::json!({"mapping": {"<PERSON_1>": "John"}})).unwrap();
    assert_eq!(body.parse(&Limits::default()).unwrap().entries(PiiHeader::Mapping).count(), 1);
    assert!(PiiBody::default().is_empty());
    assert_eq!(Field::Body(PiiMember::ALL[4]).to_string(), "/pii/offset_unit");
}

type Headers = &'static [(&'static str, &'static str)];

fn together(headers: Headers, body: &str) -> Result<PiiHeaders, HeaderError> {
    let limits = Limits::default();
    let headers = PiiHeaders::parse(headers.iter().map(|(n, v)| (*n, v.as_bytes())), &limits).unwrap();
    headers.and_body(serde_json::from_str::<PiiBody>(body).unwrap().parse(&limits).unwrap())
}

/// docs/bad-inputs.md, rows 56, 57 and 29.
#[test]
fn header_and_body() {
    let equal: [(Headers, &str); 8] = [
        (
            &[("X-Pii-Mapping", r#"{"<A_1>":"aa","<A_2>":"bb"}"#)],
            r#"{"mapping":{"<A_2>":"bb","<A_1>":"a\u0061"}}"#,
        ),
        (&[("X-Pii-Mapping", "email=mask, ssn=keep")], r#"{"policy":"us_ssn=keep,EMAIL=mask"}"#),
        (&[("X-Pii-Mapping", "email=mask")], r#"{"mapping":{"<A_1>":"aa"}}"#),
        (&[("X-Pii-Mapping", r#"{"<A_1>":"aa"}"#)], r#"{"policy":"email=mask"}"#),
        (&[("X-Auto-Pii-Mapping", "on")], r#"{"auto_mapping":true}"#),
        (
            &[("X-Pii-Positions", "[[0,1],[2,3]]")],
            r#"{"positions":[{"start":2,"end":3},{"offset":0,"length":1}]}"#,
        ),
        (
            &[("X-Pii-Positions", r#"{"unit":"utf16","positions":[[0,1]]}"#)],
            r#"{"positions":[[0,1]],"offset_unit":"utf16"}"#,
        ),
        (&[("X-Pii-Positions", "[[0,1]]")], r#"{"offset_unit":"utf16"}"#),
    ];
    for (headers, body) in equal {
        assert!(together(headers, body).is_ok(), "{headers:?} {body}");
    }
    let differ: [(Headers, &str, &str); 10] = [
        (&[("X-Pii-Mapping", r#"{"<A_1>":"XQZVK"}"#)], r#"{"mapping":{"<A_1>":"bb"}}"#, "X-Pii-Mapping"),
        (&[("X-Pii-Mapping", r#"{"<A_1>":"aa"}"#)], r#"{"mapping":{}}"#, "X-Pii-Mapping"),
        (
            &[("X-Chat-History-Pii-Mapping", "{}")],
            r#"{"history_mapping":{"<A_1>":"XQZVK"}}"#,
            "X-Chat-History-Pii-Mapping",
        ),
        (&[("X-Pii-Mapping", "email=mask")], r#"{"policy":"email=keep"}"#, "X-Pii-Mapping"),
        (&[("X-Auto-Pii-Mapping", "on")], r#"{"auto_mapping":false}"#, "X-Auto-Pii-Mapping"),
        (&[("X-Auto-Pii-Mapping", "on")], r#"{"auto_mapping":{}}"#, "X-Auto-Pii-Mapping"),
        (&[("X-Pii-Positions", "[[0,1]]")], r#"{"positions":[[0,2]]}"#, "X-Pii-Positions"),
        (&[("X-Pii-Positions", r#"[[0,1,"PERSON"]]"#)], r#"{"positions":[[0,1]]}"#, "X-Pii-Positions"),
        (
            &[("X-Pii-Positions", "[[0,1]]")],
            r#"{"positions":[[0,1]],"offset_unit":"utf8"}"#,
            "X-Pii-Positions",
        ),
        (
            &[("X-Pii-Positions", r#"{"unit":"utf8","positions":[]}"#)],
            r#"{"offset_unit":"utf16"}"#,
            "X-Pii-Positions",
        ),
    ];
    for (headers, body, param) in differ {
        let error = together(headers, body).expect_err(body);
        assert_eq!(
            (error.code(), error.status(), error.param().as_str()),
            ("mapping_source_conflict", 409, param)
        );
        assert_eq!(error.to_string(), format!("{param} and its form in the body differ"));
    }
}

#[test]
fn what_is_taken_from_where() {
    let given = together(
        &[("X-Pii-Mapping", "email=redact"), ("X-Pii-Positions", "[[0,1]]")],
        r#"{"mapping":{"<A_1>":"aa"},"offset_unit":"utf16","auto_mapping":{}}"#,
    )
    .unwrap();
    assert_eq!(given.policy().unwrap().to_string(), "EMAIL=redact");
    assert_eq!(given.entries(PiiHeader::Mapping).count(), 1);
    assert_eq!(given.auto(), Auto::Given);
    assert_eq!(given.positions().unwrap().unit().unwrap().as_str(), "utf16");
}

#[cfg(feature = "http")]
#[test]
fn header_map() {
    let mut map = http::HeaderMap::new();
    map.insert("x-pii-mapping", http::HeaderValue::from_bytes(b"{\"<PERSON_1>\":\"Zo\xeb\"}").unwrap());
    let given = PiiHeaders::from_header_map(&map, &Limits::default()).unwrap();
    assert_eq!(given.entries(PiiHeader::Mapping).next().unwrap().1, "Zoë");
    map.append("X-Pii-Mapping", http::HeaderValue::from_static("{}"));
    assert_eq!(PiiHeaders::from_header_map(&map, &Limits::default()).unwrap_err().code(), "header_repeated");
}

fn assert_send_sync<T: Send + Sync + 'static>() {}

#[test]
fn auto_traits() {
    assert_send_sync::<PiiHeaders>();
    assert_send_sync::<PiiBody>();
    assert_send_sync::<HeaderError>();
}
