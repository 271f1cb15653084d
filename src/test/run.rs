//! Running the targets, several at once, and reporting them in order.

use super::child::{self, Child, Stderr};
use super::find::{self, Expected, Package, Program, Target};
use super::flags::Flags;
use super::fuzz;
use super::json::{self, Converter, Failure};
use super::program::{self, Tests};
use super::show::{Show, Verdict};
use crate::engine::{self, Phases, Settings};
use crate::pipeline::{self, Checked, Purpose};
use crate::source::is_script;
use crate::vet::vet;
use mgo_syntax::diag::Diagnostic;
use mgo_syntax::source::SourceMap;
use std::fmt::Write as _;
use std::process::{ExitCode, ExitStatus};
use std::time::Duration;

/// How much longer than its own timeout a test program may take to print its stacks.
const KILL_GRACE: Duration = Duration::from_secs(60);
/// How often the progress line moves.
const TICK: Duration = Duration::from_millis(100);

/// A target that has been started.
struct Job<'t> {
    target: &'t Target,
    number: usize,
    child: Child,
    out: Vec<u8>,
    err: Vec<u8>,
    converter: Option<Converter>,
    killed: bool,
}

/// What became of a target.
struct Outcome {
    text: Vec<u8>,
    verdict: Verdict,
}

/// Runs `mgo test`; the exit code is Go's: 0, 1 when something failed, 2 for wrong use.
pub fn run(flags: &Flags) -> ExitCode {
    let targets = match find::targets(&flags.paths) {
        Ok(targets) if targets.is_empty() => {
            eprintln!("no packages to test");
            return ExitCode::FAILURE;
        }
        targets => targets,
    };
    let targets = match targets.and_then(|targets| choose(targets, flags)) {
        Ok(targets) => targets,
        Err(err) => {
            eprintln!("mgo: {err}");
            return ExitCode::FAILURE;
        }
    };
    if flags.fuzz && targets.len() > 1 {
        eprintln!("cannot use -fuzz flag with multiple packages");
        return ExitCode::FAILURE;
    }
    let targets = setup_failures_first(targets);
    let mut runner = Runner { flags, show: Show::new(targets.len()), outcomes: targets.iter().map(|_| None).collect(), next: 0 };
    let failed = runner.all(&targets);
    ExitCode::from(u8::from(failed))
}

/// Go looks for what packages import, and for their tests, before it builds any of them.
fn setup_failures_first(mut targets: Vec<Target>) -> Vec<Target> {
    if targets.len() > 1 {
        targets.sort_by_cached_key(|target| match target {
            Target::Package(p) => !program::setup_fails(p),
            Target::Absent(_) => false,
            Target::Program(_) => true,
        });
    }
    targets
}

/// Drops the programs that `-run` and `-skip` leave out; packages apply them to their tests themselves.
fn choose(mut targets: Vec<Target>, flags: &Flags) -> Result<Vec<Target>, String> {
    if targets.iter().all(|t| matches!(t, Target::Package(_))) {
        return Ok(targets);
    }
    let pattern =
        |p: &Option<String>| p.as_ref().map(|p| regex_lite::Regex::new(p).map_err(|e| format!("invalid regexp {p:?}: {e}"))).transpose();
    let (run, skip, list) = (pattern(&flags.run)?, pattern(&flags.skip)?, pattern(&flags.list)?);
    targets.retain(|target| match target {
        Target::Package(_) | Target::Absent(_) => true,
        Target::Program(p) => {
            let name = name_of(p);
            run.as_ref().is_none_or(|r| r.is_match(&name)) && !skip.as_ref().is_some_and(|s| s.is_match(&name))
        }
    });
    if let Some(list) = list {
        targets.retain(|target| match target {
            Target::Package(_) | Target::Absent(_) => true,
            Target::Program(p) => {
                if list.is_match(&name_of(p)) {
                    crate::report::print(&format!("{}\n", p.file.display()));
                }
                false
            }
        });
    }
    Ok(targets)
}

fn name_of(program: &Program) -> String {
    program.file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default()
}

struct Runner<'f> {
    flags: &'f Flags,
    show: Show,
    outcomes: Vec<Option<Outcome>>,
    /// The first target that has not been shown.
    next: usize,
}

impl Runner<'_> {
    /// Runs all; tells whether one failed.
    fn all(&mut self, targets: &[Target]) -> bool {
        let at_once = if self.flags.bench { 1 } else { self.flags.packages_at_once };
        let mut jobs: Vec<Job<'_>> = Vec::new();
        let mut waiting = targets.iter().enumerate();
        let mut stop = false;
        loop {
            while jobs.len() < at_once && !stop {
                let Some((number, target)) = waiting.next() else { break };
                jobs.extend(self.start(number, target));
                self.flush(targets);
            }
            if jobs.is_empty() {
                break;
            }
            self.show.progress(self.next, jobs.iter().map(|job| name(job.target)).collect());
            let (flags, show) = (self.flags, &mut self.show);
            let streaming = streams(flags, targets);
            let (mut children, mut sinks): (Vec<&mut Child>, Vec<_>) =
                jobs.iter_mut().map(|job| (&mut job.child, (&mut job.out, &mut job.err, &mut job.converter))).unzip();
            child::read_some(&mut children, TICK, &mut |i, stream, bytes| {
                let (out, err, converter) = &mut sinks[i];
                match converter {
                    Some(converter) => {
                        converter.write(bytes);
                        show.raw(&converter.take());
                    }
                    None if streaming.live => {
                        show.text(bytes);
                        if streaming.kept {
                            out.extend_from_slice(bytes);
                        }
                    }
                    None if stream == 0 => out.extend_from_slice(bytes),
                    None => err.extend_from_slice(bytes),
                }
            });
            for job in &mut jobs {
                if !flags.fuzz && !flags.timeout.is_zero() && job.child.started.elapsed() > flags.timeout + KILL_GRACE && !job.killed {
                    job.child.kill();
                    job.killed = true;
                }
            }
            while let Some(i) = jobs.iter().position(|job| job.child.at_end()) {
                let job = jobs.swap_remove(i);
                let number = job.number;
                let outcome = self.end(job, streaming);
                stop |= self.flags.fail_fast && outcome.verdict == Verdict::Failed;
                self.outcomes[number] = Some(outcome);
                self.flush(targets);
            }
        }
        let failed = self.show.failed();
        if let Some(hint) = self.flags.hint.as_ref().filter(|_| failed) {
            eprintln!("{hint}");
        }
        // Of a search there is only one package.
        if failed && !self.flags.json && !self.flags.fuzz && !self.flags.paths.is_empty() {
            self.show.text(b"FAIL\n");
        }
        self.show.summary();
        failed
    }

    /// Shows what has ended, in order.
    fn flush(&mut self, targets: &[Target]) {
        while let Some(outcome) = self.outcomes.get_mut(self.next).and_then(Option::take) {
            self.show.outcome(&outcome.text, outcome.verdict, &name(&targets[self.next]));
            self.next += 1;
        }
    }

    /// Compiles a target and starts it; nothing when it has come to its end with that.
    fn start<'t>(&mut self, number: usize, target: &'t Target) -> Option<Job<'t>> {
        let name = name(target);
        let converter = self.flags.json.then(|| Converter::new(&name));
        let checked = match target {
            // Files of scripts are a program each.
            Target::Package(p) if p.tests.is_empty() && p.files.iter().any(|file| is_script(file)) => {
                return self.no_tests(number, converter, &name);
            }
            Target::Package(p) => self.check(p),
            Target::Program(p) => match pipeline::check(std::slice::from_ref(&p.file), Purpose::Run) {
                Ok(checked) => self.built(checked, &Failure::build(name.clone())),
                Err(err) => Err((Failure::setup(&name), format!("{err}\n"))),
            },
            Target::Absent(absent) => Err((Failure::setup(&name), format!("{}\n", absent.why))),
        };
        let checked = match checked {
            Ok(checked) => checked,
            Err((failure, messages)) => return self.not_built(number, converter, &name, &failure, &messages),
        };
        if matches!(target, Target::Package(p) if p.tests.is_empty()) {
            return self.no_tests(number, converter, &name);
        }
        self.show.clear();
        let started = match target {
            Target::Package(p) => child::spawn(Stderr::Merged, || run_package(p, checked, self.flags)),
            Target::Program(p) => child::spawn(Stderr::Apart, || run_program(checked, p.file.display().to_string())),
            Target::Absent(_) => return None,
        };
        match started {
            Ok(child) => Some(Job { target, number, child, out: Vec::new(), err: Vec::new(), converter, killed: false }),
            Err(err) => self.at_once(number, converter, &format!("{err}\nFAIL\t{name}\t0.000s\n"), Verdict::Failed),
        }
    }

    /// A package with its tests, or what is wrong with it; that may be what `mgo vet` finds.
    fn check(&self, package: &Package) -> Result<Checked, (Failure, String)> {
        let Tests { checked, failure, packages } =
            program::check(package).map_err(|err| (Failure::setup(&package.path), format!("{err}\n")))?;
        let mut checked = self.built(checked, &failure)?;
        for (id, path) in packages {
            let mut found = vet(&mut checked.world, id, &checked.sources, &path);
            found.retain(|finding| self.flags.vet.includes(finding.code));
            if !found.is_empty() {
                let tested = (!package.tests.is_empty()).then_some(package.path.as_str());
                return Err((Failure::vet(&path, tested), self.messages(&checked.sources, &found)));
            }
        }
        Ok(checked)
    }

    /// What may run; else what could not be built, and why.
    fn built(&self, checked: Checked, failure: &Failure) -> Result<Checked, (Failure, String)> {
        if mgo_types::world::World::is_fatal(&checked.diags) {
            return Err((failure.clone(), self.messages(&checked.sources, &checked.diags)));
        }
        Ok(checked)
    }

    /// Findings as text; in events without the source's lines, as tools know them.
    fn messages(&self, sources: &SourceMap, found: &[Diagnostic]) -> String {
        if !self.flags.json {
            return crate::report::text(sources, found, false);
        }
        crate::report::lines(sources, found)
    }

    /// The report on a target that cannot be built.
    fn not_built<'t>(
        &mut self,
        number: usize,
        converter: Option<Converter>,
        name: &str,
        failure: &Failure,
        messages: &str,
    ) -> Option<Job<'t>> {
        if self.flags.json {
            self.show.raw(json::build_failed(failure, messages).as_bytes());
        } else {
            self.show.clear();
            eprint!("{}{messages}", failure.heading);
        }
        let converter = converter.map(|converter| converter.build_failed(failure));
        self.at_once(number, converter, &format!("FAIL\t{name} [{} failed]\n", failure.stage), Verdict::Failed)
    }

    /// The report on a package that has nothing to run.
    fn no_tests<'t>(&mut self, number: usize, converter: Option<Converter>, name: &str) -> Option<Job<'t>> {
        self.at_once(number, converter, &format!("?   \t{name}\t[no test files]\n"), Verdict::NoTests)
    }

    /// The report on a target that was not started.
    fn at_once<'t>(&mut self, number: usize, converter: Option<Converter>, text: &str, verdict: Verdict) -> Option<Job<'t>> {
        let text = match converter {
            Some(converter) => converter.conclude(text, verdict != Verdict::Failed),
            None => text.as_bytes().to_vec(),
        };
        self.outcomes[number] = Some(Outcome { text, verdict });
        None
    }

    /// The report on a target that has ended.
    fn end(&self, mut job: Job<'_>, streaming: Streaming) -> Outcome {
        let took = job.child.started.elapsed();
        let status = job.child.wait();
        let name = name(job.target);
        let mut verdict = if status.success() { Verdict::Passed } else { Verdict::Failed };
        let mut text = String::new();
        match job.target {
            Target::Program(program) => {
                let found = judge(program, &job, status);
                verdict = if found.is_empty() { Verdict::Passed } else { Verdict::Failed };
                text = found;
                if verdict == Verdict::Failed {
                    text = format!("--- FAIL: {name} ({:.2}s)\n{text}", took.as_secs_f64());
                }
                job.out.clear();
            }
            Target::Absent(_) => {}
            Target::Package(_) => {
                if job.killed {
                    let _ = writeln!(text, "*** Test killed: ran too long ({:?}).", self.flags.timeout + KILL_GRACE);
                }
                if verdict == Verdict::Failed && (status.code().is_none() || job.out.is_empty()) && !self.flags.json {
                    let _ = writeln!(text, "{}", describe(status));
                } else if job.out.last().is_some_and(|&b| b != b'\n') {
                    text.push('\n');
                }
            }
        }
        let no_tests = contains(&job.out, b"testing: warning: no tests to run\n");
        let leak = contains(&job.out, b"--- LEAK: ");
        if verdict == Verdict::Failed {
            let mark = if self.flags.json { "\u{16}" } else { "" };
            let _ = writeln!(text, "{mark}FAIL\t{name}\t{:.3}s", took.as_secs_f64());
        } else {
            let _ = writeln!(text, "ok  \t{name}\t{:.3}s{}", took.as_secs_f64(), if no_tests { " [no tests to run]" } else { "" });
        }
        let shows_all = self.flags.verbose || self.flags.list.is_some() || verdict == Verdict::Failed || leak;
        let mut out = if streaming.live || !shows_all { Vec::new() } else { job.out };
        match job.converter {
            Some(converter) => out = converter.conclude(&text, verdict != Verdict::Failed),
            None => out.extend_from_slice(text.as_bytes()),
        }
        Outcome { text: out, verdict }
    }
}

/// How the output of test programs is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Streaming {
    /// As it comes.
    live: bool,
    /// And is remembered until the end.
    kept: bool,
}

/// Go shows the output as it comes for the package of the current directory, for benchmarks, and of a single package that shows everything.
fn streams(flags: &Flags, targets: &[Target]) -> Streaming {
    let packages = targets.iter().all(|t| matches!(t, Target::Package(_)));
    let local = packages && targets.len() == 1 && flags.paths.is_empty() || (flags.bench || flags.fuzz) && packages;
    let single = packages && (flags.verbose || flags.list.is_some()) && (targets.len() == 1 || flags.packages_at_once == 1);
    Streaming { live: local || single, kept: !local }
}

fn name(target: &Target) -> String {
    match target {
        Target::Package(p) => p.path.clone(),
        Target::Program(p) => p.file.display().to_string(),
        Target::Absent(absent) => absent.name.clone(),
    }
}

/// In the child: runs a package's tests; the code is for when that cannot begin.
fn run_package(package: &Package, checked: Checked, flags: &Flags) -> i32 {
    engine::note_directory();
    if let Err(err) = std::env::set_current_dir(&package.dir) {
        eprintln!("{}: {err}", package.dir.display());
        return 1;
    }
    let base = package.path.rsplit('/').next().unwrap_or(&package.path);
    let args: Vec<String> = std::iter::once(format!("{base}.test")).chain(flags.program_args.iter().cloned()).collect();
    if !flags.fuzz {
        return run_checked(checked, Settings { args, ..Settings::default() });
    }
    let cache = fuzz::cache(&package.path).map(|dir| format!("-test.fuzzcachedir={}", dir.display()));
    let checked = std::cell::Cell::new(Some(checked));
    fuzz::supervise(flags.parallel, |report| {
        let Some(checked) = checked.take() else { unreachable!("a process runs the tests or reports") };
        // What is for this run comes before the arguments that are the program's own.
        let args = args[..1].iter().chain(&cache).chain(&report).chain(&args[1..]).cloned().collect();
        run_checked(checked, Settings { args, coverage: true, ..Settings::default() })
    })
}

fn run_program(checked: Checked, file: String) -> i32 {
    run_checked(checked, Settings { args: vec![file], ..Settings::default() })
}

fn run_checked(checked: Checked, settings: Settings) -> i32 {
    match engine::run(checked, settings, Phases::new(false)) {
        Ok(never) => match never {},
        Err(err) => {
            eprintln!("mgo: {err}");
            1
        }
    }
}

/// What is wrong with a program's output and end; empty when nothing is.
fn judge(program: &Program, job: &Job<'_>, status: ExitStatus) -> String {
    let mut text = String::new();
    if status.code() != Some(program.code) {
        let _ = writeln!(text, "    {}, want {}", describe(status), program.code);
        String::from_utf8_lossy(&job.err).lines().for_each(|line| _ = writeln!(text, "    {line}"));
    }
    let (got, want) = match &program.output {
        Expected::Exactly(want) => (job.out.clone(), want.clone()),
        Expected::Comment { text, unordered } => {
            let normal = |bytes: &[u8]| {
                let text = String::from_utf8_lossy(bytes);
                let mut lines: Vec<&str> = text.trim().lines().collect();
                if *unordered {
                    lines.sort_unstable();
                }
                lines.join("\n").into_bytes()
            };
            (normal(&job.out), normal(text.as_bytes()))
        }
    };
    if got != want {
        let (got, want) = (String::from_utf8_lossy(&got).into_owned(), String::from_utf8_lossy(&want).into_owned());
        super::show::diff(&want, &got).lines().for_each(|line| _ = writeln!(text, "    {line}"));
    }
    text
}

/// How a process ended, in Go's words.
pub fn describe(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("exit status {code}"),
        (None, Some(libc::SIGKILL)) => "signal: killed".into(),
        (None, Some(libc::SIGABRT)) => "signal: aborted".into(),
        (None, Some(libc::SIGSEGV)) => "signal: segmentation fault".into(),
        (None, signal) => format!("signal: {}", signal.unwrap_or(0)),
    }
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|w| w == part)
}
