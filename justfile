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

# model-check the lock-free parts of the scheduler
loom:
    RUSTFLAGS="--cfg loom" cargo test -p mgo-runtime --release --lib models

# stress every row of the scheduler under GOMAXPROCS 1, 2 and 8, some at once (minutes)
stress rounds="200":
    cargo build --release
    tests/stress.sh -n {{rounds}}

# run every program that has a record with the collector under pressure and checked (minutes)
gcstress every="100" rounds="1":
    cargo build --release
    GODEBUG=gcstress={{every}},gcverify=1 tests/stress.sh -n {{rounds}} -t 120 $(find tests/rows tests/spec tests/golden/run tests/golden/memory examples -name '*.go' -o -name '*.mgo' | grep -v r34_heap)

# everything at once under GOMAXPROCS 1, 2 and 8, so many seconds each; a watchdog reports what does not move
soak seconds="1200":
    cargo build --release
    tests/soak.sh {{seconds}}

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
