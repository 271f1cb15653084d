//! Instances under test: the main goroutine runs a step function until it is done; stderr is a pipe to memory.

use std::collections::HashMap;
use std::io::{Read, Seek};
use std::os::fd::{AsRawFd, FromRawFd};
use std::ptr::null_mut;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use mgo_abi::builtins::PanicCode;
use mgo_abi::native::EntryPoint;

use super::code;
use crate::functab::{FuncEntry, Landing, SortedLines, SourceFrame, flags};
use crate::g::{G, WaitReason};
use crate::m::{getg, getm};
use crate::panic::{self, Panic};
use crate::proc::{self, main, syscall};
use crate::sched::{Config, Sched};

/// What a goroutine does after a step. The step itself does not park: once it had, another thread might run the next one.
pub(super) enum Then {
    /// It ends.
    Done,
    /// Next step at once.
    Again,
    /// `runtime.Gosched`, then the next step.
    Yield,
    /// Parks for ever.
    Park(WaitReason),
    /// Parks until the gate opens.
    Wait(Gate),
    /// Ends by `goexit1`.
    Goexit,
    /// Sleeps in a system call, then the next step.
    Syscall(Duration),
}

/// A step of a goroutine, on g0.
pub(super) type Step<'a> = dyn FnMut(*mut G) -> Then + Send + 'a;

/// A closure for `code::steps`.
#[repr(C)]
pub(super) struct Steps {
    code: usize,
    step: usize,
    state: *mut Box<Step<'static>>,
}

unsafe extern "C" fn call_step(state: *mut Box<Step<'static>>, _: usize, _: usize, _: usize, _: usize, gp: *mut G) -> *mut G {
    // SAFETY: `steps` made the state; a goroutine calls its own steps only, one after the other. `param` is set before it parks.
    unsafe {
        (*gp).param = 1;
        match (*state)(gp) {
            Then::Done => {
                (*gp).param = 0;
                drop(Box::from_raw(state));
                null_mut()
            }
            Then::Again => null_mut(),
            Then::Yield => proc::gosched(gp),
            Then::Park(reason) => proc::gopark(gp, None, null_mut(), reason),
            Then::Wait(gate) => gate.wait(gp),
            Then::Goexit => proc::goexit1(gp),
            Then::Syscall(time) => {
                syscall::entersyscall(gp);
                std::thread::sleep(time);
                syscall::exitsyscall(gp)
            }
        }
    }
}

/// A funcval whose goroutine runs `step` until that says it is done. Leaked.
pub(super) fn steps<'a>(step: impl FnMut(*mut G) -> Then + Send + 'a) -> *mut u8 {
    let step: Box<Step<'a>> = Box::new(step);
    // SAFETY: the tests keep what the steps borrow alive until the instance has ended.
    let step: Box<Step<'static>> = unsafe { std::mem::transmute(step) };
    let f: unsafe extern "C" fn(*mut Box<Step<'static>>, usize, usize, usize, usize, *mut G) -> *mut G = call_step;
    let closure = Steps { code: code::steps(), step: f as usize, state: Box::into_raw(Box::new(step)) };
    Box::into_raw(Box::new(closure)).cast()
}

/// A funcval {code, words...}. Leaked.
pub(super) fn closure<const N: usize>(words: [usize; N]) -> *mut u8 {
    Box::into_raw(Box::new(words)).cast()
}

/// Starts a goroutine from a step.
pub(super) fn go(funcval: *mut u8) -> *mut G {
    // SAFETY: steps run on an M that holds a P; the funcvals above are valid.
    unsafe { proc::newproc_from(funcval, code::main() + 12, (*getg()).goid) }
}

static MAINS: LazyLock<Mutex<HashMap<usize, usize>>> = LazyLock::new(Default::default);

/// First thing in the main goroutine: gives its closure.
pub(super) unsafe extern "C" fn main_start() -> *mut u8 {
    // SAFETY: through systemstack, from the main goroutine.
    unsafe {
        let sched = (*getm()).sched;
        main::mainstart(getg());
        main::maininitdone(&*sched, getg()); // there are no packages
        MAINS.lock().unwrap()[&(sched as usize)] as *mut u8
    }
}

pub(super) unsafe extern "C" fn main_exit(_: usize, _: usize, _: usize, _: usize, _: usize, _gp: *mut G) -> *mut G {
    // SAFETY: through parkcall.
    unsafe { main::exit(0) }
}

pub(super) unsafe extern "C" fn native_pushpanic(frame: *mut *mut Panic) {
    // SAFETY: from the asm gopanic.
    unsafe { panic::pushpanic(getg(), *frame) }
}

pub(super) unsafe extern "C" fn native_nextdefer(frame: *mut [usize; 2]) {
    // SAFETY: from the asm gopanic.
    unsafe { (*frame)[1] = panic::nextdefer(getg(), (*frame)[0] as *mut Panic) as usize }
}

pub(super) unsafe extern "C" fn native_recovery(frame: *mut *mut Panic) {
    // SAFETY: from the asm gopanic.
    unsafe { panic::recovery(getg(), *frame) }
}

pub(super) unsafe extern "C" fn native_fatalpanic() {
    // SAFETY: from the asm gopanic.
    unsafe {
        panic::startpanic();
        (*(*getm()).sched).write_err(b"panic: test\n");
        panic::dopanic()
    }
}

pub(super) unsafe extern "C" fn native_raiser() {
    panic::raise(PanicCode::Divide, 5, 6)
}

pub(super) unsafe extern "C" fn native_reader(p: *const usize) -> usize {
    // SAFETY: none: this is the fault under test.
    unsafe { std::hint::black_box(p).read_volatile() }
}

/// How a program under test ended.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) code: i32,
    pub(super) stderr: String,
}

fn register(sched: &Sched, name: &str, entry: usize, end: usize, landing: Option<Landing>, flags: u32, line: u32) {
    let source = SourceFrame { func: name.into(), file: "/test.go".into(), line };
    let lines = Box::new(SortedLines(vec![(0, vec![source])]));
    sched.functab.register_code(FuncEntry { entry, end, name: name.into(), landing, flags, lines });
}

fn register_all(sched: &Sched) {
    let fp_to_sp = 64;
    let landing = Some(Landing { pc: code::landing(), fp_to_sp });
    register(sched, "main.steps", code::steps(), code::main(), None, 0, 10);
    register(sched, "main.main", code::main(), code::spin(), None, flags::NO_ARGS, 20);
    register(sched, "main.spin", code::spin(), code::registers(), None, 0, 30);
    register(sched, "main.deep", code::deep(), code::run_deep(), None, 0, 40);
    register(sched, "main.runDeep", code::run_deep(), code::run_deep_args(), None, 0, 50);
    register(sched, "runtime.gopanic", code::gopanic(), code::gopanic_end(), None, 0, 60);
    register(sched, "runtime.panicCode", code::panic_code(), code::sigpanic(), None, 0, 70);
    register(sched, "runtime.sigpanic", code::sigpanic(), code::recoverer(), None, 0, 80);
    register(sched, "main.recoverer", code::recoverer(), code::wrapper(), None, 0, 90);
    register(sched, "main.protected.deferwrap1", code::wrapper(), code::protected(), None, flags::WRAPPER, 95);
    register(sched, "main.protected", code::protected(), code::protected_end(), landing, 0, 100);
    register(sched, "main.body", code::body_panic(), code::run_protected(), None, 0, 110);
    register(sched, "main.runProtected", code::run_protected(), code::hi(), None, 0, 120);
}

/// Runs a program on `procs` Ps whose main goroutine is `main`.
pub(super) fn run<'a>(procs: usize, main: impl FnMut(*mut G) -> Then + Send + 'a) -> Outcome {
    run_with(Config { gomaxprocs: procs, ..Config::default() }, main)
}

/// The same with more settings.
pub(super) fn run_with<'a>(config: Config, main: impl FnMut(*mut G) -> Then + Send + 'a) -> Outcome {
    run_closure(config, steps(main))
}

/// Runs a program whose main goroutine is a funcval.
pub(super) fn run_closure(mut config: Config, main: *mut u8) -> Outcome {
    // SAFETY: a plain system call; the descriptor is ours.
    let mut file = unsafe { std::fs::File::from_raw_fd(libc::memfd_create(c"stderr".as_ptr(), 0)) };
    config.stderr = file.as_raw_fd();
    let sched = Sched::new(config);
    sched.compiler.set_code_range(code::lo(), code::hi());
    sched.set_entry_point(EntryPoint::RuntimeMain, code::main());
    sched.set_entry_point(EntryPoint::Gopanic, code::gopanic());
    sched.set_entry_point(EntryPoint::PanicCode, code::panic_code());
    sched.set_entry_point(EntryPoint::Sigpanic, code::sigpanic());
    register_all(&sched);
    let key = &raw const *sched as usize;
    MAINS.lock().unwrap().insert(key, main as usize);
    // A thread of its own: the test's thread must not become an M twice.
    let exit = std::thread::scope(|s| {
        // SAFETY: the code keeps the contract.
        s.spawn(|| unsafe { main::rt0(&sched) }).join().unwrap()
    });
    MAINS.lock().unwrap().remove(&key);
    let mut stderr = String::new();
    file.rewind().unwrap();
    file.read_to_string(&mut stderr).unwrap();
    if !exit.clean {
        Box::leak(sched);
    }
    Outcome { code: exit.code, stderr }
}

/// A gate that goroutines park at until another opens it; built on gopark and goready as a semaphore is.
#[derive(Clone, Default)]
pub(super) struct Gate(Arc<Mutex<(usize, Vec<usize>)>>);

impl Gate {
    /// Takes a token or parks until there is one.
    fn wait(&self, gp: *mut G) -> *mut G {
        let mut state = self.0.lock().unwrap();
        if state.0 > 0 {
            state.0 -= 1;
            return null_mut();
        }
        state.1.push(gp as usize);
        drop(state);
        // SAFETY: the goroutine is findable before it is parked, so `open` waits until it is.
        unsafe { proc::gopark(gp, None, null_mut(), WaitReason::Semacquire) }
    }

    /// Lets one goroutine through.
    pub(super) fn open(&self) {
        let waiter = {
            let mut state = self.0.lock().unwrap();
            match state.1.pop() {
                Some(gp) => gp as *mut G,
                None => {
                    state.0 += 1;
                    return;
                }
            }
        };
        // SAFETY: taken out of the list, so ours; its M may be on the way into gopark still.
        unsafe {
            while (*waiter).readgstatus() != crate::g::status::WAITING {
                std::hint::spin_loop();
            }
            proc::goready(waiter);
        }
    }
}
