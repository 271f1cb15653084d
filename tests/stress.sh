#!/usr/bin/env bash
# Runs every row program (or the FILEs) many times under GOMAXPROCS 1, 2 and 8, some at once, and compares with the recorded output.
# A lost wake-up shows as exit code 124. Failing runs leave their output in target/stress.
# Usage: tests/stress.sh [-n RUNS] [-j JOBS] [-t SECONDS] [FILE...]     MGO=path of the binary (default target/release/mgo)
set -u
cd "$(dirname "$0")/.."
runs=100 jobs=4 limit=60
while getopts n:j:t: option; do
  case $option in n) runs=$OPTARG ;; j) jobs=$OPTARG ;; t) limit=$OPTARG ;; *) exit 2 ;; esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || set -- tests/rows/*.mgo
export MGO=${MGO:-target/release/mgo} limit out=target/stress
rm -rf "$out" && mkdir -p "$out"

one() { # FILE PROCS RUN
  local stem=${1%.*} log; log=$out/$(basename "${1%.*}")-$2-$3
  GOMAXPROCS=$2 timeout "$limit" "$MGO" run "$1" >"$log.out" 2>"$log.err" </dev/null
  local code=$? want=0
  [ -e "$stem.code" ] && want=$(<"$stem.code")
  if [ $code -eq "$want" ] && cmp -s "$log.out" "$stem.out"; then rm -f "$log.out" "$log.err"; else echo "FAILED $1 GOMAXPROCS=$2 run $3: exit code $code, see $log.err"; fi
}
export -f one

for file in "$@"; do for procs in 1 2 8; do for run in $(seq "$runs"); do printf '%s\0%s\0%s\0' "$file" "$procs" "$run"; done; done; done |
  xargs -0 -n 3 -P "$jobs" bash -c 'one "$@"' _ | tee "$out/failed"
[ ! -s "$out/failed" ] && echo "$# programs, $runs runs each under GOMAXPROCS 1, 2 and 8: no failure"
