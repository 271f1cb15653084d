#!/usr/bin/env bash
# Writes the tour's pages: one for each program of examples/tour, which says what it is about in its first comment. The test `tidy` fails when they are stale.
# Usage: book/tour.sh [DIR]      writes into DIR instead of book/src/tour
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-book/src/tour}
mkdir -p "$out"
rm -f "$out"/*.md
{
  echo "# Tour"
  echo
  echo "The language in small programs, in an order that can be read from first to last. Each is a file of \`examples/tour\`: run it, change it, run it again."
  echo
} >"$out/index.md"
# The title of a page: its file's name in words.
title_of() {
  case ${1#*-} in
    structs-methods | goroutines-channels | closures-state | labels-goto | readers-writers | scope-shadowing) title=${1#*-} title=${title/-/ and } ;;
    defer-panic-recover | once-cond-pool) title=${1#*-} title=${title/-/, } title=${title/-/ and } ;;
    directions) title="channel directions" ;;
    *) title=${1#*-} title=${title//-/ } ;;
  esac
  echo "${title^}"
}
for file in examples/tour/*.mgo; do
  name=$(basename "$file" .mgo)
  title=$(title_of "$name")
  {
    echo "# $title"
    echo
    sed -n '/^\/\/ /!q; s/^\/\/ //p' "$file"
    echo
    echo '```go'
    echo "{{#include ../../../$file}}"
    echo '```'
    echo
    echo "It prints"
    echo
    echo '```text'
    echo "{{#include ../../../${file%.mgo}.out}}"
    echo '```'
  } >"$out/$name.md"
  echo "- [$title]($name.md): $(sed -n '/^\/\/ /!q; s/^\/\/ //p' "$file" | tr '\n' ' ' | sed 's/ $//')" >>"$out/index.md"
done
