//! The laws of DESIGN.md, section "Laws", over random cases.

mod support;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use support::laws;

macro_rules! laws {
    ($($law:ident)*) => {
        proptest! {
            #![proptest_config(ProptestConfig { failure_persistence: None, max_shrink_iters: 1024, rng_seed: seed(), ..ProptestConfig::with_cases(cases()) })]
            $(
                #[test]
                fn $law(data in vec(any::<u8>(), 0..600)) {
                    laws::$law(&data);
                }
            )*
        }

        #[test]
        fn no_law_is_left_out() {
            let named: Vec<_> = laws::LAWS.iter().map(|(name, _)| *name).collect();
            assert_eq!(named, [$(stringify!($law)),*]);
        }
    };
}

/// The same cases for everybody: what a change broke must not depend on luck. Fuzzers look for new
/// ones, and so does a run with `PROPTEST_CASES`.
fn seed() -> RngSeed {
    if std::env::var_os("PROPTEST_CASES").is_some() { RngSeed::Random } else { RngSeed::Fixed(1) }
}

/// Enough for every push; `PROPTEST_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(512)
}

laws! {
    no_leak mask_vs_oracle round_trip fresh_numbers idempotent joined unmask_vs_oracle stream_equals_whole
    single_pass digits_exact bounded_hold bounded_output link_policy answer_links turns_links stable deterministic sameness
    mapping_json nothing_told no_panic headers positions conversation sse_framer
    chat_roundtrip chat_order chat_json chat_told chat_stream chat_again texts_again detected preview
}
