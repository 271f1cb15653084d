# What one does with this repository. `just` lists it.

default:
    @just --list

# the test command of the README
test:
    cargo test --workspace

# accept what the tests print now as their golden files, where a test has its own (front end, IR)
bless:
    BLESS=1 cargo test --workspace

# record outputs of all programs from real Go 1.27.3 (`go` on PATH)
oracle:
    tests/oracle.sh $(find examples tests/golden tests/spec -name '*.go' -o -name '*.mgo')

# stress every row of the scheduler under GOMAXPROCS 1, 2 and 8, some at once (minutes)
stress rounds="200":
    cargo build --release
    tests/stress.sh -n {{rounds}}

# run every program that has a record with the collector under pressure and checked (minutes)
gcstress every="100" rounds="1":
    cargo build --release
    GODEBUG=gcstress={{every}},gcverify=1 tests/stress.sh -n {{rounds}} -t 120 $(find tests/rows tests/spec tests/golden/run tests/golden/memory examples -name '*.go' -o -name '*.mgo' | grep -v 'r34_heap\|returned')

# churn memory of every kind for so many seconds: the resident set must stay flat
churn seconds="600":
    cargo build --release
    target/release/mgo run tests/soak/churn.mgo {{seconds}}

# pauses beside a gigabyte of live objects and the cost of allocations, beside real Go's
measure-memory seconds="10":
    cargo build --release
    for procs in 1 2; do for with in 'target/release/mgo run' 'go run'; do echo "GOMAXPROCS=$procs $with"; GOMAXPROCS=$procs $with tests/measure/bigheap.go {{seconds}}; done; done
    for with in 'target/release/mgo run' 'go run'; do echo "$with"; GOMAXPROCS=1 $with tests/measure/alloc.go; done

# everything at once under GOMAXPROCS 1, 2 and 8, so many seconds each; a watchdog reports what does not move
soak seconds="1200":
    cargo build --release
    tests/soak.sh {{seconds}}

# load the servers of examples/net with wrk beside real Go
load:
    cargo build --release
    tests/load.sh

# measure parked goroutines, timers and wake-ups beside real Go
scale:
    cargo build --release
    tests/scale.sh

# fuzz lexer, parser and checker for so many seconds
fuzz seconds="1800":
    MGO_FUZZ_SECONDS={{seconds}} cargo test --release -p mgo-syntax -p mgo-types fuzz

# run random programs under mgo and real Go for so many seconds and compare; what differs stays in target/difffuzz
difffuzz seconds="600" seed="1":
    MGO_DIFFFUZZ_SECONDS={{seconds}} MGO_DIFFFUZZ_SEED={{seed}} cargo test --test difffuzz

# build the book
book:
    mdbook build book

# everything that CI does
ci:
    .ci/run
