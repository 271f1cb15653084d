#!/usr/bin/env bash
# record.sh [CASE...]: what real `go test` prints for each case, one run per line of its `args`, into `want`.
set -euo pipefail
cd "$(dirname "$0")"
[ $# -gt 0 ] || set -- */
for case in "$@"; do
    (
        # Fuzzing writes to testdata: the case stays as it is.
        copy=$(mktemp -d)
        trap 'rm -rf "$copy"' EXIT
        cp -r "$case/." "$copy"
        want=$PWD/$case/want
        cd "$copy"
        while IFS= read -r args; do
            echo "\$ go test $args"
            code=0
            # shellcheck disable=SC2086 # the flags are words
            GOFLAGS= go test -vet=off -count=1 $args 2>/dev/null </dev/null || code=$?
            echo "exit $code"
        done <args >"$want"
    )
    echo "recorded $case"
done
