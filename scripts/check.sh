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
# The oldest Rust that the library and the program build with; tests and benches need a newer one.
oldest=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
if cargo "+$oldest" --version >/dev/null 2>&1 || rustup toolchain install "$oldest" --profile minimal; then
    step cargo "+$oldest" check --workspace --all-features --target-dir target/oldest
else
    printf '\n== NOT CHECKED: Rust %s cannot be installed here\n' "$oldest"
fi
step cargo clippy --workspace --all-targets -- -D warnings
step cargo clippy --package pii-mask --no-default-features -- -D warnings
step cargo clippy --workspace --all-targets --all-features -- -D warnings
export RUSTDOCFLAGS="-D warnings"
step cargo doc --no-deps --workspace --all-features
# The examples of the documentation and the saved inputs of the fuzzers are part of the tests. What features add
# is a reader of headers.
step cargo test --package pii-mask --all-features --test headers
step cargo test --package pii-mask --all-features --doc
step cargo test --workspace
