//! Runs every program under `tests/spec`, a folder for each section of the language specification, and compares output, exit code and the text of
//! panics with what was recorded from real Go (`tests/oracle.sh`). A program without a record fails.

mod common;

use common::{name, programs, root, run_recorded};
use libtest_mimic::{Arguments, Trial};

fn main() {
    let args = Arguments::from_args();
    let files = programs(&root().join("tests/spec"));
    let trials = files.into_iter().map(|file| Trial::test(name(&file), move || run_recorded(&file))).collect();
    libtest_mimic::run(&args, trials).exit();
}
