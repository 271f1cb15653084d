//! Fuzzing goes on in a process of its own, for an input may end that one: `os.Exit`, a fatal error, a deadlock.
//!
//! The process that the tests were to run in forks once more and waits. When its child dies of an input, it reports that input in the child's place.

use super::run::describe;
use mgo_stdlib::fuzz;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

/// Calls `run` in a child. When that dies of an input, calls it here, with the argument that makes a test program report it. Only for a process with a
/// single thread.
pub fn supervise(run: impl FnOnce(Option<String>) -> i32) -> i32 {
    if let Err(err) = fuzz::share() {
        eprintln!("mgo: {err}");
        return 1;
    }
    // SAFETY: there is only this thread, so the child finds every lock free and all memory whole.
    let pid = unsafe { libc::fork() };
    match pid {
        -1 => {
            eprintln!("mgo: {}", std::io::Error::last_os_error());
            1
        }
        0 => {
            // SAFETY: a plain system call: who kills the parent means the child, too.
            unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL) };
            run(None)
        }
        pid => {
            let status = wait(pid);
            if fuzz::has_recorded() {
                return run(Some(format!("-test.fuzzcrash={}", describe(status))));
            }
            status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or(0))
        }
    }
}

fn wait(pid: libc::pid_t) -> ExitStatus {
    let mut status = 0;
    // SAFETY: a child of ours that has not been waited for; interrupted calls are repeated.
    while unsafe { libc::waitpid(pid, &raw mut status, 0) } < 0 && std::io::Error::last_os_error().kind() == std::io::ErrorKind::Interrupted
    {
    }
    ExitStatus::from_raw(status)
}
