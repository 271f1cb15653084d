//! What the test programs share: finding programs, running mgo, making traces comparable.
#![allow(dead_code, unreachable_pub)]

use libtest_mimic::Failed;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a run of mgo did.
pub struct Outcome {
    pub stdout: String,
    pub stderr: String,
    /// Exit code; 128 + signal when killed, 124 when it ran out of time.
    pub code: i32,
}

/// The repository's root.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All `.go` and `.mgo` files below `dir`, sorted.
pub fn programs(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut todo = vec![dir.to_path_buf()];
    while let Some(dir) = todo.pop() {
        for entry in std::fs::read_dir(&dir).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                todo.push(path);
            } else if matches!(path.extension().and_then(|e| e.to_str()), Some("go" | "mgo")) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Runs mgo with these arguments.
pub fn mgo(args: &[&str]) -> Outcome {
    mgo_env(args, &[])
}

/// Runs mgo with these arguments and environment variables; gives up after three minutes.
pub fn mgo_env(args: &[&str], env: &[(&str, &str)]) -> Outcome {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mgo"));
    command.args(args).envs(env.iter().copied());
    run(command, Duration::from_secs(180))
}

/// Runs a command to its end or the time limit, with both outputs collected.
pub fn run(mut command: Command, limit: Duration) -> Outcome {
    use std::io::Read;
    use std::os::unix::process::ExitStatusExt;
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command starts");
    let collect = |mut pipe: Box<dyn Read + Send>| {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = pipe.read_to_end(&mut bytes);
            String::from_utf8_lossy(&bytes).into_owned()
        })
    };
    let stdout = collect(Box::new(child.stdout.take().expect("piped")));
    let stderr = collect(Box::new(child.stderr.take().expect("piped")));
    let start = Instant::now();
    let code = loop {
        if let Some(status) = child.try_wait().expect("the child can be waited for") {
            break status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or(0));
        }
        if start.elapsed() > limit {
            let _ = child.kill();
            let _ = child.wait();
            break 124;
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    Outcome { stdout: stdout.join().expect("reader"), stderr: stderr.join().expect("reader"), code }
}

/// A traceback without what differs from run to run or between mgo and real Go: directories, addresses, argument words, goroutine numbers but 1,
/// frames of the standard library, and everything behind the runtime's own stack.
pub fn normalize_trace(text: &str) -> String {
    let mut out = String::new();
    let mut in_main_frame = true;
    for line in text.lines().filter(|l| !l.starts_with("exit status ") && !l.starts_with("runtime: sp=")) {
        if line == "runtime stack:" {
            break;
        }
        if line.starts_with('\t') && !line.starts_with("\tpanic:") {
            if in_main_frame {
                out += &(normalize_line(line) + "\n");
            }
            continue;
        }
        let called = line.rsplit_once('(').filter(|_| line.ends_with(')')).map_or("", |(function, _)| function);
        let is_frame = called.contains('.') && !called.contains(' ') || line.starts_with("panic(") || line.starts_with("created by ");
        in_main_frame = !is_frame || line.starts_with("main.") || line.starts_with("created by main.");
        if in_main_frame {
            out += &(normalize_line(line) + "\n");
        }
        if line == "fatal error: stack overflow" {
            break; // the frames that follow are the machine's
        }
    }
    out
}

fn normalize_line(line: &str) -> String {
    if let Some(place) = line.strip_prefix('\t') {
        let place = place.split(" +0x").next().unwrap_or(place);
        let file = place.rsplit('/').next().unwrap_or(place);
        return format!("\t{}", file.replace(".mgo:", ".go:"));
    }
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("0x") {
        out.push_str(&rest[..at]);
        out.push_str("0x_");
        rest = rest[at + 2..].trim_start_matches(|c: char| c.is_ascii_hexdigit());
    }
    out.push_str(rest);
    if line.starts_with("main.") && line.ends_with(')') {
        let open = out.rfind('(').unwrap_or(out.len());
        out.truncate(open);
        out.push_str("(...)");
    }
    for word in ["goroutine ", "in goroutine "] {
        if let Some(at) = out.find(word) {
            let digits: String = out[at + word.len()..].chars().take_while(char::is_ascii_digit).collect();
            if !digits.is_empty() && digits != "1" {
                out.replace_range(at + word.len()..at + word.len() + digits.len(), "N");
            }
        }
    }
    out
}

/// The name of a program's test: its path in the repository.
pub fn name(file: &Path) -> String {
    file.strip_prefix(root()).unwrap_or(file).display().to_string()
}

/// What is recorded beside a program.
pub fn record(file: &Path, extension: &str) -> Option<String> {
    // Output need not be UTF-8; what is not shows the same way on both sides.
    std::fs::read(file.with_extension(extension)).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// Runs a program and compares output, exit code and, of a failing one, standard error with its records.
///
/// # Errors
/// The first difference.
pub fn run_recorded(file: &Path) -> Result<(), Failed> {
    run_recorded_env(file, &[])
}

/// The same with these environment variables.
///
/// # Errors
/// The first difference.
pub fn run_recorded_env(file: &Path, env: &[(&str, &str)]) -> Result<(), Failed> {
    let want_out = record(file, "out").ok_or("no .out beside the program: record it with tests/oracle.sh")?;
    let want_code: i32 = record(file, "code").map_or(Ok(0), |c| c.trim().parse()).map_err(|e| format!("bad .code: {e}"))?;
    let got: Outcome = mgo_env(&["run", &file.display().to_string()], env);
    same("stdout", &want_out, &got.stdout, &got.stderr)?;
    if want_code != got.code {
        return Err(format!("exit code {}, want {want_code}\n{}", got.code, got.stderr).into());
    }
    if let Some(want_err) = record(file, "err") {
        same("stderr", &normalize_trace(&want_err), &normalize_trace(&got.stderr), "")?;
    }
    Ok(())
}

/// Compares texts; an error shows the first line that differs.
///
/// # Errors
/// That line.
pub fn same(what: &str, want: &str, got: &str, also: &str) -> Result<(), Failed> {
    if want == got {
        return Ok(());
    }
    let line = want.lines().zip(got.lines()).position(|(w, g)| w != g).unwrap_or_else(|| want.lines().count().min(got.lines().count()));
    let at = |text: &str| text.lines().nth(line).unwrap_or("<end>").to_owned();
    Err(format!("{what} differs at line {}:\n  want {}\n  got  {}\n{also}", line + 1, at(want), at(got)).into())
}
