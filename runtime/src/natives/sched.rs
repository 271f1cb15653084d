//! Start-up, scheduling, panics.

use std::sync::atomic::Ordering;

use mgo_abi::typedesc::{GoSlice, GoString};

use super::{instance, text};
use crate::g::G;
use crate::panic::{self, Panic};
use crate::proc::{self, coro, main, thread};
use crate::sched::Sched;
use crate::session;
use crate::throw;

natives! {
    System "os.runtimeArgs" () -> (args: GoSlice<GoString>) |gp| {
        // The headers are leaked once, for the variable that package os begins with; the bytes are the instance's.
        let args: Vec<GoString> = instance().config.args.iter().map(|arg| GoString { ptr: arg.as_ptr(), len: arg.len() }).collect();
        let args = args.leak();
        (GoSlice { ptr: args.as_ptr(), len: args.len(), cap: args.len() },)
    }
    System "runtime.godebug" (name: GoString) -> (value: isize) |gp| { (godebug(instance(), &text(name)),) }
    System "internal/godebug.number" (name: GoString) -> (value: isize) |gp| { (godebug(instance(), &text(name)),) }
    System "internal/godebug.Set" (list: GoString) -> () |gp| { instance().godebug.set(text(list).to_string()) }
    System "runtime.mainstart" () -> () |gp| { main::mainstart(gp) }
    System "runtime.maininitdone" () -> (run: bool) |gp| { (main::maininitdone(instance(), gp),) }
    System "runtime.runningPanicDefers" () -> (n: isize) |gp| {
        (instance().running_panic_defers.load(Ordering::Acquire) as isize,)
    }
    Park "runtime.parkIfPanicking" () -> () |gp| { main::park_if_panicking(gp) }
    Park "runtime.exit" (code: isize) -> () |gp| { main::exit(code as i32) }

    Park "runtime.Gosched" () -> () |gp| { proc::gosched(gp) }
    System "iter.corocreate" (place: *mut *mut G, body: *mut u8) -> () |gp| { coro::create(place, body, gp) }
    Park "iter.coroswitch" (place: *mut *mut G) -> () |gp| { coro::switch(gp, place) }
    System "iter.coroleave" (place: *mut *mut G) -> () |gp| { coro::leave(place) }
    Park "iter.corofinish" (place: *mut *mut G) -> () |gp| { coro::finish(gp, place) }
    Park "runtime.goexit1" () -> () |gp| { proc::goexit1(gp) }
    System "runtime.LockOSThread" () -> () |gp| { thread::lock_os_thread(gp) }
    System "runtime.UnlockOSThread" () -> () |gp| { thread::unlock_os_thread(gp) }
    System "runtime.NumGoroutine" () -> (n: isize) |gp| { (proc::num_goroutine(instance()) as isize,) }
    System "runtime.rand" () -> (bits: u64) |gp| { ((*crate::m::getm()).rand.next(),) }
    System "runtime.NumCPU" () -> (n: isize) |gp| { (main::num_cpu(instance()) as isize,) }
    System "runtime.GOMAXPROCS" (n: isize) -> (old: isize) |gp| {
        (main::gomaxprocs(n.clamp(0, i32::MAX as isize) as i32) as isize,)
    }

    // As in Go where nobody debugs the program.
    System "runtime.Breakpoint" () -> () |gp| { throw::throw("SIGTRAP: trace trap") }

    System "testing.deadlocked" () -> (dead: bool) |gp| { (proc::deadlock::all_asleep(instance(), |g| std::ptr::eq(g, gp)),) }
    System "testing.tracebackAll" () -> () |gp| { instance().traceback_all.store(true, Ordering::Release) }

    System "internal/repl.started" () -> () |gp| { session::started(instance(), gp) }
    System "internal/repl.returned" () -> () |gp| { session::returned(instance(), gp) }
    System "internal/repl.interruptParked" () -> () |gp| { session::interrupt_parked(instance()) }
    System "runtime.inSession" () -> (on: bool) |gp| { (instance().session.is_on(),) }
    System "runtime.interrupted" () -> (yes: bool) |gp| { (session::take_interrupt(gp),) }
    System "runtime.sessionPanic" (interrupted: bool) -> () |gp| { session::panicked(instance(), gp, interrupted) }

    System "runtime.faultAddress" () -> (addr: usize, nil: bool) |gp| { ((*gp).sigaddr, panic::is_nil_fault(gp)) }
    System "runtime.fatalFault" () -> () |gp| { if !(*gp).panic_on_fault { panic::fatal_fault(gp) } }
    System "runtime/debug.SetPanicOnFault" (enabled: bool) -> (old: bool) |gp| { (std::mem::replace(&mut (*gp).panic_on_fault, enabled),) }

    System "runtime.pushpanic" (p: *mut Panic) -> () |gp| { panic::pushpanic(gp, p) }
    System "runtime.nextdefer" (p: *mut Panic) -> (func: *mut u8) |gp| { (panic::nextdefer(gp, p),) }
    System "runtime.recovery" (p: *mut Panic) -> () |gp| { panic::recovery(gp, p) }
    System "runtime.startpanic" () -> () |gp| { panic::startpanic() }
    System "runtime.dopanic" (p: *mut Panic) -> () |gp| { panic::dopanic() }
    System "runtime.throw" (message: GoString) -> () |gp| { throw::throw(&text(message)) }
    System "runtime.fatal" (message: GoString) -> () |gp| { throw::fatal(&text(message)) }
}

/// The number that a setting of `GODEBUG` has; -1 without one.
fn godebug(sched: &Sched, name: &str) -> isize {
    sched.godebug.number(&sched.config.godebug, name).map_or(-1, |n| n as isize)
}
