//! A table of what stands where in a payload, and the walk along it.
//!
//! A path is written as `messages[].content`: `[]` is any element of an array, `*` any member. A
//! condition in brackets, `messages[role=tool].content`, holds for an element with that member, or,
//! where the value is an object, for that itself; it goes before what has no condition. In a condition
//! `*` at the beginning stands for anything: `[type=*tool_result]`; `[signature=*]` for all but an empty string.
//!
//! What a line says holds for the value itself: what is in it is text again, unless a line says otherwise.

use std::sync::OnceLock;

use super::json::{Json, Kind, Value};
use super::{Items, Numbers};

/// What stands at a place of a payload.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Holds {
    /// What people and models say. Everything that no table names is text. Where it came from outside
    /// it is very often JSON in a string.
    Text,
    /// A word of the protocol, an identifier, a signature, or what is encrypted.
    Word,
    /// Text that is signed: it stays as it is.
    Signed,
    /// JSON in a string: the arguments of a call.
    Json,
    /// What came of a call: text, any JSON value, or these parts.
    Result(&'static [Part]),
    /// Any JSON value: names of members and numbers count as text, too.
    Free,
    /// The name of a participant, for which providers allow letters, digits, `_` and `-` only.
    Name,
    /// Who the user is, to the provider.
    UserId,
    /// Where the user is, to the provider.
    UserLocation,
    /// An image, sound or file.
    Media,
    /// The address of a file: text, where files may pass.
    MediaLink,
    /// A piece of a streamed text.
    Piece,
    /// A piece of streamed JSON: the arguments of a call.
    JsonPiece,
    /// Log probabilities of tokens; they match the text that the model wrote and no other.
    Logprobs,
    /// Something cited, with offsets into the text that cites it.
    Citation,
    /// As another table says.
    As(&'static Table),
}

/// The type of a part, and its members, one of which it has: what came of a call may be called the same.
pub(crate) type Part = (&'static str, &'static [&'static str]);

/// What stands where in a payload, or in a part of one. May refer to itself.
#[derive(Debug)]
pub(crate) struct Table(pub(crate) &'static [Rule]);

impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// One line of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rule {
    pub(crate) path: &'static str,
    pub(crate) holds: Holds,
    pub(crate) traits: Traits,
}

/// What holds for all that is in a place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Traits {
    /// Whether it came from outside the conversation: a placeholder in it was maybe put there by
    /// somebody who wants to see what it stands for.
    pub(crate) foreign: bool,
    /// Whether the model wrote it: a placeholder in it may be an echo of what came from outside.
    pub(crate) model: bool,
    /// Whether texts in it are pieces of streamed texts.
    pub(crate) pieces: bool,
    /// Whether a list here is the same text as a string is: of elements that have no number of their own.
    pub(crate) flows: bool,
    /// Whether offsets of citations count in it.
    pub(crate) cited: bool,
    /// Whether it is what the model says, and is shown behind what it said before.
    pub(crate) said: bool,
    /// Whether it is what the model thinks, which is shown apart from that; and whether a summary of it, which
    /// comes first.
    pub(crate) thought: bool,
    pub(crate) summary: bool,
}

const PLAIN: Traits = Traits {
    foreign: false,
    model: false,
    pieces: false,
    flows: false,
    cited: false,
    said: false,
    thought: false,
    summary: false,
};

pub(crate) const fn rule(path: &'static str, holds: Holds) -> Rule {
    Rule { path, holds, traits: PLAIN }
}

pub(crate) const fn foreign(path: &'static str, holds: Holds) -> Rule {
    Rule { path, holds, traits: Traits { foreign: true, ..PLAIN } }
}

pub(crate) const fn pieces(path: &'static str, holds: Holds) -> Rule {
    Rule { path, holds, traits: Traits { pieces: true, ..PLAIN } }
}

pub(crate) const fn said(path: &'static str, holds: Holds) -> Rule {
    Rule { path, holds, traits: Traits { said: true, ..PLAIN } }
}

pub(crate) const fn thought(path: &'static str, holds: Holds) -> Rule {
    Rule { path, holds, traits: Traits { thought: true, ..PLAIN } }
}

pub(crate) const fn summary(path: &'static str, holds: Holds) -> Rule {
    Rule { path, holds, traits: Traits { thought: true, summary: true, ..PLAIN } }
}

impl Rule {
    pub(crate) const fn by_model(self) -> Rule {
        Rule { traits: Traits { model: true, ..self.traits }, ..self }
    }

    pub(crate) const fn flowing(self) -> Rule {
        Rule { traits: Traits { flows: true, ..self.traits }, ..self }
    }

    pub(crate) const fn cited(self) -> Rule {
        Rule { traits: Traits { cited: true, ..self.traits }, ..self }
    }
}

impl Traits {
    fn and(self, other: Traits) -> Traits {
        Traits {
            foreign: self.foreign || other.foreign,
            model: self.model || other.model,
            pieces: self.pieces || other.pieces,
            flows: self.flows || other.flows,
            cited: self.cited || other.cited,
            said: self.said || other.said,
            thought: self.thought || other.thought,
            summary: self.summary || other.summary,
        }
    }
}

/// A table and all that it refers to, ready for walks.
pub(crate) struct Rules {
    states: Vec<State>,
    /// Where each table begins.
    roots: Vec<(&'static Table, usize)>,
}

/// The table of a whole payload, and its rules once somebody asks for them.
pub(crate) struct Root {
    pub(crate) table: &'static Table,
    rules: OnceLock<Rules>,
}

impl Root {
    pub(crate) const fn of(table: &'static Table) -> Self {
        Root { table, rules: OnceLock::new() }
    }

    pub(crate) fn rules(&self) -> &Rules {
        self.rules.get_or_init(|| Rules::new(self.table))
    }
}

/// A place in a table: what is said of it, and where it goes on.
#[derive(Default)]
struct State {
    rule: Option<Rule>,
    edges: Vec<(Edge, usize)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Edge {
    Member(&'static str),
    AnyMember,
    Element,
    /// An object with this member and value, itself or as an element. `*` at the beginning of the value
    /// stands for anything, but not for nothing; `!a|b`: any value but these.
    Having(&'static str, &'static str),
    /// The same place in another table.
    Table,
}

/// A value of which a table says something, or a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) value: Value,
    /// What it is in: an object or an array, or itself at the root.
    pub(crate) parent: Value,
    pub(crate) holds: Holds,
    pub(crate) traits: Traits,
    /// Whether a table names it. What none names is text.
    pub(crate) listed: bool,
    /// Where in the tables it is: the same for the same field of all elements.
    pub(crate) field: u16,
    /// The `id` of the innermost element of an array that it is in, where that has no number.
    pub(crate) id: Option<Value>,
    /// The numbers of what it is in.
    pub(crate) numbers: Numbers,
}

impl Place {
    /// The root of a JSON text of which no table knows anything.
    pub(crate) fn free(root: Value, foreign: bool) -> Self {
        let traits = Traits { foreign, ..PLAIN };
        let (holds, numbers) = (Holds::Free, Numbers::default());
        Place { value: root, parent: root, holds, traits, listed: true, field: 0, id: None, numbers }
    }
}

/// Places in tables that one value has at the same time, the most specific first.
#[derive(Clone, Copy, Default)]
struct Active {
    states: [u16; Active::MAX],
    len: usize,
}

impl Rules {
    fn new(table: &'static Table) -> Self {
        let mut rules = Rules { states: Vec::new(), roots: Vec::new() };
        rules.read(table);
        rules
    }

    /// Reads a table, once; answers where it begins.
    fn read(&mut self, table: &'static Table) -> usize {
        if let Some(&(_, root)) = self.roots.iter().find(|(known, _)| std::ptr::eq(*known, table)) {
            return root;
        }
        let root = self.add();
        self.roots.push((table, root));
        for rule in table.0 {
            let at = steps(rule.path).fold(root, |at, step| self.step(at, step));
            if let Holds::As(other) = rule.holds {
                let begin = self.read(other);
                self.connect(at, Edge::Table, begin);
            }
            // A place may be described by a table and by a line of its own.
            if let Some(state) = self.states.get_mut(at) {
                let is_new = state.rule.is_none_or(|known| matches!(known.holds, Holds::As(_)));
                debug_assert!(is_new || matches!(rule.holds, Holds::As(_)), "{} is there twice", rule.path);
                if state.rule.is_none() || !matches!(rule.holds, Holds::As(_)) {
                    state.rule = Some(*rule);
                }
            }
        }
        root
    }

    /// Along `name`, `name[]` or `name[member=value]`.
    fn step(&mut self, from: usize, step: &'static str) -> usize {
        let (name, bracket) = step.split_once('[').unwrap_or((step, ""));
        let at = match name {
            "" => from,
            "*" => self.follow(from, Edge::AnyMember),
            _ => self.follow(from, Edge::Member(name)),
        };
        match bracket.trim_end_matches(']').split_once('=') {
            Some((member, value)) => self.follow(at, Edge::Having(member, value)),
            None if !bracket.is_empty() => self.follow(at, Edge::Element),
            None => at,
        }
    }

    fn follow(&mut self, from: usize, edge: Edge) -> usize {
        self.next(from, edge).unwrap_or_else(|| {
            let to = self.add();
            self.connect(from, edge, to);
            to
        })
    }

    fn next(&self, from: usize, edge: Edge) -> Option<usize> {
        let edges = &self.states.get(from)?.edges;
        edges.iter().find(|(known, _)| *known == edge).map(|&(_, to)| to)
    }

    fn connect(&mut self, from: usize, edge: Edge, to: usize) {
        if let Some(state) = self.states.get_mut(from) {
            state.edges.push((edge, to));
        }
    }

    fn add(&mut self) -> usize {
        self.states.push(State::default());
        self.states.len() - 1
    }

    /// All places of a payload, in the order in which numbers are given: of the payload's own members
    /// those of `first` come first, in that order; all others in the order of their names. `numbers`: those of
    /// the payload itself; `items`: what is known of elements by their names.
    pub(crate) fn walk(
        &self,
        json: &Json<'_>,
        first: &[&str],
        (numbers, items): (Numbers, &Items),
        visit: &mut dyn FnMut(Place),
    ) {
        let mut walk = Walk { rules: self, json, items, visit };
        let root = json.root();
        let active = walk.arrive(Active::at(0), root);
        let traits = PLAIN;
        let here = Here { active, parent: root, traits, id: None, listed_as: None, flows_as: None, numbers };
        let rank = |name: Value| first.iter().position(|known| json.is(name, known)).unwrap_or(first.len());
        let mut members = json.sorted(root);
        members.sort_by_key(|&(name, _)| rank(name));
        for (name, value) in members {
            let active = walk.named(here.active, name, value);
            walk.value(value, Here { active, ..here });
        }
    }

    /// The way to a value as a JSON pointer, as far as tables know the names on it: what they do not
    /// know may be anybody's words.
    pub(crate) fn pointer(&self, json: &Json<'_>, wanted: Value) -> String {
        let walk = Walk { rules: self, json, items: &Items::default(), visit: &mut |_| {} };
        let mut pointer = String::new();
        let mut active = walk.arrive(Active::at(0), json.root());
        for &value in json.way_to(wanted).iter().skip(1) {
            let step = if let Some(place) = json.place(value) {
                active = walk.element(active, value);
                place.to_string()
            } else {
                let known = |&name: &Value| active.iter().any(|state| walk.along(state, name).is_some());
                let Some(name) = json.name(value).filter(known) else { break };
                active = walk.named(active, name, value);
                json.string(name).into_owned()
            };
            pointer = pointer + "/" + &step;
        }
        pointer
    }
}

impl Active {
    /// Conditions, their tables, and what has none: more a place never has.
    const MAX: usize = 12;

    fn at(state: usize) -> Self {
        let mut active = Active::default();
        active.add(state);
        active
    }

    fn add(&mut self, state: usize) {
        if let (Some(slot), Ok(state)) = (self.states.get_mut(self.len), u16::try_from(state)) {
            *slot = state;
            self.len += 1;
        }
    }

    fn iter(&self) -> impl Iterator<Item = usize> {
        self.states.iter().take(self.len).map(|&state| usize::from(state))
    }
}

struct Walk<'w, 't> {
    rules: &'w Rules,
    json: &'w Json<'t>,
    items: &'w Items,
    visit: &'w mut dyn FnMut(Place),
}

/// The steps of a path; a value in brackets may have dots.
fn steps(path: &'static str) -> impl Iterator<Item = &'static str> {
    let mut rest = path;
    std::iter::from_fn(move || {
        let mut inside = false;
        let end = rest.find(|c| {
            inside = c == '[' || inside && c != ']';
            c == '.' && !inside
        });
        let step = rest.get(..end.unwrap_or(rest.len())).filter(|step| !step.is_empty())?;
        rest = end.and_then(|end| rest.get(end + 1..)).unwrap_or_default();
        Some(step)
    })
}

/// Where a walk is.
#[derive(Clone, Copy)]
struct Here {
    active: Active,
    parent: Value,
    traits: Traits,
    id: Option<Value>,
    /// Of an element of what came of a call: what its array is in the tables.
    listed_as: Option<(u16, Holds)>,
    /// The field of the text that a list is.
    flows_as: Option<u16>,
    numbers: Numbers,
}

/// What tables say of a value.
struct Said {
    holds: Holds,
    /// The line that says it.
    field: u16,
    listed: bool,
    traits: Traits,
}

impl Walk<'_, '_> {
    fn value(&mut self, value: Value, here: Here) {
        let kind = self.json.kind(value);
        let Said { holds, field, listed, traits } = self.said(value, kind, &here);
        // Of a list what is said in it, in parts or as it is.
        let is_said = !traits.thought && !traits.foreign;
        let flows = is_said && self.json.name(value).is_none_or(|name| self.json.is(name, "text"));
        let field = here.flows_as.filter(|_| flows).unwrap_or(field);
        let traits = Traits { cited: traits.cited && (flows || !here.traits.cited), ..traits };
        let is_text = matches!(holds, Holds::Text | Holds::Piece);
        let is_noted = matches!(holds, Holds::Citation | Holds::Logprobs);
        // Of what no table knows anything all is text, also names of members and numbers.
        let is_open = is_noted
            || (is_text || matches!(holds, Holds::Word | Holds::Signed))
                && self.knows_more(here.active, kind);
        let goes_in = match kind {
            Kind::Array => is_open || matches!(holds, Holds::Result(_)),
            Kind::Object => is_open,
            _ => false,
        };
        // A number that is not named is a setting; one in a list where there are none is not.
        let is_member = self.json.kind(here.parent) == Kind::Object;
        let is_setting = kind == Kind::Number && is_member && !listed && !traits.foreign;
        let is_no_text = is_text && (is_setting || kind == Kind::Literal);
        if is_noted || !goes_in && !is_no_text {
            let Here { parent, id, numbers, .. } = here;
            (self.visit)(Place { value, parent, holds, traits, listed, field, id, numbers });
        }
        if !goes_in {
            return;
        }
        let traits = Traits { pieces: traits.pieces && !is_noted, ..traits };
        let inside = Here { parent: value, traits, listed_as: None, ..here };
        if kind == Kind::Object {
            for (name, member) in self.json.sorted(value) {
                self.value(member, Here { active: self.named(here.active, name, member), ..inside });
            }
            return;
        }
        let listed_as = matches!(holds, Holds::Result(_)).then_some((field, holds));
        for (at, element) in self.json.elements(value).enumerate() {
            let active = self.element(here.active, element);
            let unnumbered = self.json.number(element, "index").is_none();
            let id = if unnumbered { self.json.get(element, "id") } else { None };
            let here = if unnumbered && traits.flows {
                Here { flows_as: here.flows_as.or(Some(field)), ..inside }
            } else {
                let known = if unnumbered { self.items.known(self.json, element) } else { None };
                let number = known.unwrap_or_else(|| self.json.index(element, at));
                Here { numbers: here.numbers.and(number), flows_as: None, ..inside }
            };
            self.value(element, Here { active, id, listed_as, ..here });
        }
    }

    /// Whether a table says something of what is in a value of this kind.
    fn knows_more(&self, active: Active, kind: Kind) -> bool {
        let leads_in = |edge: &Edge| match edge {
            Edge::Member(_) | Edge::AnyMember => kind == Kind::Object,
            Edge::Element => kind == Kind::Array,
            Edge::Having(..) => true,
            // It is among the places itself.
            Edge::Table => false,
        };
        let mut states = active.iter().filter_map(|state| self.rules.states.get(state));
        states.any(|state| state.edges.iter().any(|(edge, _)| leads_in(edge)))
    }

    fn said(&self, value: Value, kind: Kind, here: &Here) -> Said {
        let mut said = Said { holds: Holds::Text, field: 0, listed: false, traits: here.traits };
        let mut found = None;
        if let (Kind::Object, Some((field, Holds::Result(parts)))) = (kind, here.listed_as) {
            if !parts.iter().any(|part| self.is_part(value, part)) {
                // No part: a result.
                return Said { holds: Holds::Result(parts), field, listed: true, ..said };
            }
        }
        for state in here.active.iter() {
            let Some(rule) = self.rules.states.get(state).and_then(|state| state.rule) else { continue };
            said.listed = true;
            said.traits = said.traits.and(rule.traits);
            if !matches!(rule.holds, Holds::As(_)) {
                found = found.or(Some((state as u16, rule.holds)));
            }
        }
        if kind != Kind::Object {
            found = found.or(here.listed_as);
            said.listed |= here.listed_as.is_some();
        }
        if let Some((field, holds)) = found {
            (said.field, said.holds) = (field, holds);
        }
        let is_container = matches!(kind, Kind::Array | Kind::Object);
        said.holds = match said.holds {
            Holds::Text | Holds::Result(_) if said.traits.pieces => Holds::Piece,
            Holds::Json if said.traits.pieces => Holds::JsonPiece,
            // Not what it should be.
            Holds::Citation | Holds::Logprobs if !is_container => Holds::Text,
            holds => holds,
        };
        said
    }

    fn is_part(&self, value: Value, (name, members): &Part) -> bool {
        let is_type = self.json.get(value, "type").is_some_and(|kind| self.json.is(kind, name));
        is_type && members.iter().any(|member| self.json.get(value, member).is_some())
    }

    /// Where a member is, seen from its object.
    fn named(&self, active: Active, name: Value, value: Value) -> Active {
        let mut next = Active::default();
        let known = |state| self.along(state, name);
        active.iter().filter_map(known).for_each(|state| next.add(state));
        if next.len == 0 {
            let any = |state| self.rules.next(state, Edge::AnyMember);
            active.iter().filter_map(any).for_each(|state| next.add(state));
        }
        self.arrive(next, value)
    }

    fn along(&self, state: usize, name: Value) -> Option<usize> {
        let edges = self.rules.states.get(state)?.edges.iter();
        let mut named = edges.filter_map(|(edge, to)| match edge {
            Edge::Member(known) => Some((known, *to)),
            _ => None,
        });
        named.find(|(known, _)| self.json.is(name, known)).map(|(_, to)| to)
    }

    /// Where an element is, seen from its array.
    fn element(&self, active: Active, element: Value) -> Active {
        let mut next = Active::default();
        for state in active.iter() {
            self.having(state, element, &mut next);
        }
        let plain = |state| self.rules.next(state, Edge::Element);
        active.iter().filter_map(plain).for_each(|state| next.add(state));
        self.arrive(next, element)
    }

    /// Adds where a value is besides: by its own members, and in the tables that are referred to.
    fn arrive(&self, active: Active, value: Value) -> Active {
        let mut all = Active::default();
        if self.json.kind(value) == Kind::Object {
            active.iter().for_each(|state| self.having(state, value, &mut all));
        }
        active.iter().for_each(|state| all.add(state));
        let mut at = 0;
        while let Some(&state) = all.states.get(at).filter(|_| at < all.len) {
            if let Some(table) = self.rules.next(usize::from(state), Edge::Table) {
                self.having(table, value, &mut all);
                all.add(table);
            }
            at += 1;
        }
        all
    }

    fn having(&self, state: usize, value: Value, active: &mut Active) {
        let Some(state) = self.rules.states.get(state) else { return };
        // Mostly all ask for the same member.
        let mut asked: Option<(&str, Option<Value>)> = None;
        for (edge, to) in &state.edges {
            let Edge::Having(member, wanted) = edge else { continue };
            let known = asked.filter(|(name, _)| name == member).map(|(_, found)| found);
            let found = known.unwrap_or_else(|| self.json.get(value, member));
            asked = Some((member, found));
            let is = |found: Value, wanted: &str| match wanted.strip_prefix('*') {
                Some(end) => {
                    let is_empty = self.json.is(found, "");
                    self.json.is_string(found) && !is_empty && self.json.string(found).ends_with(end)
                }
                None => self.json.is(found, wanted),
            };
            let fits = |found| match wanted.strip_prefix('!') {
                Some(known) => !known.split('|').any(|known| is(found, known)),
                None => is(found, wanted),
            };
            if found.is_some_and(fits) {
                active.add(*to);
            }
        }
    }
}
