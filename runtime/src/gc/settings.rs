//! Settings from the environment: GOGC, GOMEMLIMIT, and `gcstoptheworld=1`, `gcstress=N`, `gcverify=1`, `gctrace=1` in GODEBUG.

use std::sync::atomic::Ordering;

use super::omit::Omit;
use crate::mem::heap::Heap;

/// Takes the settings over; what cannot be understood is left as it was.
pub fn apply(heap: &Heap, gogc: Option<&str>, memlimit: Option<&str>, godebug: &str) {
    match gogc {
        Some("off") => drop(heap.pacer.set_percent(-1)),
        Some(n) => drop(n.parse().map(|n| heap.pacer.set_percent(n))),
        None => {}
    }
    if let Some(limit) = memlimit.and_then(bytes) {
        heap.pacer.set_limit(limit);
    }
    for (name, value) in crate::debugvars::settings(godebug) {
        match (name, value.parse::<u32>()) {
            ("gcstress", Ok(n)) => heap.pacer.set_stress(n),
            ("gcstoptheworld", Ok(n)) => heap.cycle.stop_the_world.store(n != 0, Ordering::Relaxed),
            ("gctrace", Ok(n)) => heap.cycle.trace(n != 0),
            ("gcverify", Ok(n)) => heap.cycle.verify.store(n != 0, Ordering::Relaxed),
            ("gcomit", Err(_)) => drop(Omit::parse(value).map(|what| heap.cycle.omission.set(what))),
            _ => {}
        }
    }
}

/// A number of bytes as GOMEMLIMIT has it: `off`, digits, or digits with B, KiB, MiB, GiB, TiB.
fn bytes(s: &str) -> Option<usize> {
    const UNITS: [(&str, u32); 5] = [("KiB", 10), ("MiB", 20), ("GiB", 30), ("TiB", 40), ("B", 0)];
    if s == "off" {
        return Some(usize::MAX);
    }
    let (digits, shift) = UNITS.iter().find_map(|&(u, n)| s.strip_suffix(u).map(|d| (d, n))).unwrap_or((s, 0));
    digits.parse::<usize>().ok()?.checked_mul(1 << shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_as_go_reads_them() {
        assert_eq!(bytes("1024"), Some(1024));
        assert_eq!(bytes("3KiB"), Some(3072));
        assert_eq!(bytes("2GiB"), Some(2 << 30));
        assert_eq!(bytes("off"), Some(usize::MAX));
        assert_eq!(bytes("1 MB"), None);
        let heap = Heap::new().unwrap();
        apply(&heap, Some("off"), Some("1MiB"), "x,gcstress=3,gcverify=1");
        assert_eq!(heap.pacer.limit(), 1 << 20);
        assert!(heap.pacer.stress() && heap.cycle.verify.load(Ordering::Relaxed));
        assert_eq!(heap.pacer.set_percent(50), -1);
    }
}
