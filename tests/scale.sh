#!/usr/bin/env bash
# Measures the programs of tests/scale beside real Go, run by run in turn, under GOMAXPROCS 1 and 2; prints each figure's medians and their ratio.
# Usage: tests/scale.sh [-n RUNS] [NAME...]     MGO=path of the binary (default target/release/mgo); the real Go is first on PATH
set -eu
cd "$(dirname "$0")/.."
runs=5
while getopts n: option; do case $option in n) runs=$OPTARG ;; *) exit 2 ;; esac; done
shift $((OPTIND - 1))
mgo=${MGO:-target/release/mgo} work=target/scale
mkdir -p "$work"
[ $# -gt 0 ] || set -- parked-100000 parked-1000000 timers sockwake

for name in "$@"; do
  program=${name%%-*} argument=
  case $name in *-*) argument=${name#*-} ;; esac
  go build -o "$work/$program" "tests/scale/$program.go"
  for procs in 1 2; do
    : >"$work/figures"
    for _ in $(seq "$runs"); do
      GOMAXPROCS=$procs timeout 120 "$work/$program" $argument | sed 's/^metric/go/' >>"$work/figures"
      GOMAXPROCS=$procs timeout 120 "$mgo" run "tests/scale/$program.go" $argument | sed 's/^metric/mgo/' >>"$work/figures"
    done
    for figure in $(awk '{print $2}' "$work/figures" | sort -u); do
      median() { awk -v who="$1" -v what="$figure" '$1 == who && $2 == what {print $3}' "$work/figures" | sort -n | awk '{all[NR] = $1} END {print all[int((NR + 1) / 2)]}'; }
      go=$(median go) ours=$(median mgo)
      printf '%-16s GOMAXPROCS=%s %-28s go %12s  mgo %12s  ratio %s\n' "$name" "$procs" "$figure" "$go" "$ours" "$(awk -v a="$ours" -v b="$go" 'BEGIN {printf "%.2f", b ? a / b : 0}')"
    done
  done
done
