//! Laws of the mapping.

use std::collections::{BTreeMap, BTreeSet};

use pii_mask::{Kind, Limits, Mapping, MappingError, Placeholder, Source};

use crate::support::gen_case::{Case, Gen};
use crate::support::naive::Entry;
use crate::support::naive::find::is_code;
use crate::support::naive::fold::{canonical, is_blank, without_separators};

/// When two values of a kind are one, by the definition.
struct Same {
    distinct: bool,
    /// The calling code of the Netherlands is meant where none is written.
    dutch: bool,
}

impl Same {
    fn of(case: &Case) -> Same {
        let dutch = case.sameness.same(&Kind::PHONE, "0201234567", "+31201234567");
        Same { distinct: case.distinct, dutch: dutch && !case.distinct }
    }

    fn form(&self, kind: &str, value: &str) -> String {
        if self.distinct {
            return value.to_owned();
        }
        let general = canonical(value);
        if !is_code(kind) {
            return general;
        }
        let compact = without_separators(&general);
        if compact.is_empty() {
            return general;
        }
        if kind != "PHONE" {
            return compact;
        }
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        match compact.strip_prefix("00") {
            Some(rest) => format!("+{rest}"),
            None if digits(&compact) && self.dutch => {
                format!("+31{}", compact.strip_prefix('0').unwrap_or(&compact))
            }
            None => compact,
        }
    }

    fn general(&self, value: &str) -> String {
        if self.distinct { value.to_owned() } else { canonical(value) }
    }

    fn one_kind(&self, kind: &str, a: &str, b: &str) -> bool {
        a == b || self.form(kind, a) == self.form(kind, b)
    }

    fn any_kind(&self, (kind_a, a): (&str, &str), (kind_b, b): (&str, &str)) -> bool {
        self.general(a) == self.general(b) || kind_a == kind_b && self.one_kind(kind_a, a, b)
    }
}

/// Two spellings are one value when their canonical forms are equal.
pub fn sameness(data: &[u8]) {
    let mut g = Gen::new(data);
    let case = Case::from(&mut g);
    let same = Same::of(&case);
    let mut values = vec![g.value()];
    for _ in 0..4 {
        let respelled = g.respelled(&values[0].clone());
        values.extend([respelled, g.value()]);
    }
    let kinds = ["PERSON", "EMAIL", "PHONE", "IBAN", "NL_BSN"];
    for kind in kinds.into_iter().map(|kind| Kind::new(kind).unwrap()) {
        for (a, b) in values.iter().flat_map(|a| values.iter().map(move |b| (a, b))) {
            let wanted = same.one_kind(kind.as_str(), a, b);
            assert_eq!(case.sameness.same(&kind, a, b), wanted, "{kind}: {a:?} {b:?} {:?}", case.sameness);
        }
    }
}

/// Law 9: a placeholder never means two values, an entry never changes, later turns only add.
pub fn stable(data: &[u8]) {
    let mut g = Gen::new(data);
    let case = Case::from(&mut g);
    let same = Same::of(&case);
    let mut mapping = Mapping::with_sameness(case.sameness);
    let mut model: BTreeMap<Placeholder, (String, Source)> = BTreeMap::new();
    let mut burnt = BTreeSet::new();
    let sources = [Source::Explicit, Source::History, Source::Auto, Source::Detector];
    for _ in 0..g.below(24) {
        let (placeholder, source) = (g.placeholder(), g.one(&sources));
        let known = g.0.choose_iter(model.values()).map(|(value, _)| value.clone());
        let value = match known {
            Ok(known) if g.chance(6) => g.respelled(&known),
            _ => g.value(),
        };
        let kind = placeholder.kind().as_str();
        match g.below(8) {
            0..3 => {
                let refused =
                    model.get(&placeholder).is_some_and(|(old, _)| !same.one_kind(kind, old, &value));
                let inserted = mapping.insert(placeholder.clone(), &value, source);
                assert_eq!(inserted.is_err(), refused, "{placeholder} {value:?} {model:?}");
                if !refused {
                    model.entry(placeholder).or_insert((value, source));
                }
            }
            3..6 => {
                let twins =
                    model.iter().filter(|(p, (v, _))| same.any_kind((p.kind().as_str(), v), (kind, &value)));
                let used = twins.min_by_key(|(p, (_, source))| (*source, p.number(), p.kind().clone()));
                let used = used.map(|(p, _)| p.clone());
                assert_eq!(mapping.find(placeholder.kind(), &value), used.as_ref(), "{value:?} {model:?}");
                let given = mapping.assign(placeholder.kind(), &value, source).unwrap();
                match used {
                    Some(used) => assert_eq!(given, used),
                    None => {
                        assert!(!burnt.contains(&given) && given.kind() == placeholder.kind());
                        assert!(model.insert(given, (value, source)).is_none());
                    }
                }
            }
            6 => {
                mapping.burn(&placeholder);
                burnt.insert(placeholder);
            }
            _ => {
                let mut other = Mapping::with_sameness(case.sameness);
                other.insert(placeholder.clone(), &value, source).unwrap();
                other.insert(Placeholder::new(Kind::PERSON, 77).unwrap(), "Ford", source).unwrap();
                let refused =
                    model.get(&placeholder).is_some_and(|(old, _)| !same.one_kind(kind, old, &value))
                        || placeholder.to_string() == "<PERSON_77>";
                assert_eq!(mapping.merge(&other).is_err(), refused);
                if !refused {
                    model.entry(placeholder).or_insert((value, source));
                    model
                        .entry(Placeholder::new(Kind::PERSON, 77).unwrap())
                        .or_insert(("Ford".into(), source));
                }
            }
        }
        let entries = model.iter().map(|(p, (value, _))| (p, value.as_str()));
        assert!(mapping.iter().eq(entries), "{model:?}");
        assert!(mapping.burnt().eq(burnt.iter().cloned()));
        assert!(model.iter().all(|(p, (value, _))| mapping.get(p) == Some(value)));
    }
    normalized_is_injective(&mapping, &same);
}

fn normalized_is_injective(mapping: &Mapping, same: &Same) {
    let normalized = mapping.normalized();
    let all: Vec<_> = normalized.iter().map(|(p, value)| (p, p.kind().as_str(), value)).collect();
    for (at, (_, kind, value)) in all.iter().enumerate() {
        let twin = all[..at].iter().find(|(_, k, v)| same.any_kind((k, v), (kind, value)));
        assert!(twin.is_none(), "{kind} {value:?} twice");
    }
    for (placeholder, value) in mapping.iter() {
        let kind = placeholder.kind().as_str();
        let stands_for = |(p, k, v): &(&Placeholder, &str, &str)| {
            same.any_kind((k, v), (kind, value)) && p.number() <= placeholder.number()
        };
        assert!(all.iter().any(stands_for), "{placeholder} {value:?} is lost");
    }
    assert!(normalized.iter().all(|(p, value)| mapping.get(p) == Some(value)));
    assert_eq!(normalized.normalized(), normalized);
}

/// Law 10: the order in which anything is given never changes a result.
pub fn deterministic(data: &[u8]) {
    let mut g = Gen::new(data);
    let mut case = Case::from(&mut g);
    let run = |case: &Case| {
        let mut mapping = case.mapping();
        let masked = case.masker().mask(&case.text, &case.entities, &mut mapping);
        (masked.map(|masked| masked.text.into_owned()).map_err(|e| e.code()), mapping.to_json())
    };
    let first = run(&case);
    case.entities.reverse();
    case.entries.reverse();
    let (turn, turn_entities) = (g.below(case.entries.len() + 1), g.below(case.entities.len() + 1));
    case.entries.rotate_left(turn);
    case.entities.rotate_left(turn_entities);
    // Which of several faults is told first may depend on the order; that there is one may not.
    let second = run(&case);
    assert_eq!(first.0.is_err(), second.0.is_err(), "{case:#?}");
    if first.0.is_ok() {
        assert_eq!(first, second, "{case:#?}");
    }

    let json = |e: &Entry| {
        let (key, value) = (serde_json::to_string(&e.placeholder), serde_json::to_string(&e.value));
        format!("{}:{}", key.unwrap(), value.unwrap())
    };
    let members: Vec<String> = case.entries.iter().map(json).collect();
    let read = |members: &[String]| {
        let json = format!("{{{}}}", members.join(","));
        Mapping::from_json(json.as_bytes(), Default::default(), &Limits::default())
            .map(|m| m.to_json())
            .map_err(|e| e.code())
    };
    let reversed: Vec<String> = members.iter().rev().cloned().collect();
    assert_eq!(read(&members), read(&reversed));
    // Entries are made fine, but for what a reserved kind stands for.
    let fine = case.entries.iter().all(|e| *e.placeholder.kind() != Kind::LITERAL);
    assert!(read(&members).is_ok() || !fine, "{case:#?}");
}

/// What was written is read back; what is read is what another parser reads, and in the grammar.
pub fn mapping_json(data: &[u8]) {
    let mut g = Gen::new(data);
    let case = Case::from(&mut g);
    let (mapping, limits) = (case.mapping(), Limits::default());
    let json = mapping.to_json_styled(case.style);
    assert!(json.is_ascii());
    let again = Mapping::from_json(json.as_bytes(), case.style, &limits);
    assert_eq!(again.as_ref(), Ok(&mapping), "{json}");

    let json = hostile_json(&mut g, &case);
    read_like_serde(json.as_bytes(), &case, &limits);
    read_like_serde(data, &case, &limits);
}

/// An object, nearly.
fn hostile_json(g: &mut Gen<'_>, case: &Case) -> String {
    let mut json = String::from("{");
    for at in 0..g.below(5) {
        if at > 0 {
            json.push_str(g.one(&[",", ",", ",", " , ", "", ",,"]));
        }
        let placeholder = g.placeholder();
        let key = match g.below(6) {
            0 => g.spelled(&placeholder, case.style, true),
            _ => case.style.format(&placeholder),
        };
        json.push_str(&format!("\"{key}\""));
        json.push_str(g.one(&[":", ":", " : ", ""]));
        match g.below(6) {
            0 => json.push_str(g.one(&[
                "1",
                "null",
                "[]",
                "{\"a\":1}",
                "\"\"",
                "\" \"",
                "\"\\u200b\"",
                "\"\\ud800\"",
                "\"\\u0000\"",
                "\"\\u0085\"",
                "\"\u{7f}\"",
            ])),
            _ => json.push_str(&serde_json::Value::from(g.value()).to_string()),
        }
    }
    json + g.one(&["}", "}", "}", "}", " } ", "", "}{", ",}"])
}

fn read_like_serde(json: &[u8], case: &Case, limits: &Limits) {
    let read = Mapping::from_json(json, case.style, limits);
    let pairs = serde_json::from_slice::<Pairs>(json);
    match (&read, &pairs) {
        (Err(MappingError::MappingJsonInvalid { offset, .. }), Err(_)) => assert!(*offset <= json.len()),
        (Ok(mapping), Ok(Pairs(pairs))) => {
            assert_eq!(mapping.len(), pairs.len());
            for (key, value) in pairs {
                let placeholder = case.style.parse(key).unwrap();
                assert_eq!(mapping.get(&placeholder), Some(value.as_str()));
                assert!(!is_blank(value));
            }
        }
        (Ok(_), Err(_)) => panic!("read what is no object of strings"),
        (Err(refused), Ok(Pairs(pairs))) => {
            let keys: BTreeSet<&String> = pairs.iter().map(|(key, _)| key).collect();
            let control = |c: char| c.is_control() && !"\t\r\n".contains(c);
            let fine = |(key, value): &(String, String)| {
                case.style.parse(key).is_ok_and(|p| *p.kind() != Kind::LITERAL)
                    && !is_blank(value)
                    && !value.contains(control)
                    && value.len() <= 8 << 10
            };
            let all_fine = keys.len() == pairs.len() && pairs.iter().all(fine) && pairs.len() <= 10_000;
            assert!(!all_fine, "{refused:?} for {pairs:?}");
        }
        (Err(_), Err(_)) => {}
    }
}

/// Members in their order, twins included.
struct Pairs(Vec<(String, String)>);

impl<'de> serde::Deserialize<'de> for Pairs {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Pairs;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object of strings")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}
