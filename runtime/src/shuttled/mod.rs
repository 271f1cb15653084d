//! Shuttle models of what goroutines wait on: channels, select, semaphores, timers, and the P of a system call.
//!
//! The files under test are compiled a second time, in [`world`], whose scheduler makes each goroutine a thread of shuttle's; each atomic step is a point
//! where shuttle may switch. A goroutine that is never woken is a deadlock, which shuttle reports with the schedule that leads there. Each
//! protocol has a second test with one of its steps left out ([`crate::sync::Step`]), which must fail.

mod chans;
mod semas;
mod syscalls;
mod timers;
#[allow(dead_code, unused_imports, clippy::duplicate_mod)] // of the files under test only a part is used here
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::sync::Step;

/// Schedules that are tried of each model: a second's work in a development build.
const SCHEDULES: usize = 300;

/// And at most so many until one shows that a step is missing; the first that does ends the search.
const SEARCH: usize = 200 * SCHEDULES;

/// No run of a model takes as many steps: one that does waits for something that never comes.
const MAX_STEPS: usize = 20_000;

fn run(run: fn(), schedules: usize) {
    let mut config = shuttle::Config::new();
    config.max_steps = shuttle::MaxSteps::FailAfter(MAX_STEPS);
    shuttle::Runner::new(shuttle::scheduler::RandomScheduler::new(schedules), config).run(run);
}

/// Runs a model under random schedules.
fn model(model: fn()) {
    run(model, SCHEDULES);
}

/// Shows that a model fails when `step` is left out: by a panic whose text contains `how`.
fn model_needs(step: Step, how: &str, model: fn()) {
    let left_out = world::sync::leave_out(step);
    let result = catch_unwind(AssertUnwindSafe(|| run(model, SEARCH)));
    drop(left_out);
    let payload = result.expect_err("the model holds without the step");
    let text = payload.downcast_ref::<String>().map(String::as_str).or(payload.downcast_ref::<&str>().copied()).unwrap_or_default();
    assert!(text.contains(how), "it fails in another way: {text}");
}
