//! Where the values of a JSON text stand, so that some can be replaced and every other byte stays.
//!
//! A tree of values would lose the spelling of numbers, the order of members and all white space, or
//! need features of serde_json that change it for everybody else in the same program.

mod strings;

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};

use hashbrown::HashMap;

pub(super) use strings::escaped;
pub(crate) use strings::{Half, half_of_pair, quoted};
use strings::{escape, is_stand_in, unescaped};

/// A JSON text (RFC 8259) and where everything in it stands.
pub(crate) struct Json<'t> {
    text: &'t str,
    nodes: Vec<Node>,
    /// Whether characters that stand for halves of surrogate pairs stand for nothing else.
    has_halves: bool,
    /// What each node is directly in, and how many nodes in that are before it. Made when first asked.
    outer: OnceCell<Vec<(Value, u32)>>,
    /// Objects with more than a few members, by name. Made when one is first asked.
    wide: RefCell<HashMap<Value, HashMap<Cow<'t, str>, Value>>>,
}

/// A value, or the name of a member, which stands directly before the member's value.
#[derive(Clone, Copy, Debug)]
struct Node {
    kind: Kind,
    start: u32,
    end: u32,
    /// The first node behind it and all that is in it.
    next: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Object,
    Array,
    /// A string or a name that is spelled as it is.
    String,
    /// A string or a name with escapes in it.
    Escaped,
    Number,
    /// `true`, `false`, `null`.
    Literal,
}

/// A value of a [`Json`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Value(u32);

/// Where a text stops being JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotJson {
    pub(crate) offset: usize,
}

/// So many members are tried in turn.
const FEW: usize = 32;

/// As deep as serde_json reads.
const MAX_DEPTH: usize = 127;

impl<'t> Json<'t> {
    /// Reads a text: strictly, to its end; a member that is there twice is an error.
    pub(crate) fn parse(text: &'t str) -> Result<Self, NotJson> {
        Json::read(text, false)
    }

    /// The same for what a model said: halves of surrogate pairs are read, because some servers cut a text
    /// between them.
    pub(crate) fn parse_reply(text: &'t str) -> Result<Self, NotJson> {
        Json::read(text, true)
    }

    fn read(text: &'t str, halves: bool) -> Result<Self, NotJson> {
        if u32::try_from(text.len()).is_err() {
            return Err(NotJson { offset: u32::MAX as usize });
        }
        let mut reader = Reader { halves, ..Reader::new(text) };
        match reader.document() {
            Some(()) => {
                let mixed = || reader.has_stand_ins || text.contains(is_stand_in);
                let has_halves = reader.has_halves && !mixed();
                Ok(Json { has_halves, ..Json::new(text, reader.nodes) })
            }
            None => Err(NotJson { offset: reader.at }),
        }
    }

    fn new(text: &'t str, nodes: Vec<Node>) -> Self {
        Json { text, nodes, has_halves: false, outer: OnceCell::new(), wide: RefCell::default() }
    }

    pub(crate) fn root(&self) -> Value {
        Value(0)
    }

    fn node(&self, value: Value) -> Node {
        let none = Node { kind: Kind::Literal, start: 0, end: 0, next: u32::MAX };
        self.nodes.get(value.0 as usize).copied().unwrap_or(none)
    }

    pub(crate) fn kind(&self, value: Value) -> Kind {
        self.node(value).kind
    }

    pub(crate) fn is_string(&self, value: Value) -> bool {
        matches!(self.kind(value), Kind::String | Kind::Escaped)
    }

    /// Where it stands, strings with their quotes.
    pub(crate) fn span(&self, value: Value) -> std::ops::Range<usize> {
        let node = self.node(value);
        node.start as usize..node.end as usize
    }

    /// How it is written.
    pub(crate) fn raw(&self, value: Value) -> &'t str {
        self.text.get(self.span(value)).unwrap_or_default()
    }

    /// The text of a string or a name; of other values, how they are written.
    pub(crate) fn string(&self, value: Value) -> Cow<'t, str> {
        let raw = self.raw(value);
        match self.kind(value) {
            Kind::String => Cow::Borrowed(raw.get(1..raw.len() - 1).unwrap_or_default()),
            Kind::Escaped => Cow::Owned(unescaped(raw.get(1..raw.len() - 1).unwrap_or_default())),
            _ => Cow::Borrowed(raw),
        }
    }

    /// What is there in the place of a value, when it is taken out.
    pub(crate) fn nothing(&self, value: Value) -> &'static str {
        if self.kind(value) == Kind::Array { "[]" } else { "null" }
    }

    /// The members of an object: name and value.
    pub(crate) fn members(&self, object: Value) -> impl Iterator<Item = (Value, Value)> {
        let node = self.node(object);
        let end = if node.kind == Kind::Object { node.next } else { 0 };
        let mut at = object.0 + 1;
        std::iter::from_fn(move || {
            let (name, value) = (Value(at), Value(at + 1));
            (at < end).then(|| {
                at = self.node(value).next;
                (name, value)
            })
        })
    }

    /// Members in the order of their names.
    pub(crate) fn sorted(&self, object: Value) -> Vec<(Value, Value)> {
        let mut members: Vec<(Value, Value)> = self.members(object).collect();
        let plain = |&(name, _): &(Value, Value)| self.kind(name) == Kind::String;
        if !(members.iter().all(plain) && members.is_sorted_by_key(|&(name, _)| self.raw(name))) {
            members.sort_by_cached_key(|&(name, _)| self.string(name));
        }
        members
    }

    /// The elements of an array.
    pub(crate) fn elements(&self, array: Value) -> impl Iterator<Item = Value> {
        let node = self.node(array);
        let end = if node.kind == Kind::Array { node.next } else { 0 };
        let mut at = array.0 + 1;
        std::iter::from_fn(move || {
            let value = Value(at);
            (at < end).then(|| {
                at = self.node(value).next;
                value
            })
        })
    }

    /// A value and all that is in it, in the order in which they stand.
    pub(crate) fn all_in(&self, value: Value) -> std::ops::Range<Value> {
        value..Value(self.node(value).next)
    }

    /// The values that one is in, from the root on, and itself.
    pub(crate) fn way_to(&self, wanted: Value) -> Vec<Value> {
        let inner = Some(wanted).filter(|&wanted| wanted != self.root());
        let mut way: Vec<Value> = std::iter::successors(inner, |&value| {
            self.outer(value).map(|(outer, _)| outer).filter(|&outer| outer != self.root())
        })
        .collect();
        way.push(self.root());
        way.reverse();
        way
    }

    /// Which element of an array it is.
    pub(crate) fn place(&self, element: Value) -> Option<u32> {
        let (array, place) = self.outer(element)?;
        (self.kind(array) == Kind::Array).then_some(place)
    }

    /// The name of a member, seen from its value.
    pub(crate) fn name(&self, value: Value) -> Option<Value> {
        let (object, place) = self.outer(value)?;
        (self.kind(object) == Kind::Object && place % 2 == 1).then(|| Value(value.0 - 1))
    }

    fn outer(&self, value: Value) -> Option<(Value, u32)> {
        self.outer.get_or_init(|| self.all_outer()).get(value.0 as usize).copied()
    }

    fn all_outer(&self) -> Vec<(Value, u32)> {
        // Containers that are open, and how many nodes there were in them.
        let mut open: Vec<(Value, u32)> = vec![(self.root(), 0)];
        let outer = |(at, node): (usize, &Node)| {
            let at = Value(at as u32);
            while open.last().is_some_and(|&(outer, _)| !self.all_in(outer).contains(&at)) {
                open.pop();
            }
            let outer = open.last_mut().map_or((self.root(), 0), |(outer, count)| {
                let place = *count;
                *count += 1;
                (*outer, place)
            });
            if matches!(node.kind, Kind::Object | Kind::Array) {
                open.push((at, 0));
            }
            outer
        };
        self.nodes.iter().enumerate().map(outer).collect()
    }

    /// The member of this name.
    pub(crate) fn get(&self, object: Value, name: &str) -> Option<Value> {
        let mut members = self.members(object);
        let first = members.by_ref().take(FEW).find(|&(known, _)| self.is(known, name));
        let found = || {
            // Somebody may ask a hostile object for each of its members.
            members.next()?;
            let mut wide = self.wide.borrow_mut();
            let known = wide.entry(object).or_insert_with(|| {
                self.members(object).map(|(name, value)| (self.string(name), value)).collect()
            });
            known.get(name).copied()
        };
        first.map(|(_, value)| value).or_else(found)
    }

    /// Whether it is a string, or a name, with this text.
    pub(crate) fn is(&self, value: Value, text: &str) -> bool {
        match self.kind(value) {
            Kind::String => {
                let span = self.span(value);
                self.text.as_bytes().get(span.start + 1..span.end - 1) == Some(text.as_bytes())
            }
            Kind::Escaped => self.string(value) == text,
            _ => false,
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    nodes: Vec<Node>,
    /// Whether half of a surrogate pair is an escape.
    halves: bool,
    /// Whether there is one; and whether a character is written with escapes that stands for one elsewhere.
    has_halves: bool,
    has_stand_ins: bool,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        let (has_halves, has_stand_ins) = (false, false);
        Reader {
            text,
            bytes: text.as_bytes(),
            at: 0,
            nodes: Vec::new(),
            halves: false,
            has_halves,
            has_stand_ins,
        }
    }
}

/// All functions answer `None` where the text at `at` is not what it should be.
impl Reader<'_> {
    fn document(&mut self) -> Option<()> {
        // The containers that are open; whether they are objects is in their node.
        let mut open: Vec<u32> = Vec::new();
        loop {
            self.space();
            let mut done = self.value(&mut open)?;
            while done {
                self.space();
                let Some(&container) = open.last() else {
                    return (self.at == self.bytes.len()).then_some(());
                };
                done = self.behind_value(container)?;
                if done {
                    open.pop();
                }
            }
        }
    }

    /// One value, or the beginning of a container with something in it. Whether it is complete.
    fn value(&mut self, open: &mut Vec<u32>) -> Option<bool> {
        let start = self.at;
        match *self.bytes.get(start)? {
            b'{' => self.open(Kind::Object, b'}', open),
            b'[' => self.open(Kind::Array, b']', open),
            b'"' => self.string().map(|()| true),
            b'-' | b'0'..=b'9' => {
                self.number()?;
                self.leaf(Kind::Number, start)
            }
            _ => {
                let rest = self.bytes.get(start..)?;
                let literal =
                    [b"true".as_slice(), b"false", b"null"].into_iter().find(|l| rest.starts_with(l))?;
                self.at += literal.len();
                self.leaf(Kind::Literal, start)
            }
        }
    }

    fn leaf(&mut self, kind: Kind, start: usize) -> Option<bool> {
        let next = self.nodes.len() as u32 + 1;
        self.nodes.push(Node { kind, start: start as u32, end: self.at as u32, next });
        Some(true)
    }

    fn open(&mut self, kind: Kind, close: u8, open: &mut Vec<u32>) -> Option<bool> {
        if open.len() >= MAX_DEPTH {
            return None;
        }
        let container = self.nodes.len() as u32;
        self.leaf(kind, self.at);
        self.at += 1;
        self.space();
        if *self.bytes.get(self.at)? == close {
            self.close(container);
            return Some(true);
        }
        open.push(container);
        if kind == Kind::Object {
            self.name()?;
        }
        Some(false)
    }

    fn close(&mut self, container: u32) {
        self.at += 1;
        let (end, next) = (self.at as u32, self.nodes.len() as u32);
        if let Some(node) = self.nodes.get_mut(container as usize) {
            (node.end, node.next) = (end, next);
        }
    }

    /// What stands behind a value in a container. Whether the container is complete.
    fn behind_value(&mut self, container: u32) -> Option<bool> {
        let is_object = self.nodes.get(container as usize)?.kind == Kind::Object;
        match (*self.bytes.get(self.at)?, is_object) {
            (b',', _) => {
                self.at += 1;
                self.space();
                if is_object {
                    self.name()?;
                }
                Some(false)
            }
            (b'}', true) => {
                self.unique_names(container)?;
                self.close(container);
                Some(true)
            }
            (b']', false) => {
                self.close(container);
                Some(true)
            }
            _ => None,
        }
    }

    fn name(&mut self) -> Option<()> {
        if *self.bytes.get(self.at)? != b'"' {
            return None;
        }
        self.string()?;
        self.space();
        if *self.bytes.get(self.at)? != b':' {
            return None;
        }
        self.at += 1;
        Some(())
    }

    fn space(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += rest.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r')).count();
    }

    fn string(&mut self) -> Option<()> {
        let start = self.at;
        self.at += 1;
        let mut kind = Kind::String;
        loop {
            let rest = self.bytes.get(self.at..)?;
            let len = memchr::memchr2(b'"', b'\\', rest);
            let plain = rest.get(..len.unwrap_or(rest.len()))?;
            // Without an early end it becomes vector code.
            if plain.iter().fold(false, |control, &b| control | (b < b' ')) {
                self.at += plain.iter().take_while(|&&b| b >= b' ').count();
                return None;
            }
            self.at += plain.len();
            if rest.get(len?) == Some(&b'"') {
                self.at += 1;
                self.leaf(kind, start);
                return Some(());
            }
            kind = Kind::Escaped;
            self.at += self.escape()?;
        }
    }

    fn escape(&mut self) -> Option<usize> {
        let (len, c) = escape(self.bytes.get(self.at..)?)?;
        match c {
            None if !self.halves => return None,
            None => self.has_halves = true,
            Some(c) => self.has_stand_ins |= is_stand_in(c),
        }
        Some(len)
    }

    fn number(&mut self) -> Option<()> {
        if self.bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        match self.bytes.get(self.at)? {
            b'0' => self.at += 1,
            _ => self.digits()?,
        }
        if self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.bytes.get(self.at) {
            self.at += 1;
            if let Some(b'+' | b'-') = self.bytes.get(self.at) {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(())
    }

    fn digits(&mut self) -> Option<()> {
        let rest = self.bytes.get(self.at..)?;
        let len = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        self.at += len;
        (len > 0).then_some(())
    }

    /// Checks that no name is there twice, in any spelling. `at` is set to the second one otherwise.
    fn unique_names(&mut self, container: u32) -> Option<()> {
        let nodes = std::mem::take(&mut self.nodes);
        let json = Json::new(self.text, nodes);
        let mut object = json.node(Value(container));
        object.next = json.nodes.len() as u32;
        let twice = second_of_a_name(&json, container, object.next);
        self.nodes = json.nodes;
        match twice {
            Some(offset) => {
                self.at = offset;
                None
            }
            None => Some(()),
        }
    }
}

/// Where a name stands that stood there before.
fn second_of_a_name(json: &Json<'_>, container: u32, end: u32) -> Option<usize> {
    let mut names = Vec::new();
    let mut at = container + 1;
    while at < end {
        names.push(Value(at));
        at = json.node(Value(at + 1)).next;
    }
    // Few members, nearly always.
    if names.len() <= 8 && names.iter().all(|&name| json.kind(name) == Kind::String) {
        let twice = |&(n, &name): &(usize, &Value)| {
            names.iter().take(n).any(|&earlier| json.raw(earlier) == json.raw(name))
        };
        return names.iter().enumerate().find(twice).map(|(_, &name)| json.span(name).start);
    }
    let mut texts: Vec<(Cow<'_, str>, usize)> =
        names.into_iter().map(|name| (json.string(name), json.span(name).start)).collect();
    texts.sort();
    let pairs = texts.iter().zip(texts.iter().skip(1));
    pairs.filter(|(a, b)| a.0 == b.0).map(|(_, b)| b.1).min()
}
