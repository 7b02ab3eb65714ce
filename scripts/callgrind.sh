# Counts instructions of a benchmark: sourced by linear.sh and cost.sh.

fail() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

# Builds a benchmark of its own interface, and answers where it is.
built() {
    if ! command -v valgrind >/dev/null; then
        { apt-get update -q && apt-get install -qy valgrind; } >&2
    fi
    cargo bench --package pii-mask --bench "$1" --no-run --message-format=json-render-diagnostics |
        sed -n 's/.*"executable":"\([^"]*'"$1"'-[^"]*\)".*/\1/p' | tail -n 1
}

# Instructions of a program with these arguments.
count() {
    local told number
    told=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1) || fail "${*:2} failed: $told"
    number=$(sed -n 's/.*Collected : \([0-9]*\).*/\1/p' <<<"$told")
    [[ $number =~ ^[1-9][0-9]*$ ]] || fail "${*:2} has no count"
    echo "$number"
}
