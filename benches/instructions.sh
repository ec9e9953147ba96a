#!/usr/bin/env bash
# Counts the instructions of some pieces of work and compares them with `instructions.txt`. A rise by more than
# a tenth is a fault: make it undone, or run with --update and say why in the changelog. Another compiler or another
# machine makes other counts of the same source: where they differ from the file's, nothing is a fault.
set -euo pipefail
cd "$(dirname "$0")/.."
kept=benches/instructions.txt
compiler="$(rustc --version) on $(rustc -vV | sed -n 's/^host: //p')"

binary="$(cargo bench --locked --quiet --bench instructions --no-run --message-format=json |
  sed -n 's/.*"executable":"\([^"]*instructions[^"]*\)".*/\1/p' | tail -n 1)"

count() { # name
  valgrind --tool=callgrind --callgrind-out-file=/dev/null --collect-atstart=no \
    --toggle-collect='instructions::counted*' "$binary" "$1" 2>&1 | sed -n 's/.*Collected : //p'
}

measured="# $compiler"
while read -r name runs; do
  total="$(count "$name")"
  [ "${total:-0}" -gt 0 ] || { echo "$name: nothing was counted"; exit 1; }
  measured+=$'\n'"$name $((total / runs))"
done < <("$binary")

if [ "${1:-}" = --update ]; then
  printf '%s\n' "$measured" | tee "$kept"
  exit 0
fi

same=true faults=0
[ "$(head -n 1 "$kept")" = "# $compiler" ] || same=false
while read -r name now; do
  before="$(awk -v name="$name" '$1 == name { print $2 }' "$kept")"
  if [ -z "$before" ]; then
    echo "$name: $now, not in $kept"
    faults=$((faults + 1))
    continue
  fi
  percent=$(((now - before) * 100 / before))
  echo "$name: $now, was $before ($percent %)"
  [ $((now * 10)) -le $((before * 11)) ] || faults=$((faults + 1))
done < <(tail -n +2 <<<"$measured")
$same || { echo "counted with another compiler than $kept: nothing is held against it"; exit 0; }
[ "$faults" -eq 0 ] || { echo "more than a tenth above $kept, or not in it: $faults"; exit 1; }
