#!/usr/bin/env bash
# Records what Go's compiler says about each program here: `record.sh [FILE.go]…`, in FILE.want.
set -u
cd "$(dirname "$0")"
out=$(mktemp -d)/out
files=("$@")
[ ${#files[@]} -gt 0 ] || files=(*.go)
for f in "${files[@]}"; do
  go build -gcflags=-e -o "$out" "$f" 2>&1 | grep -v '^# ' | sed "s#\./$f#FILE#g; s#^FILE:##" > "${f%.go}.want"
done
