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
for file in examples/tour/*.mgo; do
  name=$(basename "$file" .mgo)
  title=$(echo "${name#*-}" | tr '-' ' ')
  {
    echo "# ${title^}"
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
  echo "- [${title^}]($name.md)" >>"$out/index.md"
done
