//! What no caller can see: that originals stay in one place in memory.

#![allow(clippy::unwrap_used)]

use super::*;

/// A string that grows by itself leaves a copy of what it held behind.
#[test]
fn values_never_move_by_themselves() {
    let mut values = Values::default();
    for len in [1, 2, 3, 5, 8, 100, 1, 1, 1000] {
        values.reserve(len);
        let room = values.0.capacity();
        let (_, end) = values.push(&"x".repeat(len));
        assert!(end <= room);
        assert_eq!(values.0.capacity(), room);
    }
}

#[test]
fn what_is_taken_back_is_no_longer_held() {
    let mut mapping = Mapping::new();
    let john = mapping.assign(&Kind::PERSON, "John", Source::Explicit).unwrap();
    let before = mapping.mark();
    mapping.assign(&Kind::PERSON, "Mary", Source::Explicit).unwrap();
    mapping.add_spelling(mapping.id_of(&john).unwrap(), "Johnny", false);
    mapping.take_back(before);
    assert_eq!(*mapping.values.0, "John");
}
