//! Tracebacks: walking the frames of a goroutine and printing them as Go does.
//!
//! Invariant: the walk starts at `sched_bp`, so it needs a goroutine that is not executing compiled code.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::arch;
use crate::functab::{SourceFrame, flags};
use crate::g::{G, WaitReason, status};
use crate::m::getm;
use crate::profile::labels;
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

    /// The whole of it in a byte.
    pub fn bits(self) -> u8 {
        self.level | u8::from(self.all) << 2 | u8::from(self.crash) << 3
    }

    /// What [`Level::bits`] gave.
    pub fn from_bits(bits: u8) -> Level {
        Level { level: bits & 3, all: bits & 4 != 0, crash: bits & 8 != 0 }
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
/// The goroutine is not executing compiled code and has published its context, until the iterator is done.
pub unsafe fn frames(sched: &Sched, gp: *const G) -> Frames {
    // SAFETY: the caller's promise.
    unsafe {
        let bp = (*gp).sched_bp as *const usize;
        let sigpanic = sched.functab.sigpanic_code();
        let mut frames = Frames { bp, exact: false, sigpanic, first: [None; 2] };
        if bp.is_null() {
            let startpc = (*gp).startpc;
            frames.first[1] = (startpc != 0).then_some(Frame { pc: startpc, fp: 0, exact: true });
            return frames;
        }
        let stopped = (*gp).readgstatus() & !status::SCAN != status::RUNNING;
        frames.exact = stopped && *((*gp).sched_sp as *const usize) == arch::async_resume();
        if frames.exact
            && let Some(ret) = interrupted_in_prologue(sched, bp)
        {
            frames.first[1] = Some(Frame { pc: *bp.add(1), fp: *bp, exact: true });
            if arch::is_goexit(ret) {
                frames.bp = std::ptr::null();
                return frames;
            }
            if ret != arch::lessstack() {
                frames.first[0] = Some(Frame { pc: ret, fp: *bp, exact: false });
            }
            frames.exact = false;
            frames.bp = *bp as *const usize;
        }
        frames
    }
}

/// See [`frames`].
pub struct Frames {
    /// Frame that holds the next pc.
    bp: *const usize,
    /// That pc was interrupted.
    exact: bool,
    /// Code of `runtime.sigpanic`.
    sigpanic: Range<usize>,
    /// Frames that come before, last first.
    first: [Option<Frame>; 2],
}

impl Iterator for Frames {
    type Item = Frame;

    fn next(&mut self) -> Option<Frame> {
        if let Some(frame) = self.first.iter_mut().rev().find_map(Option::take) {
            return Some(frame);
        }
        loop {
            if self.bp.is_null() || !self.bp.is_aligned() {
                return None;
            }
            // SAFETY: the promise made to `frames`: a chain of frames that ends in goexit.
            let (pc, up) = unsafe { (*self.bp.add(1), *self.bp) };
            if arch::is_goexit(pc) || pc == 0 {
                return None;
            }
            self.bp = up as *const usize;
            if pc != arch::lessstack() {
                let frame = Frame { pc, fp: up, exact: self.exact };
                // The caller of sigpanic did not call it: it was interrupted.
                self.exact = self.sigpanic.contains(&pc);
                return Some(frame);
            }
        }
    }
}

/// The return address of a function that was stopped before its frame stood: rbp is still the caller's.
unsafe fn interrupted_in_prologue(sched: &Sched, bp: *const usize) -> Option<usize> {
    // SAFETY: the picture in `arch`: above the pc lies what the stack pointer showed then.
    unsafe {
        let pc = *bp.add(1);
        let Some(f) = sched.functab.findfunc(pc) else { return Some(*bp.add(2)) }; // a stub or thunk
        let body = arch::frame_setup(f.entry, f.end)?;
        match pc {
            pc if pc <= body => Some(*bp.add(2)),
            pc if pc == body + 1 => Some(*bp.add(3)), // push rbp is one byte
            _ => None,
        }
    }
}

/// A line of a traceback.
#[derive(Clone)]
struct Line {
    text: String,
    /// Full name of the function.
    name: Arc<str>,
    wrapper: bool,
    hidden: bool,
}

/// The logical frames of a physical one, innermost first.
fn lines(sched: &Sched, frame: &Frame) -> Vec<Line> {
    let Some(f) = sched.functab.findfunc(frame.lookup_pc()) else { return Vec::new() };
    let chain = sched.functab.source(frame.lookup_pc());
    let last = chain.len().saturating_sub(1);
    let line = |(i, source): (usize, SourceFrame)| {
        let outermost = i == last;
        let has = |flag| outermost && f.flags & flag != 0;
        let args = if has(flags::NO_ARGS) { "" } else { "..." };
        let mut text = format!("{}({args})\n\t{}:{}", printed_name(&source.func), source.file, source.line);
        if outermost && frame.pc > f.entry {
            let _ = write!(text, " +{:#x}", frame.pc - f.entry);
        }
        if outermost && sched.limits.traceback().level > 1 {
            let _ = write!(text, " fp={:#x} pc={:#x}", frame.fp, frame.pc);
        }
        text.push('\n');
        Line { text, name: source.func, wrapper: has(flags::WRAPPER), hidden: has(flags::HIDDEN) }
    };
    chain.into_iter().enumerate().map(line).collect()
}

/// Prints the inner and outer [`FRAMES`] lines of a stack; gives how many lines there were.
fn print_frames(sched: &Sched, frames: impl Iterator<Item = Frame>, show_all: bool, out: &mut String) -> usize {
    let show_all = show_all || sched.limits.traceback().level > 1;
    let mut known: FxHashMap<(usize, bool), Rc<Vec<Line>>> = FxHashMap::default(); // deep stacks repeat few pcs
    let mut tail: VecDeque<(Rc<Vec<Line>>, usize)> = VecDeque::new();
    let mut callee: Arc<str> = "".into();
    let mut n = 0;
    for frame in frames {
        let fresh;
        let lines_here = if sched.limits.traceback().level > 1 {
            fresh = Rc::new(lines(sched, &frame)); // they differ in fp
            &fresh
        } else {
            known.entry((frame.pc, frame.exact)).or_insert_with(|| Rc::new(lines(sched, &frame)))
        };
        for (i, line) in lines_here.iter().enumerate() {
            let shown = show_all || (!line.hidden && show(&line.name, line.wrapper, n == 0, &callee));
            if *callee != *line.name {
                callee.clone_from(&line.name);
            }
            if !shown {
                continue;
            }
            n += 1;
            if n <= FRAMES {
                out.push_str(&line.text);
            } else {
                if tail.len() == FRAMES {
                    tail.pop_front();
                }
                tail.push_back((lines_here.clone(), i));
            }
        }
    }
    if n > 2 * FRAMES {
        let _ = writeln!(out, "...{} frames elided...", n - 2 * FRAMES);
    }
    tail.iter().for_each(|(lines, i)| out.push_str(&lines[*i].text));
    n
}

/// Whether an ordinary traceback shows a function.
fn show(name: &str, wrapper: bool, first: bool, callee: &str) -> bool {
    if wrapper && !matches!(callee, "runtime.gopanic" | "runtime.sigpanic" | "runtime.panicwrap") {
        return false;
    }
    if name == "runtime.gopanic" && !first {
        return true;
    }
    // What asks for the traceback is no part of it.
    name.contains('.') && name != "runtime.Stack" && name.strip_prefix("runtime.").is_none_or(is_exported)
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

/// Prints the frames and who created the goroutine.
///
/// # Safety
/// As [`frames`].
unsafe fn traceback(sched: &Sched, gp: *const G, throwing: Throwing, out: &mut String) {
    // SAFETY: the caller's promise.
    unsafe {
        let mp = getm(); // none on a thread of the host
        let mine = !mp.is_null() && gp.cast_mut() == (*mp).curg;
        if print_frames(sched, frames(sched, gp), throwing >= Throwing::Runtime && mine, out) == 0 {
            print_frames(sched, frames(sched, gp), true, out);
        }
        print_created_by(sched, gp, out);
    }
}

/// # Safety
/// `gp` is a G.
unsafe fn print_created_by(sched: &Sched, gp: *const G, out: &mut String) {
    // SAFETY: the caller's promise.
    let (pc, goid, parent) = unsafe { ((*gp).gopc, (*gp).goid, (*gp).parent_goid) };
    let Some(f) = sched.functab.findfunc(pc.wrapping_sub(1)) else { return };
    if goid == 1 || !(sched.limits.traceback().level > 1 || show(&f.name, false, false, "")) {
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
        out.push(']');
        if (*gp).labels != 0 && sched.godebug.number(&sched.config.godebug, "tracebacklabels") != Some(0) {
            labels::print((*gp).labels, out);
        }
        out.push_str(":\n");
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
            if std::ptr::eq(gp, me) || matches!(st, status::DEAD | status::IDLE) || ((*gp).system && sched.limits.traceback().level < 2) {
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
    unsafe { frames(sched, gp) }.map(|f| f.pc + usize::from(f.exact)).collect()
}
