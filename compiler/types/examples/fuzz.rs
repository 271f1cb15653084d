//! Fuzzing of lexer, parser and checker: mutated programs must neither panic nor hang.
//!
//! `cargo run -p mgo-types --example fuzz -- SEED SECONDS DIR…` mutates the `.go` and `.mgo` files of the directories, token by token;
//! `… --example fuzz -- FILE` runs one input. The input at hand is always in `$TMPDIR/mgo-fuzz-SEED.go`: after a crash, that is the culprit.

use mgo_syntax::source::SourceMap;
use mgo_types::imports::{ImportError, Importer};
use mgo_types::object::PackageId;
use mgo_types::package::{Options, check_package};
use mgo_types::world::World;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Longer than this is a hang.
const TOO_LONG: Duration = Duration::from_secs(10);

/// Larger seeds teach little and take long.
const MAX_SEED: usize = 12_000;

/// What is thrown in beside the tokens of the seeds.
const SPICE: [&str; 32] = [
    "int",
    "T",
    "x",
    "nil",
    "[]",
    "*",
    "func",
    "interface",
    "struct",
    "map",
    "chan",
    "any",
    "~",
    "...",
    "iota",
    "type",
    "0",
    "1<<100",
    "\"s\"",
    "'a'",
    "1.5",
    "len",
    "append",
    "unsafe",
    "goto",
    "L:",
    "range",
    "defer",
    "<-",
    ":=",
    "const",
    "0i",
];

/// No package can be imported; nothing more is said about those.
struct NoPackages;

impl Importer for NoPackages {
    fn import(&mut self, _: &mut World, path: &str) -> Result<PackageId, ImportError> {
        Err(if path.len().is_multiple_of(8) { ImportError::NotFound } else { ImportError::Broken })
    }
}

/// A small generator of random numbers (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n.max(1)
    }
}

/// Words and single other characters.
fn tokens(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            out.push(std::mem::take(&mut word));
        }
        out.push(c.to_string());
    }
    out.push(word);
    out
}

/// Changes up to six places.
fn mutate(mut text: Vec<String>, seeds: &[Vec<String>], random: &mut Random) -> String {
    for _ in 0..=random.below(6) {
        let (i, j) = (random.below(text.len()), random.below(text.len()));
        match random.below(7) {
            0 if text.len() > 1 => {
                text.remove(i);
            }
            1 => text[i] = text[j].clone(),
            2 => text.insert(i, text[j].clone()),
            3 => text.swap(i, j),
            4 => {
                let other = &seeds[random.below(seeds.len())];
                let from = random.below(other.len());
                let to = (from + random.below(30)).min(other.len());
                text.splice(i..i, other[from..to].iter().cloned());
            }
            5 if i.abs_diff(j) < 40 && text.len() > 50 => {
                text.drain(i.min(j)..i.max(j));
            }
            _ => text[i] = SPICE[random.below(SPICE.len())].into(),
        }
    }
    text.concat()
}

/// Takes one program through all stages of the front end.
fn run(text: &str) -> Duration {
    let start = Instant::now();
    let mut sources = SourceMap::default();
    let id = sources.add("fuzz.go", text);
    let script = text.len().is_multiple_of(2);
    let parsed = mgo_syntax::parse_file(id, sources.file(id), mgo_syntax::Mode { script }, 0);
    let mut world = World::new();
    let opts = Options { script, ..Options::default() };
    let (pkg, mut diags) = check_package(&mut world, "main", vec![parsed.file], &mut NoPackages, &opts);
    diags.extend(parsed.diags);
    mgo_syntax::diag::tidy(&mut diags, &sources);
    assert!(diags.iter().all(|d| !d.message.is_empty()), "a finding without a message");
    std::hint::black_box(mgo_syntax::render::render(&sources, &diags, false));
    std::hint::black_box(mgo_types::print::package(&world, pkg, &sources));
    start.elapsed()
}

fn seeds(dirs: &[String]) -> Vec<Vec<String>> {
    let files = dirs.iter().filter_map(|dir| std::fs::read_dir(dir).ok()).flatten().flatten().map(|entry| entry.path());
    let sources = files.filter(|path| path.extension().is_some_and(|ext| ext == "go" || ext == "mgo"));
    let mut texts: Vec<String> = sources.filter_map(|path| std::fs::read_to_string(path).ok()).collect();
    texts.retain(|text| text.len() <= MAX_SEED);
    texts.sort();
    texts.iter().map(|text| tokens(text)).collect()
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (Some(seed), Some(seconds)) = (args.first().and_then(|s| s.parse::<u64>().ok()), args.get(1).and_then(|s| s.parse().ok())) else {
        let Some(text) = args.first().and_then(|path| std::fs::read_to_string(Path::new(path)).ok()) else {
            eprintln!("usage: fuzz SEED SECONDS DIR… | fuzz FILE");
            return ExitCode::FAILURE;
        };
        println!("{:?}", run(&text));
        return ExitCode::SUCCESS;
    };
    let seeds = seeds(&args[2..]);
    if seeds.is_empty() {
        eprintln!("no seeds");
        return ExitCode::FAILURE;
    }
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let input = std::env::temp_dir().join(format!("mgo-fuzz-{seed}.go"));
    let (start, limit) = (Instant::now(), Duration::from_secs(seconds));
    let (mut runs, mut worst) = (0u64, Duration::ZERO);
    while start.elapsed() < limit {
        let base = seeds[random.below(seeds.len())].clone();
        let text = mutate(base, &seeds, &mut random);
        if std::fs::write(&input, &text).is_err() {
            return ExitCode::FAILURE;
        }
        let took = run(&text);
        if took > TOO_LONG {
            eprintln!("took {took:?}: {}", input.display());
            return ExitCode::FAILURE;
        }
        worst = worst.max(took);
        runs += 1;
    }
    println!("{runs} programs, the slowest took {worst:?}");
    ExitCode::SUCCESS
}
