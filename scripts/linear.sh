#!/usr/bin/env bash
# Counts instructions of hostile inputs at n, 2n and 4n bytes: each step may cost 2.2 times the one
# before, at most. Instruction counts are the same on a busy machine.
set -euo pipefail
cd "$(dirname "$0")/.."

source scripts/callgrind.sh

program=$(built linear)
[[ -x $program ]] || fail "the benchmark was not built"

n=20000
cases=0
failed=0
names=${1:-$("$program")}
for name in $names; do
    idle=$(count "$program" "$name" 0)
    a=$(count "$program" "$name" $n)
    b=$(count "$program" "$name" $((2 * n)))
    c=$(count "$program" "$name" $((4 * n)))
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
