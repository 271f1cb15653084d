//! Runs every program under `tests/golden/memory` with the collector under pressure: verified, started every so many refills, with little and
//! with much room, on one and on several Ps. The output must be that of real Go each time.
//!
//! The rest of the suite that runs to its end (`golden/run`, `spec`) is run once under mild stress; `just gcstress` is the long form.
//!
//! And the other way round: with one kind of root or barrier left out (`gcomit`, development builds only), `roots.go` must fail, so that the settings above
//! are known to notice it.

mod common;

use common::{mgo_env, programs, root, run_recorded_env};
use libtest_mimic::{Arguments, Failed, Trial};

/// Names of the settings and their environment.
const SETTINGS: [(&str, &[(&str, &str)]); 6] = [
    ("plain", &[]),
    ("verified", &[("GODEBUG", "gcverify=1"), ("GOGC", "50")]),
    ("stress", &[("GODEBUG", "gcstress=500,gcverify=1")]),
    ("one P", &[("GODEBUG", "gcstress=300"), ("GOMAXPROCS", "1")]),
    ("stopped", &[("GODEBUG", "gcstoptheworld=1,gcverify=1"), ("GOGC", "50"), ("GOMAXPROCS", "2")]),
    ("little room", &[("GOGC", "5"), ("GOMEMLIMIT", "16MiB"), ("GOMAXPROCS", "4")]),
];

/// For programs that are about something else.
const SUITE: [(&str, &str); 2] = [("GODEBUG", "gcstress=2000,gcverify=1"), ("GOMAXPROCS", "2")];
/// Kinds of roots, which show when marking is done in one moment.
const ROOTS: [&str; 7] = ["globals", "stacks", "segments", "registers", "g0", "defers", "timers"];
/// Kinds of barriers, which show when the program runs in between.
const BARRIERS: [&str; 4] = ["stores", "copies", "clears", "maps"];

fn main() {
    let args = Arguments::from_args();
    let mut trials = Vec::new();
    for file in programs(&root().join("tests/golden/memory")) {
        let sees_settings = file.file_stem().is_some_and(|stem| stem == "stats");
        for (name, env) in SETTINGS {
            if sees_settings && env.iter().any(|(key, _)| *key == "GOGC") {
                continue; // it prints the settings, and what they lead to
            }
            let (file, title) = (file.clone(), format!("{}: {name}", file.file_stem().unwrap_or_default().to_string_lossy()));
            trials.push(Trial::test(title, move || run_recorded_env(&file, env)));
        }
    }
    for file in ["tests/golden/run", "tests/spec"].iter().flat_map(|dir| programs(&root().join(dir))) {
        let title = format!("suite: {}", file.file_stem().unwrap_or_default().to_string_lossy());
        trials.push(Trial::test(title, move || run_recorded_env(&file, &SUITE)));
    }
    if cfg!(debug_assertions) {
        let kinds = ROOTS.map(|kind| (kind, "gcstoptheworld=1,gcverify=1,gcstress=40")).into_iter();
        for (kind, debug) in kinds.chain(BARRIERS.map(|kind| (kind, "gcverify=1,gcstress=5"))) {
            trials.push(Trial::test(format!("omitted: {kind}"), move || omitted(kind, debug)));
        }
    }
    libtest_mimic::run(&args, trials).exit();
}

/// Something is missing: the program must not get through.
fn omitted(kind: &str, debug: &str) -> Result<(), Failed> {
    let file = root().join("tests/golden/memory/roots.go");
    let want = std::fs::read_to_string(file.with_extension("out"))?;
    let debug = format!("{debug},gcomit={kind}");
    let got = mgo_env(&["run", &file.display().to_string()], &[("GODEBUG", &debug), ("GOMAXPROCS", "1")]);
    if got.code == 0 && got.stdout == want {
        return Err(format!("without {kind} nothing was noticed").into());
    }
    Ok(())
}
