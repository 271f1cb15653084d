//! Finalizers, cleanups and weak pointers.

use super::instance;
use crate::gc::specials::{Call, Specials, wait};
use crate::mem::mcache;

natives! {
    System "runtime.finstart" (runner: usize) -> () |gp| { instance().heap.cycle.specials.set_runner(runner) }
    System "runtime.setfinalizer" (ptr: usize, func: usize, how: usize, a: usize, b: usize) -> (outcome: usize) |gp| {
        let heap = &instance().heap;
        let call = (func != 0).then_some(Call { func, how, words: [a, b] });
        (heap.cycle.specials.set_finalizer(heap, ptr, call) as usize,)
    }
    System "runtime.addcleanup" (ptr: usize, func: usize) -> (number: usize) |gp| {
        let heap = &instance().heap;
        (heap.cycle.specials.add_cleanup(heap, ptr, Call { func, ..Call::default() }),)
    }
    System "runtime.stopcleanup" (ptr: usize, number: usize) -> () |gp| {
        let heap = &instance().heap;
        heap.cycle.specials.stop_cleanup(heap, ptr, number)
    }
    System "runtime.nextfinal" () -> (func: usize, how: usize, a: usize, b: usize) |gp| {
        let call = instance().heap.cycle.specials.next();
        (call.func, call.how, call.words[0], call.words[1])
    }
    Park "runtime.finwait" () -> () |gp| { wait(gp) }
    System "weak.register" (ptr: usize) -> (handle: usize) |gp| {
        let heap = &instance().heap;
        (heap.cycle.specials.register_weak(heap, ptr),)
    }
    System "weak.strong" (handle: usize) -> (ptr: usize) |gp| { (Specials::strong(&instance().heap, mcache(), handle),) }
}
