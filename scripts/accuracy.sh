#!/usr/bin/env bash
# How well detection does on the development data: builds the program, runs it over eval/chat_dev.jsonl and
# scores the spans. scripts/accuracy.sh [OPTIONS OF eval/score_spans.py]
set -euo pipefail
cd "$(dirname "$0")/.."

cargo build --release --quiet
found=$(mktemp)
trap 'rm -f "$found"' EXIT
target/release/pii-mask detect --jsonl eval/chat_dev.jsonl >"$found"
score() { python3 eval/score_spans.py eval/chat_dev.jsonl "$found" "$@"; }

printf '== names of people\n'
score --only PERSON --by lang "$@"
printf '\n== all but names and addresses\n'
score --ignore PERSON,PLACE "$@"
printf '\n== addresses\n'
score --only PLACE "$@"
