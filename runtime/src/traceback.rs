//! Tracebacks: walking the frames of a goroutine and printing them as Go does.
//!
//! Invariant: the walk starts at `sched_bp`, so it needs a goroutine that is not executing compiled code.

use std::fmt::Write as _;

use crate::arch;
use crate::functab::{SourceFrame, flags};
use crate::g::{G, WaitReason, status};
use crate::m::getm;
use crate::sched::Sched;
use crate::throw::Throwing;

/// Frames printed at the inner and at the outer end of a deep stack.
const FRAMES: usize = 50;

/// `GOTRACEBACK`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Level {
    /// 0 nothing, 1 the user's frames, 2 the runtime's too.
    pub level: u8,
    /// All goroutines, not just the failing one.
    pub all: bool,
    /// Die by SIGABRT.
    pub crash: bool,
}

impl Level {
    /// The default.
    pub const SINGLE: Level = Level { level: 1, all: false, crash: false };

    /// Reads the variable.
    pub fn parse(s: &str) -> Level {
        match s {
            "none" => Level { level: 0, all: false, crash: false },
            "" | "single" => Level::SINGLE,
            "all" => Level { level: 1, all: true, crash: false },
            "system" => Level { level: 2, all: true, crash: false },
            "crash" => Level { level: 2, all: true, crash: true },
            n => Level { level: n.parse().unwrap_or(0).min(2), all: true, crash: false },
        }
    }
}

/// A physical frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Frame {
    /// Return address, or the pc itself when `exact`.
    pub pc: usize,
    /// rbp of the frame.
    pub fp: usize,
    /// `pc` is an instruction that was interrupted, not a return address.
    pub exact: bool,
}

impl Frame {
    /// An address inside the instruction that the frame is at.
    pub fn lookup_pc(&self) -> usize {
        self.pc - usize::from(!self.exact)
    }
}

/// The frames of a goroutine, innermost first.
///
/// # Safety
/// The goroutine is not executing compiled code and has published its context.
pub unsafe fn frames(sched: &Sched, gp: *const G) -> Vec<Frame> {
    let mut out = Vec::new();
    // SAFETY: the caller's promise: a chain of frames that ends in goexit.
    unsafe {
        let mut bp = (*gp).sched_bp as *const usize;
        if bp.is_null() {
            if (*gp).startpc != 0 {
                out.push(Frame { pc: (*gp).startpc, fp: 0, exact: true });
            }
            return out;
        }
        let stopped = (*gp).readgstatus() & !status::SCAN != status::RUNNING;
        let mut exact = stopped && *((*gp).sched_sp as *const usize) == arch::async_resume();
        if exact && let Some(ret) = interrupted_in_prologue(sched, bp) {
            out.push(Frame { pc: *bp.add(1), fp: *bp, exact: true });
            if arch::is_goexit(ret) {
                return out;
            }
            if ret != arch::lessstack() {
                out.push(Frame { pc: ret, fp: *bp, exact: false });
            }
            exact = false;
            bp = *bp as *const usize;
        }
        while !bp.is_null() && bp.is_aligned() {
            let (pc, up) = (*bp.add(1), *bp);
            if arch::is_goexit(pc) || pc == 0 {
                break;
            }
            if pc != arch::lessstack() {
                out.push(Frame { pc, fp: up, exact });
                exact = sched.functab.findfunc(pc.wrapping_sub(1)).is_some_and(|f| &*f.name == "runtime.sigpanic");
            }
            bp = up as *const usize;
        }
    }
    out
}

/// The return address of a function that was stopped before its frame stood: rbp is still the caller's.
unsafe fn interrupted_in_prologue(sched: &Sched, bp: *const usize) -> Option<usize> {
    // SAFETY: the picture in `arch`: above the pc lies what the stack pointer showed then.
    unsafe {
        let pc = *bp.add(1);
        let f = sched.functab.findfunc(pc)?;
        match pc {
            pc if pc <= f.body => Some(*bp.add(2)),
            pc if pc == f.body + 1 => Some(*bp.add(3)), // push rbp is one byte
            _ => None,
        }
    }
}

/// A line of a traceback.
struct Line {
    name: String,
    source: SourceFrame,
    no_args: bool,
    /// Distance from the function's entry; None for inlined frames.
    offset: Option<usize>,
    extra: Option<(usize, usize)>,
}

/// The logical frames that a traceback shows.
fn lines(sched: &Sched, frames: &[Frame], show_all: bool) -> Vec<Line> {
    let level = sched.config.traceback.level;
    let mut out = Vec::new();
    let mut callee = String::new();
    for frame in frames {
        let Some(f) = sched.functab.findfunc(frame.lookup_pc()) else { continue };
        let chain = sched.functab.source(frame.lookup_pc());
        let last = chain.len().saturating_sub(1);
        for (i, source) in chain.into_iter().enumerate() {
            let name = source.func.to_string();
            let outermost = i == last;
            let wrapper = outermost && f.flags & flags::WRAPPER != 0;
            let hidden = outermost && f.flags & flags::HIDDEN != 0;
            let shown = show_all || level > 1 || (!hidden && show(&name, wrapper, out.is_empty(), &callee));
            callee.clone_from(&name);
            if shown {
                out.push(Line {
                    name: printed_name(&name),
                    no_args: f.flags & flags::NO_ARGS != 0 && outermost,
                    source,
                    offset: outermost.then(|| frame.pc - f.entry),
                    extra: (level > 1 && outermost).then_some((frame.fp, frame.pc)),
                });
            }
        }
    }
    out
}

/// Whether an ordinary traceback shows a function.
fn show(name: &str, wrapper: bool, first: bool, callee: &str) -> bool {
    if wrapper && !matches!(callee, "runtime.gopanic" | "runtime.sigpanic" | "runtime.panicwrap") {
        return false;
    }
    if name == "runtime.gopanic" && !first {
        return true;
    }
    name.contains('.') && name.strip_prefix("runtime.").is_none_or(is_exported)
}

/// `F`, `(*T).M`, `T.M` with upper case names.
fn is_exported(name: &str) -> bool {
    let (rcvr, method) = name.rsplit_once('.').unwrap_or(("", name));
    let rcvr = rcvr.strip_prefix("(*").and_then(|r| r.strip_suffix(')')).unwrap_or(rcvr);
    let upper = |s: &str| s.starts_with(|c: char| c.is_ascii_uppercase());
    upper(method) && (rcvr.is_empty() || upper(rcvr))
}

/// The name as printed: type arguments as `[...]`.
fn printed_name(name: &str) -> String {
    if name == "runtime.gopanic" {
        return "panic".into();
    }
    match (name.find('['), name.rfind(']')) {
        (Some(i), Some(j)) if i < j => format!("{}[...]{}", &name[..i], &name[j + 1..]),
        _ => name.into(),
    }
}

fn print_line(out: &mut String, l: &Line) {
    let args = if l.no_args { "" } else { "..." };
    let _ = write!(out, "{}({args})\n\t{}:{}", l.name, l.source.file, l.source.line);
    if let Some(offset) = l.offset.filter(|&o| o > 0) {
        let _ = write!(out, " +{offset:#x}");
    }
    if let Some((fp, pc)) = l.extra {
        let _ = write!(out, " fp={fp:#x} pc={pc:#x}");
    }
    out.push('\n');
}

/// Prints the frames and who created the goroutine.
///
/// # Safety
/// As [`frames`].
unsafe fn traceback(sched: &Sched, gp: *const G, throwing: Throwing, out: &mut String) {
    // SAFETY: the caller's promise.
    let frames = unsafe { frames(sched, gp) };
    // SAFETY: callers run on an M.
    let mine = unsafe { gp.cast_mut() == (*getm()).curg };
    let mut lines_ = lines(sched, &frames, throwing >= Throwing::Runtime && mine);
    if lines_.is_empty() {
        lines_ = lines(sched, &frames, true);
    }
    let n = lines_.len();
    for (i, l) in lines_.iter().enumerate() {
        if n > 2 * FRAMES && i == FRAMES {
            let _ = writeln!(out, "...{} frames elided...", n - 2 * FRAMES);
        }
        if n <= 2 * FRAMES || !(FRAMES..n - FRAMES).contains(&i) {
            print_line(out, l);
        }
    }
    // SAFETY: Gs are never freed.
    unsafe { print_created_by(sched, gp, out) };
}

/// # Safety
/// `gp` is a G.
unsafe fn print_created_by(sched: &Sched, gp: *const G, out: &mut String) {
    // SAFETY: the caller's promise.
    let (pc, goid, parent) = unsafe { ((*gp).gopc, (*gp).goid, (*gp).parent_goid) };
    let Some(f) = sched.functab.findfunc(pc.wrapping_sub(1)) else { return };
    if goid == 1 || !(sched.config.traceback.level > 1 || show(&f.name, false, false, "")) {
        return;
    }
    let _ = write!(out, "created by {}", printed_name(&f.name));
    if parent != 0 {
        let _ = write!(out, " in goroutine {parent}");
    }
    if let Some(s) = sched.functab.source(pc - 1).last() {
        let _ = writeln!(out, "\n\t{}:{} +{:#x}", s.file, s.line, pc - f.entry);
    }
}

/// `goroutine N [status]:`
///
/// # Safety
/// `gp` is a G.
unsafe fn goroutineheader(sched: &Sched, gp: *const G, out: &mut String) {
    // SAFETY: the caller's promise.
    unsafe {
        let st = (*gp).readgstatus();
        let scan = if st & status::SCAN != 0 { " (scan)" } else { "" };
        let st = st & !status::SCAN;
        let mut text = status::name(st);
        if st == status::WAITING && (*gp).waitreason != WaitReason::Zero {
            text = (*gp).waitreason.text();
        }
        let _ = write!(out, "goroutine {} [{text}{scan}", (*gp).goid);
        if matches!(st, status::WAITING | status::SYSCALL) && (*gp).waitsince != 0 {
            let minutes = (sched.clock.nanotime() - (*gp).waitsince) / 60_000_000_000;
            if minutes >= 1 {
                let _ = write!(out, ", {minutes} minutes");
            }
        }
        if !(*gp).lockedm.is_null() {
            out.push_str(", locked to thread");
        }
        out.push_str("]:\n");
    }
}

/// Header and frames of one goroutine.
///
/// # Safety
/// As [`frames`].
pub unsafe fn goroutine(sched: &Sched, gp: *const G, throwing: Throwing, out: &mut String) {
    // SAFETY: the caller's promise.
    unsafe {
        goroutineheader(sched, gp, out);
        traceback(sched, gp, throwing, out);
    }
}

/// All goroutines but `me`, dead ones and the runtime's own.
///
/// # Safety
/// The others have been stopped as far as possible.
pub unsafe fn others(sched: &Sched, me: *const G, throwing: Throwing, out: &mut String) {
    let mine = getm();
    sched.for_each_g_race(|gp| {
        // SAFETY: Gs are never freed; only those that do not run are walked.
        unsafe {
            let st = (*gp).readgstatus() & !status::SCAN;
            if std::ptr::eq(gp, me) || matches!(st, status::DEAD | status::IDLE) || ((*gp).system && sched.config.traceback.level < 2) {
                return;
            }
            out.push('\n');
            if st == status::RUNNING && (*gp).m != mine {
                goroutineheader(sched, gp, out);
                out.push_str("\tgoroutine running on other thread; stack unavailable\n");
                print_created_by(sched, gp, out);
            } else {
                goroutine(sched, gp, throwing, out);
            }
        }
    });
}

/// `runtime.Stack`: this goroutine, and with `all` the others, as text.
///
/// # Safety
/// On g0 on behalf of `gp`; with `all` the world is stopped.
pub unsafe fn stack_text(sched: &Sched, gp: *const G, all: bool) -> String {
    let mut out = String::new();
    // SAFETY: the caller's promise.
    unsafe {
        goroutine(sched, gp, Throwing::None, &mut out);
        if all {
            others(sched, gp, Throwing::None, &mut out);
        }
    }
    out
}

/// Return addresses of the current goroutine, innermost first.
///
/// # Safety
/// On g0 on behalf of `gp`.
pub unsafe fn callers(sched: &Sched, gp: *const G) -> Vec<usize> {
    // SAFETY: the caller's promise.
    unsafe { frames(sched, gp) }.into_iter().map(|f| f.pc + usize::from(f.exact)).collect()
}
