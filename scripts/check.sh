#!/usr/bin/env bash
# Everything that must hold before a change is merged: format, lints, tests, documentation.
# This is what CI runs.
set -euo pipefail
cd "$(dirname "$0")/.."

step() {
    printf '\n== %s\n' "$*"
    "$@"
}

step cargo fmt --all --check
for features in "" --no-default-features --all-features; do
    # shellcheck disable=SC2086 # no features, no argument
    step cargo clippy --workspace --all-targets $features -- -D warnings
done
export RUSTDOCFLAGS="-D warnings"
step cargo doc --no-deps --workspace --all-features
# The examples of the documentation and the saved inputs of the fuzzers are part of the tests.
for features in --no-default-features --all-features; do
    step cargo test --package pii-mask "$features"
done
step cargo test --workspace
