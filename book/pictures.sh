#!/usr/bin/env bash
# Draws the book's pictures: runs each program of book/pictures.txt with a trace and has it drawn. tests/book.rs compares what they show.
# Usage: book/pictures.sh [DIR]    (`mgo` on PATH; DIR is book/src/pictures otherwise)
set -eu
cd "$(dirname "$0")/.."
to=${1:-book/src/pictures}
trace=$(mktemp --suffix=.json)
trap 'rm -f "$trace"' EXIT
mkdir -p "$to"
grep -v '^#' book/pictures.txt | while read -r name procs runs program; do
  GOMAXPROCS=$procs mgo run --trace="$trace" "$program" >/dev/null
  mgo trace --svg --runs "$runs" "$trace" >"$to/$name.svg"
done
