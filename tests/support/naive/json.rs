//! JSON as a tree that keeps the order of members and the spelling of numbers. Strings are decoded by
//! serde_json.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Members in their order.
pub type Members = Vec<(String, Tree)>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    Object(Members),
    Array(Vec<Tree>),
    String(String),
    /// Numbers and literals, as they are written.
    Other(String),
}

/// The same, not yet read.
struct Pairs(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Pairs;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

impl Tree {
    /// What a JSON text holds. `None` where it is none, where a member is there twice or half a
    /// surrogate pair is, and beyond a depth of 127.
    pub fn read(text: &str) -> Option<Tree> {
        let raw: &RawValue = serde_json::from_str(text).ok()?;
        Tree::value(raw.get(), 0)
    }

    fn value(raw: &str, depth: usize) -> Option<Tree> {
        match raw.as_bytes()[0] {
            b'{' | b'[' if depth == 127 => None,
            b'{' => {
                let Pairs(pairs) = serde_json::from_str(raw).ok()?;
                let mut members: Members = Vec::new();
                for (name, value) in pairs {
                    if members.iter().any(|(known, _)| *known == name) {
                        return None;
                    }
                    members.push((name, Tree::value(value.get(), depth + 1)?));
                }
                Some(Tree::Object(members))
            }
            b'[' => {
                let elements: Vec<Box<RawValue>> = serde_json::from_str(raw).ok()?;
                let elements = elements.iter().map(|element| Tree::value(element.get(), depth + 1));
                elements.collect::<Option<_>>().map(Tree::Array)
            }
            b'"' => serde_json::from_str(raw).ok().map(Tree::String),
            _ => Some(Tree::Other(raw.to_owned())),
        }
    }

    pub fn write(&self) -> String {
        match self {
            Tree::Object(members) => {
                let members =
                    members.iter().map(|(name, value)| format!("{}:{}", quoted(name), value.write()));
                format!("{{{}}}", members.collect::<Vec<_>>().join(","))
            }
            Tree::Array(elements) => {
                format!("[{}]", elements.iter().map(Tree::write).collect::<Vec<_>>().join(","))
            }
            Tree::String(text) => quoted(text),
            Tree::Other(raw) => raw.clone(),
        }
    }

    /// The same with the members of all objects in another order.
    pub fn reordered(&self, order: &mut dyn FnMut(&mut Members)) -> Tree {
        match self {
            Tree::Object(members) => {
                let inner = |(name, value): &(String, Tree)| (name.clone(), value.reordered(&mut *order));
                let mut members: Vec<_> = members.iter().map(inner).collect();
                order(&mut members);
                Tree::Object(members)
            }
            Tree::Array(elements) => Tree::Array(elements.iter().map(|e| e.reordered(order)).collect()),
            leaf => leaf.clone(),
        }
    }

    pub fn get(&self, name: &str) -> Option<&Tree> {
        match self {
            Tree::Object(members) => members.iter().find(|(known, _)| known == name).map(|(_, value)| value),
            _ => None,
        }
    }

    pub fn is(&self, text: &str) -> bool {
        matches!(self, Tree::String(string) if string == text)
    }

    /// The same but for numbers that have become strings with their spelling.
    pub fn same(&self, other: &Tree) -> bool {
        match (self, other) {
            (Tree::Object(a), Tree::Object(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.0 == b.0 && a.1.same(&b.1))
            }
            (Tree::Array(a), Tree::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same(b)),
            (Tree::String(a) | Tree::Other(a), Tree::String(b) | Tree::Other(b)) => a == b,
            _ => false,
        }
    }
}

pub fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}
