#!/usr/bin/env bash
# Every benchmark once, quickly: times and ratios are printed and are no gate. Instruction counts are:
# those of the main paths have a limit, those of hostile inputs must grow with their length.
# For figures to rely on: cargo bench -p pii-mask --bench NAME
set -euo pipefail
cd "$(dirname "$0")/.."

# None at all is fine; the others have an interface of their own.
for file in $(grep -l criterion_main benches/*.rs || true); do
    bench=$(basename "$file" .rs)
    printf '\n== %s\n' "$bench"
    cargo bench --package pii-mask --bench "$bench" -- --quick --noplot --warm-up-time 0.1 --measurement-time 0.2
done
printf '\n== ratios\n'
cargo bench --package pii-mask --bench ratios
printf '\n== cost\n'
scripts/cost.sh
printf '\n== linear\n'
scripts/linear.sh
