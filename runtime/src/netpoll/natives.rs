//! What package `internal/poll` calls.

use super::desc::{Mode, PollDesc};
use crate::g::WaitReason;
use crate::natives::{instance, natives};
use crate::sema;

/// `'r'` or `'w'`.
fn mode(letter: isize) -> Mode {
    if letter == isize::from(b'w') { Mode::Write } else { Mode::Read }
}

/// `'r'`, `'w'` or their sum.
fn modes(letters: isize) -> &'static [Mode] {
    const READ: isize = b'r' as isize;
    const WRITE: isize = b'w' as isize;
    match letters {
        READ => &[Mode::Read],
        WRITE => &[Mode::Write],
        _ => &[Mode::Read, Mode::Write],
    }
}

natives! {
    System "internal/poll.pollOpen" (fd: isize) -> (pd: *mut PollDesc, errno: usize) |gp| {
        match PollDesc::open(instance(), fd as i32) {
            Ok(pd) => (pd, 0),
            Err(errno) => (std::ptr::null_mut(), errno as usize),
        }
    }
    System "internal/poll.pollClose" (pd: *mut PollDesc) -> () |gp| { PollDesc::close(pd, instance()) }
    System "internal/poll.pollReset" (pd: *mut PollDesc, letter: isize) -> (check: isize) |gp| { ((*pd).reset(mode(letter)) as isize,) }
    System "internal/poll.pollCheck" (pd: *mut PollDesc, letter: isize) -> (check: isize) |gp| { ((*pd).check(mode(letter)) as isize,) }
    Park "internal/poll.pollWait" (pd: *mut PollDesc, letter: isize) -> () |gp| { (*pd).wait(mode(letter), gp) }
    System "internal/poll.pollSetDeadline" (pd: *mut PollDesc, ns: i64, letters: isize) -> () |gp| {
        PollDesc::set_deadline(pd, ns, modes(letters))
    }
    System "internal/poll.pollUnblock" (pd: *mut PollDesc) -> () |gp| { PollDesc::unblock(pd) }
    Park "internal/poll.semacquire" (addr: *const std::sync::atomic::AtomicU32) -> () |gp| {
        sema::semacquire(addr, false, WaitReason::Semacquire, gp)
    }
    Park "internal/poll.semrelease" (addr: *const std::sync::atomic::AtomicU32) -> () |gp| { sema::semrelease(addr, false, gp) }
}
