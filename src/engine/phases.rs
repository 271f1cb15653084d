//! Where the time until `main.main` goes: `--time-phases`.

use std::time::Instant;

/// A stopwatch with named laps; does nothing when off.
pub struct Phases {
    last: Option<Instant>,
    start: Instant,
}

impl Phases {
    /// Starts, when `on`.
    pub fn new(on: bool) -> Phases {
        let now = Instant::now();
        Phases { last: on.then_some(now), start: now }
    }

    /// Ends the phase `name`.
    pub fn mark(&mut self, name: &str) {
        if let Some(last) = &mut self.last {
            let now = Instant::now();
            eprintln!("{name:12} {:8.3} ms", (now - *last).as_secs_f64() * 1e3);
            *last = now;
        }
    }

    /// Ends the last phase and tells the sum.
    pub fn finish(&mut self, name: &str) {
        self.mark(name);
        if self.last.is_some() {
            eprintln!("{:12} {:8.3} ms", "total", self.start.elapsed().as_secs_f64() * 1e3);
        }
    }
}
