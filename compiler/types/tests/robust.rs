//! Whatever the program, the checker comes back with findings: it neither panics nor hangs.
//!
//! Programs of the corpus are mutated token by token. `MGO_FUZZ_SECONDS=600 MGO_FUZZ_SEED=7 cargo test -p mgo-types --test robust` goes on for longer.

mod library;

use library::Library;
use mgo_syntax::source::SourceMap;
use mgo_types::package::{Options, check_package};
use mgo_types::world::World;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

/// xorshift64*
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % n.max(1)
    }
}

/// The text cut into words, numbers, strings, single other characters and white space.
fn tokens(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let same = |c: char| {
            if first.is_alphanumeric() || first == '_' {
                c.is_alphanumeric() || c == '_'
            } else {
                first.is_whitespace() && c.is_whitespace()
            }
        };
        let end = match first {
            '"' | '`' => rest[1..].find(first).map_or(rest.len(), |at| at + 2),
            _ => rest.find(|c| !same(c)).unwrap_or(rest.len()).max(first.len_utf8()),
        };
        out.push(&rest[..end]);
        rest = &rest[end..];
    }
    out
}

/// A few tokens deleted, doubled, swapped or replaced by others, or a stretch of another program put in.
fn mutate(random: &mut Random, text: &str, other: &str) -> String {
    let mut list = tokens(text);
    let donors = tokens(other);
    for _ in 0..1 + random.below(6) {
        let at = random.below(list.len());
        let from = random.below(donors.len());
        match random.below(6) {
            0 if list.len() > 1 => drop(list.remove(at)),
            1 => list.insert(at, list[at]),
            2 => {
                let with = random.below(list.len());
                list.swap(at, with);
            }
            3 => list[at] = donors[from],
            4 => {
                let with = random.below(list.len());
                list[at] = list[with];
            }
            _ => {
                let len = random.below(12).min(donors.len() - from);
                list.splice(at..at, donors[from..from + len].iter().copied());
            }
        }
    }
    list.concat()
}

fn corpus() -> Vec<String> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors");
    let mut paths: Vec<_> = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ext| ext == "go"));
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

fn check(text: &str) {
    let sources = SourceMap::default();
    let id = sources.add("FILE", text);
    let parsed = mgo_syntax::parse_file(id, sources.file(id), mgo_syntax::Mode { script: false }, 0);
    // Broken trees are checked too.
    check_package(&mut World::new(), "p", vec![parsed.file], &mut Library::new(&sources), &Options::default());
}

/// What this thread has used of a processor: on a busy machine, that is less than what a clock shows.
fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

#[test]
fn fuzz_mutants_are_survived() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let limit = number("MGO_FUZZ_SECONDS").map(Duration::from_secs);
    let mut random = Random(number("MGO_FUZZ_SEED").unwrap_or(1) * 2 + 1);
    let programs = corpus();
    let start = Instant::now();
    let mut rounds = 0;
    while limit.map_or(rounds < 400, |limit| start.elapsed() < limit) {
        rounds += 1;
        let (text, other) = (&programs[random.below(programs.len())], &programs[random.below(programs.len())]);
        let mutant = mutate(&mut random, text, other);
        let began = processor_time();
        let outcome = catch_unwind(AssertUnwindSafe(|| check(&mutant)));
        assert!(outcome.is_ok(), "panic on:\n{mutant}");
        assert!(processor_time() - began < Duration::from_secs(5), "takes long:\n{mutant}");
    }
}
