#!/usr/bin/env bash
# Every benchmark once, quickly; then the ratios, which fail where a path has become too slow.
# For figures to rely on: cargo bench -p pii-mask --bench NAME
set -euo pipefail
cd "$(dirname "$0")/.."

for file in benches/*.rs; do
    bench=$(basename "$file" .rs)
    [ "$bench" = ratios ] && continue
    printf '\n== %s\n' "$bench"
    cargo bench --package pii-mask --bench "$bench" -- --quick --noplot
done
printf '\n== ratios\n'
cargo bench --package pii-mask --bench ratios -- --check
