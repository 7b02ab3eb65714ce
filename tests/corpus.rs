//! What fuzzers found worth keeping runs with the tests: every saved input through every law.

mod support;

use support::laws::LAWS;
use support::replay;

#[test]
fn saved_inputs_keep_the_laws() {
    let mut replayed = 0;
    for target in replay::targets() {
        for (file, data) in replay::saved(&target) {
            for (name, law) in LAWS {
                // Which input and which law it was: a panic of the body tells neither.
                let kept = std::panic::catch_unwind(|| law(&data));
                assert!(kept.is_ok(), "{name} fails on {}", file.display());
            }
            replayed += 1;
        }
    }
    assert!(replayed > 0, "fuzz/corpus is empty");
}
