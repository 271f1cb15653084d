//! Improving functions, one file per pass.
//!
//! Invariant: a pass takes and leaves functions that `verify` accepts.

mod facts;
mod fold;
mod fresh;
mod head;
mod memory;
mod number;
mod prove;
mod roots;

pub mod params;

pub mod statics;

pub mod merge;

pub mod dead;

pub mod simplify;

pub mod inline;

pub mod promote;

pub mod nil;

pub mod bounds;

pub mod select;

pub mod unsigned;

pub mod loops;

pub mod objects;

use crate::ir::Function;
use crate::program::{FuncId, Program};
use std::sync::Arc;

/// Gives bodies to inline.
pub type Callees<'a> = &'a mut dyn FnMut(FuncId) -> Option<Arc<Function>>;

/// So often inlining is tried: each round puts the callees in that the one before has made known, as with iterators over iterators.
const ROUNDS: u32 = 6;

/// Runs all passes. `callee` gives the body of a function that may be inlined, as lowered or after [`prepare`]; `None` keeps the call.
pub fn optimize(func: &mut Function, program: &Program, callee: Callees<'_>) {
    let callee: Callees<'_> = &mut |f| if program.func(f).replaceable { None } else { callee(f) };
    simplify::simplify(func, program);
    // A callee that inlining makes known may be worth inlining, too.
    for _ in 0..ROUNDS {
        let mut direct = inline::inline(func, callee) && simplify::simplify(func, program);
        // What an object holds may be known to nobody else once the object is gone.
        for _ in 0..ROUNDS {
            let moved = objects::keep_private_objects(func, program);
            if !promote::promote_slots(func) && !moved {
                break;
            }
            direct |= simplify::simplify(func, program);
        }
        if !direct {
            break;
        }
    }
    if let Some(body) = callee(func.id)
        && head::put_heads(func, &body)
    {
        simplify::simplify(func, program);
    }
    nil::remove_redundant_nil_checks(func);
    let branches = bounds::remove_redundant_checks(func);
    dead::remove_dead(func);
    if select::select_short_arms(func) || branches {
        simplify::simplify(func, program);
    }
    dead::remove_dead(func);
    unsigned::divide_unsigned(func);
    fresh::remove_needless_barriers(func);
    roots::forget_dead_pointers(func, program);
    loops::name_values_of_loops(func);
}

/// A body that is too large to be inlined only for the small functions it calls, with those put into it; `None` when that does not help.
pub fn with_small_callees(body: &Function, program: &Program, callee: Callees<'_>) -> Option<Function> {
    if !inline::is_inlinable_but_for_calls(body) {
        return None;
    }
    let callee: Callees<'_> = &mut |f| if program.func(f).replaceable { None } else { callee(f) };
    let mut body = body.clone();
    if !inline::inline(&mut body, callee) {
        return None;
    }
    prepare(&mut body, program);
    inline::is_inlinable(&body).then_some(body)
}

/// What a body goes through before it is judged for inlining: the passes that make it smaller without looking at other functions.
pub fn prepare(func: &mut Function, program: &Program) {
    simplify::simplify(func, program);
    if promote::promote_slots(func) {
        simplify::simplify(func, program);
    }
    nil::remove_redundant_nil_checks(func);
    dead::remove_dead(func);
}

#[cfg(test)]
mod tests;
