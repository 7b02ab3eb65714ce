//! What a line of text cannot say.

use super::find;
use crate::detect::Find;
use crate::kind::Kind;
use crate::span::Span;

/// Names in a text in which something else was found.
fn names<'t>(text: &'t str, others: &[(&str, f32)]) -> Vec<&'t str> {
    let other = |(value, score): &(&str, f32)| {
        let start = text.find(value).unwrap();
        Find::new(Span::new(start, start + value.len()), Kind::PII, *score, "other")
    };
    let mut finds: Vec<Find> = others.iter().map(other).collect();
    find(text, Span::new(0, text.len()), &mut finds);
    finds.iter().filter(|find| find.kind == Kind::PERSON).map(|find| find.span.get(text).unwrap()).collect()
}

#[test]
fn names_give_way_to_what_stands() {
    let text = "Jane Roe 12 345, Anna Nowak";
    assert_eq!(names(text, &[]), ["Jane Roe", "Anna Nowak"]);
    assert_eq!(names(text, &[("Roe 12", 0.5)]), ["Anna Nowak"]);
    assert_eq!(names(text, &[(" 12 345, ", 0.5)]), ["Jane Roe", "Anna Nowak"]);
    // What gives way itself takes no place.
    assert_eq!(names(text, &[("Roe 12", 0.5), ("12 345", 0.9)]), ["Jane Roe", "Anna Nowak"]);
    assert_eq!(names(text, &[("Roe 12", 0.5), ("345", 0.9)]), ["Anna Nowak"]);
}
