#!/usr/bin/env bash
# Runs fuzz targets, each for so many seconds: scripts/fuzz.sh SECONDS [TARGET…]
# Starts from the saved inputs in fuzz/corpus; a finding is left in fuzz/artifacts and fails.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:?usage: scripts/fuzz.sh SECONDS [TARGET…]}
shift
if ! cargo +nightly --version >/dev/null 2>&1; then
    rustup toolchain install nightly --profile minimal
fi
if ! cargo fuzz --version >/dev/null 2>&1; then
    cargo install cargo-fuzz --locked
fi

targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
    mapfile -t targets < <(cargo +nightly fuzz list)
fi
# There is no unsafe code to watch: without a sanitizer more inputs are tried.
cargo +nightly fuzz build --sanitizer none
failed=0
for target in "${targets[@]}"; do
    log=$(mktemp)
    # New inputs go to a folder of their own; the saved ones stay as they are.
    found=$(mktemp -d)
    mkdir -p "fuzz/corpus/$target"
    if cargo +nightly fuzz run --sanitizer none "$target" "$found" "fuzz/corpus/$target" -- \
        -max_total_time="$seconds" -max_len=1024 -timeout=20 -print_final_stats=1 >"$log" 2>&1; then
        verdict=ok
    else
        verdict=FAILED
        failed=1
        tail -n 60 "$log"
    fi
    executions=$(sed -n 's/.*number_of_executed_units: *//p' "$log" | tail -n 1)
    printf '%-20s %12s executions  %s\n' "$target" "${executions:-?}" "$verdict"
    rm -rf "$log" "$found"
done
exit $failed
