//! The rows of the scheduler's specification: each program of `tests/rows` is named after the row it shows and runs on 1, 2 and 8 Ps; its output was
//! recorded from real Go. Rows that no program can show by its output alone have a function here or a unit test `rNN_…` in the runtime.

mod common;

use common::{mgo_env, programs, root, run, run_recorded_env};
use libtest_mimic::{Arguments, Failed, Trial};
use std::process::Command;
use std::time::Duration;

const PROCS: [&str; 3] = ["1", "2", "8"];

fn main() {
    let args = Arguments::from_args();
    let mut trials = vec![
        Trial::test("r02_gdb", r02_gdb),
        Trial::test("r10_start_up", r10_start_up),
        Trial::test("r12_exit_codes", r12_exit_codes),
        Trial::test("r38_schedtrace", r38_schedtrace),
        Trial::test("r39_execution_trace", r39_execution_trace),
        Trial::test("r40_sigquit", r40_sigquit),
        Trial::test("r40_cpu_profile", r40_cpu_profile),
    ];
    for file in programs(&root().join("tests/rows")) {
        for procs in PROCS {
            let file = file.clone();
            let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            trials.push(Trial::test(format!("{name}/{procs}"), move || run_recorded_env(&file, &[("GOMAXPROCS", procs)])));
        }
    }
    libtest_mimic::run(&args, trials).exit();
}

/// R02: gdb stops in `main.g1`, shows `goexit` below it, and a step over its `ret` lands in `goexit`.
fn r02_gdb() -> Result<(), Failed> {
    let file = root().join("tests/rows/r01_seed_program.mgo");
    let mut gdb = Command::new("gdb");
    gdb.env("MGO_GDB", "1").env("GOMAXPROCS", "1").args(["-batch", "-nx", "-ex", "set confirm off", "-ex", "set breakpoint pending on"]);
    gdb.args([
        "-ex",
        "tbreak main.g1",
        "-ex",
        "run",
        "-ex",
        "bt",
        "-ex",
        "finish",
        "-ex",
        "info symbol $pc",
        "--args",
        env!("CARGO_BIN_EXE_mgo"),
        "run",
    ])
    .arg(&file);
    if Command::new("gdb").arg("--version").output().is_err() {
        return Err("this test needs gdb (Debian: apt-get install gdb)".into());
    }
    let got = run(gdb, Duration::from_secs(120));
    let stack: Vec<&str> = got.stdout.lines().filter(|l| l.starts_with('#')).collect();
    let [top, caller, ..] = stack[..] else {
        return Err(format!("no backtrace:\n{}{}", got.stdout, got.stderr).into());
    };
    if !top.contains("main.g1") || !caller.contains("goexit") {
        return Err(format!("want main.g1 called by goexit, got\n{top}\n{caller}").into());
    }
    if !got.stdout.lines().any(|l| l.starts_with("goexit + 1 ") || l.starts_with("goexit in") || l.starts_with("goexit +")) {
        return Err(format!("the return of main.g1 does not lead into goexit:\n{}", got.stdout).into());
    }
    Ok(())
}

/// R10: the steps of the start-up, in order.
fn r10_start_up() -> Result<(), Failed> {
    let got = mgo_env(&["run", "--trace-boot", &root().join("examples/tour/01-hello.mgo").display().to_string()], &[("GOMAXPROCS", "2")]);
    let steps = ["g0 and m0", "args", "osinit", "schedinit", "procresize(2)", "newproc(runtime.main)", "mstart", "runtime.main"];
    let mut rest = got.stderr.as_str();
    for step in steps {
        let at = rest.find(step).ok_or_else(|| format!("no step {step} (in order) in\n{}", got.stderr))?;
        rest = &rest[at + step.len()..];
    }
    Ok(())
}

/// The text with every run of digits as `N`.
fn shape(line: &str) -> String {
    let mut out = String::new();
    for c in line.chars() {
        match c {
            '0'..='9' if out.ends_with('N') => {}
            '0'..='9' => out.push('N'),
            c => out.push(c),
        }
    }
    out
}

/// R38: the lines of `schedtrace` and `scheddetail`, in the form that Go writes them.
fn r38_schedtrace() -> Result<(), Failed> {
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("r38.go");
    std::fs::write(&file, "package main\nimport \"time\"\nfunc main() { time.Sleep(500 * time.Millisecond) }\n")?;
    let file = file.display().to_string();
    for variable in ["GODEBUG", "MGODEBUG"] {
        let got = mgo_env(&["run", &file], &[("GOMAXPROCS", "2"), (variable, "schedtrace=50")]);
        let want = "SCHED Nms: gomaxprocs=N idleprocs=N threads=N spinningthreads=N needspinning=N idlethreads=N runqueue=N [ N N ] schedticks=[ N N ]";
        if got.stderr.lines().next().is_none_or(|line| shape(line) != want) {
            return Err(format!("want {want}, got\n{}", got.stderr).into());
        }
    }
    let got = mgo_env(&["run", &file], &[("GOMAXPROCS", "2"), ("MGODEBUG", "schedtrace=50,scheddetail=1")]);
    let forms = [
        "SCHED Nms: gomaxprocs=N idleprocs=N threads=N spinningthreads=N needspinning=N idlethreads=N runqueue=N gcwaiting=false nmidlelocked=N stopwait=N sysmonwait=false",
        "  PN: status=N schedtick=N syscalltick=N m=nil runqsize=N gfreecnt=N timerslen=N",
        "  MN: p=nil curg=nil mallocing=N throwing=N preemptoff= locks=N dying=N spinning=false blocked=false lockedg=nil",
        "  GN: status=N(sleep) m=nil lockedm=nil",
    ];
    for form in forms {
        if !got.stderr.lines().any(|line| shape(line) == form) {
            return Err(format!("no line {form} in\n{}", got.stderr).into());
        }
    }
    Ok(())
}

/// R39: the trace of a program in both formats: slices, marks and arrows of what it did; `mgo trace` sums it up.
fn r39_execution_trace() -> Result<(), Failed> {
    let dir = tempfile::tempdir()?;
    let program = root().join("examples/runtime/06-async-preemption.mgo").display().to_string();
    let json = dir.path().join("t.json");
    let got = mgo_env(&["run", &format!("--trace={}", json.display()), &program], &[("GOMAXPROCS", "2")]);
    if got.code != 0 {
        return Err(format!("exit code {}\n{}", got.code, got.stderr).into());
    }
    let trace: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&json)?)?;
    let events = trace["traceEvents"].as_array().ok_or("no events")?;
    let has = |ph: &str, name: &str| events.iter().any(|e| e["ph"] == ph && e["name"].as_str().is_some_and(|n| n.contains(name)));
    for (ph, name) in
        [("M", "thread_name"), ("X", "main.main.func1"), ("X", "G1 "), ("i", "go G"), ("i", "preempt G"), ("s", "wake"), ("f", "wake")]
    {
        if !has(ph, name) {
            return Err(format!("no {ph} event {name} in {trace}").into());
        }
    }
    check_summary(&json)?;
    // What the collector does is there too.
    let json = dir.path().join("gc.json");
    let program_gc = root().join("tests/golden/memory/roots.go").display().to_string();
    mgo_env(&["run", &format!("--trace={}", json.display()), &program_gc], &[("GOMAXPROCS", "2")]);
    let summary = mgo_env(&["trace", &json.display().to_string()], &[]);
    if !["the collector", "mark", "sweep", "world stopped", "gcBgMarkWorker"].iter().all(|w| summary.stdout.contains(w)) {
        return Err(format!("mgo trace: exit code {}\n{}{}", summary.code, summary.stdout, summary.stderr).into());
    }
    let pftrace = dir.path().join("t.pftrace");
    mgo_env(&["run", &format!("--trace={}", pftrace.display()), &program], &[("GOMAXPROCS", "2")]);
    // A sequence of length-delimited fields number 1, to the last byte.
    let bytes = std::fs::read(&pftrace)?;
    let (mut at, mut packets) = (0, 0);
    while at < bytes.len() {
        let mut size = usize::from(bytes[at + 1] & 0x7f);
        let mut head = 2;
        if bytes[at + 1] & 0x80 != 0 {
            size |= usize::from(bytes[at + 2]) << 7;
            head = 3;
        }
        if bytes[at] != 0x0a {
            return Err(format!("packet {packets} is none").into());
        }
        at += head + size;
        packets += 1;
    }
    if packets < 10 || at != bytes.len() || !bytes.windows(15).any(|w| w == b"main.main.func1") {
        return Err(format!("{packets} packets in {} bytes", bytes.len()).into());
    }
    check_summary(&pftrace)?;
    // Nothing is left of what was stored while the program ran.
    let left = std::fs::read_dir(dir.path())?
        .filter_map(|entry| Some(entry.ok()?.file_name()))
        .find(|name| name.to_string_lossy().contains("events"));
    left.map_or(Ok(()), |name| Err(format!("{name:?} is left").into()))
}

/// `mgo trace` sums up a trace of the program above.
fn check_summary(trace: &std::path::Path) -> Result<(), Failed> {
    let got = mgo_env(&["trace", &trace.display().to_string()], &[]);
    let all = ["main.main.func1", "preempt", "sleep", "from wake-up to run", "longest: "].iter().all(|w| got.stdout.contains(w));
    if got.code != 0 || !all || got.stdout.contains(", 0 goroutines") {
        return Err(format!("mgo trace: exit code {}\n{}{}", got.code, got.stdout, got.stderr).into());
    }
    Ok(())
}

/// R40: the CPU profile of a program names its functions. (`go tool pprof` reads such files; the format's own parts are tested where they are.)
fn r40_cpu_profile() -> Result<(), Failed> {
    let dir = tempfile::tempdir()?;
    let (file, profile) = (dir.path().join("r40.go"), dir.path().join("cpu.prof"));
    let program = "package main\nimport (\"os\"; \"runtime/pprof\")\n\
                   func hot(rounds int) (n int) { for range rounds { for i := 0; i < 1000000; i++ { n += i } }; return }\n\
                   func main() { f, _ := os.Create(os.Args[1]); pprof.StartCPUProfile(f); n := hot(1000); \
                   pprof.StopCPUProfile(); f.Close(); if n == 1 { panic(n) } }\n";
    std::fs::write(&file, program)?;
    let got = mgo_env(&["run", &file.display().to_string(), &profile.display().to_string()], &[]);
    let bytes = std::fs::read(&profile).unwrap_or_default();
    let contains = |text: &str| bytes.windows(text.len()).any(|w| w == text.as_bytes());
    if got.code != 0 || !["main.hot", "main.main", "samples", "nanoseconds"].iter().all(|text| contains(text)) {
        return Err(format!("exit code {}, a profile of {} bytes\n{}", got.code, bytes.len(), got.stderr).into());
    }
    Ok(())
}

/// R40: SIGQUIT prints all goroutines, those that run too, and exits 2.
fn r40_sigquit() -> Result<(), Failed> {
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("r40.go");
    let program = "package main\nimport (\"os\"; \"syscall\"; \"time\")\nfunc busy() { for { } }\nfunc waits(c chan int) { c <- 1; <-c }\n\
                   func main() { go busy(); c := make(chan int); go waits(c); <-c; time.Sleep(100 * time.Millisecond); \
                   syscall.Kill(os.Getpid(), syscall.SIGQUIT); select {} }\n";
    std::fs::write(&file, program)?;
    for procs in PROCS {
        let got = mgo_env(&["run", &file.display().to_string()], &[("GOMAXPROCS", procs)]);
        let wanted = [
            "SIGQUIT: quit\nPC=0x",
            "goroutine 1 [select (no cases)",
            "[chan receive]:\nmain.waits",
            "created by main.main in goroutine 1",
        ];
        if got.code != 2 || wanted.iter().any(|w| !got.stderr.contains(w)) || got.stderr.matches("created by").count() != 2 {
            return Err(format!("exit code {} (want 2), stderr\n{}", got.code, got.stderr).into());
        }
    }
    Ok(())
}

/// R12: 0; what os.Exit says; 2 for a panic and for a fatal error; 1 when it does not compile.
fn r12_exit_codes() -> Result<(), Failed> {
    let dir = tempfile::tempdir()?;
    let cases = [
        ("func main() {}", 0),
        ("import \"os\"\nfunc main() { os.Exit(7) }", 7),
        ("func main() { panic(1) }", 2),
        ("func main() { select {} }", 2),
        ("func main() { undefined() }", 1),
    ];
    for (i, (body, want)) in cases.iter().enumerate() {
        let file = dir.path().join(format!("exit{i}.go"));
        std::fs::write(&file, format!("package main\n{body}\n"))?;
        let got = mgo_env(&["run", &file.display().to_string()], &[]);
        if got.code != *want {
            return Err(format!("{body}: exit code {}, want {want}\n{}", got.code, got.stderr).into());
        }
    }
    Ok(())
}
