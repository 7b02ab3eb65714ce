#!/usr/bin/env bash
# Counts instructions of the main paths and compares them with what benches/cost.rs allows.
# scripts/cost.sh [CASE…]
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/callgrind.sh

program=$(built cost)
[[ -x $program ]] || fail "the benchmark was not built"

cases=0
failed=0
while read -r name limit; do
    [[ $# == 0 || " $* " == *" $name "* ]] || continue
    # The first round fills tables that are made once.
    first=$(count "$program" "$name" 1)
    second=$(count "$program" "$name" 2)
    cost=$((second - first))
    ((cost > 0)) || fail "$name does nothing"
    verdict=ok
    if ((cost > limit)); then
        verdict="TOO MUCH"
        failed=1
    fi
    printf '%-24s %12d a call, %3d %% of what it may cost  %s\n' "$name" $((cost / 8)) $((100 * cost / limit)) "$verdict"
    cases=$((cases + 1))
done < <("$program")
((cases > 0)) || fail "there are no cases"
exit $failed
