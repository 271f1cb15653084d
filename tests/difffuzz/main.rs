//! The differential fuzzer: random well-typed programs run under mgo and under real Go, which must print the same, panic with the same text and
//! exit with the same code. Without `MGO_DIFFFUZZ_SECONDS` (`just difffuzz SECONDS`) a few programs run under mgo alone, with one and with many
//! threads and a collector that runs all the time, which must make no difference.
//!
//! `MGO_DIFFFUZZ_SEED` is the first seed. What differs stays in `target/difffuzz`, as SEED.go with both outputs.

#![allow(clippy::explicit_auto_deref, reason = "without the star the type of what is picked cannot be inferred")]

#[path = "../common/mod.rs"]
mod common;
mod expr;
mod program;
mod stmt;
mod types;

use common::{Outcome, mgo_env, root, run};
use libtest_mimic::{Arguments, Failed, Trial};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// Functions of a program: many, as real Go takes a while to build any.
const FUNCS: usize = 25;
const LIMIT: Duration = Duration::from_secs(60);

fn main() {
    let args = Arguments::from_args();
    let number = |name: &str| std::env::var(name).ok().and_then(|v| v.parse::<u64>().ok());
    let first = number("MGO_DIFFFUZZ_SEED").unwrap_or(1);
    let trials = match number("MGO_DIFFFUZZ_SECONDS") {
        Some(seconds) => vec![Trial::test("against_go", move || against_go(first, Duration::from_secs(seconds)))],
        None => (first..first + 3).map(|seed| Trial::test(format!("alone_{seed}"), move || alone(seed))).collect(),
    };
    libtest_mimic::run(&args, trials).exit();
}

/// Runs programs until the time is up; fails when any differed.
fn against_go(first: u64, time: Duration) -> Result<(), Failed> {
    let dir = root().join("target/difffuzz");
    std::fs::create_dir_all(&dir)?;
    let start = Instant::now();
    let (mut seed, mut wrong) = (first, Vec::new());
    while start.elapsed() < time {
        if !agrees(&dir, seed)? {
            eprintln!("seed {seed} differs");
            wrong.push(seed);
        }
        seed += 1;
    }
    eprintln!("{} programs, {} differ", seed - first, wrong.len());
    if wrong.is_empty() { Ok(()) } else { Err(format!("seeds {wrong:?} differ, see {}", dir.display()).into()) }
}

/// Whether both run the program of a seed alike. What they did stays when not.
fn agrees(dir: &Path, seed: u64) -> Result<bool, Failed> {
    let file = dir.join(format!("{seed}.go"));
    std::fs::write(&file, program::program(seed, FUNCS))?;
    let binary = dir.join(format!("{seed}.bin"));
    let mut build = Command::new("go");
    build.args(["build", "-o"]).arg(&binary).arg(&file);
    let built = run(build, Duration::from_secs(300));
    if built.code != 0 {
        return Err(format!("seed {seed}: not a Go program:\n{}", built.stderr).into());
    }
    let want = run(Command::new(&binary), LIMIT);
    std::fs::remove_file(&binary)?;
    let got = mgo_env(&["run", &file.display().to_string()], &[]);
    if comparable(&want) == comparable(&got) {
        std::fs::remove_file(&file)?;
        return Ok(true);
    }
    std::fs::write(file.with_extension("want"), comparable(&want))?;
    std::fs::write(file.with_extension("got"), comparable(&got) + &got.stderr)?;
    Ok(false)
}

/// What must be the same: output, exit code, and the panic that ended the program.
fn comparable(o: &Outcome) -> String {
    let panic: String = o.stderr.lines().take_while(|l| !l.starts_with("goroutine ")).filter(|l| !l.starts_with("[signal ")).collect();
    format!("{}\nexit code {}\n{panic}\n", o.stdout, o.code)
}

/// Threads and collections change nothing.
fn alone(seed: u64) -> Result<(), Failed> {
    let file = std::env::temp_dir().join(format!("mgo-difffuzz-{}-{seed}.go", std::process::id()));
    std::fs::write(&file, program::program(seed, FUNCS))?;
    let path = file.display().to_string();
    let settings: [&[(&str, &str)]; 3] =
        [&[("GOMAXPROCS", "1")], &[("GOMAXPROCS", "8")], &[("GOMAXPROCS", "2"), ("MGODEBUG", "gcstress=1")]];
    let outcomes = settings.map(|env| mgo_env(&["run", &path], env));
    std::fs::remove_file(&file)?;
    let first = comparable(&outcomes[0]);
    if ![0, 2].contains(&outcomes[0].code) {
        return Err(format!("exit code {}\n{}", outcomes[0].code, outcomes[0].stderr).into());
    }
    for (env, o) in settings.iter().zip(&outcomes) {
        if comparable(o) != first {
            return Err(format!("seed {seed} differs under {env:?}:\n{}", o.stderr).into());
        }
    }
    Ok(())
}
