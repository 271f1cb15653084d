#!/usr/bin/env bash
# Runs tests/soak/soak.mgo under GOMAXPROCS 1, 2 and 8, one after the other. A lost wake-up, a crash, wrong data or growing memory fails it; what every
# goroutine was doing then stands in target/soak.
# Usage: tests/soak.sh [SECONDS [PATIENCE]]     MGO=path of the binary (default target/release/mgo)
set -u
cd "$(dirname "$0")/.."
seconds=${1:-1200} patience=${2:-30} mgo=${MGO:-target/release/mgo} out=target/soak failed=0
rm -rf "$out" && mkdir -p "$out"
for procs in 1 2 8; do
  echo "GOMAXPROCS=$procs, $seconds s"
  GOMAXPROCS=$procs timeout -s QUIT -k 30 $((seconds + 4 * patience)) "$mgo" run tests/soak/soak.mgo "$seconds" "$patience" >"$out/$procs.out" 2>"$out/$procs.err" </dev/null
  code=$?
  sed 's/^/  /' "$out/$procs.out"
  if [ $code -ne 0 ]; then echo "  FAILED with exit code $code, see $out/$procs.err"; head -3 "$out/$procs.err" | sed 's/^/  /'; failed=1; fi
done
exit $failed
