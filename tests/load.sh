#!/usr/bin/env bash
# Loads the servers of examples/net with wrk over loopback, beside the same programs under real Go, in turn: requests per second, processor time
# for each, memory, errors. Every socket error fails it.
# Usage: tests/load.sh [-c CONNECTIONS] [-s SECONDS] [-n RUNS]     MGO=path of the binary (default target/release/mgo)
set -u
cd "$(dirname "$0")/.."
connections=10000 seconds=10 runs=3
while getopts c:s:n: option; do
  case $option in c) connections=$OPTARG ;; s) seconds=$OPTARG ;; n) runs=$OPTARG ;; *) exit 2 ;; esac
done
mgo=${MGO:-target/release/mgo} work=target/load port=18080
ulimit -n $((connections + 1000)) || exit 1
rm -rf "$work" && mkdir -p "$work"
ticks=$(getconf CLK_TCK)

load() { # WHO SERVER COMMAND...
  local who=$1 server=$2 script=() log=$work/$2-$1-$port
  shift 2
  [ "$server" = echo ] && script=(-s tests/load/echo.lua)
  "$@" "127.0.0.1:$port" >/dev/null 2>"$log.err" &
  local pid=$!
  for _ in $(seq 200); do (: >"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break; sleep 0.05; done
  wrk -t1 -c"$connections" -d"${seconds}s" --timeout 60s ${script[@]+"${script[@]}"} "http://127.0.0.1:$port/" >"$log" 2>&1
  local memory cpu done
  memory=$(awk '/VmHWM/ {print $2}' "/proc/$pid/status") cpu=$(awk '{print $14 + $15}' "/proc/$pid/stat")
  kill $pid && wait $pid 2>/dev/null
  done=$(awk '/requests in/ {print $1}' "$log")
  awk -v n="${done:-0}" -v cpu="$cpu" -v ticks="$ticks" -v mem="$memory" -v who="$who" -v server="$server" -v rate="$(awk '/Requests\/sec/ {print $2}' "$log")" \
    'BEGIN {printf "%-10s %-4s %10.0f requests/s %8.2f us of processor each %8.1f MiB\n", server, who, rate, n ? cpu / ticks * 1e6 / n : 0, mem / 1024}'
  if [ "${done:-0}" = 0 ] || grep -q 'Socket errors\|Non-2xx' "$log"; then grep 'Socket errors\|Non-2xx' "$log"; failed=1; fi
  port=$((port + 1))
}

failed=0
for server in httphello echo; do
  cp "examples/net/$server.mgo" "$work/$server.go"
  go build -o "$work/$server" "$work/$server.go" || exit 1
  for _ in $(seq "$runs"); do
    load go "$server" "$work/$server"
    load mgo "$server" "$mgo" run "examples/net/$server.mgo"
  done
done
exit $failed
