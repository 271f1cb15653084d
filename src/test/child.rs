//! A program in a process of its own, forked off after it was checked: its end is not ours, and it is not read twice.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;
use std::time::{Duration, Instant};

/// A running child.
pub struct Child {
    pid: libc::pid_t,
    /// What it writes: standard output, and standard error where it is kept apart.
    pipes: Vec<Option<File>>,
    /// When it began.
    pub started: Instant,
}

/// Where a child's standard error goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stderr {
    /// With its standard output.
    Merged,
    /// Into a pipe of its own.
    Apart,
}

fn pipe() -> std::io::Result<(File, File)> {
    let mut fds = [0; 2];
    // SAFETY: room for two descriptors; both are ours and open when the call succeeds.
    unsafe {
        if libc::pipe2(fds.as_mut_ptr(), libc::O_CLOEXEC) != 0 {
            return Err(std::io::Error::last_os_error());
        }
        Ok((OwnedFd::from_raw_fd(fds[0]).into(), OwnedFd::from_raw_fd(fds[1]).into()))
    }
}

/// Forks; the child calls `run` with its standard streams redirected, and ends with the code it gives. Only for a process with a single thread.
pub fn spawn(stderr: Stderr, run: impl FnOnce() -> i32) -> std::io::Result<Child> {
    std::io::stdout().flush()?;
    let (out, out_end) = pipe()?;
    let (err, err_end) = if stderr == Stderr::Apart { pipe().map(|(r, w)| (Some(r), Some(w)))? } else { (None, None) };
    let null = File::open("/dev/null")?;
    // SAFETY: there is only this thread, so the child finds every lock free and all memory whole.
    let pid = unsafe { libc::fork() };
    match pid {
        -1 => Err(std::io::Error::last_os_error()),
        0 => {
            // SAFETY: the descriptors are open.
            unsafe {
                libc::dup2(null.as_raw_fd(), 0);
                libc::dup2(out_end.as_raw_fd(), 1);
                libc::dup2(err_end.as_ref().unwrap_or(&out_end).as_raw_fd(), 2);
            }
            drop((out, out_end, err, err_end, null));
            std::process::exit(run())
        }
        pid => Ok(Child { pid, pipes: std::iter::once(Some(out)).chain(err.map(Some)).collect(), started: Instant::now() }),
    }
}

impl Child {
    /// Whether all it could write has been read.
    pub fn at_end(&self) -> bool {
        self.pipes.iter().all(Option::is_none)
    }

    /// Waits for its end.
    pub fn wait(&self) -> ExitStatus {
        let mut status = 0;
        // SAFETY: a child of ours that has not been waited for; interrupted calls are repeated.
        while unsafe { libc::waitpid(self.pid, &raw mut status, 0) } < 0
            && std::io::Error::last_os_error().kind() == std::io::ErrorKind::Interrupted
        {}
        ExitStatus::from_raw(status)
    }

    /// Kills it.
    pub fn kill(&self) {
        // SAFETY: a child of ours that has not been waited for.
        unsafe { libc::kill(self.pid, libc::SIGKILL) };
    }
}

/// Waits at most `patience` for output of `children` and hands each piece to `got(child, stream, bytes)`.
pub fn read_some(children: &mut [&mut Child], patience: Duration, got: &mut dyn FnMut(usize, usize, &[u8])) {
    let mut places = Vec::new();
    let mut polls = Vec::new();
    for (i, child) in children.iter().enumerate() {
        for (stream, pipe) in child.pipes.iter().enumerate() {
            if let Some(pipe) = pipe {
                places.push((i, stream));
                polls.push(libc::pollfd { fd: pipe.as_raw_fd(), events: libc::POLLIN, revents: 0 });
            }
        }
    }
    // SAFETY: the array holds as many entries as told.
    unsafe { libc::poll(polls.as_mut_ptr(), polls.len() as libc::nfds_t, patience.as_millis() as libc::c_int) };
    let mut buf = vec![0; 64 << 10];
    for (&(i, stream), _) in places.iter().zip(&polls).filter(|(_, poll)| poll.revents != 0) {
        let Some(pipe) = &mut children[i].pipes[stream] else { continue };
        match pipe.read(&mut buf) {
            Ok(0) => children[i].pipes[stream] = None,
            Ok(n) => got(i, stream, &buf[..n]),
            Err(err) if err.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => children[i].pipes[stream] = None,
        }
    }
}
