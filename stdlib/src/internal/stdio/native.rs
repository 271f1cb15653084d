//! Reading from and writing to the standard streams.

use crate::native::bytes;
use mgo_runtime::session::leaves_syscall;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::fd::BorrowedFd;
use rustix::io::Errno;

/// Writes all of `data`; gives how much could be written.
pub(crate) fn write_all(fd: i32, data: &[u8]) -> usize {
    // SAFETY: a standard stream; a closed one gives an error.
    let fd = unsafe { BorrowedFd::borrow_raw(fd) };
    let mut done = 0;
    while done < data.len() {
        match rustix::io::write(fd, &data[done..]) {
            Ok(0) => break,
            Ok(n) => done += n,
            Err(Errno::INTR) if leaves_syscall() => break,
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => wait_for(fd, PollFlags::OUT),
            Err(Errno::PIPE) => die_of_sigpipe(),
            Err(_) => break,
        }
    }
    done
}

/// Waits until a descriptor that does not block can be used. An error shows again at its use.
fn wait_for(fd: BorrowedFd<'_>, flags: PollFlags) {
    let _ = poll(&mut [PollFd::from_borrowed_fd(fd, flags)], None);
}

/// Ends the process as an unhandled SIGPIPE does.
pub(crate) fn die_of_sigpipe() -> ! {
    // SAFETY: resets a signal's action and raises it; neither touches memory of ours.
    unsafe {
        libc::signal(libc::SIGPIPE, libc::SIG_DFL);
        libc::raise(libc::SIGPIPE);
    }
    std::process::exit(2)
}

/// Reads what is there, at most `room` bytes.
fn read_some(fd: i32, p: *mut u8, room: usize) -> isize {
    loop {
        // SAFETY: the caller has `room` bytes at `p`.
        let n = unsafe { libc::read(fd, p.cast(), room) };
        // SAFETY: errno of this thread; a native does not move between threads.
        let errno = unsafe { *libc::__errno_location() };
        match errno {
            _ if n >= 0 => return n,
            libc::EINTR if !leaves_syscall() => {}
            // SAFETY: as in `write_all`.
            libc::EAGAIN => wait_for(unsafe { BorrowedFd::borrow_raw(fd) }, PollFlags::IN),
            _ => return n,
        }
    }
}

natives! {
    Syscall "internal/stdio.Read" (fd: isize, p: *mut u8, n: usize) -> (got: isize) { got = read_some(fd as i32, p, n); }
    Syscall "internal/stdio.Write" (fd: isize, p: *const u8, n: usize) -> (written: isize) {
        // SAFETY: the caller passes a slice of the language.
        written = write_all(fd as i32, unsafe { bytes(p, n) }) as isize;
    }
}
