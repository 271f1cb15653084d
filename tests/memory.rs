//! Runs every program under `tests/golden/memory` with the collector under pressure: verified, started every so many refills, with little and
//! with much room, on one and on several Ps. The output must be that of real Go each time.

mod common;

use common::{mgo_env, programs, root};
use libtest_mimic::{Arguments, Failed, Trial};
use std::path::Path;

/// Names of the settings and their environment.
const SETTINGS: [(&str, &[(&str, &str)]); 5] = [
    ("plain", &[]),
    ("verified", &[("GODEBUG", "gcverify=1"), ("GOGC", "50")]),
    ("stress", &[("GODEBUG", "gcstress=500,gcverify=1")]),
    ("one P", &[("GODEBUG", "gcstress=300"), ("GOMAXPROCS", "1")]),
    ("little room", &[("GOGC", "5"), ("GOMEMLIMIT", "16MiB"), ("GOMAXPROCS", "4")]),
];

fn main() {
    let args = Arguments::from_args();
    let mut trials = Vec::new();
    for file in programs(&root().join("tests/golden/memory")) {
        for (name, env) in SETTINGS {
            let (file, title) = (file.clone(), format!("{}: {name}", file.file_stem().unwrap_or_default().to_string_lossy()));
            trials.push(Trial::test(title, move || run(&file, env)));
        }
    }
    libtest_mimic::run(&args, trials).exit();
}

fn run(file: &Path, env: &[(&str, &str)]) -> Result<(), Failed> {
    let want =
        std::fs::read_to_string(file.with_extension("out")).map_err(|_| "no .out beside the program: record it with tests/oracle.sh")?;
    let got = mgo_env(&["run", &file.display().to_string()], env);
    if got.code != 0 || got.stdout != want {
        return Err(format!("exit code {}\nwant {want}\ngot {}\n{}", got.code, got.stdout, got.stderr).into());
    }
    Ok(())
}
