//! Headers, mapping, mask and unmask together, over turns.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

#[path = "support/turns.rs"]
mod turns;

use pii_mask::*;
use turns::{AUTO, EXPLICIT, HISTORY, Headers, POSITIONS, headers, start};

#[test]
fn four_headers_make_one_mapping() {
    let mut conversation = start(&[
        (HISTORY, r#"{"<PERSON_1>":"Anna Nowak"}"#),
        (EXPLICIT, r#"{"<PERSON_2>":"John Doe"}"#),
        (AUTO, r#"{"<EMAIL_1>":"jd@example.org"}"#),
        (POSITIONS, r#"[{"start":0,"end":5,"type":"LOCATION"}]"#),
    ]);
    let text = "Paris: john doe asked anna nowak (JD@example.org)";
    let masked = conversation.mask(text).unwrap();
    assert_eq!(masked.text, "<LOCATION_1>: <PERSON_2> asked <PERSON_1> (<EMAIL_1>)");
    assert_eq!(masked.restore(), text);
    let reply = conversation.unmasker().unmask_with_report("<PERSON_2> in < location 1 >, <PERSON_3>");
    assert_eq!(reply.text, "John Doe in Paris, <PERSON_3>");
    let Report { restored, altered, unknown, withheld, missing, .. } = reply.report;
    assert_eq!((restored, altered, unknown, withheld, missing), (2, 1, 1, 0, 2));
}

#[test]
fn placeholders_are_stable_over_turns() {
    let mut conversation = start(&[]);
    let given = [Entity::given(Span::new(0, 4), Kind::PERSON)];
    let first = conversation.mask_request(&[], "John is ill.", &given).unwrap();
    assert_eq!(first[0].text, "<PERSON_1> is ill.");
    let given = [Entity::given(Span::new(0, 4), Kind::PERSON)];
    let second = conversation.mask_request(&["John is ill."], "Mary calls john.", &given).unwrap();
    assert_eq!(second[0].text, "<PERSON_1> is ill.");
    assert_eq!(second[1].text, "<PERSON_2> calls <PERSON_1>.");
    // What was masked once and comes again is masked no further.
    let again = conversation.mask("<PERSON_2> calls <PERSON_1>.").unwrap();
    assert_eq!(again.text, "<PERSON_2> calls <PERSON_1>.");
}

#[test]
fn what_is_found_in_one_text_is_masked_in_all() {
    let mut conversation = start(&[]);
    let given = [Entity::detected(Span::new(5, 9), Kind::PERSON)];
    let masked = conversation.mask_request(&["Ask Mary.", "MARY?"], "Hi, \nMary", &given).unwrap();
    let texts: Vec<&str> = masked.iter().map(|masked| masked.text.as_ref()).collect();
    assert_eq!(texts, ["Ask <PERSON_1>.", "<PERSON_1>?", "Hi, \n<PERSON_1>"]);
}

#[test]
fn a_number_that_stands_in_any_text_is_never_given_out() {
    let mut conversation = start(&[]);
    conversation.note_reply("I made up < person-2 >.");
    let given = [Entity::given(Span::new(0, 4), Kind::PERSON)];
    let masked =
        conversation.mask_request(&["<PERSON_1> is what I typed"], "John \\<PERSON\\_3\\>", &given).unwrap();
    assert_eq!(masked[1].text, "<PERSON_4> \\<PERSON\\_3\\>");
    let stored = serde_json::to_string(&conversation.state()).unwrap();
    let state: ConversationState = serde_json::from_str(&stored).unwrap();
    let mut later = Conversation::builder().state(state).build().unwrap();
    let given = [Entity::given(Span::new(0, 4), Kind::PERSON)];
    assert_eq!(later.mask_request(&[], "Mary", &given).unwrap()[0].text, "<PERSON_5>");
    assert_eq!(later.unmasker().unmask("<PERSON_1> <PERSON_4>"), "<PERSON_1> John");
}

#[test]
fn conflicts_name_the_placeholder_and_no_value() {
    for (other, taken) in [(HISTORY, EXPLICIT), (EXPLICIT, HISTORY)] {
        let given = headers(&[(other, r#"{"<PERSON_1>":"Anna"}"#), (taken, r#"{"<PERSON_1>":"Zanzibar"}"#)]);
        let error = Conversation::builder().headers(given).build().unwrap_err();
        assert_eq!((error.code(), error.status()), ("mapping_conflict", 409));
        assert_eq!(error.to_string(), "X-Pii-Mapping: placeholder <PERSON_1> already means another value");
        assert!(!format!("{error:?}").contains("Zanzibar"));
    }
    // Another spelling is the same value, unless variants are distinct.
    let given = [(HISTORY, r#"{"<PERSON_1>":"John Doe"}"#), (EXPLICIT, r#"{"<PERSON_1>":"JOHN  DOE"}"#)];
    assert!(Conversation::builder().headers(headers(&given)).build().is_ok());
    let distinct = Conversation::builder().variants(Variants::Distinct).headers(headers(&given)).build();
    assert_eq!(distinct.unwrap_err().code(), "mapping_conflict");
}

#[test]
fn entries_that_give_way_get_a_fresh_number() {
    let given =
        [(HISTORY, r#"{"<PERSON_1>":"Anna"}"#), (AUTO, r#"{"<PERSON_1>":"Bert","<PERSON_2>":"Carl"}"#)];
    let mut conversation = start(&given);
    let masked = conversation.mask("Anna, Bert, Carl, <PERSON_3>").unwrap();
    assert_eq!(masked.text, "<PERSON_1>, <PERSON_4>, <PERSON_2>, <PERSON_3>");
    // The client masked Bert already, with a number that means Anna here.
    let error = start(&given).mask("< person_1 > and Carl").unwrap_err();
    assert_eq!((error.code(), error.status()), ("mapping_conflict", 409));
    // Explicit entries only where that is asked for.
    let given = [(HISTORY, r#"{"<PERSON_1>":"Anna"}"#), (EXPLICIT, r#"{"<PERSON_1>":"Bert"}"#)];
    let mut conversation = Conversation::builder().headers(headers(&given)).renumber(true).build().unwrap();
    assert_eq!(conversation.mask("Anna, Bert").unwrap().text, "<PERSON_1>, <PERSON_2>");
}

#[test]
fn of_two_placeholders_for_one_value_masking_uses_one() {
    let cases = [
        (
            [(HISTORY, r#"{"<PERSON_2>":"Anna","<PERSON_3>":"anna"}"#), (AUTO, r#"{"<PERSON_1>":"Anna"}"#)],
            "<PERSON_2>",
        ),
        ([(HISTORY, r#"{"<PERSON_1>":"Anna"}"#), (EXPLICIT, r#"{"<PERSON_2>":"Anna"}"#)], "<PERSON_2>"),
        ([(AUTO, r#"{"<PERSON_1>":"Anna"}"#), (EXPLICIT, r#"{"<PERSON_2>":"Anna"}"#)], "<PERSON_2>"),
    ];
    for (given, expected) in cases {
        let mut conversation = start(&given);
        assert_eq!(conversation.mask("ANNA").unwrap().text, expected, "{given:?}");
        let all = Conversation::builder().headers(headers(&given)).expose(Expose::All).build().unwrap();
        assert_eq!(all.unmasker().unmask("<PERSON_1> <PERSON_2>").to_lowercase(), "anna anna");
    }
    // Two spellings of one number.
    let ibans = r#"{"<IBAN_1>":"NL91ABNA0417164300","<IBAN_2>":"NL91 ABNA 0417 1643 00"}"#;
    let masked = start(&[(EXPLICIT, ibans)]).mask("nl91 abna 0417 1643 00").unwrap().text.into_owned();
    assert_eq!(masked, "<IBAN_1>");
}

#[test]
fn one_character_needs_a_position_or_the_history() {
    let explicit = (EXPLICIT, r#"{"<PERSON_1>":"X"}"#);
    let error = start(&[explicit]).mask("Dear X,").unwrap_err();
    assert_eq!(error.code(), "mapping_value_too_short");
    let masked = start(&[explicit, (POSITIONS, "[[5,6]]")]).mask("Dear X, x").unwrap().text.into_owned();
    assert_eq!(masked, "Dear <PERSON_1>, <PERSON_1>");
    let masked =
        start(&[explicit, (HISTORY, r#"{"<PERSON_1>":"x"}"#)]).mask("Dear X").unwrap().text.into_owned();
    assert_eq!(masked, "Dear <PERSON_1>");
}

#[test]
fn positions_are_used_up_by_the_first_message() {
    let mut conversation = start(&[(POSITIONS, r#"{"unit":"utf16","positions":[[3,7,"PERSON"]]}"#)]);
    assert_eq!(conversation.mask("👋 John!").unwrap().text, "👋 <PERSON_1>!");
    assert_eq!(conversation.mask("abc John de").unwrap().text, "abc <PERSON_1> de");
    assert_eq!(conversation.mask("abcdefghijk").unwrap().text, "abcdefghijk");
}

#[test]
fn positions_stay_where_masking_failed() {
    let mut conversation = start(&[(POSITIONS, "[[5,9]]"), (EXPLICIT, r#"{"<PERSON_1>":"X"}"#)]);
    assert_eq!(conversation.mask("Dear John").unwrap_err().code(), "mapping_value_too_short");
    assert_eq!(conversation.mask("Dear John").unwrap_err().code(), "mapping_value_too_short");
    let mut conversation = start(&[(POSITIONS, "[[5,9]]")]);
    assert_eq!(conversation.mask("Dear").unwrap_err().code(), "position_out_of_range");
    assert_eq!(conversation.mask("Dear John").unwrap().text, "Dear <PII_1>");
}

#[test]
fn headers_of_later_turns_are_merged_as_well() {
    let mut conversation = start(&[(EXPLICIT, r#"{"<PERSON_1>":"Anna"}"#)]);
    assert_eq!(conversation.mask("Anna, Bert").unwrap().text, "<PERSON_1>, Bert");
    let next = [(EXPLICIT, r#"{"<PERSON_2>":"Bert"}"#), (POSITIONS, r#"[[0,4,"CITY"]]"#)];
    conversation.begin_turn(&headers(&next)).unwrap();
    assert_eq!(conversation.mask("Rome, Bert, Anna").unwrap().text, "<CITY_1>, <PERSON_2>, <PERSON_1>");
    let error = conversation.begin_turn(&headers(&[(EXPLICIT, r#"{"<PERSON_1>":"Carl"}"#)])).unwrap_err();
    assert_eq!(error.code(), "mapping_conflict");
    // A request's policy ends with it.
    conversation.begin_turn(&headers(&[(EXPLICIT, "person=redact")])).unwrap();
    assert_eq!(conversation.mask("Anna").unwrap().text, "[PERSON]");
    conversation.begin_turn(&PiiHeaders::default()).unwrap();
    assert_eq!(conversation.mask("Anna").unwrap().text, "<PERSON_1>");
    assert_eq!(conversation.unmasker().unmask("<PERSON_1> <PERSON_2> <CITY_1>"), "Anna Bert Rome");
}

#[test]
fn spans_are_joined_grown_and_named() {
    let cases: &[(&str, &str, &str, &str)] = &[
        // Headers' mapping, positions, text, masked.
        ("{}", r#"[[0,4,"PERSON"],[2,8,"EMAIL"]]"#, "John Doe", "<EMAIL_1>"),
        ("{}", r#"[[0,4,"PERSON"],[4,8,"EMAIL"]]"#, "JohnDoe!", "<PERSON_1><EMAIL_1>"),
        ("{}", r#"[[0,4]]"#, "John Doe", "<PII_1> Doe"),
        (r#"{"<PERSON_1>":"John Doe"}"#, r#"[[5,8,"LOCATION"]]"#, "John Doe", "<PERSON_1>"),
        (r#"{"<PERSON_1>":"Doe"}"#, r#"[[0,4,"LOCATION"]]"#, "JohnDoe", "<LOCATION_1><PERSON_1>"),
        (r#"{"<PERSON_1>":"Doe"}"#, r#"[[0,5,"LOCATION"]]"#, "John Doe", "<LOCATION_1><PERSON_1>"),
        ("{}", r#"[[0,1,"PERSON"]]"#, "e\u{301}a", "<PERSON_1>a"),
        ("{}", r#"[[1,2,"PERSON"]]"#, "<PERSON_7> a", "<LITERAL_1> a"),
        ("{}", r#"[[1,12,"PERSON"]]"#, "<PERSON_7> ab", "<PERSON_1>b"),
        (r#"{"<PERSON_7>":"Ann"}"#, r#"[[0,10,"PERSON"]]"#, "<PERSON_7> Ann", "<LITERAL_1> <PERSON_7>"),
    ];
    for (mapping, positions, text, expected) in cases {
        let mut conversation = start(&[(EXPLICIT, mapping), (POSITIONS, positions)]);
        let masked = conversation.mask(text).unwrap();
        assert_eq!(masked.text, *expected, "{mapping} {positions} {text:?}");
        assert_eq!(masked.restore(), *text);
        let back = conversation.unmasker().unmask(&masked.text).into_owned();
        assert_eq!(back, *text, "{mapping} {positions}");
    }
}

#[test]
fn only_what_was_sent_is_answered() {
    let given =
        [(HISTORY, r#"{"<PERSON_1>":"Anna"}"#), (EXPLICIT, r#"{"<PERSON_2>":"Bert","<PERSON_3>":"Carl"}"#)];
    let reply = "<PERSON_1> <PERSON_2> <PERSON_3>";
    let cases = [
        (Expose::Conversation, "Anna Bert <PERSON_3>"),
        (Expose::ThisRequest, "<PERSON_1> Bert <PERSON_3>"),
        (Expose::All, "Anna Bert Carl"),
    ];
    for (expose, expected) in cases {
        let mut conversation =
            Conversation::builder().headers(headers(&given)).expose(expose).build().unwrap();
        conversation.mask("Hello Bert").unwrap();
        assert_eq!(conversation.unmasker().unmask(reply), expected, "{expose:?}");
        // An unmasker does not see later turns; what was sent stays exposed.
        let early = conversation.unmasker();
        conversation.mask("Hello Carl").unwrap();
        assert_eq!(early.unmask(reply), expected);
    }
}

#[test]
fn policies_act_by_kind() {
    let mapping =
        r#"{"<PERSON_1>":"John Doe","<CREDIT_CARD_1>":"4111 1111 1111 1111","<EMAIL_1>":"jd@example.org"}"#;
    let text = "john doe, 4111-1111-1111-1111, JD@example.org";
    let cases = [
        ("person=redact", "[PERSON], <CREDIT_CARD_1>, <EMAIL_1>"),
        // HMAC-SHA-256 of "PERSON\0john doe", its first 8 bytes, from another implementation.
        ("person=hash", "[PERSON:9276f5a6894b12e3], <CREDIT_CARD_1>, <EMAIL_1>"),
        ("card=partial, email=partial", "<PERSON_1>, **** 1111, J•••@example.org"),
        // Whoever gives a value wants it masked.
        ("person=keep", "<PERSON_1>, <CREDIT_CARD_1>, <EMAIL_1>"),
    ];
    for (policy, expected) in cases {
        let policy = headers(&[(EXPLICIT, policy)]).policy().unwrap().clone();
        let mut conversation = Conversation::builder()
            .headers(headers(&[(EXPLICIT, mapping)]))
            .policy(policy)
            .hash_key(HashKey::new(b"sixteen bytes or more").unwrap())
            .build()
            .unwrap();
        let masked = conversation.mask(text).unwrap();
        assert_eq!(masked.text, expected);
        assert_eq!(masked.restore(), text);
    }
    let blocked = headers(&[(EXPLICIT, "email=block")]).policy().unwrap().clone();
    let build = Conversation::builder().headers(headers(&[(EXPLICIT, mapping)])).policy(blocked).build();
    let error = build.unwrap().mask(text).unwrap_err();
    assert_eq!((error.code(), error.status()), ("kind_blocked", 422));
    assert_eq!(error.to_string(), "text holds EMAIL, which is blocked, at offset 31");
    let hashed = Conversation::builder().headers(headers(&[(EXPLICIT, "email=hash")])).build();
    assert_eq!(hashed.unwrap_err().code(), "policy_hash_key_missing");
}

#[test]
fn a_kept_kind_is_not_masked_when_only_a_detector_found_it() {
    let policy = Policy::new().set(Kind::PERSON, Action::Keep).set(Kind::EMAIL, Action::Redact);
    let mut conversation = Conversation::builder().policy(policy).build().unwrap();
    let found = [
        Entity::detected(Span::new(0, 4), Kind::PERSON),
        Entity::given(Span::new(5, 9), Kind::PERSON),
        Entity::detected(Span::new(10, 15), Kind::EMAIL),
    ];
    let masked = conversation.mask_request(&["A@B.C"], "John Mary a@b.c", &found).unwrap();
    assert_eq!(masked[1].text, "John <PERSON_1> [EMAIL]");
    // Known spellings of a redacted value are redacted in every text of the request.
    assert_eq!(masked[0].text, "[EMAIL]");
}

/// What was sent with an earlier message is remembered, but not as it is masked now.
#[test]
fn what_is_redacted_now_is_redacted_in_earlier_texts() {
    let policy = (EXPLICIT, "person=redact");
    let mut conversation = start(&[policy]);
    assert_eq!(conversation.mask_request(&["Zoe called"], "Hi", &[]).unwrap()[0].text, "Zoe called");
    conversation.begin_turn(&headers(&[policy, (POSITIONS, r#"[[0,3,"PERSON"]]"#)])).unwrap();
    let masked = conversation.mask_request(&["Zoe called", "Hi"], "Zoe!", &[]).unwrap();
    assert_eq!([&*masked[0].text, &*masked[2].text], ["[PERSON] called", "[PERSON]!"]);
}

/// What is joined in a new text is joined in the remembered ones, too.
#[test]
fn what_is_remembered_does_not_change_what_is_joined() {
    let texts = [" PERSON_11 NA", "PERSON_2_A>"];
    let given = headers(&[(POSITIONS, r#"[[8,9,"PERSON"]]"#)]);
    let masked = |with_memory: bool| -> Vec<String> {
        let mut conversation = Conversation::builder().bare(true).build().unwrap();
        if with_memory {
            conversation.mask_request(&texts, "Hi", &[]).unwrap();
        }
        conversation.begin_turn(&given).unwrap();
        let masked = conversation.mask_request(&texts, "_APERSON_1", &[]).unwrap();
        masked.into_iter().map(|masked| masked.text.into_owned()).collect()
    };
    assert_eq!(masked(true), masked(false));
}

#[test]
fn a_long_detection_is_replaced_for_good() {
    let key = format!("-----BEGIN KEY-----\n{}\n-----END KEY-----", "A0b1".repeat(3000));
    let mut conversation = start(&[]);
    let found = [Entity::detected(Span::new(0, key.len()), Kind::SECRET)];
    let masked = conversation.mask_request(&[], &key, &found).unwrap();
    assert_eq!(masked[0].text, "[SECRET]");
    assert_eq!(masked[0].restore(), key);
    assert!(conversation.mapping().is_empty());
}

#[test]
fn lookalikes_as_asked() {
    let mapping = (EXPLICIT, r#"{"<PERSON_1>":"John"}"#);
    let text = "John typed <Person-1> and <PERSON_9>";
    for (lookalikes, expected) in [
        (Lookalikes::Reference, Ok("<PERSON_1> typed <Person-1> and <PERSON_9>")),
        (Lookalikes::Escape, Ok("<PERSON_1> typed <LITERAL_1> and <PERSON_9>")),
        (Lookalikes::Reject, Err("placeholder_collision")),
    ] {
        let build = Conversation::builder().headers(headers(&[mapping])).lookalikes(lookalikes).build();
        let mut conversation = build.unwrap();
        let masked = conversation.mask(text).map(|masked| masked.text.into_owned());
        assert_eq!(masked.as_deref().map_err(Error::code), expected, "{lookalikes:?}");
        if lookalikes == Lookalikes::Escape {
            assert_eq!(conversation.unmasker().unmask(&masked.unwrap()), text);
        }
    }
}

#[test]
fn conversations_share_nothing() {
    let mut one = start(&[(EXPLICIT, r#"{"<PERSON_1>":"John"}"#)]);
    let mut two = start(&[(EXPLICIT, r#"{"<PERSON_1>":"Mary"}"#)]);
    assert_eq!(one.mask("John and Mary").unwrap().text, "<PERSON_1> and Mary");
    assert_eq!(two.mask("John and Mary").unwrap().text, "John and <PERSON_1>");
    assert_eq!(one.unmasker().unmask("<PERSON_1>"), "John");
    assert_eq!(two.unmasker().unmask("<PERSON_1>"), "Mary");
}

/// A value may come in ever new spellings, turn after turn: of those that one search finds, one is noted.
#[test]
fn spellings_are_noted_once() {
    let given = headers(&[(EXPLICIT, r#"{"<PHONE_1>":"+31 20 1234567"}"#)]);
    let region = Region::new("NL").unwrap();
    let mut conversation = Conversation::builder().region(region).headers(given).build().unwrap();
    let mut noted = |text: &str| {
        let found = [Entity::given(Span::new(0, text.len()), Kind::PHONE)];
        let masked = conversation.mask_request(&[], text, &found).unwrap();
        assert_eq!(masked[0].text, "<PHONE_1>");
        serde_json::to_value(conversation.state()).unwrap()["spellings"].as_array().unwrap().len()
    };
    assert_eq!(noted("+31 20 1234567"), 0);
    assert_eq!(noted("020 1234567"), 1);
    assert_eq!(noted("020 1234567"), 1);
    assert_eq!(noted("020 123 4567"), 1);
    assert_eq!(noted("0031 20 123 4567"), 1);
    let separators = ["-", ".", "/", "  ", "--", "- "];
    for (a, b) in separators.iter().flat_map(|a| separators.iter().map(move |b| (a, b))) {
        assert_eq!(noted(&format!("020{a}123{b}4567")), 1);
    }
    // This one is found as it is written only: there are more than two between two digits.
    assert_eq!(noted("020 --- 1234567"), 2);
}

/// What is missing, and what is exposed, is told of each request anew, however many entries there are.
#[test]
fn exposure_with_many_entries() {
    let mut mapping = Mapping::new();
    let all: Vec<Placeholder> = (1..=300)
        .map(|n| mapping.assign(&Kind::PERSON, &format!("Zaphod{n}"), Source::Explicit).unwrap())
        .collect();
    let every_key: String = all.iter().map(Placeholder::to_string).collect();
    let requests = [vec![1, 70, 300], vec![64, 65], vec![2, 129, 130, 256, 257], vec![3]];
    for expose in [Expose::ThisRequest, Expose::Conversation] {
        let given = headers(&[(EXPLICIT, &mapping.to_json())]);
        let mut conversation = Conversation::builder().headers(given).expose(expose).build().unwrap();
        let mut exposed: Vec<u32> = Vec::new();
        for sent in &requests {
            let text: Vec<String> = sent.iter().map(|n| format!("Zaphod{n}")).collect();
            conversation.mask(&text.join(" ")).unwrap();
            if expose == Expose::ThisRequest {
                exposed.clear();
            }
            exposed.extend(sent);
            let reply = conversation.unmasker().unmask_with_report(&every_key);
            assert_eq!(reply.report.restored, exposed.len() as u64);
            assert!(exposed.iter().all(|n| reply.text.contains(&format!("Zaphod{n}"))));
            assert_eq!(reply.report.missing, 0);
            for n in 1..=300 {
                let key = format!("<PERSON_{n}>");
                let missing = conversation.unmasker().unmask_with_report(&key).report.missing;
                assert_eq!(missing as usize, sent.len() - usize::from(sent.contains(&n)), "{sent:?}: {key}");
            }
        }
    }
}

/// A refused payload leaves nothing that a later one could meet, also where it was refused at the very end.
#[test]
fn a_refused_payload_is_not_remembered() {
    let headers = [
        ("X-Chat-History-Pii-Mapping", br#"{"<PERSON_1>":"Abe"}"#.as_slice()),
        ("X-Pii-Positions", br#"[[4,7,"PERSON"]]"#.as_slice()),
    ];
    let headers = PiiHeaders::parse(headers, &Limits::default()).unwrap();
    let mut conversation = Conversation::builder().headers(headers).build().unwrap();
    let conflict = r#"{"messages":[{"role":"user","content":"Ask Zed."},
        {"role":"assistant","tool_calls":[{"function":{"arguments":"{\"Abe\":1,\"abe\":2}"}}]},
        {"role":"user","content":"And Zed?"}]}"#;
    let error = conversation.mask_chat(Dialect::OpenAiChat, conflict).unwrap_err();
    assert_eq!(error.code(), "masked_key_conflict");
    // The positions are kept for another try.
    let body = r#"{"messages":[{"role":"user","content":"Ask Zed."},{"role":"user","content":"And Abe?"}]}"#;
    let masked = conversation.mask_chat(Dialect::OpenAiChat, body).unwrap();
    assert_eq!(masked.body, body.replace("Abe", "<PERSON_1>"));
}

/// Of several placeholders of a value, one masks it: after a store the same one as before.
#[test]
fn a_stored_conversation_chooses_as_one_that_was_kept() {
    type Case<'c> = (Matching, [&'c Headers<'c>; 2], [&'c str; 2], [&'c [Entity]; 2], &'c str);
    // Two turns of headers and their text, the text of the third one, and what is found in the texts.
    let cases: [Case<'_>; 2] = [
        // The same in one turn; one of them is found by another spelling, which a detection has told.
        (
            Matching::Exact,
            [&[(AUTO, r#"{"<CREDIT_CARD_1>":"ＡＢＣ","<PHONE_1>":"ABC"}"#)], &[]],
            ["ABC", "ABC"],
            [&[Entity::detected(Span::new(2, 3), Kind::PERSON)], &[]],
            "<CREDIT_CARD_1>",
        ),
        // A number that is the same as two values which are not the same.
        (
            Matching::Folded,
            [
                &[(AUTO, r#"{"<PERSON_1>":"020 1234567"}"#)],
                &[(EXPLICIT, r#"{"<PHONE_2>":"+31 20 1234567"}"#)],
            ],
            ["Hello", "Call 020 1234567"],
            [&[], &[Entity::given(Span::new(5, 16), Kind::PHONE)]],
            "Call <PHONE_2>",
        ),
    ];
    for (matching, turns, [text, last], [found, found_last], expected) in cases {
        let new = || {
            let sameness = Sameness::default().region(Region::new("NL").unwrap());
            Conversation::builder().matching(matching).sameness(sameness)
        };
        let mut kept = new().build().unwrap();
        for turn in turns {
            kept.begin_turn(&headers(turn)).unwrap();
            kept.mask_request(&[], text, found).unwrap();
        }
        let stored = serde_json::to_string(&kept.state()).unwrap();
        let mut again = new().state(serde_json::from_str(&stored).unwrap()).build().unwrap();
        kept.begin_turn(&headers(&[])).unwrap();
        for conversation in [&mut kept, &mut again] {
            assert_eq!(conversation.mask_request(&[], last, found_last).unwrap()[0].text, expected);
        }
    }
}
