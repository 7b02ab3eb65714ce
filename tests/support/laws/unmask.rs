//! Laws of unmasking.

use std::borrow::Cow;

use pii_mask::{
    Context, Kind, Mapping, Placeholder, PlaceholderStyle, Report, Source, UnmaskLimit, Unmasker,
};

use crate::support::gen_case::{Case, Gen};
use crate::support::naive::unmask::{Answers, Reader, Unmasked};

fn counts(report: Report) -> (u64, u64, u64) {
    (report.restored, report.altered, report.unknown)
}

fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// A case whose unmasker may answer only some of its entries.
struct Reply {
    case: Case,
    unmasker: Unmasker,
    answers: Answers,
    reader: Reader,
    cuts: Vec<usize>,
}

impl Reply {
    fn new(data: &[u8]) -> Reply {
        let mut g = Gen::new(data);
        let case = Case::from(&mut g);
        let mut unmasker = case.unmasker();
        let mut answers = Answers::new(&case.entries);
        if g.chance(4) {
            let some: Vec<_> = case.entries.iter().filter(|_| g.chance(8)).collect();
            unmasker = unmasker.exposing(some.iter().map(|e| &e.placeholder));
            answers = Answers::new(some);
        }
        let mut cuts: Vec<usize> = (0..g.below(6)).map(|_| g.below(case.text.len() + 1)).collect();
        cuts.sort_unstable();
        let reader = Reader::new(case.spelling());
        Reply { case, unmasker, answers, reader, cuts }
    }
}

/// Laws 4, 5 and 7: exactly what a regular expression says.
pub fn unmask_vs_oracle(data: &[u8]) {
    let Reply { case, unmasker, answers, reader, .. } = Reply::new(data);
    let expected: Unmasked = answers.unmask(&reader, case.text.as_bytes());
    let unmasked = unmasker.unmask_with_report(&case.text);
    assert_eq!(unmasked.text, lossy(&expected.output), "{case:#?}");
    let told = (expected.restored, expected.altered, expected.unknown);
    assert_eq!(counts(unmasked.report), told, "{case:#?}");
    assert_eq!(unmasker.unmask(&case.text), unmasked.text);
    assert_eq!(unmasker.unmask_bytes(case.text.as_bytes()), unmasked.text.as_bytes());
    if expected.restored == 0 {
        assert!(matches!(unmasked.text, Cow::Borrowed(_)));
    }
    if case.context == Context::JsonString
        && serde_json::from_str::<&str>(&format!("\"{}\"", case.text)).is_ok()
    {
        let out = format!("\"{}\"", unmasked.text);
        assert!(serde_json::from_str::<String>(&out).is_ok(), "no string any more: {out} of {case:#?}");
    }
}

/// Unmasks in pieces.
pub fn in_pieces(unmasker: &Unmasker, text: &[u8], cuts: &[usize]) -> (Vec<u8>, Report) {
    let (mut stream, mut out, mut from) = (unmasker.stream(), Vec::new(), 0);
    for &cut in cuts {
        stream.push_bytes(&text[from..cut], &mut out);
        from = cut;
    }
    stream.push_bytes(&text[from..], &mut out);
    let report = stream.finish_bytes(&mut out);
    (out, report)
}

/// Law 3: however a text is cut, the output and the counts are those of the whole.
pub fn stream_equals_whole(data: &[u8]) {
    let Reply { case, unmasker, cuts, .. } = Reply::new(data);
    let text = case.text.as_bytes();
    let whole = unmasker.unmask_with_report(&case.text);
    let check = |cuts: &[usize]| {
        let (out, report) = in_pieces(&unmasker, text, cuts);
        assert_eq!(lossy(&out), whole.text, "cut at {cuts:?}: {case:#?}");
        assert_eq!(report, whole.report, "cut at {cuts:?}: {case:#?}");
    };
    check(&cuts);
    check(&(0..text.len()).collect::<Vec<_>>());
    (0..=text.len().min(160)).for_each(|cut| check(&[cut]));
    if text.len() <= 24 {
        (0..=text.len()).for_each(|a| (a..=text.len()).for_each(|b| check(&[a, b])));
    }

    let (mut stream, mut out) = (unmasker.stream(), String::new());
    case.text.split_inclusive(char::is_alphanumeric).for_each(|part| stream.push(part, &mut out));
    assert_eq!(stream.finish(&mut out), whole.report, "{case:#?}");
    assert_eq!(out, whole.text, "{case:#?}");
}

/// Law 4: values that look like placeholders, also of each other, stay values.
pub fn single_pass(data: &[u8]) {
    let mut g = Gen::new(data);
    let mut case = Case::from(&mut g);
    let keys: Vec<Placeholder> = case.entries.iter().map(|e| e.placeholder.clone()).collect();
    for entry in &mut case.entries {
        let key = g.one(&keys);
        let spelled = g.spelled(&key, case.style, false);
        entry.value = if g.chance(12) { spelled } else { format!("{}\\", case.style.open()) };
    }
    case.entries.retain(|entry| !entry.value.trim().is_empty());
    let answers = Answers::new(&case.entries);
    let expected = answers.unmask(&Reader::new(case.spelling()), case.text.as_bytes()).output;
    let unmasker = case.unmasker();
    assert_eq!(unmasker.unmask(&case.text), lossy(&expected), "{case:#?}");
    let every: Vec<usize> = (0..case.text.len()).collect();
    assert_eq!(lossy(&in_pieces(&unmasker, case.text.as_bytes(), &every).0), lossy(&expected), "{case:#?}");
}

/// Law 5: a number answers for itself, in every spelling, and for nothing else.
pub fn digits_exact(data: &[u8]) {
    let mut g = Gen::new(data);
    let style = g.one(PlaceholderStyle::ALL);
    let of = |number| Placeholder::new(Kind::PERSON, number).unwrap();
    let highest = if g.chance(12) { 200 } else { 999_999 };
    let known = 1 + g.below(highest) as u32;
    let mut mapping = Mapping::new();
    mapping.insert(of(known), "Zaphod", Source::Explicit).unwrap();
    let unmasker = Unmasker::new(mapping).style(style).bare(g.chance(4));
    let near = [known, known * 10, known / 10, known + 1, known % 10, known * 10 + 1, known % 1000];
    for near in near.into_iter().filter(|near| (1..=999_999).contains(near)) {
        let text = g.tolerated(&of(near), style);
        let answer = unmasker.unmask(&text);
        assert_eq!(answer.ends_with("Zaphod"), near == known, "{text} for {known}");
        assert!(near == known || answer == text);
        let exact = style.format(&of(near));
        assert_eq!(unmasker.unmask(&exact) == "Zaphod", near == known, "{exact} for {known}");
        let zero = exact.replace("_", "_0");
        assert_eq!(unmasker.unmask(&zero), zero);
    }
}

/// Law 6: after each piece everything is out before the first place where a placeholder that is
/// answered may begin.
pub fn bounded_hold(data: &[u8]) {
    let Reply { case, unmasker, answers, reader, .. } = Reply::new(data);
    let text = case.text.as_bytes();
    let most = if case.context == Context::JsonString { 512 } else { 128 };
    let (mut stream, mut out) = (unmasker.stream(), Vec::new());
    for at in 0..text.len() {
        stream.push_bytes(&text[at..=at], &mut out);
        assert!(stream.held() <= most);
        // An escape that nobody closes may grow beyond what any spelling has: the bound holds, see above.
        let held = at + 1 - reader.hold_from(&text[..=at], &answers);
        if held > most / 2 {
            return;
        }
        let expected = answers.unmask(&reader, &text[..at + 1 - held]).output;
        assert_eq!(lossy(&out), lossy(&expected), "after {:?} of {case:#?}", lossy(&text[..=at]));
        assert_eq!(stream.held(), held, "after {:?} of {case:#?}", lossy(&text[..=at]));
    }
}

/// Pushes a text in pieces; after the first error everything fails in the same way.
fn bounded_pieces(
    unmasker: &Unmasker,
    text: &[u8],
    cuts: &[usize],
    limit: usize,
) -> (Result<Report, UnmaskLimit>, Vec<u8>) {
    let (mut stream, mut out, mut failed) = (unmasker.stream_bounded(limit), Vec::new(), None);
    let mut from = 0;
    for &to in cuts.iter().chain([&text.len()]) {
        let before = out.len();
        let pushed = stream.push_bytes(&text[from..to], &mut out);
        assert!(failed.is_none() || pushed.err() == failed);
        if pushed.is_err() {
            assert_eq!(out.len(), before);
            failed = pushed.err();
        }
        from = to;
    }
    let before = out.len();
    let ended = stream.finish_bytes(&mut out);
    assert!(failed.is_none() || ended.err() == failed);
    assert!(ended.is_ok() || out.len() == before);
    (ended, out)
}

/// Law 8: the bound on the output is exact, and told, also in a stream.
pub fn bounded_output(data: &[u8]) {
    let mut g = Gen::new(data);
    let case = Case::from(&mut g);
    let unmasker = case.unmasker();
    let whole = unmasker.unmask(&case.text);
    let bytes = case.text.as_bytes();
    let mut cuts: Vec<usize> = (0..g.below(6)).map(|_| g.below(bytes.len() + 1)).collect();
    cuts.sort_unstable();
    let every: Vec<usize> = (0..bytes.len()).collect();
    for limit in [whole.len(), whole.len() + 1, whole.len().saturating_sub(1), 0, g.below(whole.len() + 2)] {
        let bounded = unmasker.unmask_bounded(&case.text, limit);
        for cuts in [&cuts, &every, &Vec::new()] {
            let (ended, out) = bounded_pieces(&unmasker, bytes, cuts, limit);
            assert_eq!(ended.err(), bounded.as_ref().err().copied(), "{case:#?}");
            assert!(out.len() <= limit && whole.as_bytes().starts_with(&out), "{case:#?}");
            assert!(ended.is_err() || ended == Ok(unmasker.unmask_with_report(&case.text).report));
            assert!(ended.is_err() || out == whole.as_bytes(), "{case:#?}");
        }
        match bounded {
            Ok(text) => assert!(text == whole && text.len() <= limit, "{case:#?}"),
            Err(over) => {
                assert!(
                    whole.len() > limit && over.limit == limit && over.offset <= case.text.len(),
                    "{case:#?}"
                );
                // What comes before the offset does fit.
                let before = unmasker.unmask_bytes(&case.text.as_bytes()[..over.offset]);
                assert!(case.bare || before.len() <= limit, "{over:?} of {case:#?}");
            }
        }
    }
}
