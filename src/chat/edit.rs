//! Changes to a JSON text; what is not changed stays, byte for byte.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use super::json::{Json, Value, quoted};

/// Replacements in one text, which do not overlap.
#[derive(Clone, Default)]
pub(crate) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn replace(&mut self, span: Range<usize>, with: String) {
        self.0.push((span, with));
    }

    /// Where that is, with all changes, which stands at this place now.
    pub(crate) fn moved(&self, place: usize) -> usize {
        let before = self.0.iter().filter(|(span, _)| span.end <= place);
        before.fold(place, |moved, (span, with)| moved + with.len() - span.len())
    }

    /// Takes values out that may have changes in them.
    pub(crate) fn take_out(&mut self, json: &Json<'_>, values: impl Iterator<Item = Value>) {
        let mut taken: Vec<(Range<usize>, String)> =
            values.map(|value| (json.span(value), json.nothing(value).to_owned())).collect();
        taken.sort_by_key(|(span, _)| span.start);
        self.0.retain(|(inner, _)| {
            let before = taken.partition_point(|(span, _)| span.start <= inner.start);
            let outer = before.checked_sub(1).and_then(|at| taken.get(at));
            outer.is_none_or(|(span, _)| span.end < inner.end)
        });
        self.0.append(&mut taken);
    }

    /// Changes to the text of a string, which leave everything else in it as it is written.
    pub(crate) fn splice(&mut self, json: &Json<'_>, string: Value, changes: Edits) {
        let mut written = json.written(string);
        for (span, with) in changes.in_order() {
            let raw = written.place(span.start)..written.place(span.end);
            let quoted = quoted(&with);
            let inside = quoted.get(1..quoted.len() - 1).unwrap_or_default();
            self.replace(raw, inside.to_owned());
        }
    }

    fn in_order(mut self) -> Vec<(Range<usize>, String)> {
        self.0.sort_by_key(|(span, _)| span.start);
        self.0
    }

    /// Another text in the place of a string or a number.
    pub(crate) fn set_string(&mut self, json: &Json<'_>, value: Value, text: &str) {
        self.replace(json.span(value), json.quoted(text));
    }

    /// Another number in the place of one, also where it is written in a string.
    pub(crate) fn set_number(&mut self, json: &Json<'_>, value: Value, number: u64) {
        let number = number.to_string();
        let written = if json.is_string(value) { quoted(&number) } else { number };
        self.replace(json.span(value), written);
    }

    /// Takes members out of an object, with their commas.
    pub(crate) fn drop_members(&mut self, json: &Json<'_>, object: Value, dropped: &BTreeSet<Value>) {
        let members: Vec<(Value, Value)> = json.members(object).collect();
        let is_dropped = |at: usize| members.get(at).is_some_and(|(_, value)| dropped.contains(value));
        let start = |at: usize| members.get(at).map(|&(name, _)| json.span(name).start);
        let end = |at: usize| members.get(at).map(|&(_, value)| json.span(value).end);
        let mut at = 0;
        while at < members.len() {
            let run = (at..members.len()).take_while(|&n| is_dropped(n)).count();
            if run > 0 {
                // The comma before them goes; at the beginning, the one behind them.
                let behind = at.checked_sub(1).and_then(end);
                let from = behind.or_else(|| start(at));
                let to = start(at + run).filter(|_| behind.is_none()).or_else(|| end(at + run - 1));
                if let (Some(from), Some(to)) = (from, to) {
                    self.replace(from..to, String::new());
                }
            }
            at += run + 1;
        }
    }

    /// The text with all changes; borrowed where there is none.
    pub(crate) fn apply(self, text: &str) -> Cow<'_, str> {
        if self.0.is_empty() {
            return Cow::Borrowed(text);
        }
        let inserted: usize = self.0.iter().map(|(_, with)| with.len()).sum();
        let mut out = String::with_capacity(text.len() + inserted);
        let mut copied = 0;
        for (span, with) in self.in_order() {
            out.push_str(text.get(copied..span.start).unwrap_or_default());
            out.push_str(&with);
            copied = span.end;
        }
        out.push_str(text.get(copied..).unwrap_or_default());
        Cow::Owned(out)
    }
}
