#![allow(clippy::unwrap_used)]

use super::*;
use crate::header::PiiHeader;
use crate::limits::Limits;
use crate::sameness::{Sameness, Variants};

const HISTORY: &str = "X-Chat-History-Pii-Mapping";
const EXPLICIT: &str = "X-Pii-Mapping";
const AUTO: &str = "X-Auto-Pii-Mapping";

fn given(headers: &[(&str, &str)]) -> PiiHeaders {
    let lines = headers.iter().map(|(name, value)| (*name, value.as_bytes()));
    PiiHeaders::parse(lines, &Limits::default()).unwrap()
}

fn stored(entries: &[(&str, &str, Source)]) -> Mapping {
    let mut mapping = Mapping::new();
    for (placeholder, value, source) in entries {
        mapping.insert(placeholder.parse().unwrap(), value, *source).unwrap();
    }
    mapping
}

fn merged(headers: &[(&str, &str)], base: Mapping, renumber: bool) -> Result<Merged, HeaderError> {
    merge(&given(headers), base, MergeOptions { renumber })
}

fn pending(merged: &Merged) -> Vec<(String, &str, Source)> {
    merged.pending.iter().map(|entry| (entry.old.to_string(), entry.value.as_str(), entry.source)).collect()
}

#[track_caller]
fn refused(headers: &[(&str, &str)], base: Mapping, renumber: bool, param: &str) {
    let error = merged(headers, base, renumber).unwrap_err();
    assert_eq!((error.code(), error.status(), error.param().as_str()), ("mapping_conflict", 409, param));
    assert_eq!(error.to_string(), format!("{param}: placeholder <PERSON_1> already means another value"));
}

#[test]
fn all_sources_without_conflict() {
    let headers = [
        (AUTO, r#"{"<EMAIL_1>":"a@b.c"}"#),
        (EXPLICIT, r#"{"<PERSON_2>":"Mary"}"#),
        (HISTORY, r#"{"<PERSON_1>":"John"}"#),
    ];
    let merged = merged(&headers, stored(&[("<PERSON_9>", "Zoë", Source::Detector)]), false).unwrap();
    assert_eq!(
        merged.mapping.to_json(),
        r#"{"<EMAIL_1>":"a@b.c","<PERSON_1>":"John","<PERSON_2>":"Mary","<PERSON_9>":"Zo\u00eb"}"#
    );
    assert_eq!(format!("{merged:?}"), "Merged(Mapping(4 entries), 0 pending, 0 too short)");
}

/// docs/bad-inputs.md, row 50.
#[test]
fn explicit_against_what_stands() {
    let explicit = (EXPLICIT, r#"{"<PERSON_1>":"Mary"}"#);
    let history = (HISTORY, r#"{"<PERSON_1>":"John"}"#);
    let base = || stored(&[("<PERSON_1>", "John", Source::Auto)]);
    refused(&[explicit, history], Mapping::new(), false, EXPLICIT);
    refused(&[explicit], base(), false, EXPLICIT);
    for merged in [merged(&[explicit, history], Mapping::new(), true), merged(&[explicit], base(), true)] {
        let merged = merged.unwrap();
        assert_eq!(merged.mapping.to_json(), r#"{"<PERSON_1>":"John"}"#);
        assert_eq!(pending(&merged), [("<PERSON_1>".to_owned(), "Mary", Source::Explicit)]);
        let refusal = merged.pending.first().unwrap().conflict();
        assert_eq!((refusal.code(), refusal.param().as_str()), ("mapping_conflict", EXPLICIT));
    }
}

/// docs/bad-inputs.md, row 51: there is no option.
#[test]
fn history_against_the_store() {
    let base = stored(&[("<PERSON_1>", "John", Source::Detector)]);
    let history = (HISTORY, r#"{"<PERSON_1>":"Mary"}"#);
    refused(&[history], base.clone(), false, HISTORY);
    refused(&[history], base, true, HISTORY);
}

/// docs/bad-inputs.md, row 52.
#[test]
fn auto_gives_way() {
    let headers = [
        (AUTO, r#"{"<PERSON_2>":"Ann","<PERSON_1>":"Sue","<EMAIL_1>":"a@b.c"}"#),
        (EXPLICIT, r#"{"<PERSON_1>":"Mary"}"#),
        (HISTORY, r#"{"<PERSON_2>":"John"}"#),
    ];
    let merged = merged(&headers, Mapping::new(), false).unwrap();
    assert_eq!(merged.mapping.len(), 3);
    assert_eq!(
        pending(&merged),
        [("<PERSON_1>".to_owned(), "Sue", Source::Auto), ("<PERSON_2>".to_owned(), "Ann", Source::Auto)]
    );
}

#[test]
fn pending_in_order_of_old_number_then_source() {
    let headers = [
        (AUTO, r#"{"<PERSON_1>":"Sue","<EMAIL_1>":"a@b.c"}"#),
        (EXPLICIT, r#"{"<PERSON_10>":"Mary","<PERSON_1>":"Ann"}"#),
        (HISTORY, r#"{"<PERSON_1>":"x y","<PERSON_10>":"z z","<EMAIL_1>":"b@b.c"}"#),
    ];
    let merged = merged(&headers, Mapping::new(), true).unwrap();
    let order: Vec<_> =
        pending(&merged).into_iter().map(|(old, value, _)| format!("{old} {value}")).collect();
    assert_eq!(order, ["<EMAIL_1> a@b.c", "<PERSON_1> Ann", "<PERSON_1> Sue", "<PERSON_10> Mary"]);
}

/// docs/bad-inputs.md, row 54.
#[test]
fn another_spelling() {
    let headers = [(EXPLICIT, r#"{"<PERSON_1>":"JOHN  DOE"}"#)];
    let mapping =
        merged(&headers, stored(&[("<PERSON_1>", "John Doe", Source::Detector)]), false).unwrap().mapping;
    assert_eq!(mapping.to_json(), r#"{"<PERSON_1>":"John Doe"}"#);

    let mut distinct = Mapping::with_sameness(Sameness::default().variants(Variants::Distinct));
    distinct.insert("<PERSON_1>".parse().unwrap(), "John Doe", Source::Detector).unwrap();
    refused(&headers, distinct, false, EXPLICIT);
}

/// docs/bad-inputs.md, row 55: explicit, then history, then auto, then the lowest number; all unmask.
#[test]
fn one_value_under_several_placeholders() {
    #[track_caller]
    fn used(headers: &[(&str, &str)], base: Mapping) -> String {
        let mapping = merged(headers, base, false).unwrap().mapping;
        mapping.find(&Kind::PERSON, "john").unwrap().to_string()
    }
    let one = r#"{"<PERSON_1>":"John"}"#;
    let two = r#"{"<PERSON_2>":"John"}"#;
    let three = r#"{"<PERSON_3>":"John"}"#;
    assert_eq!(used(&[(EXPLICIT, three), (HISTORY, two), (AUTO, one)], Mapping::new()), "<PERSON_3>");
    assert_eq!(used(&[(HISTORY, two), (AUTO, one)], Mapping::new()), "<PERSON_2>");
    assert_eq!(used(&[(AUTO, r#"{"<PERSON_3>":"John","<PERSON_2>":"JOHN"}"#)], Mapping::new()), "<PERSON_2>");
    // An explicit entry that names one of the history's.
    let both = r#"{"<PERSON_1>":"John","<PERSON_2>":"John"}"#;
    assert_eq!(used(&[(EXPLICIT, two), (HISTORY, both)], Mapping::new()), "<PERSON_2>");
    assert_eq!(used(&[(EXPLICIT, both), (HISTORY, both)], Mapping::new()), "<PERSON_1>");
    // What is stored is history, whatever found it first.
    for source in [Source::Position, Source::Explicit, Source::History, Source::Auto, Source::Detector] {
        let base = || stored(&[("<PERSON_2>", "John", source)]);
        assert_eq!(used(&[(AUTO, one)], base()), "<PERSON_2>", "{source:?}");
        assert_eq!(used(&[(EXPLICIT, three)], base()), "<PERSON_3>", "{source:?}");
        assert_eq!(used(&[(EXPLICIT, both)], base()), "<PERSON_1>", "{source:?}");
        // And goes on being used in the request after that.
        let after = merged(&[(EXPLICIT, three)], base(), false).unwrap().mapping;
        assert_eq!(used(&[], after), "<PERSON_3>", "{source:?}");
        let after = merged(&[(AUTO, one)], base(), false).unwrap().mapping;
        assert_eq!(used(&[], after), "<PERSON_2>", "{source:?}");
    }
}

/// docs/bad-inputs.md, row 41.
#[test]
fn one_character() {
    let headers = [
        (EXPLICIT, r#"{"<PERSON_2>":"Ann","<PERSON_1>":"X","<PERSON_3>":"李"}"#),
        (AUTO, r#"{"<PERSON_4>":"e\u0301","<PERSON_5>":"y"}"#),
        (HISTORY, r#"{"<PERSON_9>":"Y"}"#),
    ];
    let merged = merged(&headers, Mapping::new(), false).unwrap();
    let found: Vec<_> = merged
        .too_short
        .iter()
        .map(|short| (short.placeholder.to_string(), short.index, short.value.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("<PERSON_1>".to_owned(), 1, "X"),
            ("<PERSON_3>".to_owned(), 2, "李"),
            ("<PERSON_4>".to_owned(), 0, "e\u{301}"),
        ]
    );
    let refusal = merged.too_short.first().unwrap().refusal();
    assert_eq!(refusal.code(), "mapping_value_too_short");
    assert_eq!(refusal.param(), "X-Pii-Mapping[1]");
}

#[test]
fn no_order_of_keys_or_headers_matters() {
    let explicit = [r#""<PERSON_1>":"Ann""#, r#""<PERSON_2>":"Sue""#, r#""<PERSON_3>":"ann""#];
    let history = [r#""<PERSON_2>":"John""#, r#""<PERSON_4>":"Ann""#, r#""<PERSON_5>":"SUE""#];
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let object = |entries: &[&str; 3], order: [usize; 3]| {
        format!("{{{}}}", order.map(|at| *entries.get(at).unwrap()).join(","))
    };
    let outcome = |headers: &[(&str, &str)]| {
        let merged = merged(headers, Mapping::new(), true).unwrap();
        let sources: Vec<_> = merged.mapping.ids().map(|id| merged.mapping.source(id)).collect();
        let used = merged.mapping.find(&Kind::PERSON, "ANN").unwrap().to_string();
        format!("{} {:?} {sources:?} {used}", merged.mapping.to_json(), pending(&merged))
    };
    let mut outcomes = std::collections::BTreeSet::new();
    for a in orders {
        for b in orders {
            let (explicit, history) = (object(&explicit, a), object(&history, b));
            outcomes.insert(outcome(&[(EXPLICIT, &explicit), (HISTORY, &history)]));
            outcomes.insert(outcome(&[(HISTORY, &history), (EXPLICIT, &explicit)]));
        }
    }
    assert_eq!(outcomes.len(), 1, "{outcomes:#?}");
}

#[test]
fn nothing_of_a_value_is_told() {
    let base = stored(&[("<PERSON_1>", "canary one", Source::Detector)]);
    let error = merged(&[(EXPLICIT, r#"{"<PERSON_1>":"canary two"}"#)], base, false).unwrap_err();
    assert!(!format!("{error} {error:?} {}", error.param()).contains("canary"));
}

#[test]
fn a_key_for_hashing_is_asked_for() {
    assert!(given(&[(EXPLICIT, "email=mask")]).hash_key_missing().is_none());
    let error = given(&[(EXPLICIT, "email=hash")]).hash_key_missing().unwrap();
    assert_eq!((error.code(), error.status()), ("policy_hash_key_missing", 422));
    assert_eq!(error.field(), Some(Field::Header(PiiHeader::Mapping)));
}
