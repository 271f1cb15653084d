//! Threads that help the collecting one to mark while the world is stopped. They hold no P and run no compiled code.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

/// A job with its lifetime erased; [`Workers::run`] does not return before all threads are done with it.
type Job = &'static (dyn Fn() + Sync);

#[derive(Default)]
struct State {
    job: Option<Job>,
    /// Threads that should still begin the job.
    wanted: usize,
    /// Threads that have begun it and not ended.
    running: usize,
    quit: bool,
    failed: bool,
}

#[derive(Default)]
struct Inner {
    state: Mutex<State>,
    /// A job is there, or it is time to go.
    start: Condvar,
    /// A thread has ended the job.
    done: Condvar,
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) {
        let mut s = self.lock();
        loop {
            if s.quit {
                return;
            }
            match s.job.filter(|_| s.wanted > 0) {
                Some(job) => {
                    s.wanted -= 1;
                    s.running += 1;
                    drop(s);
                    let result = catch_unwind(AssertUnwindSafe(job));
                    s = self.lock();
                    s.running -= 1;
                    s.failed |= result.is_err();
                    self.done.notify_all();
                }
                None => s = self.start.wait(s).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }
}

/// A pool of threads, started when first needed.
#[derive(Default)]
pub struct Workers {
    inner: Arc<Inner>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Workers {
    /// Runs `job` on the calling thread and on up to `helpers` others at the same time; returns when all have ended it.
    pub fn run(&self, helpers: usize, job: &(dyn Fn() + Sync)) {
        let started = self.start(helpers);
        if started == 0 {
            return job();
        }
        // SAFETY: only the lifetime changes; below we wait until no thread has the job and take it away.
        let erased = unsafe { std::mem::transmute::<&(dyn Fn() + Sync), Job>(job) };
        let mut s = self.inner.lock();
        s.job = Some(erased);
        s.wanted = helpers;
        drop(s);
        self.inner.start.notify_all();
        job();
        let mut s = self.inner.lock();
        // Jobs end only when all parts of them have begun and ended.
        while s.wanted + s.running > 0 {
            s = self.inner.done.wait(s).unwrap_or_else(PoisonError::into_inner);
        }
        s.job = None;
        assert!(!s.failed, "a marking thread failed");
    }

    /// Starts threads until there are `n`; how many there are.
    fn start(&self, n: usize) -> usize {
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        while threads.len() < n {
            let inner = Arc::clone(&self.inner);
            let spawned = without_signals(|| std::thread::Builder::new().name("mgo-mark".into()).spawn(move || inner.work()));
            match spawned {
                Ok(t) => threads.push(t),
                Err(_) => return 0,
            }
        }
        n
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.inner.lock().quit = true;
        self.inner.start.notify_all();
        for t in self.threads.get_mut().unwrap_or_else(PoisonError::into_inner).drain(..) {
            // A panic of the thread was reported when it happened.
            let _ = t.join();
        }
    }
}

/// Runs `f` with all signals blocked, so that a thread made in it never gets the scheduler's.
fn without_signals<R>(f: impl FnOnce() -> R) -> R {
    // SAFETY: the sets are initialised by the calls that fill them.
    unsafe {
        let mut all = std::mem::zeroed();
        let mut old = std::mem::zeroed();
        libc::sigfillset(&mut all);
        libc::pthread_sigmask(libc::SIG_SETMASK, &all, &mut old);
        let r = f();
        libc::pthread_sigmask(libc::SIG_SETMASK, &old, std::ptr::null_mut());
        r
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn job_runs_on_all_threads() {
        let w = Workers::default();
        for helpers in [0, 1, 3, 1] {
            let n = AtomicUsize::new(0);
            w.run(helpers, &|| {
                n.fetch_add(1, Ordering::SeqCst);
                while n.load(Ordering::SeqCst) < helpers + 1 {
                    std::thread::yield_now();
                }
            });
            assert_eq!(n.into_inner(), helpers + 1);
        }
    }
}
