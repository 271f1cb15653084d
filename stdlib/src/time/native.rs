//! The wall clock.

use crate::native::natives;

natives! {
    System "time.walltime" () -> (sec: i64, nsec: i32) {
        let now = rustix::time::clock_gettime(rustix::time::ClockId::Realtime);
        (sec, nsec) = (now.tv_sec, now.tv_nsec as i32);
    }
}
