#!/usr/bin/env bash
# Counts instructions of hostile inputs at n, 2n and 4n bytes: each step may cost 2.2 times the one
# before, at most. Instruction counts are the same on a busy machine.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
    echo "linear.sh: $*" >&2
    exit 1
}

if ! command -v valgrind >/dev/null; then
    apt-get update -q && apt-get install -qy valgrind
fi
program=$(cargo bench --package pii-mask --bench linear --no-run --message-format=json-render-diagnostics |
    sed -n 's/.*"executable":"\([^"]*linear-[^"]*\)".*/\1/p' | tail -n 1)
[[ -x $program ]] || fail "the benchmark was not built"

# Instructions of a case at a size.
count() {
    local told number
    told=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "$@" 2>&1) ||
        fail "$* failed: $told"
    number=$(sed -n 's/.*Collected : \([0-9]*\).*/\1/p' <<<"$told")
    [[ $number =~ ^[1-9][0-9]*$ ]] || fail "$* has no count"
    echo "$number"
}

n=20000
cases=0
failed=0
names=${1:-$("$program")}
for name in $names; do
    idle=$(count "$name" 0)
    a=$(count "$name" $n)
    b=$(count "$name" $((2 * n)))
    c=$(count "$name" $((4 * n)))
    a=$((a - idle)) b=$((b - idle)) c=$((c - idle))
    ((a > 0 && b > 0 && c > 0)) || fail "$name does nothing"
    if ((b * 10 > a * 22 || c * 10 > b * 22)); then
        verdict="NOT LINEAR"
        failed=1
    else
        verdict=linear
    fi
    printf '%-24s %12d %12d %12d  %s\n' "$name" "$a" "$b" "$c" "$verdict"
    cases=$((cases + 1))
done
((cases > 0)) || fail "there are no cases"
exit $failed
