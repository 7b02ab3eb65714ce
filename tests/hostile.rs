//! What attackers try and unlucky clients send, each as it was once answered wrongly or as
//! docs/bad-inputs.md has it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use pii_mask::*;

const EXPLICIT: &str = "X-Pii-Mapping";
const POSITIONS: &str = "X-Pii-Positions";
const HISTORY: &str = "X-Chat-History-Pii-Mapping";

fn h(list: &[(&str, &str)]) -> PiiHeaders {
    let lines = list.iter().map(|(name, value)| (*name, value.as_bytes()));
    PiiHeaders::parse(lines, &Limits::default()).unwrap()
}

fn start(list: &[(&str, &str)]) -> Conversation {
    Conversation::builder().headers(h(list)).build().unwrap()
}

/// The same conversation out of a store.
fn restored(c: &Conversation) -> Conversation {
    let json = serde_json::to_string(&c.state()).unwrap();
    Conversation::builder().state(serde_json::from_str(&json).unwrap()).build().unwrap()
}

fn p(s: &str) -> Placeholder {
    s.parse().unwrap()
}

fn k(s: &str) -> Kind {
    Kind::new(s).unwrap()
}

#[test]
fn a_national_number_that_a_position_found_stays_known() {
    let given = h(&[(EXPLICIT, r#"{"<PHONE_1>":"+31 20 1234567"}"#), (POSITIONS, "[[5,16,\"PHONE\"]]")]);
    let mut c = Conversation::builder().region(Region::new("NL").unwrap()).headers(given).build().unwrap();
    assert_eq!(c.mask("Call 020 1234567 or 020 1234567").unwrap().text, "Call <PHONE_1> or <PHONE_1>");
}

#[test]
fn a_new_number_is_found_again() {
    let given = h(&[(POSITIONS, "[[5,16,\"PHONE\"]]")]);
    let mut c = Conversation::builder().region(Region::new("NL").unwrap()).headers(given).build().unwrap();
    assert_eq!(c.mask("Call 020 1234567 or 020 1234567").unwrap().text, "Call <PHONE_1> or <PHONE_1>");
}

#[test]
fn both_ways_to_write_an_international_number() {
    let mut c = start(&[(EXPLICIT, r#"{"<PHONE_1>":"+31 20 1234567"}"#), (POSITIONS, "[[5,20,\"PHONE\"]]")]);
    assert_eq!(
        c.mask("Call 0031 20 1234567 or 0031 20 1234567").unwrap().text,
        "Call <PHONE_1> or <PHONE_1>"
    );
}

#[test]
fn the_other_way_to_write_an_international_number() {
    assert!(Sameness::default().same(&Kind::PHONE, "+31 20 1234567", "0031 20 1234567"));
    let mut c = start(&[(EXPLICIT, r#"{"<PHONE_1>":"+31 20 1234567"}"#)]);
    assert_eq!(c.mask("Call 0031 20 1234567").unwrap().text, "Call <PHONE_1>");
}

#[test]
fn short_codes() {
    let mut c = start(&[(EXPLICIT, r#"{"<PASSPORT_1>":"A-12"}"#), (POSITIONS, "[[0,3,\"PASSPORT\"]]")]);
    assert_eq!(
        c.mask("A12 and A12 and A-12").unwrap().text,
        "<PASSPORT_1> and <PASSPORT_1> and <PASSPORT_1>"
    );
}

#[test]
fn digits_beyond_ascii() {
    let card = "٤١١١ ١١١١ ١١١١ ١١١١";
    assert!(Sameness::default().same(&Kind::CREDIT_CARD, card, &card.replace(' ', "-")));
    let mut c = start(&[(EXPLICIT, &format!(r#"{{"<CREDIT_CARD_1>":"{card}"}}"#))]);
    assert_eq!(c.mask(&card.replace(' ', "-")).unwrap().text, "<CREDIT_CARD_1>");
}

#[test]
fn codes_without_a_digit() {
    assert!(Sameness::default().same(&k("PASSPORT"), "ABC DEF", "ABCDEF"));
    let mut c = start(&[(EXPLICIT, r#"{"<PASSPORT_1>":"ABC DEF"}"#)]);
    assert_eq!(c.mask("ABC-DEF ABCDEF").unwrap().text, "<PASSPORT_1> <PASSPORT_1>");
}

#[test]
fn what_is_kept_does_not_keep_what_it_touches() {
    let mut c = start(&[]);
    c.mask_request(&[], "Maximilian Mustermann", &[Entity::detected(Span::new(0, 21), Kind::PERSON)])
        .unwrap();
    c.begin_turn(&h(&[(EXPLICIT, "person=keep")])).unwrap();
    let text = "Maximilian Mustermann-m@x.org";
    let found = [Entity::detected(Span::new(11, 29), Kind::EMAIL)];
    let masked = c.mask_request(&[], text, &found).unwrap();
    assert!(!masked[0].text.contains("m@x.org"), "{}", masked[0].text);
}

#[test]
fn what_is_joined_stays_blocked() {
    let policy = Policy::new().set(Kind::EMAIL, Action::Block);
    let text = "jd@example.org";
    let found =
        [Entity::detected(Span::new(0, 14), Kind::EMAIL), Entity::given(Span::new(0, 2), Kind::PERSON)];
    let masked =
        Masker::new().policy(policy).mask(text, &found, &mut Mapping::new()).map(|m| m.text.into_owned());
    assert_eq!(masked.map_err(|e| e.code()), Err("kind_blocked"));
}

#[test]
fn a_typed_key_that_a_position_names_is_escaped() {
    let text = "<PERSON_1> John";
    let mut m = Mapping::with_sameness(Sameness::default().variants(Variants::Distinct));
    let e = [Entity::given(Span::new(11, 15), Kind::PERSON).with_placeholder(p("<PERSON_1>"))];
    let masked =
        Masker::new().lookalikes(Lookalikes::Escape).mask(text, &e, &mut m).unwrap().text.into_owned();
    assert_eq!(Unmasker::new(m).unmask(&masked), text, "through {masked}");
}

#[test]
fn a_typed_key_that_a_position_names_is_refused() {
    let given = h(&[(POSITIONS, r#"{"<PERSON_1>":[[11,15]]}"#)]);
    let mut c = Conversation::builder().headers(given).lookalikes(Lookalikes::Reject).build().unwrap();
    let r = c.mask("<PERSON_1> John").map(|m| m.text.into_owned()).map_err(|e| e.code());
    assert_eq!(r, Err("placeholder_collision"));
}

#[test]
fn numbers_in_replies_in_json_spelling_are_burnt() {
    let reply = r#"{"to":"\u003cPERSON\u005f1\u003e"}"#;
    let mut c = start(&[]);
    c.note_reply(reply);
    let given = [Entity::given(Span::new(0, 4), Kind::PERSON)];
    c.mask_request(&[], "John", &given).unwrap();
    assert_eq!(c.unmasker().context(Context::JsonString).unmask(reply), reply);
}

#[test]
fn joined_spans_are_never_lost() {
    let text = "abcdefghijkl";
    let mut m = Mapping::with_sameness(Sameness::default().variants(Variants::Distinct));
    let e = [Entity::given(Span::new(0, 8), Kind::PERSON), Entity::given(Span::new(4, 12), Kind::PERSON)];
    match Masker::new().max_value_bytes(8).lookalikes(Lookalikes::Escape).mask(text, &e, &mut m) {
        Err(e) => assert_eq!(e.code(), "mapping_value_too_long"),
        Ok(masked) => {
            let t = masked.text.into_owned();
            assert_eq!(Unmasker::new(m).unmask(&t), text, "through {t}")
        }
    }
}

#[test]
fn joined_positions_are_never_lost() {
    let text = "x".repeat(16000);
    let mut c = start(&[(POSITIONS, "[[0,8192,\"PERSON\"],[8000,16000,\"PERSON\"]]")]);
    match c.mask(&text) {
        Err(e) => assert_eq!(e.code(), "mapping_value_too_long"),
        Ok(masked) => {
            let t = masked.text.into_owned();
            assert_eq!(c.unmasker().unmask(&t), text, "through {t}")
        }
    }
}

#[test]
fn the_reserved_kind_is_not_given_by_entities() {
    let mut m = Mapping::new();
    let r = Masker::new()
        .mask("John", &[Entity::given(Span::new(0, 4), Kind::LITERAL)], &mut m)
        .map(|m| m.text.into_owned());
    let json = serde_json::to_string(&m).unwrap();
    assert!(serde_json::from_str::<Mapping>(&json).is_ok(), "{r:?} {json}");
}

#[test]
fn normalizing_gives_no_number_free() {
    let mut m = Mapping::new();
    m.insert(p("<PERSON_1>"), "Ann", Source::History).unwrap();
    m.insert(p("<PERSON_2>"), "ANN", Source::History).unwrap();
    let mut n = m.normalized();
    assert_ne!(n.assign(&Kind::PERSON, "Bob", Source::Detector).unwrap(), p("<PERSON_2>"));
}

#[test]
fn a_store_keeps_which_placeholder_masks() {
    let mut c = start(&[(HISTORY, r#"{"<PERSON_1>":"Anna"}"#), (EXPLICIT, r#"{"<PERSON_2>":"Anna"}"#)]);
    assert_eq!(c.mask("Anna").unwrap().text, "<PERSON_2>");
    let mut stays = c.clone();
    stays.begin_turn(&PiiHeaders::default()).unwrap();
    let memory = stays.mask("Anna").unwrap().text.into_owned();
    let stored = restored(&c).mask("Anna").unwrap().text.into_owned();
    assert_eq!(memory, stored);
}

#[test]
fn a_large_conversation_comes_back() {
    let mut m = Mapping::new();
    for n in 1..=10_001 {
        m.insert(Placeholder::new(Kind::PERSON, n).unwrap(), &format!("v {n}"), Source::History).unwrap();
    }
    let c = Conversation::builder().mapping(m).build().unwrap();
    restored(&c);
}

#[test]
fn a_conversation_that_grew_comes_back() {
    let mut c = start(&[]);
    for turn in 0..3 {
        let entries: Vec<String> =
            (1..=4000).map(|n| format!(r#""<A_{}>":"value {}""#, turn * 4000 + n, turn * 4000 + n)).collect();
        let body: PiiBody =
            serde_json::from_str(&format!(r#"{{"mapping":{{{}}}}}"#, entries.join(","))).unwrap();
        c.begin_turn(&body.parse(&Limits::default()).unwrap()).unwrap();
        c.mask("value 7").unwrap();
    }
    restored(&c);
}

#[test]
fn one_number_in_two_forms_is_masked_by_one_placeholder() {
    let given =
        h(&[(EXPLICIT, r#"{"<PHONE_2>":"020 1234567"}"#), (HISTORY, r#"{"<PHONE_1>":"+31 20 1234567"}"#)]);
    let mut c = Conversation::builder().region(Region::new("NL").unwrap()).headers(given).build().unwrap();
    assert_eq!(c.mask("020 1234567, +31 20 1234567").unwrap().text, "<PHONE_2>, <PHONE_2>");
}

#[test]
fn one_number_in_two_spellings_is_masked_by_one_placeholder() {
    let mut c = start(&[
        (EXPLICIT, r#"{"<PHONE_2>":"0031 20 1234567"}"#),
        (HISTORY, r#"{"<PHONE_1>":"+31 20 1234567"}"#),
    ]);
    assert_eq!(c.mask("0031 20 1234567, +31 20 1234567").unwrap().text, "<PHONE_2>, <PHONE_2>");
}

#[test]
fn a_refused_value_is_refused_again() {
    let mut c = start(&[(EXPLICIT, r#"{"<PERSON_1>":"X"}"#)]);
    assert_eq!(c.mask("Dear X").unwrap_err().code(), "mapping_value_too_short");
    c.begin_turn(&h(&[(EXPLICIT, r#"{"<PERSON_1>":"X"}"#)])).unwrap();
    let again = c.mask("Dear X").map(|m| m.text.into_owned()).map_err(|e| e.code());
    assert_eq!(again, Err("mapping_value_too_short"));
}

#[test]
fn a_refused_value_is_not_known_later() {
    let mut c = start(&[(EXPLICIT, r#"{"<PERSON_1>":"X"}"#)]);
    assert_eq!(c.mask("Dear X").unwrap_err().code(), "mapping_value_too_short");
    c.begin_turn(&PiiHeaders::default()).unwrap();
    assert_eq!(c.mask("Vitamin X").unwrap().text, "Vitamin X");
}

#[test]
fn a_detection_does_not_take_a_wish_away() {
    let mut c = start(&[(POSITIONS, r#"{"<PERSON_5>":[[0,4]]}"#)]);
    let m = c.mask_request(&[], "John", &[Entity::detected(Span::new(0, 4), Kind::PERSON)]).unwrap();
    assert_eq!(m[0].text, "<PERSON_5>");
}

#[test]
fn a_wish_must_be_true() {
    let mut m = Mapping::new();
    m.insert(p("<PERSON_1>"), "Ann", Source::Explicit).unwrap();
    m.insert(p("<PERSON_7>"), "Bob", Source::Explicit).unwrap();
    let e = [Entity::given(Span::new(0, 3), Kind::PERSON).with_placeholder(p("<PERSON_7>"))];
    let r = Masker::new().mask("Ann", &e, &mut m).map(|m| m.text.into_owned()).map_err(|e| e.code());
    assert_eq!(r, Err("mapping_conflict"));
}

#[test]
fn a_mark_on_a_lookalike() {
    let text = "<PERSON_7>\u{301} x";
    let m1 = Masker::new()
        .mask(text, &[Entity::given(Span::new(1, 3), Kind::PERSON)], &mut Mapping::new())
        .unwrap()
        .text
        .into_owned();
    let m2 = Masker::new()
        .mask(text, &[Entity::given(Span::new(0, 10), Kind::PERSON)], &mut Mapping::new())
        .unwrap()
        .text
        .into_owned();
    assert_eq!(m1, m2);
}

#[test]
fn errors_of_stored_states_tell_nothing() {
    for json in [
        r#""Zanzibar""#,
        r#"{"Zanzibar":1}"#,
        r#"{"mapping":{},"exposed":"Zanzibar","burnt":[]}"#,
        r#"{"mapping":{},"exposed":[],"burnt":"Zanzibar"}"#,
        r#"{"mapping":"Zanzibar","exposed":[],"burnt":[]}"#,
        r#"{"mapping":{"<P_1>":"Zanzibar"},"exposed":[1],"burnt":["Zanzibar"]}"#,
    ] {
        let e = serde_json::from_str::<ConversationState>(json).unwrap_err();
        assert!(!format!("{e} {e:?}").contains("Zanzibar"), "{json}: {e}");
    }
}

#[test]
fn entries_of_a_body_count_together() {
    let m = |from: usize| {
        format!(
            "{{{}}}",
            (from..from + 6000).map(|i| format!(r#""<A_{i}>":"v{i}""#)).collect::<Vec<_>>().join(",")
        )
    };
    let body: PiiBody =
        serde_json::from_str(&format!(r#"{{"mapping":{},"history_mapping":{}}}"#, m(1), m(10_001))).unwrap();
    assert_eq!(
        body.parse(&Limits::default()).map(|_| ()).map_err(|e| e.code()),
        Err("mapping_too_many_entries")
    );
}

#[test]
fn entries_of_headers_count_together() {
    let m = |from: usize| {
        format!(
            "{{{}}}",
            (from..from + 600).map(|i| format!(r#""<A_{i}>":"v{i}""#)).collect::<Vec<_>>().join(",")
        )
    };
    let (a, b) = (m(1), m(1001));
    let r = PiiHeaders::parse([(EXPLICIT, a.as_bytes()), (HISTORY, b.as_bytes())], &Limits::default());
    assert_eq!(r.map(|_| ()).map_err(|e| e.code()), Err("mapping_too_many_entries"));
}

#[test]
fn text_of_a_body_counts_together() {
    let v = "b".repeat(8 << 10);
    let m = |from: usize| {
        format!(
            "{{{}}}",
            (from..from + 100).map(|i| format!(r#""<A_{i}>":"{v}""#)).collect::<Vec<_>>().join(",")
        )
    };
    let body: PiiBody =
        serde_json::from_str(&format!(r#"{{"mapping":{},"history_mapping":{}}}"#, m(1), m(10_001))).unwrap();
    assert_eq!(body.parse(&Limits::default()).map(|_| ()).map_err(|e| e.code()), Err("mapping_too_large"));
}

#[test]
fn what_is_too_much_comes_first() {
    let many =
        format!("{{{}}}", (1..=1025).map(|i| format!(r#""<A_{i}>":"v""#)).collect::<Vec<_>>().join(","));
    let l = Limits::default().max_header_bytes(1 << 20).max_all_headers_bytes(1 << 20);
    let r = PiiHeaders::parse([(HISTORY, br#"{"x":"yy"}"#.as_slice()), (EXPLICIT, many.as_bytes())], &l);
    assert_eq!(r.map(|_| ()).map_err(|e| e.code()), Err("mapping_too_many_entries"));
}

#[test]
fn row_58_a_free_number() {
    let mut c = start(&[(EXPLICIT, r#"{"<PERSON_999999>":"Ann"}"#), (POSITIONS, "[[0,3,\"PERSON\"]]")]);
    assert_eq!(c.mask("Bob").unwrap().text, "<PERSON_1>");
}

#[test]
fn row_53_renumbered_and_in_the_message() {
    let given = h(&[(HISTORY, r#"{"<PERSON_1>":"Anna"}"#), (EXPLICIT, r#"{"<PERSON_1>":"Bert"}"#)]);
    for t in ["<PERSON_1> Bert", "&lt;person 1&gt; Bert", "\\u003cPERSON-1>"] {
        let mut c = Conversation::builder().headers(given.clone()).renumber(true).build().unwrap();
        assert_eq!(c.mask(t).unwrap_err().code(), "mapping_conflict", "{t}");
    }
}

#[test]
fn row_59_no_number_left() {
    let mut m = Mapping::new();
    for n in 1..=999_999 {
        m.burn(&Placeholder::new(Kind::PERSON, n).unwrap());
    }
    let e = m.assign(&Kind::PERSON, "Ann", Source::Explicit).unwrap_err();
    assert_eq!((e.code(), e.status()), ("placeholder_numbers_exhausted", 422));
}

#[test]
fn the_order_of_detections_tells_nothing() {
    let a = Entity::detected(Span::new(0, 4), Kind::PERSON).with_score(0.5).with_recognizer("a");
    let b = Entity::detected(Span::new(0, 4), Kind::PERSON).with_score(0.9).with_recognizer("b");
    let of = |e: &[Entity]| {
        let mut m = Mapping::new();
        let x = Masker::new().mask("John", e, &mut m).unwrap();
        (x.entities[0].score, x.entities[0].recognizer.clone())
    };
    assert_eq!(of(&[a.clone(), b.clone()]), of(&[b, a]));
}

#[test]
fn a_typed_placeholder_twice() {
    let mut m = Mapping::new();
    let e = [Entity::given(Span::new(0, 10), Kind::PERSON), Entity::given(Span::new(11, 21), Kind::PERSON)];
    let t = Masker::new().mask("<PERSON_9> <PERSON_9>", &e, &mut m).unwrap().text.into_owned();
    assert_eq!(t, "<LITERAL_1> <LITERAL_1>");
}

#[test]
fn a_typed_placeholder_in_the_next_turn() {
    let mut c = start(&[(POSITIONS, "[[0,10]]")]);
    let first = c.mask("<PERSON_9>").unwrap().text.into_owned();
    c.begin_turn(&h(&[(POSITIONS, "[[0,10]]")])).unwrap();
    assert_eq!(c.mask("<PERSON_9>").unwrap().text, first);
}

#[test]
fn a_typed_placeholder_is_literal_whatever_is_wished() {
    let mut c = start(&[(POSITIONS, r#"{"<PERSON_5>":[[0,10]]}"#)]);
    assert_eq!(c.mask("<PERSON_9>").unwrap().text, "<LITERAL_1>");
}

#[test]
fn partial_beside_a_bare_name() {
    let mut m = Mapping::new();
    m.insert(p("<RSON_1>"), "John", Source::Explicit).unwrap();
    let text = "nl91abna04171643RSON_1";
    let t = Masker::new()
        .bare(true)
        .policy(Policy::new().set(Kind::IBAN, Action::Partial))
        .mask(text, &[Entity::given(Span::new(0, 20), Kind::IBAN)], &mut m)
        .unwrap()
        .text
        .into_owned();
    assert!(!Unmasker::new(m).bare(true).unmask(&t).contains("John"), "{t}");
}

#[test]
fn row_23_no_hash_key() {
    let e = Conversation::builder().headers(h(&[(EXPLICIT, "email=hash")])).build().unwrap_err();
    assert_eq!(
        (e.code(), e.status(), e.param().as_deref()),
        ("policy_hash_key_missing", 422, Some("X-Pii-Mapping"))
    );
    let b: PiiBody = serde_json::from_str(r#"{"policy":"email=hash"}"#).unwrap();
    let e = Conversation::builder().headers(b.parse(&Limits::default()).unwrap()).build().unwrap_err();
    assert_eq!(
        (e.code(), e.status(), e.param().as_deref()),
        ("policy_hash_key_missing", 422, Some("/pii/policy"))
    );
}

#[test]
fn row_41_too_short() {
    let e = start(&[(EXPLICIT, r#"{"<PERSON_2>":"Ann","<PERSON_1>":"X"}"#)]).mask("Dear X").unwrap_err();
    assert_eq!(
        (e.code(), e.status(), e.param().as_deref()),
        ("mapping_value_too_short", 422, Some("X-Pii-Mapping[1]"))
    );
}

#[test]
fn row_42_after_growth() {
    let text = format!("{}<PERSON_1> a", "x".repeat(8190));
    let e = start(&[(POSITIONS, "[[8201,8202],[0,8191]]")]).mask(&text).unwrap_err();
    assert_eq!(
        (e.code(), e.param().as_deref()),
        ("mapping_value_too_long", Some("X-Pii-Positions[1]")),
        "{e}"
    );
}

#[test]
fn a_value_beside_a_bare_name() {
    let mut m = Mapping::with_sameness(Sameness::default().variants(Variants::Distinct));
    m.insert(p("<PERSON_1>"), "John", Source::Explicit).unwrap();
    m.insert(p("<PII_1>"), "_x", Source::Explicit).unwrap();
    let text = "PERSON_1_x";
    let t = Masker::new()
        .bare(true)
        .lookalikes(Lookalikes::Escape)
        .mask(text, &[], &mut m)
        .unwrap()
        .text
        .into_owned();
    assert_eq!(Unmasker::new(m).bare(true).unmask(&t), text, "{t}");
}

#[test]
fn a_blocked_request_leaves_nothing() {
    let mut c =
        Conversation::builder().policy(Policy::new().set(Kind::EMAIL, Action::Block)).build().unwrap();
    let e = [Entity::detected(Span::new(0, 3), Kind::PERSON), Entity::detected(Span::new(4, 9), Kind::EMAIL)];
    assert_eq!(c.mask_request(&[], "Ann a@b.c", &e).unwrap_err().code(), "kind_blocked");
    assert!(c.mapping().is_empty(), "{}", c.mapping().to_json());
}

#[test]
fn several_spellings_of_one_number_stay_known() {
    let region = || Region::new("NL").unwrap();
    let known = r#"{"<PHONE_1>":"+31 20 1234567"}"#;
    let given = h(&[(EXPLICIT, known), (POSITIONS, r#"[[0,11,"PHONE"],[12,22,"PHONE"]]"#)]);
    let mut c = Conversation::builder().region(region()).headers(given).build().unwrap();
    c.mask("020 1234567 20 1234567").unwrap();
    // A refused request takes none of them away, nor does a store.
    c.begin_turn(&h(&[(EXPLICIT, "email=block")])).unwrap();
    let found =
        [Entity::detected(Span::new(0, 3), k("PERSON")), Entity::detected(Span::new(4, 9), Kind::EMAIL)];
    assert_eq!(c.mask_request(&[], "Ann a@b.c", &found).unwrap_err().code(), "kind_blocked");
    let stored = serde_json::to_string(&c.state()).unwrap();
    c.begin_turn(&PiiHeaders::default()).unwrap();
    let text = "20 1234567 020 1234567 +31 20 1234567 or 0031-20-1234567";
    let masked = "<PHONE_1> <PHONE_1> <PHONE_1> or <PHONE_1>";
    assert_eq!(c.mask(text).unwrap().text, masked);
    let state: ConversationState = serde_json::from_str(&stored).unwrap();
    let mut c = Conversation::builder().region(region()).state(state).build().unwrap();
    assert_eq!(c.mask(text).unwrap().text, masked);
}

#[test]
fn typed_text_does_not_take_the_place_of_a_value() {
    let mut m = Mapping::new();
    m.insert(p("<LITERAL_1>"), "<EMAIL_5>", Source::Explicit).unwrap();
    m.insert(p("<PERSON_9>"), "<EMAIL_5>", Source::History).unwrap();
    assert_eq!(Masker::new().mask("<EMAIL_5>", &[], &mut m).unwrap().text, "<PERSON_9>");
}

#[test]
fn row_47_one_entry_too_many() {
    let limits = Limits::default().max_body_entries(2);
    let read = |json: &str| Mapping::from_json(json.as_bytes(), PlaceholderStyle::Angle, &limits);
    assert_eq!(read(r#"{"<A_1>":"a b","<A_2>":"b c"}"#).unwrap().len(), 2);
    let error = read(r#"{"<A_1>":"a b","<A_2>":"b c","<A_3>":"c d"}"#).unwrap_err();
    assert_eq!(error, MappingError::MappingTooManyEntries { limit: 2 });
}

#[test]
fn row_34_a_duplicate_comes_before_a_bad_key() {
    let json = br#"{"<A_1>":"a b","bad":"b c","<A_1>":"c d"}"#;
    let error = Mapping::from_json(json, PlaceholderStyle::Angle, &Limits::default()).unwrap_err();
    assert_eq!(error, MappingError::MappingDuplicateKey { index: 2 });
}

#[test]
fn short_texts_in_every_style() {
    for &style in PlaceholderStyle::ALL {
        let mut m = Mapping::new();
        let john = m.assign(&k("A"), "John", Source::Explicit).unwrap();
        for tolerance in [Tolerance::Exact, Tolerance::Tolerant] {
            let unmasker = Unmasker::new(m.clone()).style(style).tolerance(tolerance);
            assert_eq!(unmasker.unmask(&style.format(&john)), "John", "{style} {tolerance}");
        }
    }
}

#[test]
fn what_is_missing_is_counted() {
    let mut c = start(&[(EXPLICIT, r#"{"<PERSON_1>":"Ann","<PERSON_2>":"Bob","<PERSON_3>":"Cid"}"#)]);
    c.mask("Ann, Bob, Cid").unwrap();
    assert_eq!(c.unmasker().unmask_with_report("<PERSON_2>").report.missing, 2);
}

#[test]
fn a_refused_request_is_taken_back_to_the_byte() {
    let policy = Policy::new().set(Kind::EMAIL, Action::Block);
    let given = h(&[(EXPLICIT, r#"{"<PERSON_1>":"Zoe Z","<PHONE_1>":"+31 20 1234567"}"#)]);
    let mut c = Conversation::builder().policy(policy).headers(given).build().unwrap();
    let before = c.mapping().to_json();
    let found = [
        Entity::detected(Span::new(0, 3), Kind::PERSON),
        Entity::detected(Span::new(4, 7), k("CITY")),
        Entity::detected(Span::new(8, 13), Kind::EMAIL),
    ];
    assert_eq!(c.mask_request(&[], "Ann Ulm a@b.c", &found).unwrap_err().code(), "kind_blocked");
    assert_eq!(c.mapping().to_json(), before);
    // The number is free again, the old values are where they were, the refused ones are unknown.
    let found = [Entity::detected(Span::new(0, 3), Kind::PERSON)];
    let masked = c.mask_request(&[], "Bob, zoe z, Ann, Ulm, 0031 20 1234567", &found).unwrap();
    assert_eq!(masked[0].text, "<PERSON_2>, <PERSON_1>, Ann, Ulm, <PHONE_1>");
    let mapping = r#"{"<PERSON_1>":"Zoe Z","<PERSON_2>":"Bob","<PHONE_1>":"+31 20 1234567"}"#;
    assert_eq!(c.mapping().to_json(), mapping);
}

#[test]
fn a_spelling_of_a_refused_request_is_taken_back() {
    let given = h(&[(EXPLICIT, r#"{"<PHONE_1>":"+31 20 1234567"}"#)]);
    let policy = Policy::new().set(Kind::EMAIL, Action::Block);
    let region = Region::new("NL").unwrap();
    let mut c = Conversation::builder().region(region).policy(policy).headers(given).build().unwrap();
    let found =
        [Entity::detected(Span::new(0, 11), Kind::PHONE), Entity::detected(Span::new(12, 17), Kind::EMAIL)];
    assert_eq!(c.mask_request(&[], "020 1234567 a@b.c", &found).unwrap_err().code(), "kind_blocked");
    let after = c.mask("020 1234567, +31 20 1234567").unwrap().text.into_owned();
    assert_eq!(after, "020 1234567, <PHONE_1>");
}
