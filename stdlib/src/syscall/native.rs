//! System calls by number.

/// Makes a system call; gives its result and the error number.
fn call(trap: usize, a: [usize; 6]) -> (usize, usize) {
    // SAFETY: what a system call does to memory is the business of the program that makes it, as in Go.
    let result = unsafe { libc::syscall(trap as libc::c_long, a[0], a[1], a[2], a[3], a[4], a[5]) };
    if result == -1 {
        // SAFETY: errno of this thread; a native does not move between threads.
        return (usize::MAX, unsafe { *libc::__errno_location() } as usize);
    }
    (result as usize, 0)
}

#[path = "spawn.rs"]
mod spawn;

natives! {
    Syscall "syscall.spawn" (
        path: *const u8, argv: *const *mut libc::c_char, envp: *const *mut libc::c_char, fds: *const i32, nfds: usize, dir: *const u8,
        flags: usize, pgid: isize
    ) -> (pid: isize, errno: usize) {
        let request = spawn::Request { path, argv, envp, fds, nfds, dir, flags, pgid };
        // SAFETY: `syscall.StartProgram` passes C strings and lists of them.
        (pid, errno) = match unsafe { spawn::spawn(&request) } {
            Ok(pid) => (pid, 0),
            Err(errno) => (-1, errno as usize),
        };
    }
    Syscall "syscall.syscall6" (trap: usize, a1: usize, a2: usize, a3: usize, a4: usize, a5: usize, a6: usize) -> (r1: usize, errno: usize) {
        (r1, errno) = call(trap, [a1, a2, a3, a4, a5, a6]);
    }
    System "syscall.rawSyscall6" (trap: usize, a1: usize, a2: usize, a3: usize, a4: usize, a5: usize, a6: usize) -> (r1: usize, errno: usize) {
        (r1, errno) = call(trap, [a1, a2, a3, a4, a5, a6]);
    }
}
