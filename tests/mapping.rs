//! Placeholders and mappings by hand: what is equal, what is written, what a wrong spelling is told.

#![allow(clippy::unwrap_used, clippy::string_slice, reason = "a test fails by panicking")]

use pii_mask::*;

fn read(json: &str) -> Mapping {
    Mapping::from_json(json.as_bytes(), PlaceholderStyle::Angle, &Limits::default()).unwrap()
}

#[test]
fn mappings_are_equal_when_their_entries_are() {
    let john = read(r#"{"<PERSON_1>":"John","<PERSON_2>":"Mary"}"#);
    assert_eq!(john, read(r#"{"<PERSON_2>":"Mary","<PERSON_1>":"John"}"#));
    for other in [
        r#"{"<PERSON_1>":"John","<PERSON_2>":"MARY"}"#,
        r#"{"<PERSON_1>":"John","<PERSON_3>":"Mary"}"#,
        r#"{"<PERSON_1>":"John"}"#,
        r#"{"<PERSON_1>":"John","<PERSON_2>":"Mary","<PERSON_3>":"Zoe"}"#,
    ] {
        assert_ne!(john, read(other), "{other}");
        assert_ne!(read(other), john, "{other}");
    }
    assert!(Mapping::new().is_empty());
    assert!(!john.is_empty());
}

#[test]
fn what_is_written_for_a_header_is_read_from_one() {
    let mapping = read(r#"{"<PERSON_1>":"Zoë \"Z\" ÿ?>","<EMAIL_1>":"z@example.org"}"#);
    let header = mapping.to_base64url();
    assert!(header.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)), "{header}");
    for value in [header, mapping.to_json()] {
        let headers = [("X-Chat-History-Pii-Mapping", value.as_bytes())];
        let headers = PiiHeaders::parse(headers, &Limits::default()).unwrap();
        assert_eq!(*Conversation::builder().headers(headers).build().unwrap().mapping(), mapping);
    }
}

#[test]
fn a_placeholder_is_shown_as_it_is_spelled() {
    let placeholder = Placeholder::new(Kind::CREDIT_CARD, 999_999).unwrap();
    assert_eq!(format!("{placeholder} {placeholder:?}"), "<CREDIT_CARD_999999> <CREDIT_CARD_999999>");
}

/// A wrong placeholder is told by its first byte that cannot stand there.
#[test]
fn where_a_placeholder_is_wrong() {
    for &style in PlaceholderStyle::ALL {
        let (open, close) = (style.open(), style.close());
        let offset = |text: &str| style.parse(text).unwrap_err().offset();
        for (name, at) in [
            ("a_1", 0),
            ("9A_1", 0),
            ("_1", 0),
            ("A", 1),
            ("A_", 2),
            ("A_0", 2),
            ("A_1a", 3),
            ("A_1X", 3),
            ("A_1 ", 3),
            ("A_1000000", 8),
        ] {
            assert_eq!(offset(&format!("{open}{name}{close}")), open.len() + at, "{style}: {name}");
        }
        // Where the text ends too early, at its end.
        let whole = format!("{open}PERSON_12{close}");
        for len in 0..whole.len() {
            assert_eq!(offset(&whole[..len]), len, "{style}: {}", &whole[..len]);
        }
        assert_eq!(offset(&format!("{whole}!")), whole.len(), "{style}: something behind it");
    }
}

/// Byte from 0, line and column from 1: where an editor would show it.
#[test]
fn where_json_is_wrong() {
    for (json, offset, line, column) in [
        ("", 0, 1, 1),
        ("{", 1, 1, 2),
        ("nonsense", 1, 1, 2),
        ("{\"<A_1>\":\"a\",}", 13, 1, 14),
        ("{\"<A_1>\":\"a\"} {}", 14, 1, 15),
        ("{\n\"<A_1>\": x}", 11, 2, 10),
        ("\n\n{\n  \"<A_1>\": \"a\",\n  \"<A_2>\": nul\n}\n", 34, 5, 15),
        ("{\r\n\"é\":\"é\"\r\n\"", 14, 3, 1),
        ("{\n\"<A_1>\":\"a", 12, 2, 11),
        ("{\n\n", 3, 3, 1),
    ] {
        let wrong = Mapping::from_json(json.as_bytes(), PlaceholderStyle::Angle, &Limits::default());
        assert_eq!(wrong, Err(MappingError::MappingJsonInvalid { offset, line, column }), "{json}");
    }
    let bytes = b"{\n\"<A_1>\":\"\xff\"}";
    let wrong = Mapping::from_json(bytes, PlaceholderStyle::Angle, &Limits::default());
    assert_eq!(wrong, Err(MappingError::MappingJsonInvalid { offset: 11, line: 2, column: 10 }));
}

/// The same bounds hold whichever parser brings a mapping.
#[test]
fn a_mapping_from_any_deserializer_is_bounded() {
    let of = |entries: usize, value: &str| {
        let members: Vec<String> = (1..=entries).map(|n| format!("\"<P_{n}>\":\"{value}\"")).collect();
        format!("{{{}}}", members.join(","))
    };
    let read = |json: &str| {
        let strict = Mapping::from_json(json.as_bytes(), PlaceholderStyle::Angle, &Limits::default());
        let serde = serde_json::from_str::<Mapping>(json).map_err(|e| e.to_string());
        match (&strict, &serde) {
            (Ok(a), Ok(b)) => assert_eq!(a, b),
            (Err(a), Err(b)) => assert!(b.starts_with(&a.to_string()), "{a} or {b}"),
            _ => assert_eq!(strict.is_ok(), serde.is_ok()),
        }
        strict.map(|mapping| mapping.len()).map_err(|e| e.code())
    };
    assert_eq!(read(&of(10_000, "x")), Ok(10_000));
    assert_eq!(read(&of(10_001, "x")), Err("mapping_too_many_entries"));
    // What is too much is not read on.
    let (many, large) = (of(10_001, "x"), of(128, &"x".repeat(8 << 10)));
    assert_eq!(read(&many.replace('}', "nonsense")), Err("mapping_too_many_entries"));
    assert_eq!(read(&large.replace('}', "nonsense")), Err("mapping_too_large"));
    // A value has 8 KiB at most, all of it 1 MiB: 128 values of 8 KiB leave no room for keys.
    assert_eq!(read(&of(127, &"x".repeat(8 << 10))), Ok(127));
    assert_eq!(read(&large), Err("mapping_too_large"));
    assert_eq!(read(&of(1, &"x".repeat((8 << 10) + 1))), Err("mapping_value_too_long"));
    // Keys and values count to the byte; the last key has one more.
    let json = of(10, "seven77");
    let text = 10 * "<P_1>seven77".len() + 1;
    let within = |text| {
        let limits = Limits::default().max_body_text(text);
        Mapping::from_json(json.as_bytes(), PlaceholderStyle::Angle, &limits).is_ok()
    };
    assert!(within(text) && !within(text - 1));
}

/// Malformed JSON and equal keys come before what is wrong with a single entry.
#[test]
fn what_is_told_of_a_value_that_is_no_string() {
    for wrong in ["[]", "[1,[2]]", "{}", "{\"a\":{\"b\":1}}", "1", "-1", "1.5", "1e999", "true", "null"] {
        let told = |json: &str| {
            let wrong = Mapping::from_json(json.as_bytes(), PlaceholderStyle::Angle, &Limits::default());
            let wrong = wrong.unwrap_err();
            (wrong.code(), wrong.index())
        };
        let json = format!("{{\"<P_1>\":\"a\",\"<P_2>\":{wrong},\"<P_3>\":\"c\"}}");
        assert_eq!(told(&json), ("mapping_value_not_string", Some(1)), "{json}");
        assert_eq!(told(&format!("{json}}}")), ("mapping_json_invalid", None), "{json}");
        // A number that no float can hold ends the reading.
        if wrong != "1e999" {
            let json = json.replace("_3", "_1");
            assert_eq!(told(&json), ("mapping_duplicate_key", Some(2)), "{json}");
        }
    }
}

#[test]
fn errors_say_which_entry_and_which_status() {
    let read = |json: &str| {
        let limits = Limits::default().max_body_entries(3).max_value_bytes(9);
        Mapping::from_json(json.as_bytes(), PlaceholderStyle::Angle, &limits).unwrap_err()
    };
    for (entry, code, status) in [
        (r#""":"a""#, "mapping_key_empty", 422),
        (r#""<p>":"a""#, "mapping_key_invalid", 422),
        (r#""<LITERAL_1>":"a""#, "mapping_key_reserved", 422),
        (r#""<A_1>":1"#, "mapping_value_not_string", 422),
        (r#""<A_1>":" ""#, "mapping_value_empty", 422),
        (r#""<A_1>":"0123456789""#, "mapping_value_too_long", 422),
        (r#""<A_1>":"\u0001""#, "mapping_value_control_char", 422),
        (r#""<X_1>":"a""#, "mapping_duplicate_key", 400),
    ] {
        let error = read(&format!("{{\"<X_1>\":\"x\",\"<X_2>\":\"y\",{entry}}}"));
        assert_eq!((error.code(), error.status(), error.index()), (code, status, Some(2)));
    }
    for (json, code, status) in [
        ("{", "mapping_json_invalid", 400),
        ("[]", "mapping_not_object", 422),
        (r#"{"<A_1>":"a","<A_2>":"a","<A_3>":"a","<A_4>":"a"}"#, "mapping_too_many_entries", 413),
    ] {
        let error = read(json);
        assert_eq!((error.code(), error.status(), error.index()), (code, status, None));
    }
    let mut mapping = Mapping::new();
    let full = Placeholder::new(Kind::PERSON, 999_999).unwrap();
    mapping.insert(full.clone(), "Ann", Source::Explicit).unwrap();
    let error = mapping.insert(full, "Bob", Source::Explicit).unwrap_err();
    assert_eq!((error.code(), error.status(), error.index()), ("mapping_conflict", 409, None));
}

#[test]
fn each_of_many_values_has_its_own_placeholder() {
    for kind in [Kind::PERSON, Kind::PHONE, Kind::IBAN] {
        let mut mapping = Mapping::new();
        let value = |n: u32| format!("00{n:05}00");
        for n in 1..=2_000 {
            assert_eq!(mapping.assign(&kind, &value(n), Source::Explicit).unwrap().number(), n);
        }
        for n in 1..=2_000 {
            assert_eq!(mapping.find(&kind, &value(n)).map(Placeholder::number), Some(n));
            assert_eq!(mapping.find(&kind, &value(n + 10_000)), None);
        }
    }
}
