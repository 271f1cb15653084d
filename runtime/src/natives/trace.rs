//! What a program can see of its own stacks.

use mgo_abi::typedesc::GoString;

use super::instance;
use crate::arch;
use crate::proc::stw;
use crate::sched::Sched;
use crate::traceback;

/// `runtime.frameInfo` of the language.
#[repr(C)]
struct FrameInfo {
    function: GoString,
    file: GoString,
    line: isize,
    entry: usize,
    more: isize,
}

/// A string that stays: names and files are few and shared by all calls.
fn leaked(s: &str) -> GoString {
    use std::collections::HashSet;
    use std::sync::{Mutex, PoisonError};
    static KEPT: Mutex<Option<HashSet<&'static str>>> = Mutex::new(None);
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let kept = kept.get_or_insert_default();
    let s: &'static str = match kept.get(s) {
        Some(known) => known,
        None => {
            let new: &'static str = Box::leak(s.into());
            kept.insert(new);
            new
        }
    };
    GoString { ptr: s.as_ptr(), len: s.len() }
}

natives! {
    System "runtime.callers" (skip: isize, pcs: *mut usize, n: isize) -> (stored: isize) |gp| {
        let mut all = traceback::callers(instance(), gp);
        all.push(arch::goexit_return());
        let mut stored = 0;
        for &pc in all.iter().skip(skip.max(0) as usize).take(n.max(0) as usize) {
            *pcs.add(stored) = pc;
            stored += 1;
        }
        (stored as isize,)
    }
    System "runtime.pcinfo" (pc: usize, depth: isize, info: *mut FrameInfo) -> (ok: bool) |gp| {
        (describe(instance(), pc, depth, info),)
    }
    System "runtime.stack" (buf: *mut u8, n: isize, all: bool) -> (len: isize) |gp| {
        if all {
            stw::stop_the_world();
        }
        let text = traceback::stack_text(instance(), gp, all);
        if all {
            stw::start_the_world();
        }
        let len = text.len().min(n.max(0) as usize);
        std::ptr::copy_nonoverlapping(text.as_ptr(), buf, len);
        (len as isize,)
    }
}

/// What stands at `pc`, `depth` calls out of the innermost inlined one; false when that is no code of a function.
unsafe fn describe(sched: &Sched, pc: usize, depth: isize, info: *mut FrameInfo) -> bool {
    let found = if arch::is_goexit(pc) {
        // Where all goroutines end up; it is no code of the language.
        (depth == 0).then(|| FrameInfo { function: leaked("runtime.goexit"), file: leaked("?"), line: 0, entry: pc, more: 0 })
    } else {
        let pc = sched.compiler.code_behind(&sched.functab, pc);
        let chain = sched.functab.source(pc);
        chain.get(depth as usize).zip(sched.functab.findfunc(pc)).map(|(at, f)| FrameInfo {
            function: leaked(&at.func),
            file: leaked(&at.file),
            line: at.line as isize,
            entry: f.entry,
            more: chain.len() as isize - 1 - depth,
        })
    };
    let Some(found) = found else { return false };
    // SAFETY: the caller's frame has room for one.
    unsafe { *info = found };
    true
}
