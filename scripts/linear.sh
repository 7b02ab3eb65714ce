#!/usr/bin/env bash
# Counts instructions of hostile inputs at n, 2n and 4n bytes: each step may cost 2.2 times the one
# before, at most. Instruction counts are the same on a busy machine.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v valgrind >/dev/null; then
    apt-get update -q && apt-get install -qy valgrind
fi
program=$(cargo bench --package pii-mask --bench linear --no-run --message-format=json 2>/dev/null |
    sed -n 's/.*"executable":"\([^"]*linear-[^"]*\)".*/\1/p' | tail -n 1)

count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "$@" 2>&1 |
        sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}

n=20000
failed=0
for name in ${1:-$("$program")}; do
    idle=$(count "$name" 0)
    a=$(($(count "$name" $n) - idle))
    b=$(($(count "$name" $((2 * n))) - idle))
    c=$(($(count "$name" $((4 * n))) - idle))
    if ((b * 10 > a * 22 || c * 10 > b * 22)); then
        verdict="NOT LINEAR"
        failed=1
    else
        verdict=linear
    fi
    printf '%-24s %12d %12d %12d  %s\n' "$name" "$a" "$b" "$c" "$verdict"
done
exit $failed
