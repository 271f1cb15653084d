//! Starting programs, by `posix_spawn`: what `fork` would do in between is done by libc, without running ours in the child.
//!
//! Invariant: whatever is opened on the way is closed again, on errors too.

use libc::{c_char, c_int};
use std::mem::MaybeUninit;

/// What is asked for, as the frame of `syscall.spawn` has it.
pub(super) struct Request {
    pub(super) path: *const u8,
    pub(super) argv: *const *mut c_char,
    pub(super) envp: *const *mut c_char,
    pub(super) fds: *const i32,
    pub(super) nfds: usize,
    pub(super) dir: *const u8,
    pub(super) flags: usize,
    pub(super) pgid: isize,
}

/// Leads a session.
const SESSION: usize = 1;
/// Is in a process group.
const GROUP: usize = 2;

/// Descriptors that were duplicated out of the way.
struct Moved(Vec<c_int>);

impl Drop for Moved {
    fn drop(&mut self) {
        for &fd in &self.0 {
            // SAFETY: a descriptor that `duplicate` made and nobody else knows.
            unsafe { libc::close(fd) };
        }
    }
}

/// Starts the program: its process, or an error number.
///
/// # Safety
/// The request's pointers must be C strings, lists of such that end in null, and `nfds` numbers.
pub(super) unsafe fn spawn(request: &Request) -> Result<isize, c_int> {
    // SAFETY: the caller's promise; attributes and actions are initialised before they are used and destroyed afterwards.
    unsafe {
        let wanted = if request.nfds == 0 { &[][..] } else { std::slice::from_raw_parts(request.fds, request.nfds) };
        let mut moved = Moved(Vec::new());
        let mut actions = MaybeUninit::<libc::posix_spawn_file_actions_t>::uninit();
        check(libc::posix_spawn_file_actions_init(actions.as_mut_ptr()))?;
        let mut attrs = MaybeUninit::<libc::posix_spawnattr_t>::uninit();
        check(libc::posix_spawnattr_init(attrs.as_mut_ptr()))?;
        let mut pid: libc::pid_t = 0;
        let result = prepare(request, wanted, &mut moved, actions.as_mut_ptr(), attrs.as_mut_ptr()).and_then(|()| {
            check(libc::posix_spawn(&mut pid, request.path.cast(), actions.as_ptr(), attrs.as_ptr(), request.argv, request.envp))
        });
        libc::posix_spawn_file_actions_destroy(actions.as_mut_ptr());
        libc::posix_spawnattr_destroy(attrs.as_mut_ptr());
        result.map(|()| pid as isize)
    }
}

fn check(code: c_int) -> Result<(), c_int> {
    if code == 0 { Ok(()) } else { Err(code) }
}

/// A duplicate of `fd` that is at least `least`.
fn duplicate(fd: c_int, least: usize) -> Result<c_int, c_int> {
    // SAFETY: fcntl with plain numbers.
    let copy = unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, least as c_int) };
    if copy >= 0 { Ok(copy) } else { Err(std::io::Error::last_os_error().raw_os_error().unwrap_or(libc::EBADF)) }
}

/// Fills in actions and attributes.
///
/// # Safety
/// Both are initialised; `request` is as for [`spawn`].
unsafe fn prepare(
    request: &Request,
    wanted: &[c_int],
    moved: &mut Moved,
    actions: *mut libc::posix_spawn_file_actions_t,
    attrs: *mut libc::posix_spawnattr_t,
) -> Result<(), c_int> {
    // SAFETY: the caller's promise.
    unsafe {
        for (to, &fd) in wanted.iter().enumerate() {
            if fd < 0 {
                continue;
            }
            // A source among the targets would be overwritten before its turn.
            let mut from = fd;
            if (fd as usize) < wanted.len() && fd as usize != to {
                from = duplicate(fd, wanted.len())?;
                moved.0.push(from);
            }
            check(libc::posix_spawn_file_actions_adddup2(actions, from, to as c_int))?;
        }
        if !request.dir.is_null() {
            check(libc::posix_spawn_file_actions_addchdir_np(actions, request.dir.cast()))?;
        }
        let mut flags = libc::POSIX_SPAWN_SETSIGMASK | libc::POSIX_SPAWN_SETSIGDEF;
        let mut signals = MaybeUninit::<libc::sigset_t>::uninit();
        libc::sigemptyset(signals.as_mut_ptr());
        check(libc::posix_spawnattr_setsigmask(attrs, signals.as_ptr()))?;
        libc::sigaddset(signals.as_mut_ptr(), libc::SIGPIPE); // Rust's start-up ignores it
        check(libc::posix_spawnattr_setsigdefault(attrs, signals.as_ptr()))?;
        if request.flags & SESSION != 0 {
            flags |= c_int::from(libc::POSIX_SPAWN_SETSID);
        }
        if request.flags & GROUP != 0 {
            flags |= libc::POSIX_SPAWN_SETPGROUP;
            check(libc::posix_spawnattr_setpgroup(attrs, request.pgid as libc::pid_t))?;
        }
        check(libc::posix_spawnattr_setflags(attrs, flags as libc::c_short))
    }
}
