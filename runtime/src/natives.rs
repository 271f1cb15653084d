//! Natives: what the body-less functions of the standard library's innermost packages (`runtime`, `sync`, `time`) call.
//!
//! Invariant: a native touches only its frame and what that points to, and keeps nothing that needs dropping where it may raise or throw.

use std::sync::LazyLock;

use mgo_abi::native::{Native, NativeKind};
use mgo_abi::typedesc::GoString;

use crate::m::getm;
use crate::sched::Sched;
use crate::{netpoll, profile, sema, sigqueue, timer};

/// A parameter or result in a frame.
#[derive(Clone, Copy)]
#[repr(C, align(8))]
pub(crate) struct Slot<T>(pub(crate) T);

/// Declares natives and collects them in a function `table`. `System "name" (params) -> (results) |gp| body`: the body gives the results as a tuple.
/// `Park "name" (params) -> () |gp| body`: the body gives the goroutine to run, null to go on.
macro_rules! natives {
    ($($kind:ident $name:literal ($($param:ident: $pty:ty),*) -> ($($result:ident: $rty:ty),*) |$gp:ident| $body:block)*) => {
        pub(crate) fn table() -> Vec<mgo_abi::native::Native> {
            vec![$({
                #[allow(dead_code)]
                #[repr(C)]
                struct Frame { $($param: $crate::natives::Slot<$pty>,)* $($result: $crate::natives::Slot<$rty>,)* }
                let addr = $crate::natives::natives!(@entry $kind Frame ($($param)*) ($($result)*) $gp $body);
                mgo_abi::native::Native { name: $name, kind: mgo_abi::native::NativeKind::$kind, addr }
            }),*]
        }
    };
    (@entry System $frame:ident ($($param:ident)*) ($($result:ident)*) $gp:ident $body:block) => {{
        #[allow(unused_variables, clippy::diverging_sub_expression)]
        unsafe extern "C" fn entry(frame: *mut $frame) {
            // SAFETY: compiled code passes a frame that matches the declaration in the language, through systemstack.
            #[allow(unused_unsafe, clippy::macro_metavars_in_unsafe)]
            unsafe {
                let $gp: *mut $crate::g::G = $crate::m::getg();
                $(let $param = (*frame).$param.0;)*
                let ($($result,)*) = $body;
                $((*frame).$result.0 = $result;)*
            }
        }
        entry as unsafe extern "C" fn(*mut $frame) as usize
    }};
    (@entry Park $frame:ident ($($param:ident)*) () $gp:ident $body:block) => {{
        #[allow(unused_variables, clippy::diverging_sub_expression)]
        unsafe extern "C" fn entry(
            frame: *mut $frame, _: usize, _: usize, _: usize, _: usize, $gp: *mut $crate::g::G,
        ) -> *mut $crate::g::G {
            // SAFETY: as above, through parkcall.
            #[allow(unused_unsafe, clippy::macro_metavars_in_unsafe)]
            unsafe {
                $(let $param = (*frame).$param.0;)*
                $body
            }
        }
        entry as unsafe extern "C" fn(*mut $frame, usize, usize, usize, usize, *mut $crate::g::G) -> *mut $crate::g::G as usize
    }};
}
pub(crate) use natives;

mod gc;
mod sched;
mod special;
mod trace;

/// The instance of the calling thread.
pub(crate) unsafe fn instance<'a>() -> &'a Sched {
    // SAFETY: natives run on an M.
    unsafe { &*(*getm()).sched }
}

/// The bytes of a string argument, as text.
pub(crate) unsafe fn text(s: GoString) -> String {
    if s.len == 0 {
        return String::new();
    }
    // SAFETY: a string of the program.
    String::from_utf8_lossy(unsafe { std::slice::from_raw_parts(s.ptr, s.len) }).into_owned()
}

/// All natives of this crate.
pub fn all() -> &'static [Native] {
    static ALL: LazyLock<Vec<Native>> = LazyLock::new(|| {
        let mut all = [gc::table(), sched::table(), special::table(), trace::table()].concat();
        all.extend(netpoll::natives::table());
        all.extend(sigqueue::table());
        all.extend(profile::tables());
        all.push(Native { name: "internal/repl.next", kind: NativeKind::Syscall, addr: crate::session::next as *const () as usize });
        all.extend(sema::natives());
        all.extend(timer::natives());
        all
    });
    &ALL
}
