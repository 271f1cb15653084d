//! Fuzzing goes on in processes of its own, several side by side: an input may end one, by `os.Exit`, a fatal error, a deadlock.
//!
//! The process that the tests were to run in forks the workers and waits. Worker 0 also runs the other tests and reports what any of them finds. When one
//! dies of an input, its parent reports that in the place of worker 0.

use super::run::describe;
use mgo_stdlib::fuzz;
use std::os::fd::AsRawFd;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::ExitStatus;

/// Where inputs that reached something new are kept between runs.
pub fn cache(package: &str) -> Option<PathBuf> {
    let cache = std::env::var_os("XDG_CACHE_HOME").filter(|dir| !dir.is_empty()).map(PathBuf::from);
    let cache = cache.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")))?;
    Some(cache.join("mgo/fuzz").join(package))
}

/// Calls `run` in as many children. When one dies of an input, calls it here, with the argument that makes a test program report it. Only for a process
/// with a single thread.
pub fn supervise(workers: usize, run: impl Fn(Option<String>) -> i32) -> i32 {
    let workers = workers.clamp(1, fuzz::MAX_WORKERS);
    if let Err(err) = fuzz::share(workers) {
        eprintln!("mgo: {err}");
        return 1;
    }
    let mut living = Vec::new();
    for number in 0..workers {
        // SAFETY: there is only this thread, so the child finds every lock free and all memory whole.
        match unsafe { libc::fork() } {
            -1 => {
                eprintln!("mgo: {}", std::io::Error::last_os_error());
                end(&living);
                return 1;
            }
            0 => {
                fuzz::set_worker(number);
                // SAFETY: a plain system call: who kills the parent means the child, too.
                unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL) };
                if number > 0 {
                    silence();
                }
                return run(None);
            }
            pid => living.push((number, pid)),
        }
    }
    loop {
        let (pid, status) = wait(-1);
        let Some(at) = living.iter().position(|&(_, p)| p == pid) else { continue };
        let (number, _) = living.remove(at);
        if fuzz::has_recorded(number) {
            end(&living);
            fuzz::set_worker(number);
            return run(Some(format!("-test.fuzzcrash={}", describe(status))));
        }
        if number == 0 {
            end(&living);
            return status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or(0));
        }
    }
}

/// Throws away what this process prints: worker 0 prints the same, and what the others find is told there.
fn silence() {
    if let Ok(null) = std::fs::File::options().write(true).open("/dev/null") {
        // SAFETY: the descriptors are open.
        unsafe {
            libc::dup2(null.as_raw_fd(), 1);
            libc::dup2(null.as_raw_fd(), 2);
        }
    }
}

/// Ends the workers that are left.
fn end(living: &[(usize, libc::pid_t)]) {
    for &(_, pid) in living {
        // SAFETY: a child that has not been waited for.
        unsafe { libc::kill(pid, libc::SIGKILL) };
        wait(pid);
    }
}

/// Waits for a child; -1 is any.
fn wait(pid: libc::pid_t) -> (libc::pid_t, ExitStatus) {
    let mut status = 0;
    loop {
        // SAFETY: interrupted calls are repeated; there are children that have not been waited for.
        let ended = unsafe { libc::waitpid(pid, &raw mut status, 0) };
        if ended >= 0 || std::io::Error::last_os_error().kind() != std::io::ErrorKind::Interrupted {
            return (ended, ExitStatus::from_raw(status));
        }
    }
}
