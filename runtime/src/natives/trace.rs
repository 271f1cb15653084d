//! What a program can see of its own stacks.

use mgo_abi::typedesc::GoString;

use super::instance;
use crate::proc::stw;
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
        let all = traceback::callers(instance(), gp);
        let mut stored = 0;
        for &pc in all.iter().skip(skip.max(0) as usize).take(n.max(0) as usize) {
            *pcs.add(stored) = pc;
            stored += 1;
        }
        (stored as isize,)
    }
    System "runtime.pcinfo" (pc: usize, depth: isize, info: *mut FrameInfo) -> (ok: bool) |gp| {
        let functab = &instance().functab;
        let pc = instance().compiler.code_behind(functab, pc);
        let chain = functab.source(pc);
        let ok = match (chain.get(depth as usize), functab.findfunc(pc)) {
            (Some(at), Some(f)) => {
                *info = FrameInfo {
                    function: leaked(&at.func),
                    file: leaked(&at.file),
                    line: at.line as isize,
                    entry: f.entry,
                    more: chain.len() as isize - 1 - depth,
                };
                true
            }
            _ => false,
        };
        (ok,)
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
