//! Every spelling that somebody gives is masked from then on, wherever it comes from and however long
//! the conversation was stored.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "tests")]

use pii_mask::{
    Action, Conversation, ConversationBuilder, ConversationState, Entity, Kind, Limits, Lookalikes, Mapping,
    Masker, Matching, PiiHeaders, Policy, Region, Sameness, Source, Span, Variants,
};

const HISTORY: &str = "X-Chat-History-Pii-Mapping";
const MAPPING: &str = "X-Pii-Mapping";
const AUTO: &str = "X-Auto-Pii-Mapping";
const POSITIONS: &str = "X-Pii-Positions";

fn headers(list: &[(&str, &str)]) -> PiiHeaders {
    let pairs = list.iter().map(|(name, value)| (*name, value.as_bytes()));
    PiiHeaders::parse(pairs, &Limits::default()).unwrap()
}

fn with(list: &[(&str, &str)]) -> ConversationBuilder {
    Conversation::builder().headers(headers(list))
}

fn nl() -> Region {
    Region::new("NL").unwrap()
}

fn mask(conversation: &mut Conversation, text: &str) -> String {
    conversation.mask(text).unwrap().text.into_owned()
}

/// Stored, read again.
fn restored(conversation: &Conversation, builder: ConversationBuilder) -> Conversation {
    let stored = serde_json::to_string(&conversation.state()).unwrap();
    let state: ConversationState = serde_json::from_str(&stored).unwrap();
    builder.state(state).build().unwrap()
}

#[test]
fn an_entry_in_another_spelling() {
    let national = "call 020 123 45 67 now";
    let cases: &[&[(&str, &str)]] = &[
        &[(HISTORY, r#"{"<PHONE_1>":"+31201234567"}"#), (MAPPING, r#"{"<PHONE_1>":"020 123 45 67"}"#)],
        &[(HISTORY, r#"{"<PHONE_1>":"+31201234567"}"#), (AUTO, r#"{"<PHONE_1>":"020 123 45 67"}"#)],
        &[(HISTORY, r#"{"<PHONE_1>":"+31201234567"}"#), (AUTO, r#"{"<PHONE_3>":"020 123 45 67"}"#)],
    ];
    for list in cases {
        let mut conversation = with(list).region(nl()).build().unwrap();
        assert_eq!(mask(&mut conversation, national), "call <PHONE_1> now");
        let mut again = restored(&conversation, Conversation::builder().region(nl()));
        assert_eq!(mask(&mut again, national), "call <PHONE_1> now");
    }
    // The auto entry has to give way to another value, and is known already.
    let taken = [
        (HISTORY, r#"{"<PHONE_1>":"+3120999999","<PHONE_2>":"+31201234567"}"#),
        (AUTO, r#"{"<PHONE_1>":"020 123 45 67"}"#),
    ];
    let mut conversation = with(&taken).region(nl()).build().unwrap();
    assert_eq!(mask(&mut conversation, national), "call <PHONE_2> now");
    // A later turn says it in another way.
    let mut conversation =
        with(&[(HISTORY, r#"{"<PHONE_1>":"+31201234567"}"#)]).region(nl()).build().unwrap();
    conversation.begin_turn(&headers(&[(HISTORY, r#"{"<PHONE_1>":"020 123 45 67"}"#)])).unwrap();
    assert_eq!(mask(&mut conversation, national), "call <PHONE_1> now");
}

#[test]
fn where_spellings_are_looked_for_exactly() {
    let exact = || Conversation::builder().matching(Matching::Exact);
    let list = [(HISTORY, r#"{"<PERSON_1>":"John"}"#), (MAPPING, r#"{"<PERSON_1>":"JOHN"}"#)];
    let mut conversation = exact().headers(headers(&list)).build().unwrap();
    assert_eq!(mask(&mut conversation, "JOHN says John, not john"), "<PERSON_1> says <PERSON_1>, not john");

    let list = [(MAPPING, r#"{"<PERSON_1>":"John"}"#), (POSITIONS, r#"[[0,4,"PERSON"]]"#)];
    let mut conversation = exact().headers(headers(&list)).build().unwrap();
    assert_eq!(mask(&mut conversation, "JOHN says JOHN"), "<PERSON_1> says <PERSON_1>");
    let mut again = restored(&conversation, exact());
    assert_eq!(mask(&mut again, "JOHN"), "<PERSON_1>");
}

/// A refused request takes back the spellings that came with it, and no others.
#[test]
fn a_refused_request_keeps_the_spellings_before_it() {
    let exact = || Conversation::builder().matching(Matching::Exact).lookalikes(Lookalikes::Reject);
    let list = [(HISTORY, r#"{"<PERSON_1>":"John"}"#), (MAPPING, r#"{"<PERSON_1>":"JOHN"}"#)];
    let mut conversation = exact().headers(headers(&list)).build().unwrap();
    let state = |conversation: &Conversation| serde_json::to_string(&conversation.state()).unwrap();
    mask(&mut conversation, "nobody");
    let before = state(&conversation);
    let john = headers(&[(POSITIONS, r#"[[0,4,"PERSON"]]"#)]);
    conversation.begin_turn(&john).unwrap();
    assert_eq!(conversation.mask("john <PERSON_1>").unwrap_err().code(), "placeholder_collision");
    assert_eq!(state(&conversation), before);
    // Another try of the same message: its position still holds.
    assert_eq!(mask(&mut conversation, "john JOHN John Johnny"), "<PERSON_1> <PERSON_1> <PERSON_1> Johnny");
    let spellings = |conversation: &Conversation| state(conversation).matches("john").count();
    assert_eq!(spellings(&conversation), 1);
    conversation.begin_turn(&john).unwrap();
    assert_eq!(mask(&mut conversation, "john JOHN"), "<PERSON_1> <PERSON_1>");
    assert_eq!(spellings(&conversation), 1);
    // One that came before the refused request is known once, too.
    conversation.begin_turn(&headers(&list)).unwrap();
    assert_eq!(mask(&mut conversation, "JOHN"), "<PERSON_1>");
    assert_eq!(state(&conversation).matches("JOHN").count(), 1);
}

/// Of a request that is refused behind a spelling nothing is left: neither that one, nor its place.
#[test]
fn a_refused_request_leaves_no_spelling() {
    let policy = Policy::new().set(Kind::EMAIL, Action::Block);
    let builder = with(&[(HISTORY, r#"{"<PERSON_1>":"John"}"#)]).matching(Matching::Exact).policy(policy);
    let mut conversation = builder.build().unwrap();
    let state = |conversation: &Conversation| serde_json::to_string(&conversation.state()).unwrap();
    let person = [Entity::given(Span::new(0, 4), Kind::PERSON)];
    let mut masked = |text: &str, entities: &[Entity]| {
        let masked = conversation.mask_request(&[], text, entities).map(|masked| masked[0].text.to_string());
        (masked.map_err(|error| error.code()), state(&conversation))
    };
    let (_, before) = masked("JOHN", &person);
    let both = [person[0].clone(), Entity::given(Span::new(5, 11), Kind::EMAIL)];
    assert_eq!(masked("john a@b.nl", &both), (Err("kind_blocked"), before));
    assert_eq!(masked("john JOHN John", &[]).0, Ok("john <PERSON_1> <PERSON_1>".to_owned()));
    // What comes then is known once, by its own spelling.
    for (spelling, known) in [("jOHN", 2), ("john", 3), ("john", 3), ("JOHN", 3)] {
        let (masked, state) = masked(spelling, &person);
        assert_eq!(masked, Ok("<PERSON_1>".to_owned()));
        assert_eq!(state.matches(r#"["<PERSON_1>","#).count(), known, "{state}");
    }
    let (masked, _) = masked("john jOHN JOHN John JOhn", &[]);
    assert_eq!(masked, Ok("<PERSON_1> <PERSON_1> <PERSON_1> <PERSON_1> JOhn".to_owned()));
}

/// What a person typed that looks like a placeholder is nothing that another value could equal.
#[test]
fn what_was_typed_is_no_other_value() {
    for literal_first in [true, false] {
        let mut mapping = Mapping::new();
        let kinds = if literal_first { [Kind::LITERAL, Kind::PERSON] } else { [Kind::PERSON, Kind::LITERAL] };
        for kind in &kinds {
            let placeholder = mapping.assign(kind, "<note_9>", Source::Detector).unwrap();
            assert_eq!(placeholder.kind(), kind);
        }
        assert_eq!(mapping.len(), 2);
        let of_another_kind = mapping.assign(&Kind::EMAIL, "<note_9>", Source::Detector).unwrap();
        assert_eq!(of_another_kind.kind(), &Kind::PERSON);
    }
}

#[test]
fn normalized_and_merged_mappings_know_what_their_parts_knew() {
    let sameness = Sameness::default().region(nl());
    let mut mapping = Mapping::with_sameness(sameness);
    mapping.insert("<PHONE_1>".parse().unwrap(), "+31201234567", Source::History).unwrap();
    mapping.insert("<PHONE_2>".parse().unwrap(), "020 123 45 67", Source::History).unwrap();
    let text = "call 020 123 45 67 now";
    let masked = |mapping: &mut Mapping| Masker::new().mask(text, &[], mapping).unwrap().text.into_owned();
    assert_eq!(masked(&mut mapping.normalized()), "call <PHONE_1> now");
    let mut merged = Mapping::with_sameness(sameness);
    merged.merge(&mapping.normalized()).unwrap();
    assert_eq!(masked(&mut merged), "call <PHONE_1> now");
}

#[test]
fn however_many_there_are() {
    // Longer than what is looked for without separators.
    let code: String = ('a'..='z').cycle().take(70).collect();
    let mut conversation = Conversation::builder().build().unwrap();
    for at in 1..40 {
        let spelled = format!("{}-{}", &code[..at], &code[at..]);
        let position = format!(r#"[[0,{},"IBAN"]]"#, spelled.len());
        conversation.begin_turn(&headers(&[(POSITIONS, &position)])).unwrap();
        assert_eq!(mask(&mut conversation, &format!("{spelled} and {spelled}")), "<IBAN_1> and <IBAN_1>");
    }
}

#[test]
fn what_is_known_of_a_kind_holds_for_its_other_names() {
    let ssn = (HISTORY, r#"{"<SSN_1>":"123-45-6789"}"#);
    let mut conversation = with(&[ssn]).build().unwrap();
    assert_eq!(mask(&mut conversation, "123-45-6789 and 123456789"), "<SSN_1> and <SSN_1>");
    for policy in ["ssn=block", "us_ssn=block", "SSN=Block"] {
        let mut conversation = with(&[ssn, (MAPPING, policy)]).build().unwrap();
        assert_eq!(conversation.mask("is it 123-45-6789?").unwrap_err().code(), "kind_blocked");
    }
    let list = [(MAPPING, "person=redact"), (POSITIONS, r#"[{"start":0,"end":4,"placeholder":"<NAME_1>"}]"#)];
    assert_eq!(mask(&mut with(&list).build().unwrap(), "John and John"), "[NAME] and [NAME]");
    let list = [(MAPPING, "credit_card=partial"), (HISTORY, r#"{"<CARD_1>":"4111 1111 1111 1111"}"#)];
    assert_eq!(mask(&mut with(&list).build().unwrap(), "4111111111111111"), "**** 1111");
}

#[test]
fn a_wanted_placeholder_that_is_not_given_stays_as_it_was_typed() {
    let wanted = r#"[{"start":0,"end":4,"placeholder":"<PERSON_5>"}]"#;
    let list = [(HISTORY, r#"{"<PERSON_1>":"John"}"#), (POSITIONS, wanted)];
    let mut conversation = with(&list).build().unwrap();
    assert_eq!(mask(&mut conversation, "John <PERSON_5>"), "<PERSON_1> <PERSON_5>");
    assert_eq!(conversation.unmasker().unmask("<PERSON_1> <PERSON_5>"), "John <PERSON_5>");

    let list = [(MAPPING, "person=redact"), (POSITIONS, wanted)];
    assert_eq!(mask(&mut with(&list).build().unwrap(), "John <PERSON_5>"), "[PERSON] <PERSON_5>");

    let joined = r#"[{"start":0,"end":4,"placeholder":"<PERSON_5>"},{"start":2,"end":8,"type":"PERSON"}]"#;
    let masked = mask(&mut with(&[(POSITIONS, joined)]).build().unwrap(), "John Doe <PERSON_5>");
    assert!(!masked.contains("John") && !masked.contains("Doe"), "{masked}");
}

#[test]
fn a_wanted_placeholder_that_stands_in_another_text_was_typed() {
    let wanted = r#"[{"start":0,"end":4,"placeholder":"<PERSON_5>"}]"#;
    let escaping = with(&[(POSITIONS, wanted)]).lookalikes(Lookalikes::Escape).variants(Variants::Distinct);
    let mut conversation = escaping.build().unwrap();
    let history = ["I typed <PERSON_5>"];
    let masked = conversation.mask_request(&history, "John", &[]).unwrap();
    assert_eq!([&masked[0].text, &masked[1].text], ["I typed <LITERAL_1>", "<PERSON_5>"]);
    assert_eq!(conversation.unmasker().unmask(&masked[0].text), history[0]);

    let mut rejecting = with(&[(POSITIONS, wanted)]).lookalikes(Lookalikes::Reject).build().unwrap();
    let error = rejecting.mask_request(&history, "John", &[]).unwrap_err();
    assert_eq!(error.code(), "placeholder_collision");
}

#[test]
fn a_stored_conversation_chooses_as_before() {
    // Two kinds of code that are equal without separators.
    let text = "now 1234 5678 x";
    let mut conversation = with(&[(MAPPING, r#"{"<IBAN_1>":"12-345678"}"#)]).build().unwrap();
    mask(&mut conversation, "hi");
    conversation.begin_turn(&headers(&[(MAPPING, r#"{"<PHONE_1>":"1234-5678"}"#)])).unwrap();
    assert_eq!(mask(&mut conversation, text), "now <PHONE_1> x");
    let mut again = restored(&conversation, Conversation::builder());
    assert_eq!(mask(&mut again, text), "now <PHONE_1> x");
    // What the user says again goes first, at once.
    for conversation in [&mut conversation, &mut again] {
        conversation.begin_turn(&headers(&[(MAPPING, r#"{"<IBAN_1>":"12-345678"}"#)])).unwrap();
        assert_eq!(mask(conversation, text), "now <IBAN_1> x");
    }

    let list = [
        (MAPPING, r#"{"<IBAN_2>":"AB12"}"#),
        (AUTO, r#"{"<IBAN_1>":"ab-12"}"#),
        (HISTORY, r#"{"<PERSON_2>":"ab-12"}"#),
    ];
    let mut conversation = with(&list).build().unwrap();
    let before = mask(&mut conversation, "now ab-12");
    let mut again = restored(&conversation, Conversation::builder());
    assert_eq!(mask(&mut again, "now ab-12"), before);
}

/// What was masked before is not masked again only as long as it would become the same.
#[test]
fn a_history_is_read_again_when_there_is_more_to_find() {
    let text = |masked: &[pii_mask::Masked<'_>]| masked[0].text.to_string();
    let known = [(HISTORY, r#"{"<PHONE_1>":"+31 20 1234567"}"#)];
    let mut conversation = with(&known).region(nl()).build().unwrap();
    let history = ["call 020 1234567"];
    assert_eq!(text(&conversation.mask_request(&history, "hi", &[]).unwrap()), history[0]);
    conversation.begin_turn(&headers(&[(POSITIONS, r#"[[0,11,"PHONE"]]"#)])).unwrap();
    let masked = conversation.mask_request(&history, "020 1234567", &[]).unwrap();
    assert_eq!(text(&masked), "call <PHONE_1>");

    // Another of two placeholders of a value masks it from now on.
    let known = [(HISTORY, r#"{"<PERSON_1>":"John","<PERSON_2>":"John"}"#)];
    let mut conversation = with(&known).build().unwrap();
    assert_eq!(text(&conversation.mask_request(&["to John"], "hi", &[]).unwrap()), "to <PERSON_1>");
    conversation.begin_turn(&headers(&[(MAPPING, r#"{"<PERSON_2>":"John"}"#)])).unwrap();
    assert_eq!(text(&conversation.mask_request(&["to John"], "John", &[]).unwrap()), "to <PERSON_2>");
}

#[test]
fn a_history_is_read_again_when_another_number_stands_for_a_telephone() {
    let known = [(HISTORY, r#"{"<PHONE_1>":"+31201234567","<PHONE_2>":"0201234567"}"#)];
    let mut conversation = with(&known).region(nl()).build().unwrap();
    let masked = conversation.mask_request(&["call 0201234567"], "hi", &[]).unwrap();
    assert_eq!(masked[0].text, "call <PHONE_1>");
    conversation.begin_turn(&headers(&[(MAPPING, r#"{"<PHONE_2>":"0201234567"}"#)])).unwrap();
    let masked = conversation.mask_request(&["call 0201234567"], "+31201234567", &[]).unwrap();
    assert_eq!([&masked[0].text, &masked[1].text], ["call <PHONE_2>", "<PHONE_2>"]);
}

/// The longest name there is: a kind of 40 letters, a number of six digits.
#[test]
fn the_longest_bare_name() {
    let kind = "K".repeat(40);
    let name = format!("{kind}_999999");
    let value = (MAPPING, r#"{"<PERSON_1>":"_x"}"#);
    let mut conversation = with(&[value]).bare(true).build().unwrap();
    let masked = mask(&mut conversation, &format!("{name}_x and x_{name}"));
    assert!(masked.starts_with("<PERSON_2> and "), "{masked}");

    let known = format!(r#"{{"<{name}>":"John"}}"#);
    let conversation = with(&[(HISTORY, &known)]).bare(true).build().unwrap();
    assert_eq!(conversation.unmasker().unmask(&format!("to {name}.")), "to John.");
}

/// In an exact search two spellings are two, though one search in all spellings would find both.
#[test]
fn exact_spellings_are_noted_one_by_one() {
    let builder = with(&[
        (MAPPING, r#"{"<PERSON_1>":"John Doe"}"#),
        (POSITIONS, r#"[[0,8,"PERSON"],[9,17,"PERSON"]]"#),
    ]);
    let mut conversation = builder.matching(Matching::Exact).build().unwrap();
    assert_eq!(mask(&mut conversation, "JOHN DOE john doe"), "<PERSON_1> <PERSON_1>");
    assert_eq!(mask(&mut conversation, "JOHN DOE, john doe, John Doe"), "<PERSON_1>, <PERSON_1>, <PERSON_1>");
}

/// Each line of Unicode's CaseFolding, in both directions.
#[test]
fn case_folds_of_all_characters() {
    let mut folded = 0;
    for c in char::MIN..=char::MAX {
        let fold = caseless::default_case_fold_str(&c.to_string());
        if fold == c.to_string() {
            continue;
        }
        folded += 1;
        for (value, text) in
            [(format!("Ann{c}ka"), format!("Ann{fold}ka")), (format!("Ann{fold}ka"), format!("Ann{c}ka"))]
        {
            let mut mapping = Mapping::new();
            mapping.insert("<PERSON_1>".parse().unwrap(), &value, Source::Explicit).unwrap();
            let masked = Masker::new().mask(&text, &[], &mut mapping).unwrap();
            assert_eq!(masked.text, "<PERSON_1>", "{value:?} in {text:?}");
        }
    }
    assert!(folded > 1_400, "{folded}");
}

/// Letters instead of digits, an extension: looked for and compared without separators.
#[test]
fn telephone_numbers_with_letters_are_one_value() {
    for (known, text) in [
        ("1-800-FLOWERS", "1 (800) flowers"),
        ("+31 20 123 ext 4", "0031 20-123 ext. 4"),
        ("tel. 020-123", "TEL 020123"),
    ] {
        let mapping = serde_json::json!({ "<PHONE_1>": known }).to_string();
        let positions = format!("[[0,{},\"PHONE\"]]", text.len());
        for given in [&[(MAPPING, &*mapping), (POSITIONS, &positions)][..], &[(MAPPING, &mapping)]] {
            assert_eq!(mask(&mut with(given).build().unwrap(), text), "<PHONE_1>", "{text}");
        }
    }
    // Other numbers have no country.
    let dutch = Sameness::default().region(nl());
    assert!(dutch.same(&Kind::PHONE, "0012 34", "+1234") && !dutch.same(&Kind::IBAN, "0012 34", "+1234"));
    let bsn = Kind::new("NL_BSN").unwrap();
    assert!(
        dutch.same(&Kind::PHONE, "012345678", "+3112345678") && !dutch.same(&bsn, "012345678", "+3112345678")
    );
    // Of separators alone nothing is left to compare.
    assert!(!Sameness::default().same(&Kind::PHONE, "--", "//"));
    assert!(!Sameness::default().same(&Kind::IBAN, "--", "//"));
}
