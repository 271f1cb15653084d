//! Runs every program under `tests/golden/memory` with the collector under pressure: verified, started every so many refills, with little and
//! with much room, on one and on several Ps. The output must be that of real Go each time.
//!
//! Programs that use up their address space must end with a fatal error.
//!
//! The rest of the suite that runs to its end (`golden/run`, `spec`) is run once under mild stress; `just gcstress` is the long form.
//!
//! And the other way round: with one kind of root left out (`gcomit`, development builds only) `roots.go` must fail, and with the barriers of one kind
//! of site `sites.go` must, so that the settings above are known to notice it.

mod common;

use common::{mgo_env, programs, root, run, run_recorded_env};
use libtest_mimic::{Arguments, Failed, Trial};
use std::process::Command;
use std::time::Duration;

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
/// Functions of `sites.go` that compiled barriers are taken away from: these show when the program runs in between.
const SITES: [&str; 12] = [
    "setField",
    "setGlobal",
    "setElement",
    "appendTo",
    "setInterface",
    "captured.func2",
    "setFunction",
    "setString",
    "setSlice",
    "setSmall",
    "setAtomic",
    "setMap",
];
/// Sites of the runtime's own.
const NATIVE_SITES: [&str; 4] = ["copies", "clears", "maps", "channels"];

/// Whether something missing shows depends on when marking begins.
const TRIES: usize = 10;

/// Programs that never stop to use memory.
const LIMITED: [(&str, &str); 12] = [
    ("objects", "type n struct { next *n; pad [100]int }\nfunc main() { var h *n; for { h = &n{next: h} } }"),
    ("large objects", "func main() { var s [][]byte; for { s = append(s, make([]byte, 64<<20)) } }"),
    ("maps", "func main() { m := map[int]int{}; for i := 0; ; i++ { m[i] = i } }"),
    ("goroutines", "func main() { c := make(chan int); for { go func() { <-c }() } }"),
    (
        "stacks",
        "func f(c chan int, n int) int { var a [900]int; a[n] = n; if n == 0 { return <-c }; return f(c, n-1) + a[n] }\n\
      func main() { c := make(chan int); for i := 0; ; i++ { go f(c, 800) } }",
    ),
    ("make", "var n = 1 << 40\nvar s []byte\nfunc main() { s = make([]byte, n) }"),
    ("channels", "var n = 1 << 40\nvar c chan int\nfunc main() { c = make(chan int, n) }"),
    ("append", "var s []byte\nfunc main() { for { s = append(s, make([]byte, 1<<20)...) } }"),
    ("concatenation", "var s = \"0123456789abcdef\"\nfunc main() { for { s += s } }"),
    ("strings in maps", "func main() { m := map[string]string{}; s := \"a\"; for { s += \"bcdefgh\"; m[s] = s + \"x\" } }"),
    ("deferred calls", "func main() { for { defer func() {}() } }"),
    (
        "waiters",
        "import \"sync\"\nfunc main() { var mu sync.Mutex; mu.Lock(); c := make(chan int); for { go func() { mu.Lock() }()\n\
      go func() { select { case <-c: case c <- 1: } }() } }",
    ),
];

/// Kilobytes of address space in which not even the compiler has room, some of it, or the largest stacks' segments.
const NARROW: [usize; 4] = [100_000, 200_000, 400_000, 700_000];

fn main() {
    let args = Arguments::from_args();
    let mut trials = Vec::new();
    for file in programs(&root().join("tests/golden/memory")) {
        let sees_settings = file.file_stem().is_some_and(|stem| stem == "stats");
        let large = file.file_stem().is_some_and(|stem| stem == "returned");
        for (name, env) in SETTINGS {
            if large
                && (name == "little room" || env.iter().any(|(_, value)| value.contains("gcstress") || value.contains("gcstoptheworld")))
            {
                continue; // its structures are too large to be marked over and over
            }
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
        for kind in ROOTS {
            trials.push(Trial::test(format!("omitted root: {kind}"), move || {
                omitted("roots.go", kind, "gcstoptheworld=1,gcverify=1,gcstress=40", "")
            }));
        }
        for site in SITES.map(|site| (site, format!("in:main.{site}"))).into_iter().chain(NATIVE_SITES.map(|site| (site, site.to_owned())))
        {
            let title = format!("omitted barrier: {}", site.0);
            trials.push(Trial::test(title, move || omitted("sites.go", &site.1, "gcverify=1,gcstress=5", site.0)));
        }
    }
    for (name, program) in LIMITED {
        trials.push(Trial::test(format!("out of memory: {name}"), move || out_of_memory(program)));
    }
    for limit in NARROW {
        trials.push(Trial::test(format!("out of memory: {limit} kB"), move || narrow(limit)));
    }
    libtest_mimic::run(&args, trials).exit();
}

/// Where there is no room to start in, that is a fatal error, too.
fn narrow(limit: usize) -> Result<(), Failed> {
    let got = limited("func main() { println(\"started\") }", limit)?;
    match (got.code, got.stderr.as_str()) {
        (0, "started\n") => Ok(()),
        (2, text) if text.starts_with("fatal error: ") => Ok(()),
        _ => Err(format!("exit code {}\n{}", got.code, got.stderr).into()),
    }
}

/// Runs a program in so many kilobytes of address space.
fn limited(body: &str, limit: usize) -> Result<common::Outcome, Failed> {
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("main.go");
    std::fs::write(&file, format!("package main\n\n{body}\n"))?;
    let mut command = Command::new("sh");
    command.args(["-c", &format!("ulimit -v {limit}; exec \"$0\" run \"$1\"")]).arg(env!("CARGO_BIN_EXE_mgo")).arg(&file);
    Ok(run(command, Duration::from_secs(180)))
}

/// A program that uses up its address space ends with Go's fatal error and exit code.
fn out_of_memory(body: &str) -> Result<(), Failed> {
    let got = limited(body, 1_500_000)?;
    let fatal = ["fatal error: out of memory", "fatal error: runtime: cannot allocate memory", "fatal error: newosproc"];
    if got.code != 2 || !fatal.iter().any(|text| got.stderr.contains(text)) {
        return Err(format!("exit code {}\n{}", got.code, got.stderr).into());
    }
    Ok(())
}

/// Something is missing: the program must not get through each time.
fn omitted(program: &str, kind: &str, debug: &str, site: &str) -> Result<(), Failed> {
    let file = root().join("tests/golden/memory").join(program);
    let want = std::fs::read_to_string(file.with_extension("out"))?;
    let debug = format!("{debug},gcomit={kind}");
    let noticed = (0..TRIES).any(|_| {
        let got = mgo_env(&["run", &file.display().to_string()], &[("GODEBUG", &debug), ("GOMAXPROCS", "1"), ("SITE", site)]);
        got.code != 0 || got.stdout.is_empty() || !got.stdout.lines().all(|line| want.lines().any(|l| l == line))
    });
    if noticed { Ok(()) } else { Err(format!("without {kind} nothing was noticed").into()) }
}
