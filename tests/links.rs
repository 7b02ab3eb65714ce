//! Links of replies: the case table, each case whole and at every split; counts; settings.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use pii_mask::{
    Context, Conversation, Kind, LinkPolicy, Mapping, PlaceholderStyle, Report, Source, Tolerance, Unmasker,
};
use serde::Deserialize;
use support::laws::in_pieces;
use support::naive::links::in_link;
use support::naive::spell::Spelling;
use support::naive::unmask::Reader;

#[derive(Deserialize)]
struct Table {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    text: String,
    out: String,
    counts: [u64; 2],
    #[serde(default)]
    policy: String,
    #[serde(default)]
    style: String,
    #[serde(default)]
    json: bool,
    #[serde(default)]
    bare: bool,
}

fn mapping() -> Mapping {
    let json = r#"{"<PERSON_1>":"Zaphod \"Z\" Beeblebrox","<EMAIL_1>":"z@hog.example"}"#;
    serde_json::from_str(json).unwrap()
}

impl Case {
    fn policy(&self) -> LinkPolicy {
        if self.policy.is_empty() { LinkPolicy::WithholdEmbedded } else { self.policy.parse().unwrap() }
    }

    fn style(&self) -> PlaceholderStyle {
        let named = |style: &&PlaceholderStyle| format!("{style:?}") == self.style;
        PlaceholderStyle::ALL.iter().copied().find(|style| named(&style)).unwrap_or_default()
    }

    fn unmasker(&self) -> Unmasker {
        let context = if self.json { Context::JsonString } else { Context::Plain };
        Unmasker::new(mapping()).style(self.style()).bare(self.bare).links(self.policy()).context(context)
    }

    fn check(&self, how: &str, out: &[u8], report: Report) {
        let name = &self.name;
        assert_eq!(String::from_utf8_lossy(out), self.out, "{name}: {how}");
        assert_eq!([report.restored, report.withheld], self.counts, "{name}: {how}");
    }
}

fn cases() -> Vec<Case> {
    toml::from_str::<Table>(include_str!("data/links.toml")).unwrap().case
}

#[test]
fn whole() {
    for case in cases() {
        let unmasked = case.unmasker().unmask_with_report(&case.text);
        case.check("whole", unmasked.text.as_bytes(), unmasked.report);
    }
}

#[test]
fn at_every_split() {
    for case in cases() {
        let (unmasker, text) = (case.unmasker(), case.text.as_bytes());
        for a in 0..=text.len() {
            for b in a..=text.len() {
                let (out, report) = in_pieces(&unmasker, text, &[a, b]);
                case.check(&format!("cut at {a} and {b}"), &out, report);
            }
        }
        let every: Vec<usize> = (0..text.len()).collect();
        let (out, report) = in_pieces(&unmasker, text, &every);
        case.check("byte by byte", &out, report);
    }
}

/// The rules as they are written down say the same.
#[test]
fn as_the_rules_say() {
    for case in cases() {
        let spelling = Spelling { style: case.style(), tolerant: true, bare: case.bare, json: case.json };
        let all = Reader::new(spelling).all(case.text.as_bytes());
        let known = all.iter().filter(|found| mapping().get(&found.placeholder).is_some());
        let stays = |start: usize| in_link(&case.text.as_bytes()[..start], case.json, case.policy());
        let withheld = known.filter(|found| stays(found.start)).count();
        assert_eq!(withheld as u64, case.counts[1], "{}", case.name);
    }
}
/// Withheld is not restored, not altered, not unknown, and not missing: the model did give it back.
#[test]
fn what_is_withheld_is_not_missing() {
    let builder = Conversation::builder().mapping(mapping()).links(LinkPolicy::WithholdEmbedded);
    let mut conversation = builder.build().unwrap();
    conversation.mask("Zaphod \"Z\" Beeblebrox, z@hog.example").unwrap();
    let unmasker = conversation.unmasker();
    let unmasked = unmasker.unmask_with_report("![x](<Person_1>) <PERSON_7> src=<PERSON_8>");
    assert_eq!(unmasked.text, "![x](<Person_1>) <PERSON_7> src=<PERSON_8>");
    let Report { restored, altered, unknown, withheld, missing, .. } = unmasked.report;
    assert_eq!((restored, altered, unknown, withheld, missing), (0, 0, 2, 1, 1));

    // For others nothing changes.
    let restoring = unmasker.links(LinkPolicy::Restore).unmask_with_report("![x](<Person_1>)");
    assert_eq!(restoring.text, "![x](Zaphod \"Z\" Beeblebrox)");
    assert_eq!((restoring.report.restored, restoring.report.withheld), (1, 0));
}

/// Hostile texts take no time: linear, and nothing is held.
#[test]
fn deep_and_long() {
    let unmasker = Unmasker::new(mapping()).links(LinkPolicy::WithholdAll);
    for text in ["![", "](", "![x](", "\\", "src=\"", "(", "url(", "[x]:", "a ", "://", "<!"] {
        let text = text.repeat(50_000) + "<PERSON_1>";
        let whole = unmasker.unmask_with_report(&text);
        let (mut stream, mut out) = (unmasker.stream(), Vec::new());
        for byte in text.as_bytes() {
            stream.push_bytes(std::slice::from_ref(byte), &mut out);
            assert!(stream.held() <= 128);
        }
        assert_eq!(stream.finish_bytes(&mut out), whole.report);
        assert!(out == whole.text.as_bytes());
    }
}

/// What is put in is never read: it opens no link and ends none.
#[test]
fn values_are_not_read() {
    let mut mapping = Mapping::new();
    for value in ["![x](", ")", "src=\""] {
        mapping.assign(&Kind::PERSON, value, Source::Explicit).unwrap();
    }
    let unmasker = Unmasker::new(mapping).links(LinkPolicy::WithholdEmbedded).tolerance(Tolerance::Exact);
    assert_eq!(unmasker.unmask("<PERSON_1><PERSON_3><PERSON_2>"), "![x](src=\")");
    assert_eq!(
        unmasker.unmask("![x](<PERSON_2> <PERSON_1>) <PERSON_1>"),
        "![x](<PERSON_2> <PERSON_1>) ![x]("
    );
}
