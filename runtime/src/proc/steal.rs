//! Stealing from other Ps: four rounds in an order drawn at random; only the last one takes timers and `next` slots.

use std::ptr::null_mut;
use std::sync::atomic::Ordering;

use super::schedule::Search;
use crate::g::G;
use crate::p::pstatus;
use crate::sched::Sched;
use crate::timer;
use crate::trace::{self, Kind};

const ROUNDS: u32 = 4;
/// A P whose goroutine has just readied another is about to run it: only after this long does a thief take it, microseconds.
const NEXT_GRACE: u64 = 3;

/// One search through all Ps. Gives null at once when the world is to stop.
///
/// # Safety
/// The M of the search is the calling one, holds a P with empty queues, and spins.
pub(super) unsafe fn steal_work(s: &mut Search) -> *mut G {
    // SAFETY: the caller's promise; Ps are never freed.
    unsafe {
        let sched = &*(*s.mp).sched;
        let pp = (*s.mp).p;
        for round in 0..ROUNDS {
            let last = round == ROUNDS - 1;
            for i in order(sched, (*s.mp).rand.next()) {
                if sched.gcwaiting.load(Ordering::Relaxed) {
                    return null_mut();
                }
                let p2 = sched.allp[i].load(Ordering::Acquire);
                if p2 == pp {
                    continue;
                }
                if last && (*p2).timers.next_when() != 0 {
                    s.now = sched.clock.nanotime();
                    let (next, ran) = timer::check_timers(p2, s.now);
                    if next != 0 && (s.poll_until == 0 || next < s.poll_until) {
                        s.poll_until = next;
                    }
                    if ran {
                        // It has put goroutines on this P's queue.
                        let gp = (*pp).runq.take_next();
                        if !gp.is_null() {
                            s.inherit_time = true;
                            return gp;
                        }
                        let gp = (*pp).runq.pop();
                        if !gp.is_null() {
                            return gp;
                        }
                    }
                }
                if (*p2).status.load(Ordering::Relaxed) == pstatus::IDLE {
                    continue;
                }
                let gp = (*pp).runq.steal(&(*p2).runq, || {
                    last && {
                        if (*p2).status.load(Ordering::Relaxed) == pstatus::RUNNING {
                            sched.clock.usleep(NEXT_GRACE);
                        }
                        true
                    }
                });
                if !gp.is_null() {
                    trace::emit(sched, Kind::Steal, null_mut(), trace::number(p2), 0);
                    return gp;
                }
            }
        }
        null_mut()
    }
}

/// All Ps once, from a random start in a random stride that shares no factor with their number.
fn order(sched: &Sched, random: u64) -> impl Iterator<Item = usize> {
    let n = sched.gomaxprocs.load(Ordering::Relaxed).max(1) as usize;
    let start = random as u32 as usize % n;
    let coprimes = (1..=n).filter(|&c| gcd(c, n) == 1).count();
    let stride = (1..=n).filter(|&c| gcd(c, n) == 1).nth((random >> 32) as usize % coprimes).unwrap_or(1);
    (0..n).map(move |i| (start + i * stride) % n)
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_visits_every_p_once() {
        let sched = Sched::new(Default::default());
        for n in [1, 2, 3, 4, 6, 8, 12] {
            sched.gomaxprocs.store(n as i32, Ordering::Relaxed);
            for random in 0..200u64 {
                let mut seen: Vec<usize> = order(&sched, random.wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect();
                seen.sort_unstable();
                assert_eq!(seen, (0..n).collect::<Vec<_>>());
            }
        }
    }
}
