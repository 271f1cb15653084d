//! Profiles: where a program spends its time ([`cpu`]) and memory ([`heap`]), and what its goroutines wait for ([`contention`]).
//!
//! What is noted are stacks of return addresses ([`walk`]); packages `runtime` and `runtime/pprof` get them as rows of numbers ([`records`]), sort and print
//! them, and give them back to be written in pprof's format ([`encode`]).

pub mod contention;
pub mod cpu;
mod encode;
pub mod heap;
pub mod labels;
mod walk;

use std::ptr::slice_from_raw_parts_mut;

use mgo_abi::native::Native;
use mgo_abi::typedesc::{GoSlice, GoString};

use self::encode::Encoder;
use crate::g::status;
use crate::natives::{instance, natives, text};
use crate::proc::stw;
use crate::sched::Sched;

/// The natives of profiles.
pub(crate) fn tables() -> Vec<Native> {
    [table(), cpu::table()].concat()
}

/// Memory that the language's side copies and gives back to `freeProfile`.
fn lend(bytes: Vec<u8>) -> (*mut u8, usize) {
    let bytes = Box::leak(bytes.into_boxed_slice());
    (bytes.as_mut_ptr(), bytes.len())
}

/// What can be asked for, as the language's side numbers it.
const HEAP: usize = 0;
const BLOCK: usize = 1;
const MUTEX: usize = 2;
const GOROUTINES: usize = 3;

/// As in package `runtime`: of the calls that one return address stands for, the number of those further in is above this bit.
const DEPTH_SHIFT: u32 = 48;

/// The calls that a return address stands for, innermost first, as `runtime.Callers` has them.
fn calls(sched: &Sched, pc: usize) -> impl Iterator<Item = u64> + use<> {
    (0..sched.functab.source(pc - 1).len() as u64).map(move |depth| pc as u64 | depth << DEPTH_SHIFT)
}

/// The records of a profile, in words: some numbers (heap: objects made and gone, bytes of each; block and mutex: events and nanoseconds; goroutines: the
/// goroutine's number and its labels, which live until the next such records), how many calls follow, and these.
///
/// # Safety
/// On g0 of an M with a P and without locks.
unsafe fn records(sched: &Sched, kind: usize) -> Vec<u64> {
    let mut out = Vec::new();
    let mut put = |numbers: &[u64], stack: &[usize]| {
        let calls: Vec<u64> = stack.iter().flat_map(|&pc| calls(sched, pc)).collect();
        out.extend_from_slice(numbers);
        out.push(calls.len() as u64);
        out.extend(calls);
    };
    match kind {
        HEAP => sched.heap.profile.read().iter().for_each(|b| put(&[b.allocs, b.frees, b.size as u64], &b.stack)),
        BLOCK | MUTEX => {
            let table = if kind == BLOCK { &sched.contention.block } else { &sched.contention.mutex };
            table.lock().iter().for_each(|(stack, e)| put(&[e.count as u64, e.nanos as u64], stack));
        }
        GOROUTINES => {
            let mut stacks = Vec::new();
            // SAFETY: the caller's; with the world stopped goroutines stand still, and this one has published its frame.
            unsafe {
                stw::stop_the_world();
                sched.for_each_g(|gp| {
                    let dead = matches!((*gp).readgstatus() & !status::SCAN, status::DEAD | status::IDLE);
                    if !dead && !(*gp).system {
                        stacks.push(([(*gp).goid, (*gp).labels as u64], walk::stack_of(gp)));
                    }
                });
                labels::lend(stacks.iter().map(|(numbers, _)| numbers[1] as usize).filter(|&set| set != 0).collect());
                stw::start_the_world();
            }
            stacks.iter().for_each(|(numbers, stack)| put(numbers, stack));
        }
        _ => {}
    }
    out
}

/// A profile to be written, as `runtime/pprof` lays it out.
#[repr(C)]
struct Request {
    /// Kind and unit of each value, then those of the period.
    types: GoSlice<GoString>,
    /// The kind that readers show first, or nothing.
    default: GoString,
    period: i64,
    /// For each sample: its values, bytes of an object or a negative number, how many calls follow, and these.
    samples: GoSlice<i64>,
    /// The labels of each sample, if any has some.
    labels: GoSlice<labels::Set>,
    /// When it is, nanoseconds since 1970.
    time: i64,
}

/// Writes a profile in pprof's format.
///
/// # Safety
/// The request is one of the language's.
unsafe fn encode(sched: &Sched, request: &Request) -> Vec<u8> {
    // SAFETY: slices of the language.
    let (types, samples, sets) = unsafe {
        let types: Vec<String> = std::slice::from_raw_parts(request.types.ptr, request.types.len).iter().map(|&t| text(t)).collect();
        let samples = if request.samples.len == 0 { &[] } else { std::slice::from_raw_parts(request.samples.ptr, request.samples.len) };
        let sets = if request.labels.len == 0 { &[] } else { std::slice::from_raw_parts(request.labels.ptr, request.labels.len) };
        (types, samples, sets)
    };
    let types: Vec<(&str, &str)> = types.chunks_exact(2).map(|t| (&*t[0], &*t[1])).collect();
    let Some((&period_type, types)) = types.split_last() else { return Vec::new() };
    let mut profile = Encoder::new(types, period_type, request.period);
    profile.mapping(sched);
    let (mut rest, mut sets) = (samples, sets.iter());
    while rest.len() >= types.len() + 2 {
        let (values, more) = rest.split_at(types.len());
        let (calls, next) = more[2..].split_at((more[1] as usize).min(more.len() - 2));
        // One location stands for all calls at an address.
        let stack: Vec<usize> = calls.iter().map(|&pc| pc as usize).filter(|pc| pc >> DEPTH_SHIFT == 0).collect();
        // SAFETY: the request keeps it alive.
        let labels = unsafe { labels::read(sets.next().copied().unwrap_or(0)) };
        profile.sample(sched, &stack, values, Some(more[0]).filter(|&bytes| bytes >= 0), &labels);
        rest = next;
    }
    if request.default.len != 0 {
        // SAFETY: a string of the language.
        profile.default_type(&unsafe { text(request.default) });
    }
    profile.time(request.time, 0);
    profile.finish()
}

fn lend_words(words: Vec<u64>) -> (*mut u8, usize) {
    let words = Box::leak(words.into_boxed_slice());
    (words.as_mut_ptr().cast(), words.len())
}

natives! {
    System "runtime.profileRecords" (kind: usize) -> (data: *mut u8, words: usize) |gp| { lend_words(records(instance(), kind)) }
    System "runtime.freeRecords" (data: *mut u64, words: usize) -> () |gp| { drop(Box::from_raw(slice_from_raw_parts_mut(data, words))) }
    System "runtime/pprof.encodeProfile" (request: *const Request) -> (data: *mut u8, len: usize) |gp| { lend(encode(instance(), &*request)) }
    System "runtime/pprof.freeProfile" (data: *mut u8, len: usize) -> () |gp| { drop(Box::from_raw(slice_from_raw_parts_mut(data, len))) }
    System "runtime/pprof.goroutineRecords" () -> (data: *mut u8, words: usize) |gp| { lend_words(records(instance(), GOROUTINES)) }
    System "runtime/pprof.freeRecords" (data: *mut u64, words: usize) -> () |gp| { drop(Box::from_raw(slice_from_raw_parts_mut(data, words))) }
    System "runtime/pprof.setLabels" (labels: labels::Set) -> () |gp| { (*gp).labels = labels }
    System "runtime.memProfileStart" (rate: *mut std::sync::atomic::AtomicUsize) -> () |gp| { instance().heap.profile.start(rate) }
    System "runtime.threads" () -> (n: usize) |gp| { (instance().ms().count(),) }
    System "runtime.SetBlockProfileRate" (rate: i64) -> () |gp| { instance().contention.set_block_rate(rate) }
    System "runtime.SetMutexProfileFraction" (fraction: i64) -> (old: i64) |gp| { (instance().contention.set_mutex_fraction(fraction),) }
}
