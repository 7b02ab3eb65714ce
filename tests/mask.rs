//! Masking: the case table. Each case is also restored, and masked once more.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use pii_mask::{
    Action, Conversation, Detector, Entity, HashKey, Kind, Lookalikes, Mapping, MaskError, Masker, Matching,
    Placeholder, PlaceholderStyle, Policy, Sameness, Source, Span, Variants,
};
use serde::Deserialize;
use support::naive::{Entry, find::Search};
use unicode_normalization::UnicodeNormalization;

#[derive(Deserialize)]
struct Table {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    text: String,
    out: Option<String>,
    #[serde(default)]
    added: Vec<(String, String)>,
    code: Option<String>,
    error: Option<String>,
    #[serde(default)]
    map: Vec<(String, String)>,
    #[serde(default)]
    given: Vec<(usize, usize, String)>,
    #[serde(default)]
    detected: Vec<(usize, usize, String)>,
    #[serde(default)]
    policy: Vec<(String, String)>,
    lookalikes: Option<String>,
    style: Option<String>,
    max: Option<usize>,
    #[serde(default)]
    exact: bool,
    #[serde(default)]
    distinct: bool,
    #[serde(default)]
    bare: bool,
    /// What cannot be seen beside a value may go with it.
    #[serde(default)]
    loose: bool,
}

impl Case {
    fn masker(&self) -> Masker {
        let style = PlaceholderStyle::ALL.iter().copied().find(|s| Some(format!("{s:?}")) == self.style);
        let lookalikes: Lookalikes = self.lookalikes.as_deref().unwrap_or("reference").parse().unwrap();
        let matching = if self.exact { Matching::Exact } else { Matching::Folded };
        let policy = self.policy.iter().fold(Policy::new(), |policy, (kind, action)| {
            policy.set(Kind::new(kind).unwrap(), action.parse().unwrap())
        });
        let masker = Masker::new().style(style.unwrap_or_default()).lookalikes(lookalikes).matching(matching);
        masker.bare(self.bare).policy(policy).max_value_bytes(self.max.unwrap_or(8 << 10))
    }

    fn mapping(&self) -> Mapping {
        let variants = if self.distinct { Variants::Distinct } else { Variants::Shared };
        let mut mapping = Mapping::with_sameness(Sameness::default().variants(variants));
        for (placeholder, value) in &self.map {
            mapping.insert(placeholder.parse().unwrap(), value, Source::Explicit).unwrap();
        }
        mapping
    }

    fn entities(&self) -> Vec<Entity> {
        let kind = |name: &str| (!name.is_empty()).then(|| Kind::new(name).unwrap());
        let given =
            self.given.iter().map(|(start, end, name)| Entity::given(Span::new(*start, *end), kind(name)));
        let detected = self.detected.iter();
        let detected =
            detected.map(|(start, end, name)| Entity::detected(Span::new(*start, *end), kind(name).unwrap()));
        given.chain(detected).collect()
    }

    fn run(&self) {
        let (name, mut mapping) = (&self.name, self.mapping());
        let masked = match self.masker().mask(&self.text, &self.entities(), &mut mapping) {
            Ok(masked) => masked,
            Err(error) => {
                assert_eq!(Some(error.code()), self.code.as_deref(), "{name}: {error}");
                assert_eq!(Some(error.to_string()), self.error, "{name}");
                assert_eq!(error.status(), 422, "{name}");
                return;
            }
        };
        assert_eq!(self.code, None, "{name}");
        let seen = |text: &str| {
            let invisible = ['\u{200b}', '\u{202e}', '\u{202c}'];
            if self.loose { text.replace(invisible, "") } else { text.to_owned() }
        };
        assert_eq!(Some(seen(&masked.text)), self.out.as_deref().map(seen), "{name}");
        assert_eq!(masked.restore(), self.text, "{name}");
        let known = self.mapping();
        let added: Vec<(String, String)> = mapping
            .iter()
            .filter(|(placeholder, _)| known.get(placeholder).is_none())
            .map(|(placeholder, value)| (placeholder.to_string(), value.to_owned()))
            .collect();
        assert_eq!(added, self.added, "{name}");
        if self.lookalikes.is_none() {
            let text = masked.text.into_owned();
            let again = self.masker().mask(&text, &[], &mut mapping).unwrap();
            assert_eq!(again.text, text, "{name}: masked once more");
        }
    }
}

#[test]
fn table() {
    for case in toml::from_str::<Table>(include_str!("data/mask.toml")).unwrap().case {
        case.run();
    }
}

#[test]
fn ignorables_at_every_place() {
    let mut mapping = Mapping::new();
    mapping.assign(&Kind::PERSON, "John Doe", Source::Explicit).unwrap();
    for ignorable in
        ["\u{200b}", "\u{ad}", "\u{200d}", "\u{feff}", "\u{2060}", "\u{fe0f}", "\u{e0101}", "\u{34f}"]
    {
        for at in 1.."John Doe".len() {
            let (before, after) = "John Doe".split_at(at);
            let text = format!("-{before}{ignorable}{after}-");
            let masked = Masker::new().mask(&text, &[], &mut mapping).unwrap();
            assert_eq!(masked.text, "-<PERSON_1>-", "{at} {ignorable:?}");
            assert_eq!(masked.restore(), text);
        }
    }
}

#[test]
fn hash_needs_a_key_and_links_spellings() {
    let policy = || Policy::new().set(Kind::PERSON, Action::Hash);
    let entities = [Entity::given(Span::new(0, 3), Kind::PERSON)];
    let hashed = |text: &str, masker: Masker| -> Result<String, MaskError> {
        Ok(masker.policy(policy()).mask(text, &entities, &mut Mapping::new())?.text.into_owned())
    };
    assert_eq!(hashed("Ann", Masker::new()).unwrap_err().code(), "policy_hash_key_missing");
    let with =
        |key: &[u8], text: &str| hashed(text, Masker::new().hash_key(HashKey::new(key).unwrap())).unwrap();
    let tag = with(b"sixteen bytes...", "Ann");
    assert!(tag.len() == "[PERSON:0123456789abcdef]".len() && tag.starts_with("[PERSON:"), "{tag}");
    assert_eq!(tag, with(b"sixteen bytes...", "ANN"));
    assert_ne!(tag, with(b"sixteen bytes...", "Bob"));
    assert_ne!(tag, with(b"another sixteen.", "Ann"));
}

#[test]
fn the_placeholder_a_caller_wants() {
    let wanted: Placeholder = "<PERSON_7>".parse().unwrap();
    let mask = |text: &str, mapping: &mut Mapping| {
        let entity = Entity::given(Span::new(0, 3), Kind::PERSON).with_placeholder(wanted.clone());
        Masker::new().mask(text, &[entity], mapping).map(|masked| masked.text.into_owned())
    };
    let mut mapping = Mapping::new();
    assert_eq!(mask("Ann", &mut mapping).unwrap(), "<PERSON_7>");
    assert_eq!(mask("ANN", &mut mapping).unwrap(), "<PERSON_7>");
    // 78: one placeholder, different values.
    assert_eq!(mask("Bob", &mut mapping).unwrap_err().code(), "mapping_conflict");
    assert_eq!(mapping.to_json(), r#"{"<PERSON_7>":"Ann"}"#);
}

/// A value found under one key stays found when an identifier comes in another spelling.
#[test]
fn identifiers_in_any_spelling_have_one_placeholder() {
    let mut mapping = Mapping::new();
    let iban = Kind::IBAN;
    let first = mapping.assign(&iban, "nl91abna0417164300", Source::Detector).unwrap();
    assert_eq!(mapping.assign(&iban, "NL91 ABNA 0417 1643 00", Source::Detector).unwrap(), first);
    assert_eq!(mapping.len(), 1);
}

/// Each value beside each neighbour, in each of its forms: what turns places away before anything is
/// compared must not turn away one of these.
#[test]
fn a_value_is_found_in_every_form() {
    const VALUES: &[&str] = &[
        "S",
        "É",
        "Jo",
        "Zoë",
        "José",
        "Søren",
        "Élodie",
        "Ænima",
        "Straße",
        "ßa",
        "Ÿves",
        "Łukasz",
        "Ǆa",
        "fi",
        "x×y",
        "÷",
        "’s",
        "–",
        "“q”",
        "-x",
        "é\u{323}",
        "aé\u{323}b",
        "éa\u{301}",
        "e\u{301}\u{323}",
        "Jo\u{300}",
        "ſo",
        "Kelvin",
        "öäü ÖÄÜ",
        "Νίκος",
        "Ёлка",
        "金",
        "가나",
        "ก",
        "ab é",
        "1é",
        "é1",
        "a-é",
        "Ｊｏ",
        "İx",
        "ŉa",
    ];
    type Form = fn(&str) -> String;
    const FORMS: &[Form] = &[
        |value| value.to_owned(),
        |value| value.nfc().collect(),
        |value| value.nfd().collect(),
        |value| value.nfkd().collect(),
        |value| value.to_uppercase(),
        |value| value.to_uppercase().nfd().collect(),
        |value| value.to_lowercase(),
        |value| value.chars().flat_map(|c| [c, '\u{ad}']).collect(),
        |value| value.nfd().flat_map(|c| [c, '\u{200d}']).collect(),
        |value| value.chars().map(full_width).collect(),
    ];
    const BESIDE: &[&str] = &["", " ", "é ", "\n", "’", " – ", "“", "(", "\u{1}", " é", "金", "x -"];
    for value in VALUES {
        let mut mapping = Mapping::new();
        let placeholder: Placeholder = "<PERSON_1>".parse().unwrap();
        mapping.insert(placeholder.clone(), value, Source::Explicit).unwrap();
        let entry = Entry { placeholder, value: (*value).to_owned(), source: Source::Explicit };
        let search = Search::new(&[entry], false);
        for (n, form) in FORMS.iter().enumerate() {
            let spelled = form(value);
            // Not every form is the same value: capitals of `İ` are not.
            if mapping.find(&Kind::PERSON, &spelled).is_none() {
                continue;
            }
            for before in BESIDE {
                for after in ["", " ", ".", " é", "\u{1}", "’s", "–", " \u{2003}", ", and what follows it"]
                {
                    let text = format!("{before}{spelled}{after}");
                    let masked = Masker::new().mask(&text, &[], &mut mapping).unwrap();
                    let found = search.any(&text).is_some();
                    assert_eq!(
                        masked.text.contains("<PERSON_1>"),
                        found,
                        "{value:?}, form {n}: {text:?} became {:?}",
                        masked.text
                    );
                }
            }
        }
    }
}

fn full_width(c: char) -> char {
    match c {
        '!'..='~' => char::from_u32(c as u32 + 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Between references each piece is a text of its own, also where so much was compared in vain that the
/// rest is searched in another way.
#[test]
fn pieces_of_a_long_text_are_masked_like_texts() {
    let mut mapping = Mapping::new();
    mapping.insert("<X_1>".parse().unwrap(), "qq", Source::Explicit).unwrap();
    for k in 1..150usize {
        let value = format!("a{}{}b", " a".repeat(k), if k % 3 == 0 { "c" } else { "" });
        mapping.assign(&Kind::PERSON, &value, Source::Explicit).unwrap();
    }
    let piece = |n: usize| {
        let run = " a".repeat(1 + n * 37 % 120);
        ["", " ", "Ä ", "c"][n % 4].to_owned() + "a" + &run + ["b", "cb", " ab", "é", " b"][n % 5]
    };
    let pieces: Vec<String> = (0..300).map(piece).collect();
    let masker = Masker::new();
    let alone: Vec<String> =
        pieces.iter().map(|piece| masker.mask(piece, &[], &mut mapping).unwrap().text.into_owned()).collect();
    assert!(alone.iter().any(|piece| piece.contains("<PERSON_")));
    let text = pieces.join("<X_1>");
    let masked = masker.mask(&text, &[], &mut mapping).unwrap();
    assert_eq!(masked.text, alone.join("<X_1>"));
}

/// What runs in a terminal colours words; logs spell the codes out.
#[test]
fn values_behind_codes_for_terminals() {
    let mut mapping = Mapping::new();
    mapping.assign(&Kind::PERSON, "John Doe", Source::Explicit).unwrap();
    mapping.assign(&Kind::EMAIL, "jd@example.org", Source::Explicit).unwrap();
    for code in
        ["\u{1b}[31m", "\u{1b}[01;31m\u{1b}[K", "\u{1b}[m", "\u{1b}(B", r"\u001b[1m", r"\x1b[38;5;9m", "[0m"]
    {
        let text = format!("{code}John Doe{code}: {code}jd@example.org{code}");
        let masked = Masker::new().mask(&text, &[], &mut mapping.clone()).unwrap();
        assert_eq!(masked.text, format!("{code}<PERSON_1>{code}: {code}<EMAIL_1>{code}"));
        let mut conversation = Conversation::builder().detector(Detector::new()).build().unwrap();
        let text = format!("{code}jd@example.org{code}");
        let masked = conversation.mask(&text).unwrap();
        assert_eq!(masked.text, format!("{code}<EMAIL_1>{code}"));
    }
    // Letters that only look like the end of a code.
    for text in ["\u{1b}[John Doe", "\u{1b}John Doe", "\u{1b}[ John Doe", "\u{1b}(John Doe)"] {
        let masked = Masker::new().mask(text, &[], &mut mapping.clone()).unwrap();
        assert_eq!(masked.text, text.replace("John Doe", "<PERSON_1>"));
    }
}
