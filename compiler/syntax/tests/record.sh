#!/bin/sh
# Asks the go on the PATH what it says about each tests/errors/*.go and writes it beside, as NAME.err.
cd "$(dirname "$0")/errors" || exit 1
for file in *.go; do
    # labels are the checker's business
    go tool compile -p p -e -o /dev/null "$file" 2>&1 | sed -n "s/^$file://p" | grep -v ': label ' > "${file%.go}.err"
done
